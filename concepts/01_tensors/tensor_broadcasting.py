"""Tensor shapes and broadcasting

Two tensors of different shapes can still be added: their shapes are compared from the right. An axis of size 1, or
one that is missing at the left, is stretched to the size of its partner; any other difference is an error.

    (a, 1, c) + (b, 1) → (a, b, c)

PyTorch stretches without a word. Subtracting `(n,)` from `(n, 1)` gives an `(n, n)` table of all differences, the
classic silent bug in a loss.
"""

import torch

from journal.authoring import one_of, question, raised_at, whole

ZH = """张量形状与广播

形状不同的两个张量也能相加：把两个形状靠右对齐，逐轴比较。大小为 1 的轴，或左边缺少的轴，
会扩展到与对方相同的大小；其余的不一致都会报错。

    (a, 1, c) + (b, 1) → (a, b, c)

PyTorch 扩展时不作任何提示。从 `(n, 1)` 里减去 `(n,)`，得到的是两两之差组成的 `(n, n)` 表，
这是损失函数里经典的隐蔽错误。
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
    "The axis of size 1 gives way: y's last axis is stretched to c, x's is not cut to 1.",
    "大小为 1 的轴让步：y 的最后一轴扩展到 c，而不是把 x 的最后一轴缩成 1。",
)
def the_one_wins(a, b):
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


def centred(a=whole(2, 5), b=whole(2, 5), keepdim=False):
    x = torch.rand(a, b)
    return x - x.mean(dim=1, keepdim=keepdim)


@question("Does it raise an error?", "会报错吗？", of=centred, errors=True)
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


def added_up(a=one_of(4, 5), b=one_of(4, 5), c=one_of(4, 5), d=one_of(4, 5)):
    x = torch.zeros(a, b)
    x = x + torch.zeros(b)
    x = x + torch.zeros(c, 1)
    x = x + torch.zeros(2, 1, d)
    return x + torch.zeros(3, 1, 1)


@question(
    "Which line raises the error, if `x = torch.zeros(a, b)` is line 1?",
    "以 `x = torch.zeros(a, b)` 为第 1 行，第几行会报错？",
    of=added_up,
    errors=True,
)
def failing_line(out):
    return raised_at(out, added_up)


@failing_line.wrong(
    "The numbers of axes may differ: an axis that is missing at the left is stretched.",
    "轴的个数可以不同：左边缺少的轴会被扩展。",
)
def as_many_axes_are_needed():
    return 2


@failing_line.wrong(
    "c = a here: the other axis of `zeros(c, 1)` has size 1 and is stretched to b.",
    "这里 c = a，而 `zeros(c, 1)` 的另一个轴大小为 1，会扩展到 b。",
)
def a_one_is_not_stretched(a, b, d):
    return failing_line(added_up(a, b, 9 - a, d))


@failing_line.wrong(
    "The 1 helps its own axis only: the other one has size c, and x has size a there.",
    "大小为 1 的只是最后一轴：另一个轴大小为 c，而 x 在那里是 a。",
)
def a_one_fits_everything(a, b, d):
    return failing_line(added_up(a, b, a, d))
