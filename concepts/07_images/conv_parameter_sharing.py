"""Parameter sharing in convolution

A convolution from `ci` to `co` channels has one `k × k` window of weights for each pair of channels and one bias for
each output channel:

    co · (ci · k² + 1)

The size of the image is not in it: the same weights serve at every position. A dense layer between the same two maps
has a weight for each pair of numbers, one in and one out: it grows with the fourth power of the side.
"""

import matplotlib.pyplot as plt
import torch
from torch import nn

from journal.authoring import one_of, question, task, whole

ZH = """卷积的参数共享

从 `ci` 个通道到 `co` 个通道的卷积，每一对通道有一个 `k × k` 的权重窗口，每个输出通道还有一个偏置：

    co · (ci · k² + 1)

式中没有图像的大小：同一组权重在每个位置上都用。若换成全连接层，输入的每个数与输出的每个数之间都要有一个权重，
数量随边长的四次方增长。
"""
NAMES = ["parameter sharing", "weight sharing in convolution", "conv parameters", "参数共享", "权值共享"]
HINTS = ["fewer parameters", "减少参数量"]
NEEDS = ["convolution", "module-parameters"]
SOURCES = [
    "torch.nn.Conv2d and torch.nn.Linear, section Variables",
    "LeCun, Bottou, Bengio & Haffner, Gradient-based learning applied to document recognition, 1998",
]


def demo(ci=whole(2, 8), co=whole(2, 16), k=one_of(3, 5), h=one_of(8, 14, 28), bias=True):
    image = torch.rand(1, ci, h, h)
    conv = nn.Conv2d(ci, co, kernel_size=k, padding=k // 2, bias=bias)
    conv(image)
    return sum(p.numel() for p in conv.parameters())


@question("How many parameters does `conv` have?", zh="`conv` 有多少个参数？")
def parameters(out):
    return out


@parameters.wrong(
    en=(
        "A kernel is one k × k window of weights, used on every input channel.",
        "A kernel has its own window of weights for each of the ci input channels.",
    ),
    zh=("一个卷积核就是一个 k × k 权重窗口，各输入通道共用。", "一个卷积核对 ci 个输入通道各有一个权重窗口。"),
)
def input_channels_forgotten(co, k, h):
    return parameters(demo(1, co, k, h))


@parameters.wrong(
    en=("A convolution has kernels only.", "With `bias=True` each of the co output channels has a bias as well."),
    zh=("卷积层只有卷积核。", "`bias=True` 时，co 个输出通道还各有一个偏置。"),
)
def bias_forgotten(ci, co, k, h):
    return parameters(demo(ci, co, k, h, bias=False))


@parameters.wrong(
    en=(
        "Each position has a kernel of its own.",
        "All h · h positions share the same weights; the image's size does not count.",
    ),
    zh=("每个位置都有自己的卷积核。", "h · h 个位置共用同一组权重，与图像大小无关。"),
)
def own_kernel_at_each_pixel(out, h):
    return out * h**2


def two_sizes(ci=whole(2, 8), co=whole(2, 16), k=one_of(3, 5), h=one_of(8, 14, 28)):
    conv = nn.Conv2d(ci, co, kernel_size=k, padding=k // 2)
    conv(torch.rand(1, ci, h, h))
    conv(torch.rand(1, ci, 2 * h, 2 * h))
    return sum(p.numel() for p in conv.parameters())


@question(
    "How many parameters does `conv` have after it was used on the larger image?",
    zh="在更大的图像上用过之后，`conv` 有多少个参数？",
    of=two_sizes,
)
def parameters_for_larger_image(out):
    return out


@parameters_for_larger_image.wrong(
    en=(
        "Twice the side means four times the weights.",
        "A larger image gives the same weights more places to work at; it adds none.",
    ),
    zh=("边长加倍，权重变成四倍。", "图像变大只是让同一组权重多用几处，并不增加权重。"),
)
def grows_with_the_image(out):
    return 4 * out


@parameters_for_larger_image.wrong(
    en=(
        "The layer gets a kernel for every pixel of the larger image.",
        "All positions share the same weights: no pixel has a kernel of its own.",
    ),
    zh=("这一层会为大图的每个像素各配一个卷积核。", "所有位置共用同一组权重：没有哪个像素有自己的卷积核。"),
)
def a_kernel_for_each_pixel(out, h):
    return out * (2 * h) ** 2


def dense(ci=whole(1, 4), co=whole(2, 8), h=one_of(4, 8, 14, 28), bias=True):
    pixels_in, pixels_out = ci * h * h, co * h * h
    layer = nn.Linear(pixels_in, pixels_out, bias=bias, device="meta")
    return sum(p.numel() for p in layer.parameters())


@question("How many parameters does `layer` have?", zh="`layer` 有多少个参数？", of=dense)
def dense_parameters(out):
    return out


@dense_parameters.wrong(
    en=(
        "There is one weight for each input and one for each output.",
        "Every output is joined to every input: the two numbers multiply, they do not add.",
    ),
    zh=("每个输入有一个权重，每个输出也有一个权重。", "每个输出都与每个输入相连：两个数相乘，而不是相加。"),
)
def inputs_plus_outputs(ci, co, h):
    return ci * h**2 + co * h**2


@dense_parameters.wrong(
    en=(
        "A dense layer is a matrix of weights and nothing else.",
        "With `bias=True` each output number has its own bias too.",
    ),
    zh=("全连接层只有一个权重矩阵。", "`bias=True` 时，每个输出的数还有自己的偏置。"),
)
def no_bias(ci, co, h):
    return dense_parameters(dense(ci, co, h, bias=False))


@dense_parameters.wrong(
    en=(
        "A dense layer uses the same weights at every pixel.",
        "Nothing is shared here: each pixel of the output has weights of its own.",
    ),
    zh=("全连接层在每个像素上用同一组权重。", "这里没有共享：输出的每个像素都有自己的一套权重。"),
)
def shared_like_a_convolution(ci, co):
    return ci * co + co


@task(
    "Write `ratio`: the parameters of a dense layer from `ci` to `co` channels of h × h pixels, divided by those of a "
    "k × k convolution (both with biases).",
    zh="写出 `ratio`：从 `ci` 个通道到 `co` 个通道（都是 h × h），全连接层的参数量是 k × k 卷积的多少倍（都有偏置）。",
    blanks=["ci * h**2 + 1", "ci * k**2 + 1"],
    mend=["one_bias_each"],
)
def ratio(ci, co, k, h):
    dense = co * h**2 * (ci * h**2 + 1)
    convolution = co * (ci * k**2 + 1)
    return dense / convolution


ratio.hint("Count the weights that end in one output number.", zh="数一数通向一个输出数的权重有多少。")


@ratio.inputs
def sizes(ci=whole(1, 4), co=whole(1, 6), k=one_of(1, 3, 5), h=whole(3, 9)):
    return ci, co, k, h


@ratio.holds("The number of output channels cancels.", zh="输出通道数会约掉。")
def output_channels_cancel(out, solution, ci, k, h):
    return abs(out - solution(ci, 1, k, h)) < 1e-6 * out


@ratio.wrong(
    en=("A layer has one bias.", "There is a bias for each number (dense) or channel (convolution) that comes out."),
    zh=("一层只有一个偏置。", "全连接层每个输出的数有一个偏置，卷积每个输出通道有一个。"),
)
def one_bias_each(ci, co, k, h):
    return (co * ci * h**4 + 1) / (co * ci * k**2 + 1)


@ratio.wrong(
    en=("A kernel is k × k numbers.", "It has k × k weights for each input channel."),
    zh=("一个卷积核有 k × k 个数。", "它对每个输入通道都有 k × k 个权重。"),
)
def flat_kernels(ci, co, k, h):
    return co * h**2 * (ci * h**2 + 1) / (co * (k**2 + 1))


@ratio.wrong(
    en=("Only the input's pixels count in a dense layer.", "Each of the h × h output pixels has weights of its own."),
    zh=("全连接层只与输入的像素数有关。", "h × h 个输出像素各有自己的一套权重。"),
)
def output_pixels_forgotten(ci, co, k, h):
    return co * (ci * h**2 + 1) / (co * (ci * k**2 + 1))


def figure(ci, co, k):
    sides = [4, 8, 16, 32]
    plt.plot(sides, [dense(ci, co, side) for side in sides], label="dense")
    plt.plot(sides, [demo(ci, co, k, side) for side in sides], label="convolution")
    plt.yscale("log")
    plt.xlabel("side of the image")
    plt.ylabel("parameters")
    plt.legend()
