"""Layer normalisation (LN)

LN is the same formula as BN, with the averages taken along another axis:

    y = γ · (x − mean) / √(var + ε) + β

BN averages each feature over the batch; LN averages the features of each token (or sample) on its own. So LN needs
neither other samples nor running statistics, and computes the same in training and in evaluation: one reason why
Transformers use it. Before γ and β, every row (sample) of LN's output has mean 0; with BN, in training, it is every
column (feature).
"""

import torch
from torch import nn

from journal.authoring import one_of, question, several, where, whole

ZH = """层归一化（LN）

LN 与 BN 的公式相同，只是沿另一个轴求平均：

    y = γ · (x − 均值) / √(方差 + ε) + β

BN 对每个特征在整个批量上求平均；LN 对每个词元（或样本）在自己的各个特征上求平均。因此 LN 不需要其他样本，也不需要
运行统计量，训练与评估时算法相同，这也是 Transformer 采用它的原因之一。在乘 γ 加 β 之前，
LN 的输出每一行（样本）均值为 0；BN 在训练时则是每一列（特征）均值为 0。
"""
ALIASES = [
    "LN",
    "layer norm",
    "LayerNorm",
    "layer normalization",
    "layer normalisation",
    "层归一化",
    "层规范化",
    "层标准化",
]
NEEDS = ["batch-norm"]
CONFUSED_WITH = ["batch-norm", "rmsnorm"]
SOURCES = ["Ba, Kiros & Hinton, Layer Normalization, arXiv:1607.06450", "torch.nn.LayerNorm"]


@where(lambda N, T, C: len({N, T, C, N * T}) == 4)
def demo(N=whole(2, 6), T=whole(2, 7), C=whole(4, 16), axes=1):
    x = torch.randn(N, T, C)
    last = x.shape[-axes:]
    _, mean, _ = torch.native_layer_norm(x, last, None, None, 1e-5)
    return mean


@question("How many means does this layer normalisation compute?", "这次层归一化一共计算多少个均值？")
def means(out):
    return out.numel()


@means.wrong(
    "One mean for each of the C features is BN; LN takes one for each token.",
    "对 C 个特征各求一个均值的是 BN；LN 对每个词元求一个。",
)
def one_for_each_feature(C):
    return C


@means.wrong(
    "Only the last axis is averaged: every token of a sample has its own mean.",
    "只在最后一个轴上求平均：样本里的每个词元各有自己的均值。",
)
def one_for_each_sample(N, T, C):
    return means(demo(N, T, C, axes=2))


@where(lambda x, y: sum(which(x, y)) == 1)
def which(
    x=several(2, several(2, whole(0, 9), distinct=True)),
    y=one_of([[-1, 1], [-1, 1]], [[1, -1], [1, -1]], [[-1, -1], [1, 1]], [[1, 1], [-1, -1]]),
):
    x, y = torch.tensor(x).float(), torch.tensor(y).float()
    BN, LN = nn.BatchNorm1d(2), nn.LayerNorm(2)
    bn_made_it = torch.allclose(BN(x), y, atol=0.01)
    ln_made_it = torch.allclose(LN(x), y, atol=0.01)
    return bn_made_it, ln_made_it


@question(
    "Which of the two layers turns x into y (up to rounding)? Each row of x is a sample.",
    "把 x 变成 y（不计舍入误差）的是哪一层？x 的每一行是一个样本。",
    of=which,
    choices=["BN", "LN"],
)
def maker(out):
    bn_made_it, _ = out
    return "BN" if bn_made_it else "LN"


@maker.wrong(
    "In y every row has mean 0: each sample was normalised over its own features, which is LN.",
    "y 的每一行均值为 0：每个样本在自己的特征上归一化，这是 LN。",
)
def bn_works_on_rows():
    return "BN"


@maker.wrong(
    "In y every column has mean 0: each feature was normalised over the batch, which is BN.",
    "y 的每一列均值为 0：每个特征在批量上归一化，这是 BN。",
)
def ln_works_on_columns():
    return "LN"


def neighbour(layer=one_of("LN", "BN"), N=whole(3, 6), C=whole(4, 16)):
    norm = nn.LayerNorm(C) if layer == "LN" else nn.BatchNorm1d(C)
    x = torch.randn(N, C)
    before = norm(x)
    x[1] += 1
    after = norm(x)
    return before[0], after[0]


@question(
    "Does the output for sample 0 change when sample 1 changes?",
    "改动第 1 个样本，第 0 个样本的输出会变吗？",
    of=neighbour,
)
def depends_on_neighbour(out):
    before, after = out
    return not torch.allclose(before, after)


@depends_on_neighbour.wrong(
    "LN takes mean and variance from each sample alone; the rest of the batch plays no part.",
    "LN 的均值和方差只取自样本本身，与批量中的其他样本无关。",
)
def every_norm_sees_the_batch(N, C):
    return depends_on_neighbour(neighbour(layer="BN", N=N, C=C))


@depends_on_neighbour.wrong(
    "BN in training mode takes mean and variance over the batch: every sample shifts them.",
    "训练模式下 BN 的均值和方差取自整个批量，每个样本都会影响它们。",
)
def every_norm_sees_one_sample(N, C):
    return depends_on_neighbour(neighbour(layer="LN", N=N, C=C))


def learnable(T=whole(3, 7), C=whole(4, 16)):
    ln = nn.LayerNorm(C)
    ln(torch.randn(2, T, C))
    return sum(p.numel() for p in ln.parameters())


@question("How many learnable numbers does this LN have?", "这个 LN 有多少个可学习的数？", of=learnable)
def learnable_numbers(out):
    return out


@learnable_numbers.wrong(
    "LN keeps no running statistics at all; its weights are a scale and a shift for each feature.",
    "LN 根本没有运行统计量；它的权重是每个特征一个缩放和一个平移。",
)
def running_statistics_too(C):
    return 4 * C


@learnable_numbers.wrong(
    "All positions share the same scale and shift.",
    "所有位置共用同一组缩放和平移。",
)
def anew_for_each_position(T, C):
    return learnable_numbers(learnable(T, C=T * C))


def rescaled(a=one_of(-3, -2, 2, 3), b=whole(1, 9)):
    x = torch.randn(5, 8)
    ln = nn.LayerNorm(8)
    return ln(x), ln(a * x + b)


@question(
    "Are the two results the same (to three decimals)?",
    "两个结果相同吗（精确到三位小数）？",
    of=rescaled,
)
def same_result(out):
    first, second = out
    return torch.allclose(first, second, atol=1e-3)


@same_result.wrong(
    "The division by the standard deviation undoes the size of a, not its sign.",
    "除以标准差能抵消 a 的大小，不能抵消它的符号。",
)
def any_factor_is_undone(a, b):
    return same_result(rescaled(abs(a), b))


@same_result.wrong(
    "Subtracting the mean removes b, and dividing by the standard deviation removes a positive factor.",
    "减去均值消掉 b，除以标准差消掉正的倍数。",
)
def the_factor_remains():
    return False
