"""Activation functions and their slopes

Without a non-linearity between them, two linear layers are one linear layer. For training it is the slope that
counts, since backpropagation multiplies by it at every unit. The sigmoid's is

    σ′(x) = σ(x) · (1 − σ(x))

at most ¼, and almost 0 where the curve is flat: the unit is saturated. tanh reaches a slope of 1 but saturates
as well. ReLU has slope 1 for positive inputs and 0 for negative ones (a unit whose input is always negative is dead);
LeakyReLU keeps a small slope there. At exactly 0 there is no slope: PyTorch's ReLU and LeakyReLU take the left one.
"""

import math

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import CURVES, curve, one_of, question, real, several, task, where, whole

ZH = """激活函数及其导数

两个线性层之间若没有非线性，合起来仍是一个线性层。训练时起作用的是导数，因为反向传播每过一个单元就要乘上它。
sigmoid 的导数是

    σ′(x) = σ(x) · (1 − σ(x))

最大只有 ¼，在曲线平坦处几乎为 0，这就是饱和。tanh 的导数最大为 1，但同样会饱和。ReLU 的导数在正半轴为 1，
在负半轴为 0（输入总为负的单元称为“死亡”单元）；LeakyReLU 在负半轴保留一个小斜率。
恰好在 0 处导数不存在：PyTorch 的 ReLU 和 LeakyReLU 取左侧的斜率。
"""
NAMES = [
    "activation function",
    "activation functions",
    "sigmoid",
    "tanh",
    "ReLU",
    "LeakyReLU",
    "dead ReLU",
    "激活函数",
    "非线性激活",
]
HINTS = ["非线性"]
NEEDS = ["chain-rule"]
SOURCES = [
    "torch.sigmoid; torch.tanh; torch.nn.LeakyReLU",
    "Glorot, Bordes & Bengio, Deep Sparse Rectifier Neural Networks (2011)",
]


def demo(x=real(0.3, 3, either_sign=True)):
    x = torch.tensor(x, requires_grad=True)
    y = torch.sigmoid(x)
    y.backward()
    return x.grad


@question("What is `x.grad`, to three significant figures?", zh="`x.grad` 是多少（三位有效数字）？")
def slope(out):
    return out


@slope.wrong(
    en=("The gradient is σ(x).", "σ(x) is the height of the curve; its slope is σ(x) · (1 − σ(x))."),
    zh=("梯度就是 σ(x)。", "σ(x) 是曲线的高度，斜率是 σ(x) · (1 − σ(x))。"),
)
def the_value(x):
    return 1 / (1 + math.exp(-x))


@slope.wrong(
    en=("The slope is 1 − σ(x).", "That is one of two factors; σ(x) is the other."),
    zh=("斜率是 1 − σ(x)。", "这只是其中一个因子，另一个因子是 σ(x)。"),
)
def one_minus_the_value(x):
    return 1 - 1 / (1 + math.exp(-x))


@slope.wrong(
    en=("A sigmoid's slope is 1/4.", "It is 1/4 at x = 0 only, and falls on both sides."),
    zh=("sigmoid 的斜率是 1/4。", "只有在 x = 0 处是 1/4，往两侧都变小。"),
)
def a_quarter_everywhere():
    return slope(demo(x=0.0))


def steepest(act=one_of("sigmoid", "tanh"), k=whole(2, 17)):
    x = torch.linspace(-5, 5, 101, requires_grad=True)
    y = getattr(torch, act)(k * x)
    y.sum().backward()
    return x.grad.max()


@question(
    "What is the largest entry of `x.grad`, to three significant figures?",
    zh="`x.grad` 中最大的数是多少（三位有效数字）？",
    of=steepest,
)
def largest_slope(out):
    return out


@largest_slope.wrong(
    en=("Only the activation's slope counts.", "The chain rule also multiplies by k, the slope of k·x."),
    zh=("只看激活函数的斜率。", "链式法则还要乘上 k，即 k·x 的斜率。"),
)
def inner_slope_forgotten(act):
    return largest_slope(steepest(act, k=1))


@largest_slope.wrong(
    en=("tanh is as flat as the sigmoid.", "tanh(x) = 2σ(2x) − 1: its slope reaches 1, the sigmoid's 1/4."),
    zh=("tanh 和 sigmoid 一样平缓。", "tanh(x) = 2σ(2x) − 1：它的斜率可达 1，sigmoid 的只有 1/4。"),
)
def as_for_sigmoid(k):
    return largest_slope(steepest(act="sigmoid", k=k))


@largest_slope.wrong(
    en=("The sigmoid reaches a slope of 1.", "tanh does; the sigmoid never exceeds 1/4."),
    zh=("sigmoid 的斜率能达到 1。", "能达到 1 的是 tanh，sigmoid 不会超过 1/4。"),
)
def as_for_tanh(k):
    return largest_slope(steepest(act="tanh", k=k))


@where(lambda a, width: a != 0 != a + width)
def from_left_to_right(act=one_of("relu", "sigmoid", "tanh"), a=whole(-6, 4), width=whole(2, 8)):
    x = torch.linspace(a, a + width, 100, requires_grad=True)
    y = getattr(torch, act)(x)
    y.sum().backward()
    return x.grad


@question(
    "What does `x.grad` do from left to right?",
    zh="从左到右，`x.grad` 怎样变化？",
    of=from_left_to_right,
    choices=CURVES,
)
def course_of_the_slope(out):
    return curve(out)


@course_of_the_slope.wrong(
    en=("The slope rises where the function does.", "A function that rises can flatten: its slope then falls."),
    zh=("函数上升，斜率就上升。", "上升的函数可以越来越平，那时斜率在下降。"),
)
def course_of_the_value(act, a, width):
    x = torch.linspace(a, a + width, 100)
    return curve(getattr(torch, act)(x))


@course_of_the_slope.wrong(
    en=("Far from 0 the slope is largest.", "There the curve is flat: the unit is saturated."),
    zh=("离 0 越远，斜率越大。", "离 0 远处曲线是平的：单元饱和了。"),
)
def largest_far_out(act, out):
    return None if act == "relu" else curve(-out)


@course_of_the_slope.wrong(
    en=("Every activation saturates on both sides.", "ReLU does not: its slope is 1 for all positive inputs."),
    zh=("所有激活函数两边都会饱和。", "ReLU 不会：输入为正时斜率总是 1。"),
)
def relu_saturates(a, width):
    return course_of_the_slope(from_left_to_right("sigmoid", a, width))


@where(lambda x: 0 in x and min(x) < 0 < max(x))
def leaky(a=one_of(0.1, 0.2, 0.3), x=several(6, whole(-2, 2))):
    x = torch.tensor(x).float().requires_grad_()
    y = F.leaky_relu(x, negative_slope=a)
    y.sum().backward()
    return x.grad.sum()


@question("What is the sum of `x.grad`?", zh="`x.grad` 的和是多少？", of=leaky)
def sum_of_slopes(out):
    return out


@sum_of_slopes.wrong(
    en=("LeakyReLU is flat for negative inputs.", "ReLU is; LeakyReLU keeps the slope a, so the unit can learn."),
    zh=("LeakyReLU 在负半轴是平的。", "平的是 ReLU；LeakyReLU 保留斜率 a，单元仍能学习。"),
)
def flat_like_relu(x):
    return sum_of_slopes(leaky(a=0.0, x=x))


@sum_of_slopes.wrong(
    en=("At 0 the slope is the right one, 1.", "Only x > 0 counts as positive: at 0 PyTorch takes the slope a."),
    zh=("在 0 处取右侧的斜率 1。", "只有 x > 0 才算正：在 0 处 PyTorch 取斜率 a。"),
)
def right_side_at_zero(a, x):
    return sum(1 if each >= 0 else a for each in x)


@sum_of_slopes.wrong(
    en=("At 0 the slope is the mean of both sides.", "PyTorch takes the left slope there, without a mean."),
    zh=("在 0 处取两侧斜率的平均。", "PyTorch 在那里取左侧的斜率，不取平均。"),
)
def mean_of_both_sides(out, a, x):
    return out + x.count(0) * (1 - a) / 2


@sum_of_slopes.wrong(
    en=("The gradient is the value of the function.", "a·x is the value; its slope is a."),
    zh=("梯度就是函数值。", "a·x 是函数值，它的斜率是 a。"),
)
def values_for_slopes(a, x):
    return float(sum(each if each > 0 else a * each for each in x))


@where(lambda w, b, x: w != 0 and any(w * each + b == 0 for each in x))
def unit(w=whole(-3, 3), b=whole(-4, 4), x=several(6, whole(-4, 4))):
    x = torch.tensor(x).float().requires_grad_()
    y = F.relu(w * x + b)
    y.sum().backward()
    return x.grad.count_nonzero()


@question("How many entries of `x.grad` are not 0?", zh="`x.grad` 中有几个数不为 0？", of=unit)
def alive(out):
    return out


@alive.wrong(
    en=("The gradient passes where x is positive.", "What counts is the sign of the ReLU's input, w·x + b."),
    zh=("x 为正的地方梯度才通过。", "要看 ReLU 输入 w·x + b 的符号。"),
)
def where_x_is_positive(x):
    return sum(each > 0 for each in x)


@alive.wrong(
    en=("The slope at 0 is 1.", "PyTorch's ReLU passes nothing back where its input is exactly 0."),
    zh=("在 0 处斜率为 1。", "输入恰好为 0 时，PyTorch 的 ReLU 不回传梯度。"),
)
def zero_is_alive(w, b, x):
    return sum(w * each + b >= 0 for each in x)


@alive.wrong(
    en=("Every input gets a gradient.", "Where w·x + b is negative the curve is flat, and its slope is 0."),
    zh=("每个输入都有梯度。", "w·x + b 为负时曲线是平的，斜率为 0。"),
)
def all_of_them(x):
    return len(x)


@task(
    "Write `sigmoid_backward`: from y = σ(x) and the gradient at y, the gradient at x.",
    zh="写出 `sigmoid_backward`：已知 y = σ(x) 和 y 处的梯度，求 x 处的梯度。",
    blanks=["y * (1 - y)"],
    mend=["applied_again", "slope_of_tanh"],
)
def sigmoid_backward(y, grad):
    return grad * y * (1 - y)


sigmoid_backward.hint("Write σ′ in terms of σ: y is all that it needs.", zh="用 σ 表示 σ′：只需要 y。")
sigmoid_backward.hint("The chain rule multiplies by what arrives.", zh="链式法则要乘上传来的梯度。")


@sigmoid_backward.inputs
def some_units(n=whole(1, 6)):
    return torch.sigmoid(2 * torch.randn(n)), torch.randn(n)


@sigmoid_backward.holds("A saturated unit passes almost nothing back.", zh="饱和的单元几乎不回传梯度。")
def saturated(solution):
    y = torch.tensor([1e-6, 1 - 1e-6])
    return bool((solution(y, torch.ones(2)).abs() < 1e-4).all())


@sigmoid_backward.wrong(
    en=("The sigmoid must be applied to y.", "y is σ(x) already."),
    zh=("要再对 y 做一次 sigmoid。", "y 已经是 σ(x)。"),
)
def applied_again(y, grad):
    return grad * torch.sigmoid(y) * (1 - torch.sigmoid(y))


@sigmoid_backward.wrong(
    en=("The slope is 1 − y².", "That is tanh's slope; the sigmoid's is y(1 − y)."),
    zh=("斜率是 1 − y²。", "那是 tanh 的斜率，sigmoid 的是 y(1 − y)。"),
)
def slope_of_tanh(y, grad):
    return grad * (1 - y**2)


@sigmoid_backward.wrong(
    en=("The slope is the gradient at x.", "It is still to be multiplied by the gradient at y."),
    zh=("斜率就是 x 处的梯度。", "还要乘上 y 处的梯度。"),
)
def slope_alone(y, grad):
    return y * (1 - y)


def figure(out, x):
    _, (value_axes, slope_axes) = plt.subplots(1, 2)
    for act in (torch.sigmoid, torch.tanh):
        grid = torch.linspace(-5, 5, 80, requires_grad=True)
        y = act(grid)
        y.sum().backward()
        value_axes.plot(grid.tolist(), y.tolist(), label=act.__name__)
        slope_axes.plot(grid.tolist(), grid.grad.tolist())
    slope_axes.scatter([x], [out.item()])
    value_axes.set_xlabel("value")
    slope_axes.set_xlabel("slope")
    value_axes.legend()
