"""Gradient checkpointing

`backward()` needs values of the forward pass: sigmoid, tanh and exp, for example, keep their results for it. In a
deep network these activations fill the memory. A checkpointed block keeps only its input; when `backward()` arrives,
the block runs a second time to make the rest again.

Memory is paid for with time, and nothing is written to disk. The gradient stays the same, because even the random
numbers are repeated, unless one forbids it.
"""

import torch
import torch.nn.functional as F
from torch.utils.checkpoint import checkpoint

from journal.authoring import one_of, question, several, whole

ZH = """梯度检查点与重计算

`backward()` 要用到前向传播中的数值：例如 sigmoid、tanh 和 exp 都会为它保存自己的结果。网络一深，
这些激活值就会占满显存。加了检查点的块只保存自己的输入；`backward()` 到来时，块再运行一遍，把其余的值重新算出来。

这是用时间换显存，并没有往磁盘上写任何东西。梯度保持不变，因为连随机数也会重现，除非你不让它这样做。
"""
ALIASES = [
    "activation checkpointing",
    "activation memory",
    "recomputation",
    "梯度检查点",
    "激活检查点",
    "重计算",
]
NEEDS = ["backprop", "train-eval-mode"]
CONFUSED_WITH = ["microbatch"]
SOURCES = [
    "torch.utils.checkpoint.checkpoint",
    "torch.autograd.graph.saved_tensors_hooks",
    "Chen et al., Training deep nets with sublinear memory cost, arXiv:1604.06174",
]


def demo(blocks=whole(2, 6), lean=one_of(True, False)):
    runs = []

    def block(x):
        runs.append("forward")
        return torch.tanh(torch.sigmoid(x))

    x = torch.rand(4, requires_grad=True)
    y = x
    for _ in range(blocks):
        y = checkpoint(block, y, use_reentrant=False) if lean else block(y)
    y.sum().backward()
    return runs


@question("How long is `runs` at the end?", "最后 `runs` 有多长？")
def runs(out):
    return len(out)


@runs.wrong(
    "Checkpointing does not save activations, it throws them away and runs each block again in backward().",
    "检查点并不保存激活值，而是丢掉它们，在 backward() 时把每个块重新运行一遍。",
)
def activations_are_saved(blocks):
    return runs(demo(blocks, lean=False))


@runs.wrong(
    "An ordinary backward() uses the activations that were kept; nothing is run again.",
    "普通的 backward() 使用保存下来的激活值，不会重新运行任何东西。",
)
def backward_runs_forward_again(blocks):
    return runs(demo(blocks, lean=True))


def named(names=several(3, one_of("A", "B", "C"), distinct=True)):
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
    "在 `backward` 这一行之后，依次打印出哪些名字？",
    of=named,
    choices=["A", "B", "C"],
)
def printed_again(printed):
    return list(printed[4:])


@printed_again.wrong(
    "backward() begins at the last block, and a block runs again only when its turn comes.",
    "backward() 从最后一个块开始，轮到哪个块，才重新运行哪个块。",
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
    "How many numbers does the forward pass keep for backward()?", "前向传播为 backward() 保存了多少个数？", of=memory
)
def numbers_kept(out):
    return out


@numbers_kept.wrong(
    "A checkpointed block keeps its input only; the three results inside are made again later.",
    "加了检查点的块只保存输入；里面的三个结果以后再重新计算。",
)
def every_result(n, blocks):
    return numbers_kept(memory(n, blocks, lean=False))


@numbers_kept.wrong(
    "Without a checkpoint each of the three operations keeps its result.",
    "没有检查点时，三个运算各自保存自己的结果。",
)
def one_tensor_per_block(n, blocks):
    return numbers_kept(memory(n, blocks, lean=True))


@numbers_kept.wrong(
    "Every block keeps something: the input of the network alone would mean one long recomputation.",
    "每个块都要保存一些数；如果只保存网络的输入，就得从头全部重算。",
)
def input_of_the_network(n):
    return n


def with_dropout(p=one_of(0.3, 0.5, 0.6), preserve=one_of(True, False)):
    x = torch.ones(100, requires_grad=True)
    options = {"use_reentrant": False, "preserve_rng_state": preserve}
    y = checkpoint(F.dropout, x, p, **options)
    y.sum().backward()
    return torch.equal(x.grad, y)


@question("Is `x.grad` equal to `y`?", "`x.grad` 与 `y` 相等吗？", of=with_dropout)
def same_mask(out):
    return out


@same_mask.wrong(
    "By default the random state is put back before the second run: dropout drops the same entries.",
    "默认会在重新运行之前恢复随机数状态：暂退法丢弃的是同样的元素。",
)
def mask_is_drawn_anew(p):
    return same_mask(with_dropout(p, preserve=False))


@same_mask.wrong(
    "With `preserve_rng_state=False` the second run draws another mask, and the gradient belongs to that one.",
    "`preserve_rng_state=False` 时，第二次运行会抽到另一个掩码，梯度对应的是后者。",
)
def mask_is_always_kept(p):
    return same_mask(with_dropout(p, preserve=True))


def either(n=one_of(6, 8, 10, 12), method=one_of("checkpoint", "two parts")):
    seen = []

    def block(x):
        seen.append(len(x))
        return torch.sigmoid(x)

    x = torch.rand(n, requires_grad=True)
    if method == "checkpoint":
        checkpoint(block, x, use_reentrant=False).sum().backward()
    else:
        for part in x.chunk(2):
            block(part).sum().backward()
    return tuple(seen)


@question(
    "What is `seen`? Type its numbers, separated by commas.",
    "`seen` 是什么？请依次输入其中的数，用逗号隔开。",
    of=either,
)
def samples_seen(out):
    return out


@samples_seen.wrong(
    "Checkpointing runs the whole batch twice, splitting runs each part once: each saves memory in its own way.",
    "检查点把整批运行两遍，分批则把每一份各运行一遍：两者用不同的办法节省显存。",
)
def exchanged(n, method):
    return samples_seen(either(n, "two parts" if method == "checkpoint" else "checkpoint"))


@samples_seen.wrong(
    "Neither gets by with one run of the whole batch, as ordinary training does.",
    "两种办法都不像普通训练那样，把整批只运行一遍。",
)
def whole_batch_once(n):
    return (n,)
