"""Clipping by norm and by value

By norm: all gradients together are multiplied by

    min(1, c / ‖g‖)

where ‖g‖ is the norm over all parameters. The direction stays, and gradients that are short enough are left alone.
`clip_grad_norm_` returns the norm before the clipping, which is worth logging. By value: each entry is cut to −c … c,
which turns the direction. Clipping belongs between `backward` and `step`; with a scaled loss the gradients must be
unscaled first.
"""

import matplotlib.pyplot as plt
import torch
from torch import nn

from journal.authoring import one_of, question, several, task, where, whole

ZH = """梯度裁剪：按范数与按值

按范数：所有梯度一起乘以

    min(1, c / ‖g‖)

其中 ‖g‖ 是全部参数的梯度合在一起的范数。方向不变，够短的梯度保持原样。`clip_grad_norm_` 返回的是裁剪之前的范数，
值得记录。按值：每个元素截到 −c … c 之间，方向会改变。裁剪要放在 `backward` 与 `step` 之间；损失若放大过，
要先把梯度缩放回去。
"""
NAMES = [
    "gradient clipping",
    "clip_grad_norm",
    "clip_grad_norm_",
    "clip_grad_value_",
    "clipping by norm",
    "clipping by value",
    "梯度裁剪",
    "按范数裁剪",
    "按值裁剪",
]
HINTS = ["max_norm"]
NEEDS = ["sgd-update", "backprop"]
SOURCES = [
    "Pascanu, Mikolov & Bengio, On the difficulty of training recurrent neural networks, arXiv:1211.5063",
    "torch.nn.utils.clip_grad_norm_; torch.nn.utils.clip_grad_value_",
]


@where(lambda m, c: 4 * m > c)
def demo(m=whole(2, 9), c=one_of(5, 10, 15, 20), pair=one_of([3, 4], [4, 3], [-3, 4], [4, -3], [-4, -3])):
    p, q = nn.Parameter(torch.zeros(1)), nn.Parameter(torch.zeros(1))
    p.grad = torch.tensor([float(m * pair[0])])
    q.grad = torch.tensor([float(m * pair[1])])
    nn.utils.clip_grad_norm_([p, q], max_norm=c)
    return p.grad.item()


@question("What is `p.grad`?", zh="`p.grad` 是多少？")
def clipped(out):
    return out


@clipped.wrong(
    en=("Each tensor is clipped by itself.", "One norm is taken over all: they shrink by one factor."),
    zh=("每个张量各自裁剪。", "对全部参数求一个范数：大家按同一倍数缩小。"),
)
def each_by_itself(m, c, pair):
    return float(max(-c, min(c, m * pair[0])))


@clipped.wrong(
    en=("The sizes are added up.", "The norm is the root of the sum of squares."),
    zh=("把各个大小加起来。", "范数是平方和的平方根。"),
)
def sum_of_sizes(c, pair):
    return c * pair[0] / 7


@clipped.wrong(
    en=("The norm becomes 1.", "It becomes `max_norm`."),
    zh=("范数变成 1。", "变成 `max_norm`。"),
)
def norm_of_one(m, pair):
    return demo(m, c=1, pair=pair)


@where(lambda g, c: abs(g[0]) > 1.2 * c and c > abs(g[1]) > 0 and abs((c if g[0] > 0 else -c) + g[1]) > 1)
def by_value(g=several(2, whole(-30, 30)), c=whole(3, 15)):
    p = nn.Parameter(torch.zeros(2))
    p.grad = torch.tensor(g).float()
    nn.utils.clip_grad_value_([p], c)
    return p.grad.sum().item()


@question("What does it return?", zh="返回值是多少？", of=by_value)
def cut(out):
    return out


@cut.wrong(
    en=("Both entries shrink alike.", "By value each is cut by itself; the small one stays."),
    zh=("两个元素按同样的倍数缩小。", "按值裁剪是各裁各的；小的那个不变。"),
)
def as_by_norm(g, c):
    return c * sum(g) / (g[0] ** 2 + g[1] ** 2) ** 0.5


@cut.wrong(
    en=("All is scaled until the largest entry is c.", "Nothing is scaled: what exceeds c is cut off."),
    zh=("整体缩小，直到最大的元素等于 c。", "不缩放：超出 c 的部分直接截掉。"),
)
def largest_to_c(g, c):
    return c * sum(g) / abs(g[0])


@cut.wrong(
    en=("Entries that are too large become 0.", "They become c, with their sign."),
    zh=("过大的元素变成 0。", "变成 c，符号不变。"),
)
def removed(g):
    return float(g[1])


@where(lambda sizes: 0 < sum(size < 1 for size in sizes) < len(sizes))
def some_steps(sizes=several((3, 5), one_of(0.2, 0.4, 0.6, 0.8, 2.0, 5.0, 9.0))):
    w = nn.Parameter(torch.zeros(1))
    opt = torch.optim.SGD([w], lr=1.0)
    for size in sizes:
        w.grad = torch.tensor([size])
        nn.utils.clip_grad_norm_([w], max_norm=1.0)
        opt.step()
    return -w.item()


@question("How far has w moved?", zh="w 移动了多远？", of=some_steps)
def way(out):
    return out


@way.wrong(
    en=("Clipping brings every gradient to the norm 1.", "Only those that are longer; the others stay."),
    zh=("裁剪把每个梯度都变成范数 1。", "只有更长的才变；其余保持原样。"),
)
def always_one(sizes):
    return float(len(sizes))


@way.wrong(
    en=("A gradient that is too long is skipped.", "It is shortened to the norm 1."),
    zh=("过长的梯度被跳过。", "它被缩短到范数 1。"),
)
def skipped(sizes):
    return sum(size for size in sizes if size < 1)


@way.wrong(
    en=("`clip_grad_norm_` returns new gradients and leaves the old.", "The underscore says it: it works in place."),
    zh=("`clip_grad_norm_` 返回新的梯度，原来的不变。", "末尾的下划线表明：它就地修改。"),
)
def not_in_place(sizes):
    return sum(sizes)


@task(
    "Write `clip_by_norm`: the list of gradients, clipped together to the norm c.",
    zh="写出 `clip_by_norm`：返回一起裁剪到范数 c 的梯度列表。",
    blanks=["(g * g).sum()", "min(1.0, c / norm)"],
    mend=["each_tensor", "always_to_c"],
)
def clip_by_norm(grads, c):
    norm = sum((g * g).sum() for g in grads).sqrt().item()
    factor = min(1.0, c / norm)
    return [g * factor for g in grads]


clip_by_norm.hint("One norm for all tensors.", zh="所有张量合起来求一个范数。")
clip_by_norm.hint("Short gradients must not become longer.", zh="短的梯度不能变长。")


@clip_by_norm.inputs
def some_gradients(sizes=several((2, 4), whole(1, 4)), scale=one_of(0.1, 1.0, 5.0), c=one_of(1.0, 2.0)):
    return [torch.randn(each) * scale for each in sizes], c


@clip_by_norm.inputs
def short_ones(n=whole(1, 3), c=one_of(1.0, 5.0)):
    return [torch.randn(2) * 0.01 + 0.001 for _ in range(n)], c


@clip_by_norm.holds("The norm of all together is at most c.", zh="合起来的范数不超过 c。")
def short_enough(out, c):
    return float(sum((g * g).sum() for g in out)) ** 0.5 <= c + 1e-4


@clip_by_norm.wrong(
    en=("Each tensor is clipped by itself.", "One factor for all, else the direction turns."),
    zh=("每个张量各自裁剪。", "所有张量用同一个系数，否则方向会变。"),
)
def each_tensor(grads, c):
    return [g * min(1.0, c / g.norm().item()) for g in grads]


@clip_by_norm.wrong(
    en=("The norm is set to c.", "Only if it is larger."),
    zh=("把范数设为 c。", "只有更大时才这样。"),
)
def always_to_c(grads, c):
    norm = sum((g * g).sum() for g in grads).sqrt()
    return [g * c / norm for g in grads]


@clip_by_norm.wrong(
    en=("Each entry is cut to −c … c.", "That is clipping by value; it turns the direction."),
    zh=("每个元素截到 −c … c。", "那是按值裁剪，方向会变。"),
)
def by_the_value(grads, c):
    return [g.clamp(-c, c) for g in grads]


def figure(out, m, c, pair):
    x, y = m * pair[0], m * pair[1]
    plt.plot([0, x], [0, y], marker="o", label="gradient")
    plt.plot([0, c * pair[0] / 5], [0, c * pair[1] / 5], marker="o", label="clipped by norm")
    cut_x, cut_y = max(-c, min(c, x)), max(-c, min(c, y))
    plt.plot([0, cut_x], [0, cut_y], marker="o", label="clipped by value")
    plt.xlabel("p.grad")
    plt.ylabel("q.grad")
    plt.legend()
