"""Gradients add up

`backward()` adds its result to `.grad`; it neither replaces what is there nor touches the weight. That is why a
training loop calls `zero_grad()`, which by default sets `.grad` to `None`.

A tensor that is used several times, or stretched by broadcasting, collects one contribution per use. And the graph
is for one use: `backward()` frees the tensors that its operations saved, so a second call fails wherever something
had been saved.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import CURVES, curve, one_of, question, real, several, task, where, whole

ZH = """梯度累加与清零

`backward()` 把结果加到 `.grad` 上，既不覆盖原有的值，也不改动权重。所以训练循环里要调用 `zero_grad()`，
它默认把 `.grad` 设为 `None`。

一个张量被使用几次，或者被广播扩展成几份，就收到几份梯度，全部相加。计算图只供一次使用：
`backward()` 会释放各运算保存的张量，只要其中有运算保存过数值，第二次调用就会报错。
"""
NAMES = ["zero_grad", "retain_graph", "gradient accumulation", "梯度累加", "梯度累积", "梯度清零", "清空梯度"]
SHARED = [".grad"]
NEEDS = ["chain-rule"]
SOURCES = ["torch.Tensor.backward", "torch.optim.Optimizer.zero_grad", "PyTorch documentation, Autograd mechanics"]


@where(lambda w, x, t: abs(w * x - t) >= 0.5)
def demo(w=real(-2, 2), x=real(0.5, 2, either_sign=True), t=real(-2, 2), k=whole(2, 5)):
    w = torch.tensor(w, requires_grad=True)
    seen = []
    for _ in range(k):
        loss = (w * x - t) ** 2
        loss.backward()
        seen.append(w.grad.item())
    return seen


@question(
    "What is the last number in `seen`, to three significant figures?",
    zh="`seen` 里的最后一个数是多少（三位有效数字）？",
)
def gradient(out):
    return out[-1]


@gradient.wrong(
    en=("backward() replaces .grad.", "It adds to .grad; without zero_grad() the k gradients pile up."),
    zh=("backward() 会覆盖 .grad。", "每次都加到 .grad 上；不清零，k 次的梯度就叠加起来。"),
)
def replaced_each_time(w, x, t):
    return gradient(demo(w, x, t, k=1))


@gradient.wrong(
    en=("The gradient is 2 · (w·x − t) each time.", "The derivative of w * x by w is x: one factor more."),
    zh=("每次的梯度是 2 · (w·x − t)。", "还有最后一个因子：w * x 对 w 的导数，也就是 x。"),
)
def inner_factor_forgotten(out, x):
    return out[-1] / x


@where(lambda calls: calls[-1] == "backward" and "zero_grad" in calls)
def cleared(
    x=whole(2, 9),
    calls=several((5, 9), one_of("backward", "backward", "zero_grad")),
):
    w = torch.tensor(1.0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    for call in calls:
        if call == "backward":
            (w * x).backward()
        else:
            optimizer.zero_grad()
    return w.grad


@question("What is `w.grad` at the end?", zh="最后 `w.grad` 是多少？", of=cleared)
def since_cleared(out):
    return out


@since_cleared.wrong(
    en=("backward() replaces .grad.", "It adds to what has gathered since the last zero_grad()."),
    zh=("backward() 会覆盖 .grad。", "它加到上次清零以来积累的值上。"),
)
def the_last_alone(x):
    return float(x)


@since_cleared.wrong(
    en=("zero_grad() takes back one backward().", "It clears all that has gathered."),
    zh=("zero_grad() 撤销一次 backward()。", "它清掉积累的全部梯度。"),
)
def one_taken_back(x, calls):
    return float(x * (calls.count("backward") - calls.count("zero_grad")))


@since_cleared.wrong(
    en=("zero_grad() does not touch .grad.", "It sets .grad to None; the next backward() begins from nothing."),
    zh=("zero_grad() 不改动 .grad。", "它把 .grad 设为 None，下一次 backward() 从头开始。"),
)
def never_cleared(x, calls):
    return float(x * calls.count("backward"))


@where(lambda curvature, lr: 0.3 <= curvature * lr <= 1 or 3 <= curvature * lr <= 3.6)
def loop(curvature=one_of(1, 2, 4), lr=one_of(0.25, 0.5, 0.8, 0.9, 1.6, 1.7), clear=one_of(True, True, False)):
    w = torch.tensor(3.0, requires_grad=True)
    losses = []
    for _ in range(4):
        loss = curvature / 2 * w**2
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            w -= lr * w.grad
        if clear:
            w.grad = None
    return losses


@question("What does the loss do from step to step?", zh="损失逐步怎样变化？", of=loop, choices=CURVES)
def course_of_the_loss(out):
    return curve(out)


@course_of_the_loss.wrong(
    en=("backward() replaces .grad.", "It adds to it: without clearing, all earlier gradients still push."),
    zh=("backward() 会覆盖 .grad。", "它是累加：不清零，以前的梯度还在推着走。"),
)
def as_if_cleared(curvature, lr):
    return course_of_the_loss(loop(curvature, lr, clear=True))


@course_of_the_loss.wrong(
    en=("Gradients that pile up only make it faster.", "They go on pushing beyond the minimum, and the loss turns."),
    zh=("累积的梯度只会让下降更快。", "过了最低点它们还在推，损失就会掉头。"),
)
def only_faster(clear):
    return None if clear else "falls"


@course_of_the_loss.wrong(
    en=("A step against the gradient always lowers the loss.", "Beyond lr = 2/curvature it lands higher up."),
    zh=("逆着梯度走一步，损失总会下降。", "lr 超过 2/曲率，就会落到更高处。"),
)
def always_lower(clear):
    return "falls" if clear else None


def twice(ops=several((5, 8), one_of("w + 3", "w - 3", "w * 3", "w ** 2", "tanh(w)")), keep=False):
    failed = 0
    for operation in ops:
        w = torch.tensor(2.0, requires_grad=True)
        y = {
            "w + 3": w + 3,
            "w - 3": w - 3,
            "w * 3": w * 3,
            "w ** 2": w**2,
            "tanh(w)": torch.tanh(w),
        }[operation]
        y.backward(retain_graph=keep)
        try:
            y.backward()
        except RuntimeError:
            failed += 1
    return failed


@question("What is `failed`?", zh="`failed` 是多少？", of=twice)
def second_backward_fails(out):
    return out


@second_backward_fails.wrong(
    en=(
        "backward() can be repeated.",
        "Where a value was saved, the first call freed it; `retain_graph=True` keeps it.",
    ),
    zh=("backward() 可以重复调用。", "保存过的数值在第一次调用后就释放了；`retain_graph=True` 才会保留。"),
)
def backward_can_be_repeated(ops):
    return twice(ops, keep=True)


@second_backward_fails.wrong(
    en=(
        "The second backward() always fails.",
        "A sum's or difference's derivative needs no saved value: nothing is missing.",
    ),
    zh=("第二次 backward() 总会报错。", "加减法的导数不需要保存数值，第二次什么也不缺。"),
)
def graph_is_gone(ops):
    return len(ops)


@second_backward_fails.wrong(
    en=("Linear operations save nothing.", "w * 3 saves its factor for the derivative."),
    zh=("线性运算不保存任何东西。", "w * 3 为求导保存了因子。"),
)
def linear_saves_nothing(out, ops):
    return out - ops.count("w * 3")


def stretched(a=whole(2, 6), b=whole(2, 6), c=whole(2, 6)):
    u = torch.zeros(a, 1, requires_grad=True)
    v = torch.zeros(a, b)
    (c * (u + v)).sum().backward()
    return u.grad


@question("What is each entry of `u.grad`?", zh="`u.grad` 的每个元素是多少？", of=stretched)
def each_entry(out):
    return out[0, 0]


@each_entry.wrong(
    en=("An entry counts once.", "Each entry of u is used b times, once in each column, and every use adds c."),
    zh=("每个元素只算一次。", "u 的每个元素被用了 b 次（每列一次），每用一次加 c。"),
)
def counts_once(a, c):
    return each_entry(stretched(a, 1, c))


@each_entry.wrong(
    en=("An entry reaches the whole table.", "It reaches only the b positions of its own row."),
    zh=("一个元素影响整张表。", "它只影响自己那一行的 b 个位置。"),
)
def reaches_every_position(a, b, c):
    return float(a * b * c)


@each_entry.wrong(
    en=("Each use adds 1.", "It adds the slope of what follows, c."),
    zh=("每用一次加 1。", "加的是后面运算的导数 c。"),
)
def factor_forgotten(a, b):
    return each_entry(stretched(a, b, 1))


@task(
    "Write `full_gradient`: of the mean of (x @ w − t)² over all rows, by w, from parts of B rows at a time, without "
    "autograd.",
    zh="写出 `full_gradient`：(x @ w − t)² 对所有行取平均，求它对 w 的梯度；每次只取 B 行，不用自动求导。",
    blanks=["/ len(x)", "total +"],
    mend=["mean_of_the_parts", "last_part_alone"],
)
def full_gradient(w, x, t, B):
    total = torch.zeros_like(w)
    for rows, targets in zip(x.split(B), t.split(B), strict=True):
        total = total + 2 * rows.T @ (rows @ w - targets)
    return total / len(x)


full_gradient.hint(
    "The last part may be shorter: sum first, divide once.", zh="最后一份可能较短：先求和，最后只除一次。"
)


@full_gradient.inputs
def rows_and_targets(n=whole(3, 9), d=whole(1, 3), B=whole(2, 4)):
    return torch.randn(d), torch.randn(n, d), torch.randn(n), B


@full_gradient.holds("The size of the parts changes nothing.", zh="每份多大都不影响结果。")
def parts_do_not_matter(out, solution, w, x, t):
    return torch.allclose(solution(w, x, t, len(x)), out, atol=1e-4)


@full_gradient.wrong(
    en=("The means of the parts are averaged.", "A short last part would weigh too much."),
    zh=("各份的平均再取平均。", "较短的最后一份权重就过大了。"),
)
def mean_of_the_parts(w, x, t, B):
    parts = list(zip(x.split(B), t.split(B), strict=True))
    return sum(full_gradient(w, rows, targets, B) for rows, targets in parts) / len(parts)


@full_gradient.wrong(
    en=("The means of the parts are added.", "That is as many times too much as there are parts."),
    zh=("各份的平均相加。", "这样有几份就大了几倍。"),
)
def means_added(w, x, t, B):
    parts = zip(x.split(B), t.split(B), strict=True)
    return sum(full_gradient(w, rows, targets, B) for rows, targets in parts)


@full_gradient.wrong(
    en=("The last part's gradient is the gradient.", "The parts add up."),
    zh=("最后一份的梯度就是结果。", "各份的梯度要相加。"),
)
def last_part_alone(w, x, t, B):
    return full_gradient(w, x.split(B)[-1], t.split(B)[-1], B)


def figure(out):
    calls = range(1, len(out) + 1)
    plt.bar(calls, out, label="w.grad after each call")
    plt.axhline(out[0], color="C1", label="one gradient")
    plt.legend()
