"""DenseNet: the channels grow

In a dense block every layer gets the concatenation of all maps before it, and adds g new ones, the growth rate:

    c₀ + L·g channels after L layers

Layer l (from 1) has c₀ + (l − 1)·g inputs, so weights and activations grow with the square of the depth although each
layer makes few maps. A residual block adds its input to its output and keeps the width; a dense block keeps old maps
as they are, side by side with the new ones. Between blocks a transition, a 1×1 convolution and a 2×2 pool, halves
channels, height and width.
"""

import torch
from torch import nn

from journal.authoring import one_of, question, where, whole

ZH = """DenseNet：稠密连接与增长率

稠密块的每一层都以前面所有特征图的拼接为输入，再增加 g 张新的，g 称为增长率：

    L 层之后有 c₀ + L·g 个通道

第 l 层（从 1 数起）有 c₀ + (l − 1)·g 个输入通道，所以虽然每层只产生少数几张图，权重和激活值仍随深度的平方增长。
残差块把输入加到输出上，宽度不变；稠密块则原样保留旧的特征图，与新的并排。
块与块之间有过渡层：1×1 卷积加 2×2 池化，使通道数、高、宽都减半。
"""
NAMES = ["DenseNet", "dense block", "稠密连接网络", "稠密块", "稠密连接"]
SHARED = ["growth rate", "transition layer", "增长率", "过渡层"]
NEEDS = ["inception-concat", "residual-connection"]
CONFUSED_WITH = ["inception-concat"]
SOURCES = ["Huang et al., Densely Connected Convolutional Networks, arXiv:1608.06993"]


def demo(c=whole(3, 12), g=whole(2, 8), L=whole(2, 6)):
    x = torch.rand(1, c, 4, 4)
    for _ in range(L):
        layer = nn.Conv2d(x.shape[1], g, 3, padding=1)
        x = torch.cat([x, layer(x)], dim=1)
    return x.shape[1]


@question("How many channels come out?", zh="最后有多少个通道？")
def channels(out):
    return out


@channels.wrong(
    en=("The shortcut keeps the width, as in ResNet.", "The maps are put side by side: g more with each layer."),
    zh=("像 ResNet 那样，捷径保持宽度不变。", "特征图是并排拼接的：每层多 g 个。"),
)
def width_kept(c, g):
    return channels(demo(c, g, L=0))


@channels.wrong(
    en=("Only the newest maps and the input are kept.", "All maps before are kept."),
    zh=("只保留最新的特征图和输入。", "之前所有的特征图都保留。"),
)
def input_and_newest(c, g):
    return channels(demo(c, g, L=1))


@channels.wrong(
    en=("Concatenation doubles the width each time.", "Only g new maps are added."),
    zh=("每次拼接宽度加倍。", "每次只增加 g 张新图。"),
)
def doubled_each_time(c, L):
    return c * 2**L


def pointwise(c=whole(1, 8), g=whole(1, 5), L=whole(2, 3)):
    total = 0
    for _ in range(L):
        layer = nn.Conv2d(c, g, 1, bias=False)
        total += layer.weight.numel()
        c += g
    return total


@question("How many weights are there in all?", zh="一共有多少个权重？", of=pointwise)
def weights(out):
    return out


@weights.steps
def layer_by_layer(c, g, L):
    total = 0
    for done in range(L):
        total += g * (c + done * g)
        yield f"+ {c + done * g} · {g}", total


@weights.wrong(
    en=("Each layer sees the first c channels.", "It sees all that were added as well: g more each time."),
    zh=("每层都只看最初的 c 个通道。", "新增的也要看：每次多 g 个。"),
)
def same_input(c, g, L):
    return L * c * g


@weights.wrong(
    en=("Each layer sees the g maps of the one before.", "It sees these and all older ones."),
    zh=("每层只看前一层的 g 张图。", "还要看所有更早的图。"),
)
def as_a_chain(c, g, L):
    return c * g + (L - 1) * g * g


@weights.wrong(
    en=("Each layer makes as many maps as it sees.", "It makes g, whatever it sees."),
    zh=("每层看到多少张图就产生多少张。", "无论看到多少，都只产生 g 张。"),
)
def square_layers(c, g, L):
    return sum((c + i * g) ** 2 for i in range(L))


@where(lambda c, g, L: (c + L * g) % 2 == 0)
def transition(c=whole(4, 12), g=whole(2, 6), L=whole(2, 4), n=one_of(8, 12, 16)):
    x = torch.rand(1, c, n, n)
    for _ in range(L):
        x = torch.cat([x, nn.Conv2d(x.shape[1], g, 3, padding=1)(x)], dim=1)
    half = nn.Conv2d(x.shape[1], x.shape[1] // 2, 1)
    return nn.AvgPool2d(2)(half(x))


@question("What is the shape of the output?", zh="输出的形状是什么？", of=transition)
def shape(out):
    return out.shape


@shape.wrong(
    en=("The transition goes back to the c channels of the start.", "It halves what has grown: (c + L·g) / 2."),
    zh=("过渡层回到最初的 c 个通道。", "是把增长之后的减半：(c + L·g) / 2。"),
)
def back_to_the_start(c, n):
    return 1, c, n // 2, n // 2


@shape.wrong(
    en=("Pooling halves the channels, too.", "Only the 1×1 convolution changes them."),
    zh=("池化也使通道数减半。", "改变通道数的只有 1×1 卷积。"),
)
def quartered(c, g, L, n):
    return 1, (c + L * g) // 4, n // 2, n // 2


@shape.wrong(
    en=("A transition changes the channels alone.", "The pool halves height and width."),
    zh=("过渡层只改变通道数。", "池化使高和宽减半。"),
)
def size_kept(c, g, L, n):
    return 1, (c + L * g) // 2, n, n
