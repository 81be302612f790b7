"""Learning-rate warm-up

During the first W steps the rate rises evenly: lr · t/W in step t = 1 … W. Then it stays or falls by a schedule. At
the start the gradients are large and change quickly, and Adam's running averages know few of them.

Adam needs it most: divided by √v its first steps are lr long for each weight, however small the gradient is (as long
as it is well above ε). Under a gradient of one sign and size, k ≤ W steps move a weight by

    lr · k(k + 1) / (2W)
"""

import matplotlib.pyplot as plt
import torch
from torch import nn
from torch.optim.lr_scheduler import LambdaLR, LinearLR

from journal.authoring import one_of, question, task, where, whole

ZH = """学习率预热

在最初的 W 步里学习率均匀上升：第 t 步（t = 1 … W）是 lr · t/W，之后保持不变或按调度下降。
训练开始时梯度大、变化快，而 Adam 的滑动平均还没见过几个梯度。

Adam 最需要预热：除以 √v 之后，不管梯度多小（只要远大于 ε），最初几步每个权重都走 lr 那么远。
梯度符号和大小不变时，k ≤ W 步使权重移动

    lr · k(k + 1) / (2W)
"""
NAMES = [
    "learning rate warmup",
    "linear warmup",
    "warm-up steps",
    "学习率预热",
    "warmup 预热",
    "线性预热",
]
SHARED = ["warmup", "warm-up", "预热"]
NEEDS = ["lr-schedules", "optimizer-state"]
SOURCES = [
    "Goyal et al., Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour, arXiv:1706.02677, section 2.2",
    "Liu et al., On the Variance of the Adaptive Learning Rate and Beyond, arXiv:1908.03265",
]


@where(lambda W, k: k < W)
def demo(lr=one_of(0.2, 0.4, 0.6), W=one_of(4, 5, 6, 10), k=whole(2, 6), g=one_of(0.01, 0.1, 5.0)):
    w = nn.Parameter(torch.zeros(1))
    opt = torch.optim.Adam([w], lr=lr)
    rise = LambdaLR(opt, lambda t: min(1, (t + 1) / W))
    for _ in range(k):
        w.grad = torch.tensor([g])
        opt.step()
        rise.step()
    return -w.item()


@question("How far has w moved?", zh="w 移动了多远？")
def way(out):
    return out


@way.wrong(
    en=("A step of Adam is lr times the gradient.", "Adam divides by the size of the gradient: it cancels."),
    zh=("Adam 的一步是 lr 乘以梯度。", "Adam 除以梯度的大小：大小抵消了。"),
)
def grows_with_the_gradient(lr, W, k, g):
    return g * lr * k * (k + 1) / (2 * W)


@way.wrong(
    en=("Every step has the length lr.", "During the warm-up step t has only t/W of it."),
    zh=("每一步都是 lr。", "预热期间第 t 步只有它的 t/W。"),
)
def without_warmup(lr, k, g):
    return demo(lr, W=1, k=k, g=g)


@way.wrong(
    en=("The first step has the rate 0.", "It has lr/W."),
    zh=("第一步的学习率是 0。", "是 lr/W。"),
)
def begins_at_zero(lr, W, k):
    return lr * k * (k - 1) / (2 * W)


@where(lambda W, T, t: W < t < T)
def triangle(peak=one_of(6, 12, 24, 36), W=whole(2, 5), T=one_of(8, 10, 12, 14), t=whole(3, 13)):
    w = nn.Parameter(torch.zeros(1))
    opt = torch.optim.SGD([w], lr=peak)
    schedule = LambdaLR(opt, lambda t: min(t / W, (T - t) / (T - W)))
    for _ in range(t):
        opt.step()
        schedule.step()
    return opt.param_groups[0]["lr"]


@question("Which learning rate does it return?", zh="返回的学习率是多少？", of=triangle)
def after_peak(out):
    return out


@after_peak.wrong(
    en=("After the warm-up the rate stays at its peak.", "Here it falls from the peak to 0 at step T."),
    zh=("预热之后学习率保持在峰值。", "这里它从峰值一直降到第 T 步的 0。"),
)
def stays_at_the_peak(peak):
    return float(peak)


@after_peak.wrong(
    en=("The decay began at step 0.", "It begins at W: (T − t)/(T − W)."),
    zh=("下降从第 0 步开始。", "从 W 开始：(T − t)/(T − W)。"),
)
def falls_from_the_start(peak, T, t):
    return peak * (T - t) / T


@after_peak.wrong(
    en=("It is the part of the way down that is done.", "It is the part that is left."),
    zh=("等于已经走完的下降部分。", "等于剩下的部分。"),
)
def part_that_is_done(peak, W, T, t):
    return peak * (t - W) / (T - W)


@where(lambda lr, W, k: k > W and abs(lr * (k - W) - lr * k) > 0.3)
def into_the_plateau(lr=one_of(0.2, 0.4, 1.0), W=one_of(3, 5, 9), k=whole(6, 16)):
    w = nn.Parameter(torch.zeros(1))
    opt = torch.optim.SGD([w], lr=lr)
    rise = LinearLR(opt, start_factor=1 / W, total_iters=W - 1)
    for _ in range(k):
        w.grad = torch.ones(1)
        opt.step()
        rise.step()
    return -w.item()


@question("How far has w moved?", zh="w 移动了多远？", of=into_the_plateau)
def whole_way(out):
    return out


@whole_way.wrong(
    en=("The warm-up costs nothing.", "Its W steps have the mean rate lr(W + 1)/(2W) only."),
    zh=("预热没有任何损失。", "那 W 步的平均学习率只有 lr(W + 1)/(2W)。"),
)
def no_warmup_at_all(lr, k):
    return lr * k


@whole_way.wrong(
    en=("During the warm-up nothing moves.", "It moves, in growing steps."),
    zh=("预热期间一动不动。", "会动，步子越来越大。"),
)
def nothing_before(lr, W, k):
    return lr * (k - W)


@whole_way.wrong(
    en=("The rate goes on rising.", "After W steps it stays."),
    zh=("学习率一直上升。", "W 步之后保持不变。"),
)
def rises_for_ever(lr, W, k):
    return lr * k * (k + 1) / (2 * W)


@task(
    "Write `warmup_then_linear`: the factor for step t = 1 … T: evenly up to 1 at W, then evenly down to 0 at T.",
    zh="写出 `warmup_then_linear`：第 t 步（t = 1 … T）的系数：均匀升到第 W 步的 1，再均匀降到第 T 步的 0。",
    blanks=["t / W", "(T - t) / (T - W)"],
    mend=["decays_from_the_start", "begins_with_zero"],
)
def warmup_then_linear(t, W, T):
    return t / W if t <= W else (T - t) / (T - W)


warmup_then_linear.hint("Two straight lines meet at W, both with the value 1.", zh="两段直线在 W 处相接，值都是 1。")


@warmup_then_linear.inputs
def any_step(W=whole(3, 6), more=whole(3, 9), t=whole(1, 15)):
    return min(t, W + more), W, W + more


@warmup_then_linear.inputs
def corner(W=whole(1, 5), more=whole(1, 5), place=one_of("first", "peak", "last")):
    return {"first": 1, "peak": W, "last": W + more}[place], W, W + more


@warmup_then_linear.holds("It is 1 at step W and 0 at step T.", zh="第 W 步是 1，第 T 步是 0。")
def peak_and_end(solution, W, T):
    return abs(solution(W, W, T) - 1) < 1e-6 and abs(solution(T, W, T)) < 1e-6


@warmup_then_linear.wrong(
    en=("Step 1 has the factor 0.", "It has 1/W: a step of length 0 would be wasted."),
    zh=("第 1 步的系数是 0。", "是 1/W：长度为 0 的一步就浪费了。"),
)
def begins_with_zero(t, W, T):
    return (t - 1) / W if t <= W else (T - t) / (T - W)


@warmup_then_linear.wrong(
    en=("The decay is measured from step 0.", "From W, else the factor jumps after the peak."),
    zh=("下降从第 0 步算起。", "从 W 算起，否则过了峰值会突然跳一下。"),
)
def decays_from_the_start(t, W, T):
    return t / W if t <= W else (T - t) / T


@warmup_then_linear.wrong(
    en=("Warm-up and decay are multiplied.", "They follow each other."),
    zh=("预热与下降相乘。", "两者先后进行。"),
)
def multiplied(t, W, T):
    return min(1, t / W) * (T - t) / T


def figure(out, lr, W, k, g):
    steps = range(1, 2 * W + 1)
    plt.plot(steps, [lr * min(1, each / W) for each in steps], marker="o")
    plt.axvline(k, color="C1", linestyle=":")
    plt.xlabel("step")
    plt.ylabel("learning rate")
