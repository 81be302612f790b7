"""Activation functions and their slopes

Without a non-linearity between them, two linear layers are one linear layer. For training it is the slope that
counts, since backpropagation multiplies by it at every unit. The sigmoid's is

    σ′(x) = σ(x) · (1 − σ(x))

at most ¼, and almost 0 where the curve is flat: the unit is saturated. tanh reaches a slope of 1 but saturates
as well. ReLU has slope 1 for positive inputs and 0 for negative ones (a unit whose input is always negative is dead);
LeakyReLU keeps a small slope there. At exactly 0 PyTorch takes the negative side's slope.
"""

import math

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, real, whole

ZH = """激活函数及其导数

两个线性层之间若没有非线性，合起来仍是一个线性层。训练时起作用的是导数，因为反向传播每过一个单元就要乘上它。
sigmoid 的导数是

    σ′(x) = σ(x) · (1 − σ(x))

最大只有 ¼，在曲线平坦处几乎为 0，这就是饱和。tanh 的导数最大为 1，但同样会饱和。ReLU 的导数在正半轴为 1，
在负半轴为 0（输入总为负的单元称为“死亡”单元）；LeakyReLU 在负半轴保留一个小斜率。
恰好在 0 处，PyTorch 取负半轴的斜率。
"""
ALIASES = [
    "activation function",
    "activation functions",
    "sigmoid",
    "tanh",
    "ReLU",
    "LeakyReLU",
    "dead ReLU",
    "激活函数",
    "非线性",
    "非线性激活",
]
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


@question("What is `x.grad`?", "`x.grad` 是多少？")
def slope(out):
    return out


@slope.wrong(
    "That is σ(x), the height of the curve; the gradient is its slope, σ(x)·(1 − σ(x)).",
    "那是 σ(x)，即曲线的高度；梯度是斜率 σ(x)·(1 − σ(x))。",
)
def the_value(x):
    return 1 / (1 + math.exp(-x))


@slope.wrong(
    "1 − σ(x) is only one of the two factors; σ(x) is the other.",
    "1 − σ(x) 只是其中一个因子，另一个因子是 σ(x)。",
)
def one_minus_the_value(x):
    return 1 - 1 / (1 + math.exp(-x))


@slope.wrong(
    "The slope is 1/4 only at x = 0, and falls on both sides of it.",
    "只有在 x = 0 处斜率才是 1/4，往两侧都变小。",
)
def a_quarter_everywhere():
    return slope(demo(x=0.0))


def steepest(act=one_of("sigmoid", "tanh"), k=one_of(2, 3, 5, 6)):
    x = torch.linspace(-5, 5, 101, requires_grad=True)
    y = getattr(torch, act)(k * x)
    y.sum().backward()
    return x.grad.max()


@question("What is the largest entry of `x.grad`?", "`x.grad` 中最大的数是多少？", of=steepest)
def largest_slope(out):
    return out


@largest_slope.wrong(
    "The chain rule also multiplies by k, the slope of k·x.",
    "链式法则还要乘上 k，即 k·x 的斜率。",
)
def inner_slope_forgotten(act):
    return largest_slope(steepest(act, k=1))


@largest_slope.wrong(
    "The sigmoid's slope is at most 1/4, but tanh spans twice the height in half the width: its slope reaches 1.",
    "sigmoid 的导数最大为 1/4；tanh 高度是它的两倍、宽度是一半，导数可达 1。",
)
def as_for_sigmoid(k):
    return largest_slope(steepest(act="sigmoid", k=k))


@largest_slope.wrong(
    "tanh reaches a slope of 1; the sigmoid never exceeds 1/4.",
    "导数能达到 1 的是 tanh；sigmoid 不会超过 1/4。",
)
def as_for_tanh(k):
    return largest_slope(steepest(act="tanh", k=k))


def kink(a=one_of(0.0, 0.1, 0.2, 0.3), x=0.0):
    x = torch.tensor(x, requires_grad=True)
    y = F.leaky_relu(x, negative_slope=a)
    y.backward()
    return x.grad


@question(
    "What is `x.grad`? (With a = 0 this is ReLU.)",
    "`x.grad` 是多少？（a = 0 时就是 ReLU。）",
    of=kink,
)
def slope_at_zero(out):
    return out


@slope_at_zero.wrong(
    "PyTorch does not average the two sides: only x > 0 counts as positive, so 0 gets the left slope.",
    "PyTorch 不取两侧的平均：只有 x > 0 才算正，所以 0 处取左侧的斜率。",
)
def mean_of_both_sides(a):
    return (kink(a, x=-1.0) + kink(a, x=1.0)) / 2


@slope_at_zero.wrong(
    "Only x > 0 counts as positive: at 0 PyTorch takes the slope of the left side.",
    "只有 x > 0 才算正：在 0 处 PyTorch 取左侧的斜率。",
)
def right_side(a):
    return slope_at_zero(kink(a, x=1.0))


def leaky(a=one_of(0.01, 0.05, 0.1, 0.2, 0.3), x=whole(-6, -2)):
    x = torch.tensor(float(x), requires_grad=True)
    y = F.leaky_relu(x, negative_slope=a)
    y.backward()
    return x.grad


@question("What is `x.grad`?", "`x.grad` 是多少？", of=leaky)
def slope_when_negative(out):
    return out


@slope_when_negative.wrong(
    "ReLU is flat there; LeakyReLU keeps the slope a, so that the unit can still learn.",
    "ReLU 在那里是平的；LeakyReLU 保留斜率 a，单元仍能学习。",
)
def flat_like_relu(x):
    return slope_when_negative(leaky(a=0.0, x=x))


@slope_when_negative.wrong(
    "a·x is the value of the function; its slope is a.",
    "a·x 是函数值，它的斜率是 a。",
)
def value_for_slope(a, x):
    return a * x


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
