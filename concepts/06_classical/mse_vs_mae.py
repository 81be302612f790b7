"""Squared error and absolute error

The constant of least squared error is the mean; of least absolute error the median. A loss that charges q for
predicting too low and 1 − q for too high (the pinball loss) is least at the q-quantile. The reason is the gradient: a
square pulls in proportion to the error, an absolute value always by 1, so one outlier drags the mean far and the
median hardly. The Huber loss

    ½e² for |e| ≤ δ, δ(|e| − ½δ) beyond

is a square near 0 and pulls by δ at most. RMSE is the root of the MSE; it is never below the MAE.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question, several, task, whole

ZH = """均方误差与平均绝对误差

使平方误差最小的常数是均值，使绝对误差最小的常数是中位数。若预测偏低时每单位罚 q，偏高时罚 1 − q（分位数损失），
最优的常数就是 q 分位数。原因在梯度：平方的拉力与误差成正比，绝对值的拉力总是 1，
所以一个离群点能把均值拖得很远，却几乎不影响中位数。Huber 损失

    |e| ≤ δ 时为 ½e²，超出后为 δ(|e| − ½δ)

在 0 附近是平方，拉力最多为 δ。RMSE 是 MSE 的平方根，永远不小于 MAE。
"""
NAMES = [
    "MSE",
    "RMSE",
    "mean squared error",
    "mean absolute error",
    "Huber loss",
    "L1 loss",
    "MSELoss",
    "均方误差",
    "平均绝对误差",
    "均方根误差",
    "平方损失",
    "平方误差",
]
SHARED = ["MAE"]
HINTS = ["regression loss", "quantile", "损失函数", "离群点"]
NEEDS = ["expectation-variance"]
SOURCES = [
    "Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, section 10.6",
    "torch.nn.L1Loss and torch.nn.HuberLoss",
]


def demo(y=several(4, whole(0, 20)), far=whole(40, 90), loss=one_of("square", "absolute")):
    y = torch.tensor([*y, far]).double()
    c = torch.arange(0, 1000).double()[:, None] / 10  # candidates
    error = (c - y).square() if loss == "square" else (c - y).abs()
    return c[error.mean(dim=1).argmin()]


@question("Which constant prediction is best?", zh="哪个常数预测最好？")
def constant(out):
    return out


@constant.wrong(
    en=("Both losses have the same best constant.", "The square has the mean, the absolute value the median."),
    zh=("两种损失的最优常数相同。", "平方损失对应均值，绝对值损失对应中位数。"),
)
def other_loss(y, far, loss):
    return constant(demo(y, far, loss="absolute" if loss == "square" else "square"))


@constant.wrong(
    en=("An outlier is ignored.", "It counts: in the mean with its value, in the median as one point more above."),
    zh=("离群点会被忽略。", "它也算数：在均值里按数值算，在中位数里算作上方多了一个点。"),
)
def outlier_ignored(y, loss):
    ordered = sorted(y)
    return sum(y) / 4 if loss == "square" else (ordered[1] + ordered[2]) / 2


@constant.wrong(
    en=("It lies half-way between the extremes.", "That is best for the largest error, not for the mean error."),
    zh=("取最大值与最小值的中间。", "那样只是使最大的误差最小，不是使平均误差最小。"),
)
def middle_of_the_range(y, far):
    return (min(y) + far) / 2


def pull(errors=several(3, whole(1, 9), distinct=True), far=whole(10, 40), delta=whole(2, 4)):
    y = torch.tensor([*errors, far]).float()
    losses = {
        "mse": nn.MSELoss(reduction="sum"),
        "mae": nn.L1Loss(reduction="sum"),
        "huber": nn.HuberLoss(reduction="sum", delta=delta),
    }
    pulls = {}
    for name, loss in losses.items():
        c = torch.zeros(1, requires_grad=True)
        loss(c.expand(4), y).backward()
        pulls[name] = -c.grad
    return pulls


@question(
    "How many times as large is pulls['mse'] as pulls['mae']?", zh="pulls['mse'] 是 pulls['mae'] 的多少倍？", of=pull
)
def times(out):
    return out["mse"] / out["mae"]


@times.wrong(
    en=("Both losses pull alike.", "The square pulls by 2e, the absolute value by 1, whatever e is."),
    zh=("两种损失的拉力相同。", "平方的拉力是 2e，绝对值的拉力总是 1。"),
)
def pull_alike():
    return 1.0


@times.wrong(
    en=("The square's pull is the error.", "The derivative of e² is 2e."),
    zh=("平方的拉力等于误差。", "e² 的导数是 2e。"),
)
def factor_2_forgotten(errors, far):
    return (sum(errors) + far) / 4


@times.wrong(
    en=("The pull of the absolute value is the error.", "It is 1 for each point, so 4 in all."),
    zh=("绝对值的拉力等于误差。", "每个点都是 1，共 4。"),
)
def absolute_pulls_by_the_error():
    return 2.0


@question("What is pulls['huber']?", zh="pulls['huber'] 是多少？", of=pull)
def huber_pull(out):
    return out["huber"]


@huber_pull.wrong(
    en=("It pulls like a square.", "Only up to delta; beyond, it pulls by delta."),
    zh=("拉力与平方一样。", "只在 delta 以内如此；超出后拉力就是 delta。"),
)
def like_a_square(errors, far):
    return float(sum(errors) + far)


@huber_pull.wrong(
    en=("Each point pulls by 1.", "Near points pull by their error, far ones by delta."),
    zh=("每个点的拉力都是 1。", "近处的点拉力等于误差，远处的为 delta。"),
)
def one_each():
    return 4.0


@huber_pull.wrong(
    en=("Errors beyond delta do not pull.", "They pull by delta: the loss goes on as a straight line."),
    zh=("超过 delta 的误差没有拉力。", "它们的拉力是 delta：损失以直线延伸。"),
)
def far_points_cut_off(errors, delta):
    return float(sum(e for e in errors if e <= delta))


def quantile(y=several(9, whole(0, 40), distinct=True), q=one_of(0.1, 0.2, 0.3, 0.7, 0.8, 0.9)):
    y = torch.tensor(y)
    c = torch.arange(0, 41)[:, None]  # candidates
    error = y - c
    loss = torch.maximum(q * error, (q - 1) * error)
    return loss.mean(dim=1).argmin()


@question("Which constant is best for this loss?", zh="对这个损失，哪个常数最好？", of=quantile)
def best_quantile(out):
    return out


@best_quantile.wrong(
    en=("Absolute errors mean the median.", "Only for q = ½; here too low and too high cost different amounts."),
    zh=("绝对误差对应中位数。", "只有 q = ½ 时才是；这里偏低和偏高的代价不同。"),
)
def median(y):
    return sorted(y)[4]


@best_quantile.wrong(
    en=(
        "What is expensive when too low makes the constant low.",
        "q is the price of being too low: a large q drives the constant up.",
    ),
    zh=("偏低的代价大，常数就低。", "q 是偏低的代价：q 越大，常数被推得越高。"),
)
def other_tail(y, q):
    return best_quantile(quantile(y, round(1 - q, 1)))


@best_quantile.wrong(
    en=("The mean is best for any loss.", "The mean belongs to the square; here it is the q-quantile."),
    zh=("任何损失下均值都最好。", "均值属于平方损失；这里是 q 分位数。"),
)
def mean_of_all(y):
    return round(sum(y) / 9)


@task(
    "Write `huber`: the mean Huber loss of the errors e.",
    zh="写出 `huber`：误差 e 的平均 Huber 损失。",
    blanks=["a <= delta", "delta * (a - delta / 2)"],
    mend=["jumps_at_delta", "clips_the_error"],
    gradients=True,
)
def huber(e, delta):
    a = e.abs()
    return torch.where(a <= delta, a**2 / 2, delta * (a - delta / 2)).mean()


huber.hint(
    "Both branches are computed; `torch.where` picks one for each entry.",
    zh="两个分支都算出来，由 `torch.where` 逐元素选择。",
)
huber.hint(
    "At |e| = δ the two branches must be equal, with equal slopes.", zh="在 |e| = δ 处，两个分支的值和斜率都必须相等。"
)


@huber.inputs
def errors_of_all_sizes(n=whole(4, 8), delta=one_of(0.5, 1.5, 2.0)):
    return 3 * torch.randn(n), delta


@huber.inputs
def small_errors(n=whole(1, 4), delta=one_of(1.5, 2.0)):
    return torch.linspace(-1.4, 1.3, n), delta


@huber.holds("PyTorch gives the same.", zh="与 PyTorch 的结果相同。")
def as_pytorch(out, e, delta):
    return torch.allclose(out, F.huber_loss(e, torch.zeros_like(e), delta=delta), atol=1e-5)


@huber.wrong(
    en=("Beyond δ the loss is δ|e|.", "Then it jumps at δ; ½δ² has to be taken off."),
    zh=("超过 δ 后损失是 δ|e|。", "那样在 δ 处会跳变，要减去 ½δ²。"),
)
def jumps_at_delta(e, delta):
    a = e.abs()
    return torch.where(a <= delta, a**2 / 2, delta * a).mean()


@huber.wrong(
    en=("The square is not halved.", "It is ½e², or value and slope break at δ."),
    zh=("平方不用减半。", "是 ½e²，否则在 δ 处值和斜率都对不上。"),
)
def square_not_halved(e, delta):
    a = e.abs()
    return torch.where(a <= delta, a**2, delta * (a - delta / 2)).mean()


@huber.wrong(
    en=("Large errors are clipped.", "A clipped error has no gradient; Huber goes on as a line."),
    zh=("把大误差截断即可。", "截断的误差没有梯度；Huber 以直线延伸。"),
)
def clips_the_error(e, delta):
    return (e.clamp(-delta, delta) ** 2 / 2).mean()


def figure(out, y, far, loss):
    c = torch.linspace(0, 99, 200)[:, None]
    error = c - torch.tensor([*y, far])
    mean = (error.square() if loss == "square" else error.abs()).mean(dim=1)
    plt.plot(c[:, 0], mean)
    plt.scatter([*y, far], [0] * 5, color="C3")
    plt.axvline(out.item(), color="C1")
    plt.xlabel("constant")
    plt.ylabel("mean loss")
