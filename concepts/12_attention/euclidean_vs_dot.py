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

from journal.authoring import one_of, question, real, several, task, where, whole

ZH = """距离与点积

标准的注意力并不计算欧氏距离：它的分数是点积。两者的关系是

    −|q − k|²/2 = q·k − |k|²/2 − |q|²/2

对同一个查询，最后一项对所有键都相同，而 softmax 会消去各分数共有的部分。所以两种注意力只差在键的长度上：
与距离相比，点积给长的键多加了 |k|²/2。当所有键长度相等时，两者就是同一种注意力。
"""
NAMES = [
    "distance-based attention",
    "Gaussian kernel attention",
    "L2 attention",
    "Nadaraya-Watson",
    "距离注意力",
]
SHARED = ["Euclidean distance", "欧氏距离", "欧式距离", "高斯核"]
NEEDS = ["scaled-dot-product", "vector-similarity"]
SOURCES = [
    "the identity: |q − k|² = |q|² + |k|² − 2 q·k",
    "Vaswani et al., Attention Is All You Need, arXiv:1706.03762, section 3.2.1",
]


@where(lambda q, keys: len({q[0] * x + q[1] * y for x, y in keys}) == 4)
@where(lambda q, keys: len({(q[0] - x) ** 2 + (q[1] - y) ** 2 for x, y in keys}) == 4)
@where(lambda keys: all(x or y for x, y in keys))
def demo(q=several(2, whole(1, 3)), keys=several(4, several(2, whole(-2, 4)), distinct=True)):
    q, K = torch.tensor(q).float(), torch.tensor(keys).float()
    by_dot = F.softmax(K @ q, dim=0)
    by_distance = F.softmax(-((K - q) ** 2).sum(dim=1) / 2, dim=0)
    return {"dot": by_dot, "distance": by_distance}


@question(
    "Which row of `keys` (counted from 0) has the largest weight in `by_dot`?",
    zh="在 `by_dot` 中，`keys` 的第几行（从 0 数起）权重最大？",
)
def winner_by_dot(out):
    return int(out["dot"].argmax())


@winner_by_dot.wrong(
    en=("The nearest key wins.", "The largest dot product wins; a long key can beat the nearest one."),
    zh=("最近的键获胜。", "获胜的是点积最大的键；长的键可以胜过最近的键。"),
)
def nearest_wins(out):
    return int(out["distance"].argmax())


@winner_by_dot.wrong(
    en=("The key that points most nearly like q wins.", "That is the cosine; the product grows with the key's length."),
    zh=("方向与 q 最接近的键获胜。", "那是余弦；点积还会随键的长度增大。"),
)
def smallest_angle_wins(q, keys):
    return int(F.cosine_similarity(torch.tensor(keys).float(), torch.tensor(q).float(), dim=1).argmax())


@winner_by_dot.wrong(
    en=("The longest key wins.", "Its length helps only as far as it points along q."),
    zh=("最长的键获胜。", "长度只有在与 q 方向一致时才有用。"),
)
def longest_wins(keys):
    return int(torch.tensor(keys).float().norm(dim=1).argmax())


@question(
    "Which row of `keys` (counted from 0) has the largest weight in `by_distance`?",
    zh="在 `by_distance` 中，`keys` 的第几行（从 0 数起）权重最大？",
)
def winner_by_distance(out):
    return int(out["distance"].argmax())


@winner_by_distance.wrong(
    en=("The largest dot product wins here, too.", "A key may be too long: what counts is how near it lies to q."),
    zh=("这里也是点积最大的键获胜。", "键太长反而不利：要看它离 q 有多近。"),
)
def largest_product_wins(out):
    return int(out["dot"].argmax())


@winner_by_distance.wrong(
    en=("The farthest key has the highest score.", "The minus sign makes a small distance a high score."),
    zh=("最远的键得分最高。", "有负号，距离小的得分才高。"),
)
def farthest_wins(out):
    return int(out["distance"].argmin())


@winner_by_distance.wrong(
    en=("The smallest angle is the smallest distance.", "A key in the same direction may be far too long."),
    zh=("夹角最小就是距离最小。", "方向相同的键可能长得多，离得远。"),
)
def smallest_angle_is_nearest(q, keys):
    return smallest_angle_wins(q, keys)


CIRCLE = [5, 0], [3, 4], [4, 3], [0, 5], [-3, 4], [4, -3]


def scaled(q=several(2, whole(0, 2)), keys=several(3, one_of(*CIRCLE, [1, 2], [2, 1]), distinct=True)):
    q, K = torch.tensor(q).float(), torch.tensor(keys) / 5
    by_dot = F.softmax(K @ q, dim=0)
    by_distance = F.softmax(-((K - q) ** 2).sum(dim=1) / 2, dim=0)
    return torch.allclose(by_dot, by_distance, atol=1e-5)


@question("Are the two weight vectors equal (up to rounding)?", zh="两组权重相等吗（不计舍入误差）？", of=scaled)
def equal(out):
    return out


@equal.wrong(
    en=("Distance and product never give the same weights.", "With keys of one length, |k|²/2 cancels in the softmax."),
    zh=("距离和点积给出的权重从不相同。", "键的长度都相同时，|k|²/2 会被 softmax 消去。"),
)
def never_equal():
    return False


@equal.wrong(
    en=("The query must have length 1.", "The query's length cancels anyway; the keys must have one length."),
    zh=("查询的长度必须是 1。", "查询的长度本来就会消去；需要等长的是键。"),
)
def query_must_be_unit(q):
    return sum(q) == 1


@equal.wrong(
    en=("They are always the same attention.", "A longer key gets |k|²/2 more from the product."),
    zh=("两者总是同一种注意力。", "较长的键从点积多得 |k|²/2。"),
)
def always_equal():
    return True


@where(lambda k0, k1: abs(k0[0] ** 2 + k0[1] ** 2 - k1[0] ** 2 - k1[1] ** 2) > 2)
def two_keys(q=several(2, real(-1, 1)), k0=several(2, whole(-3, 3)), k1=several(2, whole(-3, 3))):
    q, K = torch.tensor(q), torch.tensor([k0, k1]).float()
    by_dot = F.log_softmax(K @ q, dim=0)
    by_distance = F.log_softmax(-((K - q) ** 2).sum(dim=1) / 2, dim=0)
    return (by_distance[0] - by_distance[1]) - (by_dot[0] - by_dot[1])


@question("What does it return?", zh="返回值是多少？", of=two_keys)
def difference(out):
    return out.item()


@difference.wrong(
    en=(
        "It is the same attention: the difference is 0.",
        "The distance charges a key |k|²/2; the keys differ in length.",
    ),
    zh=("两者是同一种注意力，差为 0。", "按距离计算要扣去 |k|²/2，而两个键长度不同。"),
)
def same_attention():
    return 0.0


@difference.wrong(
    en=("By distance the longer key gains.", "It loses: its own |k|²/2 is subtracted."),
    zh=("按距离计算时，较长的键占便宜。", "它吃亏：要减去自己的 |k|²/2。"),
)
def longer_key_gains(k0, k1):
    return (k0[0] ** 2 + k0[1] ** 2 - k1[0] ** 2 - k1[1] ** 2) / 2


@difference.wrong(
    en=("The difference of the squared lengths counts whole.", "Half of it: the score is −|q − k|²/2."),
    zh=("长度平方之差要全部计入。", "只算一半：分数是 −|q − k|²/2。"),
)
def without_the_half(k0, k1):
    return float(k1[0] ** 2 + k1[1] ** 2 - k0[0] ** 2 - k0[1] ** 2)


@task(
    "Write `distance_attention`: softmax over the keys of −|q − k|²/2, times the values, for a query `q` (d,), keys "
    "(n, d) and values (n, v).",
    zh="写出 `distance_attention`：对键以 −|q − k|²/2 为分数做 softmax，再乘以值；`q` (d,)，`keys` (n, d)，"
    "`values` (n, v)。",
    blanks=["((keys - q) ** 2).sum(dim=1)"],
    mend=["far_is_heavy", "root_of_the_square"],
)
def distance_attention(q, keys, values):
    scores = -((keys - q) ** 2).sum(dim=1) / 2
    return F.softmax(scores, dim=0) @ values


distance_attention.hint("Square, then sum over the dimensions of each key.", zh="先平方，再对每个键的各个维度求和。")
distance_attention.hint("A near key has a high score: mind the sign.", zh="近的键得分高：注意符号。")


@distance_attention.inputs
def some(n=whole(2, 6), d=whole(2, 4), v=whole(1, 3)):
    return torch.randn(d), torch.randn(n, d), torch.randn(n, v)


@distance_attention.inputs
def far_away(n=whole(2, 5)):
    return torch.full((2,), 20.0), 20 + 3 * torch.randn(n, 2), torch.randn(n, 2)


@distance_attention.holds("Moving the query and all keys alike changes nothing.", zh="查询和所有键一起平移，结果不变。")
def moved(out, q, keys, values, solution):
    return torch.allclose(out, solution(q + 1, keys + 1, values), atol=1e-4)


@distance_attention.wrong(
    en=("A large distance is a large score.", "Near keys count: the distance is negated."),
    zh=("距离大，分数就大。", "近的键才重要：距离要取负。"),
)
def far_is_heavy(q, keys, values):
    return F.softmax(((keys - q) ** 2).sum(dim=1) / 2, dim=0) @ values


@distance_attention.wrong(
    en=("The distance itself is the score.", "Its square over 2 is: only then the lengths of q and k come apart."),
    zh=("分数就是距离本身。", "是距离平方的一半：只有这样 q 与 k 的长度才能分开。"),
)
def root_of_the_square(q, keys, values):
    return F.softmax(-(keys - q).norm(dim=1), dim=0) @ values


@distance_attention.wrong(
    en=("The dot product gives the same.", "Only for keys of equal length."),
    zh=("点积给出同样的结果。", "只有键等长时才如此。"),
)
def by_product(q, keys, values):
    return F.softmax(keys @ q, dim=0) @ values


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
