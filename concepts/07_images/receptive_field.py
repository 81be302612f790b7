"""Receptive field

The receptive field of an output is the stretch of the input that can change it. Each layer widens it by d(k − 1)
steps on its own input, and one such step spans the product of all strides before it:

    1 + Σ dₗ (kₗ − 1) · s₁ · s₂ · … · sₗ₋₁

Hence a stride widens nothing in its own layer but every later one, and so does the stride of a pool. Taken together,
convolution, activation and pooling see further than the convolution alone; the activation itself sees no neighbours.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, several, task, whole

ZH = """感受野

一个输出的感受野，就是输入中能影响它的那一段。每一层把它加宽 d(k − 1) 步，
而这一步有多长，等于前面各层步长的乘积：

    1 + Σ dₗ (kₗ − 1) · s₁ · s₂ · … · sₗ₋₁

所以步长不加宽本层，却会让后面的每一层都看得更宽，池化的步长也一样。把卷积、激活函数和池化看成一个整体，
感受野确实比单独的卷积大；其中激活函数本身不看邻居。
"""
NAMES = ["receptive fields", "effective stride"]
NEEDS = ["conv-output-size", "pooling"]
SOURCES = [
    "Araujo, Norris & Sim, Computing receptive fields of convolutional neural networks, Distill, 2019",
    "Dumoulin & Visin, A guide to convolution arithmetic, arXiv:1603.07285",
]


def demo(
    k=several(3, one_of(2, 3, 5)),
    s=several(3, one_of(1, 2)),
    d=several(3, one_of(1, 1, 2)),
):
    x = torch.zeros(1, 1, 200, requires_grad=True)
    y = x
    for i in range(3):
        kernel = torch.ones(1, 1, k[i])
        y = F.conv1d(y, kernel, stride=s[i], dilation=d[i])
    y[0, 0, 5].backward()
    seen = x.grad[0, 0].nonzero()
    return seen[-1] - seen[0] + 1


@question(
    "How many entries of `x` does the receptive field of `y[0, 0, 5]` span, gaps included?",
    zh="`y[0, 0, 5]` 的感受野跨越 `x` 的多少个元素（空隙也算在内）？",
)
def span(out):
    return int(out)


@span.wrong(
    en=("Each layer adds k entries to what is seen.", "Neighbouring windows overlap: a layer adds k − 1 steps, not k."),
    zh=("每一层让看到的范围多 k 个元素。", "相邻窗口互相重叠：一层只多看 k − 1 步，而不是 k 步。"),
)
def kernels_add(k):
    return sum(k)


@span.wrong(
    en=(
        "Strides do not matter for what is seen.",
        "A stride of 2 doubles what each step of the later layers spans in `x`.",
    ),
    zh=("步长不影响看到的范围。", "步长为 2 时，后面各层的每一步在 `x` 上都加长一倍。"),
)
def strides_ignored(k, d):
    return span(demo(k, [1, 1, 1], d))


@span.wrong(
    en=("Dilation leaves the reach alone.", "A dilated kernel leaves gaps and so reaches d times as far."),
    zh=("膨胀不改变能看多远。", "膨胀的卷积核留有空隙，所以伸到 d 倍远。"),
)
def dilation_ignored(k, s):
    return span(demo(k, s, [1, 1, 1]))


@span.wrong(
    en=(
        "The kernel sizes multiply.",
        "Kernels do not multiply: only strides do, and they scale the k − 1 of the layers behind them.",
    ),
    zh=("各层的卷积核大小相乘。", "相乘的不是卷积核大小，而是步长：它放大后面各层的 k − 1。"),
)
def kernels_multiply(k):
    return k[0] * k[1] * k[2]


@span.wrong(
    en=("A layer's own stride widens what it sees.", "The stride moves its next window; only later layers see more."),
    zh=("一层自己的步长会加宽它看到的范围。", "步长只决定下一个窗口在哪里，加宽的是后面的层。"),
)
def own_stride_counts(k, s, d):
    return 1 + d[0] * (k[0] - 1) * s[0] + d[1] * (k[1] - 1) * s[0] * s[1] + d[2] * (k[2] - 1) * s[0] * s[1] * s[2]


def neighbours(k=several(3, one_of(2, 3)), s=several(3, one_of(1, 2, 3))):
    x = torch.zeros(1, 1, 300, requires_grad=True)
    y = x
    for i in range(3):
        y = F.conv1d(y, torch.ones(1, 1, k[i]), stride=s[i])
    firsts = []
    for i in (5, 6):
        (grad,) = torch.autograd.grad(y[0, 0, i], x, retain_graph=True)
        firsts.append(grad[0, 0].nonzero()[0])
    return firsts[1] - firsts[0]


@question(
    "By how many entries of `x` does the receptive field of `y[0, 0, 6]` begin later than that of `y[0, 0, 5]`?",
    zh="在 `x` 上，`y[0, 0, 6]` 的感受野起点比 `y[0, 0, 5]` 的靠后多少个元素？",
    of=neighbours,
)
def jump(out):
    return int(out)


@jump.wrong(
    en=("Strides add up over the layers.", "Each stride works on steps that are already that long: strides multiply."),
    zh=("各层的步长相加。", "每层的步长作用在已经变长的步子上：步长相乘，而不是相加。"),
)
def strides_add(s):
    return sum(s)


@jump.wrong(
    en=(
        "Only the last layer's stride counts.",
        "The strides of the layers before count as well: their outputs are already spread out.",
    ),
    zh=("只有最后一层的步长起作用。", "前面各层的步长也要算：它们的输出之间已经隔开了。"),
)
def last_stride_only(k, s):
    return jump(neighbours(k, [1, 1, s[-1]]))


@jump.wrong(
    en=(
        "Neighbours in `y` see neighbouring stretches of `x`.",
        "Neighbours in `y` are neighbours in `x` only if every stride is 1.",
    ),
    zh=("`y` 中相邻的数，在 `x` 上的起点也相邻。", "只有步长全为 1 时，`y` 中相邻的两个数在 `x` 中才相邻。"),
)
def always_neighbours(k):
    return jump(neighbours(k, [1, 1, 1]))


def pool_in_front(k=several((2, 3), one_of(2, 3, 5)), step=2):
    x = torch.rand(1, 1, 100, requires_grad=True)
    y = F.avg_pool1d(x, kernel_size=2, stride=step)
    for size in k:
        y = F.conv1d(y, torch.ones(1, 1, size))
    y[0, 0, 5].backward()
    return x.grad.count_nonzero()


@question(
    "How many entries of `x` does `y[0, 0, 5]` see?",
    zh="`y[0, 0, 5]` 看到 `x` 的多少个元素？",
    of=pool_in_front,
)
def span_behind_pool(out):
    return int(out)


@span_behind_pool.wrong(
    en=(
        "The pool's stride changes nothing for later layers.",
        "The pool's stride counts: what each convolution sees behind it is twice as wide in `x`.",
    ),
    zh=("池化的步长对后面的层没有影响。", "池化的步长也起作用：后面每个卷积看到的范围，在 `x` 上都宽一倍。"),
)
def pool_stride_ignored(k):
    return span_behind_pool(pool_in_front(k, step=1))


@span_behind_pool.wrong(
    en=(
        "Only convolutions count for the receptive field.",
        "The pool counts too: each pooled number stands for two entries of `x`.",
    ),
    zh=("感受野只由卷积决定。", "池化也算：池化后的每个数代表 `x` 的两个元素。"),
)
def pool_ignored(k):
    return 1 + sum(k) - len(k)


@task(
    "Write `receptive_field`: how many entries an output spans, given each layer's kernel size, stride and dilation.",
    zh="写出 `receptive_field`：给出各层的核大小、步长和膨胀率，求一个输出跨越多少个输入元素。",
    blanks=["dilation * (size - 1) * step", "step *= stride"],
    order=True,
    mend=["stride_too_early", "whole_kernels"],
)
def receptive_field(k, s, d):
    seen, step = 1, 1
    for size, stride, dilation in zip(k, s, d, strict=True):
        seen += dilation * (size - 1) * step
        step *= stride
    return seen


receptive_field.hint(
    "Carry two numbers along: what is seen, and the length of one step.", zh="一路带着两个数：看到的范围和一步的长度。"
)


@receptive_field.inputs
def layers(
    k=several(4, whole(1, 5)),
    s=several(4, whole(1, 3)),
    d=several(4, whole(1, 3)),
):
    return k, s, d


@receptive_field.inputs
def one_layer(k=whole(1, 7), s=whole(1, 3), d=whole(1, 2)):
    return [k], [s], [d]


@receptive_field.holds("The last layer's stride makes no difference.", zh="最后一层的步长没有影响。")
def last_stride_is_free(out, solution, k, s, d):
    return out == solution(k, [*s[:-1], 9], d)


@receptive_field.wrong(
    en=("A layer's stride already widens that layer.", "It lengthens the steps of later layers only."),
    zh=("一层的步长就加宽了这一层。", "它只加长后面各层的步子。"),
)
def stride_too_early(k, s, d):
    seen, step = 1, 1
    for size, stride, dilation in zip(k, s, d, strict=True):
        step *= stride
        seen += dilation * (size - 1) * step
    return seen


@receptive_field.wrong(
    en=("Each layer adds its whole kernel.", "Windows overlap by one: add size − 1."),
    zh=("每一层加上整个卷积核。", "窗口重叠一个元素：加 size − 1。"),
)
def whole_kernels(k, s, d):
    seen, step = 1, 1
    for size, stride, dilation in zip(k, s, d, strict=True):
        seen += dilation * size * step
        step *= stride
    return seen


@receptive_field.wrong(
    en=("Strides do not change what is seen.", "They lengthen every later step."),
    zh=("步长不改变看到的范围。", "步长会加长后面的每一步。"),
)
def no_strides(k, s, d):
    return receptive_field(k, [1] * len(k), d)


@receptive_field.wrong(
    en=("The strides of the layers add up.", "They multiply: each acts on steps that are already long."),
    zh=("各层的步长相加。", "步长相乘：每一层都作用在已经变长的步子上。"),
)
def added_strides(k, s, d):
    seen, step = 1, 1
    for size, stride, dilation in zip(k, s, d, strict=True):
        seen += dilation * (size - 1) * step
        step += stride
    return seen


def figure(k, s, d):
    step, centre = [1], [0.0]
    for i in range(3):
        centre.append(centre[i] + step[i] * d[i] * (k[i] - 1) / 2)
        step.append(step[i] * s[i])
    seen, ends = {0}, []
    for layer in (3, 2, 1, 0):
        places = [centre[layer] + step[layer] * i for i in sorted(seen)]
        plt.scatter(places, [layer] * len(places), color="C0")
        ends.append((places[0], places[-1]))
        if layer > 0:
            seen = {i * s[layer - 1] + j * d[layer - 1] for i in seen for j in range(k[layer - 1])}
    for end in (0, 1):
        plt.plot([pair[end] for pair in ends], [3, 2, 1, 0], color="C1")
    plt.xlabel("entry of x")
    plt.ylabel("layer")
