"""Inception: branches side by side

An Inception block sends one input through several branches, such as 1×1, 3×3, 5×5 and a pool, and concatenates their
outputs along the channels: the channels add up. Height and width must agree, so the branches pad and take steps of 1.
(A residual block adds its two paths instead; there the channels must agree too.) A 1×1 convolution to r channels in
front of the 5×5 makes it cheap:

    C·r + 25·r·D weights in place of 25·C·D

A pool keeps its C channels, so a 1×1 convolution usually follows it.
"""

import torch
from torch import nn

from journal.authoring import question, several, where, whole

ZH = """Inception：并行分支拼接

Inception 块让同一个输入经过几条分支，例如 1×1、3×3、5×5 卷积和池化，再把各分支的输出沿通道拼接：通道数相加。
高和宽必须一致，所以各分支都做填充，步长为 1。（残差块则是把两条路径相加，通道数也必须相同。）
在 5×5 之前先用 1×1 卷积降到 r 个通道，就便宜得多：

    用 C·r + 25·r·D 个权重代替 25·C·D 个

池化保持 C 个通道不变，所以后面通常再接一个 1×1 卷积。
"""
NAMES = [
    "Inception block",
    "Inception module",
    "InceptionNet",
    "GoogLeNet",
    "Inception 块",
    "Inception 模块",
    "含并行连结的网络",
]
SHARED = ["Inception"]
HINTS = ["torch.cat", "通道拼接", "并行分支"]
NEEDS = ["conv1x1", "conv-output-size"]
CONFUSED_WITH = ["densenet-growth"]
SOURCES = ["Szegedy et al., Going Deeper with Convolutions, arXiv:1409.4842"]


def demo(n=whole(1, 4), c=whole(2, 9), d=several(3, whole(2, 9)), side=whole(6, 12)):
    x = torch.rand(n, c, side, side)
    branches = [
        nn.Conv2d(c, d[0], 1),
        nn.Conv2d(c, d[1], 3, padding=1),
        nn.Conv2d(c, d[2], 5, padding=2),
        nn.MaxPool2d(3, stride=1, padding=1),
    ]
    return torch.cat([branch(x) for branch in branches], dim=1)


@question("What is the shape of the output?", zh="输出的形状是什么？")
def shape(out):
    return out.shape


@shape.wrong(
    en=("The branches are added.", "They are concatenated: their channels add up."),
    zh=("各分支相加。", "是拼接：通道数相加。"),
)
def branches_added(n, d, side):
    return n, max(d), side, side


@shape.wrong(
    en=("Pooling makes one channel.", "It works on each channel and keeps all c."),
    zh=("池化得到一个通道。", "池化对每个通道分别进行，保留全部 c 个。"),
)
def pool_makes_one(n, d, side):
    return n, sum(d) + 1, side, side


@shape.wrong(
    en=("A larger kernel makes the map smaller.", "Padding (k − 1)/2 keeps the size of all branches."),
    zh=("核越大，特征图越小。", "填充 (k − 1)/2 使所有分支大小不变。"),
)
def five_by_five_shrinks(n, c, d, side):
    return n, sum(d) + c, side - 4, side - 4


def bottleneck(c=whole(4, 20), r=whole(1, 3), d=whole(2, 8)):
    net = nn.Sequential(
        nn.Conv2d(c, r, 1, bias=False),
        nn.Conv2d(r, d, 5, padding=2, bias=False),
    )
    return sum(p.numel() for p in net.parameters())


@question("How many weights does `net` have?", zh="`net` 有多少个权重？", of=bottleneck)
def weights(out):
    return out


@weights.wrong(
    en=("As many as a 5×5 from c to d channels.", "The 5×5 now starts from r channels."),
    zh=("与从 c 到 d 个通道的 5×5 一样多。", "5×5 现在只从 r 个通道出发。"),
)
def nothing_saved(c, d):
    return 25 * c * d


@weights.wrong(
    en=("The 1×1 convolution has no weights of its own.", "It has c·r: one for each pair of channels."),
    zh=("1×1 卷积没有自己的权重。", "它有 c·r 个：每对通道一个。"),
)
def one_by_one_is_free(r, d):
    return 25 * r * d


@weights.wrong(
    en=("The 5×5 handles each of the d channels alone.", "Each of its d kernels sees all r channels."),
    zh=("5×5 对 d 个通道各自处理。", "它的 d 个核，每个都看全部 r 个通道。"),
)
def kernels_of_one_channel(c, r, d):
    return c * r + 25 * d


@where(lambda d, c: len({*d, c}) > 2)
def next_layer(c=whole(2, 9), d=several(2, whole(2, 9)), e=whole(2, 5), k=whole(1, 3)):
    x = torch.rand(1, c, 8, 8)
    first, second = nn.Conv2d(c, d[0], 1), nn.Conv2d(c, d[1], 3, padding=1)
    joined = torch.cat([x, first(x), second(x)], dim=1)
    behind = nn.Conv2d(joined.shape[1], e, k, bias=False)
    behind(joined)
    return behind.weight.numel()


@question("How many weights does the layer behind have?", zh="后面那一层有多少个权重？", of=next_layer)
def weights_behind(out):
    return out


@weights_behind.wrong(
    en=("It sees as many channels as the widest branch.", "It sees the channels of all branches together."),
    zh=("它看到的通道数是最宽的分支的通道数。", "它看到所有分支的通道之和。"),
)
def widest_branch(c, d, e, k):
    return max(*d, c) * e * k * k


@weights_behind.wrong(
    en=("The input itself brings no channels.", "It is concatenated too: c more."),
    zh=("输入本身不带来通道。", "它也被拼接进来，多 c 个。"),
)
def input_left_out(d, e, k):
    return sum(d) * e * k * k


@weights_behind.wrong(
    en=("The branches multiply the channels.", "Side by side means: they add."),
    zh=("各分支使通道数相乘。", "并排就是相加。"),
)
def channels_multiplied(c, d, e, k):
    return c * d[0] * d[1] * e * k * k
