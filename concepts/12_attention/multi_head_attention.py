"""Multi-head self-attention

In self-attention queries, keys and values are all made from the same sentence. Several heads attend side by side, each
in a slice of the width: a head has `E/h` dimensions, and `h` heads together are as wide as one would be. They split
the width, they do not multiply it. So `nn.MultiheadAttention(E, h)` has the same size for every `h` that divides `E`,
made of the maps to queries, keys, values and output, each with its bias:

    4E² + 4E
"""

import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question, task, where, whole

ZH = """多头自注意力

自注意力的查询、键和值都来自同一个句子。多个头并排计算注意力，每个头只用其中一段宽度：一个头有 `E/h` 维，
`h` 个头合起来与只用一个头时同宽。多头是把宽度切开，而不是成倍加宽。所以只要 `h` 能整除 `E`，
`nn.MultiheadAttention(E, h)` 的参数量都相同，由查询、键、值、输出四个线性映射及其偏置组成：

    4E² + 4E
"""
NAMES = [
    "multi-head attention",
    "multihead attention",
    "nn.MultiheadAttention",
    "MHA",
    "self-attention",
    "多头注意力",
    "自注意力",
    "自注意力机制",
]
SHARED = ["QKV"]
NEEDS = ["attention-weights", "module-parameters"]
CONFUSED_WITH = ["cross-attention"]
SOURCES = [
    "Vaswani et al., Attention Is All You Need, arXiv:1706.03762, section 3.2.2",
    "torch.nn.MultiheadAttention",
]


@where(lambda E, h: E % h == 0)
def demo(E=one_of(8, 12, 16, 18, 20, 24), h=one_of(2, 3, 4, 6), N=whole(2, 3), T=whole(4, 7)):
    attend = nn.MultiheadAttention(E, h, batch_first=True)
    x = torch.randn(N, T, E)
    _, weights = attend(x, x, x)
    parameters = sum(p.numel() for p in attend.parameters())
    return {"weights": weights, "parameters": parameters}


@question("How many parameters does `attend` have?", zh="`attend` 有多少个参数？")
def parameters(out):
    return out["parameters"]


@parameters.wrong(
    en=("Each head has four maps of full width.", "The heads share one width: each uses a slice of the same maps."),
    zh=("每个头都有四个全宽的映射。", "各个头分用同一份宽度：每个头只用映射中的一段。"),
)
def full_set_per_head(out, h):
    return h * out["parameters"]


@parameters.wrong(
    en=("The maps are matrices alone.", "Each of the four has a bias of E numbers."),
    zh=("映射只有矩阵。", "四个映射各有 E 个偏置。"),
)
def no_bias(E):
    return 4 * E**2


@parameters.wrong(
    en=("There are three maps: to queries, keys and values.", "A fourth mixes the outputs of the heads."),
    zh=("映射有三个：查询、键、值。", "还有第四个，用来混合各头的输出。"),
)
def no_output_map(E):
    return 3 * E**2 + 3 * E


@question("What is the shape of `weights`?", zh="`weights` 的形状是什么？")
def weights_shape(out):
    return out["weights"].shape


@weights_shape.wrong(
    en=("Each head's weights are returned.", "By default they are averaged over the heads."),
    zh=("返回的是每个头的权重。", "默认会对各个头取平均。"),
)
def always_per_head(N, h, T):
    return N, h, T, T


@weights_shape.wrong(
    en=("There is a weight for each dimension of a token.", "There is one for each pair of positions."),
    zh=("词元的每个维度各有一个权重。", "权重是每对位置一个。"),
)
def per_dimension(E, N, T):
    return N, T, E


@where(lambda E, h: E % h == 0)
def per_head(E=one_of(12, 16, 24), h=one_of(2, 3, 4, 6), N=whole(2, 3), T=whole(4, 8)):
    attend = nn.MultiheadAttention(E, h, batch_first=True)
    x = torch.randn(N, T, E)
    _, weights = attend(x, x, x, average_attn_weights=False)
    return weights


@question("What is the shape of `weights`?", zh="`weights` 的形状是什么？", of=per_head)
def per_head_shape(out):
    return out.shape


@per_head_shape.wrong(
    en=("The weights are averaged over the heads.", "Averaging is switched off here: each head returns its table."),
    zh=("返回的权重对各个头取了平均。", "这里关闭了取平均：每个头各返回一张表。"),
)
def still_averaged(N, T):
    return N, T, T


@per_head_shape.wrong(
    en=("The heads are the last axis.", "Each head has a whole T × T table, so the heads come before it."),
    zh=("头在最后一维。", "每个头都有一整张 T × T 的表，所以头排在表的前面。"),
)
def heads_last(N, T, h):
    return N, T, T, h


@per_head_shape.wrong(
    en=("A head sees a slice of the tokens.", "It sees a slice of the width, of all tokens."),
    zh=("每个头只看一部分词元。", "它看所有词元，只是每个词元只看一段维度。"),
)
def tokens_are_split(N, h, T):
    return N, h, T, T // h


@where(lambda E, h, j, k: E % h == 0 and j < h and k < E // h and j and k)
def slices(E=one_of(12, 16, 18, 20, 24), h=one_of(2, 3, 4, 6), j=whole(1, 5), k=whole(1, 11)):
    # 5 tokens; each entry is the number of its column
    columns = torch.arange(E).expand(5, E)
    heads = columns.unflatten(-1, (h, E // h)).transpose(0, 1)
    return heads[j, 0, k]


@question("Which number is returned?", zh="返回的数是多少？", of=slices)
def column(out):
    return out


@column.wrong(
    en=("Neighbouring columns go to different heads.", "A head has E/h columns that lie side by side."),
    zh=("相邻的列分给不同的头。", "一个头占有并排的 E/h 列。"),
)
def columns_are_dealt_out(h, j, k):
    return k * h + j


@column.wrong(
    en=("A head is h columns wide.", "There are h heads, each E/h columns wide."),
    zh=("一个头宽 h 列。", "头有 h 个，每个宽 E/h 列。"),
)
def head_of_h_columns(h, j, k):
    return j * h + k


@column.wrong(
    en=("Each head starts at the first column.", "Head j starts behind the j slices of the heads before it."),
    zh=("每个头都从第一列开始。", "第 j 个头从前面 j 段之后开始。"),
)
def every_head_from_the_start(k):
    return k


@where(lambda E, h: E % h == 0)
def grouped(E=one_of(12, 16, 24, 32, 48), h=one_of(2, 3, 4, 6, 8), T=whole(3, 9), N=whole(2, 4)):
    x = torch.randn(N, T, E)
    heads = x.unflatten(-1, (h, E // h)).transpose(1, 2)
    mixed = F.scaled_dot_product_attention(heads, heads, heads)
    return mixed.transpose(1, 2)


@question("What is the shape of the output?", zh="输出的形状是什么？", of=grouped)
def before_joining(out):
    return out.shape


@before_joining.wrong(
    en=("The heads are joined already.", "The last two axes, h and E/h, must still be flattened into E."),
    zh=("各个头已经拼好。", "最后两维 h 和 E/h 还要合并成 E。"),
)
def joined(N, T, E):
    return N, T, E


@before_joining.wrong(
    en=("The heads still come before the tokens.", "The last `transpose(1, 2)` puts the tokens first again."),
    zh=("头还在词元前面。", "最后的 `transpose(1, 2)` 又把词元换到了前面。"),
)
def heads_first(N, T, E, h):
    return N, h, T, E // h


@before_joining.wrong(
    en=("Each head keeps the whole width.", "It works in its slice of E/h dimensions."),
    zh=("每个头保留全部宽度。", "它只在自己那 E/h 维里计算。"),
)
def full_width(N, T, E, h):
    return N, T, h, E


@task(
    "Write `split_heads`: x (N, T, E) becomes (N, h, T, E/h); head j gets columns j·E/h to (j + 1)·E/h − 1.",
    zh="写出 `split_heads`：把 x (N, T, E) 变成 (N, h, T, E/h)；第 j 个头取第 j·E/h 到第 (j + 1)·E/h − 1 列。",
    blanks=["(N, T, h, E // h)", "transpose(1, 2)"],
    order=True,
    mend=["tokens_are_mixed", "dealt_out"],
)
def split_heads(x, h):
    N, T, E = x.shape
    slices = x.reshape(N, T, h, E // h)
    return slices.transpose(1, 2)


split_heads.hint("Cut the last axis in two first; leave the tokens alone.", zh="先把最后一维一分为二，不动词元那一维。")
split_heads.hint("Then exchange the axes of tokens and heads.", zh="再交换词元和头这两维。")


@split_heads.inputs
def tokens(N=whole(1, 2), T=whole(2, 4), h=whole(2, 3), w=whole(2, 3)):
    return torch.randn(N, T, h * w), h


@split_heads.inputs
def thin(N=whole(1, 2), T=whole(2, 4), h=whole(1, 4)):
    return torch.randn(N, T, 2 * h), h


@split_heads.holds("The first head has the first columns.", zh="第一个头取最前面的几列。")
def first_columns(out, x, h):
    return torch.equal(out[:, 0], x[:, :, : x.shape[2] // h])


@split_heads.wrong(
    en=("One reshape to (N, h, T, E/h) will do.", "It cuts across the tokens; the axes must be exchanged."),
    zh=("一次 reshape 成 (N, h, T, E/h) 就行。", "那样会把词元切乱；需要交换两维。"),
)
def tokens_are_mixed(x, h):
    N, T, E = x.shape
    return x.reshape(N, h, T, E // h)


@split_heads.wrong(
    en=("Columns are dealt out to the heads one by one.", "Each head gets a slice of neighbouring columns."),
    zh=("各列轮流分给各个头。", "每个头取相邻的一段列。"),
)
def dealt_out(x, h):
    N, T, E = x.shape
    return x.reshape(N, T, E // h, h).permute(0, 3, 1, 2)


@task(
    "Write `join_heads`, the inverse: x (N, h, T, w) becomes (N, T, h·w), the heads side by side.",
    zh="写出逆操作 `join_heads`：把 x (N, h, T, w) 变成 (N, T, h·w)，各个头并排放在一起。",
    mend=["flattened_at_once"],
)
def join_heads(x):
    return x.transpose(1, 2).flatten(2)


join_heads.hint(
    "The heads must stand next to the width before they are flattened.", zh="合并之前，头那一维要紧挨着宽度。"
)


@join_heads.inputs
def heads(N=whole(1, 2), h=whole(2, 3), T=whole(2, 4), w=whole(2, 3)):
    return (torch.randn(N, h, T, w),)


@join_heads.holds("The first columns are the first head.", zh="最前面几列就是第一个头。")
def first_head(out, x):
    return torch.equal(out[:, :, : x.shape[3]], x[:, 0])


@join_heads.wrong(
    en=("One reshape to (N, T, h·w) will do.", "It mixes tokens: exchange heads and tokens first."),
    zh=("一次 reshape 成 (N, T, h·w) 就行。", "那样会混淆词元：要先交换头和词元两维。"),
)
def flattened_at_once(x):
    N, h, T, w = x.shape
    return x.reshape(N, T, h * w)


@join_heads.wrong(
    en=("The heads go last, then all is flattened.", "That deals their columns out in turn: the heads come before w."),
    zh=("把头换到最后再合并。", "那样各头的列会交错：头应排在 w 之前。"),
)
def heads_behind(x):
    return x.permute(0, 2, 3, 1).flatten(2)
