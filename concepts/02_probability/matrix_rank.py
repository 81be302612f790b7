"""Rank of a matrix

The rank is the number of linearly independent rows, and that of linearly independent columns: the two are equal. It
is at most the smaller side, and

    rank(AB) ≤ min(rank A, rank B)    rank(A + B) ≤ rank A + rank B

A product through r dimensions has at most rank r, however large it is. Two linear layers with r units between them
see at most r directions of the input; a step along any other changes nothing. Matrices of random numbers have full
rank with probability 1. In floating point nothing is exactly dependent, so `matrix_rank` counts the singular values
above a tolerance.
"""

import torch
from torch import nn
from torch.autograd.functional import jacobian

from journal.authoring import question, several, where, whole

ZH = """矩阵的秩

秩是线性无关的行数，也是线性无关的列数：两者总相等。秩不超过较短的一边，并且

    rank(AB) ≤ min(rank A, rank B)    rank(A + B) ≤ rank A + rank B

中间经过 r 维的乘积，无论多大，秩都不超过 r。两个线性层之间若只有 r 个单元，就至多看得到输入的 r 个方向，
沿其余方向移动输入，输出不变。随机数组成的矩阵以概率 1 满秩。浮点数没有严格的线性相关，
所以 `matrix_rank` 数的是大于某个容差的奇异值。
"""
NAMES = ["matrix rank", "rank of a matrix", "low-rank", "linearly independent", "矩阵的秩", "低秩", "线性无关", "满秩"]
HINTS = ["singular value", "奇异值"]
NEEDS = ["matrix-product"]
SOURCES = ["torch.linalg.matrix_rank", "Strang, Introduction to Linear Algebra, chapter 3"]


def demo(a=whole(4, 9), b=whole(4, 9), r=whole(1, 4), more=whole(1, 3)):
    M = torch.randn(a, r).double() @ torch.randn(r, b).double()
    for _ in range(more):
        M += torch.outer(torch.randn(a).double(), torch.randn(b).double())
    return torch.linalg.matrix_rank(M)


@question("What is the rank (with probability 1)?", zh="秩（以概率 1）是多少？")
def rank(out):
    return out


@rank.wrong(
    en=(
        "A matrix full of random numbers has full rank.",
        "These numbers are not independent: M is a sum of r + more outer products.",
    ),
    zh=("填满随机数的矩阵就是满秩的。", "这些数并不独立：M 是 r + more 个外积之和。"),
)
def always_full(a, b):
    return min(a, b)


@rank.wrong(
    en=("Adding a matrix of rank 1 leaves the rank alone.", "Each one may raise it by 1, up to the smaller side."),
    zh=("加上一个秩为 1 的矩阵，秩不变。", "每加一个，秩最多增加 1，直到等于较短的一边。"),
)
def sums_keep_the_rank(a, b, r):
    return min(a, b, r)


@rank.wrong(
    en=("The ranks of the two factors add.", "A product has at most the rank of its weaker factor."),
    zh=("两个因子的秩相加。", "乘积的秩不超过秩较小的那个因子。"),
)
def factors_add(a, b, r, more):
    return min(a, b, 2 * r + more)


def bottleneck(n=whole(4, 9), r=whole(1, 5), m=whole(2, 9)):
    net = nn.Sequential(nn.Linear(n, r), nn.Linear(r, m)).double()
    J = jacobian(net, torch.randn(n).double())  # of shape (m, n)
    return n - torch.linalg.matrix_rank(J)


@question(
    "In how many independent directions can the input move without changing the output?",
    zh="输入可以沿多少个独立的方向移动而不改变输出？",
    of=bottleneck,
)
def lost(out):
    return out


@lost.wrong(
    en=("Only a narrower output loses something.", "Every narrow layer on the way loses: min(r, m) directions remain."),
    zh=("只有输出变窄才会丢失信息。", "途中每个窄层都会丢：只剩 min(r, m) 个方向。"),
)
def only_the_output_counts(n, m):
    return max(0, n - m)


@lost.wrong(
    en=("Random layers lose nothing.", "No weights can bring n directions through r numbers."),
    zh=("随机初始化的层不会丢失信息。", "无论权重如何，r 个数都容不下 n 个方向。"),
)
def nothing_lost():
    return 0


@lost.wrong(
    en=("As many as the rank.", "The rank counts the directions that do change the output; n − rank do not."),
    zh=("等于秩。", "秩是会改变输出的方向数；不改变输出的有 n − 秩 个。"),
)
def as_many_as_the_rank(n, r, m):
    return n - lost(bottleneck(n, r, m))


@where(lambda columns: len(set(columns)) < len(columns))
def features(columns=several((3, 8), whole(0, 6))):
    basis = torch.randn(9, 7).double()
    X = basis[:, columns]  # some columns are taken twice
    total = X[:, 0] + X[:, 1]
    X = torch.cat([X, total[:, None]], dim=1)
    return torch.linalg.matrix_rank(X)


@question("What is the rank of the last `X`?", zh="最后的 `X` 的秩是多少？", of=features)
def rank_of_features(out):
    return out


@rank_of_features.wrong(
    en=("Each column raises the rank by 1.", "Copies and sums of other columns add nothing."),
    zh=("每一列都使秩增加 1。", "其他列的副本或它们之和都不增加秩。"),
)
def every_column(columns):
    return len(columns) + 1


@rank_of_features.wrong(
    en=(
        "Only equal columns are dependent; a sum is something new.",
        "A sum of two columns lies in their span and adds nothing.",
    ),
    zh=("只有相同的列才线性相关，两列之和是新的。", "两列之和落在它们张成的空间里，不增加秩。"),
)
def sum_is_new(columns):
    return len(set(columns)) + 1


@rank_of_features.wrong(
    en=("A sum is dependent, a copy is a column of its own.", "A copy is dependent as well: it is once that column."),
    zh=("和是线性相关的，副本则算独立的一列。", "副本同样线性相关：它就是那一列的 1 倍。"),
)
def copies_count(columns):
    return len(columns)
