"""Training, validation and test set

Parameters are fitted on the training set. Choices (which model, which epoch, which hyperparameter) are made on the
validation set. The test set is read once, after the last choice.

A choice is a fit as well: among many scores the largest is partly luck, so the score that decided is too good.
What to expect of new data is the score of the chosen model on data that played no part in the choice. Whoever picks
the best test score has used the test set as a validation set, and has no test set any more.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import question, several, task, where, whole

ZH = """训练集、验证集与测试集

参数在训练集上拟合；选择（选哪个模型、哪一轮、哪组超参数）在验证集上做；测试集只在所有选择都做完之后看一次。

选择也是一种拟合：许多分数里最高的那个总有几分运气，所以用来做决定的分数偏高。要知道模型在新数据上的表现，
得看它在没有参与选择的数据上的分数。谁按测试分数挑模型，谁就把测试集当成了验证集，从此也就没有测试集了。
"""
NAMES = [
    "training set",
    "validation set",
    "test set",
    "train/test split",
    "train-test split",
    "held-out set",
    "训练集",
    "验证集",
    "测试集",
    "留出法",
    "数据集划分",
]
HINTS = ["dev set", "hold-out", "调参"]
SOURCES = [
    "Hastie, Tibshirani & Friedman, The Elements of Statistical Learning (2nd ed.), section 7.2",
    "周志华《机器学习》2.2",
]


@where(lambda valid, test: max(test) - test[valid.index(max(valid))] >= 3)
def demo(valid=several(5, whole(60, 90), distinct=True), test=several(5, whole(60, 90), distinct=True)):
    valid, test = torch.tensor(valid), torch.tensor(test)
    honest = test[valid.argmax()]
    flattering = test.max()
    return flattering - honest


@question(
    "By how many points does it flatter to choose the checkpoint on the test set?",
    zh="如果用测试集挑检查点，成绩会虚高几个百分点？",
)
def gap(out):
    return out


@gap.wrong(
    en=("It is the gap between the best validation and the best test score.", "Both scores are test scores."),
    zh=("就是验证集最高分与测试集最高分之差。", "相减的两个都是测试集上的分数。"),
)
def best_against_best(valid, test):
    return abs(max(valid) - max(test))


@gap.wrong(
    en=(
        "It is what the chosen checkpoint loses from validation to test.",
        "That is the optimism of the validation score; here two test scores are compared.",
    ),
    zh=("就是选中的检查点从验证集到测试集掉的分。", "那是验证分数的乐观程度；这里比的是两个测试分数。"),
)
def validation_against_test(valid, test):
    return abs(max(valid) - test[valid.index(max(valid))])


@gap.wrong(
    en=("The last checkpoint is the honest one.", "The honest one is chosen on the validation set, wherever it lies."),
    zh=("最后一个检查点才是诚实的选择。", "诚实的选择由验证集决定，不论它在哪一轮。"),
)
def last_is_honest(test):
    return max(test) - test[-1]


@where(lambda c, n, m: c ** (n + m) <= 20000 and c**n != c**m)
def guessers(c=whole(2, 5), n=whole(1, 5), m=whole(2, 5)):
    models = torch.cartesian_prod(*[torch.arange(c)] * (n + m))
    labels = torch.randint(c, (n + m,))  # each model is one way to answer
    right = (models == labels).float()
    valid, test = right[:, :n].mean(dim=1), right[:, n:].mean(dim=1)
    best = valid == valid.max()
    return {"models": best.sum(), "test": test[best].mean()}


@question(
    "What is the mean test accuracy of the models with the best validation score?",
    zh="验证分数最高的那些模型，测试准确率平均是多少？",
    of=guessers,
)
def accuracy(out):
    return out["test"]


@accuracy.wrong(
    en=("The validation score is seen again on the test set.", "It was luck; on other data they guess as before."),
    zh=("验证集上的分数在测试集上会重现。", "那只是运气；换了数据，它们还是在瞎猜。"),
)
def score_is_kept():
    return 1.0


@accuracy.wrong(
    en=("Test accuracy counts all n + m examples.", "The n examples of the choice must stay out of it."),
    zh=("测试准确率把 n + m 个样本都算进去。", "参与选择的 n 个样本不能再算。"),
)
def both_together(c, n, m):
    return (n + m / c) / (n + m)


@accuracy.wrong(
    en=("It lies half-way between luck and the validation score.", "Nothing of the luck is carried over: it is 1/c."),
    zh=("它在瞎猜与验证分数的正中间。", "运气一点也带不过来：就是 1/c。"),
)
def half_way(c):
    return (1 + 1 / c) / 2


@question("How many models share the best validation score?", zh="有多少个模型并列验证集第一？", of=guessers)
def models(out):
    return out["models"]


@models.wrong(
    en=("Only one model can be the best.", "All that answer the n examples right tie, whatever else they say."),
    zh=("最好的模型只有一个。", "答对这 n 个样本的都并列第一，其余的答案随便。"),
)
def one_best():
    return 1


@models.wrong(
    en=(
        "There is one for every way to answer the n validation examples.",
        "Those n answers are settled; free are the m others.",
    ),
    zh=("n 个验证样本有几种答法，就有几个。", "这 n 个答案已经定了；自由的是另外 m 个。"),
)
def counts_validation(c, n, m):
    return models(guessers(c, n=m, m=n))


@models.wrong(
    en=("One in c of all models is right.", "One in c for each validation example: one in cⁿ."),
    zh=("所有模型里有 1/c 是对的。", "每个验证样本都只剩 1/c，合起来是 1/cⁿ。"),
)
def one_in_c(c, n, m):
    return models(guessers(c, n=1, m=n + m - 1))


@task(
    "Write `report`: the test accuracy to report, from the scores of all checkpoints (1-D tensors).",
    zh="写出 `report`：由各检查点的分数（一维张量）返回应当报告的测试准确率。",
    blanks=["valid.argmax()"],
    mend=["best_test_score", "last_checkpoint"],
)
def report(valid, test):
    return test[valid.argmax()]


report.hint("Which of the two sets may decide?", zh="两个集合里，哪一个可以用来做决定？")


@report.inputs
def scores(n=whole(2, 8)):
    return torch.randperm(40)[:n] + 50.0, torch.randperm(40)[:n] + 50.0


@report.inputs
def one_checkpoint():
    return torch.rand(1), torch.rand(1)


@report.holds("The result is one of the test accuracies.", zh="结果是测试准确率中的一个。")
def is_a_test_score(out, test):
    return bool((test == out).any())


@report.holds(
    "The same amount added to all validation scores changes nothing.", zh="验证分数都加上同一个数，结果不变。"
)
def only_the_order_counts(out, solution, valid, test):
    return bool(solution(valid + 7, test) == out)


@report.wrong(
    en=("The best test score may be reported.", "It was chosen by the test set itself, so it is too good."),
    zh=("可以报告最高的测试分数。", "那是用测试集自己挑的，所以偏高。"),
)
def best_test_score(valid, test):
    return test.max()


@report.wrong(
    en=("The score used for the choice is the result.", "That score is too good: report the test accuracy."),
    zh=("用来选择的分数就是结果。", "那个分数偏高：要报告测试准确率。"),
)
def validation_score(valid, test):
    return valid.max()


@report.wrong(
    en=("The checkpoint trained longest is the best.", "Keep the one with the best validation score."),
    zh=("训练最久的检查点最好。", "要保留验证分数最高的那个。"),
)
def last_checkpoint(valid, test):
    return test[-1]


def figure(out, valid, test):
    checkpoints = range(len(valid))
    plt.plot(checkpoints, valid, marker="o", label="validation")
    plt.plot(checkpoints, test, marker="o", label="test")
    plt.axvline(valid.index(max(valid)), color="C0", linestyle=":", label="chosen")
    plt.xlabel("checkpoint")
    plt.ylabel("accuracy in %")
    plt.legend()
