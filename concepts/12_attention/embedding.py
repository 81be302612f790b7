"""Embedding

`nn.Embedding(V, D)` is a table of `V` rows, one for each token of the vocabulary, with `D` trainable numbers in each.
Looking up row `i` gives exactly what a one-hot vector times the table would give, without the multiplication:

    onehot(i) · W = W[i]

The lookup gives a gradient to the rows that it read, added up over their uses, and to no others; where an output layer
shares the table, every row gets one through that. A fresh table is random: that related words end up close together is
learnt from the task, not built in.
"""

import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import question, several, task, where, whole

ZH = """词嵌入

`nn.Embedding(V, D)` 是一张 `V` 行的表，词表中每个词元一行，每行有 `D` 个可训练的数。查第 `i` 行，
结果恰好等于独热向量乘以这张表，只是省去了乘法：

    onehot(i) · W = W[i]

查表只给查到的行带来梯度，查几次就累加几次，其余的行没有；如果输出层与它共用这张表，每一行都会从输出层得到梯度。
新建的表是随机的：相关的词彼此靠近，是训练学出来的，并非天生如此。
"""
NAMES = [
    "word embedding",
    "word vector",
    "padding_idx",
    "nn.Embedding",
    "嵌入向量",
    "词向量",
    "嵌入层",
]
SHARED = ["lookup table"]
NEEDS = ["one-hot", "grad-accumulation"]
CONFUSED_WITH = ["one-hot"]
SOURCES = ["torch.nn.Embedding"]


def demo(V=whole(10, 40), D=whole(2, 9), N=whole(2, 4), T=whole(3, 9)):
    ids = torch.randint(V, (N, T))
    embed = nn.Embedding(V, D)
    return {"vectors": embed(ids), "table": embed.weight}


@question("What is the shape of `embed(ids)`?", zh="`embed(ids)` 的形状是什么？")
def shape(out):
    return out["vectors"].shape


@shape.wrong(
    en=("Each token becomes V numbers.", "It becomes D numbers; V columns would be its one-hot code."),
    zh=("每个词元变成 V 个数。", "它变成 D 个数；有 V 列的是独热编码。"),
)
def vocabulary_wide(V, N, T):
    return shape(demo(V, V, N, T))


@shape.wrong(
    en=("The sentences are joined into one list of tokens.", "The shape of `ids` stays, and D is put behind it."),
    zh=("各个句子连成一串词元。", "`ids` 的形状保持不变，后面再加上 D。"),
)
def flattened(D, N, T):
    return N * T, D


@shape.wrong(
    en=("Each sentence becomes one vector.", "Each token does; nothing has been summed over the sentence."),
    zh=("每个句子变成一个向量。", "每个词元变成一个向量，句子内部并没有求和。"),
)
def vector_for_a_sentence(D, N):
    return N, D


@question("How many trainable numbers does the table hold?", zh="这张表有多少个可训练的数？")
def parameters(out):
    return out["table"].numel()


@parameters.wrong(
    en=("The table has a row for each position of the text.", "It has a row for each token of the vocabulary."),
    zh=("表的每一行对应文本中的一个位置。", "每一行对应词表中的一个词元。"),
)
def row_per_position(D, N, T):
    return parameters(demo(T, D, N, T))


@parameters.wrong(
    en=("A linear layer from one number to D is hidden in it.", "There is no bias: V rows of D numbers are all."),
    zh=("里面还有一个带偏置的线性层。", "没有偏置：全部就是 V 行、每行 D 个数。"),
)
def with_a_bias(V, D):
    return V * D + D


@parameters.wrong(
    en=("Only the rows in use are trainable.", "The whole table is a parameter, whatever the batch holds."),
    zh=("只有用到的行才是可训练的。", "整张表都是参数，与批里有什么无关。"),
)
def rows_in_use(D, N, T):
    return N * T * D


@where(lambda ids: 0 in ids and len(set(ids)) < len(ids))
def used(V=whole(12, 20), ids=several((6, 9), whole(0, 9))):
    embed = nn.Embedding(V, 3, padding_idx=0)
    loss = embed(torch.tensor(ids)).sum()
    loss.backward()
    return embed.weight.grad


@question("How many rows of the gradient are not all zero?", zh="梯度中有多少行不全为零？", of=used)
def rows(out):
    return int((out != 0).any(dim=1).sum())


@rows.wrong(
    en=("Every row of the table is trained at once.", "A row that was not looked up had no part in this loss."),
    zh=("表的每一行都会得到训练。", "没被查到的行与这个损失无关。"),
)
def all_rows(V):
    return V


@rows.wrong(
    en=("Every use has a row of its own.", "A token that comes several times uses the same row each time."),
    zh=("每用一次就对应一行。", "同一个词元出现几次，用的都是同一行。"),
)
def row_per_use(ids):
    return len(ids) - ids.count(0)


@rows.wrong(
    en=("The row of `padding_idx` learns like any other.", "It takes part in the forward pass and gets no gradient."),
    zh=("`padding_idx` 那一行和别的行一样会学习。", "它参与前向计算，但得不到梯度。"),
)
def padding_learns(ids):
    return len(set(ids))


@where(lambda ids, token: ids.count(token) in (2, 3))
def weighted(ids=several(6, whole(0, 4)), weights=several(6, whole(1, 9)), token=whole(0, 4)):
    embed = nn.Embedding(5, 3)
    vectors = embed(torch.tensor(ids))
    loss = (torch.tensor(weights)[:, None] * vectors).sum()
    loss.backward()
    return embed.weight.grad[token]


@question(
    "How large is each entry of the gradient of row `token`?", zh="`token` 那一行的梯度，每个数是多少？", of=weighted
)
def entry(out):
    return out[0].item()


@entry.wrong(
    en=("The last use of a row gives its gradient.", "Each use adds the gradient of its own position."),
    zh=("梯度由这一行的最后一次使用决定。", "每次使用都把所在位置的梯度加进来。"),
)
def last_use_only(ids, weights, token):
    return float(weights[5 - ids[::-1].index(token)])


@entry.wrong(
    en=("A row's gradient is the mean over its uses.", "The uses are added, not averaged."),
    zh=("一行的梯度是各次使用的平均。", "各次使用是相加，不是取平均。"),
)
def mean_of_the_uses(ids, weights, token):
    return sum(w for i, w in zip(ids, weights) if i == token) / ids.count(token)


@entry.wrong(
    en=("Each use adds 1.", "It adds what its position weighs in the loss."),
    zh=("每用一次加 1。", "加上的是该位置在损失中的权重。"),
)
def one_for_each_use(ids, token):
    return float(ids.count(token))


@where(lambda V, ids: V in ids and min(ids) < 0)
def lookups(V=whole(4, 9), ids=several(6, whole(-3, 10))):
    embed = nn.Embedding(V, 2)
    vectors = []
    for i in ids:
        try:
            vectors.append(embed(torch.tensor(i)))
        except IndexError:
            vectors.append(None)
    return vectors


@question("How many of the `ids` are refused?", zh="`ids` 中有几个被拒绝？", of=lookups)
def refused(out):
    return out.count(None)


@refused.wrong(
    en=("−1 means the last row.", "A table is not a Python list: negative ids are refused."),
    zh=("−1 表示最后一行。", "查表不是 Python 列表的下标：负数会被拒绝。"),
)
def minus_one_is_last(V, ids):
    return sum(not -V <= i < V for i in ids)


@refused.wrong(
    en=("Ids count from 1 to V.", "They count from 0 to V − 1: V is one too far."),
    zh=("编号从 1 到 V。", "编号从 0 到 V − 1，V 已经越界。"),
)
def counts_from_one(V, ids):
    return sum(not 1 <= i <= V for i in ids)


@refused.wrong(
    en=("An unknown id gets a default row.", "There is no such row unless you make one."),
    zh=("未知的编号会得到默认行。", "除非自己留出一行，否则没有默认行。"),
)
def unknown_has_a_row():
    return 0


def frozen(V=whole(10, 40), D=whole(2, 9), C=whole(2, 9)):
    embed = nn.Embedding.from_pretrained(torch.randn(V, D))
    head = nn.Linear(D, C)
    model = nn.Sequential(embed, head)
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


@question("How many numbers of the model are trained?", zh="这个模型有多少个数参与训练？", of=frozen)
def trained(out):
    return out


@trained.wrong(
    en=("A table that is loaded is trained on.", "`from_pretrained` freezes it unless `freeze=False` is given."),
    zh=("载入的表会继续训练。", "`from_pretrained` 默认把它冻结，除非设 `freeze=False`。"),
)
def table_is_trained(out, V, D):
    return out + V * D


@trained.wrong(
    en=("The head is a matrix alone.", "It has a bias for each of its C outputs as well."),
    zh=("输出层只有一个矩阵。", "它的 C 个输出还各有一个偏置。"),
)
def head_without_bias(D, C):
    return D * C


@trained.wrong(
    en=("The head reads V numbers for each token.", "It reads the D numbers of the row that was looked up."),
    zh=("输出层对每个词元读入 V 个数。", "它读入的是查到的那一行，共 D 个数。"),
)
def head_reads_one_hot(V, C):
    return V * C + C


@task(
    "Write `table_gradient`: the gradient (V, D) of an embedding's table, from the token ids (T,) that were looked up "
    "and the gradient (T, D) of the vectors that came out.",
    zh="写出 `table_gradient`：给定查过的词元编号 (T,) 和查出的向量的梯度 (T, D)，返回嵌入表的梯度 (V, D)。",
    blanks=["torch.zeros(V, grad.shape[1])", "index_add(0, ids, grad)"],
    mend=["last_one_stays", "averaged"],
)
def table_gradient(ids, grad, V):
    table = torch.zeros(V, grad.shape[1])
    return table.index_add(0, ids, grad)


table_gradient.hint(
    "Row i gets the gradients of all positions that hold id i.", zh="第 i 行得到编号为 i 的所有位置的梯度。"
)
table_gradient.hint(
    "`table[ids] += grad` writes each row once; `index_add` adds.",
    zh="`table[ids] += grad` 每行只写入一次；`index_add` 才会累加。",
)


@table_gradient.inputs
def text(V=whole(2, 5), T=whole(3, 8), D=whole(1, 3)):
    return torch.randint(V, (T,)), torch.randn(T, D), V


@table_gradient.inputs
def short_text(V=whole(2, 5), T=whole(0, 2)):
    return torch.full((T,), V - 1), torch.randn(T, 2), V


@table_gradient.holds("It is what autograd gives.", zh="与自动求导的结果相同。")
def as_autograd(out, ids, grad, V):
    table = torch.zeros(V, grad.shape[1], requires_grad=True)
    F.embedding(ids, table).backward(grad)
    return torch.allclose(out, table.grad, atol=1e-5)


@table_gradient.wrong(
    en=("`+=` adds up repeated ids.", "Each row is written once: all uses but the last are lost."),
    zh=("`+=` 会把重复的编号累加起来。", "每行只写入一次，除最后一次以外的使用都丢了。"),
)
def last_one_stays(ids, grad, V):
    table = torch.zeros(V, grad.shape[1])
    table[ids] += grad
    return table


@table_gradient.wrong(
    en=("The uses of a row are averaged.", "They are added: a frequent token takes a larger step."),
    zh=("同一行的各次使用取平均。", "是相加：常见的词元步子更大。"),
)
def averaged(ids, grad, V):
    counts = torch.bincount(ids, minlength=V).clamp(min=1)
    return torch.zeros(V, grad.shape[1]).index_add(0, ids, grad) / counts[:, None]


@table_gradient.wrong(
    en=("Row t of the table belongs to position t.", "It belongs to the token with id t, wherever that stands."),
    zh=("表的第 t 行对应位置 t。", "它对应编号为 t 的词元，不管这个词元在哪个位置。"),
)
def by_position(ids, grad, V):
    table = torch.zeros(max(V, len(ids)), grad.shape[1])
    table[: len(ids)] = grad
    return table[:V]
