"""Momentum and Adam

Plain SGD forgets; momentum and Adam carry something over. Momentum sums up past gradients:

    v ← μ·v + g,  w ← w − lr·v

PyTorch does not average them, so under a constant gradient the steps grow up to 1/(1 − μ) times. Adam keeps running
averages of g and g², corrects both for their start at 0, and divides the first by the root of the second. The
size of the gradient cancels: its first step is lr long, whatever the gradient. The price: two more numbers a weight.
"""

import matplotlib.pyplot as plt
import torch
from torch import nn

from journal.authoring import one_of, question, whole

ZH = """动量与 Adam

普通 SGD 没有记忆，动量法和 Adam 则保留过去的信息。动量法把过去的梯度累加起来：

    v ← μ·v + g，w ← w − lr·v

PyTorch 不取平均，所以梯度恒定时步长最多会增大到 1/(1 − μ) 倍。Adam 保存 g 和 g² 的滑动平均，修正它们从 0 出发
造成的偏差，再用前者除以后者的平方根。梯度的大小因此抵消：无论梯度多大，第一步的长度都是 lr。
代价是每个权重多存两个数。
"""
ALIASES = [
    "optimizer",
    "optimiser",
    "momentum",
    "Adam",
    "optimizer state",
    "优化器",
    "动量",
    "动量法",
    "自适应学习率",
]
NEEDS = ["sgd-update"]
SOURCES = ["Kingma & Ba, Adam, arXiv:1412.6980", "torch.optim.SGD; torch.optim.Adam"]


def demo(g=one_of(0.01, 0.5, 2.0, 50.0, 1000.0), lr=one_of(0.01, 0.05, 0.1), method=torch.optim.Adam):
    w = torch.zeros(1, requires_grad=True)
    optimizer = method([w], lr=lr)
    w.grad = torch.tensor([g])
    optimizer.step()
    return w


@question("How far does w move (without the sign)?", "w 移动了多远（不计符号）？")
def first_step(out):
    return abs(out.item())


@first_step.wrong(
    "Adam divides the gradient by its own size: the first step is lr long, however large g is.",
    "Adam 用梯度除以它自身的大小：无论 g 多大，第一步的长度都是 lr。",
)
def grows_with_the_gradient(g, lr):
    return first_step(demo(g, lr, method=torch.optim.SGD))


@first_step.wrong(
    "Both averages start at 0, and Adam corrects both for it: the first step already has its full length lr.",
    "两个平均都从 0 出发，而 Adam 对二者都做修正：第一步就有完整的长度 lr。",
)
def average_still_small(lr):
    return 0.1 * lr


def heavy(g=one_of(1.0, 2.0, 3.0, 5.0), lr=one_of(0.01, 0.05, 0.1), mu=one_of(0.5, 0.8, 0.9), steps=2):
    w = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr, momentum=mu)
    for _ in range(steps):
        w.grad = torch.tensor([g])
        optimizer.step()
    return w


@question("How far has w moved in all (without the sign)?", "w 一共移动了多远（不计符号）？", of=heavy)
def two_steps(out):
    return abs(out.item())


@two_steps.wrong(
    "Each step adds μ times the sum so far to the new gradient: the second is longer than the first.",
    "每一步都在新梯度上加上 μ 倍的累积值：第二步比第一步长。",
)
def no_memory(g, lr):
    return two_steps(heavy(g, lr, mu=0.0))


@two_steps.wrong(
    "PyTorch adds the whole gradient, not the fraction 1 − μ of it: momentum is a sum, not an average.",
    "PyTorch 加的是整个梯度，而不是它的 1 − μ 倍：动量是累加，不是平均。",
)
def running_average(g, lr, mu):
    return lr * g * ((1 - mu) + (1 - mu**2))


@two_steps.wrong(
    "The first step moves w as well: the whole way is g + (1 + μ)·g, times lr.",
    "第一步也移动了 w：总路程是 lr 乘以 g + (1 + μ)·g。",
)
def second_step_only(g, lr, mu):
    return two_steps(heavy(g, lr, mu)) - two_steps(heavy(g, lr, mu, steps=1))


def stored(i=whole(2, 9), o=whole(2, 9), method=torch.optim.Adam, bias=True):
    layer = nn.Linear(i, o, bias=bias)
    optimizer = method(layer.parameters())
    layer(torch.ones(i)).sum().backward()
    optimizer.step()
    kept = 0
    for state in optimizer.state.values():
        kept += sum(v.numel() for name, v in state.items() if name != "step")
    return kept


@question(
    "How many numbers does the optimiser keep (step counters not counted)?",
    "优化器一共保存多少个数（不计步数计数器）？",
    of=stored,
)
def numbers_kept(out):
    return out


@numbers_kept.wrong(
    "Adam keeps two averages for each weight: of the gradient, and of its square.",
    "Adam 为每个权重保存两个平均：梯度的平均，和梯度平方的平均。",
)
def one_for_each_weight(i, o):
    return numbers_kept(stored(i, o, method=torch.optim.RMSprop))


@numbers_kept.wrong(
    "The bias is trained too, so Adam keeps two numbers for each of its entries.",
    "偏置也要训练，所以它的每个数也各存两个。",
)
def bias_forgotten(i, o):
    return numbers_kept(stored(i, o, bias=False))


@numbers_kept.wrong(
    "The weights themselves are stored in the layer, not in the optimiser's state.",
    "权重本身存放在层里，不算在优化器状态内。",
)
def weights_counted_too(i, o):
    return 3 * (i * o + o)


def figure(g, lr):
    for name, method, options in (
        ("SGD", torch.optim.SGD, {}),
        ("momentum", torch.optim.SGD, {"momentum": 0.9}),
        ("Adam", torch.optim.Adam, {}),
    ):
        w = torch.zeros(1, requires_grad=True)
        optimizer = method([w], lr=lr, **options)
        lengths = []
        for _ in range(20):
            before = w.item()
            w.grad = torch.tensor([g])
            optimizer.step()
            lengths.append(abs(w.item() - before))
        plt.plot(range(1, 21), lengths, label=name)
    plt.yscale("log")
    plt.xlabel("step")
    plt.ylabel("length of the step")
    plt.legend()
