"""SwiGLU: a gated feed-forward layer

The feed-forward part of most recent Transformers multiplies two maps of its input, unit by unit, before mapping back:

    FFN(x) = (silu(x W_gate) ⊙ x W_up) W_down,   silu(z) = z σ(z)

Only the gate passes the activation; the value x W_up stays linear. The gate is no switch between 0 and 1: silu grows
like z for large z and is slightly negative below 0. Three matrices need half as many weights again as two, so the
hidden width is cut to two thirds, from 4d to 8d/3. With σ in place of silu it is a GLU, with GELU a GEGLU.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question, several, task, where, whole

ZH = """SwiGLU：带门的前馈层

近年的 Transformer 的前馈部分大多把输入的两个映射逐单元相乘，再映射回去：

    FFN(x) = (silu(x W_gate) ⊙ x W_up) W_down，  silu(z) = z σ(z)

只有门经过激活函数，值 x W_up 是线性的。门不是 0 到 1 之间的开关：z 很大时 silu 接近 z，小于 0 时略为负。
三个矩阵的权重比两个多一半，所以隐藏宽度减为三分之二，从 4d 减到 8d/3。把 silu 换成 σ 就是 GLU，换成 GELU 就是 GEGLU。
"""
NAMES = ["SwiGLU", "GLU", "GEGLU", "gated linear unit", "gated feed-forward", "门控线性单元", "门控前馈"]
HINTS = ["SiLU", "swish"]
NEEDS = ["transformer-block", "activation-functions"]
SOURCES = ["Shazeer, GLU Variants Improve Transformer, arXiv:2002.05202", "torch.nn.functional.silu"]


@where(lambda gate: max(gate) > 0 > min(gate))
@where(lambda gate, value: abs(sum(g * v for g, v in zip(gate, value) if g > 0)) > 8)
def demo(gate=several(3, one_of(-40, -30, -20, 20, 30, 40)), value=several(3, one_of(-3, -2, 2, 3, 4, 5))):
    gate, value = torch.tensor(gate).float(), torch.tensor(value)
    hidden = F.silu(gate) * value  # three hidden units
    return hidden.sum()


@question("What is the sum of the hidden units?", zh="隐藏单元之和是多少？")
def hidden_sum(out):
    return round(out.item(), 3)


@hidden_sum.wrong(
    en=("The gate lies between 0 and 1.", "That is σ; silu(z) = z σ(z) is about z for large z."),
    zh=("门的值在 0 和 1 之间。", "那是 σ；silu(z) = z σ(z)，z 很大时约等于 z。"),
)
def gate_of_a_glu(gate, value):
    return float(sum(v for g, v in zip(gate, value) if g > 0))


@hidden_sum.wrong(
    en=("The value passes the activation, too.", "It stays linear, so it may be negative."),
    zh=("值也经过激活函数。", "它是线性的，可以为负。"),
)
def both_activated(gate, value):
    return float(sum(g * v for g, v in zip(gate, value) if g > 0 and v > 0)) if min(value) < 0 else None


@hidden_sum.wrong(
    en=("A negative gate turns the sign of the value.", "silu is about 0 there: the unit is shut."),
    zh=("门为负时，值变号。", "那里 silu 约为 0：这个单元关闭。"),
)
def linear_gate(gate, value):
    return float(sum(g * v for g, v in zip(gate, value)))


def equal_size(d=one_of(6, 12, 24, 30, 48, 60, 96), f=one_of(2, 3, 4, 5, 6)):
    up = nn.Linear(d, f * d, bias=False)  # an ordinary layer: up, GELU, down
    down = nn.Linear(f * d, d, bias=False)
    weights = up.weight.numel() + down.weight.numel()
    return weights // (3 * d)  # hidden width of a SwiGLU of the same size


@question("Which hidden width is returned?", zh="返回的隐藏宽度是多少？", of=equal_size)
def width(out):
    return out


@width.wrong(
    en=("The width stays.", "Three matrices share what two had."),
    zh=("宽度不变。", "三个矩阵分用两个矩阵的权重。"),
)
def width_kept(d, f):
    return f * d


@width.wrong(
    en=("The width is halved.", "Three matrices against two: two thirds are left."),
    zh=("宽度减半。", "三个矩阵对两个：剩三分之二。"),
)
def width_halved(d, f):
    return f * d // 2


@width.wrong(
    en=("The third matrix takes two thirds of the width.", "Each matrix takes a third of the weights, 2fd²/3."),
    zh=("第三个矩阵占去三分之二的宽度。", "每个矩阵占三分之一的权重，即 2fd²/3。"),
)
def a_third(d, f):
    return f * d // 3


@where(lambda d, h: h not in (d, 4 * d))
def matrices(d=one_of(8, 10, 16, 20, 32), h=one_of(12, 16, 24, 40, 50)):
    gate = nn.Linear(d, h, bias=False)
    up = nn.Linear(d, h, bias=False)
    down = nn.Linear(h, d, bias=False)
    y = down(F.silu(gate(torch.randn(1, d))) * up(torch.randn(1, d)))
    return y, sum(m.weight.numel() for m in (gate, up, down))


@question("How many weights are there?", zh="一共有多少个权重？", of=matrices)
def weights(out):
    return out[1]


@weights.wrong(
    en=("SwiGLU is an activation and costs no weights.", "The gate has a matrix of its own: three in all."),
    zh=("SwiGLU 只是激活函数，不增加权重。", "门有自己的矩阵：一共三个。"),
)
def two_matrices(d, h):
    return 2 * d * h


@weights.wrong(
    en=("The hidden width is 4d.", "It is h, whatever was chosen."),
    zh=("隐藏宽度是 4d。", "是 h，由设计者选定。"),
)
def always_four_d(d):
    return 12 * d * d


@weights.wrong(
    en=("The gate is computed from the value.", "It is computed from x: its matrix is d × h."),
    zh=("门由值算出。", "由 x 算出：它的矩阵是 d × h。"),
)
def gate_reads_the_value(d, h):
    return 2 * d * h + h * h


@task(
    "Write `swiglu`: the layer for x (n, d) with weights gate (d, h), up (d, h) and down (h, d).",
    zh="写出 `swiglu`：x 是 (n, d)，权重 gate 是 (d, h)，up 是 (d, h)，down 是 (h, d)。",
    blanks=["F.silu(x @ gate)", "* (x @ up)"],
    mend=["added", "value_activated"],
    gradients=True,
)
def swiglu(x, gate, up, down):
    hidden = F.silu(x @ gate) * (x @ up)
    return hidden @ down


swiglu.hint(
    "Two maps of x are multiplied, and one of them passes the activation.",
    zh="x 的两个映射相乘，其中一个经过激活函数。",
)


@swiglu.inputs
def layers(n=whole(1, 4), d=whole(1, 4), h=whole(1, 5)):
    return torch.randn(n, d), torch.randn(d, h), torch.randn(d, h), torch.randn(h, d)


@swiglu.holds("It is linear in `up`.", zh="它对 `up` 是线性的。")
def linear_in_up(out, solution, x, gate, up, down):
    return torch.allclose(solution(x, gate, -2 * up, down), -2 * out, atol=1e-4)


@swiglu.wrong(
    en=("Gate and value are added.", "They are multiplied."),
    zh=("门和值相加。", "是相乘。"),
)
def added(x, gate, up, down):
    hidden = F.silu(x @ gate) + (x @ up)
    return hidden @ down


@swiglu.wrong(
    en=("The gate is a sigmoid.", "That is a GLU; here it is silu."),
    zh=("门是 sigmoid。", "那是 GLU；这里是 silu。"),
)
def sigmoid_gate(x, gate, up, down):
    hidden = torch.sigmoid(x @ gate) * (x @ up)
    return hidden @ down


@swiglu.wrong(
    en=("Both branches pass the activation.", "Only the gate does."),
    zh=("两个分支都经过激活函数。", "只有门经过。"),
)
def value_activated(x, gate, up, down):
    hidden = F.silu(x @ gate) * F.silu(x @ up)
    return hidden @ down


def figure(out):
    z = torch.linspace(-6, 6, 200)
    plt.plot(z, F.silu(z), label="silu: gate of SwiGLU")
    plt.plot(z, torch.sigmoid(z), label="σ: gate of GLU")
    plt.plot(z, torch.relu(z), linestyle=":", label="ReLU")
    plt.axhline(0, color="lightgray", zorder=0)
    plt.xlabel("z")
    plt.legend()
