"""RNN as a chain graph

Unrolled in time an RNN is a graph network on a directed chain: node t hears node t − 1 only, and all edges share one
weight.

    h ← u x + w S h

`S` moves every state one node on. Running the cell T times gives the same numbers as T − 1 rounds of messages that
start at `u x`, because the first input has T − 1 edges to go to the last node. Messages in both directions are another
model, in which early nodes learn of the future.
"""

import torch

from journal.authoring import one_of, question, real, several, task, where, whole

ZH = """RNN 是链式图上的消息传递

把 RNN 按时间展开，就是有向链上的图神经网络：节点 t 只听节点 t − 1 的，所有边共用一个权重。

    h ← u x + w S h

`S` 把每个状态向后移一个节点。把单元运行 T 次，与从 `u x` 出发传递 T − 1 轮消息得到的数完全相同，
因为第一个输入要经过 T − 1 条边才能到达最后一个节点。若消息双向传递，那就是另一个模型了：前面的节点会得知后面的内容。
"""
NAMES = [
    "gated graph network",
    "recurrent GNN",
    "RNN as GNN",
    "RNN 与 GNN",
    "RNN 和 GNN",
    "链式图",
]
NEEDS = ["rnn-cell", "gcn-layer"]
SOURCES = [
    "Li et al., Gated graph sequence neural networks, arXiv:1511.05493",
    "Battaglia et al., Relational inductive biases, deep learning, and graph networks, arXiv:1806.01261",
]


@where(lambda T, t: t < T - 2 and 2 * t != T - 1)
def demo(T=whole(4, 7), t=whole(0, 4), x=whole(1, 9), w=one_of(0.1, 0.2, 0.5, 2, 3, 10)):
    inputs = [0] * T
    inputs[t] = x
    h = 0
    for x_t in inputs:
        h = w * h + x_t
    return float(h)


@question("What is the last state?", zh="最后的状态是多少？")
def last_state(out):
    return out


@last_state.wrong(
    en=("The state adds up the inputs.", "Every further step multiplies an input by w once more."),
    zh=("状态把各个输入加起来。", "每多走一步，输入就多乘一次 w。"),
)
def inputs_are_added(x):
    return float(x)


@last_state.wrong(
    en=("The input is multiplied by w in every step before it.", "In every step behind it: T − 1 − t of them."),
    zh=("输入之前每走一步乘一次 w。", "之后每走一步才乘一次：共 T − 1 − t 次。"),
)
def steps_before_it(t, x, w):
    return float(x * w**t)


@last_state.wrong(
    en=("The step that reads the input multiplies it, too.", "There w meets the old state; the input comes as it is."),
    zh=("读入的那一步也乘 w。", "那一步 w 乘的是旧状态，输入原样加上。"),
)
def one_step_too_many(T, t, x, w):
    return float(x * w ** (T - t))


@where(lambda T, s: s < T - 2)
def arrival(T=whole(4, 12), s=whole(0, 8), w=real(0.5, 1.2), u=real(0.5, 1.5)):
    S = torch.ones(T - 1).diag(-1)
    x = torch.zeros(T)
    x[s] = 1
    h, rounds = u * x, 0
    while h[-1] == 0:
        h = u * x + w * S @ h
        rounds += 1
    return rounds


@question("How many rounds does the loop take?", zh="循环进行了几轮？", of=arrival)
def rounds_needed(out):
    return out


@rounds_needed.wrong(
    en=("One round of messages reaches all nodes.", "One round is one edge."),
    zh=("一轮消息就传到所有节点。", "一轮只走一条边。"),
)
def one_round_reaches_all():
    return 1


@rounds_needed.wrong(
    en=("Every message starts at the first node.", "This one starts at node s and has T − 1 − s edges to go."),
    zh=("消息都从第一个节点出发。", "这条从节点 s 出发，要走 T − 1 − s 条边。"),
)
def from_the_first_node(T):
    return T - 1


@rounds_needed.wrong(
    en=("It takes a round for each node that is left, itself included.", "The node itself has it before round 1."),
    zh=("从自己算起，每个节点要一轮。", "第 1 轮之前节点自己已经有了。"),
)
def one_round_per_node(T, s):
    return T - s


@where(lambda x, K: len(x) > K + 1)
def interrupted(x=several((4, 9), whole(1, 6)), w=one_of(0.5, 0.8, 1.2), K=whole(1, 7)):
    h, states = 0.0, []
    for x_t in x:
        h = w * h + x_t
        states.append(h)

    x = torch.tensor(x).float()
    S = torch.ones(len(x) - 1).diag(-1)
    nodes = x
    for _ in range(K):
        nodes = x + w * S @ nodes
    return torch.tensor(states).isclose(nodes)


@question(
    "How many nodes hold the state of the RNN after K rounds (up to rounding)?",
    zh="K 轮之后，有几个节点的值等于 RNN 的状态（不计舍入误差）？",
    of=interrupted,
)
def nodes_that_agree(out):
    return int(out.sum())


@nodes_that_agree.wrong(
    en=("A chain and an RNN have nothing in common.", "Nodes that all their inputs have reached hold the RNN's state."),
    zh=("链式图与 RNN 毫不相干。", "输入都已传到的节点，值就等于 RNN 的状态。"),
)
def unrelated():
    return 0


@nodes_that_agree.wrong(
    en=("Each round completes one node, the first in round 1.", "The first is complete at the start: K + 1."),
    zh=("每轮算好一个节点，第 1 轮算好第一个。", "第一个一开始就是对的：共 K + 1 个。"),
)
def one_for_each_round(K):
    return K


@nodes_that_agree.wrong(
    en=("One round completes all nodes.", "The last node needs len(x) − 1 rounds."),
    zh=("一轮就算好所有节点。", "最后一个节点需要 len(x) − 1 轮。"),
)
def all_at_once(x):
    return len(x)


@task(
    "Write `states_by_messages`: the states of h = w h + x_t for x (T,), computed by rounds of messages h ← x + w S h "
    "on all nodes at once, where S moves every value one node on.",
    zh="写出 `states_by_messages`：对 x (T,) 计算 h = w h + x_t 的各步状态，方法是对所有节点同时传递消息 "
    "h ← x + w S h，其中 S 把每个值向后移一个节点。",
    blanks=["diag(-1)", "range(T - 1)"],
    order=True,
    mend=["wrong_direction", "one_round"],
)
def states_by_messages(x, w):
    T = len(x)
    S = torch.ones(T - 1).diag(-1)
    h = x
    for _ in range(T - 1):
        h = x + w * S @ h
    return h


states_by_messages.hint("Entry (t, t − 1) of S is 1.", zh="S 的第 (t, t − 1) 个元素是 1。")
states_by_messages.hint(
    "How many edges lie between the first node and the last?", zh="第一个节点到最后一个节点有几条边？"
)


@states_by_messages.inputs
def sequence(T=whole(3, 7), w=real(0.3, 1.2, either_sign=True)):
    return torch.randn(T), w


@states_by_messages.inputs
def short(T=whole(1, 3)):
    return torch.ones(T), 0.5


@states_by_messages.holds("The first state is the first input.", zh="第一个状态就是第一个输入。")
def starts_with_the_input(out, x):
    return torch.isclose(out[0], x[0])


@states_by_messages.wrong(
    en=("The upper diagonal moves values on.", "It moves them back: row t must read node t − 1."),
    zh=("上对角线把值向后移。", "那是向前移：第 t 行应读节点 t − 1。"),
)
def wrong_direction(x, w):
    S = torch.ones(len(x) - 1).diag(1)
    h = x
    for _ in range(len(x) - 1):
        h = x + w * S @ h
    return h


@states_by_messages.wrong(
    en=("One round is enough.", "It reaches the next node only: the last is T − 1 edges away."),
    zh=("一轮就够了。", "一轮只传到下一个节点：最后一个在 T − 1 条边之外。"),
)
def one_round(x, w):
    S = torch.ones(len(x) - 1).diag(-1)
    return x + w * S @ x


@states_by_messages.wrong(
    en=("The inputs come in once, at the start.", "Each round adds them again: they are part of every state."),
    zh=("输入只在开始时加一次。", "每一轮都要加：它是每个状态的一部分。"),
)
def input_once(x, w):
    S = torch.ones(len(x) - 1).diag(-1)
    h = x
    for _ in range(len(x) - 1):
        h = w * S @ h
    return h
