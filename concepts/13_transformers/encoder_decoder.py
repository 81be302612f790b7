"""Encoder and decoder

An encoder reads one sequence and turns it into states; a decoder turns states into another sequence, of a length of
its own. Both are networks that are trained together. In the plain recurrent pair all that passes from one to the other
is the encoder's last state, a context vector of fixed size however long the source is: a tight fit for long sentences.
Attention was invented to let the decoder read all the states instead.
"""

import torch
from torch import nn

from journal.authoring import question, where, whole

ZH = """编码器与解码器

编码器读入一个序列，把它变成状态；解码器再把状态变成另一个序列，长度由自己决定。两者都是网络，一起训练。
在最朴素的循环网络组合里，从编码器传给解码器的只有最后一个状态，即上下文向量：不论源句多长，它的大小都固定，长句子就很难装下。
注意力机制正是为此提出的，它让解码器可以读取编码器的全部状态。
"""
ALIASES = [
    "encoder",
    "decoder",
    "encoder-decoder",
    "seq2seq",
    "sequence to sequence",
    "context vector",
    "machine translation",
    "编码器",
    "解码器",
    "编码器-解码器",
    "序列到序列",
    "机器翻译",
    "文字翻译",
    "上下文向量",
]
NEEDS = ["gru-cell", "embedding"]
CONFUSED_WITH = ["decoder-only"]
SOURCES = [
    "Cho et al., Learning Phrase Representations using RNN Encoder-Decoder, arXiv:1406.1078",
    "Sutskever et al., Sequence to Sequence Learning with Neural Networks, arXiv:1409.3215",
    "Bahdanau et al., Neural Machine Translation by Jointly Learning to Align and Translate, arXiv:1409.0473",
    "torch.nn.GRU",
]


@where(lambda T, U, H: len({T, U, H}) == 3)
def demo(T=whole(3, 15), U=whole(2, 12), N=whole(2, 4), H=whole(4, 12), V=whole(16, 30)):
    encoder, decoder = nn.GRU(6, H), nn.GRU(6, H)
    to_words = nn.Linear(H, V)
    source, target = torch.randn(T, N, 6), torch.randn(U, N, 6)

    states, context = encoder(source)
    answers, _ = decoder(target, context)
    logits = to_words(answers)
    return {"states": states, "context": context, "logits": logits}


@question("What is the shape of `context`?", "`context` 的形状是什么？")
def context_shape(out):
    return out["context"].shape


@context_shape.wrong(
    "Only the last state is handed over, not one for each source word.",
    "交过去的只有最后一个状态，而不是每个源词一个。",
)
def state_per_word(out):
    return out["states"].shape


@context_shape.wrong(
    "`nn.GRU` returns the last state of every layer, with the layers as first axis: here one.",
    "`nn.GRU` 返回每一层的最后状态，第一维是层数：这里是 1。",
)
def no_layer_axis(N, H):
    return N, H


@question("What is the shape of `logits`?", "`logits` 的形状是什么？")
def logits_shape(out):
    return out["logits"].shape


@logits_shape.wrong(
    "The decoder makes one answer per target word; the length of the source does not bind it.",
    "解码器对每个目标词给出一个结果，长度不受源句限制。",
)
def as_long_as_the_source(T, N, H, V):
    return logits_shape(demo(T, T, N, H, V))


@question(
    "How many numbers does `context` hold for each of the `N` sentences?",
    "对 `N` 个句子中的每一个，`context` 有多少个数？",
)
def numbers_passed(out, N):
    return out["context"].numel() // N


@numbers_passed.wrong(
    "The context does not grow with the source: it is one state of H numbers.",
    "上下文向量不会随源句变长：它就是一个状态，共 H 个数。",
)
def grows_with_the_source(T, H):
    return T * H


@numbers_passed.wrong(
    "It is not the words that are passed on but a state made from them.",
    "传过去的不是词本身，而是由它们得到的一个状态。",
)
def the_words_themselves(T):
    return T


@numbers_passed.wrong(
    "The batch shares nothing: each sentence has a state of its own.",
    "批中的句子互不共用：每个句子各有一个状态。",
)
def whole_batch(out):
    return out["context"].numel()


@question(
    "How many numbers per sentence could the decoder read if attention gave it all of `states`?",
    "如果用注意力让解码器读取整个 `states`，每个句子有多少个数可读？",
)
def numbers_to_attend(out, N):
    return out["states"].numel() // N


@numbers_to_attend.wrong(
    "`states` holds one state per source word, not just the last.",
    "`states` 里每个源词有一个状态，不只是最后一个。",
)
def still_one_vector(U, N, H, V):
    return numbers_to_attend(demo(1, U, N, H, V), N)


@numbers_to_attend.wrong(
    "There is a state for each source word; the target's length has no part in it.",
    "状态的个数等于源句的词数，与目标句的长度无关。",
)
def state_per_target_word(U, N, H, V):
    return numbers_to_attend(demo(U, U, N, H, V), N)
