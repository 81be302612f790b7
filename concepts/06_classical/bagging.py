"""Bagging and random forests

Bagging fits each model to a bootstrap sample: n draws with replacement from the n examples. An example is missing
from a sample with probability (1 − 1/n)ⁿ → 1/e ≈ 0.368; on these out-of-bag examples a model can be tested. The mean
of B models of variance σ² whose errors have the correlation ρ varies by

    ρσ² + (1 − ρ)σ²/B

so more models help up to ρσ² only, and a common bias stays. A random forest lowers ρ: each split of its trees may
choose among a few random features. A majority beats its voters when they are better than chance and err
independently.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, task, whole

ZH = """Bagging 与随机森林

Bagging 让每个模型拟合一份自助样本：从 n 个样本中有放回地抽 n 次。某个样本不在其中的概率是 (1 − 1/n)ⁿ → 1/e ≈ 0.368；
这些袋外样本可以用来检验模型。B 个方差为 σ²、误差相关系数为 ρ 的模型，其平均的方差是

    ρσ² + (1 − ρ)σ²/B

所以增加模型至多降到 ρσ²，而共同的偏差不变。随机森林降低的是 ρ：树的每次划分只能在少数随机选出的特征中挑选。
若各个投票者都好于瞎猜，且错误相互独立，多数票就胜过单个投票者。
"""
NAMES = [
    "random forest",
    "out-of-bag",
    "bootstrap sample",
    "随机森林",
    "Bagging算法",
    "装袋法",
    "自助法",
    "袋外误差",
]
SHARED = ["bagging"]
HINTS = ["bootstrap", "ensemble", "集成学习"]
NEEDS = ["decision-tree", "bias-variance"]
CONFUSED_WITH = ["boosting"]
SOURCES = [
    "Breiman, Bagging predictors, 1996; Random forests, 2001",
    "Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, sections 7.11 and 15.2",
]


def demo(n=whole(2, 5), trees=one_of(10, 20, 50, 100, 200, 500, 1000)):
    examples = torch.arange(n)
    samples = torch.cartesian_prod(*[examples] * n)  # every bootstrap sample
    missing = (samples != 0).all(dim=1).double().mean()
    return trees * missing


@question(
    "How many of the trees, on average, never see example 0?",
    zh="平均有多少棵树从未见过第 0 个样本？",
)
def out_of_bag(out):
    return out


@out_of_bag.wrong(
    en=("A bootstrap sample is the data in another order.", "It is drawn with replacement: some examples are missing."),
    zh=("自助样本只是把数据换了次序。", "它是有放回地抽取的：有些样本会缺席。"),
)
def all_are_in():
    return 0.0


@out_of_bag.wrong(
    en=("An example is missed with probability 1 − 1/n.", "That is one draw; it must be missed n times."),
    zh=("样本缺席的概率是 1 − 1/n。", "那只是抽一次；要 n 次都没抽到。"),
)
def one_draw(n, trees):
    return trees * (1 - 1 / n)


@out_of_bag.wrong(
    en=("An example is missed with probability 1/n.", "1/n is the chance to be drawn in one draw."),
    zh=("样本缺席的概率是 1/n。", "1/n 是一次抽取中被抽到的概率。"),
)
def drawn_instead(n, trees):
    return trees / n


@out_of_bag.wrong(
    en=("It is 36.8 %, whatever n is.", "That is the limit for large n; for small n it is less."),
    zh=("无论 n 是多少，都是 36.8 %。", "那是 n 很大时的极限；n 小时更少。"),
)
def limit_for_all(trees):
    return trees * 0.36788


def averaged(trees=whole(2, 10), shared=whole(1, 6), own=whole(1, 9)):
    sign = torch.tensor([-1.0, 1.0])
    signs = torch.cartesian_prod(*[sign] * (trees + 1))  # all equally likely
    errors = shared * signs[:, :1] + own * signs[:, 1:]  # one column a tree
    mean = errors.mean(dim=1)
    return {"variance": mean.var(correction=0), "of": torch.corrcoef(errors.T)}


@question("What is the variance of the mean error of the trees?", zh="各树误差的平均值，方差是多少？", of=averaged)
def variance(out):
    return out["variance"]


@variance.wrong(
    en=("Averaging divides the variance by the number of trees.", "Only the part that each tree has of its own."),
    zh=("平均使方差除以树的数目。", "只有各树自己的那部分才会。"),
)
def all_divided(trees, shared, own):
    return (shared**2 + own**2) / trees


@variance.wrong(
    en=("A mean of trees varies like one tree.", "Their own errors partly cancel: own² is divided by their number."),
    zh=("平均之后的方差与一棵树相同。", "各自的误差部分抵消：own² 要除以树的数目。"),
)
def like_one_tree(shared, own):
    return variance(averaged(1, shared, own))


@variance.wrong(
    en=("The own errors cancel.", "They cancel on average only; own² over the number of trees remains."),
    zh=("各自的误差会完全抵消。", "只是部分抵消，还剩 own² 除以树的数目。"),
)
def own_part_gone(trees, shared):
    return variance(averaged(trees, shared, own=0))


@variance.wrong(
    en=("The own error is divided by the number of trees, then squared.", "Variances are divided by it, not errors."),
    zh=("各自的误差先除以树的数目，再平方。", "除以树的数目的是方差，不是误差。"),
)
def error_divided(trees, shared, own):
    return shared**2 + (own / trees) ** 2


@question("What is the correlation of the errors of two trees?", zh="两棵树的误差的相关系数是多少？", of=averaged)
def correlation(out):
    return out["of"][0, 1]


@correlation.wrong(
    en=("The trees have different samples, so they are independent.", "They share the data, and part of their errors."),
    zh=("各树样本不同，所以相互独立。", "它们来自同一份数据，有一部分误差是共同的。"),
)
def independent(trees, own):
    return correlation(averaged(trees, 0, own))


@correlation.wrong(
    en=("It is the shared part of the error.", "It is the shared part of the variance: square both."),
    zh=("是共同误差所占的比例。", "是共同方差所占的比例：两者都要平方。"),
)
def not_squared(shared, own):
    return shared / (shared + own)


@correlation.wrong(
    en=("It is the shared variance over the own one.", "Over the whole variance, shared² + own²."),
    zh=("是共同方差与各自方差之比。", "要除以总方差 shared² + own²。"),
)
def over_the_own(shared, own):
    return shared**2 / own**2


def voting(percent=one_of(55, 60, 65, 70, 75, 80, 85, 90), questions=one_of(100, 200, 1000)):
    p = percent / 100  # each of three independent models is right with p
    right = torch.cartesian_prod(*[torch.tensor([0.0, 1.0])] * 3)
    chance = torch.where(right == 1, p, 1 - p).prod(dim=1)
    majority = right.mean(dim=1) > 0.5
    return questions * chance[majority].sum()


@question(
    "How many questions does the majority answer rightly, on average?", zh="平均有多少道题，多数票答对？", of=voting
)
def rightly(out):
    return out


@rightly.steps
def three_or_two(percent, questions):
    p = percent / 100
    yield "p³", p**3
    yield "3p²(1 − p)", 3 * p**2 * (1 - p)
    yield "n (p³ + 3p²(1 − p))", questions * (p**3 + 3 * p**2 * (1 - p))


@rightly.wrong(
    en=("As many as one voter.", "Independent errors are outvoted: p³ + 3p²(1 − p), more than p."),
    zh=("与一个投票者一样多。", "独立的错误会被票数压过：p³ + 3p²(1 − p)，大于 p。"),
)
def like_one_voter(percent, questions):
    return questions * percent / 100


@rightly.wrong(
    en=("All three must be right.", "Two are enough."),
    zh=("三个都要答对。", "两个对就够了。"),
)
def all_three(percent, questions):
    return questions * (percent / 100) ** 3


@rightly.wrong(
    en=("One right voter is enough.", "It takes two of three."),
    zh=("一个答对就行。", "三个中要有两个。"),
)
def any_of_them(percent, questions):
    return questions * (1 - (1 - percent / 100) ** 3)


@task(
    "Write `out_of_bag_means`: row b of `picks` lists the examples drawn into sample b. Return for each sample the "
    "mean target of the examples that it lacks (NaN if it lacks none).",
    zh="写出 `out_of_bag_means`：`picks` 第 b 行是第 b 份样本抽到的编号。"
    "对每份样本，返回未被抽到的样本的目标均值（若没有则为 NaN）。",
    blanks=["~row"],
    mend=["in_bag_means"],
)
def out_of_bag_means(y, picks):
    in_bag = torch.zeros(len(picks), len(y), dtype=torch.bool)
    in_bag.scatter_(1, picks, True)
    rows = [y[~row] for row in in_bag]
    return torch.stack([row.mean() for row in rows])


out_of_bag_means.hint(
    "Make a boolean matrix: is example i in sample b?", zh="先造一个布尔矩阵：样本 i 是否在第 b 份里？"
)
out_of_bag_means.hint("An example that is drawn twice is in the bag once.", zh="抽到两次的样本也只算在袋内一次。")


@out_of_bag_means.inputs
def samples(n=whole(3, 7), b=whole(1, 4)):
    return torch.randn(n), torch.randint(n, (b, n))


@out_of_bag_means.inputs
def one_sample_holds_all(n=whole(2, 5)):
    return torch.randn(n), torch.stack([torch.arange(n), torch.zeros(n, dtype=torch.long)])


@out_of_bag_means.holds("Every in-bag target can change without any effect.", zh="袋内样本的目标怎么变，结果都不变。")
def ignores_the_bag(out, y, picks, solution):
    changed = y.clone()
    changed[picks[0]] += 100
    return torch.allclose(solution(changed, picks[:1]), out[:1], equal_nan=True)


@out_of_bag_means.wrong(
    en=("Out-of-bag means drawn.", "It means not drawn."),
    zh=("袋外指被抽到的样本。", "指没有被抽到的样本。"),
)
def in_bag_means(y, picks):
    in_bag = torch.zeros(len(picks), len(y), dtype=torch.bool)
    in_bag.scatter_(1, picks, True)
    return torch.stack([y[row].mean() for row in in_bag])


@out_of_bag_means.wrong(
    en=("The mean of the drawn targets is asked.", "That is the fit of the sample; a test needs the others."),
    zh=("求的是抽到的目标的均值。", "那是对样本的拟合；检验要用其余的样本。"),
)
def sample_means(y, picks):
    return y[picks].mean(dim=1)


@out_of_bag_means.wrong(
    en=("An example out of one bag is out of all.", "Each sample has its own out-of-bag examples."),
    zh=("在一份样本中袋外，就在所有样本中袋外。", "每份样本各有自己的袋外样本。"),
)
def out_of_every_bag(y, picks):
    never = torch.ones(len(y), dtype=torch.bool)
    never[picks.flatten()] = False
    return y[never].mean().expand(len(picks))


def figure(out, n, trees):
    sizes = range(1, 21)
    plt.plot(sizes, [trees * (1 - 1 / size) ** size for size in sizes])
    plt.scatter([n], [out], color="C3")
    plt.xlabel("n")
    plt.ylabel("trees without example 0")
