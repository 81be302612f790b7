"""Padding and ignore_index

Texts of a batch differ in length; padding fills them up to a rectangle. Padding is there for the shape only and must
be left out of the loss twice: of the sum and of the count. In PyTorch positions whose label is `ignore_index` (−100
unless set otherwise) do both, so with reduction "mean" the loss is

    (sum over real tokens) / (number of real tokens)

and the logits of padded positions get no gradient. Attention needs a mask of its own. A batch in which every label is
ignored has no mean: the result is NaN.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, several, task, where, whole

ZH = """填充与 ignore_index

同一批里的文本长短不一，用填充补成矩形。填充只是为了凑形状，在损失里要去掉两次：既不计入总和，也不计入个数。
在 PyTorch 里，标签等于 `ignore_index`（默认 −100）的位置两样都不计，所以 reduction 为 "mean" 时损失是

    （真实词元的损失之和）/（真实词元的个数）

填充位置的 logits 没有梯度。注意力另外需要自己的掩码。如果一批里所有标签都被忽略，平均值就不存在，结果是 NaN。
"""
NAMES = [
    "ignore_index",
    "pad token",
    "padding token",
    "pack_padded_sequence",
    "packed sequence",
    "填充词元",
    "填充符",
    "忽略填充",
]
SHARED = ["padding", "填充"]
NEEDS = ["softmax-cross-entropy"]
SOURCES = ["torch.nn.CrossEntropyLoss, parameters ignore_index and reduction"]


@where(lambda lens, T, loss: max(lens) <= T and lens[0] != lens[1] and loss[0] != loss[1])
@where(lambda lens, loss: (lens[0] * loss[0] + lens[1] * loss[1]) % sum(lens) == 0)
def demo(lens=several(2, whole(1, 6)), T=whole(3, 7), loss=several(2, one_of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0))):
    per_token = torch.zeros(2, T)
    for i in range(2):
        per_token[i, : lens[i]] = loss[i]  # real tokens; the rest is padding
    real = torch.arange(T) < torch.tensor(lens)[:, None]
    return (per_token * real).sum() / real.sum()


@question("What is the mean loss, that is, what is returned?", zh="平均损失是多少，也就是返回值是多少？")
def mean_loss(out):
    return out


@mean_loss.wrong(
    en=("The sum is divided by all positions.", "Padding does not count: divide by the real tokens."),
    zh=("总和除以所有位置的个数。", "填充不算：要除以真实词元的个数。"),
)
def divided_by_all(lens, T, loss):
    return (lens[0] * loss[0] + lens[1] * loss[1]) / (2 * T)


@mean_loss.wrong(
    en=("Both texts count alike.", "All tokens count alike: the longer text weighs more."),
    zh=("两段文本的权重相同。", "每个词元权重相同：长的文本权重更大。"),
)
def texts_count_alike(loss):
    return sum(loss) / 2


@mean_loss.wrong(
    en=("The losses of all tokens are summed.", "The sum is divided by the number of real tokens."),
    zh=("把所有词元的损失相加。", "总和还要除以真实词元的个数。"),
)
def summed(lens, loss):
    return lens[0] * loss[0] + lens[1] * loss[1]


@where(lambda labels, V: 6 - labels.count(-100) not in (0, 1, 5, 6, V * labels.count(0)))
@where(lambda labels, V: labels.count(0) * V != 6)
def ignored(labels=several(6, one_of(0, 0, 1, 2, -100, -100)), V=one_of(4, 5, 8), reduction=one_of("mean", "sum")):
    logits = torch.zeros(6, V, requires_grad=True)
    labels = torch.tensor(labels)
    loss = F.cross_entropy(logits, labels, reduction=reduction)
    loss.backward()
    return logits.grad


@question("What is the sum of `logits.grad[:, 0]`?", zh="`logits.grad[:, 0]` 的和是多少？", of=ignored)
def first_column(out):
    return out[:, 0].sum()


@first_column.wrong(
    en=("The mean is taken over all six rows.", "Ignored rows are not counted."),
    zh=("对全部六行取平均。", "被忽略的行不计入个数。"),
)
def divided_by_six(out, labels, reduction):
    return out[:, 0].sum() * (6 - labels.count(-100)) / 6 if reduction == "mean" else None


@first_column.wrong(
    en=("Ignored rows still push their logits down.", "They get no gradient at all."),
    zh=("被忽略的行仍会把 logits 往下压。", "它们完全没有梯度。"),
)
def rows_still_push(labels, V, reduction):
    return (6 / V - labels.count(0)) / (6 - labels.count(-100) if reduction == "mean" else 1)


@first_column.wrong(
    en=("Only rows of class 0 move this column.", "The softmax pushes it down in every row that counts."),
    zh=("只有类别为 0 的行才影响这一列。", "每个计入的行，softmax 都会把它往下压。"),
)
def own_rows_only(labels, V, reduction):
    if not labels.count(0):
        return None
    return labels.count(0) * (1 / V - 1) / (6 - labels.count(-100) if reduction == "mean" else 1)


@question("How many entries of `logits.grad` are 0?", zh="`logits.grad` 里有多少项是 0？", of=ignored)
def silent(out):
    return (out == 0).sum()


@silent.wrong(
    en=("Each ignored row has one 0, at its label.", "The whole row gets no gradient."),
    zh=("每个被忽略的行只有标签那一项是 0。", "整行都没有梯度。"),
)
def one_each(labels):
    return labels.count(-100)


@silent.wrong(
    en=("Wrong classes get no gradient.", "The softmax moves every class of a row that counts."),
    zh=("错误的类别没有梯度。", "凡是计入的行，softmax 会影响每个类别。"),
)
def wrong_classes_too(labels, V):
    return 6 * V - (6 - labels.count(-100))


@silent.wrong(
    en=("All rows get a gradient.", "Rows with the label −100 are left out."),
    zh=("所有行都有梯度。", "标签为 −100 的行不计入。"),
)
def none():
    return 0


@task(
    "Write `masked_mean`: the mean loss over the real tokens. `per_token` is (B, T), `lens` (B,) says how many tokens "
    "of each row are real.",
    zh="写出 `masked_mean`：真实词元上的平均损失。`per_token` 是 (B, T)，`lens` 是 (B,)，表示每行有多少个真实词元。",
    blanks=["< lens[:, None]", "real.sum()"],
    mend=["all_positions", "one_too_many"],
    gradients=True,
)
def masked_mean(per_token, lens):
    real = torch.arange(per_token.shape[1]) < lens[:, None]
    return (per_token * real).sum() / real.sum()


masked_mean.hint(
    "Which positions are real? Compare 0, 1, …, T − 1 with the lengths.",
    zh="哪些位置是真实的？把 0、1、…、T − 1 与长度比较。",
)
masked_mean.hint("Padding is left out of the sum and of the count.", zh="填充既不计入总和，也不计入个数。")


@masked_mean.inputs
def batches(B=whole(2, 4), T=whole(2, 6)):
    lens = torch.randint(1, T + 1, (B,))
    per_token = 1 + 4 * torch.rand(B, T)
    return per_token, lens


@masked_mean.holds("What stands in the padding does not matter.", zh="填充位置上是什么都无所谓。")
def padding_does_not_matter(out, solution, per_token, lens):
    padding = torch.arange(per_token.shape[1]) >= lens[:, None]
    return torch.allclose(solution(per_token + 7.0 * padding, lens), out)


@masked_mean.wrong(
    en=("The sum is divided by all positions.", "Divide by the real tokens."),
    zh=("总和除以所有位置的个数。", "要除以真实词元的个数。"),
)
def all_positions(per_token, lens):
    real = torch.arange(per_token.shape[1]) < lens[:, None]
    return (per_token * real).sum() / real.numel()


@masked_mean.wrong(
    en=("Each text is averaged, then the texts.", "All tokens count alike."),
    zh=("先对每段文本取平均，再对文本取平均。", "每个词元的权重相同。"),
)
def per_text(per_token, lens):
    real = torch.arange(per_token.shape[1]) < lens[:, None]
    return ((per_token * real).sum(dim=1) / real.sum(dim=1)).mean()


@masked_mean.wrong(
    en=("Position lens[i] is the last real one.", "Positions are counted from 0: the last is lens[i] − 1."),
    zh=("最后一个真实位置是 lens[i]。", "位置从 0 数起：最后一个是 lens[i] − 1。"),
)
def one_too_many(per_token, lens):
    real = torch.arange(per_token.shape[1]) <= lens[:, None]
    return (per_token * real).sum() / real.sum()


def figure(out, lens, T, loss):
    per_token = torch.full((2, T), float("nan"))
    for i in range(2):
        per_token[i, : lens[i]] = loss[i]
    plt.imshow(per_token.tolist(), vmin=0)
    plt.colorbar(label="loss of a token")
    plt.yticks([0, 1], ["text 0", "text 1"])
    plt.xlabel("position; padding is empty")
