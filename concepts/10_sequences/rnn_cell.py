"""Recurrent network

An RNN reads a sequence one time step after the other and carries a hidden state along:

    h_t = tanh(W_ih x_t + b_ih + W_hh h_{t−1} + b_hh)

The same weights serve every step, so a longer sequence needs no more parameters. Time steps are not layers: layers are
stacked with `num_layers`, each with weights of its own. PyTorch keeps two bias vectors and puts time before batch;
`out` holds the last layer's state at every step, `h_n` the final state of each layer and direction.
"""

import torch
from torch import nn

from journal.authoring import one_of, question, where, whole

ZH = """循环神经网络

RNN 按时间步逐个读入序列，并把隐状态一路带下去：

    h_t = tanh(W_ih x_t + b_ih + W_hh h_{t−1} + b_hh)

每一步用的都是同一组权重，所以序列再长，参数也不会变多。时间步不是层：层用 `num_layers` 叠加，每层各有自己的权重。
PyTorch 有两个偏置向量，并把时间维放在批量维之前；`out` 存放最后一层每一步的隐状态，
`h_n` 存放每层、每个方向最终的隐状态。
"""
ALIASES = [
    "RNN",
    "recurrent neural network",
    "hidden state",
    "sequence data",
    "batch_first",
    "time step",
    "序列数据",
    "时间步",
    "隐状态",
    "NLP",
    "natural language processing",
    "自然语言处理",
]
NEEDS = ["mlp-forward", "module-parameters"]
SOURCES = ["torch.nn.RNN", "Elman, Finding structure in time, Cognitive Science 14 (1990)"]


@where(lambda T, N: T != N)
def demo(d=whole(2, 6), H=whole(2, 6), T=whole(3, 9), N=whole(3, 6), both=one_of(False, True), batch_first=False):
    rnn = nn.RNN(d, H, bidirectional=both, batch_first=batch_first)
    x = torch.randn(T, N, d)
    out, h_n = rnn(x)
    parameters = sum(p.numel() for p in rnn.parameters())
    return {"parameters": parameters, "out": out, "h_n": h_n}


@question("How many parameters does the network have?", "这个网络有多少个参数？")
def parameters(out):
    return out["parameters"]


@parameters.wrong(
    "All steps use the same weights: the count does not depend on T.", "所有时间步共用同一组权重：参数量与 T 无关。"
)
def weights_per_step(out, T):
    return T * out["parameters"]


@parameters.wrong(
    "PyTorch keeps two bias vectors, b_ih and b_hh, each of H numbers.",
    "PyTorch 保留两个偏置向量 b_ih 和 b_hh，各有 H 个数。",
)
def one_bias(out, H, both):
    return out["parameters"] - (2 if both else 1) * H


@question("What is the shape of `out`?", "`out` 的形状是什么？")
def output_shape(out):
    return out["out"].shape


@output_shape.wrong(
    "Unless batch_first is set, time is the first axis and the batch the second.",
    "不设置 batch_first 时，第一维是时间，第二维才是批量。",
)
def batch_before_time(d, H, T, N, both):
    return output_shape(demo(d, H, N, T, both))


@output_shape.wrong(
    "The states of the two directions are put side by side, not added.", "两个方向的隐状态是拼接起来的，而不是相加。"
)
def directions_are_added(d, H, T, N):
    return output_shape(demo(d, H, T, N, both=False))


@output_shape.wrong(
    "`out` holds hidden states: its last axis counts hidden units, not inputs.",
    "`out` 存放的是隐状态，最后一维是隐藏单元数，而不是输入的维数。",
)
def like_the_input(d, T, N):
    return output_shape(demo(d, d, T, N, both=False))


@question("What is the shape of `h_n`?", "`h_n` 的形状是什么？")
def state_shape(out):
    return out["h_n"].shape


@state_shape.wrong(
    "`batch_first` is False: the first axis, T, is time, and each of the N sequences has a final state.",
    "`batch_first` 为 False：第一维 T 是时间，N 个序列各有一个最终隐状态。",
)
def reads_batch_first(d, H, T, N, both):
    return state_shape(demo(d, H, T, N, both, batch_first=True))


@state_shape.wrong(
    "The first axis of `h_n` counts layers and directions; the batch comes second.",
    "`h_n` 的第一维数的是层和方向，批量在第二维。",
)
def batch_leads(out):
    directions, N, H = out["h_n"].shape
    return N, directions, H


@state_shape.wrong(
    "`h_n` keeps only the final state of each direction; all steps are in `out`.",
    "`h_n` 只保留每个方向的最终隐状态；所有时间步的都在 `out` 里。",
)
def every_step(out):
    return out["out"].shape


@question(
    "Does `out[-1]` hold the same numbers as the entries of `h_n` put side by side?",
    "`out[-1]` 与把 `h_n` 的各项拼接起来得到的数相同吗？",
)
def last_is_final(out):
    return torch.equal(out["out"][-1], torch.cat(list(out["h_n"]), dim=-1))


@last_is_final.wrong(
    "The backward direction ends at step 0, so its final state is in `out[0]`, not in `out[-1]`.",
    "反向那一路结束于第 0 步，它的最终隐状态在 `out[0]`，不在 `out[-1]`。",
)
def last_output_is_all(d, H, T, N):
    return last_is_final(demo(d, H, T, N, both=False))


@last_is_final.wrong(
    "An RNN's output is its hidden state: with one direction the last output is the final state.",
    "RNN 的输出就是隐状态：只有一个方向时，最后一步的输出就是最终隐状态。",
)
def output_is_not_state():
    return False


def longer(d=whole(2, 8), H=whole(2, 8), T=whole(4, 9), layers=one_of(1, 2, 3)):
    rnn = nn.RNN(d, H, num_layers=layers)
    rnn(torch.randn(T, 1, d))
    rnn(torch.randn(2 * T, 1, d))
    return sum(p.numel() for p in rnn.parameters())


@question(
    "How many parameters does the network have after reading the sequence of 2T steps?",
    "读完 2T 步的序列之后，这个网络有多少个参数？",
    of=longer,
)
def parameters_when_longer(out):
    return out


@parameters_when_longer.wrong(
    "A step is not a layer: only `num_layers` adds weights, more steps reuse them.",
    "时间步不是层：只有 `num_layers` 会增加权重，更多的步只是重复使用它们。",
)
def steps_are_layers(d, H, T):
    return longer(d, H, T, layers=2 * T)


@parameters_when_longer.wrong(
    "Twice the length is the same cell used twice as often; nothing is added.",
    "长度加倍只是同一个单元多用一倍的次数，参数没有增加。",
)
def grows_with_length(out):
    return 2 * out


@parameters_when_longer.wrong(
    "From the second layer on the input is the state of the layer below, with H numbers instead of d.",
    "从第二层起，输入是前一层的隐状态，维数是 H 而不是 d。",
)
def layers_are_equal(d, H, T, layers):
    return layers * longer(d, H, T, layers=1)
