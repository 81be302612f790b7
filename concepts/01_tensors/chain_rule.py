"""Chain rule on a computation graph

Every operation is a node of a graph that knows its own local derivative. Along one path from an input to the result
the local derivatives are multiplied; where several paths lead from the same input, their products are added.

    ∂z/∂x = ∂z/∂y · ∂y/∂x + (∂z/∂x along the direct path)

`backward()` does exactly this. A difference quotient `(z(x+h) − z(x−h)) / 2h` approximates the same number and is a
good check if `h` is small, though not so small that rounding takes over.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, real, several, task, where

ZH = """链式法则与计算图

每个运算都是计算图上的一个节点，并且知道自己的局部导数。沿着从输入到结果的一条路径，局部导数相乘；
同一个输入若有多条路径，各条路径的乘积相加。

    ∂z/∂x = ∂z/∂y · ∂y/∂x + （直接路径上的 ∂z/∂x）

`backward()` 做的正是这件事。差商 `(z(x+h) − z(x−h)) / 2h` 近似同一个数，
只要 `h` 够小（但又没有小到被舍入误差淹没），就是很好的检验。
"""
NAMES = [
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


@question("What is `x.grad`, to three significant figures?", zh="`x.grad` 是多少（三位有效数字）？")
def gradient_of_x(out):
    return out[0]


@gradient_of_x.steps
def over_both_paths(w, c, x, b):
    y = torch.tanh(torch.tensor(w * x + b)).item()
    yield "y", y
    yield "1 − y²", 1 - y**2
    yield "2y · (1 − y²) · w", 2 * y * (1 - y**2) * w
    yield "2y · (1 − y²) · w + c", 2 * y * (1 - y**2) * w + c


@gradient_of_x.wrong(
    en=("Only the path through y counts.", "The products of both paths add: the path c * x contributes c."),
    zh=("只算经过 y 的路径。", "两条路径的乘积要相加：路径 c * x 贡献了 c。"),
)
def one_path_only(w, x, b):
    return gradient_of_x(demo(w, 0.0, x, b))


@gradient_of_x.wrong(
    en=("The path through y gives 2y.", "That is its first factor; the slope of tanh and w are the others."),
    zh=("经过 y 的路径贡献 2y。", "2y 只是第一个因子，还要乘以 tanh 的导数和 w。"),
)
def outermost_function_only(w, c, x, b):
    return 2 * torch.tanh(torch.tensor(w * x + b)) + c


@gradient_of_x.wrong(
    en=("tanh passes the gradient on unchanged.", "It has a slope of its own, 1 − y², which is a factor of the path."),
    zh=("tanh 原样传递梯度。", "tanh 也有自己的导数 1 − y²，它是这条路径上的一个因子。"),
)
def tanh_without_slope(w, c, x, b):
    return 2 * torch.tanh(torch.tensor(w * x + b)) * w + c


@gradient_of_x.wrong(
    en=("All local derivatives are added.", "Along one path they are multiplied; only different paths are added."),
    zh=("所有局部导数相加。", "同一条路径上的局部导数相乘，只有不同路径之间才相加。"),
)
def locals_are_added(w, c, x, b):
    y = torch.tanh(torch.tensor(w * x + b))
    return 2 * y + (1 - y**2) + w + c


@question("What is `w.grad`, to three significant figures?", zh="`w.grad` 是多少（三位有效数字）？")
def gradient_of_w(out):
    return out[1]


@gradient_of_w.steps
def along_the_path(w, x, b):
    y = torch.tanh(torch.tensor(w * x + b)).item()
    yield "y", y
    yield "2y", 2 * y
    yield "1 − y²", 1 - y**2
    yield "2y · (1 − y²) · x", 2 * y * (1 - y**2) * x


@gradient_of_w.wrong(
    en=("The gradient is 2y.", "That is its first factor; the slope of tanh and x are the others."),
    zh=("梯度就是 2y。", "2y 只是第一个因子，还要乘以 tanh 的导数和 x。"),
)
def outermost_alone(w, x, b):
    return 2 * torch.tanh(torch.tensor(w * x + b))


@gradient_of_w.wrong(
    en=("The local derivatives of a path are added.", "Along one path they are multiplied."),
    zh=("一条路径上的局部导数相加。", "同一条路径上的局部导数是相乘。"),
)
def sum_of_locals(w, x, b):
    y = torch.tanh(torch.tensor(w * x + b))
    return 2 * y + (1 - y**2) + x


@gradient_of_w.wrong(
    en=("Every gradient includes the direct path.", "w reaches z by one path only; c * x does not contain it."),
    zh=("每个梯度都要加上直接路径。", "w 只通过一条路径到达 z；c * x 这一项不含 w。"),
)
def direct_path_counts_too(out, c):
    return out[1] + c


def check(w=real(0.5, 3), c=real(0.5, 2), x=real(0.6, 1.5), h=one_of(0.1, 0.2, 0.5)):
    def z(x):
        return w * x**3 + c * x

    x = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    z(x).backward()
    quotient = (z(x + h) - z(x - h)) / (2 * h)
    return quotient - x.grad


@question(
    "By how much does the quotient exceed `x.grad`, to three significant figures? (The powers of x + h and x − h "
    "cancel, but for one term.)",
    zh="差商比 `x.grad` 大多少（三位有效数字）？（展开 x + h 和 x − h 的幂，除一项外都抵消。）",
    of=check,
)
def error_of_quotient(out):
    return out


@error_of_quotient.wrong(
    en=("The symmetric quotient is exact.", "Its error is of the order of h²: w·h² here."),
    zh=("对称差商是精确的。", "它的误差是 h² 量级：这里是 w·h²。"),
)
def no_error():
    return 0.0


@error_of_quotient.wrong(
    en=("The error is of the order of h.", "That is the one-sided quotient; by symmetry the term with h cancels."),
    zh=("误差是 h 量级。", "那是单侧差商；对称时含 h 的项抵消了。"),
)
def one_sided(w, x, h):
    return 3 * w * x * h + w * h**2


@error_of_quotient.wrong(
    en=("Half the step makes half the error.", "It makes a quarter: the error is w·h², not w·h."),
    zh=("步长减半，误差也减半。", "误差变为四分之一：是 w·h²，不是 w·h。"),
)
def linear_in_h(w, h):
    return w * h


@task(
    "Write `slope_of_chain`: the number x becomes k · x²/2 for each k of the list in turn. Return the derivative of "
    "the last number by the first.",
    zh="写出 `slope_of_chain`：依次对列表中的每个 k，把数 x 变成 k · x²/2。返回最后的数对最初的 x 的导数。",
    order=True,
    mend=["all_at_the_start", "added"],
)
def slope_of_chain(ks, x):
    total = 1.0
    for k in ks:
        total *= k * x
        x = k * x**2 / 2
    return total


slope_of_chain.hint(
    "Each slope, k · x, is taken at the input of its own step.", zh="每一步的导数 k · x 在这一步的输入处取值。"
)


@slope_of_chain.inputs
def some_steps(ks=several((1, 4), one_of(0.5, 1.0, 2.0, 3.0)), x=real(0.6, 1.4, places=2, either_sign=True)):
    return ks, x


@slope_of_chain.holds("One step has the slope k · x.", zh="只有一步时导数是 k · x。")
def one_step(solution, ks, x):
    return abs(solution(ks[:1], x) - ks[0] * x) < 1e-6


@slope_of_chain.wrong(
    en=("All slopes are taken at the first x.", "Each is taken at the input of its own step."),
    zh=("所有导数都在最初的 x 处取值。", "每个导数在自己那一步的输入处取值。"),
)
def all_at_the_start(ks, x):
    total = 1.0
    for k in ks:
        total *= k * x
    return total


@slope_of_chain.wrong(
    en=("The slopes of a chain are added.", "Along a chain they are multiplied."),
    zh=("一条链上的导数相加。", "一条链上的导数相乘。"),
)
def added(ks, x):
    total = 0.0
    for k in ks:
        total += k * x
        x = k * x**2 / 2
    return total


@slope_of_chain.wrong(
    en=("Each slope is taken at the output of its step.", "At the input: first the slope, then the value."),
    zh=("每个导数在这一步的输出处取值。", "在输入处取值：先取导数，再求值。"),
)
def at_the_output(ks, x):
    total = 1.0
    for k in ks:
        x = k * x**2 / 2
        total *= k * x
    return total


def figure(out, w, c, x, b):
    xs = torch.linspace(x - 1.5, x + 1.5, 80)
    zs = torch.tanh(w * xs + b) ** 2 + c * xs
    z = torch.tanh(torch.tensor(w * x + b)) ** 2 + c * x
    plt.plot(xs.tolist(), zs.tolist(), label="z(x)")
    plt.plot(xs.tolist(), (z + out[0] * (xs - x)).tolist(), label="slope x.grad")
    plt.scatter([x], [z.item()], color="C2")
    plt.legend()
