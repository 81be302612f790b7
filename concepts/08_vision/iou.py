"""Intersection over union

How well two boxes (or masks) agree:

    IoU = |A ∩ B| / |A ∪ B| = |A ∩ B| / (|A| + |B| − |A ∩ B|)

1 only for equal boxes, 0 for disjoint ones. It is stricter than it looks: a square of side n shifted by d along one
axis has (n − d)/(n + d), so half covered is one third. A small box inside a large one has the ratio of the areas,
however well it is covered. IoU does not depend on the unit. Among disjoint boxes it is 0 and has no gradient, near or
far; GIoU mends that.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import question, several, task, where, whole

ZH = """交并比（IoU）

衡量两个框（或掩码）重合的程度：

    IoU = |A ∩ B| / |A ∪ B| = |A ∩ B| / (|A| + |B| − |A ∩ B|)

只有完全相同时为 1，不相交时为 0。它比看上去更严格：边长 n 的正方形沿一个轴平移 d，IoU 是 (n − d)/(n + d)，
所以盖住一半只有三分之一。小框在大框之内，IoU 就是面积之比，无论小框被盖得多好。IoU 与单位无关。
不相交的框无论远近 IoU 都是 0，也没有梯度；GIoU 弥补了这一点。
"""
NAMES = ["IoU", "intersection over union", "Jaccard index", "交并比", "杰卡德系数"]
HINTS = ["bounding box", "边界框", "目标检测"]
NEEDS = ["tensor-broadcasting"]
CONFUSED_WITH = ["dice"]
SOURCES = [
    "Everingham et al., The PASCAL Visual Object Classes (VOC) Challenge, IJCV 88, 2010",
    "Rezatofighi et al., Generalized Intersection over Union, arXiv:1902.09630",
]


def overlap(a, b):
    """The area common to two boxes, each x, y, width, height."""
    width, height = (min(a[i] + a[i + 2], b[i] + b[i + 2]) - max(a[i], b[i]) for i in (0, 1))
    return max(0, width) * max(0, height)


@where(lambda a, b: overlap(a, b) > 0 and a != b)
def demo(a=several(4, whole(1, 6)), b=several(4, whole(1, 6))):
    A, B = torch.zeros(2, 14, 14, dtype=torch.bool)
    for mask, (x, y, width, height) in ((A, a), (B, b)):
        mask[x : x + width, y : y + height] = True
    return (A & B).sum() / (A | B).sum()


@question("What does it return?", zh="返回值是多少？")
def value(out):
    return out


@value.wrong(
    en=("The overlap is divided by the smaller box.", "By the union of both."),
    zh=("交集除以较小的框。", "除以两者的并集。"),
)
def over_the_smaller(a, b):
    return overlap(a, b) / min(a[2] * a[3], b[2] * b[3])


@value.wrong(
    en=("The overlap is divided by the sum of the areas.", "The sum counts the overlap twice: take it off once."),
    zh=("交集除以面积之和。", "面积之和把交集算了两次，要减去一次。"),
)
def over_the_sum(a, b):
    return overlap(a, b) / (a[2] * a[3] + b[2] * b[3])


@value.wrong(
    en=("The overlap is divided by the first box.", "IoU is symmetric: by the union."),
    zh=("交集除以第一个框。", "IoU 是对称的：除以并集。"),
)
def over_the_first(a, b):
    return overlap(a, b) / (a[2] * a[3])


@where(lambda n, d: d < n)
def shifted(n=whole(3, 12), d=whole(1, 9)):
    A = torch.zeros(24, 24, dtype=torch.bool)
    A[:n, :n] = True
    B = A.roll(d, dims=0)
    return (A & B).sum() / (A | B).sum()


@question("What does it return?", zh="返回值是多少？", of=shifted)
def of_shifted(out):
    return out


@of_shifted.wrong(
    en=("It is the share of the square that is covered.", "The union is larger than the square: (n − d)/(n + d)."),
    zh=("就是正方形被盖住的比例。", "并集比正方形大：(n − d)/(n + d)。"),
)
def share_covered(n, d):
    return (n - d) / n


@of_shifted.wrong(
    en=("The shift counts along both axes.", "It is along one: the other cancels."),
    zh=("平移在两个轴上都起作用。", "只沿一个轴，另一个轴约去了。"),
)
def both_axes(n, d):
    return ((n - d) / (n + d)) ** 2


@of_shifted.wrong(
    en=("Half of the covered share, since there are two squares.", "The union is (n + d)·n, not 2n²."),
    zh=("有两个正方形，所以是被盖住比例的一半。", "并集是 (n + d)·n，不是 2n²。"),
)
def half_the_share(n, d):
    return (n - d) / (2 * n)


@where(lambda small, large: small < large)
def inside(small=whole(2, 11), large=whole(3, 12), at=whole(0, 5)):
    A, B = torch.zeros(2, 24, 24, dtype=torch.bool)
    A[:large, :large] = True
    B[: min(small, large), : min(small, large)] = True
    A, B = A.roll(at, dims=1), B.roll(at, dims=1)
    return (A & B).sum() / (A | B).sum()


@question("What does it return?", zh="返回值是多少？", of=inside)
def of_nested(out):
    return out


@of_nested.wrong(
    en=("A box that is fully covered has IoU 1.", "The union is the large box: small²/large²."),
    zh=("完全被盖住的框，IoU 为 1。", "并集是大框：small²/large²。"),
)
def fully_covered():
    return 1.0


@of_nested.wrong(
    en=("It is the ratio of the sides.", "Of the areas: square it."),
    zh=("是边长之比。", "是面积之比：要平方。"),
)
def ratio_of_sides(small, large):
    return small / large


@of_nested.wrong(
    en=("It is the small area over both areas together.", "The small one lies within: the union is the large one."),
    zh=("小面积除以两个面积之和。", "小框在大框之内：并集就是大框。"),
)
def over_both(small, large):
    return small**2 / (small**2 + large**2)


@task(
    "Write `iou`: intersection over union of two boxes x1, y1, x2, y2.",
    zh="写出 `iou`：两个框（x1、y1、x2、y2）的交并比。",
    blanks=["max(0, min(a[2], b[2]) - max(a[0], b[0]))", "- common"],
    mend=["negative_sides", "sum_of_areas"],
)
def iou(a, b):
    width = max(0, min(a[2], b[2]) - max(a[0], b[0]))
    height = max(0, min(a[3], b[3]) - max(a[1], b[1]))
    common = width * height
    area_a = (a[2] - a[0]) * (a[3] - a[1])
    area_b = (b[2] - b[0]) * (b[3] - b[1])
    return common / (area_a + area_b - common)


iou.hint(
    "The common part goes from the larger left to the smaller right side.", zh="公共部分从较大的左边到较小的右边。"
)
iou.hint("Two negative sides have a positive product.", zh="两个负的边长，乘积是正的。")


@iou.inputs
def near(a=several(4, whole(0, 5)), b=several(4, whole(0, 5))):
    return tuple([v[0], v[1], v[0] + 1 + v[2], v[1] + 1 + v[3]] for v in (a, b))


@iou.inputs
def far_apart(a=several(2, whole(0, 3)), b=several(2, whole(5, 9)), size=whole(1, 4)):
    return tuple([x, y, x + size, y + size] for x, y in (a, b))


@iou.holds("It is symmetric, and 1 for a box with itself.", zh="它是对称的；框与自身为 1。")
def symmetric(out, a, b, solution):
    return abs(solution(b, a) - out) < 1e-9 and solution(a, a) == 1


@iou.wrong(
    en=("The sides of the common part need no care.", "For boxes apart they are negative: cut them off at 0."),
    zh=("公共部分的边长不用特别处理。", "框不相交时边长为负：要截到 0。"),
)
def negative_sides(a, b):
    common = (min(a[2], b[2]) - max(a[0], b[0])) * (min(a[3], b[3]) - max(a[1], b[1]))
    area_a = (a[2] - a[0]) * (a[3] - a[1])
    area_b = (b[2] - b[0]) * (b[3] - b[1])
    return common / (area_a + area_b - common)


@iou.wrong(
    en=("The union is the sum of the areas.", "The common part is in both: take it off once."),
    zh=("并集就是面积之和。", "公共部分算了两次，要减去一次。"),
)
def sum_of_areas(a, b):
    value = iou(a, b)
    return value / (1 + value)


@iou.wrong(
    en=("The smaller box is below the line.", "The union is; a small box in a large one is no good match."),
    zh=("分母是较小的框。", "分母是并集；大框里的小框算不上好的匹配。"),
)
def smaller_box(a, b):
    areas = [(c[2] - c[0]) * (c[3] - c[1]) for c in (a, b)]
    value = iou(a, b)
    return value / (1 + value) * sum(areas) / min(areas)


def figure(out, a, b):
    for (x, y, width, height), colour in ((a, "C0"), (b, "C1")):
        across = [x, x + width, x + width, x, x]
        plt.plot(across, [y, y, y + height, y + height, y], color=colour)
    plt.axis("equal")
