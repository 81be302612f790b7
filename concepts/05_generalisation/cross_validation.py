"""Cross-validation

The data are cut into k folds of equal size. k models are fitted, each on the other k − 1 folds, and each is tested on
the fold that it has not seen. So every example is tested once and used for fitting k − 1 times; the score is the mean
over the folds. Leave-one-out is the case k = n.

The k models only measure a recipe. The model that is used afterwards is fitted once more, on all data. Whatever the
recipe contains (scaling, choosing features) is repeated inside each fold.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import question, several, task, where, whole

ZH = """交叉验证

把数据切成大小相等的 k 折，拟合 k 个模型：每个模型在其余 k − 1 折上拟合，在没见过的那一折上测试。
于是每个样本被测试一次，参加拟合 k − 1 次；得分是各折的平均。留一法就是 k = n 的情形。

这 k 个模型只用来衡量做法的好坏。最后使用的模型要在全部数据上再拟合一次。
做法里的每一步（缩放、选特征）都要在每一折内部重做。
"""
NAMES = [
    "cross-validation",
    "k-fold",
    "leave-one-out",
    "交叉验证",
    "K折交叉验证",
    "留一法",
]
HINTS = ["fold", "folds"]
NEEDS = ["train-valid-test"]
SOURCES = [
    "Hastie, Tibshirani & Friedman, The Elements of Statistical Learning (2nd ed.), section 7.10",
    "scikit-learn user guide, Cross-validation: evaluating estimator performance",
]


@where(lambda k, settings: settings != k - 1)
def demo(size=whole(4, 12), k=whole(3, 6), settings=whole(2, 5)):
    fits, used = 0, torch.zeros(size * k)
    for _ in range(settings):
        for fold in torch.arange(size * k).chunk(k):
            train = torch.ones(size * k, dtype=torch.bool)
            train[fold] = False
            used += train  # here a model is fitted on `train`
            fits += 1
    fits += 1  # the best setting, on all data
    return {"fits": fits, "seen": train.sum(), "used": int(used[0])}


@question("How many models are fitted in all?", zh="一共拟合了多少个模型？")
def fits_in_all(out):
    return out["fits"]


@fits_in_all.wrong(
    en=("One model is fitted for each setting.", "One for each setting and fold."),
    zh=("每个设置拟合一个模型。", "每个设置的每一折各拟合一个。"),
)
def one_each(settings):
    return settings


@fits_in_all.wrong(
    en=("The best of the fold models is used.", "The best setting is fitted once more, on all data."),
    zh=("直接用各折里最好的那个模型。", "最好的设置要在全部数据上再拟合一次。"),
)
def no_refit(k, settings):
    return settings * k


@fits_in_all.wrong(
    en=("One fold is for testing, so k − 1 are fitted.", "Each of the k folds is left out once."),
    zh=("一折用来测试，所以只拟合 k − 1 次。", "k 折轮流留出，每折一次。"),
)
def one_fold_spared(size, k, settings):
    return fits_in_all(demo(size, k=k - 1, settings=settings))


@question("What is `seen`?", zh="`seen` 是多少？")
def seen_by_each(out):
    return out["seen"]


@seen_by_each.wrong(
    en=("Every model is fitted on all data.", "The fold it is tested on stays out."),
    zh=("每个模型都在全部数据上拟合。", "用来测试它的那一折不参加拟合。"),
)
def sees_all(size, k):
    return size * k


@seen_by_each.wrong(
    en=("Each model is fitted on one fold.", "On the k − 1 other folds."),
    zh=("每个模型在一折上拟合。", "在其余 k − 1 折上拟合。"),
)
def sees_one_fold(size):
    return size


@seen_by_each.wrong(
    en=("k folds multiply the data by k.", "The data are only divided in k ways."),
    zh=("k 折让数据变成 k 倍。", "数据只是以 k 种方式划分。"),
)
def multiplied(size, k):
    return size * k * k


@question(
    "What is `used` (how often example 0 was fitted in the folds)?",
    zh="`used`（第 0 个样本参加折内拟合的次数）是多少？",
)
def used_for_fitting(out):
    return out["used"]


@used_for_fitting.wrong(
    en=("An example is used once for each setting.", "It is tested once, and fitted k − 1 times."),
    zh=("每个设置里一个样本用一次。", "它被测试一次，参加拟合 k − 1 次。"),
)
def used_once(settings):
    return settings


@used_for_fitting.wrong(
    en=("Every fit uses every example.", "When its own fold is tested it stays out."),
    zh=("每次拟合都用到所有样本。", "测试它所在的那一折时，它不参加。"),
)
def used_always(k, settings):
    return settings * k


@used_for_fitting.wrong(
    en=("All settings share the k fits.", "Each setting is fitted on each fold again."),
    zh=("所有设置共用这 k 次拟合。", "每个设置在每一折上都要重新拟合。"),
)
def settings_share(k):
    return k - 1


@where(lambda y: min(sorted(y)[1] - min(y), max(y) - sorted(y)[1]) > 0.12 * (max(y) - min(y)))
def leave_one_out(y=several(3, whole(0, 30), distinct=True)):
    y = torch.tensor(y).float()
    errors = []
    for i in range(len(y)):
        others = torch.cat([y[:i], y[i + 1 :]])
        errors.append((y[i] - others.mean()).abs())  # the model is a mean
    return max(errors)


@question("What is the largest leave-one-out error?", zh="留一法误差最大是多少？", of=leave_one_out)
def worst(out):
    return out


@worst.wrong(
    en=("The example helps to predict itself.", "It is left out: the mean is that of the others."),
    zh=("样本也参与预测它自己。", "它被留出：均值只取其他样本的。"),
)
def itself_included(y):
    return max(abs(each - sum(y) / 3) for each in y)


@worst.wrong(
    en=("It is the distance between the extremes.", "The prediction is the mean of the others, not the other extreme."),
    zh=("就是两个极端值之间的距离。", "预测值是其他样本的均值，不是另一个极端。"),
)
def distance_of_extremes(y):
    return float(max(y) - min(y))


@worst.wrong(
    en=("Each example is compared with its nearest neighbour.", "This model is a mean, not a neighbour."),
    zh=("每个样本与最近的邻居相比。", "这个模型是均值，不是近邻。"),
)
def nearest_neighbour(y):
    return max(float(min(abs(a - b) for b in y if b != a)) for a in y)


@task(
    "Write `fold_indices`: (training, validation) indices of fold i of k, for n examples in order; k divides n.",
    zh="写出 `fold_indices`：n 个样本按次序分成 k 折（k 整除 n），返回第 i 折的（训练下标，验证下标）。",
    blanks=["n // k"],
    mend=["swapped", "k_is_the_size"],
)
def fold_indices(n, k, i):
    index = torch.arange(n)
    held_out = index // (n // k) == i
    return index[~held_out], index[held_out]


fold_indices.hint("Which fold does each index belong to?", zh="每个下标属于第几折？")
fold_indices.hint(
    "The two results share nothing, and together they are everything.", zh="两个结果互不相交，合起来是全部。"
)


@fold_indices.inputs
def any_fold(k=whole(2, 5), size=whole(1, 6), i=whole(0, 4)):
    return k * size, k, i % k


@fold_indices.inputs
def leaving_one_out(n=whole(2, 7), i=whole(0, 6)):
    return n, n, i % n


@fold_indices.holds("Every index is in exactly one of the two parts.", zh="每个下标恰好属于两部分之一。")
def complete(out, n):
    return sorted(torch.cat(out).tolist()) == list(range(n))


@fold_indices.wrong(
    en=("One fits on one fold and tests on the others.", "One tests on one fold and fits on the others."),
    zh=("在一折上拟合，在其余折上测试。", "在一折上测试，在其余折上拟合。"),
)
def swapped(n, k, i):
    index = torch.arange(n)
    return index[index // (n // k) == i], index[index // (n // k) != i]


@fold_indices.wrong(
    en=("The held-out fold may stay in the training set.", "Then it is tested on what it has seen."),
    zh=("留出的那一折可以留在训练集里。", "那样测试的就是见过的数据。"),
)
def trains_on_all(n, k, i):
    index = torch.arange(n)
    return index, index[index // (n // k) == i]


@fold_indices.wrong(
    en=("k is the size of a fold.", "k is the number of folds; a fold has n/k examples."),
    zh=("k 是一折的大小。", "k 是折数；每折有 n/k 个样本。"),
)
def k_is_the_size(n, k, i):
    index = torch.arange(n)
    return index[index // k != i], index[index // k == i]


def figure(out, size, k, settings):
    for fold in range(k):
        plt.plot([0, size * k], [fold, fold], color="C0", label="fitted" if not fold else None)
        plt.plot([fold * size, (fold + 1) * size], [fold, fold], color="C1", label="tested" if not fold else None)
    plt.xlabel("example")
    plt.ylabel("fold")
    plt.legend()
