"""Attention weights

Each query is compared with all keys by dot products; softmax turns its scores into weights that sum to 1; the output
is the mixture of the values with these weights:

    softmax(Q Kᵀ / √d) V

There is one weight for each query and each position, a single number for the whole token, not one for each dimension.
It was first added to RNN translators, but needs no RNN: there is no recurrence in the formula.
"""

import math

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, task, where, whole

ZH = """注意力权重

每个查询与所有键做点积得到分数，softmax 把这些分数变成和为 1 的权重，再按权重把各个值加起来：

    softmax(Q Kᵀ / √d) V

权重是“每个查询对每个位置一个数”，一个词元整体只有一个权重，而不是每个维度各有一个。
注意力最早是加在 RNN 翻译模型上的，但它并不依赖 RNN：公式里没有任何循环。
"""
NAMES = ["attention mechanism", "注意力机制", "Attention机制"]
SHARED = ["attention", "注意力", "softmax weights", "查询向量"]
HINTS = ["语音识别", "图像标注"]
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


@question("What is the shape of `weights`?", zh="`weights` 的形状是什么？")
def weights_shape(out):
    return out["weights"].shape


@weights_shape.wrong(
    en=("Each dimension of a token has a weight.", "A token has one as a whole: the dot product sums over dimensions."),
    zh=("词元的每个维度各有一个权重。", "一个词元整体只有一个权重：点积已对各个维度求和。"),
)
def weight_per_dimension(n, d):
    return n, d


@weights_shape.wrong(
    en=("Keys stand in the rows.", "Queries do: each spreads its attention over the keys."),
    zh=("行对应键。", "行对应查询：每个查询把注意力分配到各个键上。"),
)
def keys_ask(m, n, d, v):
    return weights_shape(demo(n, m, d, v))


@weights_shape.wrong(
    en=("A query weighs the other queries.", "It weighs the n keys, which may be of another sequence."),
    zh=("查询给其他查询分配权重。", "它给 n 个键分配权重，键可以来自另一个序列。"),
)
def queries_look_at_queries(m):
    return m, m


@question("What is the shape of `weights @ V`?", zh="`weights @ V` 的形状是什么？")
def output_shape(out):
    return out["output"].shape


@output_shape.wrong(
    en=("The output is as wide as the keys.", "Keys only decide the weights; what is mixed are the values."),
    zh=("输出与键同宽。", "键只决定权重；被混合的是值。"),
)
def wide_as_keys(m, n, d):
    return output_shape(demo(m, n, d, v=d))


@output_shape.wrong(
    en=("There is a row for each value.", "Each query gets one mixture; the n values are summed over."),
    zh=("每个值各占一行。", "每个查询得到一个混合结果；n 个值被加在了一起。"),
)
def row_per_value(n, v):
    return n, v


@where(lambda N, m, n: len({N, m, n}) == 3)
def normalised(N=whole(2, 5), m=whole(2, 7), n=whole(2, 9), dim=one_of(0, 1, 2)):
    scores = torch.randn(N, m, n)  # sentences, queries, keys
    return F.softmax(scores, dim=dim)


@question("What is the sum of all entries of the output?", zh="输出里所有数之和是多少？", of=normalised)
def total(out):
    return out.sum().item()


@total.wrong(
    en=("Softmax always runs along the last axis.", "It runs along `dim`: each line in that direction sums to 1."),
    zh=("softmax 总是沿最后一维计算。", "它沿 `dim` 计算：那个方向上的每一串数之和为 1。"),
)
def always_the_keys(N, m):
    return float(N * m)


@total.wrong(
    en=("Each sentence has one 1 to spread.", "Every single line along `dim` has a 1 of its own."),
    zh=("每个句子只有一份“1”可分。", "沿 `dim` 的每一串数各有一份“1”。"),
)
def one_for_a_sentence(N):
    return float(N)


@total.wrong(
    en=("The length of `dim` is what is summed.", "That axis gives the 1; the other two axes are counted."),
    zh=("和等于 `dim` 那一维的长度。", "那一维之和是 1；要数的是另外两维。"),
)
def length_of_the_axis(N, m, n, dim):
    return float([N, m, n][dim])


@where(lambda n, k: 1 < k < n)
def favoured(n=whole(3, 9), k=whole(2, 6), c=whole(2, 5)):
    scores = torch.zeros(n)
    scores[:k] = math.log(c)
    return F.softmax(scores, dim=0)


@question("How large is the first weight?", zh="第一个权重是多少？", of=favoured)
def first_weight(out):
    return out[0].item()


@first_weight.wrong(
    en=("Only the largest scores get weight.", "The others get less, not nothing: their exponential is 1."),
    zh=("只有分数最高的键才有权重。", "其余的得到的较少，但不是零：它们的指数是 1。"),
)
def the_best_share_all(k):
    return 1 / k


@first_weight.wrong(
    en=("It is c times an equal share.", "The others' shares shrink as well: all weights together are 1."),
    zh=("它是平均份额的 c 倍。", "其他键的份额也随之变小：所有权重之和是 1。"),
)
def multiple_of_an_equal_share(n, c):
    return c / n


@first_weight.wrong(
    en=("One key alone has the higher score.", "k keys have it, and share what it brings."),
    zh=("只有一个键的分数更高。", "有 k 个键的分数更高，它们一起分。"),
)
def one_key_is_favoured(n, c):
    return c / (c + n - 1)


def longer(T=whole(5, 20), g=whole(2, 9)):
    short, long = torch.randn(T, 8), torch.randn(g * T, 8)
    return (long @ long.T).numel() / (short @ short.T).numel()


@question(
    "How many times as many scores does the longer text need?",
    zh="更长的文本需要的分数个数是原来的多少倍？",
    of=longer,
)
def growth(out):
    return out


@growth.wrong(
    en=("Scores grow with the length.", "Both sides of the table grow: g times the queries, g times the keys."),
    zh=("分数的个数与长度成正比。", "表的两边都变长：查询是 g 倍，键也是 g 倍。"),
)
def grows_with_length(g):
    return float(g)


@growth.wrong(
    en=("Each token added doubles the number.", "It adds a row and a column: the growth is quadratic."),
    zh=("每加一个词元，个数就翻倍。", "它只增加一行和一列：增长是平方级的。"),
)
def grows_exponentially(g):
    return 2.0**g


@task(
    "Write `soft_lookup`: one query `q` (d,) asks `keys` (n, d); return the mixture of `values` (n, v) with the "
    "softmax of the dot products as weights, without scaling.",
    zh="写出 `soft_lookup`：一个查询 `q` (d,) 向 `keys` (n, d) 提问；以点积的 softmax 为权重（不缩放），"
    "返回 `values` (n, v) 的加权和。",
    blanks=["keys @ q", "weights @ values"],
    mend=["the_best_alone", "divided_by_the_sum"],
)
def soft_lookup(q, keys, values):
    weights = F.softmax(keys @ q, dim=0)
    return weights @ values


soft_lookup.hint("There is one score for each key.", zh="每个键对应一个分数。")
soft_lookup.hint("The weights are a vector of n numbers that sum to 1.", zh="权重是 n 个数，和为 1。")


@soft_lookup.inputs
def some(n=whole(2, 6), d=whole(2, 5), v=whole(1, 4)):
    return torch.randn(d), torch.randn(n, d), torch.randn(n, v)


@soft_lookup.inputs
def huge_scores(n=whole(2, 5), size=one_of(30, 100)):
    return torch.full((2,), float(size)), size * torch.randn(n, 2), torch.randn(n, 3)


@soft_lookup.holds("The mixture lies between the smallest and the largest value.", zh="结果落在最小值和最大值之间。")
def inside(out, values):
    low, high = values.min(dim=0).values, values.max(dim=0).values
    return bool((out >= low - 1e-5).all() and (out <= high + 1e-5).all())


@soft_lookup.wrong(
    en=("The best key answers alone.", "Every key answers, in proportion to its weight."),
    zh=("只由最匹配的键来回答。", "每个键都回答，各按自己的权重。"),
)
def the_best_alone(q, keys, values):
    return values[(keys @ q).argmax()]


@soft_lookup.wrong(
    en=("Scores become weights by dividing by their sum.", "Scores may be negative: exponentials come first."),
    zh=("分数除以总和就是权重。", "分数可能为负：要先取指数。"),
)
def divided_by_the_sum(q, keys, values):
    scores = keys @ q
    return scores / scores.sum() @ values


@soft_lookup.wrong(
    en=("Exponentials can be taken as they are.", "e^100 overflows: subtract the largest score, or use F.softmax."),
    zh=("直接取指数就行。", "e^100 会溢出：先减去最大的分数，或用 F.softmax。"),
)
def overflows(q, keys, values):
    weights = torch.exp(keys @ q)
    return weights / weights.sum() @ values


@soft_lookup.wrong(
    en=("Each value's numbers are normalised.", "The scores are; the values are only mixed."),
    zh=("要归一化的是值。", "要归一化的是分数；值只是被混合。"),
)
def softmax_of_the_values(q, keys, values):
    return keys @ q @ F.softmax(values, dim=0)


def figure(out):
    plt.imshow(out["weights"].tolist(), vmin=0, vmax=1)
    plt.xlabel("keys")
    plt.ylabel("queries (each row sums to 1)")
