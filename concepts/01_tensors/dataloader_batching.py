"""DataLoader: batches and shuffling

A `DataLoader` deals the indices of a dataset into batches of `B`: in every epoch each index once. The last batch is
shorter when `B` does not divide `n`; with `drop_last=True` it is left out, and its indices are missing from this
epoch. It is never filled up.

With `shuffle=True` every epoch has other groups, so "grouping the data" is not done once. Because the
last batch may be short, the mean of the batch means need not be the mean of the data.
"""

import matplotlib.pyplot as plt
import torch
from torch.utils.data import DataLoader

from journal.authoring import one_of, question, several, task, where, whole

ZH = """DataLoader：小批量与打乱

`DataLoader` 把数据集的下标分成大小为 `B` 的批次：每一轮（epoch）里每个下标恰好出现一次。`B` 不能整除 `n` 时，
最后一个批次较短；设 `drop_last=True` 则丢掉它，其中的下标这一轮就不出现；它从不会被补满。

`shuffle=True` 时每一轮都重新分组，所以“对数据进行分组”并不是一次性的。由于最后一个批次可能较短，
各批均值的均值不一定等于全部数据的均值。
"""
NAMES = [
    "DataLoader",
    "mini-batch",
    "minibatch",
    "batch size",
    "batch_size",
    "drop_last",
    "数据加载器",
    "小批量",
    "批量大小",
]
SHARED = ["shuffle", "epoch", "批次", "打乱数据", "随机打乱"]
NEEDS = ["dataset-protocol"]
CONFUSED_WITH = ["dataset-protocol"]
SOURCES = ["torch.utils.data.DataLoader"]


def demo(n=whole(12, 60), B=whole(3, 12), drop_last=one_of(True, False)):
    loader = DataLoader(torch.arange(n), batch_size=B, drop_last=drop_last)
    return [len(batch) for batch in loader]


@question("How many batches does an epoch have?", zh="一轮（epoch）有多少个批次？")
def batches(out):
    return len(out)


@batches.wrong(
    en=("Samples left over are dropped.", "They form a shorter batch; only `drop_last=True` leaves it out."),
    zh=("剩下的样本会被丢掉。", "它们自成一个较短的批次；只有 `drop_last=True` 才会丢掉它。"),
)
def rest_is_dropped(n, B):
    return batches(demo(n, B, drop_last=True))


@batches.wrong(
    en=("The samples left over always form a batch.", "`drop_last=True` leaves it out: round the quotient down."),
    zh=("剩下的样本总会自成一批。", "`drop_last=True` 会丢掉不完整的批次：商要向下取整。"),
)
def rest_is_kept(n, B):
    return batches(demo(n, B, drop_last=False))


@batches.wrong(
    en=("The batch size is the number of batches.", "It is the number of samples in a batch."),
    zh=("batch_size 就是批次的个数。", "它是一个批次里的样本数。"),
)
def batch_size_is_the_count(B):
    return B


@question("How many samples are in the last batch?", zh="最后一个批次有多少个样本？")
def last_batch(out):
    return out[-1]


@last_batch.wrong(
    en=("The last batch is filled up.", "Nothing is repeated: it holds what is left."),
    zh=("最后一个批次会被补满。", "不会重复样本来补满：剩多少就是多少。"),
)
def filled_up(n, B):
    return last_batch(demo(n, B, drop_last=True))


@last_batch.wrong(
    en=("The last batch is always the short one.", "It is dropped here, so the last one delivered is full."),
    zh=("最后一个批次总是较短的那个。", "这里较短的批次被丢掉了，最后送出的批次是满的。"),
)
def short_one_comes_last(n, B):
    return last_batch(demo(n, B, drop_last=False))


@last_batch.wrong(
    en=("Batches are made equally large.", "Each takes B samples as long as B are left."),
    zh=("各批次的大小会摊平。", "只要还剩 B 个样本，就取满 B 个。"),
)
def evened_out(n, B):
    return n // -(-n // B)


@where(lambda n, B: n % B)
def epochs(n=whole(12, 40), B=whole(3, 9), E=whole(2, 5), drop_last=one_of(True, False)):
    loader = DataLoader(torch.arange(n), B, shuffle=True, drop_last=drop_last)
    delivered = 0
    for _ in range(E):
        for batch in loader:
            delivered += len(batch)
    return delivered


@question("What is `delivered`?", zh="`delivered` 是多少？", of=epochs)
def delivered_samples(out):
    return out


@delivered_samples.wrong(
    en=("A loader can be run through once.", "Every loop over it begins a new epoch."),
    zh=("DataLoader 只能遍历一次。", "每次循环都从头开始新的一轮。"),
)
def runs_dry(n, B, drop_last):
    return epochs(n, B, 1, drop_last)


@delivered_samples.wrong(
    en=(
        "Each index comes once in an epoch, whatever is set.",
        "With `drop_last=True` the incomplete batch is missing.",
    ),
    zh=("无论怎么设置，每轮每个下标都出现一次。", "`drop_last=True` 时，不完整的批次就缺了。"),
)
def nothing_dropped(n, B, E):
    return epochs(n, B, E, False)


@delivered_samples.wrong(
    en=("The short batch is dropped anyway.", "Only with `drop_last=True`."),
    zh=("较短的批次总会丢掉。", "只有 `drop_last=True` 时才丢。"),
)
def always_dropped(n, B, E):
    return epochs(n, B, E, True)


@where(lambda n, B: n > B)
def averaged(n=whole(12, 60), B=whole(3, 8)):
    values = torch.arange(n, dtype=torch.float64) ** 2
    batches = DataLoader(values, batch_size=B)
    means = torch.stack([batch.mean() for batch in batches])
    return means.mean(), values.mean()


@question("Are the two returned means equal?", zh="返回的两个均值相等吗？", of=averaged)
def equal_means(out):
    return torch.isclose(*out)


@equal_means.wrong(
    en=("The mean of the batch means is the mean.", "A short last batch counts as a full one: its samples weigh more."),
    zh=("各批均值的均值就是总均值。", "较短的最后一批与满的批次权重相同，其中的样本比重就过大了。"),
)
def mean_of_means_is_the_mean(n, B):
    return equal_means(averaged(n - n % B, B))


@equal_means.wrong(
    en=("The mean of batch means is always off.", "Where B divides n all batches, and so all samples, weigh the same."),
    zh=("各批均值的均值总有偏差。", "B 整除 n 时各批次大小相同，每个样本的权重也就相同。"),
)
def never_equal():
    return False


@task(
    "Write `batches_of`: cut the list `data` into lists of B; with drop_last leave out a short last one.",
    zh="写出 `batches_of`：把列表 `data` 切成每份 B 个的列表；drop_last 为真时去掉较短的最后一份。",
    blanks=["start + B", "range(0, len(data), B)"],
    mend=["rest_is_lost", "last_one_filled"],
)
def batches_of(data, B, drop_last):
    found = [data[start : start + B] for start in range(0, len(data), B)]
    return [batch for batch in found if len(batch) == B or not drop_last]


batches_of.hint("A slice that reaches beyond the end is just shorter.", zh="切片越过末尾只会变短，不会报错。")


@batches_of.inputs
def numbers(data=several((0, 14), whole(0, 99)), B=whole(1, 5), drop_last=one_of(True, False)):
    return data, B, drop_last


@batches_of.holds("No batch is longer than B.", zh="没有哪一份超过 B 个。")
def at_most_b(out, B):
    return all(len(batch) <= B for batch in out)


@batches_of.wrong(
    en=("The rest is left out.", "Only with drop_last."),
    zh=("零头总是去掉。", "只有 drop_last 为真时才去掉。"),
)
def rest_is_lost(data, B, drop_last):
    return batches_of(data, B, True)


@batches_of.wrong(
    en=("The last batch is filled from the beginning.", "It stays short."),
    zh=("最后一份从头补满。", "它就是短一些。"),
)
def last_one_filled(data, B, drop_last):
    found = batches_of(data, B, drop_last)
    return [batch + data[: B - len(batch)] for batch in found]


@batches_of.wrong(
    en=("drop_last leaves out the last batch.", "Only a short one; a full last batch stays."),
    zh=("drop_last 会去掉最后一份。", "只去掉较短的；最后一份是满的就留下。"),
)
def last_always_dropped(data, B, drop_last):
    found = batches_of(data, B, False)
    return found[:-1] if drop_last else found


@batches_of.wrong(
    en=("B is the number of batches.", "It is the number of samples in each."),
    zh=("B 是份数。", "B 是每份的样本数。"),
)
def that_many_batches(data, B, drop_last):
    return batches_of(data, max(1, -(-len(data) // B)), drop_last)


def figure(out, B):
    plt.bar(range(len(out)), out, label="samples in each batch")
    plt.axhline(B, color="C1", label="batch size")
    plt.legend()
