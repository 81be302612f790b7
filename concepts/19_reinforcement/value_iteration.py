"""Value iteration and policy evaluation

One sweep of value iteration applies the Bellman backup to every state: the new V(s) is the best Q(s, a) under the old
values. With a copy of the old values, news of a reward travels one step per sweep; in place it may travel further,
depending on the order of the states. For γ < 1 the backup is a contraction:

    max |BV − BU| ≤ γ max |V − U|

so the values settle on one fixed point from any start. Policy evaluation is the same with the policy's average in
place of the maximum: a linear system. Policy iteration alternates evaluation with making the policy greedy.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """价值迭代与策略评估

价值迭代的一次扫描对每个状态做一次贝尔曼更新：新的 V(s) 是在旧价值下最好的 Q(s, a)。如果用旧价值的副本，
奖励的消息每次扫描只传一步；就地更新时可能传得更远，这取决于更新状态的顺序。当 γ < 1 时更新是压缩映射：

    max |BV − BU| ≤ γ max |V − U|

所以从任何初值出发都收敛到同一个不动点。策略评估做法相同，只是把取最大换成按策略取平均，这是一个线性方程组。
策略迭代则交替进行策略评估和贪心改进。
"""
NAMES = [
    "value iteration",
    "policy iteration",
    "价值迭代",
    "值迭代",
    "策略迭代",
]
SHARED = [
    "policy evaluation",
    "policy improvement",
    "策略评估",
    "策略改进",
    "策略提升",
]
HINTS = [
    "dynamic programming",
    "sweep",
    "动态规划",
]
NEEDS = ["bellman-backup"]
SOURCES = ["Sutton & Barto, Reinforcement Learning: An Introduction, 2nd ed., chapter 4 and example 6.2"]


@where(lambda n, goal, k: k < goal != n - 1 - goal > k)
def demo(n=whole(8, 18), goal=whole(3, 12), k=whole(2, 5), order=one_of("copy", "left to right", "right to left")):
    V = [0.0] * n  # a row of n states; entering the goal pays 1
    for _ in range(k):
        old = V[:] if order == "copy" else V
        states = range(n)
        if order == "right to left":
            states = reversed(states)
        for s in states:
            if s != goal:
                near = [t for t in (s - 1, s + 1) if 0 <= t < n]
                V[s] = max(1.0 if t == goal else 0.9 * old[t] for t in near)
    return sum(value > 0 for value in V)


@question(
    "How many states have heard of the goal, that is, what is returned?",
    zh="有多少个状态得知了目标，也就是返回值是多少？",
)
def informed(out):
    return out


@informed.wrong(
    en=("One sweep tells every state of the goal.", "From a copy, or against the news, it passes one state a sweep."),
    zh=("扫描一次，所有状态就都知道目标了。", "用副本更新，或者更新方向与消息相反时，每次扫描只传一个状态。"),
)
def all_at_once(n):
    return n - 1


@informed.wrong(
    en=("The first sweep only gives the goal its value.", "It already gives the goal's neighbours their value."),
    zh=("第一次扫描只让目标得到价值。", "第一次扫描就让目标的邻居得到了价值。"),
)
def goal_comes_first(out, order):
    return out - (2 if order == "copy" else 1)


@informed.wrong(
    en=("Copy or in place, it is all the same.", "In place a state sees the fresh value of the one before it."),
    zh=("用副本还是就地更新，结果都一样。", "就地更新时，每个状态看到的是前一个状态刚更新过的价值。"),
)
def order_does_not_matter(n, goal, k, order):
    return informed(demo(n, goal, k, order="left to right" if order == "copy" else "copy"))


@where(lambda n, goal: 2 < goal < n - 1)
def settle(n=whole(6, 11), goal=whole(3, 6), c=one_of(4, 8, 16, 24, 32, 40)):
    V, sweeps = [0.0] * n, 0  # a row of n states; entering the goal pays c
    while True:
        new = V[:]
        for s in range(n):
            if s != goal:  # the episode is over there
                near = [t for t in (s - 1, s + 1) if 0 <= t < n]
                new[s] = max(c if t == goal else 0.5 * V[t] for t in near)
        sweeps += 1
        if new == V:
            return V, sweeps
        V = new


@question("What is the final `V[0]`?", zh="最后 `V[0]` 是多少？", of=settle)
def far_value(out):
    return out[0][0]


@far_value.wrong(
    en=("Every step of the way is discounted.", "The reward of the last step is not: goal − 1 factors."),
    zh=("路上每一步都要打折扣。", "最后一步的奖励不打折扣：一共 goal − 1 个因子。"),
)
def one_factor_too_many(goal, c):
    return c * 0.5**goal


@far_value.wrong(
    en=("All states on the way are worth the goal's reward.", "Each step of delay costs the factor γ."),
    zh=("一路上各状态的价值都等于目标的奖励。", "每推迟一步就要乘一个 γ。"),
)
def goal_value_everywhere(c):
    return float(c)


@far_value.wrong(
    en=("The reward is shared equally among the steps.", "Each step multiplies by γ; nothing is divided."),
    zh=("奖励平均分摊到每一步。", "每一步乘一个 γ，没有什么平分。"),
)
def shared_by_the_steps(goal, c):
    return c / goal


@question("What is `sweeps` at the end?", zh="最后 `sweeps` 是多少？", of=settle)
def sweeps_needed(out):
    return out[1]


@sweeps_needed.wrong(
    en=("It stops as soon as all values are right.", "One more sweep is needed to see that nothing changes."),
    zh=("价值一全对就停止。", "还要多扫描一次，才知道什么都没变。"),
)
def no_checking_sweep(n, goal):
    return max(goal, n - 1 - goal)


@sweeps_needed.wrong(
    en=("Every state takes a sweep of its own.", "News travels to both sides at once, as far as the farther end."),
    zh=("每个状态都要单独扫描一次。", "消息同时向两边传，传到较远的一端为止。"),
)
def one_per_state(n):
    return n


@sweeps_needed.wrong(
    en=("The first sweep already gives the right values.", "It reaches the goal's neighbours only."),
    zh=("第一次扫描就得到正确的价值。", "第一次只影响目标的邻居。"),
)
def first_sweep_is_enough():
    return 2


@where(lambda n, i: i <= n and 2 * i != n + 1)
def walk(n=whole(3, 9), i=whole(1, 8), c=one_of(6, 12, 24, 60)):
    P = torch.zeros(n, n)  # n states in a row, one step left or right at random
    for s in range(n - 1):
        P[s, s + 1] = P[s + 1, s] = 0.5
    r = torch.zeros(n)
    r[-1] = 0.5 * c  # the right end pays c, the left end nothing
    V = torch.linalg.solve(torch.eye(n) - P, r)
    return V[i - 1]  # the i-th state from the left


@question("There is no discount. What is returned?", zh="不打折扣。返回值是多少？", of=walk)
def random_value(out):
    return out


@random_value.wrong(
    en=(
        "A state is worth what the best policy earns.",
        "This policy is fixed: it walks at random and may end on the left.",
    ),
    zh=("状态的价值是最优策略的收益。", "这里策略是固定的：随机走，也可能走到左端。"),
)
def best_policy(c):
    return float(c)


@random_value.wrong(
    en=("Both ends are reached with chance one half.", "The nearer end is reached more often."),
    zh=("到达两端的概率各一半。", "离得近的一端更容易到达。"),
)
def even_chances(c):
    return c / 2


@random_value.wrong(
    en=("n states make n steps from end to end.", "With the two ends there are n + 1 steps."),
    zh=("n 个状态，从一端到另一端是 n 步。", "加上两端，一共 n + 1 步。"),
)
def ends_not_counted(n, i, c):
    return c * i / n


@task(
    "Write `sweep`: one sweep of value iteration, from a copy, on a ring of states. A move goes one state left or "
    "right, and R[s] is paid on entering s.",
    zh="写出 `sweep`：在一个环上做一次价值迭代的扫描（用旧值的副本）。每次向左或向右走一个状态，进入 s 时得到 R[s]。",
    blanks=["R[t] + gamma * V[t]"],
    mend=["reward_of_here", "average"],
)
def sweep(V, R, gamma):
    new = []
    for s in range(len(V)):
        near = [(s - 1) % len(V), (s + 1) % len(V)]
        new.append(max(R[t] + gamma * V[t] for t in near))
    return new


sweep.hint("Each state has two moves; what is each of them worth?", zh="每个状态有两种走法，各值多少？")
sweep.hint("A move is worth R[t] + γ V[t] of the state t that it enters.", zh="进入状态 t 的走法值 R[t] + γ V[t]。")


@sweep.inputs
def rings(V=several(5, whole(-5, 9)), R=several(5, whole(-5, 9)), gamma=one_of(0.5, 0.9)):
    return V, R, gamma


@sweep.inputs
def small_rings(V=several(2, whole(-5, 9)), R=several(2, whole(-5, 9)), gamma=one_of(0.0, 0.5, 1.0)):
    return V, R, gamma


@sweep.holds("The values given are left as they are.", zh="传入的价值保持不变。")
def from_a_copy(solution, V, R, gamma):
    before = list(V)
    solution(V, R, gamma)
    return before == V


@sweep.holds("Turning the ring turns the values.", zh="把环转一格，价值也跟着转一格。")
def turns(out, solution, V, R, gamma):
    return solution(V[1:] + V[:1], R[1:] + R[:1], gamma) == out[1:] + out[:1]


@sweep.wrong(
    en=("The reward belongs to the state that is left.", "Here R[t] is paid on entering t."),
    zh=("奖励属于离开的状态。", "这里进入 t 时得到 R[t]。"),
)
def reward_of_here(V, R, gamma):
    new = []
    for s in range(len(V)):
        near = [(s - 1) % len(V), (s + 1) % len(V)]
        new.append(max(R[s] + gamma * V[t] for t in near))
    return new


@sweep.wrong(
    en=("The two moves are averaged.", "That evaluates the random policy; value iteration takes the better move."),
    zh=("两种走法取平均。", "那是在评估随机策略；价值迭代取较好的走法。"),
)
def average(V, R, gamma):
    new = []
    for s in range(len(V)):
        near = [(s - 1) % len(V), (s + 1) % len(V)]
        new.append(sum(R[t] + gamma * V[t] for t in near) / 2)
    return new


@sweep.wrong(
    en=("Each new value is used at once by the next state.", "This sweep works from a copy of the old values."),
    zh=("新的价值马上给下一个状态用。", "这次扫描用的是旧价值的副本。"),
)
def in_place(V, R, gamma):
    new = list(V)
    for s in range(len(V)):
        near = [(s - 1) % len(V), (s + 1) % len(V)]
        new[s] = max(R[t] + gamma * new[t] for t in near)
    return new


def figure(out, n, goal, k, order):
    for name in ("copy", "left to right", "right to left"):
        informed_states = [demo(n, goal, sweeps, name) for sweeps in range(k + 1)]
        plt.step(range(k + 1), informed_states, where="post", label=name, linewidth=3 if name == order else 1)
    plt.xlabel("sweeps")
    plt.ylabel("states that have heard of the goal")
    plt.legend()
