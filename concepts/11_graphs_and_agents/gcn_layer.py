"""Graph convolution layer

A graph network passes messages: every node mixes its own feature with those of its neighbours, with weights that all
nodes share.

    X' = Â X W,  Â = D^(−1/2) (A + I) D^(−1/2)

The degrees in `D` count the self-loop. In general this is neither the sum nor the mean over the neighbours: on a
connected graph all rows of `Â` sum to 1 only if all degrees are equal. K layers carry messages K edges far.
"""

import math

import torch
from torch import nn

from journal.authoring import one_of, question, several, task, where, whole

ZH = """图卷积层

图神经网络靠消息传递工作：每个节点把自己的特征与邻居的特征混合起来，所有节点共用同一组权重。

    X' = Â X W，Â = D^(−1/2) (A + I) D^(−1/2)

`D` 中的度把自环也算在内。一般来说，这既不是对邻居求和，也不是取平均：在连通图上，只有所有节点的度都相等时，
`Â` 的各行之和才都等于 1。K 层能把消息传到 K 条边之外。
"""
NAMES = [
    "GNN",
    "GCN",
    "graph neural network",
    "graph convolution",
    "图神经网络",
    "图卷积",
    "图卷积网络",
    "邻居聚合",
]
SHARED = ["graph network", "message passing", "消息传递"]
NEEDS = ["graph-adjacency", "mlp-forward"]
CONFUSED_WITH = ["gat"]
SOURCES = [
    "Kipf & Welling, Semi-supervised classification with graph convolutional networks, arXiv:1609.02907",
    "Gilmer et al., Neural message passing for quantum chemistry, arXiv:1704.01212",
]

PAIRS = [[i, j] for j in range(5) for i in range(j)]


def degree(edges, node):
    return sum(node in edge for edge in edges)


@where(lambda edges, i, j: sorted((i, j)) in edges and degree(edges, i) != degree(edges, j))
def demo(
    edges=several((4, 7), one_of(*PAIRS), distinct=True),
    i=whole(0, 4),
    j=whole(0, 4),
    x=one_of(6, 12, 24, 60),
):
    A = torch.eye(5)
    for u, v in edges:
        A[u, v] = A[v, u] = 1
    d = A.sum(1)
    A_hat = A / (d[:, None] * d).sqrt()
    X = torch.zeros(5)
    X[j] = x
    return (A_hat @ X)[i]


@question("How much arrives at node `i`?", zh="传到节点 `i` 的是多少？")
def message(out):
    return out.item()


@message.wrong(
    en=("The receiver takes the mean.", "It divides by the root of both degrees' product, not by its own degree."),
    zh=("接收节点取平均。", "除以两端度数之积的平方根，而不是接收节点的度。"),
)
def mean_of_neighbours(edges, i, x):
    return x / (degree(edges, i) + 1)


@message.wrong(
    en=("The messages are simply added.", "Each is scaled down by the degrees at both ends."),
    zh=("消息直接相加。", "每条消息都要按两端的度缩小。"),
)
def sum_of_neighbours(x):
    return float(x)


@message.wrong(
    en=("The degree is the number of neighbours.", "The self-loop counts as well: one more."),
    zh=("度就是邻居的个数。", "自环也算：再加 1。"),
)
def loop_does_not_count(edges, i, j, x):
    return x / math.sqrt(degree(edges, i) * degree(edges, j))


def row_sums(cliques=several((1, 3), whole(2, 4)), paths=several((1, 3), whole(3, 8))):
    parts = [torch.ones(n, n) for n in cliques]  # everyone joined to everyone
    parts += [torch.ones(n, n).tril(1).triu(-1) for n in paths]
    A = torch.block_diag(*parts)  # self-loops included
    d = A.sum(1)
    A_hat = A / (d[:, None] * d).sqrt()
    return A_hat.sum(1)


@question(
    "How many rows of `A_hat` sum to 1 (up to rounding)?", zh="`A_hat` 有几行之和等于 1（不计舍入误差）？", of=row_sums
)
def rows_that_sum_to_one(out):
    return int(((out - 1).abs() < 1e-4).sum())


@rows_that_sum_to_one.wrong(
    en=("All rows do, as for a mean.", "A row does where the node and its neighbours have one degree."),
    zh=("每一行都是，就像取平均。", "只有节点与它的邻居度数相同，那一行才是。"),
)
def as_for_a_mean(cliques, paths):
    return sum(cliques) + sum(paths)


@rows_that_sum_to_one.wrong(
    en=("No row does, as it is not a mean.", "Within a clique all degrees are n: each row holds n times 1/n."),
    zh=("它不是平均，所以没有一行是。", "完全连接的部分里度都是 n：每一行是 n 个 1/n。"),
)
def none_of_them():
    return 0


@rows_that_sum_to_one.wrong(
    en=("Only the ends of a path fall short.", "Their neighbours miss 1 as well: they hear a node of lower degree."),
    zh=("路径上只有两个端点不是。", "端点的邻居也不是：它们听到的节点度数较低。"),
)
def all_but_the_ends(cliques, paths):
    return sum(cliques) + sum(n - 2 for n in paths)


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
    zh="经过 K 层之后，`x` 中有多少个节点（含节点 `i` 自己）影响节点 `i`？",
    of=reached,
)
def nodes_reached(out):
    return int((out > 0).sum())


@nodes_reached.wrong(
    en=("A node hears its direct neighbours only.", "Each layer carries messages one edge further."),
    zh=("节点只听得到直接的邻居。", "每一层把消息再传远一条边。"),
)
def direct_neighbours_only(n, i):
    return nodes_reached(reached(n, i, K=1))


@nodes_reached.wrong(
    en=("Every node hears all others.", "Only those within K edges."),
    zh=("每个节点都听得到所有节点。", "只听得到 K 条边之内的。"),
)
def every_node_sees_all(n):
    return n


@nodes_reached.wrong(
    en=("There are always K nodes on either side.", "The path ends: near an end one side is shorter."),
    zh=("两侧总是各有 K 个节点。", "路径有端点：靠近端点时，有一侧不足 K 个。"),
)
def path_has_no_ends(K):
    return 2 * K + 1


@where(lambda n, edges: n not in edges)
def layer(a=whole(2, 9), b=whole(2, 9), n=whole(5, 12), edges=several(4, whole(0, 11), distinct=True)):
    A = torch.eye(n)
    A[0, [v for v in edges if v < n]] = 1  # node 0 listens to these
    X = torch.randn(n, a)
    W = nn.Linear(a, b)
    return A @ W(X), W


@question("How many parameters does the layer have?", zh="这一层有多少个参数？", of=layer)
def parameters(out):
    return sum(p.numel() for p in out[1].parameters())


@parameters.wrong(
    en=("Every node has weights of its own.", "All nodes share one W: the graph may have any size."),
    zh=("每个节点各有权重。", "所有节点共用一个 W：图可以是任意大小。"),
)
def weights_for_each_node(a, b, n):
    return n * (a * b + b)


@parameters.wrong(
    en=("The entries of A are trained.", "The graph is given; only W and its bias are trained."),
    zh=("A 的元素也要训练。", "图是给定的；要训练的只有 W 和偏置。"),
)
def graph_is_trained(a, b, n):
    return a * b + b + n * n


@parameters.wrong(
    en=("There are two matrices, for the node and for its neighbours.", "Here one does both: A holds the self-loop."),
    zh=("有两个矩阵，一个给自己，一个给邻居。", "这里共用一个：A 含有自环。"),
)
def another_for_the_neighbours(a, b):
    return 2 * a * b + b


@task(
    "Write `gcn`: one layer X' = Â X W without activation. A (n, n) holds no self-loops; add them before the degrees "
    "are counted.",
    zh="写出 `gcn`：一层 X' = Â X W，不加激活函数。A (n, n) 不含自环，先加上自环再数度。",
    blanks=["A + torch.eye(len(A))", "(d[:, None] * d).sqrt()"],
    order=True,
    mend=["without_itself", "mean_of_the_neighbourhood"],
)
def gcn(A, X, W):
    A = A + torch.eye(len(A))
    d = A.sum(dim=1)
    A_hat = A / (d[:, None] * d).sqrt()
    return A_hat @ X @ W


gcn.hint("Add the self-loops first: every degree is then at least 1.", zh="先加自环，这样每个度都至少是 1。")
gcn.hint("Entry (i, j) is divided by the root of d[i] d[j].", zh="第 (i, j) 个元素除以 d[i] d[j] 的平方根。")


@gcn.inputs
def graph(n=whole(3, 6), a=whole(1, 3), b=whole(1, 3), share=one_of(0.4, 0.7)):
    above = (torch.rand(n, n) < share).float().triu(1)
    return above + above.T, torch.randn(n, a), torch.randn(a, b)


@gcn.inputs
def star(n=whole(3, 5)):
    A = torch.zeros(n, n)
    A[0, 1:-1] = A[1:-1, 0] = 1  # the last node is alone
    return A, torch.randn(n, 2), torch.randn(2, 2)


@gcn.holds("A node without neighbours keeps its own feature.", zh="没有邻居的节点保留自己的特征。")
def alone(out, A, X, W):
    lonely = A.sum(dim=1) == 0
    return torch.allclose(out[lonely], (X @ W)[lonely], atol=1e-5)


@gcn.wrong(
    en=("A node hears only its neighbours.", "It hears itself too; without the loop a lone node divides by 0."),
    zh=("节点只听邻居的。", "也听自己的；没有自环，孤立节点会除以 0。"),
)
def without_itself(A, X, W):
    d = A.sum(dim=1)
    return A / (d[:, None] * d).sqrt() @ X @ W


@gcn.wrong(
    en=("The neighbourhood is averaged.", "Both degrees count, the sender's as well."),
    zh=("对邻域取平均。", "两端的度都要算，发送者的也算。"),
)
def mean_of_the_neighbourhood(A, X, W):
    A = A + torch.eye(len(A))
    return A / A.sum(dim=1, keepdim=True) @ X @ W


@gcn.wrong(
    en=("The neighbourhood is summed.", "Messages are scaled down by both degrees."),
    zh=("对邻域求和。", "消息要按两端的度缩小。"),
)
def sum_of_the_neighbourhood(A, X, W):
    return (A + torch.eye(len(A))) @ X @ W
