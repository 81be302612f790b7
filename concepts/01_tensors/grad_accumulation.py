"""Gradients add up

`backward()` adds its result to `.grad`; it neither replaces what is there nor touches the weight. That is why a
training loop calls `zero_grad()`, which by default sets `.grad` to `None`.

A tensor that is used several times, or stretched by broadcasting, collects one contribution per use. And the graph
is for one use: `backward()` frees the tensors that its operations saved, so a second call fails wherever something
had been saved.
"""

import matplotlib.pyplot as plt
import torch
from torch import nn

from journal.authoring import one_of, question, real, where, whole

ZH = """梯度累加与清零

`backward()` 把结果加到 `.grad` 上，既不覆盖原有的值，也不改动权重。所以训练循环里要调用 `zero_grad()`，
它默认把 `.grad` 设为 `None`。

一个张量被使用几次，或者被广播扩展成几份，就收到几份梯度，全部相加。计算图只供一次使用：
`backward()` 会释放各运算保存的张量，只要其中有运算保存过数值，第二次调用就会报错。
"""
ALIASES = [
    "zero_grad",
    ".grad",
    "retain_graph",
    "gradient accumulation",
    "梯度累加",
    "梯度累积",
    "梯度清零",
    "清空梯度",
]
NEEDS = ["chain-rule"]
SOURCES = ["torch.Tensor.backward", "torch.optim.Optimizer.zero_grad", "PyTorch documentation, Autograd mechanics"]


@where(lambda w, x, t: abs(w * x - t) >= 0.5)
def demo(w=real(-2, 2), x=real(0.5, 2, either_sign=True), t=real(-2, 2), k=whole(2, 5)):
    w = torch.tensor(w, requires_grad=True)
    seen = []
    for _ in range(k):
        loss = (w * x - t) ** 2
        loss.backward()
        seen.append(w.grad.item())
    return seen


@question("What is the last number in `seen`?", "`seen` 里的最后一个数是多少？")
def gradient(out):
    return out[-1]


@gradient.wrong(
    "Each backward() adds to .grad; without zero_grad() the k gradients pile up.",
    "每次 backward() 都加到 .grad 上；不清零，k 次的梯度就叠加起来。",
)
def replaced_each_time(w, x, t):
    return gradient(demo(w, x, t, k=1))


@gradient.wrong(
    "The chain rule has a last factor: the derivative of w * x by w, which is x.",
    "链式法则还有最后一个因子：w * x 对 w 的导数，也就是 x。",
)
def inner_factor_forgotten(out, x):
    return out[-1] / x


def cleared(set_to_none=one_of(True, False)):
    layer = nn.Linear(2, 1)
    layer(torch.ones(2)).backward()
    layer.zero_grad(set_to_none=set_to_none)
    return layer.weight.grad


@question(
    "What is `layer.weight.grad` at the end?",
    "最后 `layer.weight.grad` 是什么？",
    of=cleared,
    choices={
        "None": "None",
        "a tensor of zeros": "全零的张量",
        "the gradient of `backward()`": "`backward()` 得到的梯度",
    },
)
def what_is_left(out):
    if out is None:
        return "None"
    return "the gradient of `backward()`" if out.any() else "a tensor of zeros"


@what_is_left.wrong(
    "With `set_to_none=True`, the default, the tensor is dropped; nothing is written into it.",
    "`set_to_none=True`（默认值）会直接丢掉这个张量，而不是往里写零。",
)
def always_zeros():
    return what_is_left(cleared(set_to_none=False))


@what_is_left.wrong(
    "With `set_to_none=False` the tensor stays and is filled with zeros.",
    "`set_to_none=False` 会保留这个张量，并把它填成零。",
)
def always_none():
    return what_is_left(cleared(set_to_none=True))


def twice(operation=one_of("w + 3", "w - 3", "w * 3", "w ** 2", "tanh(w)"), keep=False):
    w = torch.tensor(2.0, requires_grad=True)
    y = {
        "w + 3": w + 3,
        "w - 3": w - 3,
        "w * 3": w * 3,
        "w ** 2": w**2,
        "tanh(w)": torch.tanh(w),
    }[operation]
    y.backward(retain_graph=keep)
    y.backward()
    return w.grad


@question("Does it raise an error?", "会报错吗？", of=twice, errors=True)
def raises(out):
    return isinstance(out, Exception)


@raises.wrong(
    "This operation had saved a value for its derivative; the first backward() freed it. `retain_graph=True` keeps it.",
    "这个运算为求导保存过数值，第一次 backward() 已将其释放；`retain_graph=True` 才会保留。",
)
def backward_can_be_repeated(operation):
    return raises(twice(operation, keep=True))


@raises.wrong(
    "The derivative of a sum or difference needs no saved value, so nothing is missing the second time.",
    "加减法的导数不需要保存任何数值，所以第二次什么也不缺。",
)
def graph_is_gone():
    return raises(twice("w * 3"))


def stretched(a=whole(2, 6), b=whole(2, 6)):
    u = torch.zeros(a, 1, requires_grad=True)
    v = torch.zeros(a, b)
    (u + v).sum().backward()
    return u.grad


@question("What is each entry of `u.grad`?", "`u.grad` 的每个元素是多少？", of=stretched)
def entry(out):
    return out[0, 0]


@entry.wrong(
    "Each entry of u is used b times, once per column, and every use adds 1.",
    "u 的每个元素被用了 b 次（每列一次），每用一次加 1。",
)
def counts_once(a):
    return entry(stretched(a, 1))


@entry.wrong(
    "An entry of u reaches only the b positions of its own row, not the whole table.",
    "u 的一个元素只影响自己那一行的 b 个位置，而不是整张表。",
)
def reaches_every_position(a, b):
    return float(a * b)


def figure(out):
    calls = range(1, len(out) + 1)
    plt.bar(calls, out, label="w.grad after each call")
    plt.axhline(out[0], color="C1", label="one gradient")
    plt.legend()
