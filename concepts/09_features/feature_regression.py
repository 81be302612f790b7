"""Features as targets

Features can be the target: a student network is trained to reproduce those of a fixed teacher, then a small head
predicts from them. The second stage trains little, but the two stages together train no fewer numbers.

Through a bottleneck of `r` numbers the best linear student keeps the `r` directions of largest variance; its error is

    Σ variances of the directions it drops

A small error is no promise: what the task needs may lie in a dropped direction.
"""

import matplotlib.pyplot as plt
import torch
from torch import nn

from journal.authoring import one_of, question, several, where, whole

ZH = """以特征为目标的训练

特征可以作为训练目标：先让学生网络重现固定的教师网络的特征，再用一个小的输出头根据特征作预测。
第二阶段训练的参数很少，但两个阶段加起来并不会更少。

经过只有 `r` 个数的瓶颈，最好的线性学生保留方差最大的 `r` 个方向，误差是

    Σ 被丢弃方向的方差

误差小并不保证任务做得好：任务所需的信息可能恰好在被丢弃的方向上。
"""
ALIASES = [
    "feature regression",
    "feature distillation",
    "hint loss",
    "FitNet",
    "layer-wise pretraining",
    "特征回归",
    "特征蒸馏",
    "以特征作为目标",
    "逐层预训练",
]
NEEDS = ["backprop", "hidden-layer-lift"]
CONFUSED_WITH = ["knowledge-distillation"]
SOURCES = [
    "Romero et al., FitNets, arXiv:1412.6550",
    "Eckart & Young, The approximation of one matrix by another of lower rank (1936)",
]


@where(lambda variances, r: 0 < r < len(variances))
def demo(variances=several((3, 5), whole(1, 9), distinct=True), r=whole(1, 4)):
    N, d = 400, len(variances)
    directions = torch.linalg.qr(torch.randn(N, d, dtype=torch.float64)).Q
    features = directions * (N * torch.tensor(variances)).sqrt()
    U, S, Vh = torch.linalg.svd(features, full_matrices=False)
    student = U[:, :r] * S[:r] @ Vh[:r]
    return ((features - student) ** 2).sum() / N


@question(
    "The student is the best copy through `r` numbers. What is its error, the returned number?",
    "`student` 是只经过 `r` 个数所能得到的最好的副本。它的误差（返回值）是多少？",
)
def error(out):
    return out


@error.wrong(
    "The bottleneck has fewer numbers than there are directions: what does not pass is lost however long one trains.",
    "瓶颈的数比方向少：过不去的部分无论训练多久都会丢失。",
)
def perfect_copy(variances):
    return error(demo(variances, r=len(variances)))


@error.wrong(
    "Directions do not count alike: the student keeps those with the largest variance.",
    "各个方向并不同等重要：学生保留的是方差最大的那些方向。",
)
def share_of_directions(variances, r):
    return sum(variances) * (1 - r / len(variances))


@error.wrong(
    "The order of the features is of no account; the singular values are sorted by size.",
    "特征的排列顺序无关紧要；奇异值是按大小排序的。",
)
def first_ones_are_kept(variances, r):
    return sum(variances[r:])


def task(r=whole(1, 4), label=one_of("largest", "smallest")):
    variances = torch.tensor([16.0, 8, 4, 2, 1])
    features = torch.randn(400, 5) * variances.sqrt()
    y = torch.sign(features[:, 0 if label == "largest" else 4])
    Vh = torch.linalg.svd(features, full_matrices=False).Vh
    student = features @ Vh[:r].T
    head = torch.linalg.lstsq(student, y[:, None]).solution
    predicted = torch.sign(student @ head)[:, 0]
    return (predicted == y).float().mean()


@question(
    "How good are the predictions from the student's `r` numbers?",
    "用学生的 `r` 个数来预测，效果如何？",
    of=task,
    choices={"above 90% right": "正确率超过 90%", "little better than chance": "比随机猜测好不了多少"},
)
def accuracy(out):
    return "above 90% right" if out > 0.9 else "little better than chance"


@accuracy.wrong(
    "The label lies in the direction of least variance, the very one the student drops.",
    "标签在方差最小的方向上，正是学生丢弃的那一个。",
)
def matching_is_enough(r):
    return accuracy(task(r, "largest"))


@accuracy.wrong(
    "A bottleneck loses the directions of small variance only; the label lies in the largest.",
    "瓶颈丢掉的只是方差小的方向，而标签在方差最大的方向上。",
)
def bottleneck_loses_the_label(r):
    return accuracy(task(r, "smallest"))


def stages(d=whole(4, 12), r=whole(1, 6), frozen=True):
    student, head = nn.Linear(d, r), nn.Linear(r, 1)
    first = sum(p.numel() for p in student.parameters())
    student.requires_grad_(not frozen)
    model = nn.Sequential(student, head)
    second = sum(p.numel() for p in model.parameters() if p.requires_grad)
    return first, second


@question("How many numbers does the second stage train (`second`)?", "第二阶段训练多少个参数（`second`）？", of=stages)
def trained(out):
    return out[1]


@trained.wrong(
    "The student is frozen after the first stage; only the head is trained.",
    "学生在第一阶段之后就冻结了，只训练输出头。",
)
def everything_again(d, r):
    return trained(stages(d, r, frozen=False))


@trained.wrong(
    "The head has a bias besides its r weights.",
    "输出头除了 r 个权重，还有一个偏置。",
)
def head_without_bias(r):
    return r


@question("How many numbers do the two stages train together?", "两个阶段一共训练多少个参数？", of=stages)
def trained_in_all(out):
    return sum(out)


@trained_in_all.wrong(
    "The features do not come for nothing: the first stage trained the student.",
    "特征不是白来的：第一阶段训练了学生网络。",
)
def first_stage_is_saved(out):
    return out[1]


@trained_in_all.wrong(
    "The student is trained in the first stage only; in the second it is frozen.",
    "学生只在第一阶段训练，第二阶段是冻结的。",
)
def student_is_trained_twice(d, r):
    return trained_in_all(stages(d, r, frozen=False))


def figure(out, variances, r):
    kept = sorted(variances, reverse=True)
    plt.bar(range(r), kept[:r], color="C0", label="kept")
    plt.bar(range(r, len(kept)), kept[r:], color="C1", label="dropped: the error")
    plt.legend()
