"""Gradient checkpointing

`backward()` needs values of the forward pass: sigmoid, tanh and exp, for example, keep their results for it. In a
deep network these activations fill the memory. A checkpointed block keeps only its input; when `backward()` arrives,
the block runs a second time to make the rest again.

Memory is paid for with time, and nothing is written to disk. The gradient stays the same, because even the random
numbers are repeated, unless one forbids it. Other side effects happen twice: batch normalization in a checkpointed
block updates its running statistics in both runs.
"""

import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

from journal.authoring import one_of, question, several, whole

ZH = """梯度检查点与重计算

`backward()` 要用到前向传播中的数值：例如 sigmoid、tanh 和 exp 都会为它保存自己的结果。网络一深，
这些激活值就会占满显存。加了检查点的块只保存自己的输入；`backward()` 到来时，块再运行一遍，把其余的值重新算出来。

这是用时间换显存，并没有往磁盘上写任何东西。梯度保持不变，因为连随机数也会重现，除非你不让它这样做。其他副作用则会发生两次：
检查点块里的批量归一化，两次运行都会更新运行统计量。
"""
NAMES = ["activation checkpointing", "梯度检查点", "激活检查点"]
SHARED = ["activation memory", "recomputation", "重计算"]
NEEDS = ["backprop", "train-eval-mode"]
CONFUSED_WITH = ["microbatch"]
SOURCES = [
    "torch.utils.checkpoint.checkpoint",
    "torch.autograd.graph.saved_tensors_hooks",
    "Chen et al., Training deep nets with sublinear memory cost, arXiv:1604.06174",
]


def demo(lean=several((4, 7), one_of(True, False))):
    runs = []

    def block(x):
        runs.append("forward")
        return torch.tanh(torch.sigmoid(x))

    x = torch.rand(4, requires_grad=True)
    y = x
    for flag in lean:
        y = checkpoint(block, y, use_reentrant=False) if flag else block(y)
    y.sum().backward()
    return runs


@question("How long is `runs` at the end?", zh="最后 `runs` 有多长？")
def runs(out):
    return len(out)


@runs.wrong(
    en=(
        "Checkpointing saves activations, so every block runs once.",
        "It throws them away and runs the block again in backward().",
    ),
    zh=("检查点保存激活值，所以每个块只运行一遍。", "它丢掉激活值，在 backward() 时把这个块重新运行一遍。"),
)
def activations_are_saved(lean):
    return runs(demo([False] * len(lean)))


@runs.wrong(
    en=("backward() runs every block again.", "Without a checkpoint it uses the activations that were kept."),
    zh=("backward() 会把每个块重新运行一遍。", "没有检查点时，它使用保存下来的激活值。"),
)
def backward_runs_forward_again(lean):
    return runs(demo([True] * len(lean)))


def named(names=several(5, one_of("A", "B", "C", "D", "E"), distinct=True)):
    def block(x, name):
        print(name)
        return torch.tanh(x)

    x = y = torch.rand(4, requires_grad=True)
    for name in names:
        y = checkpoint(block, y, name, use_reentrant=False)
    print("backward")
    y.sum().backward()
    return x.grad


@question(
    "Which names are printed after the line `backward`, and in which order?",
    zh="在 `backward` 这一行之后，依次打印出哪些名字？",
    of=named,
    choices=["A", "B", "C", "D", "E"],
)
def printed_again(printed):
    return list(printed[6:])


@printed_again.wrong(
    en=(
        "The blocks run again from first to last.",
        "backward() begins at the last block, and a block runs again only when its turn comes.",
    ),
    zh=("各块从头到尾再运行一遍。", "backward() 从最后一个块开始，轮到哪个块，才重新运行哪个块。"),
)
def same_order_again(names):
    return names


def memory(n=whole(5, 20), blocks=whole(2, 6), lean=one_of(True, False)):
    kept = []

    def keep(tensor):
        kept.append(tensor.numel())
        return tensor

    def block(x):
        return torch.exp(torch.tanh(torch.sigmoid(x)))

    y = torch.rand(n, requires_grad=True)
    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        for _ in range(blocks):
            y = checkpoint(block, y, use_reentrant=False) if lean else block(y)
    return sum(kept)


@question(
    "How many numbers does the forward pass keep for backward()?",
    zh="前向传播为 backward() 保存了多少个数？",
    of=memory,
)
def numbers_kept(out):
    return out


@numbers_kept.wrong(
    en=(
        "A block keeps all its results for backward().",
        "A checkpointed block keeps its input only; the three results inside are made again later.",
    ),
    zh=("每个块都为 backward() 保存全部结果。", "加了检查点的块只保存输入；里面的三个结果以后再重新计算。"),
)
def every_result(n, blocks):
    return numbers_kept(memory(n, blocks, lean=False))


@numbers_kept.wrong(
    en=("A block keeps one tensor in any case.", "Without a checkpoint each of the three operations keeps its result."),
    zh=("无论如何，每个块只保存一个张量。", "没有检查点时，三个运算各自保存自己的结果。"),
)
def one_tensor_per_block(n, blocks):
    return numbers_kept(memory(n, blocks, lean=True))


@numbers_kept.wrong(
    en=(
        "Only the input of the whole network is kept.",
        "Every block keeps something: the input of the network alone would mean one long recomputation.",
    ),
    zh=("只保存整个网络的输入。", "每个块都要保存一些数；如果只保存网络的输入，就得从头全部重算。"),
)
def input_of_the_network(n):
    return n


def either(n=one_of(6, 12, 18, 24, 30, 36), parts=one_of(2, 3), method=one_of("checkpoint", "parts")):
    seen = []

    def block(x):
        seen.append(len(x))
        return torch.sigmoid(x)

    x = torch.rand(n, requires_grad=True)
    if method == "checkpoint":
        checkpoint(block, x, use_reentrant=False).sum().backward()
    else:
        for part in x.chunk(parts):
            block(part).sum().backward()
    return tuple(seen)


@question(
    "What is `seen`? Type its numbers, separated by commas.",
    zh="`seen` 是什么？请依次输入其中的数，用逗号隔开。",
    of=either,
)
def samples_seen(out):
    return out


@samples_seen.wrong(
    en=(
        "Checkpointing runs each half once; parts run the whole twice.",
        "Checkpointing runs the whole batch twice; splitting runs each part once.",
    ),
    zh=("检查点把每一份各运行一遍，分批则把整批运行两遍。", "检查点把整批运行两遍；分批把每一份各运行一遍。"),
)
def exchanged(n, parts, method):
    return samples_seen(either(n, parts, "parts" if method == "checkpoint" else "checkpoint"))


@samples_seen.wrong(
    en=("The whole batch passes the block once.", "Neither does so: one runs it twice, the other in parts."),
    zh=("整批只通过这个块一次。", "两种办法都不是：一个运行两遍，一个分份运行。"),
)
def whole_batch_once(n):
    return (n,)


@runs.wrong(
    en=("The checkpointed blocks run again as one.", "Each of them is recomputed by itself: one more run for each."),
    zh=("加了检查点的块合在一起只重算一次。", "它们各自重算，每个多运行一遍。"),
)
def one_recomputation(lean):
    return len(lean) + any(lean)


@printed_again.wrong(
    en=(
        "The last block is still at hand; the others run again from first to last.",
        "Each block runs again when backward() reaches it, the last one first.",
    ),
    zh=("最后一个块还在手边，其余的从头到尾重新运行。", "backward() 到达哪个块，哪个块才重新运行，最后一个最先。"),
)
def last_then_from_the_start(names):
    return [names[-1], *names[:-1]]


def with_norm(c=one_of(4.0, 8.0, 16.0, 32.0), steps=whole(1, 3), lean=one_of(True, False)):
    norm = nn.BatchNorm1d(1, momentum=0.5)
    for _ in range(steps):
        x = torch.full((8, 1), c, requires_grad=True)
        y = checkpoint(norm, x, use_reentrant=False) if lean else norm(x)
        y.sum().backward()
    return norm.running_mean


@question(
    "`running_mean` begins at 0; each update moves it halfway to the mean of the batch. What is it at the end?",
    zh="`running_mean` 从 0 开始，每次更新都向该批的均值靠近一半。最后它是多少？",
    of=with_norm,
)
def running_mean(out):
    return out.item()


@running_mean.wrong(
    en=("A step is one update, checkpointed or not.", "The block runs twice, and each run updates the buffer."),
    zh=("无论有没有检查点，一步只更新一次。", "块会运行两遍，每一遍都更新缓冲区。"),
)
def one_update_each(c, steps):
    return running_mean(with_norm(c, steps, lean=False))


@running_mean.wrong(
    en=(
        "backward() updates the statistics once more.",
        "Only a second forward run does, and without a checkpoint there is none.",
    ),
    zh=("backward() 会再更新一次统计量。", "只有再次前向运行才会更新；没有检查点就没有第二次。"),
)
def backward_updates_too(c, steps):
    return running_mean(with_norm(c, steps, lean=True))


@running_mean.wrong(
    en=(
        "The statistics of equal batches are exact at once.",
        "They start at 0 and come nearer by half at each update.",
    ),
    zh=("每批都一样，统计量一次就准。", "它从 0 开始，每次更新只靠近一半。"),
)
def exact_at_once(c):
    return c
