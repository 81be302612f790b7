"""Transformer block

A block is self-attention and a two-layer network, each with a residual connection and a layer norm. Attention joins
the tokens, the network (feed-forward) works on every token by itself. Shape in equals shape out, so blocks can be
stacked. With width `d` and inner width `f` the numbers to train are

    4d² + 4d  +  2df + f + d  +  4d

for attention, network and two norms: the same for any text length and any number of heads. Transformer is the name of
this architecture, not of a size; a block may be tiny.
"""

import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question, task, where, whole

ZH = """Transformer 模块

一个模块由自注意力和一个两层网络组成，两者各配一个残差连接和一个层归一化。注意力让词元之间交换信息，
前馈网络则对每个词元单独计算。输入与输出形状相同，所以模块可以层层叠加。宽度为 `d`、内部宽度为 `f` 时，可训练的参数有

    4d² + 4d  +  2df + f + d  +  4d

依次属于注意力、前馈网络和两个归一化：与文本长度、头数都无关。Transformer 是这种结构的名字，不表示规模大小；
一个模块可以很小。
"""
NAMES = [
    "Transformer",
    "TransformerEncoderLayer",
]
SHARED = ["feed-forward", "前馈网络"]
HINTS = ["large model", "大模型"]
NEEDS = ["multi-head-attention", "positional-encoding", "layer-norm", "residual-connection"]
SOURCES = [
    "Vaswani et al., Attention Is All You Need, arXiv:1706.03762, sections 3.1 and 3.3",
    "torch.nn.TransformerEncoderLayer",
]


@where(lambda d, f: f != 4 * d)
def demo(d=one_of(4, 6, 8, 10, 20), h=one_of(1, 2), f=one_of(5, 10, 16, 20, 30), N=whole(2, 4), T=whole(3, 9)):
    block = nn.TransformerEncoderLayer(d, h, f, batch_first=True)
    x = torch.randn(N, T, d)
    parameters = sum(p.numel() for p in block.parameters())
    return {"y": block(x), "parameters": parameters}


@question("How many parameters does the block have?", zh="这个模块有多少个参数？")
def parameters(out):
    return out["parameters"]


@parameters.steps
def parameters_step_by_step(d, f):
    attention = 4 * d * d + 4 * d
    network = 2 * d * f + f + d
    yield "4d² + 4d", attention
    yield "+ 2df + f + d", attention + network
    yield "+ 4d", attention + network + 4 * d


@parameters.wrong(
    en=("Only the matrices count.", "Every linear map has a bias, and both norms a weight and a bias per feature."),
    zh=("只数矩阵。", "每个线性映射都有偏置，两个层归一化对每个特征还各有缩放和偏移。"),
)
def matrices_only(d, f):
    return 4 * d * d + 2 * d * f


@parameters.wrong(
    en=("Layer norms have nothing to train.", "Each has a weight and a bias for each of d features: 4d in two."),
    zh=("层归一化没有可训练的参数。", "对 d 个特征各有缩放和偏移：两个归一化共 4d。"),
)
def norms_forgotten(out, d):
    return out["parameters"] - 4 * d


@parameters.wrong(
    en=("A block always has 12d² parameters.", "That is for f = 4d without the small terms; here f is another."),
    zh=("一个模块总是有 12d² 个参数。", "那是 f = 4d 且忽略小项时的估算；这里的 f 不同。"),
)
def twelve_d_squared(d):
    return 12 * d * d


@question("What is the shape of `block(x)`?", zh="`block(x)` 的形状是什么？")
def shape(out):
    return out["y"].shape


@shape.wrong(
    en=("The output is as wide as the inner layer.", "The network's second layer leads back from f to d."),
    zh=("输出与内部的层同宽。", "前馈网络的第二层又从 f 回到 d。"),
)
def inner_width(N, T, f):
    return N, T, f


@shape.wrong(
    en=("A sentence becomes one vector.", "Every token keeps a vector of its own."),
    zh=("一个句子变成一个向量。", "每个词元都保留自己的向量。"),
)
def one_vector(N, d):
    return N, d


@shape.wrong(
    en=("The sum is put beside the input.", "The residual connection adds: the width stays d."),
    zh=("残差连接把输入拼在旁边。", "残差连接是相加：宽度仍是 d。"),
)
def beside_the_input(N, T, d):
    return N, T, 2 * d


def grown(d=one_of(8, 16, 20, 32), h=one_of(1, 2), f=whole(8, 40), a=one_of(2, 3, 4, 5, 10)):
    small = nn.TransformerEncoderLayer(d, h, f)
    large = nn.TransformerEncoderLayer(d, 2 * h, f + a)
    counts = []
    for block in (small, large):
        counts.append(sum(p.numel() for p in block.parameters()))
    return counts[1] - counts[0]


@question(
    "How many more parameters does `large` have than `small`?",
    zh="`large` 比 `small` 多多少个参数？",
    of=grown,
)
def extra_parameters(out):
    return out


@extra_parameters.wrong(
    en=("Twice the heads are twice the attention.", "Heads cut the same maps into thinner slices; nothing is added."),
    zh=("头数加倍，注意力的参数也加倍。", "头多了只是把同样的映射切得更细，参数不增加。"),
)
def heads_multiply(d, a):
    return 4 * d * d + 4 * d + a * (2 * d + 1)


@extra_parameters.wrong(
    en=("An inner unit has weights only.", "It has d weights in, d weights out and a bias."),
    zh=("内部的一个单元只有权重。", "它有 d 个输入权重、d 个输出权重和 1 个偏置。"),
)
def no_bias(d, a):
    return 2 * a * d


@extra_parameters.wrong(
    en=("An inner unit belongs to one matrix.", "It is a column of one and a row of the other."),
    zh=("内部的一个单元只属于一个矩阵。", "它在两个矩阵里各占一行或一列。"),
)
def one_matrix(d, a):
    return a * (d + 1)


@where(lambda T, j, w, L: j < T and 0 < w * L < T - 1)
def local(T=whole(6, 14), j=whole(0, 13), w=whole(1, 2), L=whole(1, 4)):
    far = torch.ones(T, T).tril(-w - 1) + torch.ones(T, T).triu(w + 1)
    block = nn.TransformerEncoderLayer(8, 2, 16, dropout=0.0)
    blocks = nn.TransformerEncoder(block, L, enable_nested_tensor=False)

    def run(x):
        return blocks(x, mask=far == 1)

    x = torch.randn(T, 8)
    before = run(x)
    x[j] += torch.randn(8)
    return (run(x) - before).abs().amax(dim=1)


@question(
    "A token sees those up to `w` places away. How many of the `T` outputs change when token `j` is changed?",
    zh="每个词元看得到相距不超过 `w` 的词元。改动第 `j` 个词元，`T` 个输出中有几个会变？",
    of=local,
)
def tokens_reached(out):
    return int((out > 0).sum())


@tokens_reached.wrong(
    en=("Attention joins all tokens at once.", "Here a block carries a change w places far, L blocks w · L."),
    zh=("注意力一次就连接所有词元。", "这里一个模块把变化传到 w 个位置之外，L 个模块传到 w · L 之外。"),
)
def all_of_them(T):
    return T


@tokens_reached.wrong(
    en=("More blocks do not reach further.", "Each block passes on what the last one has received."),
    zh=("模块再多也传不得更远。", "每个模块都把上一个收到的继续传下去。"),
)
def one_block_only(T, j, w):
    return min(j + w, T - 1) - max(j - w, 0) + 1


@tokens_reached.wrong(
    en=("The feed-forward network spreads a change, too.", "It works on every token by itself."),
    zh=("前馈网络也会传播变化。", "它对每个词元单独计算。"),
)
def network_spreads_it(T, j, w, L):
    reach = (w + 1) * L
    return min(j + reach, T - 1) - max(j - reach, 0) + 1


@task(
    "Write `block`, a Transformer block after the paper: y = norm(x + attend(x)), then norm(y + network(y)), where "
    "network(y) = relu(y A) B and norm is a layer norm without weights over the last axis; attend(x) is "
    "`F.scaled_dot_product_attention(x, x, x)`.",
    zh="按论文写出 Transformer 模块 `block`：y = norm(x + attend(x))，再算 norm(y + network(y))，其中 "
    "network(y) = relu(y A) B，norm 是对最后一维、不带参数的层归一化；"
    "attend(x) 是 `F.scaled_dot_product_attention(x, x, x)`。",
    blanks=["x + attend(x, x, x)", "y + F.relu(y @ A) @ B"],
    order=True,
    mend=["no_residual", "norm_comes_first"],
)
def block(x, A, B):
    attend = F.scaled_dot_product_attention
    d = x.shape[-1:]
    y = F.layer_norm(x + attend(x, x, x), d)
    return F.layer_norm(y + F.relu(y @ A) @ B, d)


block.hint(
    "Attention first, then the network; each is added to its own input.", zh="先注意力，后网络；各自加到自己的输入上。"
)
block.hint("The sum is normalised, not the branch.", zh="归一化的是相加之后的和，不是分支。")


@block.inputs
def sentence(T=whole(2, 5), d=whole(3, 6), f=whole(2, 8)):
    return torch.randn(T, d), torch.randn(d, f), torch.randn(f, d)


@block.inputs
def batch(N=whole(1, 2), T=whole(1, 3), d=whole(3, 5)):
    return 3 * torch.randn(N, T, d) + 2, torch.randn(d, 4), torch.randn(4, d)


@block.holds("Every token ends with mean 0.", zh="每个词元向量的均值都是 0。")
def centred(out):
    return bool((out.mean(dim=-1).abs() < 1e-4).all())


@block.wrong(
    en=("The branches replace their input.", "They are added to it."),
    zh=("分支取代输入。", "分支要加到输入上。"),
)
def no_residual(x, A, B):
    y = F.layer_norm(F.scaled_dot_product_attention(x, x, x), x.shape[-1:])
    return F.layer_norm(F.relu(y @ A) @ B, x.shape[-1:])


@block.wrong(
    en=("The norm comes before each branch.", "That is pre-norm; the paper normalises the sums."),
    zh=("归一化在每个分支之前。", "那是前置归一化；论文归一化的是和。"),
)
def norm_comes_first(x, A, B):
    z = F.layer_norm(x, x.shape[-1:])
    y = x + F.scaled_dot_product_attention(z, z, z)
    return y + F.relu(F.layer_norm(y, x.shape[-1:]) @ A) @ B


@block.wrong(
    en=("Both branches are added to x.", "The network is added to y, what attention has made of it."),
    zh=("两个分支都加到 x 上。", "网络要加到 y 上，即注意力处理之后的结果。"),
)
def both_added_to_x(x, A, B):
    y = F.layer_norm(x + F.scaled_dot_product_attention(x, x, x), x.shape[-1:])
    return F.layer_norm(x + F.relu(y @ A) @ B, x.shape[-1:])
