"""DataLoader workers and their random numbers

With `num_workers=W` each worker process has its own copy of the dataset. What a copy counts or caches the parent
never sees. A `torch.Generator` that the dataset holds is copied too: all W workers then draw the same “random”
augmentations, and the same again in the next epoch, because workers start afresh unless `persistent_workers=True`.
PyTorch seeds the global generators of torch, `random` and (in recent versions) NumPy differently in each worker, so
draw from these, or seed your own in `worker_init_fn`. In the demos copies stand in for the processes.
"""

from copy import copy

import torch
from torch.utils.data import Dataset

from journal.authoring import one_of, question, several, where, whole

ZH = """DataLoader 多进程与随机种子

`num_workers=W` 时，每个工作进程都有数据集的一份副本。副本里的计数或缓存，父进程永远看不到。数据集自己持有的
`torch.Generator` 也被复制：于是 W 个进程抽到同样的“随机”增强，下一轮又是同样的，因为进程会重新启动，
除非 `persistent_workers=True`。PyTorch 会在每个进程里给 torch、`random` 以及（较新版本的）NumPy 的全局生成器
设不同的种子，所以应当用它们，或在 `worker_init_fn` 里为自己的生成器设种子。示例中用副本代替进程。
"""
NAMES = [
    "num_workers",
    "worker_init_fn",
    "persistent_workers",
    "DataLoader worker",
    "多进程数据加载",
    "worker 随机种子",
    "数据加载进程",
]
HINTS = ["manual_seed", "reproducibility", "随机种子", "可复现"]
NEEDS = ["dataset-protocol", "dataloader-batching"]
SOURCES = [
    "PyTorch documentation, torch.utils.data, multi-process data loading",
    "PyTorch documentation, Reproducibility",
]


@where(lambda n, W, epochs, persistent: n > W and (epochs > 1 or not persistent))
def demo(n=whole(6, 24), W=whole(2, 5), epochs=whole(1, 3), persistent=one_of(True, False)):
    held = torch.Generator()  # an attribute of the dataset
    workers, noise = [], []
    for _ in range(epochs):
        if not (persistent and workers):
            workers = [held.clone_state() for _ in range(W)]
        for i in range(n):  # sample i is made by worker i mod W
            drawn = torch.rand(1, generator=workers[i % W]).item()
            noise.append(drawn)
    return len(set(noise))


@question("How many different random numbers are there?", zh="一共有多少个不同的随机数？")
def different(out):
    return out


@different.wrong(
    en=("Random numbers differ.", "Copies of one generator give one sequence: the workers repeat each other."),
    zh=("随机数各不相同。", "同一个生成器的副本给出同样的序列：各进程互相重复。"),
)
def all_different(n, epochs):
    return n * epochs


@different.wrong(
    en=("Each worker has one random number.", "Each has a sequence, and all have the same."),
    zh=("每个进程有一个随机数。", "每个进程有一个序列，而且都相同。"),
)
def one_for_each_worker(W):
    return W


@different.wrong(
    en=(
        "A new epoch always brings new numbers.",
        "Only with persistent workers; else the copies start again from the same state.",
    ),
    zh=("新的一轮总会有新的随机数。", "只有进程常驻时才是；否则副本又从同样的状态开始。"),
)
def new_epoch_new_numbers(n, W, epochs):
    return different(demo(n, W, epochs, persistent=True))


@different.wrong(
    en=("The epochs repeat each other in any case.", "Persistent workers go on where they stopped."),
    zh=("各轮总是互相重复。", "常驻的进程会接着往下抽。"),
)
def every_epoch_alike(n, W):
    return different(demo(n, W, 1, persistent=False))


@where(lambda workers, epochs: workers or epochs > 1)
def counted(here=several((2, 6), whole(0, 11)), workers=whole(0, 3), epochs=whole(1, 3)):
    class Counting(Dataset):
        calls = 0

        def __getitem__(self, i):
            self.calls += 1
            return i

    data = Counting()
    for i in here:  # before the loader begins
        data[i]
    for _ in range(epochs):
        copies = [copy(data) for _ in range(workers)] or [data]
        for i in range(12):
            copies[i % len(copies)][i]
    return data.calls


@question("How many calls has `data` counted?", zh="`data` 数到多少次调用？", of=counted)
def calls(out):
    return out


@calls.wrong(
    en=("All reads are counted.", "Workers count in their own copies; the parent sees its own calls alone."),
    zh=("所有的读取都计入。", "各进程计在自己的副本里，父进程只看到自己的调用。"),
)
def all_reads(here, epochs):
    return len(here) + 12 * epochs


@calls.wrong(
    en=(
        "Each epoch starts the count again.",
        "With workers nothing is counted here; without, it counts on through all epochs.",
    ),
    zh=("每一轮都重新计数。", "有工作进程时这里一次也不计；没有时各轮累计。"),
)
def last_epoch_alone(here):
    return len(here) + 12


@calls.wrong(
    en=("The loader never touches `data` itself.", "With num_workers=0 it reads it in the same process."),
    zh=("加载器从不碰 `data` 本身。", "num_workers=0 时就在同一个进程里读它。"),
)
def only_before(here):
    return len(here)


@where(lambda seeds: 1 < len(set(seeds)) < 4)
def seeded(seeds=several(4, whole(1, 3)), reads=several(4, whole(1, 5))):
    drawn = []
    for seed, count in zip(seeds, reads, strict=True):  # one worker each
        generator = torch.Generator().manual_seed(seed)
        drawn += torch.rand(count, generator=generator).tolist()
    return len(set(drawn))


@question("How many different numbers are there?", zh="一共有多少个不同的数？", of=seeded)
def numbers(out):
    return out


@numbers.wrong(
    en=("All are different.", "The same seed starts the same sequence."),
    zh=("都不相同。", "同样的种子开始同样的序列。"),
)
def none_repeats(reads):
    return sum(reads)


@numbers.wrong(
    en=("One seed gives one number.", "It gives a sequence: as many as are drawn."),
    zh=("一个种子给出一个数。", "给出一个序列：抽多少有多少。"),
)
def one_a_seed(seeds):
    return len(set(seeds))


@numbers.wrong(
    en=("Only the first worker of a seed counts.", "A later one that draws more goes on in the same sequence."),
    zh=("每个种子只算第一个进程的。", "后面抽得更多的进程会在同一序列里继续。"),
)
def first_of_each_seed(seeds, reads):
    first = {}
    for seed, count in zip(seeds, reads, strict=True):
        first.setdefault(seed, count)
    return sum(first.values())
