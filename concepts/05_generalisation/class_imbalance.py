"""Class imbalance

Where one class is rare, always answering the other is accurate and useless. A class weight multiplies the loss of its
examples. PyTorch's mean then divides by the sum of the weights, not by the number of examples:

    Σ w_y · ℓ / Σ w_y

A weight of k on the positives acts, on average, like k copies of each. It moves the probabilities: the best constant
answer goes from π to kπ/(kπ + 1 − π), so that the outputs are no longer the true frequencies. Balanced accuracy is the
mean of the classes' recalls: each class counts the same, however rare.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, several, task, where, whole

ZH = """类别不平衡

某一类很稀少时，永远回答另一类准确率很高，却毫无用处。类别权重把该类样本的损失乘上一个系数。
PyTorch 求平均时除以权重之和，而不是样本数：

    Σ w_y · ℓ / Σ w_y

正例的权重取 k，平均来说相当于把每个正例复制成 k 份。它也改变概率：最佳的常数回答从 π 移到 kπ/(kπ + 1 − π)，
输出不再是真实的频率。平衡准确率是各类召回率的平均：再稀少的类别，分量也一样。
"""
NAMES = [
    "class imbalance",
    "imbalanced data",
    "imbalanced dataset",
    "class weight",
    "balanced accuracy",
    "oversampling",
    "undersampling",
    "类别不平衡",
    "类别不均衡",
    "样本不均衡",
    "数据不平衡",
    "过采样",
    "欠采样",
    "类别权重",
    "代价敏感",
    "平衡准确率",
]
HINTS = ["长尾"]
NEEDS = ["precision-recall", "softmax-cross-entropy"]
SOURCES = [
    "torch.nn.CrossEntropyLoss, parameters weight and reduction",
    "周志华《机器学习》3.6",
]


@where(lambda targets: 0 < sum(targets) < 4)
@where(lambda targets, weight: abs(weight * sum(targets) - 4 + sum(targets)) > 1)
def demo(targets=several(4, whole(0, 1)), weight=whole(2, 6), easy=one_of(1, 2), hard=whole(4, 8)):
    log_p = -torch.tensor([easy, hard]).float().repeat(4, 1)
    w = torch.tensor([1.0, weight])
    return F.nll_loss(log_p, torch.tensor(targets), weight=w)


@question("What is the loss?", zh="损失是多少？")
def loss(out):
    return out


@loss.wrong(
    en=("The weighted sum is divided by the number of examples.", "It is divided by the sum of their weights."),
    zh=("加权和除以样本数。", "除以这些样本的权重之和。"),
)
def divided_by_n(targets, weight, easy, hard):
    return sum(weight * hard if y else easy for y in targets) / 4


@loss.wrong(
    en=("Dividing by the weights undoes them.", "The share of class 1 in the mean is larger than without weights."),
    zh=("除以权重之和就把权重抵消了。", "1 类在平均中的份额比不加权时大。"),
)
def weights_undone(targets, easy, hard):
    return demo(targets, weight=1.0, easy=easy, hard=hard)


@loss.wrong(
    en=("With weights each class counts the same.", "Only if its weight is the inverse of its frequency."),
    zh=("加了权重，各类分量就相同。", "只有权重等于频率的倒数时才如此。"),
)
def classes_alike(easy, hard):
    return (easy + hard) / 2


@where(lambda positives, negatives, k: abs(k * positives - negatives) >= 3)
def constant_answer(positives=whole(1, 9), negatives=whole(10, 40), k=whole(2, 10)):
    z = torch.linspace(-6, 6, 120001).double()  # candidates: a logit
    loss = k * positives * F.softplus(-z) + negatives * F.softplus(z)
    best = z[loss.argmin()]
    return torch.sigmoid(best)


@question(
    "Which constant probability of class 1 has the least loss?", zh="恒定回答哪个概率时损失最小？", of=constant_answer
)
def best_constant(out):
    return out


@best_constant.wrong(
    en=(
        "The best answer is the share of positives, with or without weights.",
        "Weights act like copies of the positives.",
    ),
    zh=("不论加不加权，最好的回答都是正例的比例。", "权重相当于把正例复制几份。"),
)
def share_of_positives(positives, negatives):
    return constant_answer(positives, negatives, k=1)


@best_constant.wrong(
    en=("Weighting brings it to one half.", "Only the weight negatives / positives does."),
    zh=("加权之后就是一半。", "只有权重取负例数 / 正例数时才是。"),
)
def one_half():
    return 0.5


@best_constant.wrong(
    en=("The weight alone sets it: k/(k + 1).", "Only with as many negatives as positives."),
    zh=("只由权重决定：k/(k + 1)。", "只有正负例一样多时才是这样。"),
)
def weight_alone(k):
    return constant_answer(positives=1, negatives=1, k=k)


@where(lambda sizes, right: sizes[0] >= 4 * sizes[1] and abs(right[0] - right[1]) >= 2)
def balanced(sizes=several(2, one_of(10, 20, 50, 100, 200)), right=several(2, whole(1, 10))):
    n = torch.tensor(sizes).float()
    correct = n * torch.tensor(right) / 10  # of each class
    accuracy = correct.sum() / n.sum()
    return {"accuracy": accuracy, "balanced": (correct / n).mean()}


@question("What is the balanced accuracy?", zh="平衡准确率是多少？", of=balanced)
def balanced_accuracy(out):
    return out["balanced"]


@balanced_accuracy.wrong(
    en=("It is the share of right answers.", "That is accuracy; here each class counts the same."),
    zh=("就是答对的比例。", "那是准确率；这里各类分量相同。"),
)
def plain_accuracy(out):
    return out["accuracy"]


@balanced_accuracy.wrong(
    en=("The worst class decides.", "It is the mean over the classes."),
    zh=("由最差的类别决定。", "它是各类的平均。"),
)
def worst_class(right):
    return min(right) / 10


@balanced_accuracy.wrong(
    en=("The rare class counts most.", "Balanced means equal, not inverse: the weight is one half each."),
    zh=("稀少的类别分量最大。", "平衡是指相等，不是反过来：各占一半。"),
)
def rare_counts_most(sizes, right):
    return (sizes[1] * right[0] + sizes[0] * right[1]) / 10 / sum(sizes)


@task(
    "Write `weighted_nll`: the weighted mean of −log p, as PyTorch takes it. `p` is the probability of each example's "
    "true class, `y` that class, `w` the weights of the classes.",
    zh="写出 `weighted_nll`：像 PyTorch 那样求 −log p 的加权平均。"
    "`p` 是各样本真实类别的概率，`y` 是这个类别，`w` 是各类的权重。",
    blanks=["w[y] * -p.log()", "/ w[y].sum()"],
    mend=["over_n", "over_all_classes"],
    gradients=True,
)
def weighted_nll(p, y, w):
    return (w[y] * -p.log()).sum() / w[y].sum()


weighted_nll.hint("`w[y]` is the weight of each example.", zh="`w[y]` 是每个样本的权重。")
weighted_nll.hint("If all weights are doubled, the loss must not change.", zh="所有权重都加倍，损失应当不变。")


@weighted_nll.inputs
def some_examples(n=whole(2, 8), rare=whole(3, 9)):
    return torch.rand(n) * 0.8 + 0.1, torch.randint(3, (n,)), torch.tensor([1.0, 2.0, rare])


@weighted_nll.inputs
def one_class_only(n=whole(1, 4)):
    return torch.rand(n) * 0.8 + 0.1, torch.ones(n, dtype=torch.long), torch.tensor([1.0, 6.0])


@weighted_nll.holds("All weights times 5 give the same loss.", zh="权重都乘以 5，损失不变。")
def scale_is_free(out, solution, p, y, w):
    return torch.allclose(solution(p, y, w * 5), out, atol=1e-4)


@weighted_nll.wrong(
    en=("The sum is divided by the number of examples.", "By the sum of the examples' weights."),
    zh=("总和除以样本数。", "除以各样本的权重之和。"),
)
def over_n(p, y, w):
    return (w[y] * -p.log()).mean()


@weighted_nll.wrong(
    en=(
        "The sum is divided by the weights of the classes.",
        "Each example brings its weight, a class as often as it occurs.",
    ),
    zh=("总和除以各类的权重之和。", "每个样本都带上自己的权重，类别出现几次就算几次。"),
)
def over_all_classes(p, y, w):
    return (w[y] * -p.log()).sum() / w.sum()


@weighted_nll.wrong(
    en=("The weights change nothing but the scale.", "They change the share that each example has in the mean."),
    zh=("权重只改变数值的大小。", "它改变的是每个样本在平均中的份额。"),
)
def weights_left_out(p, y, w):
    return -p.log().mean()


def figure(out, targets, weight, easy, hard):
    line = range(1, 16)
    plt.plot(line, [demo(targets, each, easy, hard).item() for each in line])
    plt.scatter([weight], [out.item()])
    plt.axhline(easy, color="C1", linestyle=":", label="loss of class 0")
    plt.axhline(hard, color="C2", linestyle=":", label="loss of class 1")
    plt.xlabel("weight of class 1")
    plt.ylabel("loss")
    plt.legend()
