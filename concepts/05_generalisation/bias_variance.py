"""Bias and variance

Over many training sets, the predictions ŷ of one model at one place scatter. With f for the true value,

    E(ŷ − f)² = (E ŷ − f)² + Var ŷ

Squared bias is the error of the mean prediction; variance is the scatter around that mean. (Measured against new noisy
labels, the variance of their noise is added.) More data shrink the variance; a bias of a model that is too simple
stays. The mean of m independent predictions has a variance m times smaller and the same bias.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, real, several, task, where, whole

ZH = """偏差与方差

换许多个训练集，同一个模型在同一处的预测 ŷ 会有高有低。记真值为 f，则

    E(ŷ − f)² = (E ŷ − f)² + Var ŷ

偏差的平方是平均预测的误差，方差是预测围绕平均值的波动。（若与带噪声的新标签比较，还要加上噪声的方差。）
数据越多方差越小；模型太简单造成的偏差不会消失。对 m 个独立的预测取平均，方差缩小为 1/m，偏差不变。
"""
NAMES = [
    "bias-variance",
    "bias-variance tradeoff",
    "bias-variance trade-off",
    "bias-variance decomposition",
    "偏差方差",
    "偏差-方差",
    "偏差-方差分解",
    "偏差方差分解",
    "偏差方差权衡",
]
HINTS = ["bias", "variance", "偏差", "方差"]
NEEDS = ["overfitting", "expectation-variance"]
SOURCES = [
    "Hastie, Tibshirani & Friedman, The Elements of Statistical Learning (2nd ed.), section 7.3",
    "周志华《机器学习》2.5",
]


@where(lambda n, repeat: n * repeat <= 12)
def demo(a=one_of(-4, -3, -2, 2, 3, 4), n=one_of(3, 4, 5), repeat=one_of(2, 3, 4), s=whole(2, 5)):
    x = torch.arange(n).repeat(repeat).float()
    signs = torch.tensor([-1.0, 1.0])
    noise = s * torch.cartesian_prod(*[signs] * len(x))
    labels = a * x + noise  # every training set that can occur
    predicted = labels.mean(dim=1)  # a model without x: one constant
    bias = predicted.mean() - a * (n - 1)  # at the last x
    return {"bias": bias, "variance": predicted.var(correction=0)}


@question("What is `bias`?", zh="`bias` 是多少？")
def bias_at_the_end(out):
    return out["bias"]


@bias_at_the_end.wrong(
    en=(
        "Each point is measured `repeat` times, and that divides the bias.",
        "More data leave the bias: the model cannot bend.",
    ),
    zh=("每个点测了 `repeat` 次，偏差也除以它。", "数据再多偏差也在：模型弯不过去。"),
)
def data_cure_bias(a, n, repeat):
    return -a * (n - 1) / 2 / repeat


@bias_at_the_end.wrong(
    en=("A mean is unbiased.", "For the mean of all labels it is; here it must predict the last one."),
    zh=("均值是无偏的。", "对全体标签的均值无偏；这里要它预测的是最后一点。"),
)
def means_have_no_bias():
    return 0.0


@bias_at_the_end.wrong(
    en=("Bias is truth minus prediction.", "It is mean prediction minus truth."),
    zh=("偏差是真值减预测。", "偏差是平均预测减真值。"),
)
def truth_minus_prediction(a, n):
    return a * (n - 1) / 2


@question("What is `variance`?", zh="`variance` 是多少？")
def variance_at_the_end(out):
    return out["variance"]


@variance_at_the_end.wrong(
    en=("The prediction varies as one label does.", "It is a mean of n · repeat labels: s² is divided by that."),
    zh=("预测的波动和一个标签一样大。", "预测是 n · repeat 个标签的均值：s² 要除以这个数。"),
)
def like_one_label(s):
    return float(s**2)


@variance_at_the_end.wrong(
    en=(
        "The variance is divided by the root of the number of labels.",
        "That holds for the standard deviation.",
    ),
    zh=("方差除以标签个数的平方根。", "除以平方根的是标准差。"),
)
def divided_by_the_root(s, n, repeat):
    return s**2 / (n * repeat) ** 0.5


@variance_at_the_end.wrong(
    en=("Only different places count.", "Each label brings noise of its own, at a known place, too."),
    zh=("只有不同位置的点才算数。", "同一位置上重复测的标签，噪声也是独立的。"),
)
def places_only(a, n, s):
    return variance_at_the_end(demo(a, n, repeat=1, s=s))


@where(lambda truth, votes: sum(votes) % 2 == 0 and abs(sum(votes) / 2 - truth) >= 1 and abs(votes[0] - votes[1]) >= 2)
@where(lambda truth, votes: 2 * (sum(votes) / 2 - truth) ** 2 >= 0.1 * (votes[0] - votes[1]) ** 2)
def committee(truth=whole(5, 15), votes=several(2, whole(2, 20))):
    votes = torch.tensor(votes).float()  # predictions of two models
    single = (votes - truth).square().mean()
    together = (votes.mean() - truth).square()
    return {"single": single, "together": together}


@question("By how much is `together` smaller than `single`?", zh="`together` 比 `single` 小多少？", of=committee)
def gain(out):
    return out["single"] - out["together"]


@gain.wrong(
    en=(
        "The error of the mean is the mean of the errors.",
        "The squared error is smaller by the variance of the predictions.",
    ),
    zh=("均值的误差就是误差的均值。", "对平方误差来说，前者更小，差的正是各预测的方差。"),
)
def nothing_gained():
    return 0.0


@gain.wrong(
    en=("Together the errors cancel completely.", "Only the scatter cancels; the common bias stays."),
    zh=("合在一起误差全部抵消。", "抵消的只是波动；共同的偏差还在。"),
)
def all_gained(out):
    return out["single"]


@gain.wrong(
    en=(
        "The mean of two models has half the error.",
        "Averaging divides the variance of independent models, not the bias.",
    ),
    zh=("两个模型取平均，误差减半。", "平均只能缩小独立模型的方差，缩小不了偏差。"),
)
def error_divided(out):
    return out["single"] / 2


@task(
    "Write `decompose`: (squared bias, variance) of predictions (1-D tensor) around their truth (a number).",
    zh="写出 `decompose`：由预测值（一维张量）和真值（一个数）返回（偏差的平方，方差）。",
    blanks=["predictions.mean() - truth", "correction=0"],
    mend=["around_the_truth", "divided_by_n_minus_1"],
)
def decompose(predictions, truth):
    bias = predictions.mean() - truth
    return bias**2, predictions.var(correction=0)


decompose.hint("Only one of the two looks at the truth.", zh="两者之中只有一个与真值有关。")
decompose.hint(
    "Together they must give the mean squared error: divide by n.", zh="两者之和必须等于均方误差：所以除以 n。"
)


@decompose.inputs
def predictions_and_truth(n=whole(2, 8), truth=real(-3, 3)):
    return torch.randn(n) * 3 + 2, truth


@decompose.inputs
def all_alike(n=whole(2, 5), value=real(-3, 3), truth=real(-3, 3)):
    return torch.full((n,), value), truth


@decompose.holds("The two add up to the mean squared error.", zh="两者之和等于均方误差。")
def adds_up(out, predictions, truth):
    return torch.allclose(out[0] + out[1], (predictions - truth).square().mean(), atol=1e-4)


@decompose.wrong(
    en=("The bias is the mean squared error.", "It is the error of the mean prediction."),
    zh=("偏差就是均方误差。", "偏差是平均预测的误差。"),
)
def error_as_bias(predictions, truth):
    return (predictions - truth).square().mean(), predictions.var(correction=0)


@decompose.wrong(
    en=("`var()` divides by n.", "By default it divides by n − 1, and the sum is no longer the error."),
    zh=("`var()` 除以 n。", "默认除以 n − 1，两者之和就不再是均方误差。"),
)
def divided_by_n_minus_1(predictions, truth):
    return (predictions.mean() - truth) ** 2, predictions.var()


@decompose.wrong(
    en=("Variance is taken around the truth.", "It is taken around the mean of the predictions."),
    zh=("方差是围绕真值计算的。", "方差围绕预测的均值计算。"),
)
def around_the_truth(predictions, truth):
    return (predictions.mean() - truth) ** 2, (predictions - truth).square().mean()


def figure(out, a, n, repeat, s):
    x = torch.arange(n).float()
    plt.plot(x, a * x, marker="o", label="true line")
    middle, width = a * (n - 1) / 2, out["variance"].item() ** 0.5
    plt.plot([0, n - 1], [middle, middle], color="C1", label="mean prediction")
    for edge in (middle - width, middle + width):
        plt.plot([0, n - 1], [edge, edge], color="C1", linestyle=":")
    plt.xlabel("x")
    plt.legend()
