"""Weight decay (L2)

The penalty ½λw² adds λw to the gradient, so that a step of gradient descent becomes

    w ← w − η(g + λw) = (1 − ηλ)w − ηg

The pull is proportional to the weight. It acts even where the data give no gradient, and it comes to rest
where data and penalty balance: for ½(w − a)² at a/(1 + λ), so in general never exactly at 0. In
`torch.optim.SGD` the `weight_decay` is λ; it changes the gradient, not the loss that is printed. For plain SGD
penalty and decay are the same thing; for Adam they are not, hence AdamW.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, task, where, whole

ZH = """权重衰减（L2 正则化）

惩罚项 ½λw² 给梯度加上 λw，梯度下降的一步变成

    w ← w − η(g + λw) = (1 − ηλ)w − ηg

拉力与权重成正比。即使数据给的梯度为零它也照样起作用，最后停在数据与惩罚平衡的地方：对 ½(w − a)² 是 a/(1 + λ)，
所以一般不会恰好是 0。`torch.optim.SGD` 的 `weight_decay` 就是 λ；它改的是梯度，不是打印出来的损失。
对普通的 SGD，加惩罚与衰减是一回事；对 Adam 则不是，所以才有 AdamW。
"""
NAMES = [
    "weight decay",
    "weight_decay",
    "L2 regularization",
    "L2 regularisation",
    "L2 penalty",
    "ridge regression",
    "权重衰减",
    "L2正则",
    "L2正则化",
    "岭回归",
]
SHARED = ["regularization", "regularisation", "正则化"]
HINTS = ["penalty", "正则", "惩罚项"]
NEEDS = ["sgd-update", "overfitting"]
CONFUSED_WITH = ["l1-vs-l2", "adamw-vs-l2"]
SOURCES = [
    "torch.optim.SGD, parameter weight_decay",
    "Hastie, Tibshirani & Friedman, The Elements of Statistical Learning (2nd ed.), section 3.4.1",
    "Loshchilov & Hutter, Decoupled Weight Decay Regularization, arXiv:1711.05101",
]


@where(lambda lr, decay: lr * decay >= 0.05)
def demo(w0=whole(2, 9), lr=one_of(0.1, 0.2, 0.5), decay=one_of(0.5, 1.0, 1.5), steps=whole(2, 3)):
    w = torch.tensor(float(w0), requires_grad=True)
    opt = torch.optim.SGD([w], lr=lr, weight_decay=decay)
    for _ in range(steps):
        opt.zero_grad()
        loss = 0 * w  # the data say nothing about this weight
        loss.backward()
        opt.step()
    return w.item()


@question("What is w at the end?", zh="最后 w 是多少？")
def idle_weight(out):
    return out


@idle_weight.wrong(
    en=("Without a gradient a weight stays.", "The decay adds λw to the gradient, so it shrinks."),
    zh=("没有梯度，权重就不变。", "衰减给梯度加上 λw，所以权重缩小。"),
)
def no_gradient_no_change(w0, lr, steps):
    return demo(w0, lr, decay=0.0, steps=steps)


@idle_weight.wrong(
    en=("Each step takes away lr · decay.", "The pull is proportional to w: each step multiplies by 1 − lr · decay."),
    zh=("每一步减去 lr · decay。", "拉力与 w 成正比：每一步乘以 1 − lr · decay。"),
)
def fixed_amount(w0, lr, decay, steps):
    return w0 - steps * lr * decay


@idle_weight.wrong(
    en=("Each step multiplies by 1 − decay.", "The learning rate scales the decay: 1 − lr · decay."),
    zh=("每一步乘以 1 − decay。", "学习率也作用于衰减：1 − lr · decay。"),
)
def without_learning_rate(w0, decay, steps):
    return demo(w0, lr=1.0, decay=decay, steps=steps)


@where(lambda a, decay: abs(a - decay - a / (1 + decay)) > 0.3 and a != decay)
def balance(a=whole(2, 12), decay=one_of(0.25, 0.5, 1.0, 2.0, 3.0)):
    w = torch.zeros(1, requires_grad=True)
    opt = torch.optim.SGD([w], lr=0.2, weight_decay=decay)
    for _ in range(60):
        opt.zero_grad()
        loss = (w - a) ** 2 / 2
        loss.backward()
        opt.step()
    return w.item()


@question("Where has w come to rest?", zh="w 停在了哪里？", of=balance)
def rest(out):
    return out


@rest.wrong(
    en=("The penalty only slows the way to a.", "It moves the minimum: the pull λw lasts to the end."),
    zh=("惩罚只让走向 a 的路慢一些。", "它移动了极小点：拉力 λw 一直都在。"),
)
def only_slower(a):
    return balance(a, decay=0.0)


@rest.wrong(
    en=("The penalty takes `decay` off the weight.", "That is L1; here the weight is divided by 1 + decay."),
    zh=("惩罚从权重里减去 `decay`。", "那是 L1；这里是除以 1 + decay。"),
)
def subtracted(a, decay):
    return a - decay


@rest.wrong(
    en=("In time the decay wins and w goes to 0.", "The pull fades with w, and the data pull back."),
    zh=("时间一长衰减占上风，w 趋于 0。", "拉力随 w 变小而减弱，数据又把它拉回来。"),
)
def zero_in_time():
    return 0.0


@where(lambda w0, y, decay: w0 < y - 1 and 0.05 * (y - w0) ** 2 <= min(2 * decay, decay * w0**2))
def one_step(w0=whole(1, 6), y=whole(4, 12), decay=one_of(0.5, 1.0, 2.0, 4.0)):
    w = torch.tensor(float(w0), requires_grad=True)
    opt = torch.optim.SGD([w], lr=0.1, weight_decay=decay)
    loss = (w - y) ** 2 / 2
    loss.backward()
    opt.step()
    return {"loss": loss.item(), "w": w.item()}


@question("What is `loss`?", zh="`loss` 是多少？", of=one_step)
def printed_loss(out):
    return out["loss"]


@printed_loss.wrong(
    en=("The optimiser adds ½·decay·w² to the loss.", "It never sees the loss: it changes the gradient."),
    zh=("优化器给损失加上 ½·decay·w²。", "优化器看不到损失：它改的是梯度。"),
)
def penalty_included(out, w0, decay):
    return out["loss"] + decay * w0**2 / 2


@printed_loss.wrong(
    en=("The decay itself is added to the loss.", "Nothing is added to the loss that you compute."),
    zh=("损失里加上 decay 本身。", "你算出来的损失里什么也没有加。"),
)
def decay_included(out, decay):
    return out["loss"] + decay


@question("What is w after the step?", zh="这一步之后 w 是多少？", of=one_step)
def after(out):
    return out["w"]


@after.wrong(
    en=("The first step follows the data only.", "Every step adds λw to the gradient."),
    zh=("第一步只跟着数据走。", "每一步都给梯度加上 λw。"),
)
def data_only(w0, y):
    return one_step(w0, y, decay=0.0)["w"]


@after.wrong(
    en=("The penalty is added to the weight.", "It pulls towards 0: it is subtracted with the gradient."),
    zh=("惩罚加在权重上。", "它把权重拉向 0：随梯度一起减去。"),
)
def penalty_pushes(w0, y, decay):
    return w0 - 0.1 * (w0 - y - decay * w0)


@after.wrong(
    en=("The decay is not scaled by the learning rate.", "In SGD the rate multiplies g + λw as a whole."),
    zh=("衰减不乘学习率。", "在 SGD 里学习率乘的是整个 g + λw。"),
)
def unscaled_decay(w0, y, decay):
    return w0 - 0.1 * (w0 - y) - decay * w0


@task(
    "Write `step`: the weights (a tensor) after one step of SGD with weight decay.",
    zh="写出 `step`：带权重衰减的 SGD 走一步之后的权重（张量）。",
    blanks=["grad + decay * w"],
    mend=["fixed_pull", "rate_forgotten"],
)
def step(w, grad, lr, decay):
    return w - lr * (grad + decay * w)


step.hint("What does ½·decay·w² add to the gradient?", zh="½·decay·w² 给梯度加上什么？")


@step.inputs
def weights_and_gradient(n=whole(1, 5), lr=one_of(0.01, 0.1, 0.5), decay=one_of(0.1, 0.5, 1.0)):
    return torch.randn(n), torch.randn(n), lr, decay


@step.inputs
def no_gradient(n=whole(1, 5), decay=one_of(0.1, 0.5)):
    return torch.randn(n), torch.zeros(n), 0.1, decay


@step.holds(
    "Without a gradient each weight shrinks by the factor 1 − lr·decay.", zh="没有梯度时，权重乘以 1 − lr·decay。"
)
def shrinks(solution, w, grad, lr, decay):
    return torch.allclose(solution(w, 0 * grad, lr, decay), w * (1 - lr * decay), atol=1e-6)


@step.wrong(
    en=("Each weight is pulled with the same force.", "That is L1; the pull of L2 is proportional to w."),
    zh=("每个权重受到的拉力一样大。", "那是 L1；L2 的拉力与 w 成正比。"),
)
def fixed_pull(w, grad, lr, decay):
    return w - lr * (grad + decay * w.sign())


@step.wrong(
    en=("The decay forgets the learning rate.", "The rate multiplies the gradient and the decay."),
    zh=("衰减与学习率无关。", "学习率既乘梯度，也乘衰减。"),
)
def rate_forgotten(w, grad, lr, decay):
    return (1 - decay) * w - lr * grad


@step.wrong(
    en=("The penalty is added to each gradient.", "Its derivative is: decay · w for each weight."),
    zh=("惩罚值加到每个梯度上。", "要加的是它的导数：每个权重加 decay · w。"),
)
def penalty_for_gradient(w, grad, lr, decay):
    return w - lr * (grad + decay * w.square().sum() / 2)


def figure(out, w0, lr, decay, steps):
    many = range(20)
    plt.plot(many, [w0 * (1 - lr * decay) ** each for each in many], label="decay: a factor each step")
    plt.plot(many, [max(w0 - lr * decay * each, 0) for each in many], label="L1: a fixed amount")
    plt.scatter([steps], [out])
    plt.xlabel("steps")
    plt.ylabel("w")
    plt.legend()
