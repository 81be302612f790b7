"""Non-maximum suppression

A detector finds one object many times. NMS keeps one box of each heap: take the box with the highest score, drop all
boxes of its class whose IoU with it exceeds the threshold, and go on with those that are left. A box that was dropped
drops nobody, so in a chain of overlapping boxes the first and the third may both stay. It is the score that counts,
not the size. A low threshold loses neighbours that are real, a high one keeps duplicates. NMS has no gradient and is
run after training; soft NMS lowers the scores of overlapping boxes instead.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, real, several, task, where, whole

ZH = """非极大值抑制（NMS）

检测器会多次找到同一个物体。NMS 在每一堆框中只留一个：取得分最高的框，删去同类中与它的 IoU 超过阈值的框，
再对剩下的重复。被删的框不会再删别人，所以在首尾相叠的一串框里，第一个和第三个可能都留下。起作用的是得分，不是大小。
阈值太低会丢掉真实的相邻物体，太高会留下重复的框。NMS 没有梯度，在训练之后才用；
soft NMS 则不删除，而是降低重叠框的得分。
"""
NAMES = ["NMS", "non-maximum suppression", "soft NMS", "非极大值抑制", "非极大抑制"]
HINTS = ["duplicate boxes", "重叠框"]
NEEDS = ["iou"]
SOURCES = [
    "Girshick et al., Rich feature hierarchies (R-CNN), arXiv:1311.2524",
    "Bodla et al., Soft-NMS, arXiv:1704.04503",
]


def survivors(at, apart):
    """The boxes that greedy suppression keeps when two at the places x and y may stay where apart(x, y)."""
    kept = []
    for x in at:
        if all(apart(x, y) for y in kept):
            kept.append(x)
    return kept


def demo(at=several((5, 12), whole(0, 30), distinct=True), reach=whole(2, 8)):
    left, kept = list(at), []  # places of equal boxes, the best first
    while left:
        best = left.pop(0)
        kept.append(best)
        # two boxes that are nearer than `reach` overlap too much
        left = [place for place in left if abs(place - best) >= reach]
    return kept


@question("How many boxes are kept?", zh="保留了几个框？")
def kept(out):
    return len(out)


@kept.wrong(
    en=("Every box with a better one near it is dropped.", "A box that was dropped drops nobody."),
    zh=("附近有更好的框，就会被删。", "已被删的框不会再删别人。"),
)
def dropped_ones_drop(at, reach):
    return sum(all(abs(x - y) >= reach for y in at[:i]) for i, x in enumerate(at))


@kept.wrong(
    en=("One box is kept.", "One for each heap: those far from it go on."),
    zh=("只留一个框。", "每一堆留一个：离得远的继续参与。"),
)
def one_in_all():
    return 1


@kept.wrong(
    en=("Both boxes of an overlapping pair are dropped.", "The better one stays."),
    zh=("重叠的一对框都被删。", "得分高的留下。"),
)
def both_dropped(at, reach):
    return sum(all(abs(x - y) >= reach for y in at if y != x) for x in at)


@where(lambda at, label: len(set(label)) == 2)
def per_class(at=several(8, whole(0, 20), distinct=True), label=several(8, one_of("cat", "dog")), reach=whole(2, 9)):
    kept = []  # indices, the best box first
    for i in range(8):
        rivals = [j for j in kept if label[j] == label[i]]
        if all(abs(at[i] - at[j]) >= reach for j in rivals):
            kept.append(i)
    return len(kept)


@question("What does it return?", zh="返回值是多少？", of=per_class)
def kept_of_both(out):
    return out


@kept_of_both.wrong(
    en=("A dog may drop a cat.", "NMS runs within each class."),
    zh=("狗的框可以删掉猫的框。", "NMS 在每一类之内进行。"),
)
def across_classes(at, reach):
    return len(survivors(at, lambda x, y: abs(x - y) >= reach))


@kept_of_both.wrong(
    en=("One box of each class.", "A class may have several objects."),
    zh=("每类留一个框。", "一类可以有多个物体。"),
)
def one_a_class():
    return 2


@kept_of_both.wrong(
    en=("Only boxes of different classes suppress each other.", "Only boxes of the same class do."),
    zh=("只有不同类的框才相互抑制。", "只有同类的框才相互抑制。"),
)
def other_classes_alone(at, label, reach):
    boxes = list(zip(at, label, strict=True))
    return len(survivors(boxes, lambda x, y: x[1] == y[1] or abs(x[0] - y[0]) >= reach))


@where(lambda at, side, threshold: all((side - abs(x - y)) / (side + abs(x - y)) != threshold for x in at for y in at))
def by_iou(at=several(8, whole(0, 24), distinct=True), side=whole(5, 12), threshold=one_of(0.2, 0.3, 0.5, 0.7)):
    x = torch.tensor(at)  # squares shifted along one axis, best first
    gap = (x[:, None] - x).abs()
    iou = (side - gap).clamp(min=0) / (side + gap)
    kept = []
    for i in range(len(at)):
        if all(iou[i, j] <= threshold for j in kept):
            kept.append(i)
    return len(kept)


@question("How many of the eight squares are kept?", zh="八个正方形保留了几个？", of=by_iou)
def kept_by_iou(out):
    return out


@kept_by_iou.wrong(
    en=(
        "The threshold is the share of the square that is covered.",
        "It is the IoU, which is smaller: (side − gap)/(side + gap).",
    ),
    zh=("阈值指正方形被盖住的比例。", "指的是 IoU，它更小：(side − gap)/(side + gap)。"),
)
def share_covered(at, side, threshold):
    return len(survivors(at, lambda x, y: (side - abs(x - y)) / side <= threshold))


@kept_by_iou.wrong(
    en=("Any overlap is too much.", "Only an IoU above the threshold."),
    zh=("只要重叠就要删。", "IoU 超过阈值才删。"),
)
def any_overlap(at, side):
    return len(survivors(at, lambda x, y: abs(x - y) >= side))


@kept_by_iou.wrong(
    en=("The threshold is the least overlap that a box needs to stay.", "It is the largest that it may have."),
    zh=("阈值是留下所需的最小重叠。", "是允许的最大重叠。"),
)
def turned_round(at, side, threshold):
    return len(survivors(at, lambda x, y: (side - abs(x - y)) / (side + abs(x - y)) >= threshold))


@task(
    "Write `nms`: the indices of the boxes that are kept, best first. overlap[i, j] is the IoU of boxes i and j.",
    zh="写出 `nms`：返回保留的框的下标，得分高的在前。overlap[i, j] 是框 i 与框 j 的 IoU。",
    blanks=["descending=True", "<= threshold"],
    mend=["dropped_boxes_drop", "worst_first"],
)
def nms(scores, overlap, threshold):
    kept = []
    for i in scores.argsort(descending=True).tolist():
        if all(overlap[i, j] <= threshold for j in kept):
            kept.append(i)
    return kept


nms.hint("Go through the boxes from the best to the worst.", zh="从得分最高的框到最低的依次检查。")
nms.hint(
    "Compare each with those that were kept, not with all before it.",
    zh="每个框只与已保留的比较，而不是与之前所有的比较。",
)


@nms.inputs
def crowded(n=whole(4, 7), threshold=one_of(0.3, 0.5)):
    overlap = torch.rand(n, n)
    overlap = ((overlap + overlap.T) / 2).fill_diagonal_(1)
    return torch.rand(n), overlap, threshold


@nms.inputs
def alone(n=whole(1, 4), threshold=real(0.3, 0.7, places=1)):
    return torch.rand(n), torch.eye(n), threshold


@nms.holds("Boxes that are kept overlap by the threshold at most.", zh="保留的框之间，重叠不超过阈值。")
def kept_ones_are_apart(out, overlap, threshold):
    return all(overlap[i, j] <= threshold for i in out for j in out if i != j)


@nms.holds("Each dropped box overlaps a better one that is kept.", zh="每个被删的框都与某个得分更高的保留框重叠。")
def dropped_for_a_reason(out, scores, overlap, threshold):
    lost = [i for i in range(len(scores)) if i not in out]
    return all(any(overlap[i, j] > threshold and scores[j] > scores[i] for j in out) for i in lost)


@nms.wrong(
    en=("Every better neighbour drops a box.", "Only neighbours that were kept do."),
    zh=("任何得分更高的相邻框都会删掉它。", "只有被保留的才会。"),
)
def dropped_boxes_drop(scores, overlap, threshold):
    order = scores.argsort(descending=True).tolist()
    return [i for place, i in enumerate(order) if all(overlap[i, j] <= threshold for j in order[:place])]


@nms.wrong(
    en=("`argsort` puts the best first.", "It sorts upwards unless told otherwise."),
    zh=("`argsort` 把最好的排在最前。", "默认是从小到大排。"),
)
def worst_first(scores, overlap, threshold):
    return nms(-scores, overlap, threshold)


@nms.wrong(
    en=("Only the very best box drops others.", "Each box that is kept does."),
    zh=("只有得分最高的那个框会删别人。", "每个保留的框都会。"),
)
def best_box_alone(scores, overlap, threshold):
    order = scores.argsort(descending=True).tolist()
    return order[:1] + [i for i in order[1:] if overlap[i, order[0]] <= threshold]


@nms.wrong(
    en=("The boxes are checked as they are listed.", "By falling score: otherwise a poor box may drop a good one."),
    zh=("按列表中的次序检查。", "要按得分从高到低，否则差的框会删掉好的。"),
)
def as_listed(scores, overlap, threshold):
    kept = []
    for i in range(len(scores)):
        if all(overlap[i, j] <= threshold for j in kept):
            kept.append(i)
    return kept


def figure(out, at, reach):
    for rank, place in enumerate(at):
        colour = "C0" if place in out else "C3"
        plt.plot([place - reach / 2, place + reach / 2], [-rank, -rank], color=colour)
    plt.xlabel("place; boxes that are kept are blue")
    plt.ylabel("rank, the best on top")
