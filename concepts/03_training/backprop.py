"""Backpropagation (BP)

BP computes the gradient of the loss for every weight. It walks the graph of the forward pass backwards, from the
loss to the first layer, and multiplies the gradient that arrives by each local slope, at the values of the forward
pass. For `h = tanh(w1·x)`, `y = w2·h` and `L = (y − t)²/2`:

    ∂L/∂w1 = (y − t) · w2 · (1 − h²) · x

BP only fills `.grad`; changing the weights is the optimiser's work. A “BP network” is a multilayer perceptron, but
CNNs and RNNs are trained by the very same procedure.
"""

import math

import torch
from torch import nn

from journal.authoring import one_of, question, real, several, where, whole

ZH = """反向传播（BP）

BP 计算损失对每个权重的梯度：沿前向传播的计算图往回走，从损失走到第一层，把传来的梯度逐个乘上局部导数，
导数取前向传播时的值。例如 `h = tanh(w1·x)`，`y = w2·h`，`L = (y − t)²/2` 时：

    ∂L/∂w1 = (y − t) · w2 · (1 − h²) · x

BP 只负责填写 `.grad`，修改权重是优化器的事。“BP 神经网络”指多层感知机，但 CNN 和 RNN 也用同一套方法训练。
"""
ALIASES = [
    "BP",
    "backprop",
    "back propagation",
    "backpropagation",
    "BP neural network",
    "backward",
    "backward pass",
    "BP神经网络",
    "反向传播",
    "误差反向传播",
]
NEEDS = ["chain-rule", "mlp-forward"]
CONFUSED_WITH = ["batch-norm"]
SOURCES = [
    "Rumelhart, Hinton & Williams, Learning representations by back-propagating errors, Nature 323 (1986)",
    "torch.Tensor.backward; torch.Tensor.register_hook",
]


@where(lambda x, w1, w2, t: abs(w2 * math.tanh(w1 * x) - t) > 0.4)
def demo(
    x=real(0.6, 1.5, either_sign=True),
    w1=real(0.6, 1.5, either_sign=True),
    w2=real(0.6, 1.5, either_sign=True),
    t=real(-1, 1),
    lr=one_of(0.5, 1.0),
):
    w1 = torch.tensor(w1, requires_grad=True)
    w2 = torch.tensor(w2, requires_grad=True)
    h = torch.tanh(w1 * x)
    y = w2 * h
    loss = (y - t) ** 2 / 2
    loss.backward()
    with torch.no_grad():
        w2 -= lr * w2.grad
    return w1.grad


@question("What is `w1.grad`?", "`w1.grad` 是多少？")
def gradient(out):
    return out


@gradient.wrong(
    "The gradient also passes through tanh and is multiplied by its slope, 1 − h².",
    "梯度还要穿过 tanh，因此要再乘上它的导数 1 − h²。",
)
def slope_of_tanh_left_out(x, w1, w2, t):
    return (w2 * math.tanh(w1 * x) - t) * w2 * x


@gradient.wrong(
    "On its way back the gradient passes through `w2 * h`, so it is multiplied by w2.",
    "梯度往回传时经过 `w2 * h`，所以要乘上 w2。",
)
def later_weight_left_out(x, w1, w2, t):
    h = math.tanh(w1 * x)
    return (w2 * h - t) * (1 - h**2) * x


@gradient.wrong(
    "All gradients are taken at the values of the forward pass; the step on w2 comes after `backward()`.",
    "所有梯度都取前向传播时的值；w2 的更新发生在 `backward()` 之后。",
)
def later_weight_already_updated(x, w1, w2, t, lr):
    h = math.tanh(w1 * x)
    error = w2 * h - t
    return error * (w2 - lr * error * h) * (1 - h**2) * x


@gradient.wrong(
    "For (y − t)²/2 the error is y − t: prediction minus target, not the other way round.",
    "对 (y − t)²/2 求导得到 y − t，是预测减目标，不能反过来。",
)
def error_reversed(out):
    return -out


@where(lambda n, i, h: len({n, i, h}) == 3)
def layer(n=whole(2, 9), i=whole(2, 6), h=whole(2, 6)):
    x = torch.rand(n, i)
    linear = nn.Linear(i, h)
    linear(x).sum().backward()
    return linear.weight.grad


@question("What is the shape of `linear.weight.grad`?", "`linear.weight.grad` 的形状是什么？", of=layer)
def grad_shape(out):
    return out.shape


@grad_shape.wrong(
    "The gradients of all samples are summed: `.grad` has exactly the shape of the weight.",
    "各样本的梯度会加在一起：`.grad` 的形状与权重完全相同。",
)
def a_slice_for_each_sample(n, i, h):
    return n, *grad_shape(layer(1, i, h))


@grad_shape.wrong(
    "`nn.Linear(i, h)` keeps its weight as (h, i), and `.grad` has the same shape.",
    "`nn.Linear(i, h)` 的权重按 (h, i) 存放，`.grad` 与它同形。",
)
def inputs_first(n, i, h):
    return grad_shape(layer(n, i=h, h=i))


def arrivals(path=several(3, one_of("a", "b", "c"), distinct=True)):
    layers = {name: nn.Linear(2, 2) for name in "abc"}
    x, arrived = torch.ones(2), []
    for name in path:
        weight = layers[name].weight
        weight.register_hook(lambda grad, name=name: arrived.append(name))
        x = torch.tanh(layers[name](x))
    x.sum().backward()
    return arrived


@question(
    "In which order do the layers' weight gradients become ready?",
    "各层权重的梯度按什么先后顺序算出来？",
    of=arrivals,
    choices=["a", "b", "c"],
)
def order(out):
    return out


@order.wrong(
    "Backward starts at the loss: the layer used last gets its gradient first.",
    "反向传播从损失出发：最后用到的层最先得到梯度。",
)
def first_layer_first(path):
    return path


@order.wrong(
    "The order in which layers are made plays no part; what counts is how the forward pass used them.",
    "层的创建顺序不起作用，要看前向传播时使用它们的顺序。",
)
def last_made_first():
    return order(arrivals(path=["a", "b", "c"]))
