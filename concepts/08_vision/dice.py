"""Dice coefficient and pixel accuracy

Two ways to judge a mask. The Dice coefficient is twice the common part over both sizes, and the same as F1:

    Dice = 2·TP / (2·TP + FP + FN) = 2·IoU / (1 + IoU)

It is never below IoU and ranks masks alike. True background does not enter. Pixel accuracy counts it: an empty mask
for an object of 2 % of the pixels is 98 % accurate, with Dice 0. As a loss, 1 − Dice is computed from probabilities,
with a small number above and below so that two empty masks agree.
"""

import torch

from journal.authoring import question, task, where, whole

ZH = """Dice 系数与像素准确率

评价掩码的两种方法。Dice 系数是公共部分的两倍除以两者大小之和，与 F1 相同：

    Dice = 2·TP / (2·TP + FP + FN) = 2·IoU / (1 + IoU)

它不小于 IoU，对掩码的排序也相同。预测正确的背景不计入。像素准确率则把背景算在内：物体只占 2 % 的像素时，
空掩码的准确率是 98 %，Dice 却是 0。作为损失，1 − Dice 由概率计算，分子分母各加一个小数，使两个空掩码也算一致。
"""
NAMES = [
    "Dice coefficient",
    "Dice score",
    "Dice loss",
    "Sørensen–Dice",
    "pixel accuracy",
    "Dice 系数",
    "Dice 损失",
    "像素准确率",
]
HINTS = ["segmentation mask", "语义分割", "分割掩码"]
NEEDS = ["iou", "precision-recall"]
CONFUSED_WITH = ["iou"]
SOURCES = ["Milletari, Navab & Ahmadi, V-Net, arXiv:1606.04797"]


@where(lambda fp, fn: fp + fn > 0)
def demo(tp=whole(1, 9), fp=whole(0, 9), fn=whole(0, 9), tn=whole(20, 60)):
    truth = torch.tensor([1] * (tp + fn) + [0] * (fp + tn))
    guess = torch.tensor([1] * tp + [0] * fn + [1] * fp + [0] * tn)
    return 2 * (truth * guess).sum() / (truth.sum() + guess.sum())


@question("What does it return?", zh="返回值是多少？")
def value(out):
    return out


@value.wrong(
    en=("Dice is IoU.", "Dice counts the common part twice, above and below."),
    zh=("Dice 就是 IoU。", "Dice 在分子分母中都把公共部分算两次。"),
)
def as_iou(tp, fp, fn):
    return tp / (tp + fp + fn)


@value.wrong(
    en=("It is the share of right pixels.", "True background does not enter."),
    zh=("是判对的像素所占比例。", "判对的背景不计入。"),
)
def as_accuracy(tp, fp, fn, tn):
    return (tp + tn) / (tp + fp + fn + tn)


@value.wrong(
    en=("It is the share of the object that was found.", "That is the recall; false alarms count too."),
    zh=("是物体被找到的比例。", "那是召回率；误检也要算。"),
)
def as_recall(tp, fn):
    return tp / (tp + fn)


@where(lambda n, d: d < n)
def shifted(n=whole(3, 12), d=whole(1, 9)):
    truth = torch.zeros(30)
    truth[:n] = 1
    guess = truth.roll(d)
    return 2 * (truth * guess).sum() / (truth.sum() + guess.sum())


@question("What does it return?", zh="返回值是多少？", of=shifted)
def of_shifted(out):
    return out


@of_shifted.wrong(
    en=("As IoU: (n − d)/(n + d).", "Both masks have n: (n − d)/n."),
    zh=("与 IoU 相同：(n − d)/(n + d)。", "两个掩码都有 n 个：(n − d)/n。"),
)
def like_iou(n, d):
    return (n - d) / (n + d)


@of_shifted.wrong(
    en=("The share of right pixels: (30 − 2d)/30.", "The background plays no part."),
    zh=("判对的像素比例：(30 − 2d)/30。", "背景不起作用。"),
)
def like_accuracy(d):
    return (30 - 2 * d) / 30


@of_shifted.wrong(
    en=("2d of n pixels are wrong: (n − 2d)/n.", "The two kinds of error share the two sizes below: (n − d)/n."),
    zh=("n 个像素错了 2d 个：(n − 2d)/n。", "两种错误由分母中的两个大小分担：(n − d)/n。"),
)
def both_errors_of_one(n, d):
    return (n - 2 * d) / n


@where(lambda side, size: size < side * side / 3)
def empty(side=whole(5, 20), size=whole(2, 40)):
    truth = torch.zeros(side * side)
    truth[:size] = 1
    guess = torch.zeros(side * side)  # nothing is found
    return (truth == guess).float().mean()


@question("What does it return?", zh="返回值是多少？", of=empty)
def accuracy_of_nothing(out):
    return out


@accuracy_of_nothing.wrong(
    en=("A mask that finds nothing scores 0.", "Its Dice is 0; its accuracy is the share of the background."),
    zh=("什么也没找到，得分为 0。", "Dice 为 0；准确率却是背景所占的比例。"),
)
def nothing_scores_zero():
    return 0.0


@accuracy_of_nothing.wrong(
    en=("It is the share of the object.", "The object is what is wrong: 1 minus that."),
    zh=("是物体所占的比例。", "物体恰恰是判错的部分：用 1 减去它。"),
)
def share_of_the_object(side, size):
    return size / side**2


@accuracy_of_nothing.wrong(
    en=("Object and background count alike: ½.", "Every pixel counts once, and most are background."),
    zh=("物体与背景各算一半：½。", "每个像素算一次，而大多数是背景。"),
)
def one_half():
    return 0.5


@where(lambda above, below: above < below)
def from_iou(above=whole(1, 11), below=whole(2, 14)):
    A, B = torch.zeros(2, 14)
    A[:below] = 1
    B[:above] = 1  # so the IoU is above / below
    return 2 * (A * B).sum() / (A.sum() + B.sum())


@question("The IoU is above / below. What does it return?", zh="IoU 是 above / below。返回值是多少？", of=from_iou)
def dice_from_iou(out):
    return out


@dice_from_iou.wrong(
    en=("Dice is twice the IoU, at most 1.", "It is 2·IoU / (1 + IoU)."),
    zh=("Dice 是 IoU 的两倍，至多 1。", "是 2·IoU / (1 + IoU)。"),
)
def twice_the_iou(above, below):
    return min(1.0, 2 * above / below)


@dice_from_iou.wrong(
    en=("Dice is the IoU.", "It is larger, except at 0 and 1."),
    zh=("Dice 就是 IoU。", "除了 0 和 1，它都更大。"),
)
def equal_to_iou(above, below):
    return above / below


@dice_from_iou.wrong(
    en=("Dice is IoU / (1 + IoU).", "Twice that; this would be at most ½."),
    zh=("Dice 是 IoU / (1 + IoU)。", "还要乘 2；否则至多为 ½。"),
)
def factor_2_forgotten(above, below):
    return above / (above + below)


@task(
    "Write `dice_loss`: 1 − Dice of the probabilities p and the masks t, both (N, H, W): for each image, with 1 added "
    "above and below, then averaged.",
    zh="写出 `dice_loss`：概率 p 与掩码 t（均为 (N, H, W)）的 1 − Dice：逐张图计算，分子分母各加 1，再取平均。",
    blanks=["dim=(1, 2)", "2 * common + 1"],
    mend=["over_the_whole_batch", "iou_loss"],
    gradients=True,
)
def dice_loss(p, t):
    common = (p * t).sum(dim=(1, 2))
    total = (p + t).sum(dim=(1, 2))
    return 1 - ((2 * common + 1) / (total + 1)).mean()


dice_loss.hint("Sum over height and width, not over the batch.", zh="对高和宽求和，不对批次求和。")
dice_loss.hint(
    "The product of a probability and a mask is the soft common part.", zh="概率与掩码之积就是“软”的公共部分。"
)


@dice_loss.inputs
def masks(n=whole(2, 4)):
    share = torch.linspace(0.2, 0.9, n)[:, None, None]
    return torch.rand(n, 3, 4), (torch.rand(n, 3, 4) < share).float()


@dice_loss.inputs
def with_an_empty_mask(n=whole(2, 3)):
    t = torch.ones(n, 2, 3)
    t[0] = 0
    return torch.rand(n, 2, 3), t


@dice_loss.holds("A perfect mask costs nothing, an empty one included.", zh="完全一致的掩码没有损失，空掩码也一样。")
def zero_for_itself(t, solution):
    return abs(solution(t, t)) < 1e-6


@dice_loss.wrong(
    en=("Dice is taken over the whole batch.", "Over each image: small objects would drown in large ones."),
    zh=("对整个批次计算一个 Dice。", "要逐张图计算，否则小目标会淹没在大目标里。"),
)
def over_the_whole_batch(p, t):
    return 1 - (2 * (p * t).sum() + 1) / ((p + t).sum() + 1)


@dice_loss.wrong(
    en=("The common part is divided by the union.", "That is the IoU loss; Dice divides its double by both sizes."),
    zh=("公共部分除以并集。", "那是 IoU 损失；Dice 是两倍公共部分除以两者大小之和。"),
)
def iou_loss(p, t):
    common = (p * t).sum(dim=(1, 2))
    union = (p + t).sum(dim=(1, 2)) - common
    return 1 - ((common + 1) / (union + 1)).mean()


@dice_loss.wrong(
    en=("Dice itself is the loss.", "A loss falls as masks agree: 1 − Dice."),
    zh=("Dice 本身就是损失。", "掩码越一致损失应越小：1 − Dice。"),
)
def not_a_loss(p, t):
    return 1 - dice_loss(p, t)
