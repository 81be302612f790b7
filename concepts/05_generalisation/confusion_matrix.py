"""Confusion matrix

M[t, p] counts the examples of true class t that were predicted as p. Correct ones stand on the diagonal; a row holds a
class as it is, a column a class as it was predicted. Accuracy is trace / sum.

Off the diagonal, row k holds what was missed of class k, column k the false alarms for k. Accuracy hides the
difference: with 1 % positives the answer “never” is 99 % accurate and useless, and only its row shows it. Which axis is
the true one is a convention; here, as in scikit-learn, it is the row.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """混淆矩阵

M[t, p] 是真实类别为 t、被预测为 p 的样本数。对角线上是判对的；一行是一个真实类别，一列是一个预测类别。
准确率 = 迹 / 总和。

在对角线之外，第 k 行是 k 类漏掉的样本，第 k 列是误报成 k 类的样本。准确率看不出两者的差别：正例只占 1 % 时，
永远答“否”的准确率有 99 %，却毫无用处，只有看那一行才知道。哪个轴放真实类别只是约定；这里和 scikit-learn 一样放在行上。
"""
NAMES = [
    "confusion matrix",
    "true positive",
    "false positive",
    "false negative",
    "true negative",
    "混淆矩阵",
    "真正例",
    "假正例",
    "真阳性",
    "假阳性",
    "假阴性",
]
SHARED = ["accuracy", "准确率"]
HINTS = ["精度"]
NEEDS = ["train-valid-test"]
SOURCES = [
    "scikit-learn, sklearn.metrics.confusion_matrix",
    "周志华《机器学习》2.3.2，表 2.1",
]


@where(lambda true, predicted, k: k in true and k in predicted)
def demo(true=several(8, whole(0, 2)), predicted=several(8, whole(0, 2)), k=whole(0, 2)):
    M = torch.zeros(3, 3, dtype=torch.long)
    for t, p in zip(true, predicted, strict=True):
        M[t, p] += 1
    return {"row": M[k].sum() - M[k, k], "column": M[:, k].sum() - M[k, k]}


@question("How many examples of class k were missed?", zh="k 类的样本漏掉了几个？")
def missed(out):
    return out["row"]


@missed.wrong(
    en=("They are in the column of k.", "The column holds what was predicted as k; the row holds what is k."),
    zh=("看 k 那一列。", "列是预测为 k 的；行才是真实为 k 的。"),
)
def looks_at_the_column(true, predicted, k):
    return missed(demo(true=predicted, predicted=true, k=k))


@missed.wrong(
    en=("Every error is a miss of every class.", "Only errors on examples whose true class is k."),
    zh=("每个错误对每个类都算漏掉。", "只算真实类别为 k 的样本上的错误。"),
)
def all_errors(true, predicted):
    return sum(t != p for t, p in zip(true, predicted, strict=True))


@missed.wrong(
    en=("The diagonal counts the misses.", "The diagonal counts the correct ones."),
    zh=("对角线数的是漏掉的。", "对角线数的是判对的。"),
)
def the_diagonal(true, predicted, k):
    return sum(t == p == k for t, p in zip(true, predicted, strict=True))


@question("How often was class k predicted wrongly?", zh="有几次错判成了 k 类？")
def false_alarms(out):
    return out["column"]


@false_alarms.wrong(
    en=("They are in the row of k.", "The row holds what is k; the column holds what was predicted as k."),
    zh=("看 k 那一行。", "行是真实为 k 的；列才是预测为 k 的。"),
)
def looks_at_the_row(true, predicted, k):
    return false_alarms(demo(true=predicted, predicted=true, k=k))


@false_alarms.wrong(
    en=("Every prediction of k counts.", "Those on the diagonal were right."),
    zh=("凡是预测为 k 的都算。", "对角线上的是判对的。"),
)
def all_predictions(predicted, k):
    return predicted.count(k)


@false_alarms.wrong(
    en=("Misses and false alarms count together.", "False alarms are the column alone."),
    zh=("漏报和误报一起算。", "误报只看那一列。"),
)
def both_kinds(out):
    return out["row"] + out["column"]


@where(lambda n, percent, alarms: n * percent // 100 != alarms)
def rare(n=one_of(100, 200, 300, 400), percent=whole(1, 9), alarms=whole(2, 20)):
    positives = n * percent // 100
    negatives = n - positives
    never = torch.tensor([[negatives, 0], [positives, 0]])  # rows: truth
    careful = torch.tensor([[negatives - alarms, alarms], [0, positives]])
    return careful.trace() - never.trace()


@question(
    "How many more examples does `careful` get right than `never` (negative: fewer)?",
    zh="`careful` 比 `never` 多判对几个（少则为负）？",
    of=rare,
)
def gain(out):
    return out


@gain.wrong(
    en=("It finds all positives and loses nothing.", "Each false alarm costs a negative that was right before."),
    zh=("正例全找到了，什么也没损失。", "每个误报都让一个原本判对的负例变错。"),
)
def nothing_lost(n, percent):
    return gain(rare(n, percent, alarms=0))


@gain.wrong(
    en=("Accuracy is the same for both.", "Only if positives and alarms are equal in number."),
    zh=("两者的准确率一样。", "只有正例数等于误报数时才一样。"),
)
def no_difference():
    return 0


@gain.wrong(
    en=("Positives found and alarms raised add up.", "An alarm on a negative is an error: it is subtracted."),
    zh=("找到的正例与误报相加。", "对负例报警是错误：要减去。"),
)
def errors_add(n, percent, alarms):
    return n * percent // 100 + alarms


@task(
    "Write `confusion`: the c × c matrix of counts M[t, p], from two index tensors.",
    zh="写出 `confusion`：由两个下标张量返回 c × c 的计数矩阵 M[t, p]。",
    blanks=["true * c + predicted"],
    mend=["transposed", "repeats_lost"],
    order=True,
)
def confusion(true, predicted, c):
    pair = true * c + predicted
    counts = torch.bincount(pair, minlength=c * c)
    return counts.reshape(c, c)


confusion.hint("Give each pair (t, p) one number.", zh="给每一对 (t, p) 编一个号。")
confusion.hint(
    "`M[true, predicted] += 1` writes each place once only, however often it occurs.",
    zh="`M[true, predicted] += 1` 对每个位置只写一次，不管它出现几次。",
)


@confusion.inputs
def labels(n=whole(4, 14), c=whole(2, 4)):
    return torch.randint(c, (n,)), torch.randint(c, (n,)), c


@confusion.inputs
def a_class_never_met(n=whole(3, 6)):
    return torch.zeros(n, dtype=torch.long), torch.randint(2, (n,)), 4


@confusion.holds("The counts add up to the number of examples.", zh="各计数之和等于样本数。")
def complete(out, true):
    return int(out.sum()) == len(true)


@confusion.wrong(
    en=("Rows are the predictions.", "Here rows are the true classes: M[t, p]."),
    zh=("行是预测类别。", "这里行是真实类别：M[t, p]。"),
)
def transposed(true, predicted, c):
    return torch.bincount(predicted * c + true, minlength=c * c).reshape(c, c)


@confusion.wrong(
    en=("`M[true, predicted] += 1` counts repeated pairs.", "A repeated place is written once: use bincount."),
    zh=("`M[true, predicted] += 1` 会累计重复的下标对。", "重复的位置只写一次：要用 bincount。"),
)
def repeats_lost(true, predicted, c):
    M = torch.zeros(c, c, dtype=torch.long)
    M[true, predicted] += 1
    return M


@confusion.wrong(
    en=("Entries are shares of their row.", "Counts are asked for; shares lose the sizes of the classes."),
    zh=("元素是所在行的比例。", "要的是计数；比例丢掉了各类的大小。"),
)
def shares(true, predicted, c):
    M = torch.bincount(true * c + predicted, minlength=c * c).reshape(c, c)
    return M / M.sum(dim=1, keepdim=True).clamp(min=1)


def figure(out, true, predicted, k):
    counts = torch.zeros(3, 3)
    for t, p in zip(true, predicted, strict=True):
        counts[t, p] += 1
    plt.imshow(counts.tolist())
    plt.xlabel("predicted")
    plt.ylabel("true")
