"""Dataset: from index to sample

A `Dataset` is not a database and need not hold the data. It answers two questions: how many samples are there
(`len(data)`), and what is sample `i` (`data[i]`). Building it asks for no sample: `__getitem__` runs once for each
sample, at the moment it is asked for, and runs again in the next epoch.

A `DataLoader` that shuffles needs the length as soon as it is built, because it has to permute the indices.
"""

import torch
from torch.utils.data import DataLoader, Dataset

from journal.authoring import one_of, question, several, task, where, whole

ZH = """Dataset：从下标到样本

`Dataset` 不是数据库，也不必持有数据。它只回答两个问题：一共有多少个样本（`len(data)`），
第 `i` 个样本是什么（`data[i]`）。创建它时一个样本也不取；每取一个样本，`__getitem__` 才运行一次，下一轮（epoch）
再取再运行。

要打乱顺序的 `DataLoader` 在创建时就需要知道长度，因为它要排列下标。
"""
NAMES = ["map-style dataset", "__getitem__", "__len__", "自定义数据集"]
SHARED = ["Dataset"]
HINTS = ["数据集"]
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


@question("What is `before`?", zh="`before` 是多少？", fact=True)
def calls_before(out):
    return out[0]


@calls_before.wrong(
    en=("A Dataset loads everything when it is built.", "__getitem__ runs only when a sample is asked for."),
    zh=("创建 Dataset 时就读入全部数据。", "取样本时 __getitem__ 才会运行。"),
)
def everything_is_loaded(n):
    return n


@calls_before.wrong(
    en=("Building the loader fetches the first batch.", "That happens when the loop asks for it."),
    zh=("创建 DataLoader 时就取第一个批次。", "要等循环来取时才读。"),
)
def first_batch_is_loaded(B):
    return B


@question("What is `data.calls` at the end?", zh="最后 `data.calls` 是多少？")
def calls_after(out):
    return out[1]


@calls_after.wrong(
    en=("The loader asks once for each batch.", "It asks for the samples one by one and then stacks them."),
    zh=("DataLoader 每个批次只取一次。", "它逐个取出样本，再把它们堆叠起来。"),
)
def once_per_batch(n, B, drop_last):
    return n // B if drop_last else -(-n // B)


@calls_after.wrong(
    en=("Dropped samples are read first.", "With `drop_last=True` the incomplete batch is not even read."),
    zh=("要丢掉的样本也会先读。", "`drop_last=True` 时，不完整批次里的样本根本不会被读取。"),
)
def dropped_ones_are_read(n, B, shuffle):
    return calls_after(demo(n, B, False, shuffle))


@calls_after.wrong(
    en=("An incomplete batch is never read.", "Nothing is dropped unless asked for: the last batch is shorter."),
    zh=("不完整的批次不会读取。", "不设置就不会丢弃：最后一个批次只是短一些。"),
)
def rest_is_never_read(n, B, shuffle):
    return calls_after(demo(n, B, True, shuffle))


@where(lambda n, B, k: k * B < n)
def stopped(n=whole(30, 90), B=whole(3, 9), k=whole(2, 6)):
    class Squares(Dataset):
        calls = 0

        def __len__(self):
            return n

        def __getitem__(self, i):
            self.calls += 1
            return i * i

    data = Squares()
    for number, _ in enumerate(DataLoader(data, B), start=1):
        if number == k:
            break
    return data.calls


@question("What is `data.calls` at the end?", zh="最后 `data.calls` 是多少？", of=stopped)
def calls_when_stopped(out):
    return out


@calls_when_stopped.wrong(
    en=("The loader reads all samples before the loop.", "It reads a batch when the loop asks for it."),
    zh=("循环开始前就读完所有样本。", "循环来取一个批次时才读这个批次。"),
)
def all_at_once(n):
    return n


@calls_when_stopped.wrong(
    en=("The next batch is read ahead.", "Without workers nothing is read before it is asked for."),
    zh=("会预读下一个批次。", "没有 worker 时，不来取就不读。"),
)
def one_batch_ahead(n, B, k):
    return min(n, (k + 1) * B)


@calls_when_stopped.wrong(
    en=("One call fetches a batch.", "`__getitem__` runs once for each sample."),
    zh=("一次调用取一个批次。", "每个样本运行一次 `__getitem__`。"),
)
def one_call_a_batch(k):
    return k


@where(lambda n, T, B: (n - T) % B not in (0, 1))
def windows(n=whole(30, 90), T=whole(4, 12), B=whole(3, 9)):
    class Windows(Dataset):
        def __init__(self, x):
            self.x = x

        def __len__(self):
            return len(self.x) - T

        def __getitem__(self, i):
            return self.x[i : i + T], self.x[i + T]

    loader = DataLoader(Windows(torch.arange(n)), B)
    inputs, _ = list(loader)[-1]
    return inputs


@question("What is the shape of the last `inputs`?", zh="最后一批 `inputs` 的形状是什么？", of=windows)
def last_windows(out):
    return out.shape


@last_windows.wrong(
    en=("Every batch has B samples.", "The last one holds the rest of the n − T windows."),
    zh=("每个批次都有 B 个样本。", "最后一批是 n − T 个窗口分剩下的。"),
)
def full_batch(T, B):
    return B, T


@last_windows.wrong(
    en=("There are as many samples as numbers.", "`__len__` says n − T: a window needs T numbers and a target."),
    zh=("有几个数就有几个样本。", "`__len__` 给出 n − T：一个窗口要 T 个数和一个目标。"),
)
def one_for_each_number(n, T, B):
    return n % B or B, T


@last_windows.wrong(
    en=("A sample is one number.", "`data[i]` is what `__getitem__` returns: T numbers; B of them are stacked."),
    zh=("一个样本就是一个数。", "`data[i]` 就是 `__getitem__` 返回的：T 个数；再由 DataLoader 堆叠。"),
)
def single_numbers(out):
    return (len(out),)


@task(
    "Write `samples`: all that a Dataset of windows gives: for i = 0, 1, …, the T numbers of the list x from place i, "
    "and the number behind them.",
    zh="写出 `samples`：窗口 Dataset 给出的所有样本：对 i = 0, 1, …，列表 x 从第 i 位起的 T 个数，以及紧跟其后的数。",
    blanks=["len(x) - T", "x[i + T]"],
    mend=["too_few", "target_inside"],
)
def samples(x, T):
    return [(x[i : i + T], x[i + T]) for i in range(len(x) - T)]


samples.hint("The last window must leave a number for the target.", zh="最后一个窗口之后要留一个数作目标。")


@samples.inputs
def a_series(x=several((4, 10), whole(-9, 9)), T=whole(1, 3)):
    return x, T


@samples.holds("There are len(x) − T samples.", zh="一共有 len(x) − T 个样本。")
def how_many(out, x, T):
    return len(out) == len(x) - T


@samples.wrong(
    en=("The last window is lost.", "It starts at len(x) − T − 1: range(len(x) − T) includes it."),
    zh=("最后一个窗口取不到。", "它从 len(x) − T − 1 开始：range(len(x) − T) 包含它。"),
)
def too_few(x, T):
    return samples(x, T)[:-1]


@samples.wrong(
    en=("The target is the last number of the window.", "It is the one behind: else the answer is in the input."),
    zh=("目标是窗口的最后一个数。", "目标是紧跟其后的数，否则答案就在输入里。"),
)
def target_inside(x, T):
    return [(x[i : i + T], x[i + T - 1]) for i in range(len(x) - T)]


@samples.wrong(
    en=("Windows do not overlap.", "Sample i + 1 starts one place further."),
    zh=("窗口互不重叠。", "第 i + 1 个样本只往后移一位。"),
)
def side_by_side(x, T):
    return [(x[i : i + T], x[i + T]) for i in range(0, len(x) - T, T + 1)]
