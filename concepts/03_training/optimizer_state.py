"""Momentum and Adam

Plain SGD forgets; momentum and Adam carry something over. Momentum sums up past gradients:

    v ← μ·v + g,  w ← w − lr·v

PyTorch does not average them, so under a constant gradient the steps grow up to 1/(1 − μ) times. Adam keeps running
averages of g and g², corrects both for their start at 0, and divides the first by the root of the second (plus
ε = 1e-8). The size of the gradient cancels: the first step of each weight is lr long, while its gradient is far larger
than ε; a gradient of 0 moves nothing. The price: two more numbers a weight.
"""

import matplotlib.pyplot as plt
import torch
from torch import nn

from journal.authoring import one_of, question, real, several, task, whole

ZH = """动量与 Adam

普通 SGD 没有记忆，动量法和 Adam 则保留过去的信息。动量法把过去的梯度累加起来：

    v ← μ·v + g，w ← w − lr·v

PyTorch 不取平均，所以梯度恒定时步长最多会增大到 1/(1 − μ) 倍。Adam 保存 g 和 g² 的滑动平均，修正它们从 0 出发
造成的偏差，再用前者除以后者的平方根（加 ε = 1e-8）。梯度的大小因此抵消：只要梯度远大于 ε，每个权重第一步的长度
都是 lr；梯度为 0 则不动。代价是每个权重多存两个数。
"""
NAMES = ["Adam", "optimizer state", "optimiser state", "momentum method", "动量法", "Adam 优化器", "优化器状态"]
SHARED = ["optimizer", "optimiser", "momentum", "优化器", "动量"]
HINTS = ["自适应学习率"]
NEEDS = ["sgd-update"]
SOURCES = ["Kingma & Ba, Adam, arXiv:1412.6980", "torch.optim.SGD; torch.optim.Adam"]


def demo(g=several((4, 6), one_of(0.0, 0.01, 0.5, 2.0, 50.0, 1000.0)), lr=real(0.01, 0.1, places=2)):
    w = torch.zeros(len(g), requires_grad=True)
    optimizer = torch.optim.Adam([w], lr=lr)
    w.grad = torch.tensor(g)
    optimizer.step()
    return w.abs().sum()


@question(
    "How far have the weights moved in all (the sum of |w|, to three significant figures)?",
    zh="所有权重一共移动了多远（|w| 之和，三位有效数字）？",
)
def first_steps(out):
    return out


@first_steps.wrong(
    en=("The step grows with the gradient.", "Adam divides each gradient by its own size: the first step is lr long."),
    zh=("步长随梯度增大。", "Adam 用每个梯度除以它自身的大小：第一步的长度是 lr。"),
)
def grows_with_the_gradient(g, lr):
    return lr * sum(g)


@first_steps.wrong(
    en=("Adam moves every weight by lr.", "A gradient of 0 stays 0: 0 / (0 + ε)."),
    zh=("Adam 让每个权重都移动 lr。", "梯度为 0 时就是 0 / (0 + ε)，不动。"),
)
def zero_moves_too(g, lr):
    return lr * len(g)


@first_steps.wrong(
    en=("At first the averages are small, and so is the step.", "Adam corrects both for their start at 0."),
    zh=("起初两个平均都小，所以步子也小。", "Adam 对二者从 0 出发的偏差都做了修正。"),
)
def average_still_small(out):
    return 0.1 * out


@first_steps.wrong(
    en=("The gradient vector is scaled to length lr.", "Each weight is scaled on its own."),
    zh=("整个梯度向量缩放到长度 lr。", "每个权重各自缩放。"),
)
def scaled_together(g, lr):
    return lr * sum(g) / sum(each**2 for each in g) ** 0.5 if any(g) else None


def heavy(g=one_of(1.0, 2.0, 3.0, 5.0), lr=one_of(0.01, 0.05, 0.1), mu=one_of(0.5, 0.8, 0.9), steps=2):
    w = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr, momentum=mu)
    for _ in range(steps):
        w.grad = torch.tensor([g])
        optimizer.step()
    return w


@question(
    "How far has w moved in all (without the sign, to three significant figures)?",
    zh="w 一共移动了多远（不计符号，三位有效数字）？",
    of=heavy,
)
def two_steps(out):
    return abs(out.item())


@two_steps.wrong(
    en=("Both steps are alike.", "The second adds μ times what was summed up so far, and is longer."),
    zh=("两步一样长。", "第二步还要加上 μ 倍的累积值，比第一步长。"),
)
def no_memory(g, lr):
    return two_steps(heavy(g, lr, mu=0.0))


@two_steps.wrong(
    en=("Momentum is a running average of gradients.", "PyTorch adds the whole gradient, not 1 − μ of it: a sum."),
    zh=("动量是梯度的滑动平均。", "PyTorch 加的是整个梯度，而不是它的 1 − μ 倍：是累加。"),
)
def running_average(g, lr, mu):
    return lr * g * ((1 - mu) + (1 - mu**2))


@two_steps.wrong(
    en=("The way is lr·(1 + μ)·g.", "That is the second step; the first, lr·g, counts as well."),
    zh=("路程是 lr·(1 + μ)·g。", "那是第二步；第一步的 lr·g 也要算上。"),
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
    zh="优化器一共保存多少个数（不计步数计数器）？",
    of=stored,
)
def numbers_kept(out):
    return out


@numbers_kept.wrong(
    en=("Adam keeps one average for each weight.", "It keeps two: of the gradient, and of its square."),
    zh=("Adam 为每个权重保存一个平均。", "它保存两个：梯度的平均，和梯度平方的平均。"),
)
def one_for_each_weight(i, o):
    return numbers_kept(stored(i, o, method=torch.optim.RMSprop))


@numbers_kept.wrong(
    en=("Only weights have a state, biases do not.", "The bias is trained too: two numbers for each of its entries."),
    zh=("只有权重有状态，偏置没有。", "偏置也要训练，它的每个数也各存两个。"),
)
def bias_forgotten(i, o):
    return numbers_kept(stored(i, o, bias=False))


@numbers_kept.wrong(
    en=("The optimiser keeps a copy of the weights.", "They are stored in the layer, not in its state."),
    zh=("优化器还存一份权重。", "权重存放在层里，不算在优化器状态内。"),
)
def weights_counted_too(i, o):
    return 3 * (i * o + o)


@task(
    "Write `momentum_step`: one step of SGD with momentum as PyTorch takes it. Return the new w and v.",
    zh="写出 `momentum_step`：按 PyTorch 的做法走一步带动量的 SGD，返回新的 w 和 v。",
    blanks=["mu * v + g", "lr * v"],
    mend=["running_mean_of_gradients", "steps_by_the_gradient"],
)
def momentum_step(w, g, v, lr, mu):
    v = mu * v + g
    return w - lr * v, v


momentum_step.hint("First the sum, then the step along it.", zh="先累加，再沿累加的方向走。")


@momentum_step.inputs
def under_way(n=whole(1, 4), lr=one_of(0.1, 0.5), mu=one_of(0.5, 0.9)):
    return torch.randn(n), torch.randn(n), torch.randn(n), lr, mu


@momentum_step.holds("Without momentum it is plain SGD.", zh="没有动量时就是普通的 SGD。")
def plain_without_momentum(solution, w, g, v, lr):
    return torch.allclose(solution(w, g, v, lr, 0.0)[0], w - lr * g)


@momentum_step.wrong(
    en=("v is a running average.", "PyTorch adds the whole gradient, not 1 − μ of it."),
    zh=("v 是滑动平均。", "PyTorch 加的是整个梯度，不是它的 1 − μ 倍。"),
)
def running_mean_of_gradients(w, g, v, lr, mu):
    v = mu * v + (1 - mu) * g
    return w - lr * v, v


@momentum_step.wrong(
    en=("The step goes along the gradient.", "It goes along v; else v would be of no use."),
    zh=("沿梯度走。", "要沿 v 走，否则 v 就没有用处。"),
)
def steps_by_the_gradient(w, g, v, lr, mu):
    return w - lr * g, mu * v + g


@momentum_step.wrong(
    en=("The step is taken with the old v.", "The new gradient is added first."),
    zh=("用旧的 v 走这一步。", "要先加上新的梯度。"),
)
def old_velocity(w, g, v, lr, mu):
    return w - lr * v, mu * v + g


@momentum_step.wrong(
    en=("The rate is built into v.", "PyTorch keeps v without it and multiplies when it steps."),
    zh=("学习率算进 v 里。", "PyTorch 的 v 不含学习率，走这一步时才乘。"),
)
def rate_in_the_velocity(w, g, v, lr, mu):
    v = mu * v + lr * g
    return w - v, v


@task(
    "Write `adam_step`: step number t (from 1) of Adam with β₁ = 0.9, β₂ = 0.999, ε = 1e-8. Return the new w, m and v.",
    zh="写出 `adam_step`：Adam 的第 t 步（从 1 数起），β₁ = 0.9，β₂ = 0.999，ε = 1e-8。返回新的 w、m 和 v。",
    blanks=["1 - 0.9**t", "1 - 0.999**t"],
    mend=["without_correction", "without_root"],
)
def adam_step(w, g, m, v, t, lr):
    m = 0.9 * m + 0.1 * g
    v = 0.999 * v + 0.001 * g**2
    m_hat = m / (1 - 0.9**t)
    v_hat = v / (1 - 0.999**t)
    return w - lr * m_hat / (v_hat.sqrt() + 1e-8), m, v


adam_step.hint(
    "Both averages start at 0: by which share are they too small after t steps?",
    zh="两个平均都从 0 出发：t 步之后小了多少？",
)
adam_step.hint("m and v are returned as they are, without the correction.", zh="返回的 m 和 v 是未修正的。")


@adam_step.inputs
def the_first_step(n=whole(1, 4), lr=one_of(0.01, 0.1)):
    return torch.randn(n), 3 * torch.randn(n), torch.zeros(n), torch.zeros(n), 1, lr


@adam_step.inputs
def a_later_step(n=whole(1, 4), t=whole(2, 30), lr=one_of(0.01, 0.1)):
    return torch.randn(n), torch.randn(n), torch.randn(n), torch.rand(n), t, lr


@adam_step.inputs
def tiny_gradients(n=whole(1, 4), lr=one_of(0.01, 0.1)):
    return torch.randn(n), 1e-4 * (1 + torch.rand(n)), torch.zeros(n), torch.zeros(n), 1, lr


@adam_step.holds("The first step is lr long.", zh="第一步的长度是 lr。")
def first_step_is_lr(out, w, t, lr):
    return t > 1 or torch.allclose((out[0] - w).abs(), torch.full_like(w, lr), rtol=1e-3)


@adam_step.wrong(
    en=("The averages may be used as they are.", "They start at 0: divide by 1 − β₁ᵗ and 1 − β₂ᵗ."),
    zh=("两个平均直接用就行。", "它们从 0 出发：要除以 1 − β₁ᵗ 和 1 − β₂ᵗ。"),
)
def without_correction(w, g, m, v, t, lr):
    _, m, v = adam_step(w, g, m, v, t, lr)
    return w - lr * m / (v.sqrt() + 1e-8), m, v


@adam_step.wrong(
    en=("The step divides by the average of g².", "It divides by its root."),
    zh=("除以 g² 的平均。", "要除以它的平方根。"),
)
def without_root(w, g, m, v, t, lr):
    _, m, v = adam_step(w, g, m, v, t, lr)
    return w - lr * (m / (1 - 0.9**t)) / (v / (1 - 0.999**t) + 1e-8), m, v


@adam_step.wrong(
    en=("The corrected averages are kept.", "They are for this step alone; kept, they would be corrected twice."),
    zh=("保存修正后的平均。", "修正只用于这一步；存下来就会重复修正。"),
)
def correction_kept(w, g, m, v, t, lr):
    w, m, v = adam_step(w, g, m, v, t, lr)
    return w, m / (1 - 0.9**t), v / (1 - 0.999**t)


@adam_step.wrong(
    en=("The step goes along g.", "It goes along the average m."),
    zh=("沿 g 走。", "要沿平均 m 走。"),
)
def along_the_gradient(w, g, m, v, t, lr):
    _, m, v = adam_step(w, g, m, v, t, lr)
    return w - lr * g / ((v / (1 - 0.999**t)).sqrt() + 1e-8), m, v


@adam_step.wrong(
    en=("ε stands under the root.", "It is added to the root; under it, it would weigh as much as 1e-4."),
    zh=("ε 放在根号里。", "ε 加在根号外；放在里面，作用就相当于 1e-4。"),
)
def epsilon_under_the_root(w, g, m, v, t, lr):
    _, m, v = adam_step(w, g, m, v, t, lr)
    return w - lr * m / (1 - 0.9**t) / (v / (1 - 0.999**t) + 1e-8).sqrt(), m, v


def figure(g, lr):
    g = max(g) or 1.0
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
