"""Precision, recall and F1

Precision = TP/(TP + FP): of the alarms, how many are right. Recall = TP/(TP + FN): of the positives, how many are
found. F1 is their harmonic mean,

    F1 = 2·TP / (2·TP + FP + FN)

which lies nearer to the smaller of the two. True negatives appear in none of them, so a sea of easy negatives does
not help. A higher threshold can only lower the recall (or leave it); precision usually rises, but need not.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, real, several, task, where, whole

ZH = """精确率、召回率与 F1

精确率 = TP/(TP + FP)：报警中有多少是对的。召回率 = TP/(TP + FN)：正例中有多少被找到。F1 是两者的调和平均，

    F1 = 2·TP / (2·TP + FP + FN)

它更靠近两者中较小的一个。真负例 TN 在三个式子里都不出现，所以再多容易的负例也没有用。
提高阈值，召回率只会下降或不变；精确率通常上升，但不一定。
"""
NAMES = [
    "precision and recall",
    "precision-recall",
    "F1-score",
    "F1 score",
    "macro-F1",
    "micro-F1",
    "精确率",
    "查准率",
    "召回率",
    "查全率",
    "F1值",
    "F1分数",
]
SHARED = ["F1", "precision", "recall"]
HINTS = ["精度", "召回"]
NEEDS = ["confusion-matrix"]
SOURCES = [
    "scikit-learn, sklearn.metrics.precision_recall_fscore_support",
    "周志华《机器学习》2.3.2",
]


@where(lambda tp, fp, fn: abs(fp - fn) >= 2 and (fp - fn) ** 2 >= 0.2 * (tp + fp) * (tp + fn))
def demo(tp=whole(2, 12), fp=whole(1, 20), fn=whole(1, 20), tn=whole(50, 200)):
    true = torch.tensor([1] * tp + [0] * fp + [1] * fn + [0] * tn)
    predicted = torch.tensor([1] * (tp + fp) + [0] * (fn + tn))
    hits = (true * predicted).sum()
    precision = hits / predicted.sum()
    recall = hits / true.sum()
    f1 = 2 / (1 / precision + 1 / recall)
    return {"precision": precision, "recall": recall, "f1": f1}


@question("What is `precision`?", zh="`precision` 是多少？")
def precision_of(out):
    return out["precision"]


@precision_of.wrong(
    en=("Precision is the share of the positives that are found.", "That is recall; precision is about the alarms."),
    zh=("精确率是正例中被找到的比例。", "那是召回率；精确率针对的是报警。"),
)
def that_is_recall(tp, fp, fn, tn):
    return precision_of(demo(tp, fp=fn, fn=fp, tn=tn))


@precision_of.wrong(
    en=("Precision is the share of right answers.", "That is accuracy, in which the true negatives count."),
    zh=("精确率就是判对的比例。", "那是准确率，真负例也算在内。"),
)
def that_is_accuracy(tp, fp, fn, tn):
    return (tp + tn) / (tp + fp + fn + tn)


@precision_of.wrong(
    en=("The hits are divided by all examples.", "They are divided by the alarms, TP + FP."),
    zh=("命中数除以样本总数。", "除以报警数 TP + FP。"),
)
def of_all_examples(tp, fp, fn, tn):
    return tp / (tp + fp + fn + tn)


@question("What is `recall`?", zh="`recall` 是多少？")
def recall_of(out):
    return out["recall"]


@recall_of.wrong(
    en=("Recall is the share of the alarms that are right.", "That is precision; recall is about the positives."),
    zh=("召回率是报警中正确的比例。", "那是精确率；召回率针对的是正例。"),
)
def that_is_precision(tp, fp, fn, tn):
    return recall_of(demo(tp, fp=fn, fn=fp, tn=tn))


@recall_of.wrong(
    en=("Recall is the share of the negatives that are left alone.", "That is specificity, TN/(TN + FP)."),
    zh=("召回率是负例中没有误报的比例。", "那是特异度 TN/(TN + FP)。"),
)
def specificity(fp, tn):
    return tn / (tn + fp)


@recall_of.wrong(
    en=("The hits are divided by all errors and hits.", "False alarms do not count in recall."),
    zh=("命中数除以命中与所有错误之和。", "误报不计入召回率。"),
)
def alarms_count(tp, fp, fn):
    return tp / (tp + fp + fn)


@question("What is `f1`?", zh="`f1` 是多少？")
def f1_of(out):
    return out["f1"]


@f1_of.wrong(
    en=("F1 is the mean of the two.", "It is the harmonic mean, nearer to the smaller one."),
    zh=("F1 是两者的算术平均。", "是调和平均，更靠近较小的一个。"),
)
def arithmetic_mean(out):
    return (out["precision"] + out["recall"]) / 2


@f1_of.wrong(
    en=("F1 is the share of right answers.", "True negatives do not appear in it."),
    zh=("F1 是判对的比例。", "它不含真负例。"),
)
def f1_as_accuracy(tp, fp, fn, tn):
    return (tp + tn) / (tp + fp + fn + tn)


@f1_of.wrong(
    en=("F1 is hits over hits and errors.", "That is IoU (Jaccard); in F1 the hits count twice."),
    zh=("F1 是命中数除以命中与错误之和。", "那是 IoU（Jaccard）；F1 里命中算两次。"),
)
def f1_as_overlap(tp, fp, fn):
    return tp / (tp + fp + fn)


@where(lambda scores, positives, up: any(0.3 < each <= up for each in scores[:positives]))
@where(lambda scores, positives, up: any(0.3 < each <= up for each in scores[positives:]))
@where(lambda scores, up: all(abs(each - up) > 0.01 and abs(each - 0.3) > 0.01 for each in scores))
def threshold(
    scores=several(8, real(0.05, 0.95, places=2), distinct=True), positives=whole(3, 6), up=one_of(0.5, 0.6, 0.7)
):
    scores = torch.tensor(scores)
    true = torch.arange(8) < positives  # the first ones are positive
    before = (true & (scores > 0.3)).sum() / true.sum()
    after = (true & (scores > up)).sum() / true.sum()
    return before - after


@question("How much recall does the higher threshold cost?", zh="提高阈值损失了多少召回率？", of=threshold)
def cost(out):
    return out


@cost.wrong(
    en=("A higher threshold costs no recall.", "Every positive that falls below it is lost."),
    zh=("提高阈值不损失召回率。", "低于新阈值的正例都丢了。"),
)
def no_cost(scores, positives):
    return cost(threshold(scores, positives, up=0.3))


@cost.wrong(
    en=("Every alarm that is lost costs recall.", "Only lost positives do; lost false alarms help precision."),
    zh=("每少一个报警都损失召回率。", "只有丢掉的正例才算；误报减少是提高精确率。"),
)
def all_alarms(scores, positives, up):
    return sum(0.3 < each <= up for each in scores) / positives


@cost.wrong(
    en=("Recall is a share of all examples.", "It is a share of the positives."),
    zh=("召回率是全部样本中的比例。", "是正例中的比例。"),
)
def of_all_eight(scores, positives, up):
    return sum(0.3 < each <= up for each in scores[:positives]) / 8


@task(
    "Write `f1`: the F1 score from the counts; 0.0 if nothing was found.",
    zh="写出 `f1`：由计数求 F1；一个都没找到时返回 0.0。",
    blanks=["2 * tp / (2 * tp + fp + fn)", "if tp else 0.0"],
    mend=["half_of_it", "mean_of_both"],
)
def f1(tp, fp, fn):
    return 2 * tp / (2 * tp + fp + fn) if tp else 0.0


f1.hint("The harmonic mean of a and b is 2ab/(a + b).", zh="a 与 b 的调和平均是 2ab/(a + b)。")
f1.hint("Without a hit precision or recall may be 0/0.", zh="没有命中时，精确率或召回率可能是 0/0。")


@f1.inputs
def counts(tp=whole(1, 12), fp=whole(0, 15), fn=whole(0, 15)):
    return tp, fp, fn


@f1.inputs
def nothing_found(fp=one_of(0, 0, 3), fn=whole(0, 4)):
    return 0, fp, fn


@f1.holds("It lies between 0 and 1, and misses count like false alarms.", zh="结果在 0 与 1 之间，漏报与误报地位相同。")
def symmetric(out, solution, tp, fp, fn):
    return 0 <= out <= 1 and abs(solution(tp, fn, fp) - out) < 1e-9


@f1.wrong(
    en=("F1 is the arithmetic mean.", "The harmonic mean: 2·TP/(2·TP + FP + FN)."),
    zh=("F1 是算术平均。", "是调和平均：2·TP/(2·TP + FP + FN)。"),
)
def mean_of_both(tp, fp, fn):
    return (tp / (tp + fp) + tp / (tp + fn)) / 2 if tp else 0.0


@f1.wrong(
    en=("The harmonic mean is ab/(a + b).", "The factor 2 is missing: two equal values must give that value."),
    zh=("调和平均是 ab/(a + b)。", "少了因子 2：两数相等时应得到这个数。"),
)
def half_of_it(tp, fp, fn):
    return tp / (2 * tp + fp + fn) if tp else 0.0


@f1.wrong(
    en=("The hits count once.", "Then it is IoU; F1 counts them twice."),
    zh=("命中只算一次。", "那是 IoU；F1 里命中算两次。"),
)
def overlap(tp, fp, fn):
    return tp / (tp + fp + fn) if tp else 0.0


def figure(out, tp, fp, fn, tn):
    line = [each / 100 for each in range(1, 101)]
    precision = out["precision"].item()
    plt.plot(line, [2 * precision * r / (precision + r) for r in line], label="F1")
    plt.plot(line, [(precision + r) / 2 for r in line], label="arithmetic mean")
    plt.scatter([out["recall"].item()], [out["f1"].item()])
    plt.xlabel("recall, with this precision")
    plt.legend()
