"""Checking a gradient by finite differences

The central difference

    (f(x + h) − f(x − h)) / 2h

differs from the derivative by about h²·f‴/6, the one-sided one, (f(x + h) − f(x))/h, by about h·f″/2. A smaller h is
better only down to a point: then f(x + h) and f(x − h) differ by rounding alone, and in float32 x + h may be x. So
one checks in float64, with h near 1e-6, and compares relative errors; `torch.autograd.gradcheck` does it for all
entries. At a kink the central difference gives the mean of both slopes and autograd one of its own choice.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, real, several, task, where, whole

ZH = """用差分检验梯度

中心差分

    (f(x + h) − f(x − h)) / 2h

与导数大约差 h²·f‴/6，单侧差分 (f(x + h) − f(x))/h 大约差 h·f″/2。h 也不是越小越好：太小时 f(x + h) 与 f(x − h)
只差舍入误差，在 float32 里 x + h 可能就等于 x。所以要用 float64，h 取 1e-6 左右，比较相对误差；
`torch.autograd.gradcheck` 会对所有元素这样做。在折点处，中心差分给出两侧斜率的平均，自动求导给出其中约定的某个值。
"""
NAMES = [
    "gradient check",
    "gradient checking",
    "gradcheck",
    "finite differences",
    "central difference",
    "numerical gradient",
    "梯度检验",
    "有限差分",
    "中心差分",
    "数值梯度",
]
NEEDS = ["chain-rule", "dtype-promotion"]
SOURCES = ["torch.autograd.gradcheck", "Press et al., Numerical Recipes (3rd ed.), section 5.7, Numerical Derivatives"]


@where(lambda x, h: h * h > 0.13 * x * x)
def demo(x=whole(1, 12), h=one_of(0.5, 1, 2, 3, 4, 5)):
    def f(x):
        return x**3

    return (f(x + h) - f(x - h)) / (2 * h)


@question("What does it return?", zh="返回值是多少？")
def central(out):
    return float(out)


@central.wrong(
    en=("It equals the derivative, 3x².", "It errs by h²·f‴/6, here h²."),
    zh=("等于导数 3x²。", "相差 h²·f‴/6，这里就是 h²。"),
)
def exact(x):
    return 3.0 * x * x


@central.wrong(
    en=("It errs like the one-sided difference.", "The terms of first order cancel: 3x² + h²."),
    zh=("误差与单侧差分一样。", "一阶项抵消：得 3x² + h²。"),
)
def one_sided(x, h):
    return 3.0 * x * x + 3 * x * h + h * h


@central.wrong(
    en=("The difference is divided by h.", "The two places are 2h apart."),
    zh=("差除以 h。", "两处相距 2h。"),
)
def divided_by_h(out):
    return 2.0 * out


@where(lambda x, h, a: h <= 2 * x)
def forward(x=whole(1, 9), h=whole(1, 4), a=whole(2, 6)):
    def f(x):
        return a * x**2

    return (f(x + h) - f(x)) / h


@question("What does it return?", zh="返回值是多少？", of=forward)
def forward_difference(out):
    return round(out)


@forward_difference.wrong(
    en=("It is exact for a parabola.", "The central one is; this one errs by h·f″/2 = a·h."),
    zh=("对抛物线是精确的。", "精确的是中心差分；单侧差 h·f″/2 = a·h。"),
)
def exact_for_parabolas(x, a):
    return 2 * a * x


@forward_difference.wrong(
    en=("It errs by h².", "By a·h: the error is of first order."),
    zh=("误差是 h²。", "是 a·h：误差是一阶的。"),
)
def error_of_second_order(x, h, a):
    return 2 * a * x + h * h


@forward_difference.wrong(
    en=("It errs by h·f″, twice a·h.", "By half of that: the slope grows evenly on the way."),
    zh=("误差是 h·f″，即 2a·h。", "只有一半：斜率是一路均匀增大的。"),
)
def slope_at_the_end(x, h, a):
    return 2 * a * (x + h)


@where(lambda h: len(set(h)) > 4)
def tiny_steps(
    x=one_of(3.0, 300.0, 5000.0, 100000.0, 2000000.0),
    h=several((5, 7), one_of(1.0, 0.1, 0.01, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8), distinct=True),
):
    x, h = torch.tensor(x), torch.tensor(h)  # float32
    return ((x + h) - (x - h) == 0).sum()


@question("How many of the differences are 0?", zh="有几个差等于 0？", of=tiny_steps)
def lost(out):
    return out


@lost.wrong(
    en=("x + h always differs from x − h.", "float32 has about 7 digits: below x · 6e-8 the h is lost."),
    zh=("x + h 总不等于 x − h。", "float32 只有约 7 位有效数字：小于 x · 6e-8 的 h 就丢了。"),
)
def none_is_lost():
    return 0


@lost.wrong(
    en=("float32 is exact to 1e-7, whatever x is.", "To about 1e-7 of x: the larger x, the larger the loss."),
    zh=("不管 x 多大，float32 都精确到 1e-7。", "是 x 的大约 1e-7：x 越大丢得越多。"),
)
def absolute_precision(h):
    return sum(each < 1e-7 for each in h)


@lost.wrong(
    en=("All of h below 0.001 are lost.", "It depends on x: what counts is h/x."),
    zh=("小于 0.001 的 h 都会丢。", "要看 x：取决于 h/x。"),
)
def below_a_thousandth(h):
    return sum(each < 0.001 for each in h)


@where(lambda a: abs(a - 0.5) > 0.05)
def kink(a=real(0.1, 0.8), h=one_of(0.1, 0.01), scale=whole(2, 9)):
    up, down = torch.tensor([h, -h]).double()
    rise = F.leaky_relu(up, a) - F.leaky_relu(down, a)
    return scale * rise / (2 * h)


@question("What does it return?", zh="返回值是多少？", of=kink)
def at_the_kink(out):
    return out


@at_the_kink.wrong(
    en=("It is the slope on the right.", "It is the mean of both slopes."),
    zh=("是右侧的斜率。", "是两侧斜率的平均。"),
)
def right_slope(scale):
    return float(scale)


@at_the_kink.wrong(
    en=("It is the slope on the left.", "It is the mean of both slopes."),
    zh=("是左侧的斜率。", "是两侧斜率的平均。"),
)
def left_slope(a, scale):
    return a * scale


@at_the_kink.wrong(
    en=("Where there is no derivative it is 0.", "Numbers come out anyhow: the mean of both slopes."),
    zh=("没有导数的地方得 0。", "总会算出一个数：两侧斜率的平均。"),
)
def zero():
    return 0.0


def cubes(x):
    return (x**3).sum()


def neighbours(x):
    return (x * x.roll(1)).sum() + x.sum()


@task(
    "Write `numeric_grad`: the central differences of f (from a vector to a number) for every entry of x.",
    zh="写出 `numeric_grad`：对 x 的每个元素求 f（从向量到一个数）的中心差分。",
    blanks=["f(x + h * e) - f(x - h * e)", "2 * h"],
    mend=["divides_by_h", "forward_only"],
)
def numeric_grad(f, x, h):
    rises = [f(x + h * e) - f(x - h * e) for e in torch.eye(len(x), dtype=x.dtype)]
    return torch.stack(rises) / (2 * h)


numeric_grad.hint(
    "Change one entry at a time: a row of the identity matrix points along it.",
    zh="一次只改一个元素：单位矩阵的一行正好指向它。",
)
numeric_grad.hint("x must be as before at the end.", zh="最后 x 必须和原来一样。")


@numeric_grad.inputs
def some_function(n=whole(2, 4), f=one_of(cubes, neighbours), h=one_of(0.1, 0.2)):
    return f, torch.randn(n, dtype=torch.float64), h


@numeric_grad.inputs
def one_entry(f=one_of(cubes, torch.prod), h=one_of(0.1, 0.5)):
    return f, torch.rand(1, dtype=torch.float64) + 0.5, h


@numeric_grad.holds("It is near the gradient that autograd finds.", zh="与自动求导的梯度相近。")
def near_autograd(out, f, x, h):
    leaf = x.clone().requires_grad_()
    (gradient,) = torch.autograd.grad(f(leaf), leaf)
    return bool(((out - gradient).abs() < 2 * h * h).all())


@numeric_grad.wrong(
    en=("A step to one side is enough.", "Then the error is of first order in h."),
    zh=("只向一侧走一步就够了。", "那样误差对 h 是一阶的。"),
)
def forward_only(f, x, h):
    return torch.stack([(f(x + h * e) - f(x)) / h for e in torch.eye(len(x), dtype=x.dtype)])


@numeric_grad.wrong(
    en=("The difference is divided by h.", "The two places are 2h apart."),
    zh=("差除以 h。", "两处相距 2h。"),
)
def divides_by_h(f, x, h):
    return torch.stack([(f(x + h * e) - f(x - h * e)) / h for e in torch.eye(len(x), dtype=x.dtype)])


@numeric_grad.wrong(
    en=("All entries may move at once.", "That gives the sum of the gradient; one entry at a time."),
    zh=("所有元素可以一起移动。", "那样得到的是梯度之和；一次只动一个。"),
)
def all_at_once(f, x, h):
    return ((f(x + h) - f(x - h)) / (2 * h)).expand(len(x))


def figure(out, x, h):
    line = torch.linspace(x - h - 1, x + h + 1, 60)
    plt.plot(line, line**3, label="x³")
    plt.plot([x - h, x + h], [(x - h) ** 3, (x + h) ** 3], marker="o", label="central difference")
    plt.plot([x, x + h], [x**3, (x + h) ** 3], marker="o", label="one-sided")
    plt.xlabel("x")
    plt.legend()
