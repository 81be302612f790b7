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

from journal.authoring import one_of, question, whole

ZH = """卷积输出尺寸

大小为 `k` 的卷积核每次移动 `s` 个像素，输入高度为 `n`，两端各填充 `p`，一共停留

    ⌊(n + 2p − k) / s⌋ + 1

次。最后一步若会越过边界就不走，所以要向下取整。膨胀率 `d` 把核撑开：用 d(k − 1) + 1 代替 k；
如果它比 n + 2p 还大，核就放不下。转置卷积把特征图重新放大，图像生成和语义分割都要用到；
取整时舍去的部分它还原不回来。
"""
ALIASES = [
    "output size",
    "stride",
    "padding",
    "dilation",
    "transposed convolution",
    "upsampling",
    "输出尺寸",
    "步长",
    "步幅",
    "空洞卷积",
    "膨胀卷积",
    "转置卷积",
    "反卷积",
    "上采样",
    "图像的语义生成",
]
NEEDS = ["convolution"]
SOURCES = [
    "torch.nn.Conv2d and torch.nn.ConvTranspose2d, section Shape",
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


@shape.wrong(
    "The quotient counts the steps; the place where the kernel starts counts too.",
    "商只是移动的步数；出发的位置也要算上，所以还要加 1。",
)
def start_not_counted(out):
    n, c, h, w = out.shape
    return n, c, h - 1, w - 1


def dilated(n=whole(20, 40), k=one_of(3, 5), s=one_of(1, 2), d=one_of(2, 3)):
    image = torch.rand(1, 1, n, n)
    conv = nn.Conv2d(1, 1, kernel_size=k, stride=s, dilation=d)
    return conv(image)


@question("How tall is the output?", "输出的高是多少？", of=dilated)
def height_dilated(out):
    return out.shape[-2]


@height_dilated.wrong(
    "Dilation leaves gaps between the k weights, so the window covers d(k − 1) + 1 rows instead of k.",
    "膨胀在 k 个权重之间留出空隙，窗口实际覆盖 d(k − 1) + 1 行，而不是 k 行。",
)
def dilation_ignored(n, k, s):
    return height_dilated(dilated(n, k, s, d=1))


@height_dilated.wrong(
    "There are gaps only between weights, k − 1 of them: the window covers d(k − 1) + 1 rows, not dk.",
    "空隙只在权重之间，共 k − 1 处：窗口覆盖 d(k − 1) + 1 行，而不是 dk 行。",
)
def window_d_times_k(n, k, s, d):
    return height_dilated(dilated(n, d * k, s, d=1))


def tight(n=whole(2, 6), k=whole(2, 5), p=one_of(0, 1), d=one_of(1, 2)):
    image = torch.rand(1, 1, n, n)
    conv = nn.Conv2d(1, 1, kernel_size=k, padding=p, dilation=d)
    return conv(image)


@question("Does it raise an error?", "会报错吗？", of=tight, errors=True)
def raises(out):
    return isinstance(out, Exception)


@raises.wrong(
    "PyTorch pads by exactly p; if the window is still larger than the padded image, it raises.",
    "PyTorch 只填充 p；填充后窗口仍比图像大，就会报错。",
)
def padded_silently(n, k, d):
    return raises(tight(n, k, p=d * k, d=d))


@raises.wrong(
    "The padding counts: the window only has to fit into n + 2p rows.",
    "填充也算在内：窗口只要放得进 n + 2p 行就行。",
)
def padding_does_not_help(n, k, d):
    return raises(tight(n, k, p=0, d=d))


def down_and_up(n=whole(16, 40), k=one_of(3, 4, 5), s=one_of(2, 3), p=one_of(0, 1)):
    image = torch.rand(1, 1, n, n)
    down = nn.Conv2d(1, 1, kernel_size=k, stride=s, padding=p)
    up = nn.ConvTranspose2d(1, 1, kernel_size=k, stride=s, padding=p)
    return up(down(image))


@question("How tall is the output?", "输出的高是多少？", of=down_and_up)
def height_restored(out):
    return out.shape[-2]


@height_restored.wrong(
    "The rows that the floor dropped on the way down do not come back.",
    "下采样时取整舍去的那几行，转置卷积找不回来。",
)
def always_undone(n):
    return n


@height_restored.wrong(
    "h − 1 steps of s, one window of k, p rows cut off each end: (h − 1)s + k − 2p, which is s·h only if k − 2p = s.",
    "h − 1 步，每步 s 行，加上一个 k 行的窗口，两端再各裁 p 行：(h − 1)s + k − 2p，只有 k − 2p = s 时才等于 s·h。",
)
def multiplied_by_the_stride(n, k, s, p):
    return s * ((n + 2 * p - k) // s + 1)


@height_restored.wrong(
    "Padding works the other way round here: it cuts p rows off each end of the result.",
    "这里填充的作用相反：它从结果的两端各裁去 p 行。",
)
def padding_enlarges(out, p):
    return out.shape[-2] + 4 * p


def figure(out, n, k, s, p):
    for stop in range(out.shape[-2]):
        start = stop * s - p
        plt.plot([start, start + k - 1], [stop, stop], color="C0")
    plt.axvline(-0.5, color="C1")
    plt.axvline(n - 0.5, color="C1")
    plt.xlabel("row of the image, between its edges")
    plt.ylabel("stop")
