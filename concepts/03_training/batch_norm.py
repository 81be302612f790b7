"""Batch normalisation (BN)

BN is a layer. In training it takes mean and (biased) variance of each feature (of a channel: over all positions as
well) from the current batch and outputs

    y = γ · (x − mean) / √(var + ε) + β

Along the way it moves its running statistics, `running ← (1 − m)·running + m·batch`, with m the `momentum` and with
the unbiased variance. `eval()` uses the running statistics instead (unless `track_running_stats=False`): the output
of one sample then depends on that sample alone. Scaling the inputs, BN, LN and softmax are four different
“normalisations”.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question, several, task, where, whole

ZH = """批量归一化（BN）

BN 是一个层。训练时，它对每个特征（卷积的通道则连同所有位置）求当前批量的均值和（有偏）方差，输出

    y = γ · (x − 均值) / √(方差 + ε) + β

同时更新运行统计量（也叫滑动统计量）：`running ← (1 − m)·running + m·batch`，m 即 `momentum`，方差用无偏的。
`eval()` 之后改用运行统计量（除非 `track_running_stats=False`），此时一个样本的输出只取决于它自己。
“归一化函数”不止一种：输入标准化、BN、LN、softmax 是四回事。
"""
NAMES = [
    "BN",
    "batch norm",
    "BatchNorm",
    "batch normalization",
    "batch normalisation",
    "running variance",
    "批归一化",
    "批量归一化",
    "批标准化",
    "批量规范化",
]
SHARED = ["running mean", "归一化函数", "归一化层"]
NEEDS = ["train-eval-mode", "mlp-forward"]
CONFUSED_WITH = ["backprop", "layer-norm"]
SOURCES = ["Ioffe & Szegedy, Batch Normalization, arXiv:1502.03167", "torch.nn.BatchNorm1d; torch.nn.BatchNorm2d"]


# With m to the k-th near 0 the batch mean and a momentum taken for 1 − m would give one answer.
@where(lambda batch, m, k: sum(batch) % 4 == 0 and m**k > 0.005)
def demo(batch=several(4, whole(1, 9), distinct=True), m=one_of(0.1, 0.2, 0.3), k=whole(2, 4)):
    x = torch.tensor(batch, dtype=torch.float32).reshape(-1, 1)
    bn = nn.BatchNorm1d(1, momentum=m)
    for _ in range(k):
        bn(x)
    return bn.running_mean


@question(
    "What is `bn.running_mean` at the end, to three significant figures?",
    zh="最后 `bn.running_mean` 是多少（三位有效数字）？",
)
def running_mean(out):
    return out


@running_mean.wrong(
    en=("momentum is the weight of the old value.", "In PyTorch it is the weight of the new batch."),
    zh=("momentum 是旧值的权重。", "在 PyTorch 里它是新批量的权重。"),
)
def momentum_keeps_the_old(batch, m, k):
    return running_mean(demo(batch, m=1 - m, k=k))


@running_mean.wrong(
    en=("The running mean is the batch mean.", "It starts at 0 and goes the fraction m of the way at each pass."),
    zh=("运行均值就是批量的均值。", "它从 0 出发，每次前向只走差距的 m 倍。"),
)
def the_batch_mean_itself(batch, k):
    return running_mean(demo(batch, m=1.0, k=k))


@running_mean.wrong(
    en=("The same batch counts once.", "Every call in training mode moves the running mean."),
    zh=("同一个批量只算一次。", "训练模式下每次调用都会移动运行均值。"),
)
def moved_once(batch, m):
    return running_mean(demo(batch, m, k=1))


@where(lambda batch: sum(batch) % 3 == 0)
def one_pass(batch=several(3, whole(1, 9), distinct=True), m=one_of(0.1, 0.2, 0.3)):
    x = torch.tensor(batch, dtype=torch.float32).reshape(-1, 1)
    bn = nn.BatchNorm1d(1, momentum=m)
    bn(x)
    return bn.running_var


@question(
    "What is `bn.running_var` now, to three significant figures?",
    zh="此时 `bn.running_var` 是多少（三位有效数字）？",
    of=one_pass,
)
def running_var(out):
    return out


@running_var.wrong(
    en=("momentum is the weight of the old variance.", "In PyTorch it is the weight of the new batch."),
    zh=("momentum 是旧方差的权重。", "在 PyTorch 里它是新批量的权重。"),
)
def momentum_keeps_the_old_variance(batch, m):
    return running_var(one_pass(batch, m=1 - m))


@running_var.wrong(
    en=("The variance that scales is stored.", "That one is biased; the unbiased one, by n − 1, is stored."),
    zh=("存下来的就是缩放所用的方差。", "缩放用的是有偏方差，存下来的是无偏方差（除以 n − 1）。"),
)
def biased_variance_stored(batch, m):
    return (1 - m) + m * torch.tensor(batch, dtype=torch.float32).var(correction=0)


@running_var.wrong(
    en=("The running variance starts at 0.", "It starts at 1; only the running mean starts at 0."),
    zh=("运行方差从 0 出发。", "它的初值是 1；从 0 出发的是运行均值。"),
)
def starts_at_zero(m, out):
    return out - (1 - m)


@where(lambda c, d, v: abs(v - c) > 0 and v not in (c - d, c + d))
def evaluated(c=whole(-9, 9), d=whole(2, 6), v=whole(-20, 20)):
    bn = nn.BatchNorm1d(1, momentum=1.0)
    bn(torch.tensor([[c - d], [c], [c + d]]).float())
    bn.eval()
    return bn(torch.tensor([[v]]).float())


@question("What number comes out, to three significant figures?", zh="输出的数是多少（三位有效数字）？", of=evaluated)
def evaluated_alone(out):
    return out


@evaluated_alone.wrong(
    en=("One sample minus its own mean is 0.", "In eval mode the running mean and variance are used."),
    zh=("一个样本减去自己的均值得 0。", "评估模式用的是运行均值和运行方差。"),
)
def its_own_mean():
    return 0.0


@evaluated_alone.wrong(
    en=("eval divides by the batch's biased deviation.", "It divides by the running one, which is unbiased: d here."),
    zh=("评估时除以批量的有偏标准差。", "除以的是运行统计量，那是无偏的：这里是 d。"),
)
def biased_deviation(c, d, v):
    return (v - c) / (d * (2 / 3) ** 0.5)


@evaluated_alone.wrong(
    en=("The division is by the variance.", "It is by its root, the standard deviation."),
    zh=("除以的是方差。", "除以的是方差的平方根，即标准差。"),
)
def by_the_variance(c, d, v):
    return (v - c) / d**2


@evaluated_alone.wrong(
    en=("In eval mode BN passes its input through.", "It still subtracts and divides, by stored numbers."),
    zh=("评估模式下 BN 原样输出。", "它照样减、照样除，只是用存好的数。"),
)
def switched_off(v):
    return float(v)


def changes(N=whole(2, 6), C=whole(3, 8), side=whole(2, 5), lit=several(2, whole(0, 2))):
    x = torch.rand(N, C, side, side)
    bn = nn.BatchNorm2d(C)
    before = bn(x)
    for channel in lit:
        x[0, channel, 0, 0] += 5
    return bn(x) != before


@question("How many numbers of the output have changed?", zh="输出中有多少个数变了？", of=changes)
def changed_entries(out):
    return out.sum()


@changed_entries.wrong(
    en=("Each number is normalised on its own.", "Mean and variance of a channel tie all its numbers together."),
    zh=("每个数各自归一化。", "通道的均值和方差把其中所有的数联系在一起。"),
)
def only_the_pixels(lit):
    return len(set(lit))


@changed_entries.wrong(
    en=("Only the changed sample is concerned.", "The statistics of a channel are those of the whole batch."),
    zh=("只影响被改动的那个样本。", "通道的统计量来自整个批量。"),
)
def one_sample(C, side, lit):
    return changed_entries(changes(1, C, side, lit))


@changed_entries.wrong(
    en=("Each position has its own mean over the batch.", "A channel has one mean, over batch and positions."),
    zh=("每个位置各自在批量上求均值。", "一个通道只有一个均值，对批量和所有位置一起求。"),
)
def position_by_position(N, lit):
    return N * len(set(lit))


@changed_entries.wrong(
    en=("All channels share one mean.", "Each channel has its own: the others stay as they were."),
    zh=("所有通道共用一个均值。", "每个通道各有各的，其他通道不变。"),
)
def everything(out):
    return out.numel()


def biases(after=several((4, 8), one_of("BN", "tanh", "nothing"))):
    net = nn.Sequential()
    for name in after:
        net.append(nn.Linear(4, 4))
        if name == "BN":
            net.append(nn.BatchNorm1d(4))
        if name == "tanh":
            net.append(nn.Tanh())
    x, target = torch.randn(2, 8, 4, dtype=torch.float64)
    F.mse_loss(net.double()(x), target).backward()
    linears = [layer for layer in net if isinstance(layer, nn.Linear)]
    return [layer.bias.grad for layer in linears]


@question(
    "How many of the linear layers have a bias whose gradient is 0 (up to rounding)?",
    zh="有几个线性层的偏置梯度为 0（不计舍入误差）？",
    of=biases,
)
def idle_biases(out):
    return sum(bool(gradient.abs().max() < 1e-9) for gradient in out)


@idle_biases.wrong(
    en=("Every bias learns.", "BN subtracts the mean, and with it any constant that was added before."),
    zh=("每个偏置都在学习。", "BN 减去均值，之前加上的常数也一并减掉。"),
)
def every_bias_learns():
    return 0


@idle_biases.wrong(
    en=("Only the bias right before a BN is idle.", "A further linear layer keeps a constant constant: idle, too."),
    zh=("只有紧挨着 BN 的偏置不起作用。", "再过一个线性层，常数还是常数，所以更前面的偏置也不起作用。"),
)
def only_right_before_bn(after):
    return after.count("BN")


@idle_biases.wrong(
    en=("A BN makes all biases before it idle.", "Behind tanh a bias is no longer a constant shift."),
    zh=("BN 之前的所有偏置都不起作用。", "经过 tanh 之后，偏置不再是一个固定的平移。"),
)
def everything_before_a_bn(after):
    return max((place + 1 for place, name in enumerate(after) if name == "BN"), default=0)


@task(
    "Write `batch_norm` without γ and β: x is (N, C), ε is 1e-5, momentum 0.1. Return the output and the new running "
    "mean and variance; leave the arguments as they are.",
    zh="写出不带 γ 和 β 的 `batch_norm`：x 的形状为 (N, C)，ε 为 1e-5，momentum 为 0.1。"
    "返回输出以及新的运行均值和运行方差；不要改动传入的参数。",
    blanks=["0.9 * running_mean + 0.1 * mean", "correction=0"],
    mend=["momentum_turned_round", "stores_what_it_divides_by"],
)
def batch_norm(x, running_mean, running_var, training):
    mean, var = running_mean, running_var
    if training:
        mean, var = x.mean(dim=0), x.var(dim=0, correction=0)
        running_mean = 0.9 * running_mean + 0.1 * mean
        running_var = 0.9 * running_var + 0.1 * x.var(dim=0)
    return (x - mean) / (var + 1e-5).sqrt(), running_mean, running_var


batch_norm.hint("Which axis holds the samples?", zh="样本在哪个轴上？")
batch_norm.hint("One variance divides by n, the other by n − 1.", zh="两个方差一个除以 n，一个除以 n − 1。")


@batch_norm.inputs
def either_mode(n=whole(2, 6), c=whole(1, 4), training=one_of(True, False)):
    return 3 * torch.randn(n, c) + 1, torch.randn(c), torch.rand(c) + 0.5, training


@batch_norm.holds("In training every column of the output has mean 0.", zh="训练时输出的每一列均值为 0。")
def columns_have_mean_zero(out, training):
    return not training or bool((out[0].mean(dim=0).abs() < 1e-4).all())


@batch_norm.wrong(
    en=("momentum is the weight of the old value.", "Here the new batch has the weight 0.1."),
    zh=("momentum 是旧值的权重。", "这里新批量的权重是 0.1。"),
)
def momentum_turned_round(x, running_mean, running_var, training):
    out, mean, var = batch_norm(x, running_mean, running_var, training)
    if training:
        mean = 0.1 * running_mean + 0.9 * x.mean(dim=0)
        var = 0.1 * running_var + 0.9 * x.var(dim=0)
    return out, mean, var


@batch_norm.wrong(
    en=("The biased variance is stored.", "It scales the output; the unbiased one is stored."),
    zh=("存下来的是有偏方差。", "有偏方差用来缩放输出，存下来的是无偏方差。"),
)
def stores_what_it_divides_by(x, running_mean, running_var, training):
    out, mean, var = batch_norm(x, running_mean, running_var, training)
    if training:
        var = 0.9 * running_var + 0.1 * x.var(dim=0, correction=0)
    return out, mean, var


@batch_norm.wrong(
    en=("The output is scaled by the unbiased variance.", "By the biased one: its variance is then 1."),
    zh=("输出用无偏方差缩放。", "用的是有偏方差，这样输出的方差才是 1。"),
)
def scales_by_the_unbiased(x, running_mean, running_var, training):
    out, mean, var = batch_norm(x, running_mean, running_var, training)
    if training:
        out = (x - x.mean(dim=0)) / (x.var(dim=0) + 1e-5).sqrt()
    return out, mean, var


@batch_norm.wrong(
    en=("The statistics just updated normalise the batch.", "In training it is the batch's own that do."),
    zh=("用刚更新的运行统计量归一化。", "训练时用的是批量自己的统计量。"),
)
def divides_by_the_running(x, running_mean, running_var, training):
    _, mean, var = batch_norm(x, running_mean, running_var, training)
    return (x - mean) / (var + 1e-5).sqrt(), mean, var


@batch_norm.wrong(
    en=("eval normalises by the batch, too.", "It uses the running statistics."),
    zh=("评估时也用批量的统计量。", "评估时用运行统计量。"),
)
def batch_in_eval_too(x, running_mean, running_var, training):
    out, _, _ = batch_norm(x, running_mean, running_var, True)
    _, mean, var = batch_norm(x, running_mean, running_var, training)
    return out, mean, var


def figure(out, batch, m, k):
    passes = range(16)
    plt.plot(passes, [demo(batch, m, each).item() for each in passes], label="running mean")
    plt.axhline(sum(batch) / 4, color="C1", label="batch mean")
    plt.scatter([k], [out.item()])
    plt.xlabel("passes")
    plt.legend()
