"""Convolution output size

A kernel of size `k`, moved `s` pixels at a time over an input of height `n` that is padded by `p` at both ends,
stops at

    ⌊(n + 2p − k) / s⌋ + 1

positions. A last step that would hang over the edge is not taken, hence the floor.
"""

import torch
from torch import nn

from journal.authoring import one_of, question, whole

ZH = """卷积输出尺寸

大小为 `k` 的卷积核每次移动 `s` 个像素，输入高度为 `n`，两端各填充 `p`，一共停留

    ⌊(n + 2p − k) / s⌋ + 1

次。最后一步若会越过边界就不走，所以要向下取整。
"""
ALIASES = ["output size", "stride", "padding", "输出尺寸", "步长", "步幅", "填充"]
NEEDS = ["convolution"]
SOURCES = [
    "torch.nn.Conv2d, section Shape",
    "Dumoulin & Visin, A guide to convolution arithmetic, arXiv:1603.07285",
]


def demo(n=whole(16, 40), k=one_of(3, 5, 7), s=one_of(2, 3), p=one_of(1, 2, 3)):
    image = torch.rand(1, 3, n, n)
    conv = nn.Conv2d(3, 8, kernel_size=k, stride=s, padding=p)
    return conv(image)


@question("How tall is the output?", "输出的高是多少？")
def height(out):
    return out.shape[-2]


@height.wrong(
    "Without padding the kernel would start inside the image; here it starts p pixels outside.",
    "不填充时卷积核从图像内部开始；这里它从图像外 p 个像素处开始。",
)
def no_padding(n, k, s):
    return height(demo(n, k, s, p=0))


@height.wrong("Padding is added at both ends, not at one.", "填充加在两端，而不是一端。")
def one_end(n, k, s, p):
    return (n + p - k) // s + 1


@height.wrong(
    "A step that would hang over the edge is not taken: the quotient is rounded down.",
    "会越过边界的那一步不走：商要向下取整。",
)
def rounded_up(n, k, s, p):
    return -((k - n - 2 * p) // s) + 1


@question("What is the shape of the output?", "输出的形状是什么？")
def shape(out):
    return out.shape


@shape.wrong(
    "Each of the 8 kernels sums over all input channels: 8 kernels make 8 channels.",
    "8 个卷积核各自对所有输入通道求和：8 个卷积核得到 8 个通道。",
)
def channels_multiply(out):
    n, c, h, w = out.shape
    return n, 3 * c, h, w


@shape.wrong("The stride is 1 only when you do not set it.", "只有不设置步长时它才是 1。")
def stride_one(n, k, p):
    return shape(demo(n, k, s=1, p=p))
