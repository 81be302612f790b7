"""1×1 convolution

A kernel of one pixel looks at no neighbours: at each pixel it adds up the `ci` channels with its weights, and `co`
such kernels make `co` new channels. That is one `Linear(ci, co)` applied at every pixel with the same weights, with

    ci · co + co

parameters. Without padding and at stride 1 it leaves height and width alone and only sets the number of channels: fewer
before a costly 3×3 convolution (bottleneck), more after it. A fully connected layer, on the other hand, joins every
pixel with every other and needs its own weights for each pair.
"""

import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question, where, whole

ZH = """1×1 卷积

只有一个像素大的卷积核不看邻居：在每个像素处，它把 `ci` 个通道的数加权求和，`co` 个核就得到 `co` 个新通道。
这就是用同一组权重在每个像素上做一次 `Linear(ci, co)`，参数共有

    ci · co + co

个。不填充且步长为 1 时，高和宽不变，变的只是通道数：可以先降维，再做昂贵的 3×3 卷积（瓶颈结构），之后再升维。
全连接层则不同：它把每个像素与所有像素相连，每一对都要有自己的权重。
"""
ALIASES = [
    "1x1 convolution",
    "1x1 conv",
    "1×1 conv",
    "pointwise convolution",
    "bottleneck",
    "number of channels",
    "1×1卷积",
    "1x1卷积",
    "1×1卷积核",
    "通道数",
    "升维",
    "降维",
    "瓶颈结构",
]
NEEDS = ["convolution", "conv-parameter-sharing"]
CONFUSED_WITH = ["mlp-forward"]
SOURCES = [
    "Lin, Chen & Yan, Network in network, arXiv:1312.4400",
    "He, Zhang, Ren & Sun, Deep residual learning, arXiv:1512.03385, figure 5 (bottleneck)",
]


def demo(batch=whole(1, 4), ci=whole(2, 32), co=whole(2, 32), n=whole(5, 16), p=one_of(0, 1), k=1):
    x = torch.rand(batch, ci, n, n)
    conv = nn.Conv2d(ci, co, kernel_size=k, padding=p)
    return conv(x)


@question("What is the shape of the output?", "输出的形状是什么？")
def shape(out):
    return out.shape


@shape.wrong(
    "A 1×1 kernel mixes all channels; there are as many new channels as kernels.",
    "1×1 卷积核会混合所有通道；有几个卷积核，就有几个新通道。",
)
def channels_stay(batch, ci, n, p):
    return shape(demo(batch, ci, ci, n, p))


@shape.wrong(
    "Only larger kernels lose a border; a 1×1 kernel makes n + 2p pixels of n, so it needs p = 0 to keep the size.",
    "只有更大的卷积核才会损失边界；1×1 卷积核把 n 变成 n + 2p，p = 0 时尺寸就不变。",
)
def needs_padding(batch, ci, co, n, p):
    return shape(demo(batch, ci, co, n, p, k=3))


@shape.wrong(
    "The kernel is one pixel large, not the output: it visits every pixel.",
    "一个像素大的是卷积核，不是输出：它会走遍每个像素。",
)
def one_pixel_left(batch, co):
    return batch, co, 1, 1


def weights(ci=whole(2, 32), co=whole(2, 32), k=1, bias=True):
    conv = nn.Conv2d(ci, co, kernel_size=k, bias=bias)
    return sum(p.numel() for p in conv.parameters())


@question("How many parameters does `conv` have?", "`conv` 有多少个参数？", of=weights)
def parameters(out):
    return out


@parameters.wrong(
    "A 1×1 kernel does not scale the whole map by one number: it has a weight for each input channel.",
    "1×1 卷积核不是用一个数缩放整张图：它对每个输入通道都有一个权重。",
)
def one_scale():
    return parameters(weights(1, 1))


@parameters.wrong(
    "Each of the co kernels has one weight for every input channel, ci of them.",
    "co 个卷积核中，每个都对 ci 个输入通道各有一个权重。",
)
def one_weight_a_kernel(co):
    return parameters(weights(1, co))


@parameters.wrong("Each of the co kernels also has a bias.", "co 个卷积核还各有一个偏置。")
def bias_forgotten(ci, co):
    return parameters(weights(ci, co, bias=False))


def as_linear(ci=whole(2, 8), co=whole(2, 8), p=one_of(0, 1)):
    x = torch.rand(1, ci, 4, 4)
    conv = nn.Conv2d(ci, co, kernel_size=1, padding=p)
    W = conv.weight[:, :, 0, 0]
    y = F.linear(x.movedim(1, -1), W, conv.bias).movedim(-1, 1)
    z = conv(x)
    return y.shape == z.shape and torch.allclose(y, z, atol=1e-5)


@question(
    "`y` is a `Linear` layer applied at each pixel. Are `y` and `z` the same?",
    "`y` 是在每个像素上做一次 `Linear`。`y` 与 `z` 相同吗？",
    of=as_linear,
)
def same_as_linear(out):
    return out


@same_as_linear.wrong(
    "Without padding a 1×1 convolution keeps the size; padding 1 adds a border that `y` does not have.",
    "不填充时 1×1 卷积的尺寸不变；填充 1 反而多出 `y` 没有的一圈。",
)
def padding_keeps_the_size(ci, co, p):
    return same_as_linear(as_linear(ci, co, 1 - p))


def bottleneck(c=one_of(64, 128, 256), m=one_of(16, 32, 64)):
    net = nn.Sequential(
        nn.Conv2d(c, m, kernel_size=1, bias=False),
        nn.Conv2d(m, m, kernel_size=3, padding=1, bias=False),
        nn.Conv2d(m, c, kernel_size=1, bias=False),
    )
    return sum(p.numel() for p in net.parameters())


@question("How many parameters does `net` have?", "`net` 有多少个参数？", of=bottleneck)
def parameters_of_bottleneck(out):
    return out


@parameters_of_bottleneck.wrong(
    "The first 1×1 leaves m channels, so the 3×3 works on m of them, not on c.",
    "第一个 1×1 卷积只留下 m 个通道，所以 3×3 卷积处理的是 m 个通道，而不是 c 个。",
)
def wide_in_the_middle(c, m):
    return 2 * c * m + 9 * c**2


@parameters_of_bottleneck.wrong(
    "A weight for each pair of channels: a 1×1 from c to m has c · m of them, not m.",
    "每一对通道都有一个权重：从 c 到 m 的 1×1 卷积有 c · m 个，而不是 m 个。",
)
def one_by_one_is_nearly_free(c, m):
    return m + 9 * m**2 + c


@where(lambda n, lit: lit in (1, n * n))
def one_bright_pixel(ci=whole(2, 4), co=whole(2, 4), n=whole(3, 5), lit=one_of(1, 9, 16, 25)):
    x = torch.zeros(1, ci, n, n)
    x[0, :, 1, 1] = 1
    layers = {
        "1×1 convolution": nn.Conv2d(ci, co, 1, bias=False),
        "fully connected layer": nn.Sequential(
            nn.Flatten(),
            nn.Linear(ci * n * n, co * n * n, bias=False),
            nn.Unflatten(1, (co, n, n)),
        ),
    }
    for name, layer in layers.items():
        y = layer(x)
        if (y != 0).any(dim=1).sum() == lit:
            produced = name
    return produced


@question(
    "In the output, `lit` of the n · n pixels are not 0. Which of the two layers produced it?",
    "输出的 n · n 个像素中有 `lit` 个不为 0。它是哪一层产生的？",
    of=one_bright_pixel,
    choices={"1×1 convolution": "1×1 卷积", "fully connected layer": "全连接层"},
)
def produced_by(out):
    return out


@produced_by.wrong(
    "A map can come from both; a 1×1 convolution would have left all pixels but one at 0.",
    "两种层都能输出特征图；若是 1×1 卷积，除一个像素外其余都应为 0。",
)
def maps_come_from_convolutions(ci, co, n):
    return produced_by(one_bright_pixel(ci, co, n, lit=1))


@produced_by.wrong(
    "A fully connected layer carries one bright pixel to every place; only the 1×1 convolution keeps it in place.",
    "全连接层会把一个亮像素传到每个位置；只让它留在原处的是 1×1 卷积。",
)
def pixel_by_pixel_is_fully_connected(ci, co, n):
    return produced_by(one_bright_pixel(ci, co, n, lit=n * n))
