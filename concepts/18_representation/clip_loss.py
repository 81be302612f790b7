"""CLIP: one matrix, two losses

CLIP learns from N images with their captions. Both are encoded and normalised, and all cosines, times a learnt scale,
form an N × N matrix whose diagonal is right. Every image has to find its text among the N texts, a cross-entropy along
the rows, and every text its image, one along the columns; the loss is

    (loss of the rows + loss of the columns)/2

The two differ, because image i with text j is not image j with text i. For zero-shot classification the class names are
written as texts; the nearest text names the class, and no image of the classes was ever labelled for it.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, real, several, task, where, whole

ZH = """CLIP：一个矩阵，两个方向的损失

CLIP 从 N 张图像及其说明文字学习。两边编码并归一化之后，所有余弦乘以一个学到的缩放系数，构成 N × N 的矩阵，
对角线是正确的配对。每张图像要在 N 段文字里找到自己的文字，这是沿行的交叉熵；每段文字要找到自己的图像，
这是沿列的交叉熵；损失是

    （行的损失 + 列的损失）/2

两者不同，因为图像 i 配文字 j 不等于图像 j 配文字 i。做零样本分类时，把类别名写成文字，最近的文字就是类别，
为此不需要任何带标签的图像。
"""
NAMES = [
    "CLIP model",
    "contrastive language-image pretraining",
    "contrastive language-image pre-training",
    "zero-shot classification",
    "zero-shot image classification",
    "CLIP模型",
    "图文对比学习",
    "图文对比预训练",
    "零样本分类",
]
SHARED = ["CLIP"]
HINTS = ["multimodal", "多模态"]
NEEDS = ["infonce-simclr"]
SOURCES = ["Radford et al., Learning Transferable Visual Models From Natural Language Supervision, arXiv:2103.00020"]


@where(lambda W: W[0][1] != W[1][0] and W[0][0] != W[1][1])
@where(lambda W: W[0][0] + W[0][1] in (4, 5, 8, 10) and W[0][0] + W[1][0] in (4, 5, 8, 10))
def demo(W=several(2, several(2, one_of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0)))):
    logits = torch.tensor(W).log()  # rows: images, columns: texts
    of_images = F.cross_entropy(logits, torch.arange(2), reduction="none")
    of_texts = F.cross_entropy(logits.T, torch.arange(2), reduction="none")
    both = of_images[0] + of_texts[0]
    return (-both).exp()


@question(
    "With which probability do image 0 and text 0 both find each other?",
    zh="图像 0 和文字 0 都找到对方的概率（两个概率之积）是多少？",
)
def both_find(out):
    return out


@both_find.wrong(
    en=("One direction says it all: image 0 finds text 0.", "The columns are asked as well."),
    zh=("一个方向就够了：图像 0 找到文字 0。", "列也要问。"),
)
def one_direction(W):
    return W[0][0] / sum(W[0])


@both_find.wrong(
    en=("Rows and columns give the same probability.", "They compare with different wrong pairs."),
    zh=("行和列给出同样的概率。", "它们比较的是不同的错误配对。"),
)
def row_twice(W):
    return (W[0][0] / sum(W[0])) ** 2


@both_find.wrong(
    en=("One softmax runs over the whole matrix.", "There is one along each row and one along each column."),
    zh=("对整个矩阵做一次 softmax。", "每行、每列各做一次。"),
)
def softmax_over_the_matrix(W):
    return W[0][0] / (sum(W[0]) + sum(W[1]))


@where(lambda length, cosine: len({round(a * b, 3) for a, b in zip(length, cosine)}) == 4)
def zero_shot(length=several(4, one_of(0.5, 1.0, 2.0, 3.0, 4.0)), cosine=several(4, real(0.1, 0.9), distinct=True)):
    # texts of four classes: their lengths, and cosines with an image
    cosine, length = torch.tensor(cosine), torch.tensor(length)[:, None]
    texts = length * torch.stack([cosine, (1 - cosine**2).sqrt()], dim=1)
    image = torch.tensor([2.0, 0.0])
    scores = F.normalize(texts, dim=1) @ F.normalize(image, dim=0)
    return scores.argmax()


@question("Which class, counted from 0, is chosen?", zh="选中的是哪一类（从 0 数起）？", of=zero_shot)
def chosen_class(out):
    return out


@chosen_class.wrong(
    en=("The largest dot product wins.", "Vectors are normalised first: length does not count."),
    zh=("点积最大的胜出。", "先归一化：长度不起作用。"),
)
def largest_dot_product(length, cosine):
    products = [a * b for a, b in zip(length, cosine)]
    return products.index(max(products))


@chosen_class.wrong(
    en=("The longest text vector wins.", "Its direction counts."),
    zh=("最长的文本向量胜出。", "起作用的是方向。"),
)
def longest(length):
    return length.index(max(length))


@chosen_class.wrong(
    en=("The smallest cosine is the nearest.", "The largest cosine is: the angle is smallest."),
    zh=("余弦最小的最近。", "余弦最大的最近：夹角最小。"),
)
def smallest_cosine(cosine):
    return cosine.index(min(cosine))


def wrong_pairs(N=one_of(4, 8, 10, 16, 20, 32), gpus=one_of(2, 3, 4, 8)):
    images = torch.empty(gpus * N, 64, device="meta")  # gathered from all GPUs
    texts = torch.empty(gpus * N, 64, device="meta")
    logits = images @ texts.T
    return logits.numel() - gpus * N


@question("How many wrong pairs are in the matrix?", zh="矩阵里有多少个错误的配对？", of=wrong_pairs)
def negatives(out):
    return out


@negatives.wrong(
    en=("Each GPU compares its own pairs.", "All texts of all GPUs are compared."),
    zh=("每个 GPU 只比较自己的配对。", "所有 GPU 的文字都要比较。"),
)
def on_each_gpu(N, gpus):
    return gpus * N * (N - 1)


@negatives.wrong(
    en=("Every image has one wrong text.", "All other texts are wrong for it."),
    zh=("每张图像有一个错误的文字。", "对它来说，其他文字都是错的。"),
)
def one_each(N, gpus):
    return gpus * N


@negatives.wrong(
    en=("Image i with text j is the same pair as image j with text i.", "They are two pairs."),
    zh=("图像 i 配文字 j 与图像 j 配文字 i 是同一对。", "是两对。"),
)
def half_of_them(N, gpus):
    return gpus * N * (gpus * N - 1) // 2


@task(
    "Write `clip_loss`: row i of `images` (N, d) belongs to row i of `texts` (N, d); `scale` multiplies the cosines.",
    zh="写出 `clip_loss`：`images` (N, d) 的第 i 行与 `texts` (N, d) 的第 i 行是一对；`scale` 乘在余弦上。",
    blanks=["F.cross_entropy(logits.T, right)", "scale * F.normalize(images, dim=1)"],
    mend=["rows_only", "summed"],
    gradients=True,
)
def clip_loss(images, texts, scale):
    logits = scale * F.normalize(images, dim=1) @ F.normalize(texts, dim=1).T
    right = torch.arange(len(images))
    return (F.cross_entropy(logits, right) + F.cross_entropy(logits.T, right)) / 2


clip_loss.hint(
    "One cross-entropy asks along the rows; what asks along the columns?", zh="一个交叉熵沿行提问；沿列怎么问？"
)


@clip_loss.inputs
def batches(N=whole(2, 5), d=whole(2, 4), scale=one_of(2.0, 5.0)):
    return 2 * torch.randn(N, d), torch.randn(N, d), scale


@clip_loss.holds("Images and texts may change places.", zh="图像与文字可以互换。")
def symmetric(out, solution, images, texts, scale):
    return torch.allclose(solution(texts, images, scale), out, atol=1e-4)


@clip_loss.wrong(
    en=("It is enough that images find their texts.", "Texts must find their images, too."),
    zh=("图像找到文字就够了。", "文字也要找到图像。"),
)
def rows_only(images, texts, scale):
    logits = scale * F.normalize(images, dim=1) @ F.normalize(texts, dim=1).T
    right = torch.arange(len(images))
    return F.cross_entropy(logits, right)


@clip_loss.wrong(
    en=("The two losses are added.", "They are averaged."),
    zh=("两个损失相加。", "取平均。"),
)
def summed(images, texts, scale):
    logits = scale * F.normalize(images, dim=1) @ F.normalize(texts, dim=1).T
    right = torch.arange(len(images))
    return F.cross_entropy(logits, right) + F.cross_entropy(logits.T, right)


@clip_loss.wrong(
    en=("Dot products are compared.", "Cosines are: both sides are normalised."),
    zh=("比较的是点积。", "是余弦：两边都要归一化。"),
)
def not_normalised(images, texts, scale):
    logits = scale * images @ texts.T
    right = torch.arange(len(images))
    return (F.cross_entropy(logits, right) + F.cross_entropy(logits.T, right)) / 2


def figure(out, W):
    plt.imshow(torch.tensor(W).log().tolist(), cmap="Blues", vmin=0, vmax=5)
    for i in range(2):
        for j in range(2):
            plt.text(j, i, f"log {W[i][j]:g}", ha="center", va="center", color="C1" if i == j else "black")
    plt.xticks([0, 1], ["text 0", "text 1"])
    plt.yticks([0, 1], ["image 0", "image 1"])
    plt.title("softmax along rows and along columns")
