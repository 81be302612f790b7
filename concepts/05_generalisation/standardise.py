"""Standardising and min-max scaling

Standardising subtracts the mean of each column and divides by its standard deviation:

    z = (x − mean) / sd

The result has mean 0 and sd 1, whatever the unit and the zero of x. Both this and min-max scaling,
(x − min)/(max − min), only move and stretch: order, shape and outliers stay. Data do not become normally distributed.
A weight learnt on z is worth w/sd per original unit. In min-max scaling one outlier squeezes all other values together.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """标准化与最小-最大缩放

标准化把每一列减去均值，再除以标准差：

    z = (x − 均值) / 标准差

无论 x 用什么单位、从哪里起算，结果的均值都是 0，标准差都是 1。它和最小-最大缩放 (x − min)/(max − min)
都只是平移和伸缩：次序、形状和离群值都不变，数据不会因此变成正态分布。在 z 上学到的权重 w，折合每个原单位是 w/标准差。
最小-最大缩放时，一个离群值就把其余的值挤到一起。
"""
NAMES = [
    "standardization",
    "standardisation",
    "z-score",
    "feature scaling",
    "min-max scaling",
    "StandardScaler",
    "MinMaxScaler",
    "特征缩放",
    "最小最大缩放",
    "最小-最大归一化",
    "Z分数",
]
SHARED = ["标准化", "归一化"]
HINTS = ["normalise", "量纲"]
NEEDS = ["tensor-broadcasting"]
SOURCES = [
    "scikit-learn user guide, Preprocessing data: standardization and scaling features to a range",
    "torch.std, parameter correction",
]


@where(lambda low, high, new: (low + high) % 2 == 0 and abs(new - (low + high) / 2) >= 3)
def demo(
    low=whole(150, 165), high=whole(170, 190), new=whole(140, 200), unit=one_of(0.01, 0.1, 10.0), zero=whole(1, 9)
):
    train = torch.tensor([low, high]).double() * unit + zero
    x = new * unit + zero  # another unit, another zero
    return (x - train.mean()) / train.std(correction=0)


@question("What is the z that is returned?", zh="返回的 z 是多少？")
def z_of_new(out):
    return out


@z_of_new.wrong(
    en=("In another unit z is another number.", "Unit and zero cancel: mean and sd are measured with them."),
    zh=("换了单位，z 也会变。", "单位和零点都会抵消：均值和标准差也用它们来量。"),
)
def times_the_unit(out, unit):
    return out * unit


@z_of_new.wrong(
    en=(
        "z measures from the lowest training value in parts of the range.",
        "That is min-max scaling; z measures from the mean in units of sd.",
    ),
    zh=("z 从训练集的最小值量起，以极差为单位。", "那是最小-最大缩放；z 从均值量起，以标准差为单位。"),
)
def min_max_instead(low, high, new):
    return (new - low) / (high - low)


@z_of_new.wrong(
    en=("The sd of two values is their distance.", "Each of them is half the distance from the mean."),
    zh=("两个值的标准差就是它们的距离。", "它们各离均值半个距离。"),
)
def whole_distance(low, high, new):
    return (new - (low + high) / 2) / (high - low)


@where(lambda base, factor: min(base) > 0 and sorted(base)[-2] - min(base) > 1)
def outlier(base=several(4, whole(1, 12), distinct=True), factor=whole(2, 6)):
    x = torch.tensor(base).float()
    x[x.argmax()] *= factor  # one typing error
    scaled = (x - x.min()) / (x.max() - x.min())
    return scaled.sort().values[-2]  # the largest of the others


@question("What does it return?", zh="返回值是多少？", of=outlier)
def second(out):
    return out


@second.wrong(
    en=("An outlier moves only itself.", "It is the new maximum, and every value is divided by the new range."),
    zh=("离群值只影响它自己。", "它成了新的最大值，每个值都要除以新的极差。"),
)
def others_unmoved(base):
    return second(outlier(base, factor=1))


@second.wrong(
    en=("The others shrink by the factor.", "They shrink by the ratio of the ranges, not of the maxima."),
    zh=("其余的值缩小 factor 倍。", "缩小的是两个极差之比，不是最大值之比。"),
)
def shrunk_by_the_factor(base, factor):
    return (sorted(base)[-2] - min(base)) / (max(base) - min(base)) / factor


@second.wrong(
    en=("Each value is divided by the largest.", "First the minimum is subtracted; then one divides by the range."),
    zh=("每个值除以最大值。", "先减去最小值，再除以极差。"),
)
def by_the_largest(base, factor):
    return sorted(base)[-2] / (max(base) * factor)


@where(lambda weight: weight != 0)
def back(sd=whole(2, 9), mean=whole(10, 30), weight=whole(-9, 9), bias=whole(1, 9), x=whole(5, 40)):
    model = torch.nn.Linear(1, 1)
    model.weight.data.fill_(weight)  # learnt on z
    model.bias.data.fill_(bias)
    z = torch.tensor([[x - mean], [x + 1 - mean]]) / sd
    here, one_more = model(z)
    return one_more - here


@question(
    "How much more does the model predict for one more original unit of x?",
    zh="x 增加一个原单位，模型的预测增加多少？",
    of=back,
)
def step(out):
    return out


@step.wrong(
    en=("The weight is the slope in any unit.", "It is the slope per sd; one original unit is 1/sd of that."),
    zh=("权重在任何单位下都是斜率。", "它是每个标准差的斜率；一个原单位只有 1/sd 个标准差。"),
)
def weight_itself(mean, weight, bias, x):
    return step(back(1, mean, weight, bias, x))


@step.wrong(
    en=("One original unit is sd standard units.", "It is the other way round: one sd is sd original units."),
    zh=("一个原单位等于 sd 个标准单位。", "正相反：一个标准差等于 sd 个原单位。"),
)
def times_sd(weight, sd):
    return float(weight * sd)


@step.wrong(
    en=("The bias is added once more.", "In a difference of two predictions it cancels."),
    zh=("偏置还要再加一次。", "两个预测相减，偏置就抵消了。"),
)
def with_bias(weight, sd, bias):
    return weight / sd + bias


@task(
    "Write `standardise`: each column of X standardised (rows are examples; the sd divides by n).",
    zh="写出 `standardise`：把 X 的每一列标准化（行是样本；标准差除以 n）。",
    blanks=["X.mean(dim=0)", "X.std(dim=0, correction=0)"],
    mend=["each_row", "all_entries"],
)
def standardise(X):
    return (X - X.mean(dim=0)) / X.std(dim=0, correction=0)


standardise.hint(
    "Which dimension is averaged away when each column is averaged?", zh="对每一列求均值，消去的是哪一维？"
)
standardise.hint("`std` divides by n − 1 unless it is told otherwise.", zh="不另外说明时，`std` 除以 n − 1。")


@standardise.inputs
def columns(n=whole(3, 7), scale=several((1, 4), whole(1, 20))):
    return (torch.randn(n, len(scale)) * torch.tensor(scale) + torch.randn(len(scale)) * 10,)


@standardise.inputs
def two_rows(k=whole(1, 3)):
    return (torch.arange(2 * k).reshape(2, k) ** 2.0,)


@standardise.holds("Each column has mean 0 and sd 1.", zh="每一列均值为 0，标准差为 1。")
def zero_and_one(out):
    mean, sd = out.mean(dim=0), out.std(dim=0, correction=0)
    return torch.allclose(mean, 0 * mean, atol=1e-3) and torch.allclose(sd, 0 * sd + 1, atol=1e-3)


@standardise.wrong(
    en=("One mean and one sd serve the whole table.", "Columns have units of their own: each has its own two."),
    zh=("整张表共用一个均值和一个标准差。", "各列单位不同：每列各有自己的。"),
)
def all_entries(X):
    return (X - X.mean()) / X.std(correction=0)


@standardise.wrong(
    en=("Each example is standardised by itself.", "Each column is: the mean runs over the examples."),
    zh=("每个样本各自标准化。", "是每一列各自标准化：均值对样本求。"),
)
def each_row(X):
    return (X - X.mean(dim=1, keepdim=True)) / X.std(dim=1, keepdim=True, correction=0)


@standardise.wrong(
    en=("One divides by the variance.", "By its root, which has the unit of x."),
    zh=("除以方差。", "除以它的平方根，单位才与 x 相同。"),
)
def by_the_variance(X):
    return (X - X.mean(dim=0)) / X.var(dim=0, correction=0)


@standardise.wrong(
    en=("`std()` divides by n.", "By default it divides by n − 1."),
    zh=("`std()` 除以 n。", "默认除以 n − 1。"),
)
def by_n_minus_1(X):
    return (X - X.mean(dim=0)) / X.std(dim=0)


def figure(out, low, high, new, unit, zero):
    middle, sd = (low + high) / 2, (high - low) / 2
    plt.scatter([low, high], [-1, 1], label="training values")
    plt.scatter([new], [out.item()], color="C1", label="new value")
    plt.plot([140, 200], [(140 - middle) / sd, (200 - middle) / sd], color="C2")
    plt.xlabel("x, in the first unit")
    plt.ylabel("z")
    plt.legend()
