"""Attention masks

A mask says who may look at whom. With a causal mask each token sees itself and those before it, never a later one: so
a model can be trained on a whole text at once without giving away the next word. Forbidden scores become −∞ before the
softmax; setting weights to zero afterwards would leave rows that do not sum to 1.

Beware of boolean masks: `True` means "may look" in `scaled_dot_product_attention` and "must not look" in
`nn.MultiheadAttention`.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question, where, whole

ZH = """注意力掩码

掩码规定谁可以看谁。用因果掩码时，每个词只能看到自己和前面的词，看不到后面的词：这样就能一次用整段文本来训练，
又不会泄露下一个词。不许看的分数要在 softmax 之前设为 −∞；如果在 softmax 之后才把权重清零，各行之和就不再是 1。

要当心布尔掩码：`True` 在 `scaled_dot_product_attention` 里表示“可以看”，在 `nn.MultiheadAttention` 里却表示“不许看”。
"""
ALIASES = [
    "causal mask",
    "attention mask",
    "padding mask",
    "masked attention",
    "autoregressive",
    "掩码",
    "遮蔽",
    "因果掩码",
    "自回归",
]
NEEDS = ["multi-head-attention"]
SOURCES = [
    "Vaswani et al., Attention Is All You Need, arXiv:1706.03762, section 3.2.3",
    "torch.nn.functional.scaled_dot_product_attention, attn_mask",
    "torch.nn.MultiheadAttention, attn_mask",
]


def demo(T=whole(4, 9), diagonal=1):
    scores = torch.randn(T, T)
    future = torch.ones(T, T).triu(diagonal) == 1
    scores[future] = -torch.inf
    return F.softmax(scores, dim=1)


@question("How many of the weights are above zero?", "有多少个权重大于 0？")
def pairs(out):
    return int((out > 0).sum())


@pairs.wrong(
    "The diagonal stays: a token sees itself. Otherwise the first one would see nothing at all.",
    "对角线要保留：每个词看得到自己，否则第一个词什么也看不到。",
)
def not_itself(T):
    return pairs(demo(T, diagonal=0))


@pairs.wrong(
    "Scores of −∞ become weights of exactly 0: later tokens are not seen.",
    "分数为 −∞ 时权重恰好是 0：后面的词看不到。",
)
def everyone_sees_all(T):
    return pairs(demo(T, diagonal=T))


@where(lambda T, i: i < T - 1)
def converted(T=whole(4, 9), i=whole(0, 7), api=one_of("sdpa", "mha")):
    mask = torch.ones(T, T).tril() == 1
    x = torch.randn(T, 4)
    if api == "sdpa":
        identity = torch.eye(T)
        weights = F.scaled_dot_product_attention(x, x, identity, attn_mask=mask)
    else:
        attend = nn.MultiheadAttention(4, 1)
        weights = attend(x, x, x, attn_mask=mask)[1]
    return weights


@question(
    "How many keys does query `i` (counted from 0) see: how many weights in row `i` are above zero?",
    "第 `i` 个查询（从 0 数起）能看到几个键，也就是第 `i` 行有几个权重大于 0？",
    of=converted,
)
def visible(out, i):
    return int((out[i] > 0).sum())


@visible.wrong(
    "In `nn.MultiheadAttention` True means must not look: the lower triangle is hidden.",
    "在 `nn.MultiheadAttention` 里 True 表示不许看：被遮住的是下三角。",
)
def true_means_look(T, i):
    return visible(converted(T, i, api="sdpa"), i)


@visible.wrong(
    "In `scaled_dot_product_attention` True means may look: the lower triangle is seen.",
    "在 `scaled_dot_product_attention` 里 True 表示可以看：看得到的是下三角。",
)
def true_means_hide(T, i):
    return visible(converted(T, i, api="mha"), i)


@where(lambda T, i, j: max(i, j) < T and abs(i - j) <= 1)
def edited(T=whole(4, 9), i=whole(0, 8), j=whole(0, 8), causal=True):
    x = torch.randn(T, 8)
    y = x.clone()
    y[j] = torch.randn(8)
    before = F.scaled_dot_product_attention(x, x, x, is_causal=causal)
    after = F.scaled_dot_product_attention(y, y, y, is_causal=causal)
    return (after[i] - before[i]).abs().max()


@question("Does the change of token `j` change output `i`?", "改动第 `j` 个词会改变第 `i` 个输出吗？", of=edited)
def output_changes(out):
    return bool(out > 1e-5)


@output_changes.wrong(
    "With a causal mask output i is made of tokens 0 to i only.",
    "用因果掩码时，第 i 个输出只由第 0 到 i 个词得到。",
)
def all_reach_all(T, i, j):
    return output_changes(edited(T, i, j, causal=False))


@output_changes.wrong(
    "A token also looks at itself, so its own output changes.",
    "每个词也看自己，所以它自己的输出会变。",
)
def sees_only_earlier(i, j):
    return j < i


@output_changes.wrong(
    "It is the future that is hidden: earlier tokens reach later outputs, not the reverse.",
    "被遮住的是后面的词：前面的词影响后面的输出，反之不行。",
)
def past_is_hidden(i, j):
    return j >= i


@where(lambda T, i: i < T - 1)
def zeroed(T=whole(4, 9), i=whole(0, 7)):
    weights = F.softmax(torch.zeros(T, T), dim=1)
    return weights.tril()


@question("What is the sum of row `i` (counted from 0)?", "第 `i` 行（从 0 数起）之和是多少？", of=zeroed)
def row_sum(out, i):
    return out[i].sum().item()


@row_sum.wrong(
    "Nothing divides again after the softmax; what was cut off is missing. Mask the scores instead.",
    "softmax 之后不会再归一化，清零的部分就少掉了。应当遮住的是分数。",
)
def still_one():
    return 1.0


@row_sum.wrong(
    "`tril` keeps the diagonal: i + 1 weights of 1/T are left.",
    "`tril` 保留对角线：还剩 i + 1 个 1/T。",
)
def without_itself(T, i):
    return i / T


def figure(out):
    plt.imshow(out.tolist(), vmin=0, vmax=1)
    plt.xlabel("keys")
    plt.ylabel("queries")
