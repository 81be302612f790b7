"""Contrastive learning: InfoNCE and SimCLR

SimCLR makes two random views of every image and learns vectors in which the two views of one image find each other
among all views of the batch. The loss is a cross-entropy over cosines divided by a temperature τ:

    InfoNCE = −log( exp(s₊/τ) / (exp(s₊/τ) + Σ exp(s₋/τ)) )

s₊ belongs to the partner, the s₋ to the negatives, the other views of the batch, whatever they show.
If all vectors are alike the loss is the log of the number of candidates, 2N − 1 for N images, so collapse does not pay.
The gradient is (p₊ − 1)/τ on the partner and p/τ on a negative: the smaller τ, the more the nearest negatives count.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, several, task, where, whole

ZH = """对比学习：InfoNCE 与 SimCLR

SimCLR 为每张图像做两个随机视图，学习一种向量表示，使同一图像的两个视图能在整批视图里互相找到。
损失是余弦除以温度 τ 后的交叉熵：

    InfoNCE = −log( exp(s₊/τ) / (exp(s₊/τ) + Σ exp(s₋/τ)) )

s₊ 属于同伴，s₋ 属于负样本；负样本就是批里的其他视图，不管上面是什么。如果所有向量都一样，损失是候选个数的对数，
N 张图像时是 2N − 1 个，所以坍缩并不划算。梯度在同伴上是 (p₊ − 1)/τ，在负样本上是 p/τ：τ 越小，最近的负样本越起作用。
"""
NAMES = [
    "InfoNCE",
    "SimCLR",
    "contrastive learning",
    "NT-Xent",
    "contrastive loss",
    "对比学习",
    "对比损失",
    "自监督对比学习",
]
SHARED = ["self-supervised learning", "自监督学习", "positive pair", "hard negatives", "正样本对", "负样本"]
HINTS = ["self-supervised", "自监督"]
NEEDS = ["softmax-cross-entropy", "vector-similarity"]
SOURCES = [
    "Chen et al., A Simple Framework for Contrastive Learning of Visual Representations, arXiv:2002.05709",
    "van den Oord, Li & Vinyals, Representation Learning with Contrastive Predictive Coding, arXiv:1807.03748",
]


@where(lambda w: sum(w) != 4 * w[0])
def demo(w=several(4, one_of(1.0, 2.0, 4.0, 5.0, 8.0, 9.0, 16.0)), tau=one_of(0.1, 0.2, 0.5)):
    # cosine / tau is log(w): first of the partner, then of 3 negatives
    cosines = tau * torch.tensor(w).log()
    loss = F.cross_entropy(cosines / tau, torch.tensor(0))
    return loss.exp()


@question("What is exp(loss), that is, what is returned?", zh="exp(loss) 是多少，也就是返回值是多少？")
def exp_loss(out):
    return out


@exp_loss.wrong(
    en=("The partner competes with the negatives only.", "It is a candidate itself: it stands in the sum, too."),
    zh=("同伴只与负样本竞争。", "它自己也是候选：也在分母的和里。"),
)
def partner_left_out(w):
    return sum(w[1:]) / w[0]


@exp_loss.wrong(
    en=("The temperature does not enter.", "Cosines are divided by τ before the softmax."),
    zh=("温度不起作用。", "softmax 之前余弦要除以 τ。"),
)
def without_temperature(w, tau):
    return sum(each**tau for each in w) / w[0] ** tau


@exp_loss.wrong(
    en=("Only the nearest negative counts.", "All do, the near ones most."),
    zh=("只有最近的负样本起作用。", "都起作用，近的作用最大。"),
)
def nearest_negative_only(w):
    return (w[0] + max(w[1:])) / w[0]


def blind(N=whole(3, 40), views=one_of(2, 3)):
    z = F.normalize(torch.ones(views * N, 4), dim=1)  # all vectors alike
    logits = z @ z.T
    logits.fill_diagonal_(-torch.inf)  # no view is its own partner
    partner = torch.arange(views * N).roll(1)
    return F.cross_entropy(logits, partner).exp()


@question("To the nearest whole number, what is exp(loss)?", zh="四舍五入到整数，exp(loss) 是多少？", of=blind)
def collapsed(out):
    return round(out.item())


@collapsed.wrong(
    en=("With all vectors alike the loss is 0.", "The partner cannot be told from the others: the loss is large."),
    zh=("所有向量都一样时损失为 0。", "分不出同伴与其他视图：损失很大。"),
)
def no_loss():
    return 1


@collapsed.wrong(
    en=("The candidates are the N images.", "All other views of the batch are."),
    zh=("候选是 N 张图像。", "是批里所有其他视图。"),
)
def images(N):
    return N


@collapsed.wrong(
    en=("A view is a candidate for itself.", "It is left out: one candidate fewer than views."),
    zh=("视图也是自己的候选。", "自己除外：候选比视图少一个。"),
)
def itself_included(N, views):
    return views * N


@where(lambda w: len(set(w)) == 3 and sum(w) in (8, 10, 16, 20, 25))
def push(w=several(3, one_of(1.0, 2.0, 3.0, 4.0, 5.0, 7.0, 8.0, 9.0, 10.0, 12.0)), tau=one_of(0.1, 0.2, 0.5)):
    cosines = (tau * torch.tensor(w).log()).requires_grad_()
    # two negatives first, then the partner
    loss = F.cross_entropy(cosines / tau, torch.tensor(2))
    loss.backward()
    return cosines.grad


@question("What is `cosines.grad[0]`, of a negative?", zh="`cosines.grad[0]`（一个负样本）是多少？", of=push)
def negative(out):
    return out[0]


@negative.wrong(
    en=("The temperature scales the loss, not the gradient.", "The chain rule brings 1/τ."),
    zh=("温度只影响损失，不影响梯度。", "链式法则带来 1/τ。"),
)
def without_one_over_tau(out, tau):
    return out[0] * tau


@negative.wrong(
    en=("All negatives are pushed alike.", "The nearer one, with the larger probability, is pushed harder."),
    zh=("所有负样本受的推力一样。", "越近的概率越大，推得越重。"),
)
def alike(w, tau):
    return (w[0] + w[1]) / 2 / sum(w) / tau


@negative.wrong(
    en=("Negatives are pulled closer.", "The gradient is positive: descending lowers their cosine."),
    zh=("负样本被拉近。", "梯度为正：下降会降低它们的余弦。"),
)
def pulled(out):
    return -out[0]


@task(
    "Write `info_nce`: the mean loss of N pairs, where row i of a (N, d) belongs to row i of b (N, d) and the other "
    "rows of b are the negatives.",
    zh="写出 `info_nce`：N 对的平均损失；a (N, d) 的第 i 行与 b (N, d) 的第 i 行是一对，b 的其余行是负样本。",
    blanks=["F.normalize(b, dim=1)", "torch.arange(len(a))"],
    mend=["one_side_not_normalised", "multiplied_by_tau"],
    gradients=True,
)
def info_nce(a, b, tau):
    cosines = F.normalize(a, dim=1) @ F.normalize(b, dim=1).T
    return F.cross_entropy(cosines / tau, torch.arange(len(a)))


info_nce.hint(
    "The N × N table of cosines: which column is right in each row?", zh="N × N 的余弦表：每一行哪一列是对的？"
)


@info_nce.inputs
def pairs(N=whole(2, 5), d=whole(2, 4), tau=one_of(0.2, 0.5)):
    a = torch.randn(N, d)
    return 2 * a, 3 * (a + torch.randn(N, d)), tau


@info_nce.holds("Longer vectors give the same loss.", zh="向量变长，损失不变。")
def length_does_not_matter(out, solution, a, b, tau):
    return torch.allclose(solution(5 * a, b / 2, tau), out, atol=1e-4)


@info_nce.wrong(
    en=("One side need not be normalised.", "Else long vectors win: both are."),
    zh=("有一边不用归一化。", "那样长的向量占便宜：两边都要。"),
)
def one_side_not_normalised(a, b, tau):
    cosines = F.normalize(a, dim=1) @ b.T
    return F.cross_entropy(cosines / tau, torch.arange(len(a)))


@info_nce.wrong(
    en=("Dot products will do.", "Then long vectors win: directions are compared, by the cosine."),
    zh=("直接用点积就行。", "那样长的向量占便宜：要用余弦比较方向。"),
)
def neither_side_normalised(a, b, tau):
    return F.cross_entropy(a @ b.T / tau, torch.arange(len(a)))


@info_nce.wrong(
    en=("Cosines are multiplied by τ.", "They are divided by it."),
    zh=("余弦乘以 τ。", "是除以 τ。"),
)
def multiplied_by_tau(a, b, tau):
    cosines = F.normalize(a, dim=1) @ F.normalize(b, dim=1).T
    return F.cross_entropy(cosines * tau, torch.arange(len(a)))


@info_nce.wrong(
    en=("The first column is always right.", "Row i belongs to column i."),
    zh=("第一列总是对的。", "第 i 行对应第 i 列。"),
)
def first_is_right(a, b, tau):
    cosines = F.normalize(a, dim=1) @ F.normalize(b, dim=1).T
    return F.cross_entropy(cosines / tau, torch.zeros(len(a), dtype=torch.long))


def figure(out, w, tau):
    plt.bar(range(4), [each / sum(w) for each in w], color=["C1", "C0", "C0", "C0"])
    plt.xticks(range(4), ["partner", "negative", "negative", "negative"])
    plt.ylabel("probability")
    plt.title(f"loss {out.log().item():.3g}")
