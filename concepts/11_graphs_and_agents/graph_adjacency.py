"""Graph as a matrix

A graph is nodes and edges; its adjacency matrix `A` has a 1 at (i, j) where an edge joins i and j. Powers count walks:

    (A^k)[i, j] = number of walks of k steps from i to j

A walk may pass an edge or a node again. An undirected edge stands in `A` twice. With the degrees on the diagonal of
`D`, the Laplacian `L = D − A` has rows that sum to zero, so 0 is an eigenvalue of it: once for each separate part of
the graph.
"""

import torch

from journal.authoring import one_of, question, several, whole

ZH = """图与邻接矩阵

图由节点和边组成；邻接矩阵 `A` 在 (i, j) 处为 1，表示 i 与 j 之间有一条边。用它的幂可以数游走：

    (A^k)[i, j] = 从 i 到 j、恰好走 k 步的游走数

游走可以重复经过同一条边、同一个节点。每条无向边在 `A` 中出现两次。把各节点的度放在 `D` 的对角线上，
拉普拉斯矩阵 `L = D − A` 每一行之和为零，所以 0 是它的特征值：图有几个互不相连的部分，就出现几次。
"""
ALIASES = [
    "adjacency matrix",
    "graph Laplacian",
    "Laplacian",
    "node degree",
    "graph structure",
    "邻接矩阵",
    "图结构",
    "图节点",
    "拉普拉斯矩阵",
    "节点的度",
]
NEEDS = ["tensor-broadcasting"]
SOURCES = ["Chung, Spectral graph theory (1997), chapter 1", "torch.linalg.matrix_power"]

PAIRS = [[i, j] for j in range(5) for i in range(j)]


def demo(
    edges=several((5, 8), one_of(*PAIRS), distinct=True),
    i=whole(0, 4),
    j=whole(0, 4),
    k=one_of(2, 3),
    power=torch.linalg.matrix_power,
):
    A = torch.zeros(5, 5, dtype=torch.int64)
    for u, v in edges:
        A[u, v] = A[v, u] = 1
    return A, power(A, k)[i, j]


@question("What is the second result, entry (i, j) of the power?", "第二个结果，即幂在 (i, j) 处的值，是多少？")
def walks(out):
    return out[1]


@walks.wrong(
    "A^k is the matrix product of A with itself, not the power of each entry.",
    "A^k 是 A 与自身的矩阵乘积，而不是逐个元素求幂。",
)
def entry_by_entry(edges, i, j, k):
    return walks(demo(edges, i, j, k, power=torch.pow))


@walks.wrong(
    "Walks may return: going to a neighbour and back is a walk of two steps.",
    "游走可以往回走：走到邻居再回来就是一条两步的游走。",
)
def nodes_never_repeat(out, i, j, k):
    A = out[0]
    paths = [[i]]
    for _ in range(k):
        paths = [[*path, v] for path in paths for v in range(5) if A[path[-1], v] and v not in path]
    return sum(path[-1] == j for path in paths)


@question("What is `A.sum()`?", "`A.sum()` 等于多少？")
def entries(out):
    return out[0].sum()


@entries.wrong(
    "An undirected edge stands in A twice: at (u, v) and at (v, u).", "无向边在 A 中出现两次：(u, v) 和 (v, u)。"
)
def each_edge_once(edges):
    return len(edges)


@entries.wrong(
    "The diagonal of A is zero: no node is joined to itself here.", "A 的对角线为零：这里没有节点与自己相连。"
)
def nodes_count_themselves(edges):
    return 2 * len(edges) + 5


def spectrum(sizes=several((1, 4), whole(2, 4))):
    parts = [torch.ones(n, n) - torch.eye(n) for n in sizes]
    A = torch.block_diag(*parts)
    L = torch.diag(A.sum(1)) - A
    return torch.linalg.eigvalsh(L)


@question("How many of the eigenvalues are zero (up to rounding)?", "有多少个特征值为零（忽略舍入误差）？", of=spectrum)
def zero_eigenvalues(out):
    return int((out.abs() < 1e-4).sum())


@zero_eigenvalues.wrong(
    "One for each separate part: a vector that is constant on one part and 0 elsewhere is mapped to 0.",
    "每个互不相连的部分各有一个：在该部分取常数、其余为 0 的向量被映到 0。",
)
def always_one(sizes):
    return zero_eigenvalues(spectrum([sum(sizes)]))


@zero_eigenvalues.wrong(
    "Zero row sums only say that constant vectors are mapped to 0; not all others are.",
    "各行之和为零，只说明常向量被映到 0；并非所有向量都如此。",
)
def zero_rows_make_all_zero(sizes):
    return zero_eigenvalues(spectrum([1] * sum(sizes)))


@zero_eigenvalues.wrong(
    "The Laplacian cannot be inverted: each of its rows sums to zero.", "拉普拉斯矩阵不可逆：它的每一行之和都是零。"
)
def laplacian_is_invertible():
    return 0
