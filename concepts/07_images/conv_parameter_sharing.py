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

from journal.authoring import one_of, question, whole

ZH = """卷积的参数共享

从 `ci` 个通道到 `co` 个通道的卷积，每一对通道有一个 `k × k` 的权重窗口，每个输出通道还有一个偏置：

    co · (ci · k² + 1)

式中没有图像的大小：同一组权重在每个位置上都用。若换成全连接层，输入的每个数与输出的每个数之间都要有一个权重，
数量随边长的四次方增长。
"""
ALIASES = [
    "parameter sharing",
    "weight sharing in convolution",
    "conv parameters",
    "fewer parameters",
    "减少参数量",
    "参数共享",
    "权值共享",
]
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


@question("How many parameters does `conv` have?", "`conv` 有多少个参数？")
def parameters(out):
    return out


@parameters.wrong(
    "A kernel has its own window of weights for each of the ci input channels.",
    "一个卷积核对 ci 个输入通道各有一个权重窗口。",
)
def input_channels_forgotten(co, k, h):
    return parameters(demo(1, co, k, h))


@parameters.wrong(
    "With `bias=True` each of the co output channels has a bias as well.",
    "`bias=True` 时，co 个输出通道还各有一个偏置。",
)
def bias_forgotten(ci, co, k, h):
    return parameters(demo(ci, co, k, h, bias=False))


@parameters.wrong(
    "All h · h positions share the same weights; the image's size does not count.",
    "h · h 个位置共用同一组权重，与图像大小无关。",
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
    "在更大的图像上用过之后，`conv` 有多少个参数？",
    of=two_sizes,
)
def parameters_for_larger_image(out):
    return out


@parameters_for_larger_image.wrong(
    "A larger image gives the same weights more places to work at; it adds none.",
    "图像变大只是让同一组权重多用几处，并不增加权重。",
)
def grows_with_the_image(out):
    return 4 * out


@parameters_for_larger_image.wrong(
    "All positions share the same weights: no pixel has a kernel of its own.",
    "所有位置共用同一组权重：没有哪个像素有自己的卷积核。",
)
def a_kernel_for_each_pixel(out, h):
    return out * (2 * h) ** 2


def dense(ci=whole(1, 4), co=whole(2, 8), h=one_of(4, 8, 14, 28), bias=True):
    pixels_in, pixels_out = ci * h * h, co * h * h
    layer = nn.Linear(pixels_in, pixels_out, bias=bias, device="meta")
    return sum(p.numel() for p in layer.parameters())


@question("How many parameters does `layer` have?", "`layer` 有多少个参数？", of=dense)
def dense_parameters(out):
    return out


@dense_parameters.wrong(
    "Every output is joined to every input: the two numbers multiply, they do not add.",
    "每个输出都与每个输入相连：两个数相乘，而不是相加。",
)
def inputs_plus_outputs(ci, co, h):
    return ci * h**2 + co * h**2


@dense_parameters.wrong(
    "With `bias=True` each output number has its own bias too.",
    "`bias=True` 时，每个输出的数还有自己的偏置。",
)
def no_bias(ci, co, h):
    return dense_parameters(dense(ci, co, h, bias=False))


@dense_parameters.wrong(
    "Nothing is shared here: each pixel of the output has weights of its own.",
    "这里没有共享：输出的每个像素都有自己的一套权重。",
)
def shared_like_a_convolution(ci, co):
    return ci * co + co


def figure(ci, co, k):
    sides = [4, 8, 16, 32]
    plt.plot(sides, [dense(ci, co, side) for side in sides], label="dense")
    plt.plot(sides, [demo(ci, co, k, side) for side in sides], label="convolution")
    plt.yscale("log")
    plt.xlabel("side of the image")
    plt.ylabel("parameters")
    plt.legend()
