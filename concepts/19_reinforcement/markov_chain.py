"""Markov chain

In a Markov chain the next state depends on the present state only, not on how it was reached. Row s of the
transition matrix P holds the probabilities of the next state after s, so each row sums to 1, and a distribution p
over the states (a row vector) moves as

    p ← p P

If every state can be reached from every other and the chain has no fixed rhythm, p tends to one stationary
distribution π = πP whatever the start. A chain with rewards and a discount is a Markov reward process; with actions
to choose from it becomes a decision process.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, task, where, whole

ZH = """马尔可夫链

在马尔可夫链里，下一个状态只取决于当前状态，与怎样到达这里无关。转移矩阵 P 的第 s 行是从 s 出发到各状态的概率，
所以每行之和为 1；状态的分布 p（行向量）按下式变化：

    p ← p P

如果任意状态都能到达任意其他状态，而且没有固定的周期，那么无论从哪里出发，p 都趋于同一个平稳分布 π = πP。
加上奖励和折扣就是马尔可夫奖励过程，再加上可选的动作就是马尔可夫决策过程。
"""
NAMES = [
    "Markov chain",
    "Markov property",
    "Markov process",
    "Markov reward process",
    "stationary distribution",
    "马尔可夫链",
    "马尔科夫链",
    "马尔可夫性",
    "马尔科夫性",
    "马尔可夫过程",
    "马尔科夫过程",
    "马尔可夫奖励过程",
    "马尔科夫奖励过程",
    "平稳分布",
]
SHARED = ["transition matrix", "transition probability", "转移矩阵", "转移概率", "状态转移"]
HINTS = ["Markov", "马尔可夫", "马尔科夫"]
SOURCES = [
    "Sutton & Barto, Reinforcement Learning: An Introduction, 2nd ed., chapter 3",
    "Bishop, Pattern Recognition and Machine Learning, section 11.2.1 (invariant distribution)",
]


@where(lambda a, b: a != b and a + b != 1)
def demo(a=one_of(0.1, 0.2, 0.3, 0.4, 0.5), b=one_of(0.1, 0.2, 0.5, 0.6, 0.8, 0.9), start=one_of(0, 1)):
    P = torch.tensor([[1 - a, a], [b, 1 - b]])
    p = torch.eye(2)[start]
    for _ in range(2):
        p = p @ P
    return p


@question("What is `p[1]` at the end?", zh="最后 `p[1]` 是多少？")
def two_steps(out):
    return out[1]


@two_steps.wrong(
    en=("Two steps square the entry of the matrix.", "Add the ways over both states in between."),
    zh=("走两步就是把矩阵的元素平方。", "中间可能经过两个状态，两条路的概率要相加。"),
)
def one_way_only(a, b, start):
    return (a if start == 0 else 1 - b) ** 2


@two_steps.wrong(
    en=("The chance is the same after any number of steps.", "Every step multiplies by P once more."),
    zh=("走几步概率都一样。", "每走一步都要再乘一次 P。"),
)
def one_step(a, b, start):
    return a if start == 0 else 1 - b


@two_steps.wrong(
    en=("Columns are where you are, rows are where you go.", "Row s holds the chances of leaving s for each state."),
    zh=("列是当前状态，行是下一个状态。", "第 s 行是从 s 出发到各状态的概率。"),
)
def rows_and_columns_swapped(a, b, start):
    P = torch.tensor([[1 - a, a], [b, 1 - b]])
    return (P @ P)[1, start]


@where(lambda a, b: a != b)
def long_run(a=one_of(0.05, 0.1, 0.2, 0.3, 0.4), b=one_of(0.1, 0.2, 0.3, 0.6, 0.8), start=one_of(0, 1)):
    P = torch.tensor([[1 - a, a], [b, 1 - b]])
    p = torch.eye(2)[start]
    return (p @ torch.linalg.matrix_power(P, 200))[0]


@question("What is returned?", zh="返回值是多少？", of=long_run)
def limit(out):
    return out


@limit.wrong(
    en=("In the long run all states are equally likely.", "The flows must balance: π₀·a = π₁·b."),
    zh=("时间足够长，各状态的概率都相等。", "两个方向的流量必须平衡：π₀·a = π₁·b。"),
)
def all_alike():
    return 0.5


@limit.wrong(
    en=("A state that is left often is likely.", "The state that is hard to leave holds the larger share."),
    zh=("经常离开的状态概率大。", "难以离开的状态占的份额更大。"),
)
def states_swapped(a, b, start):
    return limit(long_run(b, a, start))


@limit.wrong(
    en=("The chain never forgets where it started.", "It does: here p tends to π from any start."),
    zh=("链永远记得起点。", "会忘记：这里从任何起点出发，p 都趋于 π。"),
)
def start_remembered(start):
    return 1.0 - start


def until_the_end(c=whole(1, 9), end=one_of(0.05, 0.1, 0.2, 0.25, 0.4)):
    value = 0.0
    for _ in range(1000):
        # c is paid now; then the episode goes on unless it ends
        value = c + (1 - end) * value
    return value


@question(
    "`value` tends to the expected sum of rewards. What is returned?",
    zh="`value` 趋于奖励之和的期望。返回值是多少？",
    of=until_the_end,
)
def expected_sum(out):
    return out


@expected_sum.wrong(
    en=("The chance of going on counts once.", "It counts again at every step: 1 + q + q² + … for q = 1 − end."),
    zh=("继续下去的概率只算一次。", "每一步都要再算一次：1 + q + q² + …，其中 q = 1 − end。"),
)
def goes_on_once(c, end):
    return c + (1 - end) * c


@expected_sum.wrong(
    en=("The mean length is one over the chance of going on.", "It is one over the chance of ending."),
    zh=("平均长度是继续概率的倒数。", "是结束概率的倒数。"),
)
def mean_length_of_going_on(c, end):
    return c / (1 - end)


@expected_sum.wrong(
    en=("The first reward may be missed as well.", "It is paid for certain; the episode can end only after it."),
    zh=("第一个奖励也可能拿不到。", "第一个奖励一定会得到，之后回合才可能结束。"),
)
def first_not_certain(c, end):
    return (1 - end) * expected_sum(until_the_end(c, end))


@task(
    "Write `after`: the distribution over the states (S,) after `steps` steps of the chain P (S, S), from the "
    "distribution p.",
    zh="写出 `after`：从分布 p 出发，按链 P (S, S) 走 `steps` 步之后各状态的分布 (S,)。",
    blanks=["p @ P"],
    mend=["rows_for_columns", "entries_to_a_power"],
)
def after(p, P, steps):
    for _ in range(steps):
        p = p @ P
    return p


after.hint("Row s of P says where state s goes.", zh="P 的第 s 行表示从状态 s 去哪里。")


@after.inputs
def chains(S=whole(2, 4), steps=whole(2, 4)):
    return torch.randn(S).softmax(dim=0), (3 * torch.randn(S, S)).softmax(dim=1), steps


@after.inputs
def from_one_state(S=whole(2, 3), steps=whole(0, 2)):
    return torch.eye(S)[0], (3 * torch.randn(S, S)).softmax(dim=1), steps


@after.holds("The probabilities sum to 1.", zh="概率之和为 1。")
def sums_to_one(out):
    return abs(out.sum() - 1) < 1e-4


@after.wrong(
    en=("Columns say where a state goes.", "Rows do: a row vector is multiplied from the left."),
    zh=("列表示从一个状态去哪里。", "是行：行向量从左边相乘。"),
)
def rows_for_columns(p, P, steps):
    for _ in range(steps):
        p = P @ p
    return p


@after.wrong(
    en=("The entries of P are taken to a power.", "The matrix is: ways over all states in between add up."),
    zh=("把 P 的每个元素取乘方。", "是矩阵的乘方：经过中间各状态的路要相加。"),
)
def entries_to_a_power(p, P, steps):
    return p @ P**steps


@after.wrong(
    en=("One step is enough.", "Each step multiplies by P once more."),
    zh=("走一步就够了。", "每走一步再乘一次 P。"),
)
def single_step(p, P, steps):
    return p @ P


def figure(out, a, b, start):
    P = torch.tensor([[1 - a, a], [b, 1 - b]])
    p, shares = torch.eye(2)[start], []
    for _ in range(12):
        shares.append(p[1].item())
        p = p @ P
    plt.plot(shares, marker="o", label="p[1]")
    plt.axhline(a / (a + b), color="C1", label="stationary")
    plt.xlabel("step")
    plt.ylim(0, 1)
    plt.legend()
