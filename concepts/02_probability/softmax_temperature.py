"""Temperature of a softmax

Logits are divided by a temperature T before the softmax:

    pᵢ = exp(zᵢ / T) / Σⱼ exp(zⱼ / T)

The ratio of two probabilities is exp((zᵢ − zⱼ) / T): the ratio at T = 1 to the power 1/T. T < 1 sharpens, towards all
weight on the largest logit (shared equally if several tie); T > 1 flattens, towards 1/K. The order of the classes
never changes, so neither does the argmax. Adding a constant to all logits changes nothing; multiplying them by c is
the same as dividing T by c.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import CURVES, curve, one_of, question, several, task, where, whole

ZH = """softmax 的温度

先把 logits 除以温度 T，再做 softmax：

    pᵢ = exp(zᵢ / T) / Σⱼ exp(zⱼ / T)

两个概率之比是 exp((zᵢ − zⱼ) / T)，即 T = 1 时比值的 1/T 次方。T < 1 使分布变尖，趋向于全部集中在最大的 logit 上
（并列时平分）；T > 1 使分布变平，趋向于 1/K。类别的次序不变，所以 argmax 也不变。
所有 logits 加同一个常数，结果不变；都乘以 c，等于把 T 除以 c。
"""
NAMES = [
    "softmax temperature",
    "sampling temperature",
    "softmax温度",
    "采样温度",
]
SHARED = ["temperature", "温度", "温度系数", "温度参数"]
NEEDS = ["softmax-cross-entropy"]
CONFUSED_WITH = ["sampling-temperature"]
SOURCES = [
    "Hinton, Vinyals & Dean, Distilling the Knowledge in a Neural Network, arXiv:1503.02531, section 2",
    "Goodfellow, Bengio & Courville, Deep Learning, section 6.2.2.3 (softmax)",
]


@where(lambda odds, T: odds <= 5 if T < 1 else odds**0.5 % 1 == 0)
def demo(odds=one_of(2, 3, 4, 5, 9, 16, 25, 36, 49, 64, 81, 100), T=one_of(0.5, 2.0), shift=whole(-3, 3)):
    z = torch.tensor([odds, 1, 1]).double().log() + shift
    return torch.softmax(z / T, dim=0)


@question("How many times as large is p[0] as p[1]?", zh="p[0] 是 p[1] 的多少倍？")
def ratio(out):
    return out[0] / out[1]


@ratio.wrong(
    en=("T divides the ratio.", "T divides the logits: the ratio is taken to the power 1/T."),
    zh=("比值要除以 T。", "除以 T 的是 logits：比值要取 1/T 次方。"),
)
def ratio_divided(odds, T):
    return odds / T


@ratio.wrong(
    en=("A higher temperature sharpens.", "T > 1 flattens: the power is 1/T, not T."),
    zh=("温度越高越尖。", "T > 1 使分布变平：指数是 1/T，不是 T。"),
)
def high_sharpens(odds, T, shift):
    return ratio(demo(odds, 1 / T, shift))


@ratio.wrong(
    en=("A common factor cancels in the normalisation.", "A common summand of the logits cancels, a factor does not."),
    zh=("公共的因子在归一化时会约去。", "会约去的是 logits 的公共加数，不是因子。"),
)
def temperature_cancels(odds, T, shift):
    return ratio(demo(odds, 1.0, shift))


@question("What is p[0]?", zh="p[0] 是多少？")
def first(out):
    return out[0]


@first.wrong(
    en=("T changes the sampling, not the probabilities.", "It changes the probabilities from which is sampled."),
    zh=("T 只影响采样，不影响概率。", "它改变的正是采样所用的概率。"),
)
def as_at_1(odds, shift):
    return first(demo(odds, 1.0, shift))


@first.wrong(
    en=("High temperatures make the model surer.", "They flatten: p[0] comes nearer to 1/3."),
    zh=("温度高，模型更有把握。", "高温使分布变平：p[0] 更接近 1/3。"),
)
def surer_when_hot(odds, T, shift):
    return first(demo(odds, 1 / T, shift))


@first.wrong(
    en=("The other two share one unit.", "Each of them has weight 1: p[0] is r / (r + 2)."),
    zh=("另外两个合起来算 1。", "它们各占 1：p[0] = r / (r + 2)。"),
)
def one_rival(out):
    return out[0] / (out[0] + out[1])


@where(lambda z, T: z.count(max(z)) > 1 or T > 1)
@where(lambda z, T: z.count(max(z)) != 2 or T > 1 or len(z) > 5)
def extremes(z=several((3, 8), whole(-2, 2)), T=one_of(1e6, 0.01)):
    logits = torch.tensor(z).double()
    p = torch.softmax(logits / T, dim=0)
    return p.max()


@question("What is the largest probability?", zh="最大的概率是多少？", of=extremes)
def largest(out):
    return out


@largest.wrong(
    en=("A high temperature leaves the largest alone.", "It makes all equal; a low one keeps only the largest."),
    zh=("温度高，只剩最大的那个。", "温度高时全部相等；温度低时才只剩最大的。"),
)
def hot_and_cold_swapped(z, T):
    return largest(extremes(z, 1e6 if T < 1 else 0.01))


@largest.wrong(
    en=("The largest stays as it is; only the others move.", "They sum to 1: if the others move, so does it."),
    zh=("最大的不变，只有其他的在变。", "总和为 1：其他的变了，它也要变。"),
)
def largest_unmoved(z):
    return largest(extremes(z, 1.0))


@largest.wrong(
    en=("Near T = 0 one class takes everything.", "Classes that tie for the largest logit share it."),
    zh=("T 接近 0 时由一个类独占。", "并列最大的类平分概率。"),
)
def one_takes_all():
    return 1.0


@where(lambda z, i: abs(z[i] - sum(z) / 4) >= 0.5)
def warming(z=several(4, whole(-4, 4), distinct=True), i=whole(0, 3)):
    temperatures = torch.logspace(-1, 2, 60)  # from 0.1 to 100
    logits = torch.tensor(z).double()
    p = torch.softmax(logits / temperatures[:, None], dim=1)
    return p[:, i]


@question(
    "What does `p[:, i]` do as it gets warmer?", zh="温度升高时，`p[:, i]` 怎样变化？", of=warming, choices=CURVES
)
def as_it_warms(out):
    return curve(out)


@as_it_warms.wrong(
    en=("Heat sharpens: the largest gains, the others lose.", "It flattens: in the end all have 1/K."),
    zh=("升温使分布变尖：最大的增加，其余的减少。", "升温使分布变平：最后都是 1/K。"),
)
def heat_sharpens(z, i):
    return "rises" if z[i] == max(z) else "falls"


@as_it_warms.wrong(
    en=("All classes gain but the largest.", "One above the mean logit gains at first, then gives way to those below."),
    zh=("除了最大的一类，其余各类都增加。", "logit 高于平均的类起初增加，随后让给低于平均的类。"),
)
def all_others_gain(z, i):
    return "falls" if z[i] == max(z) else "rises"


@as_it_warms.wrong(
    en=("The order stays, so the winner keeps its share.", "The order stays; the share of the winner does not."),
    zh=("次序不变，所以最大的一类保持不变。", "不变的是次序，不是它的概率。"),
)
def winner_keeps_it(z, i):
    return "stays" if z[i] == max(z) else None


@task(
    "Write `with_temperature`: the probabilities at temperature T, from those at temperature 1.",
    zh="写出 `with_temperature`：由温度为 1 时的概率 p，求温度为 T 时的概率。",
    blanks=["1 / T"],
    mend=["power_of_t"],
)
def with_temperature(p, T):
    q = p ** (1 / T)
    return q / q.sum()


with_temperature.hint("The logs of p are logits that give p.", zh="p 的对数就是能给出 p 的 logits。")
with_temperature.hint("exp(log p / T) is a power of p.", zh="exp(log p / T) 是 p 的一个幂。")


@with_temperature.inputs
def probabilities(n=whole(2, 6), T=one_of(0.25, 0.5, 2.0, 4.0)):
    return torch.softmax(2 * torch.randn(n), dim=0), T


@with_temperature.inputs
def with_a_zero(n=whole(3, 6), T=one_of(0.5, 2.0)):
    return torch.cat([torch.softmax(torch.randn(n), dim=0), torch.zeros(1)]), T


@with_temperature.holds("They sum to 1, in the same order as p.", zh="它们的和为 1，大小次序与 p 相同。")
def same_order(out, p):
    return abs(out.sum() - 1) < 1e-5 and out.argmax() == p.argmax()


@with_temperature.holds("T = 1 changes nothing.", zh="T = 1 时不变。")
def one_is_neutral(p, solution):
    return torch.allclose(solution(p, 1.0), p, atol=1e-6)


@with_temperature.wrong(
    en=("Probabilities are divided by T.", "A common factor cancels when they are normalised: nothing changes."),
    zh=("概率除以 T。", "归一化会约去公共因子，结果不变。"),
)
def divided_by_t(p, T):
    q = p / T
    return q / q.sum()


@with_temperature.wrong(
    en=("The power is T.", "It is 1/T: a high temperature flattens."),
    zh=("指数是 T。", "指数是 1/T：温度高则变平。"),
)
def power_of_t(p, T):
    q = p**T
    return q / q.sum()


@with_temperature.wrong(
    en=("Probabilities can stand in for logits.", "Logits of p are its logs."),
    zh=("可以把概率当作 logits。", "p 的 logits 是它的对数。"),
)
def softmax_of_p(p, T):
    return torch.softmax(p / T, dim=0)


@with_temperature.wrong(
    en=("Powers of probabilities are probabilities.", "They no longer sum to 1: divide by the sum."),
    zh=("概率的幂还是概率。", "它们的和不再是 1，还要除以总和。"),
)
def not_normalised(p, T):
    return p ** (1 / T)


def figure(out, odds, T, shift):
    z = torch.tensor([odds, 1, 1]).double().log()
    temperatures = torch.linspace(0.2, 5, 100).double()
    for k in (0, 1):
        plt.plot(temperatures, [torch.softmax(z / t, dim=0)[k].item() for t in temperatures], label=f"p[{k}]")
    plt.axvline(T, color="C3")
    plt.xlabel("T")
    plt.legend()
