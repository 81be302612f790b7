"""Support vectors, hinge loss and margin

For labels y = ±1 and a score s = w·x + b, the hinge loss is

    max(0, 1 − y·s)

Right is not enough: only a score on the right side by 1 or more costs nothing, and has gradient 0. Among all borders
that separate the classes a support vector machine takes the one of largest margin; the band −1 < s < 1 is 2/‖w‖ wide,
so a small ‖w‖ is a wide band. The border is held by the support vectors, the points on or inside the band; every
other may move, or go, without any effect, as long as it stays outside on its side. The soft margin trades ‖w‖²
against the summed hinge loss.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, real, several, task, where, whole

ZH = """支持向量机：合页损失与间隔

标签 y = ±1，得分 s = w·x + b，合页损失是

    max(0, 1 − y·s)

判对还不够：只有在正确一侧且得分达到 1 或更多，才没有损失，梯度也为 0。在所有能分开两类的分界中，支持向量机取间隔
最大的那个；带状区域 −1 < s < 1 的宽度是 2/‖w‖，所以 ‖w‖ 越小，带越宽。分界由支持向量（带的边上或带内的点）撑住；
其余的点只要留在带外，移动或删去都没有影响。软间隔是在 ‖w‖² 与合页损失之和之间权衡。
"""
NAMES = [
    "SVM",
    "support vector machine",
    "hinge loss",
    "support vector",
    "maximum margin",
    "soft margin",
    "支持向量机",
    "合页损失",
    "支持向量",
    "最大间隔",
    "软间隔",
]
SHARED = ["margin"]
HINTS = ["hinge", "kernel trick", "核技巧"]
NEEDS = ["perceptron", "weight-decay"]
SOURCES = [
    "Cortes & Vapnik, Support-vector networks, 1995",
    "Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, sections 4.5 and 12.2",
]


@where(lambda s, y: any(a * b > 1 for a, b in zip(s, y, strict=True)))
@where(lambda s, y: all(abs(a * b - 1) > 0.01 for a, b in zip(s, y, strict=True)))
def demo(s=several(6, real(-2, 3, places=1)), y=several(6, one_of(-1, 1))):
    s = torch.tensor(s).double().requires_grad_()
    y = torch.tensor(y)
    loss = (1 - y * s).clamp(min=0).sum()
    loss.backward()
    return {"loss": loss, "idle": (s.grad == 0).sum()}


@question("What is `loss`?", zh="`loss` 是多少？")
def loss(out):
    return out["loss"]


@loss.wrong(
    en=("A score on the right side costs nothing.", "It must be right by 1: below that it pays 1 − y·s."),
    zh=("得分在正确一侧就没有损失。", "还要达到 1：不足 1 时要付 1 − y·s。"),
)
def right_is_enough(s, y):
    return float(sum(max(0, -a * b) for a, b in zip(s, y, strict=True)))


@loss.wrong(
    en=("Scores beyond 1 pay back.", "The loss is cut off at 0."),
    zh=("超过 1 的得分会抵消损失。", "损失在 0 处截断。"),
)
def not_cut_off(s, y):
    return float(sum(1 - a * b for a, b in zip(s, y, strict=True)))


@loss.wrong(
    en=("The hinge loss counts the errors.", "It grows with the distance from the right side."),
    zh=("合页损失就是错误个数。", "它随着偏离正确一侧的程度而增大。"),
)
def counts_errors(s, y):
    return float(sum(a * b <= 0 for a, b in zip(s, y, strict=True)))


@question("How many examples have gradient 0?", zh="有几个样本的梯度为 0？")
def idle(out):
    return out["idle"]


@idle.wrong(
    en=("All that are on the right side.", "A right score below 1 still pulls."),
    zh=("在正确一侧的都是。", "判对但不足 1 的仍有梯度。"),
)
def all_right_ones(s, y):
    return sum(a * b > 0 for a, b in zip(s, y, strict=True))


@idle.wrong(
    en=("None: every example pulls a little.", "A hinge is flat beyond 1; that is why most points do not matter."),
    zh=("没有：每个样本都有一点作用。", "合页损失在 1 以外是平的，所以大多数点不起作用。"),
)
def everyone_pulls():
    return 0


@idle.wrong(
    en=("Those between 0 and 1.", "Those have gradient −y; beyond 1 it is 0."),
    zh=("得分在 0 与 1 之间的。", "它们的梯度是 −y；超过 1 才为 0。"),
)
def inside_the_band(s, y):
    return sum(0 < a * b < 1 for a, b in zip(s, y, strict=True))


NEGATIVES, POSITIVES = several(3, whole(-20, 0), distinct=True), several(3, whole(3, 20), distinct=True)


@where(lambda neg, pos: max(neg) + min(pos) != 0)
def widest(neg=NEGATIVES, pos=POSITIVES):
    x = torch.tensor([*neg, *pos])
    y = torch.tensor([-1, -1, -1, 1, 1, 1])
    b = torch.arange(-800, 801).double() / 40  # candidates for the border
    distance = (y * (x - b[:, None])).min(dim=1).values  # of the nearest point
    return {"border": b[distance.argmax()], "w": 1 / distance.max()}


@question("Where is the border of largest margin?", zh="间隔最大的分界点在哪里？", of=widest)
def border(out):
    return out["border"]


@border.wrong(
    en=("Half-way between the means of the classes.", "Half-way between the nearest points; the others do not count."),
    zh=("在两类均值的中间。", "在最近的两点中间，其余的点不起作用。"),
)
def between_the_means(neg, pos):
    return (sum(neg) / 3 + sum(pos) / 3) / 2


@border.wrong(
    en=("At 0, where the sign changes.", "The bias moves it to the middle of the gap."),
    zh=("在 0 处，符号在那里改变。", "偏置会把它移到空隙的正中。"),
)
def at_zero():
    return 0.0


@border.wrong(
    en=("Half-way between the outermost points.", "The outermost are the ones that matter least."),
    zh=("在最外侧两点的中间。", "最外侧的点最不起作用。"),
)
def between_the_outermost(neg, pos):
    return (min(neg) + max(pos)) / 2


@question(
    "If the nearest points have the scores −1 and 1, what is |w|?",
    zh="若最近的两点得分为 −1 和 1，|w| 是多少？",
    of=widest,
)
def weight(out):
    return out["w"]


@weight.wrong(
    en=("A wide gap needs a large weight.", "The score rises by 2 over the gap: |w| = 2 / gap."),
    zh=("空隙越宽，权重越大。", "得分在空隙上升高 2：|w| = 2 / 空隙。"),
)
def as_wide_as_the_gap(neg, pos):
    return float(min(pos) - max(neg))


@weight.wrong(
    en=("|w| is one over the gap.", "From −1 to 1 is a rise of 2."),
    zh=("|w| 是空隙的倒数。", "从 −1 到 1 升高了 2。"),
)
def one_over_the_gap(neg, pos):
    return 1 / (min(pos) - max(neg))


@weight.wrong(
    en=("|w| is half the gap.", "That is the distance of the border from the nearest point: |w| is one over it."),
    zh=("|w| 是空隙的一半。", "那是分界到最近点的距离，|w| 是它的倒数。"),
)
def half_the_gap(neg, pos):
    return (min(pos) - max(neg)) / 2


# Two in three points hold nothing: most of these draws are left out, or 0 would be the answer too often.
@where(lambda pos, which, by: sorted(pos)[1] - min(pos) < by if pos[which] == min(pos) else by == 8)
def moved(neg=NEGATIVES, pos=POSITIVES, which=whole(0, 2), by=whole(2, 9)):
    further = list(pos)
    further[which] += by
    b = torch.arange(-800, 1201) / 40
    borders = []
    for positive in (pos, further):
        distance = torch.minimum(b - max(neg), min(positive) - b)
        borders.append(b[distance.argmax()])
    return borders[1] - borders[0]


@question("How far does the border of largest margin move?", zh="间隔最大的分界点移动了多少？", of=moved)
def shift(out):
    return out


@shift.wrong(
    en=("Every point pulls at the border.", "Only the nearest point of each class holds it."),
    zh=("每个点都会拉动分界。", "只有每类中最近的点才撑住它。"),
)
def every_point_pulls(by):
    return by / 6


@shift.wrong(
    en=(
        "The border follows the point.",
        "It stays in the middle, so it moves half as far, and not beyond the next point.",
    ),
    zh=("分界跟着点移动同样的距离。", "它总在正中，只移动一半，而且会被下一个最近的点挡住。"),
)
def follows_the_point(by):
    return float(by)


@shift.wrong(
    en=(
        "It moves half as far as any point.",
        "A point that is not nearest does nothing; then the next one is nearest.",
    ),
    zh=("任何一点移动，分界都移动一半。", "不是最近的点没有作用；移远之后，最近的就换成别的点。"),
)
def always_half(by):
    return by / 2


@task(
    "Write `hinge`: the mean hinge loss of the scores s for the labels y, each −1 or 1.",
    zh="写出 `hinge`：得分 s、标签 y（−1 或 1）的平均合页损失。",
    blanks=["1 - y * s", "min=0"],
    mend=["without_margin", "cut_after_the_mean"],
    gradients=True,
)
def hinge(s, y):
    return (1 - y * s).clamp(min=0).mean()


hinge.hint("First the loss of each example, cut off at 0.", zh="先求每个样本的损失，在 0 处截断。")
hinge.hint("Cut before the mean, or good examples pay for bad ones.", zh="要先截断再平均，否则好样本会替坏样本付账。")


@hinge.inputs
def scores(n=whole(3, 7)):
    return 2 * torch.randn(n), 2 * torch.randint(2, (n,)) - 1


@hinge.inputs
def mostly_right(n=whole(3, 7)):
    y = 2 * torch.randint(2, (n,)) - 1
    return y * (torch.randn(n) + 1.5), y


@hinge.holds("Scores that are right by more than 1 cost nothing.", zh="判对且超过 1 的得分没有损失。")
def flat_beyond_one(y, solution):
    return solution(1.5 * y, y) == 0


@hinge.wrong(
    en=("Right is enough: max(0, −y·s).", "That is the perceptron's loss; the hinge wants a margin of 1."),
    zh=("判对即可：max(0, −y·s)。", "那是感知机的损失；合页损失要求间隔 1。"),
)
def without_margin(s, y):
    return (-y * s).clamp(min=0).mean()


@hinge.wrong(
    en=("1 − y·s is the loss.", "Below 0 it is cut off."),
    zh=("损失就是 1 − y·s。", "小于 0 时要截断。"),
)
def no_cut(s, y):
    return (1 - y * s).mean()


@hinge.wrong(
    en=("The mean is cut off at 0.", "Each example is, before the mean."),
    zh=("对均值在 0 处截断。", "要先对每个样本截断，再求平均。"),
)
def cut_after_the_mean(s, y):
    return (1 - y * s).mean().clamp(min=0)


@hinge.wrong(
    en=("The hinge is squared.", "That is the squared hinge loss, a smoother relative."),
    zh=("合页损失要平方。", "那是平方合页损失，一个更光滑的变体。"),
)
def squared_hinge(s, y):
    return (1 - y * s).clamp(min=0).square().mean()


def figure(out, s, y):
    score = torch.linspace(-2.5, 3.5, 121)
    plt.plot(score, (1 - score).clamp(min=0))
    plt.scatter([a * b for a, b in zip(s, y, strict=True)], [max(0, 1 - a * b) for a, b in zip(s, y, strict=True)])
    plt.xlabel("y·s")
    plt.ylabel("hinge loss")
