"""Dataset: from index to sample

A `Dataset` is not a database and need not hold the data. It answers two questions: how many samples are there
(`len(data)`), and what is sample `i` (`data[i]`). Building it asks for no sample: `__getitem__` runs once for each
sample, at the moment it is asked for, and runs again in the next epoch.

A `DataLoader` that shuffles needs the length as soon as it is built, because it has to permute the indices.
"""

from torch.utils.data import DataLoader, Dataset

from journal.authoring import one_of, question, whole

ZH = """Dataset：从下标到样本

`Dataset` 不是数据库，也不必持有数据。它只回答两个问题：一共有多少个样本（`len(data)`），
第 `i` 个样本是什么（`data[i]`）。创建它时一个样本也不取；每取一个样本，`__getitem__` 才运行一次，下一轮（epoch）
再取再运行。

要打乱顺序的 `DataLoader` 在创建时就需要知道长度，因为它要排列下标。
"""
ALIASES = [
    "Dataset",
    "map-style dataset",
    "__getitem__",
    "__len__",
    "数据集",
    "自定义数据集",
]
CONFUSED_WITH = ["dataloader-batching"]
SOURCES = ["torch.utils.data, sections Map-style datasets and Data Loading Order and Sampler"]


def demo(n=whole(10, 60), B=whole(3, 9), drop_last=one_of(True, False), shuffle=one_of(True, False)):
    class Squares(Dataset):
        calls = 0

        def __len__(self):
            return n

        def __getitem__(self, i):
            self.calls += 1
            return i * i

    data = Squares()
    loader = DataLoader(data, B, shuffle=shuffle, drop_last=drop_last)
    before = data.calls
    for _ in loader:
        pass
    return before, data.calls


@question("What is `before`?", "`before` 是多少？", fact=True)
def calls_before(out):
    return out[0]


@calls_before.wrong(
    "Building a Dataset reads nothing: __getitem__ runs only when a sample is asked for.",
    "创建 Dataset 时什么也不读：取样本时 __getitem__ 才会运行。",
)
def everything_is_loaded(n):
    return n


@calls_before.wrong(
    "The first batch is fetched when the loop asks for it, not when the loader is built.",
    "第一个批次要等循环来取时才读，而不是在创建 DataLoader 时。",
)
def first_batch_is_loaded(B):
    return B


@question("What is `data.calls` at the end?", "最后 `data.calls` 是多少？")
def calls_after(out):
    return out[1]


@calls_after.wrong(
    "The loader asks for the samples of a batch one by one and then stacks them.",
    "DataLoader 逐个取出一个批次里的样本，再把它们堆叠起来。",
)
def once_per_batch(n, B, drop_last):
    return n // B if drop_last else -(-n // B)


@calls_after.wrong(
    "With `drop_last=True` the samples of the incomplete batch are not even read.",
    "`drop_last=True` 时，不完整批次里的样本根本不会被读取。",
)
def dropped_ones_are_read(n, B, shuffle):
    return calls_after(demo(n, B, False, shuffle))


@calls_after.wrong(
    "Nothing is dropped unless you ask for it: the last batch is simply shorter.",
    "不设置就不会丢弃：最后一个批次只是短一些。",
)
def rest_is_never_read(n, B, shuffle):
    return calls_after(demo(n, B, True, shuffle))


def without_length(B=whole(3, 9), shuffle=one_of(True, False)):
    class Squares(Dataset):
        def __getitem__(self, i):
            return i * i

    DataLoader(Squares(), B, shuffle=shuffle)
    return "built"


@question("Does it raise an error?", "会报错吗？", of=without_length, errors=True)
def raises(out):
    return isinstance(out, Exception)


@raises.wrong(
    "Shuffling permutes the indices 0 to len − 1, so the loader asks for the length when it is built.",
    "打乱就是排列 0 到 len − 1 的下标，所以创建 DataLoader 时就要知道长度。",
)
def length_is_optional(B):
    return raises(without_length(B, shuffle=False))


@raises.wrong(
    "Without shuffling the length is not asked for when the loader is built, only when it is iterated.",
    "不打乱时，创建 DataLoader 并不需要长度，迭代时才需要。",
)
def length_is_always_checked(B):
    return raises(without_length(B, shuffle=True))
