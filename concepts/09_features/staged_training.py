"""Freezing and training in stages

`requires_grad_(False)` stops gradients, and nothing else. A frozen batch normalization in train mode still moves its
running statistics: it takes `eval()` to hold them. A weight whose `.grad` was filled with zeros, not dropped, still
moves under weight decay:

    w ← w − lr · (grad + decay · w)

Training in stages trains fewer numbers at a time, not fewer in all. Today's Transformers are mostly trained end to
end; what they share with this idea is pretraining followed by fine-tuning.
"""

import torch
from torch import nn

from journal.authoring import one_of, question, whole

ZH = """冻结与分阶段训练

`requires_grad_(False)` 只停止梯度，别的什么也不停。冻结的批量归一化在训练模式下仍会更新运行统计量，
要用 `eval()` 才能固定。如果权重的 `.grad` 被填成零而不是被丢掉，权重衰减仍会改变它：

    w ← w − lr · (grad + decay · w)

分阶段训练减少的是每次训练的参数量，而不是总量。如今的 Transformer 大多是端到端训练的，
与这个想法相近的做法是先预训练、再微调。
"""
ALIASES = [
    "requires_grad",
    "freezing layers",
    "fine-tuning",
    "finetuning",
    "transfer learning",
    "staged training",
    "冻结参数",
    "微调",
    "迁移学习",
    "分阶段训练",
]
NEEDS = ["grad-accumulation", "batch-norm", "feature-regression"]
SOURCES = [
    "PyTorch documentation, Autograd mechanics: Setting requires_grad",
    "torch.nn.BatchNorm1d",
    "torch.optim.SGD",
]


def demo(i=whole(2, 8), h=whole(2, 8), o=whole(2, 8), frozen=True):
    body = nn.Sequential(nn.Linear(i, h), nn.BatchNorm1d(h))
    head = nn.Linear(h, o)
    body.requires_grad_(not frozen)
    head(body(torch.rand(10, i))).sum().backward()
    parameters = [*body.parameters(), *head.parameters()]
    return sum(p.numel() for p in parameters if p.grad is not None)


@question("How many numbers receive a gradient?", "有多少个参数得到了梯度？")
def with_gradient(out):
    return out


@with_gradient.wrong(
    "The body is frozen: its weights have no `.grad` after backward().",
    "主干已冻结：backward() 之后它的权重没有 `.grad`。",
)
def all_of_them(i, h, o):
    return with_gradient(demo(i, h, o, frozen=False))


@with_gradient.wrong(
    "requires_grad_ reaches every parameter inside, the scale and shift of batch normalization too.",
    "requires_grad_ 作用于里面的每个参数，包括批量归一化的缩放和平移。",
)
def norm_is_not_frozen(h, o):
    return h * o + o + 2 * h


@with_gradient.wrong(
    "The head has o biases besides its h · o weights.",
    "输出头除了 h · o 个权重，还有 o 个偏置。",
)
def head_without_bias(h, o):
    return h * o


def statistics(h=whole(2, 6), mode=one_of("train", "eval")):
    norm = nn.BatchNorm1d(h)
    norm.requires_grad_(False)
    if mode == "eval":
        norm.eval()
    before = norm.running_mean.clone()
    norm(torch.rand(10, h))
    return before, norm.running_mean


@question("Has `norm.running_mean` changed?", "`norm.running_mean` 变了吗？", of=statistics)
def mean_moves(out):
    return not torch.equal(*out)


@mean_moves.wrong(
    "The running mean is a buffer, not a parameter: in train mode every batch moves it, frozen or not.",
    "运行均值是缓冲区，不是参数：在训练模式下，无论是否冻结，每个批次都会更新它。",
)
def frozen_means_fixed(h):
    return mean_moves(statistics(h, mode="eval"))


@mean_moves.wrong(
    "In eval mode the running statistics are used, not updated.",
    "评估模式只使用运行统计量，不更新它。",
)
def every_batch_counts(h):
    return mean_moves(statistics(h, mode="train"))


def decayed(w=one_of(1.0, 2.0, 4.0), decay=one_of(0.2, 0.5, 1.0), set_to_none=one_of(True, False)):
    w = nn.Parameter(torch.tensor(w))
    optimizer = torch.optim.SGD([w], lr=0.1, weight_decay=decay)
    (3 * w).backward()
    w.requires_grad_(False)
    optimizer.zero_grad(set_to_none=set_to_none)
    optimizer.step()
    return w


@question("What is `w` at the end?", "最后 `w` 是多少？", of=decayed)
def weight_after(out):
    return out


@weight_after.wrong(
    "The zero gradient is still a gradient: SGD adds the decay to it and takes a step.",
    "零梯度也是梯度：SGD 会把权重衰减项加上去，照样更新一步。",
)
def frozen_means_unmoved(w, decay):
    return weight_after(decayed(w, decay, set_to_none=True))


@weight_after.wrong(
    "Where `.grad` is None the optimizer skips the weight, decay and all.",
    "`.grad` 为 None 时，优化器会跳过这个权重，连衰减也不作。",
)
def decay_needs_no_gradient(w, decay):
    return weight_after(decayed(w, decay, set_to_none=False))


@weight_after.wrong(
    "The gradient 3 was cleared before the step; no part of it is left.",
    "梯度 3 在更新之前已被清掉，一点也不剩。",
)
def old_gradient_is_used(w, decay):
    return w - 0.1 * (3 + decay * w)
