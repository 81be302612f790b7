"""AdaGrad and RMSProp

Both divide each weight's gradient by a root of its own. AdaGrad takes the sum of all squares so far, which only
grows:

    w ← w − lr · g / √(Σ g²)

Under a steady gradient step t is lr/√t long, whatever its size. RMSProp takes a running mean, v ← α·v + (1 − α)·g²,
which forgets. PyTorch starts v at 0 and does not correct for it, so the first RMSProp step is lr/√(1 − α), ten times
lr with α = 0.99. Adam adds the correction and a running mean of g. (A tiny ε in the divisor is left out here.)
"""

import matplotlib.pyplot as plt
import torch
from torch import nn

from journal.authoring import one_of, question, real, task, where, whole

ZH = """AdaGrad 与 RMSProp

两者都给每个权重的梯度除以它自己的一个平方根。AdaGrad 用至今所有梯度的平方和，它只增不减：

    w ← w − lr · g / √(Σ g²)

梯度恒定时，第 t 步的长度是 lr/√t，与梯度大小无关。RMSProp 用滑动平均 v ← α·v + (1 − α)·g²，会遗忘过去。
PyTorch 让 v 从 0 开始且不作修正，所以 RMSProp 的第一步是 lr/√(1 − α)，α = 0.99 时是 lr 的十倍。
Adam 加上了修正，以及 g 的滑动平均。（分母里很小的 ε 这里略去。）
"""
NAMES = [
    "AdaGrad",
    "RMSProp",
    "adaptive gradient method",
    "AdaGrad 算法",
    "RMSProp 算法",
    "自适应梯度",
]
HINTS = ["adaptive learning rate", "自适应学习率算法"]
NEEDS = ["optimizer-state"]
SOURCES = [
    "Duchi, Hazan & Singer, Adaptive Subgradient Methods for Online Learning, JMLR 12, 2011",
    "torch.optim.Adagrad; torch.optim.RMSprop",
]


@where(lambda g: g != 1)
def demo(lr=real(0.2, 3), t=one_of(4, 9, 16, 25), g=whole(2, 9)):
    w = nn.Parameter(torch.zeros(1))
    opt = torch.optim.Adagrad([w], lr=lr)
    for _ in range(t):
        before = w.item()
        w.grad = torch.tensor([float(g)])
        opt.step()
    return before - w.item()


@question("How long is the last step?", zh="最后一步有多长？")
def late_step(out):
    return out


@late_step.wrong(
    en=("The steps stay as long as the first.", "The sum of squares grows: step t is lr/√t long."),
    zh=("步长始终和第一步一样。", "平方和在增大：第 t 步是 lr/√t。"),
)
def stays(lr, g):
    return demo(lr, t=1, g=g)


@late_step.wrong(
    en=("Step t is lr/t long.", "The root of the sum is taken: lr/√t."),
    zh=("第 t 步是 lr/t。", "还要开平方：lr/√t。"),
)
def without_root(lr, t):
    return lr / t


@late_step.wrong(
    en=("A larger gradient makes longer steps.", "Divided by its own root its size cancels."),
    zh=("梯度越大步子越长。", "除以自己的平方根，大小就抵消了。"),
)
def times_the_gradient(lr, t, g):
    return lr * g / t**0.5


def first(lr=real(0.2, 3), alpha=one_of(0.75, 0.84, 0.96, 0.99), g=whole(2, 9)):
    w = nn.Parameter(torch.zeros(1))
    opt = torch.optim.RMSprop([w], lr=lr, alpha=alpha)
    w.grad = torch.tensor([float(g)])
    opt.step()
    return -w.item()


@question("How long is the first step?", zh="第一步有多长？", of=first)
def first_step(out):
    return out


@first_step.wrong(
    en=("The first step is lr long, as in Adam.", "RMSProp does not correct the start at 0: it is lr/√(1 − α)."),
    zh=("第一步是 lr，和 Adam 一样。", "RMSProp 不修正从 0 出发的偏差：是 lr/√(1 − α)。"),
)
def corrected(lr):
    return lr


@first_step.wrong(
    en=("The first step is lr times the gradient.", "The gradient is divided by its own size."),
    zh=("第一步是 lr 乘以梯度。", "梯度被除以自己的大小。"),
)
def like_sgd(lr, g):
    return lr * g


@first_step.wrong(
    en=("The new square has the weight α.", "α is the weight of the old mean; the new square has 1 − α."),
    zh=("新平方的权重是 α。", "α 是旧平均的权重；新平方的权重是 1 − α。"),
)
def alpha_for_the_new(lr, alpha):
    return lr / alpha**0.5


def after_a_jump(lr=whole(1, 9), pair=one_of([3, 4], [4, 3], [6, 8], [8, 6], [9, 12], [5, 12], [12, 5], [8, 15])):
    w = nn.Parameter(torch.zeros(1))
    opt = torch.optim.Adagrad([w], lr=lr)
    for g in pair:
        before = w.item()
        w.grad = torch.tensor([float(g)])
        opt.step()
    return before - w.item()


@question("How long is the second step?", zh="第二步有多长？", of=after_a_jump)
def second_step(out):
    return out


@second_step.wrong(
    en=("Only the newest gradient counts: lr.", "The squares of both are under the root."),
    zh=("只看最新的梯度：就是 lr。", "根号下是两个梯度的平方和。"),
)
def forgets(lr):
    return float(lr)


@second_step.wrong(
    en=("The gradients are added.", "Their squares are, and then the root is taken."),
    zh=("梯度直接相加。", "是平方相加，再开方。"),
)
def sum_of_gradients(lr, pair):
    return lr * pair[1] / sum(pair)


@second_step.wrong(
    en=("One divides by the old gradient.", "By the root of the sum with the new one in it."),
    zh=("除以旧的梯度。", "除以包含新梯度的平方和的根。"),
)
def divided_by_the_old(lr, pair):
    return lr * pair[1] / pair[0]


@task(
    "Write `adagrad_step`: from weights w, gradient g, sum of squares s and rate lr the new (w, s); leave out ε.",
    zh="写出 `adagrad_step`：由权重 w、梯度 g、平方和 s 和学习率 lr 返回新的 (w, s)；不计 ε。",
    blanks=["s + g * g", "s.sqrt()"],
    mend=["old_sum", "no_root"],
)
def adagrad_step(w, g, s, lr):
    s = s + g * g
    return w - lr * g / s.sqrt(), s


adagrad_step.hint("The new gradient belongs into the sum before it is used.", zh="新梯度要先加进平方和，再使用。")
adagrad_step.hint("Each weight has a sum of its own.", zh="每个权重各有自己的平方和。")


@adagrad_step.inputs
def some_weights(n=whole(2, 5), lr=real(0.1, 1)):
    return torch.randn(n), torch.randn(n), torch.rand(n) * 4 + 0.1, lr


@adagrad_step.inputs
def first_time(n=whole(1, 4), lr=real(0.1, 1)):
    return torch.randn(n), torch.randn(n) + 3, torch.zeros(n), lr


@adagrad_step.holds("PyTorch's Adagrad makes the same step.", zh="与 PyTorch 的 Adagrad 走的一步相同。")
def as_pytorch(out, w, g, s, lr):
    p = nn.Parameter(w.clone())
    opt = torch.optim.Adagrad([p], lr=lr)
    opt.state[p]["sum"].copy_(s)
    p.grad = g.clone()
    opt.step()
    return torch.allclose(out[0], p.data, atol=1e-4)


@adagrad_step.wrong(
    en=("The sizes of the gradients are summed.", "Their squares are, and the root is taken."),
    zh=("累加的是梯度的绝对值。", "累加平方，再开方。"),
)
def sum_of_sizes(w, g, s, lr):
    s = s + g.abs()
    return w - lr * g / s, s


@adagrad_step.wrong(
    en=("One divides by the sum of squares.", "By its root, which has the unit of a gradient."),
    zh=("除以平方和。", "除以它的平方根，单位才与梯度相同。"),
)
def no_root(w, g, s, lr):
    s = s + g * g
    return w - lr * g / s, s


@adagrad_step.wrong(
    en=("The step uses the sum before this gradient.", "The new square belongs into it."),
    zh=("这一步用加入本次梯度之前的和。", "新的平方要先加进去。"),
)
def old_sum(w, g, s, lr):
    return w - lr * g / (s.sqrt() + 1e-10), s + g * g


@adagrad_step.wrong(
    en=("All weights share one sum.", "Each has its own: that is what adapts."),
    zh=("所有权重共用一个和。", "各有各的：自适应就在这里。"),
)
def one_sum_for_all(w, g, s, lr):
    s = s + g.square().sum()
    return w - lr * g / s.sqrt(), s


def figure(out, lr, t, g):
    steps = torch.arange(1, 31)
    plt.plot(steps, lr / steps**0.5, label="AdaGrad")
    plt.plot(steps, lr / (1 - 0.9**steps) ** 0.5, label="RMSProp, α = 0.9")
    plt.plot(steps, torch.full((30,), lr), label="Adam")
    plt.scatter([t], [out])
    plt.xlabel("step, under a steady gradient")
    plt.ylabel("length")
    plt.legend()
