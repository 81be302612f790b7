"""Decision tree

A tree asks for one feature against one threshold at each node. It is grown greedily: the best split is the one whose
children are purest, each weighted with its share of the examples:

    gain = H(parent) − Σ (n_child / n) · H(child)

H is the entropy (information gain, ID3) or the Gini impurity 1 − Σ p² (CART). A split may help although the error
rate stays the same. The thresholds tried lie between neighbouring values of a feature, so only the order of its
values counts: scaling or logs change no split of the training data. Grown to the end a tree fits all examples with
distinct inputs, and overfits: prune it.
"""

import math

import matplotlib.pyplot as plt
import torch
from torch.distributions import Categorical

from journal.authoring import one_of, question, several, task, where, whole

ZH = """决策树

树的每个结点只问一个特征是否小于一个阈值。树是贪心生长的：最好的划分，是让子结点最纯的那个，子结点按样本占比加权：

    增益 = H(父) − Σ (n子 / n) · H(子)

H 取熵（信息增益，ID3），或基尼不纯度 1 − Σ p²（CART）。错误率不变的划分也可能有用。阈值只需在特征的相邻取值之间尝试，
所以只有取值的次序起作用：缩放或取对数都不改变训练数据的划分。一直长到底的树能拟合全部（互不相同的）训练样本，
因而过拟合；要剪枝，或限制深度。
"""
NAMES = [
    "decision tree",
    "information gain",
    "Gini impurity",
    "决策树",
    "信息增益",
    "基尼指数",
    "基尼不纯度",
]
SHARED = ["CART", "ID3", "Gini index", "基尼系数"]
HINTS = ["entropy", "熵"]
NEEDS = ["entropy-kl"]
SOURCES = [
    "Breiman, Friedman, Olshen & Stone, Classification and Regression Trees, 1984",
    "Quinlan, Induction of decision trees, 1986",
    "Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, section 9.2",
]


@where(lambda left, right: 0 in right and sum(right) > 0 and 0 not in left)
@where(lambda left, right: sum(left) != sum(right))
def demo(left=several(2, whole(1, 8)), right=several(2, whole(0, 8))):
    counts = torch.tensor([left, right]).double()  # of the two classes
    p = counts / counts.sum(dim=1, keepdim=True)
    gini = 1 - (p**2).sum(dim=1)
    share = counts.sum(dim=1) / counts.sum()
    return (share * gini).sum()


@question("What is the impurity after the split?", zh="划分之后的不纯度是多少？")
def after(out):
    return out


@after.wrong(
    en=("Both children count alike.", "Each counts with its share of the examples."),
    zh=("两个子结点同等对待。", "按各自的样本占比加权。"),
)
def children_alike(left):
    return left[0] * left[1] / sum(left) ** 2


@after.wrong(
    en=("The impurities add.", "They are averaged: a pure child brings the total down."),
    zh=("不纯度直接相加。", "要取加权平均：纯的子结点会把总数拉低。"),
)
def impurities_add(left):
    return 2 * left[0] * left[1] / sum(left) ** 2


@after.wrong(
    en=("It is the error rate of the two leaves.", "Gini is 1 − Σ p², larger than the error rate of a mixed leaf."),
    zh=("就是两个叶子的错误率。", "基尼是 1 − Σ p²，对不纯的叶子比错误率大。"),
)
def error_rate(left, right):
    return min(left) / (sum(left) + sum(right))


@where(lambda pure, mixed: pure != mixed)
def bits(pure=whole(1, 9), mixed=whole(1, 9), classes=one_of(2, 4)):
    left = torch.zeros(4 * pure, dtype=torch.long)  # one class alone
    right = torch.arange(4 * mixed) % classes  # equal shares
    after = 0.0
    for child in (left, right):
        entropy = Categorical(child.bincount().double()).entropy()
        after += len(child) / (len(left) + len(right)) * entropy
    return after / torch.tensor(2.0).log()


@question("What entropy in bits is left after the split?", zh="划分之后还剩多少比特的熵？", of=bits)
def entropy_left(out):
    return out


@entropy_left.wrong(
    en=("Both children count alike.", "Each counts with its share of the examples."),
    zh=("两个子结点同等对待。", "按各自的样本占比加权。"),
)
def halved(classes):
    return math.log2(classes) / 2


@entropy_left.wrong(
    en=("The worst child decides.", "The pure child counts too, with 0 bits and its share."),
    zh=("由最差的子结点决定。", "纯的子结点也要算：0 比特，乘以它的占比。"),
)
def worst_child(classes):
    return math.log2(classes)


@entropy_left.wrong(
    en=("The entropy of a mixed child is the number of its classes.", "It is the log of that number, in bits."),
    zh=("不纯结点的熵等于类别数。", "是类别数的对数，以比特计。"),
)
def number_of_classes(pure, mixed, classes):
    return mixed * classes / (pure + mixed)


def candidates(a=several(7, whole(0, 9)), b=several(7, whole(0, 4))):
    found = 0
    for feature in (torch.tensor(a), torch.tensor(b)):
        values = feature.unique()
        thresholds = (values[1:] + values[:-1]) / 2
        found += len(thresholds)
    return found


@question("How many splits are tried at the root?", zh="根结点要尝试多少种划分？", of=candidates)
def splits(out):
    return out


@splits.wrong(
    en=("One for each example and feature.", "Equal values need no threshold, and m values have m − 1 gaps."),
    zh=("每个样本、每个特征各一种。", "相同的取值之间不需要阈值；m 个取值有 m − 1 个间隔。"),
)
def one_for_each_number(a):
    return 2 * len(a)


@splits.wrong(
    en=("One for each distinct value.", "m values have m − 1 gaps between them."),
    zh=("每个不同的取值一种。", "m 个取值之间只有 m − 1 个间隔。"),
)
def one_for_each_value(a, b):
    return len(set(a)) + len(set(b))


@splits.wrong(
    en=("Thresholds of the two features are combined.", "A node asks for one feature only: the numbers add."),
    zh=("两个特征的阈值要组合起来。", "一个结点只问一个特征：个数相加。"),
)
def combined(a, b):
    return (len(set(a)) - 1) * (len(set(b)) - 1)


@task(
    "Write `gain`: what splitting the labels y (0 or 1) by the boolean mask `left` gains in Gini impurity.",
    zh="写出 `gain`：按布尔掩码 `left` 划分标签 y（0 或 1），基尼不纯度下降多少。",
    blanks=["share * gini(y[left])"],
    mend=["unweighted", "summed_children"],
)
def gain(y, left):
    def gini(labels):
        p = labels.float().mean()
        return 2 * p * (1 - p)

    share = left.float().mean()
    return gini(y) - share * gini(y[left]) - (1 - share) * gini(y[~left])


gain.hint("For two classes 1 − p² − (1 − p)² is 2p(1 − p).", zh="两类时 1 − p² − (1 − p)² 就是 2p(1 − p)。")
gain.hint("Weight each child with its share of the examples.", zh="子结点按样本占比加权。")


@gain.inputs
def any_split(n=whole(4, 9), k=whole(1, 3)):
    return torch.randint(2, (n,)), torch.randperm(n) < k


@gain.inputs
def clean_split(n=whole(3, 6), m=whole(1, 5)):
    y = torch.tensor([0] * n + [1] * m)
    return y, torch.arange(n + m) < n


@gain.holds("It is never negative, and the same for the other side.", zh="它从不为负；换另一侧结果相同。")
def either_side(out, y, left, solution):
    return out >= -1e-6 and abs(solution(y, ~left) - out) < 1e-5


@gain.wrong(
    en=("The children count alike.", "A small pure child would then look as good as a large one."),
    zh=("子结点同等对待。", "那样一个很小的纯结点就和很大的纯结点一样好了。"),
)
def unweighted(y, left):
    def gini(labels):
        p = labels.float().mean()
        return 2 * p * (1 - p)

    return gini(y) - (gini(y[left]) + gini(y[~left])) / 2


@gain.wrong(
    en=(
        "The children's impurities are summed.",
        "They are averaged with their shares; the sum can exceed the parent's.",
    ),
    zh=("子结点的不纯度相加。", "要按占比加权平均；直接相加可能比父结点还大。"),
)
def summed_children(y, left):
    def gini(labels):
        p = labels.float().mean()
        return 2 * p * (1 - p)

    return gini(y) - gini(y[left]) - gini(y[~left])


@gain.wrong(
    en=("Only the chosen side is looked at.", "The other side holds examples too."),
    zh=("只看选中的一侧。", "另一侧也有样本。"),
)
def one_side(y, left):
    def gini(labels):
        p = labels.float().mean()
        return 2 * p * (1 - p)

    return gini(y) - gini(y[left])


def figure(out, left, right):
    p = torch.linspace(0, 1, 101)
    plt.plot(p, 2 * p * (1 - p), label="Gini")
    plt.plot(p, torch.minimum(p, 1 - p), label="error rate")
    for child in (left, right):
        share = child[1] / sum(child)
        plt.scatter([share], [2 * share * (1 - share)], color="C3")
    plt.xlabel("share of class 1")
    plt.legend()
