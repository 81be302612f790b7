"""GRU cell

A GRU has three blocks: an update gate `z`, a reset gate `r` and a candidate `n`, into which `r` lets more or less of
the old state. The state is its only memory, a mix of old and new:

    h_t = (1 − z) ⊙ n + z ⊙ h_{t−1}

In PyTorch, as in the first paper, z = 1 keeps the old state; other texts swap the two. A GRU has a quarter fewer
parameters than an LSTM and no `c`: the second result is a single tensor, not a pair.
"""

import math

import torch
from torch import nn

from journal.authoring import one_of, question, task, where, whole

ZH = """GRU 单元

GRU 由三个部分组成：更新门 `z`、重置门 `r` 和候选状态 `n`，其中 `r` 决定旧状态有多少进入 `n`。隐状态就是它唯一的记忆，
由旧状态和新状态混合而成：

    h_t = (1 − z) ⊙ n + z ⊙ h_{t−1}

在 PyTorch 中（最初的论文也是这样），z = 1 表示保留旧状态；有些教材和论文正好相反。GRU 的参数比 LSTM 少四分之一，
没有 `c`：返回的第二项是一个张量，而不是一对。
"""
NAMES = [
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


def demo(d=whole(2, 8), H=whole(2, 9)):
    cell = nn.GRU(d, H)
    return sum(p.numel() for p in cell.parameters())


@question("How many parameters does the network have?", zh="这个网络有多少个参数？")
def parameters(out):
    return out


@parameters.wrong(
    en=("There are two blocks, one for each gate.", "The candidate is a third."),
    zh=("有两个部分，每个门一个。", "候选状态是第三个。"),
)
def two_blocks(out):
    return out * 2 // 3


@parameters.wrong(
    en=("It is as large as an LSTM.", "It has one block less: two gates and a candidate."),
    zh=("它与 LSTM 一样大。", "它少一个部分：只有两个门和候选状态。"),
)
def as_large_as_an_lstm(d, H):
    return sum(p.numel() for p in nn.LSTM(d, H).parameters())


@parameters.wrong(
    en=("Each block has one bias vector.", "PyTorch keeps two for every block."),
    zh=("每个部分有一个偏置向量。", "PyTorch 中每个部分有两个。"),
)
def one_bias_per_block(out, H):
    return out - 3 * H


def mixing(h0=whole(2, 9), z=one_of(0.1, 0.2, 0.4, 0.5, 0.6, 0.8, 0.9), sign=one_of(-1, 1), T=one_of(1, 2)):
    cell = nn.GRUCell(1, 1)
    for p in cell.parameters():
        nn.init.zeros_(p)
    _, update, candidate = cell.bias_ih.data.chunk(3)  # r, z, n
    update.fill_(math.log(z / (1 - z)))  # the update gate is z
    candidate.fill_(sign * 50)  # the candidate is -1 or 1
    x, h = torch.zeros(1, 1), torch.full((1, 1), float(h0))
    for _ in range(T):
        h = cell(x, h)
    return h


def mixed(h0, z, sign, T):
    return z**T * h0 + (1 - z**T) * sign


@question("What is `h` after the T steps?", zh="T 步之后 `h` 等于多少？", of=mixing)
def final_state(out):
    return out.item()


@final_state.wrong(
    en=("z weighs the candidate.", "In PyTorch it weighs the old state, and 1 − z the candidate."),
    zh=("z 乘的是候选状态。", "在 PyTorch 中 z 乘旧状态，1 − z 乘候选状态。"),
)
def z_takes_the_new(h0, z, sign, T):
    return mixed(h0, 1 - z, sign, T)


@final_state.wrong(
    en=("The candidate replaces the state.", "A share z of the old state stays at each step."),
    zh=("候选状态取代旧状态。", "每一步都有比例为 z 的旧状态留下来。"),
)
def candidate_replaces(sign):
    return float(sign)


@final_state.wrong(
    en=("The candidate is added to what is kept.", "It comes in with the weight 1 − z: the shares sum to 1."),
    zh=("候选状态整个加到保留的部分上。", "它的权重是 1 − z：两份之和为 1。"),
)
def candidate_is_added(h0, z, sign, T):
    return z * h0 + sign if T == 1 else z * (z * h0 + sign) + sign


def fading(z=one_of(0.1, 0.2, 0.5, 0.9), T=whole(2, 4), k=whole(1, 9)):
    cell = nn.GRUCell(1, 1)
    for p in cell.parameters():
        nn.init.zeros_(p)
    update = cell.bias_ih.data.chunk(3)[1]  # r, z, n
    update.fill_(math.log(z / (1 - z)))  # the update gate is z
    h = start = torch.ones(1, 1, requires_grad=True)
    for _ in range(T):
        h = cell(torch.zeros(1, 1), h)
    (k * h).backward()
    return start.grad


@question("What is `start.grad`?", zh="`start.grad` 等于多少？", of=fading)
def gradient_to_the_start(out):
    return out.item()


@gradient_to_the_start.wrong(
    en=("Each step lets 1 − z of the gradient pass.", "The old state comes in with z, and so does its gradient."),
    zh=("每一步让 1 − z 的梯度通过。", "旧状态的系数是 z，梯度也乘 z。"),
)
def the_other_share(z, T, k):
    return k * (1 - z) ** T


@gradient_to_the_start.wrong(
    en=("The gradient passes the gate once.", "It passes it at each of the T steps: z to the power T."),
    zh=("梯度只经过一次门。", "T 步中每一步都经过：z 的 T 次方。"),
)
def one_gate_only(z, k):
    return k * z


@gradient_to_the_start.wrong(
    en=("The gradient passes a GRU undiminished.", "Only where z = 1; each step multiplies by z."),
    zh=("梯度经过 GRU 毫无衰减。", "只有 z = 1 时才如此；每一步都乘 z。"),
)
def nothing_is_lost(k):
    return float(k)


@where(lambda N, layers: layers != N)
def second_result(
    net=one_of("RNN", "LSTM", "GRU"), H=whole(2, 9), N=whole(2, 5), layers=one_of(1, 2, 3), T=whole(4, 8)
):
    model = getattr(nn, net)(3, H, num_layers=layers)
    _, state = model(torch.randn(T, N, 3))
    tensors = state if isinstance(state, tuple) else [state]
    return sum(tensor.numel() for tensor in tensors)


@question("How many numbers does `state` hold?", zh="`state` 里一共有多少个数？", of=second_result)
def numbers_in_the_state(out):
    return out


@numbers_in_the_state.wrong(
    en=("A gated cell has a cell state.", "Only the LSTM keeps a c beside h; a GRU has gates and no c."),
    zh=("有门就有细胞状态。", "只有 LSTM 在 h 之外还有 c；GRU 有门而没有 c。"),
)
def gated_means_two(net, H, N, layers):
    return (1 if net == "RNN" else 2) * layers * N * H


@numbers_in_the_state.wrong(
    en=("Every cell hands on one state.", "An LSTM hands on two, h and c."),
    zh=("每种单元都只传一个状态。", "LSTM 要传两个：h 和 c。"),
)
def one_state_for_all(H, N, layers):
    return layers * N * H


@numbers_in_the_state.wrong(
    en=("Only the last layer's state is returned.", "Every layer hands on its own."),
    zh=("只返回最后一层的状态。", "每一层都有自己的。"),
)
def last_layer_only(out, layers):
    return out // layers


@task(
    "Write `gru_step`: one step for x (d,) and h (H,), as PyTorch has it. W (3H, d), U (3H, H), b and u (3H,) hold the "
    "blocks r, z, n; the gates are sigmoids of W x + b + U h + u, and n = tanh(W x + b + r (U h + u)), each with its "
    "own block.",
    zh="写出 `gru_step`：按 PyTorch 的定义对 x (d,)、h (H,) 走一步。W (3H, d)、U (3H, H)、b 和 u (3H,) "
    "按 r、z、n 存放各部分；门是 W x + b + U h + u 的 sigmoid，n = tanh(W x + b + r (U h + u))，各用自己的部分。",
    blanks=["r * old_n", "(1 - z) * n + z * h"],
    order=True,
    mend=["mix_swapped", "reset_forgotten"],
)
def gru_step(x, h, W, U, b, u):
    new_r, new_z, new_n = (W @ x + b).chunk(3)
    old_r, old_z, old_n = (U @ h + u).chunk(3)
    r = (new_r + old_r).sigmoid()
    z = (new_z + old_z).sigmoid()
    n = torch.tanh(new_n + r * old_n)
    return (1 - z) * n + z * h


gru_step.hint("Keep the parts that come from x and from h apart.", zh="来自 x 和来自 h 的部分要分开。")
gru_step.hint("z = 1 keeps the old state.", zh="z = 1 时保留旧状态。")


@gru_step.inputs
def some(d=whole(1, 3), H=whole(1, 4)):
    biases = torch.randn(3 * H), torch.randn(3 * H)
    return torch.randn(d), torch.randn(H), torch.randn(3 * H, d), torch.randn(3 * H, H), *biases


@gru_step.inputs
def large_state(H=whole(1, 3)):
    biases = torch.zeros(3 * H), torch.randn(3 * H)
    return torch.ones(1), torch.full((H,), 3.0), torch.randn(3 * H, 1), torch.randn(3 * H, H), *biases


@gru_step.holds("PyTorch gives the same.", zh="与 PyTorch 的结果相同。")
def as_pytorch(out, x, h, W, U, b, u):
    cell = nn.GRUCell(len(x), len(h))
    for parameter, value in zip(cell.parameters(), (W, U, b, u)):
        parameter.data = value
    return torch.allclose(out, cell(x, h), atol=1e-5)


@gru_step.wrong(
    en=("z weighs the candidate.", "In PyTorch it weighs the old state."),
    zh=("z 乘候选状态。", "在 PyTorch 中它乘旧状态。"),
)
def mix_swapped(x, h, W, U, b, u):
    z = (W @ x + b + U @ h + u).chunk(3)[1].sigmoid()
    r = (W @ x + b + U @ h + u).chunk(3)[0].sigmoid()
    n = torch.tanh((W @ x + b).chunk(3)[2] + r * (U @ h + u).chunk(3)[2])
    return z * n + (1 - z) * h


@gru_step.wrong(
    en=("The reset gate may be left out.", "It decides how much of the old state enters the candidate."),
    zh=("重置门可以省略。", "它决定旧状态有多少进入候选状态。"),
)
def reset_forgotten(x, h, W, U, b, u):
    _, z, n = (W @ x + b + U @ h + u).chunk(3)
    return (1 - z.sigmoid()) * torch.tanh(n) + z.sigmoid() * h


@gru_step.wrong(
    en=("The reset gate scales h before it is mapped.", "In PyTorch it scales U h + u, the result of the map."),
    zh=("重置门在映射之前缩放 h。", "在 PyTorch 中它缩放映射的结果 U h + u。"),
)
def reset_before_the_map(x, h, W, U, b, u):
    r, z, _ = (W @ x + b + U @ h + u).chunk(3)
    n = torch.tanh((W @ x + b + U @ (r.sigmoid() * h) + u).chunk(3)[2])
    return (1 - z.sigmoid()) * n + z.sigmoid() * h
