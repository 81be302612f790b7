"""The target of a deep Q-network

A deep Q-network (DQN) is trained by regression of Q(s, a) on a target that is held constant, so no gradient flows
through it (a semi-gradient). With the target network Q⁻,

    DQN: r + γ max Q⁻(s′, ·)      double DQN: r + γ Q⁻(s′, argmax Q(s′, ·))

A maximum over noisy estimates picks the luckiest one: it is too high on average even when each estimate is right on
average. In double DQN the online network chooses the action and the target network values it, which takes away most
of that bias.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """深度 Q 网络的目标值

深度 Q 网络（DQN）把 Q(s, a) 回归到一个固定不动的目标值，梯度不经过目标值（半梯度）。用目标网络 Q⁻ 表示：

    DQN：r + γ max Q⁻(s′, ·)      双重 DQN：r + γ Q⁻(s′, argmax Q(s′, ·))

对带噪声的估计取最大，挑中的是运气最好的那个：即使每个估计平均来说都准，最大值平均来说也偏高。
双重 DQN 由在线网络选动作，由目标网络估计它的价值，大部分偏差就消失了。
"""
NAMES = [
    "DQN",
    "deep Q-network",
    "deep Q-learning",
    "double DQN",
    "DDQN",
    "overestimation bias",
    "semi-gradient",
    "深度Q网络",
    "深度Q学习",
    "双重DQN",
    "双DQN",
    "高估偏差",
    "半梯度",
]
HINTS = ["Atari"]
NEEDS = ["replay-target-network"]
SOURCES = [
    "van Hasselt, Guez & Silver, Deep Reinforcement Learning with Double Q-learning, arXiv:1509.06461",
    "Sutton & Barto, Reinforcement Learning: An Introduction, 2nd ed., sections 6.7 and 9.3",
]


@where(lambda online, target: len(set(online)) == len(set(target)) == 3)
@where(lambda online, target: online.index(max(online)) != target.index(max(target)))
@where(lambda online, target: max(online) not in target)
@where(lambda target, r: all(abs(2 * r + q) > 2 for q in target))
def demo(
    online=several(3, one_of(0, 2, 4, 6, 8, 10, 12)),
    target=several(3, one_of(0, 2, 4, 6, 8, 10, 12)),
    r=whole(-3, 5),
    kind=one_of("DQN", "double DQN"),
):
    online, target = torch.tensor(online), torch.tensor(target)
    # both networks' Q for the three actions in the next state
    best = target.argmax() if kind == "DQN" else online.argmax()
    return r + 0.5 * target[best]


@question("What is the target value, that is, what is returned?", zh="目标值是多少，也就是返回值是多少？")
def y(out):
    return out


@y.wrong(
    en=("In double DQN the target network chooses, in DQN the online one.", "DQN: the target network does both."),
    zh=("双重 DQN 由目标网络选动作，DQN 由在线网络选。", "DQN 的选择和估值都由目标网络完成。"),
)
def the_other_kind(online, target, r, kind):
    return y(demo(online, target, r, kind="double DQN" if kind == "DQN" else "DQN"))


@y.wrong(
    en=("The online network gives the value.", "The target network does, in both kinds."),
    zh=("价值由在线网络给出。", "两种方法里价值都由目标网络给出。"),
)
def online_values(online, r):
    return r + 0.5 * max(online)


@y.wrong(
    en=("The next value is not discounted.", "It is, here by 0.5."),
    zh=("后续价值不打折扣。", "要打折扣，这里乘 0.5。"),
)
def undiscounted(out, r):
    return r + 2 * (out - r)


@where(lambda w, x, x2, r: r + 0.5 * w * x2 != w * x)
@where(lambda x, x2: x2 != 2 * x)
def semi(
    w=one_of(-3.0, -2.0, -1.0, 1.0, 2.0, 3.0),
    x=whole(1, 4),
    x2=one_of(2, 4, 6),
    r=whole(-4, 6),
    detach=one_of(True, False),
):
    w = torch.tensor(w, requires_grad=True)
    target = r + 0.5 * w * x2  # Q(s) = w * x and Q(s') = w * x2
    if detach:
        target = target.detach()
    loss = (target - w * x) ** 2 / 2
    loss.backward()
    return w.grad


@question("What is `w.grad`?", zh="`w.grad` 是多少？", of=semi)
def gradient(out):
    return out


@gradient.wrong(
    en=("detach does not change the gradient.", "Without it, the gradient also flows through the target."),
    zh=("detach 不影响梯度。", "不用 detach，梯度也会经过目标值。"),
)
def detach_changes_nothing(w, x, x2, r, detach):
    return gradient(semi(w, x, x2, r, detach=not detach))


@gradient.wrong(
    en=("The gradient points to the target.", "It points away; the step against it goes to the target."),
    zh=("梯度指向目标值。", "梯度背离目标值；逆着梯度走才接近目标。"),
)
def sign_lost(out):
    return -out.item()


@gradient.wrong(
    en=("The gradient is minus the error itself.", "The chain rule multiplies it by the slope of Q, too."),
    zh=("梯度就是误差取负。", "按链式法则还要乘 Q 的斜率。"),
)
def error_itself(w, x, x2, r):
    return w * x - r - 0.5 * w * x2 if x > 1 else None


def noisy(K=whole(2, 5), c=one_of(1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0, 12.0, 16.0, 20.0, 24.0, 32.0)):
    # K true values of 0, each estimate wrong by -c or +c
    estimates = torch.cartesian_prod(*[torch.tensor([-c, c])] * K)
    return estimates.amax(dim=1).mean()  # over all cases


@question("What is returned?", zh="返回值是多少？", of=noisy)
def bias(out):
    return out


@bias.wrong(
    en=("The errors cancel: the mean of the maximum is 0.", "A maximum picks the luckiest estimate."),
    zh=("误差会抵消：最大值的平均是 0。", "取最大会挑中运气最好的估计。"),
)
def unbiased():
    return 0.0


@bias.wrong(
    en=("One of the estimates is always lucky.", "All K may be unlucky, with chance 1 in 2 to the K."),
    zh=("总有一个估计运气好。", "也可能 K 个都不走运，概率是 2 的 K 次方分之一。"),
)
def always_lucky(K, c):
    return c if K < 5 else None


@bias.wrong(
    en=("More actions make the bias smaller.", "The more estimates, the luckier the best of them."),
    zh=("动作越多，偏差越小。", "估计越多，其中最好的就越走运。"),
)
def divided_by_the_actions(K, c):
    return c / K if K > 2 else None


@task(
    "Write `double_dqn`: the targets of a batch. `online` and `target` are (B, K), both networks' Q for the next "
    "states; `r` and `done` are (B,).",
    zh="写出 `double_dqn`：一批样本的目标值。`online` 和 `target` 是 (B, K)，"
    "是两个网络对下一个状态的 Q；`r` 和 `done` 是 (B,)。",
    blanks=["online.argmax(dim=1, keepdim=True)", "(1 - done)"],
    mend=["target_chooses", "looks_past_the_end"],
)
def double_dqn(r, done, online, target, gamma):
    best = online.argmax(dim=1, keepdim=True)
    value = target.gather(1, best)[:, 0]
    return r + gamma * (1 - done) * value


double_dqn.hint(
    "One network chooses an action in each row, the other values it.", zh="一个网络在每一行选动作，另一个给出它的价值。"
)
double_dqn.hint("`gather(1, index)` picks one entry of each row.", zh="`gather(1, index)` 从每一行取一项。")


@double_dqn.inputs
def batches(B=whole(2, 6), K=whole(2, 5), gamma=one_of(0.5, 0.9)):
    done = (torch.rand(B) < 0.3).float()
    return torch.randn(B), done, 5 * torch.randn(B, K), 5 * torch.randn(B, K), gamma


@double_dqn.holds("After a terminal step the target is the reward.", zh="终止步的目标值就是奖励。")
def reward_alone_at_the_end(out, r, done):
    return torch.allclose(out[done == 1], r[done == 1])


@double_dqn.wrong(
    en=("The target network also chooses the action.", "That is DQN; in double DQN the online network chooses."),
    zh=("动作也由目标网络选。", "那是 DQN；双重 DQN 由在线网络选动作。"),
)
def target_chooses(r, done, online, target, gamma):
    best = target.argmax(dim=1, keepdim=True)
    value = target.gather(1, best)[:, 0]
    return r + gamma * (1 - done) * value


@double_dqn.wrong(
    en=("The online network values its own choice.", "The target network values it."),
    zh=("在线网络给自己选的动作估值。", "由目标网络估值。"),
)
def online_values_it(r, done, online, target, gamma):
    best = online.argmax(dim=1, keepdim=True)
    value = online.gather(1, best)[:, 0]
    return r + gamma * (1 - done) * value


@double_dqn.wrong(
    en=("The step after the end is valued like any other.", "With done only the reward is left."),
    zh=("终止之后照样计算价值。", "done 时只剩奖励。"),
)
def looks_past_the_end(r, done, online, target, gamma):
    best = online.argmax(dim=1, keepdim=True)
    value = target.gather(1, best)[:, 0]
    return r + gamma * value


def figure(out, online, target, r, kind):
    places = torch.arange(3)
    plt.bar(places - 0.2, online, width=0.4, label="online network")
    plt.bar(places + 0.2, target, width=0.4, label="target network")
    best = (online if kind == "double DQN" else target).index(max(online if kind == "double DQN" else target))
    plt.scatter([best + 0.2], [target[best]], color="black", zorder=3, label=f"value used by {kind}")
    plt.xticks([0, 1, 2])
    plt.xlabel("action")
    plt.legend()
