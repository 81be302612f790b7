"""Cross-attention

In cross-attention the queries come from one sequence, the keys and values from another: each target word asks, the
source words answer. So the table of weights has a row for every target word and a column for every source word, and
the output is as long as the target. In a Transformer it is the only way from the encoder to the decoder; the
decoder's loss flows back through it and trains the encoder too.

In self-attention, by contrast, one sequence both asks and answers.
"""

import matplotlib.pyplot as plt
import torch
from torch import nn

from journal.authoring import one_of, question, where, whole

ZH = """交叉注意力

交叉注意力的查询来自一个序列，键和值来自另一个序列：目标句的每个词提问，源句的词来回答。所以权重表的每一行对应一个目标词，
每一列对应一个源词，输出与目标句一样长。在 Transformer 里，它是从编码器通往解码器的唯一通路；
解码器的损失也沿着它反传回去，从而训练编码器。

自注意力则不同：提问和回答的是同一个序列。
"""
ALIASES = ["cross attention", "encoder-decoder attention", "编码器解码器注意力", "编码器-解码器注意力"]
NEEDS = ["encoder-decoder", "multi-head-attention"]
CONFUSED_WITH = ["multi-head-attention"]
SOURCES = [
    "Vaswani et al., Attention Is All You Need, arXiv:1706.03762, section 3.2.3",
    "torch.nn.MultiheadAttention",
]


@where(lambda U, T: U != T)
def demo(N=whole(2, 3), U=whole(2, 9), T=whole(3, 12), E=one_of(16, 32)):
    attend = nn.MultiheadAttention(E, 2, batch_first=True)
    target = torch.randn(N, U, E)
    memory = torch.randn(N, T, E)
    output, weights = attend(target, memory, memory)
    return {"output": output, "weights": weights}


@question("What is the shape of `weights`?", "`weights` 的形状是什么？")
def weights_shape(out):
    return out["weights"].shape


@weights_shape.wrong(
    "The first argument asks: the rows belong to the target, the columns to the memory.",
    "第一个参数是提问者：行对应 `target`，列对应 `memory`。",
)
def memory_asks(N, U, T, E):
    return weights_shape(demo(N, T, U, E))


@weights_shape.wrong(
    "The keys come from the memory, so there is a column for each of its T words.",
    "键来自 `memory`，所以它的 T 个词各占一列。",
)
def target_looks_at_itself(N, U, E):
    return weights_shape(demo(N, U, U, E))


@question("What is the shape of `output`?", "`output` 的形状是什么？")
def output_shape(out):
    return out["output"].shape


@output_shape.wrong(
    "Each query gets one mixture of the values: the output is as long as the target.",
    "每个查询得到一个值的混合：输出与 `target` 一样长。",
)
def as_long_as_the_memory(N, U, T, E):
    return output_shape(demo(N, T, U, E))


@output_shape.wrong(
    "The memory's words are summed over with the weights; they leave no axis behind.",
    "`memory` 的各个词按权重相加，不会留下一维。",
)
def keeps_both_lengths(N, U, T, E):
    return N, U, T, E


def backward(U=whole(2, 9), T=whole(3, 12), detach=one_of(True, False)):
    encoder = nn.Linear(8, 8)
    attend = nn.MultiheadAttention(8, 2)
    memory = encoder(torch.randn(T, 8))
    if detach:
        memory = memory.detach()
    output, _ = attend(torch.randn(U, 8), memory, memory)
    output.square().sum().backward()
    return encoder.weight.grad


@question("Does the weight of `encoder` get a gradient?", "`encoder` 的权重得到梯度了吗？", of=backward)
def reaches_encoder(out):
    return out is not None


@reaches_encoder.wrong(
    "Keys and values lead back to the encoder: the decoder's loss trains both.",
    "键和值都通回编码器：解码器的损失同时训练两者。",
)
def trained_apart(U, T):
    return reaches_encoder(backward(U, T, detach=True))


@reaches_encoder.wrong(
    "`detach` cuts the graph: the numbers pass forward, but no gradient passes back.",
    "`detach` 切断了计算图：数值照样往前传，梯度却回不去。",
)
def detach_changes_nothing(U, T):
    return reaches_encoder(backward(U, T, detach=False))


@where(lambda U, T: U != T)
def made(U=one_of(4, 7), T=one_of(4, 7), seen=one_of("needs the source", "no source", "4 columns", "7 columns")):
    target = torch.randn(U, 8)
    source = torch.randn(T, 8, requires_grad=True)
    attend = nn.MultiheadAttention(8, 2)
    outputs = {
        "self-attention": attend(target, target, target),
        "cross-attention": attend(target, source, source),
    }
    clues = {}
    for name, (output, weights) in outputs.items():
        slope = torch.autograd.grad(output.sum(), source, allow_unused=True)
        clues[name] = (
            "no source" if slope[0] is None else "needs the source",
            f"{weights.shape[1]} columns",
        )
    return next(name for name in outputs if seen in clues[name])


@question(
    "Of one output and its weights only `seen` is known: which of the two produced it?",
    "只知道某个输出及其权重的一个特点 `seen`：它是两者中哪一个产生的？",
    of=made,
    choices={"self-attention": "自注意力", "cross-attention": "交叉注意力"},
)
def which_of_the_two(out):
    return out


@which_of_the_two.wrong(
    "The columns are the words looked at: the target's own in self-attention, the source's in cross-attention.",
    "列对应被看的词：自注意力看的是目标句自己，交叉注意力看的是源句。",
)
def columns_ask(U, T, seen):
    return which_of_the_two(made(U=T, T=U, seen=seen))


@which_of_the_two.wrong(
    "Only cross-attention takes keys and values from the source; self-attention never looks there.",
    "只有交叉注意力从源句取键和值；自注意力根本不看源句。",
)
def self_attention_reads_the_source(seen):
    return {"needs the source": "self-attention", "no source": "cross-attention"}.get(seen)


def figure(out):
    plt.imshow(out["weights"][0].tolist())
    plt.xlabel("source words (keys)")
    plt.ylabel("target words (queries)")
