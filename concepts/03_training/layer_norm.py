"""Layer normalisation (LN)

LN is the same formula as BN, with the averages taken along another axis:

    y = γ · (x − mean) / √(var + ε) + β

BN averages each feature over the batch; LN averages the features of each token (or sample) on its own. So LN needs
neither other samples nor running statistics, and computes the same in training and in evaluation: one reason why
Transformers use it. Before γ and β, every row (sample) of LN's output has mean 0; with BN, in training, it is every
column (feature). LN undoes a positive factor of its input, while the variance is far above ε = 1e-5.
"""

import torch
from torch import nn

from journal.authoring import one_of, question, several, task, where, whole

ZH = """层归一化（LN）

LN 与 BN 的公式相同，只是沿另一个轴求平均：

    y = γ · (x − 均值) / √(方差 + ε) + β

BN 对每个特征在整个批量上求平均；LN 对每个词元（或样本）在自己的各个特征上求平均。因此 LN 不需要其他样本，也不需要
运行统计量，训练与评估时算法相同，这也是 Transformer 采用它的原因之一。在乘 γ 加 β 之前，
LN 的输出每一行（样本）均值为 0；BN 在训练时则是每一列（特征）均值为 0。
输入乘以一个正数，LN 的输出不变，前提是方差远大于 ε = 1e-5。
"""
NAMES = [
    "layer norm",
    "LayerNorm",
    "layer normalization",
    "layer normalisation",
    "层归一化",
    "层规范化",
    "层标准化",
]
SHARED = ["LN"]
NEEDS = ["batch-norm"]
CONFUSED_WITH = ["batch-norm", "rmsnorm"]
SOURCES = ["Ba, Kiros & Hinton, Layer Normalization, arXiv:1607.06450", "torch.nn.LayerNorm"]


@where(lambda N, T, C: len({N, T, C, N * T}) == 4)
def demo(N=whole(2, 6), T=whole(2, 7), C=whole(4, 16), axes=1):
    x = torch.randn(N, T, C)
    last = x.shape[-axes:]
    _, mean, _ = torch.native_layer_norm(x, last, None, None, 1e-5)
    return mean


@question("How many means does this layer normalisation compute?", zh="这次层归一化一共计算多少个均值？")
def means(out):
    return out.numel()


@means.wrong(
    en=("There is one mean for each of the C features.", "That is BN; LN takes one for each token."),
    zh=("C 个特征各有一个均值。", "那是 BN；LN 对每个词元求一个。"),
)
def one_for_each_feature(C):
    return C


@means.wrong(
    en=("There is one mean for each sample.", "Only the last axis is averaged: every token has its own."),
    zh=("每个样本一个均值。", "只在最后一个轴上求平均：每个词元各有自己的均值。"),
)
def one_for_each_sample(N, T, C):
    return means(demo(N, T, C, axes=2))


@means.wrong(
    en=("One mean serves the whole tensor.", "Each token is normalised on its own."),
    zh=("整个张量用一个均值。", "每个词元各自归一化。"),
)
def one_for_all(N, T, C):
    return means(demo(N, T, C, axes=3))


@where(lambda x, y: sum(which(x, y)) == 1)
def which(
    x=several(2, several(2, whole(0, 9), distinct=True)),
    y=one_of([[-1, 1], [1, -1]], [[1, -1], [-1, 1]]),
):
    x, y = torch.tensor(x).float(), torch.tensor(y).float()
    BN, LN = nn.BatchNorm1d(2), nn.LayerNorm(2)
    bn_made_it = torch.allclose(BN(x), y, atol=0.01)
    ln_made_it = torch.allclose(LN(x), y, atol=0.01)
    return bn_made_it, ln_made_it


@question(
    "Which of the two layers turns x into y (up to rounding)? Each row of x is a sample.",
    zh="把 x 变成 y（不计舍入误差）的是哪一层？x 的每一行是一个样本。",
    of=which,
    choices=["BN", "LN"],
)
def maker(out):
    bn_made_it, _ = out
    return "BN" if bn_made_it else "LN"


@maker.wrong(
    en=("The columns of y have mean 0, so BN made it.", "Its rows have mean 0 as well: compare each row of x with y."),
    zh=("y 的各列均值为 0，所以是 BN。", "y 的各行均值也是 0：要拿 x 的每一行与 y 比较。"),
)
def columns_mean_bn():
    return "BN"


@maker.wrong(
    en=("The rows of y have mean 0, so LN made it.", "So have its columns: compare each column of x with y."),
    zh=("y 的各行均值为 0，所以是 LN。", "y 的各列均值也是 0：要拿 x 的每一列与 y 比较。"),
)
def rows_mean_ln():
    return "LN"


def touched(N=whole(2, 5), T=whole(4, 8), C=whole(4, 16), places=several(3, whole(0, 3))):
    x = torch.randn(N, T, C)
    ln = nn.LayerNorm(C)
    before = ln(x)
    for t in places:
        x[0, t, 0] += 5
    return (ln(x) - before).abs() > 1e-4


@question("How many numbers of the output have changed?", zh="输出中有多少个数变了？", of=touched)
def changed_entries(out):
    return out.sum()


@changed_entries.wrong(
    en=("Only the changed numbers come out different.", "They move the mean and variance of their whole token."),
    zh=("只有被改动的数会不同。", "它们改变了整个词元的均值和方差。"),
)
def those_alone(places):
    return len(set(places))


@changed_entries.wrong(
    en=("All tokens of the sample are concerned.", "Each token is normalised on its own."),
    zh=("样本的所有词元都受影响。", "每个词元各自归一化。"),
)
def whole_sample(T, C):
    return T * C


@changed_entries.wrong(
    en=("LN sees the batch, as BN does.", "No other sample or token plays a part."),
    zh=("LN 像 BN 一样要看整个批量。", "与其他样本、其他词元都无关。"),
)
def feature_over_the_batch(N, T):
    return N * T


@changed_entries.wrong(
    en=("Each change concerns its own set of numbers.", "Two changes in one token concern the same C numbers."),
    zh=("每次改动影响各自的一组数。", "同一个词元里的两次改动影响的是同一组 C 个数。"),
)
def every_change_counts(C, places):
    return C * len(places)


def learnable(T=whole(3, 7), C=whole(4, 16), axes=one_of(1, 2), bias=True):
    x = torch.randn(2, T, C)
    ln = nn.LayerNorm(x.shape[-axes:], bias=bias)
    ln(x)
    return sum(p.numel() for p in ln.parameters())


@question("How many learnable numbers does this LN have?", zh="这个 LN 有多少个可学习的数？", of=learnable)
def learnable_numbers(out):
    return out


@learnable_numbers.wrong(
    en=("LN keeps running statistics, too.", "It has none: just a scale and a shift for each normalised number."),
    zh=("LN 还有运行统计量。", "它没有运行统计量，每个被归一化的数只有一个缩放和一个平移。"),
)
def running_statistics_too(out):
    return 2 * out


@learnable_numbers.wrong(
    en=("The number of axes changes nothing.", "γ and β have the shape over which the mean is taken."),
    zh=("归一化几个轴都一样。", "γ 和 β 的形状就是求均值的那几个轴的形状。"),
)
def other_axes(T, C, axes):
    return learnable_numbers(learnable(T, C, axes=3 - axes))


@learnable_numbers.wrong(
    en=("There is a scale only.", "There is a shift as well, unless `bias=False`."),
    zh=("只有缩放。", "还有平移，除非 `bias=False`。"),
)
def scale_alone(T, C, axes):
    return learnable_numbers(learnable(T, C, axes, bias=False))


@where(lambda a, g, s: abs(a) > 1 and g and abs(g) != s)
def rescaled(a=whole(-4, 4), c=whole(1, 9), g=whole(-3, 3), s=whole(1, 5)):
    ln = nn.LayerNorm(4)
    nn.init.constant_(ln.weight, g)
    nn.init.constant_(ln.bias, s)
    x = torch.tensor([1.0, 1.0, -1.0, -1.0])
    return ln(a * x + c)


@question(
    "What is the first number of the output (up to rounding)?", zh="输出的第一个数是多少（不计舍入误差）？", of=rescaled
)
def first_output(out):
    return out[0]


@first_output.wrong(
    en=("Any factor of the input is undone.", "The size of a is; its sign stays."),
    zh=("输入的任何倍数都会被抵消。", "抵消的是 a 的大小，符号还在。"),
)
def sign_undone(a, c, g, s):
    return first_output(rescaled(abs(a), c, g, s))


@first_output.wrong(
    en=("The factor a reaches the output.", "The division by the standard deviation takes it away, but for its sign."),
    zh=("倍数 a 会传到输出。", "除以标准差把它抵消了，只剩符号。"),
)
def factor_remains(a, g, s):
    return float(g * a + s)


@first_output.wrong(
    en=("A constant added to the input comes out again.", "The mean is subtracted, and c with it."),
    zh=("输入加上的常数会出现在输出里。", "减去均值时 c 也一并减掉。"),
)
def shift_remains(out, c):
    return out[0] + c


@first_output.wrong(
    en=("The mean of the output is 0.", "Before γ and β; then β shifts it."),
    zh=("输出的均值为 0。", "那是在 γ 和 β 之前；β 会把它平移。"),
)
def bias_forgotten(a, c, g):
    return first_output(rescaled(a, c, g, s=0))


@task(
    "Write `layer_norm`: x is (N, T, C), gamma and beta are (C,), ε is 1e-5.",
    zh="写出 `layer_norm`：x 的形状为 (N, T, C)，gamma 和 beta 为 (C,)，ε 为 1e-5。",
    blanks=["keepdim=True", "correction=0"],
    mend=["over_the_batch", "without_root"],
    gradients=True,
)
def layer_norm(x, gamma, beta):
    mean = x.mean(dim=-1, keepdim=True)
    var = x.var(dim=-1, correction=0, keepdim=True)
    return gamma * (x - mean) / (var + 1e-5).sqrt() + beta


layer_norm.hint("Which axis is averaged, and must it stay?", zh="沿哪个轴求平均？这个轴要保留吗？")
layer_norm.hint("The variance divides by C, and ε stands under the root.", zh="方差除以 C，ε 在根号里面。")


@layer_norm.inputs
def some_tokens(n=whole(1, 2), t=whole(2, 3), c=whole(3, 5)):
    return 2 * torch.randn(n, t, c) + 1, torch.rand(c) + 0.5, torch.randn(c)


@layer_norm.inputs
def small_numbers(c=whole(3, 5)):
    return torch.randn(2, 2, c) / 200, torch.rand(c) + 0.5, torch.randn(c)


@layer_norm.holds("A constant added to a token changes nothing.", zh="给一个词元加上常数，结果不变。")
def shift_is_idle(out, solution, x, gamma, beta):
    return torch.allclose(solution(x.detach() + 1, gamma, beta), out, atol=2e-3)


@layer_norm.wrong(
    en=("The mean goes over the batch.", "That is BN; LN averages the features of each token."),
    zh=("在批量上求均值。", "那是 BN；LN 对每个词元的特征求平均。"),
)
def over_the_batch(x, gamma, beta):
    mean, var = x.mean(dim=(0, 1)), x.var(dim=(0, 1), correction=0)
    return gamma * (x - mean) / (var + 1e-5).sqrt() + beta


@layer_norm.wrong(
    en=("The division is by the variance.", "It is by its root."),
    zh=("除以方差。", "要除以方差的平方根。"),
)
def without_root(x, gamma, beta):
    mean = x.mean(dim=-1, keepdim=True)
    var = x.var(dim=-1, correction=0, keepdim=True)
    return gamma * (x - mean) / (var + 1e-5) + beta


@layer_norm.wrong(
    en=("x.std() is the deviation.", "Its default divides by C − 1; LN by C."),
    zh=("标准差就用 x.std()。", "它默认除以 C − 1；LN 除以 C。"),
)
def unbiased(x, gamma, beta):
    mean = x.mean(dim=-1, keepdim=True)
    return gamma * (x - mean) / (x.var(dim=-1, keepdim=True) + 1e-5).sqrt() + beta


@layer_norm.wrong(
    en=("A sample is normalised as a whole.", "Each token is, over the last axis."),
    zh=("整个样本一起归一化。", "每个词元各自在最后一个轴上归一化。"),
)
def whole_samples(x, gamma, beta):
    mean = x.mean(dim=(1, 2), keepdim=True)
    var = x.var(dim=(1, 2), correction=0, keepdim=True)
    return gamma * (x - mean) / (var + 1e-5).sqrt() + beta
