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

from journal.authoring import one_of, question, real, whole

ZH = """LSTM 的记忆通路

沿着细胞状态往回走，梯度只会遇到遗忘门：

    ∂c_T/∂c_0 = f_1 · f_2 ⋯ f_T（沿这条通路）

门接近 1 时，梯度能传过几百步；刚初始化的 LSTM，门在 1/2 附近，每一步梯度就减半。所以 LSTM 并不是天生不会梯度消失，
而是能够学会避免；把遗忘门偏置设为正数有助于起步。传到后面的是较早时间步的信息，不是前面几层的信息。
残差连接也是这样相加，只是门固定为 1。
"""
ALIASES = [
    "forget bias",
    "constant error carousel",
    "memory path",
    "遗忘门偏置",
    "记忆通路",
]
NEEDS = ["lstm-cell", "rnn-gradient-product"]
SOURCES = [
    "torch.nn.LSTMCell",
    "Gers, Schmidhuber & Cummins, Learning to forget, Neural Computation 12 (2000)",
    "Jozefowicz, Zaremba & Sutskever, An empirical exploration of recurrent network architectures, ICML 2015",
]


def demo(b=one_of(-1, 1, 2, 3, 5), T=whole(3, 30)):
    cell = nn.LSTMCell(1, 1, dtype=torch.float64)
    for p in cell.parameters():
        nn.init.zeros_(p)
    forget = cell.bias_ih.data.chunk(4)[1]  # i, f, g, o
    forget.fill_(b)
    x, h = torch.zeros(2, 1, 1, dtype=torch.float64)
    c = c0 = torch.ones(1, 1, dtype=torch.float64, requires_grad=True)
    for _ in range(T):
        h, c = cell(x, (h, c))
    c.backward()
    return c0.grad


@question("What is `c0.grad`?", "`c0.grad` 等于多少？")
def gradient(out):
    return out


@gradient.wrong(
    "The gate multiplies the old memory: sigmoid(b) near 1 keeps it, near 0 forgets it.",
    "门乘在旧的记忆上：sigmoid(b) 接近 1 是保留，接近 0 才是遗忘。",
)
def open_means_forget(b, T):
    return demo(-b, T)


@gradient.wrong("The gate is below 1, and each of the T steps multiplies by it.", "门小于 1，T 步中每一步都要乘一次。")
def never_vanishes(T):
    return demo(100, T)


@gradient.wrong(
    "Each step loses its share of what is left, not of the start: the gates multiply.",
    "每一步按剩下的比例减少，而不是按最初的量：各个门是相乘的。",
)
def loss_is_linear(b, T):
    return 1 - T * (1 - gradient(demo(b, T=1)))


@gradient.wrong("The gate comes in at every step, not only once.", "每一步都要经过遗忘门，而不只是一次。")
def one_gate_only(b):
    return gradient(demo(b, T=1))


def fades(b=real(0, 4), rest=one_of(0.3, 0.1, 0.01)):
    cell = nn.LSTMCell(1, 1)
    for p in cell.parameters():
        nn.init.zeros_(p)
    forget = cell.bias_ih.data.chunk(4)[1]  # i, f, g, o
    forget.fill_(b)
    x, h, c, steps = torch.zeros(1, 1), torch.zeros(1, 1), torch.ones(1, 1), 0
    while c > rest:
        h, c = cell(x, (h, c))
        steps += 1
    return steps


@question(
    "How many steps does it take until at most `rest` of the memory is left?",
    "要经过多少步，剩下的记忆才不超过 `rest`？",
    of=fades,
)
def steps_to_fade(out):
    return out


@steps_to_fade.wrong(
    "A gate of sigmoid(b) keeps this share and loses the remainder.",
    "遗忘门为 sigmoid(b) 时，保留的是这一部分，丢掉的是其余部分。",
)
def gate_is_what_is_lost(b, rest):
    return fades(-b, rest)


@steps_to_fade.wrong(
    "1 / (1 − gate) takes no account of `rest`: by then roughly a third of the memory is left.",
    "1 / (1 − 门) 与 `rest` 无关：过了这么多步，记忆大约还剩三分之一。",
)
def ends_at_the_time_constant(b):
    return math.ceil(1 + math.exp(b))


@steps_to_fade.wrong(
    "The loss slows down: each step takes its share of what is left.",
    "减少得越来越慢：每一步只减掉剩余部分中的一定比例。",
)
def fades_evenly(b, rest):
    return math.ceil((1 - rest) * (1 + math.exp(b)))


def shifted(delta=one_of(-4, -3, -2, 2, 3, 4), T=whole(15, 30)):
    cell = nn.LSTMCell(16, 16, dtype=torch.float64)

    def gradient_length():
        x, h = torch.zeros(2, 1, 16, dtype=torch.float64)
        c = c0 = torch.zeros(1, 16, dtype=torch.float64, requires_grad=True)
        for _ in range(T):
            h, c = cell(x, (h, c))
        c.sum().backward()
        return c0.grad.norm().item()

    before = gradient_length()
    forget = cell.bias_ih.data.chunk(4)[1]  # i, f, g, o
    forget.add_(delta)
    return {"as initialised": before, "shifted": gradient_length()}


@question(
    "With which forget bias does more gradient reach the first step?",
    "用哪一种遗忘门偏置，传到第一步的梯度更大？",
    of=shifted,
    choices={"as initialised": "初始值", "shifted": "加上 delta 之后"},
)
def keeps_more(out):
    return max(out, key=out.get)


@keeps_more.wrong(
    "A larger forget bias opens the gate towards 1, and open means: keep.",
    "遗忘门偏置越大，门越接近 1；门开着表示保留。",
)
def larger_bias_forgets(delta, T):
    return keeps_more(shifted(-delta, T))


@keeps_more.wrong(
    "A fresh LSTM has gates near 1/2 and loses about half of the gradient at each step.",
    "刚初始化的 LSTM，遗忘门在 1/2 附近，每一步梯度大约损失一半。",
)
def lstm_is_ready_from_the_start():
    return "as initialised"


def figure(b, T):
    steps = range(1, T + 1)
    for bias in sorted({0, 2, 5, b}):
        plt.semilogy(steps, [demo(bias, t).item() for t in steps], label=f"forget bias {bias}")
    plt.xlabel("steps T")
    plt.ylabel("dc_T / dc_0")
    plt.legend()
