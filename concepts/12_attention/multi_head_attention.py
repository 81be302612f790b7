"""Multi-head self-attention

In self-attention queries, keys and values are all made from the same sentence. Several heads attend side by side, each
in a slice of the width: a head has `E/h` dimensions, and `h` heads together are as wide as one would be. They split
the width, they do not multiply it. So `nn.MultiheadAttention(E, h)` has the same size for every `h` that divides `E`,
made of the maps to queries, keys, values and output, each with its bias:

    4E² + 4E
"""

import torch
from torch import nn

from journal.authoring import one_of, question, where, whole

ZH = """多头自注意力

自注意力的查询、键和值都来自同一个句子。多个头并排计算注意力，每个头只用其中一段宽度：一个头有 `E/h` 维，
`h` 个头合起来与只用一个头时同宽。多头是把宽度切开，而不是成倍加宽。所以只要 `h` 能整除 `E`，
`nn.MultiheadAttention(E, h)` 的参数量都相同，由查询、键、值、输出四个线性映射及其偏置组成：

    4E² + 4E
"""
ALIASES = [
    "multi-head attention",
    "multihead attention",
    "nn.MultiheadAttention",
    "MHA",
    "self-attention",
    "QKV",
    "多头注意力",
    "自注意力",
    "自注意力机制",
]
NEEDS = ["attention-weights", "module-parameters"]
CONFUSED_WITH = ["cross-attention"]
SOURCES = [
    "Vaswani et al., Attention Is All You Need, arXiv:1706.03762, section 3.2.2",
    "torch.nn.MultiheadAttention",
]


@where(lambda E, h: E % h == 0)
def demo(E=one_of(8, 12, 16, 18, 20, 24), h=one_of(2, 3, 4, 6), N=whole(2, 3), T=whole(4, 7), bias=True):
    attend = nn.MultiheadAttention(E, h, bias=bias, batch_first=True)
    x = torch.randn(N, T, E)
    _, weights = attend(x, x, x)
    parameters = sum(p.numel() for p in attend.parameters())
    return {
        "weights": weights,
        "parameters": parameters,
        "head_width": attend.head_dim,
    }


@question("How many parameters does `attend` have?", "`attend` 有多少个参数？")
def parameters(out):
    return out["parameters"]


@parameters.wrong(
    "The heads share one width: each uses a slice of the same four maps.",
    "各个头分用同一份宽度：每个头只用四个映射中的一段。",
)
def full_set_per_head(E, h, N, T):
    return h * parameters(demo(E, 1, N, T))


@parameters.wrong(
    "Each of the four maps has a bias of E numbers.",
    "四个映射各有 E 个偏置。",
)
def no_bias(E, h, N, T):
    return parameters(demo(E, h, N, T, bias=False))


@parameters.wrong(
    "After the heads there is a fourth map, which mixes their outputs.",
    "各头之后还有第四个映射，用来混合它们的输出。",
)
def no_output_map(E):
    return 3 * E**2 + 3 * E


@question("How many dimensions does one head have?", "一个头有多少维？")
def head_width(out):
    return out["head_width"]


@head_width.wrong(
    "The heads share the width: each gets an equal slice of it.",
    "各个头平分宽度，每个头只得到一段。",
)
def full_width(E, N, T):
    return head_width(demo(E, 1, N, T))


@question("What is the shape of `weights`?", "`weights` 的形状是什么？")
def weights_shape(out):
    return out["weights"].shape


@weights_shape.wrong(
    "By default the weights are averaged over the heads; `average_attn_weights=False` would keep them apart.",
    "默认会对各个头的权重取平均；设 `average_attn_weights=False` 才分开返回。",
)
def always_per_head(E, h, N, T):
    return per_head_shape(per_head(E, h, N, T))


@weights_shape.wrong(
    "There is one weight for each pair of positions, not one for each dimension of a word.",
    "权重是每对位置一个，而不是词的每个维度一个。",
)
def per_dimension(E, N, T):
    return N, T, E


@where(lambda E, h: E % h == 0)
def per_head(E=one_of(12, 16, 24), h=one_of(2, 3, 4, 6), N=whole(2, 3), T=whole(4, 8)):
    attend = nn.MultiheadAttention(E, h, batch_first=True)
    x = torch.randn(N, T, E)
    _, weights = attend(x, x, x, average_attn_weights=False)
    return weights


@question("What is the shape of `weights`?", "`weights` 的形状是什么？", of=per_head)
def per_head_shape(out):
    return out.shape


@per_head_shape.wrong(
    "Averaging is switched off here, so each head returns a table of its own.",
    "这里关闭了取平均，所以每个头各返回一张权重表。",
)
def still_averaged(E, h, N, T):
    return weights_shape(demo(E, h, N, T))


@per_head_shape.wrong(
    "Each head has a whole table of T × T weights, so the heads come before it.",
    "每个头都有一整张 T × T 的权重表，所以头的那一维排在前面。",
)
def heads_last(N, T, h):
    return N, T, T, h


def split(E=one_of(8, 12, 16, 24), h=one_of(2, 3, 4, 5, 6)):
    return nn.MultiheadAttention(E, h).head_dim


@question("Does it raise an error?", "会报错吗？", of=split, errors=True)
def raises(out):
    return isinstance(out, Exception)


@raises.wrong(
    "The width is cut into h equal slices, so h must divide E.",
    "宽度要切成 h 等份，所以 h 必须整除 E。",
)
def any_number_fits(E):
    return raises(split(E, 1))


@raises.wrong(
    "The number of heads need not be a power of two; it only has to divide E.",
    "头数不必是 2 的幂，只要能整除 E。",
)
def powers_of_two_only(h):
    return h not in (1, 2, 4, 8)


@where(lambda U, S, columns: U != S and columns in (U, S))
def made(U=whole(3, 9), S=whole(3, 9), columns=whole(3, 9)):
    attend = nn.MultiheadAttention(8, 2)
    target, source = torch.randn(U, 8), torch.randn(S, 8)
    weights = {
        "self-attention": attend(target, target, target)[1],
        "cross-attention": attend(target, source, source)[1],
    }
    widths = {table.shape[1]: name for name, table in weights.items()}
    return widths[columns]


@question(
    "One of the two tables of weights has `columns` columns: which of the two produced it?",
    "两张权重表中有一张是 `columns` 列：它是两者中哪一个产生的？",
    of=made,
    choices={"self-attention": "自注意力", "cross-attention": "交叉注意力"},
)
def which_of_the_two(out):
    return out


@which_of_the_two.wrong(
    "Columns are the words looked at: the target itself in self-attention, the source in cross-attention.",
    "列对应被看的词：自注意力看的是目标句自己，交叉注意力看的是源句。",
)
def columns_are_who_asks(columns, U):
    return "cross-attention" if columns == U else "self-attention"
