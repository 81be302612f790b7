"""Depth against width

A hidden layer of width w, behind another of the same width, has w² weights. So twice the depth doubles the weights,
twice the width makes four times as many: it is above all width that makes a net too large.

With the same number of units, depth can do more. A layer folds its input, and what comes after works on all folds at
once: L layers of 2 ReLUs can make 2^L straight pieces, a single layer of m ReLUs on a line at most m + 1. Whether the
gradient vanishes is another matter: besides depth it depends on activation, initialisation, normalisation and skips.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question, whole

ZH = """深度与宽度

宽度为 w 的隐藏层，若前一层也是 w，就有 w² 个权重。所以深度加倍，权重加倍；宽度加倍，权重变成四倍：
参数过大主要是宽度造成的。

单元数相同时，加深能做到的更多。一层把输入折叠一次，后面的层就同时作用在所有的折上：
L 层、每层 2 个 ReLU 可以折出 2^L 段直线，而一维输入上只用一层、m 个 ReLU，最多 m + 1 段。
梯度会不会消失是另一回事：除了深度，还要看激活函数、初始化、归一化和跳跃连接。
"""
ALIASES = [
    "deep network",
    "wide network",
    "deeper network",
    "wider network",
    "linear regions",
    "深度和宽度",
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


@question("How many parameters does `net` have?", "`net` 有多少个参数？")
def parameters(out):
    return out


@parameters.wrong(
    "Only depth − 1 of the layers lie between two hidden ones; the first and the last are smaller.",
    "只有 depth − 1 层连接两个隐藏层；第一层和最后一层更小。",
)
def all_layers_square(w, depth):
    return depth * (w**2 + w)


@parameters.wrong(
    "The first of the depth hidden layers is the one that reads the input: only depth − 1 are w by w.",
    "depth 个隐藏层中，第一个就是读取输入的那层：w × w 的只有 depth − 1 个。",
)
def one_layer_too_many(i, w, depth, o):
    return parameters(demo(i, w, depth + 1, o))


@parameters.wrong(
    "With `bias=True` every layer has a bias for each of its outputs.",
    "`bias=True` 时，每层的每个输出都有一个偏置。",
)
def biases_forgotten(i, w, depth, o):
    return parameters(demo(i, w, depth, o, bias=False))


def grown(w=whole(4, 12), depth=whole(2, 6), g=whole(2, 5), grow=one_of("width", "depth")):
    def weights(w, depth):
        layers = [nn.Linear(w, w, bias=False) for _ in range(depth)]
        return sum(layer.weight.numel() for layer in layers)

    if grow == "width":
        return weights(g * w, depth) / weights(w, depth)
    return weights(w, g * depth) / weights(w, depth)


@question("Which number does it return?", "返回的数是多少？", of=grown)
def factor(out):
    return out


@factor.wrong(
    "Both sides of each matrix grow with the width, so weights grow with its square.",
    "宽度增大时，每个矩阵的行和列都变长，权重按平方增长。",
)
def width_counts_once(w, depth, g):
    return factor(grown(w, depth, g, grow="depth"))


@factor.wrong(
    "More depth adds matrices of the same size: weights grow in proportion, not with the square.",
    "加深只是多几个同样大小的矩阵：权重成正比增长，不是按平方。",
)
def depth_counts_twice(w, depth, g):
    return factor(grown(w, depth, g, grow="width"))


def folded(depth=whole(2, 8)):
    x = torch.linspace(0, 1, 2**12 + 1, dtype=torch.float64)
    for _ in range(depth):
        x = 2 * F.relu(x) - 4 * F.relu(x - 0.5)
    slopes = x.diff()
    return 1 + (slopes.diff() != 0).sum()


@question(
    "`x` is now a zigzag. How many straight pieces does it have?",
    "`x` 最后成了一条折线。它有多少段直线？",
    of=folded,
)
def pieces(out):
    return int(out)


@pieces.wrong(
    "Each layer folds everything before it once more: the pieces double, they do not add.",
    "每一层都把之前的结果整个再折一次：段数翻倍，而不是相加。",
)
def pieces_add(depth):
    return 2 * depth


@pieces.wrong(
    "That is the most a single layer with as many ReLUs could make; layers multiply.",
    "这是把同样多的 ReLU 放在一层时最多的段数；分层放则是相乘。",
)
def as_in_one_layer(depth):
    return 2 * depth + 1


def one_layer(m=whole(3, 12)):
    x = torch.linspace(0, 1, 100 * (m + 1) + 1, dtype=torch.float64)
    kinks = torch.arange(1, m + 1) / (m + 1)
    y = F.relu(x[:, None] - kinks) @ (1 + torch.rand(m, dtype=torch.float64))
    slopes = y.diff()
    return 1 + (slopes.diff().abs() > 1e-6).sum()


@question(
    "Over `x` from 0 to 1, `y` is a line with bends. How many straight pieces does it have?",
    "`x` 从 0 到 1，`y` 是一条折线。它有多少段直线？",
    of=one_layer,
)
def pieces_of_one_layer(out):
    return int(out)


@pieces_of_one_layer.wrong(
    "Within one layer nothing is folded again: each ReLU adds one bend.",
    "同一层里不会再折叠：每个 ReLU 只多一个拐点。",
)
def each_unit_doubles(m):
    return 2**m


@pieces_of_one_layer.wrong(
    "m bends leave m + 1 pieces: there is one before the first bend too.",
    "m 个拐点分出 m + 1 段：第一个拐点之前还有一段。",
)
def one_piece_per_unit(m):
    return m


def figure():
    x = torch.linspace(0, 1, 257)
    y = x
    for _ in range(3):
        y = 2 * F.relu(y) - 4 * F.relu(y - 0.5)
    units = range(2, 14, 2)
    _, (left, right) = plt.subplots(1, 2)
    left.plot(x.tolist(), y.tolist())
    left.set_xlabel("3 folds")
    right.plot(units, [pieces(folded(count // 2)) for count in units], label="2 a layer")
    right.plot(units, [pieces(one_layer(count)) for count in units], label="one layer")
    right.set_xlabel("pieces by ReLUs")
    right.legend()
