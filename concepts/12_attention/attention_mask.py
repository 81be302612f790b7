"""Attention masks

A mask says who may look at whom. With a causal mask each token sees itself and those before it, never a later one: so
a model can be trained on a whole text at once without giving away the next token. Forbidden scores become −∞ before
the softmax; setting weights to zero afterwards would leave rows that do not sum to 1. A row in which everything is
forbidden becomes NaN.

Beware of boolean masks: `True` means "may look" in `scaled_dot_product_attention` and "must not look" in
`nn.MultiheadAttention`.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question, several, task, where, whole

ZH = """注意力掩码

掩码规定谁可以看谁。用因果掩码时，每个词元只能看到自己和前面的词元，看不到后面的：这样就能一次用整段文本来训练，
又不会泄露下一个词元。不许看的分数要在 softmax 之前设为 −∞；如果在 softmax 之后才把权重清零，各行之和就不再是 1。
如果一行全都不许看，结果就是 NaN。

要当心布尔掩码：`True` 在 `scaled_dot_product_attention` 里表示“可以看”，在 `nn.MultiheadAttention` 里却表示“不许看”。
"""
NAMES = [
    "causal mask",
    "attention mask",
    "padding mask",
    "masked attention",
    "因果掩码",
    "填充掩码",
]
SHARED = ["autoregressive", "掩码", "遮蔽", "自回归"]
NEEDS = ["multi-head-attention"]
SOURCES = [
    "Vaswani et al., Attention Is All You Need, arXiv:1706.03762, section 3.2.3",
    "torch.nn.functional.scaled_dot_product_attention, attn_mask",
    "torch.nn.MultiheadAttention, attn_mask",
]


def demo(T=whole(4, 30)):
    scores = torch.randn(T, T)
    future = torch.ones(T, T).triu(1) == 1
    scores[future] = -torch.inf
    return F.softmax(scores, dim=1)


@question("How many of the weights are above zero?", zh="有多少个权重大于 0？")
def pairs(out):
    return int((out > 0).sum())


@pairs.wrong(
    en=("A token does not see itself.", "It does: the diagonal stays, or the first token would see nothing."),
    zh=("词元看不到自己。", "看得到：对角线要保留，否则第一个词元什么也看不到。"),
)
def not_itself(T):
    return T * (T - 1) // 2


@pairs.wrong(
    en=("Masked weights are small, not zero.", "A score of −∞ becomes a weight of exactly 0."),
    zh=("被遮住的权重只是很小，不是零。", "分数为 −∞ 时，权重恰好是 0。"),
)
def everyone_sees_all(T):
    return T * T


@pairs.wrong(
    en=("The mask hides exactly half of the table.", "It hides less: the diagonal is seen as well."),
    zh=("掩码正好遮住一半。", "不到一半：对角线也看得到。"),
)
def half_of_the_table(T):
    return T * T // 2


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
    zh="第 `i` 个查询（从 0 数起）能看到几个键，也就是第 `i` 行有几个权重大于 0？",
    of=converted,
)
def visible(out, i):
    return int((out[i] > 0).sum())


@visible.wrong(
    en=("True means may look, everywhere.", "In `nn.MultiheadAttention` it hides: here, the lower triangle."),
    zh=("True 在哪里都表示可以看。", "在 `nn.MultiheadAttention` 里它表示遮住：这里遮住的是下三角。"),
)
def true_means_look(T, i):
    return visible(converted(T, i, api="sdpa"), i)


@visible.wrong(
    en=("True means hidden, everywhere.", "In `scaled_dot_product_attention` it lets through: the lower triangle."),
    zh=("True 在哪里都表示遮住。", "在 `scaled_dot_product_attention` 里它表示放行：放行的是下三角。"),
)
def true_means_hide(T, i):
    return visible(converted(T, i, api="mha"), i)


@where(lambda T, j: 0 < j < T - 2)
def edited(T=whole(5, 12), j=whole(1, 9)):
    x = torch.randn(T, 8)
    y = x.clone()
    y[j] = torch.randn(8)
    before = F.scaled_dot_product_attention(x, x, x, is_causal=True)
    after = F.scaled_dot_product_attention(y, y, y, is_causal=True)
    return (after - before).abs().amax(dim=1)


@question("How many of the `T` outputs change?", zh="`T` 个输出中有几个变了？", of=edited)
def outputs_changed(out):
    return int((out > 1e-6).sum())


@outputs_changed.wrong(
    en=("Attention joins all tokens: every output changes.", "Outputs before token j never saw it."),
    zh=("注意力连接所有词元：每个输出都会变。", "第 j 个词元之前的输出根本看不到它。"),
)
def all_of_them(T):
    return T


@outputs_changed.wrong(
    en=("Only the outputs behind token j change.", "Its own does too: a token sees itself."),
    zh=("只有第 j 个词元之后的输出会变。", "它自己的输出也变：词元看得到自己。"),
)
def later_ones_only(T, j):
    return T - 1 - j


@outputs_changed.wrong(
    en=("The past is hidden: earlier outputs change.", "The future is hidden: token j reaches outputs j and later."),
    zh=("被遮住的是过去：变的是前面的输出。", "被遮住的是未来：第 j 个词元影响第 j 个及之后的输出。"),
)
def the_past_is_hidden(j):
    return j + 1


@where(lambda T, i: i < T - 1)
def zeroed(T=whole(4, 9), i=whole(0, 7)):
    weights = F.softmax(torch.zeros(T, T), dim=1)
    return weights.tril()


@question("What is the sum of row `i` (counted from 0)?", zh="第 `i` 行（从 0 数起）之和是多少？", of=zeroed)
def row_sum(out, i):
    return out[i].sum().item()


@row_sum.wrong(
    en=("The rest is scaled up to 1 again.", "Nothing divides after the softmax: mask the scores instead."),
    zh=("剩下的会重新归一化为 1。", "softmax 之后不会再归一化：应当遮住的是分数。"),
)
def still_one():
    return 1.0


@row_sum.wrong(
    en=("`tril` removes the diagonal.", "It keeps it: i + 1 weights of 1/T are left."),
    zh=("`tril` 会去掉对角线。", "它保留对角线：还剩 i + 1 个 1/T。"),
)
def without_itself(T, i):
    return i / T


@row_sum.wrong(
    en=("`tril` keeps what comes later.", "It keeps the lower triangle: columns 0 to i."),
    zh=("`tril` 保留的是后面的部分。", "它保留下三角：第 0 到 i 列。"),
)
def keeps_the_future(T, i):
    return (T - i) / T


@where(lambda pads: sum(pads) > len(pads))
def left_padded(T=whole(5, 8), pads=several((2, 4), whole(0, 3))):
    tables = []
    for pad in pads:
        scores = torch.randn(T, T)
        scores[torch.ones(T, T).triu(1) == 1] = -torch.inf
        scores[:, :pad] = -torch.inf
        tables.append(F.softmax(scores, dim=1))
    return torch.cat(tables)


@question("How many rows of the output are NaN?", zh="输出中有多少行是 NaN？", of=left_padded)
def nan_rows(out):
    return int(out.isnan().any(dim=1).sum())


@nan_rows.wrong(
    en=("A row without a key gets equal weights.", "Softmax of nothing but −∞ is 0/0: NaN."),
    zh=("看不到任何键的行会得到均匀的权重。", "全是 −∞ 时 softmax 得 0/0，即 NaN。"),
)
def equal_weights():
    return 0


@nan_rows.wrong(
    en=("One hidden key spoils the whole table.", "A row is spoilt only where no key is left: the first `pad` rows."),
    zh=("只要遮住一个键，整张表就坏了。", "一个键也不剩的行才会坏：即前 `pad` 行。"),
)
def whole_tables(T, pads):
    return T * sum(pad > 0 for pad in pads)


@nan_rows.wrong(
    en=("Each padded sentence loses one row.", "It loses one for each pad: these tokens see only pads."),
    zh=("每个有填充的句子只坏一行。", "每个填充位置都坏一行：这些词元只看得到填充。"),
)
def one_row_each(pads):
    return sum(pad > 0 for pad in pads)


@task(
    "Write `causal_weights`: from scores (…, T, T), queries in rows, the attention weights under a causal mask.",
    zh="写出 `causal_weights`：给定分数 (…, T, T)，每行是一个查询，返回因果掩码下的注意力权重。",
    blanks=["triu(1)", "-torch.inf"],
    order=True,
    mend=["zeroed_afterwards", "not_even_itself"],
)
def causal_weights(scores):
    T = scores.shape[-1]
    future = torch.ones(T, T).triu(1) == 1
    scores = scores.masked_fill(future, -torch.inf)
    return F.softmax(scores, dim=-1)


causal_weights.hint("The future of query i are the columns behind i.", zh="查询 i 的未来是第 i 列之后的那些列。")
causal_weights.hint("e to the power −∞ is 0: mask before the softmax.", zh="e 的 −∞ 次方是 0：在 softmax 之前遮住。")


@causal_weights.inputs
def heads(N=whole(1, 2), T=whole(2, 6)):
    return (3 * torch.randn(N, 2, T, T),)


@causal_weights.inputs
def very_negative(T=whole(1, 5)):
    return (torch.randn(T, T) - 50,)


@causal_weights.holds("Every row sums to 1.", zh="每一行之和是 1。")
def rows_sum_to_one(out):
    return torch.allclose(out.sum(dim=-1), torch.ones(()), atol=1e-5)


@causal_weights.wrong(
    en=("Weights of the future are set to 0 after the softmax.", "The rows would no longer sum to 1."),
    zh=("在 softmax 之后把未来的权重设为 0。", "那样各行之和不再是 1。"),
)
def zeroed_afterwards(scores):
    return F.softmax(scores, dim=-1).tril()


@causal_weights.wrong(
    en=("A forbidden score is 0.", "0 is a score like any other: its exponential is 1."),
    zh=("不许看的分数设为 0。", "0 也是普通的分数：它的指数是 1。"),
)
def score_of_zero(scores):
    return F.softmax(scores.tril(), dim=-1)


@causal_weights.wrong(
    en=("A token must not look at itself.", "It may; else the first one sees nothing and becomes NaN."),
    zh=("词元不能看自己。", "可以看；否则第一个词元什么也看不到，成了 NaN。"),
)
def not_even_itself(scores):
    future = torch.ones(scores.shape[-2:]).triu(0) == 1
    return F.softmax(scores.masked_fill(future, -torch.inf), dim=-1)


@causal_weights.wrong(
    en=("The lower triangle is the future.", "Row i is a query: later keys stand to its right, above the diagonal."),
    zh=("下三角是未来。", "第 i 行是查询：后面的键在右边，即对角线之上。"),
)
def hides_the_past(scores):
    past = torch.ones(scores.shape[-2:]).tril(-1) == 1
    return F.softmax(scores.masked_fill(past, -torch.inf), dim=-1)


def figure(out):
    plt.imshow(out.tolist(), vmin=0, vmax=1)
    plt.xlabel("keys")
    plt.ylabel("queries")
