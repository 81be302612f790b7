"""Data leakage

Whatever is computed from data is part of the fit: the mean and sd of a scaling, a value that fills a gap, the features
that were chosen, copies of rare rows. It is computed on the training part and applied to the rest. A scaled test value
may then lie outside 0…1; a new example's would, too.

Leakage also comes with the split. With overlapping windows of one series, several pictures of one patient or rows that
were copied before splitting, the test part holds what the model has seen, and the score is too good. Such data are
split by series, by patient or by time.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import question, several, task, where, whole

ZH = """数据泄漏

凡是由数据算出来的东西，都是拟合的一部分：缩放用的均值和标准差、填补缺失的值、选出来的特征、稀有样本的复制。
它们都要在训练部分上算好，再用到其余部分。这样缩放后的测试值可能落在 0…1 之外；换成新样本也会如此。

划分本身也会造成泄漏。同一序列的重叠窗口、同一病人的几张图、划分之前复制的行：测试部分里有模型见过的东西，分数就会偏高。
这类数据要按序列、按病人、按时间来划分。
"""
NAMES = [
    "data leakage",
    "data leak",
    "target leakage",
    "label leakage",
    "数据泄漏",
    "数据泄露",
    "标签泄漏",
    "标签泄露",
    "特征穿越",
]
HINTS = ["leakage", "fit_transform", "信息泄漏"]
NEEDS = ["train-valid-test", "standardise"]
SOURCES = [
    "Hastie, Tibshirani & Friedman, The Elements of Statistical Learning (2nd ed.), section 7.10.2",
    "scikit-learn user guide, Common pitfalls and recommended practices: data leakage",
]


@where(lambda train, test: max(train) - min(train) >= 4 and max(test) > max(train) and 0 < min(train) != min(test))
@where(lambda train, test: min(train) * (max(test) - max(train)) > 0.05 * max(test) * (max(train) - min(train)))
def demo(train=several(4, whole(0, 20), distinct=True), test=several(3, whole(12, 40), distinct=True)):
    train, test = torch.tensor(train).float(), torch.tensor(test).float()
    low, high = train.min(), train.max()
    scaled = (test - low) / (high - low)
    return scaled.max()


@question("What is the largest scaled test value?", zh="缩放之后，测试值最大是多少？")
def largest(out):
    return out


@largest.wrong(
    en=("Min-max scaling always ends at 1.", "It ends at 1 on the data that gave the range: the training part."),
    zh=("最小-最大缩放的最大值总是 1。", "只在给出范围的数据上是 1，也就是训练部分。"),
)
def ends_at_one():
    return 1.0


@largest.wrong(
    en=("The test part brings its own minimum.", "Both ends of the range come from the training part."),
    zh=("测试部分用它自己的最小值。", "范围的两端都来自训练部分。"),
)
def its_own_minimum(train, test):
    return (max(test) - min(test)) / (max(train) - min(train))


@largest.wrong(
    en=(
        "Each value is divided by the largest training value.",
        "The minimum is subtracted first; one divides by the range.",
    ),
    zh=("每个值除以训练集的最大值。", "先减去训练集的最小值，再除以极差。"),
)
def divided_by_the_high(train, test):
    return max(test) / max(train)


@where(lambda width, stride: width > 2 * stride and width % stride)
def windows(width=whole(6, 30), stride=whole(2, 6), cut=whole(16, 30)):
    series = torch.arange(300)
    pieces = series.unfold(0, width, stride)  # overlapping windows
    train, test = pieces[:cut], pieces[cut:]
    seen = torch.isin(test, train).any(dim=1)
    return seen.sum()


@question(
    "How many test windows share a value with a training window?",
    zh="有多少个测试窗口与训练窗口含有相同的数？",
    of=windows,
)
def shared(out):
    return out


@shared.wrong(
    en=("A split by position shares nothing.", "Windows of one series overlap across the cut."),
    zh=("按位置划分就没有重叠。", "同一序列的窗口在分界处互相重叠。"),
)
def nothing_shared():
    return 0


@shared.wrong(
    en=("Only the window next to the cut overlaps.", "All that begin before the last training window ends do."),
    zh=("只有紧挨分界的那个窗口重叠。", "凡是起点在最后一个训练窗口结束之前的都重叠。"),
)
def only_the_next():
    return 1


@shared.wrong(
    en=("One window for each value of the last training window.", "Windows begin only every `stride` values."),
    zh=("最后一个训练窗口里有几个数，就有几个窗口。", "窗口每隔 `stride` 个数才有一个。"),
)
def stride_ignored(width, cut):
    return shared(windows(width, stride=1, cut=cut))


@where(lambda c, m, leak: leak < m and c ** (2 + m) <= 20000)
def chosen_features(c=whole(2, 5), m=whole(2, 5), leak=whole(1, 4)):
    noise = torch.cartesian_prod(*[torch.arange(c)] * (2 + m))
    labels = torch.randint(c, (2 + m,))  # the last m are the test labels
    known = 2 + leak  # 2 was meant
    fits = (noise[:, :known] == labels[:known]).all(dim=1)
    return (noise[fits, 2:] == labels[2:]).float().mean()


@question(
    "Which share of the test labels do the chosen noise features hit?",
    zh="选出的噪声特征命中了多大比例的测试标签？",
    of=chosen_features,
)
def hits(out):
    return out


@hits.wrong(
    en=("Choosing features is not fitting: noise stays at luck.", "Features chosen with test labels hit those labels."),
    zh=("选特征不算拟合：噪声只能靠运气。", "用测试标签选出的特征，当然命中那些标签。"),
)
def choice_is_harmless(c, m):
    return hits(chosen_features(c, m, leak=0))


@hits.wrong(
    en=("One leaked label makes the test perfect.", "Each leaked label is hit; the others stay at luck."),
    zh=("泄漏一个标签，测试就满分。", "泄漏的标签全中，其余的仍靠运气。"),
)
def all_or_nothing(c, m):
    return hits(chosen_features(c, m, leak=m))


@hits.wrong(
    en=("Only the leaked labels are hit.", "Of the others one in c is hit by luck."),
    zh=("只有泄漏的标签会命中。", "其余的还有 1/c 靠运气命中。"),
)
def leak_alone(m, leak):
    return leak / m


@task(
    "Write `scale`: both parts min-max scaled by column, as it would be done with new data; return (train, test).",
    zh="写出 `scale`：像对待新数据那样，把两部分按列做最小-最大缩放，返回（训练，测试）。",
    blanks=["train.min(dim=0).values", "(test - low) / (high - low)"],
    mend=["fitted_on_all", "each_its_own"],
)
def scale(train, test):
    low, high = train.min(dim=0).values, train.max(dim=0).values
    return (train - low) / (high - low), (test - low) / (high - low)


scale.hint("What is known when a new example arrives?", zh="新样本到来时，哪些数是已知的？")
scale.hint("`min(dim=0)` returns values and indices.", zh="`min(dim=0)` 同时返回值和下标。")


@scale.inputs
def table(n=whole(3, 6), m=whole(1, 4), k=whole(1, 3)):
    return torch.rand(n, k) * 10, torch.rand(m, k) * 14 - 2


@scale.inputs
def one_test_row(k=whole(2, 3)):
    return torch.rand(4, k) * torch.tensor([1.0, 100.0, 7.0])[:k], torch.rand(1, k) * 50


@scale.holds("In the training part each column runs from 0 to 1.", zh="训练部分的每一列都从 0 到 1。")
def from_0_to_1(out):
    low, high = out[0].min(dim=0).values, out[0].max(dim=0).values
    return torch.allclose(low, 0 * low, atol=1e-5) and torch.allclose(high, 0 * high + 1, atol=1e-5)


@scale.wrong(
    en=("Scaling needs no labels, so it may see all data.", "The test part's range is information, too."),
    zh=("缩放不用标签，所以可以用全部数据。", "测试部分的范围也是信息。"),
)
def fitted_on_all(train, test):
    both = torch.cat([train, test])
    low, high = both.min(dim=0).values, both.max(dim=0).values
    return (train - low) / (high - low), (test - low) / (high - low)


@scale.wrong(
    en=("Each part is scaled by its own range.", "Then equal values become different ones: use one range."),
    zh=("两部分各用自己的范围缩放。", "那样相同的值会变得不同：要用同一个范围。"),
)
def each_its_own(train, test):
    ends = [(part.min(dim=0).values, part.max(dim=0).values) for part in (train, test)]
    return tuple((part - low) / (high - low) for part, (low, high) in zip((train, test), ends, strict=True))


@scale.wrong(
    en=("One range serves all columns.", "Each column has its own."),
    zh=("所有列共用一个范围。", "每一列各有自己的范围。"),
)
def one_range(train, test):
    low, high = train.min(), train.max()
    return (train - low) / (high - low), (test - low) / (high - low)


def figure(out, train, test):
    low, high = min(train), max(train)
    plt.scatter([(x - low) / (high - low) for x in train], [0] * 4, label="training part")
    plt.scatter([(x - low) / (high - low) for x in test], [1] * 3, label="test part")
    plt.axvline(0, color="C2", linestyle=":")
    plt.axvline(1, color="C2", linestyle=":")
    plt.xlabel("scaled value")
    plt.legend()
