"""Step and speed of consensus

How far may the agents step, and how fast do they agree? The eigenvalues of the Laplacian `L` tell: each round
multiplies the part of the values along an eigenvector by

    1 − ε λ

so the largest λ sets the limit ε < 2 / λ_max; beyond it the values overshoot further each round. With small steps the
second smallest λ, the algebraic connectivity, sets the speed: its part fades last. It is small where a graph is long
drawn out or has a bottleneck, which the number of edges alone does not tell.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, whole

ZH = """一致性的步长与速度

智能体每步可以走多大，多快能达成一致？答案在拉普拉斯矩阵 `L` 的特征值里：每一轮，沿某个特征向量的分量都乘以

    1 − ε λ

所以最大的 λ 决定步长上限 ε < 2 / λ_max，超过它，各个值就一轮比一轮冲得更过头。步长较小时，
收敛速度由第二小的特征值（代数连通度）决定：它对应的分量消失得最慢。图拉得很长或中间有瓶颈，它就小，单看边数看不出来。
"""
ALIASES = [
    "algebraic connectivity",
    "Fiedler value",
    "convergence of consensus",
    "代数连通度",
    "一致性的收敛速度",
]
NEEDS = ["mas-consensus"]
SOURCES = [
    "Olfati-Saber, Fax & Murray, Consensus and cooperation in networked multi-agent systems, Proc. IEEE 95 (2007)",
    "Xiao & Boyd, Fast linear iterations for distributed averaging, Systems & Control Letters 53 (2004)",
]


def demo(n=one_of(8, 10), graph=one_of("ring", "star", "complete"), eps=one_of(0.1, 0.15, 0.3, 0.4, 0.45, 0.6, 1.1)):
    A = torch.ones(n, n) - torch.eye(n)
    if graph == "ring":
        A = torch.eye(n).roll(1, dims=0) + torch.eye(n).roll(-1, dims=0)
    if graph == "star":
        A[1:, 1:] = 0
    L = (torch.diag(A.sum(1)) - A).double()
    x = torch.randn(n, dtype=torch.float64)
    spread = []
    for _ in range(300):
        spread.append(x.max() - x.min())
        x = x - eps * L @ x
    return torch.stack(spread)


@question("Do the agents come to agree (spread below 0.001 in the end)?", "智能体最终会达成一致吗（差距小于 0.001）？")
def agrees(out):
    return out[-1] < 1e-3


@agrees.wrong(
    "With several neighbours the steps add up: beyond 2 / λ_max each round overshoots further.",
    "邻居不止一个，步子会叠加：超过 2 / λ_max 之后，一轮比一轮冲得更过头。",
)
def any_step_below_one(eps):
    return eps < 1


@agrees.wrong(
    "The limit depends on the graph: λ_max is 4 on these rings, but n on the star and the complete graph.",
    "上限与图有关：这里的环 λ_max 是 4，星形图和完全图则是 n。",
)
def same_limit_for_all_graphs(n, eps):
    return agrees(demo(n, "ring", eps))


@agrees.wrong(
    "Larger steps still settle: the limit is 2 / λ_max, not 1 / n.",
    "步子再大些也能收敛：上限是 2 / λ_max，而不是 1 / n。",
)
def only_tiny_steps(n, eps):
    return eps < 1 / n


def race(n=whole(7, 10), graphs=several(3, one_of("path", "ring", "star", "complete"), distinct=True)):
    links = {
        "path": [(v, v + 1) for v in range(n - 1)],
        "ring": [(v, (v + 1) % n) for v in range(n)],
        "star": [(0, v) for v in range(1, n)],
        "complete": [(u, v) for v in range(n) for u in range(v)],
    }
    rounds = {}
    for graph in graphs:
        A = torch.zeros(n, n)
        for u, v in links[graph]:
            A[u, v] = A[v, u] = 1
        x, rounds[graph] = torch.arange(n) / n, 0
        while x.max() - x.min() > 0.05:
            x = x + (A @ x - A.sum(1) * x) / n
            rounds[graph] += 1
    return rounds


@question(
    "Order the graphs in `graphs` from the slowest agreement to the fastest.",
    "把 `graphs` 中的图按达成一致从慢到快排列。",
    of=race,
    choices={"path": "路径", "ring": "环", "star": "星形", "complete": "完全图"},
)
def slowest_first(out):
    return sorted(out, key=out.get, reverse=True)


@slowest_first.wrong(
    "Few links can be fast: in a star any two are at most two steps apart, in a ring up to half the ring.",
    "边少也可以很快：星形图中任意两点最多隔两步，环上却可能隔半圈。",
)
def more_links_are_faster(graphs):
    return [graph for graph in ("path", "star", "ring", "complete") if graph in graphs]


@slowest_first.wrong(
    "All neighbours are heard in the same round: more links carry news further, they do not delay it.",
    "同一轮里可以听取所有邻居：边多只会让消息传得更远，不会更慢。",
)
def many_voices_take_longer(graphs):
    return [graph for graph in ("complete", "star", "ring", "path") if graph in graphs]


def figure(out):
    plt.semilogy(out[:30].tolist())
    plt.xlabel("round")
    plt.ylabel("largest minus smallest")
