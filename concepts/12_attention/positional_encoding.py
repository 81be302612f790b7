"""Positional encoding

Self-attention by itself does not know the order of words: permute the words, and the outputs are permuted in the same
way. So a vector that depends on the position is added to each word. The classic one holds sines and cosines of

    pos / 10000^(2i/d)

Each pair contributes sin² + cos² = 1 to the squared length, at any position, and the dot product of two encodings
depends only on how far apart the positions are. A learned table of positions has no such property at the start.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, whole

ZH = """位置编码

自注意力本身不知道词的先后次序：把词的顺序打乱，输出只是跟着以同样的方式打乱。所以要给每个词加上一个随位置而变的向量。
经典的做法是取下列角度的正弦和余弦：

    pos / 10000^(2i/d)

无论在哪个位置，每一对都为长度的平方贡献 sin² + cos² = 1；两个位置编码的点积只取决于两个位置相距多远。
可学习的位置表在训练之初没有这种性质。
"""
ALIASES = [
    "position embedding",
    "sinusoidal encoding",
    "permutation equivariance",
    "位置嵌入",
    "位置向量",
    "正弦位置编码",
]
NEEDS = ["multi-head-attention"]
SOURCES = ["Vaswani et al., Attention Is All You Need, arXiv:1706.03762, section 3.5"]


def demo(T=whole(10, 40), d=one_of(8, 16, 32)):
    two_i = torch.arange(0, d, 2)
    angle = torch.arange(T)[:, None] / 10000 ** (two_i / d)
    pe = torch.zeros(T, d)
    pe[:, 0::2] = torch.sin(angle)
    pe[:, 1::2] = torch.cos(angle)
    words = torch.randn(T, d)
    return {"input": words + pe, "pe": pe}


@question("What is the shape of `words + pe`?", "`words + pe` 的形状是什么？")
def shape(out):
    return out["input"].shape


@shape.wrong(
    "The encoding is added to the words, not appended: the width stays d.",
    "位置编码是加到词向量上，不是拼接在后面：宽度仍是 d。",
)
def appended(T, d):
    return T, 2 * d


@shape.wrong(
    "The encoding has a row for every position, and each row is as wide as a word vector.",
    "每个位置有一行编码，每一行与词向量同宽。",
)
def half_width(T, d):
    return T, d // 2


def one_position(pos=whole(2, 50), d=one_of(6, 8, 10, 12, 16, 20, 24, 32)):
    two_i = torch.arange(0, d, 2)
    angle = pos / 10000 ** (two_i / d)
    pe = torch.cat([torch.sin(angle), torch.cos(angle)])
    return (pe**2).sum()


@question("What is the squared length of `pe`?", "`pe` 的长度的平方是多少？", of=one_position)
def squared_length(out):
    return out.item()


@squared_length.wrong(
    "Each of the d/2 pairs has length 1 by itself: sin² + cos² = 1.",
    "d/2 对中的每一对自己的长度就是 1：sin² + cos² = 1。",
)
def unit_length(pos):
    return squared_length(one_position(pos, d=2))


@squared_length.wrong(
    "Sine and cosine go round in circles: the length is the same at every position.",
    "正弦和余弦周而复始：每个位置的长度都一样。",
)
def grows_with_position(pos):
    return float(pos)


def reversed_order(T=whole(4, 10), d=one_of(8, 16), positions=one_of(True, False)):
    words = torch.randn(T, d)
    pe = torch.randn(T, d) if positions else torch.zeros(T, d)

    def attend(words):
        x = words + pe
        return F.scaled_dot_product_attention(x, x, x)

    forward, backward = attend(words), attend(words.flip(0))
    return torch.allclose(backward, forward.flip(0), atol=1e-5)


@question(
    "Does the reversed sentence give the same outputs, only in reversed order?",
    "把句子倒过来，输出是否仍是原来那些，只是次序也倒过来？",
    of=reversed_order,
)
def equivariant(out):
    return out


@equivariant.wrong(
    "Without positions attention sums over a set: nothing in it depends on the order of the words.",
    "没有位置信息时，注意力是对一个集合求和：结果与词的次序无关。",
)
def attention_knows_order(T, d):
    return equivariant(reversed_order(T, d, positions=True))


@equivariant.wrong(
    "With positions added, a word at another place is another input, and so gives another output.",
    "加上位置之后，同一个词换了位置就是不同的输入，输出也就不同。",
)
def still_a_set(T, d):
    return equivariant(reversed_order(T, d, positions=False))


def offsets(k=whole(1, 9), table=one_of("sine", "random")):
    if table == "sine":
        angle = torch.arange(40)[:, None] / 10000 ** (torch.arange(8) / 8)
        pe = torch.cat([torch.sin(angle), torch.cos(angle)], dim=1)
    else:
        pe = torch.randn(40, 16)
    return pe[3] @ pe[3 + k], pe[20] @ pe[20 + k]


@question("Are the two dot products equal (up to rounding)?", "两个点积相等吗（不计舍入误差）？", of=offsets)
def same_by_offset(out):
    return bool(torch.isclose(*out, atol=1e-5))


@same_by_offset.wrong(
    "For sine waves the dot product is a sum of cosines of the offset alone; 3 or 20 does not matter.",
    "正弦编码的点积是相对距离的余弦之和；从 3 还是从 20 开始都一样。",
)
def only_absolute_positions(k):
    return same_by_offset(offsets(k, table="random"))


@same_by_offset.wrong(
    "A fresh learned table is random: nothing ties row 3 + k to row 3 as row 20 + k to row 20.",
    "新建的可学习位置表是随机的：相距同样远的两行之间没有相同的关系。",
)
def any_table_shows_offsets(k):
    return same_by_offset(offsets(k, table="sine"))


def figure(out):
    _, (left, right) = plt.subplots(1, 2)
    left.imshow(out["pe"].tolist(), aspect="auto")
    left.set_xlabel("dimension")
    left.set_ylabel("position")
    right.plot((out["pe"] @ out["pe"][0]).tolist(), label="dot product")
    right.set_xlabel("offset")
    right.legend()
