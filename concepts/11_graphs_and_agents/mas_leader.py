"""Leaders and stubborn agents

A stubborn agent keeps its value while the others go on replacing theirs by the mean of their neighbours. A single one
is a leader: in a connected graph everybody ends at its value, however far away and however many they are. Start values
of the others leave no trace. Two of them with different values prevent agreement, and the rest ends in between: along a
path with these two at its ends, on a straight line,

    x_i = a + (b − a) · i / (n − 1)
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, where, whole

ZH = """领导者与固执的智能体

固执的智能体始终保持自己的值，其他智能体则不断把自己的值换成邻居的平均。只有一个固执者时，它就是领导者：
只要图是连通的，不管隔多远、有多少个，大家最终都等于它的值，其余智能体的初始值不留痕迹。
有两个取值不同的固执者时就无法一致，其余智能体停在两者之间；若这两个在一条路径的两端，
各个值恰好成一条直线：

    x_i = a + (b − a) · i / (n − 1)
"""
ALIASES = [
    "leader-follower",
    "stubborn agent",
    "pinning control",
    "领导者跟随者",
    "领导者-跟随者",
    "领导跟随",
    "固执智能体",
    "编队控制",
]
NEEDS = ["mas-consensus"]
SOURCES = [
    "Jadbabaie, Lin & Morse, Coordination of groups of mobile autonomous agents, IEEE Trans. Autom. Control 48 (2003)",
    "Ghaderi & Srikant, Opinion dynamics in social networks with stubborn agents, Automatica 50 (2014)",
]


@where(lambda n, a, b, i: a != b and i < n - 1)
def demo(n=whole(4, 8), a=whole(1, 9), b=whole(1, 9), i=whole(1, 6)):
    x = torch.zeros(n, dtype=torch.float64)
    x[0], x[-1] = a, b
    for _ in range(400):
        x[1:-1] = (x[:-2] + x[2:]) / 2
    return x


@question("What is `x[i]` at the end?", "最后 `x[i]` 是多少？")
def value(out, i):
    return out[i]


@value.wrong(
    "The mean is reached only half-way: whoever stands nearer to a leader ends nearer to its value.",
    "只有正中间才等于平均值：离哪个领导者近，最终的值就靠近哪个。",
)
def all_reach_the_mean(a, b):
    return (a + b) / 2


@value.wrong(
    "An agent listens on both sides: the values change evenly from one end to the other.",
    "智能体两边都听：从一端到另一端，值是均匀变化的。",
)
def nearer_leader_wins(n, a, b, i):
    return a if i < (n - 1) / 2 else b


@value.wrong(
    "Agent 0 is the first: agent i stands i links from the left end, not from the right.",
    "编号从 0 开始，从左端数起：智能体 i 离左端 i 步。",
)
def counts_from_the_right(n, a, b, i):
    return value(demo(n, b, a), i)


@where(lambda x0: x0[0] != x0[-1])
def stubborn(x0=several(5, whole(1, 9)), m=one_of(1, 2)):
    x = torch.tensor(x0, dtype=torch.float64)
    for _ in range(300):
        new = (x.roll(1) + x.roll(-1)) / 2
        new[0] = x[0]
        new[4] = x[4] if m == 2 else x[3]
        x = new
    return x


@question("What is `x[3]` at the end?", "最后 `x[3]` 是多少？", of=stubborn)
def value_of_three(out):
    return out[3]


@value_of_three.wrong(
    "Start values of agents that listen are forgotten; only stubborn ones leave a trace.",
    "会听取别人的智能体，初始值会被遗忘；只有固执者才留下痕迹。",
)
def start_values_count(x0):
    return sum(x0) / len(x0)


@value_of_three.wrong(
    "Count the agents that never move: agent 0, and with m = 2 the last one too.",
    "数一数从不改变的智能体：有 0 号，m = 2 时还有最后一个。",
)
def miscounts_the_stubborn(x0, m):
    return value_of_three(stubborn(x0, m=3 - m))


@question("Do all agents agree in the end?", "所有智能体最终会一致吗？", of=stubborn)
def all_agree(out):
    return bool(out.max() - out.min() < 0.01)


@all_agree.wrong(
    "Two that never move and hold different values cannot agree, and the others end between.",
    "两个从不改变又取值不同的智能体不可能一致，其余的停在两者之间。",
)
def averaging_always_agrees(x0):
    return all_agree(stubborn(x0, m=1))


@all_agree.wrong(
    "One stubborn agent does not split the group: all others come to its value.",
    "只有一个固执者不会使群体分裂：其他智能体都会走到它的值上。",
)
def stubbornness_prevents_it(x0):
    return all_agree(stubborn(x0, m=2))


def figure(out, n):
    plt.plot(range(n), out.tolist(), "o-")
    plt.xlabel("agent")
    plt.ylabel("final value")
