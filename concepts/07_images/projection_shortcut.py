"""Projection shortcut

The sum x + f(x) needs two tensors of one shape. In most residual blocks f keeps the shape and the shortcut is the plain
identity. Only where f changes the number of channels, or halves the map with stride 2, does the shortcut get a layer
too: a 1×1 convolution with the same stride and `co` kernels, `ci · co` weights. In a ResNet that is once a stage at
most, not once a block. Beware: a tensor of one channel is broadcast silently and raises no error.
"""

import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question, several, task, where, whole

ZH = """投影捷径

x + f(x) 要求两个张量形状相同。大多数残差块里 f 不改变形状，捷径就是恒等映射，没有任何卷积。
只有当 f 改变通道数，或用步长 2 把特征图缩小时，捷径上才需要一层：步长相同、有 `co` 个卷积核的 1×1 卷积，
权重 `ci · co` 个。在 ResNet 里每个阶段至多一次，不是每个块一次。小心：只有一个通道的张量会被悄悄广播，并不报错。
"""
NAMES = ["1×1 shortcut", "downsample shortcut", "下采样捷径"]
SHARED = ["basic block"]
HINTS = ["大小达到一致"]
NEEDS = ["residual-connection", "conv1x1", "conv-output-size"]
SOURCES = [
    "He, Zhang, Ren & Sun, Deep residual learning for image recognition, arXiv:1512.03385, section 3.3 (option B)"
]


def demo(ci=whole(2, 16), co=whole(2, 16), n=whole(6, 20), s=one_of(1, 2), k=1):
    x = torch.rand(1, ci, n, n)
    shortcut = nn.Conv2d(ci, co, kernel_size=k, stride=s, bias=False)
    return shortcut(x)


@question("What is the shape of the output?", zh="输出的形状是什么？")
def shape(out):
    return out.shape


@shape.wrong(
    en=(
        "Stride 2 halves an odd side and rounds down.",
        "Stride 2 from pixel 0 also meets the last pixel of an odd side: the half is rounded up.",
    ),
    zh=(
        "步长 2 把奇数边长减半并向下取整。",
        "从第 0 个像素起每次走 2 步，边长为奇数时也会走到最后一个像素：一半要向上取整。",
    ),
)
def half_rounded_down(ci, co, n, s):
    return shape(demo(ci, co, n - n % s, s))


@shape.wrong(
    en=(
        "A shortcut keeps the size of the map.",
        "The shortcut has the block's stride too; otherwise the maps would differ in size.",
    ),
    zh=("捷径不改变特征图的大小。", "捷径也要用这个块的步长，否则两张特征图大小不同。"),
)
def stride_ignored(ci, co, n):
    return shape(demo(ci, co, n, s=1))


@shape.wrong(
    en=("A shortcut keeps the channels.", "A projection has co kernels, one for each channel of the branch."),
    zh=("捷径不改变通道数。", "投影有 co 个卷积核，与分支的通道一一对应。"),
)
def channels_stay(ci, n, s):
    return shape(demo(ci, ci, n, s))


def weights(ci=whole(2, 16), co=whole(2, 16), k=1):
    main = nn.Conv2d(ci, co, kernel_size=3, padding=1, bias=False)
    shortcut = nn.Conv2d(ci, co, kernel_size=k, padding=k // 2, bias=False)
    x = torch.rand(1, ci, 8, 8)
    y = main(x) + shortcut(x)
    return {"y": y.shape, "weights": shortcut.weight.numel()}


@question("How many weights does `shortcut` have?", zh="`shortcut` 有多少个权重？", of=weights)
def shortcut_weights(out):
    return out["weights"]


@shortcut_weights.wrong(
    en=(
        "The shortcut uses a kernel as large as the branch's, 3×3.",
        "The shortcut has a kernel of its own, 1×1; the 3×3 is on the main path.",
    ),
    zh=("捷径与分支用一样大的 3×3 卷积核。", "捷径用自己的 1×1 卷积核；3×3 在主路上。"),
)
def same_kernel_as_main(ci, co):
    return shortcut_weights(weights(ci, co, k=3))


@shortcut_weights.wrong(
    en=("A 1×1 kernel has a single weight.", "Each of the co kernels has one weight for every input channel."),
    zh=("一个 1×1 卷积核只有一个权重。", "co 个卷积核中，每个都对每个输入通道各有一个权重。"),
)
def one_weight_a_kernel(co):
    return shortcut_weights(weights(1, co))


@where(lambda widths, strides: len(widths) == len(strides))
def network(
    widths=several((4, 6), one_of(4, 6)),
    strides=several((4, 6), one_of(1, 2)),
    blocks=whole(2, 4),
):
    x = torch.rand(1, 4, 64, 64)
    needed = 0
    for width, stride in zip(widths, strides, strict=True):
        for block in range(blocks):
            s = stride if block == 0 else 1
            conv = nn.Conv2d(x.shape[1], width, 3, stride=s, padding=1)
            y = conv(x)
            needed += y.shape != x.shape
            x = y
    return needed


@question(
    "How many blocks need a 1×1 convolution on their shortcut?",
    zh="有多少个块的捷径上需要 1×1 卷积？",
    of=network,
)
def projections(out):
    return out


@projections.wrong(
    en=(
        "Every residual block has a 1×1 convolution on its shortcut.",
        "Within a stage the shape stays: only its first block can need a 1×1.",
    ),
    zh=("每个残差块的捷径上都有 1×1 卷积。", "同一阶段内形状不变：只有第一个块才可能需要 1×1 卷积。"),
)
def every_block(widths, blocks):
    return len(widths) * blocks


@projections.wrong(
    en=(
        "Each stage begins with a projection.",
        "A stage with stride 1 and as many channels as before changes no shape: the identity will do.",
    ),
    zh=("每个阶段开头都有一次投影。", "步长为 1、通道数又不变的阶段形状没变：恒等映射就够了。"),
)
def once_in_every_stage(widths):
    return len(widths)


@projections.wrong(
    en=(
        "A projection is needed only where the channels change.",
        "A stride of 2 changes the shape as well, even where the channels stay.",
    ),
    zh=("只有通道数改变时才需要投影。", "通道数不变时，步长 2 同样会改变形状。"),
)
def only_channels_matter(widths, blocks):
    return projections(network(widths, [1] * len(widths), blocks))


@projections.wrong(
    en=(
        "A projection is needed only where the stride is 2.",
        "Other channels change the shape as well, even where the stride is 1.",
    ),
    zh=("只有步长为 2 时才需要投影。", "步长为 1 时，通道数改变同样会改变形状。"),
)
def only_strides_matter(strides, blocks):
    return projections(network([4] * len(strides), strides, blocks))


@shortcut_weights.wrong(
    en=(
        "The shortcut has a weight for each input channel and one for each output channel.",
        "It has one for each pair of them: ci · co.",
    ),
    zh=("捷径对每个输入通道和每个输出通道各有一个权重。", "每一对通道有一个权重：ci · co 个。"),
)
def channels_add(ci, co):
    return ci + co


@where(lambda channels, strides: len(channels) == len(strides))
def sums(
    channels=several((4, 9), one_of(1, 2, 4)),
    strides=several((4, 9), one_of(1, 1, 2)),
    co=one_of(2, 4),
):
    failed = 0
    for ci, s in zip(channels, strides, strict=True):
        x = torch.rand(1, ci, 8, 8)
        main = nn.Conv2d(ci, co, kernel_size=3, stride=s, padding=1)
        try:
            main(x) + x
        except RuntimeError:
            failed += 1
    return failed


@question("How many of the sums fail?", zh="有多少次相加会报错？", of=sums)
def sums_that_fail(out):
    return out


@sums_that_fail.wrong(
    en=(
        "Different channels always raise an error.",
        "An axis of length 1 is broadcast: a single channel is added to all, silently.",
    ),
    zh=("通道数不同就一定报错。", "长度为 1 的轴会被广播：唯一的通道被悄悄加到所有通道上。"),
)
def broadcasting_forgotten(channels, strides, co):
    return sum(s > 1 or ci != co for ci, s in zip(channels, strides, strict=True))


@sums_that_fail.wrong(
    en=("Only the channels have to agree.", "The sides must agree as well: stride 2 makes 4 × 4 of 8 × 8."),
    zh=("只要通道数对得上就行。", "高和宽也要一致：步长 2 把 8 × 8 变成 4 × 4。"),
)
def sides_do_not_matter(channels, co):
    return sum(ci not in (1, co) for ci in channels)


@sums_that_fail.wrong(
    en=("Only the stride can make the shapes differ.", "Channels differ too, unless there is one, which is broadcast."),
    zh=("只有步长会让形状不同。", "通道数也会不同；只有一个通道时才会广播。"),
)
def channels_do_not_matter(strides):
    return sum(s > 1 for s in strides)


@task(
    "Write `join`: `y` plus its shortcut from `x`. The shortcut is `x` itself if the shapes agree, else a 1×1 "
    "convolution of `x` with `weight` at stride `s`.",
    zh="写出 `join`：`y` 加上来自 `x` 的捷径。形状相同时就是 `x`，否则是用 `weight`、步长 `s` 对 `x` 做的 1×1 卷积。",
    blanks=["x.shape == y.shape", "stride=s"],
    mend=["if_it_raises"],
)
def join(x, y, weight, s):
    if x.shape == y.shape:
        return x + y
    return y + F.conv2d(x, weight, stride=s)


join.hint("What happens to `x + y` when `x` has a single channel?", zh="`x` 只有一个通道时，`x + y` 会怎样？")


@join.inputs
def maps(ci=one_of(1, 2, 3), co=one_of(2, 3), n=whole(3, 6), s=one_of(1, 2)):
    side = (n - 1) // s + 1
    return torch.randn(1, ci, n, n), torch.randn(1, co, side, side), torch.randn(co, ci, 1, 1), s


@join.inputs
def one_channel(co=whole(2, 4), n=whole(2, 5)):
    return torch.randn(1, 1, n, n), torch.randn(1, co, n, n), torch.randn(co, 1, 1, 1), 1


@join.inputs
def equal_shapes(c=whole(1, 3), n=whole(2, 5)):
    return torch.randn(1, c, n, n), torch.randn(1, c, n, n), torch.randn(c, c, 1, 1), 1


@join.holds("The shape is that of `y`.", zh="形状与 `y` 相同。")
def shape_of_y(out, y):
    return out.shape == y.shape


@join.wrong(
    en=(
        "If `x + y` runs, no projection is needed.",
        "A single channel is broadcast without an error: compare the shapes.",
    ),
    zh=("`x + y` 不报错就不需要投影。", "只有一个通道时会悄悄广播：要比较形状。"),
)
def if_it_raises(x, y, weight, s):
    try:
        return x + y
    except RuntimeError:
        return y + F.conv2d(x, weight, stride=s)


@join.wrong(
    en=("Every shortcut has its 1×1 convolution.", "Where the shapes agree the shortcut is `x` itself."),
    zh=("每条捷径上都有 1×1 卷积。", "形状相同时，捷径就是 `x` 本身。"),
)
def always_projected(x, y, weight, s):
    return y + F.conv2d(x, weight, stride=s)


@join.wrong(
    en=("A projection takes the place of the branch.", "It replaces the identity; `y` is still added."),
    zh=("投影取代了分支。", "它取代的是恒等映射，`y` 仍要加上。"),
)
def branch_dropped(x, y, weight, s):
    return x + y if x.shape == y.shape else F.conv2d(x, weight, stride=s)
