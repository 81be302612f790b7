"""Boosting

Weak models are fitted one after another, each to what the earlier ones get wrong. AdaBoost weighs the examples: with
weighted error e and α = ½ ln((1 − e)/e), wrong ones are multiplied by e^α, right ones by e^−α, and all are
normalised. The wrong ones then hold exactly half of the weight. Gradient boosting fits the next tree to the residual
y − F(x), for the squared loss the negative gradient, and adds a share ν of it:

    F ← F + ν · tree

A small ν needs more trees and overfits later. Unlike the trees of a forest these depend on each other, and too many
can overfit.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """提升法（Boosting）

弱模型一个接一个地训练，每个都针对前面的错误。AdaBoost 给样本加权：加权错误率为 e，α = ½ ln((1 − e)/e)，
错分样本乘以 e^α，正确样本乘以 e^−α，再归一化；之后错分样本恰好占总权重的一半。梯度提升让下一棵树拟合残差 y − F(x)
（对平方损失就是负梯度），再按比例 ν 加上去：

    F ← F + ν · 树

ν 越小需要的树越多，过拟合也来得越晚。与森林中的树不同，这些树前后相依，太多会过拟合。
"""
NAMES = [
    "AdaBoost",
    "gradient boosting",
    "GBDT",
    "XGBoost",
    "LightGBM",
    "Boosting算法",
    "提升法",
    "提升树",
    "梯度提升",
    "梯度提升树",
]
SHARED = ["boosting"]
HINTS = ["ensemble", "weak learner", "集成学习", "弱学习器"]
NEEDS = ["decision-tree"]
CONFUSED_WITH = ["bagging"]
SOURCES = [
    "Freund & Schapire, A decision-theoretic generalization of on-line learning, 1997",
    "Friedman, Greedy function approximation: a gradient boosting machine, 2001",
    "Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, sections 10.1 and 10.10",
]


@where(lambda n, wrong: 2 * wrong < n)
def demo(n=whole(5, 24), wrong=whole(1, 9)):
    w = torch.full((n,), 1 / n).double()
    e = w[:wrong].sum()  # the weak model errs on the first ones
    alpha = ((1 - e) / e).log() / 2
    w[:wrong] *= alpha.exp()
    w[wrong:] *= (-alpha).exp()
    return w / w.sum()


@question("What is the weight of one misclassified example?", zh="一个错分样本的权重是多少？")
def weight_of_wrong(out):
    return out[0]


@weight_of_wrong.wrong(
    en=("Wrong examples count twice.", "They are raised until together they hold half of the weight."),
    zh=("错分样本的权重加倍。", "会一直提高到它们合起来占一半权重。"),
)
def doubled(n, wrong):
    return 2 / (n + wrong)


@weight_of_wrong.wrong(
    en=("The weights stay 1/n.", "They change each round; that is how the next model sees the errors."),
    zh=("权重一直是 1/n。", "每轮都变；下一个模型就是这样看到错误的。"),
)
def unchanged(n):
    return 1 / n


@weight_of_wrong.wrong(
    en=("Right examples are dropped.", "They keep the other half of the weight."),
    zh=("正确的样本被丢弃。", "它们保留另一半权重。"),
)
def right_ones_dropped(wrong):
    return 1 / wrong


@question("How many times the weight of a right example has a wrong one?", zh="错分样本的权重是正确样本的多少倍？")
def weight_ratio(out):
    return out[0] / out[-1]


@weight_ratio.wrong(
    en=("Twice.", "(1 − e)/e times: the rarer the errors, the more each one weighs."),
    zh=("两倍。", "(1 − e)/e 倍：错误越少，每个就越重。"),
)
def twice():
    return 2.0


@weight_ratio.wrong(
    en=("e^α times.", "Right ones are also divided by e^α: e^2α times in all."),
    zh=("e^α 倍。", "正确样本还除以了 e^α：一共 e^2α 倍。"),
)
def alpha_once(out):
    return (out[0] / out[-1]) ** 0.5


@weight_ratio.wrong(
    en=("1/e times, e being the error.", "(1 − e)/e times: right ones against wrong ones."),
    zh=("错误率的倒数倍。", "是 (1 − e)/e 倍，e 为错误率。"),
)
def one_over_the_error(n, wrong):
    return n / wrong


@where(lambda y: y[0] + y[1] > 5 and y[0] != y[1])
def residuals(y=several(4, whole(0, 40)), rate=one_of(0.2, 0.3, 0.5), rounds=whole(2, 3)):
    y = torch.tensor(y).float()
    predicted = torch.zeros(4)
    for _ in range(rounds):
        # a stump with two leaves, of examples 0, 1 and of 2, 3
        leaves = (y - predicted).reshape(2, 2).mean(dim=1)
        predicted += rate * leaves.repeat_interleave(2)
    return {"first": predicted[0], "left": (y - predicted)[:2].sum()}


@question("What is predicted for example 0?", zh="第 0 个样本的预测值是多少？", of=residuals)
def prediction(out):
    return out["first"]


@prediction.steps
def round_by_round(y, rate, rounds):
    predicted, mean = 0.0, (y[0] + y[1]) / 2
    for done in range(1, rounds + 1):
        predicted += rate * (mean - predicted)
        yield f"F after {done}", predicted


@prediction.wrong(
    en=("Every tree is fitted to y.", "Each is fitted to the residual, which shrinks by 1 − rate a round."),
    zh=("每棵树都拟合 y。", "拟合的是残差，每轮缩小到 1 − rate 倍。"),
)
def fitted_to_y(y, rate, rounds):
    return (y[0] + y[1]) / 2 * rate * rounds


@prediction.wrong(
    en=("One tree takes the whole residual away.", "Only the share `rate` of it is added."),
    zh=("一棵树就能消除全部残差。", "只加上其中 `rate` 的比例。"),
)
def done_at_once(y, rounds):
    return prediction(residuals(y, 1.0, rounds))


@prediction.wrong(
    en=("A leaf predicts each example's own residual.", "It predicts the mean over its examples."),
    zh=("叶子对每个样本预测它自己的残差。", "叶子预测其中样本的均值。"),
)
def own_residual(y, rate, rounds):
    return y[0] * (1 - (1 - rate) ** rounds)


@prediction.wrong(
    en=("The trees are averaged, as in a forest.", "They are added."),
    zh=("像森林那样对各树取平均。", "是相加。"),
)
def averaged(out, rounds):
    return out["first"] / rounds


@question("What is the sum of the residuals of examples 0 and 1?", zh="样本 0 与 1 的残差之和是多少？", of=residuals)
def left(out):
    return out["left"]


@left.wrong(
    en=("Each round takes the share `rate` of y away.", "Of what is still left: (1 − rate) to the power of `rounds`."),
    zh=("每轮减去 y 的 `rate` 比例。", "减去的是剩余部分的比例：剩 (1 − rate) 的 `rounds` 次方。"),
)
def linear(y, rate, rounds):
    return (y[0] + y[1]) * (1 - rate * rounds)


@left.wrong(
    en=("The residuals in a leaf sum to 0.", "Only with rate 1: a share of the mean is left."),
    zh=("叶子里的残差之和为 0。", "只有 rate 为 1 时才是：均值还剩一部分。"),
)
def sums_to_zero(y, rounds):
    return left(residuals(y, 1.0, rounds))


@left.wrong(
    en=("Only the first round changes it.", "Each round shrinks it by 1 − rate."),
    zh=("只有第一轮起作用。", "每轮都缩小到 1 − rate 倍。"),
)
def first_round_alone(y, rate):
    return left(residuals(y, rate, rounds=1))


@task(
    "Write `reweigh`, one round of AdaBoost: the new weights, with sum 1, from the weights w and the mask `wrong`.",
    zh="写出 `reweigh`，即 AdaBoost 的一轮：由权重 w 和掩码 `wrong` 求新权重，和为 1。",
    blanks=["w[wrong].sum()", "(1 - e) / e"],
    mend=["counts_examples", "wrong_way_round"],
)
def reweigh(w, wrong):
    e = w[wrong].sum()
    alpha = torch.log((1 - e) / e) / 2
    w = torch.where(wrong, w * torch.exp(alpha), w * torch.exp(-alpha))
    return w / w.sum()


reweigh.hint(
    "The error is the weight of the wrong examples, not their number.", zh="错误率是错分样本的权重之和，不是个数。"
)
reweigh.hint("Afterwards the wrong ones hold half of the weight.", zh="之后错分样本占一半权重。")


@reweigh.inputs
def any_weights(n=whole(4, 8), k=whole(1, 3)):
    return torch.softmax(torch.randn(n), dim=0), torch.randperm(n) < k


@reweigh.inputs
def equal_weights(n=whole(4, 9), k=whole(1, 3)):
    return torch.full((n,), 1 / n), torch.arange(n) < k


@reweigh.holds("The weights sum to 1, those of the wrong examples to ½.", zh="权重之和为 1，错分样本的权重之和为 ½。")
def half_and_half(out, wrong):
    return abs(out.sum() - 1) < 1e-5 and abs(out[wrong].sum() - 0.5) < 1e-5


@reweigh.wrong(
    en=("The error is the share of wrong examples.", "It is their weight: after the first round these differ."),
    zh=("错误率是错分样本的比例。", "是它们的权重：第一轮之后两者就不同了。"),
)
def counts_examples(w, wrong):
    e = wrong.float().mean()
    alpha = torch.log((1 - e) / e) / 2
    w = torch.where(wrong, w * torch.exp(alpha), w * torch.exp(-alpha))
    return w / w.sum()


@reweigh.wrong(
    en=("Wrong examples are doubled.", "They are multiplied by e^α, which depends on the error."),
    zh=("错分样本加倍。", "乘以 e^α，它取决于错误率。"),
)
def doubles(w, wrong):
    w = torch.where(wrong, 2 * w, w)
    return w / w.sum()


@reweigh.wrong(
    en=("Wrong examples lose weight.", "They gain it: the next model must look at them."),
    zh=("错分样本权重降低。", "要提高：下一个模型才会注意它们。"),
)
def wrong_way_round(w, wrong):
    e = w[wrong].sum()
    alpha = torch.log((1 - e) / e) / 2
    w = torch.where(wrong, w * torch.exp(-alpha), w * torch.exp(alpha))
    return w / w.sum()


@reweigh.wrong(
    en=("The products are the weights.", "They do not sum to 1: divide by the sum."),
    zh=("乘完就是权重。", "它们的和不是 1，要除以总和。"),
)
def not_normalised(w, wrong):
    e = w[wrong].sum()
    alpha = torch.log((1 - e) / e) / 2
    return torch.where(wrong, w * torch.exp(alpha), w * torch.exp(-alpha))


def figure(out, n, wrong):
    plt.plot([-0.5, n - 0.5], [1 / n, 1 / n], color="C1")
    for place, weight in enumerate(out.tolist()):
        plt.plot([place, place], [0, weight], color="C3" if place < wrong else "C0")
    plt.xlabel("example: wrong ones first")
    plt.ylabel("weight after, and before")
