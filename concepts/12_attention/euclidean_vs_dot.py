"""Distance or dot product

Standard attention does not measure a Euclidean distance: its scores are dot products. The two are related by

    −|q − k|²/2 = q·k − |k|²/2 − |q|²/2

The last term is the same for all keys of a query, and softmax ignores what all scores share. So the two kinds of
attention differ by the lengths of the keys only: compared with the distance, the dot product gives long keys |k|²/2
more. With keys of equal length they are the same attention.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, real, several, where, whole

ZH = """距离与点积

标准的注意力并不计算欧氏距离：它的分数是点积。两者的关系是

    −|q − k|²/2 = q·k − |k|²/2 − |q|²/2

对同一个查询，最后一项对所有键都相同，而 softmax 会消去各分数共有的部分。所以两种注意力只差在键的长度上：
与距离相比，点积给长的键多加了 |k|²/2。当所有键长度相等时，两者就是同一种注意力。
"""
ALIASES = [
    "distance-based attention",
    "Gaussian kernel attention",
    "L2 attention",
    "Nadaraya-Watson",
    "Euclidean distance",
    "欧氏距离",
    "欧式距离",
    "距离注意力",
    "高斯核",
]
NEEDS = ["scaled-dot-product", "vector-similarity"]
SOURCES = [
    "the identity: |q − k|² = |q|² + |k|² − 2 q·k",
    "Vaswani et al., Attention Is All You Need, arXiv:1706.03762, section 3.2.1",
]


@where(lambda q, keys: len({q[0] * x + q[1] * y for x, y in keys}) == 4)
@where(lambda q, keys: len({(q[0] - x) ** 2 + (q[1] - y) ** 2 for x, y in keys}) == 4)
def demo(q=several(2, whole(1, 3)), keys=several(4, several(2, whole(-2, 4)), distinct=True)):
    q, K = torch.tensor(q).float(), torch.tensor(keys).float()
    by_dot = F.softmax(K @ q, dim=0)
    by_distance = F.softmax(-((K - q) ** 2).sum(dim=1) / 2, dim=0)
    return {"dot": by_dot, "distance": by_distance}


@question(
    "Which row of `keys` (counted from 0) has the largest weight in `by_dot`?",
    "在 `by_dot` 中，`keys` 的第几行（从 0 数起）权重最大？",
)
def winner_by_dot(out):
    return int(out["dot"].argmax())


@winner_by_dot.wrong(
    "Attention takes the largest dot product; a long key can beat the nearest one.",
    "注意力取点积最大的键；一个长的键可以胜过最近的键。",
)
def nearest_wins(q, keys):
    return winner_by_distance(demo(q, keys))


@winner_by_dot.wrong(
    "A dot product also grows with the length of the key; only the cosine looks at the angle alone.",
    "点积还会随键的长度增大；只看夹角的是余弦。",
)
def smallest_angle_wins(q, keys):
    return int(F.cosine_similarity(torch.tensor(keys).float(), torch.tensor(q).float(), dim=1).argmax())


@question(
    "Which row of `keys` (counted from 0) has the largest weight in `by_distance`?",
    "在 `by_distance` 中，`keys` 的第几行（从 0 数起）权重最大？",
)
def winner_by_distance(out):
    return int(out["distance"].argmax())


@winner_by_distance.wrong(
    "By distance a key may also be too long: what counts is how near it lies to q.",
    "按距离计算时，键太长反而不利：要看它离 q 有多近。",
)
def largest_product_wins(q, keys):
    return winner_by_dot(demo(q, keys))


@winner_by_distance.wrong(
    "The minus sign makes a small distance a high score: the nearest key wins, not the farthest.",
    "负号使距离小的得分高：获胜的是最近的键，不是最远的键。",
)
def farthest_wins(out):
    return int(out["distance"].argmin())


def scaled(n=whole(3, 8), d=whole(2, 6), unit=one_of("keys", "query")):
    q, K = torch.randn(d), torch.randn(n, d)
    if unit == "keys":
        K = K / K.norm(dim=1, keepdim=True)
    else:
        q = q / q.norm()
    by_dot = F.softmax(K @ q, dim=0)
    by_distance = F.softmax(-((K - q) ** 2).sum(dim=1) / 2, dim=0)
    return torch.allclose(by_dot, by_distance, atol=1e-5)


@question("Are the two weight vectors equal?", "两组权重相等吗？", of=scaled)
def equal(out):
    return out


@equal.wrong(
    "With keys of one length, |k|²/2 is the same for all keys, and softmax ignores what all scores share.",
    "键的长度都相同时，|k|²/2 对所有键都一样，softmax 会把它消去。",
)
def never_equal():
    return False


@equal.wrong(
    "The query's length cancels anyway; it is the keys that must have one length.",
    "查询的长度本来就会被消去；需要统一长度的是键。",
)
def query_must_be_unit(n, d, unit):
    return equal(scaled(n, d, unit="keys" if unit == "query" else "query"))


@where(lambda k0, k1: abs(k0[0] ** 2 + k0[1] ** 2 - k1[0] ** 2 - k1[1] ** 2) > 0.3)
def two_keys(
    q=several(2, real(-1, 1)),
    k0=several(2, real(0.1, 1.5, either_sign=True)),
    k1=several(2, real(0.1, 1.5, either_sign=True)),
):
    q, K = torch.tensor(q), torch.tensor([k0, k1])
    by_dot = F.softmax(K @ q, dim=0)
    by_distance = F.softmax(-((K - q) ** 2).sum(dim=1) / 2, dim=0)
    return (by_distance[0] / by_distance[1]) / (by_dot[0] / by_dot[1])


@question("What does it return?", "返回值是多少？", of=two_keys)
def ratio(out):
    return out.item()


@ratio.wrong(
    "The two are not the same: the keys differ in length, and only the distance charges |k|²/2 for it.",
    "两者并不相同：两个键长度不同，只有距离会为此扣去 |k|²/2。",
)
def same_attention():
    return 1.0


@ratio.wrong(
    "It is the other way round: the distance takes weight from the longer key.",
    "正好相反：按距离计算时，较长的键失去权重。",
)
def longer_key_gains(q, k0, k1):
    return ratio(two_keys(q, k1, k0))


def figure(out, q, keys):
    for i, (x, y) in enumerate(keys):
        plt.scatter([x], [y], color="C0")
        plt.text(x + 0.1, y, f"k{i}")
    for name, colour in (("dot", "C1"), ("distance", "C2")):
        x, y = keys[int(out[name].argmax())]
        plt.plot([q[0], x], [q[1], y], color=colour, label=f"largest by {name}")
    plt.scatter([q[0]], [q[1]], color="C3")
    plt.text(q[0] + 0.1, q[1], "q")
    plt.legend()
