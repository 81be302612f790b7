"""The decoder-only Transformer

A GPT is a stack of blocks with self-attention under a causal mask: no encoder, and no cross-attention, although it is
called a decoder. Take PyTorch's encoder layer, add the mask, and it is a GPT block; the decoder layer has another
attention and norm, 4d² + 6d parameters more, that would read an encoder.

The mask holds in every layer, so however deep the stack, a change at position i reaches the positions from i on and
none before. A prefix LM lets the prompt see itself in both directions; only what follows is causal.
"""

import matplotlib.pyplot as plt
import torch
from torch import nn

from journal.authoring import one_of, question, task, where, whole

ZH = """仅解码器的 Transformer

GPT 由带因果掩码的自注意力块堆叠而成：虽然叫解码器，却没有编码器，也没有交叉注意力。取 PyTorch 的编码器层，加上掩码，
就是 GPT 块；解码器层还多一个注意力和一个归一化，也就是多 4d² + 6d 个参数，用来读取编码器。

每一层都有掩码，所以无论堆多深，位置 i 上的改动只影响 i 及其之后的位置，不会影响之前的。
前缀语言模型允许提示内部双向可见，只有后面的部分才是因果的。
"""
NAMES = [
    "decoder-only",
    "decoder-only Transformer",
    "GPT block",
    "prefix LM",
    "仅解码器",
    "纯解码器",
    "仅解码器架构",
    "纯解码器架构",
    "前缀语言模型",
]
HINTS = ["GPT", "LLM", "大模型"]
NEEDS = ["transformer-block", "attention-mask"]
CONFUSED_WITH = ["encoder-decoder"]
SOURCES = [
    "Radford et al., Improving Language Understanding by Generative Pre-Training (GPT, 2018), section 3",
    "torch.nn.TransformerEncoderLayer and torch.nn.TransformerDecoderLayer",
]


@where(lambda T, at: 0 < at < T - 1)
def demo(T=whole(4, 12), at=whole(1, 10), layers=one_of(1, 2, 3)):
    block = nn.TransformerEncoderLayer(8, 2, 16, dropout=0.0, batch_first=True)
    gpt = nn.TransformerEncoder(block, layers, enable_nested_tensor=False)
    mask = nn.Transformer.generate_square_subsequent_mask(T)
    x = torch.randn(1, T, 8)
    before = gpt(x, mask=mask)
    x[0, at] += 1.0
    change = (gpt(x, mask=mask) - before).abs().amax(dim=-1)[0]
    return (change > 1e-6).sum()


@question("In how many positions does the output change?", zh="有多少个位置的输出改变了？")
def reached(out):
    return out


@reached.wrong(
    en=("Only the changed position has another output.", "Later positions look back at it."),
    zh=("只有被改动的位置输出会变。", "后面的位置会看它。"),
)
def itself_only():
    return 1


@reached.wrong(
    en=("In a deep stack a change leaks everywhere.", "The mask holds in every layer: nothing flows backwards."),
    zh=("堆得深了，改动会泄漏到所有位置。", "每一层都有掩码：信息不会往前流。"),
)
def everywhere(T):
    return T


@reached.wrong(
    en=("The positions before it change.", "They cannot see it; those from it onwards change."),
    zh=("它之前的位置会变。", "它们看不到它；从它开始往后的会变。"),
)
def the_earlier_ones(at):
    return at + 1


def decoder_layer(d=one_of(4, 6, 8, 10, 12, 16, 20), L=whole(1, 6)):
    with_cross = nn.TransformerDecoderLayer(d, 2, 4 * d)
    gpt_block = nn.TransformerEncoderLayer(d, 2, 4 * d)
    sizes = []
    for layer in (with_cross, gpt_block):
        sizes.append(sum(p.numel() for p in layer.parameters()))
    return L * (sizes[0] - sizes[1])


@question(
    "How many parameters more have L layers with cross-attention?",
    zh="L 层带交叉注意力时，参数多出多少个？",
    of=decoder_layer,
)
def cross_parameters(out):
    return out


@cross_parameters.wrong(
    en=("Cross-attention uses the weights of self-attention.", "It has weights of its own."),
    zh=("交叉注意力共用自注意力的权重。", "它有自己的权重。"),
)
def none():
    return 0


@cross_parameters.wrong(
    en=("It has three maps: query, key and value.", "The output projection is a fourth."),
    zh=("它有三个映射：查询、键、值。", "还有第四个：输出投影。"),
)
def output_projection_forgotten(d, L):
    return L * (3 * d * d + 5 * d)


@cross_parameters.wrong(
    en=("It adds an attention and nothing else.", "It also adds a layer norm with 2d parameters."),
    zh=("只多一个注意力，没有别的。", "还多一个层归一化，有 2d 个参数。"),
)
def norm_forgotten(d, L):
    return L * (4 * d * d + 4 * d)


def prefix_lm(prompt=whole(2, 8), answer=whole(3, 12)):
    T = prompt + answer
    allowed = torch.ones(T, T).tril()
    allowed[:prompt, :prompt] = 1  # the prompt sees itself both ways
    return allowed.int().sum()


@question(
    "How many pairs (position, position it sees) are allowed?", zh="允许多少对（位置，它能看到的位置）？", of=prefix_lm
)
def allowed_pairs(out):
    return out


@allowed_pairs.wrong(
    en=("The whole text is causal.", "Inside the prompt positions also see what follows."),
    zh=("整段文本都是因果的。", "提示内部的位置也能看到后面的。"),
)
def fully_causal(prompt, answer):
    return allowed_pairs(prefix_lm(0, prompt + answer))


@allowed_pairs.wrong(
    en=("Everything sees everything.", "The answer is causal, and the prompt does not see it."),
    zh=("所有位置互相可见。", "回答部分是因果的，提示也看不到回答。"),
)
def no_mask(prompt, answer):
    return (prompt + answer) ** 2


@allowed_pairs.wrong(
    en=("A position does not see itself.", "It does: the diagonal is allowed."),
    zh=("位置看不到自己。", "看得到：对角线是允许的。"),
)
def without_itself(out, prompt, answer):
    return int(out) - prompt - answer


@task(
    "Write `prefix_mask`: a boolean (T, T) mask, True where position i (row) may see position j. The first `prompt` "
    "positions see each other; all others see themselves and what came before.",
    zh="写出 `prefix_mask`：布尔掩码 (T, T)，位置 i（行）可以看位置 j 时为 True。前 `prompt` 个位置互相可见，"
    "其余位置只能看到自己和之前的位置。",
    blanks=[".tril()", "mask[:prompt, :prompt] = True"],
    mend=["only_causal", "future_allowed"],
)
def prefix_mask(T, prompt):
    mask = torch.ones(T, T, dtype=torch.bool).tril()
    mask[:prompt, :prompt] = True
    return mask


prefix_mask.hint(
    "Begin with the causal mask: row i is True up to column i.", zh="从因果掩码开始：第 i 行到第 i 列为止是 True。"
)


@prefix_mask.inputs
def lengths(T=whole(3, 9), prompt=whole(2, 4)):
    return T, min(prompt, T)


@prefix_mask.inputs
def edges(T=whole(1, 5), prompt=whole(0, 5)):
    return T, min(prompt, T)


@prefix_mask.holds("Every position sees itself.", zh="每个位置都看得到自己。")
def sees_itself(out):
    return out.diagonal().all()


@prefix_mask.wrong(
    en=("A causal mask is enough.", "The prompt is to see itself in both directions."),
    zh=("因果掩码就够了。", "提示内部要双向可见。"),
)
def only_causal(T, prompt):
    return torch.ones(T, T, dtype=torch.bool).tril()


@prefix_mask.wrong(
    en=("The upper triangle is what may be seen.", "Row i may see columns up to i: the lower triangle."),
    zh=("可以看的是上三角。", "第 i 行能看到第 i 列为止：是下三角。"),
)
def future_allowed(T, prompt):
    mask = torch.ones(T, T, dtype=torch.bool).triu()
    mask[:prompt, :prompt] = True
    return mask


@prefix_mask.wrong(
    en=("The rows of the prompt see everything.", "The prompt sees itself, but not the answer."),
    zh=("提示所在的行什么都能看。", "提示看得到自己，看不到回答。"),
)
def prompt_sees_all(T, prompt):
    mask = torch.ones(T, T, dtype=torch.bool).tril()
    mask[:prompt] = True
    return mask


def figure(out, T, at):
    causal = torch.ones(T, T).tril()
    causal[at:, at] = 2
    plt.imshow(causal.tolist(), cmap="Blues")
    plt.xlabel("position that is seen")
    plt.ylabel("position that looks")
    plt.title(f"who sees position {at}")
