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

from journal.authoring import one_of, question, several, task, whole

ZH = """卷积

卷积核是一小块权重。它在图像上滑动，每到一处，就把窗口内的数与对应权重相乘再相加，并对所有输入通道求和：

    y[r, c] = Σ K[a, b] · x[r + a, c + b]

各处用的是同一组权重，所以同一个图案出现在哪里都能找到；图像平移，响应也跟着平移（平移等变）。一个卷积核得到一个输出通道。
与数学中的卷积不同，`Conv2d` 不会先把核翻转（其实是互相关）。
"""
NAMES = [
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
]
HINTS = ["图像识别"]
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


@question("Which number does it return?", zh="返回的数是多少？")
def value(out):
    return int(out)


@value.wrong(
    en=(
        "`conv2d` turns the kernel by 180° before it multiplies.",
        "It lays the kernel on as it is written; only the convolution of mathematics turns it.",
    ),
    zh=("`conv2d` 先把卷积核旋转 180° 再相乘。", "它按写出的样子直接放上卷积核；数学中的卷积才会先旋转。"),
)
def kernel_flipped(image, kernel, r, c):
    return value(demo(image, [row[::-1] for row in kernel[::-1]], r, c))


@value.wrong(
    en=("`y[r, c]` is column r and row c.", "The first index is the row, counted downwards; the second is the column."),
    zh=("`y[r, c]` 是第 r 列、第 c 行。", "前一个下标是行（从上往下数），后一个才是列。"),
)
def row_and_column_swapped(image, kernel, r, c):
    return value(demo(image, kernel, r=c, c=r))


def layer(ci=whole(2, 4), co=whole(2, 6), n=whole(5, 9)):
    x = torch.rand(1, ci, n, n)
    conv = nn.Conv2d(ci, co, kernel_size=3)
    return conv(x)


@question("What is the shape of the output?", zh="输出的形状是什么？", of=layer)
def shape(out):
    return out.shape


@shape.wrong(
    en=(
        "Each kernel makes one output channel of every input channel.",
        "A kernel is as deep as the input and sums over its channels: one output channel for each kernel.",
    ),
    zh=(
        "每个卷积核对每个输入通道各产生一个输出通道。",
        "每个卷积核与输入一样厚，会对输入通道求和：一个核只得到一个输出通道。",
    ),
)
def a_map_per_channel_and_kernel(ci, co, n):
    return shape(layer(ci, ci * co, n))


@shape.wrong(
    en=(
        "A convolution keeps the number of channels.",
        "The number of output channels is the number of kernels, whatever the input has.",
    ),
    zh=("卷积不改变通道数。", "输出通道数等于卷积核的个数，与输入通道数无关。"),
)
def channels_stay(ci, n):
    return shape(layer(ci, ci, n))


@shape.wrong(
    en=(
        "A convolution keeps height and width.",
        "Without padding a kernel of 3 by 3 has n − 2 positions along an axis.",
    ),
    zh=("卷积不改变高和宽。", "没有填充时，3×3 的卷积核沿每个方向只有 n − 2 个位置。"),
)
def size_stays(ci, co, n):
    return shape(layer(ci, co, n + 2))


def moved(row=whole(1, 5), shift=whole(1, 5)):
    image = torch.zeros(1, 1, 12, 12)
    image[0, 0, row, 4] = 1
    kernel = torch.tensor([[[[0.0, 1, 0], [1, 5, 1], [0, 1, 0]]]])
    response = F.conv2d(image.roll(shift, dims=2), kernel, padding=1)
    return response[0, 0].amax(dim=1).argmax()


@question(
    "In which row (counted from 0) is `response` strongest?",
    zh="`response` 在第几行（从 0 数起）最强？",
    of=moved,
)
def strongest_row(out):
    return int(out)


@strongest_row.wrong(
    en=(
        "Convolution is invariant: the response stays where it is.",
        "It is equivariant: when the image moves, its response moves along.",
    ),
    zh=("卷积是平移不变的：响应留在原处。", "卷积是平移等变的：图像移动多少，响应就跟着移动多少。"),
)
def response_stays(row):
    return strongest_row(moved(row, shift=0))


@strongest_row.wrong(
    en=("A positive `roll` moves the image up.", "It moves the rows down, to larger row numbers."),
    zh=("`roll` 取正数时图像向上移。", "它让图像向下移，行号变大。"),
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
    zh="输出中有多少行含有非零的数？（高度为这个数的单个卷积核就能代替这两个。）",
    of=two_kernels,
)
def rows_touched(out):
    return int(out.amax(dim=3).count_nonzero())


@rows_touched.wrong(
    en=(
        "Two kernels of heights k1 and k2 act like one of height k1 + k2.",
        "The two windows overlap in one row: the second kernel adds k2 − 1 rows, not k2.",
    ),
    zh=(
        "高为 k1 和 k2 的两个核，相当于一个高为 k1 + k2 的核。",
        "两个窗口有一行重合：第二个核只多出 k2 − 1 行，而不是 k2 行。",
    ),
)
def heights_add(k1, k2):
    return k1 + k2


@rows_touched.wrong(
    en=(
        "Each row of the first kernel meets all rows of the second: the heights multiply.",
        "Sliding does not multiply heights: each position of the second kernel starts only one row further.",
    ),
    zh=("第一个核的每一行都会碰到第二个核的每一行：高度相乘。", "滑动不会让高度相乘：第二个核每次只往前移一行。"),
)
def heights_multiply(k1, k2):
    return k1 * k2


@rows_touched.wrong(
    en=(
        "The smaller kernel is hidden inside the larger one.",
        "The second kernel spreads what the first has already spread: both widen the trace.",
    ),
    zh=("较小的核包含在较大的核里，不起作用。", "第二个核会把第一个核已经铺开的结果再铺开一次：两个核都会加宽。"),
)
def the_larger_one_decides(k1, k2):
    return rows_touched(two_kernels(max(k1, k2), 1))


@value.wrong(
    en=(
        "Windows do not overlap: the kernel moves by its own width.",
        "A convolution moves one pixel at a time by default.",
    ),
    zh=("窗口互不重叠：卷积核每次移动自己的宽度。", "卷积默认每次只移动一个像素。"),
)
def kernel_jumps(image, kernel, r, c):
    rows = [row[2 * c : 2 * c + 2] for row in image[2 * r : 2 * r + 2]]
    if r > 1 or c > 1:
        return None
    return sum(kernel[a][b] * rows[a][b] for a in (0, 1) for b in (0, 1))


@strongest_row.wrong(
    en=(
        "The padding pushes the response one row down.",
        "With padding 1 a 3×3 kernel is centred on each pixel: rows keep their numbers.",
    ),
    zh=("填充会把响应往下推一行。", "填充 1 之后，3×3 卷积核以每个像素为中心，行号不变。"),
)
def padding_moves_it(out):
    return strongest_row(out) + 1


@task(
    "Write `cross_correlate`: a kernel slides over an image (two matrices), without padding, one pixel at a time.",
    zh="写出 `cross_correlate`：卷积核在图像上滑动（两者都是矩阵），不填充，每次一个像素。",
    blanks=["image.shape[0] - h + 1", "image[r : r + h, c : c + w] * kernel"],
    mend=["turned_first", "last_place_missing"],
)
def cross_correlate(image, kernel):
    h, w = kernel.shape
    rows, columns = image.shape[0] - h + 1, image.shape[1] - w + 1
    out = torch.zeros(rows, columns)
    for r in range(rows):
        for c in range(columns):
            out[r, c] = (image[r : r + h, c : c + w] * kernel).sum()
    return out


cross_correlate.hint("At how many rows can the top of the kernel stand?", zh="卷积核的上边可以停在多少行？")


@cross_correlate.inputs
def image_and_kernel(height=whole(4, 7), width=whole(4, 7), h=whole(1, 3), w=whole(1, 3)):
    return torch.randn(height, width), torch.randn(h, w)


@cross_correlate.inputs
def kernel_as_large_as_the_image(n=whole(2, 4)):
    return torch.randn(n, n), torch.randn(n, n)


@cross_correlate.holds("PyTorch gives the same.", zh="与 PyTorch 的结果相同。")
def as_pytorch(out, image, kernel):
    return torch.allclose(out, F.conv2d(image[None, None], kernel[None, None])[0, 0], atol=1e-5)


@cross_correlate.wrong(
    en=("The kernel is turned by 180° first.", "Networks slide it as it is written."),
    zh=("要先把卷积核旋转 180°。", "神经网络里按写出的样子滑动。"),
)
def turned_first(image, kernel):
    return cross_correlate(image, kernel.flip(0, 1))


@cross_correlate.wrong(
    en=("There are H − h rows of places.", "The first place counts too: H − h + 1."),
    zh=("沿高度有 H − h 个位置。", "起点也算一个：H − h + 1。"),
)
def last_place_missing(image, kernel):
    return cross_correlate(image, kernel)[:-1, :-1]


@cross_correlate.wrong(
    en=("A window is multiplied with the kernel as matrices are.", "Number by number, then all products are added."),
    zh=("窗口与卷积核按矩阵乘法相乘。", "逐元素相乘，再把所有乘积加起来。"),
)
def matrix_product(image, kernel):
    h, w = kernel.shape
    places = image.unfold(0, h, 1).unfold(1, w, 1)
    return (places @ kernel.T).sum(dim=(2, 3))


@task(
    "Write `conv_by_unfold`: `F.conv2d(x, weight, bias)` for square kernels, as a matrix product with `F.unfold`.",
    zh="写出 `conv_by_unfold`：用 `F.unfold(x, k)` 和一次矩阵乘法实现方形核的 `F.conv2d(x, weight, bias)`。",
    blanks=["weight.flatten(1) @ columns", "h - k + 1, w - k + 1"],
    gradients=True,
)
def conv_by_unfold(x, weight, bias):
    batch, _, h, w = x.shape
    k = weight.shape[-1]
    columns = F.unfold(x, k)
    y = weight.flatten(1) @ columns + bias[:, None]
    return y.view(batch, len(weight), h - k + 1, w - k + 1)


conv_by_unfold.hint(
    "`F.unfold` lays each window, all channels of it, into one column: (batch, ci · k · k, places).",
    zh="`F.unfold` 把每个窗口的所有通道排成一列：（batch，ci · k · k，位置数）。",
)


@conv_by_unfold.inputs
def batch_and_kernels(batch=whole(1, 3), ci=whole(2, 3), co=whole(2, 4), h=whole(4, 6), k=one_of(1, 2, 3)):
    return torch.randn(batch, ci, h, h + 1), torch.randn(co, ci, k, k), torch.randn(co)


@conv_by_unfold.holds("The shape is that of `F.conv2d`.", zh="形状与 `F.conv2d` 相同。")
def has_its_shape(out, x, weight):
    return out.shape == F.conv2d(x, weight).shape


@conv_by_unfold.wrong(
    en=("In a column the channels come last.", "All pixels of one channel come first, then the next channel."),
    zh=("一列中通道排在最后。", "先是一个通道的全部像素，再是下一个通道。"),
)
def channels_last(x, weight, bias):
    return conv_by_unfold(x, weight.permute(0, 2, 3, 1).reshape(weight.shape), bias)


@conv_by_unfold.wrong(
    en=("The sum over the window is the whole convolution.", "Each output channel adds its bias as well."),
    zh=("对窗口求和就是全部的卷积。", "每个输出通道还要加上自己的偏置。"),
)
def bias_left_out(x, weight, bias):
    return conv_by_unfold(x, weight, 0 * bias)


@conv_by_unfold.wrong(
    en=("Rows come after columns in the result.", "The places are counted row by row: height before width."),
    zh=("结果里列在前、行在后。", "位置是逐行数的：先高后宽。"),
)
def sides_swapped(x, weight, bias):
    y = conv_by_unfold(x, weight, bias)
    return y.reshape(*y.shape[:2], y.shape[3], y.shape[2])


def figure(kernel):
    image = torch.zeros(1, 1, 12, 12)
    image[:, :, 3:9, 3:9] = 1
    K = torch.tensor(kernel, dtype=torch.float).view(1, 1, 2, 2)
    _, (left, right) = plt.subplots(1, 2)
    left.imshow(image[0, 0].tolist())
    right.imshow(F.conv2d(image, K)[0, 0].tolist())
    left.set_xlabel("a square")
    right.set_xlabel("response")
