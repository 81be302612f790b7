"""k nearest neighbours

There is no training: the class of a new point is the majority among the k training points nearest to it. k = 1 fits
distinct training points without error, since each is its own neighbour, so that error says nothing; leave the point
out to measure. A larger k is smoother, that is, simpler; with k = n the majority always wins. The distance adds the
squares of the columns, so a column in small units (large numbers) decides who is near: standardise first. Prediction
is what costs: each one looks at all points, unless an index helps.
"""

import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """k 近邻

k 近邻没有训练过程：新点的类别，就是离它最近的 k 个训练点中的多数类。各点互不相同时，k = 1 的训练误差为 0，
因为每个点最近的就是它自己，所以这个误差说明不了什么；要衡量，就得把该点留出。
k 越大，分界越平滑，模型也越简单；k = n 时总是多数类获胜。
距离把各列的平方相加，所以单位小（数值大）的那一列决定谁近谁远：要先标准化。
它的代价在预测时：若没有索引，每次都要看遍所有的点。
"""
NAMES = [
    "kNN",
    "k-NN",
    "k-nearest neighbours",
    "k-nearest neighbors",
    "nearest neighbour classifier",
    "nearest neighbor classifier",
    "k近邻",
    "K最近邻",
    "最近邻分类",
]
HINTS = ["nearest neighbour", "nearest neighbor", "近邻"]
NEEDS = ["standardise"]
CONFUSED_WITH = ["k-means"]
SOURCES = [
    "Cover & Hart, Nearest neighbor pattern classification, 1967",
    "Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, section 13.3",
]


@where(lambda xs, new: len({abs(x - new) for x in xs}) == 9)
@where(lambda labels: 3 <= sum(labels) <= 6)
def demo(
    xs=several(9, whole(0, 40), distinct=True), labels=several(9, one_of(0, 1)), new=whole(5, 35), k=one_of(3, 5, 7)
):
    x, y = torch.tensor(xs), torch.tensor(labels)
    nearest = (x - new).abs().topk(k, largest=False).indices
    return y[nearest].sum()


@question("How many of the k neighbours vote for class 1?", zh="k 个近邻中有几个投给类 1？")
def votes(out):
    return out


@votes.wrong(
    en=("All training points vote.", "Only the k nearest do."),
    zh=("所有训练点都投票。", "只有最近的 k 个投票。"),
)
def everyone_votes(labels):
    return sum(labels)


@votes.wrong(
    en=("`topk` takes the largest distances.", "With `largest=False` it takes the smallest."),
    zh=("`topk` 取的是最大的距离。", "`largest=False` 时取最小的。"),
)
def farthest_vote(xs, labels, new, k):
    far = sorted(range(9), key=lambda i: -abs(xs[i] - new))[:k]
    return sum(labels[i] for i in far)


@votes.wrong(
    en=("The first k points vote.", "The order of the training data does not matter, only the distance."),
    zh=("由前 k 个点投票。", "训练数据的次序无关紧要，只看距离。"),
)
def first_k_vote(labels, k):
    return sum(labels[:k])


@where(lambda labels: 0 < sum(labels) < 7)
def left_out(labels=several(7, one_of(0, 1)), k=one_of(1, 3)):
    x = torch.tensor([0.0, 1.0, 2.1, 3.3, 4.6, 6.0, 7.5])
    y = torch.tensor(labels)
    distance = (x[:, None] - x).abs().fill_diagonal_(torch.inf)
    nearest = distance.topk(k, largest=False).indices
    predicted = y[nearest].float().mean(dim=1).round()
    return (predicted != y).sum()


@question("How many points are classified wrongly?", zh="有几个点被判错？", of=left_out)
def mistakes(out):
    return out


def mistakes_of(labels, k, nearest):
    """How many of seven points lose the vote of the k that `nearest(i)` lists first."""
    voted = [sum(labels[j] for j in nearest(i)[:k]) * 2 > k for i in range(7)]
    return sum(vote != bool(label) for vote, label in zip(voted, labels, strict=True))


@mistakes.wrong(
    en=("Each point may vote for itself.", "The diagonal is infinite: it is left out."),
    zh=("每个点也给自己投票。", "对角线是无穷大：自己被排除在外。"),
)
def itself_included(labels, k):
    places = [0.0, 1.0, 2.1, 3.3, 4.6, 6.0, 7.5]
    return mistakes_of(labels, k, lambda i: sorted(range(7), key=lambda j: abs(places[j] - places[i])))


@mistakes.wrong(
    en=("The minority class is lost, the majority right.", "Who is right depends on who lies near, not on how many."),
    zh=("少数类全错，多数类全对。", "对错取决于谁在附近，而不是谁更多。"),
)
def minority_lost(labels):
    return min(sum(labels), 7 - sum(labels))


@mistakes.wrong(
    en=("The neighbours are the next points in the list.", "They are the nearest, on either side."),
    zh=("近邻就是列表中后面的点。", "是距离最近的点，两侧都算。"),
)
def following_points(labels, k):
    return mistakes_of(labels, k, lambda i: [(i + step) % 7 for step in (1, 2, 3)])


@where(lambda points: len({tuple(p) for p in points}) == 4 == len({p[0] ** 2 + p[1] ** 2 for p in points}))
@where(lambda points: len({p[0] for p in points}) == 4 == len({p[1] for p in points}))
def units(points=several(4, several(2, whole(1, 12))), factor=one_of(1000, 200, 0.01, 0.001)):
    X = torch.tensor(points).double()
    X[:, 1] *= factor  # column 1 in another unit
    new = torch.zeros(1, 2).double()
    return torch.cdist(new, X).argmin()


@question("Which row of X (counted from 0) is nearest to `new`?", zh="X 的第几行（从 0 数起）离 `new` 最近？", of=units)
def nearest(out):
    return out


@nearest.wrong(
    en=("The unit of a column does not matter.", "Its numbers enter the distance squared: large ones decide."),
    zh=("列的单位无关紧要。", "它的数值平方后进入距离：数值大的那一列起决定作用。"),
)
def unit_does_not_matter(points):
    return nearest(units(points, factor=1))


@nearest.wrong(
    en=("The column with the small numbers decides.", "Squares of small numbers vanish beside those of large ones."),
    zh=("数值小的那一列起决定作用。", "小数的平方与大数的平方相比微不足道。"),
)
def small_numbers_decide(points, factor):
    return nearest(units(points, 1 / factor))


@task(
    "Write `knn`: the majority label (0 or 1) of the k rows of X nearest to x. k is odd.",
    zh="写出 `knn`：X 中离 x 最近的 k 行的多数标签（0 或 1），k 为奇数。",
    blanks=["dim=1", "[:k]"],
    mend=["largest_product", "farthest_rows"],
)
def knn(X, y, x, k):
    distance = ((X - x) ** 2).sum(dim=1)
    nearest_rows = distance.argsort()[:k]
    return int(y[nearest_rows].float().mean() > 0.5)


knn.hint("One distance for each row: broadcast X − x.", zh="每行一个距离：用广播计算 X − x。")
knn.hint("The root changes no order, so it is not needed.", zh="开方不改变次序，所以不需要。")


@knn.inputs
def cloud(n=whole(5, 9), d=whole(2, 3), k=one_of(1, 3, 5)):
    return torch.randn(n, d), torch.randint(2, (n,)), torch.randn(d), k


@knn.inputs
def off_centre(n=whole(5, 9), k=one_of(1, 3)):
    X = torch.randn(n, 2) + 3
    return X, torch.randint(2, (n,)), X[0] + 0.01, k


@knn.holds("With k = 1 each training point gets its own label.", zh="k = 1 时每个训练点得到自己的标签。")
def fits_itself(X, y, solution):
    return solution(X, y, X[1], 1) == y[1]


@knn.wrong(
    en=("The nearest has the largest dot product.", "A long row has a large product from afar; use the distance."),
    zh=("点积最大的就是最近的。", "很远的长向量点积也大；要用距离。"),
)
def largest_product(X, y, x, k):
    nearest_rows = (X @ x).argsort(descending=True)[:k]
    return int(y[nearest_rows].float().mean() > 0.5)


@knn.wrong(
    en=("The largest values come first in a ranking.", "Near means a small distance: sort upwards."),
    zh=("排名时大的在前。", "近就是距离小：要从小到大排。"),
)
def farthest_rows(X, y, x, k):
    nearest_rows = ((X - x) ** 2).sum(dim=1).argsort(descending=True)[:k]
    return int(y[nearest_rows].float().mean() > 0.5)


@knn.wrong(
    en=("All rows vote.", "Only k of them do; with k = n it would be the majority for every x."),
    zh=("所有行都投票。", "只有 k 行投票；k = n 时对任何 x 都是多数类。"),
)
def all_rows_vote(X, y, x, k):
    return int(y.float().mean() > 0.5)


@knn.wrong(
    en=("The differences of the columns are summed.", "They may cancel: square them first."),
    zh=("把各列的差相加。", "差会互相抵消：要先平方。"),
)
def differences_cancel(X, y, x, k):
    nearest_rows = (X - x).sum(dim=1).abs().argsort()[:k]
    return int(y[nearest_rows].float().mean() > 0.5)
