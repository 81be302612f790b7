"""Weight initialisation

Units that start with the same weights, in and out, get the same gradient and stay copies of each other for ever: a
random start breaks the symmetry. How wide to draw? A unit adds n products, and variances add up, so for inputs of
mean 0

    std(W x) = σ · √n · std(x)

With σ = 1/√n a linear layer keeps the size of its signal; smaller σ lets it die out over many layers, larger σ blows
it up or saturates tanh. Xavier and Kaiming starts are this rule, adapted to the backward pass and to ReLU.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, whole

ZH = """权重初始化与对称性

若几个单元的输入权重和输出权重一开始都相同，它们得到的梯度也相同，就永远互为副本；随机初始化才能打破对称。
标准差取多大？一个单元把 n 个乘积相加，方差也随之相加，因此输入均值为 0 时

    std(W x) = σ · √n · std(x)

σ = 1/√n 时线性层保持信号的大小；σ 偏小，信号经过许多层逐渐消失；σ 偏大，信号爆炸，或使 tanh 饱和。
Xavier 和 Kaiming 初始化就是这条规则，前者兼顾反向传播，后者再适配 ReLU。
"""
ALIASES = [
    "weight initialization",
    "weight initialisation",
    "random initialization",
    "symmetry breaking",
    "Xavier",
    "Glorot",
    "Kaiming",
    "He init",
    "权重初始化",
    "参数初始化",
    "随机初始化",
    "破除对称",
    "打破对称",
]
NEEDS = ["backprop"]
SOURCES = [
    "Glorot & Bengio, Understanding the difficulty of training deep feedforward neural networks (2010)",
    "He et al., Delving Deep into Rectifiers, arXiv:1502.01852",
]


def demo(n=one_of(16, 25, 36, 64), sigma=one_of(0.02, 0.05, 0.1, 0.2)):
    x = torch.randn(n, 500)
    W = sigma * torch.randn(100, n)
    return (W @ x).std()


@question(
    "About what is the standard deviation of `W @ x` (within 10%)?",
    "`W @ x` 的标准差大约是多少（误差 10% 以内）？",
    tolerance=0.1,
)
def spread(out):
    return out


@spread.wrong(
    "n products are added up: the variance grows n times, the standard deviation √n times.",
    "n 个乘积相加：方差变为 n 倍，标准差变为 √n 倍。",
)
def as_wide_as_one_weight(sigma):
    return sigma


@spread.wrong(
    "Variances add up, standard deviations do not: n terms make the spread √n times as wide.",
    "相加的是方差，不是标准差：n 项之和的标准差只有 √n 倍。",
)
def n_times_as_wide(n, sigma):
    return n * sigma


@spread.wrong(
    "W @ x is a sum over n inputs, not their mean: nothing is divided by n.",
    "W @ x 是 n 个输入的和，不是平均，没有除以 n。",
)
def averaged(n, sigma):
    return spread(demo(n, sigma / n))


def training(h=whole(3, 9), steps=whole(2, 5), start=one_of("equal", "random")):
    x, target = torch.randn(20, 2).double(), torch.randn(20, 1).double()
    draw = torch.ones if start == "equal" else torch.randn
    W1 = (0.5 * draw(h, 2)).double().requires_grad_()
    W2 = (0.5 * draw(1, h)).double().requires_grad_()
    for _ in range(steps):
        y = torch.tanh(x @ W1.T) @ W2.T
        loss = ((y - target) ** 2).mean()
        g1, g2 = torch.autograd.grad(loss, (W1, W2))
        W1.data -= 0.1 * g1
        W2.data -= 0.1 * g2
    return W1


@question(
    "How many different rows does W1 have after training (to six decimals)?",
    "训练之后 W1 有多少个不同的行（精确到六位小数）？",
    of=training,
)
def different_rows(out):
    return len(torch.unique(out.round(decimals=6), dim=0))


@different_rows.wrong(
    "All units see the same samples, and units with equal weights get equal gradients: they never part.",
    "每个单元看到的样本都一样，权重相同的单元得到的梯度也相同，永远不会分开。",
)
def data_tell_them_apart(h, steps):
    return different_rows(training(h, steps, start="random"))


@different_rows.wrong(
    "Training does not make units alike; those that start apart stay apart.",
    "训练不会让单元变得一样；起点不同的单元仍然不同。",
)
def training_merges_them(h, steps):
    return different_rows(training(h, steps, start="equal"))


def zeros(zero=one_of(["W1"], ["W2"], ["W1", "W2"])):
    params = {
        "W1": torch.randn(4, 3),
        "b1": torch.zeros(4),
        "W2": torch.randn(1, 4),
        "b2": torch.zeros(1),
    }
    for name, p in params.items():
        if name in zero:
            p.zero_()
        p.requires_grad_()
    h = torch.tanh(params["W1"] @ torch.randn(3) + params["b1"])
    y = params["W2"] @ h + params["b2"]
    ((y - 1) ** 2).sum().backward()
    return [name for name, p in params.items() if p.grad.any()]


@question(
    "Which parameters get a gradient that is not zero?",
    "哪些参数的梯度不为零？",
    of=zeros,
    choices={
        "b2": "b2",
        "W2, b2": "W2, b2",
        "W1, b1, b2": "W1, b1, b2",
        "b1, W2, b2": "b1, W2, b2",
        "W1, b1, W2, b2": "W1, b1, W2, b2",
        "none": "都没有",
    },
)
def learning(out):
    return ", ".join(out) or "none"


@learning.wrong(
    "W1 = 0 makes h = 0, and with it the gradient of W2; W2 = 0 lets no gradient through to W1 and b1.",
    "W1 = 0 使 h = 0，W2 的梯度也就为 0；W2 = 0 则没有梯度能传到 W1 和 b1。",
)
def all_of_them():
    return learning(zeros(zero=[]))


@learning.wrong(
    "The bias of the output learns even so: its gradient is 2(y − 1), twice the error.",
    "输出层的偏置仍能学习：它的梯度是 2(y − 1)，即误差的两倍。",
)
def none_of_them():
    return "none"


@learning.wrong(
    "A zero weight is not a zero gradient: a gradient depends on the other factors, not on the weight itself.",
    "权重为零不等于梯度为零：梯度取决于与它相乘的其他因子，而不是权重自己。",
)
def zero_weights_stay(zero):
    return {"W1": "b1, W2, b2", "W2": "W1, b1, b2"}[zero[0]] if len(zero) == 1 else None


def figure(n, sigma):
    for width in sorted({sigma, 0.5 / n**0.5, 1 / n**0.5, 2 / n**0.5}):
        x, sizes = torch.randn(n, 50), []
        for _ in range(9):
            sizes.append(x.std().item())
            x = torch.tanh(width * torch.randn(n, n) @ x)
        plt.plot(sizes, label=f"sigma = {width:.3f}")
    plt.yscale("log")
    plt.xlabel("tanh layer")
    plt.ylabel("std of the signal")
    plt.legend()
