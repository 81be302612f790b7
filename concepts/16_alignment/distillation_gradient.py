"""Distilling logits: the gradient

A student with logits z is trained on the soft targets p of a teacher with logits t, both divided by a temperature T.
The loss is the cross-entropy times T²:

    L = −T² Σ p log q,  q = softmax(z/T),   ∂L/∂z = T (q − p)

Without T² the gradient would be (q − p)/T and fade as T grows, since q − p itself shrinks like 1/T. With it the limit
for large T and K classes is (z − t)/K, both with mean 0: matching logits. The cross-entropy of a perfect student is not
0 but the teacher's entropy; the KL divergence is 0 there and has the same gradient.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, several, task, where, whole

ZH = """用 logits 蒸馏：梯度与温度的平方

学生的 logits 是 z，用教师（logits 为 t）的软目标 p 来训练，两者都除以温度 T。损失是交叉熵乘 T²：

    L = −T² Σ p log q，  q = softmax(z/T)，   ∂L/∂z = T (q − p)

不乘 T²，梯度就是 (q − p)/T，会随 T 增大而消失，因为 q − p 本身就像 1/T 那样缩小。乘了之后，
T 很大、有 K 个类别时的极限是 (z − t)/K（两者均值都取 0），即直接拟合 logits。完美的学生的交叉熵不是 0，而是教师的熵；
KL 散度在那里是 0，梯度相同。
"""
NAMES = ["logit distillation", "logit matching", "dark knowledge", "soft-target loss", "logits蒸馏", "暗知识"]
HINTS = ["soft label", "temperature", "软标签"]
NEEDS = ["knowledge-distillation"]
CONFUSED_WITH = ["knowledge-distillation"]
SOURCES = ["Hinton, Vinyals & Dean, Distilling the Knowledge in a Neural Network, arXiv:1503.02531, section 2.1"]


@where(lambda a, b, T: a != b and T > 1)
@where(lambda a, b: abs(a / (a + 1) - b / (b + 1)) > 0.04)
def demo(
    a=one_of(0.25, 1.0, 1.5, 3.0, 4.0, 9.0), b=one_of(0.25, 1.0, 1.5, 3.0, 4.0, 9.0), T=one_of(2.0, 4.0, 5.0, 10.0)
):
    # at temperature T the odds are a : 1 for the student, b : 1 for the teacher
    z = (T * torch.tensor([a, 1.0]).log()).requires_grad_()
    t = T * torch.tensor([b, 1.0]).log()
    loss = F.cross_entropy(z / T, (t / T).softmax(dim=0))
    (T**2 * loss).backward()
    return z.grad[0]


@question("What is `z.grad[0]`?", zh="`z.grad[0]` 是多少？")
def grad(out):
    return out


@grad.wrong(
    en=("The target is the right class alone.", "It is the teacher's probability."),
    zh=("目标只是正确的类别。", "目标是教师的概率。"),
)
def hard_label(a, T):
    return T * (a / (a + 1) - 1)


@grad.wrong(
    en=("It is teacher minus student.", "Student minus teacher: descending brings q to p."),
    zh=("是教师减学生。", "是学生减教师：下降时 q 趋向 p。"),
)
def teacher_minus_student(a, b, T):
    return grad(demo(b, a, T))


@grad.wrong(
    en=("The factors T² and 1/T² cancel.", "The chain rule brings 1/T once: T remains."),
    zh=("T² 与 1/T² 抵消。", "链式法则只带来一个 1/T：还剩 T。"),
)
def factors_cancel(a, b):
    return a / (a + 1) - b / (b + 1)


@where(lambda z, t: z[0] != t[0])
def hot(
    z=one_of([3, -1, -2], [-4, 1, 3], [5, -5, 0], [1, 1, -2], [0, 2, -2], [-6, 3, 3]),
    t=one_of([6, -3, -3], [-3, 2, 1], [2, -4, 2], [0, 4, -4], [-1, -1, 2], [4, 0, -4]),
):
    T = 1000.0  # very hot
    z = torch.tensor(z).double().requires_grad_()
    target = (torch.tensor(t).double() / T).softmax(dim=0)
    (T**2 * F.cross_entropy(z / T, target)).backward()
    return z.grad[0]


@question(
    "What is `z.grad[0]`, to two significant figures?",
    zh="`z.grad[0]` 是多少（两位有效数字）？",
    of=hot,
    tolerance=0.02,
)
def limit(out):
    return out


@limit.wrong(
    en=("At a high temperature the gradient vanishes.", "T² makes up for it: it tends to (z − t)/3 here."),
    zh=("温度高，梯度就消失。", "T² 弥补了这一点：这里趋于 (z − t)/3。"),
)
def vanishes():
    return 0.0


@limit.wrong(
    en=("It is the difference of the logits.", "Divided by the number of classes: a softmax near 1/3 has this slope."),
    zh=("就是 logits 之差。", "还要除以类别数：概率接近 1/3 时 softmax 的斜率就是如此。"),
)
def plain_difference(z, t):
    return float(z[0] - t[0])


@limit.wrong(
    en=("It has the sign of teacher minus student.", "Of student minus teacher."),
    zh=("与教师减学生同号。", "与学生减教师同号。"),
)
def sign_turned(z, t):
    return limit(hot(t, z))


@where(lambda c: sum(c) in (2, 4, 8, 16) and len(set(c)) > 1)
def perfect(c=several((2, 6), one_of(1, 1, 2, 4, 8))):
    p = torch.tensor(c) / sum(c)  # the teacher
    q = p.clone()  # the student agrees
    return -(p * q.log2()).sum()  # cross-entropy in bits


@question("What is the cross-entropy of this student, in bits?", zh="这个学生的交叉熵是多少比特？", of=perfect)
def least(out):
    return out


@least.wrong(
    en=("A perfect student has the loss 0.", "That is the KL divergence; cross-entropy keeps the teacher's entropy."),
    zh=("完美的学生损失为 0。", "那是 KL 散度；交叉熵还包含教师的熵。"),
)
def zero():
    return 0.0


@least.wrong(
    en=("It is that of a uniform guess.", "Only if the teacher is undecided."),
    zh=("与均匀猜测的相同。", "只有教师毫无倾向时才是。"),
)
def uniform(c):
    return perfect([1] * len(c))


@least.wrong(
    en=("It is −log p of the likeliest class.", "Soft targets average over all classes."),
    zh=("是最可能的类别的 −log p。", "软目标对所有类别取平均。"),
)
def likeliest_class(c):
    return -(torch.tensor(max(c) / sum(c))).log2()


@task(
    "Write `soft_loss`: T² times the cross-entropy of the student's softened distribution under the teacher's, "
    "averaged over the batch. Both logits are (B, K).",
    zh="写出 `soft_loss`：学生与教师软化后分布的交叉熵乘 T²，对批次取平均。两者的 logits 都是 (B, K)。",
    blanks=["(teacher / T).softmax(dim=1)", "T**2"],
    mend=["factor_forgotten", "student_not_softened"],
    gradients=True,
)
def soft_loss(student, teacher, T):
    p = (teacher / T).softmax(dim=1)
    log_q = (student / T).log_softmax(dim=1)
    return -(T**2) * (p * log_q).sum(dim=1).mean()


soft_loss.hint("Both distributions are softened by T.", zh="两个分布都要用 T 软化。")
soft_loss.hint("The factor T² keeps the gradient's size as T grows.", zh="因子 T² 使梯度的大小不随 T 消失。")


@soft_loss.inputs
def batches(B=whole(2, 4), K=whole(2, 4), T=one_of(2.0, 3.0, 5.0)):
    return 2 * torch.randn(B, K), 2 * torch.randn(B, K), T


@soft_loss.inputs
def one_row(K=whole(2, 4), T=one_of(1.0, 4.0)):
    return torch.randn(1, K), torch.randn(1, K), T


@soft_loss.holds("No student beats the one that agrees with its teacher.", zh="没有学生比与教师一致的学生更好。")
def least_where_they_agree(out, solution, student, teacher, T):
    return solution(teacher, teacher, T) <= out + 1e-4


@soft_loss.wrong(
    en=("The loss needs no factor.", "Without T² the gradient fades as T grows."),
    zh=("损失不需要因子。", "没有 T²，梯度会随 T 增大而消失。"),
)
def factor_forgotten(student, teacher, T):
    p = (teacher / T).softmax(dim=1)
    log_q = (student / T).log_softmax(dim=1)
    return -(p * log_q).sum(dim=1).mean()


@soft_loss.wrong(
    en=("Only the teacher is softened.", "Both are, at the same temperature."),
    zh=("只软化教师。", "两者用同样的温度软化。"),
)
def student_not_softened(student, teacher, T):
    p = (teacher / T).softmax(dim=1)
    log_q = student.log_softmax(dim=1)
    return -(T**2) * (p * log_q).sum(dim=1).mean()


@soft_loss.wrong(
    en=("The student weights the logarithms of the teacher.", "The teacher is the target: −Σ p log q."),
    zh=("用学生的概率给教师的对数加权。", "教师是目标：−Σ p log q。"),
)
def roles_swapped(student, teacher, T):
    q = (student / T).softmax(dim=1)
    log_p = (teacher / T).log_softmax(dim=1)
    return -(T**2) * (q * log_p).sum(dim=1).mean()


def figure(out, a, b, T):
    places = torch.arange(2)
    plt.bar(places - 0.2, [a / (a + 1), 1 / (a + 1)], width=0.4, label="student")
    plt.bar(places + 0.2, [b / (b + 1), 1 / (b + 1)], width=0.4, label="teacher")
    plt.xticks([0, 1], [f"class 0, gradient {out.item():+.3g}", f"class 1, gradient {-out.item():+.3g}"])
    plt.title(f"probabilities at T = {T:g}")
    plt.legend()
