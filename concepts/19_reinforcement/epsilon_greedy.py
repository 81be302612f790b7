"""Exploration: ε-greedy

An agent that always takes the action it thinks best never finds out that another one is better. An ε-greedy agent
explores: with probability ε it draws an action from all K actions, else it takes the greedy one. So

    P(greedy) = 1 − ε + ε/K,   P(each other) = ε/K

With ties the greedy action is any of the best. Exploring costs reward at every step, and on a long path small risks
add up; ε is therefore often lowered while learning goes on. An ε that reaches 0 too early freezes a mistake.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """探索与利用：ε-贪心

如果智能体总是选它认为最好的动作，就发现不了更好的动作。ε-贪心策略会探索：以概率 ε 从全部 K 个动作里随机抽一个，
否则选贪心动作。因此

    P(贪心动作) = 1 − ε + ε/K，  P(其他每个动作) = ε/K

并列最优时，任选其中一个。探索的每一步都要付出代价，路径长了，小风险会累积起来；所以常在学习过程中逐渐减小 ε。
如果 ε 过早降到 0，错误就固定下来了。
"""
NAMES = [
    "epsilon-greedy",
    "epsilon greedy",
    "ε-greedy",
    "eps-greedy",
    "exploration-exploitation",
    "exploration and exploitation",
    "exploration vs exploitation",
    "ε-贪心",
    "ε贪心",
    "ε-贪婪",
    "ε-greedy策略",
    "探索与利用",
    "探索和利用",
]
SHARED = ["greedy policy", "exploration", "贪心策略", "贪婪策略"]
HINTS = ["epsilon", "greedy", "探索", "利用", "贪心"]
SOURCES = ["Sutton & Barto, Reinforcement Learning: An Introduction, 2nd ed., sections 2.2, 2.3 and 5.4"]


def demo(K=whole(2, 6), eps=one_of(0.1, 0.2, 0.3, 0.4, 0.6, 0.8)):
    p = torch.full((K,), eps / K)
    p[0] += 1 - eps  # action 0 is the greedy one
    return p


@question("What is `p[0]`?", zh="`p[0]` 是多少？")
def greedy_share(out):
    return out[0]


@greedy_share.wrong(
    en=("The greedy action is taken with probability 1 − ε.", "The random draw can hit it as well: ε/K more."),
    zh=("选贪心动作的概率是 1 − ε。", "随机抽取也可能抽到它：还要加 ε/K。"),
)
def never_by_chance(eps):
    return 1 - eps


@greedy_share.wrong(
    en=("All actions are equally likely.", "Only the share ε of the steps is drawn at random."),
    zh=("所有动作的概率相等。", "只有比例为 ε 的步是随机抽取的。"),
)
def uniform(K):
    return 1 / K


@question("What is `p[1]`?", zh="`p[1]` 是多少？")
def other_share(out):
    return out[1]


@other_share.wrong(
    en=("Exploring draws among the K − 1 other actions.", "It draws among all K, the greedy one included."),
    zh=("探索时只从另外 K − 1 个动作里抽。", "从全部 K 个动作里抽，包括贪心动作。"),
)
def best_excluded(K, eps):
    return eps / (K - 1)


@other_share.wrong(
    en=("Each other action has probability ε.", "All K actions share ε."),
    zh=("其他每个动作的概率都是 ε。", "全部 K 个动作一起分 ε。"),
)
def eps_each(eps):
    return float(eps)


@where(lambda m: len(set(m)) == 3 and sum(m) % 3 == 0)
@where(lambda m, eps: abs(max(m) - sum(m) / 3) * eps > 0.06 * max(m))
def payoff(m=several(3, whole(0, 30)), eps=one_of(0.1, 0.2, 0.5)):
    m = torch.tensor(m).float()  # mean reward of each action
    p = torch.full((3,), eps / 3)
    p[m.argmax()] += 1 - eps
    return p @ m


@question("What is the expected reward of one step?", zh="一步的期望奖励是多少？", of=payoff)
def expected_reward(out):
    return out


@expected_reward.wrong(
    en=("Exploring costs nothing: it is the best mean.", "A random step earns the mean of all actions only."),
    zh=("探索没有代价：就是最好的均值。", "随机的一步只能得到所有动作的平均。"),
)
def greedy_reward(m):
    return float(max(m))


@expected_reward.wrong(
    en=("A random step earns the mean of the other actions.", "The draw includes the best action."),
    zh=("随机的一步得到其余动作的平均。", "抽取时也包括最好的动作。"),
)
def others_averaged(m, eps):
    return (1 - eps) * max(m) + eps * (sum(m) - max(m)) / 2


@expected_reward.wrong(
    en=("A random step earns nothing.", "It earns the mean of all actions."),
    zh=("随机的一步什么也得不到。", "它得到所有动作的平均。"),
)
def nothing_while_exploring(m, eps):
    return (1 - eps) * max(m)


@where(lambda eps, K: eps / K in (0.05, 0.1, 0.2, 0.4))
def cliff(steps=one_of(2, 3, 4), eps=one_of(0.1, 0.2, 0.4, 0.8), K=one_of(2, 4, 8)):
    safe = 1.0
    for _ in range(steps):
        # one of the K actions falls off the cliff; the greedy one does not
        safe *= 1 - eps / K
    return 1 - safe


@question(
    "What is the probability of a fall, that is, what is returned?",
    zh="掉下去的概率是多少，也就是返回值是多少？",
    of=cliff,
)
def fall(out):
    return out


@fall.wrong(
    en=("The risk is that of one step.", "Every step is a risk of its own."),
    zh=("风险就是走一步的风险。", "每走一步都有一次风险。"),
)
def risk_of_one_step(eps, K):
    return eps / K


@fall.wrong(
    en=("Every random step falls.", "Only one of the K actions does."),
    zh=("每次随机都会掉下去。", "K 个动作里只有一个会掉下去。"),
)
def every_random_step(steps, eps):
    return fall(cliff(steps, eps, K=1))


@fall.wrong(
    en=("A learner that knows the way never falls.", "It knows the way, and still draws at random with probability ε."),
    zh=("知道路的智能体不会掉下去。", "即使知道路，它仍以概率 ε 随机走。"),
)
def never():
    return 0.0


@task(
    "Write `act_probs`: the probabilities of an ε-greedy policy for the action values `q` (a vector without ties).",
    zh="写出 `act_probs`：动作价值为 `q`（向量，没有并列）时 ε-贪心策略的概率。",
    blanks=["eps / len(q)", "1 - eps"],
    mend=["explores_among_the_others", "share_forgotten"],
)
def act_probs(q, eps):
    p = torch.full((len(q),), eps / len(q))
    p[q.argmax()] += 1 - eps
    return p


act_probs.hint("Which share has every action from the random draw?", zh="随机抽取时每个动作分到多少？")
act_probs.hint("The greedy action gets 1 − ε on top of it.", zh="贪心动作在此之上再加 1 − ε。")


@act_probs.inputs
def values(n=whole(2, 6), eps=one_of(0.1, 0.3, 0.5, 0.9)):
    return torch.randn(n), eps


@act_probs.inputs
def extremes(n=whole(1, 4), eps=one_of(0.0, 1.0)):
    return torch.randn(n), eps


@act_probs.holds("They sum to 1.", zh="概率之和为 1。")
def sums_to_one(out):
    return abs(out.sum() - 1) < 1e-5


@act_probs.wrong(
    en=("Exploring draws among the other actions only.", "It draws among all of them."),
    zh=("探索只在其他动作里抽取。", "在所有动作里抽取。"),
)
def explores_among_the_others(q, eps):
    p = torch.full((len(q),), eps / max(len(q) - 1, 1))
    p[q.argmax()] = 1 - eps
    return p


@act_probs.wrong(
    en=("The greedy action has 1 − ε in all.", "It also has its share ε/K of the random draw."),
    zh=("贪心动作一共是 1 − ε。", "它还有随机抽取的那一份 ε/K。"),
)
def share_forgotten(q, eps):
    p = torch.full((len(q),), eps / len(q))
    p[q.argmax()] = 1 - eps
    return p


@act_probs.wrong(
    en=("ε is the share of greedy steps.", "ε is the share of random steps."),
    zh=("ε 是贪心步的比例。", "ε 是随机步的比例。"),
)
def eps_is_the_greedy_share(q, eps):
    p = torch.full((len(q),), (1 - eps) / len(q))
    p[q.argmax()] += eps
    return p


def figure(out, K, eps):
    plt.bar(range(K), out.tolist())
    plt.axhline(eps / K, color="C1", label="ε/K")
    plt.axhline(1 - eps, color="C2", label="1 − ε")
    plt.ylim(0, 1)
    plt.xticks(range(K))
    plt.xlabel("action")
    plt.legend()
