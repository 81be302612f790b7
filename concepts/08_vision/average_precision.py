"""Average precision of a detector

Sort the detections of a class by score. A detection is a hit if its IoU with a true box that is still free passes the
threshold; a second detection of the same box is a false alarm. With the precision after each rank,

    AP = (1 / true boxes) · Σ precision at each hit

What is never found counts as 0, false alarms below the last hit cost nothing. mAP is the mean over the classes, in
COCO also over ten IoU thresholds. Benchmarks replace the precision by its maximum at or beyond each recall
(interpolation); here it is the plain sum.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """平均精度 AP 与 mAP

把某一类的检测结果按得分从高到低排列。若与某个尚未匹配的真实框的 IoU 超过阈值，就算命中；同一个框的第二次检测算误检。
逐个算出到每一位为止的精确率，则

    AP = (1 / 真实框数) · Σ 每次命中处的精确率

没找到的框按 0 计；最后一次命中之后的误检没有代价。mAP 是对各类取平均，COCO 还对十个 IoU 阈值取平均。
各评测会把精确率换成该召回率及以后的最大值（插值）；这里用不插值的和。
"""
NAMES = ["average precision", "mAP", "mean average precision", "平均精度均值", "平均精度均值 mAP", "平均精度 AP"]
SHARED = ["平均精度"]
HINTS = ["recall", "检测指标", "召回率"]
NEEDS = ["iou", "precision-recall"]
SOURCES = [
    "Everingham et al., The PASCAL Visual Object Classes (VOC) Challenge, IJCV 88, 2010",
    "Lin et al., Microsoft COCO, arXiv:1405.0312",
]


@where(lambda hits, missed: 2 <= sum(hits) < len(hits) and hits[:2] != [1, 1])
def demo(hits=several((4, 6), one_of(0, 1)), missed=whole(1, 3)):
    hits = torch.tensor(hits).float()  # by falling score; 0 is a false alarm
    ranks = torch.arange(1, len(hits) + 1)
    precision = hits.cumsum(dim=0) / ranks
    boxes = hits.sum() + missed
    return (precision * hits).sum() / boxes


@question("What does it return?", zh="返回值是多少？")
def value(out):
    return out


@value.steps
def hit_by_hit(hits, missed):
    total = found = 0
    for rank, hit in enumerate(hits, start=1):
        found += hit
        total += hit * found / rank
        if hit:
            yield f"+ {found}/{rank}", total
    yield f"/ {found + missed}", total / (found + missed)


@value.wrong(
    en=(
        "It is the precision of all detections.",
        "The precision is taken at each hit, and summed over the true boxes.",
    ),
    zh=("就是全部检测的精确率。", "取每次命中处的精确率，再对真实框求平均。"),
)
def precision_of_all(hits):
    return sum(hits) / len(hits)


@value.wrong(
    en=("The sum is divided by the boxes that were found.", "By all true boxes: a missed one counts as 0."),
    zh=("除以找到的框数。", "除以全部真实框数：漏检的按 0 计。"),
)
def found_boxes_alone(out, hits, missed):
    return out * (sum(hits) + missed) / sum(hits)


@value.wrong(
    en=("The precision is averaged over all ranks.", "Only over the hits."),
    zh=("对所有位次的精确率取平均。", "只取命中处的。"),
)
def all_ranks(hits):
    return sum(sum(hits[:i]) / i for i in range(1, len(hits) + 1)) / len(hits)


def best_first(found=whole(2, 9), false=whole(1, 9), missed=whole(2, 9)):
    hits = torch.cat([torch.ones(found), torch.zeros(false)])
    precision = hits.cumsum(dim=0) / torch.arange(1, len(hits) + 1)
    return (precision * hits).sum() / (found + missed)


@question("What does it return?", zh="返回值是多少？", of=best_first)
def all_hits_first(out):
    return out


@all_hits_first.wrong(
    en=("False alarms at the end lower it.", "Precision is read at the hits: behind the last they cost nothing."),
    zh=("末尾的误检会降低它。", "精确率只在命中处读取：最后一次命中之后没有代价。"),
)
def false_alarms_hurt(found, false):
    return found / (found + false)


@all_hits_first.wrong(
    en=("With all hits first it is 1.", "Only if nothing is missed: here it is the recall."),
    zh=("命中都在前面，AP 就是 1。", "还要没有漏检：这里等于召回率。"),
)
def perfect_order(found, false):
    return all_hits_first(best_first(found, false, missed=0))


@all_hits_first.wrong(
    en=("Hits are divided by hits, misses and false alarms.", "False alarms behind all hits play no part."),
    zh=("命中数除以命中、漏检、误检之和。", "排在所有命中之后的误检不起作用。"),
)
def over_everything(found, false, missed):
    return found / (found + false + missed)


@where(lambda matched: len(set(matched) - {0}) < len([box for box in matched if box]))
def duplicates(matched=several((5, 8), whole(0, 4))):
    taken, hits = set(), []
    for box in matched:  # best score first; 0 is background
        hits.append(float(box > 0 and box not in taken))
        taken.add(box)
    return torch.tensor(hits).mean()


@question("What is the precision?", zh="精确率是多少？", of=duplicates)
def precision(out):
    return out


@precision.wrong(
    en=("Every detection on an object is a hit.", "The first one is; a second one of the same box is a false alarm."),
    zh=("落在物体上的检测都算命中。", "第一次才算；同一个框的第二次是误检。"),
)
def duplicates_count(matched):
    return sum(box > 0 for box in matched) / len(matched)


@precision.wrong(
    en=("Duplicates are left out of the count.", "They are false alarms and stay below the line."),
    zh=("重复的检测不计入。", "它们是误检，仍留在分母里。"),
)
def duplicates_left_out(matched):
    found = len(set(matched) - {0})
    return found / (found + matched.count(0))


@precision.wrong(
    en=(
        "It is the share of the four boxes that were found.",
        "That is the recall; precision is a share of the detections.",
    ),
    zh=("是四个框中找到的比例。", "那是召回率；精确率是占检测数的比例。"),
)
def recall_instead(matched):
    return len(set(matched) - {0}) / 4


@task(
    "Write `average_precision`: from the hits (0 or 1, by falling score) and the number of true boxes.",
    zh="写出 `average_precision`：由按得分从高到低排列的命中（0 或 1）和真实框数求 AP。",
    blanks=["precision * hits", "/ boxes"],
    mend=["averaged_over_ranks", "divided_by_found"],
)
def average_precision(hits, boxes):
    hits = torch.as_tensor(hits).float()
    precision = hits.cumsum(dim=0) / torch.arange(1, len(hits) + 1)
    return (precision * hits).sum() / boxes


average_precision.hint(
    "The precision at a rank: hits so far over detections so far.", zh="某一位的精确率：至此的命中数除以至此的检测数。"
)
average_precision.hint("Only the ranks with a hit count.", zh="只有命中的位次才计入。")


@average_precision.inputs
def detections(hits=several((3, 7), one_of(0, 1)), missed=whole(1, 3)):
    return torch.tensor(hits), sum(hits) + missed


@average_precision.inputs
def nothing_found(n=whole(1, 5), boxes=whole(1, 4), last=one_of(0, 1)):
    return torch.tensor([0] * n + [last]), boxes


@average_precision.holds("A false alarm at the end changes nothing.", zh="末尾添一个误检，结果不变。")
def false_alarm_at_the_end(out, hits, boxes, solution):
    longer = torch.cat([hits, torch.zeros(1, dtype=hits.dtype)])
    return abs(solution(longer, boxes) - out) < 1e-6


@average_precision.wrong(
    en=("The boxes that were found are enough below the line.", "Missed ones count as 0: divide by all true boxes."),
    zh=("分母只需找到的框数。", "漏检按 0 计：除以全部真实框数。"),
)
def divided_by_found(hits, boxes):
    hits = torch.as_tensor(hits).float()
    precision = hits.cumsum(dim=0) / torch.arange(1, len(hits) + 1)
    return (precision * hits).sum() / hits.sum().clamp(min=1)


@average_precision.wrong(
    en=("Every rank counts.", "Only ranks with a hit."),
    zh=("每一位都计入。", "只有命中的位次才计入。"),
)
def averaged_over_ranks(hits, boxes):
    hits = torch.as_tensor(hits).float()
    precision = hits.cumsum(dim=0) / torch.arange(1, len(hits) + 1)
    return precision.sum() / boxes


@average_precision.wrong(
    en=("It is the recall.", "The recall ignores the order; AP rewards hits at the top."),
    zh=("就是召回率。", "召回率不看次序；AP 奖励排在前面的命中。"),
)
def recall_alone(hits, boxes):
    return torch.as_tensor(hits).float().sum() / boxes


def figure(out, hits, missed):
    found, boxes = 0, sum(hits) + missed
    recall, precision = [], []
    for rank, hit in enumerate(hits, start=1):
        found += hit
        recall.append(found / boxes)
        precision.append(found / rank)
    plt.plot(recall, precision)
    plt.scatter(
        [r for r, h in zip(recall, hits, strict=True) if h], [p for p, h in zip(precision, hits, strict=True) if h]
    )
    plt.xlim(0, 1.05)
    plt.ylim(0, 1.05)
    plt.xlabel("recall")
    plt.ylabel("precision")
