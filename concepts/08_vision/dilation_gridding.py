"""Stacks of dilated convolutions and their holes

A stack of k = 3 convolutions with the dilations d₁ … d_L spans

    1 + 2(d₁ + … + d_L)

inputs, and grows fast when each d doubles. But one output sees only the sums that take −d, 0 or +d from each layer:
the dilations 1, 2, 4 reach all 15 inputs, 2, 2, 2 only 7 of 13, in a grid with holes. Neighbouring outputs then see
disjoint inputs (gridding); mixing dilations without a common factor, 1 among them, helps. To keep the size pad by d(k
− 1)/2.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, several, whole

ZH = """空洞卷积的堆叠与网格效应

一叠 k = 3、膨胀率为 d₁ … d_L 的卷积，一共跨越

    1 + 2(d₁ + … + d_L)

个输入；若 d 逐层加倍，跨度增长很快。但一个输出只看得到从每层各取 −d、0 或 +d 相加所得的位置：
膨胀率 1、2、4 看得到全部 15 个输入，2、2、2 只看得到 13 个中的 7 个，像有洞的网格。相邻的输出看到的是互不相交的输入
（网格效应）；混用没有公因子的膨胀率（其中包含 1）可以缓解。要保持大小，应填充 d(k − 1)/2。
"""
NAMES = ["gridding effect", "dilated convolution stack", "atrous convolution", "网格效应", "空洞卷积堆叠"]
HINTS = ["dilation", "DeepLab", "WaveNet", "空洞卷积", "膨胀率"]
NEEDS = ["receptive-field"]
SOURCES = [
    "Yu & Koltun, Multi-Scale Context Aggregation by Dilated Convolutions, arXiv:1511.07122",
    "Wang et al., Understanding Convolution for Semantic Segmentation, arXiv:1702.08502",
]


def demo(d=several((2, 3), whole(1, 5))):
    x = torch.zeros(1, 1, 81, requires_grad=True)
    y = x
    for each in d:
        y = F.conv1d(y, torch.ones(1, 1, 3), padding=each, dilation=each)
    y[0, 0, 40].backward()
    return x.grad[0, 0]


@question("On how many inputs does this output depend?", zh="这个输出依赖于多少个输入？")
def seen(out):
    return (out != 0).sum()


@seen.wrong(
    en=("On all inputs of the receptive field.", "Only on the sums of −d, 0, +d: there may be holes."),
    zh=("感受野内的所有输入。", "只有 −d、0、+d 之和所到之处，中间可能有洞。"),
)
def without_holes(d):
    return 1 + 2 * sum(d)


@seen.wrong(
    en=("Three inputs for each layer, multiplied.", "Several paths may end at the same input."),
    zh=("每层三个输入，相乘。", "多条路径可能到达同一个输入。"),
)
def paths_counted(d):
    return 3 ** len(d)


@seen.wrong(
    en=("As many as without dilation.", "Dilation spreads the taps, and their sums coincide less."),
    zh=("与没有膨胀时一样多。", "膨胀把取样点拉开，重合的和变少。"),
)
def as_without_dilation(d):
    return seen(demo([1] * len(d)))


@question("How many inputs between the outermost ones are not seen?", zh="最外侧的两个输入之间，有几个看不到？")
def holes(out):
    places = out.nonzero()
    return int(places.max() - places.min()) + 1 - len(places)


@holes.wrong(
    en=("None: a receptive field has no holes.", "Sums of −d, 0, +d need not reach every place."),
    zh=("没有：感受野里没有洞。", "−d、0、+d 之和未必到达每个位置。"),
)
def no_holes():
    return 0


@holes.wrong(
    en=("d − 1 beside each tap of every layer.", "The taps of one layer fall between those of another."),
    zh=("每层每个取样点旁边有 d − 1 个。", "一层的取样点会落在另一层的间隙里。"),
)
def gaps_of_all_layers(d):
    return sum(2 * (each - 1) for each in d)


@holes.wrong(
    en=("All but 3 for each layer.", "The layers' taps combine: there are more sums than taps."),
    zh=("除每层 3 个之外都看不到。", "各层的取样点相互组合：和的个数比取样点多。"),
)
def only_the_taps(d):
    return max(0, 1 + 2 * sum(d) - 3 * len(d))


def same_size(n=whole(20, 40), k=one_of(3, 5, 7, 9), d=whole(2, 5)):
    x, kernel = torch.zeros(1, 1, n), torch.ones(1, 1, k)
    p = d * k  # more than enough
    while F.conv1d(x, kernel, padding=p, dilation=d).shape[2] > n:
        p -= 1
    return p


@question("Which padding keeps the size?", zh="填充多少才能保持大小？", of=same_size)
def padding(out):
    return out


@padding.wrong(
    en=("k // 2 always does.", "Only without dilation: the spread is d(k − 1)."),
    zh=("总是 k // 2。", "没有膨胀时才是：现在跨度是 d(k − 1)。"),
)
def half_the_kernel(n, k):
    return padding(same_size(n, k, d=1))


@padding.wrong(
    en=("The whole spread d(k − 1) at each end.", "Half of it at each end."),
    zh=("两端各填充整个跨度 d(k − 1)。", "两端各填充一半。"),
)
def whole_spread(k, d):
    return d * (k - 1)


@padding.wrong(
    en=("Half of the d·k rows of the window.", "The window spans d(k − 1) + 1, so d(k − 1)/2 at each end."),
    zh=("窗口 d·k 行的一半。", "窗口跨 d(k − 1) + 1，所以两端各 d(k − 1)/2。"),
)
def half_of_d_times_k(k, d):
    return d * k // 2


def figure(out, d):
    places = out.nonzero()[:, 0] - 40
    for place in places.tolist():
        plt.plot([place, place], [0, out[40 + place].item()], color="C0")
    reach = sum(d)
    plt.xlim(-reach - 1, reach + 1)
    plt.xlabel("input, from the output's place")
    plt.ylabel("paths")
