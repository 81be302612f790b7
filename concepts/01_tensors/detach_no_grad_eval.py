"""detach, no_grad, eval

Three things that are easily mixed up. `detach()` cuts one edge of the graph: the result has the same values and no
history. `no_grad()` records nothing inside its block. `eval()` changes only what dropout and batch normalisation
compute, and leaves autograd as it is.

A factor that was cut is a constant for the derivative:

    d(x · stop(x)) / dx = x, not 2x

If only the input of a layer is detached, its weights still learn; if its output is, nothing before it does.
"""

import torch
from torch import nn

from journal.authoring import one_of, question, real, several, where, whole

ZH = """detach、no_grad 与 eval

三件容易混淆的事。`detach()` 剪断计算图的一条边：结果数值相同，但没有历史。`no_grad()` 让块内什么都不记录。
`eval()` 只改变 dropout 和批量归一化的计算方式，不影响自动求导。

被剪断的因子对求导来说是常数：

    d(x · stop(x)) / dx = x，而不是 2x

只把一层的输入 detach，它的权重照样学习；把输出 detach，它之前的都学不到了。
"""
NAMES = [
    "detach()",
    "stop-gradient",
    "stop_gradient",
    "detach 张量",
    "停止梯度",
    "截断梯度",
]
SHARED = ["detach"]
HINTS = ["inference_mode", "不计算梯度"]
NEEDS = ["chain-rule", "train-eval-mode"]
CONFUSED_WITH = ["train-eval-mode"]
SOURCES = ["PyTorch documentation, Autograd mechanics: Locally disabling gradient computation", "torch.Tensor.detach"]


@where(lambda x, y: x != y)
def demo(x=whole(2, 9), y=whole(2, 9)):
    x = torch.tensor(float(x), requires_grad=True)
    z = x * x.detach() + y * x
    z.backward()
    return int(x.grad)


@question("What does it return?", zh="返回值是多少？")
def gradient(out):
    return out


@gradient.wrong(
    en=("`detach` leaves the gradient as it is: x · x has slope 2x.", "The detached factor is a constant: slope x."),
    zh=("`detach` 不影响梯度：x · x 的导数是 2x。", "被 detach 的因子是常数：导数是 x。"),
)
def as_if_not_detached(x, y):
    return 2 * x + y


@gradient.wrong(
    en=("A term with a detached factor gives no gradient.", "Through the other factor it does."),
    zh=("含有 detach 因子的项没有梯度。", "另一个因子照样传梯度。"),
)
def whole_term_is_cut(y):
    return y


@gradient.wrong(
    en=("A detached factor counts as 1.", "It counts with its value, as a constant."),
    zh=("被 detach 的因子当作 1。", "它以自己的数值作为常数参与。"),
)
def counts_as_one(y):
    return 1 + y


@where(lambda ways: {"eval", "detached input"} <= set(ways))
def outputs(ways=several((4, 12), one_of("eval", "no_grad", "detached input", "detached output"))):
    net, count = nn.Linear(3, 1), 0
    x = torch.rand(2, 3, requires_grad=True)
    for way in ways:
        net.train(way != "eval")
        with torch.set_grad_enabled(way != "no_grad"):
            y = net(x.detach() if way == "detached input" else x)
        if way == "detached output":
            y = y.detach()
        count += y.requires_grad
    return count


@question("How many of the outputs require a gradient?", zh="有几个输出需要梯度？", of=outputs)
def tracked(out):
    return out


@tracked.wrong(
    en=("`eval()` switches gradients off.", "It changes dropout and BN only."),
    zh=("`eval()` 关掉梯度。", "它只影响 dropout 和 BN。"),
)
def eval_stops_gradients(ways):
    return ways.count("detached input")


@tracked.wrong(
    en=("Without a gradient at the input there is none at the output.", "The weights require one, so the output does."),
    zh=("输入没有梯度，输出就没有。", "权重需要梯度，所以输出也需要。"),
)
def input_decides(ways):
    return ways.count("eval")


@tracked.wrong(
    en=("A detached output still has its weights.", "It has no history: nothing before it gets a gradient."),
    zh=("detach 之后的输出仍连着权重。", "它没有历史：之前的都得不到梯度。"),
)
def output_keeps_its_history(out, ways):
    return out + ways.count("detached output")


@where(lambda p: abs(p - 0.5) > 0.03)
def dropped(p=real(0.1, 0.8, places=2)):
    drop = nn.Dropout(p)
    with torch.no_grad():
        y = drop(torch.ones(1000))
    return y.max()


@question("What does it return?", zh="返回值是多少？", of=dropped)
def largest(out):
    return out


@largest.wrong(
    en=("Without gradients dropout rests.", "Only `eval()` switches it off."),
    zh=("不求梯度时 dropout 就不工作。", "只有 `eval()` 才会关掉它。"),
)
def no_grad_is_eval():
    return 1.0


@largest.wrong(
    en=("What is kept is divided by p.", "It is divided by the share that is kept, 1 − p."),
    zh=("保留下来的除以 p。", "除以保留的比例 1 − p。"),
)
def divided_by_p(p):
    return 1 / p


@largest.wrong(
    en=(
        "What is kept is multiplied by 1 − p.",
        "That was done at test time in the first papers; PyTorch divides in training.",
    ),
    zh=("保留下来的乘以 1 − p。", "最早的论文在测试时这样做；PyTorch 在训练时做除法。"),
)
def times_kept(p):
    return 1 - p
