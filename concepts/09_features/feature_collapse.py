"""Feature collapse

A network that is trained to match its own features has an easy way out: make all features alike. Then every goal is
met and nothing was learnt. With one weight and two views `a` and `b` of a sample, each step on `(w·a − w·b)²` gives

    w ← w · (1 − 2 · lr · (a − b)²)

which shrinks to zero while `lr` is small. To detach the goal is no cure by itself: with noise on the input, each round
of matching shrinks the features too. The simplest cure is a goal that does not give way: labels, the input itself, or
a fixed teacher.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, task, where, whole

ZH = """特征坍缩

让网络去匹配自己的特征，它有一条捷径：把所有特征变得一样。这样每个目标都达到了，却什么也没有学到。设只有一个权重，
`a` 和 `b` 是同一样本的两个视图，对 `(w·a − w·b)²` 每走一步就得到

    w ← w · (1 − 2 · lr · (a − b)²)

只要 `lr` 不太大，它就会缩小到零。仅仅切断目标的梯度还不够：输入带有噪声时，每匹配一轮，特征仍会缩小。
最直接的办法是换成不会跟着变的目标：标签、输入本身，或者固定的教师网络。
"""
NAMES = ["representation collapse", "collapsed features", "特征塌缩", "表示坍缩", "特征坍塌"]
NEEDS = ["feature-regression", "sgd-update"]
CONFUSED_WITH = ["stop-gradient-collapse"]
SOURCES = ["Chen & He, Exploring simple Siamese representation learning, arXiv:2011.10566"]


@where(lambda a, b: 1 <= abs(a - b) <= 1.5)
def demo(
    w=one_of(1.0, 2.0, 4.0),
    a=one_of(0.5, 1.0, 2.0, 3.0),
    b=one_of(0.5, 1.0, 2.0, 3.0),
    steps=whole(2, 4),
    goal_from="student",
):
    student = torch.tensor(w, requires_grad=True)
    teacher = torch.tensor(w)
    weights = [w]
    for _ in range(steps):
        goal = b * (student if goal_from == "student" else teacher)
        loss = (a * student - goal) ** 2
        (gradient,) = torch.autograd.grad(loss, student)
        with torch.no_grad():
            student -= 0.1 * gradient
        weights.append(student.item())
    return weights


@question("What is the last of the `weights`?", zh="`weights` 的最后一个数是多少？")
def last_weight(out):
    return out[-1]


@last_weight.wrong(
    en=(
        "The other view is a fixed goal for the weight.",
        "The goal is made with the same weight: it moves at every step and pulls the weight towards zero.",
    ),
    zh=("另一个视图是一个固定的目标。", "目标是用同一个权重算出来的：它每一步都在变，把权重一直拉向零。"),
)
def goal_stands_still(w, a, b, steps):
    return last_weight(demo(w, a, b, steps, goal_from="teacher"))


@last_weight.wrong(
    en=(
        "A network already matches its own features, so nothing changes.",
        "The two views differ, so the loss is not zero at the start, and the weight is moved.",
    ),
    zh=("网络本来就与自己的特征一致，什么也不会变。", "两个视图不同，损失一开始就不为零，权重因此会变化。"),
)
def nothing_to_learn(w):
    return w


@last_weight.wrong(
    en=(
        "One step does it all; the next ones change nothing.",
        "Every step multiplies the weight by the same factor once more.",
    ),
    zh=("走一步就到位，后面几步不再变化。", "每走一步，权重就再乘一次同样的因子。"),
)
def one_step_only(w, a, b):
    return last_weight(demo(w, a, b, steps=1))


@where(lambda a, b: a != b)
def detached(w=one_of(1.0, 2.0, 4.0, 5.0, 8.0), a=one_of(1.0, 2.0, 3.0), b=one_of(1.0, 2.0, 3.0)):
    w = torch.tensor(w, requires_grad=True)
    goal = (b * w).detach()
    ((a * w - goal) ** 2).backward()
    with torch.no_grad():
        w -= 0.1 * w.grad
    return w


@question("What is `w` after the step?", zh="走完这一步，`w` 是多少？", of=detached)
def after_a_detached_step(out):
    return out


@after_a_detached_step.wrong(
    en=(
        "The gradient goes through both views.",
        "`detach` cuts the goal off: the slope is 2a(a − b)w, not 2(a − b)²w.",
    ),
    zh=("梯度经过两个视图。", "`detach` 切断了目标：斜率是 2a(a − b)w，而不是 2(a − b)²w。"),
)
def both_views_move(w, a, b):
    return w * (1 - 0.2 * (a - b) ** 2)


@after_a_detached_step.wrong(
    en=(
        "A detached goal leaves the weight alone.",
        "There is still a loss to lower: w moves, and grows if b is above a.",
    ),
    zh=("目标切断梯度后，权重就不动了。", "仍有损失要降低：w 会变，b 大于 a 时还会变大。"),
)
def weight_stays(w):
    return w


@after_a_detached_step.wrong(
    en=("The detached view is the one that learns.", "It is a constant in this step: only a · w has a slope."),
    zh=("切断梯度的那个视图在学习。", "在这一步里它是常数：只有 a · w 有斜率。"),
)
def goal_learns(w, a, b):
    return w * (1 + 0.2 * b * (a - b))


def rounds(w=one_of(1.0, 2.0, 4.0, 5.0, 10.0), noise=one_of(0.5, 1.0, 2.0, 3.0), times=whole(1, 3)):
    x = torch.tensor([[1.0], [1.0], [-1.0], [-1.0]])
    shift = noise * torch.tensor([[1.0], [-1.0], [1.0], [-1.0]])
    w = torch.tensor([[w]])
    for _ in range(times):
        goal = x @ w  # its own features, as a fixed goal
        w = torch.linalg.lstsq(x + shift, goal).solution
    return w


@question(
    "Each round finds the best weight for noisy inputs. What is `w` at the end?",
    zh="每一轮都为带噪声的输入求出最好的权重。最后 `w` 是多少？",
    of=rounds,
)
def weight_of_own_goal(out):
    return out.item()


@weight_of_own_goal.wrong(
    en=(
        "The noise averages out: the best weight stays.",
        "It makes inputs longer but not the goals: the best weight is w / (1 + noise²).",
    ),
    zh=("噪声会相互抵消，最好的权重不变。", "噪声让输入变长，目标却不变长：最好的权重是 w / (1 + noise²)。"),
)
def noise_averages_out(w):
    return w


@weight_of_own_goal.wrong(
    en=(
        "The noise itself divides the weight: w / (1 + noise).",
        "Its square counts, as in a variance: w / (1 + noise²).",
    ),
    zh=("权重除以 1 + noise。", "起作用的是平方，即方差：w / (1 + noise²)。"),
)
def noise_not_squared(w, noise, times):
    return w / (1 + noise) ** times


@weight_of_own_goal.wrong(
    en=("Only the first round shrinks it; the goal is fixed.", "Each round makes its goal of the smaller weight."),
    zh=("只有第一轮会缩小，因为目标是固定的。", "每一轮都用变小的权重重新算出目标。"),
)
def first_round_only(w, noise):
    return weight_of_own_goal(rounds(w, noise, times=1))


@task(
    "Write `spread`: how far features differ between samples. `features` is (samples, dimensions): the standard "
    "deviation of each dimension over the samples (n − 1 below), averaged over the dimensions.",
    zh="写出 `spread`：各样本的特征相差多大。`features` 是（样本，维度）："
    "每一维在样本间的标准差（除以 n − 1），再对各维取平均。",
    blanks=["std(dim=0)"],
    mend=["along_the_features"],
)
def spread(features):
    return features.std(dim=0).mean()


spread.hint(
    "Collapsed features are equal rows: what must the result be then?", zh="坍缩的特征各行相同：这时结果应是多少？"
)


@spread.inputs
def features_with_offsets(samples=whole(3, 8), dimensions=whole(2, 5)):
    return (3 * torch.randn(dimensions) + torch.randn(samples, dimensions),)


@spread.inputs
def collapsed_features(samples=whole(3, 8), dimensions=whole(2, 5)):
    return (torch.randn(dimensions) + 0.001 * torch.randn(samples, dimensions),)


@spread.holds("Adding the same numbers to every sample changes nothing.", zh="给每个样本加上同样的数，结果不变。")
def offsets_do_not_count(out, solution, features):
    return torch.allclose(solution(features + 1), out, rtol=1e-2)


@spread.wrong(
    en=(
        "The standard deviation of all the numbers tells it.",
        "Different dimensions may differ while all samples are alike.",
    ),
    zh=("所有数的标准差就能说明问题。", "各维可以不同，而所有样本都一样。"),
)
def over_everything(features):
    return features.std()


@spread.wrong(
    en=("Each sample's own numbers are compared.", "Samples are compared: along axis 0."),
    zh=("比较每个样本内部的数。", "要比较的是样本之间：沿第 0 轴。"),
)
def along_the_features(features):
    return features.std(dim=1).mean()


@spread.wrong(
    en=("The variance is meant.", "It is the standard deviation, in the features' own units."),
    zh=("指的是方差。", "是标准差，与特征同单位。"),
)
def variance(features):
    return features.var(dim=0).mean()


def figure(out):
    plt.plot(out, label="weight")
    plt.axhline(0, color="C1", label="all features alike")
    plt.legend()
