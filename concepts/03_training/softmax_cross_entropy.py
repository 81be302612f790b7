"""Softmax and cross-entropy

Softmax turns C logits into probabilities that add up to 1; cross-entropy is the surprise at the right class k:

    L = −ln p_k,  p_k = exp(z_k) / Σ exp(z_j)

Equal logits cost ln C, a good check of the first loss of a training run. Only differences of logits count. The
gradient at the logits is p minus the one-hot target. `F.cross_entropy` takes the raw logits: it applies softmax
itself. Softmax normalises a sum to 1; it has nothing to do with BN or with scaling the inputs.
"""

import math

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, real, several, whole

ZH = """softmax 与交叉熵

softmax 把 C 个 logits 变成和为 1 的概率；交叉熵衡量正确类别 k 有多“意外”：

    L = −ln p_k，p_k = exp(z_k) / Σ exp(z_j)

各 logits 相等时损失为 ln C，可用来检查训练刚开始时的损失。起作用的只是 logits 之间的差。损失对 logits 的梯度等于
p 减去独热目标。`F.cross_entropy` 要的是原始 logits，它内部会做 softmax。softmax 只是让总和归一，
与 BN、输入标准化都不是一回事。
"""
ALIASES = [
    "softmax",
    "cross entropy",
    "cross-entropy",
    "logits",
    "CrossEntropyLoss",
    "loss function",
    "NLL",
    "交叉熵",
    "交叉熵损失",
    "损失函数",
    "归一化指数函数",
    "对数几率",
]
NEEDS = ["chain-rule"]
SOURCES = ["torch.nn.functional.cross_entropy", "Goodfellow, Bengio & Courville, Deep Learning (2016), section 6.2.2"]


def demo(z=several(3, real(-2, 2), distinct=True), k=whole(0, 2)):
    z = torch.tensor(z, requires_grad=True)
    loss = F.cross_entropy(z, torch.tensor(k))
    loss.backward()
    return z.grad


@question("What is `z.grad[k]`?", "`z.grad[k]` 是多少？")
def gradient_at_target(out, k):
    return out[k]


@gradient_at_target.wrong(
    "At the target class 1 is subtracted: the gradient is p_k − 1, so that the step raises this logit.",
    "在目标类别上要减 1：梯度是 p_k − 1，更新才会提高这个 logit。",
)
def the_probability(z, k):
    return torch.softmax(torch.tensor(z), 0)[k]


@gradient_at_target.wrong(
    "The gradient points uphill: raising the target's logit lowers the loss, so it is negative.",
    "梯度指向上坡：提高目标的 logit 会降低损失，所以它是负的。",
)
def sign_reversed(out, k):
    return -out[k]


def undecided(C=whole(3, 12), c=whole(-3, 3)):
    z = torch.full((C,), float(c))
    return F.cross_entropy(z, torch.tensor(0))


@question("What is the loss?", "损失是多少？", of=undecided)
def loss_of_equal_logits(out):
    return out


@loss_of_equal_logits.wrong(
    "1/C is the probability; the loss is its negative logarithm, ln C.",
    "1/C 是概率；损失是它的负对数，即 ln C。",
)
def the_probability_itself(C):
    return 1 / C


@loss_of_equal_logits.wrong(
    "PyTorch takes the natural logarithm, not the one to base 2.",
    "PyTorch 用自然对数，而不是以 2 为底的对数。",
)
def in_bits(C):
    return math.log2(C)


@loss_of_equal_logits.wrong(
    "Guessing is not free: each class has probability 1/C, whatever the common logit.",
    "瞎猜也有代价：无论公共的 logit 取多少，每一类的概率都是 1/C。",
)
def nothing_lost():
    return 0.0


def twice(z=several(3, real(-2, 2), distinct=True), k=whole(0, 2), softmaxes=1):
    z = torch.tensor(z)
    for _ in range(softmaxes):
        z = torch.softmax(z, dim=0)
    return F.cross_entropy(z, torch.tensor(k))


@question("What is the loss?", "损失是多少？", of=twice)
def loss_after_softmax(out):
    return out


@loss_after_softmax.wrong(
    "`F.cross_entropy` applies softmax itself, and a second softmax flattens the probabilities.",
    "`F.cross_entropy` 自己会做 softmax；再做一次会把概率压平。",
)
def second_softmax_is_idle(z, k):
    return loss_after_softmax(twice(z, k, softmaxes=0))


@loss_after_softmax.wrong(
    "Equal probabilities would cost ln 3; two softmaxes flatten the differences but do not erase them.",
    "概率相等时损失才是 ln 3；做两次 softmax 会缩小差别，但不会抹平。",
)
def all_differences_lost():
    return math.log(3)


def changed(
    z=several(3, real(-2, 2), distinct=True),
    k=whole(0, 2),
    c=whole(2, 9),
    change=one_of("add", "multiply"),
):
    z, k = torch.tensor(z, dtype=torch.float64), torch.tensor(k)
    new = z + c if change == "add" else z * c
    return F.cross_entropy(z, k), F.cross_entropy(new, k)


@question("Are the two losses different?", "两个损失不同吗？", of=changed)
def loss_changes(out):
    before, after = out
    return not torch.isclose(before, after)


@loss_changes.wrong(
    "Adding one number to all logits multiplies every exponential alike, and the quotient stays.",
    "给所有 logits 加同一个数，各个指数同乘一个倍数，比值不变。",
)
def every_change_counts(z, k, c):
    return loss_changes(changed(z, k, c, change="multiply"))


@loss_changes.wrong(
    "Multiplying keeps the order but stretches the differences, and these make the probabilities.",
    "乘以一个数不改变顺序，却放大了差值，而概率由差值决定。",
)
def only_the_order_counts(z, k, c):
    return loss_changes(changed(z, k, c, change="add"))


def figure(out, z, k):
    _, (probability_axes, gradient_axes) = plt.subplots(1, 2)
    probability_axes.bar(range(3), torch.softmax(torch.tensor(z), 0).tolist())
    probability_axes.set_xlabel("probability")
    gradient_axes.bar(range(3), out.tolist(), color="C1")
    gradient_axes.axhline(0, color="C0")
    gradient_axes.set_xlabel("gradient")
