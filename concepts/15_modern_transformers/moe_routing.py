"""Mixture of experts: routing

A mixture-of-experts layer (MoE) has E feed-forward networks in place of one. A router, a linear map to E scores,
chooses for every token the k best experts, and the layer returns

    y = Σ pₑ · expertₑ(x),  p: softmax over the k chosen scores

All E experts are stored, but only k work on a token, so weights and work come apart. (Some models take the softmax over
all E scores first.) Nobody gives the experts topics; what they do is learnt, and an extra loss keeps their loads even.
An expert that is full drops tokens, or they pass by on the skip connection.
"""

import matplotlib.pyplot as plt
import torch
from torch import nn

from journal.authoring import one_of, question, several, task, where, whole

ZH = """混合专家：路由

混合专家层（MoE）用 E 个前馈网络代替一个。路由器是一个线性映射，给出 E 个分数，为每个词元选出最好的 k 个专家，输出

    y = Σ pₑ · expertₑ(x)，  p：对选中的 k 个分数做 softmax

全部 E 个专家都要保存，但每个词元只用 k 个，权重量和计算量因此分开了。
（有些模型先对全部 E 个分数做 softmax。）没有人给专家指定主题，它们做什么是学出来的；另有一项损失使负载均衡。
专家满了就丢弃词元，或者让词元从跳跃连接直接通过。
"""
NAMES = [
    "mixture of experts",
    "mixture-of-experts",
    "MoE",
    "top-k routing",
    "expert capacity",
    "混合专家",
    "混合专家模型",
    "专家路由",
    "专家容量",
]
HINTS = ["expert", "router", "专家"]
NEEDS = ["transformer-block"]
SOURCES = [
    "Shazeer et al., Outrageously Large Neural Networks: The Sparsely-Gated Mixture-of-Experts Layer, arXiv:1701.06538",
    "Fedus, Zoph & Shazeer, Switch Transformers, arXiv:2101.03961 (capacity)",
]


def mix(odds, y, k):
    """The mean of the outputs of the k likeliest experts, weighted by their odds."""
    chosen = sorted(range(4), key=lambda i: -odds[i])[:k]
    return sum(odds[i] * y[i] for i in chosen) / sum(odds[i] for i in chosen)


@where(lambda odds, y: all(abs(mix(odds, y, 2) - x) > 0.4 for x in (mix(odds, y, 1), mix(odds, y, 4))))
@where(lambda odds, y: abs(mix(odds, y, 2) - mix([o > sorted(odds)[1] for o in odds], y, 2)) > 0.4)
@where(lambda odds: sorted(odds)[2] > sorted(odds)[1] and sorted(odds)[2] + sorted(odds)[3] in (4, 5, 8, 10, 12))
def demo(odds=several(4, one_of(1, 2, 3, 4, 5, 6, 8, 9)), y=several(4, whole(1, 9))):
    scores = torch.tensor(odds).float().log()  # of one token's four experts
    best, chosen = scores.topk(2)
    return best.softmax(dim=0) @ torch.tensor(y).float()[chosen]


@question("`y` holds the experts' outputs. What is returned?", zh="`y` 是各专家的输出。返回值是多少？")
def mixed(out):
    return out


@mixed.wrong(
    en=("All four experts are mixed.", "Only the two chosen ones run."),
    zh=("四个专家全部混合。", "只运行选中的两个。"),
)
def all_experts(odds, y):
    return mix(odds, y, 4)


@mixed.wrong(
    en=("The best expert's output is returned.", "The outputs of the two best are mixed."),
    zh=("返回最好的专家的输出。", "把最好的两个的输出混合。"),
)
def best_only(odds, y):
    return mix(odds, y, 1)


@mixed.wrong(
    en=("The two outputs are averaged.", "They are weighted by the router's softmax."),
    zh=("两个输出取平均。", "按路由器的 softmax 加权。"),
)
def plain_mean(odds, y):
    return mix([o > sorted(odds)[1] for o in odds], y, 2)


@where(lambda E, k: k < E)
def sizes(d=one_of(4, 5, 8, 10), E=one_of(4, 8, 16), k=one_of(2, 3), L=one_of(1, 2, 4)):
    up = nn.Linear(d, 4 * d, bias=False)
    down = nn.Linear(4 * d, d, bias=False)
    one = up.weight.numel() + down.weight.numel()  # an expert
    choice = nn.Linear(d, E, bias=False).weight.numel()  # the router
    return L * (choice + E * one), L * (choice + k * one)


@question("How many weights of the L layers work on one token?", zh="L 层里有多少个权重作用于一个词元？", of=sizes)
def active(out):
    return out[1]


@active.wrong(
    en=("All experts run and are averaged.", "Only the k chosen experts run."),
    zh=("所有专家都运行，再取平均。", "只运行选中的 k 个专家。"),
)
def all_run(out):
    return out[0]


@active.wrong(
    en=("Choosing costs no weights.", "The router has d · E of them in each layer."),
    zh=("选择不需要权重。", "路由器每层有 d · E 个权重。"),
)
def router_forgotten(d, k, L):
    return 8 * d * d * k * L


@active.wrong(
    en=("One expert works on a token.", "k of them do."),
    zh=("一个词元只用一个专家。", "用 k 个专家。"),
)
def one_expert(d, E, L):
    return active(sizes(d, E, 1, L))


@where(lambda chosen, capacity: max(map(chosen.count, range(3))) > capacity + 1)
def full(chosen=several((8, 12), one_of(0, 0, 1, 1, 2)), capacity=one_of(2, 3, 4)):
    load, dropped = [0, 0, 0], 0
    for expert in chosen:  # each token's best expert
        if load[expert] < capacity:
            load[expert] += 1
        else:
            dropped += 1
    return dropped


@question("How many tokens are dropped?", zh="丢弃了多少个词元？", of=full)
def dropped(out):
    return out


@dropped.wrong(
    en=("A token moves on to the next free expert.", "Here a full expert's tokens are dropped."),
    zh=("词元会转给下一个空闲的专家。", "这里专家满了就丢弃。"),
)
def moved_on(chosen, capacity):
    return max(0, len(chosen) - 3 * capacity)


@dropped.wrong(
    en=("Each full expert drops one token.", "It drops all that come after it is full."),
    zh=("每个满了的专家只丢一个词元。", "满了之后来的全部丢弃。"),
)
def one_for_each_full_expert(chosen, capacity):
    return sum(chosen.count(expert) > capacity for expert in range(3))


@dropped.wrong(
    en=("An expert that overflows drops all its tokens.", "It keeps the first ones, up to its capacity."),
    zh=("超载的专家丢弃它的全部词元。", "它保留先到的，直到满为止。"),
)
def all_of_an_overloaded_expert(chosen, capacity):
    counts = [chosen.count(expert) for expert in range(3)]
    return sum(count for count in counts if count > capacity)


@task(
    "Write `moe`: the layer for one token x (d,). `router` is (E, d), row e of `outputs` (E, d) is what expert e "
    "makes of x; the k best are mixed by a softmax over their k scores.",
    zh="写出 `moe`：对一个词元 x (d,) 的混合专家层。`router` 是 (E, d)，`outputs` (E, d) 的第 e 行是专家 e 对 x "
    "的输出；最好的 k 个按它们的 k 个分数的 softmax 混合。",
    blanks=["(router @ x).topk(k)", "outputs[chosen]"],
    mend=["softmax_over_all", "first_ones"],
    gradients=True,
)
def moe(x, router, outputs, k):
    scores, chosen = (router @ x).topk(k)
    return scores.softmax(dim=0) @ outputs[chosen]


moe.hint("`topk` returns the scores and the indices.", zh="`topk` 返回分数和下标。")


@moe.inputs
def layers(d=whole(2, 4), E=whole(4, 6), k=whole(2, 3)):
    return torch.randn(d), torch.randn(E, d), 2 * torch.randn(E, d), k


@moe.inputs
def one_of_them(d=whole(1, 3), E=whole(2, 4)):
    return torch.randn(d), torch.randn(E, d), torch.randn(E, d), 1


@moe.holds("If all experts agree, their answer comes out.", zh="如果所有专家一致，输出就是它们的答案。")
def agreement(solution, x, router, outputs, k):
    return torch.allclose(solution(x, router, outputs[:1].expand_as(outputs), k), outputs[0], atol=1e-5)


@moe.wrong(
    en=("All experts are mixed.", "Only the k best run."),
    zh=("混合所有专家。", "只运行最好的 k 个。"),
)
def all_of_them(x, router, outputs, k):
    return (router @ x).softmax(dim=0) @ outputs


@moe.wrong(
    en=(
        "The weights come from a softmax over all E scores.",
        "Here from one over the k chosen, so that they sum to 1.",
    ),
    zh=("权重由全部 E 个分数的 softmax 得到。", "这里只对选中的 k 个做 softmax，权重之和为 1。"),
)
def softmax_over_all(x, router, outputs, k):
    weights, chosen = (router @ x).softmax(dim=0).topk(k)
    return weights @ outputs[chosen]


@moe.wrong(
    en=("The chosen experts are averaged.", "They are weighted by the router."),
    zh=("选中的专家取平均。", "按路由器加权。"),
)
def averaged(x, router, outputs, k):
    chosen = (router @ x).topk(k).indices
    return outputs[chosen].mean(dim=0)


@moe.wrong(
    en=("The first k experts are used.", "The indices of the k best scores say which."),
    zh=("用前 k 个专家。", "由最好的 k 个分数的下标决定。"),
)
def first_ones(x, router, outputs, k):
    scores = (router @ x).topk(k).values
    return scores.softmax(dim=0) @ outputs[:k]


def figure(out, odds, y):
    chosen = sorted(range(4), key=lambda i: -odds[i])[:2]
    share = [odds[i] / sum(odds[j] for j in chosen) if i in chosen else 0 for i in range(4)]
    plt.bar(range(4), share, color="C0")
    plt.xticks(range(4), [f"expert {i}\nanswers {v}" for i, v in enumerate(y)])
    plt.ylabel("weight")
    plt.ylim(0, 1)
