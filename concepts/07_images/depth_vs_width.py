"""Depth against width

A hidden layer of width w, behind another of the same width, has w² weights. So twice the depth doubles these
weights and twice the width makes four times as many. Which of the two makes a net too large depends on its shape.

With the same number of units, depth can do more. A layer folds its input, and what comes after works on all folds at
once: L layers of 2 ReLUs can make 2^L straight pieces, a single layer of m ReLUs on a line at most m + 1. Whether the
gradient vanishes is another matter: besides depth it depends on activation, initialisation, normalisation and skips.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question, several, task, where, whole

ZH = """深度与宽度

宽度为 w 的隐藏层，若前一层也是 w，就有 w² 个权重。所以深度加倍，这类权重加倍；宽度加倍，则变成四倍。
参数过多究竟是哪一个造成的，要看网络的具体形状。

单元数相同时，加深能做到的更多。一层把输入折叠一次，后面的层就同时作用在所有的折上：
L 层、每层 2 个 ReLU 可以折出 2^L 段直线，而一维输入上只用一层、m 个 ReLU，最多 m + 1 段。
梯度会不会消失是另一回事：除了深度，还要看激活函数、初始化、归一化和跳跃连接。
"""
NAMES = ["linear regions", "深度和宽度"]
SHARED = [
    "deep network",
    "wide network",
    "deeper network",
    "wider network",
    "加深网络",
    "加宽网络",
    "网络深度",
    "网络宽度",
]
NEEDS = ["module-parameters", "hidden-layer-lift"]
SOURCES = [
    "Telgarsky, Benefits of depth in neural networks, arXiv:1602.04485",
    "Montúfar, Pascanu, Cho & Bengio, On the number of linear regions of deep neural networks, arXiv:1402.1869",
]


def demo(i=whole(2, 6), w=whole(8, 32), depth=whole(2, 6), o=whole(2, 6), bias=True):
    layers = [nn.Linear(i, w, bias), nn.ReLU()]
    for _ in range(depth - 1):
        layers += [nn.Linear(w, w, bias), nn.ReLU()]
    net = nn.Sequential(*layers, nn.Linear(w, o, bias))
    return sum(p.numel() for p in net.parameters())


@question("How many parameters does `net` have?", zh="`net` 有多少个参数？")
def parameters(out):
    return out


@parameters.wrong(
    en=(
        "All `depth` hidden layers have w × w weights.",
        "Only depth − 1 of the layers lie between two hidden ones; the first and the last are smaller.",
    ),
    zh=("`depth` 个隐藏层的权重都是 w × w 个。", "只有 depth − 1 层连接两个隐藏层；第一层和最后一层更小。"),
)
def all_layers_square(w, depth):
    return depth * (w**2 + w)


@parameters.wrong(
    en=(
        "Besides the input's layer there are `depth` layers of w × w.",
        "The first of the depth hidden layers is the one that reads the input: only depth − 1 are w by w.",
    ),
    zh=(
        "除了读取输入的那层，还有 `depth` 层 w × w。",
        "depth 个隐藏层中，第一个就是读取输入的那层：w × w 的只有 depth − 1 个。",
    ),
)
def one_layer_too_many(i, w, depth, o):
    return parameters(demo(i, w, depth + 1, o))


@parameters.wrong(
    en=("A layer is a matrix and nothing else.", "With `bias=True` every layer has a bias for each of its outputs."),
    zh=("一层就只是一个矩阵。", "`bias=True` 时，每层的每个输出都有一个偏置。"),
)
def biases_forgotten(i, w, depth, o):
    return parameters(demo(i, w, depth, o, bias=False))


@where(lambda g, h: g != h)
def grown(w=whole(4, 12), depth=whole(2, 6), g=whole(2, 5), h=whole(2, 5)):
    def weights(w, depth):
        layers = [nn.Linear(w, w, bias=False) for _ in range(depth)]
        return sum(layer.weight.numel() for layer in layers)

    return weights(g * w, h * depth) / weights(w, depth)


@question("Which number does it return?", zh="返回的数是多少？", of=grown)
def factor(out):
    return out


@factor.wrong(
    en=(
        "Weights grow in proportion to the width.",
        "Both sides of each matrix grow with the width, so weights grow with its square.",
    ),
    zh=("权重与宽度成正比。", "宽度增大时，每个矩阵的行和列都变长，权重按平方增长。"),
)
def width_counts_once(w, depth, g, h):
    return factor(grown(w, depth, g, h)) / g


@factor.wrong(
    en=(
        "Weights grow with the square of the depth.",
        "More depth adds matrices of the same size: weights grow in proportion.",
    ),
    zh=("权重按深度的平方增长。", "加深只是多几个同样大小的矩阵：权重与深度成正比。"),
)
def depth_counts_twice(w, depth, g, h):
    return factor(grown(w, depth, g, h * h))


def one_layer(m=whole(3, 30)):
    x = torch.linspace(0, 1, 100 * (m + 1) + 1, dtype=torch.float64)
    kinks = torch.arange(1, m + 1) / (m + 1)
    y = F.relu(x[:, None] - kinks) @ (1 + torch.rand(m, dtype=torch.float64))
    slopes = y.diff()
    return 1 + (slopes.diff().abs() > 1e-6).sum()


@question(
    "Over `x` from 0 to 1, `y` is a line with bends. How many straight pieces does it have?",
    zh="`x` 从 0 到 1，`y` 是一条折线。它有多少段直线？",
    of=one_layer,
)
def pieces_of_one_layer(out):
    return int(out)


@pieces_of_one_layer.wrong(
    en=(
        "Each ReLU doubles the number of pieces.",
        "Within one layer nothing is folded again: each ReLU adds one bend.",
    ),
    zh=("每个 ReLU 都使段数翻倍。", "同一层里不会再折叠：每个 ReLU 只多一个拐点。"),
)
def each_unit_doubles(m):
    return 2**m


@pieces_of_one_layer.wrong(
    en=("Each ReLU makes one piece.", "m bends leave m + 1 pieces: there is one before the first bend too."),
    zh=("每个 ReLU 产生一段。", "m 个拐点分出 m + 1 段：第一个拐点之前还有一段。"),
)
def one_piece_per_unit(m):
    return m


@pieces_of_one_layer.wrong(
    en=(
        "Each ReLU has two straight pieces, so there are 2m.",
        "Added up, the ReLUs share their pieces: m bends, m + 1 pieces.",
    ),
    zh=("每个 ReLU 有两段直线，所以共 2m 段。", "相加之后各段合在一起：m 个拐点，m + 1 段。"),
)
def two_pieces_each(m):
    return 2 * m


def folded(folds=several((2, 4), one_of(2, 3, 4))):
    x = torch.linspace(0, 1, 2**8 * 3**4 + 1, dtype=torch.float64)
    for k in folds:  # k ReLUs fold the line from 0 to 1 into k pieces
        unit = torch.arange(k, dtype=torch.float64)
        weights = 2 * k * (-1.0) ** unit
        weights[0] = k
        x = F.relu(x[:, None] - unit / k) @ weights
    turns = x.diff().sign().diff().count_nonzero()
    return 1 + turns


@question(
    "`x` is now a zigzag. How many straight pieces does it have?",
    zh="`x` 最后成了一条折线。它有多少段直线？",
    of=folded,
)
def pieces(out):
    return int(out)


@pieces.wrong(
    en=("The pieces of the layers add up.", "Each layer folds everything before it once more: pieces multiply."),
    zh=("各层的段数相加。", "每一层都把之前的结果整个再折一次：段数相乘。"),
)
def pieces_add(folds):
    return sum(folds)


@pieces.wrong(
    en=(
        "Depth adds nothing: one layer with all the ReLUs does the same.",
        "One layer would make one piece more than it has ReLUs; layers multiply.",
    ),
    zh=("分成多层没有好处：把 ReLU 放在一层也一样。", "放在一层时，段数只比 ReLU 数多一；分层则是相乘。"),
)
def as_in_one_layer(folds):
    return sum(folds) + 1


@pieces.wrong(
    en=("Every layer doubles the pieces.", "A layer multiplies them by its own number of folds, here k."),
    zh=("每一层都使段数翻倍。", "一层使段数乘以它自己的折数，这里是 k。"),
)
def always_doubles(folds):
    return 2 ** len(folds)


@task(
    "Write `count_parameters`: the weights and biases of a network of `Linear` layers, given all its widths in order.",
    zh="写出 `count_parameters`：按顺序给出各层的宽度，求由 `Linear` 层组成的网络共有多少个权重和偏置。",
    blanks=["widths[i - 1] * widths[i] + widths[i]"],
    mend=["without_biases"],
)
def count_parameters(widths):
    total = 0
    for i in range(1, len(widths)):
        total += widths[i - 1] * widths[i] + widths[i]
    return total


count_parameters.hint("Each layer joins two neighbouring widths.", zh="每一层连接相邻的两个宽度。")


@count_parameters.inputs
def widths_in_order(widths=several((3, 6), whole(1, 20))):
    return (widths,)


@count_parameters.inputs
def one_linear_layer(i=whole(1, 9), o=whole(1, 9)):
    return ([i, o],)


@count_parameters.holds("PyTorch counts the same.", zh="与 PyTorch 数出的相同。")
def as_pytorch(out, widths):
    net = [nn.Linear(widths[i - 1], widths[i]) for i in range(1, len(widths))]
    return out == sum(p.numel() for layer in net for p in layer.parameters())


@count_parameters.wrong(
    en=("A layer is a matrix.", "It has a bias for each output too."),
    zh=("一层就是一个矩阵。", "每个输出还有一个偏置。"),
)
def without_biases(widths):
    return count_parameters(widths) - sum(widths[1:])


@count_parameters.wrong(
    en=("There is a bias for each input.", "Each output has one."),
    zh=("每个输入有一个偏置。", "是每个输出有一个。"),
)
def bias_for_each_input(widths):
    return count_parameters(widths) - widths[-1] + widths[0]


@count_parameters.wrong(
    en=("A layer of width w has w² weights.", "It has one for each pair of an input and an output."),
    zh=("宽度为 w 的层有 w² 个权重。", "每一对输入和输出有一个权重。"),
)
def all_square(widths):
    return sum(b * b + b for b in widths[1:])


def figure():
    x = torch.linspace(0, 1, 257)
    y = x
    for _ in range(3):
        y = 2 * F.relu(y) - 4 * F.relu(y - 0.5)
    units = range(2, 14, 2)
    _, (left, right) = plt.subplots(1, 2)
    left.plot(x.tolist(), y.tolist())
    left.set_xlabel("3 folds")
    right.plot(units, [pieces(folded([2] * (count // 2))) for count in units], label="2 a layer")
    right.plot(units, [pieces(one_layer(count)) for count in units], label="one layer")
    right.set_xlabel("pieces by ReLUs")
    right.legend()
