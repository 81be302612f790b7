"""Multi-armed bandits, regret and UCB

A bandit is a decision problem with one state: each of K arms pays at random with an unknown mean. After n pulls the
mean of an arm is kept up to date by Q ← Q + (r − Q)/n; a constant step in place of 1/n forgets old rewards, which is
wanted when the means drift. Regret is what was missed against always pulling the best arm. UCB pulls the arm with the
largest

    Q + c √(ln t / n)

the mean plus a bonus for what is little known. An arm never tried comes first. The bonus falls with √n, not with n.
"""

import math

import matplotlib.pyplot as plt

from journal.authoring import one_of, question, several, task, where, whole

ZH = """多臂老虎机、遗憾与 UCB

多臂老虎机是只有一个状态的决策问题：K 个臂各自随机给出奖励，均值未知。拉了 n 次之后，
用 Q ← Q + (r − Q)/n 更新一个臂的均值；把 1/n 换成常数步长就会逐渐忘掉旧的奖励，均值会漂移时正需要这样。
遗憾是与始终拉最好的臂相比少得的奖励。UCB 拉下式最大的臂：

    Q + c √(ln t / n)

也就是均值加上对了解不足的加分。没试过的臂优先。这项加分随 √n 减小，而不是随 n 减小。
"""
NAMES = [
    "multi-armed bandit",
    "multi-armed bandits",
    "k-armed bandit",
    "upper confidence bound",
    "多臂老虎机",
    "多臂赌博机",
    "K臂赌博机",
    "上置信界",
    "置信上界",
    "UCB1",
    "UCB algorithm",
    "UCB算法",
]
SHARED = [
    "bandit",
    "regret",
    "老虎机",
    "赌博机",
    "UCB",
]
HINTS = [
    "遗憾",
]
NEEDS = ["epsilon-greedy"]
SOURCES = [
    "Sutton & Barto, Reinforcement Learning: An Introduction, 2nd ed., sections 2.1 to 2.7",
    "Auer, Cesa-Bianchi & Fischer, Finite-time Analysis of the Multiarmed Bandit Problem, Machine Learning 47 (2002)",
]


@where(lambda Q, n: len(set(n)) == len(set(Q)) == len({q + 12 / k**0.5 for q, k in zip(Q, n)}) == 3)
def demo(Q=several(3, whole(1, 12)), n=several(3, one_of(1, 4, 9, 16, 36))):
    width = 12.0  # c * sqrt(ln t), the same for all arms
    return [mean + width / pulls**0.5 for mean, pulls in zip(Q, n)]


@question(
    "`Q` holds the means. Which arm, counted from 0, does UCB pull next?",
    zh="`Q` 是各臂的均值。UCB 接下来拉第几个臂（从 0 数起）？",
)
def arm(out):
    return out.index(max(out))


@arm.wrong(
    en=("The arm with the best mean is pulled.", "An arm that was rarely tried gets a bonus."),
    zh=("拉均值最高的臂。", "很少试过的臂会得到加分。"),
)
def best_mean(Q):
    return Q.index(max(Q))


@arm.wrong(
    en=("The arm tried least is pulled.", "Its mean counts, too."),
    zh=("拉试得最少的臂。", "它的均值也要算上。"),
)
def least_tried(n):
    return n.index(min(n))


def longer(width=one_of(2.0, 6.0, 12.0, 24.0), n=one_of(1, 4, 9, 16), times=one_of(4, 9, 16, 25)):
    before = width / n**0.5
    after = width / (times * n) ** 0.5
    return before, after


@question("What is the bonus `after`?", zh="加分项 `after` 是多少？", of=longer)
def bonus(out):
    return out[1]


@bonus.wrong(
    en=("Four times the pulls quarter the bonus.", "They halve it: the bonus falls with the root."),
    zh=("拉的次数变成四倍，加分项变成四分之一。", "变成一半：它随平方根减小。"),
)
def proportional(out, times):
    return out[0] / times


@bonus.wrong(
    en=("The bonus of an arm does not depend on its pulls.", "Every pull of the arm makes it smaller."),
    zh=("加分项与这个臂拉了几次无关。", "每拉一次，它就变小。"),
)
def kept(out):
    return out[0]


@bonus.wrong(
    en=("Many pulls earn a large bonus.", "A large bonus goes to arms that were pulled rarely."),
    zh=("拉得多的臂加分项大。", "拉得少的臂加分项才大。"),
)
def grows(out, times):
    return out[0] * times**0.5


@where(lambda mean, n: len(set(mean)) == 3 and n[mean.index(max(mean))] < sum(n))
def regret(mean=several(3, whole(1, 9)), n=several(3, whole(1, 9))):
    earned = sum(m * pulls for m, pulls in zip(mean, n))
    return max(mean) * sum(n) - earned


@question("What is the expected regret of these pulls?", zh="这些次拉动的期望遗憾是多少？", of=regret)
def missed(out):
    return out


@missed.wrong(
    en=("Regret is what was earned.", "It is what was missed against the best arm."),
    zh=("遗憾是得到的奖励。", "遗憾是与最好的臂相比少得的奖励。"),
)
def earned_reward(mean, n):
    return sum(m * pulls for m, pulls in zip(mean, n))


@missed.wrong(
    en=("Each poor arm counts once.", "Each pull of a poor arm counts."),
    zh=("每个较差的臂只算一次。", "较差的臂每拉一次都要算。"),
)
def once_per_arm(mean):
    return missed(regret(mean, [1, 1, 1]))


@missed.wrong(
    en=("Only pulls of the worst arm are regretted.", "Every arm but the best costs something."),
    zh=("只有拉最差的臂才有遗憾。", "除了最好的臂，拉别的臂都有损失。"),
)
def worst_arm_only(mean, n):
    return (max(mean) - min(mean)) * n[mean.index(min(mean))]


@where(lambda r: sum(r) % 3 == 0 and sum(r) % 4 == 0 and len(set(r)) == 3)
@where(lambda r, step: abs(2 * r[2] + r[1] + r[0] / 2 - 4 * sum(r) / 3) > 4)
def running(r=several(3, one_of(0, 4, 8, 12, 16, 20, 24)), step=one_of("1/n", "0.5")):
    q = 0.0
    for n, reward in enumerate(r, start=1):
        alpha = 1 / n if step == "1/n" else 0.5
        q += alpha * (reward - q)
    return q


@question("What is `q` at the end?", zh="最后 `q` 是多少？", of=running)
def estimate(out):
    return out


@estimate.wrong(
    en=(
        "Both kinds of step give the same estimate.",
        "1/n gives the plain mean; 0.5 halves the weight of older rewards.",
    ),
    zh=("两种步长得到的估计一样。", "1/n 得到普通平均；0.5 则让更早的奖励权重逐次减半。"),
)
def the_other_step(r, step):
    return estimate(running(r, step="0.5" if step == "1/n" else "1/n"))


@estimate.wrong(
    en=("The estimate is the last reward.", "Each step goes only part of the way to it."),
    zh=("估计就是最后一个奖励。", "每一步只朝它移动一部分。"),
)
def last_reward(r):
    return float(r[-1])


@estimate.wrong(
    en=(
        "The start at 0 counts as one more reward.",
        "With 1/n it is forgotten at once; with 0.5 it keeps the weight 1/8.",
    ),
    zh=("初值 0 也算一个奖励。", "步长为 1/n 时它立刻被忘掉；步长为 0.5 时它只占 1/8 的权重。"),
)
def start_counts(r):
    return sum(r) / 4


@task(
    "Write `ucb_arm`: the arm that UCB pulls next, for lists of means and pulls. An arm never tried comes first.",
    zh="写出 `ucb_arm`：给定各臂的均值和次数，UCB 接下来拉哪个臂。没试过的臂优先。",
    blanks=["n.index(0)", "math.sqrt(math.log(t) / pulls)"],
    mend=["greedy", "upside_down"],
)
def ucb_arm(means, n, c):
    if 0 in n:
        return n.index(0)
    t = sum(n)
    scores = [mean + c * math.sqrt(math.log(t) / pulls) for mean, pulls in zip(means, n)]
    return scores.index(max(scores))


ucb_arm.hint("What happens to the formula when an arm has no pulls yet?", zh="如果一个臂还没拉过，公式会怎样？")
ucb_arm.hint(
    "Score each arm with its mean and c √(ln t / n), t being all pulls.",
    zh="每个臂的得分是均值加 c √(ln t / n)，t 是总次数。",
)


@ucb_arm.inputs
def tried(
    means=several(4, one_of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)), n=several(4, whole(2, 60)), c=one_of(0.2, 0.5, 1.0)
):
    return means, n, c


@ucb_arm.inputs
def one_untried(means=several(3, one_of(0.2, 0.5, 0.8)), n=several(3, one_of(0, 1, 5, 20)), c=one_of(0.0, 1.0)):
    return means, n, c


@ucb_arm.holds("An arm that was never tried is taken first.", zh="没试过的臂优先。")
def untried_first(out, n):
    return 0 not in n or n[out] == 0


@ucb_arm.wrong(
    en=("The best mean is pulled.", "The bonus for little-tried arms is added."),
    zh=("拉均值最高的臂。", "还要加上对少试的臂的奖励。"),
)
def greedy(means, n, c):
    if 0 in n:
        return n.index(0)
    scores = list(means)
    return scores.index(max(scores))


@ucb_arm.wrong(
    en=("The arm tried least is pulled.", "The mean is added to the bonus."),
    zh=("拉试得最少的臂。", "加分项还要加上均值。"),
)
def bonus_only(means, n, c):
    return n.index(min(n))


@ucb_arm.wrong(
    en=("The bonus grows with the pulls of the arm.", "It falls with their root: the pulls stand below."),
    zh=("加分项随这个臂的次数增大。", "它随次数的平方根减小：次数在分母上。"),
)
def upside_down(means, n, c):
    if 0 in n:
        return n.index(0)
    t = sum(n)
    scores = [mean + c * math.sqrt(pulls / math.log(t)) for mean, pulls in zip(means, n)]
    return scores.index(max(scores))


def figure(out, Q, n):
    plt.bar(range(3), Q, label="mean")
    plt.bar(range(3), [score - mean for score, mean in zip(out, Q)], bottom=Q, label="bonus")
    plt.xticks(range(3), [f"arm {i}\n{pulls} pulls" for i, pulls in enumerate(n)])
    plt.legend()
