"""One-hot encoding

Word number `i` of a vocabulary of `V` words becomes a vector of `V` numbers: a 1 at place `i`, zeros elsewhere. Any
two different words are then equally far apart and at right angles: the code says which word it is, and nothing about
how words are related. A plain index is worse, because it invents an order.

One-hot is a fixed rule without trained numbers. The encoder of an encoder-decoder is something else: a network.
"""

import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question, where, whole

ZH = """独热编码

词表有 `V` 个词时，第 `i` 个词变成一个长为 `V` 的向量：第 `i` 位是 1，其余全是 0。任意两个不同的词距离相等、互相垂直：
这种编码只说明“是哪个词”，不说明词与词之间的联系。直接用编号更糟，因为它凭空造出了大小顺序。

独热编码是固定的规则，没有需要训练的参数；编码器-解码器里的编码器则是一个要训练的网络，两者不是一回事。
"""
ALIASES = ["one-hot", "one hot", "独热", "one-hot编码"]
NEEDS = ["tensor-broadcasting"]
CONFUSED_WITH = ["embedding"]
SOURCES = ["torch.nn.functional.one_hot"]


def demo(V=whole(20, 60), T=whole(3, 19)):
    ids = torch.randint(V, (T,))
    return F.one_hot(ids, V)


@question("How many numbers does the output hold?", "输出一共有多少个数？")
def numbers(out):
    return out.numel()


@numbers.wrong(
    "Each of the T tokens takes a whole row of V numbers, though only one of them is not zero.",
    "T 个词每个都占满一行 V 个数，尽管其中只有一个不是 0。",
)
def only_the_index(T):
    return T


@where(lambda i, j: i != j)
def pair(V=whole(10, 50), i=whole(0, 9), j=whole(0, 9)):
    a, b = F.one_hot(torch.tensor([i, j]), V).float()
    distance = (a - b).norm()
    cosine = F.cosine_similarity(a, b, dim=0)
    return {"distance": distance, "cosine": cosine}


@question("What is the Euclidean distance of `a` and `b`?", "`a` 与 `b` 的欧氏距离是多少？", of=pair, fact=True)
def distance(out):
    return out["distance"].item()


@distance.wrong(
    "The numbers i and j only say where the 1 stands; how far apart they are does not matter.",
    "i 和 j 只决定 1 放在哪一位，编号相差多少与距离无关。",
)
def index_gap(i, j):
    return float(abs(i - j))


@distance.wrong(
    "The vectors differ in two places, once by 1 and once by −1: the distance is √2.",
    "两个向量有两位不同，分别相差 1 和 −1，所以距离是 √2。",
)
def unit_distance():
    return 1.0


@question("What is the cosine of `a` and `b`?", "`a` 与 `b` 的余弦相似度是多少？", of=pair, fact=True)
def cosine(out):
    return out["cosine"].item()


@cosine.wrong(
    "Places where both are zero add nothing to the dot product, so agreeing zeros do not make words similar.",
    "同为 0 的位置对点积没有贡献，0 再多也不会让两个词变得相似。",
)
def zeros_agree(V):
    return (V - 2) / V


@cosine.wrong(
    "Different words are at right angles, not opposite: no entry of a one-hot vector is negative.",
    "不同的词互相垂直，而不是方向相反：独热向量里没有负数。",
)
def opposite():
    return -1.0


@where(lambda i, j, k: len({i, j, k}) == 3 and abs(i - j) != abs(i - k))
def coded(i=whole(0, 9), j=whole(0, 9), k=whole(0, 9), code=one_of("one-hot", "index")):
    ids = torch.tensor([i, j, k])
    x = F.one_hot(ids, 10) if code == "one-hot" else ids[:, None]
    to_j = (x[0] - x[1]).float().norm()
    to_k = (x[0] - x[2]).float().norm()
    return to_j, to_k


@question(
    "In this code, is word `i` strictly closer to word `j` than to word `k`?",
    "在这种编码下，词 `i` 到词 `j` 的距离是否严格小于到词 `k` 的距离？",
    of=coded,
)
def closer(out):
    return bool(out[0] < out[1])


@closer.wrong(
    "Nearby indices are nearby only as plain numbers; one-hot vectors are all √2 apart.",
    "编号相近只在直接用编号时才意味着距离近；独热向量两两都相距 √2。",
)
def near_index_near_word(i, j, k):
    return closer(coded(i, j, k, code="index"))


@closer.wrong(
    "A plain index does have an order: |i − j| and |i − k| differ, so one word comes out closer.",
    "直接用编号就有大小顺序：|i − j| 与 |i − k| 不同，总有一个更近。",
)
def no_order_anywhere(i, j, k):
    return closer(coded(i, j, k, code="one-hot"))


def product(V=whole(5, 50), cast=one_of(True, False)):
    x = F.one_hot(torch.randint(V, (4,)), V)
    W = torch.rand(V, 3)
    return (x.float() if cast else x) @ W


@question("Does it raise an error?", "会报错吗？", of=product, errors=True)
def raises(out):
    return isinstance(out, Exception)


@raises.wrong(
    "`F.one_hot` gives int64, and `@` does not mix whole numbers with floats: cast first.",
    "`F.one_hot` 返回 int64，而 `@` 不会自动混用整数与浮点数：要先转换类型。",
)
def casts_itself(V):
    return raises(product(V, cast=True))


@raises.wrong(
    "The vocabulary is the last axis, so the shapes (4, V) and (V, 3) fit.",
    "词表在最后一维，形状 (4, V) 与 (V, 3) 正好能相乘。",
)
def shapes_do_not_fit():
    return True


@where(lambda V, D: V != D)
def made(V=one_of(6, 12), D=one_of(6, 12), seen=one_of("6 columns", "12 columns", "torch.int64", "torch.float32")):
    ids = torch.tensor([4, 0, 4])
    outputs = {
        "one-hot": F.one_hot(ids, V),
        "embedding": nn.Embedding(V, D)(ids),
    }
    clues = {}
    for name, x in outputs.items():
        clues[name] = (f"{x.shape[1]} columns", str(x.dtype))
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
    "One-hot has one column for each of the V words; the embedding has as many as you choose, D.",
    "独热编码的列数等于词表大小 V；词嵌入的列数是自己选定的 D。",
)
def widths_swapped(V, D, seen):
    return which_of_the_two(made(V=D, D=V, seen=seen))


@which_of_the_two.wrong(
    "`F.one_hot` returns whole numbers; a table that is trained must hold floats.",
    "`F.one_hot` 返回整数；要训练的表里存的必须是浮点数。",
)
def types_swapped(seen):
    return {"torch.float32": "one-hot", "torch.int64": "embedding"}.get(seen)
