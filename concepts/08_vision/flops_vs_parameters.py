"""Operations and parameters

A weight of a convolution is used once at each output position, so it takes

    C_out · C_in · k² · H_out · W_out

multiply-accumulates (MACs). A FLOP count is twice that, if it counts multiplication and addition apart; papers
differ, so read the footnote. Parameters do not depend on the size of the image, operations do: an image twice as high
and wide costs four times as much with the same weights. A linear layer uses each weight once per example. The time
that a step takes depends on memory traffic as well, so fewer operations need not be faster.
"""

import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question, task, where, whole

ZH = """计算量与参数量

卷积的每个权重在每个输出位置各用一次，所以要做

    C_out · C_in · k² · H_out · W_out

次乘加（MAC）。若把乘法和加法分开数，FLOPs 是它的两倍；各论文口径不同，要看脚注。参数量与图像大小无关，
计算量有关：图像的高和宽都加倍，权重不变，计算量变为四倍。线性层的每个权重对每个样本只用一次。
一步所需的时间还取决于访存，所以计算量少不一定更快。
"""
NAMES = [
    "FLOPs",
    "GFLOPs",
    "multiply-accumulate",
    "multiply-accumulate operation",
    "浮点运算量",
    "浮点运算次数",
    "乘加次数",
]
SHARED = ["MACs", "计算量"]
HINTS = ["inference cost", "推理开销"]
NEEDS = ["conv-parameter-sharing", "conv-output-size"]
SOURCES = ["Ma et al., ShuffleNet V2, arXiv:1807.11164", "torch.utils.flop_counter"]


def demo(n=one_of(12, 18, 24, 30, 36), s=one_of(2, 3), c=whole(1, 4), d=whole(1, 4)):
    conv = nn.Conv2d(c, d, 3, stride=s, padding=1, bias=False)
    patches = F.unfold(torch.rand(1, c, n, n), 3, stride=s, padding=1)
    macs = d * patches.numel()  # each kernel meets each patch
    return macs // conv.weight.numel()


@question("How many multiply-accumulates are there for each weight?", zh="平均每个权重做多少次乘加？")
def uses(out):
    return out


@uses.wrong(
    en=("Each weight is used once.", "So it is in a linear layer; here once at each output position."),
    zh=("每个权重只用一次。", "线性层才是；这里每个输出位置各用一次。"),
)
def used_once():
    return 1


@uses.wrong(
    en=("Once for each pixel of the input.", "The kernel stops only (n/s)² times."),
    zh=("输入的每个像素用一次。", "卷积核只停留 (n/s)² 次。"),
)
def once_per_input_pixel(n, c, d):
    return uses(demo(n, 1, c, d))


@uses.wrong(
    en=("Once for each output row.", "Once for each output position: rows times columns."),
    zh=("输出的每一行用一次。", "每个输出位置一次：行数乘列数。"),
)
def once_per_row(n, s):
    return n // s


@where(lambda wider, larger: wider != larger)
def grown(n=whole(4, 8), c=whole(1, 3), wider=whole(1, 5), larger=whole(1, 5)):
    macs = []
    for channels, side in ((c, n), (wider * c, larger * n)):
        patches = F.unfold(torch.rand(1, channels, side, side), 3, padding=1)
        macs.append(channels * patches.numel())  # as many outputs as inputs
    return macs[1] // macs[0]


@question("By which factor does the work grow?", zh="计算量变为原来的多少倍？", of=grown)
def factor(out):
    return out


@factor.wrong(
    en=("It grows with channels and side once each.", "Both count twice: in and out, height and width."),
    zh=("通道数和边长各算一次。", "都要算两次：输入与输出、高与宽。"),
)
def once_each(wider, larger):
    return wider * larger


@factor.wrong(
    en=("It grows like the parameters.", "The positions count too: larger²."),
    zh=("与参数量增长相同。", "位置数也要算：larger²。"),
)
def like_the_parameters(n, c, wider):
    return factor(grown(n, c, wider, larger=1))


@factor.wrong(
    en=("The channels count once.", "Wider layers have more inputs and more outputs: wider²."),
    zh=("通道数只算一次。", "层变宽时输入和输出都变多：wider²。"),
)
def channels_once(wider, larger):
    return wider * larger**2


def saving(d=one_of(3, 6, 9, 15, 18, 27, 36, 45), c=whole(2, 9), n=whole(5, 9)):
    x = torch.rand(1, c, n, n)
    dense = d * F.unfold(x, 3, padding=1).numel()
    depthwise = F.unfold(x, 3, padding=1).numel()  # one kernel a channel
    pointwise = d * F.unfold(x, 1).numel()
    return dense / (depthwise + pointwise)


@question(
    "How many times fewer operations does the separable convolution take?",
    zh="深度可分离卷积的计算量少到几分之一（填倍数）？",
    of=saving,
)
def times_fewer(out):
    return out


@times_fewer.wrong(
    en=("k² times: 9.", "The depthwise part costs as well: 9d / (9 + d)."),
    zh=("k² 倍，即 9。", "逐通道部分也有开销：9d / (9 + d)。"),
)
def k_squared():
    return 9.0


@times_fewer.wrong(
    en=("d times, since one kernel a channel is left.", "The 1×1 part still makes d outputs."),
    zh=("d 倍，因为每个通道只剩一个核。", "1×1 部分仍要产生 d 个输出。"),
)
def d_times(d):
    return float(d)


@times_fewer.wrong(
    en=("9 + d times.", "One over d and one over 9 add up: 1 / (1/d + 1/9)."),
    zh=("9 + d 倍。", "相加的是 1/d 与 1/9：1 / (1/d + 1/9)。"),
)
def both_added(d):
    return 9.0 + d


@task(
    "Write `conv_macs`: the multiply-accumulates of a square convolution from c to d channels on an n × n image.",
    zh="写出 `conv_macs`：方形卷积从 c 到 d 个通道，作用于 n × n 的图像，共需多少次乘加。",
    blanks=["(n + 2 * p - k) // s + 1", "side**2"],
    mend=["input_positions", "input_channels_forgotten"],
)
def conv_macs(c, d, k, n, s, p):
    side = (n + 2 * p - k) // s + 1
    return c * d * k * k * side**2


conv_macs.hint(
    "How many weights are there, and at how many positions is each used?", zh="有多少个权重？每个在多少个位置上使用？"
)
conv_macs.hint("Positions: the size of the output, squared.", zh="位置数：输出边长的平方。")


@conv_macs.inputs
def sizes(c=whole(1, 4), d=whole(2, 5), k=one_of(1, 3, 5), n=whole(8, 16), s=one_of(1, 2), p=one_of(0, 1)):
    return c, d, k, n, s, p


@conv_macs.inputs
def one_position(c=whole(2, 4), d=whole(2, 5), n=whole(2, 6)):
    return c, d, n, n, 1, 0


@conv_macs.holds("It is the number of multiplications of the unfolded product.", zh="等于展开成矩阵乘法后的乘法次数。")
def as_unfolded(out, c, d, k, n, s, p):
    return out == d * F.unfold(torch.zeros(1, c, n, n), k, stride=s, padding=p).numel()


@conv_macs.wrong(
    en=("Operations and parameters are the same number.", "Each parameter is used at every output position."),
    zh=("计算量就是参数量。", "每个参数在每个输出位置都要用一次。"),
)
def parameters_alone(c, d, k, n, s, p):
    return c * d * k * k


@conv_macs.wrong(
    en=("The kernel stops at every pixel of the input.", "It stops at as many places as the output has."),
    zh=("卷积核停留在输入的每个像素上。", "停留的位置数等于输出的大小。"),
)
def input_positions(c, d, k, n, s, p):
    return c * d * k * k * n * n


@conv_macs.wrong(
    en=("A kernel has k² weights.", "It has k² for each input channel."),
    zh=("一个核有 k² 个权重。", "每个输入通道都有 k² 个。"),
)
def input_channels_forgotten(c, d, k, n, s, p):
    return d * k * k * ((n + 2 * p - k) // s + 1) ** 2
