"""Learning-rate schedules

StepLR multiplies the rate by γ every s calls: lr₀ · γ^⌊e/s⌋. Cosine annealing goes from lr₀ to 0 in T calls,

    lr = lr₀ · (1 + cos(π·e/T)) / 2

flat at both ends and steepest in the middle. The unit of e is one call of `scheduler.step()`: called after each
batch, it counts batches. The sum of all rates bounds how far the weights can go: an exponential decay sums to lr₀/(1
− γ), so a fast one can stop the training half-way.
"""

import matplotlib.pyplot as plt
import torch
from torch import nn

from journal.authoring import one_of, question, real, task, where, whole

ZH = """学习率调度

StepLR 每调用 s 次就把学习率乘以 γ：lr₀ · γ^⌊e/s⌋。余弦退火在 T 次调用里从 lr₀ 降到 0，

    lr = lr₀ · (1 + cos(π·e/T)) / 2

两头平缓，中间最陡。e 的单位是一次 `scheduler.step()`：每个批量之后调用，数的就是批量。
所有学习率之和限定了权重能走多远：指数衰减之和是 lr₀/(1 − γ)，衰减太快，训练会停在半路。
"""
NAMES = [
    "learning rate schedule",
    "learning-rate schedule",
    "learning rate decay",
    "cosine annealing",
    "StepLR",
    "CosineAnnealingLR",
    "ExponentialLR",
    "学习率调度",
    "学习率调度器",
    "学习率衰减",
    "余弦退火",
]
HINTS = ["lr_scheduler", "scheduler", "退火"]
NEEDS = ["sgd-update"]
SOURCES = [
    "Loshchilov & Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts, arXiv:1608.03983",
    "torch.optim.lr_scheduler.StepLR; torch.optim.lr_scheduler.CosineAnnealingLR",
]


@where(lambda T, e: 3 * e in (T, 2 * T))
def demo(lr=whole(1, 20), T=one_of(6, 9, 12, 15, 18, 24), e=whole(2, 16)):
    w = nn.Parameter(torch.zeros(1))
    opt = torch.optim.SGD([w], lr=lr)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(opt, T_max=T)
    for _ in range(e):
        opt.step()
        schedule.step()
    return opt.param_groups[0]["lr"]


@question("Which learning rate does it return?", zh="返回的学习率是多少？")
def cosine(out):
    return out


@cosine.wrong(
    en=("It falls evenly.", "It follows a cosine: after a third of the way three quarters are left."),
    zh=("均匀下降。", "按余弦下降：走完三分之一，还剩四分之三。"),
)
def falls_evenly(lr, T, e):
    return lr * (1 - e / T)


@cosine.wrong(
    en=("It follows the cosine from 1 to 0, a quarter of a wave.", "Half a wave, from 1 to −1, lifted and halved."),
    zh=("沿余弦从 1 降到 0，四分之一个波。", "是半个波，从 1 到 −1，再抬高、减半。"),
)
def quarter_wave(lr, T, e):
    return lr * (0.75**0.5 if 3 * e == T else 0.5)


@cosine.wrong(
    en=("It runs from 0 to lr.", "It begins at lr and ends at 0."),
    zh=("从 0 升到 lr。", "从 lr 开始，到 0 结束。"),
)
def upside_down(lr, out):
    return lr - out


@where(lambda s, epochs, batches: s <= epochs * batches <= 5 * s and epochs >= s)
def in_the_inner_loop(lr=one_of(8, 16, 32, 48, 64), s=whole(2, 6), epochs=whole(2, 6), batches=whole(2, 6)):
    w = nn.Parameter(torch.zeros(1))
    opt = torch.optim.SGD([w], lr=lr)
    schedule = torch.optim.lr_scheduler.StepLR(opt, step_size=s, gamma=0.5)
    for _ in range(epochs):
        for _ in range(batches):
            opt.step()
            schedule.step()
    return opt.param_groups[0]["lr"]


@question("Which learning rate does it return?", zh="返回的学习率是多少？", of=in_the_inner_loop)
def per_batch(out):
    return float(out)


@per_batch.wrong(
    en=("`step_size` counts epochs.", "It counts calls of `step()`: here batches."),
    zh=("`step_size` 数的是 epoch。", "数的是 `step()` 的调用：这里是批量。"),
)
def counts_epochs(lr, s, epochs):
    return in_the_inner_loop(lr, s, epochs, batches=1)


@per_batch.wrong(
    en=("Every call halves the rate.", "Only every s-th does."),
    zh=("每次调用都减半。", "每 s 次才减半一次。"),
)
def every_call(lr, epochs, batches):
    return per_batch(in_the_inner_loop(lr, 1, epochs, batches))


@per_batch.wrong(
    en=("The rate falls a little at each call.", "It stays for s calls and then falls at once."),
    zh=("每次调用都下降一点。", "先保持 s 次调用，再一下子降下来。"),
)
def falls_smoothly(lr, s, epochs, batches):
    return lr * 0.5 ** (epochs * batches / s)


@where(lambda start, lr, gamma: start - lr / (1 - gamma) > 2 and lr * gamma / (1 - gamma) > 0.05 * start)
def stops_short(start=whole(10, 40), lr=whole(1, 4), gamma=one_of(0.5, 0.75, 0.8)):
    w = nn.Parameter(torch.tensor(float(start)))
    opt = torch.optim.SGD([w], lr=lr)
    schedule = torch.optim.lr_scheduler.ExponentialLR(opt, gamma)
    for _ in range(60):
        opt.zero_grad()
        w.abs().backward()  # the slope is 1 until w reaches 0
        opt.step()
        schedule.step()
    return w.item()


@question("Where does w end?", zh="w 最后停在哪里？", of=stops_short)
def end(out):
    return out


@end.wrong(
    en=("Many steps are enough to reach 0.", "All rates together are lr/(1 − γ): w stops half-way."),
    zh=("步数够多，总能到 0。", "所有学习率加起来只有 lr/(1 − γ)：w 停在半路。"),
)
def arrives():
    return 0.0


@end.wrong(
    en=("The rate stays at lr.", "It is multiplied by γ after each step."),
    zh=("学习率一直是 lr。", "每一步之后都乘以 γ。"),
)
def rate_stays(start, lr):
    return float(start - 60 * lr)


@end.wrong(
    en=("Only the first step counts.", "The later ones add up to γ/(1 − γ) of it."),
    zh=("只有第一步算数。", "后面各步加起来是它的 γ/(1 − γ) 倍。"),
)
def first_step_only(start, lr):
    return float(start - lr)


@task(
    "Write `cosine_lr`: the rate at `step`, along half a cosine from `peak` at step 0 down to `floor` at `total`.",
    zh="写出 `cosine_lr`：第 `step` 步的学习率，沿半个余弦从第 0 步的 `peak` 降到第 `total` 步的 `floor`。",
    blanks=["(peak - floor)", "torch.pi * step / total"],
    mend=["floor_on_top", "full_wave"],
)
def cosine_lr(step, total, peak, floor):
    angle = torch.tensor(torch.pi * step / total)
    return floor + (peak - floor) * (1 + angle.cos()) / 2


cosine_lr.hint("(1 + cos) / 2 runs from 1 to 0.", zh="(1 + cos) / 2 从 1 变到 0。")
cosine_lr.hint("What must it be multiplied by so that the ends are right?", zh="乘以什么，两端才对？")


@cosine_lr.inputs
def any_step(total=whole(4, 20), tenths=whole(0, 10), peak=real(0.5, 2), floor=real(0.1, 0.4)):
    return total * tenths / 10, total, peak, floor


@cosine_lr.inputs
def an_end(total=whole(2, 9), last=one_of(True, False), peak=real(0.5, 2), floor=one_of(0.0, 0.1)):
    return total if last else 0, total, peak, floor


@cosine_lr.holds("Half-way it is the mean of both ends.", zh="在一半处等于两端的平均。")
def mean_in_the_middle(solution, step, total, peak, floor):
    return abs(float(solution(total / 2, total, peak, floor)) - (peak + floor) / 2) < 1e-4


@cosine_lr.wrong(
    en=("It is one whole wave.", "Half a wave: a whole one would rise again."),
    zh=("是一整个波。", "是半个波：一整个波会再升回去。"),
)
def full_wave(step, total, peak, floor):
    angle = torch.tensor(2 * torch.pi * step / total)
    return floor + (peak - floor) * (1 + angle.cos()) / 2


@cosine_lr.wrong(
    en=("The floor is added to the cosine of the peak.", "Then it begins at peak + floor: scale by peak − floor."),
    zh=("在 peak 的余弦上再加 floor。", "那样起点是 peak + floor：应乘以 peak − floor。"),
)
def floor_on_top(step, total, peak, floor):
    angle = torch.tensor(torch.pi * step / total)
    return floor + peak * (1 + angle.cos()) / 2


@cosine_lr.wrong(
    en=("It falls in a straight line.", "It is flat at both ends."),
    zh=("沿直线下降。", "两端是平缓的。"),
)
def straight_line(step, total, peak, floor):
    return peak + (floor - peak) * step / total


def figure(out, lr, T, e):
    calls = torch.arange(T + 1)
    plt.plot(calls, lr * (1 + torch.cos(torch.pi * calls / T)) / 2, label="cosine")
    plt.plot(calls, lr * 0.5 ** (calls // max(1, T // 4)), label="StepLR")
    plt.scatter([e], [out])
    plt.xlabel("calls of step()")
    plt.ylabel("learning rate")
    plt.legend()
