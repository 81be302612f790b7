"""Encoder and decoder

An encoder reads one sequence and turns it into states; a decoder turns states into another sequence, of a length of
its own. Both are networks that are trained together. In the plain recurrent pair all that passes from one to the other
is the encoder's last state, a context vector of fixed size however long the source is: a tight fit for long sentences.
Attention was invented to let the decoder read all the states instead.
"""

import torch
from torch import nn

from journal.authoring import question, task, where, whole

ZH = """编码器与解码器

编码器读入一个序列，把它变成状态；解码器再把状态变成另一个序列，长度由自己决定。两者都是网络，一起训练。
在最朴素的循环网络组合里，从编码器传给解码器的只有最后一个状态，即上下文向量：不论源句多长，它的大小都固定，长句子就很难装下。
注意力机制正是为此提出的，它让解码器可以读取编码器的全部状态。
"""
NAMES = [
    "encoder-decoder",
    "seq2seq",
    "sequence to sequence",
    "编码器-解码器",
    "序列到序列",
]
SHARED = ["encoder", "decoder", "context vector", "编码器", "解码器", "上下文向量"]
HINTS = ["machine translation", "机器翻译", "文字翻译"]
NEEDS = ["gru-cell", "embedding"]
CONFUSED_WITH = ["decoder-only"]
SOURCES = [
    "Cho et al., Learning Phrase Representations using RNN Encoder-Decoder, arXiv:1406.1078",
    "Sutskever et al., Sequence to Sequence Learning with Neural Networks, arXiv:1409.3215",
    "Bahdanau et al., Neural Machine Translation by Jointly Learning to Align and Translate, arXiv:1409.0473",
    "torch.nn.GRU",
]


@where(lambda T, U, H: len({T, U, H}) == 3)
def demo(T=whole(3, 15), U=whole(2, 12), N=whole(2, 4), H=whole(4, 12), V=whole(16, 30), layers=whole(2, 3)):
    encoder, decoder = nn.GRU(6, H, layers), nn.GRU(6, H, layers)
    to_tokens = nn.Linear(H, V)
    source, target = torch.randn(T, N, 6), torch.randn(U, N, 6)

    states, context = encoder(source)
    answers, _ = decoder(target, context)
    logits = to_tokens(answers)
    return {"states": states, "context": context, "logits": logits}


@question("What is the shape of `context`?", zh="`context` 的形状是什么？")
def context_shape(out):
    return out["context"].shape


@context_shape.wrong(
    en=("The decoder is given a state for each source token.", "It is given the last state only, of each layer."),
    zh=("交给解码器的是每个源词元的状态。", "交过去的只有每一层的最后一个状态。"),
)
def state_per_token(out):
    return out["states"].shape


@context_shape.wrong(
    en=("The context is one vector for each sentence.", "It is one for each layer and sentence, layers first."),
    zh=("上下文是每个句子一个向量。", "每一层、每个句子各有一个，层在第一维。"),
)
def no_layer_axis(N, H):
    return N, H


@context_shape.wrong(
    en=("The last layer's state is handed over.", "Every layer of the decoder starts from its own."),
    zh=("交过去的是最后一层的状态。", "解码器的每一层都从对应的状态开始。"),
)
def last_layer_only(N, H):
    return 1, N, H


@question("What is the shape of `logits`?", zh="`logits` 的形状是什么？")
def logits_shape(out):
    return out["logits"].shape


@logits_shape.wrong(
    en=("The output is as long as the source.", "The decoder answers each target token: it has its own length."),
    zh=("输出与源句一样长。", "解码器对每个目标词元给出一个结果，长度由它自己决定。"),
)
def as_long_as_the_source(T, N, V):
    return T, N, V


@logits_shape.wrong(
    en=("The output holds states of H numbers.", "The last map makes a score for each of V tokens of them."),
    zh=("输出是 H 维的状态。", "最后的线性层把状态变成 V 个词元的分数。"),
)
def states_come_out(U, N, H):
    return U, N, H


@logits_shape.wrong(
    en=("One answer comes out of the last state.", "There is an answer for each step of the decoder."),
    zh=("只有最后的状态给出一个结果。", "解码器的每一步都给出一个结果。"),
)
def one_answer(N, V):
    return N, V


@question(
    "How many numbers does `context` hold for each of the `N` sentences?",
    zh="对 `N` 个句子中的每一个，`context` 有多少个数？",
)
def numbers_passed(out, N):
    return out["context"].numel() // N


@numbers_passed.wrong(
    en=("The context grows with the source.", "However long the source, it is one state for each layer."),
    zh=("上下文随源句变长。", "源句再长，每一层也只有一个状态。"),
)
def grows_with_the_source(T, H):
    return T * H


@numbers_passed.wrong(
    en=("One layer's state is passed on.", "All layers hand theirs over."),
    zh=("只传一层的状态。", "每一层的状态都要传。"),
)
def of_one_layer(H):
    return H


@numbers_passed.wrong(
    en=("The sentences of a batch share the context.", "Each sentence has states of its own."),
    zh=("一批句子共用上下文。", "每个句子各有自己的状态。"),
)
def whole_batch(out):
    return out["context"].numel()


@question(
    "How many numbers per sentence could the decoder read if attention gave it all of `states`?",
    zh="如果用注意力让解码器读取整个 `states`，每个句子有多少个数可读？",
)
def numbers_to_attend(out, N):
    return out["states"].numel() // N


@numbers_to_attend.wrong(
    en=("`states` is the last state.", "It holds one for each source token."),
    zh=("`states` 就是最后一个状态。", "每个源词元各有一个。"),
)
def still_one_vector(H):
    return H


@numbers_to_attend.wrong(
    en=("There is a state for each target token.", "There is one for each token that the encoder has read."),
    zh=("每个目标词元有一个状态。", "编码器读过的每个词元才有一个。"),
)
def state_per_target_token(U, H):
    return U * H


@numbers_to_attend.wrong(
    en=("`states` holds every layer's states.", "It holds the top layer's, at every step."),
    zh=("`states` 里有每一层的状态。", "只有最上面一层的，但每一步都有。"),
)
def of_every_layer(T, H, layers):
    return layers * T * H


@task(
    "Write `decoder_states`: the encoder's state starts at 0 and becomes tanh(x + E h) for each row x of `source`; the "
    "decoder goes on from there with tanh(y + D h) for each row y of `target`. Return the decoder's states, stacked.",
    zh="写出 `decoder_states`：编码器的状态从 0 开始，对 `source` 的每一行 x 变成 tanh(x + E h)；解码器接着这个状态，"
    "对 `target` 的每一行 y 变成 tanh(y + D h)。返回堆叠起来的解码器各步状态。",
    blanks=["torch.zeros(len(E))", "states.append(h)"],
    order=True,
    mend=["from_nothing", "one_matrix_for_both"],
)
def decoder_states(source, target, E, D):
    h = torch.zeros(len(E))
    for x in source:
        h = torch.tanh(x + E @ h)
    states = []
    for y in target:
        h = torch.tanh(y + D @ h)
        states.append(h)
    return torch.stack(states)


decoder_states.hint(
    "What the encoder leaves behind is where the decoder starts.", zh="编码器留下的状态就是解码器的起点。"
)
decoder_states.hint(
    "The decoder keeps every state, the encoder only the last.", zh="解码器保留每一步，编码器只保留最后一步。"
)


@decoder_states.inputs
def sentences(T=whole(1, 4), U=whole(2, 4), H=whole(2, 4)):
    return torch.randn(T, H), torch.randn(U, H), torch.randn(H, H), torch.randn(H, H)


@decoder_states.inputs
def empty_source(T=whole(0, 1), U=whole(2, 3)):
    return torch.randn(T, 2), torch.randn(U, 2), torch.randn(2, 2), torch.randn(2, 2)


@decoder_states.holds("There is one state for each row of the target.", zh="目标的每一行对应一个状态。")
def one_for_each_row(out, target):
    return out.shape == target.shape


@decoder_states.wrong(
    en=("The decoder starts at 0.", "It starts from the encoder's last state, or it knows nothing of the source."),
    zh=("解码器从 0 开始。", "它从编码器的最后状态开始，否则对源句一无所知。"),
)
def from_nothing(source, target, E, D):
    return decoder_states(source[:0], target, E, D)


@decoder_states.wrong(
    en=("Encoder and decoder share a matrix.", "They are two networks, each with its own."),
    zh=("编码器和解码器共用一个矩阵。", "它们是两个网络，各有各的矩阵。"),
)
def one_matrix_for_both(source, target, E, D):
    return decoder_states(source, target, D, D)


@decoder_states.wrong(
    en=("Every step of the decoder starts from the context.", "Only the first does; the others go on from the last."),
    zh=("解码器的每一步都从上下文开始。", "只有第一步如此，之后都接着上一步。"),
)
def context_at_every_step(source, target, E, D):
    return torch.cat([decoder_states(source, y[None], E, D) for y in target])
