"""RNN as a chain graph

Unrolled in time an RNN is a graph network on a directed chain: node t hears node t − 1 only, and all edges share one
weight.

    h ← u x + w S h

`S` moves every state one node on. Running the cell T times gives the same numbers as T − 1 rounds of messages that
start at `u x`, because the first input has T − 1 edges to go to the last node. Messages in both directions are another
model, in which early nodes learn of the future.
"""

import torch

from journal.authoring import one_of, question, real, several, whole

ZH = """RNN 是链式图上的消息传递

把 RNN 按时间展开，就是有向链上的图神经网络：节点 t 只听节点 t − 1 的，所有边共用一个权重。

    h ← u x + w S h

`S` 把每个状态向后移一个节点。把单元运行 T 次，与从 `u x` 出发传递 T − 1 轮消息得到的数完全相同，
因为第一个输入要经过 T − 1 条边才能到达最后一个节点。若消息双向传递，那就是另一个模型了：前面的节点会得知后面的内容。
"""
ALIASES = [
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


def demo(x=several((3, 5), whole(1, 6)), w=one_of(0.5, 0.8, 0.9, 1.1, 1.2), u=one_of(0.5, 1.5, 2.0)):
    h = 0.0
    for x_t in x:
        h = w * h + u * x_t
    return h


@question("What is the last state?", "最后的状态是多少？")
def last_state(out):
    return out


@last_state.wrong(
    "Every further step multiplies an input by w once more: the inputs do not count alike.",
    "每多走一步，输入就多乘一次 w：各个输入所占的比重并不相同。",
)
def inputs_are_added(x, u):
    return demo(x, 1.0, u)


@last_state.wrong(
    "The state adds up the inputs, each weighed by the way it came; nothing divides by their number.",
    "状态是各输入沿路径加权之和，并没有除以个数。",
)
def inputs_are_averaged(x, u):
    return u * sum(x) / len(x)


@last_state.wrong(
    "The last input has just arrived and is not multiplied by w; the first one has come the longest way.",
    "最后一个输入刚到，没有乘过 w；第一个输入走过的路最长。",
)
def first_counts_most(x, w, u):
    return demo(x[::-1], w, u)


def arrival(T=whole(3, 12), w=real(0.5, 1.2), u=real(0.5, 1.5)):
    S = torch.ones(T - 1).diag(-1)
    x = torch.zeros(T)
    x[0] = 1
    h, rounds = u * x, 0
    while h[-1] == 0:
        h = u * x + w * S @ h
        rounds += 1
    return rounds


@question(
    "After how many rounds does the first input arrive at the last node?",
    "第一个输入经过多少轮到达最后一个节点？",
    of=arrival,
)
def rounds_needed(out):
    return out


@rounds_needed.wrong(
    "One round is one edge; the last node is T − 1 edges away.", "一轮只走一条边；最后一个节点在 T − 1 条边之外。"
)
def one_round_reaches_all(w, u):
    return arrival(2, w, u)


@rounds_needed.wrong(
    "T nodes in a chain have T − 1 edges between the first and the last.",
    "链上 T 个节点，从第一个到最后一个只有 T − 1 条边。",
)
def one_round_per_node(T, w, u):
    return arrival(T + 1, w, u)


def both_ways(x=several((3, 6), whole(1, 6)), w=one_of(0.5, 0.8, 1.2), edges=one_of("forward", "both ways")):
    h, states = 0.0, []
    for x_t in x:
        h = w * h + x_t
        states.append(h)

    x = torch.tensor(x).float()
    S = torch.ones(len(x) - 1).diag(-1)
    if edges == "both ways":
        S = S + S.T
    nodes = x
    for _ in range(len(x) - 1):
        nodes = x + w * S @ nodes
    return torch.tensor(states), nodes


@question(
    "Do the RNN's states equal the values of the nodes (up to rounding)?",
    "RNN 的各步状态与各节点的值相等吗（不计舍入误差）？",
    of=both_ways,
)
def same_numbers(out):
    return torch.allclose(*out)


@same_numbers.wrong(
    "On a forward chain they do: a time step is a node and the recurrent weight is on its edge.",
    "单向链上二者相等：时间步就是节点，循环权重就在边上。",
)
def rnn_and_graph_are_unrelated(x, w):
    return same_numbers(both_ways(x, w, edges="both ways"))


@same_numbers.wrong(
    "An RNN carries messages forward only; with edges both ways early nodes hear of later inputs.",
    "RNN 只向后传消息；若边是双向的，前面的节点就会听到后面的输入。",
)
def direction_does_not_matter(x, w):
    return same_numbers(both_ways(x, w, edges="forward"))
