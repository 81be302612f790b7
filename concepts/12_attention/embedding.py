"""Embedding

`nn.Embedding(V, D)` is a table of `V` rows, one for each word, with `D` trainable numbers in each. Looking up row `i`
gives exactly what a one-hot vector times the table would give, without the multiplication:

    onehot(i) · W = W[i]

Only rows that were looked up receive a gradient, added up over their uses. A fresh table is random: that related words
end up close together is learnt from the task, not built in.
"""

import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question, several, where, whole

ZH = """词嵌入

`nn.Embedding(V, D)` 是一张 `V` 行的表，每个词一行，每行有 `D` 个可训练的数。查第 `i` 行，
结果恰好等于独热向量乘以这张表，只是省去了乘法：

    onehot(i) · W = W[i]

只有被查到的行才有梯度，查几次就累加几次。新建的表是随机的：相关的词彼此靠近，是训练学出来的，并非天生如此。
"""
ALIASES = [
    "word embedding",
    "word vector",
    "lookup table",
    "padding_idx",
    "nn.Embedding",
    "嵌入向量",
    "词向量",
    "嵌入层",
]
NEEDS = ["one-hot", "grad-accumulation"]
CONFUSED_WITH = ["one-hot"]
SOURCES = ["torch.nn.Embedding"]


def demo(V=whole(10, 40), D=whole(2, 9), N=whole(2, 4), T=whole(3, 9)):
    ids = torch.randint(V, (N, T))
    embed = nn.Embedding(V, D)
    return {"vectors": embed(ids), "table": embed.weight}


@question("What is the shape of `embed(ids)`?", "`embed(ids)` 的形状是什么？")
def shape(out):
    return out["vectors"].shape


@shape.wrong(
    "Each word becomes D numbers; V columns would be its one-hot code.",
    "每个词变成 D 个数；有 V 列的是独热编码。",
)
def vocabulary_wide(V, N, T):
    return shape(demo(V, V, N, T))


@question("How many trainable numbers does the table hold?", "这张表有多少个可训练的参数？")
def parameters(out):
    return out["table"].numel()


@parameters.wrong(
    "The table has one row for each word of the vocabulary, not for each position of the text.",
    "表的每一行对应词表中的一个词，而不是文本中的一个位置。",
)
def row_per_position(D, N, T):
    return parameters(demo(T, D, N, T))


@where(lambda ids, word: ids.count(word) > 1 and len(set(ids)) > 2)
def used(V=whole(10, 20), ids=several((5, 8), whole(0, 4)), word=whole(1, 4), padding_idx=0):
    embed = nn.Embedding(V, 3, padding_idx=padding_idx)
    loss = embed(torch.tensor(ids)).sum()
    loss.backward()
    grad = embed.weight.grad
    return grad, grad[word]


@question("How many rows of `grad` are not all zero?", "`grad` 中有多少行不全为零？", of=used)
def rows(out):
    return int((out[0] != 0).any(dim=1).sum())


@rows.wrong(
    "A row that was not looked up had no part in the loss, so its gradient is zero.",
    "没被查到的行与损失无关，梯度为零。",
)
def all_rows(V):
    return V


@rows.wrong(
    "A word that comes several times uses the same row each time.",
    "同一个词出现几次，用的都是同一行。",
)
def row_per_use(V, ids, word):
    return rows(used(V, list(range(1, len(ids) + 1)), word))


@rows.wrong(
    "The row of `padding_idx` takes part in the forward pass but never gets a gradient.",
    "`padding_idx` 那一行会参与前向计算，但永远没有梯度。",
)
def padding_learns(V, ids, word):
    return rows(used(V, ids, word, padding_idx=None))


@question("How large is each entry of `grad[word]`?", "`grad[word]` 中的每个数是多少？", of=used)
def entry(out):
    return out[1][0].item()


@entry.wrong(
    "Each use of the row adds 1 to its gradient; the uses add up.",
    "这一行每用一次，梯度就加 1，次数要累加。",
)
def uses_do_not_add(V, ids, word):
    return entry(used(V, sorted(set(ids)), word))


@where(lambda V, i: i in (-1, 0, V - 1, V))
def lookup(V=whole(3, 9), i=whole(-1, 9)):
    embed = nn.Embedding(V, 2)
    return embed(torch.tensor(i))


@question("Does it raise an error?", "会报错吗？", of=lookup, errors=True)
def raises(out):
    return isinstance(out, Exception)


@raises.wrong(
    "There is no row for unknown words unless you make one: ids must lie between 0 and V − 1.",
    "除非自己留出一行，否则没有给未知词的默认行：编号必须在 0 到 V − 1 之间。",
)
def unknown_has_a_row(V):
    return raises(lookup(V, 0))


@raises.wrong(
    "A table is not a Python list: −1 does not mean the last row.",
    "查表不是 Python 列表的下标：−1 并不表示最后一行。",
)
def minus_one_is_last(V, i):
    return i >= V


@raises.wrong(
    "Ids count from 0: row 0 is the first, V − 1 the last, and V is one too far.",
    "编号从 0 开始：第一行是 0，最后一行是 V − 1，V 已经越界。",
)
def counts_from_one(V, i):
    return not 1 <= i <= V


def made(V=whole(8, 20), seen=one_of("trained", "fixed", "equal distances", "unequal distances")):
    ids = torch.tensor([0, 3, 7])
    outputs = {
        "one-hot": F.one_hot(ids, V).float(),
        "embedding": nn.Embedding(V, 4)(ids),
    }
    clues = {}
    for name, x in outputs.items():
        same = torch.pdist(x).std() < 1e-6
        clues[name] = (
            "trained" if x.requires_grad else "fixed",
            "equal distances" if same else "unequal distances",
        )
    return next(name for name in outputs if seen in clues[name])


@question(
    "Of one output only `seen` is known: which of the two produced it?",
    "只知道某个输出的一个特点 `seen`：它是两者中哪一个产生的？",
    of=made,
    choices={"one-hot": "独热编码", "embedding": "词嵌入"},
)
def which_of_the_two(out):
    return out


@which_of_the_two.wrong(
    "One-hot is a fixed rule and needs no training; the table of the embedding is a parameter.",
    "独热编码是固定规则，不用训练；词嵌入的那张表才是参数。",
)
def one_hot_is_trained(seen):
    return {"trained": "one-hot", "fixed": "embedding"}.get(seen)


@which_of_the_two.wrong(
    "All one-hot vectors are √2 apart; rows of a table have all sorts of distances.",
    "独热向量两两相距 √2；表里各行之间的距离则各不相同。",
)
def distances_swapped(seen):
    return {"equal distances": "embedding", "unequal distances": "one-hot"}.get(seen)
