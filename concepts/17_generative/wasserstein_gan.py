"""Wasserstein distance and the critic

The Wasserstein distance of two distributions is the least mean way on which one can be carried into the other; on a
line the best plan keeps the order, so both are sorted and compared place by place. Without any overlap it still tells
how far apart two distributions are, while the divergence behind the plain GAN stays at its maximum.

A critic f with slope at most 1 everywhere measures it as

    max (mean f(data) − mean f(fakes))

Its values are scores, no probabilities. The slope is bounded by clipping the weights, which measures the distance up to
a factor (c for f(x) = w x with |w| ≤ c), or by a gradient penalty λ(‖∇f‖ − 1)².
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """Wasserstein 距离与评论器

两个分布的 Wasserstein 距离，是把一个搬成另一个所需的最小平均路程；在直线上，最好的方案保持次序，
所以两边排序后逐个比较。即使两个分布毫不重叠，它也能说出相距多远，而普通 GAN 背后的散度这时停在最大值。

斜率处处不超过 1 的评论器 f 这样度量它：

    max (f(数据) 的均值 − f(假样本) 的均值)

它的值是分数，不是概率。限制斜率的办法是截断权重（量到的距离相差一个倍数，f(x) = w x、|w| ≤ c 时是 c 倍），
或者加梯度惩罚 λ(‖∇f‖ − 1)²。
"""
NAMES = [
    "Wasserstein distance",
    "Wasserstein GAN",
    "WGAN",
    "WGAN-GP",
    "earth mover's distance",
    "gradient penalty",
    "推土机距离",
    "Wasserstein距离",
    "梯度惩罚",
]
SHARED = ["Wasserstein", "optimal transport", "最优传输"]
HINTS = ["Lipschitz", "利普希茨"]
NEEDS = ["gan-optimum"]
SOURCES = [
    "Arjovsky, Chintala & Bottou, Wasserstein GAN, arXiv:1701.07875",
    "Gulrajani et al., Improved Training of Wasserstein GANs, arXiv:1704.00028 (gradient penalty)",
]


@where(lambda x, y: sorted(x) != sorted(y) and sum(x) != sum(y))
@where(lambda x, y: x != sorted(x) or y != sorted(y))
def demo(x=several(3, whole(0, 12)), y=several(3, whole(0, 12))):
    x, y = torch.tensor(x).sort().values, torch.tensor(y).sort().values
    return (x - y).abs().sum()  # three times the distance: a third each


@question("How far must the three points move in all?", zh="三个点一共要移动多远？")
def total_way(out):
    return out


@total_way.wrong(
    en=("Sample i moves to sample i.", "The best plan pairs the points in sorted order."),
    zh=("第 i 个样本搬到第 i 个样本。", "最好的方案按排序后的次序配对。"),
)
def as_listed(x, y):
    return sum(abs(a - b) for a, b in zip(x, y))


@total_way.wrong(
    en=("Only the means are compared.", "Ways in opposite directions do not cancel."),
    zh=("只比较均值。", "方向相反的路程不会抵消。"),
)
def means_only(x, y):
    return abs(sum(x) - sum(y))


@total_way.wrong(
    en=("The ways are squared.", "They count as they are; squares belong to another distance."),
    zh=("路程要取平方。", "按原值计算；平方属于另一种距离。"),
)
def squared(x, y):
    return sum((a - b) ** 2 for a, b in zip(sorted(x), sorted(y)))


@where(lambda gap, c: abs(c * gap - 1) > 0.1)
def critic(gap=one_of(0.5, 1.5, 2.0, 3.0, 4.0, 5.0, 8.0), c=one_of(0.1, 0.2, 0.5, 1.5, 2.0)):
    data, fakes = torch.full((4,), gap), torch.zeros(4)
    w = torch.tensor(0.0, requires_grad=True)  # critic f(x) = w * x
    for _ in range(60):
        score = (w * data).mean() - (w * fakes).mean()
        (slope,) = torch.autograd.grad(score, w)
        w = (w + 0.2 * slope).clamp(-c, c).detach().requires_grad_()
    return (w * data).mean() - (w * fakes).mean()


@question("What does the critic measure at the end?", zh="评论器最后量到多少？", of=critic)
def measured(out):
    return out


@measured.wrong(
    en=("Clipping does not change what is measured.", "The slope c scales it."),
    zh=("截断不影响量到的值。", "斜率 c 会缩放它。"),
)
def clipping_without_effect(gap):
    return gap


@measured.wrong(
    en=("The critic says 1 of data and 0 of fakes.", "Its values are scores without bounds."),
    zh=("评论器对数据说 1，对假样本说 0。", "它的值是没有界限的分数。"),
)
def a_probability():
    return 1.0


@measured.wrong(
    en=("The slope limit alone is measured.", "It is multiplied by the distance."),
    zh=("量到的就是斜率的上限。", "还要乘距离。"),
)
def limit_alone(c, gap):
    return c if gap != 1 else None


def penalty(
    w=one_of([3.0, 4.0], [-6.0, 8.0], [5.0, 12.0], [0.3, -0.4], [8.0, 6.0], [1.2, 1.6], [-9.0, 12.0], [1.5, 2.0]),
    lam=one_of(1, 2, 5, 10),
):
    x = torch.randn(5, 2, requires_grad=True)  # between data and fakes
    f = x @ torch.tensor(w)
    (slopes,) = torch.autograd.grad(f.sum(), x)
    return lam * (slopes.norm(dim=1) - 1).square().mean()


@question("How large is the gradient penalty?", zh="梯度惩罚是多少？", of=penalty)
def gradient_penalty(out):
    return round(out.item(), 4)


@gradient_penalty.wrong(
    en=("Any slope is punished: λ‖∇f‖².", "Only its deviation from 1."),
    zh=("任何斜率都受惩罚：λ‖∇f‖²。", "只惩罚与 1 的偏差。"),
)
def any_slope(w, lam):
    return lam * (w[0] ** 2 + w[1] ** 2)


@gradient_penalty.wrong(
    en=("The squared slope is compared with 1.", "The slope itself is, and the difference squared."),
    zh=("拿斜率的平方与 1 比较。", "是斜率本身与 1 比较，差再平方。"),
)
def squared_slope(w, lam):
    return lam * (w[0] ** 2 + w[1] ** 2 - 1) ** 2 if w[0] ** 2 + w[1] ** 2 != 1 else None


@gradient_penalty.wrong(
    en=("The deviation is punished in proportion.", "It is squared."),
    zh=("惩罚与偏差成正比。", "偏差要取平方。"),
)
def not_squared(w, lam):
    deviation = abs((w[0] ** 2 + w[1] ** 2) ** 0.5 - 1)
    return lam * deviation if deviation not in (0, 1) else None


@task(
    "Write `wasserstein`: the distance of two equally large samples on a line, both (n,).",
    zh="写出 `wasserstein`：直线上两个同样大的样本的距离，形状都是 (n,)。",
    blanks=["x.sort().values", "abs().mean()"],
    mend=["not_sorted", "difference_of_means"],
    gradients=True,
)
def wasserstein(x, y):
    return (x.sort().values - y.sort().values).abs().mean()


wasserstein.hint("Which point of y should the smallest point of x go to?", zh="x 中最小的点应该搬到 y 的哪个点？")


@wasserstein.inputs
def samples(n=whole(2, 6), shift=one_of(0.0, 0.5, 3.0)):
    return torch.randn(n), torch.randn(n) + shift


@wasserstein.holds(
    "A sample and the same sample in another order have distance 0.", zh="同一个样本换个次序，距离为 0。"
)
def order_does_not_matter(solution, x):
    return solution(x, x.flip(0)) < 1e-6


@wasserstein.holds("Moving one sample by 1 changes the distance by at most 1.", zh="把一个样本移动 1，距离最多改变 1。")
def no_faster_than_the_shift(out, solution, x, y):
    return abs(solution(x + 1, y) - out) <= 1 + 1e-5


@wasserstein.wrong(
    en=("Points are paired as they come.", "The best plan sorts both samples."),
    zh=("按给出的次序配对。", "最好的方案是把两边排序。"),
)
def not_sorted(x, y):
    return (x - y).abs().mean()


@wasserstein.wrong(
    en=("The means are compared.", "Ways in opposite directions do not cancel."),
    zh=("比较均值。", "方向相反的路程不会抵消。"),
)
def difference_of_means(x, y):
    return (x.mean() - y.mean()).abs()


@wasserstein.wrong(
    en=("The squared ways are averaged.", "The ways themselves are."),
    zh=("对路程的平方取平均。", "对路程本身取平均。"),
)
def squared_ways(x, y):
    return (x.sort().values - y.sort().values).square().mean()


def figure(out, x, y):
    for a, b in zip(sorted(x), sorted(y)):
        plt.plot([a, b], [1, 0], color="C2")
    plt.scatter(x, [1] * 3, label="x", zorder=3)
    plt.scatter(y, [0] * 3, label="y", zorder=3)
    plt.yticks([])
    plt.title(f"way in all: {int(out)}")
    plt.legend()
