"""Training in parts

A batch too large for the memory is split into `k` parts whose gradients add up. If the loss is a mean and the parts
are of equal size, dividing each loss by `k` gives the gradient of the whole:

    ∇L = Σ ∇(Lᵢ / k)

What looks across the batch breaks the equality: batch normalization, or a loss that compares samples. The peak of
memory falls and the gradient stays what it is, so training in parts cures no vanishing gradient.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, task, where, whole

ZH = """分批训练与梯度累积

批量太大、显存放不下时，就把它分成 `k` 份，各份的梯度相加。如果损失取平均且各份大小相同，把每份损失除以 `k`，
就得到整批的梯度：

    ∇L = Σ ∇(Lᵢ / k)

跨样本的计算会破坏这个等式，例如批量归一化，或者拿样本互相比较的损失。显存的峰值降低了，梯度却没有变：所以分批训练治不了梯度消失。
"""
NAMES = ["micro-batch", "microbatch", "gradient accumulation steps"]
SHARED = ["分批训练"]
HINTS = ["显存不足"]
NEEDS = ["grad-accumulation", "dataloader-batching", "batch-norm"]
CONFUSED_WITH = ["gradient-checkpointing"]
SOURCES = [
    "Ott et al., Scaling neural machine translation, arXiv:1806.00187 (accumulated gradients)",
]


@where(lambda k, d: k != d)
def demo(k=whole(2, 6), b=whole(2, 8), d=whole(1, 6)):
    x, y = torch.rand(k * b) + 1, torch.rand(k * b) + 1
    w = torch.tensor(0.0, requires_grad=True)
    (whole_batch,) = torch.autograd.grad(((w * x - y) ** 2).mean(), w)
    steps = []
    for x_part, y_part in zip(x.chunk(k), y.chunk(k), strict=True):
        loss = ((w * x_part - y_part) ** 2).mean()
        (loss / d).backward()
        steps.append(w.grad / whole_batch)
    return steps


@question(
    "What is `w.grad / whole_batch` after the last part?",
    zh="最后一份之后，`w.grad / whole_batch` 是多少？",
)
def ratio(out):
    return out[-1]


@ratio.wrong(
    en=(
        "Gradients of the parts are averaged by themselves.",
        "backward() adds gradients, it does not average them; each loss is already a mean over its own part.",
    ),
    zh=("各份的梯度会自动取平均。", "backward() 把梯度相加，而不是取平均；每份损失已经是该份内的平均。"),
)
def adding_averages(d):
    return 1 / d


@ratio.wrong(
    en=(
        "The sum grows with the number of samples.",
        "It is the number of parts that counts, not the number of samples in each.",
    ),
    zh=("总和随样本数增长。", "起作用的是份数，而不是每份的样本数。"),
)
def times_the_samples(k, b, d):
    return k * b / d


@ratio.wrong(
    en=(
        "The sum is always the gradient of the whole batch.",
        "Only if each mean is divided by the number of parts, d = k.",
    ),
    zh=("各份之和总是整批的梯度。", "只有每份的平均除以份数，即 d = k 时才是。"),
)
def always_the_whole():
    return 1.0


@where(lambda b1, b2, first, second: b1 != b2 and first != second)
def uneven(b1=whole(1, 5), b2=whole(1, 5), first=whole(1, 9), second=whole(1, 9)):
    x = torch.tensor([first] * b1 + [second] * b2).float()
    w = torch.tensor(1.0, requires_grad=True)
    for part in x.split([b1, b2]):
        loss = (w * part).mean() / 2
        loss.backward()
    return w.grad


@question("What is `w.grad`?", zh="`w.grad` 是多少？", of=uneven)
def gradient_of_uneven_parts(out):
    return out


@gradient_of_uneven_parts.wrong(
    en=(
        "Each sample weighs the same, as in the whole batch.",
        "Each part weighs one half, however many samples it holds.",
    ),
    zh=("每个样本的权重相同，与整批一样。", "每一份各占一半，无论有多少样本。"),
)
def each_sample_alike(b1, b2, first, second):
    return (b1 * first + b2 * second) / (b1 + b2)


@gradient_of_uneven_parts.wrong(
    en=("The second backward() replaces the first gradient.", "Gradients are added until they are cleared."),
    zh=("第二次 backward() 会覆盖第一次的梯度。", "梯度会一直累加，直到清零。"),
)
def replaced(second):
    return second / 2


@gradient_of_uneven_parts.wrong(
    en=("The means of the two parts add up.", "Each loss was divided by 2 before."),
    zh=("两份的平均直接相加。", "每份损失事先都除以了 2。"),
)
def not_halved(first, second):
    return float(first + second)


def contrast(n=one_of(12, 24, 36, 48, 60, 72, 96), k=one_of(2, 3, 4, 6)):
    x = F.normalize(torch.randn(n, 8), dim=1)
    for part in x.chunk(k):
        similar = part @ part.T  # each sample against the others
        own = torch.arange(len(part))
        loss = F.cross_entropy(similar / 0.1, own) / k
    return similar, loss


@question(
    "Against how many other samples does the loss compare each one?",
    zh="损失把每个样本与多少个其他样本作比较？",
    of=contrast,
)
def others(out):
    similar, _ = out
    return similar.shape[1] - 1


@others.wrong(
    en=(
        "In parts or not, each sample meets the whole batch.",
        "It meets its own part only: more parts, fewer comparisons.",
    ),
    zh=("分不分批，每个样本都与整批比较。", "它只与自己那一份比较：份数越多，比较越少。"),
)
def whole_batch(n, k):
    return others(contrast(n, k=1))


@others.wrong(
    en=("Each sample is compared with all of its part.", "One of them is the sample itself."),
    zh=("每个样本与那一份的所有样本比较。", "其中有一个是它自己。"),
)
def itself_too(n, k):
    return n // k


@others.wrong(
    en=("A sample is compared with one of each part.", "The parts never meet: only samples of one part are compared."),
    zh=("一个样本与每一份里的一个比较。", "各份互不相见：只在同一份内比较。"),
)
def one_of_each_part(k):
    return k


@task(
    "Write `accumulated`: the gradient of the mean squared error of `x @ w` against `y` over all samples, from parts "
    "of `size` samples (the last may be smaller), without a backward pass over the whole.",
    zh="写出 `accumulated`：`x @ w` 对 `y` 的均方误差（对全部样本取平均）关于 `w` 的梯度。"
    "每次只用 `size` 个样本（最后一份可以更少），不对整批作反向传播。",
    blanks=["len(x_part) / len(x)", "backward()"],
    mend=["divided_by_parts", "cleared_each_time"],
)
def accumulated(w, x, y, size):
    w = w.detach().clone().requires_grad_()
    for x_part, y_part in zip(x.split(size), y.split(size), strict=True):
        loss = ((x_part @ w - y_part) ** 2).mean()
        (loss * len(x_part) / len(x)).backward()
    return w.grad


accumulated.hint("How much of the whole mean does one part's mean make up?", zh="一份的平均在整体平均中占多大比重？")


@accumulated.inputs
def data_in_parts(n=whole(5, 11), size=whole(2, 4), d=whole(1, 3)):
    return torch.randn(d), torch.randn(n, d), torch.randn(n), size


@accumulated.inputs
def one_part(n=whole(2, 4), d=whole(1, 3)):
    return torch.randn(d), torch.randn(n, d), torch.randn(n), 4


@accumulated.holds("One part of all samples gives the same.", zh="把全部样本作为一份，结果相同。")
def as_the_whole(out, solution, w, x, y):
    return torch.allclose(out, solution(w, x, y, len(x)), rtol=1e-3, atol=1e-5)


@accumulated.wrong(
    en=(
        "Each part's mean is divided by the number of parts.",
        "A smaller last part would weigh too much: weigh by samples.",
    ),
    zh=("每份的平均除以份数。", "最后一份较小时权重会过大：要按样本数加权。"),
)
def divided_by_parts(w, x, y, size):
    w = w.detach().clone().requires_grad_()
    parts = len(x.split(size))
    for x_part, y_part in zip(x.split(size), y.split(size), strict=True):
        (((x_part @ w - y_part) ** 2).mean() / parts).backward()
    return w.grad


@accumulated.wrong(
    en=(
        "The means of the parts may simply be added.",
        "Their sum is about as many times too large as there are parts.",
    ),
    zh=("各份的平均直接相加。", "那样大约会大到份数那么多倍。"),
)
def means_added(w, x, y, size):
    w = w.detach().clone().requires_grad_()
    for x_part, y_part in zip(x.split(size), y.split(size), strict=True):
        ((x_part @ w - y_part) ** 2).mean().backward()
    return w.grad


@accumulated.wrong(
    en=("Gradients are cleared before each backward pass.", "Then only the last part is left: they have to add up."),
    zh=("每次反向传播之前先清零梯度。", "那样只剩最后一份：梯度要累加。"),
)
def cleared_each_time(w, x, y, size):
    rest = (len(x) - 1) % size + 1
    return accumulated(w, x[-rest:], y[-rest:], rest) * rest / len(x)


def figure(out):
    parts = range(1, len(out) + 1)
    plt.bar(parts, [float(step) for step in out], label="w.grad / whole batch")
    plt.axhline(1, color="C1", label="whole batch")
    plt.legend()
