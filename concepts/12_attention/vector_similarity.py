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

from journal.authoring import one_of, question, real, several, where, whole

ZH = """距离、点积与余弦

衡量两个向量有多相似，有三种办法。距离看两点离得多近；点积看一个向量沿另一个方向伸出多远，所以长的向量占便宜；
余弦只看方向是否一致。三者选出的“最相似”可能不同。当向量长度都是 1 时，三者总是一致，因为这时

    |a − b|² = 2 − 2 cos

维数很高时，两个随机向量几乎互相垂直：它们的余弦大约以 1/√d 的幅度散布在 0 附近。
"""
ALIASES = [
    "vector space",
    "cosine similarity",
    "Euclidean distance",
    "dot product",
    "向量空间",
    "欧式距离",
    "欧氏距离",
    "余弦相似度",
    "点积",
    "内积",
]
NEEDS = ["tensor-broadcasting"]
SOURCES = [
    "torch.nn.functional.cosine_similarity",
    "for unit vectors: |a − b|² = |a|² + |b|² − 2 a·b = 2 − 2 cos",
]


@where(lambda q, a, b: a[0] ** 2 + a[1] ** 2 != b[0] ** 2 + b[1] ** 2)
@where(lambda q, a, b: math.dist(q, a) != math.dist(q, b))
@where(lambda q, a, b: q[0] * a[0] + q[1] * a[1] != q[0] * b[0] + q[1] * b[1])
@where(lambda a, b: a[0] * b[1] != a[1] * b[0])
@where(lambda q, a, b: abs(math.atan2(*a) + math.atan2(*b) - 2 * math.atan2(*q)) > 0.05)
def demo(
    q=several(2, whole(1, 3)),
    a=several(2, whole(0, 6)),
    b=several(2, whole(0, 6)),
):
    q, points = torch.tensor(q).float(), torch.tensor([a, b]).float()
    return {
        "distance": (points - q).norm(dim=1),
        "dot": points @ q,
        "cosine": F.cosine_similarity(points, q, dim=1),
        "length": points.norm(dim=1),
    }


@question("Which point has the smallest distance to `q`?", "哪个点到 `q` 的距离最小？", choices=["a", "b"])
def by_distance(out):
    return "ab"[out["distance"].argmin()]


@question("Which point has the largest dot product with `q`?", "哪个点与 `q` 的点积最大？", choices=["a", "b"])
def by_dot(out):
    return "ab"[out["dot"].argmax()]


@question("Which point has the largest cosine with `q`?", "哪个点与 `q` 的余弦最大？", choices=["a", "b"])
def by_cosine(out):
    return "ab"[out["cosine"].argmax()]


@by_dot.wrong(
    "The dot product is not a distance: a far point can reach further along q.",
    "点积不是距离：远的点沿 q 的方向可能伸得更远。",
)
def nearest_has_largest_dot(q, a, b):
    return by_distance(demo(q, a, b))


@by_cosine.wrong(
    "The cosine ignores lengths: a far point in the same direction beats a near one at an angle.",
    "余弦不看长度：方向一致的远点胜过方向偏开的近点。",
)
def nearest_has_largest_cosine(q, a, b):
    return by_distance(demo(q, a, b))


@by_dot.wrong(
    "The dot product is cosine times both lengths; a long vector makes up for a larger angle.",
    "点积是余弦乘以两个长度；向量够长就能弥补更大的夹角。",
)
def smallest_angle_has_largest_dot(q, a, b):
    return by_cosine(demo(q, a, b))


@by_distance.wrong(
    "A long vector has a large dot product, but its end may lie far from q.",
    "长的向量点积大，但它的端点可能离 q 很远。",
)
def longest_is_nearest(out):
    return "ab"[out["length"].argmax()]


@by_distance.wrong(
    "Pointing the same way is the cosine; a point in that direction may still be far away.",
    "方向一致说的是余弦；同方向上的点仍可能很远。",
)
def smallest_angle_is_nearest(q, a, b):
    return by_cosine(demo(q, a, b))


@by_cosine.wrong(
    "The cosine divides by the lengths, so being long does not help.",
    "余弦除以了长度，所以向量长并不占便宜。",
)
def longest_has_largest_cosine(out):
    return "ab"[out["length"].argmax()]


@where(lambda c: abs(c) >= 0.1)
def unit(c=real(-0.9, 0.9)):
    a = torch.tensor([1.0, 0.0])
    b = torch.tensor([c, math.sqrt(1 - c**2)])
    return ((a - b) ** 2).sum()


@question("What is the squared distance of `a` and `b`?", "`a` 与 `b` 的距离的平方是多少？", of=unit)
def squared_distance(out):
    return out.item()


@squared_distance.wrong(
    "Both vectors bring their length: |a|² + |b|² − 2 a·b = 1 + 1 − 2c.",
    "两个向量的长度都要算进去：|a|² + |b|² − 2 a·b = 1 + 1 − 2c。",
)
def one_minus_cosine(c):
    return 1 - c


@squared_distance.wrong(
    "The distance is the straight chord between the ends; the angle is the longer arc.",
    "距离是两端点之间的直线（弦长）；夹角对应的是更长的弧。",
)
def arc_for_chord(c):
    return math.acos(c) ** 2


def spread(d=one_of(16, 25, 64, 100, 256)):
    a, b = torch.randn(2, 4000, d)
    return F.cosine_similarity(a, b, dim=1).std()


@question(
    "About what is the standard deviation of these cosines (within 10%)?",
    "这些余弦的标准差大约是多少（误差 10% 以内）？",
    of=spread,
    tolerance=0.1,
)
def cosine_spread(out):
    return out.item()


@cosine_spread.wrong(
    "The variance falls like 1/d, the standard deviation like 1/√d.",
    "以 1/d 下降的是方差，标准差以 1/√d 下降。",
)
def falls_like_one_over_d(d):
    return 1 / d


@cosine_spread.wrong(
    "In the plane all angles are equally likely; with more dimensions almost all pairs are nearly at right angles.",
    "在平面上各种夹角同样可能；维数越高，几乎每一对都接近垂直。",
)
def as_in_the_plane():
    return cosine_spread(spread(d=2))
