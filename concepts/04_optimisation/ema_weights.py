"""Moving average of the weights

After each step of the optimiser a second set of weights moves a little towards the first:

    ema ← d · ema + (1 − d) · w

Training goes on with w; evaluation uses ema, in which the noise of the last steps is averaged out. A jump is
forgotten by the factor d for each step, so that about 1/(1 − d) steps count. Behind weights that move by v each step
ema lags by v·d/(1 − d). Started at 0 it is too small by the factor 1 − dᵏ; usually it starts as a copy of w.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """权重的指数移动平均

优化器每走一步，另一套权重就向它靠近一点：

    ema ← d · ema + (1 − d) · w

训练继续用 w；评估用 ema，其中最近几步的噪声被平均掉了。一次跳变的影响每步乘以 d 而消退，
所以大约有 1/(1 − d) 步在起作用。如果权重每步移动 v，ema 就落后 v·d/(1 − d)。若从 0 开始，它会偏小，
只有应有值的 1 − dᵏ 倍；通常以 w 的副本为起点。
"""
NAMES = [
    "EMA of weights",
    "EMA of the weights",
    "exponential moving average of weights",
    "weight averaging",
    "EMA model",
    "权重的指数移动平均",
    "权重滑动平均",
    "EMA 权重",
    "EMA 模型",
]
SHARED = ["EMA"]
HINTS = ["Polyak averaging", "指数移动平均", "滑动平均"]
NEEDS = ["optimizer-state", "save-load-state"]
SOURCES = [
    "Polyak & Juditsky, Acceleration of Stochastic Approximation by Averaging, SIAM J. Control Optim. 30, 1992",
    "Tarvainen & Valpola, Mean teachers are better role models, arXiv:1703.01780",
    "torch.optim.swa_utils.AveragedModel",
]


@where(lambda w0, w1, d, k: abs(plain_mean(w0, w1, k) - demo(w0, w1, d, k)) > 0.05 * max(w0, w1))
@where(lambda w0, w1, d, k: abs(even_steps(w0, w1, d, k) - demo(w0, w1, d, k)) > 0.05 * max(w0, w1))
def demo(w0=whole(1, 40), w1=whole(5, 40), d=one_of(0.7, 0.75, 0.8), k=whole(2, 3)):
    ema, w = torch.tensor(float(w0)), torch.tensor(float(w1))
    for _ in range(k):  # the weights jumped from w0 to w1
        ema = d * ema + (1 - d) * w
    return ema


@question("What does it return?", zh="返回值是多少？")
def after(out):
    return out


@after.wrong(
    en=("d is the weight of the new value.", "d is the weight of the old average."),
    zh=("d 是新值的权重。", "d 是旧平均的权重。"),
)
def weighs_the_new(w0, w1, d, k):
    return demo(w0, w1, d=1 - d, k=k)


@after.wrong(
    en=("It is the mean of all values so far.", "Old values lose the factor d at each step."),
    zh=("是至今所有值的平均。", "旧值每一步都乘以 d。"),
)
def plain_mean(w0, w1, k):
    return (w0 + k * w1) / (k + 1)


@after.wrong(
    en=("Each step takes the same part of the first gap.", "It takes 1 − d of the gap that is left."),
    zh=("每步走最初差距的同样比例。", "每步走剩余差距的 1 − d。"),
)
def even_steps(w0, w1, d, k):
    return w0 + k * (1 - d) * (w1 - w0)


def lagging(v=whole(1, 9), d=one_of(0.6, 0.75, 0.8, 0.9, 0.95)):
    w = ema = torch.tensor(0.0, dtype=torch.float64)
    for _ in range(400):
        w = w + v
        ema = d * ema + (1 - d) * w
    return w - ema


@question("How far does ema lag behind w at the end?", zh="最后 ema 落后 w 多少？", of=lagging)
def lag(out):
    return out


@lag.wrong(
    en=("After 400 steps it has caught up.", "The weights move on: the lag stays at v·d/(1 − d)."),
    zh=("走了这么多步，早就追上了。", "权重一直在动：落后始终是 v·d/(1 − d)。"),
)
def caught_up(v):
    return lagging(v, d=0.0)


@lag.wrong(
    en=("It is one step behind.", "It is d/(1 − d) steps behind."),
    zh=("落后一步。", "落后 d/(1 − d) 步。"),
)
def one_step_behind(v):
    return float(v)


@lag.wrong(
    en=("It is half of the way behind, as a mean would be.", "It forgets the early weights."),
    zh=("像平均值那样落后一半路程。", "它会忘掉早期的权重。"),
)
def half_the_way(v):
    return v * 399 / 2


@where(lambda d, k: abs(d**k - 0.5) > 0.03)
def from_zero(w=whole(2, 60), d=one_of(0.6, 0.8, 0.9), k=whole(1, 3)):
    ema = torch.tensor(0.0)
    for _ in range(k):
        ema = d * ema + (1 - d) * w
    return ema


@question("What does it return?", zh="返回值是多少？", of=from_zero)
def early(out):
    return out


@early.wrong(
    en=("The average of equal values is that value.", "The 0 at the start still counts with dᵏ."),
    zh=("相同值的平均就是这个值。", "起点的 0 还占 dᵏ 的分量。"),
)
def already_there(w, k):
    return from_zero(w, d=0.0, k=k)


@early.wrong(
    en=("After k steps the part dᵏ of w is there.", "dᵏ is the part of the start; w has 1 − dᵏ."),
    zh=("k 步之后有 w 的 dᵏ。", "dᵏ 是起点的份额；w 占 1 − dᵏ。"),
)
def part_of_the_start(w, d, k):
    return w * d**k


@early.wrong(
    en=("d weighs the new value.", "The new value has the weight 1 − d."),
    zh=("d 是新值的权重。", "新值的权重是 1 − d。"),
)
def new_has_d(w, d, k):
    return from_zero(w, d=1 - d, k=k)


@task(
    "Write `ema_update`: the new moving averages, from the lists of the old ones and of the weights (tensors) and d.",
    zh="写出 `ema_update`：由旧的移动平均列表、权重列表（都是张量）和 d 返回新的移动平均。",
    blanks=["d * e + (1 - d) * w"],
    mend=["swapped", "new_not_scaled"],
)
def ema_update(ema, weights, d):
    return [d * e + (1 - d) * w for e, w in zip(ema, weights, strict=True)]


ema_update.hint("With d near 1 the average hardly moves.", zh="d 接近 1 时，平均几乎不动。")


@ema_update.inputs
def some_tensors(sizes=several((1, 3), whole(1, 4)), d=one_of(0.7, 0.8, 0.9, 0.99)):
    return [torch.randn(each) for each in sizes], [torch.randn(each) for each in sizes], d


@ema_update.inputs
def just_copied(n=whole(1, 4), d=one_of(0.5, 0.9)):
    w = torch.randn(n)
    return [w.clone()], [w], d


@ema_update.holds("An average that equals its weights stays.", zh="与权重相等的平均保持不变。")
def rests(solution, weights, d):
    return all(torch.allclose(a, b, atol=1e-5) for a, b in zip(solution(weights, weights, d), weights, strict=True))


@ema_update.wrong(
    en=("d weighs the new weights.", "d weighs the old average."),
    zh=("d 是新权重的分量。", "d 是旧平均的分量。"),
)
def swapped(ema, weights, d):
    return [(1 - d) * e + d * w for e, w in zip(ema, weights, strict=True)]


@ema_update.wrong(
    en=(
        "The old average is scaled down and the weights are added.",
        "They are added with 1 − d, else the sum of the parts exceeds 1.",
    ),
    zh=("旧平均乘以 d，再直接加上权重。", "权重要乘 1 − d，否则份额之和超过 1。"),
)
def new_not_scaled(ema, weights, d):
    return [d * e + w for e, w in zip(ema, weights, strict=True)]


@ema_update.wrong(
    en=("It is the mean of average and weights.", "The parts are d and 1 − d."),
    zh=("取平均与权重的中点。", "份额是 d 和 1 − d。"),
)
def half_and_half(ema, weights, d):
    return [(e + w) / 2 for e, w in zip(ema, weights, strict=True)]


def figure(out, w0, w1, d, k):
    steps = range(31)
    plt.plot(steps, [w1 + (w0 - w1) * d**each for each in steps], label="ema")
    plt.axhline(w1, color="C1", label="weights after the jump")
    plt.scatter([k], [out.item()])
    plt.xlabel("steps after the jump")
    plt.legend()
