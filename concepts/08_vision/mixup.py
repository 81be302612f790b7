"""Mixup

Mixup trains on mixtures of two examples and of their labels, with λ from a Beta distribution:

    x = λx₁ + (1 − λ)x₂,    y = λy₁ + (1 − λ)y₂

Cross-entropy is linear in the target, so the loss of the one mixed output is λ·L(y₁) + (1 − λ)·L(y₂). CutMix pastes a
rectangle of the second image into the first and takes for λ the share of the area that is left of the first; a
rectangle that hangs over the edge is clipped, and λ is computed from what was really pasted. Both need soft targets,
and training accuracy on mixtures means little.
"""

import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, several, task, where, whole

ZH = """Mixup 与 CutMix 数据增强

Mixup 用两个样本及其标签的混合来训练，λ 取自 Beta 分布：

    x = λx₁ + (1 − λ)x₂，    y = λy₁ + (1 − λ)y₂

交叉熵对目标是线性的，所以这一个混合输出的损失是 λ·L(y₁) + (1 − λ)·L(y₂)。CutMix 把第二张图的一个矩形贴进第一张，
λ 取第一张剩余的面积比例；矩形超出边界的部分被裁掉，λ 按实际贴上的面积计算。
两者都需要软标签；混合样本上的训练准确率没有多大意义。
"""
NAMES = ["mixup", "CutMix", "mixup augmentation", "Mixup 数据增强", "CutMix 数据增强"]
HINTS = ["augmentation", "soft label", "数据增强"]
NEEDS = ["transform-pipeline", "softmax-cross-entropy"]
SOURCES = [
    "Zhang et al., mixup: Beyond Empirical Risk Minimization, arXiv:1710.09412",
    "Yun et al., CutMix, arXiv:1905.04899",
]


@where(lambda losses: abs(losses[0] - losses[1]) > 1)
def demo(losses=several(2, whole(1, 12)), lam=one_of(0.1, 0.2, 0.3, 0.7, 0.8, 0.9)):
    log_p = -torch.tensor([losses]).float()  # of the mixed image's output
    target = torch.tensor([[lam, 1 - lam]])
    return -(target * log_p).sum()


@question("What is the loss?", zh="损失是多少？")
def loss(out):
    return out


@loss.wrong(
    en=("The larger part is the label.", "Both labels count, each with its share."),
    zh=("占比大的就是标签。", "两个标签都算，各按比例。"),
)
def larger_part_wins(losses, lam):
    return float(losses[0] if lam > 0.5 else losses[1])


@loss.wrong(
    en=("Both labels count alike.", "With their shares λ and 1 − λ."),
    zh=("两个标签各算一半。", "按比例 λ 与 1 − λ。"),
)
def half_each(losses):
    return loss(demo(losses, lam=0.5))


@loss.wrong(
    en=("λ belongs to the second label.", "It is the share of the first."),
    zh=("λ 属于第二个标签。", "它是第一个的比例。"),
)
def shares_swapped(losses, lam):
    return loss(demo(losses, round(1 - lam, 1)))


def cutmix(side=one_of(8, 10, 16, 20), h=whole(1, 7), w=whole(1, 7)):
    image, other = torch.ones(side, side), torch.zeros(side, side)
    image[:h, :w] = other[:h, :w]
    return image.mean()


@question("Which λ belongs to the label of `image`?", zh="`image` 的标签对应的 λ 是多少？", of=cutmix)
def share(out):
    return out


@share.wrong(
    en=("The share that was pasted.", "That belongs to `other`; the rest is left of `image`."),
    zh=("贴上的比例。", "那属于 `other`；`image` 占剩下的部分。"),
)
def pasted_share(side, h, w):
    return h * w / side**2


@share.wrong(
    en=("It is measured along the height.", "By the area."),
    zh=("按高度计算。", "按面积计算。"),
)
def along_the_height(side, h):
    return 1 - h / side


@share.wrong(
    en=("Two images: ½ each.", "The area of the rectangle decides."),
    zh=("两张图，各占 ½。", "由矩形的面积决定。"),
)
def one_half():
    return 0.5


@where(lambda side, y, size: (side - y) * (y + size - side) > 0.03 * side**2)
@where(lambda side, x, size: x + size <= side)
def over_the_edge(side=one_of(8, 10, 12, 16, 20), y=whole(3, 18), x=whole(0, 9), size=whole(4, 9)):
    image, other = torch.ones(side, side), torch.zeros(side, side)
    patch = (slice(y, y + size), slice(x, x + size))
    image[patch] = other[patch]
    return image.mean()


@question("Which λ belongs to the label of `image`?", zh="`image` 的标签对应的 λ 是多少？", of=over_the_edge)
def share_after_clipping(out):
    return out


@share_after_clipping.wrong(
    en=("The rectangle counts with its full size.", "Only the rows inside the image were pasted."),
    zh=("按矩形的完整大小计算。", "只有图像之内的那些行真正贴上了。"),
)
def full_rectangle(side, size):
    return 1 - size**2 / side**2


@share_after_clipping.wrong(
    en=("A rectangle over the edge is not pasted.", "It is clipped: what lies inside is pasted."),
    zh=("超出边界的矩形不会贴上。", "会裁剪：图像之内的部分照贴。"),
)
def nothing_pasted():
    return 1.0


@share_after_clipping.wrong(
    en=("The rectangle stays a square and shrinks to fit.", "It is cut only where it hangs over."),
    zh=("矩形保持为正方形，缩小到放得下。", "只裁去超出的部分。"),
)
def shrunk_to_fit(side, y):
    return 1 - (side - y) ** 2 / side**2


@task(
    "Write `mixup`: mix x (N, …) and the labels y (N) with the examples at `order`; return mixed x and soft targets.",
    zh="写出 `mixup`：把 x (N, …) 和标签 y (N) 与按 `order` 重排的样本混合，返回混合的 x 和软标签。",
    blanks=["x[order]", "1 - lam"],
    mend=["labels_not_mixed", "larger_part_wins_all"],
)
def mixup(x, y, lam, order, classes):
    target = F.one_hot(y, classes).float()
    mixed = lam * x + (1 - lam) * x[order]
    return mixed, lam * target + (1 - lam) * target[order]


mixup.hint("The same λ and the same partner for image and label.", zh="图像与标签用同一个 λ、同一个搭档。")
mixup.hint("One-hot labels can be mixed; class numbers cannot.", zh="能混合的是独热标签，不是类别编号。")


@mixup.inputs
def images(n=whole(2, 5), classes=whole(3, 5), lam=one_of(0.2, 0.3, 0.7, 0.9)):
    return torch.randn(n, 2, 3), torch.randint(classes, (n,)), lam, torch.randperm(n).roll(1), classes


@mixup.inputs
def with_the_next(n=whole(3, 5), lam=one_of(0.1, 0.6)):
    return torch.randn(n, 4), torch.arange(n), lam, torch.arange(n).roll(1), n


@mixup.holds("Each target sums to 1.", zh="每个软标签之和为 1。")
def targets_sum_to_one(out):
    return torch.allclose(out[1].sum(dim=1), torch.ones(len(out[1])), atol=1e-5)


@mixup.wrong(
    en=("Only the images are mixed.", "The labels are as well, with the same λ."),
    zh=("只混合图像。", "标签也要混合，用同一个 λ。"),
)
def labels_not_mixed(x, y, lam, order, classes):
    return lam * x + (1 - lam) * x[order], F.one_hot(y, classes).float()


@mixup.wrong(
    en=("The label of the larger part is the target.", "Both labels stay in the target, with their shares."),
    zh=("目标取占比大的那个标签。", "两个标签都保留在目标里，各按比例。"),
)
def larger_part_wins_all(x, y, lam, order, classes):
    target = F.one_hot(y if lam > 0.5 else y[order], classes).float()
    return lam * x + (1 - lam) * x[order], target


@mixup.wrong(
    en=("λ is the share of the partner.", "It is the share of the example itself."),
    zh=("λ 是搭档的比例。", "是样本自己的比例。"),
)
def shares_turned(x, y, lam, order, classes):
    return mixup(x, y, 1 - lam, order, classes)
