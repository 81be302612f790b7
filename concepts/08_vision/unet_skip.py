"""U-Net skips

A U-Net goes down through pools and comes up through transposed convolutions. At each level the map coming up is
concatenated with the encoder's map of the same size:

    C_up + C_skip channels enter the next convolution

The deep map knows what there is, the skip knows where. The skips are not added as in a residual block, so the
channels need not agree, but height and width must. A pool drops an odd row, and doubling does not bring it back:
inputs divisible by 2^depth are safe, others are padded, or the skips cropped.
"""

import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question, where, whole

ZH = """U-Net 的跳跃连接

U-Net 经池化下行，再经转置卷积上行。每一级把上行的特征图与编码器同样大小的特征图拼接：

    进入下一个卷积的有 C_up + C_skip 个通道

深层的图知道“是什么”，跳跃连接知道“在哪里”。这里不像残差块那样相加，所以通道数不必相同，但高和宽必须一致。
池化会舍去奇数的那一行，加倍也补不回来：输入能被 2^depth 整除最稳妥，否则要先填充，或裁剪跳跃连接的图。
"""
NAMES = ["U-Net", "UNet", "U-Net 网络", "U 形网络"]
HINTS = ["skip connection", "跳跃连接", "语义分割"]
NEEDS = ["inception-concat", "transposed-overlap"]
SOURCES = ["Ronneberger, Fischer & Brox, U-Net, arXiv:1505.04597"]


@where(lambda a, b: a != b)
def demo(a=whole(2, 9), b=whole(2, 9), n=one_of(8, 12, 16)):
    x = torch.rand(1, 1, n, n)
    skip = nn.Conv2d(1, a, 3, padding=1)(x)
    deep = nn.Conv2d(a, 3 * b, 3, padding=1)(F.max_pool2d(skip, 2))
    up = nn.ConvTranspose2d(3 * b, b, 2, stride=2)(deep)
    return torch.cat([skip, up], dim=1)


@question("What is the shape of the output?", zh="输出的形状是什么？")
def shape(out):
    return out.shape


@shape.wrong(
    en=("The skip is added, as in ResNet.", "It is concatenated: the channels add up."),
    zh=("像 ResNet 那样把跳跃连接加上去。", "是拼接：通道数相加。"),
)
def skip_added(b, n):
    return 1, b, n, n


@shape.wrong(
    en=("All channels of the deep map come up.", "The transposed convolution makes b of its 3b."),
    zh=("深层图的所有通道都上来。", "转置卷积把 3b 个变成 b 个。"),
)
def deep_channels_kept(a, b, n):
    return 1, a + 3 * b, n, n


@shape.wrong(
    en=("The joined map has the size of the deep one.", "The deep map is enlarged to the size of the skip."),
    zh=("拼接后的大小是深层图的大小。", "深层图会放大到跳跃连接的大小。"),
)
def deep_size(a, b, n):
    return 1, a + b, n // 2, n // 2


@where(lambda n, depth: n % 2**depth)
def round_trip(n=whole(17, 60), depth=whole(2, 4)):
    x = torch.rand(1, 1, n, n)
    for _ in range(depth):
        x = F.max_pool2d(x, 2)
    for _ in range(depth):
        x = F.interpolate(x, scale_factor=2)
    return n - x.shape[2]


@question("How many rows are missing?", zh="少了几行？", of=round_trip)
def missing(out):
    return out


@missing.wrong(
    en=("Going up undoes going down.", "Rows that a pool dropped do not come back."),
    zh=("上行恰好抵消下行。", "池化舍去的行不会回来。"),
)
def none_missing():
    return 0


@missing.wrong(
    en=("Each level loses one row.", "Only where the size is odd, and deep rows count 2, 4, 8 of the input's."),
    zh=("每一级少一行。", "大小为奇数时才少；而且深层的一行相当于输入的 2、4、8 行。"),
)
def one_a_level(depth):
    return depth


@missing.wrong(
    en=("An odd size loses one row, an even one none.", "Later levels may be odd as well: n mod 2^depth."),
    zh=("奇数少一行，偶数不少。", "之后的各级也可能是奇数：n mod 2^depth。"),
)
def odd_or_even(n):
    return missing(round_trip(n, depth=1))


@where(lambda n, depth: n % 2**depth)
def padded(n=whole(17, 90), depth=whole(2, 4)):
    size = n
    while True:
        x = torch.rand(1, 1, size, size)
        for _ in range(depth):
            x = F.max_pool2d(x, 2)
        if x.shape[2] * 2**depth == size:  # nothing was dropped
            return size
        size += 1


@question("To which size is the image padded?", zh="图像要填充到多大？", of=padded)
def padded_size(out):
    return out


@padded_size.wrong(
    en=("To the next power of two.", "To the next multiple of 2^depth."),
    zh=("到下一个 2 的幂。", "到下一个 2^depth 的倍数。"),
)
def power_of_two(n):
    return 1 << (n - 1).bit_length()


@padded_size.wrong(
    en=("To the next even number.", "It must stay even at every level."),
    zh=("到下一个偶数。", "每一级都必须是偶数。"),
)
def next_even(n):
    return padded_size(padded(n, depth=1))


@padded_size.wrong(
    en=("To the next multiple of 2 · depth.", "The size is halved at each level: 2 to the power of depth."),
    zh=("到下一个 2 · depth 的倍数。", "每一级都减半：是 2 的 depth 次方。"),
)
def two_times_depth(n, depth):
    return -(-n // (2 * depth)) * 2 * depth
