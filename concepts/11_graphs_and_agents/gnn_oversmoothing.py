"""Over-smoothing

A layer that averages over the neighbourhood makes neighbours more alike. After many layers all nodes of a connected
graph hold one value, the mean weighted by the degrees (self-loops included):

    x∞ = Σ (deg_i + 1) x_i / Σ (deg_i + 1)

The nodes of a connected part then share one row of features, the rank is at most the number of parts, and what told
the nodes apart is lost. Sums do not help: the values grow, but all rows turn into multiples of one row, because the
largest singular value outgrows the others.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """过平滑

对邻域取平均的层会使相邻节点越来越像。层数很多时，连通图的所有节点都变成同一个值，即按度（含自环）加权的平均：

    x∞ = Σ (deg_i + 1) x_i / Σ (deg_i + 1)

此时同一连通部分的节点特征都相同，特征矩阵的秩不超过连通部分的个数，区分节点的信息就丢失了。改成求和也没有用：
数值会越来越大，但各行都变成同一行的倍数，因为最大的奇异值把其余的远远甩在后面。
"""
NAMES = [
    "over-smoothing",
    "oversmoothing",
    "过平滑",
]
SHARED = ["deep GNN"]
NEEDS = ["gcn-layer", "mas-consensus"]
CONFUSED_WITH = ["mas-consensus"]
SOURCES = [
    "Li, Han & Wu, Deeper insights into graph convolutional networks, arXiv:1801.07606",
    "Oono & Suzuki, Graph neural networks exponentially lose expressive power, arXiv:1905.10947",
    "Roth & Liebig, Rank collapse causes over-smoothing and over-correlation in graph neural networks, "
    "arXiv:2308.16800",
]

PAIRS = [[i, j] for j in range(5) for i in range(j)]


def degree(edges, node):
    return sum(node in edge for edge in edges)


# Five edges or more that touch all five nodes leave no part of the graph apart.
@where(lambda edges: {node for edge in edges for node in edge} == set(range(5)))
def demo(edges=several((5, 7), one_of(*PAIRS), distinct=True), i=whole(0, 4), x=one_of(15, 30, 60, 90)):
    A = torch.eye(5, dtype=torch.float64)
    for u, v in edges:
        A[u, v] = A[v, u] = 1
    P = A / A.sum(1, keepdim=True)
    h = torch.zeros(5, dtype=torch.float64)
    h[i] = x
    layers = [h]
    for _ in range(200):
        layers.append(P @ layers[-1])
    return torch.stack(layers)


@question("After the last layer all nodes hold one value. Which?", zh="最后一层之后，所有节点都是同一个值。是多少？")
def common_value(out):
    return out[-1, 0].item()


@common_value.wrong(
    en=("It is the plain mean.", "A node with many neighbours is heard by many: it counts deg + 1 times."),
    zh=("它就是普通的平均。", "邻居多的节点被更多节点听到：权重是 deg + 1。"),
)
def plain_mean(x):
    return x / 5


@common_value.wrong(
    en=("The value dies out.", "Each row of P sums to 1: a mean stays between the smallest and largest value."),
    zh=("数值逐渐衰减到 0。", "P 的每行之和为 1：平均值始终在最小值和最大值之间。"),
)
def dies_out():
    return 0.0


@common_value.wrong(
    en=("A node counts by its number of neighbours.", "It hears itself too: its weight is deg + 1."),
    zh=("节点的权重是邻居的个数。", "每个节点也听到自己：权重是 deg + 1。"),
)
def weighted_by_degree_alone(edges, i, x):
    return degree(edges, i) * x / (2 * len(edges))


def features(sizes=several((2, 6), whole(2, 4)), f=whole(2, 7)):
    paths = [torch.ones(n, n).triu(-1).tril(1) for n in sizes]
    A = torch.block_diag(*paths).double()
    P = A / A.sum(1, keepdim=True)
    X = torch.randn(len(A), f, dtype=torch.float64)
    for _ in range(200):
        X = P @ X
    return torch.linalg.matrix_rank(X, atol=1e-6)


@question(
    "The graph has `len(sizes)` separate paths. What is the rank of X after the layers?",
    zh="这个图由 `len(sizes)` 条互不相连的路径组成。这些层之后 X 的秩是多少？",
    of=features,
)
def rank(out):
    return int(out)


@rank.wrong(
    en=("Layers keep all information.", "After 200 of them all nodes of a path hold the same row."),
    zh=("信息都会保留。", "200 层之后，同一条路径上的节点都是同一行。"),
)
def information_is_kept(sizes, f):
    return min(sum(sizes), f)


@rank.wrong(
    en=("All nodes hold one row: the rank is 1.", "Parts that are not connected never mix."),
    zh=("所有节点都是同一行：秩是 1。", "互不相连的部分不会混合。"),
)
def one_for_the_whole_graph():
    return 1


@rank.wrong(
    en=("Each part adds 1 to the rank.", "Only as long as there are features: the rank is at most f."),
    zh=("每个部分都使秩加 1。", "秩不会超过特征数 f。"),
)
def one_for_each_part(sizes):
    return len(sizes)


@where(lambda edges: {node for edge in edges for node in edge} == set(range(5)))
def side_by_side(edges=several((5, 6), one_of(*PAIRS), distinct=True), i=whole(0, 4), x=whole(1, 9)):
    A = torch.zeros(5, 5, dtype=torch.float64)
    for u, v in edges:
        A[u, v] = A[v, u] = 1
    d = A.sum(1)
    L = torch.diag(d) - A
    P = (A + torch.eye(5)) / (d + 1)[:, None]
    agents = x * torch.eye(5, dtype=torch.float64)[i]
    nodes = agents
    for _ in range(200):
        agents = agents - 0.2 * L @ agents
        nodes = P @ nodes
    return agents[0].item(), nodes[0].item()


@question(
    "Which of the two ends at the higher value?",
    zh="两者之中，哪一个最终的值更高？",
    of=side_by_side,
    choices={"agents": "agents（一致性）", "nodes": "nodes（平均层）", "equal": "一样高"},
)
def higher(out):
    agents, nodes = out
    if abs(agents - nodes) < 1e-6:
        return "equal"
    return "agents" if agents > nodes else "nodes"


@higher.wrong(
    en=("Both find the mean.", "Agents find the plain one; the layers give node i the weight deg + 1."),
    zh=("两者都得到平均值。", "agents 得到普通平均；平均层给节点 i 的权重是 deg + 1。"),
)
def both_find_the_mean():
    return "equal"


@higher.wrong(
    en=("Consensus weighs by the degree.", "Moving along differences keeps the sum; the layers weigh by the degree."),
    zh=("一致性按度加权。", "按差值移动保持总和不变；按度加权的是平均层。"),
)
def consensus_weighs_by_degree(out):
    return {"agents": "nodes", "nodes": "agents", "equal": "equal"}[higher(out)]


@higher.wrong(
    en=("Layers lift every node that is heard by others.", "Only one heard by more than the average node."),
    zh=("只要被别人听到，平均层就会抬高它的份额。", "听到它的节点要多于平均才行。"),
)
def always_the_layers():
    return "nodes"


@task(
    "Write `smooth`: K layers on X (n, f), each of which replaces a node's row by the mean over its neighbours and "
    "itself. A (n, n) holds no self-loops.",
    zh="写出 `smooth`：对 X (n, f) 做 K 层，每层把节点的一行换成它和邻居的平均。A (n, n) 不含自环。",
    blanks=["torch.eye(len(A))", "P.sum(dim=1, keepdim=True)"],
    mend=["neighbours_only", "columns_sum_to_one"],
)
def smooth(A, X, K):
    P = A + torch.eye(len(A))
    P = P / P.sum(dim=1, keepdim=True)
    for _ in range(K):
        X = P @ X
    return X


smooth.hint("Each row of the mixing matrix must sum to 1.", zh="混合矩阵的每一行之和必须是 1。")
smooth.hint("The matrix is the same in every layer.", zh="每一层用的是同一个矩阵。")


@smooth.inputs
def graph(n=whole(3, 6), f=whole(1, 3), K=whole(1, 4), share=one_of(0.4, 0.7)):
    above = (torch.rand(n, n) < share).float().triu(1)
    return above + above.T, torch.randn(n, f), K


@smooth.inputs
def star(n=whole(3, 5), K=whole(0, 3)):
    A = torch.zeros(n, n)
    A[0, 1:] = A[1:, 0] = 1
    return A, torch.randn(n, 2), K


@smooth.holds("The largest value never grows.", zh="最大值从不变大。")
def never_grows(out, X):
    return bool(out.max() <= X.max() + 1e-5)


@smooth.wrong(
    en=("A node takes the mean of its neighbours.", "It counts itself as well; a lone node would divide by 0."),
    zh=("节点取邻居的平均。", "自己也算在内，否则孤立节点会除以 0。"),
)
def neighbours_only(A, X, K):
    for _ in range(K):
        X = A @ X / A.sum(dim=1, keepdim=True)
    return X


@smooth.wrong(
    en=("Each node shares itself out among its neighbours.", "Each takes a mean: rows sum to 1, not columns."),
    zh=("每个节点把自己分给邻居。", "是每个节点取平均：和为 1 的是行，不是列。"),
)
def columns_sum_to_one(A, X, K):
    P = A + torch.eye(len(A))
    return torch.linalg.matrix_power(P / P.sum(dim=0), K) @ X


@smooth.wrong(
    en=("The neighbourhood is added up.", "It is averaged: values do not grow with the degree."),
    zh=("把邻域加起来。", "是取平均：数值不随度增大。"),
)
def sums(A, X, K):
    return torch.linalg.matrix_power(A + torch.eye(len(A)), K) @ X


def figure(out):
    plt.plot(out[:15].tolist())
    plt.xlabel("layers")
    plt.ylabel("value of each node")
