"""Scaled dot product

A dot product of `d` random terms gets larger with `d`: if the entries are independent, with mean 0 and standard
deviation `s`, each term has variance s⁴, and so

    Var(q·k) = d s⁴

Dividing by √d brings the variance back to s⁴, whatever `d` is. Without it the scores of wide vectors lie so far apart
that softmax gives almost everything to one key, and its gradient vanishes. Scaling by a positive number never changes
which key wins, only by how much.
"""

import math

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, real, several, where

ZH = """缩放点积

`d` 个随机项相加而成的点积会随 `d` 变大：若各分量独立、均值为 0、标准差为 `s`，则每一项的方差是 s⁴，于是

    Var(q·k) = d s⁴

除以 √d 之后，无论 `d` 多大，方差都回到 s⁴。若不缩放，维数大时分数相差悬殊，softmax 几乎把全部权重
给一个键，梯度也随之消失。乘以正数从不改变哪个键获胜，只改变领先多少。
"""
ALIASES = [
    "scaled dot-product",
    "scaled dot-product attention",
    "scaled_dot_product_attention",
    "sqrt(d)",
    "SDPA",
    "缩放点积注意力",
    "点积注意力",
]
NEEDS = ["attention-weights", "weight-init"]
CONFUSED_WITH = ["additive-attention"]
SOURCES = [
    "Vaswani et al., Attention Is All You Need, arXiv:1706.03762, section 3.2.1 and its footnote",
    "torch.nn.functional.scaled_dot_product_attention",
]


def demo(d=one_of(16, 25, 64, 100), s=one_of(0.5, 1.5, 2.0, 3.0)):
    q, k = s * torch.randn(2, 10000, d)
    raw = (q * k).sum(dim=1)
    return {"raw": raw, "scaled": raw / math.sqrt(d)}


@question(
    "About what is the variance of `raw` (within 10%)?",
    "`raw` 的方差大约是多少（误差 10% 以内）？",
    tolerance=0.1,
)
def raw_variance(out):
    return out["raw"].var().item()


@raw_variance.wrong(
    "The variances of the d independent terms add up: the longer the vectors, the larger the scores.",
    "d 个独立项的方差要相加：向量越长，分数越大。",
)
def one_term_only(s):
    return raw_variance(demo(d=1, s=s))


@raw_variance.wrong(
    "Each term is a product: its variance is s² times s².",
    "每一项都是乘积：它的方差是 s² 乘以 s²。",
)
def variance_of_one_factor(d, s):
    return d * s**2


@question(
    "About what is the variance of `scaled` (within 10%)?",
    "`scaled` 的方差大约是多少（误差 10% 以内）？",
    tolerance=0.1,
)
def scaled_variance(out):
    return out["scaled"].var().item()


@scaled_variance.wrong(
    "Dividing by √d takes d out of the variance; what stays is s⁴, as each term is a product.",
    "除以 √d 从方差中消去了 d；剩下的是 s⁴，因为每一项都是乘积。",
)
def s_squared(s):
    return s**2


@scaled_variance.wrong(
    "It is divided by √d, which divides the variance by d once, not twice.",
    "除数是 √d，方差只除以一次 d，而不是两次。",
)
def divided_by_d(out, d):
    return (out["raw"] / d).var().item()


@scaled_variance.wrong(
    "Numbers divided by √d have a variance d times smaller.",
    "数都除以 √d，方差就缩小为原来的 1/d。",
)
def not_scaled(d, s):
    return raw_variance(demo(d, s))


def ranked(scores=several(4, real(-3, 3), distinct=True), c=one_of(0.1, 4.0, -0.5, -2.0)):
    before = torch.tensor(scores)
    after = c * before
    return F.softmax(before, dim=0), F.softmax(after, dim=0)


@question("Does another key get the largest weight after the change?", "改变之后，权重最大的键换了吗？", of=ranked)
def winner_changes(out):
    return bool(out[0].argmax() != out[1].argmax())


@winner_changes.wrong(
    "A positive factor keeps the order of the scores, and softmax keeps it too.",
    "乘以正数不改变分数的大小顺序，softmax 也不改变。",
)
def scaling_reorders():
    return True


@winner_changes.wrong(
    "A negative factor turns the order round: the lowest score becomes the highest.",
    "乘以负数会把顺序倒过来：最低的分数变成最高。",
)
def never_reorders(scores, c):
    return winner_changes(ranked(scores, abs(c)))


@where(lambda scores: max(scores) - sorted(scores)[-2] < 1)
def sharpened(scores=several(4, real(-3, 3), distinct=True), c=one_of(0.1, 0.5, 2.0, 4.0)):
    before = torch.tensor(scores)
    after = c * before
    return F.softmax(before, dim=0), F.softmax(after, dim=0)


@question("Does the largest weight grow?", "最大的权重变大了吗？", of=sharpened)
def largest_grows(out):
    return bool(out[1].max() > out[0].max())


@largest_grows.wrong(
    "A factor above 1 widens the gaps between scores and sharpens the weights; one below 1 flattens them.",
    "倍数大于 1 会拉开分数的差距，使权重更集中；小于 1 才使权重更平均。",
)
def multiplying_flattens(scores, c):
    return largest_grows(sharpened(scores, 1 / c))


def library(d=one_of(16, 32, 64), scale=one_of(None, 1.0)):
    Q, K, V = torch.randn(3, 5, d)
    by_hand = F.softmax(Q @ K.T / math.sqrt(d), dim=1) @ V
    by_torch = F.scaled_dot_product_attention(Q, K, V, scale=scale)
    return torch.allclose(by_hand, by_torch, atol=1e-5)


@question("Do the two ways give the same output?", "两种算法的输出相同吗？", of=library)
def same_output(out):
    return out


@same_output.wrong(
    "The function divides by √d unless told otherwise; `scale=1.0` would leave the scores as they are.",
    "这个函数默认就会除以 √d；`scale=1.0` 才表示不缩放。",
)
def user_must_scale(scale):
    return scale == 1.0


@same_output.wrong(
    "`scale` replaces the factor 1/√d: with 1.0 nothing is divided.",
    "`scale` 会取代系数 1/√d：设为 1.0 就不再除。",
)
def scale_comes_on_top(d):
    return same_output(library(d, scale=None))


def figure(out):
    for offset, name in ((-0.2, "raw"), (0.2, "scaled")):
        weights = F.softmax(out[name][:8], dim=0)
        plt.bar([i + offset for i in range(8)], weights.tolist(), width=0.4, label=name)
    plt.xlabel("key")
    plt.ylabel("weight")
    plt.legend()
