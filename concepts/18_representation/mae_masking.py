"""Masked autoencoder

A masked autoencoder removes most patches of an image, 75 % in the paper, and learns to paint them. The encoder sees
only the patches that are left, without any mask tokens, so a quarter of the tokens costs about a sixteenth of the
attention scores. A small decoder gets the encoded patches and, in every gap, a mask token with its position, and
predicts pixels. The loss is

    the mean squared error over the masked patches alone

Images are redundant: with BERT's 15 % the gaps could be filled from their neighbours without understanding anything.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """掩码自编码器

掩码自编码器去掉图像的大部分图块（论文里是 75 %），学习把它们画出来。编码器只看剩下的图块，没有掩码词元，
所以四分之一的词元只需要约十六分之一的注意力分数。小的解码器得到编码后的图块，以及每个空缺处带位置的掩码词元，
预测像素。损失是

    只在被掩盖的图块上的均方误差

图像有很多冗余：如果像 BERT 那样只掩 15 %，从邻近的图块就能补上，什么也不用理解。
"""
NAMES = [
    "masked autoencoder",
    "masked autoencoders",
    "masked image modelling",
    "masked image modeling",
    "掩码自编码器",
    "掩码图像建模",
]
HINTS = ["mask", "MAE", "掩码"]
NEEDS = ["vit-patches", "bert-masking"]
SOURCES = ["He et al., Masked Autoencoders Are Scalable Vision Learners, arXiv:2111.06377"]


def demo(side=one_of(32, 48, 64, 80, 96, 112, 128, 144, 160, 192, 224), patch=one_of(8, 16), ratio=one_of(0.5, 0.75)):
    n = (side // patch) ** 2
    patches = torch.randn(n, 3 * patch * patch)
    order = torch.randperm(n)
    kept = order[: n - int(ratio * n)]
    return patches[kept], patches


@question("How many patches does the encoder see?", zh="编码器看到多少个图块？")
def seen(out):
    return len(out[0])


@seen.wrong(
    en=("It sees all places, some with a mask token.", "Masked patches are removed; mask tokens come in the decoder."),
    zh=("它看到所有位置，有些是掩码词元。", "掩盖的图块被去掉；掩码词元到解码器才出现。"),
)
def all_places(out):
    return len(out[1])


@seen.wrong(
    en=("It sees the masked share.", "It sees the rest."),
    zh=("它看到的是被掩盖的部分。", "看到的是其余部分。"),
)
def the_masked_ones(out):
    return len(out[1]) - len(out[0]) if len(out[1]) != 2 * len(out[0]) else None


@seen.wrong(
    en=("Patches lie in one row.", "In rows and columns: (side/patch)² of them."),
    zh=("图块排成一行。", "排成行和列：一共 (side/patch)² 个。"),
)
def one_row(side, patch, ratio):
    return round(side // patch * (1 - ratio)) or None


@question(
    "How many attention scores does one encoder head save by masking?", zh="掩码让编码器的一个头少算多少个注意力分数？"
)
def scores_saved(out):
    return len(out[1]) ** 2 - len(out[0]) ** 2


@scores_saved.wrong(
    en=("None: masked places attend as well.", "They take no part in the encoder."),
    zh=("没有少：被掩盖的位置也参与注意力。", "它们不参与编码器。"),
)
def none_saved():
    return 0


@scores_saved.wrong(
    en=("One score for each masked patch.", "Scores are pairs: n² − m² for n and m tokens."),
    zh=("每个被掩盖的图块省一个分数。", "分数是成对的：n 个和 m 个词元相差 n² − m²。"),
)
def one_for_each_patch(out):
    return len(out[1]) - len(out[0])


@scores_saved.wrong(
    en=("Those between masked patches.", "Those between a masked and a seen one are saved, too."),
    zh=("省的是被掩盖的图块之间的分数。", "被掩盖的与看到的之间的也省了。"),
)
def between_masked_ones(out):
    return (len(out[1]) - len(out[0])) ** 2


@where(lambda error, masked: sum(e * m for e, m in zip(error, masked)) * 5 != sum(error) * sum(masked))
@where(lambda error, masked: sum(e * m for e, m in zip(error, masked)) % sum(masked) == 0)
@where(lambda masked: 0 < sum(masked) < 5)
def painting(error=several(5, one_of(1.0, 2.0, 4.0, 6.0, 8.0)), masked=several(5, one_of(0, 1))):
    error, masked = torch.tensor(error), torch.tensor(masked).bool()
    return error[masked].mean()  # squared errors of five patches


@question("What is the loss?", zh="损失是多少？", of=painting)
def loss(out):
    return out


@loss.wrong(
    en=("All patches enter the loss.", "Only the masked ones: the others were given."),
    zh=("所有图块都计入损失。", "只有被掩盖的：其余的本来就给了。"),
)
def all_patches(error):
    return sum(error) / 5


@loss.wrong(
    en=("The sum over the masked is divided by all patches.", "By the number of masked ones."),
    zh=("被掩盖的误差之和除以所有图块数。", "除以被掩盖的个数。"),
)
def divided_by_all(error, masked):
    return sum(e * m for e, m in zip(error, masked)) / 5


@loss.wrong(
    en=("The patches that are seen enter the loss.", "Those that have to be painted."),
    zh=("计入损失的是看到的图块。", "是需要画出来的那些。"),
)
def seen_ones(error, masked):
    return sum(e * (1 - m) for e, m in zip(error, masked)) / (5 - sum(masked))


@task(
    "Write `mae_loss`: `pixels` and `painted` are (n, d), `masked` a boolean (n,). Mean squared error of each "
    "masked patch over its d pixels, averaged over the masked patches.",
    zh="写出 `mae_loss`：`pixels` 和 `painted` 是 (n, d)，`masked` 是布尔 (n,)。对每个被掩盖的图块在 d "
    "个像素上求均方误差，再对被掩盖的图块取平均。",
    blanks=["masked.sum()", "mean(dim=1)"],
    mend=["all_patches_counted", "visible_patches"],
    gradients=True,
)
def mae_loss(pixels, painted, masked):
    error = (pixels - painted).square().mean(dim=1)
    return (error * masked).sum() / masked.sum()


mae_loss.hint("Which patches had to be painted?", zh="哪些图块需要画出来？")


@mae_loss.inputs
def images(n=whole(3, 8), d=whole(1, 4)):
    masked = torch.rand(n) < 0.6
    masked[0], masked[1] = True, False
    return torch.randn(n, d), torch.randn(n, d), masked


@mae_loss.holds("What is painted over visible patches does not matter.", zh="在看得见的图块上画什么都无所谓。")
def visible_ones_do_not_matter(out, solution, pixels, painted, masked):
    changed = torch.where(masked[:, None], painted, painted + 3.0)
    return torch.allclose(solution(pixels, changed, masked), out, atol=1e-5)


@mae_loss.wrong(
    en=("All patches count.", "Only the masked ones."),
    zh=("所有图块都算。", "只算被掩盖的。"),
)
def all_patches_counted(pixels, painted, masked):
    error = (pixels - painted).square().mean(dim=1)
    return error.mean()


@mae_loss.wrong(
    en=("The mean runs over all patches.", "Over the masked ones: divide by their number."),
    zh=("对所有图块取平均。", "对被掩盖的取平均：除以它们的个数。"),
)
def mean_over_all(pixels, painted, masked):
    error = (pixels - painted).square().mean(dim=1)
    return (error * masked).mean()


@mae_loss.wrong(
    en=("The visible patches count.", "They were given; the masked ones count."),
    zh=("算看得见的图块。", "它们是给定的；算被掩盖的。"),
)
def visible_patches(pixels, painted, masked):
    error = (pixels - painted).square().mean(dim=1)
    return (error * ~masked).sum() / (~masked).sum()


def figure(out, side, patch):
    across = side // patch
    grid = torch.zeros(across * across)
    grid[torch.randperm(across * across)[: len(out[0])]] = 1
    plt.imshow(grid.reshape(across, across).tolist(), cmap="Blues", vmin=0, vmax=1.3)
    plt.title(f"the encoder sees {len(out[0])} of {across * across} patches")
    plt.xticks([])
    plt.yticks([])
