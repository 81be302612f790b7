"""Hooks of modules and tensors

A forward hook of a module runs at every call, after `forward`, with the module, its inputs (a tuple) and its output.
If it returns something, that takes the place of the output. A hook of a tensor runs in the backward pass with the
gradient of the loss by that tensor; what it returns flows on to everything before it:

    dL/dw = hook(dL/dh) · dh/dw

Hooks are used to look at activations and gradients without changing the model's code. They stay until the handle that
`register_…` returned is removed.
"""

import torch
from torch import nn

from journal.authoring import question, several, where, whole

ZH = """模块与张量的钩子

模块的前向钩子在每次调用时、`forward` 之后运行，得到模块、输入（元组）和输出；如果它返回了东西，就代替原来的输出。
张量的钩子在反向传播时运行，得到损失对该张量的梯度；它返回的值继续往前传：

    dL/dw = hook(dL/dh) · dh/dw

用钩子可以查看激活值和梯度，而不必改动模型代码。钩子一直有效，直到调用 `register_…` 返回的句柄的 `remove()`。
"""
NAMES = [
    "forward hook",
    "backward hook",
    "register_forward_hook",
    "register_hook",
    "PyTorch hook",
    "钩子函数",
    "前向钩子",
    "反向钩子",
]
SHARED = ["hook", "钩子"]
NEEDS = ["backprop", "module-parameters"]
SOURCES = ["torch.nn.Module.register_forward_hook; torch.Tensor.register_hook"]


def demo(n=whole(2, 9), sizes=several(3, whole(2, 9), distinct=True)):
    a, b, c = sizes
    net = nn.Sequential(nn.Linear(a, b), nn.ReLU(), nn.Linear(b, c))
    seen = []
    last = net[2]
    last.register_forward_hook(lambda module, x, y: seen.append(x[0]))
    net(torch.rand(n, a))
    return seen[0]


@question("What is the shape of `seen[0]`?", zh="`seen[0]` 的形状是什么？")
def seen_shape(out):
    return out.shape


@seen_shape.wrong(
    en=("A forward hook sees the output first.", "It gets (module, inputs, output): x is the tuple of inputs."),
    zh=("前向钩子先看到输出。", "它得到（模块，输入，输出）：x 是输入的元组。"),
)
def sees_the_output(n, sizes):
    return n, sizes[2]


@seen_shape.wrong(
    en=("It sees the weight of the layer.", "It sees what goes in and what comes out."),
    zh=("它看到的是层的权重。", "它看到的是输入和输出。"),
)
def sees_the_weight(sizes):
    return sizes[2], sizes[1]


@seen_shape.wrong(
    en=("The inputs are those of the whole net.", "They are those of the module on which the hook sits."),
    zh=("输入是整个网络的输入。", "是挂着钩子的那个模块的输入。"),
)
def sees_the_input_of_the_net(n, sizes):
    return n, sizes[0]


@where(lambda w, x, c: c != x and c != 2)
def scaled(w=whole(1, 5), x=whole(2, 5), c=whole(2, 9)):
    w = torch.tensor(float(w), requires_grad=True)
    h = w * x
    h.register_hook(lambda gradient: c * gradient)
    loss = h * h
    loss.backward()
    return int(w.grad)


@question("What does it return?", zh="返回值是多少？", of=scaled)
def gradient(out):
    return out


@gradient.wrong(
    en=("A hook only watches.", "What it returns replaces the gradient."),
    zh=("钩子只能旁观。", "它返回的值代替原来的梯度。"),
)
def only_watches(w, x):
    return scaled(w, x, c=1)


@gradient.wrong(
    en=("The hook multiplies h itself as well.", "It runs in the backward pass and leaves the values alone."),
    zh=("钩子把 h 本身也乘了。", "它只在反向时运行，不改数值。"),
)
def scales_the_value(w, x, c):
    return scaled(w, x, c=c * c)


@gradient.wrong(
    en=("The result of the hook is the gradient of w.", "It is that of h; on the way to w it is multiplied by x."),
    zh=("钩子的结果就是 w 的梯度。", "那是 h 的梯度；传到 w 还要乘 x。"),
)
def stops_at_h(w, x, c):
    return 2 * c * w * x


@where(lambda x, a, c, calls: c != x)
def replaced(x=whole(1, 9), a=whole(2, 4), c=whole(1, 9), calls=whole(2, 3)):
    f = nn.Linear(1, 1, bias=False)
    f.weight.data.fill_(a)
    f.register_forward_hook(lambda module, inputs, output: output + c)
    y = torch.tensor([float(x)])
    for _ in range(calls):
        y = f(y)
    return int(y)


@question("What does it return?", zh="返回值是多少？", of=replaced)
def value(out):
    return out


@value.wrong(
    en=("What a forward hook returns is thrown away.", "It takes the place of the output."),
    zh=("前向钩子的返回值会被丢弃。", "它代替原来的输出。"),
)
def thrown_away(x, a, calls):
    return replaced(x, a, c=0, calls=calls)


@value.wrong(
    en=("The hook runs at the first call only.", "At every call, until it is removed."),
    zh=("钩子只在第一次调用时运行。", "每次调用都运行，直到被移除。"),
)
def first_call_only(x, a, c, calls):
    return a ** (calls - 1) * (a * x + c)


@value.wrong(
    en=("The hook runs once at the end.", "What it adds at one call goes into the next."),
    zh=("钩子最后只运行一次。", "一次调用加上的，会进入下一次调用。"),
)
def once_at_the_end(x, a, c, calls):
    return a**calls * x + c
