"""Chain rule on a computation graph

Every operation is a node of a graph that knows its own local derivative. Along one path from an input to the result
the local derivatives are multiplied; where several paths lead from the same input, their products are added.

    ∂z/∂x = ∂z/∂y · ∂y/∂x + (∂z/∂x along the direct path)

`backward()` does exactly this. A difference quotient `(z(x+h) − z(x−h)) / 2h` approximates the same number and is a
good check if `h` is small, though not so small that rounding takes over.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, real, where

ZH = """链式法则与计算图

每个运算都是计算图上的一个节点，并且知道自己的局部导数。沿着从输入到结果的一条路径，局部导数相乘；
同一个输入若有多条路径，各条路径的乘积相加。

    ∂z/∂x = ∂z/∂y · ∂y/∂x + （直接路径上的 ∂z/∂x）

`backward()` 做的正是这件事。差商 `(z(x+h) − z(x−h)) / 2h` 近似同一个数，
只要 `h` 够小（但又没有小到被舍入误差淹没），就是很好的检验。
"""
ALIASES = [
    "chain rule",
    "computation graph",
    "computational graph",
    "partial derivative",
    "autograd",
    "automatic differentiation",
    "链式法则",
    "链式求导",
    "求偏导",
    "偏导",
    "计算图",
    "自动求导",
    "自动微分",
]
SOURCES = ["Baydin et al., Automatic differentiation in machine learning: a survey, arXiv:1502.05767"]


# Neither path is flat, and the two do not cancel.
@where(lambda w, c, x, b: abs(w * x + b) > 0.1 and c * w * (w * x + b) > 0)
def demo(
    w=real(0.5, 2, either_sign=True),
    c=real(0.5, 2, either_sign=True),
    x=real(0.2, 1.5, either_sign=True),
    b=real(0.1, 0.5, either_sign=True),
):
    x = torch.tensor(x, requires_grad=True)
    w = torch.tensor(w, requires_grad=True)
    y = torch.tanh(w * x + b)
    z = y**2 + c * x
    z.backward()
    return x.grad, w.grad


@question("What is `x.grad`?", "`x.grad` 是多少？")
def gradient_of_x(out):
    return out[0]


@gradient_of_x.wrong(
    "x reaches z by two paths, and their products add: the path c * x contributes c.",
    "x 通过两条路径到达 z，两条路径的乘积要相加：路径 c * x 贡献了 c。",
)
def one_path_only(w, x, b):
    return gradient_of_x(demo(w, 0.0, x, b))


@gradient_of_x.wrong(
    "2y is only the first factor: it is multiplied by the slope of tanh and by w.",
    "2y 只是第一个因子，还要乘以 tanh 的导数和 w。",
)
def outermost_function_only(w, c, x, b):
    return 2 * torch.tanh(torch.tensor(w * x + b)) + c


@gradient_of_x.wrong(
    "tanh has a slope of its own, 1 − y², which is a factor of the path.",
    "tanh 也有自己的导数 1 − y²，它是这条路径上的一个因子。",
)
def tanh_without_slope(w, c, x, b):
    return 2 * torch.tanh(torch.tensor(w * x + b)) * w + c


@gradient_of_x.wrong(
    "Along one path the local derivatives are multiplied; only different paths are added.",
    "同一条路径上的局部导数是相乘的，只有不同路径之间才相加。",
)
def locals_are_added(w, c, x, b):
    y = torch.tanh(torch.tensor(w * x + b))
    return 2 * y + (1 - y**2) + w + c


@question("What is `w.grad`?", "`w.grad` 是多少？")
def gradient_of_w(out):
    return out[1]


@gradient_of_w.wrong(
    "2y is only the first factor: it is multiplied by the slope of tanh and by x.",
    "2y 只是第一个因子，还要乘以 tanh 的导数和 x。",
)
def outermost_alone(w, x, b):
    return 2 * torch.tanh(torch.tensor(w * x + b))


@gradient_of_w.wrong(
    "Along one path the local derivatives are multiplied, not added.",
    "同一条路径上的局部导数是相乘，而不是相加。",
)
def sum_of_locals(w, x, b):
    y = torch.tanh(torch.tensor(w * x + b))
    return 2 * y + (1 - y**2) + x


@gradient_of_w.wrong(
    "w reaches z by one path only; the term c * x does not contain w.",
    "w 只通过一条路径到达 z；c * x 这一项不含 w。",
)
def direct_path_counts_too(out, c):
    return out[1] + c


def check(w=real(0.5, 2), c=real(0.5, 2), x=real(0.2, 1.5), h=one_of(1e-5, 1e-3, 0.5, 0.5)):
    def z(x):
        return torch.tanh(w * x) ** 2 + c * x

    x = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    z(x).backward()
    quotient = (z(x + h) - z(x - h)) / (2 * h)
    return abs(quotient - x.grad)


@question("Is the returned difference below 0.0001?", "返回的差小于 0.0001 吗？", of=check)
def agrees(out):
    return out < 1e-4


@agrees.wrong(
    "A difference quotient is the slope of a chord; with a step this large the chord leaves the curve.",
    "差商是割线的斜率；步长这么大时，割线已经偏离了曲线。",
)
def any_step_will_do(w, c, x):
    return agrees(check(w, c, x, h=1e-5))


@agrees.wrong(
    "With a small step the symmetric quotient errs only by the order of h²: good enough to check gradients.",
    "步长很小时，对称差商的误差只有 h² 量级，足以用来检验梯度。",
)
def never_close_enough(w, c, x):
    return agrees(check(w, c, x, h=0.5))


def figure(out, w, c, x, b):
    xs = torch.linspace(x - 1.5, x + 1.5, 80)
    zs = torch.tanh(w * xs + b) ** 2 + c * xs
    z = torch.tanh(torch.tensor(w * x + b)) ** 2 + c * x
    plt.plot(xs.tolist(), zs.tolist(), label="z(x)")
    plt.plot(xs.tolist(), (z + out[0] * (xs - x)).tolist(), label="slope x.grad")
    plt.scatter([x], [z.item()], color="C2")
    plt.legend()
