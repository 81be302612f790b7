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

from journal.authoring import one_of, question, several, task, where, whole

ZH = """以特征为目标的训练

特征可以作为训练目标：先让学生网络重现固定的教师网络的特征，再用一个小的输出头根据特征作预测。
第二阶段训练的参数很少，但两个阶段加起来并不会更少。

经过只有 `r` 个数的瓶颈，最好的线性学生保留方差最大的 `r` 个方向，误差是

    Σ 被丢弃方向的方差

误差小并不保证任务做得好：任务所需的信息可能恰好在被丢弃的方向上。
"""
NAMES = [
    "feature regression",
    "feature distillation",
    "hint loss",
    "FitNet",
    "特征回归",
    "特征蒸馏",
    "以特征作为目标",
]
HINTS = ["layer-wise pretraining", "逐层预训练"]
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
    zh="`student` 是只经过 `r` 个数所能得到的最好的副本。它的误差（返回值）是多少？",
)
def error(out):
    return out


@error.wrong(
    en=(
        "A student trained long enough copies the teacher perfectly.",
        "The bottleneck has fewer numbers than there are directions: the rest is lost.",
    ),
    zh=("训练足够久，学生就能完全重现教师的特征。", "瓶颈的数比方向少：过不去的部分必然丢失。"),
)
def perfect_copy(variances):
    return error(demo(variances, r=len(variances)))


@error.wrong(
    en=(
        "Each direction lost costs the same.",
        "Directions do not count alike: the student keeps those with the largest variance.",
    ),
    zh=("每丢一个方向，损失都一样。", "各个方向并不同等重要：学生保留的是方差最大的那些方向。"),
)
def share_of_directions(variances, r):
    return sum(variances) * (1 - r / len(variances))


@error.wrong(
    en=(
        "The first r directions are kept.",
        "The order of the features is of no account; the singular values are sorted by size.",
    ),
    zh=("保留的是前 r 个方向。", "特征的排列顺序无关紧要；奇异值是按大小排序的。"),
)
def first_ones_are_kept(variances, r):
    return sum(variances[r:])


def stages(d=whole(4, 12), r=whole(1, 6), frozen=True):
    student, head = nn.Linear(d, r), nn.Linear(r, 1)
    first = sum(p.numel() for p in student.parameters())
    student.requires_grad_(not frozen)
    model = nn.Sequential(student, head)
    second = sum(p.numel() for p in model.parameters() if p.requires_grad)
    return first, second


@question(
    "How many numbers does the second stage train (`second`)?", zh="第二阶段训练多少个参数（`second`）？", of=stages
)
def trained(out):
    return out[1]


@trained.wrong(
    en=(
        "Student and head are both trained in the second stage.",
        "The student is frozen after the first stage; only the head is trained.",
    ),
    zh=("第二阶段学生和输出头都训练。", "学生在第一阶段之后就冻结了，只训练输出头。"),
)
def everything_again(d, r):
    return trained(stages(d, r, frozen=False))


@trained.wrong(
    en=("The head has r weights.", "The head has a bias besides its r weights."),
    zh=("输出头有 r 个权重。", "输出头除了 r 个权重，还有一个偏置。"),
)
def head_without_bias(r):
    return r


@question("How many numbers do the two stages train together?", zh="两个阶段一共训练多少个参数？", of=stages)
def trained_in_all(out):
    return sum(out)


@trained_in_all.wrong(
    en=(
        "Only the small head is trained in all.",
        "The features do not come for nothing: the first stage trained the student.",
    ),
    zh=("总共只训练了小小的输出头。", "特征不是白来的：第一阶段训练了学生网络。"),
)
def first_stage_is_saved(out):
    return out[1]


@trained_in_all.wrong(
    en=(
        "The student is trained in both stages.",
        "The student is trained in the first stage only; in the second it is frozen.",
    ),
    zh=("学生在两个阶段都训练。", "学生只在第一阶段训练，第二阶段是冻结的。"),
)
def student_is_trained_twice(d, r):
    return trained_in_all(stages(d, r, frozen=False))


def used(variances=several(5, whole(1, 9), distinct=True), needed=several(3, one_of(0, 1, 2, 3, 4), distinct=True)):
    N, r = 400, 2
    directions = torch.linalg.qr(torch.randn(N, 5, dtype=torch.float64)).Q
    features = directions * (N * torch.tensor(variances)).sqrt()
    y = features[:, needed].sum(dim=1, keepdim=True)
    U, S, _ = torch.linalg.svd(features, full_matrices=False)
    student = U[:, :r] * S[:r]  # the best r numbers to copy the features
    head = torch.linalg.lstsq(student, y).solution
    return ((y - student @ head) ** 2).sum() / N


@question(
    "The task needs the sum of three features. What is the error of the best head (returned)?",
    zh="任务需要三个特征之和。最好的输出头的误差（返回值）是多少？",
    of=used,
)
def error_of_the_head(out):
    return out


@error_of_the_head.wrong(
    en=(
        "A good copy of the features is enough for any task.",
        "What the student dropped is missing, if the task needs it.",
    ),
    zh=("特征重现得好，什么任务都够用。", "任务所需而学生已丢弃的部分，就没有了。"),
)
def copy_is_enough():
    return 0.0


@error_of_the_head.wrong(
    en=("The task loses all that the student lost.", "Only the directions that it needs count."),
    zh=("学生丢了多少，任务就损失多少。", "只算任务所需的方向。"),
)
def all_that_was_lost(variances):
    return float(sum(sorted(variances)[:3]))


@error_of_the_head.wrong(
    en=(
        "The student keeps what the task needs.",
        "It never saw the task: it keeps the directions of largest variance.",
    ),
    zh=("学生会保留任务所需的方向。", "它没见过任务：保留的是方差最大的方向。"),
)
def keeps_what_is_needed(variances, needed):
    return float(min(variances[i] for i in needed))


@task(
    "Write `copy_error`: the squared error per sample of the best linear copy (without a bias) of `features` "
    "(samples, dimensions) through `r` numbers.",
    zh="写出 `copy_error`：不带偏置的线性映射只经过 `r` 个数重现 `features`（样本，维度），求每个样本的最小平方误差。",
    blanks=["svdvals(features)", "S[r:] ** 2"],
    mend=["not_squared"],
)
def copy_error(features, r):
    S = torch.linalg.svdvals(features)
    return (S[r:] ** 2).sum() / len(features)


copy_error.hint(
    "Which directions does the best copy drop, and how large are they?", zh="最好的副本丢弃哪些方向，它们有多大？"
)


@copy_error.inputs
def features_and_size(samples=whole(6, 12), dimensions=whole(3, 5), r=whole(1, 2)):
    return torch.randn(samples, dimensions, dtype=torch.float64), r


@copy_error.holds("Nothing is lost when `r` is the number of dimensions.", zh="`r` 等于维数时没有损失。")
def wide_enough(solution, features):
    return float(solution(features, features.shape[1])) < 1e-9


@copy_error.wrong(
    en=("The singular values add up to the error.", "The squared error is the sum of their squares."),
    zh=("误差是奇异值之和。", "平方误差是奇异值的平方和。"),
)
def not_squared(features, r):
    return torch.linalg.svdvals(features)[r:].sum() / len(features)


@copy_error.wrong(
    en=("The first r columns are kept.", "The r directions of largest singular value are kept."),
    zh=("保留前 r 列。", "保留奇异值最大的 r 个方向。"),
)
def first_columns(features, r):
    return (features[:, r:] ** 2).sum() / len(features)


@copy_error.wrong(
    en=("What is kept is the error.", "The error is what is dropped: S[r:]."),
    zh=("误差是保留的部分。", "误差是丢弃的部分：S[r:]。"),
)
def kept_part(features, r):
    return (torch.linalg.svdvals(features)[:r] ** 2).sum() / len(features)


def figure(out, variances, r):
    kept = sorted(variances, reverse=True)
    plt.bar(range(r), kept[:r], color="C0", label="kept")
    plt.bar(range(r, len(kept)), kept[r:], color="C1", label="dropped: the error")
    plt.legend()
