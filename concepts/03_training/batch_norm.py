"""Batch normalisation (BN)

BN is a layer. In training it takes mean and (biased) variance of each feature over the current batch and outputs

    y = γ · (x − mean) / √(var + ε) + β

Along the way it moves its running statistics, `running ← (1 − m)·running + m·batch`, with m the `momentum` and with
the unbiased variance. `eval()` uses the running statistics instead: the output of one sample then depends on that
sample alone. Scaling the inputs, BN, LN and softmax are four different “normalisations”.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question, several, where, whole

ZH = """批量归一化（BN）

BN 是一个层。训练时，它对每个特征求当前批量的均值和（有偏）方差，输出

    y = γ · (x − 均值) / √(方差 + ε) + β

同时更新运行统计量（也叫滑动统计量）：`running ← (1 − m)·running + m·batch`，m 即 `momentum`，方差用无偏的。
`eval()` 之后改用运行统计量，此时一个样本的输出只取决于它自己。
“归一化函数”不止一种：输入标准化、BN、LN、softmax 是四回事。
"""
ALIASES = [
    "BN",
    "batch norm",
    "BatchNorm",
    "batch normalization",
    "batch normalisation",
    "running mean",
    "running variance",
    "批归一化",
    "批量归一化",
    "批标准化",
    "批量规范化",
    "归一化函数",
    "归一化层",
]
NEEDS = ["train-eval-mode", "mlp-forward"]
CONFUSED_WITH = ["backprop", "layer-norm"]
SOURCES = ["Ioffe & Szegedy, Batch Normalization, arXiv:1502.03167", "torch.nn.BatchNorm1d"]


# With m to the k-th near 0 the batch mean and a momentum taken for 1 − m would give one answer.
@where(lambda batch, m, k: sum(batch) % 4 == 0 and m**k > 0.005)
def demo(batch=several(4, whole(1, 9), distinct=True), m=one_of(0.1, 0.2, 0.3), k=whole(2, 4)):
    x = torch.tensor(batch, dtype=torch.float32).reshape(-1, 1)
    bn = nn.BatchNorm1d(1, momentum=m)
    for _ in range(k):
        bn(x)
    return bn.running_mean


@question("What is `bn.running_mean` at the end?", "最后 `bn.running_mean` 是多少？")
def running_mean(out):
    return out


@running_mean.wrong(
    "PyTorch's momentum is the weight of the new batch, not of the old value.",
    "PyTorch 的 momentum 是新批量的权重，而不是旧值的权重。",
)
def momentum_keeps_the_old(batch, m, k):
    return running_mean(demo(batch, m=1 - m, k=k))


@running_mean.wrong(
    "The running mean starts at 0 and moves only the fraction m of the way at each pass.",
    "运行均值从 0 出发，每次前向只移动差距的 m 倍。",
)
def the_batch_mean_itself(batch, k):
    return running_mean(demo(batch, m=1.0, k=k))


@running_mean.wrong(
    "Every call in training mode moves the running mean, not only the first.",
    "训练模式下每次调用都会移动运行均值，不只是第一次。",
)
def moved_once(batch, m):
    return running_mean(demo(batch, m, k=1))


@where(lambda batch: sum(batch) % 3 == 0)
def one_pass(batch=several(3, whole(1, 9), distinct=True), m=one_of(0.1, 0.2, 0.3)):
    x = torch.tensor(batch, dtype=torch.float32).reshape(-1, 1)
    bn = nn.BatchNorm1d(1, momentum=m)
    bn(x)
    return bn.running_var


@question("What is `bn.running_var` now?", "此时 `bn.running_var` 是多少？", of=one_pass)
def running_var(out):
    return out


@running_var.wrong(
    "PyTorch's momentum is the weight of the new batch, not of the old value.",
    "PyTorch 的 momentum 是新批量的权重，而不是旧值的权重。",
)
def momentum_keeps_the_old_variance(batch, m):
    return running_var(one_pass(batch, m=1 - m))


@running_var.wrong(
    "The output is scaled by the biased variance, but the unbiased one (divided by n − 1) is stored.",
    "输出用有偏方差缩放，存下来的却是无偏方差（除以 n − 1）。",
)
def biased_variance_stored(batch, m):
    return (1 - m) + m * torch.tensor(batch, dtype=torch.float32).var(correction=0)


@running_var.wrong(
    "The running variance starts at 1, not at 0.",
    "运行方差的初值是 1，不是 0。",
)
def starts_at_zero(m, out):
    return out - (1 - m)


def neighbours(batch=several(4, whole(1, 9), distinct=True), mode=one_of("train", "eval")):
    x = torch.tensor(batch, dtype=torch.float32).reshape(-1, 1)
    bn = nn.BatchNorm1d(1)
    bn.train(mode == "train")
    before = bn(x)
    x[3] += 5
    after = bn(x)
    return before[0], after[0]


@question(
    "Does the output for sample 0 change when sample 3 changes?",
    "改动第 3 个样本，第 0 个样本的输出会变吗？",
    of=neighbours,
)
def depends_on_the_batch(out):
    before, after = out
    return not torch.allclose(before, after)


@depends_on_the_batch.wrong(
    "In training mode mean and variance come from the whole batch, so every sample moves every other.",
    "训练模式的均值和方差来自整个批量，所以样本之间互相影响。",
)
def each_sample_on_its_own(batch):
    return depends_on_the_batch(neighbours(batch, mode="eval"))


@depends_on_the_batch.wrong(
    "In eval mode the stored statistics are used; the rest of the batch plays no part.",
    "评估模式用的是存好的统计量，与批量里的其他样本无关。",
)
def eval_like_train(batch):
    return depends_on_the_batch(neighbours(batch, mode="train"))


def single(side=whole(1, 2), C=whole(2, 6)):
    bn = nn.BatchNorm2d(C)
    image = torch.rand(1, C, side, side)
    return bn(image)


@question("Does it raise an error?", "会报错吗？", of=single, errors=True)
def raises(out):
    return isinstance(out, Exception)


@raises.wrong(
    "With one value per channel the variance is 0 and nothing is left to normalise: PyTorch refuses in training mode.",
    "每个通道只有一个值时方差为 0，无从归一化，训练模式下 PyTorch 会报错。",
)
def one_sample_is_fine(C):
    return raises(single(side=2, C=C))


@raises.wrong(
    "What counts is the number of values per channel: one image of 2×2 has four.",
    "要看每个通道有几个值：一张 2×2 的图有四个。",
)
def one_sample_is_refused(C):
    return raises(single(side=1, C=C))


def bias(after=one_of("BatchNorm1d", "Tanh")):
    linear = nn.Linear(4, 4)
    layer = nn.BatchNorm1d(4) if after == "BatchNorm1d" else nn.Tanh()
    net = nn.Sequential(linear, layer).double()
    x, target = torch.randn(2, 8, 4, dtype=torch.float64)
    F.mse_loss(net(x), target).backward()
    return linear.bias.grad


@question(
    "Is `linear.bias.grad` zero (up to rounding)?",
    "`linear.bias.grad` 是否为零（不计舍入误差）？",
    of=bias,
)
def bias_is_idle(out):
    return bool(out.abs().max() < 1e-9)


@bias_is_idle.wrong(
    "BN subtracts the mean and with it any bias, so a bias before BN cannot change the loss.",
    "BN 减去均值，偏置也一并被减掉，所以 BN 之前的偏置影响不了损失。",
)
def every_bias_learns():
    return bias_is_idle(bias(after="Tanh"))


@bias_is_idle.wrong(
    "Only a layer that subtracts the mean cancels a bias; tanh does not.",
    "只有会减去均值的层才会抵消偏置，tanh 不会。",
)
def no_bias_learns():
    return bias_is_idle(bias(after="BatchNorm1d"))


def figure(out, batch, m, k):
    passes = range(16)
    plt.plot(passes, [demo(batch, m, each).item() for each in passes], label="running mean")
    plt.axhline(sum(batch) / 4, color="C1", label="batch mean")
    plt.scatter([k], [out.item()])
    plt.xlabel("passes")
    plt.legend()
