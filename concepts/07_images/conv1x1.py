"""1×1 convolution

A kernel of one pixel looks at no neighbours: at each pixel it adds up the `ci` channels with its weights, and `co`
such kernels make `co` new channels. That is one `Linear(ci, co)` applied at every pixel with the same weights, with

    ci · co + co

parameters. Without padding and at stride 1 it leaves height and width alone and only sets the number of channels: fewer
before a costly 3×3 convolution (bottleneck), more after it. A fully connected layer, on the other hand, joins every
pixel with every other and needs its own weights for each pair.
"""

import torch
from torch import nn

from journal.authoring import one_of, question, several, task, where, whole

ZH = """1×1 卷积

只有一个像素大的卷积核不看邻居：在每个像素处，它把 `ci` 个通道的数加权求和，`co` 个核就得到 `co` 个新通道。
这就是用同一组权重在每个像素上做一次 `Linear(ci, co)`，参数共有

    ci · co + co

个。不填充且步长为 1 时，高和宽不变，变的只是通道数：可以先降维，再做昂贵的 3×3 卷积（瓶颈结构），之后再升维。
全连接层则不同：它把每个像素与所有像素相连，每一对都要有自己的权重。
"""
NAMES = ["1x1 convolution", "1x1 conv", "1×1 conv", "pointwise convolution", "1×1卷积", "1x1卷积", "1×1卷积核"]
SHARED = ["bottleneck", "number of channels", "通道数", "升维", "瓶颈结构"]
HINTS = ["降维"]
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


@question("What is the shape of the output?", zh="输出的形状是什么？")
def shape(out):
    return out.shape


@shape.wrong(
    en=(
        "Without neighbours to look at, the channels stay as they are.",
        "A 1×1 kernel mixes all channels; there are as many new channels as kernels.",
    ),
    zh=("既然不看邻居，通道数就不变。", "1×1 卷积核会混合所有通道；有几个卷积核，就有几个新通道。"),
)
def channels_stay(batch, ci, n, p):
    return shape(demo(batch, ci, ci, n, p))


@shape.wrong(
    en=("Every convolution loses a border of one pixel.", "A 1×1 kernel loses none: n pixels become n + 2p."),
    zh=("任何卷积都会损失一圈像素。", "1×1 卷积核一圈也不损失：n 个像素变成 n + 2p 个。"),
)
def needs_padding(batch, ci, co, n, p):
    return shape(demo(batch, ci, co, n, p, k=3))


@shape.wrong(
    en=(
        "A 1×1 convolution gives a map of 1×1.",
        "The kernel is one pixel large, not the output: it visits every pixel.",
    ),
    zh=("1×1 卷积输出 1×1 的特征图。", "一个像素大的是卷积核，不是输出：它会走遍每个像素。"),
)
def one_pixel_left(batch, co):
    return batch, co, 1, 1


def weights(ci=whole(2, 32), co=whole(2, 32), k=1, bias=True):
    conv = nn.Conv2d(ci, co, kernel_size=k, bias=bias)
    return sum(p.numel() for p in conv.parameters())


@question("How many parameters does `conv` have?", zh="`conv` 有多少个参数？", of=weights)
def parameters(out):
    return out


@parameters.wrong(
    en=("A 1×1 kernel scales the whole map by one number.", "It has a weight for each input channel."),
    zh=("1×1 卷积核就是把整张图乘以一个数。", "它对每个输入通道都有一个权重。"),
)
def one_scale():
    return parameters(weights(1, 1))


@parameters.wrong(
    en=(
        "A kernel of one pixel has one weight.",
        "Each of the co kernels has one weight for every input channel, ci of them.",
    ),
    zh=("一个像素大的卷积核只有一个权重。", "co 个卷积核中，每个都对 ci 个输入通道各有一个权重。"),
)
def one_weight_a_kernel(co):
    return parameters(weights(1, co))


@parameters.wrong(
    en=("There is one weight for each pair of channels and nothing else.", "Each of the co kernels also has a bias."),
    zh=("每一对通道一个权重，此外没有别的参数。", "co 个卷积核还各有一个偏置。"),
)
def bias_forgotten(ci, co):
    return parameters(weights(ci, co, bias=False))


@where(lambda c, m: m < c)
def bottleneck(c=one_of(32, 64, 96, 128, 256), m=one_of(8, 16, 24, 32, 64)):
    net = nn.Sequential(
        nn.Conv2d(c, m, kernel_size=1, bias=False),
        nn.Conv2d(m, m, kernel_size=3, padding=1, bias=False),
        nn.Conv2d(m, c, kernel_size=1, bias=False),
    )
    return sum(p.numel() for p in net.parameters())


@question("How many parameters does `net` have?", zh="`net` 有多少个参数？", of=bottleneck)
def parameters_of_bottleneck(out):
    return out


@parameters_of_bottleneck.wrong(
    en=("The 3×3 convolution works on all c channels.", "The first 1×1 leaves m channels, so the 3×3 works on m."),
    zh=("3×3 卷积处理的是全部 c 个通道。", "第一个 1×1 卷积只留下 m 个通道，3×3 卷积处理的就是 m 个。"),
)
def wide_in_the_middle(c, m):
    return 2 * c * m + 9 * c**2


@parameters_of_bottleneck.wrong(
    en=(
        "A 1×1 convolution has one weight for each channel it makes.",
        "There is a weight for each pair of channels: a 1×1 from c to m has c · m.",
    ),
    zh=("1×1 卷积每产生一个通道只要一个权重。", "每一对通道都有一个权重：从 c 到 m 的 1×1 卷积有 c · m 个。"),
)
def one_by_one_is_nearly_free(c, m):
    return m + 9 * m**2 + c


def brightened(ci=whole(2, 4), co=whole(2, 6), n=whole(6, 9), m=whole(2, 5), k=1):
    x = torch.rand(1, ci, n, n)
    conv = nn.Conv2d(ci, co, kernel_size=k, padding=k // 2)
    before = conv(x)
    x[0, 0, 2, :m] += 1
    after = conv(x)
    return (before != after).sum()


@question(
    "`m` pixels of one channel get brighter. How many numbers of the output change?",
    zh="一个通道的 `m` 个像素变亮。输出中有多少个数改变？",
    of=brightened,
)
def numbers_changed(out):
    return int(out)


@numbers_changed.wrong(
    en=(
        "Each output channel reads one input channel.",
        "Every output channel adds up all input channels: all co of them change.",
    ),
    zh=("每个输出通道只读一个输入通道。", "每个输出通道都对所有输入通道加权求和：co 个通道都会变。"),
)
def one_channel_changes(m):
    return m


@numbers_changed.wrong(
    en=(
        "A convolution spreads a change to the neighbouring pixels.",
        "A 1×1 kernel sees one pixel; it takes 3×3 to reach the neighbours.",
    ),
    zh=("卷积会把变化传到相邻像素。", "1×1 卷积核只看一个像素；要影响邻居得用 3×3。"),
)
def neighbours_change(ci, co, n, m):
    return numbers_changed(brightened(ci, co, n, m, k=3))


@numbers_changed.wrong(
    en=(
        "It is a fully connected layer: everything changes.",
        "It is a `Linear` at each pixel by itself; other pixels are not touched.",
    ),
    zh=("它就是全连接层，所有的数都会变。", "它是在每个像素上单独做 `Linear`，不影响其他像素。"),
)
def everything_changes(co, n):
    return co * n * n


@where(lambda x, seen: (x[0][0] + x[1][0] == seen) != (x[0][0] + x[0][1] == seen))
def one_number(x=several(2, several(2, whole(1, 9))), seen=whole(2, 18)):
    image = torch.tensor(x).float().view(1, 2, 1, 2)  # 2 channels of 1×2 pixels
    layers = {
        "Conv2d": nn.Conv2d(2, 2, kernel_size=1, bias=False),
        "Linear": nn.Linear(2, 2, bias=False),
    }
    for layer in layers.values():
        nn.init.ones_(layer.weight)
    return next(n for n in layers if layers[n](image)[0, 0, 0, 0] == seen)


@question(
    "The rows of `x` are channels. One of the layers made `seen`, the first number of its output. Which one?",
    zh="`x` 的每一行是一个通道。其中一层的输出的第一个数是 `seen`。是哪一层？",
    of=one_number,
    choices={"Conv2d": "Conv2d", "Linear": "Linear"},
)
def made_by(out):
    return out


@made_by.wrong(
    en=("A convolution adds up pixels that lie side by side.", "A 1×1 kernel adds up the channels of one pixel."),
    zh=("卷积把并排的像素加起来。", "1×1 卷积核加的是同一个像素的各个通道。"),
)
def conv_adds_pixels(out):
    return "Conv2d" if out == "Linear" else None


@made_by.wrong(
    en=("`Linear` adds up the channels, too.", "It works along the last axis, here the pixels of a row."),
    zh=("`Linear` 加的也是通道。", "它作用在最后一个轴上，这里是一行里的像素。"),
)
def linear_adds_channels(out):
    return "Linear" if out == "Conv2d" else None


@task(
    "Write `pointwise`: the 1×1 convolution of `x` (batch, ci, height, width) with `weight` (co, ci) and `bias` (co).",
    zh="写出 `pointwise`：用 `weight`（co，ci）和 `bias`（co）对 `x`（batch，ci，高，宽）做 1×1 卷积。",
    blanks=["x.movedim(1, -1)", "movedim(-1, 1)"],
    mend=["without_bias"],
    gradients=True,
)
def pointwise(x, weight, bias):
    pixels = x.movedim(1, -1)
    return (pixels @ weight.T + bias).movedim(-1, 1)


pointwise.hint("Which axis must be the last one for a matrix product?", zh="作矩阵乘法时，哪个轴要放到最后？")


@pointwise.inputs
def maps(batch=whole(1, 3), ci=whole(2, 4), co=whole(2, 4), n=whole(3, 5)):
    return torch.randn(batch, ci, n, n + 1), torch.randn(co, ci), torch.randn(co)


@pointwise.inputs
def one_pixel(ci=whole(1, 4), co=whole(1, 4)):
    return torch.randn(1, ci, 1, 1), torch.randn(co, ci), torch.randn(co)


@pointwise.holds("`Conv2d` gives the same.", zh="与 `Conv2d` 的结果相同。")
def as_conv2d(out, x, weight, bias):
    return torch.allclose(out, torch.conv2d(x, weight[:, :, None, None], bias), atol=1e-5)


@pointwise.wrong(
    en=("The channels are averaged.", "They are added with their weights; nothing is divided by ci."),
    zh=("对通道取平均。", "是加权求和，不除以 ci。"),
)
def averaged(x, weight, bias):
    return pointwise(x, weight / x.shape[1], bias)


@pointwise.wrong(
    en=("The weights are all there is.", "Each new channel has its bias."),
    zh=("只有权重就够了。", "每个新通道还有一个偏置。"),
)
def without_bias(x, weight, bias):
    return (x.movedim(1, -1) @ weight.T).movedim(-1, 1)


@pointwise.wrong(
    en=("The new channels may stay on the last axis.", "A map has its channels on axis 1: move them back."),
    zh=("新通道留在最后一个轴上就行。", "特征图的通道在第 1 个轴上，要移回去。"),
)
def channels_stay_last(x, weight, bias):
    return x.movedim(1, -1) @ weight.T + bias
