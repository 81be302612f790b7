"""Upsampling without weights

`F.interpolate` enlarges a map with nothing to learn. Nearest-neighbour repeats values. Linear interpolation (bilinear
for images) reads the old map at fractional places and mixes the two neighbours along each axis. Pixel j of an
enlargement by s reads the place

    (j + ½)/s − ½, kept within 0 … n − 1

since the areas of the old and new pixels are aligned. With `align_corners=True` the centres of the outer pixels are:
the place is j(n − 1)/(sn − 1). In neither case do the old values simply stay with means in between. Unlike a
transposed convolution it makes no checkerboard.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, several, where, whole

ZH = """双线性插值上采样

`F.interpolate` 放大特征图，没有要学的参数。最近邻插值只是重复取值；线性插值（图像则是双线性）在旧图的小数位置上取值，
沿每个轴混合相邻的两个。放大 s 倍时，新像素 j 读取的旧位置是

    (j + ½)/s − ½，限制在 0 … n − 1 之内

因为对齐的是新旧像素的区域。`align_corners=True` 时对齐的是最外侧像素的中心：位置是 j(n − 1)/(sn − 1)。
两种情形都不是“旧值不动、中间填平均”。与转置卷积不同，它不会产生棋盘。
"""
NAMES = [
    "bilinear upsampling",
    "bilinear interpolation",
    "nearest-neighbour upsampling",
    "nearest-neighbor upsampling",
    "align_corners",
    "双线性插值",
    "双线性上采样",
    "最近邻上采样",
    "最近邻插值",
]
HINTS = ["interpolate", "插值", "上采样"]
NEEDS = ["conv-output-size"]
CONFUSED_WITH = ["transposed-overlap"]
SOURCES = ["torch.nn.functional.interpolate", "torch.nn.Upsample"]


@where(lambda a, b: abs(a - b) > 3)
def demo(a=whole(1, 24), b=whole(1, 24), s=one_of(2, 4)):
    x = torch.tensor([[[a, b]]]).float()
    return F.interpolate(x, scale_factor=s, mode="linear")[0, 0]


@question("What is the value at index s − 1?", zh="下标 s − 1 处的值是多少？")
def left_of_middle(out, s):
    return out[s - 1]


@left_of_middle.wrong(
    en=("The first half keeps a.", "That is nearest-neighbour; here it reads the old place ½ − 1/(2s)."),
    zh=("前一半都是 a。", "那是最近邻；这里读取旧位置 ½ − 1/(2s)。"),
)
def first_half_kept(a):
    return float(a)


@left_of_middle.wrong(
    en=("Between a and b lies their mean.", "The mean would lie in the middle, between index s − 1 and s."),
    zh=("a 与 b 之间就是平均值。", "平均值在正中，位于下标 s − 1 与 s 之间。"),
)
def mean_of_both(a, b):
    return (a + b) / 2


@left_of_middle.wrong(
    en=("a and b sit at the two ends.", "Only with align_corners; by default the areas are aligned."),
    zh=("a 和 b 恰在两端。", "只有 align_corners 时才是；默认对齐的是区域。"),
)
def corners_aligned(a, b, s):
    return a + (b - a) * (s - 1) / (2 * s - 1)


@where(lambda a, b: abs(a - b) > 0.6 * max(a, b))
def aligned(a=whole(1, 24), b=whole(1, 24), s=one_of(2, 3)):
    x = torch.tensor([[[a, b]]]).float()
    y = F.interpolate(x, scale_factor=s, mode="linear", align_corners=True)
    return y[0, 0]


@question("What is the value at index 1?", zh="下标 1 处的值是多少？", of=aligned)
def second(out):
    return out[1]


@second.wrong(
    en=("The areas are aligned, as by default.", "With align_corners the outer centres are."),
    zh=("与默认一样对齐区域。", "align_corners 时对齐最外侧的中心。"),
)
def areas_aligned(a, b, s):
    return a + (b - a) * max(0, 1.5 / s - 0.5)


@second.wrong(
    en=("2s pixels make 2s steps.", "Between 2s pixels lie 2s − 1 steps."),
    zh=("2s 个像素就有 2s 步。", "2s 个像素之间是 2s − 1 步。"),
)
def one_step_too_many(a, b, s):
    return a + (b - a) / (2 * s)


@second.wrong(
    en=("a is repeated s times.", "Linear interpolation goes straight from a to b."),
    zh=("a 重复 s 次。", "线性插值从 a 直线过渡到 b。"),
)
def repeated(a):
    return float(a)


@where(lambda v: len(set(v)) > 2)
def corner(v=several(4, whole(0, 20))):
    x = torch.tensor(v).float().reshape(1, 1, 2, 2)
    y = F.interpolate(x, size=(3, 3), mode="bilinear", align_corners=True)
    return y[0, 0, 1, 1]


@question("What is the value in the middle?", zh="正中的值是多少？", of=corner)
def centre(out):
    return out


@centre.wrong(
    en=("The diagonal neighbours meet.", "All four count alike: along each axis two are mixed."),
    zh=("对角的两个相遇。", "四个同等参与：每个轴上混合两个。"),
)
def diagonal(v):
    return (v[0] + v[3]) / 2


@centre.wrong(
    en=("The largest neighbour wins.", "That is max pooling; interpolation mixes."),
    zh=("取最大的邻居。", "那是最大池化；插值是混合。"),
)
def largest(v):
    return float(max(v))


@centre.wrong(
    en=("It is interpolated along the rows alone.", "Along both axes."),
    zh=("只沿行插值。", "沿两个轴都插值。"),
)
def one_axis(v):
    return (v[0] + v[1]) / 2


def figure(out, a, b, s):
    places = [(j + 0.5) / s - 0.5 for j in range(2 * s)]
    plt.scatter(places, out.tolist())
    plt.plot([-0.5, 0, 1, 1.5], [a, a, b, b], color="C1")
    plt.xlabel("place in the old map")
    plt.ylabel("value")
