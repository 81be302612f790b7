"""Where does the NaN come from

NaN comes of 0 · inf, inf − inf, 0/0, inf/inf and of the log or root of a negative number; whatever is computed from
it is NaN again. log 0 is −inf and 1/0 is inf: not yet NaN, but one step before. So look for the first line whose
result is not finite, not for the line that prints NaN.

`torch.where` hides a bad branch in the forward pass only. In the backward pass the unused branch gets gradient 0, and
0 times an infinite slope is NaN: make its input harmless before. `torch.autograd.detect_anomaly` names the forward
line.
"""

import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, several, task, where, whole

ZH = """NaN 从哪里来

NaN 产生于 0 · inf、inf − inf、0/0、inf/inf，以及对负数取对数或开方；由它算出来的一切仍是 NaN。
log 0 是 −inf，1/0 是 inf：还不是 NaN，但只差一步。所以要找第一个结果不是有限数的行，而不是打印出 NaN 的那一行。

`torch.where` 只在前向时藏住坏的分支。反向时未选中的分支得到梯度 0，而 0 乘以无穷大的导数是 NaN：
要先把它的输入变得无害。`torch.autograd.detect_anomaly` 会指出是前向的哪一行。
"""
NAMES = [
    "NaN loss",
    "loss is NaN",
    "NaN gradient",
    "detect_anomaly",
    "损失为 NaN",
    "梯度为 NaN",
    "loss 变成 NaN",
    "NaN 排查",
]
HINTS = ["NaN", "inf"]
NEEDS = ["logsumexp-stability", "chain-rule"]
SOURCES = ["IEEE 754-2019, section 7.2 (invalid operation)", "torch.autograd.detect_anomaly; torch.where"]


def demo(x=one_of(-1, 0, 0, 1, 2), y=one_of(-2, 0, 0, 1, 3), k=one_of(-1, 0, 0, 2)):
    b = torch.tensor([x, y]).float().log()
    c = b[0] - b[1]
    d = c * k
    return [t.isnan().any().item() for t in (b, c, d)]


@question(
    "Which is the first line that makes a NaN?",
    zh="最先产生 NaN 的是哪一行？",
    choices={"b": "b", "c": "c", "d": "d", "none": "都没有"},
)
def first_nan(out):
    return "bcd"[out.index(True)] if True in out else "none"


@first_nan.wrong(
    en=("The log of a negative number is −inf.", "It is NaN; −inf is the log of 0."),
    zh=("负数的对数是 −inf。", "是 NaN；−inf 是 0 的对数。"),
)
def negative_gives_infinity(x, y, k):
    return first_nan(demo(max(x, 0), max(y, 0), k))


@first_nan.wrong(
    en=("The log of 0 is NaN.", "It is −inf, from which one can go on computing."),
    zh=("0 的对数是 NaN。", "是 −inf，还可以继续算下去。"),
)
def zero_gives_nan(x, y, k):
    return first_nan(demo(x or -1, y or -1, k))


@first_nan.wrong(
    en=("Zero times infinity is 0.", "It is NaN."),
    zh=("0 乘以无穷大等于 0。", "是 NaN。"),
)
def zero_wins(out):
    return "none" if first_nan(out) == "d" else None


@first_nan.wrong(
    en=("Infinity minus infinity is 0.", "It is NaN."),
    zh=("无穷大减无穷大等于 0。", "是 NaN。"),
)
def infinities_cancel(out):
    return "none" if first_nan(out) == "c" else None


@where(lambda v: 0 in v and min(v) < 0 < max(v))
def hidden(v=several((5, 8), whole(-4, 6))):
    x = torch.tensor(v).float().requires_grad_()
    y = torch.where(x > 0, x.sqrt(), 0.0)
    y.sum().backward()
    return x.grad.isnan().sum()


@question("How many entries of the gradient are NaN?", zh="梯度中有几个是 NaN？", of=hidden)
def hidden_nans(out):
    return out


@hidden_nans.wrong(
    en=("`where` protects the gradient.", "0 from `where` times an infinite or NaN slope is NaN."),
    zh=("`where` 会保护梯度。", "`where` 传来的 0 乘以无穷大或 NaN 的导数还是 NaN。"),
)
def where_protects():
    return 0


@hidden_nans.wrong(
    en=("Only negative numbers are bad.", "At 0 the root has infinite slope: 0 · inf."),
    zh=("只有负数才有问题。", "平方根在 0 处导数无穷大：0 · inf。"),
)
def zero_is_fine(v):
    return sum(each < 0 for each in v)


@hidden_nans.wrong(
    en=("One NaN spoils the whole gradient.", "Each entry has its own slope here."),
    zh=("一个 NaN 会毁掉整个梯度。", "这里每个元素的导数互不相干。"),
)
def spoils_all(v):
    return len(v)


def spreading(layers=whole(1, 5), k=one_of(3, 5, 7, 9), at=whole(40, 60)):
    x = torch.ones(1, 1, 101)
    x[0, 0, at] = torch.nan
    for _ in range(layers):
        x = F.avg_pool1d(x, k, stride=1, padding=k // 2)
        x = F.relu(x)
    return x.isnan().sum()


@question("How many entries are NaN at the end?", zh="最后有几个是 NaN？", of=spreading)
def width(out):
    return out


@width.wrong(
    en=("A NaN stays where it is.", "Every window that touches it becomes NaN."),
    zh=("NaN 留在原处。", "凡是碰到它的窗口都变成 NaN。"),
)
def stays(k, at):
    return width(spreading(layers=0, k=k, at=at))


@width.wrong(
    en=("ReLU turns NaN into 0.", "ReLU of NaN is NaN."),
    zh=("ReLU 把 NaN 变成 0。", "NaN 经过 ReLU 仍是 NaN。"),
)
def relu_stops_it():
    return 0


@width.wrong(
    en=("Each layer adds k.", "It adds k − 1: the middle of the window is there already."),
    zh=("每层增加 k 个。", "增加 k − 1 个：窗口中间的已经算过了。"),
)
def k_for_each_layer(layers, k):
    return 1 + layers * k


@task(
    "Write `first_bad`: the index of the first layer (a function) whose output is not all finite; −1 if there is none.",
    zh="写出 `first_bad`：第一个输出不全是有限数的层（函数）的下标；没有则返回 −1。",
    blanks=["x.isfinite().all()", "return -1"],
    mend=["nan_only", "none_finite"],
)
def first_bad(layers, x):
    for index, layer in enumerate(layers):
        x = layer(x)
        if not x.isfinite().all():
            return index
    return -1


first_bad.hint("inf is the place, too: it comes before the NaN.", zh="inf 也算：它出现在 NaN 之前。")
first_bad.hint("One bad entry is enough.", zh="有一个坏元素就够了。")


@first_bad.inputs
def some_layers(layers=several((3, 7), one_of(torch.exp, torch.exp, torch.exp, torch.square, torch.neg))):
    return layers, torch.randn(3) * 4


@first_bad.inputs
def only_one_bad(layers=several((1, 4), one_of(torch.log, torch.reciprocal, torch.square, torch.sqrt))):
    return layers, torch.tensor([1.0, 0.0, 4.0])


@first_bad.holds("All layers before it give finite numbers.", zh="在它之前的各层都给出有限数。")
def finite_before(out, layers, x):
    for layer in layers[: max(out, 0)]:
        x = layer(x)
    return bool(x.isfinite().all())


@first_bad.wrong(
    en=("Only NaN is bad.", "inf is the bug's place as well, one step before."),
    zh=("只有 NaN 才算坏。", "inf 同样是出错的地方，只是早一步。"),
)
def nan_only(layers, x):
    for index, layer in enumerate(layers):
        x = layer(x)
        if x.isnan().any():
            return index
    return -1


@first_bad.wrong(
    en=("A layer is bad when no entry is finite.", "One entry that is not finite is enough."),
    zh=("所有元素都不有限才算坏。", "有一个不是有限数就算。"),
)
def none_finite(layers, x):
    for index, layer in enumerate(layers):
        x = layer(x)
        if not x.isfinite().any():
            return index
    return -1


@first_bad.wrong(
    en=("It is the last bad layer.", "The first one is to blame; the others only pass it on."),
    zh=("是最后一个坏的层。", "要找第一个；其余的只是传下去。"),
)
def last_one(layers, x):
    found = -1
    for index, layer in enumerate(layers):
        x = layer(x)
        found = found if x.isfinite().all() else index
    return found
