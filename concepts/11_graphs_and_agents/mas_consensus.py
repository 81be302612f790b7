"""Consensus of agents

In a multi-agent system nobody is in charge: each agent sees only its neighbours and moves a little towards them,

    x ← x − ε L x

with the graph's Laplacian `L = D − A`. What one agent gains its neighbour loses, so the sum stays, and on a connected
graph all agree on the mean of the start values, if ε is small enough. One agent that does not listen breaks the balance
and becomes the leader.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, real, several, task, where, whole

ZH = """多智能体的一致性

在多智能体系统（MAS）中没有谁说了算：每个智能体只看得到自己的邻居，并向它们靠近一点，

    x ← x − ε L x

其中 `L = D − A` 是图的拉普拉斯矩阵。一个智能体增加多少，它的邻居就减少多少，所以总和不变；只要图连通且 ε 足够小，
所有智能体最终都等于初始值的平均。只要有一个智能体不听别人的，这种平衡就被打破，它也就成了领导者。
"""
NAMES = [
    "MAS",
    "multi-agent system",
    "average consensus",
    "consensus protocol",
    "多智能体系统",
    "平均一致性",
    "一致性协议",
    "一致性算法",
]
SHARED = ["多智能体"]
NEEDS = ["graph-adjacency", "sgd-update"]
CONFUSED_WITH = ["gnn-oversmoothing"]
SOURCES = [
    "Olfati-Saber, Fax & Murray, Consensus and cooperation in networked multi-agent systems, Proc. IEEE 95 (2007)",
    "Xiao & Boyd, Fast linear iterations for distributed averaging, Systems & Control Letters 53 (2004)",
]


@where(lambda x0: len(x0) * x0[0] != sum(x0))
def demo(x0=several((4, 6), whole(0, 9), distinct=True), eps=one_of(0.2, 0.3, 0.4)):
    x = torch.tensor(x0, dtype=torch.float64)
    values = [x]
    for _ in range(200):
        x = x + eps * ((x.roll(1) - x) + (x.roll(-1) - x))
        values.append(x)
    return torch.stack(values)


@question(
    "The agents stand in a ring. On which value do they agree in the end?",
    zh="智能体围成一圈，最终会一致收敛到哪个值？",
)
def agreement(out):
    return out[-1, 1].item()


@agreement.wrong(
    en=("Agent 0 leads.", "It moves towards its neighbours like all others."),
    zh=("0 号智能体是领导者。", "它和别人一样向邻居靠近。"),
)
def agent_0_leads(x0):
    return float(x0[0])


@agreement.wrong(
    en=("The largest value wins.", "Its neighbours pull it down as much as it pulls them up."),
    zh=("最大的值获胜。", "它把邻居拉高多少，自己就被拉低多少。"),
)
def largest_wins(x0):
    return float(max(x0))


@agreement.wrong(
    en=("The middle value wins.", "Differences move an agent, not ranks: the sum is kept, not the order."),
    zh=("中间的值获胜。", "推动智能体的是差值，不是排名：保持不变的是总和。"),
)
def median_wins(x0):
    return torch.tensor(x0, dtype=torch.float64).quantile(0.5).item()


@where(lambda x0, i: i < len(x0) and x0[i] != (x0[i - 1] + x0[(i + 1) % len(x0)]) / 2)
def one_round(x0=several((4, 6), whole(0, 9), distinct=True), eps=one_of(0.1, 0.2, 0.3, 0.4), i=whole(0, 5)):
    x = torch.tensor(x0, dtype=torch.float64)
    x = x + eps * ((x.roll(1) - x) + (x.roll(-1) - x))
    return x[i]


@question("What is the value of agent `i` after this round?", zh="这一轮之后，智能体 `i` 的值是多少？", of=one_round)
def after_one_round(out):
    return out.item()


@after_one_round.wrong(
    en=("An agent jumps to the mean of its neighbours.", "It moves by ε times the sum of the differences."),
    zh=("智能体直接跳到邻居的平均。", "它只移动 ε 乘以差值之和。"),
)
def jumps_to_the_mean(x0, i):
    return (x0[i - 1] + x0[(i + 1) % len(x0)]) / 2


@after_one_round.wrong(
    en=("It moves away from its neighbours.", "x.roll(1) − x points from the agent to its neighbour."),
    zh=("它远离邻居。", "x.roll(1) − x 是从自己指向邻居。"),
)
def moves_away(x0, i, out):
    return 2 * x0[i] - out.item()


@after_one_round.wrong(
    en=("It listens to the neighbour before it only.", "Both neighbours pull: roll(1) and roll(−1)."),
    zh=("它只听前一个邻居。", "两边的邻居都在拉：roll(1) 和 roll(−1)。"),
)
def one_neighbour_only(x0, eps, i):
    return x0[i] + eps * (x0[i - 1] - x0[i])


@where(lambda x0, deaf: deaf < len(x0) and x0[deaf] and len(x0) * x0[deaf] != sum(x0))
def drifting(x0=several((4, 6), whole(0, 9), distinct=True), eps=one_of(0.2, 0.3, 0.4), deaf=whole(0, 5)):
    x = torch.tensor(x0, dtype=torch.float64)
    for _ in range(400):
        change = eps * ((x.roll(1) - x) + (x.roll(-1) - x))
        change[deaf] = 0
        x = x + change
    return x.sum()


@question("What is the sum of all values in the end?", zh="最后所有值的总和是多少？", of=drifting)
def sum_at_the_end(out):
    return out.item()


@sum_at_the_end.wrong(
    en=("The sum is always kept.", "What neighbours gain by the deaf agent is not made up for: all go to its value."),
    zh=("总和总是不变。", "邻居因它而增减的部分得不到抵消：所有值都走向它的值。"),
)
def sum_is_kept(x0):
    return float(sum(x0))


@sum_at_the_end.wrong(
    en=("Whoever does not listen is left out: the others' mean wins.", "It is heard by its neighbours in every round."),
    zh=("不听的那个被排除在外，其余的平均获胜。", "每一轮它的邻居都听得到它。"),
)
def deaf_is_left_out(x0, deaf):
    return len(x0) * (sum(x0) - x0[deaf]) / (len(x0) - 1)


@sum_at_the_end.wrong(
    en=("All come to the mean of the leader's value and the common mean.", "Only the leader's value leaves a trace."),
    zh=("大家停在领导者的值与平均值的中间。", "只有领导者的值留下痕迹。"),
)
def half_way(x0, deaf):
    return (len(x0) * x0[deaf] + sum(x0)) / 2


@task(
    "Write `consensus`: one round x − ε L x for values x (n,) on the graph with adjacency matrix A (n, n).",
    zh="写出 `consensus`：在邻接矩阵为 A (n, n) 的图上，对 x (n,) 走一轮 x − ε L x。",
    blanks=["torch.diag(A.sum(dim=1))", "x - eps * L @ x"],
    order=True,
    mend=["away_from_the_others", "mean_of_the_neighbours"],
)
def consensus(x, A, eps):
    D = torch.diag(A.sum(dim=1))
    L = D - A
    return x - eps * L @ x


consensus.hint("L x holds the sum of differences to the neighbours.", zh="L x 是与各邻居之差的和。")
consensus.hint("The degrees are the row sums of A.", zh="度是 A 各行之和。")


@consensus.inputs
def graph(n=whole(3, 6), eps=real(0.05, 0.3, places=2), share=one_of(0.5, 0.8)):
    above = (torch.rand(n, n) < share).float().triu(1)
    return 5 * torch.randn(n), above + above.T, eps


@consensus.inputs
def lonely(n=whole(2, 4), eps=real(0.05, 0.3, places=2)):
    A = torch.zeros(n, n)
    A[0, 1] = A[1, 0] = 1  # the others have no neighbour
    return torch.arange(n) + 1.0, A, eps


@consensus.holds("The sum is kept.", zh="总和不变。")
def sum_kept(out, x):
    return torch.isclose(out.sum(), x.sum(), atol=1e-4)


@consensus.wrong(
    en=("L x is added.", "It is subtracted: L x points away from the neighbours."),
    zh=("加上 L x。", "要减去：L x 指向远离邻居的方向。"),
)
def away_from_the_others(x, A, eps):
    return 2 * x - consensus(x, A, eps)


@consensus.wrong(
    en=("Each takes the mean of its neighbours.", "It moves a little; the mean of neighbours does not keep the sum."),
    zh=("每个都取邻居的平均。", "只移动一点；取邻居平均不能保持总和。"),
)
def mean_of_the_neighbours(x, A, eps):
    return A @ x / A.sum(dim=1).clamp(min=1)


@consensus.wrong(
    en=("The agent's own value is subtracted once.", "Once for each neighbour: the degree is on L's diagonal."),
    zh=("自己的值只减一次。", "每个邻居各减一次：L 的对角线上是度。"),
)
def itself_once(x, A, eps):
    return x + eps * (A @ x - x)


def figure(out):
    plt.plot(out[:15].tolist())
    plt.xlabel("round")
    plt.ylabel("value of each agent")
