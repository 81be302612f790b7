"""PPO: the clipped objective

Proximal policy optimisation makes several gradient steps on one batch, and keeps the policy near the one that
collected it. With the ratio r = π_new(a)/π_old(a) and the advantage A it maximises the mean of

    min(r A, clip(r, 1 − ε, 1 + ε) A)

The gradient stops once an action has moved far enough in the right direction: r > 1 + ε for A > 0, r < 1 − ε for
A < 0. A move the wrong way is never clipped, so it can be taken back. What is clipped is the ratio, not the reward;
the ratio itself may still leave the range.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """PPO：截断的目标函数

近端策略优化（PPO）在同一批数据上做多次梯度更新，同时让策略不要离采集数据的旧策略太远。
记概率比 r = π_new(a)/π_old(a)，优势为 A，最大化下式的均值：

    min(r A, clip(r, 1 − ε, 1 + ε) A)

动作朝正确方向走得够远之后，梯度就停止：A > 0 时 r > 1 + ε，A < 0 时 r < 1 − ε。走错方向的从不截断，因此还能拉回来。
被截断的是概率比，不是奖励；概率比本身仍可能超出这个范围。
"""
NAMES = [
    "PPO",
    "proximal policy optimization",
    "proximal policy optimisation",
    "clipped surrogate objective",
    "clipped objective",
    "近端策略优化",
    "PPO算法",
]
HINTS = ["TRPO", "clip", "截断"]
NEEDS = ["actor-critic"]
SOURCES = ["Schulman et al., Proximal Policy Optimization Algorithms, arXiv:1707.06347, equation 7"]


@where(lambda old, new, eps: not 0.9 < new / old < 1.1 and abs(new / old - 1 - eps) > 0.04 < abs(new / old - 1 + eps))
@where(lambda old, new, eps, A: (new - old) * A < 0 or abs(new / old - 1) > eps)
def demo(
    old=one_of(0.2, 0.25, 0.4, 0.5),
    new=one_of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8),
    A=one_of(-10, -5, -4, -2, 2, 4, 5, 10),
    eps=one_of(0.1, 0.2, 0.3),
):
    ratio = torch.tensor(new / old)
    return torch.minimum(ratio * A, ratio.clamp(1 - eps, 1 + eps) * A)


@question("What is returned?", zh="返回值是多少？")
def objective(out):
    return out


@objective.wrong(
    en=("The ratio times the advantage is never cut.", "It is, once the move in the right direction is large enough."),
    zh=("概率比乘优势，从不截断。", "朝正确方向走得够远时就会截断。"),
)
def never_clipped(old, new, A):
    return new / old * A


@objective.wrong(
    en=("The ratio is always clipped.", "The minimum keeps moves the wrong way unclipped."),
    zh=("概率比总是被截断。", "取最小值会保留走错方向的那一项，不截断。"),
)
def always_clipped(old, new, A, eps):
    return max(1 - eps, min(1 + eps, new / old)) * A


@objective.wrong(
    en=("The ratio is old over new.", "It is new over old."),
    zh=("概率比是旧的除以新的。", "是新的除以旧的。"),
)
def ratio_upside_down(old, new, A, eps):
    return objective(demo(new, old, A, eps))


@where(lambda ratio, A, eps: (ratio - 1) * A < 0 or abs(ratio - 1) > eps)
def slope(
    ratio=one_of(0.5, 0.8, 0.9, 1.1, 1.2, 1.5, 2.0),
    A=one_of(-8, -4, -2, 2, 4, 8),
    eps=one_of(0.15, 0.25, 0.3),
):
    logp = torch.tensor(ratio).log().requires_grad_()
    r = logp.exp()  # the old log-probability is 0 here
    objective = torch.minimum(r * A, r.clamp(1 - eps, 1 + eps) * A)
    objective.backward()
    return logp.grad


@question("What is `logp.grad`?", zh="`logp.grad` 是多少？", of=slope)
def gradient(out):
    return out


@gradient.wrong(
    en=("The gradient is the advantage.", "The derivative of r by log π is r: it is r A, or 0 where clipped."),
    zh=("梯度就是优势。", "r 对 log π 的导数是 r：梯度是 r A，截断处是 0。"),
)
def advantage_alone(ratio, A, eps):
    clipped = (A > 0 and ratio > 1 + eps) or (A < 0 and ratio < 1 - eps)
    return None if clipped else float(A)


@gradient.wrong(
    en=("A move the wrong way gets no gradient.", "It is pulled back with r A; far moves the right way get none."),
    zh=("走错方向的没有梯度。", "走错方向的会以 r A 拉回来；朝正确方向走远了的才没有。"),
)
def wrong_way_is_silent(ratio, A):
    return 0.0 if (ratio - 1) * A < 0 else None


@gradient.wrong(
    en=("Where it is clipped the gradient is (1 ± ε) A.", "There the objective is constant: the gradient is 0."),
    zh=("截断处的梯度是 (1 ± ε) A。", "那里目标函数是常数：梯度为 0。"),
)
def slope_of_the_bound(ratio, A, eps):
    clipped = (A > 0 and ratio > 1 + eps) or (A < 0 and ratio < 1 - eps)
    return (1 + eps if A > 0 else 1 - eps) * A if clipped else None


@gradient.wrong(
    en=(
        "The clipping changes the value, not the gradient.",
        "Where the clipped part is the minimum, the gradient is 0.",
    ),
    zh=("截断只改变值，不改变梯度。", "最小值取到截断那一项时，梯度是 0。"),
)
def gradient_goes_on(ratio, A):
    return gradient(slope(ratio, A, 9.0))


@where(lambda A: 0 not in A)
def batch(
    r=several(8, one_of(0.5, 0.6, 0.7, 1.0, 1.3, 1.4, 1.5)), A=several(8, whole(-3, 3)), eps=one_of(0.15, 0.2, 0.25)
):
    r, A = torch.tensor(r, requires_grad=True), torch.tensor(A).float()
    torch.minimum(r * A, r.clamp(1 - eps, 1 + eps) * A).sum().backward()
    return (r.grad == 0).sum()


@question("How many of the eight actions get no gradient?", zh="八个动作里有几个没有梯度？", of=batch)
def silent(out):
    return out


@silent.wrong(
    en=("All ratios outside 1 ± ε are silent.", "Only those that moved in the right direction."),
    zh=("概率比超出 1 ± ε 的都没有梯度。", "只有朝正确方向移动的才没有。"),
)
def all_outside(r, eps):
    return sum(abs(each - 1) > eps for each in r)


@silent.wrong(
    en=("Only ratios above 1 + ε are silent.", "With A < 0 those below 1 − ε are; above it they are pulled back."),
    zh=("只有超过 1 + ε 的没有梯度。", "A < 0 时是低于 1 − ε 的；超过 1 + ε 的会被拉回来。"),
)
def too_high_only(r, eps):
    return sum(each > 1 + eps for each in r)


@silent.wrong(
    en=("Moves the wrong way are silent.", "They are pulled back; moves the right way stop."),
    zh=("走错方向的没有梯度。", "走错方向的会被拉回来；走对方向的才停止。"),
)
def wrong_way(r, A, eps):
    return sum((a > 0 and x < 1 - eps) or (a < 0 and x > 1 + eps) for x, a in zip(r, A))


@task(
    "Write `ppo_objective`, which is to be maximised, from new and old log-probabilities and advantages (all (B,)).",
    zh="写出要最大化的 `ppo_objective`，输入是新旧对数概率和优势（形状都是 (B,)）。",
    blanks=["(logp - old).exp()", "clamp(1 - eps, 1 + eps)"],
    mend=["minimum_forgotten", "maximum_taken"],
    gradients=True,
)
def ppo_objective(logp, old, A, eps):
    r = (logp - old).exp()
    return torch.minimum(r * A, r.clamp(1 - eps, 1 + eps) * A).mean()


ppo_objective.hint(
    "What is the ratio of the two probabilities, from their logarithms?", zh="怎样由对数得到两个概率之比？"
)
ppo_objective.hint(
    "Of the plain and the clipped product the smaller one counts.", zh="未截断与截断的乘积，取较小的一个。"
)


@ppo_objective.inputs
def batches(B=whole(2, 6), eps=one_of(0.1, 0.2)):
    return torch.randn(B) / 2 - 2, torch.randn(B) / 2 - 2, 2 * torch.randn(B), eps


@ppo_objective.inputs
def fresh(B=whole(1, 4), eps=one_of(0.1, 0.3)):
    logp = torch.randn(B) - 2
    return logp + 0.01, logp, torch.randn(B), eps


@ppo_objective.holds("It is never more than the mean of r A.", zh="它不超过 r A 的均值。")
def pessimistic(out, logp, old, A):
    return out <= ((logp - old).exp() * A).mean() + 1e-5


@ppo_objective.wrong(
    en=("The clipped product alone is the objective.", "The minimum with the plain product lets bad moves be undone."),
    zh=("目标只有截断的乘积。", "还要与未截断的乘积取最小，才能纠正走错的方向。"),
)
def minimum_forgotten(logp, old, A, eps):
    r = (logp - old).exp()
    return (r.clamp(1 - eps, 1 + eps) * A).mean()


@ppo_objective.wrong(
    en=("The larger of the two products counts.", "The smaller: the objective is a cautious estimate."),
    zh=("取两个乘积里较大的一个。", "取较小的：目标是保守的估计。"),
)
def maximum_taken(logp, old, A, eps):
    r = (logp - old).exp()
    return torch.maximum(r * A, r.clamp(1 - eps, 1 + eps) * A).mean()


@ppo_objective.wrong(
    en=("The ratio is the difference of the log-probabilities.", "It is the exponential of that difference."),
    zh=("概率比就是对数概率之差。", "是这个差的指数。"),
)
def not_exponentiated(logp, old, A, eps):
    r = logp - old
    return torch.minimum(r * A, r.clamp(1 - eps, 1 + eps) * A).mean()


def figure(out, old, new, A, eps):
    ratio = torch.linspace(0, 2.5, 200)
    plt.plot(ratio, ratio * A, color="C1", label="r A")
    plt.plot(ratio, torch.minimum(ratio * A, ratio.clamp(1 - eps, 1 + eps) * A), color="C0", label="PPO")
    plt.scatter([new / old], [out.item()], color="black", zorder=3)
    plt.axvline(1, color="gray")
    plt.xlabel(f"ratio r, A = {A}")
    plt.legend()
