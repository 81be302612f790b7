"""Adversarial examples and FGSM

The fast gradient sign method changes every input by ε in the direction that raises the loss:

    x' = x + ε · sign(∇ₓL)

Among all changes of at most ε for each input this is the worst to first order. A linear score w·x falls by up to
ε·‖w‖₁, a sum over all inputs, so with thousands of pixels an invisible ε flips the class. A step of length ε along
the gradient moves it by ε·‖w‖₂ only. PGD repeats small steps and projects back to within ε. The result is clamped to
valid pixels.
"""

import math

import torch

from journal.authoring import one_of, question, real, several, task, where, whole

ZH = """对抗样本与 FGSM

快速梯度符号法（FGSM）把每个输入都朝着损失增大的方向改变 ε：

    x' = x + ε · sign(∇ₓL)

在每个输入至多改变 ε 的所有扰动中，它在一阶近似下最坏。线性得分 w·x 最多下降 ε·‖w‖₁，这是对所有输入求和，
所以像素成千上万时，看不见的 ε 也能翻转类别。沿梯度方向走长度 ε 的一步，只能使它改变 ε·‖w‖₂。
PGD 重复走小步，并投影回 ε 范围之内。结果要截断到合法的像素值。
"""
NAMES = [
    "FGSM",
    "adversarial example",
    "adversarial attack",
    "fast gradient sign method",
    "对抗样本",
    "对抗攻击",
    "快速梯度符号法",
]
HINTS = ["PGD", "adversarial training", "对抗训练"]
NEEDS = ["chain-rule"]
SOURCES = [
    "Goodfellow, Shlens & Szegedy, Explaining and Harnessing Adversarial Examples, arXiv:1412.6572",
    "Madry et al., Towards Deep Learning Models Resistant to Adversarial Attacks (PGD), arXiv:1706.06083",
]


@where(lambda w: sum(each != 0 for each in w) > 2 and min(w) < 0 < max(w))
def demo(w=several(4, whole(-6, 6)), x=several(4, whole(0, 5)), eps=one_of(0.1, 0.2, 0.5)):
    w = torch.tensor(w).double()
    x = torch.tensor(x).double().requires_grad_()
    (w @ x).backward()
    attacked = x - eps * x.grad.sign()
    return w @ x - w @ attacked


@question("By how much does the score w·x fall?", zh="得分 w·x 下降了多少？")
def fall(out):
    return out


@fall.wrong(
    en=("Positive and negative weights cancel.", "Each input moves against the sign of its weight: |w| adds up."),
    zh=("正负权重相互抵消。", "每个输入都逆着自己权重的符号移动：相加的是 |w|。"),
)
def signs_cancel(w, eps):
    return eps * sum(w)


@fall.wrong(
    en=("The step has the length ε: ε‖w‖₂.", "Every input moves by ε, so the sum of |w| counts."),
    zh=("整步的长度是 ε：ε‖w‖₂。", "每个输入都移动 ε，所以是 |w| 之和。"),
)
def euclidean_step(w, eps):
    return eps * sum(each**2 for each in w) ** 0.5


@fall.wrong(
    en=("By ε for each input.", "By ε·|w| for each."),
    zh=("每个输入使它下降 ε。", "每个下降 ε·|w|。"),
)
def epsilon_each(eps):
    return 4 * eps


@where(lambda score, eps, size: score / (eps * size) > 2 and size != 1)
def pixels(score=whole(1, 9), eps=one_of(0.01, 0.02, 0.05), size=one_of(0.5, 2, 4)):
    w = torch.full((2000,), float(size)).double()  # of each pixel
    fall = (eps * w.abs()).cumsum(dim=0)  # of the first 1, 2, 3 … pixels
    return (fall < score - 1e-9).sum() + 1


@question("How many pixels bring the score to 0?", zh="多少个像素就能使得分降到 0？", of=pixels)
def needed(out):
    return out


@needed.wrong(
    en=("Together they move it by ε·size·√n.", "That is a step of fixed length; here each pixel moves by ε: ε·size·n."),
    zh=("合起来使得分改变 ε·size·√n。", "那是步长固定的情形；这里每个像素都移动 ε：ε·size·n。"),
)
def growth_like_the_root(score, eps, size):
    return math.ceil((score / (eps * size)) ** 2 - 1e-6)


@needed.wrong(
    en=("Each pixel moves it by ε.", "By ε times its weight."),
    zh=("每个像素使它改变 ε。", "改变 ε 乘以它的权重。"),
)
def weights_ignored(score, eps):
    return needed(pixels(score, eps, size=1))


@needed.wrong(
    en=("ε is too small: as many as the score over ε².", "The effect is linear in ε."),
    zh=("ε 太小，需要 score / ε² 个。", "效果与 ε 成正比。"),
)
def quadratic_in_epsilon(score, eps, size):
    return math.ceil(score / (eps * eps * size) - 1e-6)


@where(lambda eps, step, steps: abs(step * steps - eps) > 1e-6 and step < eps)
def pgd(
    eps=one_of(0.1, 0.2, 0.3), step=one_of(0.02, 0.04, 0.05, 0.08, 0.15), steps=whole(2, 9), w=one_of(-3, -2, 2, 5)
):
    x = torch.tensor(0.5).double()
    attacked = x.clone()
    for _ in range(steps):
        attacked += step * torch.tensor(float(w)).sign()
        attacked = attacked.clamp(x - eps, x + eps)
    return attacked - x


@question("How far is the pixel from where it was (with sign)?", zh="这个像素离原处多远（带符号）？", of=pgd)
def distance(out):
    return out


@distance.wrong(
    en=("The steps add up.", "Each time it is projected back to within ε."),
    zh=("各步直接相加。", "每次都会投影回 ε 范围之内。"),
)
def steps_add_up(step, steps, w):
    return distance(pgd(10.0, step, steps, w))


@distance.wrong(
    en=("PGD always ends at ε.", "Only if the steps reach that far."),
    zh=("PGD 总是到达 ε。", "步数足够才会到。"),
)
def always_epsilon(eps, w):
    return eps if w > 0 else -eps


@distance.wrong(
    en=("Projecting takes the pixel back to where it was.", "It cuts off only what lies beyond ε."),
    zh=("投影把像素带回原处。", "只裁去超出 ε 的部分。"),
)
def one_step_alone(eps, step, w):
    return distance(pgd(eps, step, 1, w))


@task(
    "Write `fgsm`: x, in [0, 1], with every pixel moved by at most eps so that a loss with the gradient grad rises.",
    zh="写出 `fgsm`：图像 x 的值在 [0, 1] 之内，每个像素至多改变 eps，使损失（其梯度为 grad）增大，结果仍须合法。",
    blanks=["grad.sign()", "clamp(0, 1)"],
    mend=["without_sign", "downhill"],
)
def fgsm(x, grad, eps):
    attacked = x + eps * grad.sign()
    return attacked.clamp(0, 1)


fgsm.hint("Every pixel moves by eps, whatever the size of its gradient.", zh="无论梯度大小，每个像素都移动 eps。")
fgsm.hint("The result must be a valid image.", zh="结果必须是合法的图像。")


@fgsm.inputs
def pixels_and_gradients(n=whole(3, 6), eps=one_of(0.1, 0.3)):
    return torch.rand(n), 3 * torch.randn(n), eps


@fgsm.inputs
def tiny_gradients(n=whole(3, 6), eps=real(0.05, 0.4, places=2)):
    return torch.rand(n).round(), 1e-6 * torch.randn(n), eps


@fgsm.holds("No pixel moves by more than eps, or leaves [0, 1].", zh="没有像素移动超过 eps，也不超出 [0, 1]。")
def within_bounds(out, x, eps):
    return (out - x).abs().max() <= eps + 1e-6 and out.min() >= 0 and out.max() <= 1


@fgsm.holds("No pixel moves downhill.", zh="没有像素朝损失减小的方向移动。")
def uphill(out, x, grad):
    return ((out - x) * grad >= 0).all()


@fgsm.wrong(
    en=("Pixels may leave the range.", "They are clamped to [0, 1]: it must stay an image."),
    zh=("像素可以超出范围。", "要截断到 [0, 1]：它仍须是图像。"),
)
def not_clamped(x, grad, eps):
    return x + eps * grad.sign()


@fgsm.wrong(
    en=("The step follows the gradient's size.", "Only its sign counts: every pixel moves by eps."),
    zh=("步子与梯度大小成正比。", "只取符号：每个像素都移动 eps。"),
)
def without_sign(x, grad, eps):
    return (x + eps * grad).clamp(0, 1)


@fgsm.wrong(
    en=("It goes against the gradient, as in training.", "An attack raises the loss: with the gradient."),
    zh=("像训练那样逆着梯度走。", "攻击要使损失增大：顺着梯度走。"),
)
def downhill(x, grad, eps):
    return (x - eps * grad.sign()).clamp(0, 1)


@fgsm.wrong(
    en=("The whole change has the length eps.", "Each pixel changes by eps."),
    zh=("整个扰动的长度是 eps。", "每个像素改变 eps。"),
)
def step_of_length_eps(x, grad, eps):
    return (x + eps * grad / grad.norm()).clamp(0, 1)
