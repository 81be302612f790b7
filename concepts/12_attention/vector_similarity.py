"""Distance, dot product, cosine

Three ways to say that vectors are similar. The distance asks how near two points lie; the dot product, how far one
reaches along the other, so long vectors win; the cosine, only whether they point the same way. They may choose
different winners. On vectors of length 1 they always agree, because there

    |a − b|² = 2 − 2 cos

In many dimensions two random vectors are almost at right angles: their cosine spreads like 1/√d.
"""

import math

import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, real, several, task, where, whole

ZH = """距离、点积与余弦

衡量两个向量有多相似，有三种办法。距离看两点离得多近；点积看一个向量沿另一个方向伸出多远，所以长的向量占便宜；
余弦只看方向是否一致。三者选出的“最相似”可能不同。当向量长度都是 1 时，三者总是一致，因为这时

    |a − b|² = 2 − 2 cos

维数很高时，两个随机向量几乎互相垂直：它们的余弦大约以 1/√d 的幅度散布在 0 附近。
"""
NAMES = [
    "cosine similarity",
    "Euclidean distance",
    "dot product",
    "欧式距离",
    "欧氏距离",
    "余弦相似度",
    "点积",
]
SHARED = ["vector space", "向量空间", "内积"]
NEEDS = ["tensor-broadcasting"]
SOURCES = [
    "torch.nn.functional.cosine_similarity",
    "for unit vectors: |a − b|² = |a|² + |b|² − 2 a·b = 2 − 2 cos",
]


def apart(values, least):
    """Whether the best of some values is ahead of the second by `least`."""
    second, best = sorted(values)[-2:]
    return best - second > least


@where(lambda q, points: apart([-math.dist(q, p) for p in points], 0.1))
@where(lambda q, points: apart([q[0] * x + q[1] * y for x, y in points], 0.5))
@where(lambda q, points: apart([(q[0] * x + q[1] * y) / math.hypot(x, y) for x, y in points], 0.05))
def demo(q=several(2, whole(1, 3)), points=several(4, several(2, whole(1, 6)), distinct=True)):
    q, P = torch.tensor(q).float(), torch.tensor(points).float()
    return {
        "distance": (P - q).norm(dim=1),
        "dot": P @ q,
        "cosine": F.cosine_similarity(P, q, dim=1),
        "length": P.norm(dim=1),
    }


@question(
    "Which row of `points` (counted from 0) has the smallest distance to `q`?",
    zh="`points` 的第几行（从 0 数起）到 `q` 的距离最小？",
)
def by_distance(out):
    return int(out["distance"].argmin())


@question(
    "Which row of `points` (counted from 0) has the largest dot product with `q`?",
    zh="`points` 的第几行（从 0 数起）与 `q` 的点积最大？",
)
def by_dot(out):
    return int(out["dot"].argmax())


@question(
    "Which row of `points` (counted from 0) has the largest cosine with `q`?",
    zh="`points` 的第几行（从 0 数起）与 `q` 的余弦最大？",
)
def by_cosine(out):
    return int(out["cosine"].argmax())


@by_distance.wrong(
    en=("The nearest has the largest dot product.", "A long vector has a large product, but may end far from q."),
    zh=("最近的点就是点积最大的点。", "长的向量点积大，但它的端点可能离 q 很远。"),
)
def largest_product_is_nearest(out):
    return by_dot(out)


@by_distance.wrong(
    en=("The nearest points the same way as q.", "That is the cosine; such a point may still be far away."),
    zh=("最近的点与 q 方向最一致。", "方向一致说的是余弦；同方向上的点仍可能很远。"),
)
def smallest_angle_is_nearest(out):
    return by_cosine(out)


@by_dot.wrong(
    en=("The nearest point has the largest dot product.", "A far point can reach further along q."),
    zh=("最近的点点积最大。", "远的点沿 q 的方向可能伸得更远。"),
)
def nearest_has_largest_dot(out):
    return by_distance(out)


@by_dot.wrong(
    en=("The smallest angle gives the largest dot product.", "The product is the cosine times both lengths."),
    zh=("夹角最小的点积最大。", "点积是余弦乘以两个长度。"),
)
def smallest_angle_has_largest_dot(out):
    return by_cosine(out)


@by_cosine.wrong(
    en=("The nearest point has the largest cosine.", "Lengths do not count: a far one in the same direction wins."),
    zh=("最近的点余弦最大。", "余弦不看长度：方向一致的远点胜出。"),
)
def nearest_has_largest_cosine(out):
    return by_distance(out)


@by_cosine.wrong(
    en=("The longest vector has the largest cosine.", "The cosine divides by the lengths."),
    zh=("最长的向量余弦最大。", "余弦除以了长度，长并不占便宜。"),
)
def longest_has_largest_cosine(out):
    return int(out["length"].argmax())


@where(lambda c: abs(c) >= 0.1)
def unit(c=real(-0.9, 0.9, places=2)):
    a = torch.tensor([1.0, 0.0])
    b = torch.tensor([c, math.sqrt(1 - c**2)])
    return ((a - b) ** 2).sum()


@question("What is the squared distance of `a` and `b`?", zh="`a` 与 `b` 的距离的平方是多少？", of=unit)
def squared_distance(out):
    return out.item()


@squared_distance.wrong(
    en=("It is one minus the cosine.", "Both lengths count: |a|² + |b|² − 2 a·b = 1 + 1 − 2c."),
    zh=("等于 1 减余弦。", "两个长度都要算：|a|² + |b|² − 2 a·b = 1 + 1 − 2c。"),
)
def one_minus_cosine(c):
    return 1 - c


@squared_distance.wrong(
    en=("The distance is the angle.", "It is the straight chord between the ends; the arc is longer."),
    zh=("距离就是夹角。", "距离是两端点之间的弦长，夹角对应的弧更长。"),
)
def arc_for_chord(c):
    return math.acos(c) ** 2


@squared_distance.wrong(
    en=("Vectors at a right angle have squared distance 1.", "They have 1 + 1 = 2, by Pythagoras."),
    zh=("互相垂直的单位向量，距离的平方是 1。", "由勾股定理，是 1 + 1 = 2。"),
)
def one_minus_twice_the_cosine(c):
    return 1 - 2 * c


@where(lambda d, m: m < d and 2 * m != d)
def signs(d=one_of(8, 10, 16, 20), m=whole(1, 19)):
    a = torch.ones(d)
    b = a.clone()
    b[:m] = -1
    return F.cosine_similarity(a, b, dim=0)


@question("What is the cosine of `a` and `b`?", zh="`a` 与 `b` 的余弦是多少？", of=signs)
def cosine_of_signs(out):
    return out.item()


@cosine_of_signs.wrong(
    en=("It is the share of places that agree.", "Places that disagree count −1 each: (d − 2m)/d."),
    zh=("等于相同位置所占的比例。", "不同的位置各算 −1：(d − 2m)/d。"),
)
def share_that_agrees(d, m):
    return 1 - m / d


@cosine_of_signs.wrong(
    en=("The cosine is the dot product.", "It is divided by both lengths, here by √d · √d = d."),
    zh=("余弦就是点积。", "还要除以两个长度，这里是 √d · √d = d。"),
)
def not_divided(d, m):
    return float(d - 2 * m)


@cosine_of_signs.wrong(
    en=("The sum is divided by √d.", "Both vectors have length √d, so it is divided by d."),
    zh=("把和除以 √d。", "两个向量的长度都是 √d，所以要除以 d。"),
)
def one_length_only(d, m):
    return (d - 2 * m) / math.sqrt(d)


@task(
    "Write `cosines`: the table (m, n) of cosines between the rows of `a` (m, d) and of `b` (n, d). A row of zeros has "
    "cosine 0 with every other.",
    zh="写出 `cosines`：`a` (m, d) 的各行与 `b` (n, d) 的各行之间的余弦，返回 (m, n) 的表。"
    "全零的行与任何行的余弦都是 0。",
    blanks=["F.normalize(a, dim=1)", "F.normalize(b, dim=1).T"],
    mend=["lengths_count", "over_the_rows"],
)
def cosines(a, b):
    return F.normalize(a, dim=1) @ F.normalize(b, dim=1).T


cosines.hint("Divide each row by its length first.", zh="先把每一行除以自己的长度。")
cosines.hint("Then all dot products are one matrix product.", zh="之后所有点积就是一次矩阵乘法。")


@cosines.inputs
def rows(m=whole(1, 4), n=whole(1, 4), d=whole(2, 6)):
    return 3 * torch.randn(m, d), torch.randn(n, d)


@cosines.inputs
def with_zeros(m=whole(2, 4), d=whole(2, 6)):
    a = torch.randn(m, d)
    a[0] = 0
    return a, 10 * a


@cosines.holds("The lengths of the rows do not matter.", zh="行的长度不影响结果。")
def lengths_cancel(out, a, b, solution):
    return torch.allclose(out, solution(3 * a, b / 2), atol=1e-5)


@cosines.wrong(
    en=("The dot product is the cosine.", "It must be divided by both lengths."),
    zh=("点积就是余弦。", "还要除以两个长度。"),
)
def lengths_count(a, b):
    return a @ b.T


@cosines.wrong(
    en=("Any axis will do for the length.", "`dim=0` runs over the rows; the length of a row is taken along `dim=1`."),
    zh=("长度沿哪一维算都行。", "`dim=0` 是跨行计算；一行的长度要沿 `dim=1` 算。"),
)
def over_the_rows(a, b):
    return F.normalize(a, dim=0) @ F.normalize(b, dim=0).T


@cosines.wrong(
    en=("Dividing by the lengths is always possible.", "A row of zeros has length 0, and 0/0 is NaN."),
    zh=("总可以除以长度。", "全零的行长度为 0，0/0 是 NaN。"),
)
def zero_by_zero(a, b):
    return a @ b.T / (a.norm(dim=1)[:, None] * b.norm(dim=1))
