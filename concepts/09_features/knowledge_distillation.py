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

from journal.authoring import one_of, question, real, several, task, where, whole

ZH = """知识蒸馏与温度

学生网络学习的是教师网络的整个分布，而不只是标签。logits 除以大于 1 的温度 `T`，分布就变得平坦，
小概率中的信息也能学到。大小顺序不变，两个概率之比变为

    p₁ / p₂ = exp((z₁ − z₂) / T)

梯度大约按 1 / T² 缩小，所以软标签的损失通常要乘以 T²。这里只有 logits 之差起作用；特征回归则要重现数值本身。
"""
NAMES = ["knowledge distillation", "soft target", "soft label", "知识蒸馏", "蒸馏温度", "软标签"]
SHARED = ["教师网络", "学生网络"]
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


@question("What is `p[0] / p[1]`?", zh="`p[0] / p[1]` 是多少？")
def ratio(out):
    return out


@ratio.wrong(
    en=(
        "A temperature of T divides the ratio by T.",
        "T divides the logits, not the ratio: it stands inside the exponential.",
    ),
    zh=("温度 T 使比值除以 T。", "T 除的是 logits，而不是比值：它在指数里面。"),
)
def ratio_is_divided(gap, T):
    return ratio(demo(gap, T=1)) / T


@ratio.wrong(
    en=(
        "A high temperature sharpens: the logits are multiplied by T.",
        "The logits are divided by T: a high temperature brings the probabilities together.",
    ),
    zh=("温度高，分布更尖：logits 要乘以 T。", "logits 是除以 T：温度越高，各概率越接近。"),
)
def logits_are_multiplied(gap, T):
    return ratio(demo(gap, 1 / T))


@ratio.wrong(
    en=(
        "Probabilities are in the ratio of their logits.",
        "Softmax exponentiates: probabilities are in the ratio of exp(z / T), not of z.",
    ),
    zh=("概率之比就是 logits 之比。", "softmax 取了指数：概率之比是 exp(z / T) 之比，而不是 z 之比。"),
)
def ratio_of_the_logits(gap):
    return 1 + gap


@where(lambda gaps, T: len({gap / t for gap, t in zip(gaps, T, strict=True)}) == 3)
def three(gaps=several(3, whole(1, 9)), T=several(3, one_of(1, 2, 3, 4, 6))):
    entropies = []
    for gap, t in zip(gaps, T, strict=True):
        z = torch.tensor([gap, 0.0, 0.0])
        p = F.softmax(z / t, dim=0)
        entropies.append(-(p * p.log()).sum())
    return torch.stack(entropies).argmax()


@question(
    "Which of the three distributions is the flattest (has the largest entropy)?",
    zh="三个分布中哪一个最平（熵最大）？",
    of=three,
    choices={"the first": "第一个", "the second": "第二个", "the third": "第三个"},
)
def flattest(out):
    return ["the first", "the second", "the third"][int(out)]


@flattest.wrong(
    en=(
        "The highest temperature gives the flattest distribution.",
        "The logits count as well: what matters is gap / T.",
    ),
    zh=("温度最高的分布最平。", "还要看 logits：起作用的是 gap / T。"),
)
def hottest(T):
    return flattest(T.index(max(T))) if T.count(max(T)) == 1 else None


@flattest.wrong(
    en=("The smallest gap gives the flattest distribution.", "The temperature divides it: what matters is gap / T."),
    zh=("差距最小的分布最平。", "差距还要除以温度：起作用的是 gap / T。"),
)
def smallest_gap(gaps):
    return flattest(gaps.index(min(gaps))) if gaps.count(min(gaps)) == 1 else None


@flattest.wrong(
    en=("A temperature multiplies the logits.", "It divides them: a high one brings the probabilities together."),
    zh=("温度是乘在 logits 上的。", "是除：温度越高，各概率越接近。"),
)
def multiplied(gaps, T):
    products = [gap * t for gap, t in zip(gaps, T, strict=True)]
    return flattest(products.index(min(products)))


@where(lambda N, C: N != C)
def reductions(N=whole(2, 6), C=whole(3, 10), T=one_of(2, 3)):
    student, teacher = torch.randn(N, C), torch.randn(N, C)
    log_p = F.log_softmax(student / T, dim=1)
    q = F.softmax(teacher / T, dim=1)
    right = T**2 * F.kl_div(log_p, q, reduction="batchmean")
    mine = F.kl_div(log_p, q, reduction="none").mean()
    return right / mine


@question("How many times as large as `mine` is `right`?", zh="`right` 是 `mine` 的多少倍？", of=reductions)
def too_small_by(out):
    return out


@too_small_by.wrong(
    en=(
        "A mean over all entries is the mean over samples; only T² differs.",
        "One sample's divergence is a sum over C classes; the mean divides by C too.",
    ),
    zh=("对所有元素取平均就是对样本取平均，只差 T²。", "一个样本的散度是对 C 个类别求和；取平均还多除了 C。"),
)
def a_mean_is_a_mean(T):
    return float(T**2)


@too_small_by.wrong(
    en=("They differ by T² and the batch size.", "Both divide by the batch size; the classes make the difference."),
    zh=("两者差 T² 和批量大小。", "两者都除以批量大小，差的是类别数。"),
)
def differ_by_the_batch(N, T):
    return float(T**2 * N)


@too_small_by.wrong(
    en=("`batchmean` sums over everything.", "It sums and divides by N, so the factor is T² · C."),
    zh=("`batchmean` 是对全部求和。", "求和之后还除以 N，所以因子是 T² · C。"),
)
def differ_by_both(N, C, T):
    return float(T**2 * N * C)


@where(lambda shifts: sum(c * c for c in shifts) > 0)
def moved_rows(shifts=several((2, 4), whole(-4, 4)), T=one_of(2, 3, 4)):
    student = torch.randn(len(shifts), 5)
    teacher = student + torch.tensor(shifts)[:, None]  # a number for each row
    p = F.log_softmax(student / T, dim=1)
    q = F.softmax(teacher / T, dim=1)
    distilled = F.kl_div(p, q, reduction="batchmean")
    regressed = F.mse_loss(student, teacher)
    return distilled + regressed


@question("Which number does it return?", zh="返回的数是多少？", of=moved_rows)
def loss_of_the_shift(out):
    return out


@loss_of_the_shift.wrong(
    en=("Distillation sees the shift as regression does.", "Softmax sees differences within a row: its loss is 0."),
    zh=("蒸馏和回归一样，都能看出平移。", "softmax 只看一行之内的差：这一项损失为 0。"),
)
def both_see_it(shifts):
    return 2 * sum(c * c for c in shifts) / len(shifts)


@loss_of_the_shift.wrong(
    en=(
        "A constant added to a row changes neither loss.",
        "Regression copies the values themselves: it pays the mean square.",
    ),
    zh=("一行加上同一个常数，两种损失都不变。", "回归要重现数值本身：损失是平移量的平方的平均。"),
)
def neither_sees_it():
    return 0.0


@loss_of_the_shift.wrong(
    en=("The squared error adds up over the rows.", "`mse_loss` is a mean over all entries."),
    zh=("平方误差对各行求和。", "`mse_loss` 对所有元素取平均。"),
)
def summed(shifts):
    return float(sum(c * c for c in shifts))


@task(
    "Write `student_loss`: `a` times T² times the divergence KL(teacher ‖ student) of the logits (N, C) softened by "
    "`T`, plus (1 − a) times the usual cross-entropy with `labels`; both averaged over the N samples.",
    zh="写出 `student_loss`：两组 logits（N，C）用 `T` 软化后的散度 KL(教师 ‖ 学生) 乘以 T² 再乘以 `a`，"
    "加上 (1 − a) 乘以对 `labels` 的普通交叉熵；两项都对 N 个样本取平均。",
    blanks=["F.softmax(teacher / T, dim=1)", "T**2"],
    mend=["labels_softened", "mean_over_entries"],
)
def student_loss(student, teacher, labels, T, a):
    q = F.softmax(teacher / T, dim=1)
    log_p = F.log_softmax(student / T, dim=1)
    soft = T**2 * F.kl_div(log_p, q, reduction="batchmean")
    return a * soft + (1 - a) * F.cross_entropy(student, labels)


student_loss.hint("Which of the two terms sees the temperature?", zh="两项中哪一项用到温度？")
student_loss.hint("A sample's divergence is a sum over the classes.", zh="一个样本的散度是对各类别求和。")


@student_loss.inputs
def logits_and_labels(N=whole(2, 5), C=whole(2, 5), T=one_of(2.0, 3.0, 4.0), a=one_of(0.3, 0.5, 0.9)):
    return 2 * torch.randn(N, C), 2 * torch.randn(N, C), torch.randint(C, (N,)), T, a


@student_loss.holds("With a = 1 and equal logits there is no loss.", zh="a = 1 且两组 logits 相同时没有损失。")
def nothing_to_learn(solution, student, labels, T):
    return abs(float(solution(student, student, labels, T, 1.0))) < 1e-5


@student_loss.wrong(
    en=("The cross-entropy with the labels is softened, too.", "Labels are learnt at temperature 1."),
    zh=("对标签的交叉熵也要软化。", "学习标签时温度为 1。"),
)
def labels_softened(student, teacher, labels, T, a):
    soft = student_loss(student, teacher, labels, T, 1.0)
    return a * soft + (1 - a) * F.cross_entropy(student / T, labels)


@student_loss.wrong(
    en=("The softened term needs no factor.", "Its gradient shrinks with about 1/T²: multiply by T²."),
    zh=("软化的一项不需要系数。", "它的梯度大约缩小到 1/T²：要乘以 T²。"),
)
def factor_forgotten(student, teacher, labels, T, a):
    soft = student_loss(student, teacher, labels, T, 1.0) / T**2
    return a * soft + (1 - a) * F.cross_entropy(student, labels)


@student_loss.wrong(
    en=("The divergence is a mean over all entries.", "Sum over the classes, mean over the samples."),
    zh=("散度对所有元素取平均。", "对类别求和，对样本取平均。"),
)
def mean_over_entries(student, teacher, labels, T, a):
    soft = student_loss(student, teacher, labels, T, 1.0) / student.shape[1]
    return a * soft + (1 - a) * F.cross_entropy(student, labels)


@student_loss.wrong(
    en=(
        "KL is symmetric: student and teacher may change places.",
        "It is not; the teacher's distribution weighs the terms.",
    ),
    zh=("KL 散度是对称的，学生和教师可以互换。", "并不对称：各项以教师的分布为权重。"),
)
def exchanged(student, teacher, labels, T, a):
    soft = student_loss(teacher, student, labels, T, 1.0)
    return a * soft + (1 - a) * F.cross_entropy(student, labels)


def figure(out, gap):
    z = torch.tensor([1 + gap, 1, 0])
    for i, T in enumerate((1, 2, 8)):
        places = [place + 0.25 * (i - 1) for place in range(3)]
        plt.bar(places, F.softmax(z / T, dim=0).tolist(), width=0.25, color=f"C{i}", label=f"T = {T}")
    plt.legend()
