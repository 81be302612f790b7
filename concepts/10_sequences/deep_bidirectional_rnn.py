"""Deep and bidirectional RNNs

A deep RNN stacks layers: layer l reads, step by step, the states of layer l − 1, with weights of its own. In a
bidirectional one a second cell, again with its own weights, reads each layer's input from the end, and the next layer
reads both. In PyTorch

    out: (batch, T, directions · h)      h_n: (layers · directions, batch, h)

`out` holds the top layer only, both directions side by side; `h_n` the final state of every layer and direction (batch
second, even with batch_first). The final state of the backward cell stands at position 0 of `out`, not at the last. A
model that must not see the future cannot be bidirectional.
"""

import torch
from torch import nn

from journal.authoring import one_of, question, where, whole

ZH = """深层与双向循环神经网络

深层循环网络把几层叠起来：第 l 层逐步读取第 l − 1 层的状态，各层有自己的权重。双向网络还有第二个单元，权重也是自己的，
从末尾读每一层的输入，下一层同时读两个方向。在 PyTorch 里

    out：(batch, T, directions · h)      h_n：(layers · directions, batch, h)

`out` 只有最上层的状态，两个方向并排；`h_n` 是每层每个方向的最终状态（即使 batch_first，批量也在第二维）。
反向单元的最终状态在 `out` 的位置 0，而不在最后。不能看到未来的模型不能用双向。
"""
NAMES = [
    "bidirectional RNN",
    "BiLSTM",
    "Bi-LSTM",
    "BiRNN",
    "BiGRU",
    "deep RNN",
    "stacked LSTM",
    "stacked RNN",
    "bidirectional LSTM",
    "双向循环神经网络",
    "双向RNN",
    "双向LSTM",
    "深层循环神经网络",
    "多层LSTM",
]
HINTS = ["bidirectional", "双向"]
NEEDS = ["rnn-cell", "gru-cell"]
SOURCES = [
    "torch.nn.GRU, sections Outputs and Variables",
    "Schuster & Paliwal, Bidirectional Recurrent Neural Networks, IEEE Transactions on Signal Processing 45 (1997)",
]


@where(lambda B, T, layers: B != T and layers != B)
def demo(layers=whole(2, 4), bidirectional=one_of(False, True), B=whole(2, 5), T=whole(3, 9), h=one_of(4, 6, 8)):
    rnn = nn.GRU(5, h, layers, batch_first=True, bidirectional=bidirectional)
    out, h_n = rnn(torch.randn(B, T, 5))
    return out, h_n


@question("What is the shape of `out`?", zh="`out` 的形状是什么？")
def out_shape(out):
    return out[0].shape


@out_shape.wrong(
    en=("`out` holds the states of all layers.", "It holds the top layer's only."),
    zh=("`out` 包含所有层的状态。", "只有最上层的。"),
)
def all_layers(out, layers):
    B, T, width = out[0].shape
    return B, T, layers * width


@out_shape.wrong(
    en=("The two directions are added.", "They stand side by side."),
    zh=("两个方向相加。", "两个方向并排拼接。"),
)
def directions_added(B, T, h):
    return B, T, h


@out_shape.wrong(
    en=("Time comes first.", "With batch_first the batch does."),
    zh=("时间在第一维。", "batch_first 时批量在第一维。"),
)
def time_first(out):
    B, T, width = out[0].shape
    return T, B, width


@question("What is the shape of `h_n`?", zh="`h_n` 的形状是什么？")
def state_shape(out):
    return out[1].shape


@state_shape.wrong(
    en=("Only the top layer has a final state.", "Every layer has, in each direction."),
    zh=("只有最上层有最终状态。", "每层的每个方向都有。"),
)
def top_layer_only(bidirectional, B, h):
    return 1 + bidirectional, B, h


@state_shape.wrong(
    en=("batch_first puts the batch first here, too.", "Layers and directions come first in h_n always."),
    zh=("batch_first 时这里批量也在第一维。", "h_n 的第一维总是层与方向。"),
)
def batch_first_here(out):
    states, B, h = out[1].shape
    return B, states, h


@state_shape.wrong(
    en=("The directions stand side by side, as in `out`.", "In h_n they are stacked along the first axis."),
    zh=("两个方向像 `out` 那样并排。", "在 h_n 里它们沿第一维堆叠。"),
)
def directions_side_by_side(layers, bidirectional, B, h):
    return layers, B, h * (1 + bidirectional)


@where(lambda d, h: d != h and d != 2 * h)
def weights(d=one_of(3, 5, 7, 9, 12, 20), h=one_of(4, 5, 6, 8, 10), bidirectional=one_of(False, True)):
    rnn = nn.RNN(d, h, num_layers=2, bidirectional=bidirectional)
    return rnn.weight_ih_l1  # what the second layer does with its input


@question("How many weights are returned?", zh="返回了多少个权重？", of=weights)
def second_layer(out):
    return out.numel()


@second_layer.wrong(
    en=("The second layer reads the input again.", "It reads the states of the first layer."),
    zh=("第二层仍然读取输入。", "它读取第一层的状态。"),
)
def reads_the_input(d, h):
    return h * d


@second_layer.wrong(
    en=("Each direction goes on by itself.", "The second layer reads both directions of the first."),
    zh=("两个方向各走各的。", "第二层同时读取第一层的两个方向。"),
)
def one_direction(h, bidirectional):
    return h * h if bidirectional else None


@second_layer.wrong(
    en=("It also reads the input beside the states.", "Only the states of the layer below."),
    zh=("除了状态，它还读取输入。", "只读下一层的状态。"),
)
def input_and_states(d, h, bidirectional):
    return h * (d + h * (1 + bidirectional))


@where(lambda t, T: 0 < t < T - 1)
def reach(T=whole(5, 14), t=whole(1, 12), layers=one_of(1, 2), backward=one_of(True, False)):
    rnn = nn.RNN(1, 4, layers, bidirectional=backward).double()
    x = torch.randn(T, 1, dtype=torch.float64, requires_grad=True)
    out, _ = rnn(x)
    state = out[t, 4:] if backward else out[t]  # of one direction
    state.sum().backward()
    return (x.grad != 0).sum()


@question("How many inputs has `state` seen?", zh="`state` 看到了多少个输入？", of=reach)
def inputs_seen(out):
    return out


@inputs_seen.wrong(
    en=("The backward cell has seen what came before t.", "It reads from the end: it has seen t and all after it."),
    zh=("反向单元看到的是 t 之前的输入。", "它从末尾读起：看到的是 t 及其之后的。"),
)
def backward_sees_the_past(t, backward):
    return t + 1 if backward else None


@inputs_seen.wrong(
    en=(
        "A direction sees one side only, in any layer.",
        "From layer 2 on it reads both directions of the layer below.",
    ),
    zh=("不管哪一层，一个方向只看到一边。", "从第二层起，它读取下一层的两个方向。"),
)
def one_side_always(T, t, layers, backward):
    return T - t if backward and layers == 2 else None


@inputs_seen.wrong(
    en=("Every state has seen the whole sequence.", "A single direction of one layer sees one side only."),
    zh=("每个状态都看到了整个序列。", "单层的单个方向只看到一边。"),
)
def whole_sequence(T, layers, backward):
    return T if layers == 1 or not backward else None


@inputs_seen.wrong(
    en=("The input at t itself is not seen.", "The state at t has just read it."),
    zh=("看不到 t 处的输入本身。", "t 处的状态刚刚读过它。"),
)
def itself_not_seen(out, layers, backward):
    return out - 1
