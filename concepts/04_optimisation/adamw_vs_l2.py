"""AdamW and L2 in Adam

`Adam(weight_decay=λ)` adds λw to the gradient, as SGD does, but then Adam divides the sum by its own size: the pull
is normalised away, and twice the λ hardly pulls harder. `AdamW` shrinks the weights apart from the gradient step:

    w ← (1 − lr·λ)·w − lr · m̂/√v̂

If the loss gives no gradient, the first step of Adam with λ is lr long whatever λ is (above 0), that of AdamW is
lr·λ·w. For plain SGD both are the same. PyTorch's defaults differ: 0 for Adam, 0.01 for AdamW.
"""

import matplotlib.pyplot as plt
import torch
from torch import nn

from journal.authoring import one_of, question, real, task, where, whole

ZH = """AdamW 与 Adam 加 L2

`Adam(weight_decay=λ)` 像 SGD 那样给梯度加上 λw，但 Adam 随后把这个和除以它自己的大小：拉力被归一化掉了，
λ 加倍，拉力几乎不变。`AdamW` 则把缩小权重与梯度步分开：

    w ← (1 − lr·λ)·w − lr · m̂/√v̂

如果损失没有给出梯度，带 λ 的 Adam 第一步长 lr，与 λ 的大小无关（只要大于 0）；AdamW 的第一步是 lr·λ·w。
对普通 SGD 两者相同。PyTorch 的默认值也不同：Adam 是 0，AdamW 是 0.01。
"""
NAMES = ["AdamW", "decoupled weight decay", "AdamW vs Adam", "解耦权重衰减", "解耦的权重衰减", "AdamW 优化器"]
NEEDS = ["optimizer-state", "weight-decay"]
CONFUSED_WITH = ["weight-decay"]
SOURCES = [
    "Loshchilov & Hutter, Decoupled Weight Decay Regularization, arXiv:1711.05101",
    "torch.optim.AdamW; torch.optim.Adam",
]


@where(lambda w, decay: w * decay > 2)
def demo(w=whole(5, 60), lr=one_of(0.1, 0.2, 0.5), decay=one_of(0.1, 0.2, 0.5), steps=whole(1, 2)):
    p = nn.Parameter(torch.tensor([float(w)]))
    opt = torch.optim.AdamW([p], lr=lr, weight_decay=decay)
    for _ in range(steps):
        p.grad = torch.zeros(1)
        opt.step()
    return w - p.item()


@question("By how much does the weight shrink?", zh="权重缩小了多少？")
def pull(out):
    return out


@pull.wrong(
    en=("The decay is normalised like a gradient.", "That is Adam with L2; AdamW multiplies w by 1 − lr·λ."),
    zh=("衰减像梯度一样被归一化。", "那是 Adam 加 L2；AdamW 把 w 乘以 1 − lr·λ。"),
)
def as_in_adam(lr, steps):
    return lr * steps


@pull.wrong(
    en=("The decay does not depend on lr.", "In PyTorch each step multiplies by 1 − lr·λ."),
    zh=("衰减与 lr 无关。", "在 PyTorch 里每步乘以 1 − lr·λ。"),
)
def without_the_rate(w, decay, steps):
    return demo(w, lr=1.0, decay=decay, steps=steps)


@pull.wrong(
    en=("Without a gradient nothing moves.", "The decay acts apart from the gradient."),
    zh=("没有梯度就不动。", "衰减与梯度无关，照样起作用。"),
)
def no_gradient_no_step(w, lr, steps):
    return demo(w, lr, decay=0.0, steps=steps)


@where(lambda w, lr, decay: abs(w * (1 - lr * decay) - (w - lr)) > 0.1 * w and w - lr > 1)
def l2(w=whole(2, 15), lr=one_of(0.2, 0.3, 0.5, 0.7, 0.9), decay=one_of(0.1, 0.2, 0.5, 1.0)):
    p = nn.Parameter(torch.tensor([float(w)]))
    opt = torch.optim.Adam([p], lr=lr, weight_decay=decay)
    p.grad = torch.zeros(1)
    opt.step()
    return w - p.item()


@question("By how much does the weight shrink?", zh="权重缩小了多少？", of=l2)
def pull_in_adam(out):
    return out


@pull_in_adam.wrong(
    en=("It shrinks by the share lr·λ.", "That is AdamW; here λw is divided by its own size."),
    zh=("缩小 lr·λ 那么大的比例。", "那是 AdamW；这里 λw 被除以自己的大小。"),
)
def as_in_adamw(w, lr, decay):
    return w * lr * decay


@pull_in_adam.wrong(
    en=("With gradient 0 Adam does not move.", "λw is the gradient now."),
    zh=("梯度为 0，Adam 就不动。", "此时 λw 就是梯度。"),
)
def adam_rests(w, lr):
    return l2(w, lr, decay=0.0)


@pull_in_adam.wrong(
    en=("The step is lr·λ.", "λ cancels: the first step is lr long."),
    zh=("这一步是 lr·λ。", "λ 抵消了：第一步长 lr。"),
)
def decay_as_step(lr, decay):
    return lr * decay


@where(lambda w, lr, decay, g: w * decay > 1.5)
def both(w=whole(5, 40), lr=one_of(0.1, 0.2, 0.5), decay=one_of(0.1, 0.2, 0.5), g=whole(2, 9)):
    p = nn.Parameter(torch.tensor([float(w)]))
    opt = torch.optim.AdamW([p], lr=lr, weight_decay=decay)
    p.grad = torch.tensor([float(g)])
    opt.step()
    return w - p.item()


@question("By how much does the weight fall?", zh="权重减小了多少？", of=both)
def fall(out):
    return out


@fall.wrong(
    en=("Decay and gradient share one normalised step.", "In AdamW they are two: lr·λ·w and lr."),
    zh=("衰减与梯度合成一个归一化的步。", "在 AdamW 里是两步：lr·λ·w 和 lr。"),
)
def one_step_for_both(w, lr, g):
    return both(w, lr, decay=0.0, g=g)


@fall.wrong(
    en=("The gradient counts with its size.", "Adam's first step is lr long, whatever g is."),
    zh=("梯度按大小起作用。", "不管 g 多大，Adam 的第一步都是 lr。"),
)
def gradient_like_sgd(w, lr, decay, g):
    return w * lr * decay + lr * g


@fall.wrong(
    en=("Only the decay moves the weight.", "The gradient adds a step of length lr."),
    zh=("只有衰减移动权重。", "梯度再加上长为 lr 的一步。"),
)
def decay_alone(w, lr, decay):
    return w * lr * decay


@task(
    "Write `adamw_first_step`: the weights after the first step of AdamW (ε = 1e-8).",
    zh="写出 `adamw_first_step`：AdamW 走第一步之后的权重（ε = 1e-8）。",
    blanks=["(1 - lr * decay) * w", "g.abs() + 1e-8"],
    mend=["decay_in_the_gradient", "decay_without_rate"],
)
def adamw_first_step(w, g, lr, decay):
    return (1 - lr * decay) * w - lr * g / (g.abs() + 1e-8)


adamw_first_step.hint("After bias correction m̂ is g and v̂ is g².", zh="修正偏差之后，m̂ 就是 g，v̂ 就是 g²。")
adamw_first_step.hint("The decay acts on w itself.", zh="衰减直接作用于 w。")


@adamw_first_step.inputs
def some_weights(n=whole(1, 5), lr=one_of(0.1, 0.2), decay=one_of(0.2, 0.5)):
    return torch.randn(n) * 3, torch.randn(n), lr, decay


@adamw_first_step.inputs
def some_zero_gradients(n=whole(2, 4), lr=real(0.1, 0.5), decay=real(0.1, 0.9)):
    g = torch.randn(n)
    g[0] = 0.0
    return torch.randn(n) + 2, g, lr, decay


@adamw_first_step.holds("PyTorch's AdamW makes the same step.", zh="与 PyTorch 的 AdamW 走的一步相同。")
def as_pytorch(out, w, g, lr, decay):
    p = nn.Parameter(w.clone())
    opt = torch.optim.AdamW([p], lr=lr, weight_decay=decay)
    p.grad = g.clone()
    opt.step()
    return torch.allclose(out, p.data, atol=1e-4)


@adamw_first_step.wrong(
    en=("The decay is added to the gradient.", "Then Adam normalises it away: that is L2 in Adam."),
    zh=("衰减加到梯度里。", "那样会被 Adam 归一化掉：那是 Adam 加 L2。"),
)
def decay_in_the_gradient(w, g, lr, decay):
    g = g + decay * w
    return w - lr * g / (g.abs() + 1e-8)


@adamw_first_step.wrong(
    en=("The decay forgets the learning rate.", "The factor is 1 − lr·λ."),
    zh=("衰减与学习率无关。", "系数是 1 − lr·λ。"),
)
def decay_without_rate(w, g, lr, decay):
    return (1 - decay) * w - lr * g / (g.abs() + 1e-8)


@adamw_first_step.wrong(
    en=(
        "The averages are used as they are.",
        "Both are corrected for their start at 0, else the first step is 0.1/√0.001 ≈ 3.2 lr.",
    ),
    zh=("滑动平均直接使用。", "两者都要修正从 0 出发的偏差，否则第一步是 0.1/√0.001 ≈ 3.2 倍 lr。"),
)
def no_correction(w, g, lr, decay):
    return (1 - lr * decay) * w - lr * 0.1 * g / ((0.001 * g * g).sqrt() + 1e-8)


def figure(out, w, lr, decay, steps):
    for name, method in (("AdamW", torch.optim.AdamW), ("Adam with L2", torch.optim.Adam)):
        p = nn.Parameter(torch.tensor([float(w)]))
        opt = method([p], lr=lr, weight_decay=decay)
        values = [float(w)]
        for _ in range(20):
            p.grad = torch.zeros(1)
            opt.step()
            values.append(p.item())
        plt.plot(range(21), values, label=name)
    plt.xlabel("steps without a gradient")
    plt.ylabel("weight")
    plt.legend()
