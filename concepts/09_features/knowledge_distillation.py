"""Knowledge distillation and temperature

A student learns from the teacher's whole distribution instead of the bare label. Dividing the logits by a
temperature `T` above 1 flattens that distribution, so that the small probabilities can be learnt from. The order
stays; the ratio of two probabilities becomes

    p₁ / p₂ = exp((z₁ − z₂) / T)

The gradient shrinks with about 1 / T², so the soft loss is usually multiplied by T². Only differences of logits
count here, while feature regression copies the values themselves.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, real, several, where, whole

ZH = """知识蒸馏与温度

学生网络学习的是教师网络的整个分布，而不只是标签。logits 除以大于 1 的温度 `T`，分布就变得平坦，
小概率中的信息也能学到。大小顺序不变，两个概率之比变为

    p₁ / p₂ = exp((z₁ − z₂) / T)

梯度大约按 1 / T² 缩小，所以软标签的损失通常要乘以 T²。这里只有 logits 之差起作用；特征回归则要重现数值本身。
"""
ALIASES = [
    "knowledge distillation",
    "soft target",
    "soft label",
    "知识蒸馏",
    "蒸馏温度",
    "教师网络",
    "学生网络",
    "软标签",
]
NEEDS = ["softmax-cross-entropy", "feature-regression"]
CONFUSED_WITH = ["feature-regression", "distillation-gradient"]
SOURCES = [
    "Hinton, Vinyals & Dean, Distilling the knowledge in a neural network, arXiv:1503.02531",
    "torch.nn.KLDivLoss",
]


def demo(gap=real(0.5, 4), T=one_of(0.5, 2, 3, 4, 8)):
    z = torch.tensor([1 + gap, 1, 0])
    p = F.softmax(z / T, dim=0)
    return p[0] / p[1]


@question("What is `p[0] / p[1]`?", "`p[0] / p[1]` 是多少？")
def ratio(out):
    return out


@ratio.wrong(
    "T divides the logits, not the ratio: it stands inside the exponential.",
    "T 除的是 logits，而不是比值：它在指数里面。",
)
def ratio_is_divided(gap, T):
    return ratio(demo(gap, T=1)) / T


@ratio.wrong(
    "The logits are divided by T: a high temperature brings the probabilities together.",
    "logits 是除以 T：温度越高，各概率越接近。",
)
def logits_are_multiplied(gap, T):
    return ratio(demo(gap, 1 / T))


@ratio.wrong(
    "Softmax exponentiates: probabilities are in the ratio of exp(z / T), not of z.",
    "softmax 取了指数：概率之比是 exp(z / T) 之比，而不是 z 之比。",
)
def ratio_of_the_logits(gap):
    return 1 + gap


@where(lambda z: max(z) - min(z) >= 1)
def flattened(z=several(3, real(-2, 3)), T=one_of(0.25, 0.5, 2, 4)):
    def entropy(p):
        return -(p * p.log()).sum()

    z = torch.tensor(z, dtype=torch.float64)
    return entropy(F.softmax(z / T, dim=0)), entropy(F.softmax(z, dim=0))


@question(
    "Is the first entropy, the one at temperature `T`, the larger of the two?",
    "第一个熵（温度为 `T`）比第二个大吗？",
    of=flattened,
)
def entropy_grows(out):
    return out[0] > out[1]


@entropy_grows.wrong(
    "Dividing by T above 1 draws the logits together; below 1 it drives them apart.",
    "除以大于 1 的 T 使 logits 相互靠近；除以小于 1 的 T 则拉开它们。",
)
def temperature_multiplies(z, T):
    return entropy_grows(flattened(z, 1 / T))


@entropy_grows.wrong(
    "A temperature flattens only above 1; this one sharpens the distribution.",
    "温度大于 1 时才会使分布变平；这里的温度让分布更尖。",
)
def always_softer(z):
    return entropy_grows(flattened(z, 2))


@where(lambda N, C: N != C)
def reductions(N=whole(2, 6), C=whole(3, 10)):
    student = F.log_softmax(torch.randn(N, C), dim=1)
    teacher = F.softmax(torch.randn(N, C), dim=1)
    per_row = F.kl_div(student, teacher, reduction="batchmean")
    per_entry = F.kl_div(student, teacher, reduction="none").mean()
    return per_row / per_entry


@question("What is `per_row / per_entry`?", "`per_row / per_entry` 是多少？", of=reductions)
def kl_ratio(out):
    return out


@kl_ratio.wrong(
    "The divergence of one sample is a sum over its C classes; the plain mean divides by C as well.",
    "一个样本的散度是对 C 个类别求和；直接取平均还多除了一个 C。",
)
def a_mean_is_a_mean():
    return 1.0


@kl_ratio.wrong(
    "Both divide by the batch size N; they differ by the number of classes.",
    "两者都除以批量大小 N，差的是类别数。",
)
def differ_by_the_batch(N):
    return float(N)


@kl_ratio.wrong(
    "The sum over all entries is divided by N here, which leaves a factor of C and not N · C.",
    "这里所有元素之和除以了 N，剩下的因子是 C，而不是 N · C。",
)
def differ_by_both(N, C):
    return float(N * C)


def shifted(method=one_of("feature regression", "knowledge distillation"), c=one_of(-3, -2, 2, 3), T=one_of(2, 3, 4)):
    student, teacher = torch.randn(5, 4), torch.randn(5, 4)

    def loss(teacher):
        if method == "feature regression":
            return F.mse_loss(student, teacher)
        target = F.softmax(teacher / T, dim=1)
        return F.cross_entropy(student / T, target)

    return loss(teacher), loss(teacher + c)


@question(
    "Does the loss change when `c` is added to the teacher's numbers?", "教师的数都加上 `c`，损失会变吗？", of=shifted
)
def notices_a_shift(out):
    return not torch.isclose(*out)


@notices_a_shift.wrong(
    "Softmax sees only differences of logits: adding a constant to all of them changes no probability.",
    "softmax 只看 logits 之差：全部加上同一个常数，概率不变。",
)
def every_value_counts(c, T):
    return notices_a_shift(shifted("feature regression", c, T))


@notices_a_shift.wrong(
    "Feature regression copies the values themselves, and each of them has moved by c.",
    "特征回归要重现数值本身，而每个数都移动了 c。",
)
def only_differences_count(c, T):
    return notices_a_shift(shifted("knowledge distillation", c, T))


def figure(out, gap):
    z = torch.tensor([1 + gap, 1, 0])
    for i, T in enumerate((1, 2, 8)):
        places = [place + 0.25 * (i - 1) for place in range(3)]
        plt.bar(places, F.softmax(z / T, dim=0).tolist(), width=0.25, color=f"C{i}", label=f"T = {T}")
    plt.legend()
