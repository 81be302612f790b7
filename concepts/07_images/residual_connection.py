"""Residual connection

A residual block adds its input to what it computes: y = x + f(x). The slope of one block is then 1 + f′(x), and of a
chain of blocks

    dy/dx = (1 + f₁′) · (1 + f₂′) · … · (1 + f_L′)

Multiplied out, this holds a 1: one path on which the gradient passes every block untouched, however deep the net. A
block whose branch gives 0 is the identity, so more depth need do no harm. The sum needs equal shapes. LSTM
carries its cell state along a similar additive path, but through time, and with a forget gate.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question, real, whole

ZH = """残差连接

残差块把输入加到自己算出的结果上：y = x + f(x)。一个块的斜率就是 1 + f′(x)，一串块的斜率是

    dy/dx = (1 + f₁′) · (1 + f₂′) · … · (1 + f_L′)

展开后其中有一项是 1：梯度总有一条路可以原样穿过所有块，无论网络多深。分支输出为 0 的块就是恒等映射，
所以加深网络未必有害。相加要求形状一致。LSTM 的细胞状态也走类似的加法通路，不过是沿时间传递，并且要乘上遗忘门。
"""
ALIASES = [
    "residual block",
    "residual network",
    "skip connection",
    "shortcut connection",
    "ResNet",
    "残差",
    "残差结构",
    "残差块",
    "残差网络",
    "跳跃连接",
]
NEEDS = ["vanishing-gradient"]
SOURCES = [
    "He, Zhang, Ren & Sun, Deep residual learning for image recognition, arXiv:1512.03385",
    "He, Zhang, Ren & Sun, Identity mappings in deep residual networks, arXiv:1603.05027",
    "Huang et al., Densely connected convolutional networks, arXiv:1608.06993 (concatenation)",
]


def demo(w=real(0.2, 0.8, either_sign=True), blocks=whole(3, 12), skip=1):
    x = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
    y = x
    for _ in range(blocks):
        y = skip * y + w * y
    y.backward()
    return x.grad


@question("What is dy/dx?", "dy/dx 是多少？")
def slope(out):
    return out.item()


@slope.wrong(
    "The skip adds 1 to the slope of every block, before the blocks are multiplied.",
    "跳跃连接给每个块的斜率都加 1，然后才把各块相乘。",
)
def one_added_at_the_end(w, blocks):
    return slope(demo(w, blocks, skip=0)) + 1


@slope.wrong(
    "The ones do not add up along the chain: each block multiplies by 1 + w.",
    "这些 1 不会沿着链相加：每个块都是乘以 1 + w。",
)
def one_added_per_block(w, blocks):
    return slope(demo(w, blocks, skip=0)) + blocks


@slope.wrong(
    "This is the chain without skips; here each block also passes `y` on.",
    "这是没有跳跃连接的结果；这里每个块还把 `y` 原样传下去。",
)
def skip_forgotten(w, blocks):
    return slope(demo(w, blocks, skip=0))


def plain(w=real(0.2, 0.8, either_sign=True), layers=whole(2, 10)):
    x = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
    y = x
    for _ in range(layers):
        y = w * y
    y.backward()
    return x.grad


@question("What is dy/dx?", "dy/dx 是多少？", of=plain)
def slope_without_skips(out):
    return out.item()


@slope_without_skips.wrong(
    "Along one path slopes multiply; they do not add.",
    "同一条路径上斜率相乘，而不是相加。",
)
def slopes_add(w, layers):
    return w * layers


@slope_without_skips.wrong(
    "The same w acts in every layer, so it is multiplied once for each.",
    "每一层都乘一次 w，不是总共只乘一次。",
)
def weight_counts_once(w):
    return slope_without_skips(plain(w, layers=1))


def block(c=whole(2, 8), zeroed=one_of("first", "last"), skip=1):
    first = nn.Conv2d(c, c, kernel_size=3, padding=1)
    last = nn.Conv2d(c, c, kernel_size=3, padding=1)
    for p in {"first": first, "last": last}[zeroed].parameters():
        nn.init.zeros_(p)
    x = torch.rand(1, c, 6, 6)
    y = skip * x + last(F.relu(first(x)))
    return torch.equal(x, y)


@question("Is `y` equal to `x`?", "`y` 与 `x` 相等吗？", of=block)
def identity(out):
    return out


@identity.wrong(
    "A branch that gives 0 leaves the skip: x + 0 is x.",
    "分支输出 0 时，还有跳跃连接：x + 0 就是 x。",
)
def zero_branch_gives_zero(c, zeroed):
    return identity(block(c, zeroed, skip=0))


@identity.wrong(
    "Behind the zeroed first convolution the last one still adds its bias; only a zeroed last one silences the branch.",
    "第一个卷积置零后，最后一个卷积仍会加上偏置；只有把最后一个置零，分支才输出 0。",
)
def any_zeroed_layer_will_do(c):
    return identity(block(c, zeroed="last"))


def joined(c=whole(2, 64), join=one_of("add", "concatenate")):
    x = torch.rand(1, c, 8, 8)
    branch = nn.Conv2d(c, c, kernel_size=3, padding=1)(x)
    if join == "add":
        return x + branch
    return torch.cat([x, branch], dim=1)


@question("How many channels does the output have?", "输出有多少个通道？", of=joined)
def channels(out):
    return out.shape[1]


@channels.wrong(
    "A residual connection adds number by number, so the channels stay as many as they were.",
    "残差连接是逐元素相加，通道数不变。",
)
def skips_stack_channels(c):
    return channels(joined(c, join="concatenate"))


@channels.wrong(
    "`cat` puts the channels side by side, as DenseNet does; nothing is added.",
    "`cat` 把通道并排拼接（DenseNet 的做法），并没有相加。",
)
def joining_always_adds(c):
    return channels(joined(c, join="add"))


def figure():
    for name, skip in {"residual": 1, "plain": 0}.items():
        layers = [nn.Linear(32, 32) for _ in range(30)]
        h = torch.rand(16, 32)
        for layer in layers:
            h = skip * h + torch.tanh(layer(h))
        h.sum().backward()
        plt.plot(range(1, 31), [layer.weight.grad.norm().item() for layer in layers], label=name)
    plt.yscale("log")
    plt.xlabel("layer")
    plt.ylabel("gradient norm")
    plt.legend()
