"""What a graph network can tell apart

A layer treats all nodes alike, so the numbering of the nodes carries no information: renumber features and edges with
the same permutation `P`, and the output is renumbered in the same way,

    f(P A Pᵀ, P X) = P f(A, X)

It is not the set of features alone that counts: moving them to other nodes without their edges gives another result.
And in a GCN, where the self-loop is an edge like any other, two neighbours whose other neighbours are the same hear the
same messages: one layer gives them equal outputs, however different their own features were.
"""

import torch

from journal.authoring import question, several, task, where, whole

ZH = """图网络能区分什么

同一层对所有节点一视同仁，所以节点的编号不携带信息：把特征和边用同一个置换 `P` 重新编号，输出也同样地重新编号，

    f(P A Pᵀ, P X) = P f(A, X)

但起作用的并不只是特征的集合：只移动特征、不移动边，结果就不同了。此外，GCN 把自环当作普通的边，
所以两个相邻节点如果其余的邻居完全相同，听到的消息也就相同：不管自身特征相差多大，经过一层之后输出相等。
"""
NAMES = [
    "permutation equivariance",
    "permutation invariance",
    "置换等变",
    "置换不变",
    "置换等变性",
]
SHARED = ["node ordering", "节点编号"]
NEEDS = ["gcn-layer"]
SOURCES = [
    "Bronstein et al., Geometric deep learning: grids, groups, graphs, geodesics, and gauges, arXiv:2104.13478",
    "Xu et al., How powerful are graph neural networks?, arXiv:1810.00826",
]


@where(lambda order, v: len({v, order[v], order.index(v), order[::-1].index(v)}) == 4)
def demo(order=several(6, whole(0, 5), distinct=True), v=whole(0, 5)):
    A = torch.eye(6) + torch.ones(5).diag(1) + torch.ones(5).diag(-1)
    X = torch.rand(6)

    def layer(A, X):
        d = A.sum(1)
        return A / (d[:, None] * d).sqrt() @ X

    before = layer(A, X)
    after = layer(A[order][:, order], X[order])
    return (after - before[v]).abs()


@question(
    "Which entry of `after` (counted from 0) is the output of the node that was number `v` before?",
    zh="原来编号为 `v` 的节点，它的输出是 `after` 的第几个元素（从 0 数起）？",
)
def new_place(out):
    return int(out.argmin())


@new_place.wrong(
    en=("Node v goes to place order[v].", "Place k holds the old node order[k]: look where v stands in `order`."),
    zh=("节点 v 移到第 order[v] 位。", "第 k 位是原来的节点 order[k]：要看 v 在 `order` 中的位置。"),
)
def other_way_round(order, v):
    return order[v]


@new_place.wrong(
    en=("The numbers stay: only features moved.", "Features and edges were renumbered, and so is the output."),
    zh=("编号不变，移动的只是特征。", "特征和边都重新编号了，输出也跟着重新编号。"),
)
def stays(v):
    return v


@new_place.wrong(
    en=("`order` is read from its end.", "X[order] takes the entries in the order of the list."),
    zh=("`order` 从末尾读起。", "X[order] 按列表的次序取元素。"),
)
def from_the_end(order, v):
    return order[::-1].index(v)


@where(lambda sizes: len(set(sizes)) < len(sizes))
def twins(sizes=several((2, 5), whole(1, 4))):
    # in a group all are joined to all; self-loops are included
    groups = [torch.ones(n, n) for n in sizes]
    A = torch.block_diag(torch.ones(1, 1), *groups)
    A[0] = A[:, 0] = 1  # node 0 is joined to everyone
    d = A.sum(1)
    outputs = A / (d[:, None] * d).sqrt() @ torch.randn(len(A), 4)
    return torch.pdist(outputs) < 1e-5


@question("How many pairs of nodes get equal outputs?", zh="有多少对节点的输出相等？", of=twins)
def equal_outputs(out):
    return int(out.sum())


@equal_outputs.wrong(
    en=("Different features give different outputs.", "Two nodes that hear the same nodes cannot be told apart."),
    zh=("特征不同，输出就不同。", "听到的节点相同，就无法区分。"),
)
def own_feature_decides():
    return 0


@equal_outputs.wrong(
    en=("Neighbours get equal outputs.", "They must have all other neighbours in common, too."),
    zh=("相邻的节点输出相等。", "其余的邻居也必须完全相同。"),
)
def neighbours_are_alike(sizes):
    return sum(n * (n + 1) // 2 for n in sizes)


@equal_outputs.wrong(
    en=("Nodes with equally many neighbours get equal outputs.", "They must hear the same nodes, not only as many."),
    zh=("邻居一样多的节点输出相等。", "听到的必须是同样的节点，而不只是同样多。"),
)
def equal_degree_suffices(sizes):
    degrees = [n for n in sizes for _ in range(n)]
    return sum(degrees[:i].count(n) for i, n in enumerate(degrees))


@where(lambda n, L: (n + 1) // 2 > L + 2)
def ends_spread(n=whole(7, 20), L=whole(1, 6)):
    A = torch.ones(n, n).tril(1).triu(-1).double()  # a path, with self-loops
    d = A.sum(1)
    A_hat = A / (d[:, None] * d).sqrt()
    x = torch.ones(n, dtype=torch.float64)
    for _ in range(L):
        x = A_hat @ x
    return x.round(decimals=8).unique()


@question(
    "All nodes of a path start with the same feature. How many different values are there in the end?",
    zh="一条路径上的所有节点从同样的特征开始。最后有几个不同的值？",
    of=ends_spread,
)
def different_values(out):
    return len(out)


@different_values.wrong(
    en=("Equal features stay equal.", "The ends have other degrees, and each layer tells one more node of them."),
    zh=("特征相同，就一直相同。", "端点的度不同，每一层把这个差别再传给一个节点。"),
)
def stay_equal():
    return 1


@different_values.wrong(
    en=("Every node ends with a value of its own.", "The two halves of the path mirror each other."),
    zh=("每个节点最后都有自己的值。", "路径的两半互为镜像。"),
)
def all_differ(n):
    return n


@different_values.wrong(
    en=("Only nodes that mirror each other share a value.", "Nodes farther from the ends than L do as well."),
    zh=("只有互为镜像的节点才有相同的值。", "离端点超过 L 的节点也都相同。"),
)
def mirrored_only(n):
    return (n + 1) // 2


@task(
    "Write `renumber`: given A (n, n), X (n, f) and `order` (n,), return the pair of matrices in which node k is the "
    "old node order[k].",
    zh="写出 `renumber`：给定 A (n, n)、X (n, f) 和 `order` (n,)，返回重新编号后的两个矩阵，"
    "新的节点 k 是原来的节点 order[k]。",
    blanks=["A[order][:, order]", "X[order]"],
    mend=["rows_only", "inverse"],
)
def renumber(A, X, order):
    return A[order][:, order], X[order]


renumber.hint("A has nodes in its rows and in its columns.", zh="A 的行和列都对应节点。")
renumber.hint("`M[order]` takes the rows in that order.", zh="`M[order]` 按该次序取各行。")


@renumber.inputs
def graph(n=whole(3, 6), f=whole(1, 3)):
    above = (torch.rand(n, n) < 0.5).float().triu(1)
    return above + above.T, torch.randn(n, f), torch.randperm(n)


@renumber.inputs
def directed(n=whole(3, 5)):
    return torch.randn(n, n), torch.randn(n, 1), torch.randperm(n)


@renumber.holds("A round of messages is renumbered as well.", zh="传一轮消息的结果也同样重新编号。")
def messages_follow(out, A, X, order):
    return torch.allclose(out[0] @ out[1], (A @ X)[order], atol=1e-5)


@renumber.wrong(
    en=("The rows of A are renumbered.", "Its columns are nodes as well."),
    zh=("只给 A 的行重新编号。", "A 的列也对应节点。"),
)
def rows_only(A, X, order):
    return A[order], X[order]


@renumber.wrong(
    en=("Node k goes to place order[k].", "Place k gets the old node order[k]."),
    zh=("节点 k 移到第 order[k] 位。", "第 k 位放原来的节点 order[k]。"),
)
def inverse(A, X, order):
    return renumber(A, X, order.argsort())


@renumber.wrong(
    en=("Only the features carry numbers.", "The edges must move with them."),
    zh=("只有特征带编号。", "边也要一起移动。"),
)
def features_only(A, X, order):
    return A, X[order]
