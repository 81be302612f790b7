"""Projection shortcut

The sum x + f(x) needs two tensors of one shape. In most residual blocks f keeps the shape and the shortcut is the plain
identity. Only where f changes the number of channels, or halves the map with stride 2, does the shortcut get a layer
too: a 1×1 convolution with the same stride and `co` kernels, `ci · co` weights. In a ResNet that is once a stage at
most, not once a block. Beware: a tensor of one channel is broadcast silently and raises no error.
"""

import torch
from torch import nn

from journal.authoring import one_of, question, several, where, whole

ZH = """投影捷径

x + f(x) 要求两个张量形状相同。大多数残差块里 f 不改变形状，捷径就是恒等映射，没有任何卷积。
只有当 f 改变通道数，或用步长 2 把特征图缩小时，捷径上才需要一层：步长相同、有 `co` 个卷积核的 1×1 卷积，
权重 `ci · co` 个。在 ResNet 里每个阶段至多一次，不是每个块一次。小心：只有一个通道的张量会被悄悄广播，并不报错。
"""
ALIASES = [
    "1×1 shortcut",
    "downsample shortcut",
    "basic block",
    "大小达到一致",
    "下采样捷径",
]
NEEDS = ["residual-connection", "conv1x1", "conv-output-size"]
SOURCES = [
    "He, Zhang, Ren & Sun, Deep residual learning for image recognition, arXiv:1512.03385, section 3.3 (option B)"
]


def demo(ci=whole(2, 16), co=whole(2, 16), n=whole(6, 20), s=one_of(1, 2), k=1):
    x = torch.rand(1, ci, n, n)
    shortcut = nn.Conv2d(ci, co, kernel_size=k, stride=s, bias=False)
    return shortcut(x)


@question("What is the shape of the output?", "输出的形状是什么？")
def shape(out):
    return out.shape


@shape.wrong(
    "Stride 2 from pixel 0 also meets the last pixel of an odd side: the half is rounded up.",
    "从第 0 个像素起每次走 2 步，边长为奇数时也会走到最后一个像素：一半要向上取整。",
)
def half_rounded_down(ci, co, n, s):
    return shape(demo(ci, co, n - n % s, s))


@shape.wrong(
    "The shortcut has the block's stride too; otherwise the maps would differ in size.",
    "捷径也要用这个块的步长，否则两张特征图大小不同。",
)
def stride_ignored(ci, co, n):
    return shape(demo(ci, co, n, s=1))


@shape.wrong(
    "The shortcut changes the channels too: co kernels make co channels.",
    "捷径也改变通道数：co 个卷积核得到 co 个通道。",
)
def channels_stay(ci, n, s):
    return shape(demo(ci, ci, n, s))


def weights(ci=whole(2, 16), co=whole(2, 16), k=1):
    main = nn.Conv2d(ci, co, kernel_size=3, padding=1, bias=False)
    shortcut = nn.Conv2d(ci, co, kernel_size=k, padding=k // 2, bias=False)
    x = torch.rand(1, ci, 8, 8)
    y = main(x) + shortcut(x)
    return {"y": y.shape, "weights": shortcut.weight.numel()}


@question("How many weights does `shortcut` have?", "`shortcut` 有多少个权重？", of=weights)
def shortcut_weights(out):
    return out["weights"]


@shortcut_weights.wrong(
    "The shortcut has a kernel of its own, 1×1; the 3×3 is on the main path.",
    "捷径用自己的 1×1 卷积核；3×3 在主路上。",
)
def same_kernel_as_main(ci, co):
    return shortcut_weights(weights(ci, co, k=3))


@shortcut_weights.wrong(
    "Each of the co kernels has one weight for every input channel.",
    "co 个卷积核中，每个都对每个输入通道各有一个权重。",
)
def one_weight_a_kernel(co):
    return shortcut_weights(weights(1, co))


def added(ci=one_of(1, 2, 4), co=one_of(2, 4), s=one_of(1, 2), p=1):
    x = torch.rand(1, ci, 8, 8)
    main = nn.Conv2d(ci, co, kernel_size=3, stride=s, padding=p)
    return main(x) + x


@question("Does it raise an error?", "会报错吗？", of=added, errors=True)
def raises(out):
    return isinstance(out, Exception)


@raises.wrong(
    "Addition adapts nothing by itself, except axes of length 1: these shapes do not fit.",
    "相加不会自动调整形状，只有长度为 1 的轴会被广播：这里的形状对不上。",
)
def shapes_are_matched(co):
    return raises(added(co, co, s=1))


@raises.wrong(
    "An axis of length 1 is broadcast: the single channel is added to all, silently.",
    "长度为 1 的轴会被广播：唯一的通道被悄悄加到所有通道上。",
)
def different_channels_always_raise(ci, co):
    return True if ci != co else None


@raises.wrong(
    "With padding 1 a 3×3 convolution of stride 1 keeps the size; with equal channels the shapes agree.",
    "填充为 1、步长为 1 的 3×3 卷积不改变尺寸；通道数又相同，形状就一致。",
)
def always_shrinks(ci, co, s):
    return raises(added(ci, co, s, p=0)) if ci == co else None


@where(lambda widths, strides: len(widths) == len(strides))
def network(
    widths=several((4, 6), one_of(4, 8)),
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
    "有多少个块的捷径上需要 1×1 卷积？",
    of=network,
)
def projections(out):
    return out


@projections.wrong(
    "Within a stage the shape stays: only its first block can need a 1×1.",
    "同一阶段内形状不变：只有第一个块才可能需要 1×1 卷积。",
)
def every_block(widths, blocks):
    return len(widths) * blocks


@projections.wrong(
    "A stage with stride 1 and as many channels as before changes no shape: the identity will do.",
    "步长为 1、通道数又不变的阶段形状没变：恒等映射就够了。",
)
def once_in_every_stage(widths):
    return len(widths)


@projections.wrong(
    "A stride of 2 changes the shape as well, even where the channels stay.",
    "通道数不变时，步长 2 同样会改变形状。",
)
def only_channels_matter(widths, blocks):
    return projections(network(widths, [1] * len(widths), blocks))


@projections.wrong(
    "Other channels change the shape as well, even where the stride is 1.",
    "步长为 1 时，通道数改变同样会改变形状。",
)
def only_strides_matter(strides, blocks):
    return projections(network([4] * len(strides), strides, blocks))
