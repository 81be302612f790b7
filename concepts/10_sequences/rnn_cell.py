"""Recurrent network

An RNN reads a sequence one time step after the other and carries a hidden state along:

    h_t = tanh(W_ih x_t + b_ih + W_hh h_{t−1} + b_hh)

The same weights serve every step, so a longer sequence needs no more parameters. Time steps are not layers: layers are
stacked with `num_layers`, each with weights of its own. PyTorch keeps two bias vectors and puts time before batch;
`out` holds the last layer's state at every step, `h_n` the final state of each layer and direction.
"""

import torch
from torch import nn

from journal.authoring import one_of, question, task, where, whole

ZH = """循环神经网络

RNN 按时间步逐个读入序列，并把隐状态一路带下去：

    h_t = tanh(W_ih x_t + b_ih + W_hh h_{t−1} + b_hh)

每一步用的都是同一组权重，所以序列再长，参数也不会变多。时间步不是层：层用 `num_layers` 叠加，每层各有自己的权重。
PyTorch 有两个偏置向量，并把时间维放在批量维之前；`out` 存放最后一层每一步的隐状态，
`h_n` 存放每层、每个方向最终的隐状态。
"""
NAMES = ["RNN", "recurrent neural network"]
SHARED = [
    "hidden state",
    "sequence data",
    "batch_first",
    "time step",
    "序列数据",
    "时间步",
    "隐状态",
]
HINTS = ["NLP", "natural language processing", "自然语言处理"]
NEEDS = ["mlp-forward", "module-parameters"]
SOURCES = ["torch.nn.RNN", "Elman, Finding structure in time, Cognitive Science 14 (1990)"]


@where(lambda T, N: T != N)
def demo(d=whole(2, 6), H=whole(2, 6), T=whole(3, 9), N=whole(3, 6), both=one_of(False, True)):
    rnn = nn.RNN(d, H, bidirectional=both)
    x = torch.randn(T, N, d)
    out, h_n = rnn(x)
    parameters = sum(p.numel() for p in rnn.parameters())
    return {"parameters": parameters, "out": out, "h_n": h_n}


@question("How many parameters does the network have?", zh="这个网络有多少个参数？")
def parameters(out):
    return out["parameters"]


@parameters.wrong(
    en=("Every time step has its own weights.", "All steps use the same ones: the count does not depend on T."),
    zh=("每个时间步各有权重。", "所有时间步共用同一组：参数量与 T 无关。"),
)
def weights_per_step(out, T):
    return T * out["parameters"]


@parameters.wrong(
    en=("There is one bias vector.", "PyTorch keeps two, b_ih and b_hh, each of H numbers."),
    zh=("只有一个偏置向量。", "PyTorch 保留两个：b_ih 和 b_hh，各有 H 个数。"),
)
def one_bias(out, H, both):
    return out["parameters"] - (2 if both else 1) * H


@parameters.wrong(
    en=("The state needs no weights of its own.", "W_hh maps the old state to the new: H × H."),
    zh=("隐状态不需要自己的权重。", "W_hh 把旧状态映射到新状态：H × H。"),
)
def no_recurrent_matrix(out, H, both):
    return out["parameters"] - (2 if both else 1) * H * H


@question("What is the shape of `out`?", zh="`out` 的形状是什么？")
def output_shape(out):
    return out["out"].shape


@output_shape.wrong(
    en=("The batch is the first axis.", "Unless `batch_first` is set, time is first and the batch second."),
    zh=("第一维是批量。", "不设置 `batch_first` 时，第一维是时间，第二维才是批量。"),
)
def batch_before_time(H, T, N, both):
    return N, T, 2 * H if both else H


@output_shape.wrong(
    en=("The states of two directions are added.", "They are put side by side."),
    zh=("两个方向的隐状态相加。", "是拼接在一起。"),
)
def directions_are_added(H, T, N, both):
    return (T, N, H) if both else None


@output_shape.wrong(
    en=("The output is as wide as the input.", "It holds hidden states: its last axis counts hidden units."),
    zh=("输出与输入同宽。", "存放的是隐状态，最后一维是隐藏单元数。"),
)
def like_the_input(d, T, N):
    return T, N, d


@question("What is the shape of `h_n`?", zh="`h_n` 的形状是什么？")
def state_shape(out):
    return out["h_n"].shape


@state_shape.wrong(
    en=("The input is read batch first.", "`batch_first` is not set: the N sequences are the second axis of x."),
    zh=("输入按批量在前来读。", "没有设置 `batch_first`：N 个序列在 x 的第二维。"),
)
def reads_batch_first(H, T, both):
    return 2 if both else 1, T, H


@state_shape.wrong(
    en=("The batch leads in `h_n`.", "Its first axis counts layers and directions; the batch comes second."),
    zh=("`h_n` 的第一维是批量。", "第一维数的是层和方向，批量在第二维。"),
)
def batch_leads(out):
    directions, N, H = out["h_n"].shape
    return N, directions, H


@state_shape.wrong(
    en=("`h_n` holds every step.", "It keeps the final state of each direction; all steps are in `out`."),
    zh=("`h_n` 存放每一步。", "它只保留每个方向的最终隐状态；所有时间步都在 `out` 里。"),
)
def every_step(out):
    return out["out"].shape


def counting(T=whole(2, 9), b=whole(1, 9)):
    rnn = nn.RNN(1, 1, nonlinearity="relu")
    for weight in (rnn.weight_ih_l0, rnn.weight_hh_l0):
        nn.init.ones_(weight)
    for bias in (rnn.bias_ih_l0, rnn.bias_hh_l0):
        nn.init.constant_(bias, b)
    out, _ = rnn(torch.zeros(T, 1))
    return out[-1]


@question("What number does `out[-1]` hold?", zh="`out[-1]` 里的数是多少？", of=counting)
def last_state(out):
    return out.item()


@last_state.wrong(
    en=("The bias is added once in a step.", "Both vectors are: 2b in each step."),
    zh=("每一步只加一次偏置。", "两个偏置向量都要加：每步加 2b。"),
)
def one_bias_a_step(T, b):
    return float(T * b)


@last_state.wrong(
    en=("Each step starts from nothing.", "It starts from the last state, here with weight 1."),
    zh=("每一步都从零开始。", "从上一个状态开始，这里权重为 1。"),
)
def nothing_is_carried(b):
    return 2.0 * b


@last_state.wrong(
    en=("An input of zeros gives a state of zero.", "The biases are added all the same."),
    zh=("输入全零，状态就是零。", "偏置照样要加。"),
)
def nothing_comes_in():
    return 0.0


def longer(d=whole(2, 8), H=whole(2, 8), T=whole(4, 9), layers=one_of(1, 2, 3)):
    rnn = nn.RNN(d, H, num_layers=layers)
    rnn(torch.randn(T, 1, d))
    rnn(torch.randn(2 * T, 1, d))
    return sum(p.numel() for p in rnn.parameters())


@question(
    "How many parameters does the network have after reading the sequence of 2T steps?",
    zh="读完 2T 步的序列之后，这个网络有多少个参数？",
    of=longer,
)
def parameters_when_longer(out):
    return out


@parameters_when_longer.wrong(
    en=("Each step is a layer.", "Only `num_layers` adds weights; more steps reuse them."),
    zh=("每个时间步就是一层。", "只有 `num_layers` 会增加权重，更多的步只是重复使用。"),
)
def steps_are_layers(d, H, T):
    return longer(d, H, T, layers=2 * T)


@parameters_when_longer.wrong(
    en=("Twice the length needs twice the weights.", "The same cell is used twice as often; nothing is added."),
    zh=("长度加倍，权重也加倍。", "同一个单元多用一倍的次数，参数没有增加。"),
)
def grows_with_length(out):
    return 2 * out


@parameters_when_longer.wrong(
    en=("All layers are of one size.", "From the second on the input is a state, with H numbers instead of d."),
    zh=("各层大小相同。", "从第二层起，输入是前一层的隐状态，维数是 H 而不是 d。"),
)
def layers_are_equal(d, H, layers):
    return layers * (d * H + H * H + 2 * H)


@task(
    "Write `run_rnn`: for x (T, d) and the start state h (H,), the states (T, H) of "
    "tanh(W_ih x_t + b_ih + W_hh h + b_hh).",
    zh="写出 `run_rnn`：给定 x (T, d) 和初始状态 h (H,)，返回各步状态 (T, H)，"
    "每步是 tanh(W_ih x_t + b_ih + W_hh h + b_hh)。",
    blanks=["W_hh @ h", "states.append(h)"],
    order=True,
    mend=["from_the_start", "one_bias_only"],
)
def run_rnn(x, h, W_ih, W_hh, b_ih, b_hh):
    states = []
    for x_t in x:
        h = torch.tanh(W_ih @ x_t + b_ih + W_hh @ h + b_hh)
        states.append(h)
    return torch.stack(states)


run_rnn.hint("Go over the rows of x; each is one time step.", zh="逐行遍历 x；每一行是一个时间步。")
run_rnn.hint("The new state replaces the old before the next step.", zh="进入下一步之前，新状态取代旧状态。")


@run_rnn.inputs
def sequence(T=whole(2, 5), d=whole(1, 3), H=whole(2, 4)):
    return torch.randn(T, d), torch.randn(H), torch.randn(H, d), torch.randn(H, H), torch.randn(H), torch.randn(H)


@run_rnn.inputs
def one_step(d=whole(1, 3), H=whole(1, 3)):
    return torch.randn(2, d), torch.ones(H), torch.randn(H, d), torch.eye(H), torch.zeros(H), torch.ones(H)


@run_rnn.holds("PyTorch gives the same.", zh="与 PyTorch 的结果相同。")
def as_pytorch(out, x, h, W_ih, W_hh, b_ih, b_hh):
    rnn = nn.RNN(x.shape[1], len(h))
    for parameter, value in zip(rnn.parameters(), (W_ih, W_hh, b_ih, b_hh)):
        parameter.data = value
    return torch.allclose(out, rnn(x, h[None])[0], atol=1e-5)


@run_rnn.wrong(
    en=("Every step starts from the given state.", "Only the first does; the state is carried on."),
    zh=("每一步都从给定的状态开始。", "只有第一步如此，之后状态一路传下去。"),
)
def from_the_start(x, h, W_ih, W_hh, b_ih, b_hh):
    return torch.tanh(x @ W_ih.T + b_ih + W_hh @ h + b_hh)


@run_rnn.wrong(
    en=("One bias is enough.", "It would be, but the formula has two, and both are added."),
    zh=("一个偏置就够了。", "确实够，但公式里有两个，都要加。"),
)
def one_bias_only(x, h, W_ih, W_hh, b_ih, b_hh):
    return run_rnn(x, h, W_ih, W_hh, b_ih, torch.zeros_like(b_hh))


@run_rnn.wrong(
    en=("Only the output passes through tanh.", "The state does, and goes on squashed."),
    zh=("只有输出经过 tanh。", "状态本身经过 tanh，压缩后再往下传。"),
)
def tanh_at_the_end(x, h, W_ih, W_hh, b_ih, b_hh):
    states = []
    for x_t in x:
        h = W_ih @ x_t + b_ih + W_hh @ h + b_hh
        states.append(torch.tanh(h))
    return torch.stack(states)
