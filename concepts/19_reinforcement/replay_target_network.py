"""Experience replay and the target network

Two tricks keep Q-learning with a network (DQN) from running away. A replay buffer holds the last N transitions, and
each update draws a random batch from it: successive steps, which resemble each other, are mixed, and with one update
a step a transition is used about as often as the batch is large. When the buffer is full the oldest one is dropped.

The targets come from a second network, a late copy of the one that learns. It gets no gradient. Either the weights are
copied every C updates, or they follow slowly,

    θ⁻ ← (1 − τ) θ⁻ + τ θ

(a soft update, τ far below 1).
"""

from collections import deque

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, task, where, whole

ZH = """经验回放与目标网络

有两个技巧能防止用网络做 Q 学习（DQN）时发散。回放缓冲区保存最近的 N 个转移，每次更新从中随机抽一批：
前后相邻、彼此相似的步被打散；如果每走一步更新一次，每个转移平均被用到的次数约等于批量大小。
缓冲区满了就丢掉最旧的转移。

目标值由第二个网络给出，它是正在学习的网络的一个较旧的副本，不接收梯度。它或者每隔 C 次更新复制一次，或者慢慢跟随，

    θ⁻ ← (1 − τ) θ⁻ + τ θ

（软更新，τ 远小于 1）。
"""
NAMES = [
    "experience replay",
    "replay buffer",
    "replay memory",
    "target network",
    "soft update of the target",
    "经验回放",
    "经验重放",
    "经验池",
    "经验回放池",
    "回放缓冲区",
    "目标网络",
]
SHARED = ["soft update", "软更新", "Polyak averaging"]
HINTS = ["replay", "回放"]
NEEDS = ["q-learning-sarsa"]
SOURCES = [
    "Mnih et al., Human-level control through deep reinforcement learning, Nature 518 (2015)",
    "Lillicrap et al., Continuous control with deep reinforcement learning, arXiv:1509.02971 (soft updates)",
]


@where(lambda size, n: n > size + 2 and n != 2 * size)
def demo(size=whole(4, 12), n=whole(8, 40)):
    memory = deque(maxlen=size)
    for step in range(n):
        memory.append(step)
    return list(memory)


@question("Which step is the oldest in `memory`?", zh="`memory` 里最旧的是第几步？")
def oldest(out):
    return out[0]


@oldest.wrong(
    en=("A full buffer refuses new transitions.", "It drops the oldest one and takes the new one."),
    zh=("缓冲区满了就不再接收新的转移。", "它丢掉最旧的，存入新的。"),
)
def refuses_when_full():
    return 0


@oldest.wrong(
    en=("Steps are counted from 1.", "range starts at 0: the last step is n − 1."),
    zh=("步数从 1 数起。", "range 从 0 开始：最后一步是 n − 1。"),
)
def counted_from_one(n, size):
    return n - size + 1


@oldest.wrong(
    en=("New entries come first.", "append adds at the end; the first entry is the oldest."),
    zh=("新的排在最前面。", "append 加在末尾；第一个是最旧的。"),
)
def newest_first(out):
    return out[-1]


@where(lambda size, batch, age: batch < size and 3 < age < size - 2 and age * batch % size == 0)
def reuse(size=one_of(20, 40, 50, 60), batch=one_of(4, 5, 8, 10, 16, 32), age=whole(4, 57)):
    drawn = 0.0  # how often one transition is drawn, on average
    for _ in range(age):  # updates since it was stored
        # each update draws `batch` of the `size` transitions
        drawn += batch / size
    return drawn


@question("How often has the transition been used, on average?", zh="这个转移平均被用了多少次？", of=reuse)
def times_used(out):
    return out


@times_used.wrong(
    en=("A transition is used once.", "It stays in the buffer and can be drawn again."),
    zh=("一个转移只用一次。", "它留在缓冲区里，还可能再被抽到。"),
)
def once(out):
    return 1.0


@times_used.wrong(
    en=("It is drawn with the chance of one update.", "Each update since then may have drawn it."),
    zh=("它被抽到的概率就是一次更新的概率。", "此后每次更新都可能抽到它。"),
)
def one_update(batch, size):
    return batch / size


@times_used.wrong(
    en=("Every transition in the buffer is used in every update.", "An update draws only a batch."),
    zh=("每次更新都用到缓冲区里的所有转移。", "一次更新只抽一批。"),
)
def every_update(age):
    return float(age)


def late_copy(n=whole(20, 99), C=whole(6, 13)):
    online = target = 0  # how many updates are in each network
    for _ in range(n):
        online += 1
        if online % C == 0:
            target = online
    return online - target


@question("How many updates is the target network behind?", zh="目标网络落后多少次更新？", of=late_copy)
def behind(out):
    return out


@behind.wrong(
    en=("It is always C updates behind.", "Right after a copy it is not behind at all."),
    zh=("它总是落后 C 次更新。", "刚复制完时它一点也不落后。"),
)
def always_c(C):
    return C


@behind.wrong(
    en=("It is behind by the number of copies.", "Copies bring it up to date; count the updates since the last one."),
    zh=("复制了几次就落后几次。", "复制会让它跟上；要数最后一次复制之后的更新。"),
)
def number_of_copies(n, C):
    return n // C


@behind.wrong(
    en=("It is behind by what is left until the next copy.", "By what has passed since the last copy."),
    zh=("落后的是到下次复制还差的次数。", "是上次复制之后经过的次数。"),
)
def until_the_next_copy(n, C):
    return C - n % C


@where(lambda start, goal: start != goal)
@where(lambda tau, k, start, goal: (k * tau - 1 + (1 - tau) ** k) * abs(goal - start) > 0.04 * max(start, goal))
def soft(
    tau=one_of(0.1, 0.2, 0.3),
    k=whole(2, 3),
    start=one_of(0.0, 10.0, 20.0, 40.0),
    goal=one_of(0.0, 20.0, 50.0, 80.0, 100.0),
):
    target, online = torch.tensor(start), torch.tensor(goal)
    for _ in range(k):
        target.lerp_(online, tau)  # target + tau * (online - target)
    return target


@question("What is `target` at the end?", zh="最后 `target` 是多少？", of=soft)
def soft_value(out):
    return out


@soft_value.wrong(
    en=("τ is the share that is kept.", "τ is the share of the online weight; 1 − τ is kept."),
    zh=("τ 是保留的比例。", "τ 是在线网络所占的比例，保留的是 1 − τ。"),
)
def tau_is_kept(tau, k, start, goal):
    return soft_value(soft(1 - tau, k, start, goal))


@soft_value.wrong(
    en=("An update copies the online weight.", "A soft update moves the share τ of the way."),
    zh=("更新就是复制在线网络的权重。", "软更新只移动差距的 τ 倍。"),
)
def copied(goal):
    return goal


@soft_value.wrong(
    en=("Every update moves by the same amount.", "The gap shrinks, and with it the moves."),
    zh=("每次更新移动同样多。", "差距越来越小，移动的也越来越少。"),
)
def equal_moves(tau, k, start, goal):
    return start + k * tau * (goal - start)


@task(
    "Write `follow`: a soft update of the target network's parameters, in place; return them. Both networks are "
    "lists of tensors.",
    zh="写出 `follow`：就地对目标网络的参数做软更新，并返回它们。两个网络都是张量列表。",
    blanks=["tau * (new - old)"],
    mend=["tau_of_the_old", "follows_the_wrong_one"],
)
def follow(target, online, tau):
    with torch.no_grad():
        for old, new in zip(target, online):
            old += tau * (new - old)
    return target


follow.hint(
    "Each target weight moves the share tau of the way to the online weight.",
    zh="目标网络的每个权重朝在线权重移动差距的 tau 倍。",
)


@follow.inputs
def networks(n=whole(1, 3), d=whole(1, 4), tau=one_of(0.005, 0.1, 0.3, 0.8)):
    return [torch.randn(d, d) for _ in range(n)], [torch.randn(d, d) for _ in range(n)], tau


@follow.inputs
def ends(d=whole(1, 3), tau=one_of(0.0, 1.0)):
    return [torch.randn(d)], [torch.randn(d)], tau


@follow.holds("The tensors of the target are changed themselves.", zh="改变的是目标网络的张量本身。")
def in_place(solution, target, online, tau):
    mine = [each.clone() for each in target]
    return all(a is b for a, b in zip(mine, solution(list(mine), online, tau)))


@follow.wrong(
    en=("tau is the share of the old weight.", "It is the share of the online weight."),
    zh=("tau 是旧权重的比例。", "是在线权重的比例。"),
)
def tau_of_the_old(target, online, tau):
    with torch.no_grad():
        for old, new in zip(target, online):
            old += (1 - tau) * (new - old)
    return target


@follow.wrong(
    en=("The online network moves to the target network.", "The target network follows; the other is trained."),
    zh=("在线网络向目标网络靠拢。", "是目标网络跟随；在线网络由训练更新。"),
)
def follows_the_wrong_one(target, online, tau):
    with torch.no_grad():
        for old, new in zip(target, online):
            new += tau * (old - new)
    return target


@follow.wrong(
    en=("The share tau of the online weight is added.", "The share tau of the difference is added."),
    zh=("加上在线权重的 tau 倍。", "加上的是差值的 tau 倍。"),
)
def weight_added(target, online, tau):
    with torch.no_grad():
        for old, new in zip(target, online):
            old += tau * new
    return target


def figure(out, size, n):
    for step in range(n):
        first = max(0, step + 1 - size)
        plt.plot([step, step], [first, step], color="C0")
    plt.axhline(out[0], color="C1", label="oldest at the end")
    plt.xlabel("step")
    plt.ylabel("steps in the buffer")
    plt.legend()
