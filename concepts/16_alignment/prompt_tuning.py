"""Prompt tuning: learnt vectors in front

A written prompt changes no weight. Prompt tuning changes no weight of the model either, but puts n vectors of its own
in front of the embedded text and trains these n·d numbers by backpropagation through the frozen model. The vectors are
no words; usually no token's embedding lies near them.

They are not free of charge. They take n places of the context, and attention works on n + T positions:

    scores per head = (n + T)²

Prefix tuning goes further and learns keys and values for every layer, 2·layers·n·d numbers.
"""

import matplotlib.pyplot as plt
import torch
from torch import nn

from journal.authoring import one_of, question, whole

ZH = """提示微调：在输入前加可学习的向量

手写的提示不改变任何权重。提示微调也不改变模型的权重，而是在嵌入后的文本前面放 n 个自己的向量，
通过冻结的模型反向传播来训练这 n·d 个数。这些向量不是词；附近通常没有任何词元的嵌入。

它们不是免费的：要占用 n 个上下文位置，注意力要处理 n + T 个位置：

    每个头的分数 = (n + T)²

前缀微调更进一步，为每一层学习键和值，一共 2·layers·n·d 个数。
"""
NAMES = [
    "prompt tuning",
    "soft prompt",
    "prefix tuning",
    "P-tuning",
    "提示微调",
    "提示调优",
    "软提示",
    "前缀微调",
    "前缀调优",
]
HINTS = ["prompt", "in-context learning", "提示词"]
NEEDS = ["lora", "decoder-only"]
CONFUSED_WITH = ["lora"]
SOURCES = [
    "Lester, Al-Rfou & Constant, The Power of Scale for Parameter-Efficient Prompt Tuning, arXiv:2104.08691",
    "Li & Liang, Prefix-Tuning: Optimizing Continuous Prompts for Generation, arXiv:2101.00190",
]


def demo(V=one_of(100, 500, 1000), d=one_of(8, 16, 32), n=whole(1, 20), T=whole(3, 30)):
    words = nn.Embedding(V, d).requires_grad_(False)
    soft = nn.Parameter(torch.randn(n, d))
    x = torch.cat([soft, words(torch.arange(T))])
    scores = x @ x.T
    return scores, (words.weight, soft)


@question("How many numbers are trained?", zh="训练多少个数？")
def trained(out):
    return sum(p.numel() for p in out[1] if p.requires_grad)


@trained.wrong(
    en=("The embedding table is trained.", "It is frozen, like the whole model."),
    zh=("训练的是嵌入表。", "它和整个模型一样是冻结的。"),
)
def table(V, d):
    return V * d


@trained.wrong(
    en=("n token numbers are looked for.", "Vectors are learnt: n · d numbers."),
    zh=("寻找的是 n 个词元编号。", "学的是向量：n · d 个数。"),
)
def token_numbers(n):
    return n


@trained.wrong(
    en=("All n + T input vectors are trained.", "Those of the text come from the frozen table."),
    zh=("全部 n + T 个输入向量都训练。", "文本的向量来自冻结的表。"),
)
def text_too(n, T, d):
    return (n + T) * d


@question("How many scores does one head compute?", zh="一个头要算多少个分数？")
def score_count(out):
    return out[0].numel()


@score_count.wrong(
    en=("A soft prompt takes no place in attention.", "Its positions ask and are asked like any other."),
    zh=("软提示不占注意力的位置。", "它的位置和别的位置一样参与注意力。"),
)
def text_only(T):
    return T * T


@score_count.wrong(
    en=("Text attends to text and prompt to prompt.", "All n + T positions attend to all."),
    zh=("文本只注意文本，提示只注意提示。", "全部 n + T 个位置互相注意。"),
)
def two_squares(n, T):
    return n * n + T * T


@score_count.wrong(
    en=("Prompt positions are only looked at.", "They have queries, too; only a prefix of keys has none."),
    zh=("提示位置只被注意。", "它们也有查询；只有前缀微调的键没有。"),
)
def keys_only(n, T):
    return T * (n + T)


def prefix(layers=one_of(2, 4, 6, 12), n=whole(2, 20), d=one_of(8, 16, 32), T=whole(5, 30)):
    keys = nn.Parameter(torch.randn(layers, n, d))
    values = nn.Parameter(torch.randn(layers, n, d))
    queries = torch.randn(T, d)  # of the text, in the first layer
    text_keys = torch.randn(T, d)
    scores = queries @ torch.cat([keys[0], text_keys]).T
    return scores, keys.numel() + values.numel()


@question("How many numbers does prefix tuning train?", zh="前缀微调训练多少个数？", of=prefix)
def prefix_size(out):
    return out[1]


@prefix_size.wrong(
    en=("A prefix is n vectors, as in prompt tuning.", "Every layer has its own, keys and values."),
    zh=("前缀和提示微调一样，就是 n 个向量。", "每一层各有自己的键和值。"),
)
def at_the_input_only(n, d):
    return n * d


@prefix_size.wrong(
    en=("Each layer learns keys.", "And values."),
    zh=("每层只学习键。", "还有值。"),
)
def keys_without_values(layers, n, d):
    return layers * n * d


@prefix_size.wrong(
    en=("The keys of the text are trained as well.", "They are computed by the frozen model."),
    zh=("文本的键也训练。", "它们由冻结的模型算出。"),
)
def text_keys_too(layers, n, d, T):
    return 2 * layers * (n + T) * d


@question("How many scores does one head of the first layer compute?", zh="第一层的一个头要算多少个分数？", of=prefix)
def prefix_scores(out):
    return out[0].numel()


@prefix_scores.wrong(
    en=("The prefix asks as well: (n + T)².", "It has keys and values, but no queries."),
    zh=("前缀也会提问：(n + T)²。", "它有键和值，没有查询。"),
)
def prefix_asks(n, T):
    return (n + T) ** 2


@prefix_scores.wrong(
    en=("A prefix costs no scores.", "Every query of the text meets its n keys."),
    zh=("前缀不增加分数。", "文本的每个查询都要与它的 n 个键配对。"),
)
def free_of_charge(T):
    return T * T


def figure(out, n, T):
    grid = torch.ones(n + T, n + T)
    grid[:n], grid[:, :n] = 2, 2
    plt.imshow(grid.tolist(), cmap="Blues", vmin=0)
    plt.title(f"scores with {n} learnt vectors before {T} tokens")
    plt.xlabel("key")
    plt.ylabel("query")
