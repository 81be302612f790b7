"""Graph convolution layer

A graph network passes messages: every node mixes its own feature with those of its neighbours, with weights that all
nodes share.

    X' = Â X W,  Â = D^(−1/2) (A + I) D^(−1/2)

The degrees in `D` count the self-loop. In general this is neither the sum nor the mean over the neighbours: on a
connected graph the rows of `Â` sum to 1 only if all degrees are equal. K layers carry messages K edges far.
"""

import torch

from journal.authoring import one_of, question, real, several, where, whole

ZH = """图卷积层

图神经网络靠消息传递工作：每个节点把自己的特征与邻居的特征混合起来，所有节点共用同一组权重。

    X' = Â X W，Â = D^(−1/2) (A + I) D^(−1/2)

`D` 中的度把自环也算在内。一般来说，这既不是对邻居求和，也不是取平均：在连通图上，只有所有节点的度都相等时，
`Â` 的各行之和才等于 1。K 层能把消息传到 K 条边之外。
"""
ALIASES = [
    "GNN",
    "GCN",
    "graph neural network",
    "graph network",
    "message passing",
    "graph convolution",
    "图神经网络",
    "图卷积",
    "图卷积网络",
    "消息传递",
    "邻居聚合",
]
NEEDS = ["graph-adjacency", "mlp-forward"]
CONFUSED_WITH = ["gat"]
SOURCES = [
    "Kipf & Welling, Semi-supervised classification with graph convolutional networks, arXiv:1609.02907",
    "Gilmer et al., Neural message passing for quantum chemistry, arXiv:1704.01212",
]

PAIRS = [[i, j] for j in range(5) for i in range(j)]


@where(lambda edges: {node for edge in edges for node in edge} == set(range(5)))
def demo(
    edges=several((5, 6), one_of(*PAIRS), distinct=True),
    x=several(5, whole(1, 9), distinct=True),
    w=real(0.5, 2),
    i=whole(0, 4),
    loop=1,
    p=0.5,
    q=0.5,
):
    A = loop * torch.eye(5)
    for u, v in edges:
        A[u, v] = A[v, u] = 1
    d = A.sum(1)
    A_hat = A / (d[:, None] ** p * d**q)
    return (A_hat @ torch.tensor(x).float() * w)[i]


@question("What is the output of node `i`?", "节点 `i` 的输出是多少？")
def output(out):
    return out


@output.wrong(
    "Each message is divided by the root of the product of both degrees, not by the degree of the receiver.",
    "每条消息除以的是两端度数之积的平方根，而不是接收节点的度。",
)
def mean_of_neighbours(edges, x, w, i):
    return demo(edges, x, w, i, p=1, q=0)


@output.wrong(
    "The messages are scaled before they are added: divided by the root of the product of both degrees.",
    "消息相加之前先缩放：除以两端度数之积的平方根。",
)
def sum_of_neighbours(edges, x, w, i):
    return demo(edges, x, w, i, p=0, q=0)


@output.wrong("The ones on the diagonal of A let every node see itself.", "A 对角线上的 1 让每个节点也看到自己。")
def without_itself(edges, x, w, i):
    return demo(edges, x, w, i, loop=0)


def row_sums(n=whole(4, 8), graph=one_of("path", "ring", "star", "complete"), p=0.5, q=0.5):
    edges = {
        "path": [(v, v + 1) for v in range(n - 1)],
        "ring": [(v, (v + 1) % n) for v in range(n)],
        "star": [(0, v) for v in range(1, n)],
        "complete": [(u, v) for v in range(n) for u in range(v)],
    }[graph]
    A = torch.eye(n)
    for u, v in edges:
        A[u, v] = A[v, u] = 1
    d = A.sum(1)
    A_hat = A / (d[:, None] ** p * d**q)
    return A_hat.sum(1)


@question("Do all rows of `A_hat` sum to 1?", "`A_hat` 的每一行之和都等于 1 吗？", of=row_sums)
def rows_sum_to_one(out):
    return bool((out - 1).abs().max() < 1e-4)


@rows_sum_to_one.wrong(
    "That holds for the mean; with both degrees under the root it fails where neighbours differ in degree.",
    "取平均时才如此；除以两端度数之积的平方根时，邻居的度不同就不成立。",
)
def as_for_a_mean(n, graph):
    return rows_sum_to_one(row_sums(n, graph, p=1, q=0))


@rows_sum_to_one.wrong(
    "Where all nodes have the same degree d, each of the d entries of a row is 1/d.",
    "所有节点的度都是 d 时，一行中的 d 个元素都是 1/d。",
)
def never_for_the_symmetric(n):
    return rows_sum_to_one(row_sums(n, graph="star"))


@where(lambda n, i: i < n)
def reached(n=whole(5, 9), i=whole(0, 8), K=whole(1, 4)):
    A = torch.eye(n) + torch.ones(n - 1).diag(1) + torch.ones(n - 1).diag(-1)
    h = x = torch.ones(n, requires_grad=True)
    for _ in range(K):
        h = A @ h
    h[i].backward()
    return x.grad


@question(
    "How many nodes of `x`, node `i` itself included, have an influence on node `i` after K layers?",
    "经过 K 层之后，`x` 中有多少个节点（含节点 `i` 自己）影响节点 `i`？",
    of=reached,
)
def nodes_reached(out):
    return int((out > 0).sum())


@nodes_reached.wrong(
    "Each layer carries messages one edge further: K layers reach K edges.",
    "每一层把消息再传远一条边：K 层传到 K 条边之外。",
)
def direct_neighbours_only(n, i):
    return nodes_reached(reached(n, i, K=1))


@nodes_reached.wrong(
    "Only nodes within K edges have been heard, the others are still too far.",
    "只有 K 条边之内的节点才传得到，其余的还太远。",
)
def every_node_sees_all(n, i):
    return nodes_reached(reached(n, i, K=n))


@nodes_reached.wrong(
    "The path ends: near an end there are fewer than K nodes on one side.",
    "路径是有端点的：靠近端点时，有一侧不足 K 个节点。",
)
def path_has_no_ends(n, i, K):
    return nodes_reached(reached(n + 2 * K, i + K, K))
