"""Inputs and labels shifted by one

A causal language model is asked at every position for the token that follows. Position i sees the tokens 0 … i and its
label is token i + 1:

    inputs = text[:-1]      labels = text[1:]

So n tokens give n − 1 predictions, all in one pass. Without the shift each position would be asked for the token it
sees, and the loss would fall to 0 by copying. Some libraries shift inside the model and want labels equal to the
inputs; shifting twice asks for the token after the next.
"""

from itertools import pairwise

import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, several, task, where, whole

ZH = """输入与标签错开一位

因果语言模型在每个位置都要回答下一个词元是什么。位置 i 看到词元 0 … i，标签是词元 i + 1：

    inputs = text[:-1]      labels = text[1:]

所以 n 个词元给出 n − 1 个预测，一次前向就全部算出。如果不错开，每个位置问的就是它看得到的词元，损失靠照抄就能降到 0。
有些库在模型内部错位，要求标签与输入相同；再错一次，问的就是下下个词元了。
"""
NAMES = [
    "next-token prediction",
    "next token prediction",
    "causal language modelling",
    "causal language modeling",
    "causal language model",
    "shifted labels",
    "下一词元预测",
    "下一个词元预测",
    "预测下一个词元",
    "因果语言模型",
    "因果语言建模",
]
HINTS = ["label", "标签"]
NEEDS = ["decoder-only"]
SOURCES = ["Radford et al., Improving Language Understanding by Generative Pre-Training (GPT, 2018), section 3.1"]


@where(lambda text: len({a + b for a, b in pairwise(text)}) == len(text) - 1)
def demo(text=several((5, 8), whole(1, 50), distinct=True), i=whole(1, 2)):
    inputs, labels = text[:-1], text[1:]
    visible = inputs[: i + 1]  # what position i may look at
    return visible, labels[i]


@question("What do the label and the last visible token sum to?", zh="标签与最后一个可见词元之和是多少？")
def label_and_token(out):
    return out[1] + out[0][-1]


@label_and_token.wrong(
    en=("The label of a position is its own token.", "It is the next one; its own could be copied."),
    zh=("一个位置的标签就是它自己的词元。", "是下一个词元；自己的可以照抄。"),
)
def own_token(text, i):
    return 2 * text[i]


@label_and_token.wrong(
    en=("The label is the token before.", "A causal model is asked for what follows."),
    zh=("标签是前一个词元。", "因果模型要回答的是后面的词元。"),
)
def token_before(text, i):
    return text[i - 1] + text[i]


@label_and_token.wrong(
    en=("Position i does not see its own token.", "It sees 0 to i and is asked for i + 1."),
    zh=("位置 i 看不到自己的词元。", "它看到 0 到 i，回答 i + 1。"),
)
def own_token_hidden(text, i):
    return text[i - 1] + text[i + 1]


@question("What do the visible tokens sum to?", zh="可见词元之和是多少？")
def visible_sum(out):
    return sum(out[0])


@visible_sum.wrong(
    en=("The label is visible as well.", "Then it could be copied."),
    zh=("标签也看得到。", "那样就可以照抄了。"),
)
def label_visible(text, i):
    return sum(text[: i + 2])


@visible_sum.wrong(
    en=("A position does not see its own token.", "It does: its label is the next one."),
    zh=("一个位置看不到自己的词元。", "看得到：它的标签是下一个。"),
)
def itself_hidden(text, i):
    return sum(text[:i])


@visible_sum.wrong(
    en=("All inputs are visible.", "The causal mask hides what follows."),
    zh=("所有输入都看得到。", "因果掩码遮住了后面的。"),
)
def all_visible(text):
    return sum(text[:-1])


def predictions(B=whole(2, 8), n=whole(5, 20), V=one_of(10, 20, 50)):
    text = torch.randint(V, (B, n))
    logits = torch.randn(B, n - 1, V)  # made from text[:, :-1]
    labels = text[:, 1:]
    return F.cross_entropy(logits.mT, labels, reduction="none")


@question("How many losses are there?", zh="一共有多少个损失？", of=predictions)
def loss_count(out):
    return out.numel()


@loss_count.wrong(
    en=("A text is one training example.", "Every position is asked: n − 1 in each text."),
    zh=("一段文本是一个训练样本。", "每个位置都要回答：每段 n − 1 个。"),
)
def one_for_each_text(B):
    return B


@loss_count.wrong(
    en=("n tokens give n predictions.", "The first token is predicted by no one: n − 1."),
    zh=("n 个词元给出 n 个预测。", "第一个词元没有谁来预测：是 n − 1 个。"),
)
def n_each(B, n):
    return B * n


@loss_count.wrong(
    en=("Every position has a loss for each of the V tokens.", "It has one: −log p of its label."),
    zh=("每个位置对 V 个词元各有一个损失。", "只有一个：标签的 −log p。"),
)
def one_for_each_token_of_the_vocabulary(B, n, V):
    return B * (n - 1) * V


@where(lambda N, T: N % T in (0, 1) or N % T > 2)
def pieces(N=whole(60, 400), T=one_of(8, 16, 32), overlapping=one_of(False, True)):
    text = list(range(N))
    step = 1 if overlapping else T
    starts = range(0, N - T, step)  # T inputs, and one token more as label
    return len([text[start : start + T + 1] for start in starts])


@question("How many pieces are there?", zh="一共有多少段？", of=pieces)
def piece_count(out):
    return out


@piece_count.wrong(
    en=("A piece needs T tokens.", "It needs T + 1: one more for the last label."),
    zh=("一段需要 T 个词元。", "需要 T + 1 个：最后一个标签还要一个。"),
)
def label_forgotten(N, T, overlapping):
    return N - T + 1 if overlapping else (N // T if N % T == 0 else None)


@piece_count.wrong(
    en=("Overlapping pieces are as many as others.", "With a step of 1 there is one for almost every token."),
    zh=("重叠的段与不重叠的一样多。", "步长为 1 时，几乎每个词元都有一段。"),
)
def step_does_not_matter(N, T, overlapping):
    return piece_count(pieces(N, T, not overlapping))


@task(
    "Write `inputs_and_labels`: a list of pairs (inputs, labels), consecutive pieces of T inputs each. What is left "
    "at the end and does not fill a piece with its labels is dropped.",
    zh="写出 `inputs_and_labels`：（输入，标签）对的列表，依次切成每段 T 个输入。末尾不够一段（连同标签）的部分丢弃。",
    blanks=["text[i + 1 : i + T + 1]", "range(0, len(text) - T, T)"],
    mend=["not_shifted", "shifted_back"],
)
def inputs_and_labels(text, T):
    pieces = []
    for i in range(0, len(text) - T, T):
        pieces.append((text[i : i + T], text[i + 1 : i + T + 1]))
    return pieces


inputs_and_labels.hint("The labels of a piece are the inputs moved by one.", zh="一段的标签就是输入后移一位。")
inputs_and_labels.hint("A piece that starts at i needs token i + T, too.", zh="从 i 开始的一段还需要词元 i + T。")


@inputs_and_labels.inputs
def texts(text=several((6, 14), whole(1, 99), distinct=True), T=whole(2, 4)):
    return text, T


@inputs_and_labels.inputs
def short_texts(text=several((1, 5), whole(1, 99)), T=whole(1, 4)):
    return text, T


@inputs_and_labels.holds("Every piece has T inputs and T labels.", zh="每段有 T 个输入和 T 个标签。")
def full_pieces(out, T):
    return all(len(inputs) == len(labels) == T for inputs, labels in out)


@inputs_and_labels.wrong(
    en=("Labels are the inputs.", "They are shifted: position i is asked for token i + 1."),
    zh=("标签就是输入。", "要错开：位置 i 回答词元 i + 1。"),
)
def not_shifted(text, T):
    pieces = []
    for i in range(0, len(text) - T, T):
        pieces.append((text[i : i + T], text[i : i + T]))
    return pieces


@inputs_and_labels.wrong(
    en=("Labels are the tokens before the inputs.", "They are the tokens after them."),
    zh=("标签是输入之前的词元。", "是输入之后的词元。"),
)
def shifted_back(text, T):
    pieces = []
    for i in range(0, len(text) - T, T):
        pieces.append((text[i + 1 : i + T + 1], text[i : i + T]))
    return pieces


@inputs_and_labels.wrong(
    en=("The next piece starts one token later.", "Consecutive pieces start T tokens apart."),
    zh=("下一段只后移一个词元。", "依次切分时，每段相隔 T 个词元。"),
)
def overlapping_pieces(text, T):
    pieces = []
    for i in range(0, len(text) - T):
        pieces.append((text[i : i + T], text[i + 1 : i + T + 1]))
    return pieces
