"""RMSNorm

RMSNorm divides a vector by the root of the mean of its squares and multiplies by a learnt weight for each feature:

    y = w · x / √(mean(x²) + ε)

Unlike LayerNorm it does not subtract the mean and has no bias, so with w = 1 the mean square of y is 1, while its mean
need not be 0. Scaling x changes nothing (as long as ε is small beside the squares); shifting x does. It costs a little
less than LayerNorm and works as well in practice, which is why most recent language models use it.
"""

import matplotlib.pyplot as plt
import torch
from torch import nn

from journal.authoring import one_of, question, several, task, where, whole

ZH = """均方根归一化（RMSNorm）

RMSNorm 把向量除以各元素平方的均值的平方根，再逐特征乘一个学到的权重：

    y = w · x / √(mean(x²) + ε)

与 LayerNorm 不同，它不减均值，也没有偏置，所以 w = 1 时 y 的均方是 1，而均值不一定是 0。
把 x 放大不改变结果（只要 ε 比平方小得多），平移则会改变。它比 LayerNorm 略省，实际效果相当，
所以近年的语言模型大多用它。
"""
NAMES = ["RMSNorm", "RMS norm", "root mean square layer normalization", "均方根归一化", "RMS归一化", "均方根层归一化"]
NEEDS = ["layer-norm"]
CONFUSED_WITH = ["layer-norm"]
SOURCES = ["Zhang & Sennrich, Root Mean Square Layer Normalization, arXiv:1910.07467", "torch.nn.RMSNorm"]


@where(lambda x: sum(x) != 0 and len(set(map(abs, x))) > 1)
@where(lambda x: (sum(v * v for v in x) / 4) ** 0.5 % 1 == 0 and abs(x[0]) < max(map(abs, x)))
def demo(x=several(4, one_of(-9, -7, -5, -3, -1, 1, 3, 5, 7, 9))):
    x = torch.tensor(x).float()
    norm = nn.RMSNorm(4, eps=0.0)  # its weight starts at 1
    return norm(x)


@question("What is the first entry of the output?", zh="输出的第一个元素是多少？")
def first(out):
    return out[0]


@first.wrong(
    en=("The mean is subtracted first.", "That is LayerNorm; RMSNorm only divides."),
    zh=("先减去均值。", "那是 LayerNorm；RMSNorm 只做除法。"),
)
def like_layer_norm(x):
    return torch.nn.functional.layer_norm(torch.tensor(x).float(), (4,), eps=0.0)[0]


@first.wrong(
    en=("The vector gets length 1.", "The mean of the squares, not their sum, becomes 1."),
    zh=("向量的长度变成 1。", "变成 1 的是平方的均值，不是平方和。"),
)
def unit_length(out):
    return out[0] / 2


@first.wrong(
    en=("It is divided by its largest entry.", "By the root of the mean square."),
    zh=("除以绝对值最大的元素。", "除以均方根。"),
)
def divided_by_the_largest(x):
    return x[0] / max(map(abs, x))


@question("What is the mean of the output?", zh="输出的均值是多少？")
def mean(out):
    return out.mean()


@mean.wrong(
    en=("The output has mean 0.", "Only LayerNorm centres."),
    zh=("输出的均值是 0。", "只有 LayerNorm 才中心化。"),
)
def centred():
    return 0.0


@mean.wrong(
    en=("The mean stays as it was.", "It is divided like everything else."),
    zh=("均值保持不变。", "它和别的一样被除了。"),
)
def mean_kept(x):
    return sum(x) / 4 if sum(v * v for v in x) != 4 else None


@mean.wrong(
    en=("The output has length 1, so its mean is that of a unit vector.", "Its mean square is 1; its length is √d."),
    zh=("输出长度为 1，均值就是单位向量的均值。", "它的均方是 1，长度是 √d。"),
)
def mean_of_a_unit_vector(out):
    return out.mean() / 2


def parameters(d=one_of(8, 16, 32, 64, 128), L=whole(1, 8), kind=one_of("RMSNorm", "LayerNorm")):
    make = nn.RMSNorm if kind == "RMSNorm" else nn.LayerNorm
    norms = nn.ModuleList([make(d) for _ in range(2 * L + 1)])
    # two in each of L blocks, and one at the end
    return sum(p.numel() for p in norms.parameters())


@question("How many parameters have all norms of the model?", zh="模型的所有归一化层一共有多少个参数？", of=parameters)
def norm_parameters(out):
    return out


@norm_parameters.wrong(
    en=("Both kinds have a weight and a bias.", "RMSNorm has no bias."),
    zh=("两种都有权重和偏置。", "RMSNorm 没有偏置。"),
)
def both_have_a_bias(d, L, kind):
    return norm_parameters(parameters(d, L, "LayerNorm")) if kind == "RMSNorm" else None


@norm_parameters.wrong(
    en=("Neither kind has a bias.", "LayerNorm has one."),
    zh=("两种都没有偏置。", "LayerNorm 有偏置。"),
)
def neither_has_a_bias(d, L, kind):
    return None if kind == "RMSNorm" else norm_parameters(parameters(d, L, "RMSNorm"))


@norm_parameters.wrong(
    en=("There is one norm in a block.", "There are two: before attention and before the feed-forward part."),
    zh=("每个块有一个归一化层。", "有两个：注意力之前和前馈之前。"),
)
def one_in_a_block(d, L, kind):
    return (L + 1) * d * (1 if kind == "RMSNorm" else 2)


@norm_parameters.wrong(
    en=("A norm has one weight for the whole vector.", "It has one for each feature."),
    zh=("一个归一化层只有一个权重。", "每个特征各有一个。"),
)
def one_weight_each(L, kind):
    return (2 * L + 1) * (1 if kind == "RMSNorm" else 2)


@task(
    "Write `rms_norm` for x of shape (…, d) and a weight (d,).",
    zh="写出 `rms_norm`：x 的形状是 (…, d)，weight 是 (d,)。",
    blanks=["(x**2).mean(dim=-1, keepdim=True)", "x / rms * weight"],
    mend=["centred_first", "one_scale_for_all"],
    gradients=True,
)
def rms_norm(x, weight, eps):
    rms = ((x**2).mean(dim=-1, keepdim=True) + eps).sqrt()
    return x / rms * weight


rms_norm.hint("Over which axis is the mean taken, and may it vanish?", zh="沿哪个轴取均值？这个轴可以消失吗？")


@rms_norm.inputs
def batches(B=whole(1, 3), d=whole(2, 5), eps=one_of(1e-6, 0.1)):
    return 2 * torch.randn(B, d) + 1, torch.rand(d) + 0.5, eps


@rms_norm.inputs
def three_axes(B=whole(1, 2), T=whole(1, 3), d=whole(2, 4)):
    return torch.randn(B, T, d), torch.ones(d), 1e-5


@rms_norm.holds("A row does not depend on the others.", zh="每一行与其他行无关。")
def rows_are_independent(out, solution, x, weight, eps):
    return torch.allclose(solution(x[:1], weight, eps), out[:1], atol=1e-5)


@rms_norm.wrong(
    en=("The mean is subtracted first.", "RMSNorm does not centre."),
    zh=("先减去均值。", "RMSNorm 不做中心化。"),
)
def centred_first(x, weight, eps):
    x = x - x.mean(dim=-1, keepdim=True)
    rms = ((x**2).mean(dim=-1, keepdim=True) + eps).sqrt()
    return x / rms * weight


@rms_norm.wrong(
    en=("The sum of the squares is used.", "Their mean is."),
    zh=("用的是平方和。", "用的是平方的均值。"),
)
def sum_of_squares(x, weight, eps):
    rms = ((x**2).sum(dim=-1, keepdim=True) + eps).sqrt()
    return x / rms * weight


@rms_norm.wrong(
    en=("One scale is computed for the whole tensor.", "Each vector along the last axis has its own."),
    zh=("整个张量只算一个缩放。", "最后一维的每个向量各有一个。"),
)
def one_scale_for_all(x, weight, eps):
    rms = ((x**2).mean() + eps).sqrt()
    return x / rms * weight


def figure(out, x):
    layer_norm = nn.functional.layer_norm(torch.tensor(x).float(), (4,), eps=0.0)
    places = torch.arange(4)
    plt.bar(places - 0.2, out.tolist(), width=0.4, label="RMSNorm")
    plt.bar(places + 0.2, layer_norm.tolist(), width=0.4, label="LayerNorm")
    plt.axhline(out.mean().item(), color="C0", linestyle=":")
    plt.axhline(0, color="gray")
    plt.xticks(range(4), [f"x = {v}" for v in x])
    plt.title("dotted: the mean of the RMSNorm's output")
    plt.legend()
