"""Anchor boxes

A detector with anchors lays boxes of several sizes and ratios at each place of a feature map, and predicts for each a
class and four corrections. On an H × W map that is

    H · W · sizes · ratios

anchors. A ratio ρ = width/height keeps the area: width = s√ρ, height = s/√ρ. For training an anchor is positive if
its IoU with a true box passes a threshold; besides, each true box takes its best anchor, whatever the IoU, or small
boxes would never be learnt. Most anchors are background.
"""

import matplotlib.pyplot as plt
import torch
from torch import nn

from journal.authoring import one_of, question, several, task, where, whole

ZH = """锚框

基于锚框的检测器，在特征图的每个位置放若干种大小和宽高比的框，对每个框预测类别和四个修正量。H × W 的特征图上共有

    H · W · 大小数 · 宽高比数

个锚框。宽高比 ρ = 宽/高 不改变面积：宽 = s√ρ，高 = s/√ρ。训练时，与某个真实框的 IoU 超过阈值的锚框为正样本；
此外，每个真实框还取与它最匹配的锚框，无论 IoU 多大，否则小目标永远学不到。大多数锚框是背景。
"""
NAMES = ["anchor box", "anchor boxes", "prior box", "锚框", "先验框"]
HINTS = ["SSD", "YOLO", "RPN", "候选区域", "目标检测"]
NEEDS = ["iou", "conv-output-size"]
SOURCES = [
    "Ren et al., Faster R-CNN, arXiv:1506.01497",
    "Liu et al., SSD: Single Shot MultiBox Detector, arXiv:1512.02325",
]


def demo(n=one_of(32, 48, 64, 80, 96), stride=one_of(8, 16), sizes=whole(1, 4), ratios=whole(1, 4)):
    head = nn.Conv2d(3, 4 * sizes * ratios, stride, stride=stride)
    corrections = head(torch.rand(1, 3, n, n))  # four for each anchor
    return corrections.numel() // 4


@question("How many anchors are there?", zh="共有多少个锚框？")
def count(out):
    return out


@count.wrong(
    en=("Sizes times ratios for the whole image.", "As many at each place of the map."),
    zh=("整张图共有 大小数 × 宽高比数 个。", "特征图的每个位置都有这么多个。"),
)
def one_set_for_the_image(stride, sizes, ratios):
    return count(demo(stride, stride, sizes, ratios))


@count.wrong(
    en=("A set at each pixel of the image.", "At each place of the map: (n/stride)²."),
    zh=("图像的每个像素一组。", "特征图的每个位置一组：(n/stride)² 组。"),
)
def at_each_pixel(n, sizes, ratios):
    return count(demo(n, 1, sizes, ratios))


@count.wrong(
    en=("Sizes plus ratios at each place.", "Each size comes in each ratio: they multiply."),
    zh=("每个位置 大小数 + 宽高比数 个。", "每种大小配每种宽高比：相乘。"),
)
def sizes_plus_ratios(n, stride, sizes, ratios):
    return (n // stride) ** 2 * (sizes + ratios)


def width_of(s=whole(2, 30), ratio=one_of(4, 9, 16, 0.25)):
    ratio = torch.tensor(float(ratio))  # width : height
    height = s / ratio.sqrt()
    return ratio * height


@question("How wide is the anchor?", zh="这个锚框有多宽？", of=width_of)
def width(out):
    return out


@width.wrong(
    en=("The width is multiplied by the ratio.", "By its root, and the height divided by it: the area stays."),
    zh=("宽乘以宽高比。", "乘以它的平方根，高除以它的平方根：面积不变。"),
)
def times_the_ratio(s, ratio):
    return float(s * ratio)


@width.wrong(
    en=("Only the height changes.", "Both do, so that the area stays s²."),
    zh=("只有高改变。", "宽和高都变，使面积保持 s²。"),
)
def width_kept(s):
    return width(width_of(s, ratio=1))


@width.wrong(
    en=("A larger ratio makes it narrower.", "The ratio is width to height: above 1 it is wide."),
    zh=("宽高比越大越窄。", "是宽比高：大于 1 就是宽的。"),
)
def narrower(s, ratio):
    return width(width_of(s, 1 / ratio))


@where(lambda rows: all(row.count(max(row)) == 1 for row in rows))
@where(lambda rows: min(max(row) for row in rows) < 50)
def matched(rows=several((2, 4), several(6, one_of(5, 15, 25, 35, 45, 55, 65)))):
    table = torch.tensor(rows)  # IoU in %: true boxes × anchors
    positive = (table >= 50).any(dim=0)
    positive[table.argmax(dim=1)] = True
    return positive.sum()


@question("How many anchors are positive?", zh="有几个锚框是正样本？", of=matched)
def positives(out):
    return out


@positives.wrong(
    en=("Only those that pass the threshold.", "Each true box also takes its best anchor."),
    zh=("只有超过阈值的。", "每个真实框还取与它最匹配的锚框。"),
)
def threshold_alone(rows):
    return sum(any(row[i] >= 50 for row in rows) for i in range(6))


@positives.wrong(
    en=("One for each true box.", "All that pass the threshold are positive as well."),
    zh=("每个真实框一个。", "超过阈值的也都是正样本。"),
)
def one_for_each_box(rows):
    return len(rows)


@positives.wrong(
    en=(
        "The pairs that pass, and the best of each box, are counted one by one.",
        "An anchor counts once, however often it is chosen.",
    ),
    zh=("把超过阈值的配对与每个框的最佳匹配逐一相加。", "同一个锚框无论被选几次只算一次。"),
)
def pairs_counted(rows):
    return sum(value >= 50 for row in rows for value in row) + len(rows)


@task(
    "Write `anchor_boxes`: one box x1, y1, x2, y2 for each ratio of width to height, around the centre (x, y), all of "
    "the area size².",
    zh="写出 `anchor_boxes`：以 (x, y) 为中心，每个宽高比一个框 x1、y1、x2、y2，面积都是 size²。",
    blanks=["ratios.sqrt()", "x - width / 2"],
    mend=["ratio_as_factor", "corner_as_centre"],
)
def anchor_boxes(x, y, size, ratios):
    width = size * ratios.sqrt()
    height = size / ratios.sqrt()
    return torch.stack([x - width / 2, y - height / 2, x + width / 2, y + height / 2], dim=1)


anchor_boxes.hint("Solve width / height = ρ and width · height = size².", zh="解方程：宽/高 = ρ，宽·高 = size²。")
anchor_boxes.hint("Half of the width lies on each side of x.", zh="x 的两侧各有一半的宽。")


@anchor_boxes.inputs
def wide_and_narrow(x=whole(0, 20), y=whole(0, 20), size=whole(2, 12), n=whole(1, 4)):
    return x, y, size, torch.rand(n) * 3 + 0.2


@anchor_boxes.inputs
def squares_too(x=whole(5, 9), y=whole(0, 4), size=whole(2, 6)):
    return x, y, size, torch.tensor([0.5, 1.0, 2.0])


@anchor_boxes.holds("Every box has the area size² and its centre at (x, y).", zh="每个框面积为 size²，中心在 (x, y)。")
def area_and_centre(out, x, y, size):
    area = (out[:, 2] - out[:, 0]) * (out[:, 3] - out[:, 1])
    centre = (out[:, :2] + out[:, 2:]) / 2
    return torch.allclose(area, torch.tensor(size**2.0)) and torch.allclose(
        centre, torch.tensor([x, y]).float(), atol=1e-4
    )


@anchor_boxes.wrong(
    en=("The ratio multiplies the width.", "Then the area grows; its root is shared by width and height."),
    zh=("宽高比直接乘在宽上。", "那样面积会变大；应由宽和高分担它的平方根。"),
)
def ratio_as_factor(x, y, size, ratios):
    width = size * ratios
    height = size + 0 * ratios
    return torch.stack([x - width / 2, y - height / 2, x + width / 2, y + height / 2], dim=1)


@anchor_boxes.wrong(
    en=("(x, y) is the upper left corner.", "It is the centre: half of each side lies on either side."),
    zh=("(x, y) 是左上角。", "它是中心：两侧各一半。"),
)
def corner_as_centre(x, y, size, ratios):
    width, height = size * ratios.sqrt(), size / ratios.sqrt()
    return torch.stack([x + 0 * width, y + 0 * height, x + width, y + height], dim=1)


@anchor_boxes.wrong(
    en=("A ratio is height to width.", "It is width to height here: above 1 the box is wide."),
    zh=("宽高比是高比宽。", "这里是宽比高：大于 1 的框是宽的。"),
)
def turned_round(x, y, size, ratios):
    width, height = size / ratios.sqrt(), size * ratios.sqrt()
    return torch.stack([x - width / 2, y - height / 2, x + width / 2, y + height / 2], dim=1)


def figure(out, n, stride, sizes, ratios):
    x = y = n / 2
    for i in range(sizes):
        for j in range(ratios):
            size, ratio = stride * (i + 1), 2.0 ** (j - 1)
            width, height = size * ratio**0.5, size / ratio**0.5
            left, right, low, high = x - width / 2, x + width / 2, y - height / 2, y + height / 2
            plt.plot([left, right, right, left, left], [low, low, high, high, low], color=f"C{j}")
    plt.xlim(0, n)
    plt.ylim(0, n)
    plt.xlabel("the anchors of one place")
