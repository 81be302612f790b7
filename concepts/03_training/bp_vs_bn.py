"""BP or BN?

One letter apart, and different kinds of thing. BP (backpropagation) is a procedure: `loss.backward()` fills the
`.grad` of every weight that wants one. BN (batch normalisation) is a layer that rescales what passes through it: it
has 2C weights (γ and β, learnt by BP like all others) and running statistics, which no gradient ever touches.

One training step therefore changes three things in turn: the forward pass moves the running statistics (in training
mode), backward fills `.grad`, and the optimiser's step moves the weights.
"""

import torch
from torch import nn

from journal.authoring import one_of, question, whole

ZH = """BP 与 BN 的区分

只差一个字母，却是两类东西。BP（反向传播）是一种方法：`loss.backward()` 给每个需要梯度的权重填上 `.grad`。
BN（批量归一化）是一个层，对流过它的数据重新缩放：它有 2C 个权重（γ 和 β，和其他权重一样靠 BP 学习），
还有运行统计量，后者没有梯度，不由 BP 更新。

所以一个训练步依次改变三样东西：前向传播更新运行统计量（训练模式下），反向传播填写 `.grad`，优化器的 step 修改权重。
"""
ALIASES = [
    "BP vs BN",
    "BP or BN",
    "BP and BN",
    "BP与BN",
    "BP和BN",
    "BN和BP",
    "BN与BP",
]
NEEDS = ["backprop", "batch-norm"]
SOURCES = ["torch.nn.BatchNorm1d; torch.Tensor.backward", "Ioffe & Szegedy, arXiv:1502.03167, section 3"]


def demo(
    what=one_of("linear.weight", "linear.weight.grad", "bn.weight.grad", "bn.running_mean", "bn.running_var"),
    mode=one_of("train", "eval"),
):
    linear, bn = nn.Linear(3, 4), nn.BatchNorm1d(4)
    net = nn.Sequential(linear, bn, nn.Tanh()).train(mode == "train")
    for p in net.parameters():
        p.grad = torch.zeros_like(p)
    watched = {
        "linear.weight": linear.weight,
        "linear.weight.grad": linear.weight.grad,
        "bn.weight.grad": bn.weight.grad,
        "bn.running_mean": bn.running_mean,
        "bn.running_var": bn.running_var,
    }[what]
    seen = [watched.sum().item()]
    loss = net(torch.randn(8, 3)).square().mean()
    seen.append(watched.sum().item())
    loss.backward()
    seen.append(watched.sum().item())
    for p in net.parameters():
        p.data -= 0.1 * p.grad
    return [*seen, watched.sum().item()]


@question(
    "When does `what` first change: in the forward pass, in `backward()`, or in the step at the end?",
    "`what` 最先在何时改变：前向传播、`backward()`，还是最后的更新？",
    choices={"forward": "前向传播", "backward": "反向传播", "step": "更新", "never": "始终不变"},
)
def changed_by(out):
    start, forward, backward, step = out
    if forward != start:
        return "forward"
    if backward != forward:
        return "backward"
    return "step" if step != backward else "never"


@changed_by.wrong(
    "`backward()` writes only `.grad`; the weights move when the step subtracts it.",
    "`backward()` 只写 `.grad`；更新时减去梯度，权重才改变。",
)
def backward_moves_the_weights(what):
    return "backward" if what == "linear.weight" else None


@changed_by.wrong(
    "Running statistics are averages of what flows forward; no gradient ever reaches them.",
    "运行统计量是前向数据的平均，梯度从不到达它们。",
)
def backward_moves_the_statistics(what):
    return "backward" if what.startswith("bn.running") else None


@changed_by.wrong(
    "In eval mode BN only reads its running statistics.",
    "评估模式下 BN 对运行统计量只读不写。",
)
def moved_in_eval_too(what):
    return changed_by(demo(what, mode="train")) if what.startswith("bn.running") else None


@changed_by.wrong(
    "The step only reads `.grad`; it is `backward()` that fills it.",
    "更新只读取 `.grad`，填写它的是 `backward()`。",
)
def step_computes_the_gradient(what):
    return "step" if what.endswith(".grad") else None


@question(
    "Which of the two changes `what`: BP (`loss.backward()`) or the BN layer in the forward pass?",
    "改变 `what` 的是二者中的哪一个：BP（`loss.backward()`），还是前向中的 BN 层？",
    choices={"BP": "BP", "BN": "BN", "neither": "都不是"},
)
def who(out):
    start, forward, backward, _ = out
    if forward != start:
        return "BN"
    return "BP" if backward != forward else "neither"


@who.wrong(
    "γ and β of BN are weights like any others: their gradients come from BP.",
    "BN 的 γ 和 β 与其他权重一样，梯度由 BP 算出。",
)
def all_of_bn_is_its_own_work(what):
    return "BN" if what == "bn.weight.grad" else None


@who.wrong(
    "BN moves its running statistics in training mode; in eval mode it only reads them.",
    "BN 在训练模式下才更新运行统计量；评估模式下只读不写。",
)
def bn_moves_them_in_eval_too(what):
    return who(demo(what, mode="train")) if what.startswith("bn.running") else None


@who.wrong(
    "BP writes nothing but `.grad`: not the weights, not the running statistics.",
    "BP 只写 `.grad`，既不改权重，也不改运行统计量。",
)
def bp_changes_everything():
    return "BP"


def edited(edit=one_of("drop BN", "freeze weight")):
    linear = nn.Linear(3, 4)
    bn = nn.Identity() if edit == "drop BN" else nn.BatchNorm1d(4)
    if edit == "freeze weight":
        linear.weight.requires_grad_(False)
    y = torch.tanh(bn(linear(torch.randn(8, 3))))
    y.sum().backward()
    return linear.weight.grad


@question(
    "After this edit, does `backward()` still fill `linear.weight.grad` (is it not None)?",
    "这样改动之后，`backward()` 还会填写 `linear.weight.grad`（不为 None）吗？",
    of=edited,
)
def still_filled(out):
    return out is not None


@still_filled.wrong(
    "Gradients come from BP, which needs no BN: a network without BN is trained all the same.",
    "梯度来自 BP，与 BN 无关：没有 BN 的网络照样能训练。",
)
def no_gradient_without_bn():
    return False


@still_filled.wrong(
    "A weight with `requires_grad=False` is passed over: its `.grad` stays None.",
    "`requires_grad=False` 的权重会被跳过，它的 `.grad` 仍是 None。",
)
def every_weight_gets_one():
    return still_filled(edited(edit="nothing"))


def learnable(C=whole(2, 12), affine=True):
    bn = nn.BatchNorm1d(C, affine=affine)
    bn(torch.randn(8, C))
    return sum(p.numel() for p in bn.parameters())


@question("How many learnable numbers does this BN layer have?", "这个 BN 层有多少个可学习的数？", of=learnable)
def learnable_numbers(out):
    return out


@learnable_numbers.wrong(
    "BN is a layer with weights of its own: a scale γ and a shift β for each feature.",
    "BN 是带有自己权重的层：每个特征有一个缩放 γ 和一个平移 β。",
)
def no_weights_at_all(C):
    return learnable_numbers(learnable(C, affine=False))


@learnable_numbers.wrong(
    "Running mean and variance are buffers: stored with the layer, but not learnt.",
    "运行均值和运行方差是缓冲区：随层保存，但不参与学习。",
)
def statistics_counted_too(C):
    return 4 * C
