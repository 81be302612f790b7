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

from journal.authoring import one_of, question, real, several, task, where, whole

ZH = """反向传播（BP）

BP 计算损失对每个权重的梯度：沿前向传播的计算图往回走，从损失走到第一层，把传来的梯度逐个乘上局部导数，
导数取前向传播时的值。例如 `h = tanh(w1·x)`，`y = w2·h`，`L = (y − t)²/2` 时：

    ∂L/∂w1 = (y − t) · w2 · (1 − h²) · x

BP 只负责填写 `.grad`，修改权重是优化器的事。“BP 神经网络”指多层感知机，但 CNN 和 RNN 也用同一套方法训练。
"""
NAMES = [
    "BP",
    "backprop",
    "back propagation",
    "backpropagation",
    "BP neural network",
    "backward pass",
    "BP神经网络",
    "反向传播",
    "误差反向传播",
]
SHARED = ["backward"]
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


@question("What is `w1.grad`, to three significant figures?", zh="`w1.grad` 是多少（三位有效数字）？")
def gradient(out):
    return out


@gradient.steps
def back_through_the_graph(x, w1, w2, t):
    h = math.tanh(w1 * x)
    yield "h", h
    yield "y − t", w2 * h - t
    yield "∂L/∂h", (w2 * h - t) * w2
    yield "1 − h²", 1 - h**2
    yield "∂L/∂w1", (w2 * h - t) * w2 * (1 - h**2) * x


@gradient.wrong(
    en=("The gradient passes tanh unchanged.", "It is multiplied by the slope of tanh, 1 − h²."),
    zh=("梯度穿过 tanh 时不变。", "还要乘上 tanh 的导数 1 − h²。"),
)
def slope_of_tanh_left_out(x, w1, w2, t):
    return (w2 * math.tanh(w1 * x) - t) * w2 * x


@gradient.wrong(
    en=("Later weights play no part in an earlier gradient.", "On its way back through `w2 * h` it is times w2."),
    zh=("后面的权重与前面的梯度无关。", "梯度往回经过 `w2 * h`，要乘上 w2。"),
)
def later_weight_left_out(x, w1, w2, t):
    h = math.tanh(w1 * x)
    return (w2 * h - t) * (1 - h**2) * x


@gradient.wrong(
    en=("w1's gradient uses the updated w2.", "Gradients hold for the forward pass; w2 moves after `backward()`."),
    zh=("w1 的梯度用更新后的 w2。", "梯度都取前向传播时的值；w2 的更新在 `backward()` 之后。"),
)
def later_weight_already_updated(x, w1, w2, t, lr):
    h = math.tanh(w1 * x)
    error = w2 * h - t
    return error * (w2 - lr * error * h) * (1 - h**2) * x


@gradient.wrong(
    en=("The error is t − y.", "The derivative of (y − t)²/2 by y is y − t: prediction minus target."),
    zh=("误差是 t − y。", "(y − t)²/2 对 y 求导得 y − t：预测减目标。"),
)
def error_reversed(out):
    return -out


@where(lambda n, i, h: len({n, i, h}) == 3)
def layer(n=whole(2, 9), i=whole(2, 6), h=whole(2, 6)):
    x = torch.rand(n, i)
    linear = nn.Linear(i, h)
    linear(x).sum().backward()
    return linear.weight.grad


@question("What is the shape of `linear.weight.grad`?", zh="`linear.weight.grad` 的形状是什么？", of=layer)
def grad_shape(out):
    return out.shape


@grad_shape.wrong(
    en=("Each sample has its slice of `.grad`.", "The samples' gradients are summed: `.grad` is like the weight."),
    zh=("`.grad` 为每个样本各留一份。", "各样本的梯度会加在一起：`.grad` 与权重同形。"),
)
def a_slice_for_each_sample(n, i, h):
    return n, *grad_shape(layer(1, i, h))


@grad_shape.wrong(
    en=("The weight is stored as (inputs, outputs).", "`nn.Linear(i, h)` keeps (h, i), and so does `.grad`."),
    zh=("权重按（输入数，输出数）存放。", "`nn.Linear(i, h)` 按 (h, i) 存放，`.grad` 与它同形。"),
)
def inputs_first(n, i, h):
    return grad_shape(layer(n, i=h, h=i))


@where(lambda path: set(path) == set("abcd"))
def arrivals(path=several(6, one_of("a", "b", "c", "d"))):
    layers = {name: nn.Linear(2, 2) for name in "abcd"}
    x, arrived = torch.ones(2), []
    for name, used in layers.items():
        used.weight.register_hook(lambda grad, name=name: arrived.append(name))
    for name in path:
        x = torch.tanh(layers[name](x))
    x.sum().backward()
    return arrived


@question(
    "A weight's gradient is ready when all uses of the layer have sent theirs. In which order do they become ready?",
    zh="一个层的每次使用都传回梯度之后，它的权重梯度才算完成。各层按什么先后顺序完成？",
    of=arrivals,
    choices=["a", "b", "c", "d"],
)
def ready(out):
    return out


@ready.wrong(
    en=("The first layer's gradient comes first.", "Backward starts at the loss: what was used last comes first."),
    zh=("第一层的梯度最先算出。", "反向传播从损失出发：后用到的先得到梯度。"),
)
def first_layer_first(path):
    return list(dict.fromkeys(path))


@ready.wrong(
    en=("A shared weight is ready at the last use.", "Its first use in the forward pass sends its share last."),
    zh=("共用的权重在最后一次使用处就完成了。", "它在前向中第一次使用时的那份，要到最后才传回来。"),
)
def ready_at_the_last_use(path):
    return list(dict.fromkeys(reversed(path)))


@ready.wrong(
    en=("Layers made last come first.", "The order of creation plays no part; the order of use does."),
    zh=("后创建的层先得到梯度。", "创建顺序不起作用，要看使用的顺序。"),
)
def last_made_first():
    return ready(arrivals(path=["a", "b", "c", "d"]))


@where(lambda n, cut, frozen: 0 < cut < n - 1 and frozen < n)
def reached(n=whole(4, 12), cut=whole(1, 10), frozen=whole(0, 11)):
    layers = [nn.Linear(2, 2) for _ in range(n)]
    layers[frozen].weight.requires_grad_(False)
    x = torch.ones(2)
    for number, each in enumerate(layers):
        if number == cut:
            x = x.detach()
        x = torch.tanh(each(x))
    x.sum().backward()
    return sum(each.weight.grad is not None for each in layers)


@question("How many of the weights get a `.grad`?", zh="有几个权重得到 `.grad`？", of=reached)
def with_gradient(out):
    return out


@with_gradient.wrong(
    en=("A frozen weight stops the gradient.", "It gets none itself, but lets it through to the layers before it."),
    zh=("冻结的权重会挡住梯度。", "它自己没有 `.grad`，但梯度照样传给前面的层。"),
)
def frozen_is_a_wall(n, cut, frozen):
    return n - 1 - max(frozen, cut - 1)


@with_gradient.wrong(
    en=("detach changes nothing for training.", "It cuts the graph: no layer before it gets a gradient."),
    zh=("detach 不影响训练。", "它切断计算图：前面的层都得不到梯度。"),
)
def detach_is_idle(n):
    return n - 1


@with_gradient.wrong(
    en=("A frozen weight gets a gradient, too.", "With `requires_grad=False` its `.grad` stays None."),
    zh=("冻结的权重也有梯度。", "`requires_grad=False` 时，它的 `.grad` 一直是 None。"),
)
def frozen_counts(n, cut):
    return n - cut


@with_gradient.wrong(
    en=("detach cuts off the layers behind it.", "Backward comes from the loss: those behind the cut are reached."),
    zh=("detach 之后的层得不到梯度。", "梯度从损失传来：切口之后的层都能得到。"),
)
def cut_from_the_front(cut, frozen):
    return cut - (frozen < cut)


@task(
    "Write `gradients`: of L = Σ(y − t)²/2 with h = tanh(x W1ᵀ), y = h W2ᵀ, by W1 and W2, without autograd. "
    "The rows of x and t are samples.",
    zh="写出 `gradients`：L = Σ(y − t)²/2，其中 h = tanh(x W1ᵀ)，y = h W2ᵀ，求它对 W1 和 W2 的梯度，不用自动求导。"
    "x 和 t 每行一个样本。",
    blanks=["error @ W2", "1 - h**2"],
    mend=["tanh_without_slope", "error_turned_round"],
)
def gradients(x, W1, W2, t):
    h = torch.tanh(x @ W1.T)
    error = h @ W2.T - t
    back = error @ W2 * (1 - h**2)
    return back.T @ x, error.T @ h


gradients.hint(
    "Each gradient has the shape of its weight: (outputs, inputs).", zh="梯度与权重同形：（输出数，输入数）。"
)
gradients.hint(
    "What arrives at h is error @ W2; then comes the slope of tanh.", zh="传到 h 的是 error @ W2，然后乘 tanh 的导数。"
)


@gradients.inputs
def small_net(n=whole(1, 4), i=whole(1, 3), h=whole(1, 4), o=whole(1, 3)):
    return torch.randn(n, i), torch.randn(h, i), torch.randn(o, h), torch.randn(n, o)


@gradients.holds("The gradients have the shapes of the weights.", zh="梯度与权重同形。")
def shapes_of_the_weights(out, W1, W2):
    return out[0].shape == W1.shape and out[1].shape == W2.shape


@gradients.wrong(
    en=("The gradient passes tanh unchanged.", "It is multiplied by 1 − h²."),
    zh=("梯度穿过 tanh 时不变。", "要乘上 1 − h²。"),
)
def tanh_without_slope(x, W1, W2, t):
    h = torch.tanh(x @ W1.T)
    error = h @ W2.T - t
    return (error @ W2).T @ x, error.T @ h


@gradients.wrong(
    en=("The error is t − y.", "It is y − t: so the gradient points uphill."),
    zh=("误差是 t − y。", "是 y − t：梯度才指向上坡。"),
)
def error_turned_round(x, W1, W2, t):
    h = torch.tanh(x @ W1.T)
    error = t - h @ W2.T
    return (error @ W2 * (1 - h**2)).T @ x, error.T @ h


@gradients.wrong(
    en=("tanh's slope is taken at its input.", "1 − h² holds for the output h = tanh(z); 1 − z² is no slope."),
    zh=("tanh 的导数用它的输入来算。", "1 − h² 里是输出 h = tanh(z)；1 − z² 不是导数。"),
)
def slope_of_the_input(x, W1, W2, t):
    z = x @ W1.T
    error = torch.tanh(z) @ W2.T - t
    return (error @ W2 * (1 - z**2)).T @ x, error.T @ torch.tanh(z)


@gradients.wrong(
    en=("The samples' gradients are averaged.", "This loss is a sum, so they add up."),
    zh=("各样本的梯度取平均。", "这里的损失是求和，所以梯度相加。"),
)
def averaged(x, W1, W2, t):
    first, second = gradients(x, W1, W2, t)
    return first / len(x), second / len(x)
