"""One-hot encoding

Word number `i` of a vocabulary of `V` words becomes a vector of `V` numbers: a 1 at place `i`, zeros elsewhere. Any
two different words are then equally far apart and at right angles: the code says which word it is, and nothing about
how words are related. A plain index is worse, because it invents an order. The sum of the vectors of a text
counts its words.

One-hot is a fixed rule without trained numbers. The encoder of an encoder-decoder is something else: a network.
"""

import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import question, several, task, where, whole

ZH = """独热编码

词表有 `V` 个词时，第 `i` 个词变成一个长为 `V` 的向量：第 `i` 位是 1，其余全是 0。任意两个不同的词距离相等、互相垂直：
这种编码只说明“是哪个词”，不说明词与词之间的联系。直接用编号更糟，因为它凭空造出了大小顺序。
把一段文本的独热向量加起来，就得到每个词出现的次数。

独热编码是固定的规则，没有需要训练的参数；编码器-解码器里的编码器则是一个要训练的网络，两者不是一回事。
"""
NAMES = ["one-hot", "one hot", "独热", "one-hot编码"]
NEEDS = ["tensor-broadcasting"]
CONFUSED_WITH = ["embedding"]
SOURCES = ["torch.nn.functional.one_hot"]


def demo(V=whole(20, 60), T=whole(3, 19)):
    ids = torch.randint(V, (T,))
    return F.one_hot(ids, V)


@question("How many numbers does the output hold?", zh="输出一共有多少个数？")
def numbers(out):
    return out.numel()


@numbers.wrong(
    en=("Each token becomes one number.", "Each token takes a whole row of V numbers, all but one of them 0."),
    zh=("每个词元变成一个数。", "每个词元占满一行 V 个数，其中只有一个不是 0。"),
)
def only_the_index(T):
    return T


@numbers.wrong(
    en=("The output is a V × V table, a row for each word.", "It has a row for each of the T tokens in the text."),
    zh=("输出是 V × V 的表，每个词一行。", "文本里的 T 个词元各占一行。"),
)
def row_for_each_word(V):
    return V * V


@numbers.wrong(
    en=("The rows are as long as the largest id needs.", "V is given, so every row has V places, used or not."),
    zh=("行的长度由最大的编号决定。", "这里给出了 V，每一行都有 V 位，用没用到都一样。"),
)
def as_wide_as_the_largest(out):
    return out.shape[0] * (int(out.argmax(dim=1).max()) + 1)


def guessed_width(ids=several((3, 6), whole(0, 15))):
    return F.one_hot(torch.tensor(ids))


@question("What is the shape of the output?", zh="输出的形状是什么？", of=guessed_width)
def width(out):
    return out.shape


@width.wrong(
    en=("There is a column for each different word.", "Ids that do not occur have columns too, up to the largest."),
    zh=("有几个不同的词就有几列。", "没有出现的编号也占一列，一直到最大的编号为止。"),
)
def column_for_each_different(ids):
    return len(ids), len(set(ids))


@width.wrong(
    en=("The largest id is the number of columns.", "Ids count from 0: with the largest there are one more."),
    zh=("最大的编号就是列数。", "编号从 0 数起，列数是最大编号加 1。"),
)
def largest_id_columns(ids):
    return len(ids), max(ids)


@width.wrong(
    en=("The output is square.", "Rows are tokens, columns are ids: their numbers are independent."),
    zh=("输出是方阵。", "行是词元，列是编号，两者的个数互不相干。"),
)
def square(ids):
    return len(ids), len(ids)


@where(lambda i, j: i != j)
def pair(V=whole(10, 50), i=whole(0, 9), j=whole(0, 9)):
    a, b = F.one_hot(torch.tensor([i, j]), V).float()
    return (a - b).norm()


@question(
    "What is the Euclidean distance of `a` and `b`, to three significant figures?",
    zh="`a` 与 `b` 的欧氏距离是多少（三位有效数字）？",
    of=pair,
    fact=True,
)
def distance(out):
    return out.item()


@distance.wrong(
    en=("Words with near ids are near.", "i and j only say where the 1 stands: any two are √2 apart."),
    zh=("编号相近的词距离也近。", "i 和 j 只决定 1 放在哪一位：任意两个都相距 √2。"),
)
def index_gap(i, j):
    return float(abs(i - j))


@distance.wrong(
    en=("The vectors differ in one place.", "They differ in two places, by 1 and by −1: the distance is √2."),
    zh=("两个向量只有一位不同。", "有两位不同，分别相差 1 和 −1，所以距离是 √2。"),
)
def unit_distance():
    return 1.0


@where(lambda i, j: abs(i - j) > 2)
def with_index(V=whole(10, 50), i=whole(0, 9), j=whole(0, 9)):
    ids = torch.tensor([i, j])
    a, b = torch.cat([F.one_hot(ids, V), ids[:, None]], dim=1)
    return ((a - b) ** 2).sum()


@question("What is the squared distance of `a` and `b`?", zh="`a` 与 `b` 的距离的平方是多少？", of=with_index)
def order_comes_back(out):
    return out


@order_comes_back.wrong(
    en=("The one-hot part keeps all words equally far apart.", "The index column adds (i − j)² to its 2."),
    zh=("有独热部分，所有词的距离仍然相等。", "独热部分给出 2，编号那一列还要加上 (i − j)²。"),
)
def index_does_not_count():
    return 2


@order_comes_back.wrong(
    en=("Only the index column differs.", "The 1 stands in two different places as well, which adds 2."),
    zh=("只有编号那一列不同。", "1 所在的位置也不同，还要加 2。"),
)
def one_hot_parts_agree(i, j):
    return (i - j) ** 2


@order_comes_back.wrong(
    en=("Two one-hot vectors differ in one place.", "They differ in two: one has a 1 at i, the other at j."),
    zh=("两个独热向量只有一位不同。", "有两位不同：一个在第 i 位是 1，另一个在第 j 位是 1。"),
)
def differ_in_one_place(i, j):
    return (i - j) ** 2 + 1


@where(lambda first, second: set(first) & set(second))
def counted(first=several((3, 6), whole(0, 4)), second=several((3, 6), whole(0, 4))):
    a = F.one_hot(torch.tensor(first), 5).sum(dim=0)
    b = F.one_hot(torch.tensor(second), 5).sum(dim=0)
    return a @ b


@question("What is `a @ b`?", zh="`a @ b` 等于多少？", of=counted)
def overlap(out):
    return out


@overlap.wrong(
    en=(
        "It is the number of different words in common.",
        "A word counts as often as it stands in the one times in the other.",
    ),
    zh=("它是共有的不同的词的个数。", "每个词的贡献是它在两段中出现次数的乘积。"),
)
def words_in_common(first, second):
    return len(set(first) & set(second))


@overlap.wrong(
    en=("It compares place with place.", "Summing over the tokens forgets their places; only counts are left."),
    zh=("它逐个位置比较。", "对词元求和之后位置就丢了，只剩下次数。"),
)
def same_word_in_the_same_place(first, second):
    return sum(one == other for one, other in zip(first, second))


@overlap.wrong(
    en=("Frequent words count once more for each use.", "The two counts of a word are multiplied, not added."),
    zh=("出现得多的词，每出现一次就多算一份。", "同一个词的两个次数是相乘，不是相加。"),
)
def counts_are_added(first, second):
    return sum(first.count(word) + second.count(word) for word in set(first) & set(second))


def code(i):
    return [int(place == i) for place in range(4)]


@where(lambda table, i: table[i] != code(i))
@where(lambda table, i, row: row in (code(i), code(i - 1), table[i], [line[i] for line in table]))
def made(
    table=several(4, several(4, whole(0, 1))),
    i=whole(0, 3),
    row=several(4, whole(0, 1)),
):
    i, table = torch.tensor(i), torch.tensor(table).float()
    embed = nn.Embedding.from_pretrained(table)
    outputs = {"one-hot": F.one_hot(i, 4), "embedding": embed(i)}
    for name, output in outputs.items():
        if output.tolist() == row:
            return name
    return "neither"


@question(
    "Which of the two made `row`?",
    zh="`row` 是两者中哪一个产生的？",
    of=made,
    choices={"one-hot": "独热编码", "embedding": "词嵌入", "neither": "都不是"},
)
def which_of_the_two(out):
    return out


@which_of_the_two.wrong(
    en=("A row of zeros and ones is a one-hot code.", "The 1 must be alone and at place i; a table may hold anything."),
    zh=("由 0 和 1 组成的就是独热编码。", "必须只有一个 1，而且在第 i 位；表里可以是任何数。"),
)
def ones_mean_one_hot(row):
    return "one-hot" if sum(row) == 1 else "embedding"


@which_of_the_two.wrong(
    en=("Word i is column i of the table.", "It is row i: the table has one row for each word."),
    zh=("词 i 对应表的第 i 列。", "对应的是第 i 行：表的每一行是一个词。"),
)
def looks_up_a_column(table, i, row):
    if row == code(i):
        return "one-hot"
    return "embedding" if row == [line[i] for line in table] else "neither"


@which_of_the_two.wrong(
    en=("Words count from 1.", "They count from 0: word i has its 1 behind i zeros, and row i of the table."),
    zh=("词从 1 数起。", "从 0 数起：词 i 的 1 前面有 i 个 0，对应表的第 i 行。"),
)
def counts_from_one(table, i, row):
    if row == code(i - 1):
        return "one-hot"
    return "embedding" if row == table[i - 1] else "neither"


@task(
    "Write `one_hot`: for token ids (T,) the table of floats (T, V) with a 1 in the column of each id, 0 elsewhere.",
    zh="写出 `one_hot`：给定词元编号 (T,)，返回浮点数表 (T, V)，每行在编号那一列为 1，其余为 0。",
    blanks=["ids[:, None]", "torch.arange(V)"],
    mend=["columns_are_tokens", "counted_from_one"],
)
def one_hot(ids, V):
    return (ids[:, None] == torch.arange(V)).float()


one_hot.hint("Compare every id with every column number.", zh="把每个编号与每个列号比较。")
one_hot.hint(
    "Broadcasting makes a table of a column of ids and a row of numbers.", zh="一列编号与一行列号广播成一张表。"
)


@one_hot.inputs
def tokens(V=whole(2, 9), T=whole(1, 6)):
    return torch.randint(V, (T,)), V


@one_hot.inputs
def edges(V=whole(1, 4), T=whole(0, 2)):
    return torch.zeros(T, dtype=torch.int64), V


@one_hot.holds("Every row sums to 1.", zh="每一行之和是 1。")
def one_in_each_row(out):
    return bool((out.sum(dim=1) == 1).all())


@one_hot.wrong(
    en=("The largest id gives the width.", "It is V, whether or not the last words occur."),
    zh=("宽度由最大的编号决定。", "宽度是 V，不管最后几个词有没有出现。"),
)
def width_of_the_largest(ids, V):
    return F.one_hot(ids).float()


@one_hot.wrong(
    en=("Each token is a column.", "Each token is a row: the shape is (T, V)."),
    zh=("每个词元是一列。", "每个词元是一行：形状是 (T, V)。"),
)
def columns_are_tokens(ids, V):
    return (torch.arange(V)[:, None] == ids).float()


@one_hot.wrong(
    en=("Columns count from 1.", "They count from 0: word 0 has its 1 in the first column."),
    zh=("列从 1 数起。", "列从 0 数起：词 0 的 1 在第一列。"),
)
def counted_from_one(ids, V):
    return (ids[:, None] == torch.arange(1, V + 1)).float()
