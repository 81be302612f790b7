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
from torch import nn

from journal.authoring import question, several, task, where, whole

ZH = """隐藏层与升维

隐藏层给每个样本一组新坐标，每个单元一个。单靠增加单元没有用：没有激活函数时，

    rank(X W) ≤ min(d, m)

d 是输入数，m 是单元数，点仍留在原来的空间里。真正开辟新方向的是非线性：异或（XOR）用一条直线分不开，
再加一个单元 relu(u + v − 1)，就能用一个平面分开。所以“隐藏层是升维操作”只说对了一半：
升维要靠非线性，而且隐藏层也可以比输入更窄。
"""
NAMES = ["hidden layer", "hidden unit", "隐藏层", "隐层", "升维操作"]
SHARED = ["feature space", "XOR", "升维", "异或"]
HINTS = ["feature extraction", "特征提取"]
NEEDS = ["mlp-forward", "activation-functions"]
SOURCES = [
    "torch.linalg.matrix_rank",
    "Goodfellow, Bengio & Courville, Deep Learning (2016), section 6.1, Learning XOR",
]


@where(lambda a, b, c: a and b and bend_of(a, b, c) != 0)
def demo(a=whole(-4, 4), b=whole(-4, 4), c=whole(-5, 5), act=F.relu):
    u, v = torch.tensor([[0, 0, 1, 1], [0, 1, 0, 1]])
    unit = act(a * u + b * v + c)
    return unit[0] + unit[3] - unit[1] - unit[2]


def bend_of(a, b, c):
    return max(c, 0) + max(a + b + c, 0) - max(a + c, 0) - max(b + c, 0)


@question(
    "What is returned? (0 would mean: the four points (u, v, unit) lie in one plane.)",
    zh="返回值是多少？（0 表示四个点 (u, v, unit) 在同一平面内。）",
)
def bend(out):
    return out


@bend.wrong(
    en=("A further unit lifts the points, activation or not.", "Without one they stay in a plane: this would be 0."),
    zh=("多一个单元，点就离开平面；有没有激活函数都一样。", "没有激活函数，四个点仍在一个平面里，这个值就是 0。"),
)
def without_an_activation(a, b, c):
    return bend(demo(a, b, c, act=nn.Identity()))


@bend.wrong(
    en=("ReLU takes the absolute value.", "Negative numbers become 0, not positive."),
    zh=("ReLU 取绝对值。", "负数变成 0，不是变成正数。"),
)
def folded_up(a, b, c):
    return bend(demo(a, b, c, act=torch.abs))


@bend.wrong(
    en=("ReLU switches the unit to 0 or 1.", "A step does; ReLU leaves positive numbers as they are."),
    zh=("ReLU 把单元变成 0 或 1。", "那是阶跃函数；ReLU 让正数保持原值。"),
)
def switched(a, b, c):
    return bend(demo(a, b, c, act=lambda x: (x > 0).int()))


def ranks(d=whole(3, 6), m=whole(2, 8)):
    X = torch.randn(40, d, dtype=torch.float64)
    W = torch.randn(d, m, dtype=torch.float64)
    return torch.linalg.matrix_rank(X @ W)


@question("What is the rank of `X @ W`?", zh="`X @ W` 的秩是多少？", of=ranks)
def rank(out):
    return out


@rank.wrong(
    en=("Each unit adds a direction.", "The m columns are combinations of the d columns of X."),
    zh=("每个单元都增加一个方向。", "m 列都是 X 的 d 列的线性组合。"),
)
def one_for_each_unit(m):
    return m


@rank.wrong(
    en=("A linear layer keeps all directions.", "A layer narrower than its input throws some away: m columns, rank m."),
    zh=("线性层保留所有方向。", "比输入更窄的层会丢掉一些：m 列的秩最多为 m。"),
)
def input_kept_whole(d):
    return d


@rank.wrong(
    en=("The 40 samples give rank 40.", "The rank is at most the smaller of both sides of each matrix."),
    zh=("有 40 个样本，秩就是 40。", "秩不超过各矩阵行数和列数中最小的那个。"),
)
def one_for_each_sample():
    return 40


@where(lambda x, low, high: low < high and sum(low <= each <= high for each in x) > 1)
def merged(x=several((5, 10), whole(-9, 9), distinct=True), low=whole(-6, 2), high=whole(-2, 6)):
    x = torch.tensor(x)
    hidden = F.relu(torch.stack([x - high, low - x], dim=1))
    return torch.unique(hidden, dim=0)


@question("How many different rows has `hidden`?", zh="`hidden` 有多少个不同的行？", of=merged)
def kept_apart(out):
    return len(out)


@kept_apart.wrong(
    en=("More units than inputs keep all samples apart.", "Where every unit is at 0, samples become one point."),
    zh=("单元比输入多，样本就不会混在一起。", "所有单元都为 0 的地方，不同样本变成同一个点。"),
)
def all_apart(x):
    return len(x)


@kept_apart.wrong(
    en=("Samples at which no unit is active are dropped.", "They stay, as the one point (0, 0)."),
    zh=("没有单元激活的样本就丢掉了。", "它们还在，都成了 (0, 0) 这一个点。"),
)
def silent_ones_dropped(x, low, high):
    return sum(not low <= each <= high for each in x)


@kept_apart.wrong(
    en=("ReLU merges all negative x.", "What counts is the input of each unit, x − high and low − x."),
    zh=("ReLU 把所有负的 x 并成一点。", "要看每个单元的输入，即 x − high 和 low − x。"),
)
def negative_x_merged(x):
    return sum(each > 0 for each in x) + any(each <= 0 for each in x)


@task(
    "Write `xor` as a network: for tensors u and v of zeros and ones, with one hidden unit relu(u + v − 1).",
    zh="用网络写出 `xor`：u 和 v 是由 0 和 1 组成的张量，只用一个隐藏单元 relu(u + v − 1)。",
    blanks=["u + v - 1", "2 * hidden"],
    mend=["linear", "hidden_counts_once"],
)
def xor(u, v):
    hidden = F.relu(u + v - 1)
    return u + v - 2 * hidden


xor.hint("The hidden unit is 1 at the corner (1, 1) only.", zh="隐藏单元只在角点 (1, 1) 处为 1。")
xor.hint("There u + v is 2 and must become 0.", zh="那里 u + v 等于 2，要变成 0。")


@xor.inputs
def bits(n=whole(2, 6)):
    return torch.randint(2, (n,)).float(), torch.randint(2, (n,)).float()


@xor.holds("Equal inputs give 0.", zh="输入相同时为 0。")
def equal_gives_zero(solution, u):
    return bool((solution(u, u) == 0).all())


@xor.wrong(
    en=("The activation may be left out.", "Without it the result is linear: no line separates XOR."),
    zh=("激活函数可以省去。", "省去之后结果是线性的，而直线分不开异或。"),
)
def linear(u, v):
    return u + v - 2 * (u + v - 1)


@xor.wrong(
    en=("At (1, 1) one has to be taken off.", "u + v is 2 there; with 1 taken off it is OR."),
    zh=("在 (1, 1) 处减 1 就行。", "那里 u + v 是 2；只减 1 得到的是“或”。"),
)
def hidden_counts_once(u, v):
    return u + v - F.relu(u + v - 1)


@xor.wrong(
    en=("relu(u − v) is XOR.", "It is 0 at (0, 1) as well."),
    zh=("relu(u − v) 就是异或。", "它在 (0, 1) 处也是 0。"),
)
def one_side_only(u, v):
    return F.relu(u - v)


def figure(a, b, c):
    _, (plain_axes, lifted_axes) = plt.subplots(1, 2)
    for u, v in ((0, 0), (0, 1), (1, 0), (1, 1)):
        unit = a * u + b * v + c
        plain_axes.scatter([u + v], [unit], color=f"C{u ^ v}")
        lifted_axes.scatter([u + v], [max(unit, 0)], color=f"C{u ^ v}")
    for axes, label in ((plain_axes, "unit without ReLU"), (lifted_axes, "unit")):
        axes.set_xlabel("u + v")
        axes.set_ylabel(label)
