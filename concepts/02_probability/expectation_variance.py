"""Expectation and variance

The expectation E[X] is the mean over all cases, each weighted by its probability; the variance is the mean squared
distance from it, Var X = E[(X − E[X])²] = E[X²] − E[X]², and the standard deviation is the root of the variance.

    E[aX + b] = a·E[X] + b    Var(aX + b) = a²·Var X

Expectations always add. Variances add when X and Y are independent (uncorrelated is enough), for X − Y as well as for
X + Y. So a sum of n independent draws has variance nσ², and their mean σ²/n; n·X, the same draw n times, has n²σ².
"""

import torch

from journal.authoring import one_of, question, several, whole

ZH = """期望与方差

期望 E[X] 是所有情形按概率加权的平均；方差是到期望的距离平方的平均：Var X = E[(X − E[X])²] = E[X²] − E[X]²；
标准差是方差的平方根。

    E[aX + b] = a·E[X] + b    Var(aX + b) = a²·Var X

期望总可以相加。X 与 Y 独立（不相关即可）时方差也相加，X − Y 与 X + Y 都是如此。所以 n 次独立抽取之和的方差是 nσ²，
均值的方差是 σ²/n；而 n·X 是同一次抽取的 n 倍，方差是 n²σ²。
"""
NAMES = [
    "expected value",
    "standard deviation",
    "variance of a sum",
    "expectation and variance",
    "数学期望",
    "标准差",
    "期望与方差",
    "期望和方差",
]
HINTS = ["expectation", "variance", "方差", "期望"]
SOURCES = ["Blitzstein & Hwang, Introduction to Probability, chapters 4 and 7"]


def demo(values=several(2, whole(0, 12), distinct=True), a=one_of(-3, -2, 2, 3, 4), b=whole(1, 9)):
    x = torch.tensor(values).float()  # both values are equally likely
    y = a * x + b
    return y.var(correction=0)


@question("What is the variance of y?", zh="y 的方差是多少？")
def variance(out):
    return out


@variance.wrong(
    en=("a times the value, a times the variance.", "A variance is made of squares: a² times."),
    zh=("变量乘以 a，方差也乘以 a。", "方差由平方构成：要乘以 a²。"),
)
def factor_not_squared(out, a):
    return out / a


@variance.wrong(
    en=("A shift by b adds to the variance.", "It moves the mean along with the values: no distance changes."),
    zh=("平移 b 会使方差增加。", "均值随数值一起平移，距离都没有变。"),
)
def shift_adds(out, b):
    return out + b


@variance.wrong(
    en=(
        "A variance is divided by n − 1.",
        "That corrects for a mean estimated from a sample; here the values are all there are.",
    ),
    zh=("方差总要除以 n − 1。", "那是为了修正由样本估计的均值；这里的值就是全部情形。"),
)
def by_n_minus_1(out):
    return 2 * out


def pairs(s=whole(1, 9), t=whole(1, 9), c=one_of(-3, -2, -1, 2)):
    x = torch.tensor([-s, s]).float()
    y = torch.tensor([-t, t]).float()
    z = x[:, None] + c * y  # all four pairs, equally likely
    return z.var(correction=0)


@question("What is the variance of z?", zh="z 的方差是多少？", of=pairs)
def variance_of_pairs(out):
    return out


@variance_of_pairs.wrong(
    en=("Var(X − Y) is Var X − Var Y.", "Var(−Y) = Var Y: independent variances add, for a difference as well."),
    zh=("Var(X − Y) 等于 Var X − Var Y。", "Var(−Y) = Var Y：独立变量相减时，方差也是相加。"),
)
def differences_subtract(s, t, c):
    return float(s**2 + c * abs(c) * t**2) if c < 0 else None


@variance_of_pairs.wrong(
    en=("Standard deviations add.", "The variances add: s² + c²t², a right angle rather than a line."),
    zh=("标准差相加。", "相加的是方差：s² + c²t²，像直角边那样合成。"),
)
def deviations_add(s, t, c):
    return float((s + abs(c) * t) ** 2)


@variance_of_pairs.wrong(
    en=("c·Y has |c| times the variance of Y.", "It has c² times the variance."),
    zh=("c·Y 的方差是 Y 的 |c| 倍。", "是 c² 倍。"),
)
def coefficient_not_squared(s, t, c):
    return float(s**2 + abs(c) * t**2)


def moments(mean=whole(-9, 9), sd=whole(1, 9)):
    x = torch.tensor([mean - sd, mean + sd]).float()
    return (x**2).mean()


@question("What is E[x²]?", zh="E[x²] 是多少？", of=moments)
def second_moment(out):
    return out


@second_moment.wrong(
    en=("E[x²] is E[x]².", "It is larger by the variance: E[x²] = E[x]² + Var x."),
    zh=("E[x²] 等于 E[x]²。", "还要大出一个方差：E[x²] = E[x]² + Var x。"),
)
def square_of_the_mean(mean):
    return float(mean**2)


@second_moment.wrong(
    en=("E[x²] is the variance.", "Only if the mean is 0; otherwise add the squared mean."),
    zh=("E[x²] 就是方差。", "只有均值为 0 时才是；否则还要加上均值的平方。"),
)
def variance_alone(sd):
    return float(sd**2)


@second_moment.wrong(
    en=("The variance is taken off the squared mean.", "Var x = E[x²] − E[x]², so it is added."),
    zh=("要从均值的平方里减去方差。", "Var x = E[x²] − E[x]²，所以是加上方差。"),
)
def variance_taken_off(mean, sd):
    return float(mean**2 - sd**2)


def samples(values=several(2, whole(0, 20), distinct=True), n=one_of(4, 9)):
    x = torch.tensor(values).float()
    draws = torch.cartesian_prod(*[x] * n)  # every sample of size n
    total = draws.sum(dim=1).var(correction=0)
    return {"total": total, "mean": draws.mean(dim=1).std(correction=0)}


@question("What is the variance of the sum of n draws?", zh="n 次抽取之和的方差是多少？", of=samples)
def variance_of_sum(out):
    return out["total"]


@variance_of_sum.wrong(
    en=("A sum of n draws varies like n times one draw.", "Independent draws partly cancel: nσ², while n·X has n²σ²."),
    zh=("n 次抽取之和就像一次抽取的 n 倍。", "独立的抽取会部分抵消：方差是 nσ²，而 n·X 的方差是 n²σ²。"),
)
def n_times_one_draw(out, n):
    return out["total"] * n


@variance_of_sum.wrong(
    en=("The ups and downs cancel: it varies like one draw.", "They cancel in part: the variance grows by σ² a draw."),
    zh=("有高有低，互相抵消，和一次抽取一样。", "只是部分抵消：每多抽一次，方差增加 σ²。"),
)
def like_one_draw(out, n):
    return out["total"] / n


@variance_of_sum.wrong(
    en=("The variance grows like √n.", "That is the standard deviation of the sum; its variance grows like n."),
    zh=("方差按 √n 增长。", "按 √n 增长的是和的标准差，方差按 n 增长。"),
)
def grows_like_the_root(out, n):
    return out["total"] / n**0.5


@question("What is the standard deviation of the mean of n draws?", zh="n 次抽取的均值，其标准差是多少？", of=samples)
def deviation_of_mean(out):
    return out["mean"]


@deviation_of_mean.wrong(
    en=("It falls like 1/n.", "The variance falls like 1/n, its root like 1/√n."),
    zh=("它按 1/n 减小。", "按 1/n 减小的是方差，标准差按 1/√n 减小。"),
)
def over_n(values, n):
    return abs(values[0] - values[1]) / 2 / n


@deviation_of_mean.wrong(
    en=("A mean scatters like one draw.", "The errors of the draws partly cancel: it scatters less, by √n."),
    zh=("均值的波动与一次抽取相同。", "各次误差部分抵消：波动缩小到 1/√n。"),
)
def like_a_single_draw(values):
    return abs(values[0] - values[1]) / 2


@deviation_of_mean.wrong(
    en=("More draws scatter more: by √n.", "That is their sum; the mean divides it by n."),
    zh=("抽得越多波动越大：√n 倍。", "那是它们的和；均值还要除以 n。"),
)
def grows_with_n(values, n):
    return abs(values[0] - values[1]) / 2 * n**0.5
