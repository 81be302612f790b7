"""GRU cell

A GRU has three blocks: an update gate `z`, a reset gate `r` and a candidate `n`, into which `r` lets more or less of
the old state. The state is its only memory, a mix of old and new:

    h_t = (1 − z) ⊙ n + z ⊙ h_{t−1}

In PyTorch, as in the first paper, z = 1 keeps the old state; other texts swap the two. A GRU has a quarter fewer
parameters than an LSTM and no `c`: the second result is a single tensor, not a pair.
"""

import torch
from torch import nn

from journal.authoring import one_of, question, real, where, whole

ZH = """GRU 单元

GRU 由三个部分组成：更新门 `z`、重置门 `r` 和候选状态 `n`，其中 `r` 决定旧状态有多少进入 `n`。隐状态就是它唯一的记忆，
由旧状态和新状态混合而成：

    h_t = (1 − z) ⊙ n + z ⊙ h_{t−1}

在 PyTorch 中（最初的论文也是这样），z = 1 表示保留旧状态；有些教材和论文正好相反。GRU 的参数比 LSTM 少四分之一，
没有 `c`：返回的第二项是一个张量，而不是一对。
"""
ALIASES = [
    "GRU",
    "gated recurrent unit",
    "update gate",
    "reset gate",
    "门控循环单元",
    "更新门",
    "重置门",
]
NEEDS = ["lstm-cell"]
CONFUSED_WITH = ["lstm-cell"]
SOURCES = [
    "torch.nn.GRU, torch.nn.GRUCell",
    "Cho et al., Learning phrase representations using RNN encoder-decoder, arXiv:1406.1078",
    "Chung et al., Empirical evaluation of gated recurrent neural networks, arXiv:1412.3555 (z the other way round)",
]


def demo(d=whole(2, 8), H=whole(2, 9), net=nn.GRU, bias=True):
    cell = net(d, H, bias=bias)
    return sum(p.numel() for p in cell.parameters())


@question("How many parameters does the network have?", "这个网络有多少个参数？")
def parameters(out):
    return out


@parameters.wrong("Two gates and the candidate: three blocks.", "两个门加上候选状态，一共三个部分。")
def two_blocks(out):
    return out * 2 // 3


@parameters.wrong(
    "A GRU has one block less than an LSTM: two gates and a candidate.",
    "GRU 比 LSTM 少一个部分：只有两个门和候选状态。",
)
def as_large_as_an_lstm(d, H):
    return demo(d, H, net=nn.LSTM)


@parameters.wrong("PyTorch keeps two bias vectors for every block.", "PyTorch 中每个部分有两个偏置向量。")
def one_bias_per_block(d, H):
    return demo(d, H) - 3 * H


@parameters.wrong("The biases count too, and every block has two of them.", "偏置也要算进去，每个部分有两个偏置向量。")
def no_biases(d, H):
    return demo(d, H, bias=False)


def mixing(h0=real(0.5, 2), a=real(0.2, 1, either_sign=True), b=one_of(-3, -1, 1, 3), T=whole(1, 8)):
    cell = nn.GRUCell(1, 1)
    for p in cell.parameters():
        nn.init.zeros_(p)
    _, z, n = cell.bias_ih.data.chunk(3)  # r, z, n
    z.fill_(b)
    n.fill_(a)
    x, h = torch.zeros(1, 1), torch.full((1, 1), h0)
    for _ in range(T):
        h = cell(x, h)
    return h


@question(
    "The update gate is `sigmoid(b)`, the candidate is `tanh(a)`. What is `h` after the T steps?",
    "更新门是 `sigmoid(b)`，候选状态是 `tanh(a)`。T 步之后 `h` 等于多少？",
    of=mixing,
)
def final_state(out):
    return out


@final_state.wrong(
    "In PyTorch z weighs the old state and 1 − z the candidate.",
    "在 PyTorch 中，z 乘的是旧状态，1 − z 乘的是候选状态。",
)
def z_takes_the_new(h0, a, b, T):
    return mixing(h0, a, -b, T)


@final_state.wrong(
    "The gate is never fully closed: a share z of the old state stays at each step.",
    "门不会完全关上：每一步都有 z 那么大比例的旧状态留下来。",
)
def candidate_replaces(h0, a, T):
    return mixing(h0, a, -100, T)


@final_state.wrong(
    "Every one of the T steps mixes again, and the old state's share becomes z to the power T.",
    "T 步中每一步都再混合一次，旧状态的比例变成 z 的 T 次方。",
)
def mixes_once(h0, a, b):
    return mixing(h0, a, b, T=1)


def second_result(net=one_of("RNN", "LSTM", "GRU"), d=whole(2, 6), H=whole(2, 6), layers=one_of(1, 2)):
    model = getattr(nn, net)(d, H, num_layers=layers)
    _, state = model(torch.randn(5, 1, d))
    return state


@question("Is `state` a pair (h_n, c_n)?", "`state` 是一对 (h_n, c_n) 吗？", of=second_result)
def is_pair(out):
    return isinstance(out, tuple)


@is_pair.wrong(
    "Gates alone make no cell state: only the LSTM keeps a `c` beside `h`.",
    "有门不等于有细胞状态：只有 LSTM 在 `h` 之外还有 `c`。",
)
def gated_means_cell(net, d, H, layers):
    return is_pair(second_result("RNN" if net == "RNN" else "LSTM", d, H, layers))


@is_pair.wrong("The LSTM has two memories, and both have to be handed on.", "LSTM 有两份记忆，两份都要往后传。")
def one_state_for_all(d, H, layers):
    return is_pair(second_result("RNN", d, H, layers))


@where(lambda rows, H: rows in (3 * H, 4 * H))
def stacked(rows=one_of(12, 24, 36, 48), H=whole(3, 16)):
    lstm, gru = nn.LSTM(5, H), nn.GRU(5, H)
    return {"LSTM": len(lstm.weight_hh_l0), "GRU": len(gru.weight_hh_l0)}


@question(
    "The blocks of a cell are stacked in one matrix. Which of the two produced a `weight_hh_l0` of `rows` rows?",
    "单元的各部分叠放在同一个矩阵里。有 `rows` 行的 `weight_hh_l0` 出自哪一种单元？",
    of=stacked,
    choices=["LSTM", "GRU"],
)
def produced_by(out, rows):
    return next(name for name in out if out[name] == rows)


@produced_by.wrong(
    "Three times H rows: an LSTM has three gates, but a fourth block for the candidate.",
    "行数是 H 的三倍：LSTM 虽有三个门，但还有第四个部分，即候选记忆。",
)
def lstm_counts_gates_only(rows, H):
    return "LSTM" if rows == 3 * H else None


@produced_by.wrong(
    "Four times H rows: a GRU has two gates and a candidate, which make three.",
    "行数是 H 的四倍：GRU 只有两个门和候选状态，一共三个部分。",
)
def gru_has_four_blocks(rows, H):
    return "GRU" if rows == 4 * H else None
