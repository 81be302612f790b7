"""Calibrated probabilities

A model is calibrated if, of the answers that it gives with confidence p, a share p is right. The expected calibration
error groups the answers into bins b by confidence and takes

    ECE = Σ (n_b / n) · |accuracy_b − confidence_b|

Softmax makes numbers that sum to 1; nothing makes them true frequencies, and large networks trained long are often too
confident. Accuracy and calibration are two things. Temperature scaling divides all logits by one T, chosen on
validation data: it changes the confidence and never the answer, because the order of the logits stays.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, several, task, where, whole

ZH = """概率校准

如果在以置信度 p 给出的回答里，正确的比例也是 p，模型就是校准好的。期望校准误差（ECE）按置信度把回答分到各个区间 b：

    ECE = Σ (n_b / n) · |准确率_b − 置信度_b|

softmax 只保证各数之和为 1，并不保证它们就是真实的频率；训练久的大网络往往过于自信。准确率高不等于校准好。
温度缩放把所有 logit 除以同一个在验证集上选出的 T：置信度变了，答案不变，因为 logit 的次序没有变。
"""
NAMES = [
    "probability calibration",
    "model calibration",
    "calibration error",
    "expected calibration error",
    "temperature scaling",
    "reliability diagram",
    "期望校准误差",
    "校准误差",
    "置信度校准",
    "温度缩放",
    "可靠性图",
]
SHARED = ["ECE", "calibration", "校准"]
HINTS = ["confidence", "overconfident", "置信度"]
NEEDS = ["softmax-cross-entropy", "confusion-matrix"]
SOURCES = ["Guo et al., On Calibration of Modern Neural Networks, arXiv:1706.04599"]


@where(lambda sizes, right, conf: sizes[0] != sizes[1] and sorted(conf) == conf)
@where(lambda right, conf: (right[0] / 10 - conf[0]) * (right[1] / 10 - conf[1]) < -0.001)
@where(lambda sizes, right, conf: abs(bins_alike(right, conf) - demo(sizes, right, conf)) > 0.025)
@where(lambda sizes, right, conf: worst_bin(right, conf) - demo(sizes, right, conf) > 0.025)
def demo(
    sizes=several(2, one_of(10, 20, 30, 40)),
    right=several(2, whole(2, 10)),
    conf=several(2, one_of(0.5, 0.6, 0.7, 0.8, 0.9), distinct=True),
):
    n, conf = torch.tensor(sizes).float(), torch.tensor(conf)
    accuracy = torch.tensor(right) / 10  # of each bin
    gap = (accuracy - conf).abs()
    return (n * gap).sum() / n.sum()


@question("What is the calibration error?", zh="校准误差是多少？")
def error(out):
    return out


@error.wrong(
    en=("All bins count the same.", "Each counts by the number of its answers."),
    zh=("各个区间权重相同。", "按区间里回答的个数加权。"),
)
def bins_alike(right, conf):
    return demo([1, 1], right, conf)


@error.wrong(
    en=("Too confident and too modest cancel out.", "The gap of each bin is taken without its sign."),
    zh=("过于自信与过于保守相互抵消。", "每个区间的差距取绝对值。"),
)
def gaps_cancel(sizes, right, conf):
    return abs(sum(n * (r / 10 - p) for n, r, p in zip(sizes, right, conf, strict=True))) / sum(sizes)


@error.wrong(
    en=("The worst bin decides.", "It is a weighted mean over the bins."),
    zh=("由最差的区间决定。", "它是各区间的加权平均。"),
)
def worst_bin(right, conf):
    return max(abs(r / 10 - p) for r, p in zip(right, conf, strict=True))


@where(lambda odds, T: T > 1 or max(odds) <= 16)
def heated(odds=several(2, one_of(4, 9, 16, 25, 36, 49, 64), distinct=True), T=one_of(0.5, 2.0)):
    logits = torch.tensor([odds[0], odds[1], 1]).log()
    p = F.softmax(logits / T, dim=0)
    return p.max()


@question("How confident is the model after the division by T?", zh="除以 T 之后，模型的置信度是多少？", of=heated)
def confidence(out):
    return out


@confidence.wrong(
    en=("The answer stays, so the confidence stays.", "Only the order of the logits stays."),
    zh=("答案不变，所以置信度也不变。", "不变的只是 logit 的次序。"),
)
def unchanged(odds):
    return heated(odds, T=1.0)


@confidence.wrong(
    en=("T divides the probability.", "It divides the logits: the odds are raised to the power 1/T."),
    zh=("T 去除概率。", "它除的是 logit：各类之比变成 1/T 次幂。"),
)
def divides_the_probability(odds, T):
    return max(odds) / (sum(odds) + 1) / T


@confidence.wrong(
    en=("A larger T makes the model more certain.", "A larger T flattens; a T below 1 sharpens."),
    zh=("T 越大模型越肯定。", "T 大于 1 使分布变平，小于 1 才使它变尖。"),
)
def other_way_round(odds, T):
    return heated(odds, T=1 / T)


@where(lambda percent, conf: abs(percent / 100 - (1 - conf)) > 0.008)
def overconfident(n=one_of(200, 400, 500, 1000), percent=whole(2, 20), conf=one_of(0.9, 0.95, 0.98, 0.99)):
    correct = torch.ones(n)
    correct[: n * percent // 100] = 0
    expected_errors = n * (1 - conf)  # if `conf` were true
    return (n - correct.sum()) / expected_errors


@question(
    "How many times as many errors does it make as it expects?", zh="实际错误是它自己预期的几倍？", of=overconfident
)
def times(out):
    return out


@times.wrong(
    en=("It is the ratio of confidence and accuracy.", "Errors are compared: 1 − accuracy against 1 − confidence."),
    zh=("就是置信度与准确率之比。", "比的是错误：1 − 准确率 与 1 − 置信度。"),
)
def ratio_of_accuracies(percent, conf):
    return conf / (1 - percent / 100)


@times.wrong(
    en=("Confidence is accuracy, so the errors are as expected.", "Nothing in the training makes them equal."),
    zh=("置信度就是准确率，错误和预期一样多。", "训练并不保证两者相等。"),
)
def as_expected():
    return 1.0


@times.wrong(
    en=("It is the share of errors.", "That share is divided by the share that was expected."),
    zh=("就是错误的比例。", "还要除以预期的错误比例。"),
)
def share_of_errors(percent):
    return percent / 100


@task(
    "Write `ece`: `bins` gives each answer's bin (0 … B − 1), `conf` its confidence, `correct` 1.0 or 0.0.",
    zh="写出 `ece`：`bins` 是每个回答所在的区间（0 … B − 1），`conf` 是置信度，`correct` 为 1.0 或 0.0。",
    blanks=["here.float().mean()", "correct[here].mean() - conf[here].mean()"],
    mend=["each_answer_alone", "all_in_one_bin"],
)
def ece(bins, conf, correct, B):
    total = torch.tensor(0.0)
    for b in range(B):
        here = bins == b
        if here.any():
            gap = correct[here].mean() - conf[here].mean()
            total += here.float().mean() * gap.abs()
    return total


ece.hint("A bin without answers has no mean.", zh="没有回答的区间谈不上均值。")
ece.hint("Average within a bin first, then take the absolute value.", zh="先在区间内取平均，再取绝对值。")


@ece.inputs
def answers(n=whole(5, 40), B=whole(2, 5)):
    conf = torch.rand(n)
    return (conf * B).long().clamp(max=B - 1), conf, (torch.rand(n) < conf * 0.7).float(), B


@ece.inputs
def empty_bins(n=whole(3, 8)):
    conf = 0.8 + torch.rand(n) * 0.2
    return torch.full((n,), 4), conf, (torch.rand(n) < 0.6).float(), 5


@ece.holds("It lies between 0 and 1.", zh="结果在 0 与 1 之间。")
def between(out):
    return 0 <= float(out) <= 1


@ece.wrong(
    en=("All bins count the same.", "Each counts by its share of the answers."),
    zh=("各个区间权重相同。", "按回答所占的比例加权。"),
)
def unweighted(bins, conf, correct, B):
    gaps = [(correct[bins == b].mean() - conf[bins == b].mean()).abs() for b in range(B) if (bins == b).any()]
    return torch.stack(gaps).mean()


@ece.wrong(
    en=(
        "|correct − conf| of each answer is averaged.",
        "A single answer is right or wrong: only a bin has an accuracy.",
    ),
    zh=("对每个回答取 |correct − conf| 再平均。", "单个回答非对即错：只有区间才有准确率。"),
)
def each_answer_alone(bins, conf, correct, B):
    return (correct - conf).abs().mean()


@ece.wrong(
    en=("The gap of the two overall means is enough.", "In it the bins' errors cancel."),
    zh=("总准确率与平均置信度之差就够了。", "这样各区间的误差会相互抵消。"),
)
def all_in_one_bin(bins, conf, correct, B):
    return (correct.mean() - conf.mean()).abs()


def figure(out, sizes, right, conf):
    plt.plot([0, 1], [0, 1], color="C2", linestyle=":", label="calibrated")
    plt.scatter(conf, [each / 10 for each in right], s=[3 * each for each in sizes], label="bins")
    plt.xlabel("confidence")
    plt.ylabel("accuracy")
    plt.legend()
