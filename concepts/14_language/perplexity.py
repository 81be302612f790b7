"""Bigrams and perplexity

A language model gives every next token a probability. Its loss is the mean of −log p over the true tokens, and
perplexity is the exponential of that mean:

    perplexity = exp(−(log p₁ + … + log pₙ)/n)

the geometric mean of the 1/p, so to speak the number of equally likely tokens that would give the same loss: V for a
uniform guess among V tokens, never below 1. The simplest model is a table of bigram counts divided by the row's sum;
add-s smoothing adds s to every count first, so that no pair is impossible. Perplexities compare only over the same
tokens.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """二元语法与困惑度

语言模型给每个可能的下一个词元一个概率。它的损失是 −log p 在真实词元上的平均，困惑度是这个平均值的指数：

    困惑度 = exp(−(log p₁ + … + log pₙ)/n)

也就是各个 1/p 的几何平均：相当于在多少个等概率的词元里猜，会有同样的损失。在 V 个词元里均匀地猜，困惑度是 V；
它不会小于 1。最简单的模型是二元语法的计数表，每行除以该行之和；加 s 平滑先给每个计数加 s，这样就没有不可能的词对。
只有在同样的词元上，困惑度才能比较。
"""
NAMES = [
    "bigram",
    "bigram model",
    "n-gram model",
    "n-gram language model",
    "困惑度",
    "二元语法",
    "n元语法",
    "n元语法模型",
    "perplexity of a language model",
    "model perplexity",
]
SHARED = [
    "perplexity",
]
HINTS = [
    "language model",
    "语言模型",
    "smoothing",
    "平滑",
]
NEEDS = ["softmax-cross-entropy"]
SOURCES = ["Jurafsky & Martin, Speech and Language Processing, 3rd ed. draft, chapter 3 (n-gram language models)"]


@where(lambda a: (a[0] * a[1]) ** 0.5 % 1 == 0 and a[0] != a[1])
def demo(a=several(2, one_of(1, 2, 3, 4, 5, 8, 9, 10, 12, 16, 18, 20, 25, 27, 32, 36, 40, 45, 50, 100))):
    p = 1 / torch.tensor(a)  # what the model gave to the two true tokens
    loss = -p.log().mean()
    return loss.exp()


@question("What is the perplexity?", zh="困惑度是多少？")
def ppl(out):
    return out


@ppl.wrong(
    en=("Perplexity is the mean of 1/p.", "The logarithms are averaged: it is their geometric mean."),
    zh=("困惑度是 1/p 的平均。", "取平均的是对数：它是几何平均。"),
)
def mean_of_inverses(a):
    return sum(a) / 2


@ppl.wrong(
    en=("Perplexity is one over the mean probability.", "The logarithms are averaged, not the probabilities."),
    zh=("困惑度是平均概率的倒数。", "取平均的是对数，不是概率。"),
)
def inverse_of_the_mean(a):
    return 2 / (1 / a[0] + 1 / a[1])


@ppl.wrong(
    en=("Perplexity multiplies the 1/p of all tokens.", "The mean over n tokens takes the n-th root."),
    zh=("困惑度是所有词元的 1/p 之积。", "对 n 个词元取平均，就是开 n 次方。"),
)
def product(a):
    return float(a[0] * a[1])


@where(lambda logs, n: logs[0] != logs[1] and n[0] != n[1])
@where(lambda logs, n: (n[0] * logs[0] + n[1] * logs[1]) % sum(n) == 0)
def two_texts(logs=several(2, whole(1, 8)), n=several(2, one_of(10, 20, 30, 50, 60, 90))):
    ppl = 2.0 ** torch.tensor(logs)  # perplexity of the same model on two texts
    n = torch.tensor(n)  # tokens of each text
    loss = (n * ppl.log()).sum() / n.sum()
    return loss.exp()


@question("What is the perplexity of both texts together?", zh="两段文本合起来的困惑度是多少？", of=two_texts)
def together(out):
    return out


@together.wrong(
    en=("It is the mean of the two, weighted by tokens.", "The losses are averaged, then the exponential is taken."),
    zh=("它是两者按词元数加权的平均。", "先对损失取平均，再取指数。"),
)
def mean_of_perplexities(logs, n):
    return sum(k * 2**x for k, x in zip(n, logs)) / sum(n)


@together.wrong(
    en=("Both texts count alike.", "All tokens count alike: the longer text weighs more."),
    zh=("两段文本的权重相同。", "每个词元权重相同：长的文本权重更大。"),
)
def texts_count_alike(logs):
    return 2 ** (sum(logs) / 2)


@together.wrong(
    en=("Perplexities add up like surprises.", "Losses are averaged over the tokens; nothing is added up."),
    zh=("困惑度像意外程度一样相加。", "损失按词元取平均，没有什么相加。"),
)
def sum_of_both(logs):
    return float(2 ** logs[0] + 2 ** logs[1])


@where(lambda row, s: (sum(row) + 4 * s) in (8, 10, 16, 20, 25) and sum(row) > 2)
@where(lambda row, s, j: row[j] + s > 0 and row[j] * 4 != sum(row))
def table(row=several(4, whole(0, 9)), s=one_of(1, 2), j=whole(0, 3)):
    row = torch.tensor(row)  # how often each of 4 tokens followed a given one
    smoothed = row + s
    return smoothed[j] / smoothed.sum()


@question("What is the smoothed probability of token `j`?", zh="词元 `j` 平滑后的概率是多少？", of=table)
def smoothed(out):
    return out


@smoothed.wrong(
    en=("Smoothing changes the count, not the row's sum.", "The sum grows by s for each of the 4 tokens."),
    zh=("平滑只改变计数，不改变行的和。", "4 个词元各加 s，和就增加 4s。"),
)
def sum_unchanged(row, s, j):
    return (row[j] + s) / sum(row)


@smoothed.wrong(
    en=("The row's sum grows by s.", "It grows by s for each of the 4 tokens."),
    zh=("行的和只增加 s。", "4 个词元各加 s，和增加 4s。"),
)
def sum_grows_once(row, s, j):
    return (row[j] + s) / (sum(row) + s)


@smoothed.wrong(
    en=("Only pairs never seen are changed.", "Every count is raised by s, so seen pairs lose probability."),
    zh=("只改变没见过的词对。", "每个计数都加 s，所以见过的词对概率会变小。"),
)
def seen_pairs_kept(row, j):
    return row[j] / sum(row) if row[j] else None


@task(
    "Write `perplexity_of`: the perplexity of a whole text from the mean losses of its batches and their numbers of "
    "tokens (two tensors).",
    zh="写出 `perplexity_of`：已知各批的平均损失和词元数（两个张量），求整段文本的困惑度。",
    blanks=["(losses * tokens).sum()", ".exp()"],
    mend=["batches_count_alike", "mean_of_exponentials"],
)
def perplexity_of(losses, tokens):
    loss = (losses * tokens).sum() / tokens.sum()
    return loss.exp()


perplexity_of.hint(
    "What is the mean loss of one token over all batches?", zh="所有批合在一起，每个词元的平均损失是多少？"
)


@perplexity_of.inputs
def batches(B=whole(1, 5)):
    return 4 * torch.rand(B), torch.randint(1, 50, (B,)).float()


@perplexity_of.holds("It lies between the perplexities of the batches.", zh="它介于各批的困惑度之间。")
def between(out, losses):
    return losses.min().exp() - 1e-3 <= out <= losses.max().exp() + 1e-3


@perplexity_of.wrong(
    en=("All batches count alike.", "All tokens do: weight the losses by the tokens."),
    zh=("每一批权重相同。", "每个词元权重相同：损失要按词元数加权。"),
)
def batches_count_alike(losses, tokens):
    loss = losses.mean()
    return loss.exp()


@perplexity_of.wrong(
    en=("The perplexities of the batches are averaged.", "The losses are, before the exponential."),
    zh=("对各批的困惑度取平均。", "先对损失取平均，再取指数。"),
)
def mean_of_exponentials(losses, tokens):
    return (losses.exp() * tokens).sum() / tokens.sum()


@perplexity_of.wrong(
    en=("The losses of all tokens are summed.", "Perplexity uses the mean loss of a token."),
    zh=("把所有词元的损失加起来。", "困惑度用的是每个词元的平均损失。"),
)
def summed(losses, tokens):
    return (losses.sum()).exp()


def figure(out, a):
    p = torch.linspace(0.01, 1, 200)
    plt.plot(p, -p.log(), color="C0", label="−log p")
    shares = [1 / each for each in a]
    plt.scatter(shares, [-torch.tensor(share).log() for share in shares], color="C1", zorder=3, label="the two tokens")
    plt.axhline(out.log(), color="C2", label=f"mean, perplexity {out.item():.3g}")
    plt.xlabel("p of the true token")
    plt.legend()
