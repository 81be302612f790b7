"""Perceptron

A linear classifier that predicts the sign of w·x and learns from mistakes alone: for an example with label y = ±1 and
y · (w·x) ≤ 0,

    w ← w + y·x

An example on the right side changes nothing. One update raises y · (w·x) by |x|², which may not be enough to mend
that example, and may spoil others. If some line through 0 separates the data with margin γ, at most (R/γ)² updates
are made altogether, R being the largest |x| (Novikoff). If none does, as for XOR, the updates never end.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """感知机

感知机是线性分类器，按 w·x 的符号预测，而且只从错误中学习：样本的标签为 y = ±1，若 y · (w·x) ≤ 0，则

    w ← w + y·x

判对的样本不改变任何东西。一次更新使 y · (w·x) 增加 |x|²，未必够纠正这个样本，也可能弄错别的样本。
若有一条过原点的直线能以间隔 γ 分开数据，更新总数不超过 (R/γ)²，R 是最大的 |x|（Novikoff 定理）。
若没有这样的直线（例如异或），更新就永远不会停止。
"""
NAMES = ["perceptron", "linearly separable", "感知机", "感知器", "线性可分"]
HINTS = ["neuron", "神经元"]
NEEDS = ["matrix-product"]
SOURCES = [
    "Novikoff, On convergence proofs for perceptrons, 1962",
    "Minsky & Papert, Perceptrons, 1969",
    "Bishop, Pattern Recognition and Machine Learning, section 4.1.7",
]


@where(lambda labels: len(set(labels)) == 2)
def demo(points=several(6, several(2, whole(-3, 3)), distinct=True), labels=several(6, one_of(-1, 1))):
    w, updates = torch.zeros(2), 0
    for x, y in zip(torch.tensor(points).float(), labels, strict=True):
        if y * (w @ x) <= 0:  # at w = 0 every example is a mistake
            w = w + y * x
            updates += 1
    return {"w": w, "updates": updates}


@question("What is w[0] at the end?", zh="最后 w[0] 是多少？")
def first_weight(out):
    return int(out["w"][0])


@first_weight.steps
def example_by_example(points, labels):
    w = [0, 0]
    for place, (x, y) in enumerate(zip(points, labels, strict=True)):
        if y * (w[0] * x[0] + w[1] * x[1]) <= 0:
            w = [w[0] + y * x[0], w[1] + y * x[1]]
        yield f"x[{place}] → w[0]", w[0]


@first_weight.wrong(
    en=("Every example moves the weights.", "Only a mistake does: y · (w·x) ≤ 0."),
    zh=("每个样本都会改动权重。", "只有判错的才会：y · (w·x) ≤ 0。"),
)
def every_example(points, labels):
    return sum(y * x[0] for x, y in zip(points, labels, strict=True))


@first_weight.wrong(
    en=("A mistake adds x, whatever its label.", "It adds y·x: a negative example is taken off."),
    zh=("判错就加上 x，与标签无关。", "加的是 y·x：负例要减去。"),
)
def label_ignored(points, labels):
    w = [0, 0]
    for x, y in zip(points, labels, strict=True):
        if y * (w[0] * x[0] + w[1] * x[1]) <= 0:
            w = [w[0] + x[0], w[1] + x[1]]
    return w[0]


@first_weight.wrong(
    en=("One update mends everything.", "Later examples may still be wrong, or become wrong."),
    zh=("更新一次就都对了。", "后面的样本可能仍然判错，或因此变错。"),
)
def first_update_alone(points, labels):
    return labels[0] * points[0][0]


@question("How many examples moved the weights?", zh="有几个样本改动了权重？")
def updates(out):
    return out["updates"]


@updates.wrong(
    en=("Every example moves the weights.", "One that is on the right side changes nothing."),
    zh=("每个样本都会改动权重。", "判对的样本不改变任何东西。"),
)
def all_examples(labels):
    return len(labels)


@updates.wrong(
    en=("w·x = 0 is no mistake.", "It counts as one, or w = 0 would never move."),
    zh=("w·x = 0 不算判错。", "算判错，否则从 w = 0 永远动不了。"),
)
def zero_is_right():
    return 0


@updates.wrong(
    en=("The examples that the final w gets wrong.", "What counts is the w of that moment."),
    zh=("最终的 w 判错的那些样本。", "要看的是当时的 w。"),
)
def wrong_at_the_end(out, points, labels):
    scores = torch.tensor(points).float() @ out["w"]
    return (scores * torch.tensor(labels) <= 0).sum()


@where(lambda x, y, start: y * (x[0] * start[0] + x[1] * start[1]) <= -(x[0] ** 2 + x[1] ** 2))
def again(x=several(2, whole(1, 3)), y=one_of(-1, 1), start=several(2, whole(-15, 15))):
    w, x = torch.tensor(start), torch.tensor(x)
    updates = 0
    while y * (w * x).sum() <= 0:  # the same example again and again
        w = w + y * x
        updates += 1
    return updates


@question("After how many updates is this example right?", zh="更新几次之后，这个样本才判对？", of=again)
def needed(out):
    return out


@needed.wrong(
    en=("One update mends a mistake.", "It raises y · (w·x) by |x|², which may not be enough."),
    zh=("更新一次就能纠正错误。", "它只使 y · (w·x) 增加 |x|²，可能不够。"),
)
def one_update():
    return 1


@needed.wrong(
    en=("Each update raises y · (w·x) by 1.", "By x·x = |x|²."),
    zh=("每次更新使 y · (w·x) 增加 1。", "增加 x·x = |x|²。"),
)
def one_each(x, y, start):
    return 1 - y * (x[0] * start[0] + x[1] * start[1])


@needed.wrong(
    en=("At y · (w·x) = 0 the example is right.", "0 still counts as a mistake: it must become positive."),
    zh=("y · (w·x) = 0 就算判对。", "0 仍算判错，必须变为正数。"),
)
def zero_suffices(x, y, start):
    missing, gain = -y * (x[0] * start[0] + x[1] * start[1]), x[0] ** 2 + x[1] ** 2
    return missing // gain if missing % gain == 0 else None


@needed.wrong(
    en=("Each update raises y · (w·x) by the length of x.", "By its square: w changes by x, and is multiplied by x."),
    zh=("每次更新使 y · (w·x) 增加 x 的长度。", "增加长度的平方：w 增加了 x，还要再乘 x。"),
)
def length_each(x, y, start):
    missing = -y * (x[0] * start[0] + x[1] * start[1])
    return int(missing / (x[0] ** 2 + x[1] ** 2) ** 0.5) + 1


@task(
    "Write `update`: the weights after one example. y is −1 or 1, and w·x = 0 counts as a mistake.",
    zh="写出 `update`：看过一个样本之后的权重。y 为 −1 或 1，w·x = 0 算判错。",
    blanks=["y * (w @ x) <= 0", "w + y * x"],
    mend=["always_moves", "label_left_out"],
)
def update(w, x, y):
    if y * (w @ x) <= 0:
        return w + y * x
    return w


update.hint("When is the example on the wrong side?", zh="什么时候样本在错误的一侧？")
update.hint("Then w moves towards x, or away from it for y = −1.", zh="这时 w 向 x 靠近；y = −1 时远离 x。")


@update.inputs
def anywhere(w=several(2, whole(-3, 3)), x=several(2, whole(-3, 3)), y=one_of(-1, 1)):
    return torch.tensor(w).float(), torch.tensor(x).float(), y


@where(lambda w, x: w[0] * x[0] + w[1] * x[1] + x[2] in (0, 1))
@update.inputs
def near_the_border(w=several(2, whole(-2, 2)), x=several(3, whole(-2, 2)), y=one_of(-1, 1)):
    return torch.tensor([*w, 1.0]), torch.tensor(x).float(), y


@update.holds("The score never gets worse for this example.", zh="这个样本的得分不会变差。")
def no_worse(out, w, x, y):
    return y * (out @ x) >= y * (w @ x)


@update.wrong(
    en=("Every example moves the weights.", "Only a mistake does."),
    zh=("每个样本都会改动权重。", "只有判错的才会。"),
)
def always_moves(w, x, y):
    return w + y * x


@update.wrong(
    en=("The example is added whatever its label.", "A negative one is taken off: y·x."),
    zh=("无论标签如何都加上样本。", "负例要减去：y·x。"),
)
def label_left_out(w, x, y):
    if y * (w @ x) <= 0:
        return w + x
    return w


@update.wrong(
    en=("w·x = 0 is right.", "Then w = 0 never moves."),
    zh=("w·x = 0 算判对。", "那样 w = 0 就永远动不了。"),
)
def strictly_wrong(w, x, y):
    if y * (w @ x) < 0:
        return w + y * x
    return w


@update.wrong(
    en=("It moves by the size of the error, y − w·x.", "That is the delta rule (least squares); here the step is y·x."),
    zh=("移动量取决于误差 y − w·x。", "那是 delta 规则（最小二乘）；这里每步是 y·x。"),
)
def delta_rule(w, x, y):
    return w + (y - w @ x) * x


def figure(out, points, labels):
    for label, colour in ((1, "C0"), (-1, "C3")):
        members = [point for point, its in zip(points, labels, strict=True) if its == label]
        plt.scatter(*zip(*members, strict=True), color=colour, label=f"y = {label}")
    across, up = out["w"].tolist()
    plt.plot([-3 * up, 3 * up], [3 * across, -3 * across], color="C1")  # the line w·x = 0
    plt.xlim(-4, 4)
    plt.ylim(-4, 4)
    plt.xlabel("x[0]")
    plt.ylabel("x[1]")
    plt.legend()
