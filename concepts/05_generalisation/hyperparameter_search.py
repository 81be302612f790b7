"""Hyperparameter search

A grid of g values on each of d axes costs g^d runs, yet it tries only g different values of the one axis that matters.
As many random points try g^d. Learning rates and decays are drawn log-uniformly, 10 to a uniform exponent: then each
decade gets the same share. Drawn uniformly from 0.0001 to 1, nine in ten would lie above 0.1.

Successive halving gives many settings a small budget, keeps the best 1/k, and multiplies the budget of the kept by
k: each round costs the same. It can lose a setting that starts slowly. All comparisons are made on validation data.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, where, whole

ZH = """超参数搜索

d 个维度各取 g 个值的网格要跑 g^d 次，但真正要紧的那个维度只试了 g 个不同的值；同样多的随机点能试 g^d 个。
学习率和衰减系数要按对数均匀抽取，即指数均匀：这样每个数量级份额相同。
若在 0.0001 到 1 之间均匀抽取，十个里有九个大于 0.1。

逐次减半（successive halving）先给许多设置很小的预算，留下最好的 1/k，再把留下者的预算乘以 k：每一轮的花费相同。
起步慢的设置可能因此被淘汰。所有的比较都在验证集上做。
"""
NAMES = [
    "hyperparameter search",
    "hyperparameter tuning",
    "hyperparameter optimization",
    "grid search",
    "random search",
    "successive halving",
    "Hyperband",
    "超参数搜索",
    "超参数调优",
    "超参数优化",
    "网格搜索",
    "随机搜索",
    "逐次减半",
]
SHARED = ["hyperparameter", "超参数"]
HINTS = ["调参", "调优"]
NEEDS = ["cross-validation"]
SOURCES = [
    "Bergstra & Bengio, Random Search for Hyper-Parameter Optimization, JMLR 13, 2012",
    "Jamieson & Talwalkar, Non-stochastic Best Arm Identification and Hyperparameter Optimization, arXiv:1502.07943",
]


@where(lambda g, d: g != d and g**d <= 260)
def demo(g=whole(2, 6), d=whole(2, 4), seeds=whole(1, 4)):
    axes = [torch.rand(g) for _ in range(d)]
    grid = torch.cartesian_prod(*axes).repeat(seeds, 1)  # rows: runs
    points = torch.rand_like(grid)  # as many random ones
    tried = [len(runs[:, 0].unique()) for runs in (grid, points)]
    return {"runs": len(grid), "more": tried[1] - tried[0]}


@question("How many runs does the grid cost?", zh="网格搜索要跑多少次？")
def runs(out):
    return out["runs"]


@runs.wrong(
    en=("The axes are searched one after the other.", "A grid combines every value with every other: g^d."),
    zh=("各个维度一个接一个地搜。", "网格要把每个值与其他每个值组合：g^d。"),
)
def one_axis_after_another(g, d, seeds):
    return g * d * seeds


@runs.wrong(
    en=("It is d^g.", "Each of the d axes multiplies the number by g: g^d."),
    zh=("是 d^g。", "d 个维度各乘一次 g：g^d。"),
)
def power_swapped(g, d, seeds):
    return runs(demo(g=d, d=g, seeds=seeds))


@runs.wrong(
    en=("There are as many runs as values of one axis.", "That holds for a single axis only."),
    zh=("跑的次数等于一个维度的取值数。", "只有一个维度时才是这样。"),
)
def one_axis(g, seeds):
    return g * seeds


@question(
    "How many more values of the first axis do the random points try?", zh="在第一个维度上，随机点多试了几个不同的值？"
)
def more_values(out):
    return out["more"]


@more_values.wrong(
    en=("Both try the same number of values.", "The grid repeats its g values; random points repeat none."),
    zh=("两者试的值一样多。", "网格反复用同样 g 个值；随机点没有重复。"),
)
def same_number():
    return 0


@more_values.wrong(
    en=("The random points are shared among the axes.", "Each point has a value of its own on every axis."),
    zh=("随机点要分给各个维度。", "每个点在每个维度上都有自己的值。"),
)
def shared_among_axes(g, d, seeds):
    return g**d * seeds // d - g


@more_values.wrong(
    en=("The grid tries none of its own.", "It tries g values; take them off."),
    zh=("网格一个值也没有试。", "它试了 g 个：要减去。"),
)
def grid_tries_none(out, g):
    return out["more"] + g


@where(lambda low, top, a, n: low < a < top and n * (a - low) % (top - low) == 0)
def log_uniform(low=whole(-6, -3), top=whole(-1, 1), a=whole(-5, -1), n=one_of(60, 120, 180, 240, 300, 420)):
    u = (torch.arange(n) + 0.5) / n  # evenly spread between 0 and 1
    lr = 10 ** (low + (top - low) * u)
    return (lr < 10.0**a).sum()


@question("How many of the n learning rates lie below 10^a?", zh="n 个学习率中有多少个小于 10^a？", of=log_uniform)
def below(out):
    return out


@below.wrong(
    en=(
        "They spread evenly between the smallest and the largest rate.",
        "Their exponents do: each decade has its share.",
    ),
    zh=("它们在最小与最大的学习率之间均匀分布。", "均匀的是指数：每个数量级份额相同。"),
)
def evenly_spread(low, top, a, n):
    return round(n * (10.0**a - 10.0**low) / (10.0**top - 10.0**low))


@below.wrong(
    en=("10^a is in the middle: half of them.", "The share is that of the decades below a."),
    zh=("10^a 在中间：一半。", "份额等于 a 以下的数量级所占的比例。"),
)
def half_of_them(n):
    return n // 2


@below.wrong(
    en=("The share of the decades above a.", "That is the share of the larger rates."),
    zh=("份额是 a 以上的数量级。", "那是更大的学习率所占的份额。"),
)
def decades_above(n, out):
    return n - int(out)


@where(lambda n, keep: n in (keep**2, keep**3, keep**4, keep**5))
def halving(n=one_of(8, 9, 16, 27, 32, 81), keep=one_of(2, 3), first=whole(1, 9)):
    spent, epochs, alive = 0, first, n
    while alive > 1:
        spent += alive * epochs  # each one alive is trained
        alive //= keep
        epochs *= keep
    return spent


@question("How many epochs are spent in all?", zh="一共花了多少个 epoch？", of=halving)
def spent_in_all(out):
    return out


@spent_in_all.wrong(
    en=("Every setting is trained as long as the best.", "Most are stopped early: each round costs n · first."),
    zh=("每个设置都训练得和最好的一样久。", "大多数早早停下：每一轮花费 n · first。"),
)
def all_to_the_end(n, keep, first):
    total, epochs, alive = 0, first, n
    while alive > 1:
        total, epochs, alive = total + epochs, epochs * keep, alive // keep
    return n * total


@spent_in_all.wrong(
    en=("Each round costs a part of the one before.", "Fewer settings train longer: each round costs the same."),
    zh=("每一轮只花上一轮的一部分。", "设置少了，但训练更久：每一轮花费相同。"),
)
def rounds_get_cheaper(n, keep, first):
    total = 0
    while n > 1:
        total, n = total + n * first, n // keep
    return total


@spent_in_all.wrong(
    en=("Only the first round costs.", "There are as many rounds as it takes to get from n to 1."),
    zh=("只有第一轮要花费。", "从 n 减到 1 要几轮，就花几轮。"),
)
def first_round_only(n, first):
    return n * first


def figure(out, g, d, seeds):
    values = torch.linspace(0.1, 0.9, g)
    grid = torch.cartesian_prod(values, values)
    points = torch.rand(len(grid), 2)
    plt.scatter(grid[:, 0], grid[:, 1], label="grid")
    plt.scatter(points[:, 0], points[:, 1], label="random")
    for runs, height in ((grid, -0.1), (points, -0.2)):
        plt.scatter(runs[:, 0], torch.full((len(runs),), height), s=8)
    plt.xlabel("the axis that matters")
    plt.legend()
