"""ROC curve and AUC

The ROC curve shows, for every threshold, the true positive rate against the false positive rate. The area under it,
AUC, is the chance that a random positive scores above a random negative:

    AUC = (pairs in order + ½ · ties) / (P · N)

It depends on the order of the scores only: no threshold, no unit, no class ratio. Any increasing change of
the scores (sigmoid, temperature) leaves it; a change of sign turns it into 1 − AUC. Because the class ratio plays no
part, a good AUC says little about precision where positives are rare.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """ROC 曲线与 AUC

ROC 曲线画的是每个阈值下真正例率对假正例率的变化。曲线下面积 AUC 等于随机一个正例的分数高于随机一个负例的概率：

    AUC = (次序正确的对数 + ½ · 并列的对数) / (P · N)

它只取决于分数的次序：与阈值、单位、类别比例都无关。对分数做任何递增的变换（sigmoid、温度）都不改变它；
变号则得到 1 − AUC。正因为与类别比例无关，正例稀少时，AUC 高并不说明精确率高。
"""
NAMES = [
    "AUC",
    "ROC curve",
    "ROC-AUC",
    "AUROC",
    "area under the curve",
    "ROC曲线",
    "AUC值",
    "曲线下面积",
]
SHARED = ["ROC", "TPR", "FPR", "真正例率", "假正例率"]
NEEDS = ["precision-recall"]
SOURCES = [
    "Fawcett, An introduction to ROC analysis, Pattern Recognition Letters, 2006",
    "周志华《机器学习》2.3.3",
]


@where(lambda pos, neg: len(set(pos) & set(neg)) == 1)
@where(lambda pos, neg: abs(accuracy_at_5(pos, neg) - demo(pos, neg, copies=1)) > 0.05)
def demo(pos=several(3, whole(1, 9)), neg=several((3, 4), whole(1, 9)), copies=whole(2, 5)):
    pos = torch.tensor(pos).float()
    neg = torch.tensor(neg).float().repeat(copies)  # positives get rarer
    above = (pos[:, None] > neg).float()
    equal = (pos[:, None] == neg).float()
    return (above + equal / 2).mean()


@question("What is the AUC that is returned?", zh="返回的 AUC 是多少？")
def auc_of(out):
    return out


@auc_of.wrong(
    en=("A tie counts as a wrong order.", "It counts half: neither score is above the other."),
    zh=("并列算次序错误。", "并列算一半：谁也不比谁高。"),
)
def ties_are_lost(pos, neg):
    return sum(p > n for p in pos for n in neg) / (len(pos) * len(neg))


@auc_of.wrong(
    en=("More negatives lower the AUC.", "It is a share of the pairs: with more negatives there are more pairs."),
    zh=("负例变多，AUC 就下降。", "它是对数中的比例：负例多了，对数也多了。"),
)
def falls_with_the_copies(out, copies):
    return out / copies


@auc_of.wrong(
    en=("It is the accuracy at a threshold in the middle.", "No threshold is used: all pairs are compared."),
    zh=("就是取中间阈值时的准确率。", "它不用阈值：比较的是所有的对。"),
)
def accuracy_at_5(pos, neg):
    return (sum(p > 5 for p in pos) + sum(n <= 5 for n in neg)) / (len(pos) + len(neg))


@where(lambda pos, neg: not set(pos) & set(neg))
def transformed(
    pos=several(3, whole(-9, 9), distinct=True),
    neg=several(3, whole(-9, 9), distinct=True),
    change=one_of("sigmoid", "exp", "neg"),
):
    f = getattr(torch, change)
    pos, neg = f(torch.tensor(pos).float()), f(torch.tensor(neg).float())
    return (pos[:, None] > neg).float().mean()  # the AUC: there are no ties


@question("What is the AUC of the changed scores?", zh="变换之后，分数的 AUC 是多少？", of=transformed)
def auc_after(out):
    return out


@auc_after.wrong(
    en=("Any change of the scores leaves the AUC.", "Only an increasing one: −x turns every pair round."),
    zh=("分数怎么变，AUC 都不变。", "只有递增的变换才不变：−x 把每一对都倒过来。"),
)
def sign_is_free(pos, neg):
    return transformed(pos, neg, change="exp")


@auc_after.wrong(
    en=(
        "A function that squeezes the scores brings the AUC to one half.",
        "The order is kept, and nothing else counts.",
    ),
    zh=("把分数压缩的函数会使 AUC 回到一半。", "次序没有变，而 AUC 只看次序。"),
)
def squeezed_to_chance(change):
    return None if change == "neg" else 0.5


@auc_after.wrong(
    en=("Scores of one sign cannot be told apart.", "The order among them counts as much as between the signs."),
    zh=("同号的分数分不出高低。", "同号之间的次序同样算数。"),
)
def signs_only(pos, neg, change):
    return transformed([each > 0 for each in pos], [each > 0 for each in neg], change)


@auc_after.wrong(
    en=("Positives are compared with negatives one to one.", "Every positive is compared with every negative."),
    zh=("正例与负例一对一比较。", "每个正例与每个负例都要比较。"),
)
def one_to_one(pos, neg, change):
    return sum((p < n) if change == "neg" else (p > n) for p, n in zip(pos, neg, strict=True)) / 3


@where(lambda tpr, fpr, positives, negatives: abs(positives - negatives) > 20)
def alarms(
    positives=one_of(10, 20, 40, 50),
    negatives=one_of(100, 200, 400, 1000),
    tpr=one_of(0.5, 0.8, 0.9),
    fpr=one_of(0.05, 0.1, 0.2),
):
    hits = tpr * positives
    false_alarms = fpr * negatives
    return hits / (hits + false_alarms)


@question("What share of the alarms is right?", zh="报警中正确的占多大比例？", of=alarms)
def right_alarms(out):
    return out


@right_alarms.wrong(
    en=("A point of the ROC curve fixes the precision.", "The class ratio decides it as well."),
    zh=("ROC 曲线上的一点就决定了精确率。", "还取决于类别的比例。"),
)
def ratio_ignored(tpr, fpr):
    return alarms(positives=1, negatives=1, tpr=tpr, fpr=fpr)


@right_alarms.wrong(
    en=("It is 1 minus the false positive rate.", "That is the share of the negatives that are left alone."),
    zh=("等于 1 减假正例率。", "那是负例中没有误报的比例。"),
)
def one_minus_fpr(fpr):
    return 1 - fpr


@right_alarms.wrong(
    en=("It is the true positive rate.", "That is recall, a share of the positives, not of the alarms."),
    zh=("就是真正例率。", "那是召回率，是正例中的比例，不是报警中的比例。"),
)
def true_positive_rate(tpr):
    return tpr


@task(
    "Write `auc`: the area under the ROC curve, from the scores of the positives and of the negatives (1-D tensors).",
    zh="写出 `auc`：由正例和负例的分数（一维张量）求 ROC 曲线下面积。",
    blanks=["pos[:, None] - neg", "0.5 * (gap == 0)"],
    mend=["ties_win", "in_pairs"],
)
def auc(pos, neg):
    gap = pos[:, None] - neg
    return ((gap > 0) + 0.5 * (gap == 0)).mean()


auc.hint(
    "Compare every positive with every negative: broadcasting makes the table.",
    zh="每个正例与每个负例比较：用广播得到整张表。",
)
auc.hint("How much does a tie count?", zh="并列算多少？")


@auc.inputs
def scores_with_ties(p=whole(2, 6), n=whole(2, 6)):
    return torch.randint(6, (p,)).float(), torch.randint(5, (n,)).float()


@auc.inputs
def one_positive(n=whole(1, 5)):
    return torch.tensor([2.0]), torch.randint(5, (n,)).float()


@auc.holds("With the roles swapped it is 1 − AUC.", zh="正负例互换，得到 1 − AUC。")
def turned_round(out, solution, pos, neg):
    return abs(solution(neg, pos) + out - 1) < 1e-5


@auc.wrong(
    en=("A tie counts as right.", "It counts half."),
    zh=("并列算对。", "并列算一半。"),
)
def ties_win(pos, neg):
    return (pos[:, None] >= neg).float().mean()


@auc.wrong(
    en=("A tie counts as wrong.", "It counts half."),
    zh=("并列算错。", "并列算一半。"),
)
def ties_lose(pos, neg):
    return (pos[:, None] > neg).float().mean()


@auc.wrong(
    en=("The i-th positive is compared with the i-th negative.", "Every positive is compared with every negative."),
    zh=("第 i 个正例与第 i 个负例比较。", "每个正例与每个负例都要比较。"),
)
def in_pairs(pos, neg):
    k = min(len(pos), len(neg))
    gap = pos[:k] - neg[:k]
    return ((gap > 0) + 0.5 * (gap == 0)).mean()


@auc.wrong(
    en=("It is the accuracy at the mean score.", "AUC uses no threshold."),
    zh=("就是以平均分为阈值的准确率。", "AUC 不用阈值。"),
)
def accuracy_at_the_mean(pos, neg):
    threshold = torch.cat([pos, neg]).mean()
    return torch.cat([pos > threshold, neg <= threshold]).float().mean()


def figure(out, pos, neg, copies):
    thresholds = [10, *sorted({*pos, *neg}, reverse=True)]
    tpr = [sum(p >= t for p in pos) / len(pos) for t in thresholds]
    fpr = [sum(n >= t for n in neg) / len(neg) for t in thresholds]
    plt.plot(fpr, tpr, marker="o", label=f"AUC {out.item():.2f}")
    plt.plot([0, 1], [0, 1], color="C1", linestyle=":", label="chance")
    plt.xlabel("false positive rate")
    plt.ylabel("true positive rate")
    plt.legend()
