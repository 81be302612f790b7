"""Simpson's paradox

An overall rate is the mean of the group rates, weighted by the sizes of the groups:

    rate = Σ n_g · r_g / Σ n_g

If one method was given the harder cases, it can be better in every group and worse overall. The group is then a
confounder: it decides both the choice of the method and the outcome. Compare within the groups, or with the same
weights for both methods. The same happens to slopes: y can rise with x in every group and fall over all of them. Which
comparison is right is a question of how the data came about, not of arithmetic.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, where, whole

ZH = """辛普森悖论

总的比率是各组比率按组的大小加权的平均：

    比率 = Σ n_g · r_g / Σ n_g

如果一种方法分到的难样本更多，它可以在每一组里都更好，总体上却更差。这时分组就是混杂因素：它既影响选用哪种方法，又影响结果。
应当在组内比较，或者对两种方法用同样的权重。斜率也会如此：每组里 y 都随 x 上升，合在一起却下降。
哪种比较才对，取决于数据是怎么来的，不是靠算术决定。
"""
NAMES = [
    "Simpson's paradox",
    "confounder",
    "confounding variable",
    "辛普森悖论",
    "混杂因素",
    "混杂变量",
]
HINTS = ["subgroup", "分组"]
NEEDS = ["seeds-and-significance"]
SOURCES = ["Bickel, Hammel & O'Connell, Sex Bias in Graduate Admissions: Data from Berkeley, Science 187, 1975"]


@where(lambda easy_a, easy_b, lead, drop: abs(easy_a - easy_b) >= 20 and lead != drop)
@where(lambda easy_a, easy_b, lead, drop: drop * (easy_b - easy_a) >= 150 * lead)
def demo(
    easy_a=one_of(10, 20, 30, 40),
    easy_b=one_of(60, 70, 80, 90),
    best=one_of(0.8, 0.9),
    lead=whole(1, 2),
    drop=whole(3, 6),
):
    cases_a = torch.tensor([easy_a, 100 - easy_a])  # easy, hard
    cases_b = torch.tensor([easy_b, 100 - easy_b])
    rate_a = torch.tensor([best, best - drop / 10])
    rate_b = rate_a - lead / 10  # A is better in each group
    a = (cases_a * rate_a).sum() / 100
    b = (cases_b * rate_b).sum() / 100
    return {"a": a, "b": b}


@question("By how much is B ahead overall?", zh="总体上 B 领先多少？")
def ahead(out):
    return out["b"] - out["a"]


@ahead.wrong(
    en=("Better in each group is better overall.", "A has more of the hard cases, and they pull its mean down."),
    zh=("每组都更好，总体就更好。", "A 的难样本更多，把它的平均拉低了。"),
)
def lead_of_the_groups(easy_b, best, lead, drop):
    return ahead(demo(easy_b, easy_b, best, lead, drop))


@ahead.wrong(
    en=("The number of cases plays no part.", "Each rate is weighted by the cases in its group."),
    zh=("与各组的样本数无关。", "每个比率都按组内样本数加权。"),
)
def cases_play_no_part(lead):
    return 0.0


@ahead.wrong(
    en=("It is the effect of the cases alone.", "A's lead in the groups counts against it."),
    zh=("只是样本构成的影响。", "还要减去 A 在组内的领先。"),
)
def cases_alone(easy_a, easy_b, drop):
    return drop / 10 * (easy_b - easy_a) / 100


@question("What is A's overall rate?", zh="A 的总体比率是多少？")
def rate_of_a(out):
    return out["a"]


@rate_of_a.wrong(
    en=("It is the mean of the two group rates.", "The larger group weighs more."),
    zh=("就是两组比率的平均。", "大的组分量更重。"),
)
def mean_of_rates(easy_b, best, lead, drop):
    return rate_of_a(demo(50, easy_b, best, lead, drop))


@rate_of_a.wrong(
    en=("The easy cases weigh as in B.", "A's own cases give the weights."),
    zh=("简单样本的权重和 B 一样。", "权重由 A 自己的样本决定。"),
)
def weights_of_b(easy_b, best, lead, drop):
    return rate_of_a(demo(easy_b, easy_b, best, lead, drop))


@rate_of_a.wrong(
    en=("The rate of the larger group is the overall rate.", "The smaller group counts as well."),
    zh=("大组的比率就是总体比率。", "小组也要算进去。"),
)
def larger_group_decides(easy_b, best, lead, drop):
    return rate_of_a(demo(0, easy_b, best, lead, drop))


@where(lambda easy, lead: lead[0] != lead[1])
def same_cases(
    easy=one_of(10, 20, 30, 40, 60, 70, 80, 90), lead=one_of([1, 2], [1, 3], [2, 1], [3, 1], [2, 4], [4, 2])
):
    cases = torch.tensor([easy, 100 - easy])  # the same for A and B
    rate_a = torch.tensor([0.9, 0.6])
    rate_b = rate_a - torch.tensor(lead) / 10
    a = (cases * rate_a).sum() / 100
    b = (cases * rate_b).sum() / 100
    return a - b


@question(
    "By how much is A ahead when both get the same cases?", zh="两法遇到同样的样本时，A 领先多少？", of=same_cases
)
def fair_gap(out):
    return out


@fair_gap.wrong(
    en=("It is the mean of the two leads.", "Each lead is weighted by the cases of its group."),
    zh=("就是两组领先的平均。", "每组的领先都按样本数加权。"),
)
def mean_of_leads(lead):
    return same_cases(easy=50, lead=lead)


@fair_gap.wrong(
    en=("The paradox leaves no method ahead.", "With the same weights a lead in both groups is a lead overall."),
    zh=("悖论使得谁也不领先。", "权重相同时，每组领先就是总体领先。"),
)
def nobody_ahead():
    return 0.0


@fair_gap.wrong(
    en=("The leads of the groups add up.", "An overall gap is a mean of them: it lies between the two."),
    zh=("两组的领先相加。", "总体差距是它们的平均，介于两者之间。"),
)
def leads_add(lead):
    return sum(lead) / 10


def slopes(s=whole(2, 6), t=whole(-6, -1)):
    x = torch.tensor([0.0, 1.0, s, s + 1])  # two groups of two points
    y = torch.tensor([0.0, 1.0, t, t + 1])  # in each, y rises by 1
    dx = x - x.mean()
    return (dx * y).sum() / (dx * dx).sum()  # of the fitted line


@question("What is the slope of the line through all four points?", zh="过全部四点的拟合直线，斜率是多少？", of=slopes)
def slope_of_all(out):
    return out


@slope_of_all.wrong(
    en=("Both groups rise by 1, so all do.", "The groups lie one below the other: (1 + st)/(1 + s²)."),
    zh=("两组的斜率都是 1，合起来也是 1。", "两组一高一低：斜率是 (1 + st)/(1 + s²)。"),
)
def slope_of_a_group():
    return 1.0


@slope_of_all.wrong(
    en=("It is the slope between the two groups.", "The slope within the groups pulls it up a little."),
    zh=("就是两组之间的斜率。", "组内的斜率还会把它拉高一点。"),
)
def slope_between(s, t):
    return t / s


@slope_of_all.wrong(
    en=("It is the mean of the slopes within and between.", "They are weighted by the squared distances: 1 to s²."),
    zh=("是组内斜率与组间斜率的平均。", "按距离的平方加权：1 比 s²。"),
)
def mean_of_slopes(s, t):
    return (1 + t / s) / 2


def figure(out, easy_a, easy_b, best, lead, drop):
    shares = [0, 100]
    plt.plot(shares, [best - drop / 10, best], label="A")
    plt.plot(shares, [best - (drop + lead) / 10, best - lead / 10], label="B")
    plt.scatter([easy_a], [out["a"].item()])
    plt.scatter([easy_b], [out["b"].item()])
    plt.xlabel("easy cases in %")
    plt.ylabel("overall rate")
    plt.legend()
