"""Monte Carlo and temporal difference

Both learn the value of states from experience, moving V(s) a share α of the way to a target:

    V(s) ← V(s) + α (target − V(s))

Monte Carlo waits for the end of the episode and takes the return G that was seen. TD(0) takes r + γ V(s′) at once, a
guess from a guess (bootstrapping); it needs no end, and its target varies less but is biased as long as V is wrong.
Trained again and again on the same few episodes they settle on different values: Monte Carlo on the mean of the
returns seen, TD on the values of the most likely Markov chain.
"""

from itertools import pairwise

import matplotlib.pyplot as plt

from journal.authoring import one_of, question, several, task, where, whole

ZH = """蒙特卡洛与时序差分

两者都从经验中学习状态的价值，让 V(s) 朝一个目标值移动 α 倍的差距：

    V(s) ← V(s) + α (目标值 − V(s))

蒙特卡洛要等回合结束，用实际得到的回报 G 作目标。TD(0) 马上用 r + γ V(s′) 作目标，也就是用猜测更新猜测（自举）；
它不需要等回合结束，目标值的方差较小，但只要 V 还不准，目标就有偏差。在同样几个回合上反复训练，两者收敛到不同的价值：
蒙特卡洛收敛到所见回报的平均，TD 收敛到最可能的那条马尔可夫链的价值。
"""
NAMES = [
    "temporal difference",
    "temporal-difference learning",
    "TD learning",
    "TD(0)",
    "TD error",
    "Monte Carlo prediction",
    "Monte Carlo control",
    "时序差分",
    "时序差分学习",
    "TD误差",
    "TD学习",
    "蒙特卡洛预测",
    "蒙特卡洛控制",
]
SHARED = ["Monte Carlo", "bootstrapping", "蒙特卡洛", "蒙特卡罗", "蒙特卡洛方法", "自举"]
HINTS = ["TD", "model-free"]
NEEDS = ["value-iteration"]
SOURCES = ["Sutton & Barto, Reinforcement Learning: An Introduction, 2nd ed., chapters 5 and 6, example 6.4"]


@where(lambda r, V: r[0] != 0 and r[1] + r[2] != V[1])
@where(lambda r, V: all(abs(t - V[0]) > 2 for t in (sum(r), r[0] + V[1])))
@where(lambda r, V, alpha, method: abs(V[0] + alpha * ((sum(r) if method == "MC" else r[0] + V[1]) - V[0])) > 1)
def demo(
    r=several(3, whole(-3, 9)),
    V=several(3, whole(1, 9)),
    alpha=one_of(0.1, 0.5),
    method=one_of("MC", "TD"),
):
    # states 0, 1, 2, end; r[s] is received on leaving s; no discount
    target = r[0] + r[1] + r[2] if method == "MC" else r[0] + V[1]
    return V[0] + alpha * (target - V[0])


@question("What is the new `V[0]`, that is, what is returned?", zh="新的 `V[0]` 是多少，也就是返回值是多少？")
def updated(out):
    return out


@updated.wrong(
    en=("Monte Carlo looks one step ahead, TD waits for the end.", "TD looks one step ahead, Monte Carlo waits."),
    zh=("蒙特卡洛只看一步，TD 等到回合结束。", "TD 只看一步，蒙特卡洛才等到回合结束。"),
)
def the_other_method(r, V, alpha, method):
    return updated(demo(r, V, alpha, method="TD" if method == "MC" else "MC"))


@updated.wrong(
    en=("The value is set to its target.", "It moves the share α of the way."),
    zh=("价值直接变成目标值。", "它只朝目标移动差距的 α 倍。"),
)
def set_to_the_target(r, V, method):
    return updated(demo(r, V, alpha=1.0, method=method))


@updated.wrong(
    en=("α times the target is added.", "α times the gap, target − V, is added."),
    zh=("加上 α 乘目标值。", "加上的是 α 乘差距（目标值 − V）。"),
)
def target_added(r, V, alpha, method):
    return updated(demo(r, V, alpha, method)) + alpha * V[0]


def repeated(n=whole(5, 12), k=whole(2, 4), c=one_of(8, 16, 24, 32, 40, 80)):
    V = [0.0] * (n + 1)
    for _ in range(k):  # TD(0), k times the same walk 0, 1, ..., n
        for s in range(n):
            target = c if s == n - 1 else V[s + 1]
            V[s] += 0.5 * (target - V[s])
    return V


@question("How many of the first n entries of `V` are still 0?", zh="`V` 的前 n 项里还有多少项是 0？", of=repeated)
def uninformed(out, n):
    return sum(value == 0 for value in out[:n])


@uninformed.wrong(
    en=("One episode teaches the whole way.", "So it is with Monte Carlo; TD passes news back one state each time."),
    zh=("一个回合就让整条路都学到。", "蒙特卡洛是这样；TD 每次只把消息往回传一个状态。"),
)
def whole_way_at_once():
    return 0


@uninformed.wrong(
    en=("Only the last state ever learns of the reward.", "Each further episode reaches one more state."),
    zh=("只有最后一个状态学得到奖励。", "每多一个回合，就多一个状态学到。"),
)
def last_state_only(n):
    return n - 1


@uninformed.wrong(
    en=("The first episode teaches nothing.", "It already changes the last state's value."),
    zh=("第一个回合什么也学不到。", "第一个回合就改变了最后一个状态的价值。"),
)
def one_episode_late(n, k):
    return n - k + 1


@question("What is `V[n - 1]` at the end?", zh="最后 `V[n - 1]` 是多少？", of=repeated)
def next_to_the_end(out, n):
    return out[n - 1]


@next_to_the_end.wrong(
    en=("The value is right after the first episode.", "Each time it moves half of the way that is left."),
    zh=("第一个回合之后价值就对了。", "每次只走完剩余差距的一半。"),
)
def right_at_once(c):
    return float(c)


@next_to_the_end.wrong(
    en=("The value shrinks by the factor 1 − α.", "The gap shrinks by that factor, not the value."),
    zh=("价值每次乘 1 − α。", "每次乘 1 − α 的是差距，不是价值。"),
)
def value_shrinks(c, k):
    return c * 0.5**k if k > 1 else None


@next_to_the_end.wrong(
    en=("Every episode adds the same amount.", "The step is a share of the gap, and the gap gets smaller."),
    zh=("每个回合都增加同样多。", "每一步是差距的一部分，而差距越来越小。"),
)
def same_step_each_time(c, k):
    return 0.5 * c * k


@where(lambda wins, losses: wins + losses + 1 in (5, 8, 10))
@where(lambda wins, losses, last: abs(last - wins / (wins + losses)) > 0.3)
def batch(wins=whole(1, 8), losses=whole(1, 8), last=one_of(0, 1, 2, 3)):
    # one episode goes A, B and pays `last` at the end; the others start in B
    endings = [1.0] * wins + [0.0] * losses + [float(last)]
    A, B = 0.0, 0.0
    for _ in range(800):  # TD(0) on the same episodes again and again
        B += 0.05 * sum(e - B for e in endings) / len(endings)
        A += 0.05 * (0 + B - A)
    return A


@question("Which value does `A` reach?", zh="`A` 最后达到多少？", of=batch)
def batch_value(out):
    return out


@batch_value.wrong(
    en=("A is worth the one return that followed it.", "So says Monte Carlo; TD uses all that followed B."),
    zh=("A 的价值就是它后面那一次的回报。", "蒙特卡洛是这样；TD 会用到 B 之后的全部结果。"),
)
def its_own_return(last):
    return float(last)


@batch_value.wrong(
    en=("Only the episodes that start in B tell what B is worth.", "The one that came through A ended from B, too."),
    zh=("只有从 B 出发的回合才说明 B 的价值。", "经过 A 的那个回合也是从 B 结束的。"),
)
def others_only(wins, losses):
    return wins / (wins + losses)


@batch_value.wrong(
    en=("A lies half way between its return and B's value.", "A's only step leads to B: A settles on V(B)."),
    zh=("A 的价值是自己的回报与 B 的价值的平均。", "A 只有一步，通向 B：它收敛到 V(B)。"),
)
def half_way(wins, losses, last):
    return (last + batch_value(batch(wins, losses, last))) / 2


@task(
    "Write `td_episode`: the values after one episode of TD(0), updated in order of time. `steps` lists (s, r, s2, "
    "done); V is a list and stays as it is.",
    zh="写出 `td_episode`：一个回合的 TD(0) 之后的价值，按时间顺序更新。`steps` 是 (s, r, s2, done) 的列表；V "
    "是列表，保持不变。",
    blanks=["r if done else r + gamma * V[s2]", "target - V[s]"],
    mend=["looks_past_the_end", "sum_not_gap"],
)
def td_episode(V, steps, alpha, gamma):
    V = list(V)
    for s, r, s2, done in steps:
        target = r if done else r + gamma * V[s2]
        V[s] += alpha * (target - V[s])
    return V


td_episode.hint(
    "What does V[s] move towards, and what if the episode ends there?", zh="V[s] 朝什么移动？如果回合在这里结束呢？"
)


@td_episode.inputs
def walks(
    V=several(4, whole(-5, 9)), way=several((2, 5), whole(0, 3)), r=several(5, whole(-4, 6)), alpha=one_of(0.1, 0.5)
):
    states = [*way, 0]
    steps = [(s, reward, s2, False) for (s, s2), reward in zip(pairwise(states), r)]
    return [float(v) for v in V], [*steps, (states[-1], r[-1], 1, True)], alpha, 0.9


@td_episode.inputs
def one_step(V=several(2, whole(-5, 9)), r=whole(-4, 6), done=one_of(True, False)):
    return [float(v) for v in V], [(0, r, 1, done)], 0.5, 0.5


@td_episode.holds("States that are not visited keep their values.", zh="没有经过的状态价值不变。")
def others_stay(out, V, steps):
    return all(out[s] == V[s] for s in range(len(V)) if s not in {step[0] for step in steps})


@td_episode.wrong(
    en=("The state after the end is valued like any other.", "With done the target is the reward alone."),
    zh=("终止之后的状态照样计算价值。", "done 时目标值只有奖励。"),
)
def looks_past_the_end(V, steps, alpha, gamma):
    V = list(V)
    for s, r, s2, _ in steps:
        target = r + gamma * V[s2]
        V[s] += alpha * (target - V[s])
    return V


@td_episode.wrong(
    en=("α times the target is added.", "α times the gap between target and value."),
    zh=("加上 α 乘目标值。", "加上 α 乘目标值与价值之差。"),
)
def sum_not_gap(V, steps, alpha, gamma):
    V = list(V)
    for s, r, s2, done in steps:
        target = r if done else r + gamma * V[s2]
        V[s] += alpha * target
    return V


@td_episode.wrong(
    en=(
        "All targets use the values from before the episode.",
        "TD(0) learns step by step: later steps see the new values.",
    ),
    zh=("所有目标值都用回合之前的价值。", "TD(0) 每一步都学习：后面的步看到的是新价值。"),
)
def from_old_values(V, steps, alpha, gamma):
    old, V = V, list(V)
    for s, r, s2, done in steps:
        target = r if done else r + gamma * old[s2]
        V[s] += alpha * (target - old[s])
    return V


def figure(out, r, V, alpha, method):
    goal = {"MC": sum(r), "TD": r[0] + V[1]}
    for name, target in goal.items():
        value, path = float(V[0]), []
        for _ in range(15):
            path.append(value)
            value += alpha * (target - value)
        plt.plot(path, marker="o", label=f"{name}, target {target}", linewidth=3 if name == method else 1)
    plt.xlabel("the same step, repeated")
    plt.ylabel("V[0]")
    plt.legend()
