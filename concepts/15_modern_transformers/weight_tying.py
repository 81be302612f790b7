"""Weight tying: one table at both ends

A language model has a table of V × d at the entrance, one row for each token, and a matrix of the same shape at the
exit, which scores every token. They may be one and the same parameter:

    head.weight = embed.weight

It is then counted, stored and updated once, and its gradient is the sum of both uses. At the exit the softmax involves
every token, so every row moves at every step, not only those that were read. Assigning copies nothing: it makes both
modules hold the same tensor; copying the values would give two parameters that drift apart.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question, several, where, whole

ZH = """权重绑定：输入输出共用一张表

语言模型的入口有一张 V × d 的表，每个词元一行；出口有一个同样形状的矩阵，给每个词元打分。两者可以是同一个参数：

    head.weight = embed.weight

这样它只计数、保存、更新一次，梯度是两处用途的梯度之和。出口处的 softmax 涉及每个词元，所以每一步所有行都会动，
而不只是读到的行。赋值并没有复制什么：它让两个模块持有同一个张量；如果复制的是数值，就会有两个参数，训练后各走各的。
"""
NAMES = [
    "weight tying",
    "tied embeddings",
    "tied embedding",
    "shared input and output embeddings",
    "权重绑定",
    "绑定权重",
    "词嵌入绑定",
]
HINTS = ["tied weights"]
NEEDS = ["embedding", "decoder-only"]
SOURCES = [
    "Press & Wolf, Using the Output Embedding to Improve Language Models, arXiv:1608.05859",
    "Vaswani et al., Attention Is All You Need, arXiv:1706.03762, section 3.4",
]


def demo(V=one_of(50, 100, 500, 1000), d=one_of(4, 8, 16, 32), tie=one_of("assign", "copy", "no")):
    embed, head = nn.Embedding(V, d), nn.Linear(d, V, bias=False)
    if tie == "assign":
        head.weight = embed.weight
    if tie == "copy":
        head.weight.data.copy_(embed.weight.data)
    model = nn.ModuleList([embed, head])
    return sum(p.numel() for p in model.parameters())


@question("How many numbers are trained?", zh="一共训练多少个数？")
def trained(out):
    return out


@trained.wrong(
    en=("There are two tables in any case.", "A parameter that both modules hold is counted once."),
    zh=("无论如何都有两张表。", "两个模块共有的参数只算一次。"),
)
def always_two(V, d):
    return 2 * V * d


@trained.wrong(
    en=("Copying the values ties the tables.", "It leaves two parameters, which drift apart."),
    zh=("复制数值就绑定了两张表。", "仍是两个参数，训练后各走各的。"),
)
def copy_ties(V, d, tie):
    return V * d if tie == "copy" else None


@trained.wrong(
    en=("Tables of one shape are shared by themselves.", "Only if one is assigned to the other."),
    zh=("形状相同的表会自动共用。", "只有把一个赋给另一个才会。"),
)
def tied_by_shape(V, d, tie):
    return V * d if tie == "no" else None


@where(lambda V, used: used < V - 2)
def step(V=one_of(10, 20, 30, 50), used=whole(1, 6), tie=one_of(True, False)):
    embed, head = nn.Embedding(V, 4), nn.Linear(4, V, bias=False)
    if tie:
        head.weight = embed.weight
    ids = torch.arange(used)
    F.cross_entropy(head(embed(ids)), ids + 1).backward()
    tables = {embed.weight, head.weight}
    return sum((table.grad.abs().sum(dim=1) > 0).sum() for table in tables)


@question("How many rows get a gradient, over all tables?", zh="所有的表里一共有多少行得到梯度？", of=step)
def moved_rows(out):
    return out


@moved_rows.wrong(
    en=("Only rows of tokens that were read or asked get one.", "At the exit the softmax involves every row."),
    zh=("只有读到的或要预测的词元的行才有梯度。", "出口处的 softmax 涉及每一行。"),
)
def tokens_in_play(used, tie):
    return used + 1 if tie else 2 * used


@moved_rows.wrong(
    en=("All rows of the entrance get one as well.", "Only the rows that were read, unless the table is tied."),
    zh=("入口的所有行也都有梯度。", "只有读到的行才有，除非绑定。"),
)
def every_row_twice(V):
    return 2 * V


@moved_rows.wrong(
    en=("A tied row that was read counts twice.", "It is one row with the sum of both gradients."),
    zh=("绑定时读到的行算两次。", "它是一行，梯度是两处之和。"),
)
def counted_twice(V, used, tie):
    return V + used if tie else None


@moved_rows.wrong(
    en=("Only the exit is trained.", "The rows that were read get a gradient, too."),
    zh=("只训练出口。", "读到的行也有梯度。"),
)
def exit_only(V, tie):
    return None if tie else V


@where(lambda tie: 0 < sum(tie) < 3)
def uses(
    w=one_of(-3.0, -2.0, -1.0, 1.0, 2.0, 3.0),
    g=whole(1, 9),
    x=several(3, whole(1, 9), distinct=True),
    tie=several(3, one_of(True, False)),
):
    entry = torch.tensor(w, requires_grad=True)
    loss = g * entry
    for each, tied in zip(x, tie):
        exit_ = entry if tied else torch.tensor(w, requires_grad=True)
        loss = loss + each * exit_
    loss.backward()
    return entry.grad


@question("What is `entry.grad`?", zh="`entry.grad` 是多少？", of=uses)
def entry_gradient(out):
    return out


@entry_gradient.wrong(
    en=("The entrance has its own gradient, tied or not.", "A tied parameter gets the sum of all its uses."),
    zh=("不管绑不绑定，入口只有自己的梯度。", "绑定的参数得到各处梯度之和。"),
)
def own_use(g):
    return float(g)


@entry_gradient.wrong(
    en=("Equal values share their gradients.", "Only one and the same tensor does."),
    zh=("数值相等就共享梯度。", "只有同一个张量才共享。"),
)
def equal_values_share(w, g, x):
    return entry_gradient(uses(w, g, x, [True, True, True]))


@entry_gradient.wrong(
    en=("The last use overwrites the first.", "Gradients are accumulated."),
    zh=("后一次使用覆盖前一次。", "梯度是累加的。"),
)
def last_use(x, tie):
    return float([each for each, tied in zip(x, tie) if tied][-1])


def figure(out, V, d):
    tables = 2 * V * d, V * d
    plt.bar(["two tables", "tied"], tables, color=["lightgray", "C0"])
    plt.ylabel("numbers trained")
