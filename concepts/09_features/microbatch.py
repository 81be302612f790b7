"""Training in parts

A batch too large for the memory is split into `k` parts whose gradients add up. If the loss is a mean and the parts
are of equal size, dividing each loss by `k` gives the gradient of the whole:

    ∇L = Σ ∇(Lᵢ / k)

A layer that looks across the batch, as batch normalization does, breaks the equality. The peak of memory falls
and the gradient stays what it is, so training in parts cures no vanishing gradient.
"""

import matplotlib.pyplot as plt
import torch
from torch import nn

from journal.authoring import one_of, question, whole

ZH = """分批训练与梯度累积

批量太大、显存放不下时，就把它分成 `k` 份，各份的梯度相加。如果损失取平均且各份大小相同，把每份损失除以 `k`，
就得到整批的梯度：

    ∇L = Σ ∇(Lᵢ / k)

像批量归一化那样跨样本计算的层会破坏这个等式。显存的峰值降低了，梯度却没有变：所以分批训练治不了梯度消失。
"""
ALIASES = [
    "micro-batch",
    "microbatch",
    "gradient accumulation steps",
    "分批训练",
    "显存不足",
]
NEEDS = ["grad-accumulation", "dataloader-batching", "batch-norm"]
CONFUSED_WITH = ["gradient-checkpointing"]
SOURCES = [
    "Ott et al., Scaling neural machine translation, arXiv:1806.00187 (accumulated gradients)",
]


def demo(k=whole(2, 6), b=whole(2, 8), divide=False):
    x, y = torch.rand(k * b) + 1, torch.rand(k * b) + 1
    w = torch.tensor(0.0, requires_grad=True)
    (whole_batch,) = torch.autograd.grad(((w * x - y) ** 2).mean(), w)
    steps = []
    for x_part, y_part in zip(x.chunk(k), y.chunk(k), strict=True):
        loss = ((w * x_part - y_part) ** 2).mean()
        (loss / k if divide else loss).backward()
        steps.append(w.grad / whole_batch)
    return steps


@question(
    "What is `w.grad / whole_batch` after the last part?",
    "最后一份之后，`w.grad / whole_batch` 是多少？",
)
def ratio(out):
    return out[-1]


@ratio.wrong(
    "backward() adds gradients, it does not average them; each loss is already a mean over its own part.",
    "backward() 把梯度相加，而不是取平均；每份损失已经是该份内的平均。",
)
def adding_averages(k, b):
    return ratio(demo(k, b, divide=True))


@ratio.wrong(
    "It is the number of parts that counts, not the number of samples in each.",
    "起作用的是份数，而不是每份的样本数。",
)
def times_the_samples(k, b):
    return float(k * b)


def split(k=whole(2, 4), b=whole(2, 6), norm=one_of(True, False)):
    x = torch.randn(k * b, 3)
    layer = nn.BatchNorm1d(4) if norm else nn.Tanh()
    model = nn.Sequential(nn.Linear(3, 4), layer, nn.Linear(4, 1))

    def gradient(parts):
        model.zero_grad()
        for part in x.chunk(parts):
            loss = (model(part) ** 2).mean() / parts
            loss.backward()
        return model[2].weight.grad

    return torch.allclose(gradient(1), gradient(k), rtol=1e-3, atol=1e-5)


@question(
    "Are `gradient(1)` and `gradient(k)` equal, up to rounding?",
    "不计舍入误差，`gradient(1)` 与 `gradient(k)` 相等吗？",
    of=split,
)
def same_gradient(out):
    return out


@same_gradient.wrong(
    "Each part is normalized by its own mean and variance, so the network computes something else.",
    "每一份都用自己的均值和方差作归一化，网络算出的东西就不同了。",
)
def norm_does_not_mind(k, b):
    return same_gradient(split(k, b, norm=False))


@same_gradient.wrong(
    "No layer here looks across samples, so the mean of the parts' gradients is that of the whole.",
    "这里没有跨样本计算的层，各份梯度的平均就是整批的梯度。",
)
def splitting_always_changes(k, b):
    return same_gradient(split(k, b, norm=True))


def uneven(b1=whole(2, 4), b2=whole(2, 4)):
    x = torch.arange(b1 + b2) + 1.0
    w = torch.tensor(2.0, requires_grad=True)
    (whole_batch,) = torch.autograd.grad(((w * x) ** 2).mean(), w)
    for part in x.split([b1, b2]):
        loss = ((w * part) ** 2).mean() / 2
        loss.backward()
    return w.grad, whole_batch


@question(
    "Is `w.grad` equal to `whole_batch`, up to rounding?", "不计舍入误差，`w.grad` 与 `whole_batch` 相等吗？", of=uneven
)
def equal_halves(out):
    return torch.isclose(*out)


@equal_halves.wrong(
    "Half the weight for each part is right only if both hold the same number of samples.",
    "只有两份样本数相同时，各占一半的权重才是对的。",
)
def any_split_will_do(b1):
    return equal_halves(uneven(b1, b1))


@equal_halves.wrong(
    "Both parts hold the same number of samples here, so each sample weighs the same as in the whole batch.",
    "这里两份的样本数相同，每个样本的权重与整批时一样。",
)
def never_the_same(b1):
    return equal_halves(uneven(b1, b1 + 1))


def vanished(depth=one_of(2, 3, 4, 10, 12, 14), k=one_of(1, 2, 4, 8)):
    x = torch.randn(16, 8, dtype=torch.float64)
    model = nn.Sequential()
    for _ in range(depth):
        model.extend([nn.Linear(8, 8, dtype=torch.float64), nn.Sigmoid()])
    for part in x.chunk(k):
        loss = model(part).mean() / k
        loss.backward()
    return model[0].weight.grad.abs().max()


@question(
    "Is the largest entry of the first layer's gradient below `1e-7`?",
    "第一层梯度的最大元素小于 `1e-7` 吗？",
    of=vanished,
)
def too_small(out):
    return out < 1e-7


@too_small.wrong(
    "The parts add up to the same gradient: every sigmoid layer has shrunk it, in one part or in many.",
    "各份加起来还是同一个梯度：无论分不分批，每经过一层 sigmoid 它都缩小了。",
)
def parts_rescue(depth, k, out):
    return too_small(vanished(2, k)) if k > 1 else too_small(out)


@too_small.wrong(
    "Smaller parts do not weaken the gradient; depth does, and this network is shallow.",
    "每份变小并不会削弱梯度；削弱它的是深度，而这个网络很浅。",
)
def parts_weaken(depth, k, out):
    return too_small(vanished(14, k)) if k > 1 else too_small(out)


def figure(out):
    parts = range(1, len(out) + 1)
    plt.bar(parts, [float(step) for step in out], label="w.grad / whole batch")
    plt.axhline(1, color="C1", label="whole batch")
    plt.legend()
