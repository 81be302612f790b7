"""LSTM cell

An LSTM has four RNN-sized blocks: three gates, forget `f`, input `i` and output `o` (sigmoids), and a candidate `g`
(tanh). Its memory is a running sum:

    c_t = f ⊙ c_{t−1} + i ⊙ g,  h_t = o ⊙ tanh(c_t)

`h` is squashed and gated, so it stays inside (−1, 1); `c` is not, and may grow. The final states `h_n` and `c_n` hold
one entry for each layer and sequence, not for each step. A GRU does with three blocks and no separate `c`.
"""

import torch
from torch import nn

from journal.authoring import one_of, question, several, task, where, whole

ZH = """LSTM 单元

LSTM 由四个与普通 RNN 同样大小的部分组成：三个门，即遗忘门 `f`、输入门 `i`、输出门 `o`（都用 sigmoid），
以及候选记忆 `g`（用 tanh）。它的记忆是不断累加的：

    c_t = f ⊙ c_{t−1} + i ⊙ g，h_t = o ⊙ tanh(c_t)

`h` 经过 tanh 和输出门，始终在 (−1, 1) 内；`c` 没有这一步，可以一直变大。最终状态 `h_n` 和 `c_n` 按层和序列存放，
而不是按时间步。GRU 只有三个部分，也没有单独的 `c`。
"""
NAMES = [
    "LSTM",
    "long short-term memory",
    "input gate",
    "forget gate",
    "output gate",
    "长短期记忆",
    "长短期记忆网络",
    "遗忘门",
    "输入门",
    "输出门",
]
SHARED = ["cell state", "门控机制", "细胞状态", "记忆元"]
NEEDS = ["rnn-cell", "activation-functions"]
CONFUSED_WITH = ["gru-cell"]
SOURCES = [
    "torch.nn.LSTM, torch.nn.LSTMCell",
    "Hochreiter & Schmidhuber, Long short-term memory, Neural Computation 9 (1997)",
    "Gers, Schmidhuber & Cummins, Learning to forget, Neural Computation 12 (2000)",
]


def demo(d=whole(2, 8), H=whole(2, 9)):
    cell = nn.LSTM(d, H)
    return sum(p.numel() for p in cell.parameters())


@question("How many parameters does the network have?", zh="这个网络有多少个参数？")
def parameters(out):
    return out


@parameters.wrong(
    en=("There are three blocks, one for each gate.", "The candidate is a fourth; three are the blocks of a GRU."),
    zh=("有三个部分，每个门一个。", "候选记忆是第四个；有三个部分的是 GRU。"),
)
def three_blocks(d, H):
    return sum(p.numel() for p in nn.GRU(d, H).parameters())


@parameters.wrong(
    en=("The gates share the weights of an RNN.", "Each gate and the candidate has its own: four times as many."),
    zh=("各个门共用一个 RNN 的权重。", "每个门和候选记忆各有自己的权重：是四倍。"),
)
def size_of_an_rnn(d, H):
    return sum(p.numel() for p in nn.RNN(d, H).parameters())


@parameters.wrong(
    en=("Each block has one bias vector.", "PyTorch keeps two for every block."),
    zh=("每个部分有一个偏置向量。", "PyTorch 中每个部分有两个。"),
)
def one_bias_per_block(out, H):
    return out - 4 * H


@where(lambda T, N, layers: T != N and layers != T)
def read(H=whole(2, 9), T=whole(3, 12), N=whole(2, 6), layers=one_of(1, 2, 3)):
    lstm = nn.LSTM(4, H, num_layers=layers)
    _, (_, c_n) = lstm(torch.randn(T, N, 4))
    return c_n


@question("What is the shape of `c_n`?", zh="`c_n` 的形状是什么？", of=read)
def cell_shape(out):
    return out.shape


@cell_shape.wrong(
    en=("`c_n` holds c at every step.", "Only the final one is returned."),
    zh=("`c_n` 存放每一步的 c。", "只返回最终的那个。"),
)
def every_step(H, T, N):
    return T, N, H


@cell_shape.wrong(
    en=("Only the last layer's memory is returned.", "Every layer has its own; the first axis counts them."),
    zh=("只返回最后一层的记忆。", "每一层都有自己的；第一维数的就是层。"),
)
def last_layer_only(H, N, layers):
    return (1, N, H) if layers > 1 else (N, H)


@cell_shape.wrong(
    en=("The memory has a part for each of the four blocks.", "Gates and candidate act on one memory of H numbers."),
    zh=("四个部分各有一份记忆。", "门和候选记忆作用于同一份记忆，共 H 个数。"),
)
def four_times_as_wide(H, N, layers):
    return layers, N, 4 * H


@where(lambda signs: signs[0] > 0 or signs[1] > 0)
def switched(signs=several(4, one_of(-1, 1)), c=whole(2, 9), T=whole(2, 7)):
    cell = nn.LSTMCell(1, 1)
    for p in cell.parameters():
        nn.init.zeros_(p)
    # i, f, g, o: each gate is all but closed or open, the candidate -1 or 1
    cell.bias_ih.data = 50 * torch.tensor(signs).float()
    x, h = torch.zeros(2, 1, 1)
    c = torch.full((1, 1), float(c))
    for _ in range(T):
        h, c = cell(x, (h, c))
    return c


def sign_of(signs, name):
    return signs["ifgo".index(name)]


def memory_after(keep, add, start, T):
    return float(start + T * add) if keep else float(add)


@question("What is the memory `c` after the T steps?", zh="T 步之后，记忆 `c` 是多少？", of=switched)
def memory(out):
    return out.item()


@memory.wrong(
    en=("An open forget gate forgets.", "It multiplies the old memory: open, near 1, keeps it."),
    zh=("遗忘门打开就是遗忘。", "它乘在旧记忆上：打开（接近 1）是保留。"),
)
def open_means_forget(signs, c, T):
    add = sign_of(signs, "g") if sign_of(signs, "i") > 0 else 0
    return memory_after(sign_of(signs, "f") < 0, add, c, T)


@memory.wrong(
    en=("The memory is what the last step wrote.", "With the forget gate open the steps add up."),
    zh=("记忆就是最后一步写入的内容。", "遗忘门打开时，各步写入的内容会累加。"),
)
def last_step_only(signs, c):
    add = sign_of(signs, "g") if sign_of(signs, "i") > 0 else 0
    return memory_after(sign_of(signs, "f") > 0, add, c, 1)


@memory.wrong(
    en=("The output gate scales the memory.", "It scales h alone; c goes on untouched."),
    zh=("输出门会缩放记忆。", "它只缩放 h；c 不受影响。"),
)
def output_gate_on_the_memory(out, signs):
    return 0.0 if sign_of(signs, "o") < 0 else None


@where(lambda sizes, rows: [sizes[0], 3 * sizes[1], 4 * sizes[2]].count(rows) == 1)
def made(sizes=several(3, one_of(3, 4, 6, 8, 12, 24, 36)), rows=one_of(12, 24, 36)):
    a, b, c = sizes
    nets = {"RNN": nn.RNN(5, a), "GRU": nn.GRU(5, b), "LSTM": nn.LSTM(5, c)}
    found = {len(net.weight_hh_l0): name for name, net in nets.items()}
    return found[rows]


@question(
    "The blocks of a cell are stacked in one matrix. Whose `weight_hh_l0` has `rows` rows?",
    zh="单元的各部分叠放在同一个矩阵里。有 `rows` 行的 `weight_hh_l0` 是谁的？",
    of=made,
    choices=["RNN", "GRU", "LSTM"],
)
def produced_by(out):
    return out


@produced_by.wrong(
    en=("An LSTM has three blocks: its three gates.", "The candidate is a fourth."),
    zh=("LSTM 有三个部分，即三个门。", "候选记忆是第四个。"),
)
def lstm_counts_gates_only(sizes, rows):
    return "LSTM" if rows == 3 * sizes[2] else "RNN" if rows == sizes[0] else "GRU"


@produced_by.wrong(
    en=("A GRU has two blocks: its two gates.", "The candidate is a third."),
    zh=("GRU 有两个部分，即两个门。", "候选状态是第三个。"),
)
def gru_counts_gates_only(sizes, rows):
    return "GRU" if rows == 2 * sizes[1] else "RNN" if rows == sizes[0] else "LSTM"


@task(
    "Write `lstm_step`: one step for x (d,), h and c (H,); W (4H, d), U (4H, H) and b (4H,) hold the blocks i, f, g, o "
    "in this order. Return the new h and c.",
    zh="写出 `lstm_step`：对 x (d,)、h 和 c (H,) 走一步；W (4H, d)、U (4H, H)、b (4H,) 按 i、f、g、o 的次序存放各部分。"
    "返回新的 h 和 c。",
    blanks=["chunk(4)", "f.sigmoid() * c", "o.sigmoid() * torch.tanh(c)"],
    order=True,
    mend=["forget_comes_first", "memory_not_squashed"],
)
def lstm_step(x, h, c, W, U, b):
    i, f, g, o = (W @ x + U @ h + b).chunk(4)
    c = f.sigmoid() * c + i.sigmoid() * torch.tanh(g)
    h = o.sigmoid() * torch.tanh(c)
    return h, c


lstm_step.hint("All four blocks are computed in one product, then cut apart.", zh="四个部分一次算出，再切开。")
lstm_step.hint("The gates are sigmoids, the candidate is a tanh.", zh="门用 sigmoid，候选记忆用 tanh。")


@lstm_step.inputs
def some(d=whole(1, 3), H=whole(1, 4)):
    return (
        torch.randn(d),
        torch.randn(H),
        2 * torch.randn(H),
        torch.randn(4 * H, d),
        torch.randn(4 * H, H),
        torch.randn(4 * H),
    )


@lstm_step.inputs
def large_memory(H=whole(1, 3)):
    return (
        torch.ones(1),
        torch.zeros(H),
        torch.full((H,), 9.0),
        torch.randn(4 * H, 1),
        torch.zeros(4 * H, H),
        torch.randn(4 * H),
    )


@lstm_step.holds("PyTorch gives the same.", zh="与 PyTorch 的结果相同。")
def as_pytorch(out, x, h, c, W, U, b):
    cell = nn.LSTMCell(len(x), len(h))
    for parameter, value in zip(cell.parameters(), (W, U, b, torch.zeros_like(b))):
        parameter.data = value
    return all(torch.allclose(one, other, atol=1e-5) for one, other in zip(out, cell(x, (h, c))))


@lstm_step.wrong(
    en=("The blocks stand in the order f, i, g, o.", "PyTorch, and the task, have i first."),
    zh=("各部分的次序是 f、i、g、o。", "PyTorch 和本题都是 i 在前。"),
)
def forget_comes_first(x, h, c, W, U, b):
    f, i, g, o = (W @ x + U @ h + b).chunk(4)
    c = f.sigmoid() * c + i.sigmoid() * torch.tanh(g)
    return o.sigmoid() * torch.tanh(c), c


@lstm_step.wrong(
    en=("The blocks stand in the order i, f, o, g.", "PyTorch, and the task, have the candidate third."),
    zh=("各部分的次序是 i、f、o、g。", "PyTorch 和本题都把候选记忆放在第三。"),
)
def candidate_comes_last(x, h, c, W, U, b):
    i, f, o, g = (W @ x + U @ h + b).chunk(4)
    c = f.sigmoid() * c + i.sigmoid() * torch.tanh(g)
    return o.sigmoid() * torch.tanh(c), c


@lstm_step.wrong(
    en=("The output gate acts on c itself.", "c is squashed first: h = o tanh(c)."),
    zh=("输出门直接作用于 c。", "c 要先压缩：h = o tanh(c)。"),
)
def memory_not_squashed(x, h, c, W, U, b):
    _, c = lstm_step(x, h, c, W, U, b)
    return (W @ x + U @ h + b).chunk(4)[3].sigmoid() * c, c


@lstm_step.wrong(
    en=("All four blocks are gates.", "The candidate is a tanh: it may be negative."),
    zh=("四个部分都是门。", "候选记忆用 tanh：可以是负数。"),
)
def candidate_is_a_gate(x, h, c, W, U, b):
    i, f, g, o = (W @ x + U @ h + b).chunk(4)
    c = f.sigmoid() * c + i.sigmoid() * g.sigmoid()
    return o.sigmoid() * torch.tanh(c), c
