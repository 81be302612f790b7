"""The LSTM memory path

Along the cell state the gradient meets nothing but the forget gates:

    ∂c_T/∂c_0 = f_1 · f_2 ⋯ f_T  (along this path)

Gates near 1 carry it over hundreds of steps; gates near 1/2, where a fresh LSTM starts, halve it at each step. So an
LSTM does not by itself prevent vanishing: it can learn to, and a positive forget bias helps it to start. What is
carried on are early time steps, not early layers. A residual connection adds in the same way, with the gate fixed at 1.
"""

import math

import matplotlib.pyplot as plt
import torch
from torch import nn

from journal.authoring import one_of, question, real, several, task, where, whole

ZH = """LSTM 的记忆通路

沿着细胞状态往回走，梯度只会遇到遗忘门：

    ∂c_T/∂c_0 = f_1 · f_2 ⋯ f_T（沿这条通路）

门接近 1 时，梯度能传过几百步；刚初始化的 LSTM，门在 1/2 附近，每一步梯度就减半。所以 LSTM 并不是天生不会梯度消失，
而是能够学会避免；把遗忘门偏置设为正数有助于起步。传到后面的是较早时间步的信息，不是前面几层的信息。
残差连接也是这样相加，只是门固定为 1。
"""
NAMES = [
    "forget bias",
    "constant error carousel",
    "遗忘门偏置",
    "记忆通路",
]
SHARED = ["memory path"]
NEEDS = ["lstm-cell", "rnn-gradient-product"]
SOURCES = [
    "torch.nn.LSTMCell",
    "Gers, Schmidhuber & Cummins, Learning to forget, Neural Computation 12 (2000)",
    "Jozefowicz, Zaremba & Sutskever, An empirical exploration of recurrent network architectures, ICML 2015",
]


def demo(f=one_of(0.1, 0.2, 0.8, 0.9), T=whole(2, 4), k=whole(1, 9)):
    cell = nn.LSTMCell(1, 1, dtype=torch.float64)
    for p in cell.parameters():
        nn.init.zeros_(p)
    forget = cell.bias_ih.data.chunk(4)[1]  # i, f, g, o
    forget.fill_(math.log(f / (1 - f)))  # the forget gate is f
    x, h = torch.zeros(2, 1, 1, dtype=torch.float64)
    c = c0 = torch.ones(1, 1, dtype=torch.float64, requires_grad=True)
    for _ in range(T):
        h, c = cell(x, (h, c))
    (k * c).backward()
    return c0.grad


@question("What is `c0.grad`?", zh="`c0.grad` 等于多少？")
def gradient(out):
    return out.item()


@gradient.wrong(
    en=("The gate is the share that is forgotten.", "It is the share that is kept: it multiplies the old memory."),
    zh=("门是被遗忘的比例。", "门是保留的比例：它乘在旧记忆上。"),
)
def open_means_forget(f, T, k):
    return k * (1 - f) ** T


@gradient.wrong(
    en=("The gradient never vanishes in an LSTM.", "The gate is below 1, and each of the T steps multiplies by it."),
    zh=("LSTM 的梯度从不消失。", "门小于 1，T 步中每一步都要乘一次。"),
)
def never_vanishes(k):
    return float(k)


@gradient.wrong(
    en=("The gate comes in once.", "At every step: its power T."),
    zh=("门只经过一次。", "每一步都经过：是它的 T 次方。"),
)
def one_gate_only(f, k):
    return k * f


STARTS = 6, 9, 12, 20, 30, 45, 60, 90, 150, 200, 300, 500, 900, 1500, 3000, 5000, 20000


@where(lambda start, f: math.log(start, 1 / f) % 1 > 0.02)
def fades(start=one_of(*STARTS), f=one_of(0.1, 0.2, 0.25)):
    cell = nn.LSTMCell(1, 1)
    for p in cell.parameters():
        nn.init.zeros_(p)
    forget = cell.bias_ih.data.chunk(4)[1]  # i, f, g, o
    forget.fill_(math.log(f / (1 - f)))  # the forget gate is f
    x, h, steps = torch.zeros(1, 1), torch.zeros(1, 1), 0
    c = torch.full((1, 1), float(start))
    while c > 1:
        h, c = cell(x, (h, c))
        steps += 1
    return steps


@question("After how many steps is the memory at most 1?", zh="经过多少步，记忆降到 1 以下？", of=fades)
def steps_to_fade(out):
    return out


@steps_to_fade.wrong(
    en=("Each step takes f away.", "It keeps f, and takes 1 − f away."),
    zh=("每一步减去比例 f。", "每一步保留 f，减去 1 − f。"),
)
def gate_is_what_is_lost(start, f):
    return math.ceil(math.log(start) / -math.log(1 - f))


@steps_to_fade.wrong(
    en=("Each step takes the same amount away.", "It takes its share of what is left: ever less."),
    zh=("每一步减去同样的量。", "减去的是剩余部分的一定比例：越来越少。"),
)
def fades_evenly(f):
    return math.ceil(1 / (1 - f))


@steps_to_fade.wrong(
    en=("One step brings it down to f.", "It multiplies by f: a large memory takes more steps."),
    zh=("一步就降到 f。", "是乘以 f：记忆大，需要的步数就多。"),
)
def at_once():
    return 1


@where(lambda shifts: abs(max(shifts) + min(shifts)) < 4 and max(shifts) > 0)
@where(lambda shifts: sorted(shifts)[3] - sorted(shifts)[2] > 1.5)
def shifted(shifts=several(4, real(-4, 4), distinct=True), T=whole(8, 12)):
    gradients = []
    for shift in shifts:
        cell = nn.LSTMCell(8, 8, dtype=torch.float64)
        forget = cell.bias_ih.data.chunk(4)[1]  # i, f, g, o
        forget.add_(shift)
        x, h = torch.zeros(2, 1, 8, dtype=torch.float64)
        c = c0 = torch.zeros(1, 8, dtype=torch.float64, requires_grad=True)
        for _ in range(T):
            h, c = cell(x, (h, c))
        c.sum().backward()
        gradients.append(c0.grad.norm())
    return torch.stack(gradients)


@question("Which entry (counted from 0) is the largest?", zh="第几个元素（从 0 数起）最大？", of=shifted)
def keeps_most(out):
    return int(out.argmax())


@keeps_most.wrong(
    en=("A large forget bias forgets.", "It opens the gate towards 1, and open means keep."),
    zh=("遗忘门偏置大就是遗忘。", "偏置越大，门越接近 1，打开表示保留。"),
)
def larger_bias_forgets(shifts):
    return shifts.index(min(shifts))


@keeps_most.wrong(
    en=("A fresh LSTM is set up best: the smallest shift wins.", "Its gates near 1/2 halve the gradient at each step."),
    zh=("初始的 LSTM 最好：改动最小的获胜。", "它的门在 1/2 附近，每一步梯度减半。"),
)
def fresh_is_best(shifts):
    return shifts.index(min(shifts, key=abs))


@keeps_most.wrong(
    en=("A strong shift helps, whatever its sign.", "Only upwards: downwards closes the gate."),
    zh=("改动大就好，不管正负。", "只有增大才好：减小会关上门。"),
)
def largest_shift_wins(shifts):
    return shifts.index(max(shifts, key=abs))


@task(
    "Write `with_forget_bias`: given an LSTM's `bias_ih` and `bias_hh` (4H,), blocks i, f, g, o, return copies in "
    "which the two biases of the forget gate add up to `value`; the other blocks stay.",
    zh="写出 `with_forget_bias`：给定 LSTM 的 `bias_ih` 和 `bias_hh` (4H,)，各部分的次序是 i、f、g、o，返回它们的副本，"
    "使遗忘门的两个偏置之和等于 `value`，其余部分不变。",
    blanks=["bias_hh[H : 2 * H] = 0", "bias_ih[H : 2 * H] = value"],
    mend=["both_set", "first_block"],
)
def with_forget_bias(bias_ih, bias_hh, value):
    H = len(bias_ih) // 4
    bias_ih, bias_hh = bias_ih.clone(), bias_hh.clone()
    bias_ih[H : 2 * H] = value
    bias_hh[H : 2 * H] = 0
    return bias_ih, bias_hh


with_forget_bias.hint("The forget gate is the second of four blocks.", zh="遗忘门是四个部分中的第二个。")
with_forget_bias.hint(
    "Both biases are added: give one all of the value.", zh="两个偏置会相加：把全部数值交给其中一个。"
)


@with_forget_bias.inputs
def biases(H=whole(1, 4), value=one_of(1.0, 2.0, 3.0)):
    return torch.randn(4 * H), torch.randn(4 * H), value


@with_forget_bias.inputs
def zeros(H=whole(1, 3), value=one_of(0.5, 1.0)):
    return torch.zeros(4 * H), torch.ones(4 * H), value


@with_forget_bias.holds("The other blocks stay as they were.", zh="其余部分保持原样。")
def others_stay(out, bias_ih, bias_hh):
    H = len(bias_ih) // 4
    rest = torch.arange(4 * H) // H != 1
    return torch.equal(out[0][rest], bias_ih[rest]) and torch.equal(out[1][rest], bias_hh[rest])


@with_forget_bias.wrong(
    en=("Both biases are set to the value.", "They add up: the gate would start at sigmoid(2 · value)."),
    zh=("两个偏置都设成 value。", "它们会相加：门将从 sigmoid(2 · value) 开始。"),
)
def both_set(bias_ih, bias_hh, value):
    _, other = with_forget_bias(bias_ih, bias_hh, value)
    return with_forget_bias(bias_ih, bias_hh, value)[0], with_forget_bias(other, other, value)[0]


@with_forget_bias.wrong(
    en=("The forget gate is the first block.", "PyTorch has i first, then f."),
    zh=("遗忘门是第一个部分。", "PyTorch 里 i 在前，然后才是 f。"),
)
def first_block(bias_ih, bias_hh, value):
    H = len(bias_ih) // 4
    bias_ih, bias_hh = bias_ih.clone(), bias_hh.clone()
    bias_ih[:H] = value
    bias_hh[:H] = 0
    return bias_ih, bias_hh


@with_forget_bias.wrong(
    en=("The value is added to what is there.", "It replaces it: the random start goes."),
    zh=("把 value 加到原有的偏置上。", "要取代原有的：随机的初始值不保留。"),
)
def added(bias_ih, bias_hh, value):
    H = len(bias_ih) // 4
    bias_ih = bias_ih.clone()
    bias_ih[H : 2 * H] += value
    return bias_ih, bias_hh


def figure(f):
    steps = range(1, 31)
    for gate in sorted({0.5, 0.9, 0.99, f}):
        plt.semilogy(steps, [gate**t for t in steps], label=f"forget gate {gate}")
    plt.xlabel("steps T")
    plt.ylabel("dc_T / dc_0")
    plt.legend()
