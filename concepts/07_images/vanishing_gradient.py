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

from journal.authoring import one_of, question, real, whole

ZH = """梯度消失

沿着一串层往回传，每经过一层，梯度就要乘上该层的权重和激活函数在那里的斜率。对 y = σ(w·x)，这个因子是

    w · σ(wx) · (1 − σ(wx))

它的绝对值不超过 |w| / 4。权重不大时，过十层就所剩无几，靠前的层几乎学不动。权重并没有丢失，反向传播只是在计算梯度。
如果因子大于 1，梯度反而会爆炸。所以不单是深度的问题：激活函数、初始化、归一化和残差连接都起作用。
"""
ALIASES = ["gradient vanishing", "vanishing gradients", "deep sigmoid network", "梯度弥散"]
NEEDS = ["backprop", "activation-functions", "weight-init"]
SOURCES = [
    "Bengio, Simard & Frasconi, Learning long-term dependencies with gradient descent is difficult, 1994",
    "Glorot & Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010",
    "He, Zhang, Ren & Sun, Delving deep into rectifiers, arXiv:1502.01852",
]


def demo(w=one_of(0.5, 2, 3), start=real(-1, 1), layers=whole(2, 3), act=torch.sigmoid):
    x = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    y = x
    for _ in range(layers):
        y = act(w * y)
    y.backward()
    return x.grad


@question("What is dy/dx?", "dy/dx 是多少？")
def slope(out):
    return out.item()


@slope.wrong(
    "The chain rule multiplies the layers' slopes; it does not add them.",
    "链式法则把各层的斜率相乘，而不是相加。",
)
def slopes_added(w, start, layers):
    y, total = start, 0.0
    for _ in range(layers):
        y = 1 / (1 + math.exp(-w * y))
        total += w * y * (1 - y)
    return total


@slope.wrong(
    "The factor is the slope of the sigmoid, σ(1 − σ), not its value σ.",
    "乘上去的是 sigmoid 的斜率 σ(1 − σ)，而不是它的值 σ。",
)
def values_multiplied(w, start, layers):
    y, product = start, 1.0
    for _ in range(layers):
        y = 1 / (1 + math.exp(-w * y))
        product *= w * y
    return product


@slope.wrong(
    "Each layer multiplies by w too: the derivative of what is inside the sigmoid.",
    "每层还要乘上 w，即 sigmoid 内部 w·x 的导数。",
)
def weights_forgotten(w, start, layers):
    return slope(demo(w, start, layers)) / w**layers


@slope.wrong(
    "The sigmoid has a slope as well, at most 1/4; it does not pass the gradient on unchanged.",
    "sigmoid 本身也有斜率，最大才 1/4；梯度不会原样通过。",
)
def sigmoid_passes_all(w, start, layers):
    return slope(demo(w, start, layers, act=nn.Identity()))


def deep(w=one_of(2, 3, 4), layers=whole(6, 15), act=torch.sigmoid):
    x = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
    y = x
    for _ in range(layers):
        y = act(w * y)
    y.backward()
    return x.grad.log10()


@question(
    "What is log10 of dy/dx? (10% off is near enough; `y` soon settles where σ(w·y) = y.)",
    "dy/dx 的常用对数 log10 是多少？（误差 10% 以内即可；`y` 很快稳定在 σ(w·y) = y 处。）",
    of=deep,
    tolerance=0.1,
)
def magnitude(out):
    return out.item()


@magnitude.wrong(
    "The slope of the sigmoid is not 1/2 anywhere: it is 1/4 at 0 and less elsewhere.",
    "sigmoid 的斜率处处都不到 1/2：在 0 处是 1/4，别处更小。",
)
def factor_one_half(w, layers):
    return layers * math.log10(w / 2)


@magnitude.wrong(
    "The slope is 1/4 only at 0; here the input settles at w·y, far from 0, where the sigmoid is flatter.",
    "只有在 0 处斜率才是 1/4；这里的输入稳定在 w·y，离 0 较远，sigmoid 更平。",
)
def always_one_quarter(w, layers):
    return layers * math.log10(w / 4)


@magnitude.wrong(
    "Each layer multiplies by the sigmoid's slope too, which is at most 1/4.",
    "每层还要乘上 sigmoid 的斜率，它最大才 1/4。",
)
def weights_alone(w, layers):
    return magnitude(deep(w, layers, act=nn.Identity()))


def ten_layers(act=one_of("sigmoid", "none"), gain=one_of(0.5, 2.0)):
    layers = [nn.Linear(16, 16) for _ in range(10)]
    h = torch.rand(8, 16)
    for layer in layers:
        nn.init.orthogonal_(layer.weight, gain)
        h = layer(h)
        if act == "sigmoid":
            h = torch.sigmoid(h)
    h.sum().backward()
    return [layer.bias.grad.norm() for layer in layers]


@question(
    "Each matrix is orthogonal, times `gain`. Which layer's bias has the smaller gradient?",
    "每个矩阵都是正交矩阵乘以 `gain`。哪一层偏置的梯度更小？",
    of=ten_layers,
    choices={"first": "第一层", "last": "最后一层"},
)
def smaller_gradient(out):
    return "first" if out[0] < out[-1] else "last"


@smaller_gradient.wrong(
    "Each layer doubles the gradient here: it explodes on its way to the first layer.",
    "这里每过一层梯度加倍：越往第一层传越大，是梯度爆炸。",
)
def first_layer_always_starves():
    return smaller_gradient(ten_layers("none", gain=0.5))


@smaller_gradient.wrong(
    "The last layer is next to the loss; each layer further back shrinks the gradient here.",
    "最后一层紧挨着损失；这里每往前一层，梯度就缩小一次。",
)
def last_layer_starves():
    return smaller_gradient(ten_layers("none", gain=2.0))


def one_step(layers=whole(8, 20), update=one_of(True, False)):
    w = torch.full((layers,), 2.0, requires_grad=True)
    y = torch.tensor(0.5)
    for weight in w:
        y = torch.sigmoid(weight * y)
    y.backward()
    if update:
        with torch.no_grad():
            w -= 0.1 * w.grad
    return w.detach()


@question("Is any of the weights no longer 2?", "有没有权重不再是 2？", of=one_step)
def changed(out):
    return bool((out != 2).any())


@changed.wrong(
    "`backward` only fills `w.grad`; what vanishes is the gradient, never the weights.",
    "`backward` 只填写 `w.grad`；消失的是梯度，权重一个也没少。",
)
def weights_vanish(layers):
    return changed(one_step(layers, update=True))


@changed.wrong(
    "The gradient vanishes only towards the first layers; the last ones still learn.",
    "梯度只在靠前的层消失；靠后的层照样更新。",
)
def no_layer_learns(layers):
    return changed(one_step(layers, update=False))


def figure(w):
    depths = range(1, 16)
    for name, act in {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "ReLU": torch.relu}.items():
        plt.plot(depths, [demo(w, 0.5, layers, act).item() for layers in depths], label=name)
    plt.yscale("log")
    plt.xlabel("layers")
    plt.ylabel("dy/dx")
    plt.legend()
