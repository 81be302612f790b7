"""What a graph network can tell apart

A layer treats all nodes alike, so the numbering of the nodes carries no information: renumber features and edges with
the same permutation `P`, and the output is renumbered in the same way,

    f(P A Pᵀ, P X) = P f(A, X)

It is not the set of features alone that counts: moving them to other nodes without their edges gives another result.
And in a GCN, where the self-loop is an edge like any other, two neighbours whose other neighbours are the same hear the
same messages: one layer gives them equal outputs, however different their own features were.
"""

import torch

from journal.authoring import one_of, question, several, where, whole

ZH = """图网络能区分什么

同一层对所有节点一视同仁，所以节点的编号不携带信息：把特征和边用同一个置换 `P` 重新编号，输出也同样地重新编号，

    f(P A Pᵀ, P X) = P f(A, X)

但起作用的并不只是特征的集合：只移动特征、不移动边，结果就不同了。此外，GCN 把自环当作普通的边，
所以两个相邻节点如果其余的邻居完全相同，听到的消息也就相同：不管自身特征相差多大，经过一层之后输出相等。
"""
ALIASES = [
    "permutation equivariance",
    "permutation invariance",
    "node ordering",
    "置换等变",
    "置换不变",
    "置换等变性",
    "节点编号",
]
NEEDS = ["gcn-layer"]
SOURCES = [
    "Bronstein et al., Geometric deep learning: grids, groups, graphs, geodesics, and gauges, arXiv:2104.13478",
    "Xu et al., How powerful are graph neural networks?, arXiv:1810.00826",
]


@where(lambda order: order not in ([0, 1, 2, 3], [3, 2, 1, 0]))
def demo(
    x=several(4, whole(1, 9), distinct=True),
    order=several(4, whole(0, 3), distinct=True),
    what=one_of("X and A", "X only"),
):
    X = torch.tensor(x).float()
    A = torch.eye(4) + torch.ones(3).diag(1) + torch.ones(3).diag(-1)

    def layer(A, X):
        d = A.sum(1)
        return A / (d[:, None] * d).sqrt() @ X

    A_new = A[order][:, order] if what == "X and A" else A
    return layer(A, X)[order], layer(A_new, X[order])


@question("Are the two results equal (up to rounding)?", "两个结果相等吗（不计舍入误差）？")
def only_renumbered(out):
    return torch.allclose(*out)


@only_renumbered.wrong(
    "A number is only a name: features and edges were renumbered alike, so the output is too.",
    "编号只是名字：特征和边同样地重新编号，输出也就同样地重新编号。",
)
def numbering_matters(x, order):
    return only_renumbered(demo(x, order, what="X only"))


@only_renumbered.wrong(
    "The features moved to other nodes, but the edges stayed: other features are mixed with one another now.",
    "特征换了节点而边没有动：混合在一起的已经是另一些特征。",
)
def only_the_set_matters(x, order):
    return only_renumbered(demo(x, order, what="X and A"))


def twins(
    x=several(4, whole(1, 9), distinct=True),
    edges=one_of(
        [[0, 1], [0, 2], [1, 2], [2, 3]],
        [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3]],
        [[0, 1], [2, 3], [0, 3], [1, 3]],
        [[0, 1], [0, 2], [1, 2], [1, 3]],
        [[0, 1], [0, 2], [1, 3], [2, 3]],
        [[0, 1], [0, 2], [0, 3], [1, 2]],
    ),
):
    A = torch.eye(4)
    for u, v in edges:
        A[u, v] = A[v, u] = 1
    d = A.sum(1)
    return A / (d[:, None] * d).sqrt() @ torch.tensor(x).float()


@question(
    "Do nodes 0 and 1 get the same output (up to rounding)?", "节点 0 和节点 1 的输出相同吗（不计舍入误差）？", of=twins
)
def same_output(out):
    return torch.isclose(out[0], out[1])


@same_output.wrong(
    "With their self-loops, 0 and 1 hear the same nodes with the same weights: they cannot be told apart.",
    "加上自环，0 和 1 听到的是同样的节点、同样的权重：无法区分。",
)
def own_feature_decides(x):
    return x[0] == x[1]


@same_output.wrong(
    "Being neighbours is not enough: they must have all other neighbours in common too.",
    "相邻还不够：其余的邻居也必须完全相同。",
)
def neighbours_are_alike():
    return True
