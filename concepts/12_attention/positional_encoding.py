"""Positional encoding

Self-attention without a mask does not know the order of tokens: permute them, and the outputs are permuted in the same
way. (A causal mask breaks this: each token then sees another set.) So a vector that depends on the position is added to
each token. The classic one holds sines and cosines of

    pos / 10000^(2i/d)

Each pair contributes sin² + cos² = 1 to the squared length, at any position, and the dot product of two encodings
depends only on how far apart the positions are. A learned table of positions has no such property at the start.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question, several, task, where, whole

ZH = """位置编码

不加掩码的自注意力不知道词元的先后次序：把词元的顺序打乱，输出只是跟着以同样的方式打乱。（因果掩码会打破这种对称：
每个词元看到的集合各不相同。）所以要给每个词元加上一个随位置而变的向量。经典的做法是取下列角度的正弦和余弦：

    pos / 10000^(2i/d)

无论在哪个位置，每一对都为长度的平方贡献 sin² + cos² = 1；两个位置编码的点积只取决于两个位置相距多远。
可学习的位置表在训练之初没有这种性质。
"""
NAMES = [
    "position embedding",
    "sinusoidal encoding",
    "位置嵌入",
    "位置向量",
    "正弦位置编码",
]
SHARED = ["permutation equivariance"]
NEEDS = ["multi-head-attention"]
SOURCES = ["Vaswani et al., Attention Is All You Need, arXiv:1706.03762, section 3.5"]


def demo(T=whole(10, 40), d=one_of(8, 16, 32)):
    two_i = torch.arange(0, d, 2)
    angle = torch.arange(T)[:, None] / 10000 ** (two_i / d)
    pe = torch.zeros(T, d)
    pe[:, 0::2] = torch.sin(angle)
    pe[:, 1::2] = torch.cos(angle)
    tokens = torch.randn(T, d)
    return {"input": tokens + pe, "pe": pe}


@question("What is the shape of `tokens + pe`?", zh="`tokens + pe` 的形状是什么？")
def shape(out):
    return out["input"].shape


@shape.wrong(
    en=("The encoding is put beside the token.", "It is added to it: the width stays d."),
    zh=("位置编码拼接在词元向量旁边。", "是加上去的：宽度仍是 d。"),
)
def appended(T, d):
    return T, 2 * d


@shape.wrong(
    en=("Sine and cosine share a column.", "They have one each: a row is as wide as a token."),
    zh=("正弦和余弦合用一列。", "各占一列：一行与词元向量同宽。"),
)
def half_width(T, d):
    return T, d // 2


@shape.wrong(
    en=("One vector encodes the whole text.", "Every position has a row of its own."),
    zh=("一个向量编码整段文本。", "每个位置各有一行。"),
)
def one_vector(d):
    return (d,)


def one_position(pos=whole(2, 50), d=one_of(6, 8, 10, 12, 16, 20, 24, 32)):
    two_i = torch.arange(0, d, 2)
    angle = pos / 10000 ** (two_i / d)
    pe = torch.cat([torch.sin(angle), torch.cos(angle)])
    return (pe**2).sum()


@question("What is the squared length of `pe`?", zh="`pe` 的长度的平方是多少？", of=one_position)
def squared_length(out):
    return out.item()


@squared_length.wrong(
    en=("The encoding has length 1.", "Each of its d/2 pairs has: sin² + cos² = 1."),
    zh=("编码的长度是 1。", "d/2 对中每一对的长度才是 1：sin² + cos² = 1。"),
)
def unit_length():
    return 1.0


@squared_length.wrong(
    en=("Later positions have longer encodings.", "Sine and cosine go round in circles: the length stays."),
    zh=("位置越靠后，编码越长。", "正弦和余弦周而复始：长度不变。"),
)
def grows_with_position(pos):
    return float(pos)


@squared_length.wrong(
    en=("Each of the d entries contributes 1.", "Two of them together do, a sine and a cosine."),
    zh=("d 个分量各贡献 1。", "一个正弦和一个余弦合起来才是 1。"),
)
def one_for_each_entry(d):
    return float(d)


@where(lambda ids: 1 < len(set(ids)) < len(ids) - 1)
def without_positions(ids=several((5, 8), whole(0, 4)), d=one_of(8, 16)):
    x = nn.Embedding(5, d)(torch.tensor(ids))
    outputs = F.scaled_dot_product_attention(x, x, x)
    return torch.pdist(outputs) < 1e-4


@question("How many pairs of outputs are equal?", zh="有多少对输出相等？", of=without_positions)
def equal_outputs(out):
    return int(out.sum())


@equal_outputs.wrong(
    en=("Attention tells equal tokens apart by their place.", "Without positions they ask and answer alike."),
    zh=("注意力能按位置区分相同的词元。", "没有位置信息时，相同的词元提问和回答都一样。"),
)
def place_counts():
    return 0


@equal_outputs.wrong(
    en=("All outputs are the same mixture.", "All read the same values, but each token asks with its own query."),
    zh=("所有输出都是同一个混合结果。", "读的是同一组值，但各个词元的查询不同。"),
)
def one_mixture(out):
    return len(out)


@equal_outputs.wrong(
    en=("Each repetition makes one pair.", "It is equal to every earlier copy: three copies make three pairs."),
    zh=("每重复一次就多一对。", "它与前面的每一份都相等：三份就有三对。"),
)
def one_for_each_repetition(ids):
    return len(ids) - len(set(ids))


@where(lambda places: len({abs(i - j) for i, j in places}) < len({i - j for i, j in places}))
def offsets(places=several((4, 8), several(2, whole(0, 6), distinct=True), distinct=True)):
    angle = torch.arange(7)[:, None] / 10000 ** (torch.arange(0, 16, 2) / 16)
    pe = torch.cat([torch.sin(angle), torch.cos(angle)], dim=1)
    products = torch.stack([pe[i] @ pe[j] for i, j in places])
    return torch.pdist(products[:, None]) < 1e-4


@question("How many pairs of dot products are equal?", zh="有多少对点积相等？", of=offsets)
def equal_products(out):
    return int(out.sum())


@equal_products.wrong(
    en=("The product depends on both positions.", "Only on how far apart they are: it is a sum of cosines of i − j."),
    zh=("点积取决于两个位置本身。", "只取决于相距多远：它是 i − j 的余弦之和。"),
)
def both_positions_count(places):
    return equal_among([tuple(sorted(each)) for each in places])


@equal_products.wrong(
    en=("Forwards and backwards give different products.", "The cosine is even, and a dot product has no direction."),
    zh=("向前和向后得到的点积不同。", "余弦是偶函数，点积也不分先后。"),
)
def direction_counts(places):
    return equal_among([i - j for i, j in places])


@equal_products.wrong(
    en=("All products are equal: every encoding has the same length.", "Far positions point in other directions."),
    zh=("编码的长度都相同，所以点积都相等。", "相距远的位置，编码的方向不同。"),
)
def all_alike(out):
    return len(out)


def equal_among(values):
    """How many pairs of some values are equal."""
    return sum(values[:i].count(value) for i, value in enumerate(values))


def learned(longest=one_of(32, 48, 64), T=whole(5, 30), d=one_of(8, 16, 32)):
    positions = nn.Embedding(longest, d)
    tokens = torch.randn(T, d)
    x = tokens + positions(torch.arange(T))
    return x, sum(p.numel() for p in positions.parameters())


@question("How many numbers must be learnt for the positions?", zh="位置部分有多少个数需要学习？", of=learned)
def learnt_numbers(out):
    return out[1]


@learnt_numbers.wrong(
    en=("The table is as long as the text.", "It has a row for every position up to the longest text."),
    zh=("表与文本一样长。", "直到最长文本的每个位置都有一行。"),
)
def as_long_as_the_text(T, d):
    return T * d


@learnt_numbers.wrong(
    en=("Positions are computed, not learnt.", "Sines are; this table is a parameter like any embedding."),
    zh=("位置是算出来的，不用学。", "正弦编码是；这张表和其他嵌入一样是参数。"),
)
def nothing_to_learn():
    return 0


@learnt_numbers.wrong(
    en=("A position is one number.", "It is a vector as wide as a token, d."),
    zh=("一个位置是一个数。", "它是与词元向量同宽的向量，共 d 个数。"),
)
def number_for_a_position(longest):
    return longest


@task(
    "Write `sinusoids`: the table (T, d) for even d with sin(pos / 10000^(2i/d)) in column 2i and the cosine of the "
    "same angle in column 2i + 1.",
    zh="写出 `sinusoids`：返回 (T, d) 的表（d 为偶数），第 2i 列是 sin(pos / 10000^(2i/d))，"
    "第 2i + 1 列是同一角度的余弦。",
    blanks=["torch.arange(0, d, 2)", "pe[:, 0::2]", "pe[:, 1::2]"],
    order=True,
    mend=["halves_side_by_side", "exponent_halved"],
)
def sinusoids(T, d):
    angle = torch.arange(T)[:, None] / 10000 ** (torch.arange(0, d, 2) / d)
    pe = torch.zeros(T, d)
    pe[:, 0::2] = torch.sin(angle)
    pe[:, 1::2] = torch.cos(angle)
    return pe


sinusoids.hint("Make the table of angles (T, d/2) first.", zh="先算出角度的表 (T, d/2)。")
sinusoids.hint("`pe[:, 0::2]` are the even columns.", zh="`pe[:, 0::2]` 是偶数列。")


@sinusoids.inputs
def sizes(T=whole(2, 12), half=whole(2, 8)):
    return T, 2 * half


@sinusoids.inputs
def smallest(T=whole(1, 3), half=whole(1, 3)):
    return T, 2 * half


@sinusoids.holds("Every row has squared length d/2.", zh="每一行长度的平方是 d/2。")
def same_length(out, T, d):
    return torch.allclose((out**2).sum(dim=1), torch.full((T,), d / 2), atol=1e-3)


@sinusoids.wrong(
    en=("Sines fill the first half, cosines the second.", "Here they alternate, pair by pair."),
    zh=("前一半是正弦，后一半是余弦。", "这里两者交替排列，一对一对地放。"),
)
def halves_side_by_side(T, d):
    angle = torch.arange(T)[:, None] / 10000 ** (torch.arange(0, d, 2) / d)
    return torch.cat([torch.sin(angle), torch.cos(angle)], dim=1)


@sinusoids.wrong(
    en=("The exponent is i/d.", "It is 2i/d, so that it runs from 0 almost to 1."),
    zh=("指数是 i/d。", "指数是 2i/d，从 0 一直到接近 1。"),
)
def exponent_halved(T, d):
    angle = torch.arange(T)[:, None] / 10000 ** (torch.arange(d // 2) / d)
    return torch.stack([torch.sin(angle), torch.cos(angle)], dim=2).flatten(1)


@sinusoids.wrong(
    en=("Positions count from 1.", "The first position is 0: its row is 0, 1, 0, 1 and so on."),
    zh=("位置从 1 数起。", "第一个位置是 0：它的那一行是 0、1、0、1 如此交替。"),
)
def positions_from_one(T, d):
    angle = torch.arange(1, T + 1)[:, None] / 10000 ** (torch.arange(0, d, 2) / d)
    return torch.stack([torch.sin(angle), torch.cos(angle)], dim=2).flatten(1)


def figure(out):
    _, (left, right) = plt.subplots(1, 2)
    left.imshow(out["pe"].tolist(), aspect="auto")
    left.set_xlabel("dimension")
    left.set_ylabel("position")
    right.plot((out["pe"] @ out["pe"][0]).tolist(), label="dot product")
    right.set_xlabel("offset")
    right.legend()
