"""Q-learning and Sarsa

Both keep a table Q(s, a) and move one entry the share α towards a target. They differ in what they take for the value
of the next state s′:

    Q-learning: r + γ max Q(s′, ·)      Sarsa: r + γ Q(s′, a′)

where a′ is the action that is taken there. Q-learning learns the greedy policy's values whatever is done (off-policy);
Sarsa learns the values of the policy that acts, its exploring steps included (on-policy). That is why Sarsa keeps away
from a cliff. Expected Sarsa averages Q(s′, ·) over the policy. After a terminal step the target is r.
"""

import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """Q 学习与 Sarsa

两者都保存一张表 Q(s, a)，每次让一项朝目标值移动 α 倍的差距。区别在于下一个状态 s′ 的价值怎样取：

    Q 学习：r + γ max Q(s′, ·)      Sarsa：r + γ Q(s′, a′)

其中 a′ 是在 s′ 实际采取的动作。Q 学习不管实际怎么做，学的都是贪心策略的价值（离策略）；
Sarsa 学的是正在执行的策略的价值，包括它的探索（同策略），所以会离悬崖远一些。期望 Sarsa 按策略对 Q(s′, ·) 取平均。
终止步的目标值就是 r。
"""
NAMES = [
    "Q-learning",
    "Q learning",
    "Sarsa",
    "SARSA",
    "Expected Sarsa",
    "off-policy",
    "on-policy",
    "Q-table",
    "Q学习",
    "Q-学习",
    "期望Sarsa",
    "同策略",
    "异策略",
    "离策略",
    "在策略",
    "Q表",
    "Q表格",
]
HINTS = ["policy", "策略"]
NEEDS = ["mc-vs-td", "epsilon-greedy"]
SOURCES = ["Sutton & Barto, Reinforcement Learning: An Introduction, 2nd ed., sections 6.4 to 6.6"]


@where(lambda next_q, a2: len(set(next_q)) == 3 and next_q[a2] != max(next_q))
@where(lambda next_q, a2, r: all(abs(r + q / 2) > 1 for q in (max(next_q), next_q[a2])))
def demo(
    next_q=several(3, one_of(-8, -6, -4, -2, 2, 4, 6, 8, 10, 12)),
    a2=whole(0, 2),
    r=whole(-3, 5),
    rule=one_of("Q-learning", "Sarsa"),
):
    next_q = torch.tensor(next_q)  # Q of the next state; a2 is taken there
    value = next_q.max() if rule == "Q-learning" else next_q[a2]
    return r + 0.5 * value


@question("What is the target, that is, what is returned?", zh="目标值是多少，也就是返回值是多少？")
def target(out):
    return out


@target.wrong(
    en=(
        "Q-learning follows the action taken, Sarsa the best one.",
        "Q-learning takes the maximum, Sarsa the action taken.",
    ),
    zh=("Q 学习看实际动作，Sarsa 看最好的动作。", "Q 学习取最大值，Sarsa 看实际动作。"),
)
def rules_swapped(next_q, a2, r, rule):
    return target(demo(next_q, a2, r, rule="Sarsa" if rule == "Q-learning" else "Q-learning"))


@target.wrong(
    en=("The next state is worth the mean of its actions.", "Neither rule averages over the actions."),
    zh=("下一个状态的价值是各动作的平均。", "两种规则都不对动作取平均。"),
)
def averaged(next_q, r):
    return r + 0.5 * sum(next_q) / 3


@target.wrong(
    en=("The next value is added in full.", "It is discounted, here by 0.5."),
    zh=("后续价值直接加上。", "要打折扣，这里乘 0.5。"),
)
def undiscounted(out, r):
    return r + 2 * (out - r)


@where(lambda next_q: len(set(next_q)) == 4 and sum(next_q) % 4 == 0 and max(next_q) > 4)
@where(lambda next_q, eps, r: abs(r + (1 - eps) * max(next_q) + eps * sum(next_q) / 4) > 1)
@where(lambda next_q, eps: eps * (max(next_q) - sum(next_q) / 4) > 1)
def expected(next_q=several(4, whole(-9, 20)), eps=one_of(0.1, 0.2, 0.5), r=whole(-3, 5)):
    next_q = torch.tensor(next_q).float()
    p = torch.full((4,), eps / 4)  # the policy is ε-greedy
    p[next_q.argmax()] += 1 - eps
    return r + p @ next_q


@question("What is the target of Expected Sarsa?", zh="期望 Sarsa 的目标值是多少？", of=expected)
def expected_target(out):
    return out


@expected_target.wrong(
    en=("It is the target of Q-learning.", "Exploring steps are averaged in: only ε = 0 gives the maximum."),
    zh=("它和 Q 学习的目标值一样。", "探索的步也要平均进去：只有 ε = 0 时才是最大值。"),
)
def as_q_learning(next_q, r):
    return expected_target(expected(next_q, 0.0, r))


@expected_target.wrong(
    en=("All actions count alike.", "They are weighted by the policy: the greedy one weighs most."),
    zh=("所有动作同等对待。", "按策略的概率加权：贪心动作权重最大。"),
)
def all_alike(next_q, r):
    return expected_target(expected(next_q, 1.0, r))


@expected_target.wrong(
    en=("The greedy action has the weight 1 − ε, the others share ε.", "It also has its part of ε."),
    zh=("贪心动作的权重是 1 − ε，其余动作分 ε。", "贪心动作也分到一份 ε。"),
)
def others_share_eps(next_q, eps, r):
    return r + (1 - eps) * max(next_q) + eps * (sum(next_q) - max(next_q)) / 3


@where(lambda old, next_q, r: max(next_q) != 0 and abs(r - old) > 1 and abs(r + max(next_q) / 2 - old) > 1)
@where(lambda old, next_q, r, done: abs(old + r + (0 if done else max(next_q) / 2)) > 1)
def update(
    old=one_of(-4, -2, 2, 4, 6, 8),
    next_q=several(3, one_of(-8, -4, 0, 4, 8, 12)),
    r=whole(-3, 6),
    done=one_of(False, True),
):
    target = r if done else r + 0.5 * max(next_q)
    return old + 0.5 * (target - old)


@question("What is the new Q value, that is, what is returned?", zh="新的 Q 值是多少，也就是返回值是多少？", of=update)
def new_value(out):
    return out


@new_value.wrong(
    en=("Q is set to its target.", "It moves the share α = 0.5 of the way."),
    zh=("Q 直接变成目标值。", "它只移动差距的 α = 0.5 倍。"),
)
def set_to_target(out, old):
    return old + 2 * (out - old)


@new_value.wrong(
    en=("The step after the end counts, too.", "Nothing follows a terminal step: the target is r."),
    zh=("终止之后的价值也要算。", "终止步之后什么也没有：目标值就是 r。"),
)
def done_ignored(old, next_q, r, done):
    return new_value(update(old, next_q, r, False)) if done else None


@new_value.wrong(
    en=("Half of the target is added to the old value.", "Half of the gap between target and old value is added."),
    zh=("旧值加上目标值的一半。", "加上的是目标值与旧值之差的一半。"),
)
def target_added(out, old):
    return out + 0.5 * old


@task(
    "Write `q_update`: one step of Q-learning on the table Q (a list of rows, one for each state); returns Q.",
    zh="写出 `q_update`：在表 Q（列表，每个状态一行）上做一步 Q 学习，返回 Q。",
    blanks=["max(Q[s2])", "target - Q[s][a]"],
    mend=["looks_past_the_end", "no_step_size", "same_action"],
)
def q_update(Q, s, a, r, s2, done, alpha, gamma):
    target = r if done else r + gamma * max(Q[s2])
    Q[s][a] += alpha * (target - Q[s][a])
    return Q


q_update.hint("What is the target of the entry Q[s][a]?", zh="Q[s][a] 这一项的目标值是什么？")
q_update.hint(
    "Move the entry the share alpha of the gap; nothing follows a step with done.",
    zh="让这一项移动差距的 alpha 倍；done 之后没有后续价值。",
)


@q_update.inputs
def transitions(
    rows=several(3, several(2, whole(-9, 9))),
    s=whole(0, 2),
    a=whole(0, 1),
    r=whole(-5, 5),
    s2=whole(0, 2),
    done=one_of(False, False, True),
    alpha=one_of(0.1, 0.5),
    gamma=one_of(0.5, 0.9),
):
    return [[float(q) for q in row] for row in rows], s, a, r, s2, done, alpha, gamma


@q_update.holds("Only one entry changes.", zh="只有一项发生变化。")
def one_entry(out, Q, s, a):
    return all(out[i][j] == Q[i][j] for i in range(3) for j in range(2) if (i, j) != (s, a))


@q_update.wrong(
    en=("The step after the end is valued like any other.", "With done the target is the reward alone."),
    zh=("终止之后照样计算价值。", "done 时目标值只有奖励。"),
)
def looks_past_the_end(Q, s, a, r, s2, done, alpha, gamma):
    target = r + gamma * max(Q[s2])
    Q[s][a] += alpha * (target - Q[s][a])
    return Q


@q_update.wrong(
    en=("The entry becomes the target.", "It moves the share alpha of the way."),
    zh=("这一项直接变成目标值。", "它只移动差距的 alpha 倍。"),
)
def no_step_size(Q, s, a, r, s2, done, alpha, gamma):
    target = r if done else r + gamma * max(Q[s2])
    Q[s][a] = target
    return Q


@q_update.wrong(
    en=("The next state is valued with the same action.", "Q-learning takes its best action."),
    zh=("下一个状态用同一个动作的价值。", "Q 学习取它最好的动作。"),
)
def same_action(Q, s, a, r, s2, done, alpha, gamma):
    target = r if done else r + gamma * Q[s2][a]
    Q[s][a] += alpha * (target - Q[s][a])
    return Q


@q_update.wrong(
    en=("The maximum is taken in the state that was left.", "It is taken in the next state, s2."),
    zh=("最大值取自刚离开的状态。", "取自下一个状态 s2。"),
)
def maximum_of_here(Q, s, a, r, s2, done, alpha, gamma):
    target = r if done else r + gamma * max(Q[s])
    Q[s][a] += alpha * (target - Q[s][a])
    return Q
