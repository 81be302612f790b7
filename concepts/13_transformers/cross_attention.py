"""Cross-attention

In cross-attention the queries come from one sequence, the keys and values from another: each target token asks, the
source tokens answer. So the table of weights has a row for every target token and a column for every source token, and
the output is as long as the target. In a Transformer it is the only way from the encoder to the decoder; the
decoder's loss flows back through it and trains the encoder too.

In self-attention, by contrast, one sequence both asks and answers.
"""

import math

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question, several, task, where, whole

ZH = """交叉注意力

交叉注意力的查询来自一个序列，键和值来自另一个序列：目标句的每个词元提问，源句的词元来回答。所以权重表的每一行对应一个
目标词元，每一列对应一个源词元，输出与目标句一样长。在 Transformer 里，它是从编码器通往解码器的唯一通路；
解码器的损失也沿着它反传回去，从而训练编码器。

自注意力则不同：提问和回答的是同一个序列。
"""
NAMES = ["cross attention", "encoder-decoder attention", "编码器解码器注意力", "编码器-解码器注意力"]
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


@question("What is the shape of `weights`?", zh="`weights` 的形状是什么？")
def weights_shape(out):
    return out["weights"].shape


@weights_shape.wrong(
    en=("The memory asks.", "The first argument asks: rows are target tokens, columns those of the memory."),
    zh=("提问的是 `memory`。", "第一个参数是提问者：行对应 `target`，列对应 `memory`。"),
)
def memory_asks(N, U, T):
    return N, T, U


@weights_shape.wrong(
    en=("The target looks at itself.", "The keys come from the memory: a column for each of its T tokens."),
    zh=("目标句看自己。", "键来自 `memory`，它的 T 个词元各占一列。"),
)
def target_looks_at_itself(N, U):
    return N, U, U


@weights_shape.wrong(
    en=("Each of the two heads returns its table.", "By default the heads are averaged."),
    zh=("两个头各返回一张表。", "默认对各个头取平均。"),
)
def table_for_each_head(N, U, T):
    return N, 2, U, T


@question("What is the shape of `output`?", zh="`output` 的形状是什么？")
def output_shape(out):
    return out["output"].shape


@output_shape.wrong(
    en=("The output is as long as the memory.", "Each query gets one mixture: it is as long as the target."),
    zh=("输出与 `memory` 一样长。", "每个查询得到一个混合结果：与 `target` 一样长。"),
)
def as_long_as_the_memory(N, T, E):
    return N, T, E


@output_shape.wrong(
    en=("Both lengths stay.", "The memory's tokens are summed over; they leave no axis behind."),
    zh=("两个长度都保留。", "`memory` 的词元按权重相加，不会留下一维。"),
)
def keeps_both_lengths(N, U, T, E):
    return N, U, T, E


@output_shape.wrong(
    en=("Target and memory are joined end to end.", "The memory is read, not added to the sequence."),
    zh=("`target` 和 `memory` 首尾相接。", "`memory` 只是被读取，不会接到序列上。"),
)
def joined(N, U, T, E):
    return N, U + T, E


@where(lambda U, T: U != T)
def backward(U=whole(2, 12), T=whole(2, 12)):
    queries, keys = torch.zeros(U, 8), torch.randn(T, 8)
    values = torch.randn(T, 8, requires_grad=True)
    output = F.scaled_dot_product_attention(queries, keys, values)
    output.sum().backward()
    return values.grad


@question(
    "The queries are zero, so all weights are equal. How large is each entry of the gradient of `values`?",
    zh="查询全为零，所以各个权重相等。`values` 的梯度，每个数是多少？",
    of=backward,
)
def gradient_of_values(out):
    return out[0, 0].item()


@gradient_of_values.wrong(
    en=("The decoder's loss stops at the memory.", "It flows back with the weights, and so trains the encoder."),
    zh=("解码器的损失传到 `memory` 为止。", "它按权重继续反传，从而训练编码器。"),
)
def stops_here():
    return 0.0


@gradient_of_values.wrong(
    en=("A value is read by one query.", "All U queries read it, and their gradients add up."),
    zh=("一个值只被一个查询读取。", "U 个查询都读取它，梯度要累加。"),
)
def one_query_reads(T):
    return 1 / T


@gradient_of_values.wrong(
    en=("Each query passes its whole gradient to each value.", "It spreads a weight of 1 over the T values."),
    zh=("每个查询把全部梯度传给每个值。", "它把权重 1 分给 T 个值。"),
)
def not_weighted(U):
    return float(U)


@where(lambda E, K: E != K)
def two_widths(E=one_of(8, 10, 12, 16, 20), K=one_of(4, 6, 10, 24, 30), h=one_of(1, 2)):
    attend = nn.MultiheadAttention(E, h, kdim=K, vdim=K)
    return sum(p.numel() for p in attend.parameters())


@question(
    "The memory is `K` wide, the target `E`. How many parameters does `attend` have?",
    zh="`memory` 的宽度是 `K`，`target` 的宽度是 `E`。`attend` 有多少个参数？",
    of=two_widths,
)
def parameters(out):
    return out


@parameters.steps
def parameters_step_by_step(E, K):
    yield "2 E²", 2 * E * E
    yield "+ 2 E K", 2 * E * E + 2 * E * K
    yield "+ 4 E", 2 * E * E + 2 * E * K + 4 * E


@parameters.wrong(
    en=("All maps are E × E.", "Those to keys and values read the memory, K wide: E × K each."),
    zh=("所有映射都是 E × E。", "得到键和值的映射读的是宽为 K 的 `memory`：各为 E × K。"),
)
def one_width(E):
    return 4 * E * E + 4 * E


@parameters.wrong(
    en=("Only the keys have another width.", "Keys and values both come from the memory."),
    zh=("只有键的宽度不同。", "键和值都来自 `memory`。"),
)
def keys_only(E, K):
    return 3 * E * E + E * K + 4 * E


@parameters.wrong(
    en=("The biases are as wide as the inputs.", "They are as wide as the outputs: E for each of four maps."),
    zh=("偏置与输入同宽。", "偏置与输出同宽：四个映射各 E 个。"),
)
def biases_of_the_inputs(E, K):
    return 2 * E * E + 2 * E * K + 2 * E + 2 * K


@where(lambda U, T, seen: U != T and set(seen) <= {U, T})
def made(U=one_of(3, 4, 5), T=one_of(3, 4, 5), seen=several(2, one_of(3, 4, 5)), E=one_of(4, 8)):
    attend = nn.MultiheadAttention(E, 2)
    target, source = torch.randn(U, E), torch.randn(T, E)
    tables = {
        "target asks itself": attend(target, target, target)[1],
        "source asks itself": attend(source, source, source)[1],
        "target asks source": attend(target, source, source)[1],
        "source asks target": attend(source, target, target)[1],
    }
    return next(name for name in tables if list(tables[name].shape) == seen)


@question(
    "A table of weights has `seen` rows and columns. Which attention made it?",
    zh="有一张权重表，行数和列数是 `seen`。它是哪一种注意力产生的？",
    of=made,
    choices={
        "target asks itself": "自注意力：target 问自己",
        "source asks itself": "自注意力：source 问自己",
        "target asks source": "交叉注意力：target 问 source",
        "source asks target": "交叉注意力：source 问 target",
    },
)
def which_of_the_two(out):
    return out


@which_of_the_two.wrong(
    en=("The columns ask.", "The rows do: one for each query; the columns are the keys that are looked at."),
    zh=("提问的是列。", "提问的是行，每个查询一行；列是被看的键。"),
)
def columns_ask(U, T, seen, E):
    return which_of_the_two(made(U, T, seen[::-1], E))


@which_of_the_two.wrong(
    en=("A sequence always asks itself.", "Rows and columns of different number come of two sequences."),
    zh=("序列总是问自己。", "行数与列数不同，说明有两个序列。"),
)
def always_self_attention(U, seen):
    return "target asks itself" if seen[0] == U else "source asks itself"


@which_of_the_two.wrong(
    en=("The target always asks the source.", "A square table comes of one sequence that asks itself."),
    zh=("总是 target 问 source。", "方形的表说明是一个序列问自己。"),
)
def always_across():
    return "target asks source"


@task(
    "Write `cross_attention` with one head: queries from `target` (U, E) by `Wq` (E, d), keys and values from `memory` "
    "(T, K) by `Wk` and `Wv` (K, d), scores divided by √d.",
    zh="写出单头的 `cross_attention`：查询由 `target` (U, E) 乘 `Wq` (E, d) 得到，键和值由 `memory` (T, K) 分别乘 "
    "`Wk`、`Wv` (K, d) 得到，分数除以 √d。",
    blanks=["target @ Wq", "memory @ Wk", "memory @ Wv"],
    mend=["keys_are_values", "softmax_over_the_target"],
)
def cross_attention(target, memory, Wq, Wk, Wv):
    Q, K, V = target @ Wq, memory @ Wk, memory @ Wv
    weights = F.softmax(Q @ K.T / math.sqrt(K.shape[1]), dim=1)
    return weights @ V


cross_attention.hint("Who asks is in the rows of the scores.", zh="分数的每一行对应一个提问者。")
cross_attention.hint("Each row of the weights sums to 1.", zh="权重的每一行之和是 1。")


@cross_attention.inputs
def two_sequences(U=whole(2, 4), T=whole(2, 5), E=whole(2, 4), K=whole(2, 4), d=whole(2, 4)):
    return torch.randn(U, E), torch.randn(T, K), torch.randn(E, d), torch.randn(K, d), torch.randn(K, d)


@cross_attention.inputs
def of_one_width(U=whole(1, 3), T=whole(2, 3), d=whole(2, 4)):
    return tuple(torch.randn(rows, d) for rows in (U, T, d, d, d))


@cross_attention.holds("Each output lies among the values.", zh="每个输出都在各个值之间。")
def among_the_values(out, memory, Wv):
    V = memory @ Wv
    return bool((out <= V.max(dim=0).values + 1e-4).all() and (out >= V.min(dim=0).values - 1e-4).all())


@cross_attention.wrong(
    en=("What is compared is also what is mixed.", "Keys and values are two maps of the memory."),
    zh=("用来比较的就是被混合的。", "键和值是 `memory` 的两个不同映射。"),
)
def keys_are_values(target, memory, Wq, Wk, Wv):
    return cross_attention(target, memory, Wq, Wk, Wk)


@cross_attention.wrong(
    en=("Each source token spreads its weight over the target.", "Each target token spreads it over the source."),
    zh=("每个源词元把权重分给目标词元。", "是每个目标词元把权重分给源词元。"),
)
def softmax_over_the_target(target, memory, Wq, Wk, Wv):
    Q, K, V = target @ Wq, memory @ Wk, memory @ Wv
    return F.softmax(Q @ K.T / math.sqrt(K.shape[1]), dim=0) @ V


@cross_attention.wrong(
    en=("The scores need no scaling.", "They are divided by √d, here as in self-attention."),
    zh=("分数不需要缩放。", "与自注意力一样，要除以 √d。"),
)
def not_scaled(target, memory, Wq, Wk, Wv):
    return F.softmax(target @ Wq @ (memory @ Wk).T, dim=1) @ memory @ Wv


def figure(out):
    plt.imshow(out["weights"][0].tolist())
    plt.xlabel("source tokens (keys)")
    plt.ylabel("target tokens (queries)")
