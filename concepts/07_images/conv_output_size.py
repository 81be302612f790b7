"""Convolution output size

A kernel of size `k`, moved `s` pixels at a time over an input of height `n` that is padded by `p` at both ends,
stops at

    ⌊(n + 2p − k) / s⌋ + 1

positions. A last step that would hang over the edge is not taken, hence the floor. Dilation `d` spreads the kernel:
put d(k − 1) + 1 for k. If that is more than n + 2p there is no place for it at all. A transposed convolution makes
maps larger again, where images are generated or labelled pixel by pixel; it undoes the arithmetic only up to the floor.
"""

import matplotlib.pyplot as plt
import torch
from torch import nn

from journal.authoring import one_of, question, task, whole

ZH = """卷积输出尺寸

大小为 `k` 的卷积核每次移动 `s` 个像素，输入高度为 `n`，两端各填充 `p`，一共停留

    ⌊(n + 2p − k) / s⌋ + 1

次。最后一步若会越过边界就不走，所以要向下取整。膨胀率 `d` 把核撑开：用 d(k − 1) + 1 代替 k；
如果它比 n + 2p 还大，核就放不下。转置卷积把特征图重新放大，图像生成和语义分割都要用到；
取整时舍去的部分它还原不回来。
"""
NAMES = [
    "output size",
    "dilated convolution",
    "transposed convolution",
    "输出尺寸",
    "空洞卷积",
    "膨胀卷积",
    "转置卷积",
    "反卷积",
]
SHARED = ["stride", "padding", "dilation", "步长", "步幅", "填充"]
HINTS = ["upsampling", "上采样", "图像的语义生成"]
NEEDS = ["convolution"]
SOURCES = [
    "torch.nn.Conv2d and torch.nn.ConvTranspose2d, section Shape",
    "Dumoulin & Visin, A guide to convolution arithmetic, arXiv:1603.07285",
]


def demo(n=whole(16, 40), k=one_of(3, 5, 7), s=one_of(2, 3), p=one_of(1, 2, 3)):
    image = torch.rand(1, 3, n, n)
    conv = nn.Conv2d(3, 8, kernel_size=k, stride=s, padding=p)
    return conv(image)


@question("How tall is the output?", zh="输出的高是多少？")
def height(out):
    return out.shape[-2]


@height.wrong(
    en=("The kernel stays inside the image.", "The kernel starts p pixels outside the image."),
    zh=("卷积核始终在图像内部。", "卷积核从图像外 p 个像素处开始。"),
)
def no_padding(n, k, s):
    return height(demo(n, k, s, p=0))


@height.wrong(
    en=("Padding is added at one end.", "Padding is added at both ends: 2p rows in all."),
    zh=("填充只加在一端。", "填充加在两端，共 2p 行。"),
)
def one_end(n, k, s, p):
    return (n + p - k) // s + 1


@height.wrong(
    en=("The last step may hang over the edge.", "A step over the edge is not taken: the quotient is rounded down."),
    zh=("最后一步可以越过边界。", "会越过边界的那一步不走：商要向下取整。"),
)
def rounded_up(n, k, s, p):
    return -((k - n - 2 * p) // s) + 1


@question("What is the shape of the output?", zh="输出的形状是什么？")
def shape(out):
    return out.shape


@shape.wrong(
    en=("Each kernel makes one channel of every input channel.", "Each kernel sums over all input channels."),
    zh=("每个卷积核对每个输入通道各产生一个通道。", "每个卷积核对所有输入通道求和，只得到一个通道。"),
)
def channels_multiply(out):
    n, c, h, w = out.shape
    return n, 3 * c, h, w


@shape.wrong(
    en=("The kernel always moves one pixel at a time.", "It moves s pixels; 1 is only the default."),
    zh=("卷积核每次总是移动一个像素。", "它每次移动 s 个像素，1 只是默认值。"),
)
def stride_one(n, k, p):
    return shape(demo(n, k, s=1, p=p))


@shape.wrong(
    en=("There are as many positions as steps.", "The position before the first step counts too: add 1."),
    zh=("走几步就有几个位置。", "出发的位置也要算上，所以还要加 1。"),
)
def start_not_counted(out):
    n, c, h, w = out.shape
    return n, c, h - 1, w - 1


def dilated(n=whole(20, 40), k=one_of(3, 5), s=one_of(1, 2), d=one_of(2, 3)):
    image = torch.rand(1, 1, n, n)
    conv = nn.Conv2d(1, 1, kernel_size=k, stride=s, dilation=d)
    return conv(image)


@question("How tall is the output?", zh="输出的高是多少？", of=dilated)
def height_dilated(out):
    return out.shape[-2]


@height_dilated.wrong(
    en=("Dilation leaves the window's size alone.", "With gaps between the weights it covers d(k − 1) + 1 rows."),
    zh=("膨胀不改变窗口大小。", "权重之间有了空隙，窗口覆盖 d(k − 1) + 1 行。"),
)
def dilation_ignored(n, k, s):
    return height_dilated(dilated(n, k, s, d=1))


@height_dilated.wrong(
    en=("Dilation makes the window d times as large.", "There are only k − 1 gaps: it covers d(k − 1) + 1 rows."),
    zh=("膨胀把窗口放大 d 倍。", "空隙只有 k − 1 处：窗口覆盖 d(k − 1) + 1 行。"),
)
def window_d_times_k(n, k, s, d):
    return height_dilated(dilated(n, d * k, s, d=1))


def smallest(k=whole(3, 9), p=one_of(1, 2, 3), d=one_of(2, 3)):
    conv = nn.Conv2d(1, 1, kernel_size=k, padding=p, dilation=d)
    n = 1
    while True:
        try:
            conv(torch.rand(1, 1, n, n))
            return n
        except RuntimeError:  # the window is larger than the padded image
            n += 1


@question("Which `n` is returned?", zh="返回的 `n` 是多少？", of=smallest)
def fits_from(out):
    return out


@fits_from.wrong(
    en=("PyTorch pads as much as the window needs.", "It pads by exactly p, and raises if the window does not fit."),
    zh=("窗口需要多少，PyTorch 就填充多少。", "PyTorch 只填充 p；窗口放不下就报错。"),
)
def padded_silently():
    return 1


@fits_from.wrong(
    en=("The window must fit into the image itself.", "The padding counts: it must fit into n + 2p rows."),
    zh=("窗口必须放得进图像本身。", "填充也算在内：窗口只要放得进 n + 2p 行。"),
)
def padding_does_not_help(k, d):
    return smallest(k, p=0, d=d)


@fits_from.wrong(
    en=("Only the kernel's size k has to fit.", "With dilation the window covers d(k − 1) + 1 rows."),
    zh=("只要放得下大小为 k 的核就行。", "膨胀之后窗口覆盖 d(k − 1) + 1 行。"),
)
def gaps_do_not_count(k, p):
    return smallest(k, p, d=1)


def down_and_up(n=whole(16, 40), k=one_of(3, 4, 5), s=one_of(2, 3), p=one_of(0, 1)):
    image = torch.rand(1, 1, n, n)
    down = nn.Conv2d(1, 1, kernel_size=k, stride=s, padding=p)
    up = nn.ConvTranspose2d(1, 1, kernel_size=k, stride=s, padding=p)
    return up(down(image))


@question("How tall is the output?", zh="输出的高是多少？", of=down_and_up)
def height_restored(out):
    return out.shape[-2]


@height_restored.wrong(
    en=("A transposed convolution restores any size.", "The rows that the floor dropped do not come back."),
    zh=("转置卷积能还原任何尺寸。", "下采样时取整舍去的那几行找不回来。"),
)
def always_undone(n):
    return n


@height_restored.wrong(
    en=("A transposed convolution multiplies the height by s.", "It gives (h − 1)s + k − 2p rows."),
    zh=("转置卷积把高度放大 s 倍。", "它给出 (h − 1)s + k − 2p 行。"),
)
def multiplied_by_the_stride(n, k, s, p):
    return s * ((n + 2 * p - k) // s + 1)


@height_restored.wrong(
    en=("Padding makes this output larger, too.", "Here it cuts p rows off each end of the result."),
    zh=("填充在这里也让输出变大。", "这里它从结果的两端各裁去 p 行。"),
)
def padding_enlarges(out, p):
    return out.shape[-2] + 4 * p


@task(
    "Write `output_size`: how many positions a kernel takes along one axis.",
    zh="写出 `output_size`：卷积核沿一个轴停留多少个位置。",
    blanks=["d * (k - 1) + 1", "// s + 1"],
    mend=["window_of_k", "rounds_up"],
)
def output_size(n, k, s, p, d):
    window = d * (k - 1) + 1
    return (n + 2 * p - window) // s + 1


output_size.hint("How many rows does the window cover with its gaps?", zh="算上空隙，窗口一共覆盖多少行？")
output_size.hint("Count the steps that fit, then the starting position.", zh="先数放得下的步数，再算上出发的位置。")


@output_size.inputs
def sizes(n=whole(16, 40), k=whole(1, 5), s=whole(1, 4), p=whole(0, 2), d=whole(1, 3)):
    return n, k, s, p, d


@output_size.holds("PyTorch gives the same height.", zh="PyTorch 给出同样的高。")
def as_pytorch(out, n, k, s, p, d):
    return out == nn.Conv2d(1, 1, k, s, p, d)(torch.zeros(1, 1, n, n)).shape[-1]


@output_size.wrong(
    en=("The window covers k rows, whatever the dilation.", "It covers d(k − 1) + 1 rows."),
    zh=("无论膨胀率是多少，窗口都覆盖 k 行。", "窗口覆盖 d(k − 1) + 1 行。"),
)
def window_of_k(n, k, s, p, d):
    return (n + 2 * p - k) // s + 1


@output_size.wrong(
    en=("Padding is added once.", "It is added at both ends: 2p."),
    zh=("填充只加一次。", "两端都要填充：2p。"),
)
def padded_once(n, k, s, p, d):
    return (n + p - d * (k - 1) - 1) // s + 1


@output_size.wrong(
    en=("A step over the edge is taken.", "It is not: round down."),
    zh=("越过边界的那一步也走。", "不走：要向下取整。"),
)
def rounds_up(n, k, s, p, d):
    return -((d * (k - 1) + 1 - n - 2 * p) // s) + 1


@output_size.wrong(
    en=("The quotient is the number of positions.", "It is the number of steps; add the starting position."),
    zh=("商就是位置数。", "商是步数，还要加上出发的位置。"),
)
def start_forgotten(n, k, s, p, d):
    return (n + 2 * p - d * (k - 1) - 1) // s


def figure(out, n, k, s, p):
    for stop in range(out.shape[-2]):
        start = stop * s - p
        plt.plot([start, start + k - 1], [stop, stop], color="C0")
    plt.axvline(-0.5, color="C1")
    plt.axvline(n - 0.5, color="C1")
    plt.xlabel("row of the image, between its edges")
    plt.ylabel("stop")
