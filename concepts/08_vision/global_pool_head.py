"""Global average pooling head

A classifier behind the convolutions can flatten the map, with a weight for each channel, place and class, or average
each channel over the whole map first:

    C·K weights in place of C·H·W·K

The averaged head accepts images of any size and does not care where something stands. A flattened head fits the size
it was built for, and those sizes that the floors of strides and pools bring to the same map. On the way back every
place gets an equal share 1/(HW) of the gradient, not the largest alone.
"""

import torch
from torch import nn

from journal.authoring import question, several, where, whole

ZH = """全局平均池化

卷积之后的分类器可以把特征图展平，每个通道、每个位置、每个类别各有一个权重；也可以先对每个通道在整张图上取平均：

    用 C·K 个权重代替 C·H·W·K 个

取平均的分类头接受任意大小的图像，也不关心东西在哪里。展平的分类头只适合它建立时的大小，
以及经过步长和池化取整之后得到同样特征图的那些大小。反向传播时，每个位置都平分到 1/(HW) 的梯度，而不是只给最大的位置。
"""
NAMES = ["global average pooling", "AdaptiveAvgPool2d", "全局平均池化", "自适应平均池化"]
HINTS = ["GAP", "flatten", "展平", "分类头"]
NEEDS = ["pooling", "conv-parameter-sharing"]
SOURCES = ["Lin, Chen & Yan, Network In Network, arXiv:1312.4400", "torch.nn.AdaptiveAvgPool2d"]


def demo(c=whole(3, 9), h=whole(3, 7), w=whole(3, 7), classes=whole(2, 9)):
    head = nn.Sequential(
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(c, classes, bias=False),
    )
    head(torch.rand(2, c, h, w))
    return sum(p.numel() for p in head.parameters())


@question("How many weights does the head have?", zh="这个分类头有多少个权重？")
def weights(out):
    return out


@weights.wrong(
    en=("Every place has a weight of its own.", "The places were averaged: one weight a channel and class."),
    zh=("每个位置都有自己的权重。", "位置已经被平均：每个通道、每个类别一个权重。"),
)
def as_flattened(c, h, w, classes):
    return c * h * w * classes


@weights.wrong(
    en=("Averaging merges the channels; the places remain.", "It merges the places; the channels remain."),
    zh=("平均合并的是通道，位置保留。", "合并的是位置，通道保留。"),
)
def channels_merged(h, w, classes):
    return h * w * classes


@weights.wrong(
    en=("Pooling stops at 2 × 2.", "The 1 is the size of the output: one number a channel."),
    zh=("池化到 2 × 2 为止。", "参数 1 就是输出大小：每个通道一个数。"),
)
def two_by_two(c, classes):
    return 4 * c * classes


@where(lambda n, sizes: n in sizes)
def other_sizes(n=whole(16, 31), sizes=several((3, 9), whole(16, 31), distinct=True)):
    head = nn.Linear(2 * (n // 8) ** 2, 3)  # built for n × n
    net = nn.Sequential(nn.MaxPool2d(8), nn.Flatten(), head)
    accepted = 0
    for size in sizes:
        try:
            net(torch.rand(1, 2, size, size))
        except RuntimeError:  # another number of features
            continue
        accepted += 1
    return accepted


@question("How many of the sizes go through?", zh="有几种大小能通过？", of=other_sizes)
def accepted(out):
    return out


@accepted.wrong(
    en=("Without a fixed input layer any size goes through.", "The linear layer wants exactly its number of features."),
    zh=("没有固定的输入层，任何大小都能通过。", "线性层要求特征数恰好相符。"),
)
def any_size(sizes):
    return len(sizes)


@accepted.wrong(
    en=("Only the size it was built for.", "All sizes that the floor of the pool brings to the same map."),
    zh=("只有建立时的那个大小。", "凡是池化取整后得到同样特征图的大小都可以。"),
)
def that_size_alone():
    return 1


@accepted.wrong(
    en=("Larger images are cut to fit.", "Nothing is cut: more features than expected are an error."),
    zh=("更大的图像会被裁剪。", "不会裁剪：特征数多了也会报错。"),
)
def larger_ones_too(n, sizes):
    return sum(size // 8 >= n // 8 for size in sizes)


@where(lambda h, w: h != w)
def slope(h=whole(2, 6), w=whole(2, 6), weight=whole(1, 40)):
    x = torch.rand(1, 1, h, w, requires_grad=True)
    score = weight * nn.AdaptiveAvgPool2d(1)(x)
    score.sum().backward()
    return x.grad[0, 0, 0, 0]


@question("What is the gradient at the first place?", zh="第一个位置的梯度是多少？", of=slope)
def gradient(out):
    return out


@gradient.wrong(
    en=("Every place gets the full weight.", "Averaging divides it among h·w places."),
    zh=("每个位置都得到整个权重。", "平均使它分给 h·w 个位置。"),
)
def full_weight(weight):
    return float(weight)


@gradient.wrong(
    en=("Only the largest place gets a gradient.", "That is max pooling; an average hands equal shares to all."),
    zh=("只有最大的位置得到梯度。", "那是最大池化；平均池化平分给所有位置。"),
)
def largest_alone():
    return 0.0


@gradient.wrong(
    en=("The weight is divided by the height.", "By all places, h·w."),
    zh=("权重除以高。", "除以所有位置数 h·w。"),
)
def by_the_height(h, weight):
    return weight / h
