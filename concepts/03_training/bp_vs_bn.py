"""BP or BN?

One letter apart, and different kinds of thing. BP (backpropagation) is a procedure: `loss.backward()` fills the
`.grad` of every weight that wants one. BN (batch normalisation) is a layer that rescales what passes through it: it
has 2C weights (γ and β, learnt by BP like all others) and running statistics, which no gradient ever touches.

One training step therefore changes three things in turn: the forward pass moves the running statistics (in training
mode), backward fills `.grad`, and the optimiser's step moves the weights.
"""

import torch
from torch import nn

from journal.authoring import one_of, question, several, where, whole

ZH = """BP 与 BN 的区分

只差一个字母，却是两类东西。BP（反向传播）是一种方法：`loss.backward()` 给每个需要梯度的权重填上 `.grad`。
BN（批量归一化）是一个层，对流过它的数据重新缩放：它有 2C 个权重（γ 和 β，和其他权重一样靠 BP 学习），
还有运行统计量，后者没有梯度，不由 BP 更新。

所以一个训练步依次改变三样东西：前向传播更新运行统计量（训练模式下），反向传播填写 `.grad`，优化器的 step 修改权重。
"""
NAMES = [
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
    i=whole(2, 9),
    o=whole(2, 9),
    mode=one_of("train", "eval"),
    frozen=one_of("linear", "bn"),
):
    linear, bn = nn.Linear(i, o, bias=False), nn.BatchNorm1d(o)
    net = nn.Sequential(linear, bn, nn.Tanh()).train(mode == "train")
    net[0 if frozen == "linear" else 1].requires_grad_(False)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    kept = [bn.running_mean, bn.running_var, *net.parameters()]
    before = [each.clone() for each in kept]
    net(torch.randn(8, i)).square().sum().backward()
    optimizer.step()
    pairs = zip(before, kept, strict=True)
    return sum((old != new).sum() for old, new in pairs)


@question(
    "How many of the numbers in `kept` does this training step change?",
    zh="这个训练步改变了 `kept` 里的多少个数？",
)
def changed_in_a_step(out):
    return out


@changed_in_a_step.wrong(
    en=("Freezing bn stops its running statistics.", "`requires_grad` is for BP; the forward pass moves them anyhow."),
    zh=("冻结 bn 之后，运行统计量也不再变。", "`requires_grad` 只管 BP；训练模式的前向传播照样更新它们。"),
)
def frozen_statistics(out, o, mode, frozen):
    return int(out) - 2 * o * (frozen == "bn" and mode == "train")


@changed_in_a_step.wrong(
    en=("The step moves frozen weights, too.", "Without a `.grad` a weight is passed over."),
    zh=("更新时冻结的权重也会变。", "没有 `.grad` 的权重会被跳过。"),
)
def frozen_weights_move(out, i, o, frozen):
    return int(out) + (i * o if frozen == "linear" else 2 * o)


@changed_in_a_step.wrong(
    en=("BN moves its statistics in either mode.", "In eval mode it only reads them."),
    zh=("两种模式下 BN 都更新统计量。", "评估模式下它只读不写。"),
)
def moved_in_eval_too(i, o, frozen):
    return changed_in_a_step(demo(i, o, mode="train", frozen=frozen))


@where(lambda x, start, after: sum(which(x, start, after).values()) == 1)
def which(x=several(2, whole(-6, 6)), start=whole(-4, 4), after=whole(-5, 5)):
    x = torch.tensor(x).float()
    bn = nn.BatchNorm1d(1, momentum=0.5)
    bn.running_mean.fill_(start)
    bn(x[:, None])
    w = torch.tensor(float(start), requires_grad=True)
    (w * x).mean().backward()
    w.data -= 0.5 * w.grad
    return {"BN": bn.running_mean.item() == after, "BP": w.item() == after}


@question(
    "A number was `start` and is `after` now. Which of the two moved it: BN's forward pass (then it is the running "
    "mean) or the gradient of BP (then it is w)?",
    zh="一个数原来是 `start`，现在是 `after`。是谁改变了它：BN 的前向传播（它是运行均值），还是 BP 的梯度（它是 w）？",
    of=which,
    choices=["BP", "BN"],
)
def which_of_the_two(out):
    return "BN" if out["BN"] else "BP"


@which_of_the_two.wrong(
    en=("The running mean is replaced by the batch mean.", "It goes half of the way: (start + mean) / 2 here."),
    zh=("运行均值换成批量的均值。", "它只走一半：这里是 (start + 均值) / 2。"),
)
def replaced(x, after):
    return "BN" if sum(x) / 2 == after else "BP"


@which_of_the_two.wrong(
    en=("The gradient moves w towards the batch mean.", "The gradient of w·x is x: w moves by −0.5 · mean."),
    zh=("梯度让 w 靠近批量的均值。", "w·x 的梯度是 x：w 移动 −0.5 · 均值。"),
)
def gradient_goes_to_the_mean(x, start, after):
    return "BP" if (start + sum(x) / 2) / 2 == after else "BN"


@which_of_the_two.wrong(
    en=("The gradient is added.", "The step subtracts it: w goes down where the mean is positive."),
    zh=("梯度是加上去的。", "更新时要减去梯度：均值为正时 w 变小。"),
)
def gradient_added(x, start, after):
    return "BP" if start + sum(x) / 4 == after else "BN"


def filled(
    i=whole(2, 9),
    o=whole(2, 9),
    edit=one_of("drop BN", "eval", "freeze linear.weight", "freeze bn.weight"),
):
    linear, bn = nn.Linear(i, o), nn.BatchNorm1d(o)
    if edit.startswith("freeze"):
        frozen = linear.weight if "linear" in edit else bn.weight
        frozen.requires_grad_(False)
    net = nn.Sequential(linear, nn.Tanh())
    if edit != "drop BN":
        net.insert(1, bn)
    net.train(edit != "eval")
    net(torch.randn(8, i)).sum().backward()
    weights = [*linear.parameters(), *bn.parameters()]
    return sum(w.numel() for w in weights if w.grad is not None)


@question(
    "For how many numbers does `backward()` fill in a `.grad` (0 counts as filled in)?",
    zh="`backward()` 给多少个数填写了 `.grad`（填 0 也算）？",
    of=filled,
)
def numbers_with_gradient(out):
    return out


@numbers_with_gradient.wrong(
    en=("Without BN, or in eval mode, there is no BP.", "BP needs no BN, and works in either mode."),
    zh=("没有 BN 或在评估模式下就没有 BP。", "BP 与 BN 无关，两种模式下都照常进行。"),
)
def no_gradient_without_bn(out, edit):
    return 0 if edit in ("drop BN", "eval") else out


@numbers_with_gradient.wrong(
    en=("BN looks after its own γ and β.", "They are weights like any others: BP gives them their gradients."),
    zh=("BN 的 γ 和 β 由 BN 自己更新。", "它们和其他权重一样，梯度由 BP 算出。"),
)
def bn_on_its_own(i, o, edit):
    return numbers_with_gradient(filled(i, o, edit="drop BN")) - i * o * ("linear" in edit)


@numbers_with_gradient.wrong(
    en=("The running statistics get gradients, too.", "They are buffers, which no gradient reaches."),
    zh=("运行统计量也有梯度。", "它们是缓冲区，梯度到不了。"),
)
def statistics_too(out, o, edit):
    return out if edit == "drop BN" else out + 2 * o


@numbers_with_gradient.wrong(
    en=("A frozen weight gets a gradient that is not used.", "With `requires_grad=False` its `.grad` stays None."),
    zh=("冻结的权重有梯度，只是不用。", "`requires_grad=False` 时，它的 `.grad` 一直是 None。"),
)
def frozen_too(i, o, edit):
    return numbers_with_gradient(filled(i, o, edit="eval")) if edit.startswith("freeze") else None
