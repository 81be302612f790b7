"""k-means

Two steps in turn: every point goes to its nearest centre, then every centre moves to the mean of its points. Neither
step can raise

    Σ |x − centre of x|²

so it stops, but possibly at a poor solution that depends on the start: run it several times, or choose the start as
k-means++ does. A centre need not be a data point. The number k is given, not found, and clusters need not have equal
sizes. It is clustering without labels; k nearest neighbours, in spite of its name, is a classifier that needs them.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """k 均值聚类

两步交替：每个点归到最近的中心；每个中心移到它那些点的均值。两步都不会使

    Σ |x − x 所属的中心|²

增大，所以一定会停下来，但可能停在较差的解，取决于初始中心：可以多跑几次，或像 k-means++ 那样选初始中心。
中心不一定是数据点。k 是给定的，不是算出来的；各簇大小也不必相等。这是无标签的聚类；k 近邻虽然名字相似，
却是需要标签的分类方法。
"""
NAMES = [
    "k-means",
    "kmeans",
    "Lloyd's algorithm",
    "cluster centre",
    "cluster center",
    "k均值",
    "K均值聚类",
    "簇中心",
    "聚类中心",
]
HINTS = ["clustering", "centroid", "聚类", "质心"]
NEEDS = ["mse-vs-mae"]
CONFUSED_WITH = ["knn"]
SOURCES = [
    "Lloyd, Least squares quantization in PCM, 1982",
    "Arthur & Vassilvitskii, k-means++: the advantages of careful seeding, 2007",
]


def lloyd(x, centres, rounds):
    """The groups and both centres of numbers after some rounds; None where a tie or an empty group comes."""
    groups = []
    for _ in range(rounds):
        gaps = [abs(v - centres[0]) - abs(v - centres[1]) for v in x]
        groups = [int(gap > 0) for gap in gaps]
        if 0 in gaps or len(set(groups)) == 1:
            return None
        members = [[v for v, g in zip(x, groups, strict=True) if g == j] for j in (0, 1)]
        centres = [sum(each) / len(each) for each in members]
    return groups, centres


@where(lambda x, start: lloyd(x, start, 1))
def demo(x=several(4, whole(0, 30), distinct=True), start=several(2, whole(0, 30), distinct=True)):
    x, centres = torch.tensor(x).float(), torch.tensor(start).float()
    group = (x[:, None] - centres).abs().argmin(dim=1)
    return torch.stack([x[group == j].mean() for j in (0, 1)])


@question("Where is centre 0 afterwards?", zh="之后中心 0 在哪里？")
def centre(out):
    return out[0]


@centre.wrong(
    en=("The centres are chosen once and stay.", "Each moves to the mean of its points."),
    zh=("中心选定之后就不动。", "每个中心移到它那些点的均值。"),
)
def stays(start):
    return float(start[0])


@centre.wrong(
    en=("Both centres move to the mean of all points.", "Each to the mean of the points that are nearest to it."),
    zh=("两个中心都移到所有点的均值。", "各自移到离它最近的那些点的均值。"),
)
def mean_of_all(x):
    return sum(x) / 4


@centre.wrong(
    en=("Each centre gets half of the points.", "It gets those that are nearest, however many."),
    zh=("每个中心分到一半的点。", "分到离它最近的点，多少不限。"),
)
def two_each(x, start):
    ordered = sorted(x, reverse=start[0] > start[1])
    return sum(ordered[:2]) / 2


@centre.wrong(
    en=("The centre is the nearest data point.", "It is a mean, seldom a data point."),
    zh=("中心就是最近的数据点。", "中心是均值，很少恰好是数据点。"),
)
def nearest_point(x, start):
    return float(min(x, key=lambda v: abs(v - start[0])))


@where(lambda x, start: lloyd(x, start, 8))
def converged(x=several((5, 8), whole(0, 40), distinct=True), start=several(2, whole(0, 40), distinct=True)):
    x, centres = torch.tensor(x).double(), torch.tensor(start).double()
    for _ in range(8):
        group = (x[:, None] - centres).abs().argmin(dim=1)
        centres = torch.stack([x[group == j].mean() for j in (0, 1)])
    return group


@question("How many points are in group 0 at the end?", zh="最后第 0 组有几个点？", of=converged)
def size(out):
    return (out == 0).sum()


@size.steps
def round_by_round(x, start):
    before = None
    for rounds in range(1, 9):
        groups, centres = lloyd(x, start, rounds)
        if groups != before:
            yield f"{centres[0]:.3g}, {centres[1]:.3g}", groups.count(0)
        before = groups


@size.wrong(
    en=("A point stays in its first group.", "The centres move, and points change over."),
    zh=("点一直留在最初的组里。", "中心会移动，点也会换组。"),
)
def never_change(x, start):
    return lloyd(x, start, 1)[0].count(0)


@size.wrong(
    en=("The groups are as equal as can be.", "Nothing makes them equal."),
    zh=("各组大小尽可能相等。", "没有什么使它们相等。"),
)
def equal_sizes(x):
    return len(x) // 2


@size.wrong(
    en=(
        "The groups meet in the middle of the range.",
        "They meet half-way between the centres, which follow their points.",
    ),
    zh=("两组以数值范围的正中为界。", "以两个中心的正中为界，而中心会跟着各自的点移动。"),
)
def split_at_the_middle(x, start):
    middle = (min(x) + max(x)) / 2
    below = sum(v < middle for v in x)
    return below if start[0] < start[1] else len(x) - below


def stuck(w=whole(2, 5), h=whole(6, 9), start=one_of("left and right", "bottom and top")):
    corners = [[0, 0], [0, 2 * w], [2 * h, 0], [2 * h, 2 * w]]
    x = torch.tensor(corners).float()
    centres = x[[0, 2]] if start == "left and right" else x[[0, 1]]
    for _ in range(10):
        group = torch.cdist(x, centres).argmin(dim=1)
        centres = torch.stack([x[group == j].mean(dim=0) for j in (0, 1)])
    return ((x - centres[group]) ** 2).sum()


@question("What is returned, the sum of squared distances?", zh="返回的距离平方和是多少？", of=stuck)
def cost(out):
    return out


@cost.wrong(
    en=("It finds the best clusters from any start.", "From bottom and top neither step helps: it stops there."),
    zh=("从任何初始中心出发都能找到最好的聚类。", "从上下出发时，两步都无法改进，就停在那里。"),
)
def always_the_best(w):
    return 4.0 * w**2


@cost.wrong(
    en=(
        "It always cuts the rectangle into bottom and top.",
        "Only from that start; left and right stay left and right.",
    ),
    zh=("总是把矩形切成上下两半。", "只有从上下出发才是；从左右出发就停在左右。"),
)
def always_the_worst(h):
    return 4.0 * h**2


@cost.wrong(
    en=("As large as with one centre.", "Two centres take the longer or shorter distance away."),
    zh=("与只有一个中心时一样大。", "两个中心会消去其中一个方向的距离。"),
)
def one_centre(w, h):
    return 4.0 * (w**2 + h**2)


@cost.wrong(
    en=("The distances are summed.", "Their squares are."),
    zh=("把距离相加。", "相加的是距离的平方。"),
)
def distances_summed(w, h, start):
    return 4.0 * (w if start == "left and right" else h)


@task(
    "Write `lloyd_step`, one round: assign the points X (n, d) to the centres C (k, d), then move the centres. "
    "A centre without points stays.",
    zh="写出 `lloyd_step`，即一轮 k 均值：把点 X (n, d) 分配给中心 C (k, d)，再移动中心。没有点的中心不动。",
    blanks=["argmin(dim=1)", "X[group == j].mean(dim=0)"],
    mend=["empty_is_nan", "largest_product"],
)
def lloyd_step(X, C):
    group = torch.cdist(X, C).argmin(dim=1)
    moved = C.clone()
    for j in group.unique():
        moved[j] = X[group == j].mean(dim=0)
    return moved


lloyd_step.hint("`torch.cdist` gives all distances at once.", zh="`torch.cdist` 一次给出所有距离。")
lloyd_step.hint("The mean of no rows is NaN.", zh="没有行时均值是 NaN。")


@lloyd_step.inputs
def cloud(n=whole(5, 9), k=whole(2, 3)):
    return torch.randn(n, 2), torch.randn(k, 2)


@lloyd_step.inputs
def one_far_away(n=whole(5, 9)):
    return torch.randn(n, 2), torch.cat([torch.randn(2, 2), torch.full((1, 2), 20.0)])


@lloyd_step.holds("The sum of squared distances does not rise.", zh="距离平方和不会增大。")
def never_rises(out, X, C):
    before, after = (torch.cdist(X, centres).min(dim=1).values.square().sum() for centres in (C, out))
    return after <= before + 1e-4


@lloyd_step.wrong(
    en=("Every centre has points.", "One without any becomes NaN, and infects the next round."),
    zh=("每个中心都有点。", "没有点的中心会变成 NaN，并影响下一轮。"),
)
def empty_is_nan(X, C):
    group = torch.cdist(X, C).argmin(dim=1)
    return torch.stack([X[group == j].mean(dim=0) for j in range(len(C))])


@lloyd_step.wrong(
    en=("The sums are divided by n.", "Each by the number of its own points."),
    zh=("各组之和除以 n。", "除以各自的点数。"),
)
def divided_by_all(X, C):
    group = torch.cdist(X, C).argmin(dim=1)
    return torch.stack([X[group == j].sum(dim=0) / len(X) for j in range(len(C))])


@lloyd_step.wrong(
    en=("The nearest centre has the largest dot product.", "A long centre wins from afar; use the distance."),
    zh=("点积最大的中心最近。", "很远的长向量点积也大；要用距离。"),
)
def largest_product(X, C):
    group = (X @ C.T).argmax(dim=1)
    moved = C.clone()
    for j in group.unique():
        moved[j] = X[group == j].mean(dim=0)
    return moved


@lloyd_step.wrong(
    en=("A centre moves to its nearest data point.", "It moves to the mean of its points (the other is k-medoids)."),
    zh=("中心移到最近的数据点。", "移到各点的均值（取数据点的是 k-medoids）。"),
)
def nearest_data_point(X, C):
    return torch.stack([X[(X - centre).square().sum(dim=1).argmin()] for centre in C])


def figure(out, x, start):
    plt.scatter(x, [0] * 4)
    for y, centres, colour in ((0.5, start, "C1"), (-0.5, out.tolist(), "C3")):
        plt.scatter(centres, [y] * 2, color=colour)
        for number, place in enumerate(centres):
            plt.text(place, y + 0.1, str(number))
    plt.ylim(-1, 1)
    plt.xlabel("centres before (above) and after (below)")
