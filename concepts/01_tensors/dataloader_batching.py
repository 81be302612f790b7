"""DataLoader: batches and shuffling

A `DataLoader` deals the indices of a dataset into batches of `B`: in every epoch each index once. The last batch is
shorter when `B` does not divide `n`, or left out with `drop_last=True`; it is never filled up.

With `shuffle=True` the groups are dealt anew in every epoch, so "grouping the data" is not done once. Because the
last batch may be short, the mean of the batch means need not be the mean of the data.
"""

import matplotlib.pyplot as plt
import torch
from torch.utils.data import DataLoader

from journal.authoring import one_of, question, where, whole

ZH = """DataLoader：小批量与打乱

`DataLoader` 把数据集的下标分成大小为 `B` 的批次：每一轮（epoch）里每个下标恰好出现一次。`B` 不能整除 `n` 时，
最后一个批次较短；设 `drop_last=True` 则丢掉它；它从不会被补满。

`shuffle=True` 时每一轮都重新分组，所以“对数据进行分组”并不是一次性的。由于最后一个批次可能较短，
各批均值的均值不一定等于全部数据的均值。
"""
ALIASES = [
    "DataLoader",
    "mini-batch",
    "minibatch",
    "batch size",
    "batch_size",
    "drop_last",
    "shuffle",
    "epoch",
    "数据加载器",
    "小批量",
    "批量大小",
    "批次",
    "打乱数据",
    "随机打乱",
]
NEEDS = ["dataset-protocol"]
CONFUSED_WITH = ["dataset-protocol"]
SOURCES = ["torch.utils.data.DataLoader"]


def demo(n=whole(12, 60), B=whole(3, 12), drop_last=one_of(True, False)):
    loader = DataLoader(torch.arange(n), batch_size=B, drop_last=drop_last)
    return [len(batch) for batch in loader]


@question("How many batches does an epoch have?", "一轮（epoch）有多少个批次？")
def batches(out):
    return len(out)


@batches.wrong(
    "The samples left over form a shorter batch of their own; only `drop_last=True` leaves it out.",
    "剩下的样本自成一个较短的批次；只有 `drop_last=True` 才会丢掉它。",
)
def rest_is_dropped(n, B):
    return batches(demo(n, B, drop_last=True))


@batches.wrong(
    "`drop_last=True` leaves out the incomplete batch: the quotient is rounded down.",
    "`drop_last=True` 会丢掉不完整的批次：商要向下取整。",
)
def rest_is_kept(n, B):
    return batches(demo(n, B, drop_last=False))


@batches.wrong(
    "The batch size is the number of samples in a batch, not of batches.",
    "batch_size 是一个批次里的样本数，而不是批次的个数。",
)
def batch_size_is_the_count(B):
    return B


@question("How many samples are in the last batch?", "最后一个批次有多少个样本？")
def last_batch(out):
    return out[-1]


@last_batch.wrong(
    "Nothing is repeated to fill the last batch: it holds what is left.",
    "不会重复样本来补满最后一个批次：剩多少就是多少。",
)
def filled_up(n, B):
    return last_batch(demo(n, B, drop_last=True))


@last_batch.wrong(
    "The short batch is dropped here, so the last one delivered is full.",
    "这里较短的批次被丢掉了，所以最后送出的批次是满的。",
)
def short_one_comes_last(n, B):
    return last_batch(demo(n, B, drop_last=False))


@last_batch.wrong(
    "Batches are not evened out: each takes B samples as long as B are left.",
    "各批次的大小不会被摊平：只要还剩 B 个样本，就取满 B 个。",
)
def evened_out(n, B):
    return n // -(-n // B)


@where(lambda n, B: n >= 4 * B)
def regrouped(n=whole(12, 60), B=whole(3, 12), shuffle=one_of(True, False)):
    loader = DataLoader(torch.arange(n), batch_size=B, shuffle=shuffle)
    first = [set(batch.tolist()) for batch in loader]
    second = [set(batch.tolist()) for batch in loader]
    return first == second


@question("Is `first == second` true?", "`first == second` 成立吗？", of=regrouped)
def same_groups(out):
    return out


@same_groups.wrong(
    "With `shuffle=True` each new pass over the loader deals the indices anew.",
    "`shuffle=True` 时，每遍历一次 DataLoader 都会重新分组。",
)
def grouped_once(n, B):
    return same_groups(regrouped(n, B, shuffle=False))


@same_groups.wrong(
    "Without `shuffle=True` the indices come in their order, in every epoch the same.",
    "没有 `shuffle=True`，下标按原顺序给出，每一轮都一样。",
)
def always_regrouped(n, B):
    return same_groups(regrouped(n, B, shuffle=True))


@where(lambda n, B: n > B)
def averaged(n=whole(12, 60), B=whole(3, 8)):
    values = torch.arange(n, dtype=torch.float64) ** 2
    batches = DataLoader(values, batch_size=B)
    means = torch.stack([batch.mean() for batch in batches])
    return means.mean(), values.mean()


@question("Are the two returned means equal?", "返回的两个均值相等吗？", of=averaged)
def equal_means(out):
    return torch.isclose(*out)


@equal_means.wrong(
    "The short last batch counts as much as a full one, so its samples weigh too much.",
    "较短的最后一批与满的批次权重相同，其中的样本所占的比重就过大了。",
)
def mean_of_means_is_the_mean(n, B):
    return equal_means(averaged(n - n % B, B))


@equal_means.wrong(
    "B divides n here: all batches have the same size, so each sample weighs the same.",
    "这里 B 整除 n：各批次大小相同，每个样本的权重也就相同。",
)
def never_equal():
    return False


def source(c=whole(2, 6), B=whole(2, 6), axes=one_of(1, 2)):
    data = torch.rand(20, c)
    loader = DataLoader(data, batch_size=B)
    first = {"Dataset": data[0], "DataLoader": next(iter(loader))}
    return next(name for name, x in first.items() if x.ndim == axes)


@question(
    "Which of the two, dataset or loader, gives a first item with `axes` axes?",
    "Dataset 和 DataLoader 中，哪一个给出的第一项有 `axes` 个轴？",
    of=source,
    choices=["Dataset", "DataLoader"],
)
def which_of_the_two(out):
    return out


@which_of_the_two.wrong(
    "A dataset answers with one sample; the loader stacks B of them along a new first axis.",
    "Dataset 每次给出一个样本；DataLoader 把 B 个样本沿新的第一轴堆叠起来。",
)
def exchanged(c, B, axes):
    return which_of_the_two(source(c, B, axes=3 - axes))


def figure(out, B):
    plt.bar(range(len(out)), out, label="samples in each batch")
    plt.axhline(B, color="C1", label="batch size")
    plt.legend()
