"""Over-smoothing

A layer that averages over the neighbourhood makes neighbours more alike. After many layers all nodes of a connected
graph hold one value, the mean weighted by the degrees (self-loops included):

    x∞ = Σ (deg_i + 1) x_i / Σ (deg_i + 1)

The nodes of a connected part then share one row of features, the rank is at most the number of parts, and what told
the nodes apart is lost. It is the averaging that does this; plain sums grow, and mostly spread.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, where, whole

ZH = """过平滑

对邻域取平均的层会使相邻节点越来越像。层数很多时，连通图的所有节点都变成同一个值，即按度（含自环）加权的平均：

    x∞ = Σ (deg_i + 1) x_i / Σ (deg_i + 1)

此时同一连通部分的节点特征都相同，特征矩阵的秩不超过连通部分的个数，区分节点的信息就丢失了。造成这一点的是取平均；
若只是求和，数值会越来越大，差距一般也随之拉开。
"""
ALIASES = [
    "over-smoothing",
    "oversmoothing",
    "deep GNN",
    "过平滑",
]
NEEDS = ["gcn-layer", "mas-consensus"]
CONFUSED_WITH = ["mas-consensus"]
SOURCES = [
    "Li, Han & Wu, Deeper insights into graph convolutional networks, arXiv:1801.07606",
    "Oono & Suzuki, Graph neural networks exponentially lose expressive power, arXiv:1905.10947",
]

PAIRS = [[i, j] for j in range(5) for i in range(j)]


# Five edges or more that touch all five nodes leave no part of the graph apart.
@where(lambda edges: {node for edge in edges for node in edge} == set(range(5)))
def demo(edges=several((5, 7), one_of(*PAIRS), distinct=True), x=several(5, whole(1, 20), distinct=True)):
    A = torch.eye(5, dtype=torch.float64)
    for u, v in edges:
        A[u, v] = A[v, u] = 1
    P = A / A.sum(1, keepdim=True)
    layers = [torch.tensor(x, dtype=torch.float64)]
    for _ in range(200):
        layers.append(P @ layers[-1])
    return torch.stack(layers)


@question("After the last layer all nodes hold one value. Which?", "最后一层之后，所有节点都是同一个值。是多少？")
def common_value(out):
    return out[-1, 0]


@common_value.wrong(
    "A node with many neighbours is heard by many: it counts deg + 1 times, not once.",
    "邻居多的节点被更多节点听到：它的权重是 deg + 1，而不是 1。",
)
def plain_mean(x):
    return common_value(demo(PAIRS, x))


@common_value.wrong(
    "Each row of P sums to 1: a mean never falls below the smallest value.",
    "P 的每行之和为 1：平均值不会低于最小值，更不会衰减到 0。",
)
def dies_out():
    return 0.0


@common_value.wrong(
    "Each node hears itself too: its weight is deg + 1, not deg.", "每个节点也听到自己：权重是 deg + 1，而不是 deg。"
)
def weighted_by_degree_alone(edges, x):
    degree = [sum(node in edge for edge in edges) for node in range(5)]
    return sum(d * value for d, value in zip(degree, x, strict=True)) / sum(degree)


def features(sizes=several((1, 3), whole(2, 4)), f=whole(2, 5), layers=200):
    paths = [torch.ones(n, n).triu(-1).tril(1) for n in sizes]
    A = torch.block_diag(*paths).double()
    P = A / A.sum(1, keepdim=True)
    X = torch.randn(len(A), f, dtype=torch.float64)
    for _ in range(layers):
        X = P @ X
    return X, torch.linalg.matrix_rank(X, atol=1e-6)


@question(
    "The graph has `len(sizes)` separate paths. What is the rank of X after the layers?",
    "这个图由 `len(sizes)` 条互不相连的路径组成。这些层之后 X 的秩是多少？",
    of=features,
)
def rank(out):
    return out[1]


@rank.wrong(
    "After 200 layers all nodes of a path hold the same row; what told them apart is gone.",
    "200 层之后，同一条路径上的节点都是同一个行向量，原来的差别已经消失。",
)
def information_is_kept(sizes, f):
    return rank(features(sizes, f, layers=0))


@rank.wrong(
    "Parts that are not connected never mix: each keeps a row of its own.",
    "互不相连的部分不会混合：每个部分各保留一种行向量。",
)
def one_for_the_whole_graph(sizes, f):
    return rank(features(sizes[:1], f))


@where(lambda edges: {node for edge in edges for node in edge} == set(range(5)))
def spreading(
    edges=several((5, 7), one_of(*PAIRS), distinct=True),
    x=several(5, whole(1, 20), distinct=True),
    mix=one_of("mean", "sum"),
):
    A = torch.eye(5)
    for u, v in edges:
        A[u, v] = A[v, u] = 1
    if mix == "mean":
        A = A / A.sum(1, keepdim=True)
    h, spread = torch.tensor(x).float(), []
    for _ in range(5):
        h = A @ h
        spread.append(h.max() - h.min())
    return torch.stack(spread)


@question(
    "Is the spread (largest minus smallest value) after 5 layers smaller than after 1 layer?",
    "5 层之后的差距（最大值减最小值）比 1 层之后的小吗？",
    of=spreading,
)
def comes_closer(out):
    return out[4] < out[0]


@comes_closer.wrong(
    "Only a mean smooths; sums grow, and faster where a node has many neighbours.",
    "只有取平均才会变平滑；求和会越来越大，邻居多的节点长得更快。",
)
def any_mixing_smooths(edges, x):
    return comes_closer(spreading(edges, x, mix="mean"))


@comes_closer.wrong(
    "A mean of neighbours lies between them: each layer takes differences away.",
    "邻居的平均落在它们之间：每一层都在消除差异。",
)
def layers_sharpen(edges, x):
    return comes_closer(spreading(edges, x, mix="sum"))


@where(lambda x, y: (sum(x) == 3 * y) != (2 * x[0] + 3 * x[1] + 2 * x[2] == 7 * y))
def side_by_side(x=several(3, whole(1, 9)), y=whole(1, 9)):
    A = torch.tensor([[0.0, 1, 0], [1, 0, 1], [0, 1, 0]], dtype=torch.float64)
    d = A.sum(1)
    L = torch.diag(d) - A
    P = (A + torch.eye(3)) / (d + 1)[:, None]
    agents = nodes = torch.tensor(x, dtype=torch.float64)
    for _ in range(100):
        agents = agents - 0.3 * L @ agents
        nodes = P @ nodes
    return {"consensus": agents[0].item(), "smoothing": nodes[0].item()}


@question(
    "One of the two, `agents` or `nodes`, ends at the value `y`. Which of the two produced this output?",
    "`agents` 和 `nodes` 之一最终等于 `y`。这是哪一个的结果？",
    of=side_by_side,
    choices={"consensus": "一致性（agents）", "smoothing": "平均层（nodes）"},
)
def produced_by(out, y):
    return min(out, key=lambda name: abs(out[name] - y))


@produced_by.wrong(
    "Agents that move along differences keep the sum: the plain mean is theirs.",
    "智能体按差值移动，总和不变：不加权的平均是它们的结果。",
)
def consensus_weighs_by_degree(x, y):
    return "smoothing" if sum(x) == 3 * y else None


@produced_by.wrong(
    "A layer that averages gives the middle node, heard by three, a larger weight.",
    "取平均的层里，中间的节点被三个节点听到，权重更大。",
)
def smoothing_keeps_the_mean(x, y):
    return None if sum(x) == 3 * y else "consensus"


def figure(out):
    plt.plot(out[:15].tolist())
    plt.xlabel("layers")
    plt.ylabel("value of each node")
