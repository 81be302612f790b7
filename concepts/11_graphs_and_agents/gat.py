"""Graph attention (GAT)

A graph convolution weights neighbours by their degrees. Graph attention learns the weights from the features,

    α_ij = softmax_j LeakyReLU(a · [W h_i ‖ W h_j])

where the softmax runs over the neighbours of i only (and i itself); all other pairs are masked. Several heads are
concatenated, each with a W and an a of its own. Since a splits into a part for i and one for j, the score is the sum of
a number of i and a number of j under a rising function, so all nodes rank their neighbours in the same order, whoever
asks. GATv2 puts the nonlinearity before a and mends this.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question, several, task, where, whole

ZH = """图注意力网络（GAT）

图卷积按度给邻居加权。图注意力从特征学习权重，

    α_ij = softmax_j LeakyReLU(a · [W h_i ‖ W h_j])

其中 softmax 只在 i 的邻居（以及 i 自己）上做，其他节点对都被掩掉。多个头的结果拼接，每个头有自己的 W 和 a。
因为 a 分成 i 的部分和 j 的部分，分数是 i 的一个数与 j 的一个数之和再经过单调上升的函数，所以不管谁来问，
所有节点给邻居排的次序都相同。GATv2 把非线性放在 a 之前，解决了这个问题。
"""
NAMES = ["GAT", "GATv2", "graph attention network", "graph attention", "图注意力网络", "图注意力"]
NEEDS = ["gcn-layer", "attention-weights"]
CONFUSED_WITH = ["gcn-layer"]
SOURCES = [
    "Veličković et al., Graph Attention Networks, arXiv:1710.10903",
    "Brody, Alon & Yahav, How Attentive are Graph Attention Networks?, arXiv:2105.14491 (GATv2)",
]


def mean_of(weights, h):
    """The weighted mean of the features."""
    return sum(w * x for w, x in zip(weights, h)) / sum(weights)


def flattened(e):
    """What LeakyReLU with slope 1/2 makes of the odds: the root of those below 1."""
    return [x if x > 1 else x**0.5 for x in e]


@where(lambda e, h: all(abs(mean_of(flattened(e), h) - x) > 0.5 for x in (mean_of(e, h), sum(h) / 3)))
@where(lambda e, h: abs(mean_of(flattened(e), h) - mean_of([max(x, 1) for x in e], h)) > 0.5)
@where(lambda e, h: min(e) < 1 and len(set(h)) == 3 and sum(flattened(e)) * 4 in (3, 5, 6, 8, 10, 12, 16, 20, 25))
def demo(e=several(3, one_of(0.0625, 0.25, 1.0, 2.0, 3.0, 4.0)), h=several(3, one_of(0, 2, 4, 6, 8, 10, 20))):
    scores = torch.tensor(e).log()  # of a node's three neighbours
    alpha = F.leaky_relu(scores, 0.5).softmax(dim=0)
    return alpha @ torch.tensor(h).float()


@question("What does the node receive, that is, what is returned?", zh="节点收到多少，也就是返回值是多少？")
def received(out):
    return out


@received.wrong(
    en=("Every neighbour weighs 1/degree.", "The weights come from the features."),
    zh=("每个邻居的权重是 1/度。", "权重由特征得出。"),
)
def by_degree(h):
    return sum(h) / 3


@received.wrong(
    en=("The softmax takes the scores as they are.", "Negative scores are flattened first, here to one half."),
    zh=("softmax 直接用原来的分数。", "负的分数先变平，这里减半。"),
)
def without_leaky_relu(e, h):
    return mean_of(e, h)


@received.wrong(
    en=("Negative scores are cut off at 0.", "LeakyReLU lets a part of them through."),
    zh=("负的分数截到 0。", "LeakyReLU 保留其中一部分。"),
)
def relu(e, h):
    return mean_of([max(x, 1) for x in e], h)


@where(lambda q, k: len(set(k)) == 4 and q < 0 and abs(min(k)) != max(k))
def ranking(q=whole(-6, -1), k=several(4, whole(-6, 6))):
    own, others = torch.tensor(float(q)), torch.tensor(k).float()
    scores = F.leaky_relu(own + others, 0.2)  # a·[Wh_i ‖ Wh_j] is a sum
    return scores.softmax(dim=0).argmax()


@question("Which neighbour, counted from 0, weighs most?", zh="哪个邻居的权重最大（从 0 数起）？", of=ranking)
def heaviest(out):
    return out


@heaviest.wrong(
    en=("The largest product with q does, as with dot products.", "q is added, so it cannot change the order."),
    zh=("与 q 的乘积最大的，像点积那样。", "q 是加上去的，改变不了次序。"),
)
def like_a_dot_product(q, k):
    return k.index(max(k, key=lambda each: q * each))


@heaviest.wrong(
    en=("The neighbour most like the node does.", "Closeness to q does not count here."),
    zh=("与节点最相似的邻居。", "这里不看与 q 接近与否。"),
)
def most_alike(q, k):
    return k.index(min(k, key=lambda each: abs(each - q)))


@heaviest.wrong(
    en=("The largest feature in size does, whatever its sign.", "LeakyReLU keeps the sign and the order."),
    zh=("绝对值最大的，不管符号。", "LeakyReLU 保留符号和次序。"),
)
def largest_in_size(k):
    return k.index(max(k, key=abs))


def layer(d=one_of(4, 5, 8, 10), heads=one_of(2, 3, 4), f=one_of(4, 5, 8), n=whole(4, 9)):
    W = nn.Linear(d, heads * f, bias=False)
    a = nn.Parameter(torch.randn(heads, 2 * f))
    h = W(torch.randn(n, d)).view(n, heads, f)
    asks, asked = h[:, None].expand(n, n, heads, f), h.expand(n, n, heads, f)
    scores = (torch.cat([asks, asked], dim=-1) * a).sum(dim=-1)
    return scores, W.weight.numel() + a.numel()


@question("How many parameters has the layer?", zh="这一层有多少个参数？", of=layer)
def parameters(out):
    return out[1]


@parameters.wrong(
    en=("All heads share one vector a.", "Each head has its own."),
    zh=("所有头共用一个向量 a。", "每个头有自己的。"),
)
def one_vector_for_all(d, heads, f):
    return d * heads * f + 2 * f


@parameters.wrong(
    en=("a has f entries.", "2f: one half for the node, one for the neighbour."),
    zh=("a 有 f 个元素。", "2f 个：一半给节点，一半给邻居。"),
)
def half_a_vector(d, heads, f):
    return d * heads * f + heads * f


@parameters.wrong(
    en=("Every pair of nodes has a learnt weight.", "Weights of pairs are computed: any graph may follow."),
    zh=("每一对节点有一个学到的权重。", "节点对的权重是算出来的：可以换任何图。"),
)
def a_weight_for_each_pair(d, heads, f, n):
    return d * heads * f + n * n * heads


@task(
    "Write `gat_weights`: raw scores (n, n), row i asks; A (n, n) is 0/1 with loops. Returns α: LeakyReLU with "
    "slope 0.2, then the softmax over the neighbours of each node.",
    zh="写出 `gat_weights`：原始分数 (n, n)，第 i 行是提问的节点；A (n, n) 是带自环的 0/1 矩阵。返回 α：先用斜率 "
    "0.2 的 LeakyReLU，再对每个节点的邻居做 softmax。",
    blanks=["F.leaky_relu(scores, 0.2)", "masked_fill(A == 0, -torch.inf)"],
    mend=["masked_with_zero", "masked_afterwards"],
)
def gat_weights(scores, A):
    scores = F.leaky_relu(scores, 0.2)
    return scores.masked_fill(A == 0, -torch.inf).softmax(dim=1)


gat_weights.hint(
    "Which score gives a weight of exactly 0 after the softmax?", zh="什么分数经过 softmax 之后权重恰好是 0？"
)


@gat_weights.inputs
def graphs(n=whole(2, 5)):
    A = (torch.rand(n, n) < 0.4).int()
    A = ((A + A.T + torch.eye(n)) > 0).int()
    return 3 * torch.randn(n, n), A


@gat_weights.inputs
def stars(n=whole(3, 5)):
    A = torch.eye(n).int()
    A[0], A[:, 0] = 1, 1
    return 3 * torch.randn(n, n), A


@gat_weights.holds("Each row sums to 1 and is 0 where there is no edge.", zh="每行之和为 1，没有边的地方是 0。")
def shares_of_neighbours(out, A):
    return torch.allclose(out.sum(dim=1), torch.ones(len(A))) and (out[A == 0] == 0).all()


@gat_weights.wrong(
    en=("Scores of other nodes are set to 0.", "exp(0) is 1: they need −∞."),
    zh=("其他节点的分数设为 0。", "exp(0) 是 1：要设为 −∞。"),
)
def masked_with_zero(scores, A):
    scores = F.leaky_relu(scores, 0.2)
    return scores.masked_fill(A == 0, 0.0).softmax(dim=1)


@gat_weights.wrong(
    en=("The softmax runs over all nodes, then the rest is dropped.", "Then rows no longer sum to 1."),
    zh=("对所有节点做 softmax，再去掉其余的。", "那样每行之和就不再是 1。"),
)
def masked_afterwards(scores, A):
    scores = F.leaky_relu(scores, 0.2)
    return scores.softmax(dim=1) * A


@gat_weights.wrong(
    en=("The softmax runs over the nodes that ask.", "Over the neighbours, along each row."),
    zh=("softmax 沿提问的节点做。", "沿邻居做，也就是每一行。"),
)
def softmax_over_columns(scores, A):
    scores = F.leaky_relu(scores, 0.2)
    return scores.masked_fill(A == 0, -torch.inf).softmax(dim=0)


def figure(out, e, h):
    weights = flattened(e)
    plt.bar(range(3), [weight / sum(weights) for weight in weights])
    plt.axhline(1 / 3, color="C1", label="1/degree")
    plt.xticks(range(3), [f"neighbour\nwith h = {value}" for value in h])
    plt.ylabel("α")
    plt.legend()
