"""Transformer block

A block is self-attention and a two-layer network, each with a residual connection and a layer norm. Attention joins
the words, the network (feed-forward) works on every word by itself. Shape in equals shape out, so blocks can be
stacked. With width `d` and inner width `f` the numbers to train are

    4d² + 4d  +  2df + f + d  +  4d

for attention, network and two norms: the same for any text length and any number of heads. Transformer is the name of
this architecture, not of a size; a block may be tiny.
"""

import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question, whole

ZH = """Transformer 模块

一个模块由自注意力和一个两层网络组成，两者各配一个残差连接和一个层归一化。注意力让词与词交换信息，
前馈网络则对每个词单独计算。输入与输出形状相同，所以模块可以层层叠加。宽度为 `d`、内部宽度为 `f` 时，可训练的参数有

    4d² + 4d  +  2df + f + d  +  4d

依次属于注意力、前馈网络和两个归一化：与文本长度、头数都无关。Transformer 是这种结构的名字，不表示规模大小；
一个模块可以很小。
"""
ALIASES = [
    "Transformer",
    "feed-forward",
    "TransformerEncoderLayer",
    "large model",
    "大模型",
    "前馈网络",
]
NEEDS = ["multi-head-attention", "positional-encoding", "layer-norm", "residual-connection"]
SOURCES = [
    "Vaswani et al., Attention Is All You Need, arXiv:1706.03762, sections 3.1 and 3.3",
    "torch.nn.TransformerEncoderLayer",
]


def demo(
    d=one_of(8, 12, 16, 24, 32), h=one_of(2, 4), f=one_of(16, 20, 40, 56), N=whole(2, 4), T=whole(3, 9), bias=True
):
    block = nn.TransformerEncoderLayer(d, h, f, bias=bias, batch_first=True)
    x = torch.randn(N, T, d)
    parameters = sum(p.numel() for p in block.parameters())
    return {"y": block(x), "parameters": parameters}


@question("How many parameters does the block have?", "这个模块有多少个参数？")
def parameters(out):
    return out["parameters"]


@parameters.wrong(
    "Every linear map has a bias, and both layer norms have a weight and a bias per feature.",
    "每个线性映射都有偏置，两个层归一化对每个特征还各有一个缩放和一个偏移。",
)
def matrices_only(d, f):
    return 4 * d * d + 2 * d * f


@parameters.wrong(
    "Besides the matrices there are biases: in attention, in both linear layers and in both norms.",
    "除了矩阵还有偏置：注意力、两个线性层和两个归一化里都有。",
)
def no_biases(d, h, f, N, T):
    return parameters(demo(d, h, f, N, T, bias=False))


@parameters.wrong(
    "12d² is a rule of thumb for f = 4d without the small terms; here f is another.",
    "12d² 只是 f = 4d 且忽略小项时的估算；这里的 f 不同。",
)
def twelve_d_squared(d):
    return 12 * d * d


@question("What is the shape of `block(x)`?", "`block(x)` 的形状是什么？")
def shape(out):
    return out["y"].shape


@shape.wrong(
    "The inner width f is only inside the network; its second layer leads back to d.",
    "内部宽度 f 只出现在前馈网络中间；它的第二层又回到 d。",
)
def inner_width(N, T, f):
    return N, T, f


@shape.wrong(
    "The heads are joined again: h slices of d/h make d.",
    "各个头会重新拼起来：h 段 d/h 维合成 d 维。",
)
def one_head_wide(N, T, d, h):
    return N, T, d // h


def more_heads(d=one_of(8, 16, 32), f=one_of(16, 32, 64), h=one_of(1, 2, 4)):
    few = nn.TransformerEncoderLayer(d, h, f)
    many = nn.TransformerEncoderLayer(d, 2 * h, f)
    counts = []
    for block in (few, many):
        counts.append(sum(p.numel() for p in block.parameters()))
    return counts[1] - counts[0]


@question(
    "How many more parameters does `many` have than `few`?", "`many` 比 `few` 多多少个参数？", of=more_heads, fact=True
)
def extra_parameters(out):
    return out


@extra_parameters.wrong(
    "More heads cut the same maps into thinner slices; nothing is added.",
    "头多了只是把同样的映射切得更细，参数并不增加。",
)
def heads_multiply(d, h):
    return h * (4 * d * d + 4 * d)


def norm_order(d=one_of(8, 16, 32), norm_first=one_of(True, False)):
    block = nn.TransformerEncoderLayer(d, 2, 16, norm_first=norm_first)
    y = block(torch.randn(5, d))
    return y.mean(dim=1)


@question(
    "Is the mean of every output token 0 (up to rounding)?",
    "输出中每个词向量的均值都是 0 吗（不计舍入误差）？",
    of=norm_order,
)
def centred(out):
    return bool((out.abs() < 1e-4).all())


@centred.wrong(
    "With `norm_first` the last step is the residual sum, and nothing normalises it in this block.",
    "设了 `norm_first`，最后一步是残差相加，这个模块里不再对它归一化。",
)
def always_normed(d):
    return centred(norm_order(d, norm_first=False))


@centred.wrong(
    "By default a layer norm, here still untrained, comes last, after the residual sum: each token has mean 0.",
    "默认情况下最后一步是残差相加之后的层归一化，这里它还没有训练过：每个词向量的均值为 0。",
)
def residual_comes_last(d):
    return centred(norm_order(d, norm_first=True))


def parts(T=whole(3, 9), part=one_of("attention", "feed-forward")):
    block = nn.TransformerEncoderLayer(8, 2, 16, dropout=0.0)

    def run(x):
        if part == "attention":
            return block.self_attn(x, x, x)[0]
        return block.linear2(F.relu(block.linear1(x)))

    x = torch.randn(T, 8)
    before = run(x)
    x[1] = torch.randn(8)
    return (run(x) - before).abs().max(dim=1).values


@question("Does the change of word 1 change the output for word 0?", "改动第 1 个词会改变第 0 个词的输出吗？", of=parts)
def reaches_word_0(out):
    return bool(out[0] > 1e-6)


@reaches_word_0.wrong(
    "The network is applied to every word by itself, with the same weights.",
    "前馈网络对每个词单独计算，只是用同一套权重。",
)
def network_joins_words(T):
    return reaches_word_0(parts(T, part="attention"))


@reaches_word_0.wrong(
    "In attention every word looks at all others: here the words are joined.",
    "在注意力里每个词都看其他所有词：词与词正是在这里交换信息。",
)
def words_stay_apart(T):
    return reaches_word_0(parts(T, part="feed-forward"))
