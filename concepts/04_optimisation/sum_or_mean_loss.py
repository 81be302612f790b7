"""Sum or mean of the losses

The gradient of a summed loss is as many times that of the mean as there are terms, so that one takes the same step
with

    lr / N

Which N? `MSELoss` averages over all elements, batch × outputs; `CrossEntropyLoss` over the samples (or positions),
not over the classes, and leaves out those with `ignore_index`. With "sum" the step grows with the batch, and a last,
smaller batch counts less; with "mean" it counts as much as a full one.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question, several, where, whole

ZH = """损失求和还是求平均

求和损失的梯度是平均损失的 N 倍，N 是相加的项数；所以要走同样的一步，学习率应取

    lr / N

这个 N 是多少？`MSELoss` 对所有元素求平均，即批量 × 输出数；`CrossEntropyLoss` 对样本（或位置）求平均，不除以类别数，
也不计 `ignore_index` 的位置。用 "sum" 时步长随批量增大，最后不满的一批分量较小；用 "mean" 时它与整批分量相同。
"""
NAMES = [
    "reduction='sum'",
    "reduction='mean'",
    'reduction="sum"',
    'reduction="mean"',
    "sum or mean of the loss",
    "reduction 参数",
    "损失求和还是求平均",
    "损失求和与求平均",
]
HINTS = ["reduction", "平均损失"]
NEEDS = ["sgd-update", "softmax-cross-entropy"]
SOURCES = ["torch.nn.MSELoss; torch.nn.CrossEntropyLoss, parameters reduction and ignore_index"]


@where(lambda n, d: n != d)
def demo(n=whole(2, 6), d=whole(2, 6), e=whole(1, 9)):
    b = torch.zeros(1, requires_grad=True)
    target = torch.full((n, d), float(e))
    loss = nn.MSELoss()(b.expand(n, d), target)
    loss.backward()
    one_by_one = ((b - target) ** 2).sum() / n  # divided by the batch
    (other,) = torch.autograd.grad(one_by_one, b)
    return {"mean": b.grad.item(), "by batch": other.item()}


@question('What is "by batch"?', zh="“by batch” 是多少？")
def gradient_by_batch(out):
    return round(out["by batch"])


@gradient_by_batch.wrong(
    en=("It is the gradient of `MSELoss`, −2e.", "`MSELoss` divides by n · d; here the d outputs add up."),
    zh=("就是 `MSELoss` 的梯度 −2e。", "`MSELoss` 除以 n · d；这里 d 个输出是相加的。"),
)
def same_as_mse(out):
    return round(out["mean"])


@gradient_by_batch.wrong(
    en=("All n · d terms add up.", "The sum is divided by n: d terms remain."),
    zh=("n · d 项全部相加。", "总和除以 n，还剩 d 项。"),
)
def all_add_up(n, d, e):
    return -2 * e * n * d


@gradient_by_batch.wrong(
    en=("The batch adds up, the outputs are averaged.", "It is the other way round."),
    zh=("批量相加，输出求平均。", "正好相反。"),
)
def batch_adds_up(n, e):
    return -2 * e * n


def ratio_of_mse(n=whole(2, 9), d=whole(2, 9)):
    x = torch.randn(n, d, requires_grad=True)
    target = torch.randn(n, d)
    (summed,) = torch.autograd.grad(F.mse_loss(x, target, reduction="sum"), x)
    (mean,) = torch.autograd.grad(F.mse_loss(x, target), x)
    return (summed / mean).mean()


@question(
    "By which factor is the first gradient larger (a whole number)?",
    zh="第一个梯度是第二个的几倍（整数）？",
    of=ratio_of_mse,
)
def factor_of_mse(out):
    return round(out.item())


@factor_of_mse.wrong(
    en=("The mean divides by the batch size.", "By the number of elements: n · d."),
    zh=("平均是除以批量大小。", "除以元素个数 n · d。"),
)
def batch_only(n):
    return n


@factor_of_mse.wrong(
    en=("The mean divides by the number of outputs.", "By the number of elements: n · d."),
    zh=("平均是除以输出个数。", "除以元素个数 n · d。"),
)
def outputs_only(d):
    return d


@factor_of_mse.wrong(
    en=("The reduction changes the printed loss only.", "The gradient is that of what is reduced."),
    zh=("reduction 只影响打印出来的损失。", "梯度是对归约后的损失求的。"),
)
def print_only():
    return 1


@where(lambda targets, C: 0 < targets.count(-100) < len(targets) - 1)
def padded(targets=several((5, 12), one_of(-100, 0, 1, 2)), C=whole(3, 9)):
    logits = torch.randn(len(targets), C)
    y = torch.tensor(targets)  # -100 is the default ignore_index
    summed = F.cross_entropy(logits, y, reduction="sum")
    return summed / F.cross_entropy(logits, y)


@question("What does it return (a whole number)?", zh="返回值是多少（整数）？", of=padded)
def counted_positions(out):
    return round(out.item())


@counted_positions.wrong(
    en=("The mean divides by all positions.", "Those with `ignore_index` are not counted."),
    zh=("平均是除以所有位置。", "`ignore_index` 的位置不计。"),
)
def all_positions(targets):
    return len(targets)


@counted_positions.wrong(
    en=("The mean divides by positions and classes.", "Each position has one loss: the classes are not counted."),
    zh=("平均是除以位置数乘类别数。", "每个位置只有一个损失：不除以类别数。"),
)
def times_classes(out, C):
    return round(out.item()) * C


@counted_positions.wrong(
    en=("The mean divides by the ignored positions.", "By those that are left."),
    zh=("平均是除以被忽略的位置数。", "除以其余的位置数。"),
)
def ignored_ones(targets):
    return targets.count(-100)


@where(lambda x, lr, reduction: len(x) > 2)
def step(x=several((3, 5), whole(1, 9)), lr=one_of(0.1, 0.2, 0.5), reduction=one_of("sum", "mean")):
    w = torch.zeros(1, requires_grad=True)
    opt = torch.optim.SGD([w], lr=lr)
    losses = -w * torch.tensor(x)
    loss = losses.sum() if reduction == "sum" else losses.mean()
    loss.backward()
    opt.step()
    return w.item()


@question("How far does w move?", zh="w 移动了多远？", of=step)
def way(out):
    return out


@way.wrong(
    en=("Sum and mean take the same step.", "The gradients of a sum add up."),
    zh=("求和与求平均走的步一样。", "求和时各梯度相加。"),
)
def always_the_mean(x, lr, reduction):
    return step(x, lr, reduction="mean") if reduction == "sum" else None


@way.wrong(
    en=("The gradients add up in any case.", "The mean divides them by their number."),
    zh=("不管怎样梯度都相加。", "求平均会除以个数。"),
)
def always_the_sum(x, lr, reduction):
    return step(x, lr, reduction="sum") if reduction == "mean" else None


@way.wrong(
    en=("One sample moves w.", "All samples of the batch do, in one step."),
    zh=("只有一个样本移动 w。", "这批样本共同走一步。"),
)
def first_sample(x, lr):
    return lr * x[0]


def figure(out, n, d, e):
    batches = range(1, 33)
    plt.plot(batches, [2 * e * d * each for each in batches], label="sum")
    plt.plot(batches, [2 * e * d] * 32, label="divided by the batch")
    plt.plot(batches, [2 * e] * 32, label="mean")
    plt.yscale("log")
    plt.xlabel("batch size")
    plt.ylabel("size of the gradient")
    plt.legend()
