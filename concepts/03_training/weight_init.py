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

from journal.authoring import one_of, question, several, task, whole

ZH = """权重初始化与对称性

若几个单元的输入权重和输出权重一开始都相同，它们得到的梯度也相同，就永远互为副本；随机初始化才能打破对称。
标准差取多大？一个单元把 n 个乘积相加，方差也随之相加，因此输入均值为 0 时

    std(W x) = σ · √n · std(x)

σ = 1/√n 时线性层保持信号的大小；σ 偏小，信号经过许多层逐渐消失；σ 偏大，信号爆炸，或使 tanh 饱和。
Xavier 和 Kaiming 初始化就是这条规则，前者兼顾反向传播，后者再适配 ReLU。
"""
NAMES = [
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


def demo(n=one_of(16, 25, 36, 49, 64, 100), sigma=one_of(0.02, 0.05, 0.1, 0.2, 0.3)):
    x = torch.randn(n, 500)
    W = sigma * torch.randn(100, n)
    return (W @ x).std()


@question(
    "About what is the standard deviation of `W @ x` (within 10%)?",
    zh="`W @ x` 的标准差大约是多少（误差 10% 以内）？",
    tolerance=0.1,
)
def spread(out):
    return out


@spread.wrong(
    en=("The output spreads like one weight.", "n products are added: the variance grows n times, its root √n times."),
    zh=("输出的标准差和一个权重一样。", "n 个乘积相加：方差变为 n 倍，标准差变为 √n 倍。"),
)
def as_wide_as_one_weight(sigma):
    return sigma


@spread.wrong(
    en=("n terms spread n times as wide.", "Variances add up, standard deviations do not: √n times."),
    zh=("n 项之和的标准差是 n 倍。", "相加的是方差，不是标准差：只有 √n 倍。"),
)
def n_times_as_wide(n, sigma):
    return n * sigma


@spread.wrong(
    en=("A unit averages its inputs.", "It adds them up: nothing is divided by n."),
    zh=("一个单元对输入取平均。", "它求的是和，没有除以 n。"),
)
def averaged(n, sigma):
    return spread(demo(n, sigma / n))


def training(units=several((5, 9), several(2, whole(0, 3))), steps=whole(2, 5)):
    rows, outs = torch.tensor(units).T
    x, target = torch.randn(2, 20, 2, dtype=torch.float64)
    W1 = torch.randn(4, 2).double()[rows].requires_grad_()
    W2 = torch.randn(4, 2).double()[outs].requires_grad_()
    for _ in range(steps):
        y = torch.tanh(x @ W1.T) @ W2
        loss = ((y - target) ** 2).mean()
        g1, g2 = torch.autograd.grad(loss, (W1, W2))
        with torch.no_grad():
            W1 -= 0.1 * g1
            W2 -= 0.1 * g2
    return W1


@question(
    "How many different rows has W1 after training (to six decimals)?",
    zh="训练之后 W1 有多少个不同的行（精确到六位小数）？",
    of=training,
)
def different_units(out):
    return len(torch.unique(out.round(decimals=6), dim=0))


@different_units.wrong(
    en=("Training tells all units apart.", "Units alike in both weights get equal gradients: they never part."),
    zh=("训练会让所有单元各不相同。", "输入和输出权重都相同的单元梯度也相同，永远不会分开。"),
)
def data_tell_them_apart(units):
    return len(units)


@different_units.wrong(
    en=(
        "Rows that start alike stay alike.",
        "Only if their outgoing weights are alike, too; else their gradients differ.",
    ),
    zh=("起点相同的行一直相同。", "输出权重也相同才会这样；否则梯度不同，就会分开。"),
)
def incoming_alone(units):
    return len({row for row, _ in units})


def zeros(
    weight=one_of("W1", "W2", "W2", "W3", "W3", "W3", "W4"),
    biases=several((1, 4), one_of("b1", "b2", "b3", "b4"), distinct=True),
):
    zero = [weight, *biases]
    net, h = {}, torch.randn(3)
    for layer in "1234":
        for name in ("W" + layer, "b" + layer):
            p = torch.randn(3, 3) if name[0] == "W" else torch.randn(3)
            net[name] = p.zero_() if name in zero else p
            p.requires_grad_()
        h = torch.tanh(net["W" + layer] @ h + net["b" + layer])
    (h - 0.5).square().sum().backward()
    return [name for name, p in net.items() if p.grad.any()]


@question(
    "How many of the eight parameters get a gradient that is not zero?", zh="八个参数中有几个的梯度不为零？", of=zeros
)
def parameters_that_learn(out):
    return len(out)


@parameters_that_learn.wrong(
    en=("All eight learn.", "A zero W lets no gradient through to the layers before it; a zero h gives its W none."),
    zh=("八个都在学习。", "W 为零，梯度就传不到前面的层；h 为零，乘它的 W 就没有梯度。"),
)
def all_of_them():
    return 8


@parameters_that_learn.wrong(
    en=("What is zero gets no gradient.", "A gradient depends on the other factors, not on the weight itself."),
    zh=("为零的参数没有梯度。", "梯度取决于与它相乘的其他因子，而不是它自己。"),
)
def zero_weights_stay(biases):
    return 7 - len(biases)


@parameters_that_learn.wrong(
    en=("A zero W cuts off all layers before it and itself.", "Itself it learns, unless its input is zero."),
    zh=("W 为零时，它自己和前面的层都学不到。", "它自己仍能学习，除非它的输入为零。"),
)
def cut_off_with_itself(out, weight):
    return len(set(out) - {weight})


@task(
    "Write `kaiming_std`: σ = √(2/fan_in) for a weight of this shape (outputs, inputs, *kernel) before ReLU.",
    zh="写出 `kaiming_std`：权重形状为（输出数，输入数，*核的大小），其后接 ReLU，返回 σ = √(2/fan_in)。",
    blanks=["shape[1:]"],
    mend=["fan_out", "kernel_forgotten"],
)
def kaiming_std(shape):
    fan_in = 1
    for size in shape[1:]:
        fan_in *= size
    return (2 / fan_in) ** 0.5


kaiming_std.hint("How many products does one unit add up?", zh="一个单元把多少个乘积相加？")


@kaiming_std.inputs
def linear_layer(o=whole(2, 64), i=whole(2, 64)):
    return ((o, i),)


@kaiming_std.inputs
def convolution(o=whole(2, 32), i=whole(2, 32), k=one_of(2, 3, 5)):
    return ((o, i, k, k),)


@kaiming_std.holds("More outputs change nothing.", zh="输出数变多，结果不变。")
def outputs_play_no_part(out, solution, shape):
    return abs(solution((2 * shape[0], *shape[1:])) - out) < 1e-6


@kaiming_std.wrong(
    en=("What counts is the number of outputs.", "A unit adds up its inputs: fan_in."),
    zh=("要看输出的个数。", "一个单元相加的是输入：fan_in。"),
)
def fan_out(shape):
    return kaiming_std((shape[1], shape[0], *shape[2:]))


@kaiming_std.wrong(
    en=("A convolution adds up its input channels.", "Each at all places of the kernel: inputs times kernel."),
    zh=("卷积只把各输入通道相加。", "每个通道还有核的各个位置：输入通道数乘以核的大小。"),
)
def kernel_forgotten(shape):
    return kaiming_std(shape[:2])


@kaiming_std.wrong(
    en=("σ is √(1/fan_in).", "ReLU lets only half of the square through: 2/fan_in."),
    zh=("σ 等于 √(1/fan_in)。", "ReLU 只让平方和的一半通过：所以是 2/fan_in。"),
)
def without_the_two(shape):
    return kaiming_std(shape) / 2**0.5


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
