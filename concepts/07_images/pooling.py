"""Pooling

A pool replaces each window by one number: its largest (max) or its mean (average). It has nothing to learn, and
unless told otherwise its step is as long as its window, so a pool of `k` makes each side k times shorter. That saves
memory, a dense layer behind it shrinks with k², and later layers see more of the image. A convolution behind it keeps
exactly its parameters. Max pooling forgives small shifts, though not every one; only the maximum of the whole map
forgives any that stays within it. On the way back, only the winner of each max-pooled window gets a gradient.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question, where, whole

ZH = """池化

池化用一个数代替一个窗口：最大值（最大池化）或平均值（平均池化）。它没有要学的参数；不另外设置时步长等于窗口大小，
所以窗口为 `k` 的池化把高和宽都缩小到 1/k。于是更省显存，后面的全连接层按 k² 缩小，后面各层的感受野也变大；
但后面的卷积层参数一个也不少。最大池化能容忍一部分小平移，并非全部；只有对整张图取最大值，
才对任何不移出画面的平移都不变。反向传播时，最大池化的每个窗口里只有最大的那个像素得到梯度。
"""
ALIASES = [
    "max pooling",
    "average pooling",
    "downsampling",
    "translation invariance",
    "池化层",
    "汇聚层",
    "最大池化",
    "平均池化",
    "降维",
    "下采样",
    "平移不变",
]
NEEDS = ["convolution", "conv-output-size"]
SOURCES = ["torch.nn.MaxPool2d", "Goodfellow, Bengio & Courville, Deep Learning, section 9.3"]


def demo(n=whole(8, 30), k=whole(2, 4), stride=None):
    image = torch.rand(1, 3, n, n)
    pool = nn.MaxPool2d(k, stride=stride)
    return pool(image)


@question("How tall is the output?", "输出的高是多少？")
def height(out):
    return out.shape[-2]


@height.wrong(
    "A pool's stride is its window size unless you set it; only a convolution's is 1.",
    "池化的步长默认等于窗口大小；默认步长为 1 的是卷积。",
)
def stride_one(n, k):
    return height(demo(n, k, stride=1))


@height.wrong(
    "A window that would hang over the edge is left out: the quotient is rounded down.",
    "会越过边界的窗口不算：商要向下取整。",
)
def rounded_up(n, k):
    return -(-n // k)


def halving(c=whole(2, 8), kind=one_of("max", "average", "conv")):
    layers = {
        "max": nn.MaxPool2d(2),
        "average": nn.AvgPool2d(2),
        "conv": nn.Conv2d(c, c, kernel_size=2, stride=2),
    }
    return sum(p.numel() for p in layers[kind].parameters())


@question("How many parameters does `layers[kind]` have?", "`layers[kind]` 有多少个参数？", of=halving)
def parameters(out):
    return out


@parameters.wrong(
    "A pool takes the largest or the mean of a window: there is nothing in it to learn.",
    "池化只取窗口的最大值或平均值，没有任何要学的参数。",
)
def pool_has_weights(c):
    return parameters(halving(c, kind="conv"))


@parameters.wrong(
    "Only pools are free of weights; a convolution with stride 2 has its kernels and biases.",
    "只有池化没有参数；步长为 2 的卷积照样有卷积核和偏置。",
)
def downsampling_is_free(c):
    return parameters(halving(c, kind="max"))


def conv_behind(c=whole(2, 6), k=whole(2, 4)):
    net = nn.Sequential(nn.MaxPool2d(k), nn.Conv2d(c, 8, kernel_size=3))
    return sum(p.numel() for p in net.parameters())


@question("How many parameters does `net` have?", "`net` 有多少个参数？", of=conv_behind)
def parameters_of_conv_behind(out):
    return out


@parameters_of_conv_behind.wrong(
    "A convolution's parameters do not depend on the size of the map, so a pool before it saves none.",
    "卷积的参数量与特征图大小无关，前面加池化一个也省不了。",
)
def pool_cuts_the_convolution(out, k):
    return out // k**2


@parameters_of_conv_behind.wrong(
    "The pool adds nothing: it has no weights.",
    "池化不增加参数：它没有权重。",
)
def pool_adds_weights(out, c, k):
    return out + c * k**2


def dense_behind(c=whole(2, 6), n=one_of(8, 12, 16, 24), k=one_of(2, 4)):
    pool = nn.MaxPool2d(k)
    features = pool(torch.rand(1, c, n, n)).flatten(start_dim=1)
    dense = nn.Linear(features.shape[1], 10)
    return sum(p.numel() for p in dense.parameters())


@question("How many parameters does `dense` have?", "`dense` 有多少个参数？", of=dense_behind)
def parameters_of_dense_behind(out):
    return out


@parameters_of_dense_behind.wrong(
    "A dense layer has weights for each number it receives, and the pool has left fewer of them.",
    "全连接层对收到的每个数都有权重，而池化之后数变少了。",
)
def pool_does_not_matter(c, n):
    return parameters_of_dense_behind(dense_behind(c, n, k=1))


@parameters_of_dense_behind.wrong(
    "The pool shortens both sides: the number of pixels falls by k², not by k.",
    "池化把高和宽都缩短：像素数减到 1/k²，而不是 1/k。",
)
def only_one_side(c, n, k):
    return 10 * (c * n * (n // k) + 1)


def dark(value=whole(-9, -1)):
    image = torch.full((1, 1, 5, 5), float(value))
    y = F.max_pool2d(image, kernel_size=3, stride=1, padding=1)
    return y[0, 0, 0, 0]


@question("What is the number in the top left corner?", "左上角的数是多少？", of=dark)
def corner(out):
    return float(out)


@corner.wrong(
    "Max pooling pads with −∞, so that the border can never win; convolutions and average pooling pad with 0.",
    "最大池化用 −∞ 填充，边界永远不会胜出；用 0 填充的是卷积和平均池化。",
)
def padded_with_zeros():
    return 0.0


@where(lambda n, k: n % k == 0)
def backward(n=whole(6, 24), k=whole(2, 4), pool=F.max_pool2d):
    image = torch.rand(1, 1, n, n, requires_grad=True)
    pool(image, k).sum().backward()
    return image.grad


@question(
    "How many pixels of `image` have a gradient other than 0?",
    "`image` 有多少个像素的梯度不为 0？",
    of=backward,
)
def pixels_with_gradient(out):
    return int(out.count_nonzero())


@pixels_with_gradient.wrong(
    "Only the largest pixel of each window reaches the output; average pooling would reach all.",
    "每个窗口只有最大的像素影响输出；平均池化才会用到全部像素。",
)
def every_pixel(n, k):
    return pixels_with_gradient(backward(n, k, pool=F.avg_pool2d))


@pixels_with_gradient.wrong(
    "Each window has a winner of its own, not only the whole image.",
    "每个窗口都有自己的最大值，不是整张图只有一个。",
)
def one_winner(n):
    return pixels_with_gradient(backward(n, k=n))


def shifted(window=one_of(2, 8)):
    image = torch.rand(1, 1, 8, 8)
    pool = nn.MaxPool2d(window)
    before, after = pool(image), pool(image.roll(1, dims=3))
    return torch.equal(before, after)


@question("Is the output the same after the shift?", "平移之后输出不变吗？", of=shifted)
def unchanged(out):
    return out


@unchanged.wrong(
    "Pixels on the edge of a small window move to the next one; pooling forgives only some shifts.",
    "小窗口边上的像素会移进相邻窗口；池化只能容忍一部分平移。",
)
def pooling_is_invariant():
    return unchanged(shifted(window=8))


@unchanged.wrong(
    "One window over the whole image holds the same pixels after the shift, so their maximum stays.",
    "窗口覆盖整张图时，平移后里面还是那些像素，最大值不变。",
)
def any_shift_shows():
    return unchanged(shifted(window=2))


def figure(k):
    image = F.avg_pool2d(torch.rand(1, 1, 26, 26), kernel_size=3, stride=1)
    _, (left, right) = plt.subplots(1, 2)
    left.imshow(image[0, 0].tolist())
    right.imshow(F.max_pool2d(image, k)[0, 0].tolist())
    left.set_xlabel("image")
    right.set_xlabel("pooled")
