"""Hidden layer as a lift

A hidden layer gives each sample new coordinates, one for each unit. More units alone bring nothing: without
an activation

    rank(X W) ≤ min(d, m)

for d inputs and m units, so the points stay in the space they came from. It is the non-linearity that opens new
directions: no straight line separates XOR, but with one unit relu(u + v − 1) more a plane does. So “hidden layer =
lift to more dimensions” is half the truth: the lift must be non-linear, and a hidden layer may as well be narrower.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, whole

ZH = """隐藏层与升维

隐藏层给每个样本一组新坐标，每个单元一个。单靠增加单元没有用：没有激活函数时，

    rank(X W) ≤ min(d, m)

d 是输入数，m 是单元数，点仍留在原来的空间里。真正开辟新方向的是非线性：异或（XOR）用一条直线分不开，
再加一个单元 relu(u + v − 1)，就能用一个平面分开。所以“隐藏层是升维操作”只说对了一半：
升维要靠非线性，而且隐藏层也可以比输入更窄。
"""
ALIASES = [
    "hidden layer",
    "hidden unit",
    "feature space",
    "XOR",
    "feature extraction",
    "隐藏层",
    "隐层",
    "升维",
    "升维操作",
    "特征提取",
    "异或",
]
NEEDS = ["mlp-forward", "activation-functions"]
SOURCES = [
    "torch.linalg.matrix_rank",
    "Goodfellow, Bengio & Courville, Deep Learning (2016), section 6.1, Learning XOR",
]


def demo(
    labels=one_of([0, 1, 1, 0], [1, 0, 0, 1], [0, 0, 0, 1], [0, 1, 1, 1]),
    act=one_of("relu", "none"),
):
    u, v = torch.tensor([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
    unit = u + v - 1
    if act == "relu":
        unit = F.relu(unit)
    points = torch.stack([u, v, unit], dim=1)
    w, b = torch.randn(3, 30000), torch.randn(30000)
    right = (points @ w + b > 0) == torch.tensor(labels).bool()[:, None]
    return right.sum(dim=0).max()


@question(
    "30000 random planes try to tell label 1 from label 0: how many of the 4 points does the best one get right?",
    "用 30000 个随机平面区分标签 1 和 0：最好的一个能分对 4 个点中的几个？",
)
def best_plane(out):
    return out


@best_plane.wrong(
    "relu(u + v − 1) lifts only the corner (1, 1) out of the old plane: now a plane separates even these labels.",
    "relu(u + v − 1) 只在角点 (1, 1) 处为 1：它把这一点抬出原来的平面，这组标签就能用平面分开了。",
)
def extra_unit_is_no_help(labels):
    return best_plane(demo(labels, act="none"))


@best_plane.wrong(
    "Without an activation the third coordinate is u + v − 1, and the four points still lie in one plane.",
    "没有激活函数时，第三个坐标就是 u + v − 1，四个点仍在同一平面内。",
)
def any_unit_lifts(labels):
    return best_plane(demo(labels, act="relu"))


def line(labels=one_of([0, 1, 1, 0], [1, 0, 0, 1], [0, 0, 0, 1], [0, 1, 1, 1], [0, 0, 1, 1])):
    points = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    w, b = torch.randn(2, 30000), torch.randn(30000)
    right = (points @ w + b > 0) == torch.tensor(labels).bool()[:, None]
    return right.sum(dim=0).max()


@question(
    "30000 random lines try to tell label 1 from label 0: how many of the 4 points does the best one get right?",
    "用 30000 条随机直线区分标签 1 和 0：最好的一条能分对 4 个点中的几个？",
    of=line,
)
def best_line(out):
    return out


@best_line.wrong(
    "In XOR equal labels face each other across the square: no line has both pairs on its two sides.",
    "异或中相同的标签位于正方形的对角，没有一条直线能把两对分在两侧。",
)
def a_line_splits_anything():
    return best_line(line(labels=[0, 0, 0, 1]))


@best_line.wrong(
    "Only XOR and its opposite defeat a line; AND, OR and one side against the other are separable.",
    "难倒直线的只有异或和同或；与、或、左右各一边都能分开。",
)
def a_line_never_does():
    return best_line(line(labels=[0, 1, 1, 0]))


def ranks(d=whole(3, 6), m=whole(2, 8)):
    X = torch.randn(40, d, dtype=torch.float64)
    W = torch.randn(d, m, dtype=torch.float64)
    H = X @ W
    return torch.linalg.matrix_rank(H), torch.linalg.matrix_rank(F.relu(H))


@question("What is the rank of H?", "H 的秩是多少？", of=ranks)
def rank(out):
    plain, _ = out
    return plain


@rank.wrong(
    "The m columns of H are combinations of the d columns of X: more units add no direction.",
    "H 的 m 列都是 X 的 d 列的线性组合：增加单元并不增加方向。",
)
def one_for_each_unit(m):
    return m


@rank.wrong(
    "A layer narrower than its input throws directions away: m columns have rank m at most.",
    "比输入更窄的层会丢掉一些方向：m 列的秩最多为 m。",
)
def input_kept_whole(d):
    return d


@question("Is the rank of `F.relu(H)` larger than d?", "`F.relu(H)` 的秩大于 d 吗？", of=ranks)
def relu_lifts(out, d):
    _, bent = out
    return bool(bent > d)


@relu_lifts.wrong(
    "ReLU bends each column at another place, and bent columns are no longer combinations of d.",
    "ReLU 把每一列在不同的地方折弯，折弯后的列不再是 d 个方向的线性组合。",
)
def rank_unchanged_by_relu(d, m):
    plain, _ = ranks(d, m)
    return bool(plain > d)


@relu_lifts.wrong(
    "With no more units than inputs there are not enough columns for a higher rank.",
    "单元数不超过输入数时，列数就不够，秩不可能更高。",
)
def relu_always_lifts():
    return True


def figure(labels, act):
    _, (plane_axes, lifted_axes) = plt.subplots(1, 2)
    for u, v, label in zip((0, 0, 1, 1), (0, 1, 0, 1), labels, strict=True):
        unit = max(u + v - 1, 0) if act == "relu" else u + v - 1
        plane_axes.scatter([u], [v], color=f"C{label}")
        lifted_axes.scatter([u + v], [unit], color=f"C{label}")
    if act == "relu" and labels[0] == labels[3]:
        lifted_axes.plot([0, 2], [-0.25, 0.75], color="C2")
    plane_axes.set_xlabel("u")
    plane_axes.set_ylabel("v")
    lifted_axes.set_xlabel("u + v")
    lifted_axes.set_ylabel("unit")
