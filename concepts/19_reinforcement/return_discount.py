"""Return and discount

The return of a step is the sum of the rewards that are still to come, each later one weighted by one more factor γ:

    G_t = r_{t+1} + γ G_{t+1} = r_{t+1} + γ r_{t+2} + γ² r_{t+3} + …

So it is computed from the end backwards. In the demos `r[t]` is the reward received on leaving step t, and the last
return is the last reward. With γ < 1 a reward of c at every step for ever adds up to c/(1 − γ), as much as about
1/(1 − γ) steps without a discount. With γ = 1 that sum exists only if the episode ends.
"""

import matplotlib.pyplot as plt

from journal.authoring import one_of, question, several, task, where, whole

ZH = """回报与折扣

某一步的回报是此后所有奖励之和，每晚一步就多乘一个因子 γ：

    G_t = r_{t+1} + γ G_{t+1} = r_{t+1} + γ r_{t+2} + γ² r_{t+3} + …

因此要从末尾向前计算。演示里 `r[t]` 是离开第 t 步时得到的奖励，最后一个回报就是最后一个奖励。当 γ < 1 时，
如果每一步都得到奖励 c，永不停止，总和是 c/(1 − γ)，大约相当于不打折扣的 1/(1 − γ) 步。当 γ = 1 时，只有回合会结束，
这个和才存在。
"""
NAMES = [
    "discounted return",
    "discount factor",
    "discounted reward",
    "cumulative reward",
    "折扣因子",
    "折扣回报",
    "折扣奖励",
    "累积奖励",
]
SHARED = [
    "累积回报",
    "折扣率",
]
HINTS = [
    "reward",
    "gamma",
    "return",
    "奖励",
    "回报",
]
SOURCES = ["Sutton & Barto, Reinforcement Learning: An Introduction, 2nd ed., section 3.3"]


@where(lambda r: r[0] != r[2] and r[1] + r[2] != 0)
@where(lambda r, gamma: abs(r[0] + gamma * r[1] + gamma**2 * r[2]) > 0.5)
def demo(r=several(3, whole(-4, 9)), gamma=one_of(0.1, 0.2, 0.5)):
    G, returns = 0.0, []
    for reward in reversed(r):
        G = reward + gamma * G
        returns.insert(0, G)
    return returns


@question("What is `returns[0]`?", zh="`returns[0]` 是多少？")
def first(out):
    return out[0]


@first.wrong(
    en=("The next reward is discounted once already.", "The next reward counts in full; the one after it gets γ."),
    zh=("下一个奖励就已经打了一次折扣。", "下一个奖励按原值计算，再下一个才乘 γ。"),
)
def discounted_already(r, gamma):
    return gamma * first(demo(r, gamma))


@first.wrong(
    en=("The oldest reward is discounted most.", "The reward that comes latest is discounted most."),
    zh=("最早的奖励打的折扣最多。", "最晚得到的奖励打的折扣最多。"),
)
def oldest_discounted_most(r, gamma):
    return first(demo(r[::-1], gamma))


@first.wrong(
    en=("The return is the plain sum of the rewards.", "Each step of delay costs a factor γ."),
    zh=("回报就是奖励直接相加。", "每推迟一步，就要多乘一个 γ。"),
)
def plain_sum(r):
    return first(demo(r, gamma=1.0))


def forever(c=whole(1, 9), gamma=one_of(0.5, 0.75, 0.8, 0.9, 0.95)):
    return sum(gamma**k * c for k in range(3000))


@question("What is returned?", zh="返回值是多少？", of=forever)
def endless(out):
    return out


@endless.wrong(
    en=(
        "The discount acts once, on the next reward.",
        "It acts at every step: the series is c + γc + γ²c + … without end.",
    ),
    zh=("折扣只起一次作用，只影响下一个奖励。", "每一步都打折扣：各项依次是 c、γc、γ²c，没有尽头。"),
)
def discounted_once(c, gamma):
    return c + gamma * c


@endless.wrong(
    en=("The first reward is discounted, too.", "The first reward has the factor γ⁰ = 1."),
    zh=("第一个奖励也要打折扣。", "第一个奖励的系数是 γ⁰ = 1。"),
)
def starts_discounted(c, gamma):
    return gamma * c / (1 - gamma)


@endless.wrong(
    en=("The sum of all powers of γ is 1/γ.", "The geometric series 1 + γ + γ² + … is 1/(1 − γ)."),
    zh=("γ 的各次幂之和是 1/γ。", "等比级数 1 + γ + γ² + … 等于 1/(1 − γ)。"),
)
def one_over_gamma(c, gamma):
    return c / gamma


@where(lambda goals: len({0.5**steps * reward for reward, steps in goals}) == 4)
@where(lambda goals: len({reward for reward, _ in goals}) == len({steps for _, steps in goals}) == 4)
def several_goals(goals=several(4, several(2, whole(1, 9)))):
    values = [0.5**steps * reward for reward, steps in goals]
    return values.index(max(values))


@question(
    "`goals` lists pairs (reward, number of discounts). Which goal, counted from 0, is returned?",
    zh="`goals` 里是（奖励，打折次数）。返回的是第几个目标（从 0 数起）？",
    of=several_goals,
)
def best_goal(out):
    return out


@best_goal.wrong(
    en=("The largest reward is the best goal.", "The way costs half the value at each step here."),
    zh=("奖励最大的目标最好。", "路上每走一步，价值在这里就减半。"),
)
def largest_reward(goals):
    return max(range(4), key=lambda i: goals[i][0])


@best_goal.wrong(
    en=("The nearest goal is the best.", "A reward more than twice as large is worth one more step here."),
    zh=("最近的目标最好。", "在这里，奖励大一倍以上就值得多走一步。"),
)
def nearest(goals):
    return min(range(4), key=lambda i: goals[i][1])


@task(
    "Write `returns`: the list of all returns of an episode, where `r[t]` is received on leaving step t.",
    zh="写出 `returns`：一个回合里所有的回报，其中 `r[t]` 是离开第 t 步时得到的奖励。",
    blanks=["reversed(r)", "reward + gamma * G"],
    mend=["past_sum", "reward_discounted"],
)
def returns(r, gamma):
    G, out = 0.0, []
    for reward in reversed(r):
        G = reward + gamma * G
        out.insert(0, G)
    return out


returns.hint("Which return needs no other one?", zh="哪一个回报不依赖别的回报？")
returns.hint(
    "Go backwards: each return is a reward and γ times the next return.",
    zh="从后向前：每个回报等于奖励加 γ 乘下一个回报。",
)


@returns.inputs
def episodes(r=several((2, 6), whole(-4, 9)), gamma=one_of(0.1, 0.5, 0.9, 1.0)):
    return r, gamma


@returns.inputs
def short_or_blind(r=several((0, 3), whole(-4, 9)), gamma=one_of(0.0, 0.5)):
    return r, gamma


@returns.holds("There is one return for each reward.", zh="每个奖励对应一个回报。")
def one_each(out, r):
    return len(out) == len(r)


@returns.holds("The last return is the last reward.", zh="最后一个回报就是最后一个奖励。")
def ends_with_the_reward(out, r):
    return not r or out[-1] == r[-1]


@returns.wrong(
    en=("The return adds up the rewards received so far.", "It adds up those that are still to come."),
    zh=("回报是到目前为止的奖励之和。", "回报是此后还会得到的奖励之和。"),
)
def past_sum(r, gamma):
    G, out = 0.0, []
    for reward in r:
        G = reward + gamma * G
        out.append(G)
    return out


@returns.wrong(
    en=("The reward at hand is discounted with the rest.", "Only what comes after it is multiplied by γ."),
    zh=("眼前的奖励也跟着打折扣。", "只有它之后的部分才乘 γ。"),
)
def reward_discounted(r, gamma):
    G, out = 0.0, []
    for reward in reversed(r):
        G = gamma * (reward + G)
        out.insert(0, G)
    return out


@returns.wrong(
    en=("Computed from the end, the list is finished.", "It then begins with the last step: put each return in front."),
    zh=("从末尾算起，得到的列表可以直接返回。", "那样最后一步排在最前面：每个回报要插到前面。"),
)
def left_backwards(r, gamma):
    G, out = 0.0, []
    for reward in reversed(r):
        G = reward + gamma * G
        out.append(G)
    return out


def figure(out, r, gamma):
    steps = range(len(r))
    plt.bar([t - 0.2 for t in steps], r, width=0.4, label="reward")
    plt.bar([t + 0.2 for t in steps], out, width=0.4, label=f"return, γ = {gamma}")
    plt.axhline(0, color="gray")
    plt.xlabel("step")
    plt.legend()
