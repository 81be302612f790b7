"""Tensor shapes and broadcasting

Two tensors of different shapes can still be added: their shapes are compared from the right. An axis of size 1, or
one that is missing at the left, is stretched to the size of its partner; any other difference is an error.

    (a, 1, c) + (b, 1) → (a, b, c)

PyTorch stretches without a word. Subtracting `(n,)` from `(n, 1)` gives an `(n, n)` table of all differences, the
classic silent bug in a loss.
"""

import torch

from journal.authoring import one_of, question, raised_at, several, task, where, whole

ZH = """张量形状与广播

形状不同的两个张量也能相加：把两个形状靠右对齐，逐轴比较。大小为 1 的轴，或左边缺少的轴，
会扩展到与对方相同的大小；其余的不一致都会报错。

    (a, 1, c) + (b, 1) → (a, b, c)

PyTorch 扩展时不作任何提示。从 `(n, 1)` 里减去 `(n,)`，得到的是两两之差组成的 `(n, n)` 表，
这是损失函数里经典的隐蔽错误。
"""
NAMES = ["broadcasting", "ndim", "广播机制", "张量形状"]
SHARED = ["PyTorch", "tensor", "reshape", "张量", "广播"]
SOURCES = ["PyTorch documentation, Broadcasting semantics"]


def demo(a=whole(2, 7), b=whole(2, 7), c=whole(2, 7)):
    x = torch.zeros(a, 1, c)
    y = torch.zeros(b, 1)
    return x + y


@question("What is the shape of `x + y`?", zh="`x + y` 的形状是什么？")
def shape(out):
    return out.shape


@shape.wrong(
    en=("The result has the shape of the larger one.", "Both are stretched: x's axis of size 1 meets the b of y."),
    zh=("结果的形状和较大的一样。", "两个都会扩展：x 中大小为 1 的轴对上 y 的 b。"),
)
def larger_operand_decides(a, c):
    return shape(demo(a, 1, c))


@shape.wrong(
    en=("An axis of size 1 makes the other one 1.", "It gives way: y's last axis is stretched to c."),
    zh=("大小为 1 的轴会让对方也变成 1。", "让步的是它：y 的最后一轴扩展到 c。"),
)
def the_one_wins(a, b):
    return shape(demo(a, b, 1))


@question("How many numbers does `x + y` hold?", zh="`x + y` 一共有多少个数？")
def numbers(out):
    return out.numel()


@numbers.wrong(
    en=("The numbers of both are counted.", "The result has a·b·c positions, each with a number of its own."),
    zh=("把两边的数加起来。", "结果的 a·b·c 个位置上各有一个数。"),
)
def no_stretch(a, b, c):
    return a * c + b


@numbers.wrong(
    en=("Only the smaller one is stretched.", "x is stretched as well, b times along its axis of size 1."),
    zh=("只有较小的会扩展。", "x 也会扩展：沿大小为 1 的轴重复 b 次。"),
)
def only_y_is_stretched(a, c):
    return numbers(demo(a, 1, c))


def residual(n=whole(3, 9), c=whole(2, 9)):
    prediction = torch.rand(n, 1, c)
    target = torch.rand(n, c)
    return prediction - target


@question("What is the shape of `prediction - target`?", zh="`prediction - target` 的形状是什么？", of=residual)
def residual_shape(out):
    return out.shape


@residual_shape.wrong(
    en=("An axis of size 1 is dropped.", "It is stretched: every prediction meets every target."),
    zh=("大小为 1 的轴会被去掉。", "它会被扩展：每个预测都与每个目标相减。"),
)
def one_is_dropped(n, c):
    return n, c


@residual_shape.wrong(
    en=("Samples are matched with samples.", "Aligned at the right, target is (1, n, c): its n meets the 1."),
    zh=("样本与样本对齐。", "靠右对齐后 target 是 (1, n, c)：它的 n 对上大小为 1 的轴。"),
)
def aligned_at_the_left(n, c):
    return n, 1, c


@residual_shape.wrong(
    en=("The features meet each other, too.", "Both last axes have size c: they are matched one to one."),
    zh=("特征也会两两相减。", "两边最后一轴都是 c：逐个对应。"),
)
def all_pairs(n, c):
    return n, n, c, c


def fits(x, other):
    pairs = zip(reversed(x), reversed(other), strict=False)
    return all(one == 1 or two == 1 or one == two for one, two in pairs)


@where(lambda x, others: 0 < sum(fits(x, each) for each in others) < len(others))
def adding(
    x=several((2, 3), one_of(1, 3, 4)),
    others=several((5, 8), several((1, 3), one_of(1, 3, 4))),
):
    fitting = 0
    for shape in others:
        try:
            torch.zeros(x) + torch.zeros(shape)
            fitting += 1
        except RuntimeError:
            pass
    return fitting


@question("What is `fitting`?", zh="`fitting` 是多少？", of=adding)
def shapes_that_fit(out):
    return out


@shapes_that_fit.wrong(
    en=("Both need as many axes.", "An axis that is missing at the left is stretched."),
    zh=("两边的轴数必须相同。", "左边缺少的轴会被扩展。"),
)
def as_many_axes(x, others):
    return sum(len(each) == len(x) and fits(x, each) for each in others)


@shapes_that_fit.wrong(
    en=("Shapes are compared from the left.", "They are aligned at the right."),
    zh=("形状从左边开始比较。", "形状靠右对齐。"),
)
def from_the_left(x, others):
    return sum(fits(x[::-1], each[::-1]) for each in others)


@shapes_that_fit.wrong(
    en=("All sizes have to be equal.", "An axis of size 1 is stretched to its partner's size."),
    zh=("各轴大小必须相等。", "大小为 1 的轴会扩展到与对方相同。"),
)
def equal_sizes_only(x, others):
    return sum(each == x[len(x) - len(each) :] if len(each) <= len(x) else each[-len(x) :] == x for each in others)


def added_up(n=whole(3, 9), m=whole(3, 9), a=one_of(0, 0, 1), c=one_of(0, 1)):
    x = torch.zeros(n, m)
    x = x + torch.zeros(m)
    x = x + torch.zeros(n + a, 1)
    x = x + torch.zeros(2, 1, m + c)
    return x + torch.zeros(3, 1, 1)


@question(
    "Which line raises the error, if `x = torch.zeros(n, m)` is line 1?",
    zh="以 `x = torch.zeros(n, m)` 为第 1 行，第几行会报错？",
    of=added_up,
    errors=True,
)
def line_that_fails(out):
    return raised_at(out, added_up)


@line_that_fails.wrong(
    en=("The numbers of axes must agree.", "An axis that is missing at the left is stretched."),
    zh=("轴的个数必须相同。", "左边缺少的轴会被扩展。"),
)
def axes_must_agree():
    return 2


@line_that_fails.wrong(
    en=("A tensor with an axis of size 1 fits everything.", "The 1 helps its own axis only: n + a has to be n."),
    zh=("有大小为 1 的轴就什么都能配。", "1 只管它自己那一轴：n + a 必须等于 n。"),
)
def a_one_fits_everything(n, m, c):
    return line_that_fails(added_up(n, m, 0, c))


@line_that_fails.wrong(
    en=("An axis of size 1 must meet another 1.", "It is stretched to any size."),
    zh=("大小为 1 的轴只能对上 1。", "它可以扩展到任意大小。"),
)
def a_one_is_not_stretched():
    return 3


@task(
    "Write `mse`: the mean squared error of a model's output (n, 1) for targets (n,).",
    zh="写出 `mse`：模型输出的形状为 (n, 1)，目标为 (n,)，求均方误差。",
    blanks=["prediction.squeeze(1)"],
    mend=["all_differences", "summed"],
    gradients=True,
)
def mse(prediction, target):
    return ((prediction.squeeze(1) - target) ** 2).mean()


mse.hint("Which shape has prediction - target?", zh="prediction - target 是什么形状？")


@mse.inputs
def outputs(n=whole(2, 6)):
    return torch.randn(n, 1), torch.randn(n)


@mse.inputs
def one_sample(shift=whole(1, 5)):
    return torch.randn(1, 1) + shift, torch.randn(1)


@mse.holds("A perfect model has the error 0.", zh="完全正确的模型误差为 0。")
def perfect(solution, target):
    return float(solution(target[:, None], target)) < 1e-6


@mse.wrong(
    en=("prediction - target has n numbers.", "It is (n, n), every prediction against every target."),
    zh=("prediction - target 有 n 个数。", "它是 (n, n)：每个预测都与每个目标相减。"),
)
def all_differences(prediction, target):
    return ((prediction - target) ** 2).mean()


@mse.wrong(
    en=("The squares are added.", "Their mean is wanted."),
    zh=("把平方相加。", "要的是平均。"),
)
def summed(prediction, target):
    return ((prediction.squeeze(1) - target) ** 2).sum()


@mse.wrong(
    en=("First the mean, then the square.", "Positive and negative errors would cancel."),
    zh=("先平均再平方。", "这样正负误差会抵消。"),
)
def square_of_the_mean(prediction, target):
    return (prediction.squeeze(1) - target).mean() ** 2
