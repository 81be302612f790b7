"""Seeds and the error bar

The result of one seed is one draw. The mean over n independent seeds has the standard error

    s / √n

where s is the standard deviation of one run: half the bar takes four times the seeds. If two methods are equally good,
the first beats the second on all n seeds with probability 1/2ⁿ; among many comparisons such luck is common.

A seed fixes the stream of random numbers, not each call: one more call shifts everything behind it. Equal seeds give
equal results only with the same versions, device and number of threads.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, where, whole

ZH = """随机种子与误差棒

一个种子的结果只是一次抽样。n 个独立种子的均值，标准误是

    s / √n

其中 s 是单次结果的标准差：误差棒减半，种子要四倍。如果两种方法其实一样好，前者在 n 个种子上全胜的概率是 1/2ⁿ；
比较做得多了，这种运气并不少见。

种子固定的是整条随机数流，不是每一次调用：中间多调用一次，后面的全部错位。
种子相同，也只有在版本、设备、线程数都相同时，结果才相同。
"""
NAMES = [
    "random seed",
    "manual_seed",
    "standard error of the mean",
    "error bar",
    "statistical significance",
    "p-value",
    "随机种子",
    "标准误",
    "误差棒",
    "显著性检验",
    "统计显著",
]
SHARED = ["standard error"]
HINTS = ["seed", "复现"]
NEEDS = ["train-valid-test", "expectation-variance"]
SOURCES = [
    "Henderson et al., Deep Reinforcement Learning that Matters, arXiv:1709.06560",
    "PyTorch documentation, Reproducibility; torch.manual_seed",
]


@where(lambda low, high: high - low >= 2)
def demo(low=whole(70, 85), high=whole(75, 95), seeds=one_of(4, 16, 36, 64, 100)):
    scores = torch.tensor([low, high]).float().repeat(seeds // 2)
    spread = scores.std(correction=0)  # of one run
    return spread / len(scores) ** 0.5


@question("What is the standard error that is returned?", zh="返回的标准误是多少？")
def error(out):
    return out


@error.wrong(
    en=("The bar is the standard deviation of the runs.", "That is the scatter of one run; the mean scatters less."),
    zh=("误差棒就是各次结果的标准差。", "那是单次结果的波动；均值的波动更小。"),
)
def spread_of_one_run(low, high):
    return (high - low) / 2


@error.wrong(
    en=("The spread is divided by the number of seeds.", "By its square root."),
    zh=("标准差除以种子数。", "除以种子数的平方根。"),
)
def divided_by_n(low, high, seeds):
    return (high - low) / 2 / seeds


@error.wrong(
    en=("The spread of two values is their distance.", "Each of them is half the distance from the mean."),
    zh=("两个值的标准差就是它们的距离。", "它们各离均值半个距离。"),
)
def distance_for_spread(low, high, seeds):
    return (high - low) / seeds**0.5


@where(lambda n, lost: lost < n - 1 and (n, lost) != (4, 2))
def luck(n=whole(3, 14), lost=whole(1, 2)):
    outcomes = torch.cartesian_prod(*[torch.tensor([0, 1])] * n)
    wins = outcomes.sum(dim=1)  # of two equally good methods
    as_good = wins >= n - lost
    return as_good.float().mean()


@question(
    "A new method won on n − lost of n seeds. How likely is that or better if both are equally good?",
    zh="新方法在 n 个种子里赢了 n − lost 个。若两法一样好，出现这样或更好结果的概率是多少？",
    of=luck,
)
def chance(out):
    return out


@chance.wrong(
    en=("There are n + 1 results, all equally likely.", "A result in the middle can come about in more ways."),
    zh=("一共 n + 1 种结果，机会均等。", "中间的结果有更多种方式出现。"),
)
def results_alike(n, lost):
    return (lost + 1) / (n + 1)


@chance.wrong(
    en=(
        "It is 1/2 for each seed won: 2^−(n − lost).",
        "The lost seeds count, and there are several ways to lose them.",
    ),
    zh=("赢一个种子是 1/2：2^−(n − lost)。", "输掉的也要算，而且输在哪几个有多种可能。"),
)
def lost_seeds_ignored(n, lost):
    return luck(n=n - lost, lost=0)


@chance.wrong(
    en=("Equally good methods: one half.", "One half is the chance of each single seed."),
    zh=("两法一样好：一半。", "一半是单个种子上的概率。"),
)
def one_half():
    return 0.5


@where(lambda i, extra, j: len({i + extra + j, j, 2 + j, extra + j}) == 4)
def stream(i=whole(2, 6), extra=whole(1, 5), j=whole(0, 3)):
    torch.manual_seed(7)
    a = torch.rand(20)
    torch.manual_seed(7)
    torch.rand(i)  # say, a new layer is initialised here
    torch.rand(extra)
    b = torch.rand(5)
    return (a == b[j]).nonzero().item()


@question("At which place of `a` (from 0) does b[j] stand?", zh="b[j] 是 `a` 中的第几个数（从 0 数起）？", of=stream)
def place(out):
    return out


@place.wrong(
    en=("Each call starts the stream again.", "Only `manual_seed` does; calls go on where the last one ended."),
    zh=("每次调用都从头开始。", "只有 `manual_seed` 才从头；调用接着上一次往下取。"),
)
def every_call_restarts(j):
    return stream(i=0, extra=0, j=j)


@place.wrong(
    en=("Each call moves the stream by one.", "It moves by as many numbers as were drawn."),
    zh=("每次调用前移一个数。", "取了几个数就前移几个。"),
)
def one_for_each_call(j):
    return stream(i=1, extra=1, j=j)


@place.wrong(
    en=("Only the last call matters.", "All numbers drawn since the seed count."),
    zh=("只有最后一次调用有影响。", "设定种子之后取过的数全都算。"),
)
def last_call_only(extra, j):
    return stream(i=0, extra=extra, j=j)


@where(lambda bar, wanted: abs(bar / wanted - round(bar / wanted)) < 1e-6 and bar / wanted > 1.5)
def more_seeds(bar=one_of(0.4, 0.6, 0.8, 1.2, 1.6, 2.0), seeds=whole(2, 9), wanted=one_of(0.1, 0.2, 0.3, 0.4)):
    spread = bar * seeds**0.5  # of one run
    needed = seeds
    while spread / needed**0.5 > wanted + 1e-9:
        needed += 1
    return needed


@question("How many seeds does the wanted bar need?", zh="要达到想要的误差棒，需要多少个种子？", of=more_seeds)
def needed_seeds(out):
    return out


@needed_seeds.wrong(
    en=("Half the bar takes twice the seeds.", "The bar falls with the square root: four times."),
    zh=("误差棒减半，种子加倍。", "误差棒随平方根下降：要四倍。"),
)
def in_proportion(bar, seeds, wanted):
    return seeds * round(bar / wanted)


@needed_seeds.wrong(
    en=("The squared ratio is the number.", "It multiplies the seeds that gave the first bar."),
    zh=("比值的平方就是种子数。", "还要乘以原来的种子数。"),
)
def ratio_alone(bar, wanted):
    return round(bar / wanted) ** 2


@needed_seeds.wrong(
    en=("The squared ratio times the seeds has to be added.", "That product is the number in all."),
    zh=("比值的平方乘以种子数，是还要增加的个数。", "这个积是总数。"),
)
def to_be_added(out, seeds):
    return out + seeds


def figure(out, low, high, seeds):
    line = range(1, 101)
    plt.plot(line, [(high - low) / 2 / each**0.5 for each in line])
    plt.scatter([seeds], [out.item()])
    plt.xlabel("seeds")
    plt.ylabel("standard error")
