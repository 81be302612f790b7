"""GIN: what sums tell apart

A node sees its neighbours' features as a multiset: a bag in which values may repeat. The mean forgets how many there
are, the maximum also how often; a sum of suitable features keeps both, though a sum of raw numbers may clash (1 + 3 =
2 + 2). The graph isomorphism network (GIN) therefore computes

    MLP((1 + ε) h + Σ h_neighbours)

With good MLPs such networks tell apart what the Weisfeiler–Leman colouring does: give every node a new colour for its
old colour and the multiset of its neighbours' colours, and repeat. No network of this kind tells apart more, so nodes
whose surroundings look alike stay alike.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, task, whole

ZH = """GIN：求和能区分什么

节点把邻居的特征看作一个多重集：可以有重复值的袋子。平均忘掉了有几个，最大值连出现几次也忘掉了；
对合适的特征求和两者都保留，不过直接对原始数值求和可能相撞（1 + 3 = 2 + 2）。因此图同构网络（GIN）计算

    MLP((1 + ε) h + Σ h_neighbours)

MLP 足够好时，这种网络能区分的正是 Weisfeiler–Leman 着色能区分的：每个节点按旧颜色和邻居颜色的多重集换新颜色，
反复进行。这一类网络都不可能区分得更多，所以周围看起来一样的节点始终一样。
"""
NAMES = [
    "graph isomorphism network",
    "GIN layer",
    "Weisfeiler-Lehman",
    "Weisfeiler-Leman",
    "Weisfeiler–Leman",
    "WL test",
    "图同构网络",
    "WL测试",
]
SHARED = ["GIN", "sum aggregation", "求和聚合"]
HINTS = ["aggregation", "聚合"]
NEEDS = ["gcn-layer", "gnn-symmetry"]
SOURCES = ["Xu et al., How Powerful are Graph Neural Networks?, arXiv:1810.00826"]


def demo(m=whole(2, 3), size=whole(2, 5), how=one_of("sum", "mean", "amax")):
    results = set()
    for n in range(1, size + 1):
        # every bag of n neighbours, with one-hot features of m kinds
        bags = torch.combinations(torch.arange(m), n, with_replacement=True)
        features = torch.nn.functional.one_hot(bags, m).double()
        aggregated = getattr(features, how)(dim=1)
        results |= {tuple(row) for row in aggregated.tolist()}
    return len(results)


@question("How many kinds of neighbourhoods does the aggregation tell apart?", zh="这种聚合能区分多少种邻域？")
def told_apart(out):
    return out


@told_apart.wrong(
    en=(
        "Every aggregation tells all bags apart.",
        "The mean loses the size, the maximum also how often a kind occurs.",
    ),
    zh=("任何聚合都能区分所有的袋子。", "平均丢掉大小，最大值还丢掉每种出现几次。"),
)
def nothing_lost(m, size, how):
    return None if how == "sum" else told_apart(demo(m, size, "sum"))


@told_apart.wrong(
    en=("The sum sees proportions only.", "It also sees how many neighbours there are."),
    zh=("求和只看到比例。", "它还看到有几个邻居。"),
)
def sum_as_the_mean(m, size, how):
    return told_apart(demo(m, size, "mean")) if how == "sum" else None


@told_apart.wrong(
    en=("Only which kinds occur is seen.", "That is the maximum; sum and mean also see how often."),
    zh=("只看到出现了哪些种类。", "那是最大值；求和与平均还看到出现的多少。"),
)
def kinds_only(m, size, how):
    return None if how == "amax" else told_apart(demo(m, size, "amax"))


@told_apart.wrong(
    en=("The maximum gives one of m kinds.", "It gives any set of kinds: one entry for each."),
    zh=("最大值给出 m 种之一。", "给出任意一组种类：每种一个元素。"),
)
def one_of_the_kinds(m, how):
    return m if how == "amax" else None


def layer(h=whole(-5, 9), near=several((2, 4), whole(-5, 9)), eps=one_of(0.0, 0.5, 1.0)):
    neighbours = torch.tensor(near).float()
    return (1 + eps) * h + neighbours.sum()  # before the MLP


@question("What goes into the MLP?", zh="输入 MLP 的是多少？", of=layer)
def into_the_mlp(out):
    return out


@into_the_mlp.wrong(
    en=("The neighbours are averaged.", "They are summed, so their number counts."),
    zh=("邻居取平均。", "是求和，所以个数起作用。"),
)
def averaged(h, near, eps):
    return (1 + eps) * h + sum(near) / len(near)


@into_the_mlp.wrong(
    en=("The node itself does not enter.", "It does, with the weight 1 + ε."),
    zh=("不算节点自己。", "要算，权重是 1 + ε。"),
)
def without_itself(near):
    return float(sum(near))


@into_the_mlp.wrong(
    en=("The node itself has the weight ε.", "1 + ε."),
    zh=("节点自己的权重是 ε。", "是 1 + ε。"),
)
def weight_eps(h, near, eps):
    return eps * h + sum(near)


def colouring(n=whole(5, 20), rounds=whole(2, 7)):
    colour = [0] * n  # a path of n nodes, all alike at first
    for _ in range(rounds):
        seen = []
        for v in range(n):
            near = [colour[u] for u in (v - 1, v + 1) if 0 <= u < n]
            seen.append((colour[v], tuple(sorted(near))))
        names = sorted(set(seen))
        colour = [names.index(each) for each in seen]
    return len(set(colour))


@question("How many colours are there at the end?", zh="最后有多少种颜色？", of=colouring)
def colours(out):
    return out


@colours.wrong(
    en=("In the end all nodes differ.", "The two halves of a path mirror each other."),
    zh=("最后所有节点都不同。", "路径的两半互为镜像。"),
)
def all_differ(n):
    return n


@colours.wrong(
    en=("Only the degree counts: ends and inner nodes.", "Each further round sees one step farther."),
    zh=("只看度：端点和中间的节点。", "每多一轮就多看一步远。"),
)
def degrees_only():
    return 2


@colours.wrong(
    en=("Each round adds a colour, without end.", "Until the middle is reached: at most half of n."),
    zh=("每一轮增加一种颜色，没有尽头。", "到达中间为止：最多是 n 的一半。"),
)
def one_a_round(n, rounds):
    return rounds + 1


@task(
    "Write `gin`: what goes into the MLP of every node; h is (n, d), A (n, n) is 0/1 without loops.",
    zh="写出 `gin`：每个节点输入 MLP 的内容；h 是 (n, d)，A (n, n) 是不带自环的 0/1 矩阵。",
    blanks=["(1 + eps) * h", "A @ h"],
    mend=["neighbours_averaged", "node_forgotten"],
    gradients=True,
)
def gin(h, A, eps):
    return (1 + eps) * h + A @ h


gin.hint(
    "The sum over the neighbours of every node is one matrix product.", zh="对每个节点的邻居求和，就是一次矩阵乘法。"
)


@gin.inputs
def graphs(n=whole(2, 6), d=whole(1, 3), eps=one_of(0.1, 0.5)):
    A = (torch.rand(n, n) < 0.6).float().triu(1)
    A[0, 1] = 1.0
    return torch.randn(n, d), A + A.T, eps


@gin.inputs
def complete_graphs(n=whole(3, 5), eps=one_of(0.0, 1.0)):
    return torch.randn(n, 2), 1 - torch.eye(n), eps


@gin.holds("Renumbering the nodes renumbers the rows.", zh="给节点重新编号，行也跟着重排。")
def equivariant(out, solution, h, A, eps):
    order = torch.arange(len(h)).flip(0)
    return torch.allclose(solution(h[order], A[order][:, order], eps), out[order], atol=1e-5)


@gin.wrong(
    en=("The neighbours are averaged.", "They are summed."),
    zh=("邻居取平均。", "是求和。"),
)
def neighbours_averaged(h, A, eps):
    return (1 + eps) * h + A @ h / A.sum(dim=1, keepdim=True).clamp(min=1)


@gin.wrong(
    en=("Only neighbours enter.", "The node itself has the weight 1 + ε."),
    zh=("只算邻居。", "节点自己的权重是 1 + ε。"),
)
def node_forgotten(h, A, eps):
    return A @ h


@gin.wrong(
    en=("ε weights the neighbours.", "It weights the node itself."),
    zh=("ε 加在邻居上。", "加在节点自己上。"),
)
def eps_on_the_neighbours(h, A, eps):
    return h + (1 + eps) * A @ h


def figure(out, m, size, how):
    names = ["sum", "mean", "amax"]
    counts = [demo(m, size, name) for name in names]
    plt.bar(names, counts, color=["C0" if name == how else "lightgray" for name in names])
    plt.ylabel("neighbourhoods told apart")
    plt.title(f"up to {size} neighbours of {m} kinds")
