"""Leaders and stubborn agents

A stubborn agent keeps its value while the others go on replacing theirs by the mean of their neighbours. A single one
is a leader: in a connected graph everybody ends at its value, however far away and however many they are. Start values
of the others leave no trace. Two of them with different values prevent agreement, and the rest ends in between: along a
path with these two at its ends, on a straight line,

    x_i = a + (b − a) · i / (n − 1)
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """领导者与固执的智能体

固执的智能体始终保持自己的值，其他智能体则不断把自己的值换成邻居的平均。只有一个固执者时，它就是领导者：
只要图是连通的，不管隔多远、有多少个，大家最终都等于它的值，其余智能体的初始值不留痕迹。
有两个取值不同的固执者时就无法一致，其余智能体停在两者之间；若这两个在一条路径的两端，
各个值恰好成一条直线：

    x_i = a + (b − a) · i / (n − 1)
"""
NAMES = [
    "leader-follower",
    "stubborn agent",
    "pinning control",
    "领导者跟随者",
    "领导者-跟随者",
    "领导跟随",
    "固执智能体",
]
HINTS = ["编队控制"]
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


@question("What is `x[i]` at the end?", zh="最后 `x[i]` 是多少？")
def value(out, i):
    return out[i].item()


@value.wrong(
    en=("All in between reach the mean.", "Whoever stands nearer to a leader ends nearer to its value."),
    zh=("中间的都到达平均值。", "离哪个领导者近，最终的值就靠近哪个。"),
)
def all_reach_the_mean(a, b):
    return (a + b) / 2


@value.wrong(
    en=("Each follows the nearer leader.", "An agent listens on both sides: the values change evenly."),
    zh=("各自跟随较近的领导者。", "智能体两边都听：值是均匀变化的。"),
)
def nearer_leader_wins(n, a, b, i):
    return float(a if i < (n - 1) / 2 else b)


@value.wrong(
    en=("There are n steps from one leader to the other.", "There are n − 1 links between n agents."),
    zh=("从一个领导者到另一个有 n 步。", "n 个智能体之间有 n − 1 条边。"),
)
def one_link_too_many(n, a, b, i):
    return a + (b - a) * i / n


@where(lambda x0: x0[0] != x0[-1])
def stubborn(x0=several(5, whole(1, 9)), m=one_of(1, 2)):
    x = torch.tensor(x0, dtype=torch.float64)
    for _ in range(300):
        new = (x.roll(1) + x.roll(-1)) / 2
        new[0] = x[0]
        new[4] = x[4] if m == 2 else x[3]
        x = new
    return x


@question("What is `x[3]` at the end?", zh="最后 `x[3]` 是多少？", of=stubborn)
def value_of_three(out):
    return out[3].item()


@value_of_three.wrong(
    en=("All start values count alike.", "Agents that listen forget theirs; only stubborn ones leave a trace."),
    zh=("所有初始值同等重要。", "会听的智能体忘掉初始值；只有固执者留下痕迹。"),
)
def start_values_count(x0):
    return sum(x0) / len(x0)


@value_of_three.wrong(
    en=("Agent 0 alone leads, whatever `m` is.", "With m = 2 the last agent never moves either."),
    zh=("不管 `m` 是几，领导者都只有 0 号。", "m = 2 时，最后一个也从不改变。"),
)
def one_leader_only(x0):
    return float(x0[0])


@value_of_three.wrong(
    en=("Agents 0 and 4 lead, whatever `m` is.", "With m = 1 agent 4 listens to agent 3."),
    zh=("不管 `m` 是几，0 号和 4 号都是领导者。", "m = 1 时，4 号听 3 号的。"),
)
def two_leaders_always(x0):
    return x0[4] + (x0[0] - x0[4]) / 4


@where(lambda fixed, x0: len({x0[place] for place in fixed}) > 1)
def ring(x0=several(6, whole(0, 9), distinct=True), fixed=several((2, 4), whole(0, 5), distinct=True)):
    x = torch.tensor(x0, dtype=torch.float64)
    for _ in range(160):
        new = (x.roll(1) + x.roll(-1)) / 2
        new[fixed] = x[fixed]
        x = new
    return x


@question(
    "How far apart are the largest and the smallest value at the end?",
    zh="最后最大值与最小值相差多少？",
    of=ring,
)
def spread(out):
    return int((out.max() - out.min()).round())


@spread.wrong(
    en=("Averaging always leads to agreement.", "Agents that never move and differ cannot agree."),
    zh=("取平均总会达成一致。", "从不改变又取值不同的智能体不可能一致。"),
)
def averaging_always_agrees():
    return 0


@spread.wrong(
    en=("The start values keep their spread.", "Those that listen end between the stubborn ones."),
    zh=("初始值的差距保持不变。", "会听的智能体停在固执者之间。"),
)
def as_at_the_start(x0):
    return max(x0) - min(x0)


@spread.wrong(
    en=("Only the first and the last of `fixed` hold on.", "All of them do: their largest and smallest value stay."),
    zh=("只有 `fixed` 的第一个和最后一个不让步。", "全都不让步：其中的最大值和最小值保持不变。"),
)
def first_and_last_count(x0, fixed):
    return abs(x0[fixed[0]] - x0[fixed[-1]])


@task(
    "Write `follow`: one round in which every agent takes the mean of its neighbours in A (n, n) at once, except those "
    "with `stubborn` (n,) true, which keep their value. Everyone has a neighbour.",
    zh="写出 `follow`：一轮之中，所有智能体同时取邻居的平均，邻居由 A (n, n) 给出；`stubborn` (n,) 为真的保持原值。"
    "每个智能体都有邻居。",
    blanks=["A @ x / A.sum(dim=1)", "torch.where(stubborn, x, mean)"],
    mend=["includes_itself", "everyone_moves"],
)
def follow(x, A, stubborn):
    mean = A @ x / A.sum(dim=1)
    return torch.where(stubborn, x, mean)


follow.hint("`A @ x` adds up the neighbours of each agent.", zh="`A @ x` 把每个智能体的邻居加起来。")
follow.hint("Divide by how many there are.", zh="再除以邻居的个数。")


@follow.inputs
def circle(n=whole(3, 6), extra=one_of(0, 1)):
    A = torch.eye(n).roll(1, dims=0) + torch.eye(n).roll(-1, dims=0)
    A[0, 2] = A[2, 0] = max(float(extra), A[0, 2].item())
    return torch.randn(n), A, torch.rand(n) < 0.4


@follow.inputs
def star(n=whole(3, 6)):
    A = torch.zeros(n, n)
    A[0, 1:] = A[1:, 0] = 1
    return torch.arange(n) + 0.5, A, torch.arange(n) == 1


@follow.holds("A stubborn agent keeps its value.", zh="固执者保持原值。")
def keeps_its_value(out, x, stubborn):
    return torch.equal(out[stubborn], x[stubborn])


@follow.wrong(
    en=("An agent is its own neighbour.", "It takes the mean of the others it hears."),
    zh=("智能体也是自己的邻居。", "它取的是所听到的其他智能体的平均。"),
)
def includes_itself(x, A, stubborn):
    return torch.where(stubborn, x, (A @ x + x) / (A.sum(dim=1) + 1))


@follow.wrong(
    en=("All agents move.", "Stubborn ones do not."),
    zh=("所有智能体都动。", "固执者不动。"),
)
def everyone_moves(x, A, stubborn):
    return A @ x / A.sum(dim=1)


@follow.wrong(
    en=("The agents move one after the other.", "They move at once: nobody sees the new value of another."),
    zh=("智能体一个接一个地动。", "是同时动：谁也看不到别人的新值。"),
)
def one_after_the_other(x, A, stubborn):
    x = x.clone()
    for i in range(len(x)):
        if not stubborn[i]:
            x[i] = A[i] @ x / A[i].sum()
    return x


def figure(out, n):
    plt.plot(range(n), out.tolist(), "o-")
    plt.xlabel("agent")
    plt.ylabel("final value")
