"""Graph as a matrix

A graph is nodes and edges; its adjacency matrix `A` has a 1 at (i, j) where an edge joins i and j. Powers count walks:

    (A^k)[i, j] = number of walks of k steps from i to j

A walk may pass an edge or a node again. An undirected edge stands in `A` twice. With the degrees on the diagonal of
`D`, the Laplacian `L = D − A` turns values on the nodes into differences to the neighbours. Its rows sum to zero, so 0
is an eigenvalue of it: once for each separate part of the graph.
"""

import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """图与邻接矩阵

图由节点和边组成；邻接矩阵 `A` 在 (i, j) 处为 1，表示 i 与 j 之间有一条边。用它的幂可以数游走：

    (A^k)[i, j] = 从 i 到 j、恰好走 k 步的游走数

游走可以重复经过同一条边、同一个节点。每条无向边在 `A` 中出现两次。把各节点的度放在 `D` 的对角线上，
拉普拉斯矩阵 `L = D − A` 把节点上的值变成与邻居的差。它每一行之和为零，所以 0 是它的特征值：
图有几个互不相连的部分，就出现几次。
"""
NAMES = [
    "adjacency matrix",
    "graph Laplacian",
    "邻接矩阵",
    "拉普拉斯矩阵",
]
SHARED = ["Laplacian", "node degree", "graph structure", "图结构", "图节点", "节点的度"]
NEEDS = ["tensor-broadcasting"]
SOURCES = ["Chung, Spectral graph theory (1997), chapter 1", "torch.linalg.matrix_power"]

PAIRS = [[i, j] for j in range(5) for i in range(j)]


def demo(edges=several((5, 8), one_of(*PAIRS), distinct=True), i=whole(0, 4), j=whole(0, 4), k=one_of(2, 3)):
    A = torch.zeros(5, 5, dtype=torch.int64)
    for u, v in edges:
        A[u, v] = A[v, u] = 1
    return A, torch.linalg.matrix_power(A, k)[i, j]


@question("What is the second result, entry (i, j) of the power?", zh="第二个结果，即幂在 (i, j) 处的值，是多少？")
def walks(out):
    return int(out[1])


@walks.wrong(
    en=("Each entry is raised to the power.", "The matrix is multiplied with itself."),
    zh=("逐个元素求幂。", "是矩阵与自身相乘。"),
)
def entry_by_entry(out, i, j, k):
    return int(out[0][i, j]) ** k


@walks.wrong(
    en=("A walk never returns to a node.", "Going to a neighbour and back is a walk of two steps."),
    zh=("游走不会回到走过的节点。", "走到邻居再回来就是一条两步的游走。"),
)
def nodes_never_repeat(out, i, j, k):
    A = out[0]
    paths = [[i]]
    for _ in range(k):
        paths = [[*path, v] for path in paths for v in range(5) if A[path[-1], v] and v not in path]
    return sum(path[-1] == j for path in paths)


@walks.wrong(
    en=("The power counts walks of at most k steps.", "It counts those of exactly k."),
    zh=("幂数的是不超过 k 步的游走。", "数的是恰好 k 步的游走。"),
)
def up_to_k_steps(out, i, j, k):
    return sum(int(torch.linalg.matrix_power(out[0], steps)[i, j]) for steps in range(1, k + 1))


@where(lambda edges, i: 1 < sum(i in edge for edge in edges) < 4)
def differences(
    edges=several((5, 8), one_of(*PAIRS), distinct=True), x=several(5, whole(0, 9), distinct=True), i=whole(0, 4)
):
    A = torch.zeros(5, 5, dtype=torch.int64)
    for u, v in edges:
        A[u, v] = A[v, u] = 1
    L = torch.diag(A.sum(1)) - A
    return (L @ torch.tensor(x))[i]


def around(edges, x, i):
    """The values at the neighbours of a node."""
    return [x[edge[0] + edge[1] - i] for edge in edges if i in edge]


@question("Which number is returned?", zh="返回的数是多少？", of=differences)
def laplacian_times_x(out):
    return int(out)


@laplacian_times_x.wrong(
    en=("L adds up the neighbours.", "It gives x[i] minus each neighbour, added up."),
    zh=("L 把邻居加起来。", "它给出 x[i] 与各个邻居之差的和。"),
)
def sum_of_the_neighbours(edges, x, i):
    return sum(around(edges, x, i))


@laplacian_times_x.wrong(
    en=("The difference is neighbour minus node.", "L = D − A: the node's own value is the positive one."),
    zh=("差是邻居减节点。", "L = D − A：节点自己的值取正号。"),
)
def the_other_way_round(out):
    return -int(out)


@laplacian_times_x.wrong(
    en=("The node's own value counts once.", "It counts once for each neighbour: the degree is on the diagonal."),
    zh=("节点自己的值只算一次。", "每个邻居各算一次：对角线上是度。"),
)
def itself_once(edges, x, i):
    return x[i] - sum(around(edges, x, i))


@question("What is the sum of the entries of the first result?", zh="第一个结果的所有元素之和是多少？")
def entries(out):
    return int(out[0].sum())


@entries.wrong(
    en=("An edge is one entry.", "It stands in A twice: at (u, v) and at (v, u)."),
    zh=("一条边对应一个元素。", "它在 A 中出现两次：(u, v) 和 (v, u)。"),
)
def each_edge_once(edges):
    return len(edges)


@entries.wrong(
    en=("A node is joined to itself.", "The diagonal of A is zero here."),
    zh=("节点与自己相连。", "这里 A 的对角线为零。"),
)
def nodes_count_themselves(edges):
    return 2 * len(edges) + 5


def spectrum(sizes=several((1, 4), whole(2, 5))):
    parts = [torch.ones(n, n) - torch.eye(n) for n in sizes]
    A = torch.block_diag(*parts)
    L = torch.diag(A.sum(1)) - A
    return torch.linalg.eigvalsh(L)


@question(
    "How many of the eigenvalues are zero (up to rounding)?", zh="有多少个特征值为零（不计舍入误差）？", of=spectrum
)
def zero_eigenvalues(out):
    return int((out.abs() < 1e-4).sum())


@zero_eigenvalues.wrong(
    en=("A Laplacian has the eigenvalue 0 once.", "Once for each part: a constant on one part is mapped to 0."),
    zh=("拉普拉斯矩阵只有一个特征值 0。", "每个部分各有一个：在该部分取常数的向量被映到 0。"),
)
def always_one():
    return 1


@zero_eigenvalues.wrong(
    en=("Rows that sum to zero make all eigenvalues zero.", "They say that constants are mapped to 0, no more."),
    zh=("各行之和为零，特征值就全为零。", "这只说明常向量被映到 0。"),
)
def zero_rows_make_all_zero(sizes):
    return sum(sizes)


@zero_eigenvalues.wrong(
    en=("The Laplacian can be inverted.", "Each of its rows sums to zero: it cannot."),
    zh=("拉普拉斯矩阵可逆。", "它的每一行之和都是零：不可逆。"),
)
def laplacian_is_invertible():
    return 0


@task(
    "Write `laplacian`: from undirected edges, a table (E, 2) of node numbers in which no edge comes twice, the matrix "
    "D − A (n, n) of floats.",
    zh="写出 `laplacian`：给定无向边的表 (E, 2)，每行是两个节点的编号，没有重复的边，返回浮点矩阵 D − A (n, n)。",
    blanks=["A[v, u] = 1", "A.sum(dim=1)"],
    mend=["one_direction", "signs_turned"],
)
def laplacian(edges, n):
    A = torch.zeros(n, n)
    u, v = edges.T
    A[u, v] = 1
    A[v, u] = 1
    return torch.diag(A.sum(dim=1)) - A


laplacian.hint("Fill A in both directions.", zh="A 要填两个方向。")
laplacian.hint("The degrees are the row sums of A.", zh="度是 A 各行之和。")


@laplacian.inputs
def some_edges(n=whole(3, 6), share=one_of(0.4, 0.7)):
    above = (torch.rand(n, n) < share).triu(1)
    return above.nonzero(), n


@laplacian.inputs
def with_lonely_nodes(n=whole(2, 5)):
    return torch.tensor([[1, 0]]), n


@laplacian.holds("Every row sums to 0.", zh="每一行之和是 0。")
def rows_sum_to_zero(out):
    return bool((out.sum(dim=1).abs() < 1e-5).all())


@laplacian.wrong(
    en=("An edge is one entry of A.", "It is undirected: (u, v) and (v, u)."),
    zh=("一条边是 A 的一个元素。", "边是无向的：(u, v) 和 (v, u) 都要填。"),
)
def one_direction(edges, n):
    A = torch.zeros(n, n)
    A[edges[:, 0], edges[:, 1]] = 1
    return torch.diag(A.sum(dim=1)) - A


@laplacian.wrong(
    en=("It is A − D.", "It is D − A: no eigenvalue is negative."),
    zh=("它是 A − D。", "它是 D − A：特征值都不为负。"),
)
def signs_turned(edges, n):
    return -laplacian(edges, n)


@laplacian.wrong(
    en=("The diagonal holds 1 for each node that has a neighbour.", "It holds the number of its neighbours."),
    zh=("有邻居的节点，对角线上就是 1。", "对角线上是邻居的个数。"),
)
def ones_for_degrees(edges, n):
    L = laplacian(edges, n)
    return L - torch.diag(L.diag()) + torch.diag((L.diag() > 0).float())
