"""Consensus of agents

In a multi-agent system nobody is in charge: each agent sees only its neighbours and moves a little towards them,

    x ← x − ε L x

with the graph's Laplacian `L = D − A`. What one agent gains its neighbour loses, so the sum stays, and on a connected
graph all agree on the mean of the start values, if ε is small enough. One agent that does not listen breaks the balance
and becomes the leader.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, where, whole

ZH = """多智能体的一致性

在多智能体系统（MAS）中没有谁说了算：每个智能体只看得到自己的邻居，并向它们靠近一点，

    x ← x − ε L x

其中 `L = D − A` 是图的拉普拉斯矩阵。一个智能体增加多少，它的邻居就减少多少，所以总和不变；只要图连通且 ε 足够小，
所有智能体最终都等于初始值的平均。只要有一个智能体不听别人的，这种平衡就被打破，它也就成了领导者。
"""
ALIASES = [
    "MAS",
    "multi-agent system",
    "average consensus",
    "consensus protocol",
    "多智能体",
    "多智能体系统",
    "平均一致性",
    "一致性协议",
    "一致性算法",
]
NEEDS = ["graph-adjacency", "sgd-update"]
CONFUSED_WITH = ["gnn-oversmoothing"]
SOURCES = [
    "Olfati-Saber, Fax & Murray, Consensus and cooperation in networked multi-agent systems, Proc. IEEE 95 (2007)",
    "Xiao & Boyd, Fast linear iterations for distributed averaging, Systems & Control Letters 53 (2004)",
]


def demo(x0=several((4, 6), whole(0, 9), distinct=True), eps=one_of(0.2, 0.3, 0.4), deaf=None):
    x = torch.tensor(x0, dtype=torch.float64)
    values = [x]
    for _ in range(200):
        change = eps * ((x.roll(1) - x) + (x.roll(-1) - x))
        if deaf is not None:
            change[deaf] = 0
        x = x + change
        values.append(x)
    return torch.stack(values)


@question(
    "The agents stand in a ring. On which value do they agree in the end?", "智能体围成一圈，最终会一致收敛到哪个值？"
)
def agreement(out):
    return out[-1, 1]


@agreement.wrong(
    "Agent 0 moves towards its neighbours like all others; it would lead only if it never listened.",
    "0 号智能体和别人一样向邻居靠近；只有它从不听别人的，才会成为领导者。",
)
def agent_0_leads(x0, eps):
    return agreement(demo(x0, eps, deaf=0))


@agreement.wrong(
    "The largest value is pulled down by its neighbours as much as they are pulled up.",
    "最大的值把邻居拉高多少，自己就被拉低多少。",
)
def largest_wins(x0):
    return float(max(x0))


@agreement.wrong(
    "What moves an agent is the difference to its neighbours, not its rank: the sum is kept.",
    "推动智能体的是与邻居的差值，而不是大小排名：保持不变的是总和。",
)
def median_wins(x0):
    return torch.tensor(x0, dtype=torch.float64).quantile(0.5)


@where(lambda x0: len(x0) * x0[0] != sum(x0))
def drifting(x0=several((4, 6), whole(0, 9), distinct=True), eps=one_of(0.2, 0.3, 0.4), deaf=one_of(None, 0)):
    x = torch.tensor(x0, dtype=torch.float64)
    before = x.sum()
    for _ in range(200):
        change = eps * ((x.roll(1) - x) + (x.roll(-1) - x))
        if deaf is not None:
            change[deaf] = 0
        x = x + change
    return before, x.sum()


@question(
    "Has the sum of all values changed after the 200 rounds (by more than rounding)?",
    "不计舍入误差，200 轮之后所有值的总和变了吗？",
    of=drifting,
)
def sum_changes(out):
    before, after = out
    return not torch.isclose(before, after)


@sum_changes.wrong(
    "Whatever one agent gains, its neighbours lose, as long as all of them listen.",
    "只要大家都听别人的，一个智能体增加多少，邻居就减少多少。",
)
def sum_drifts(x0, eps):
    return sum_changes(drifting(x0, eps, deaf=0))


@sum_changes.wrong(
    "Agent 0 does not move: what its neighbours gain or lose by it is not made up for.",
    "0 号智能体不动：邻居因它而增减的部分得不到抵消。",
)
def sum_is_always_kept(x0, eps):
    return sum_changes(drifting(x0, eps, deaf=None))


def figure(out):
    plt.plot(out[:15].tolist())
    plt.xlabel("round")
    plt.ylabel("value of each agent")
