"""Data parallel: gradients are averaged

Each worker holds a copy of the model and takes the mean loss over its own part of the batch; an all-reduce averages
the gradients, so that all take one and the same step:

    g = (g₁ + … + g_K) / K

With parts of equal size this is the gradient of the mean over all K·B examples, as on one machine with a batch K
times as large; there are K times fewer steps an epoch, and the learning rate is often raised. With unequal parts a
mean of means is not the mean over the examples. `DistributedSampler` repeats some examples so that all workers get
equally many.
"""

import math

import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader, DistributedSampler

from journal.authoring import one_of, question, several, where, whole

ZH = """数据并行：梯度平均

每个进程持有一份模型，对自己那部分数据求平均损失；all-reduce 把各进程的梯度取平均，所以大家走同样的一步：

    g = (g₁ + … + g_K) / K

各部分大小相同时，这就是全部 K·B 个样本平均损失的梯度，与单机用 K 倍大的批量一样；
每轮的步数减少到 1/K，因而常把学习率调大。各部分大小不同时，均值的均值并不是所有样本的均值。
`DistributedSampler` 会重复少数样本，使各进程分到同样多。
"""
NAMES = [
    "data parallelism",
    "data parallel",
    "DistributedDataParallel",
    "DDP",
    "all-reduce",
    "DistributedSampler",
    "数据并行",
    "分布式数据并行",
    "全规约",
]
HINTS = ["multi-GPU", "distributed training", "多卡训练", "分布式训练"]
NEEDS = ["microbatch", "sum-or-mean-loss"]
CONFUSED_WITH = ["pipeline-bubble"]
SOURCES = ["Li et al., PyTorch Distributed, arXiv:2006.15704", "torch.utils.data.distributed.DistributedSampler"]


@where(lambda shards: len({sum(shard) for shard in shards}) == 3)
def demo(shards=several(3, several(2, whole(0, 12))), lr=one_of(0.1, 0.5, 1.0)):
    grads = []
    for shard in shards:  # one worker each
        w = torch.tensor(1.0, requires_grad=True)
        loss = (w * torch.tensor(shard)).mean()
        loss.backward()
        grads.append(w.grad)
    return lr * torch.stack(grads).mean()


@question("By how much does w fall in the step that all take?", zh="在大家共同走的这一步里，w 减小多少？")
def fall(out):
    return out


@fall.wrong(
    en=("The gradients of the workers are summed.", "They are averaged: the step is as long as with one worker."),
    zh=("各进程的梯度相加。", "取平均：步长与单个进程时相同。"),
)
def summed(out):
    return 3 * out


@fall.wrong(
    en=("Each worker steps with its own gradient; this is the first.", "All take the same step, with the average."),
    zh=("每个进程用自己的梯度更新，这是第一个。", "所有进程用平均梯度，走同样的一步。"),
)
def first_worker(shards, lr):
    return lr * sum(shards[0]) / 2


@fall.wrong(
    en=("The last worker's gradient overwrites the others.", "An all-reduce uses all of them."),
    zh=("最后一个进程的梯度覆盖其他的。", "all-reduce 用到全部梯度。"),
)
def last_worker(shards, lr):
    return lr * sum(shards[-1]) / 2


@where(lambda a, b: len(a) != len(b) and abs(sum(a) / len(a) - sum(b) / len(b)) > 2)
def unequal(a=several((1, 4), whole(0, 12)), b=several((1, 4), whole(0, 12))):
    w = torch.tensor(0.0, requires_grad=True)
    for targets in (a, b):  # two workers with as many examples as they have
        targets = torch.tensor(targets).float()
        loss = F.mse_loss(w.expand(len(targets)), targets) / 2
        (loss / 2).backward()  # averaged over the workers
    return -w.grad


@question(
    "At w = 0, the gradient of a worker is minus its mean target. What does it return?",
    zh="在 w = 0 处，每个进程的梯度是其目标均值的相反数。返回值是多少？",
    of=unequal,
)
def pull(out):
    return out


@pull.wrong(
    en=(
        "It is the mean over all examples.",
        "Each worker counts alike, so an example of the smaller part counts more.",
    ),
    zh=("是所有样本的均值。", "各进程同等对待，所以小的那份里每个样本权重更大。"),
)
def mean_over_examples(a, b):
    return (sum(a) + sum(b)) / (len(a) + len(b))


@pull.wrong(
    en=("The means of the workers are added.", "They are averaged."),
    zh=("各进程的均值相加。", "是取平均。"),
)
def means_added(out):
    return 2 * out


@pull.wrong(
    en=("The worker with more examples decides.", "Both count alike."),
    zh=("由样本多的进程决定。", "两者同等对待。"),
)
def larger_part_decides(a, b):
    larger = a if len(a) > len(b) else b
    return sum(larger) / len(larger)


def schedule(samples=whole(100, 900), workers=one_of(2, 3, 4, 8), batch=one_of(4, 5, 8, 10), epochs=whole(1, 4)):
    data = list(range(samples))
    sampler = DistributedSampler(data, num_replicas=workers, rank=0)
    loader = DataLoader(data, batch_size=batch, sampler=sampler)
    return epochs * len(loader)


@question("How many optimiser steps are made in all?", zh="优化器一共走多少步？", of=schedule)
def steps(out):
    return out


@steps.wrong(
    en=("As many as with one worker.", "Each worker sees a part: about 1/workers as many."),
    zh=("与单个进程一样多。", "每个进程只看一部分：约为 1/workers。"),
)
def as_with_one(samples, batch, epochs):
    return steps(schedule(samples, 1, batch, epochs))


@steps.wrong(
    en=("The steps of all workers add up.", "They step together: a step of all is one step."),
    zh=("各进程的步数相加。", "它们同时走：大家的一步算一步。"),
)
def workers_add(out, workers):
    return out * workers


@steps.wrong(
    en=("The batch is divided among the workers.", "`batch_size` is that of each worker."),
    zh=("批量由各进程平分。", "`batch_size` 是每个进程的批量。"),
)
def batch_divided(samples, workers, batch, epochs):
    return epochs * math.ceil(math.ceil(samples / workers) / max(1, batch // workers))


@where(lambda samples, workers: samples % workers and 2 * (samples % workers) != workers)
def padded(samples=whole(20, 99), workers=whole(3, 9)):
    read = []
    for rank in range(workers):
        data = range(samples)
        read += list(DistributedSampler(data, num_replicas=workers, rank=rank))
    return len(read) - len(set(read))


@question("How many examples are read twice in an epoch?", zh="一轮中有多少个样本被读了两次？", of=padded)
def repeated(out):
    return out


@repeated.wrong(
    en=("None: each example belongs to one worker.", "The parts are made equal by repeating some examples."),
    zh=("没有：每个样本只属于一个进程。", "为使各份相等，会重复少数样本。"),
)
def none_repeated():
    return 0


@repeated.wrong(
    en=("As many as are left over.", "As many as are missing to the next multiple of `workers`."),
    zh=("等于除不尽的余数。", "等于距离下一个 `workers` 的倍数还差的个数。"),
)
def the_rest(samples, workers):
    return samples % workers


@repeated.wrong(
    en=("One for each worker.", "Only as many as are needed to make the parts equal."),
    zh=("每个进程一个。", "只重复到各份相等为止。"),
)
def one_each(workers):
    return workers
