"""Accuracy against loss

Accuracy asks on which side of the threshold an example lies. Cross-entropy, the mean of −log p for the true class,
looks how far. One confident error costs −log p, without limit, while accuracy loses 1/n for it: both can
rise together, or fall together. A lower loss does not mean more right answers.

As a function of the logits accuracy is a staircase: its gradient is 0 almost everywhere, and training on it would not
move. So one trains on the loss and reports the accuracy. With `bits`, log₂ in place of ln, one halving of p costs 1.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, where, whole

ZH = """准确率与损失

准确率只看样本落在阈值的哪一边。交叉熵是真实类别的 −log p 的平均，还要看离得多远。一个自信的错误代价是 −log p，
没有上限，而准确率只因它少 1/n：两者可以同升，也可以同降。损失更低并不意味着答对的更多。

把准确率看作 logit 的函数，它是阶梯状的：梯度几乎处处为 0，用它训练根本不会动。所以训练时用损失，报告时用准确率。
以比特计（用 log₂ 代替 ln），p 每减半一次，代价加 1。
"""
NAMES = [
    "accuracy vs loss",
    "accuracy and loss",
    "loss and accuracy",
    "surrogate loss",
    "准确率与损失",
    "准确率和损失",
    "替代损失",
]
HINTS = ["accuracy", "loss", "准确率", "损失"]
NEEDS = ["softmax-cross-entropy"]
SOURCES = [
    "Goodfellow, Bengio & Courville, Deep Learning, section 8.1.2 (surrogate loss functions)",
    "torch.nn.CrossEntropyLoss",
]


@where(lambda before, after: before.count(0) != after.count(0) and sum(before) != sum(after))
@where(lambda before, after: abs(log_of_the_mean(before, after) - (sum(after) - sum(before)) / 6) > 0.1)
def demo(before=several(6, whole(0, 2)), after=several(6, whole(0, 2))):
    p = 0.8 / 2.0 ** torch.tensor(before)  # of the true class: 0.8, 0.4, 0.2 …
    q = 0.8 / 2.0 ** torch.tensor(after)  # of two classes
    right = (q > 0.5).sum() - (p > 0.5).sum()
    bits = p.log2().mean() - q.log2().mean()
    return {"right": right, "bits": bits}


@question("By how much does the number of right answers change?", zh="判对的个数变化了多少？")
def right_answers(out):
    return out["right"]


@right_answers.wrong(
    en=("It follows the loss: one for each bit.", "Only crossing 0.5 counts, however far p moves."),
    zh=("它跟着损失走：一比特对应一个。", "只有越过 0.5 才算，p 移动多远都一样。"),
)
def follows_the_loss(before, after):
    return sum(before) - sum(after)


@right_answers.wrong(
    en=("What got better is right now.", "Better may still be below 0.5."),
    zh=("变好的就是答对的。", "变好了也可能仍低于 0.5。"),
)
def better_is_right(before, after):
    return sum((b > a) - (b < a) for b, a in zip(before, after, strict=True))


@right_answers.wrong(
    en=("What was right stays right.", "An example that falls below 0.5 is lost."),
    zh=("原来答对的就一直对。", "跌到 0.5 以下就丢了。"),
)
def none_is_lost(before, after):
    return sum(b > 0 == a for b, a in zip(before, after, strict=True))


@question("By how many bits does the mean loss change?", zh="平均损失变化了多少比特？")
def mean_loss(out):
    return out["bits"]


@mean_loss.wrong(
    en=("The loss is the share of wrong answers.", "It is the mean of −log₂ p: each halving costs one bit."),
    zh=("损失就是答错的比例。", "它是 −log₂ p 的平均：每减半一次多 1 比特。"),
)
def share_of_errors(before, after):
    return (before.count(0) - after.count(0)) / 6


@mean_loss.wrong(
    en=("The loss is the sum over the examples.", "By default it is their mean."),
    zh=("损失是各样本之和。", "默认取平均。"),
)
def sum_of_losses(before, after):
    return float(sum(after) - sum(before))


@mean_loss.wrong(
    en=("It is the log of the mean probability.", "It is the mean of the logs: one tiny p weighs heavily."),
    zh=("就是平均概率的对数。", "是对数的平均：一个极小的 p 分量很重。"),
)
def log_of_the_mean(before, after):
    p, q = 0.8 / 2.0 ** torch.tensor(before), 0.8 / 2.0 ** torch.tensor(after)
    return p.mean().log2() - q.mean().log2()


@where(lambda n, bits: n < 2 * bits)
def one_blunder(n=whole(4, 20), bits=whole(5, 20)):
    p = torch.full((n,), 0.5)  # of the true class: one bit each
    p[0] = 2.0**-bits  # one confident error
    return -p.log2().mean()


@question("What is the mean loss in bits?", zh="平均损失是多少比特？", of=one_blunder)
def loss_with_blunder(out):
    return out


@loss_with_blunder.wrong(
    en=("One error of n adds 1/n.", "It adds its own loss, (bits − 1)/n; only accuracy counts errors."),
    zh=("n 个里错一个，加 1/n。", "要加它自己的损失 (bits − 1)/n；只有准确率才数个数。"),
)
def error_counts_one(n):
    return one_blunder(n, bits=2)


@loss_with_blunder.wrong(
    en=("The worst example is the loss.", "The loss is the mean over all n."),
    zh=("最差的样本就是损失。", "损失是全部 n 个的平均。"),
)
def worst_is_the_loss(bits):
    return float(bits)


@loss_with_blunder.wrong(
    en=("It is the log of the mean probability.", "It is the mean of the logs."),
    zh=("就是平均概率的对数。", "是对数的平均。"),
)
def log_of_mean_probability(n, bits):
    p = torch.full((n,), 0.5)
    p[0] = 2.0**-bits
    return -p.mean().log2()


@where(lambda z, d: any(-d < each < 0 for each in z))
@where(lambda z, d: abs(mean_probability(z, d) - sum(-d < each < 0 for each in z) / 5) > 0.04)
def staircase(z=several(5, one_of(-4, -3, -2, -1, 1, 2)), d=one_of(1.5, 2.5, 3.5)):
    z = torch.tensor(z).float()  # logits of class 1; every label is 1
    before = (z > 0).float().mean()
    after = (z + d > 0).float().mean()
    return after - before


@question("By how much does the accuracy rise?", zh="准确率升高多少？", of=staircase)
def rise(out):
    return out


@rise.wrong(
    en=("Every wrong answer is mended.", "Only those whose logit crosses 0: −d < z < 0."),
    zh=("答错的全都改对了。", "只有 logit 越过 0 的才改对：−d < z < 0。"),
)
def all_are_mended(z):
    return staircase(z, d=9)


@rise.wrong(
    en=("Accuracy is the mean probability of the true class.", "It counts crossings; between them it does not move."),
    zh=("准确率就是真实类别的平均概率。", "它数的是越过阈值的个数，没越过就不动。"),
)
def mean_probability(z, d):
    logits = torch.tensor(z).float()
    return (torch.sigmoid(logits + d) - torch.sigmoid(logits)).mean()


@rise.wrong(
    en=("An example near the threshold counts for half.", "On either side it counts for 0 or for 1."),
    zh=("接近阈值的样本算半个。", "在哪一边就算 0 或 1。"),
)
def counts_by_half(out):
    return out / 2


def figure(out, before, after):
    p = torch.linspace(0.005, 1, 200)
    plt.plot(p, -p.log2(), label="loss in bits")
    plt.plot(p, (p <= 0.5).float(), label="error")
    plt.scatter([0.8 / 2.0**each for each in after], [each - torch.tensor(0.8).log2().item() for each in after])
    plt.xlabel("probability of the true class")
    plt.legend()
