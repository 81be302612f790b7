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

from journal.authoring import one_of, question, several, task, whole

ZH = """冻结与分阶段训练

`requires_grad_(False)` 只停止梯度，别的什么也不停。冻结的批量归一化在训练模式下仍会更新运行统计量，
要用 `eval()` 才能固定。如果权重的 `.grad` 被填成零而不是被丢掉，权重衰减仍会改变它：

    w ← w − lr · (grad + decay · w)

分阶段训练减少的是每次训练的参数量，而不是总量。如今的 Transformer 大多是端到端训练的，
与这个想法相近的做法是先预训练、再微调。
"""
NAMES = [
    "requires_grad",
    "freezing layers",
    "transfer learning",
    "staged training",
    "冻结参数",
    "迁移学习",
    "分阶段训练",
]
SHARED = ["fine-tuning", "finetuning", "微调"]
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


@question("How many numbers receive a gradient?", zh="有多少个参数得到了梯度？")
def with_gradient(out):
    return out


@with_gradient.wrong(
    en=(
        "backward() fills the gradient of every parameter.",
        "The body is frozen: its weights have no `.grad` after backward().",
    ),
    zh=("backward() 会填写每个参数的梯度。", "主干已冻结：backward() 之后它的权重没有 `.grad`。"),
)
def all_of_them(i, h, o):
    return with_gradient(demo(i, h, o, frozen=False))


@with_gradient.wrong(
    en=(
        "Batch normalization's scale and shift cannot be frozen like weights.",
        "requires_grad_ reaches every parameter inside, the scale and shift of batch normalization too.",
    ),
    zh=(
        "批量归一化的缩放和平移不会像权重那样被冻结。",
        "requires_grad_ 作用于里面的每个参数，包括批量归一化的缩放和平移。",
    ),
)
def norm_is_not_frozen(h, o):
    return h * o + o + 2 * h


@with_gradient.wrong(
    en=("The head has h · o weights.", "The head has o biases besides its h · o weights."),
    zh=("输出头有 h · o 个权重。", "输出头除了 h · o 个权重，还有 o 个偏置。"),
)
def head_without_bias(h, o):
    return h * o


def decayed(w=one_of(1.0, 2.0, 4.0, 5.0, 8.0), decay=one_of(0.2, 0.5, 1.0), set_to_none=one_of(True, False)):
    w = nn.Parameter(torch.tensor(w))
    optimizer = torch.optim.SGD([w], lr=0.1, weight_decay=decay)
    (3 * w).backward()
    w.requires_grad_(False)
    optimizer.zero_grad(set_to_none=set_to_none)
    optimizer.step()
    return w


@question("What is `w` at the end?", zh="最后 `w` 是多少？", of=decayed)
def weight_after(out):
    return out


@weight_after.wrong(
    en=(
        "A frozen weight cannot move.",
        "The zero gradient is still a gradient: SGD adds the decay to it and takes a step.",
    ),
    zh=("冻结的权重不会变。", "零梯度也是梯度：SGD 会把权重衰减项加上去，照样更新一步。"),
)
def frozen_means_unmoved(w, decay):
    return weight_after(decayed(w, decay, set_to_none=True))


@weight_after.wrong(
    en=(
        "Weight decay acts on every weight, gradient or not.",
        "Where `.grad` is None the optimizer skips the weight, decay and all.",
    ),
    zh=("无论有没有梯度，权重衰减都作用于每个权重。", "`.grad` 为 None 时，优化器会跳过这个权重，连衰减也不作。"),
)
def decay_needs_no_gradient(w, decay):
    return weight_after(decayed(w, decay, set_to_none=False))


@weight_after.wrong(
    en=(
        "The gradient from before the freeze is still used.",
        "The gradient 3 was cleared before the step; no part of it is left.",
    ),
    zh=("冻结之前的梯度仍会用上。", "梯度 3 在更新之前已被清掉，一点也不剩。"),
)
def old_gradient_is_used(w, decay):
    return w - 0.1 * (3 + decay * w)


def statistics(modes=several((4, 8), one_of("train", "eval")), frozen=True):
    norm = nn.BatchNorm1d(3)
    norm.requires_grad_(not frozen)
    for mode in modes:
        norm.train(mode == "train")
        norm(torch.rand(10, 3))
    return norm.num_batches_tracked


@question(
    "How many batches have moved the running statistics (returned)?",
    zh="有多少个批次更新过运行统计量（返回值）？",
    of=statistics,
)
def batches_tracked(out):
    return int(out)


@batches_tracked.wrong(
    en=(
        "A frozen layer's statistics stay as they are.",
        "They are buffers, not parameters: every batch in train mode moves them.",
    ),
    zh=("冻结的层，统计量也不会变。", "它们是缓冲区，不是参数：训练模式下每个批次都会更新。"),
)
def frozen_means_fixed():
    return 0


@batches_tracked.wrong(
    en=("Every batch that passes is counted.", "In eval mode the statistics are used, not updated."),
    zh=("每个经过的批次都算。", "评估模式只使用统计量，不更新。"),
)
def every_batch_counts(modes):
    return len(modes)


@batches_tracked.wrong(
    en=("The statistics are gathered in eval mode.", "They are gathered in train mode and used in eval mode."),
    zh=("统计量是在评估模式下收集的。", "是在训练模式下收集，在评估模式下使用。"),
)
def gathered_in_eval(modes):
    return modes.count("eval")


@task(
    "Write `sgd_step`: the weight after a step of SGD with weight decay (added to the gradient); `grad` is None for a "
    "weight that received no gradient.",
    zh="写出 `sgd_step`：带权重衰减（加在梯度上）的 SGD 走一步之后的权重；没有得到梯度的权重，`grad` 是 None。",
    blanks=["grad is None", "grad + decay * w"],
    mend=["none_as_zero"],
)
def sgd_step(w, grad, lr, decay):
    if grad is None:
        return w
    return w - lr * (grad + decay * w)


sgd_step.hint(
    "`torch.optim.SGD` skips what has no `.grad`, decay and all.",
    zh="`torch.optim.SGD` 会跳过没有 `.grad` 的权重，连衰减也不作。",
)


@sgd_step.inputs
def with_a_gradient(n=whole(1, 4), lr=one_of(0.1, 0.5), decay=one_of(0.1, 0.5, 1.0)):
    return torch.randn(n), torch.randn(n), lr, decay


@sgd_step.inputs
def frozen_after_zeroing(n=whole(1, 4), lr=one_of(0.1, 0.5), decay=one_of(0.1, 0.5, 1.0)):
    return torch.randn(n), torch.zeros(n), lr, decay


@sgd_step.inputs
def without_a_gradient(n=whole(1, 4), lr=one_of(0.1, 0.5), decay=one_of(0.1, 0.5, 1.0)):
    return torch.randn(n), None, lr, decay


@sgd_step.holds("Without a gradient the weight stays.", zh="没有梯度时权重不变。")
def unmoved(solution, w, lr, decay):
    return torch.equal(solution(w, None, lr, decay), w)


@sgd_step.wrong(
    en=("No gradient is a gradient of zero.", "Decay moves a weight with a zero gradient; one without is skipped."),
    zh=("没有梯度就等于梯度为零。", "梯度为零的权重仍会衰减；没有梯度的则被跳过。"),
)
def none_as_zero(w, grad, lr, decay):
    return w - lr * ((0 if grad is None else grad) + decay * w)


@sgd_step.wrong(
    en=("A weight whose gradient is zero is frozen.", "Zeros are a gradient: the decay is added and moves it."),
    zh=("梯度为零的权重就是冻结的。", "零也是梯度：加上衰减项，权重照样变。"),
)
def zero_as_none(w, grad, lr, decay):
    return w if grad is None or not grad.any() else w - lr * (grad + decay * w)


@sgd_step.wrong(
    en=(
        "The decay acts at full strength, whatever the learning rate.",
        "It is part of the gradient: lr multiplies it too.",
    ),
    zh=("衰减与学习率无关，直接作用。", "它是梯度的一部分，同样要乘 lr。"),
)
def decay_without_rate(w, grad, lr, decay):
    return w if grad is None else w - lr * grad - decay * w
