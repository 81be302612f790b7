"""Tensor shapes and broadcasting

Two tensors of different shapes can still be added: their shapes are compared from the right. An axis of size 1, or
one that is missing at the left, is stretched to the size of its partner; any other difference is an error.

    (a, 1, c) + (b, 1) → (a, b, c)

PyTorch stretches without a word. Subtracting `(n,)` from `(n, 1)` gives an `(n, n)` table of all differences, the
classic silent bug in a loss.
"""

import torch

from journal.authoring import question, where, whole

ZH = """张量形状与广播

形状不同的两个张量也能相加：把两个形状靠右对齐，逐轴比较。大小为 1 的轴，或左边缺少的轴，
会扩展到与对方相同的大小；其余的不一致都会报错。

    (a, 1, c) + (b, 1) → (a, b, c)

PyTorch 扩展时不作任何提示。从 `(n, 1)` 里减去 `(n,)`，得到的是两两之差组成的 `(n, n)` 表，
这是损失函数里最常见的隐蔽错误。
"""
ALIASES = ["PyTorch", "tensor", "broadcasting", "ndim", "reshape", "张量", "张量形状", "广播机制", "广播"]
SOURCES = ["PyTorch documentation, Broadcasting semantics"]


def demo(a=whole(2, 7), b=whole(2, 7), c=whole(2, 7)):
    x = torch.zeros(a, 1, c)
    y = torch.zeros(b, 1)
    return x + y


@question("What is the shape of `x + y`?", "`x + y` 的形状是什么？")
def shape(out):
    return out.shape


@shape.wrong(
    "Both operands are stretched: y's axis of size b meets an axis of size 1 in x, so x grows too.",
    "两个操作数都会扩展：y 的大小为 b 的轴对上 x 中大小为 1 的轴，x 也要扩展。",
)
def larger_operand_decides(a, c):
    return shape(demo(a, 1, c))


@shape.wrong(
    "x is not the only one to grow: y's last axis has size 1 and is stretched to c.",
    "要扩展的不只是 x：y 的最后一轴大小为 1，会扩展到 c。",
)
def only_x_is_stretched(a, b):
    return shape(demo(a, b, 1))


@question("How many numbers does `x + y` hold?", "`x + y` 一共有多少个数？")
def numbers(out):
    return out.numel()


@numbers.wrong(
    "Stretching repeats values: every one of the a·b·c positions of the result gets a number of its own.",
    "扩展会重复使用数值：结果的 a·b·c 个位置上各有一个数。",
)
def no_stretch(a, b, c):
    return a * c + b


@numbers.wrong(
    "x is stretched as well, b times along its axis of size 1.",
    "x 也会扩展：沿大小为 1 的轴重复 b 次。",
)
def only_y_is_stretched(a, c):
    return numbers(demo(a, 1, c))


def residual(n=whole(3, 9)):
    prediction = torch.rand(n, 1)
    target = torch.rand(n)
    return prediction - target


@question("What is the shape of `prediction - target`?", "`prediction - target` 的形状是什么？", of=residual)
def residual_shape(out):
    return out.shape


@residual_shape.wrong(
    "A trailing axis of size 1 is never dropped; it is stretched, and every prediction meets every target.",
    "末尾大小为 1 的轴不会被去掉，而是会被扩展：每个预测值都与每个目标值相减。",
)
def trailing_one_is_dropped(n):
    return (n,)


@residual_shape.wrong(
    "Aligned at the right, target becomes (1, n), a row and not a column.",
    "靠右对齐后 target 变成 (1, n)，是一行而不是一列。",
)
def aligned_at_the_left(n):
    return n, 1


@where(lambda a, b: b <= a + 2)
def centred(a=whole(2, 5), b=whole(2, 5), keepdim=False):
    x = torch.rand(a, b)
    return x - x.mean(dim=1, keepdim=keepdim)


@question("Does it raise an error?", "它会报错吗？", of=centred, errors=True)
def raises(out):
    return isinstance(out, Exception)


@raises.wrong(
    "The a row means line up with the last axis, of size b; a mean per row needs `keepdim=True`.",
    "a 个行均值对齐的是大小为 b 的最后一轴；要逐行相减，需要 `keepdim=True`。",
)
def matched_from_the_left(a, b):
    return raises(centred(a, b, keepdim=True))


@raises.wrong(
    "With a = b the sizes match and nothing is raised: the means are subtracted along the wrong axis.",
    "a = b 时大小恰好相等，不会报错：均值沿着错误的轴被减去了。",
)
def always_noticed():
    return True
