"""Vanishing gradient

Going back through a chain of layers, the gradient is multiplied once per layer by the weight and by the slope of the
activation there. For y = σ(w·x) that factor is

    w · σ(wx) · (1 − σ(wx))

never larger in size than |w| / 4. With weights of usual size hardly anything is left after ten layers, and the first
layers learn almost nothing. No weight is lost; backward only computes gradients. Factors above 1 make the gradient
explode instead. So it is not depth alone: activation, initialisation, normalisation and residual connections decide.
"""

import math

import matplotlib.pyplot as plt
import torch
from torch import nn

from journal.authoring import one_of, question, several, task, whole

ZH = """梯度消失

沿着一串层往回传，每经过一层，梯度就要乘上该层的权重和激活函数在那里的斜率。对 y = σ(w·x)，这个因子是

    w · σ(wx) · (1 − σ(wx))

它的绝对值不超过 |w| / 4。权重不大时，过十层就所剩无几，靠前的层几乎学不动。权重并没有丢失，反向传播只是在计算梯度。
如果因子大于 1，梯度反而会爆炸。所以不单是深度的问题：激活函数、初始化、归一化和残差连接都起作用。
"""
NAMES = ["gradient vanishing", "vanishing gradients", "梯度弥散"]
HINTS = ["deep sigmoid network"]
NEEDS = ["backprop", "activation-functions", "weight-init"]
SOURCES = [
    "Bengio, Simard & Frasconi, Learning long-term dependencies with gradient descent is difficult, 1994",
    "Glorot & Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010",
    "He, Zhang, Ren & Sun, Delving deep into rectifiers, arXiv:1502.01852",
]


def demo(w=one_of(0.4, 0.8, 1, 2, 3, 6, 8), layers=whole(2, 5), act=torch.sigmoid):
    x = torch.tensor(0.5, dtype=torch.float64, requires_grad=True)
    y = x
    for _ in range(layers):
        y = act(w * (y - 0.5))
    y.backward()
    return x.grad


@question("What is dy/dx? (Note where each sigmoid works.)", zh="dy/dx 是多少？（注意每个 sigmoid 工作在哪一点。）")
def slope(out):
    return out.item()


@slope.wrong(
    en=("The slopes of the layers add up.", "The chain rule multiplies the layers' slopes."),
    zh=("各层的斜率相加。", "链式法则把各层的斜率相乘。"),
)
def slopes_added(w, layers):
    return layers * w / 4


@slope.wrong(
    en=("Each layer multiplies the gradient by its output σ.", "The factor is the slope of the sigmoid, σ(1 − σ)."),
    zh=("每层把梯度乘以自己的输出 σ。", "乘上去的是 sigmoid 的斜率 σ(1 − σ)。"),
)
def values_multiplied(w, layers):
    return (w / 2) ** layers


@slope.wrong(
    en=(
        "Only the sigmoid's slope shrinks or grows the gradient.",
        "Each layer multiplies by w too: the derivative of what is inside the sigmoid.",
    ),
    zh=("影响梯度大小的只有 sigmoid 的斜率。", "每层还要乘上 w，即 sigmoid 内部那一项的导数。"),
)
def weights_forgotten(layers):
    return slope(demo(1, layers))


@slope.wrong(
    en=("An activation passes the gradient on unchanged.", "The sigmoid has a slope as well, at most 1/4."),
    zh=("激活函数原样传递梯度。", "sigmoid 本身也有斜率，最大才 1/4。"),
)
def sigmoid_passes_all(w, layers):
    return slope(demo(w, layers, act=nn.Identity()))


def deep(w=one_of(0.4, 1, 2, 8, 40), layers=whole(6, 15), act=torch.sigmoid):
    x = torch.tensor(0.5, dtype=torch.float64, requires_grad=True)
    y = x
    for _ in range(layers):
        y = act(w * (y - 0.5))
    y.backward()
    return x.grad.log10()


@question(
    "What is log10 of dy/dx? (10% off is near enough; log10 of 2 is 0.3.)",
    zh="dy/dx 的常用对数 log10 是多少？（误差 10% 以内即可；2 的常用对数是 0.3。）",
    of=deep,
    tolerance=0.1,
)
def magnitude(out):
    return out.item()


@magnitude.wrong(
    en=(
        "The sigmoid's slope is 1/2, like its value at 0.",
        "The slope of the sigmoid is not 1/2 anywhere: it is 1/4 at 0 and less elsewhere.",
    ),
    zh=("sigmoid 的斜率和它在 0 处的值一样，是 1/2。", "sigmoid 的斜率处处都不到 1/2：在 0 处是 1/4，别处更小。"),
)
def factor_one_half(w, layers):
    return layers * math.log10(w / 2)


@magnitude.wrong(
    en=(
        "Only the weights decide whether the gradient vanishes.",
        "Each layer multiplies by the sigmoid's slope too, which is at most 1/4.",
    ),
    zh=("梯度消不消失只由权重决定。", "每层还要乘上 sigmoid 的斜率，它最大才 1/4。"),
)
def weights_alone(w, layers):
    return magnitude(deep(w, layers, act=nn.Identity()))


@magnitude.wrong(
    en=(
        "Every sigmoid layer divides the gradient by 4.",
        "The weight counts too: the factor is w/4, and above w = 4 the gradient explodes.",
    ),
    zh=("每个 sigmoid 层都把梯度除以 4。", "还要乘上权重：因子是 w/4，w 大于 4 时梯度反而爆炸。"),
)
def quarter_each(layers):
    return magnitude(deep(1, layers))


def without_activation(gains=several((3, 5), one_of(0.5, 2, 3))):
    layers = [nn.Linear(8, 8) for _ in gains]
    h = torch.rand(8)
    for layer, gain in zip(layers, gains, strict=True):
        nn.init.orthogonal_(layer.weight, gain)  # keeps lengths, times gain
        h = layer(h)
    h.sum().backward()
    norms = [layer.bias.grad.norm() for layer in layers]
    return norms[0] / norms[-1]


@question(
    "How many times as long as the last layer's bias gradient is the first layer's?",
    zh="第一层偏置的梯度的长度，是最后一层的多少倍？",
    of=without_activation,
)
def first_over_last(out):
    return out.item()


@first_over_last.wrong(
    en=(
        "All layers' gains multiply.",
        "The first layer's weights lie before its bias: the gradient does not pass them.",
    ),
    zh=("所有层的 gain 都要乘上。", "第一层的权重在它的偏置之前：梯度不经过那里。"),
)
def first_gain_too(gains):
    return math.prod(gains)


@first_over_last.wrong(
    en=(
        "The gradient passes all layers but the last.",
        "On its way to the first layer it passes the last layer's weights, too.",
    ),
    zh=("梯度经过除最后一层以外的各层。", "传到第一层的路上也要经过最后一层的权重。"),
)
def last_gain_left_out(gains):
    return math.prod(gains[:-1])


@first_over_last.wrong(
    en=(
        "A layer that enlarges the signal shrinks the gradient.",
        "Both pass the same matrix: what enlarges one enlarges the other.",
    ),
    zh=("放大信号的层会缩小梯度。", "两者经过同一个矩阵：放大信号，也就放大梯度。"),
)
def the_other_way_round(gains):
    return 1 / math.prod(gains[1:])


@task(
    "Write `chain_slope`: dy/dx of the chain y ← σ(w·y) that starts at y = x, for the weights in turn (no autograd).",
    zh="写出 `chain_slope`：从 y = x 出发，依次用各个权重作 y ← σ(w·y)，求 dy/dx（不用自动求导）。",
    blanks=["w * y * (1 - y)", "torch.sigmoid(w * y)"],
    mend=["values_for_slopes", "without_weights"],
)
def chain_slope(weights, x):
    y, slope_so_far = x, 1.0
    for w in weights:
        y = torch.sigmoid(w * y)
        slope_so_far = slope_so_far * w * y * (1 - y)
    return slope_so_far


chain_slope.hint("The slope of σ is σ(1 − σ): its output is enough.", zh="σ 的斜率是 σ(1 − σ)：有输出就够了。")


@chain_slope.inputs
def weights_and_start(count=whole(2, 5)):
    return 2 * torch.randn(count, dtype=torch.float64), torch.randn((), dtype=torch.float64)


@chain_slope.inputs
def one_layer(w=one_of(-2.0, 0.5, 4.0)):
    return torch.tensor([w], dtype=torch.float64), torch.tensor(0.5, dtype=torch.float64)


@chain_slope.holds("Its size is at most the product of all |w| / 4.", zh="绝对值不超过各 |w| / 4 的乘积。")
def below_the_bound(out, weights):
    return bool(abs(out) <= (weights.abs() / 4).prod() * (1 + 1e-9))


@chain_slope.wrong(
    en=("Each layer multiplies by its output.", "It multiplies by the slope, σ(1 − σ)."),
    zh=("每层乘以自己的输出。", "乘的是斜率 σ(1 − σ)。"),
)
def values_for_slopes(weights, x):
    y, product = x, 1.0
    for w in weights:
        y = torch.sigmoid(w * y)
        product = product * w * y
    return product


@chain_slope.wrong(
    en=("The slope of σ is the slope of the layer.", "The inner derivative w is a factor as well."),
    zh=("σ 的斜率就是这一层的斜率。", "还要乘上内部的导数 w。"),
)
def without_weights(weights, x):
    return chain_slope(weights, x) / weights.prod()


@chain_slope.wrong(
    en=("The slopes of the layers add up.", "They multiply along the chain."),
    zh=("各层的斜率相加。", "沿着链是相乘。"),
)
def slopes_summed(weights, x):
    y, total = x, 0.0
    for w in weights:
        y = torch.sigmoid(w * y)
        total = total + w * y * (1 - y)
    return total


@chain_slope.wrong(
    en=("The slope is taken at the layer's input y.", "It is taken behind the weight: σ(w·y)(1 − σ(w·y))."),
    zh=("斜率在该层的输入 y 处计算。", "要在乘过权重之后计算：σ(w·y)(1 − σ(w·y))。"),
)
def before_the_weight(weights, x):
    y, product = x, 1.0
    for w in weights:
        product = product * w * torch.sigmoid(y) * (1 - torch.sigmoid(y))
        y = torch.sigmoid(w * y)
    return product


def figure(w):
    for name, act in {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "ReLU": torch.relu}.items():
        x = torch.tensor(0.5, dtype=torch.float64, requires_grad=True)
        y, slopes = x, []
        for _ in range(15):
            y = act(w * y)
            slopes.append(torch.autograd.grad(y, x, retain_graph=True)[0].item())
        plt.plot(range(1, 16), slopes, label=name)
    plt.yscale("log")
    plt.xlabel("layers")
    plt.ylabel("dy/dx")
    plt.legend()
