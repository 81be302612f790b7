"""Autoencoder and PCA

An autoencoder squeezes its input through k numbers, the code, and is trained to give the input back. If encoder and
decoder are linear, the data centred and the error squared, the best it can do is PCA: the code spans the k leading
principal directions, and what is lost is the sum of the squared singular values left out,

    s²ₖ₊₁ + … + s²ₙ

(any invertible change of the code is as good). More linear layers gain nothing: the rank of their product is at most
the width of the narrowest one. With nonlinear layers the code can follow curved data. Too wide a code just copies.
"""

import matplotlib.pyplot as plt
import torch
from torch import nn

from journal.authoring import one_of, question, several, where, whole

ZH = """自编码器与主成分分析

自编码器把输入压缩成 k 个数，即编码，并训练它还原输入。如果编码器和解码器都是线性的，数据已中心化，误差取平方，
那么最好的结果就是 PCA：编码张成前 k 个主方向，损失的是舍去的奇异值的平方和，

    s²ₖ₊₁ + … + s²ₙ

（编码做任意可逆变换都一样好）。再多的线性层也没有用：它们乘积的秩不超过最窄一层的宽度。有非线性层时，
编码可以贴合弯曲的数据。编码太宽就只是照抄。
"""
NAMES = ["autoencoder", "auto-encoder", "autoencoders", "bottleneck code", "自编码器", "自动编码器", "自编码网络"]
HINTS = ["PCA", "dimensionality reduction", "主成分", "降维"]
NEEDS = ["mlp-forward", "pca"]
CONFUSED_WITH = ["vae-elbo"]
SOURCES = [
    "Baldi & Hornik, Neural Networks and Principal Component Analysis, Neural Networks 2 (1989)",
    "Goodfellow, Bengio & Courville, Deep Learning, chapter 14",
]


@where(lambda s, k: len(set(s)) == 4 and sum(sorted(s)[: 4 - k]) > 1)
@where(lambda s, k: sorted(s)[: 4 - k] != sorted(s[k:]))
def demo(s=several(4, whole(1, 9)), k=one_of(1, 2, 3)):
    X = torch.diag(torch.tensor(s).double())  # singular values s
    directions = torch.linalg.svd(X).Vh[:k]  # the best linear encoder
    code = X @ directions.T
    return (X - code @ directions).square().sum()


@question("How large is the squared error of the reconstruction?", zh="重构的平方误差是多少？")
def lost(out):
    return out


@lost.wrong(
    en=("The first k features are kept.", "The k directions with the largest singular values are."),
    zh=("保留前 k 个特征。", "保留奇异值最大的 k 个方向。"),
)
def first_kept(s, k):
    return float(sum(value**2 for value in s[k:]))


@lost.wrong(
    en=("The error is the sum of the singular values left out.", "Of their squares."),
    zh=("误差是舍去的奇异值之和。", "是它们的平方和。"),
)
def not_squared(s, k):
    return float(sum(sorted(s)[: 4 - k]))


@lost.wrong(
    en=("It is the sum of the squares that are kept.", "Of those that are left out."),
    zh=("是保留的奇异值的平方和。", "是舍去的那些的平方和。"),
)
def what_is_kept(s, k):
    return float(sum(value**2 for value in sorted(s)[4 - k :]))


@where(lambda widths: len(set(widths[:4])) == 4)
def linear_stack(widths=several(4, whole(4, 20))):
    product = torch.eye(widths[0]).double()
    for width in [*widths[1:], widths[0]]:  # layers without activations
        product = torch.randn(width, len(product)).double() @ product
    return torch.linalg.matrix_rank(product)


@question("What is the rank of the whole linear autoencoder?", zh="整个线性自编码器的秩是多少？", of=linear_stack)
def rank(out):
    return out


@rank.wrong(
    en=("It is the width of the input.", "The narrowest layer bounds it."),
    zh=("等于输入的宽度。", "受最窄的一层限制。"),
)
def width_of_the_input(widths):
    return widths[0]


@rank.wrong(
    en=("The widest layer decides.", "The narrowest does: what it drops is gone."),
    zh=("由最宽的一层决定。", "由最窄的决定：它丢掉的找不回来。"),
)
def widest(widths):
    return max(widths)


@rank.wrong(
    en=("The last layer before the output decides.", "Any layer may be the narrowest."),
    zh=("由输出前的最后一层决定。", "任何一层都可能最窄。"),
)
def last_layer(widths):
    return widths[-1]


@where(lambda d, h, k: k < h < d)
def sizes(d=one_of(10, 16, 20, 28), h=one_of(4, 5, 8, 12), k=one_of(1, 2, 3, 4)):
    encoder = nn.Sequential(nn.Linear(d, h), nn.ReLU(), nn.Linear(h, k))
    decoder = nn.Sequential(nn.Linear(k, h), nn.ReLU(), nn.Linear(h, d))
    net = nn.Sequential(encoder, decoder)
    return sum(p.numel() for p in net.parameters())


@question("How many parameters has the autoencoder?", zh="这个自编码器有多少个参数？", of=sizes)
def parameters(out):
    return out


@parameters.wrong(
    en=("Layers have weights only.", "Each of the four also has a bias for every output."),
    zh=("各层只有权重。", "四层里每个输出还有一个偏置。"),
)
def biases_forgotten(d, h, k):
    return 2 * h * (d + k)


@parameters.wrong(
    en=("The decoder uses the encoder's weights, transposed.", "It has its own, unless they are tied on purpose."),
    zh=("解码器用编码器权重的转置。", "它有自己的权重，除非特意绑定。"),
)
def tied(d, h, k):
    return h * (d + k) + 2 * h + k + d


@parameters.wrong(
    en=("Only the encoder is trained.", "The decoder is trained along with it."),
    zh=("只训练编码器。", "解码器一起训练。"),
)
def encoder_only(d, h, k):
    return h * (d + k) + h + k


def figure(out, s, k):
    order = sorted(s, reverse=True)
    plt.bar(range(1, 5), [value**2 for value in order], color=["C0" if i < k else "C1" for i in range(4)])
    plt.xticks(range(1, 5))
    plt.xlabel("principal direction; the orange ones are lost")
    plt.ylabel("squared singular value")
