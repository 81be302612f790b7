"""Binary cross-entropy with logits

The loss of a logit z for a label y of 0 or 1:

    −y log σ(z) − (1 − y) log(1 − σ(z)) = max(z, 0) − zy + log(1 + e^−|z|)

`BCEWithLogitsLoss` computes the right-hand side, which neither overflows nor takes log 0. It contains the sigmoid:
give it raw scores. A sigmoid before it squeezes the scores into 0…1, and even a perfect model then pays log(1 + 1/e)
≈ 0.313 for a positive and log 2 ≈ 0.693 for a negative. The gradient is σ(z) − y. `pos_weight` multiplies the term of
y = 1 alone.
"""

import math

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, several, task, where, whole

ZH = """二元交叉熵（带 logits）

logit 为 z、标签 y 为 0 或 1 时，损失是

    −y log σ(z) − (1 − y) log(1 − σ(z)) = max(z, 0) − zy + log(1 + e^−|z|)

`BCEWithLogitsLoss` 按右边计算，既不溢出，也不会对 0 取对数。它已经包含 sigmoid，要传入原始得分。
若事先又做了一次 sigmoid，得分被压到 0…1，即使完美的模型，每个正例仍要付 log(1 + 1/e) ≈ 0.313，
每个负例付 log 2 ≈ 0.693。梯度是 σ(z) − y。`pos_weight` 只乘 y = 1 的那一项。
"""
NAMES = [
    "binary cross-entropy",
    "BCELoss",
    "BCEWithLogitsLoss",
    "log loss",
    "pos_weight",
    "二元交叉熵",
    "二分类交叉熵",
    "对数损失",
]
SHARED = ["BCE"]
HINTS = ["sigmoid", "交叉熵"]
NEEDS = ["softmax-cross-entropy"]
SOURCES = ["torch.nn.BCEWithLogitsLoss", "torch.nn.BCELoss (clamps its logs at −100)"]


def demo(odds=one_of(2, 3, 4, 7, 9, 19, 24, 49), sign=one_of(1, -1), y=one_of(0, 1)):
    z = sign * torch.tensor(odds).double().log()
    loss = F.binary_cross_entropy_with_logits(z, torch.tensor(y).double())
    return loss.exp()


@question("What is exp(loss)?", zh="exp(loss) 是多少？")
def exp_of_loss(out):
    return out


@exp_of_loss.wrong(
    en=(
        "The scores go through a sigmoid first.",
        "The loss applies σ itself: exp(loss) is 1/σ(z) or 1/(1 − σ(z)).",
    ),
    zh=("传进去之前要先做 sigmoid。", "损失自己会取 σ(z)：exp(loss) 是 1/σ(z) 或 1/(1 − σ(z))。"),
)
def sigmoid_before(odds, sign, y):
    p = odds / (odds + 1) if sign > 0 else 1 / (odds + 1)
    return 1 + math.exp(-p if y else p)


@exp_of_loss.wrong(
    en=("σ(z) is the probability of y = 0.", "It is the probability of y = 1."),
    zh=("σ(z) 是 y = 0 的概率。", "它是 y = 1 的概率。"),
)
def label_swapped(odds, sign, y):
    return exp_of_loss(demo(odds, sign, 1 - y))


@exp_of_loss.wrong(
    en=("exp(loss) is the odds against the label.", "It is 1 over the label's probability: 1 more than those odds."),
    zh=("exp(loss) 是标签不成立的几率。", "是标签概率的倒数：比那个几率多 1。"),
)
def odds_against(out):
    return out - 1


@where(lambda positives, negatives: positives != negatives)
def twice(positives=whole(1, 9), negatives=whole(1, 9)):
    y = torch.tensor([1.0] * positives + [0.0] * negatives)
    z = 200 * y - 100  # certain, and always right
    p = torch.sigmoid(z)
    return F.binary_cross_entropy_with_logits(p, y, reduction="sum")


@question(
    "How large is the loss (log(1 + 1/e) ≈ 0.313, log 2 ≈ 0.693, log(1 + e) ≈ 1.313)?",
    zh="损失有多大（log(1 + 1/e) ≈ 0.313，log 2 ≈ 0.693，log(1 + e) ≈ 1.313）？",
    of=twice,
)
def loss_of_perfect(out):
    return out


@loss_of_perfect.wrong(
    en=("A perfect model has loss 0.", "The loss sees scores of 1 and 0 only, and pays 0.313 and 0.693."),
    zh=("完美的模型损失为 0。", "损失看到的得分只是 1 和 0，分别要付 0.313 和 0.693。"),
)
def perfect_is_free():
    return 0.0


@loss_of_perfect.wrong(
    en=("Each example pays log 2.", "Only a score of 0 pays log 2; the positives have 1 and pay 0.313."),
    zh=("每个样本付 log 2。", "只有得分为 0 的才付 log 2；正例得分为 1，付 0.313。"),
)
def log_2_each(positives, negatives):
    return math.log(2) * (positives + negatives)


@loss_of_perfect.wrong(
    en=("The positives pay more: 1.313 each.", "1.313 is the price of a score of 1 for a negative."),
    zh=("正例付得更多，各付 1.313。", "1.313 是负例得分为 1 时的代价。"),
)
def price_of_the_wrong_label(positives, negatives):
    return math.log(1 + math.e) * positives + math.log(2) * negatives


@where(lambda y: 0 < sum(y) < 4)
def weighted(bits=several(4, whole(1, 4)), y=several(4, one_of(0, 1)), weight=whole(2, 6)):
    y = torch.tensor(y).double()
    against = (2.0 ** torch.tensor(bits) - 1).log()  # how wrong it is
    z = torch.where(y == 1, -against, against)
    weight = torch.tensor(weight)
    loss = F.binary_cross_entropy_with_logits(z, y, pos_weight=weight)
    return loss / torch.tensor(2.0).log()


@question(
    "Without the weight, example i costs bits[i]. What does it return?",
    zh="不加权时样本 i 的损失是 bits[i]。返回值是多少？",
    of=weighted,
)
def weighted_bits(out):
    return out


@weighted_bits.wrong(
    en=("A weighted mean divides by the sum of the weights.", "`pos_weight` multiplies; the mean divides by n = 4."),
    zh=("加权平均要除以权重之和。", "`pos_weight` 只是乘上去；均值仍除以 n = 4。"),
)
def divided_by_the_weights(out, y, weight):
    return 4 * out / sum(weight if label else 1 for label in y)


@weighted_bits.wrong(
    en=("The weight multiplies the whole loss.", "It multiplies the terms of y = 1 alone."),
    zh=("权重乘在整个损失上。", "只乘 y = 1 的那些项。"),
)
def all_weighted(bits, weight):
    return weight * sum(bits) / 4


@weighted_bits.wrong(
    en=("`pos_weight` pays for the negatives.", "It is the weight of the positives."),
    zh=("`pos_weight` 乘在负例上。", "它是正例的权重。"),
)
def negatives_weighted(bits, y, weight):
    return weighted_bits(weighted(bits, [1 - label for label in y], weight))


def slope(odds=one_of(2, 3, 4, 9), sign=one_of(1, -1), y=one_of(0, 1), n=whole(2, 5)):
    z = sign * torch.tensor([float(odds)] * n).log()
    z.requires_grad_()
    F.binary_cross_entropy_with_logits(z, torch.full((n,), float(y))).backward()
    return z.grad[0]


@question("What does it return?", zh="返回值是多少？", of=slope)
def grad(out):
    return out


@grad.wrong(
    en=("Each example has the gradient σ(z) − y.", "The loss is a mean: divide by n."),
    zh=("每个样本的梯度是 σ(z) − y。", "损失取了均值：要除以 n。"),
)
def not_divided(out, n):
    return out * n


@grad.wrong(
    en=("The slope σ(z)(1 − σ(z)) is a factor.", "It cancels against the log: (σ(z) − y) / n remains."),
    zh=("还要乘斜率 σ(z)(1 − σ(z))。", "它与对数约去了，只剩 (σ(z) − y) / n。"),
)
def sigmoid_slope(out, odds):
    return out * odds / (odds + 1) ** 2


@grad.wrong(
    en=("It is y − σ(z).", "That is the way down; the gradient is σ(z) − y."),
    zh=("是 y − σ(z)。", "那是下降的方向；梯度是 σ(z) − y。"),
)
def sign_turned(out):
    return -out


@where(lambda z, y: any((score > 0) != bool(label) for score, label in zip(z, y, strict=True)))
@where(lambda z: all(abs(score) > 100 for score in z))
def far(z=several(3, one_of(*range(-300, 301, 4))), y=several(3, one_of(0, 1))):
    z, y = torch.tensor(z).float(), torch.tensor(y).float()
    return F.binary_cross_entropy_with_logits(z, y)


@question("What does it return?", zh="返回值是多少？", of=far)
def safe(out):
    return out


@safe.wrong(
    en=("σ(z) is 0 or 1 in float32, so the loss is infinite.", "It is computed from z: a wrong label costs |z|."),
    zh=("float32 里 σ(z) 就是 0 或 1，损失无穷大。", "损失直接由 z 计算：标签判错时付 |z|。"),
)
def infinite():
    return float("inf")


@safe.wrong(
    en=("The log is cut off at −100.", "That is `BCELoss`; with logits nothing has to be cut."),
    zh=("对数在 −100 处截断。", "那是 `BCELoss`；带 logits 时不需要截断。"),
)
def clamped(z, y):
    return 100 * sum((score > 0) != bool(label) for score, label in zip(z, y, strict=True)) / 3


@safe.wrong(
    en=("Each example costs |z|.", "Only where the sign of z is wrong; a right one costs nearly 0."),
    zh=("每个样本都付 |z|。", "只有 z 的符号判错时才付；判对的几乎为 0。"),
)
def every_example_pays(z):
    return sum(abs(score) for score in z) / 3


@task(
    "Write `bce`: the mean binary cross-entropy of the logits z and the labels y (0 or 1), safe for |z| = 200.",
    zh="写出 `bce`：logits 为 z、标签 y 为 0 或 1 时的平均二元交叉熵，|z| = 200 时也要安全。",
    blanks=["z * y", "-z.abs()"],
    mend=["log_of_the_sigmoid", "labels_swapped"],
    gradients=True,
)
def bce(z, y):
    loss = z.clamp(min=0) - z * y + torch.log1p(torch.exp(-z.abs()))
    return loss.mean()


bce.hint("log σ(z) = −log(1 + e^−z): never compute σ(z) first.", zh="log σ(z) = −log(1 + e^−z)：不要先算 σ(z)。")
bce.hint("log(1 + e^z) = max(z, 0) + log(1 + e^−|z|).", zh="log(1 + e^z) = max(z, 0) + log(1 + e^−|z|)。")


@bce.inputs
def moderate(n=whole(2, 6)):
    return 2 * torch.randn(n), torch.randint(2, (n,))


@bce.inputs
def extreme(n=whole(2, 6)):
    return 200 * torch.randn(n), torch.randint(2, (n,))


@bce.holds(
    "It is finite, and the two classes are alike: −z with 1 − y gives the same.",
    zh="结果有限；两类对称：−z 配 1 − y 结果相同。",
)
def symmetric(out, z, y, solution):
    return torch.isfinite(out) and torch.allclose(solution(-z, 1 - y), out, rtol=1e-4)


@bce.wrong(
    en=("The log of a sigmoid is fine.", "For large |z| the sigmoid is 0 or 1, and the log −∞ or 0 · ∞."),
    zh=("直接对 sigmoid 取对数就行。", "|z| 大时 sigmoid 就是 0 或 1，对数为 −∞，还会出现 0 · ∞。"),
)
def log_of_the_sigmoid(z, y):
    p = torch.sigmoid(z)
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean()


@bce.wrong(
    en=("The outputs need a sigmoid first.", "The loss contains it; a second one squeezes the scores into 0…1."),
    zh=("输出要先过一次 sigmoid。", "损失里已经有了；再做一次会把得分压到 0…1。"),
)
def sigmoid_twice(z, y):
    return F.binary_cross_entropy_with_logits(torch.sigmoid(z), y.to(z.dtype))


@bce.wrong(
    en=("A positive z speaks for y = 0.", "It speaks for y = 1: the term is −zy."),
    zh=("z 为正支持 y = 0。", "支持的是 y = 1：那一项是 −zy。"),
)
def labels_swapped(z, y):
    return (z.clamp(min=0) - z * (1 - y) + torch.log1p(torch.exp(-z.abs()))).mean()


@bce.wrong(
    en=("Only the positives have a loss.", "A negative costs −log(1 − σ(z))."),
    zh=("只有正例有损失。", "负例的损失是 −log(1 − σ(z))。"),
)
def positives_alone(z, y):
    return -(y * F.logsigmoid(z)).mean()


def figure(out, odds, sign, y):
    z = torch.linspace(-6, 6, 121)
    for label in (0.0, 1.0):
        loss = F.binary_cross_entropy_with_logits(z, torch.full_like(z, label), reduction="none")
        plt.plot(z, loss, label=f"y = {label:.0f}")
    plt.scatter([sign * torch.tensor(odds).log()], [out.log()], color="C3")
    plt.xlabel("z")
    plt.ylabel("loss")
    plt.legend()
