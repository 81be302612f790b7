"""LSTM cell

An LSTM has four RNN-sized blocks: three gates, forget `f`, input `i` and output `o` (sigmoids), and a candidate `g`
(tanh). Its memory is a running sum:

    c_t = f ⊙ c_{t−1} + i ⊙ g,  h_t = o ⊙ tanh(c_t)

`h` is squashed and gated, so it stays inside (−1, 1); `c` is not, and may grow. The final states `h_n` and `c_n` hold
one entry for each layer and sequence, not for each step. A GRU does with three blocks and no separate `c`.
"""

import math

import torch
from torch import nn

from journal.authoring import one_of, question, real, where, whole

ZH = """LSTM 单元

LSTM 由四个与普通 RNN 同样大小的部分组成：三个门，即遗忘门 `f`、输入门 `i`、输出门 `o`（都用 sigmoid），
以及候选记忆 `g`（用 tanh）。它的记忆是不断累加的：

    c_t = f ⊙ c_{t−1} + i ⊙ g，h_t = o ⊙ tanh(c_t)

`h` 经过 tanh 和输出门，始终在 (−1, 1) 内；`c` 没有这一步，可以一直变大。最终状态 `h_n` 和 `c_n` 按层和序列存放，
而不是按时间步。GRU 只有三个部分，也没有单独的 `c`。
"""
ALIASES = [
    "LSTM",
    "long short-term memory",
    "cell state",
    "input gate",
    "forget gate",
    "output gate",
    "长短期记忆",
    "长短期记忆网络",
    "门控机制",
    "细胞状态",
    "记忆元",
    "遗忘门",
    "输入门",
    "输出门",
]
NEEDS = ["rnn-cell", "activation-functions"]
CONFUSED_WITH = ["gru-cell"]
SOURCES = [
    "torch.nn.LSTM, torch.nn.LSTMCell",
    "Hochreiter & Schmidhuber, Long short-term memory, Neural Computation 9 (1997)",
    "Gers, Schmidhuber & Cummins, Learning to forget, Neural Computation 12 (2000)",
]


def demo(d=whole(2, 8), H=whole(2, 9), net=nn.LSTM):
    cell = net(d, H)
    return sum(p.numel() for p in cell.parameters())


@question("How many parameters does the network have?", "这个网络有多少个参数？")
def parameters(out):
    return out


@parameters.wrong(
    "Three gates and the candidate make four blocks; three is the number of a GRU.",
    "三个门加上候选记忆一共四个部分；三个部分的是 GRU。",
)
def three_blocks(d, H):
    return demo(d, H, net=nn.GRU)


@parameters.wrong(
    "Each gate and the candidate has weights of its own: four times a plain RNN.",
    "每个门和候选记忆各有自己的权重：是普通 RNN 的四倍。",
)
def size_of_an_rnn(d, H):
    return demo(d, H, net=nn.RNN)


@parameters.wrong("PyTorch keeps two bias vectors for every block.", "PyTorch 中每个部分有两个偏置向量。")
def one_bias_per_block(d, H):
    return demo(d, H) - 4 * H


@where(lambda T, N: T != N)
def read(H=whole(2, 9), T=whole(3, 12), N=whole(2, 6), layers=one_of(1, 2, 3)):
    lstm = nn.LSTM(4, H, num_layers=layers)
    out, (h_n, c_n) = lstm(torch.randn(T, N, 4))
    return {"out": out, "h_n": h_n, "c_n": c_n}


@question("What is the shape of `c_n`?", "`c_n` 的形状是什么？", of=read)
def cell_shape(out):
    return out["c_n"].shape


@cell_shape.wrong(
    "Only the final cell state is returned; no tensor holds c of every step.",
    "只返回最终的细胞状态；没有张量保存每一步的 c。",
)
def every_step(H, T, N):
    return T, N, H


@cell_shape.wrong(
    "Every layer has a cell state of its own, and the first axis counts the layers.",
    "每一层都有自己的细胞状态，第一维数的就是层。",
)
def last_layer_only(H, T, N):
    return cell_shape(read(H, T, N, layers=1))


def gates_open(beta=real(0.4, 4), T=whole(2, 9), state=one_of("h", "c")):
    cell = nn.LSTMCell(1, 1)
    for p in cell.parameters():
        nn.init.zeros_(p)
    nn.init.constant_(cell.bias_ih, beta)
    x, h, c = torch.zeros(3, 1, 1)
    for _ in range(T):
        h, c = cell(x, (h, c))
    return h.item() if state == "h" else c.item()


@question(
    "Gates are `sigmoid(beta)`, the candidate is `tanh(beta)`. What number comes out?",
    "各个门都是 `sigmoid(beta)`，候选记忆是 `tanh(beta)`。结果是多少？",
    of=gates_open,
)
def final_state(out):
    return out


@final_state.wrong(
    "c adds up what the steps bring in; it is not only the last one's share.",
    "c 把各步写入的内容累加起来，而不只是最后一步的那份。",
)
def last_step_only(beta, state):
    return gates_open(beta, T=1, state=state)


@final_state.wrong(
    "h and c are different things: h is the squashed and gated copy of c.",
    "h 和 c 不是一回事：h 是 c 经过 tanh 再乘输出门得到的。",
)
def states_swapped(beta, T, state):
    return gates_open(beta, T, state="c" if state == "h" else "h")


@final_state.wrong(
    "tanh squashes c on its way into h only, and the output gate then scales it.",
    "tanh 只作用在 c 通往 h 的路上，之后还要乘输出门。",
)
def tanh_of_cell(beta, T):
    return math.tanh(gates_open(beta, T, state="c"))


@question("Is the number that comes out between −1 and 1?", "得到的数在 −1 和 1 之间吗？", of=gates_open)
def inside(out):
    return -1 < out < 1


@inside.wrong(
    "h is tanh times a gate and cannot leave (−1, 1), nor does c as long as little is added.",
    "h 是 tanh 乘以门，出不了 (−1, 1)；累加得不多时 c 也还在其中。",
)
def memory_always_grows():
    return False


@inside.wrong(
    "Nothing squashes c: it adds up to g · f + g · f² + … and passes 1.", "c 没有经过压缩：它不断累加，超过了 1。"
)
def both_are_bounded(beta, T):
    return inside(gates_open(beta, T, state="h"))


@where(lambda h0, y: min(abs(y - h0 / 2), abs(y - math.tanh(h0 / 2) / 2)) < 0.005)
def one_step(h0=whole(1, 4), y=one_of(0.23, 0.38, 0.45, 0.48, 0.5, 1.0, 1.5, 2.0)):
    lstm, gru = nn.LSTMCell(1, 1), nn.GRUCell(1, 1)
    for p in [*lstm.parameters(), *gru.parameters()]:
        nn.init.zeros_(p)
    x, h = torch.zeros(1, 1), torch.full((1, 1), float(h0))
    h_lstm, _ = lstm(x, (h, h))
    h_gru = gru(x, h)
    return {"LSTM": h_lstm.item(), "GRU": h_gru.item()}


@question(
    "One of the two new states `h` is `y` (rounded). Which of the two cells produced this output?",
    "两个新的 `h` 中有一个等于 `y`（四舍五入）。这是哪一种单元的输出？",
    of=one_step,
    choices=["LSTM", "GRU"],
)
def produced_by(out, y):
    return min(out, key=lambda name: abs(out[name] - y))


@produced_by.wrong(
    "Half of h0, with no tanh on the way, is the GRU: gate 1/2 mixes h0 with a candidate of 0.",
    "h0 的一半，中间没有 tanh，这是 GRU：门为 1/2，把 h0 与候选状态 0 混合。",
)
def only_lstm_keeps(h0, y):
    return "LSTM" if y == h0 / 2 else None


@produced_by.wrong(
    "The LSTM halves c, then shows h = tanh(c) / 2: its output is squashed and gated.",
    "LSTM 先把 c 减半，再输出 h = tanh(c) / 2：输出经过了压缩和门控。",
)
def gru_is_squashed(h0, y):
    return None if y == h0 / 2 else "GRU"
