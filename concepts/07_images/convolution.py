"""Convolution

A kernel is a small window of weights. It slides over the image; at each place the numbers under it are multiplied
with its weights and added up, over all input channels:

    y[r, c] = Σ K[a, b] · x[r + a, c + b]

The same few weights are used everywhere, so a pattern is found wherever it is, and when the image moves, the response
moves along (equivariance). One kernel gives one output channel. Unlike the convolution of mathematics, `Conv2d` does
not turn the kernel round first.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import question, several, whole

ZH = """卷积

卷积核是一小块权重。它在图像上滑动，每到一处，就把窗口内的数与对应权重相乘再相加，并对所有输入通道求和：

    y[r, c] = Σ K[a, b] · x[r + a, c + b]

各处用的是同一组权重，所以同一个图案出现在哪里都能找到；图像平移，响应也跟着平移（平移等变）。一个卷积核得到一个输出通道。
与数学中的卷积不同，`Conv2d` 不会先把核翻转（其实是互相关）。
"""
ALIASES = [
    "convolutional neural network",
    "CNN",
    "cross-correlation",
    "convolution kernel",
    "feature map",
    "translation equivariance",
    "卷积神经网络",
    "卷积层",
    "卷积核",
    "互相关",
    "特征图",
    "平移等变",
    "图像识别",
]
NEEDS = ["tensor-broadcasting"]
SOURCES = [
    "torch.nn.Conv2d",
    "LeCun, Bottou, Bengio & Haffner, Gradient-based learning applied to document recognition, 1998",
    "Goodfellow, Bengio & Courville, Deep Learning, chapter 9",
]


def demo(
    image=several(4, several(4, whole(0, 9))),
    kernel=several(2, several(2, whole(-3, 3))),
    r=whole(0, 2),
    c=whole(0, 2),
):
    x = torch.tensor(image).view(1, 1, 4, 4)
    K = torch.tensor(kernel).view(1, 1, 2, 2)
    y = F.conv2d(x, K)
    return y[0, 0, r, c]


@question("Which number does it return?", "返回的数是多少？")
def value(out):
    return int(out)


@value.wrong(
    "`conv2d` lays the kernel on as it is written; only the convolution of mathematics turns it by 180° first.",
    "`conv2d` 直接按写出的样子放上卷积核；数学中的卷积才会先把它旋转 180°。",
)
def kernel_flipped(image, kernel, r, c):
    return value(demo(image, [row[::-1] for row in kernel[::-1]], r, c))


@value.wrong(
    "The first index of `y` is the row, counted downwards; the second is the column.",
    "`y` 的前一个下标是行（从上往下数），后一个才是列。",
)
def row_and_column_swapped(image, kernel, r, c):
    return value(demo(image, kernel, r=c, c=r))


def layer(ci=whole(2, 4), co=whole(2, 6), n=whole(5, 9)):
    x = torch.rand(1, ci, n, n)
    conv = nn.Conv2d(ci, co, kernel_size=3)
    return conv(x)


@question("What is the shape of the output?", "输出的形状是什么？", of=layer)
def shape(out):
    return out.shape


@shape.wrong(
    "A kernel is as deep as the input and sums over its channels: one output channel for each kernel.",
    "每个卷积核与输入一样厚，会对输入通道求和：一个核只得到一个输出通道。",
)
def a_map_per_channel_and_kernel(ci, co, n):
    return shape(layer(ci, ci * co, n))


@shape.wrong(
    "The number of output channels is the number of kernels, whatever the input has.",
    "输出通道数等于卷积核的个数，与输入通道数无关。",
)
def channels_stay(ci, n):
    return shape(layer(ci, ci, n))


def moved(row=whole(1, 3), shift=whole(1, 3)):
    image = torch.zeros(1, 1, 8, 8)
    image[0, 0, row, 4] = 1
    kernel = torch.tensor([[[[0.0, 1, 0], [1, 5, 1], [0, 1, 0]]]])
    response = F.conv2d(image.roll(shift, dims=2), kernel, padding=1)
    return response[0, 0].amax(dim=1).argmax()


@question(
    "In which row (counted from 0) is `response` strongest?",
    "`response` 在第几行（从 0 数起）最强？",
    of=moved,
)
def strongest_row(out):
    return int(out)


@strongest_row.wrong(
    "Convolution is equivariant, not invariant: when the image moves, its response moves along.",
    "卷积是平移等变，不是平移不变：图像移动多少，响应就跟着移动多少。",
)
def response_stays(row):
    return strongest_row(moved(row, shift=0))


@strongest_row.wrong(
    "A positive `roll` along the rows moves the image down, to larger row numbers.",
    "`roll` 沿行方向取正数时图像向下移，行号变大。",
)
def moved_upwards(row, shift):
    return strongest_row(moved(row, shift=-shift))


def two_kernels(k1=whole(2, 6), k2=whole(2, 6)):
    x = torch.zeros(1, 1, 25, 25)
    x[0, 0, 12, 12] = 1
    y = F.conv2d(x, torch.ones(1, 1, k1, k1))
    return F.conv2d(y, torch.ones(1, 1, k2, k2))


@question(
    "How many rows of the output hold a number other than 0? (One kernel of this height does the work of both.)",
    "输出中有多少行含有非零的数？（高度为这个数的单个卷积核就能代替这两个。）",
    of=two_kernels,
)
def rows_touched(out):
    return int(out.amax(dim=3).count_nonzero())


@rows_touched.wrong(
    "The two windows overlap in one row: the second kernel adds k2 − 1 rows, not k2.",
    "两个窗口有一行重合：第二个核只多出 k2 − 1 行，而不是 k2 行。",
)
def heights_add(k1, k2):
    return k1 + k2


@rows_touched.wrong(
    "Sliding does not multiply heights: each position of the second kernel starts only one row further.",
    "滑动不会让高度相乘：第二个核每次只往前移一行。",
)
def heights_multiply(k1, k2):
    return k1 * k2


@rows_touched.wrong(
    "The second kernel spreads what the first has already spread: both widen the trace.",
    "第二个核会把第一个核已经铺开的结果再铺开一次：两个核都会加宽。",
)
def the_larger_one_decides(k1, k2):
    return rows_touched(two_kernels(max(k1, k2), 1))


def figure(kernel):
    image = torch.zeros(1, 1, 12, 12)
    image[:, :, 3:9, 3:9] = 1
    K = torch.tensor(kernel, dtype=torch.float).view(1, 1, 2, 2)
    _, (left, right) = plt.subplots(1, 2)
    left.imshow(image[0, 0].tolist())
    right.imshow(F.conv2d(image, K)[0, 0].tolist())
    left.set_xlabel("a square")
    right.set_xlabel("response")
