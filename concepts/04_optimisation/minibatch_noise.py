"""The noise of a mini-batch

The gradient of a random batch is the gradient of the whole set on average; around that it scatters. With batches of B
samples drawn independently, and s for the scatter of one sample, the standard deviation is

    s / √B

so four times the batch halves the noise. Drawn without replacement it is a little less, by √((N − B)/(N − 1)), and 0
when B = N. An epoch has N/B steps: at one learning rate a larger batch also moves less per epoch. With the mean as
loss the step itself does not grow with the batch.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, where, whole

ZH = """小批量梯度的噪声

随机小批量的梯度平均来说就是全体数据的梯度，但会围绕它波动。若一批 B 个样本独立抽取，单个样本的波动为 s，则标准差是

    s / √B

所以批量扩大到四倍，噪声才减半。不放回抽样时还要小一些，乘以 √((N − B)/(N − 1))，B = N 时为 0。
一个 epoch 有 N/B 步：学习率不变时，批量越大，每个 epoch 走得越少。损失取平均时，单步的长度并不随批量增大。
"""
NAMES = [
    "minibatch noise",
    "mini-batch noise",
    "gradient noise",
    "noise of the gradient",
    "batch size and noise",
    "梯度噪声",
    "小批量噪声",
    "小批量随机梯度下降",
]
HINTS = ["batch size", "SGD", "批量大小"]
NEEDS = ["sgd-update", "dataloader-batching"]
SOURCES = ["Bottou, Curtis & Nocedal, Optimization Methods for Large-Scale Machine Learning, arXiv:1606.04838"]


@where(lambda a, b: abs(a - b) >= 2)
def demo(a=whole(-9, 9), b=whole(-9, 9), B=one_of(4, 9, 16)):
    gradients = torch.tensor([a, b]).float()  # of two samples
    batches = torch.cartesian_prod(*[gradients] * B)  # all draws
    return batches.mean(dim=1).std(correction=0)


@question("What does it return?", zh="返回值是多少？")
def noise(out):
    return out


@noise.wrong(
    en=("B times the batch has a B-th of the noise.", "The noise falls with the square root of B."),
    zh=("批量扩大 B 倍，噪声缩小为 1/B。", "噪声随 B 的平方根下降。"),
)
def one_over_b(a, b, B):
    return abs(a - b) / 2 / B


@noise.wrong(
    en=("A mean has the scatter of its terms.", "Errors of either sign cancel in part."),
    zh=("均值的波动和单个样本一样。", "有正有负的误差会部分抵消。"),
)
def no_effect(a, b):
    return abs(a - b) / 2


@noise.wrong(
    en=("The scatter of two values is their distance.", "Each lies half the distance from the mean."),
    zh=("两个值的标准差就是它们的距离。", "它们各离均值半个距离。"),
)
def distance_as_scatter(a, b, B):
    return abs(a - b) / B**0.5


@where(lambda n, B: n % B == 0 and n // B != B)
def epoch(w=whole(50, 90), g=whole(1, 3), n=one_of(12, 16, 24, 30, 36), B=one_of(2, 3, 4, 5, 6, 8)):
    w = torch.tensor(float(w), requires_grad=True)
    opt = torch.optim.SGD([w], lr=1.0)
    samples = torch.full((n,), float(g))
    for batch in samples.split(B):
        opt.zero_grad()
        loss = (w * batch).mean()
        loss.backward()
        opt.step()
    return w.item()


@question("What is w after the epoch?", zh="一个 epoch 之后 w 是多少？", of=epoch)
def after_epoch(out):
    return round(out)


@after_epoch.wrong(
    en=("A batch of B moves B times as far.", "The loss is a mean: a step is g, whatever B is."),
    zh=("一批 B 个，步子就大 B 倍。", "损失取平均：不管 B 多大，一步都是 g。"),
)
def moves_for_each_sample(w, g, n):
    return after_epoch(epoch(w, g, n, B=1))


@after_epoch.wrong(
    en=("An epoch is one step.", "It has n/B steps, one for each batch."),
    zh=("一个 epoch 走一步。", "走 n/B 步，每批一步。"),
)
def one_step(w, g, n):
    return after_epoch(epoch(w, g, n, B=n))


@after_epoch.wrong(
    en=("There are B steps of n/B samples.", "There are n/B steps of B samples."),
    zh=("走 B 步，每步 n/B 个样本。", "走 n/B 步，每步 B 个样本。"),
)
def steps_and_size_swapped(w, g, n, B):
    return after_epoch(epoch(w, g, n, B=n // B))


@where(lambda x, B: 1 < B < len(x))
def all_batches(x=several((4, 8), whole(0, 9), distinct=True), B=whole(2, 6)):
    x = torch.tensor(x).float()
    batches = torch.combinations(x, B)  # every batch of B different samples
    return batches.mean(dim=1).var(correction=0) / x.var(correction=0)


@question(
    "By which factor is the variance of the batch means smaller (below 1)?",
    zh="批量均值的方差是单个样本方差的几倍（小于 1）？",
    of=all_batches,
)
def share(out):
    return out


@share.wrong(
    en=("It is 1/B.", "That holds with replacement; without, (N − B)/(N − 1) is a further factor."),
    zh=("是 1/B。", "那是有放回的情形；不放回时还要乘以 (N − B)/(N − 1)。"),
)
def with_replacement(B):
    return 1 / B


@share.wrong(
    en=("It is the share of the samples that are left out.", "That alone is not enough: it is divided by about B."),
    zh=("等于没抽到的样本所占的比例。", "还不够：大约还要除以 B。"),
)
def share_left_out(x, B):
    return (len(x) - B) / len(x)


@share.wrong(
    en=("It is 1/√B.", "That is the factor of the standard deviation."),
    zh=("是 1/√B。", "那是标准差的倍数。"),
)
def root_for_variance(x, B):
    return ((len(x) - B) / (len(x) - 1) / B) ** 0.5


def figure(out, a, b, B):
    sizes = range(1, 41)
    plt.plot(sizes, [abs(a - b) / 2 / each**0.5 for each in sizes])
    plt.scatter([B], [out.item()])
    plt.xlabel("batch size")
    plt.ylabel("scatter of the gradient")
