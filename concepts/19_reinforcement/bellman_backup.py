"""Decision processes and the Bellman equation

In a Markov decision process (MDP) an agent in state s chooses an action a, receives a reward, and nature draws the
next state. The value of the action is the expected reward and, discounted by γ, the expected value of what follows:

    Q(s, a) = r(s, a) + γ Σ p(s′ | s, a) V(s′)

The agent chooses, so the optimal V(s) is the maximum of Q(s, ·); nature draws, so next states are averaged. Under a
fixed policy the actions are averaged, too. After a terminal step nothing follows: the target is the reward alone.
"""

import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """马尔可夫决策过程与贝尔曼方程

在马尔可夫决策过程（MDP）里，智能体在状态 s 选择动作 a，得到奖励，下一个状态由环境随机决定。动作的价值是期望奖励，
加上后续状态价值的期望乘以折扣因子 γ：

    Q(s, a) = r(s, a) + γ Σ p(s′ | s, a) V(s′)

动作由智能体选，所以最优的 V(s) 是 Q(s, ·) 的最大值；下一个状态由环境抽取，所以取平均。策略固定时，对动作也取平均。
终止的那一步之后什么都没有：目标值只有奖励。
"""
NAMES = [
    "MDP",
    "Markov decision process",
    "Bellman equation",
    "Bellman optimality equation",
    "Bellman backup",
    "action-value function",
    "state-value function",
    "马尔可夫决策过程",
    "马尔科夫决策过程",
    "贝尔曼方程",
    "贝尔曼最优方程",
    "贝尔曼期望方程",
    "动作价值函数",
    "状态价值函数",
]
SHARED = ["value function", "价值函数", "值函数"]
HINTS = ["Bellman", "state", "贝尔曼", "状态"]
NEEDS = ["return-discount", "markov-chain"]
SOURCES = ["Sutton & Barto, Reinforcement Learning: An Introduction, 2nd ed., sections 3.5 and 3.6"]


@where(lambda r, V: V[0] != V[1] and abs(r) > 2)
def demo(
    p=one_of(0.2, 0.25, 0.75, 0.8),
    r=whole(-5, 9),
    V=several(2, one_of(0, 10, 20, 30, 40)),
    gamma=one_of(0.1, 0.5),
):
    P = torch.tensor([p, 1 - p])  # chances of the two next states
    V = torch.tensor(V).float()
    return r + gamma * (P @ V)


@question("What is the value of this action?", zh="这个动作的价值是多少？")
def value(out):
    return out


@value.wrong(
    en=("Only the likeliest next state counts.", "All next states count, weighted by their chances."),
    zh=("只看最可能的下一个状态。", "所有下一个状态都要算，按概率加权。"),
)
def likeliest_only(p, r, V, gamma):
    return value(demo(float(p > 0.5), r, V, gamma))


@value.wrong(
    en=("The best next state counts.", "Nature draws the next state; the maximum is taken over actions."),
    zh=("只看最好的下一个状态。", "下一个状态由环境抽取；最大值是对动作取的。"),
)
def best_next_state(r, V, gamma):
    return r + gamma * max(V) + 0.0


@value.wrong(
    en=("The reward is discounted with the rest.", "The reward comes now: only the next state's value gets γ."),
    zh=("奖励也跟着打折扣。", "奖励现在就得到：只有下一个状态的价值才乘 γ。"),
)
def reward_discounted(p, r, V, gamma):
    return gamma * value(demo(p, r, V, gamma=1.0))


@where(lambda r, V: len(set(r)) == len(set(V)) == len({2 * a + b for a, b in zip(r, V)}) == 4)
def choose(r=several(4, whole(0, 9)), V=several(4, one_of(0, 2, 4, 6, 8, 10, 12, 14, 16))):
    # action i earns r[i] and surely leads to state i; the discount is 0.5
    return torch.tensor(r) + 0.5 * torch.tensor(V)


@question("Which action, counted from 0, is the best?", zh="哪个动作最好（从 0 数起）？", of=choose)
def best_action(out):
    return int(out.argmax())


@best_action.wrong(
    en=("The largest reward at once is best.", "The value of the state that it leads to counts as well."),
    zh=("眼前奖励最大的动作最好。", "它所到达的状态的价值也要算上。"),
)
def reward_now(r):
    return r.index(max(r))


@best_action.wrong(
    en=("The action towards the best state is best.", "The reward on the way counts as well."),
    zh=("通向最好状态的动作最好。", "途中得到的奖励也要算上。"),
)
def best_state(V):
    return V.index(max(V))


@question("What is the optimal value of this state?", zh="这个状态的最优价值是多少？", of=choose)
def state_value(out):
    return out.max()


@state_value.wrong(
    en=(
        "A state is worth the mean over its actions.",
        "That is the value of choosing at random; the best policy chooses.",
    ),
    zh=("状态的价值是各动作价值的平均。", "那是随机选择的价值；最优策略会挑选动作。"),
)
def average_action(r, V):
    return choose(r, V).mean()


@state_value.wrong(
    en=("It is the largest reward plus the largest next value.", "One action must give both parts."),
    zh=("等于最大的奖励加最大的后续价值。", "两部分必须来自同一个动作。"),
)
def parts_maximised(r, V):
    return max(r) + 0.5 * max(V)


@where(lambda done, r, V: sum(done) == 1 and min(V) > 0)
@where(lambda done, r: sum(r) - sum(x for x, d in zip(r, done) if d) != 0 and abs(sum(r)) > 1)
def targets(r=several(3, whole(-3, 6)), V=several(3, one_of(2, 4, 6, 8, 10)), done=several(3, one_of(0, 1))):
    r, V, done = (torch.tensor(each).float() for each in (r, V, done))
    return r + 0.5 * V * (1 - done)


@question("What is the sum of the three targets?", zh="三个目标值之和是多少？", of=targets)
def sum_of_targets(out):
    return out.sum()


@sum_of_targets.wrong(
    en=("The last step looks ahead like any other.", "Nothing follows a terminal step: its target is the reward."),
    zh=("最后一步和别的步一样要看后续价值。", "终止步之后什么也没有：目标值只有奖励。"),
)
def looks_past_the_end(r, V):
    return sum_of_targets(targets(r, V, [0, 0, 0]))


@sum_of_targets.wrong(
    en=("A terminal step has the target 0.", "Its reward still counts; only the next value is dropped."),
    zh=("终止步的目标值是 0。", "它的奖励仍然算数，去掉的只是后续价值。"),
)
def reward_dropped(r, V, done):
    return (targets(r, V, done) * (1 - torch.tensor(done))).sum()


@sum_of_targets.wrong(
    en=("done = 1 marks the steps that go on.", "It marks the step after which the episode is over."),
    zh=("done = 1 表示回合还在继续。", "它表示这一步之后回合结束。"),
)
def done_inverted(r, V, done):
    return sum_of_targets(targets(r, V, [1 - each for each in done]))


@task(
    "Write `bellman`: one optimal backup of the values of all S states. P is (S, A, S), R is (S, A), V is (S,).",
    zh="写出 `bellman`：对全部 S 个状态做一次贝尔曼最优更新。P 的形状是 (S, A, S)，R 是 (S, A)，V 是 (S,)。",
    blanks=["P @ V", "max(dim=1)"],
    mend=["policy_average", "discounts_the_reward"],
)
def bellman(P, R, V, gamma):
    q = R + gamma * (P @ V)
    return q.max(dim=1).values


bellman.hint("What is the expected next value of every state and action?", zh="每个状态和动作的后续价值的期望是什么？")
bellman.hint(
    "First Q of shape (S, A), then the best action of each row.", zh="先算形状为 (S, A) 的 Q，再取每一行最好的动作。"
)


@bellman.inputs
def processes(S=whole(2, 5), A=whole(2, 4), gamma=one_of(0.5, 0.9, 0.99)):
    return (4 * torch.randn(S, A, S)).softmax(dim=2), torch.randn(S, A), 5 * torch.randn(S), gamma


@bellman.inputs
def one_action(S=whole(1, 4), gamma=one_of(0.0, 0.5, 1.0)):
    return torch.rand(S, 1, S).softmax(dim=2), torch.randn(S, 1), torch.randn(S), gamma


@bellman.holds("Rewards larger by 1 make every value larger by 1.", zh="奖励都加 1，价值也都加 1。")
def reward_counts_in_full(out, solution, P, R, V, gamma):
    return torch.allclose(solution(P, R + 1, V, gamma), out + 1, atol=1e-4)


@bellman.holds("Two value functions come closer by the factor γ.", zh="两个价值函数的差距至少缩小到 γ 倍。")
def contraction(out, solution, P, R, V, gamma):
    other = torch.zeros_like(V)
    return (solution(P, R, other, gamma) - out).abs().max() <= gamma * (other - V).abs().max() + 1e-4


@bellman.wrong(
    en=("A state is worth the mean of its actions.", "The optimal backup takes the best action."),
    zh=("状态的价值是各动作的平均。", "最优更新取最好的动作。"),
)
def policy_average(P, R, V, gamma):
    q = R + gamma * (P @ V)
    return q.mean(dim=1)


@bellman.wrong(
    en=("The reward is discounted with the rest.", "The reward comes now: γ belongs to the next value alone."),
    zh=("奖励也跟着打折扣。", "奖励现在就得到：γ 只乘后续价值。"),
)
def discounts_the_reward(P, R, V, gamma):
    q = gamma * (R + P @ V)
    return q.max(dim=1).values


@bellman.wrong(
    en=("The action with the largest reward is taken.", "The action with the largest Q is taken."),
    zh=("选奖励最大的动作。", "选 Q 最大的动作。"),
)
def greedy_on_reward(P, R, V, gamma):
    q = R + gamma * (P @ V)
    return q.gather(1, R.argmax(dim=1, keepdim=True))[:, 0]
