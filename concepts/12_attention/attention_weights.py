"""Attention weights

Each query is compared with all keys by dot products; softmax turns its scores into weights that sum to 1; the output
is the mixture of the values with these weights:

    softmax(Q Kᵀ / √d) V

There is one weight for each query and each position, a single number for the whole word, not one for each dimension.
It was first added to RNN translators, but needs no RNN: there is no recurrence in the formula.
"""

import math

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, where, whole

ZH = """注意力权重

每个查询与所有键做点积得到分数，softmax 把这些分数变成和为 1 的权重，再按权重把各个值加起来：

    softmax(Q Kᵀ / √d) V

权重是“每个查询对每个位置一个数”，一个词整体只有一个权重，而不是每个维度各有一个。
注意力最早是加在 RNN 翻译模型上的，但它并不依赖 RNN：公式里没有任何循环。
"""
ALIASES = [
    "attention",
    "softmax weights",
    "注意力",
    "注意力机制",
    "Attention机制",
    "查询向量",
    "语音识别",
    "图像标注",
]
NEEDS = ["softmax-cross-entropy", "vector-similarity"]
SOURCES = [
    "Vaswani et al., Attention Is All You Need, arXiv:1706.03762, section 3.2.1",
    "Bahdanau et al., Neural Machine Translation by Jointly Learning to Align and Translate, arXiv:1409.0473",
]


@where(lambda m, n, d, v: len({m, n, d, v}) == 4)
def demo(m=whole(2, 6), n=whole(3, 9), d=whole(4, 16), v=whole(2, 7)):
    Q = torch.randn(m, d)
    K = torch.randn(n, d)
    V = torch.randn(n, v)
    weights = F.softmax(Q @ K.T / math.sqrt(d), dim=1)
    return {"weights": weights, "output": weights @ V}


@question("What is the shape of `weights`?", "`weights` 的形状是什么？")
def weights_shape(out):
    return out["weights"].shape


@weights_shape.wrong(
    "A word gets one weight as a whole; its dimensions are summed over in the dot product.",
    "一个词整体只有一个权重；各个维度在点积里已经加在一起了。",
)
def weight_per_dimension(n, d):
    return n, d


@weights_shape.wrong(
    "Rows belong to queries: each query spreads its attention over the keys.",
    "行对应查询：每个查询把注意力分配到各个键上。",
)
def keys_ask(m, n, d, v):
    return weights_shape(demo(n, m, d, v))


@question("What is the shape of `weights @ V`?", "`weights @ V` 的形状是什么？")
def output_shape(out):
    return out["output"].shape


@output_shape.wrong(
    "Keys only decide the weights; what is mixed, and so the width, are the values.",
    "键只决定权重；被混合的是值，所以输出的宽度等于值的宽度。",
)
def wide_as_keys(m, n, d):
    return output_shape(demo(m, n, d, v=d))


@output_shape.wrong(
    "Each query gets one mixture; the n values are summed over.",
    "每个查询得到一个混合结果；n 个值被加在了一起。",
)
def row_per_value(m, n, d, v):
    return output_shape(demo(n, m, d, v))


@question("What is the sum of all entries of `weights`?", "`weights` 里所有数之和是多少？")
def total(out):
    return out["weights"].sum().item()


@total.wrong(
    "Each query has a 1 of its own to spread: every row sums to 1, so m rows sum to m.",
    "每个查询各有一份“1”可分：每行之和为 1，m 行加起来就是 m。",
)
def one_for_all(n, d, v):
    return total(demo(1, n, d, v))


@total.wrong(
    "`dim=1` makes rows sum to 1, and there are m of them; columns may sum to anything.",
    "`dim=1` 使每行之和为 1，共 m 行；各列之和没有限制。",
)
def one_per_key(m, n, d, v):
    return total(demo(n, m, d, v))


@where(lambda m, n: m != n)
def normalised(m=whole(2, 6), n=whole(2, 6), dim=one_of(0, 1)):
    scores = torch.randn(m, n)
    return F.softmax(scores, dim=dim)


@question("Does every column sum to 1?", "每一列之和都是 1 吗？", of=normalised)
def columns_sum_to_one(out):
    return torch.allclose(out.sum(dim=0), torch.ones(out.shape[1]))


@columns_sum_to_one.wrong(
    "`dim=1` runs along a row: the rows sum to 1, not the columns.",
    "`dim=1` 沿着一行计算：和为 1 的是行，不是列。",
)
def always_columns(m, n):
    return columns_sum_to_one(normalised(m, n, dim=0))


@columns_sum_to_one.wrong(
    "`dim=0` runs down a column: here it is the columns that sum to 1.",
    "`dim=0` 沿着一列往下计算：这里和为 1 的正是列。",
)
def always_rows(m, n):
    return columns_sum_to_one(normalised(m, n, dim=1))


@where(lambda n, d: n != d)
def equal_keys(n=whole(3, 9), d=one_of(2, 4, 8)):
    q, k = torch.randn(d), torch.randn(d)
    K = k.repeat(n, 1)
    return F.softmax(K @ q / math.sqrt(d), dim=0)


@question("How large is each weight?", "每个权重是多少？", of=equal_keys)
def each_weight(out):
    return out[0].item()


@each_weight.wrong(
    "The weight is shared among the n positions; the d dimensions get none of their own.",
    "权重由 n 个位置平分；d 个维度没有各自的权重。",
)
def shared_by_dimensions(d):
    return 1 / d


@each_weight.wrong(
    "All keys fit equally well, but their weights together are 1.",
    "所有键同样匹配，但它们的权重加起来才是 1。",
)
def full_weight(d):
    return each_weight(equal_keys(1, d))


def longer(T=whole(5, 20), g=whole(2, 9)):
    short, long = torch.randn(T, 8), torch.randn(g * T, 8)
    return (long @ long.T).numel() / (short @ short.T).numel()


@question(
    "How many times as many scores does the longer text need?", "更长的文本需要的分数个数是原来的多少倍？", of=longer
)
def growth(out):
    return out


@growth.wrong(
    "Both sides of the table of scores grow: there are g times as many queries and g times as many keys.",
    "分数表的两边都变长：查询是 g 倍，键也是 g 倍。",
)
def grows_with_length(g):
    return float(g)


def figure(out):
    plt.imshow(out["weights"].tolist(), vmin=0, vmax=1)
    plt.xlabel("keys")
    plt.ylabel("queries (each row sums to 1)")
