"""Overfitting and model capacity

A polynomial of degree d has d + 1 coefficients and passes through any d + 1 points with different x. Then the training
error is 0 and says nothing: the noise of the labels was learnt as well, and outside the points it comes back enlarged.
At the next place of an even grid, an error e in label j (of n, from 0) shifts the prediction by

    ± e · C(n, j)

where C is the binomial coefficient. A larger model never has a larger least training error, but it need not reach 0:
two different labels at one x cannot both be hit. Underfitting is the opposite: the model cannot follow even the trend.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, where, whole

ZH = """过拟合与模型容量

d 次多项式有 d + 1 个系数，能穿过任意 d + 1 个横坐标不同的点。这时训练误差为 0，却什么也说明不了：
标签里的噪声也学了进去，到训练点之外还会放大。
在等距网格的下一个位置上，第 j 个标签（共 n 个，从 0 数起）的误差 e 使预测偏移

    ± e · C(n, j)

其中 C 是组合数。容量更大，能达到的最小训练误差不会更大，但也不一定到得了 0：同一个 x 上的两个不同标签不可能都命中。
欠拟合则相反：模型连趋势都跟不上。
"""
NAMES = [
    "overfitting",
    "underfitting",
    "overfit",
    "model capacity",
    "polynomial fit",
    "过拟合",
    "欠拟合",
    "模型容量",
    "多项式拟合",
]
HINTS = ["generalisation", "generalization", "complexity", "泛化", "复杂度"]
NEEDS = ["train-valid-test"]
SOURCES = [
    "Hastie, Tibshirani & Friedman, The Elements of Statistical Learning (2nd ed.), section 2.9",
    "Goodfellow, Bengio & Courville, Deep Learning, section 5.2",
]


@where(lambda n, j: 0 < j < n)
def demo(slope=whole(1, 5), n=whole(3, 5), j=whole(1, 4), e=one_of(-3, -2, -1, 1, 2, 3)):
    x = torch.arange(n).double()
    y = slope * x
    y[j] += e  # one noisy label
    w = torch.linalg.solve(torch.vander(x), y)  # every point is hit
    new = torch.vander(torch.tensor([n]).double(), n)
    return (new @ w).item() - slope * n


@question(
    "How far from the true line is the prediction at x = n (above or below)?",
    zh="在 x = n 处，预测离真直线多远（不论上下）？",
)
def distance(out):
    return round(abs(out), 6)


@distance.wrong(
    en=("An error of e in a label is an error of e in the prediction.", "Outside the points it is multiplied."),
    zh=("标签差 e，预测也只差 e。", "到了训练点之外，误差会被放大。"),
)
def noise_is_kept(e):
    return float(abs(e))


@distance.wrong(
    en=("Noise is averaged over the n points.", "A curve through every point averages nothing."),
    zh=("噪声被 n 个点平均掉。", "穿过每个点的曲线不做任何平均。"),
)
def noise_is_averaged(n, e):
    return abs(e) / n


@distance.wrong(
    en=("The trend is learnt and the noise is not.", "With n coefficients for n points both are learnt."),
    zh=("学到的是趋势，噪声不会被学进去。", "n 个系数对 n 个点，趋势和噪声都学进去了。"),
)
def noise_is_forgotten():
    return 0.0


@where(lambda x: 3 <= len(set(x)) < len(x) and len(set(x)) < 10)
def capacity(x=several((4, 14), whole(-5, 5))):
    x, y = torch.tensor(x).double() / 5, torch.randn(len(x), 1).double()
    losses = []
    for degree in range(11):
        A = torch.vander(x, degree + 1)
        w = torch.linalg.lstsq(A, y, driver="gelsd").solution
        losses.append((A @ w - y).square().sum().item())
    return losses


@question(
    "From which degree on does the training loss fall no further?",
    zh="从几次多项式开始，训练损失不再下降？",
    of=capacity,
)
def enough(out):
    return next(degree for degree, loss in enumerate(out) if loss < out[-1] + 1e-8)


@enough.wrong(
    en=("One degree less than there are points.", "Only different x count: repeated ones cannot be told apart."),
    zh=("次数等于点数减一。", "只有不同的 x 才算数：重复的 x 无法区分。"),
)
def as_many_as_points(x):
    return len(x) - 1


@enough.wrong(
    en=("A higher degree always fits better.", "With one coefficient for each different x the best fit is reached."),
    zh=("次数越高总是拟合得越好。", "系数个数等于不同 x 的个数时，就已经是最好的拟合了。"),
)
def always_better():
    return 10


@enough.wrong(
    en=("A polynomial of degree d passes through d points.", "It passes through d + 1: it has d + 1 coefficients."),
    zh=("d 次多项式能穿过 d 个点。", "能穿过 d + 1 个点：它有 d + 1 个系数。"),
)
def degree_is_the_number(x):
    return len(set(x))


@where(lambda a, b: abs(a - b) > 1)
def twins(a=whole(1, 9), b=whole(1, 9), n=whole(3, 6), degree=whole(6, 9)):
    x = torch.arange(n).double()
    x = torch.cat([x, x[-1:]])  # the last place was measured twice
    y = torch.cat([torch.randn(n - 1), torch.tensor([a, b])]).double()
    A = torch.vander(x / n, degree + 1)
    w = torch.linalg.lstsq(A, y[:, None], driver="gelsd").solution
    return (A @ w - y[:, None]).square().sum().item()


@question("What training error (sum of squares) is returned?", zh="返回的训练误差（平方和）是多少？", of=twins)
def rest(out):
    return round(out, 6)


@rest.wrong(
    en=("With enough coefficients every label is hit.", "One x has one prediction, and here it has two labels."),
    zh=("系数够多，每个标签都能命中。", "一个 x 只有一个预测值，这里却有两个标签。"),
)
def every_label_is_hit():
    return 0.0


@rest.wrong(
    en=("One of the two labels is hit and the other missed.", "The mean of the two has the least squared error."),
    zh=("两个标签命中一个，错过另一个。", "取两者的均值，平方误差最小。"),
)
def one_is_hit(a, b):
    return float((a - b) ** 2)


@rest.wrong(
    en=("Only one of the two errors counts.", "Both labels are (a − b)/2 away: two squares are added."),
    zh=("两个误差只算一个。", "两个标签各差 (a − b)/2：要加两个平方。"),
)
def one_square(a, b):
    return ((a - b) / 2) ** 2


def figure(out, slope, n, j, e):
    x = torch.arange(n).double()
    y = slope * x
    y[j] += e
    w = torch.linalg.solve(torch.vander(x), y)
    fine = torch.linspace(0, n, 100).double()
    plt.plot(fine, torch.vander(fine, n) @ w, label="through every point")
    plt.plot(fine, slope * fine, label="true line")
    plt.scatter(x, y, color="C2", label="labels")
    plt.legend()
