"""Squeeze and excitation

A channel attention block. Squeeze: average each channel of an image to one number. Excite: two small layers, C → C/r
→ C, and a sigmoid turn these numbers into one gate for each channel and image; the map is multiplied by it:

    y = x · σ(W₂ relu(W₁ mean(x)))

The gates lie between 0 and 1 and need not sum to 1: several channels can stay open. They depend on the image but not
on where in it something stands. The two layers cost 2·C²/r weights, whatever the size of the map.
"""

import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question, task, whole

ZH = """SE：压缩与激励（通道注意力）

这是一种通道注意力。压缩：把一张图的每个通道平均成一个数。激励：两个小的线性层 C → C/r → C 加 sigmoid，
把这些数变成门，每张图的每个通道一个，再乘到特征图上：

    y = x · σ(W₂ relu(W₁ mean(x)))

门的值在 0 与 1 之间，不必加起来等于 1：可以有好几个通道同时打开。门取决于图像内容，与内容在图中的位置无关。
两层共需 2·C²/r 个权重，与特征图大小无关。
"""
NAMES = [
    "squeeze-and-excitation",
    "SE block",
    "SENet",
    "channel attention",
    "SE 模块",
    "SE 块",
    "通道注意力",
    "压缩与激励",
]
HINTS = ["CBAM", "通道权重"]
NEEDS = ["pooling", "activation-functions"]
SOURCES = ["Hu, Shen & Sun, Squeeze-and-Excitation Networks, arXiv:1709.01507"]


def demo(n=whole(2, 6), c=one_of(4, 6, 8, 12), h=whole(4, 9), w=whole(4, 9)):
    x = torch.rand(n, c, h, w)
    squeezed = x.mean(dim=(2, 3))
    down, up = nn.Linear(c, c // 2), nn.Linear(c // 2, c)
    return torch.sigmoid(up(F.relu(down(squeezed))))


@question("What is the shape of the gates?", zh="门的形状是什么？")
def shape(out):
    return out.shape


@shape.wrong(
    en=("There is a gate for each value of the map.", "The places were averaged: one gate a channel."),
    zh=("特征图的每个值都有一个门。", "位置已经被平均掉：每个通道一个门。"),
)
def one_for_each_value(n, c, h, w):
    return n, c, h, w


@shape.wrong(
    en=("There is a gate for each place.", "That would be spatial attention; SE weighs channels."),
    zh=("每个位置一个门。", "那是空间注意力；SE 给通道加权。"),
)
def one_for_each_place(n, h, w):
    return n, h, w


@shape.wrong(
    en=("All images share the gates.", "They are computed from each image."),
    zh=("所有图像共用一组门。", "门由每张图像各自算出。"),
)
def shared_by_all_images(c):
    return 1, c


def cost(c=one_of(8, 12, 16, 24, 32), r=one_of(2, 4), h=whole(3, 9)):
    block = nn.Sequential(
        nn.AdaptiveAvgPool2d(1),
        nn.Conv2d(c, c // r, 1, bias=False),
        nn.ReLU(),
        nn.Conv2d(c // r, c, 1, bias=False),
        nn.Sigmoid(),
    )
    block(torch.rand(1, c, h, h))
    return sum(p.numel() for p in block.parameters())


@question("How many weights does the block have?", zh="这个模块有多少个权重？", of=cost)
def weights(out):
    return out


@weights.wrong(
    en=("They grow with the map.", "It is averaged first: the size plays no part."),
    zh=("随特征图增大而增多。", "先做了平均：大小不起作用。"),
)
def grow_with_the_map(c, r, h):
    return 2 * c * c // r * h * h


@weights.wrong(
    en=("Two for each channel: one down, one up.", "Every channel is joined with each of the c/r units, twice."),
    zh=("每个通道两个：一个降、一个升。", "每个通道与 c/r 个单元都相连，连两次。"),
)
def two_a_channel(c):
    return 2 * c


@weights.wrong(
    en=("There is one layer, from c to c.", "There are two with c/r units between them: 2c²/r."),
    zh=("只有一层，从 c 到 c。", "有两层，中间 c/r 个单元：2c²/r。"),
)
def one_layer(c):
    return c * c


def half_open(c=whole(2, 9), value=whole(2, 40), opened=whole(1, 2)):
    x = torch.full((1, c, 3, 3), float(value))
    bias = torch.zeros(c)
    bias[:opened] = 100  # what a layer with zero weights gives
    y = x * torch.sigmoid(bias)[None, :, None, None]
    return y.sum(dim=1).max()


@question(
    "What does it return, the sum over the channels at one place?", zh="返回值（某处各通道之和）是多少？", of=half_open
)
def summed(out):
    return out


@summed.wrong(
    en=("A score of 0 closes the gate.", "σ(0) = ½: those channels come through halved."),
    zh=("得分为 0 时门关闭。", "σ(0) = ½：这些通道减半通过。"),
)
def zero_closes(value, opened):
    return float(value * opened)


@summed.wrong(
    en=("The gates share 1, as in a softmax.", "Each has its own sigmoid: several can be open at once."),
    zh=("各门像 softmax 那样总和为 1。", "每个门各有 sigmoid：可以同时打开几个。"),
)
def gates_share_one(value):
    return float(value)


@summed.wrong(
    en=("An untrained gate lets everything pass.", "A score of 0 lets half of it pass."),
    zh=("没训练过的门让一切通过。", "得分为 0 时只让一半通过。"),
)
def all_open(c, value):
    return float(c * value)


@task(
    "Write `squeeze_excite`: the gated map of x (N, C, H, W), with the weights down (C/r, C) and up (C, C/r).",
    zh="写出 `squeeze_excite`：输入 x (N, C, H, W)，权重 down (C/r, C) 与 up (C, C/r)，返回加门之后的特征图。",
    blanks=["dim=(2, 3)", "[:, :, None, None]"],
    mend=["gates_by_softmax", "averaged_over_channels"],
    gradients=True,
)
def squeeze_excite(x, down, up):
    squeezed = x.mean(dim=(2, 3))
    gate = torch.sigmoid(F.relu(squeezed @ down.T) @ up.T)
    return x * gate[:, :, None, None]


squeeze_excite.hint(
    "What is averaged so that one number a channel is left?", zh="对哪些轴取平均，才能每个通道只剩一个数？"
)
squeeze_excite.hint("The gates need two more axes to multiply the map.", zh="门还要补上两个轴才能与特征图相乘。")


@squeeze_excite.inputs
def maps(n=whole(1, 3), c=one_of(4, 6), h=whole(2, 4)):
    return torch.rand(n, c, h, h + 1), torch.randn(c // 2, c), torch.randn(c, c // 2)


@squeeze_excite.inputs
def square_maps(c=one_of(2, 4)):
    return torch.randn(2, c, c, c), torch.randn(c // 2, c), torch.randn(c, c // 2)


@squeeze_excite.holds(
    "Moving things around within the map moves them in the result alone.", zh="特征图内移动内容，结果也只是随之移动。"
)
def place_does_not_matter(out, x, down, up, solution):
    return torch.allclose(solution(x.flip(3), down, up), out.flip(3), atol=1e-5)


@squeeze_excite.wrong(
    en=("The gates are a softmax over the channels.", "Each is a sigmoid of its own."),
    zh=("门是对通道做 softmax。", "每个门各自做 sigmoid。"),
)
def gates_by_softmax(x, down, up):
    gate = torch.softmax(F.relu(x.mean(dim=(2, 3)) @ down.T) @ up.T, dim=1)
    return x * gate[:, :, None, None]


@squeeze_excite.wrong(
    en=("The mean runs over the channels.", "Over height and width; the channels are what is weighed."),
    zh=("对通道取平均。", "对高和宽取平均；要加权的正是通道。"),
)
def averaged_over_channels(x, down, up):
    gate = torch.sigmoid(x.mean(dim=1, keepdim=True))
    return x * gate


@squeeze_excite.wrong(
    en=("The gate is added to the map.", "It multiplies it."),
    zh=("把门加到特征图上。", "是相乘。"),
)
def gate_added(x, down, up):
    gate = torch.sigmoid(F.relu(x.mean(dim=(2, 3)) @ down.T) @ up.T)
    return x + gate[:, :, None, None]


@squeeze_excite.wrong(
    en=("Nothing stands between the two layers.", "A ReLU does; without it they are one linear layer of low rank."),
    zh=("两层之间什么也没有。", "有 ReLU；没有它，两层只是一个低秩的线性层。"),
)
def without_relu(x, down, up):
    gate = torch.sigmoid(x.mean(dim=(2, 3)) @ down.T @ up.T)
    return x * gate[:, :, None, None]
