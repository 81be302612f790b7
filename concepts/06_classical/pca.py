"""Principal components (PCA)

Take the mean off, then look for the direction along which the data vary most; the next components are perpendicular
to it. They are the eigenvectors of the covariance matrix, or the right singular vectors of the centred X, and the
eigenvalues are their variances. The first k components are the best projection to k dimensions: what is lost is, per
example,

    λₖ₊₁ + … + λ_d

in squared error. Components are mixtures of all columns, not a choice among them. PCA sees no labels: the direction
of most variance need not separate classes. Columns in different units should be standardised first.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """主成分分析（PCA）

先减去均值，再找数据变化最大的方向；之后的主成分依次与前面的垂直。它们是协方差矩阵的特征向量，
也是中心化的 X 的右奇异向量，特征值就是各方向的方差。前 k 个主成分给出到 k 维的最佳投影，每个样本平均损失的平方误差是

    λₖ₊₁ + … + λ_d

主成分是所有列的组合，而不是从中挑几列。PCA 不看标签：方差最大的方向未必能区分类别。各列单位不同时应先标准化。
"""
NAMES = [
    "PCA",
    "principal component",
    "principal component analysis",
    "explained variance",
    "主成分",
    "主成分分析",
    "方差解释率",
]
HINTS = ["dimensionality reduction", "SVD", "降维", "特征值"]
NEEDS = ["matrix-rank", "expectation-variance"]
SOURCES = [
    "Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, section 14.5",
    "Bishop, Pattern Recognition and Machine Learning, section 12.1",
]


@where(lambda a, b, mean: a != b and mean[0] != 0)
def demo(
    a=whole(2, 9),
    b=whole(1, 8),
    direction=one_of((3, 4), (4, 3), (5, 12), (8, 15), (12, 5)),
    mean=several(2, whole(-9, 9)),
):
    u = torch.tensor(direction).double()
    u = u / u.norm()
    v = torch.stack([-u[1], u[0]])  # perpendicular to u
    X = torch.stack([a * u, -a * u, b * v, -b * v]) + torch.tensor(mean)
    centred = X - X.mean(dim=0)
    values, vectors = torch.linalg.eigh(centred.T @ centred / len(X))
    first = vectors[:, 1]  # the eigenvalues rise
    lost = centred - torch.outer(centred @ first, first)
    return {
        "share": values[1] / values.sum(),
        "slope": first[1] / first[0],
        "error": lost.square().sum(dim=1).mean(),
    }


@question("Which share of the variance does the first component explain?", zh="第一主成分解释了多大比例的方差？")
def share(out):
    return round(out["share"].item(), 6)


@share.wrong(
    en=("The share of the lengths, a to a + b.", "Variances are squares: a² to a² + b² for a > b."),
    zh=("按长度算，a 比 a + b。", "方差是平方：a > b 时为 a² 比 a² + b²。"),
)
def share_of_lengths(a, b):
    return max(a, b) / (a + b)


@share.wrong(
    en=("One of two components explains half.", "The first takes as much as any direction can."),
    zh=("两个主成分各解释一半。", "第一主成分尽可能多地占去方差。"),
)
def half():
    return 0.5


@share.wrong(
    en=("The first is along u.", "It is along v when b > a: the larger variance comes first."),
    zh=("第一主成分沿 u。", "b > a 时沿 v：方差大的在前。"),
)
def always_u(a, b):
    return a**2 / (a**2 + b**2)


@question("What is the slope of the first component?", zh="第一主成分方向的斜率是多少？")
def slope(out):
    return round(out["slope"].item(), 6)


@slope.wrong(
    en=(
        "It is the direction of least variance.",
        "`eigh` lists the eigenvalues upwards: the last one is the first component.",
    ),
    zh=("是方差最小的方向。", "`eigh` 的特征值从小到大排：最后一个才是第一主成分。"),
)
def last_component(out):
    return -1 / out["slope"]


@slope.wrong(
    en=("It points to the mean.", "The mean is taken off first; without centring it would."),
    zh=("它指向均值。", "先减去了均值；不做中心化才会那样。"),
)
def towards_the_mean(mean):
    return mean[1] / mean[0]


@slope.wrong(
    en=("It lies along one of the columns.", "A component is a mixture of all columns."),
    zh=("它沿着某一列的方向。", "主成分是所有列的组合。"),
)
def along_an_axis():
    return 0.0


@question("What is `error`?", zh="`error` 是多少？")
def error(out):
    return round(out["error"].item(), 6)


@error.wrong(
    en=("It is the variance that is kept.", "It is the variance of the component that is dropped."),
    zh=("是保留下来的方差。", "是舍去的那个主成分的方差。"),
)
def variance_kept(a, b):
    return max(a, b) ** 2 / 2


@error.wrong(
    en=("Each example loses the square of the shorter length.", "Two of the four lose it, the other two lose nothing."),
    zh=("每个样本都损失较短长度的平方。", "四个样本中两个有损失，另外两个没有。"),
)
def every_example_loses(a, b):
    return float(min(a, b) ** 2)


@error.wrong(
    en=("The squares are summed over the examples.", "`mean` divides by 4: it is the smaller eigenvalue."),
    zh=("对样本求平方和。", "`mean` 还要除以 4：就是较小的特征值。"),
)
def not_divided(a, b):
    return 2.0 * min(a, b) ** 2


@task(
    "Write `reconstruct`: project the rows of X on the first k principal components and return the reconstruction.",
    zh="写出 `reconstruct`：把 X 的各行投影到前 k 个主成分上，返回重构的结果。",
    blanks=["X - mean", "Vh[:k]", "+ mean"],
    mend=["mean_not_put_back", "columns_of_vh"],
)
def reconstruct(X, k):
    mean = X.mean(dim=0)
    _, _, Vh = torch.linalg.svd(X - mean, full_matrices=False)
    kept = Vh[:k]
    return (X - mean) @ kept.T @ kept + mean


reconstruct.hint("Centre first, and undo it at the end.", zh="先中心化，最后再加回去。")
reconstruct.hint("The rows of Vh are the components, the largest first.", zh="Vh 的行就是主成分，大的在前。")


@reconstruct.inputs
def spread_out(n=whole(6, 9), k=whole(1, 3)):
    scale, place = torch.tensor([1.0, 2.0, 4.0, 8.0]), torch.tensor([5.0, -3.0, 0.0, 8.0])
    rotation = torch.linalg.qr(torch.randn(4, 4)).Q
    return (torch.randn(n, 4) * scale) @ rotation + place, k


@reconstruct.inputs
def all_kept(n=whole(5, 8)):
    return torch.randn(n, 3) * torch.tensor([1.0, 2.0, 4.0]) + torch.tensor([9.0, 0.0, -9.0]), 3


@reconstruct.holds("It varies in k directions at most.", zh="它至多在 k 个方向上变化。")
def of_rank_k(out, k):
    return torch.linalg.matrix_rank(out - out.mean(dim=0), atol=1e-2) <= k


@reconstruct.holds("The mean of the rows stays.", zh="各行的均值不变。")
def keeps_the_mean(out, X):
    return torch.allclose(out.mean(dim=0), X.mean(dim=0), atol=1e-3)


@reconstruct.wrong(
    en=("Centring does not matter.", "Without it the first direction points to the mean."),
    zh=("中心化无关紧要。", "不做的话，第一个方向会指向均值。"),
)
def not_centred(X, k):
    Vh = torch.linalg.svd(X, full_matrices=False)[2]
    return X @ Vh[:k].T @ Vh[:k]


@reconstruct.wrong(
    en=("The projection is the reconstruction.", "The mean that was taken off must be put back."),
    zh=("投影就是重构。", "减去的均值要加回来。"),
)
def mean_not_put_back(X, k):
    X = X - X.mean(dim=0)
    Vh = torch.linalg.svd(X, full_matrices=False)[2]
    return X @ Vh[:k].T @ Vh[:k]


@reconstruct.wrong(
    en=("The components are the columns of Vh.", "They are its rows: Vh is already transposed."),
    zh=("主成分是 Vh 的列。", "是它的行：Vh 已经转置过了。"),
)
def columns_of_vh(X, k):
    mean = X.mean(dim=0)
    V = torch.linalg.svd(X - mean, full_matrices=False)[2][:, :k]
    return (X - mean) @ V @ V.T + mean


@reconstruct.wrong(
    en=("PCA keeps the k columns of largest variance.", "Its directions are mixtures of all columns."),
    zh=("PCA 保留方差最大的 k 列。", "它的方向是所有列的组合。"),
)
def largest_columns(X, k):
    mean = X.mean(dim=0)
    keep = torch.zeros(X.shape[1])
    keep[X.var(dim=0).topk(k).indices] = 1
    return (X - mean) * keep + mean


def figure(out, a, b, direction, mean):
    across, up = direction
    length = (across**2 + up**2) ** 0.5
    u, v = (across / length, up / length), (-up / length, across / length)
    for size, (right, above) in ((a, u), (-a, u), (b, v), (-b, v)):
        plt.scatter([mean[0] + size * right], [mean[1] + size * above], color="C0")
    slope = out["slope"].item()
    plt.plot([mean[0] - 3, mean[0] + 3], [mean[1] - 3 * slope, mean[1] + 3 * slope], color="C1")
