"""Grouped and depthwise convolution

With g groups the channels are cut into g blocks, and each block of output channels sees its own block of input
channels only. A kernel then has C_in/g channels instead of C_in, so there are

    C_out · (C_in / g) · k²

weights: g times fewer. The extreme g = C_in is a depthwise convolution: one k×k kernel for each channel, no mixing. A
1×1 convolution behind it mixes the channels; together, as a depthwise separable convolution, they have C_in·k² +
C_in·C_out weights in place of C_in·C_out·k². Both C_in and C_out must be divisible by g.
"""

import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question, several, task, where, whole

ZH = """分组卷积与深度可分离卷积

分成 g 组时，通道切成 g 块，每块输出通道只看自己那一块输入通道。卷积核的通道数由 C_in 变为 C_in/g，所以共有

    C_out · (C_in / g) · k²

个权重，是原来的 1/g。极端情形 g = C_in 就是逐通道（depthwise）卷积：每个通道一个 k×k 的核，通道之间不混合。
后面再接 1×1 卷积来混合通道，合起来叫深度可分离卷积：用 C_in·k² + C_in·C_out 个权重代替 C_in·C_out·k² 个。
C_in 和 C_out 都必须能被 g 整除。
"""
NAMES = [
    "grouped convolution",
    "group convolution",
    "depthwise convolution",
    "depthwise separable convolution",
    "MobileNet",
    "分组卷积",
    "逐通道卷积",
    "深度可分离卷积",
]
HINTS = ["ShuffleNet", "groups", "通道混洗", "轻量网络"]
NEEDS = ["convolution", "conv1x1"]
SOURCES = ["Howard et al., MobileNets, arXiv:1704.04861", "torch.nn.Conv2d, parameter groups"]


def demo(g=whole(2, 4), a=whole(2, 4), b=whole(1, 4), k=one_of(3, 5)):
    conv = nn.Conv2d(g * a, g * b, k, groups=g, bias=False)
    return conv.weight.numel()


@question("How many weights does it have?", zh="它有多少个权重？")
def weights(out):
    return out


@weights.wrong(
    en=("Each group is a whole convolution.", "Each is a small one, from C_in/g to C_out/g channels."),
    zh=("每组都是一个完整的卷积。", "每组只是小卷积：从 C_in/g 到 C_out/g 个通道。"),
)
def groups_multiply(g, a, b, k):
    return g * (g * a) * (g * b) * k * k


@weights.wrong(
    en=("Groups do not change the number of weights.", "Each kernel has C_in/g channels: g times fewer weights."),
    zh=("分组不改变权重个数。", "每个核只有 C_in/g 个通道：权重是原来的 1/g。"),
)
def as_dense(g, a, b, k):
    return weights(demo(1, g * a, g * b, k))


@weights.wrong(
    en=("One kernel serves all groups.", "Each group has kernels of its own."),
    zh=("所有组共用一套核。", "每组都有自己的核。"),
)
def shared_by_all_groups(a, b, k):
    return a * b * k * k


@where(lambda g, a, changed: max(changed) < g * a)
@where(lambda a, changed: 1 < len({each // a for each in changed}) < len(changed))
def touched(g=whole(3, 5), a=whole(2, 4), b=whole(2, 5), changed=several((3, 5), whole(0, 15), distinct=True)):
    conv = nn.Conv2d(g * a, g * b, 3, groups=g)
    x = torch.rand(1, g * a, 5, 5)
    before = conv(x)
    x[:, changed] += 1
    difference = (conv(x) - before).abs()
    return (difference.amax(dim=(0, 2, 3)) > 1e-4).sum()


@question("How many output channels change?", zh="有几个输出通道改变了？", of=touched)
def channels_touched(out):
    return out


@channels_touched.wrong(
    en=("Every output sees every input channel.", "It sees those of its own group."),
    zh=("每个输出都看得到所有输入通道。", "只看得到自己那一组的。"),
)
def every_output(g, a, b, changed):
    return channels_touched(touched(1, g * a, g * b, changed))


@channels_touched.wrong(
    en=("One input channel feeds one output channel.", "It feeds all output channels of its group."),
    zh=("一个输入通道只影响一个输出通道。", "它影响本组的所有输出通道。"),
)
def one_for_one(changed):
    return len(changed)


@channels_touched.wrong(
    en=("Each changed channel reaches outputs of its own.", "Two channels of one group reach the same outputs."),
    zh=("每个改变的通道各影响一批输出。", "同组的两个通道影响的是同一批输出。"),
)
def each_its_own(b, changed):
    return b * len(changed)


def separable(c=whole(2, 8), d=whole(2, 9), k=one_of(3, 5, 7)):
    net = nn.Sequential(
        nn.Conv2d(c, c, k, groups=c, bias=False),
        nn.Conv2d(c, d, 1, bias=False),
    )
    return sum(p.numel() for p in net.parameters())


@question("How many weights does `net` have?", zh="`net` 有多少个权重？", of=separable)
def weights_separable(out):
    return out


@weights_separable.wrong(
    en=("As many as one k×k convolution.", "The k×k part has one kernel a channel; the mixing needs no k²."),
    zh=("与一个 k×k 卷积一样多。", "k×k 部分每个通道只有一个核；混合通道不需要 k²。"),
)
def as_one_convolution(c, d, k):
    return c * d * k * k


@weights_separable.wrong(
    en=("The numbers of the two parts multiply.", "They add: that is the saving."),
    zh=("两部分的个数相乘。", "是相加：节省就在这里。"),
)
def parts_multiply(c, d, k):
    return c * k * k * c * d


@weights_separable.wrong(
    en=("The first part sees all channels.", "With groups=c each kernel sees one channel."),
    zh=("第一部分看得到所有通道。", "groups=c 时每个核只看一个通道。"),
)
def first_part_dense(c, d, k):
    return c * c * k * k + c * d


@task(
    "Write `grouped`: a convolution with g groups by g ordinary ones (`F.conv2d` without `groups`).",
    zh="写出 `grouped`：用 g 个普通卷积（`F.conv2d`，不用 `groups`）实现 g 组的卷积。",
    blanks=["x.chunk(g, dim=1)", "weight.chunk(g)"],
    mend=["groups_summed", "every_gth_channel"],
)
def grouped(x, weight, g):
    blocks = zip(x.chunk(g, dim=1), weight.chunk(g), strict=True)
    return torch.cat([F.conv2d(part, kernels) for part, kernels in blocks], dim=1)


grouped.hint("Cut x along its channels, the weight along its outputs.", zh="x 沿通道切开，权重沿输出切开。")
grouped.hint("The results lie side by side as channels.", zh="各组的结果作为通道并排放置。")


@grouped.inputs
def blocks_of_channels(n=whole(1, 2), g=whole(2, 3), a=whole(2, 3), b=whole(1, 3)):
    return torch.randn(n, g * a, 5, 5), torch.randn(g * b, a, 3, 3), g


@grouped.inputs
def depthwise(c=whole(2, 4)):
    return torch.randn(1, c, 4, 4), torch.randn(c, 1, 3, 3), c


@grouped.holds("PyTorch gives the same.", zh="与 PyTorch 的结果相同。")
def as_pytorch(out, x, weight, g):
    return torch.allclose(out, F.conv2d(x, weight, groups=g), atol=1e-4)


@grouped.wrong(
    en=("The groups are added.", "They are put side by side: C_out channels in all."),
    zh=("各组结果相加。", "是并排拼接，一共 C_out 个通道。"),
)
def groups_summed(x, weight, g):
    blocks = zip(x.chunk(g, dim=1), weight.chunk(g), strict=True)
    return sum(F.conv2d(part, kernels) for part, kernels in blocks)


@grouped.wrong(
    en=("Group i takes every g-th channel from i on.", "A group is a block of neighbouring channels."),
    zh=("第 i 组从第 i 个通道起每隔 g 个取一个。", "一组是一段相邻的通道。"),
)
def every_gth_channel(x, weight, g):
    return torch.cat([F.conv2d(x[:, i::g], kernels) for i, kernels in enumerate(weight.chunk(g))], dim=1)


@grouped.wrong(
    en=("All groups read the first block.", "Each reads its own."),
    zh=("所有组都读第一块。", "每组读自己的那一块。"),
)
def first_block_for_all(x, weight, g):
    first = x.chunk(g, dim=1)[0]
    return torch.cat([F.conv2d(first, kernels) for kernels in weight.chunk(g)], dim=1)
