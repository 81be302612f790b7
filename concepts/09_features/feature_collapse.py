"""Feature collapse

A network that is trained to match its own features has an easy way out: make all features alike. Then every goal is
met and nothing was learnt. With one weight and two views `a` and `b` of a sample, each step on `(w·a − w·b)²` gives

    w ← w · (1 − 2 · lr · (a − b)²)

which shrinks to zero while `lr` is small. The simplest cure is a goal that does not give way: labels, the input itself,
or a fixed teacher.
"""

import matplotlib.pyplot as plt
import torch
from torch import nn

from journal.authoring import one_of, question, where, whole

ZH = """特征坍缩

让网络去匹配自己的特征，它有一条捷径：把所有特征变得一样。这样每个目标都达到了，却什么也没有学到。设只有一个权重，
`a` 和 `b` 是同一样本的两个视图，对 `(w·a − w·b)²` 每走一步就得到

    w ← w · (1 − 2 · lr · (a − b)²)

只要 `lr` 不太大，它就会缩小到零。最直接的办法是换成不会跟着变的目标：标签、输入本身，或者固定的教师网络。
"""
ALIASES = [
    "representation collapse",
    "collapsed features",
    "特征塌缩",
    "表示坍缩",
    "特征坍塌",
]
NEEDS = ["feature-regression", "sgd-update"]
CONFUSED_WITH = ["stop-gradient-collapse"]
SOURCES = ["Chen & He, Exploring simple Siamese representation learning, arXiv:2011.10566"]


@where(lambda a, b: 1 <= abs(a - b) <= 1.5)
def demo(
    w=one_of(1.0, 2.0, 4.0),
    a=one_of(0.5, 1.0, 2.0, 3.0),
    b=one_of(0.5, 1.0, 2.0, 3.0),
    steps=whole(2, 4),
    goal_from="student",
):
    student = torch.tensor(w, requires_grad=True)
    teacher = torch.tensor(w)
    weights = [w]
    for _ in range(steps):
        goal = b * (student if goal_from == "student" else teacher)
        loss = (a * student - goal) ** 2
        (gradient,) = torch.autograd.grad(loss, student)
        with torch.no_grad():
            student -= 0.1 * gradient
        weights.append(student.item())
    return weights


@question("What is the last of the `weights`?", "`weights` 的最后一个数是多少？")
def last_weight(out):
    return out[-1]


@last_weight.wrong(
    "The goal is made with the same weight: it moves at every step and pulls the weight towards zero.",
    "目标是用同一个权重算出来的：它每一步都在变，把权重一直拉向零。",
)
def goal_stands_still(w, a, b, steps):
    return last_weight(demo(w, a, b, steps, goal_from="teacher"))


@last_weight.wrong(
    "The two views differ, so the loss is not zero at the start, and the weight is moved.",
    "两个视图不同，损失一开始就不为零，权重因此会变化。",
)
def nothing_to_learn(w):
    return w


@last_weight.wrong(
    "Every step multiplies the weight by the same factor once more.",
    "每走一步，权重就再乘一次同样的因子。",
)
def one_step_only(w, a, b):
    return last_weight(demo(w, a, b, steps=1))


def chase(goal_from=one_of("teacher", "student"), noise=one_of(0.8, 1.0, 1.2)):
    x = torch.randn(64, 4)
    networks = {"teacher": nn.Linear(4, 3), "student": nn.Linear(4, 3)}
    student = networks["student"]
    before = student(x).std(dim=0).mean()
    for _ in range(60):
        goal = networks[goal_from](x).detach()
        seen = x + noise * torch.randn(64, 4)
        student.zero_grad()
        ((student(seen) - goal) ** 2).mean().backward()
        with torch.no_grad():
            for w in student.parameters():
                w -= 0.3 * w.grad
    return (student(x).std(dim=0).mean() / before).item()


@question(
    "Has the spread of the student's features (returned: after / before) fallen below a tenth?",
    "学生特征的离散程度（返回值是训练后与训练前之比）降到十分之一以下了吗？",
    of=chase,
)
def collapsed(out):
    return out < 0.1


@collapsed.wrong(
    "Its own features give way with it: making all of them alike is the easiest way to match them.",
    "自己的特征会跟着一起变：让所有特征都一样，就是匹配它们最省力的办法。",
)
def any_goal_teaches(noise):
    return collapsed(chase("teacher", noise))


@collapsed.wrong(
    "The teacher is never trained: its features stay apart and keep the student's apart.",
    "教师网络从不训练：它的特征保持彼此不同，学生的特征也就不会趋同。",
)
def always_collapses(noise):
    return collapsed(chase("student", noise))


def figure(out):
    plt.plot(out, label="weight")
    plt.axhline(0, color="C1", label="all features alike")
    plt.legend()
