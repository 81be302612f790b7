"""Encoder first, then decoder

Encoder and decoder do not start together: every decoder layer reads the encoder's finished output. When a text is
generated, the encoder runs once and then the decoder once for each new token, because the next input is the token that
was just chosen.

What does run in parallel are the positions inside one pass. In training the right tokens are known beforehand
(teacher forcing), so a single pass with a causal mask gives the same as feeding them to the decoder step by step.
"""

import matplotlib.pyplot as plt
import torch
from torch import nn

from journal.authoring import one_of, question, where, whole

ZH = """编码器与解码器的先后次序

编码器和解码器并不是同时启动的：解码器的每一层都要读取编码器算完的输出。生成文本时，编码器只运行一次，
然后每生成一个词元，解码器就运行一次，因为下一步的输入正是刚刚选出的词元。

真正并行的是同一次计算里的各个位置。训练时正确的词元事先已知（教师强制），所以加上因果掩码只算一遍，
结果就与把这些词元逐步喂给解码器时相同。
"""
NAMES = [
    "autoregressive decoding",
    "编码器和解码器并行",
    "自回归生成",
]
SHARED = ["parallel training"]
NEEDS = ["cross-attention", "attention-mask"]
SOURCES = [
    "Vaswani et al., Attention Is All You Need, arXiv:1706.03762, section 3",
    "torch.nn.TransformerDecoderLayer",
]


def demo(e=whole(1, 4), d=whole(1, 4), L=whole(3, 6), S=whole(3, 9)):
    encoder = [nn.TransformerEncoderLayer(8, 2, 16) for _ in range(e)]
    decoder = [nn.TransformerDecoderLayer(8, 2, 16) for _ in range(d)]
    embed, to_tokens = nn.Embedding(10, 8), nn.Linear(8, 10)
    log = []
    memory = embed(torch.randint(10, (S,)))
    for layer in encoder:
        memory = layer(memory)
        log.append("encoder")
    text = torch.tensor([0])
    for _ in range(L):
        states = embed(text)
        for layer in decoder:
            states = layer(states, memory)
            log.append("decoder")
        token = to_tokens(states[-1:]).argmax(dim=1)
        text = torch.cat([text, token])
    return log


@question("How many times is a layer called, in all?", zh="一共调用了多少次层？")
def layer_calls(out):
    return len(out)


@layer_calls.wrong(
    en=("The source is encoded for every token.", "It does not change: its memory is computed once and kept."),
    zh=("每生成一个词元都要重新编码源句。", "源句不变：编码结果只算一次，一直保留。"),
)
def encoded_for_every_token(e, d, L):
    return L * (e + d)


@layer_calls.wrong(
    en=("The decoder makes all tokens in one pass.", "Each token must be chosen before the next can be computed."),
    zh=("解码器一遍算出所有词元。", "必须先选出一个词元，才能算下一个。"),
)
def all_at_once(e, d):
    return e + d


@layer_calls.wrong(
    en=("A layer is called once for each source token.", "It reads all source tokens in one call."),
    zh=("每个源词元都要调用一次层。", "一次调用就读完所有源词元。"),
)
def token_by_token(e, d, L, S):
    return e * S + d * L


@where(lambda e, d, entry: entry > e and (entry - e) % d)
def interrupted(e=whole(1, 5), d=whole(2, 4), entry=whole(4, 25)):
    log, tokens = ["encoder"] * e, 0
    while True:
        for _ in range(d):
            log.append("decoder")
            if len(log) == entry:
                return tokens
        tokens += 1


@question(
    "The calls of layers are logged in their order. How many tokens have been chosen at entry number `entry`, counted "
    "from 1?",
    zh="各层的调用按次序记入日志。到第 `entry` 条（从 1 数起）时，已经选出了几个词元？",
    of=interrupted,
)
def tokens_by_then(out):
    return out


@tokens_by_then.wrong(
    en=("Decoder and encoder start together.", "The decoder waits for the encoder's e layers."),
    zh=("解码器和编码器同时开始。", "解码器要等编码器的 e 层算完。"),
)
def parallel_start(d, entry):
    return (entry - 1) // d


@tokens_by_then.wrong(
    en=("Every token runs through encoder and decoder.", "After the first only the decoder runs again."),
    zh=("每个词元都要经过编码器和解码器。", "之后只有解码器继续运行。"),
)
def encoder_again(e, d, entry):
    return (entry - 1) // (e + d)


@tokens_by_then.wrong(
    en=("Each call of a decoder layer gives a token.", "A token takes all d layers."),
    zh=("每调用一次解码器层就得到一个词元。", "一个词元要经过全部 d 层。"),
)
def token_for_each_layer(e, entry):
    return entry - e


def training(e=whole(1, 3), d=whole(1, 3), L=whole(3, 6), batches=whole(2, 4)):
    encoder = [nn.TransformerEncoderLayer(8, 2, 16) for _ in range(e)]
    decoder = [nn.TransformerDecoderLayer(8, 2, 16) for _ in range(d)]
    mask = nn.Transformer.generate_square_subsequent_mask(L)
    log = []
    for _ in range(batches):
        memory, states = torch.randn(2, L, 1, 8)
        for layer in encoder:
            memory = layer(memory)
            log.append("encoder")
        for layer in decoder:
            states = layer(states, memory, tgt_mask=mask)
            log.append("decoder")
        states.square().mean().backward()
    return log


@question(
    "How many times is a layer called to train on texts of `L` tokens?",
    zh="用长为 `L` 个词元的文本训练，一共调用了多少次层？",
    of=training,
)
def calls_in_training(out):
    return len(out)


@calls_in_training.wrong(
    en=(
        "Training goes token by token, as generating does.",
        "The right tokens are known: one masked pass predicts all.",
    ),
    zh=("训练和生成一样逐个词元进行。", "正确的词元事先已知：加掩码算一遍就预测出全部。"),
)
def as_when_generating(e, d, L, batches):
    return batches * (e + d * L)


@calls_in_training.wrong(
    en=("The encoder's memory is kept from batch to batch.", "Each batch has other source texts."),
    zh=("编码结果在各批之间可以沿用。", "每一批的源文本都不同。"),
)
def encoded_once(e, d, batches):
    return e + d * batches


@calls_in_training.wrong(
    en=("The backward pass calls the layers again.", "It walks the recorded graph; `forward` is not called."),
    zh=("反向传播会再调用一遍各层。", "它沿着记录下来的计算图走，不调用 `forward`。"),
)
def twice_with_backward(e, d, batches):
    return 2 * batches * (e + d)


@where(lambda L, j: j < L - 1)
def influence(L=whole(4, 9), j=whole(1, 7), edit=one_of("source", "target"), S=whole(4, 6)):
    encoder = nn.TransformerEncoderLayer(8, 2, 16, dropout=0.0)
    decoder = nn.TransformerDecoderLayer(8, 2, 16, dropout=0.0)
    mask = nn.Transformer.generate_square_subsequent_mask(L)
    texts = {"source": torch.randn(S, 8), "target": torch.randn(L, 8)}

    def states():
        memory = encoder(texts["source"])
        return decoder(texts["target"], memory, tgt_mask=mask)

    before = states()
    texts[edit][j % len(texts[edit])] += torch.randn(8)
    return (states() - before).abs().amax(dim=1)


@question("How many of the decoder's `L` states change?", zh="解码器的 `L` 个状态中有几个变了？", of=influence)
def states_changed(out):
    return int((out > 1e-6).sum())


@states_changed.wrong(
    en=("The causal mask covers the source, too.", "It covers the target; every state reads the whole source."),
    zh=("因果掩码也遮住源句。", "它只遮住目标句；每个状态都读取整个源句。"),
)
def source_is_masked(L, j):
    return L - j


@states_changed.wrong(
    en=("Every state depends on every token.", "The mask hides later target tokens from the first `j` states."),
    zh=("每个状态都取决于每个词元。", "掩码使前 `j` 个状态看不到后面的目标词元。"),
)
def target_reaches_all(L):
    return L


@states_changed.wrong(
    en=("Only states behind the edited token change.", "Its own state changes as well."),
    zh=("只有改动处之后的状态会变。", "改动处自己的状态也会变。"),
)
def later_ones_only(L, j):
    return L - 1 - j


def figure(out, e):
    for i, entry in enumerate(out):
        y = 1 if entry == "encoder" else 0
        plt.plot([i, i + 0.9], [y, y], color=f"C{y}")
    plt.text(0, 0, "decoder")
    plt.text(e + 0.2, 1, "encoder")
    plt.xlabel("call of a layer")
