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

from journal.authoring import one_of, question, whole

ZH = """编码器与解码器的先后次序

编码器和解码器并不是同时启动的：解码器的每一层都要读取编码器算完的输出。生成文本时，编码器只运行一次，
然后每生成一个词，解码器就运行一次，因为下一步的输入正是刚刚选出的词。

真正并行的是同一次计算里的各个位置。训练时正确的词事先已知（教师强制），所以加上因果掩码只算一遍，
结果就与把这些词逐步喂给解码器时相同。
"""
ALIASES = [
    "autoregressive decoding",
    "parallel training",
    "编码器和解码器并行",
    "自回归生成",
]
NEEDS = ["cross-attention", "attention-mask"]
SOURCES = [
    "Vaswani et al., Attention Is All You Need, arXiv:1706.03762, section 3",
    "torch.nn.TransformerDecoderLayer",
]


def demo(L=whole(3, 8), S=whole(3, 9), entry=one_of(2, 3, 5, 6)):
    encoder = nn.TransformerEncoderLayer(8, 2, 16)
    decoder = nn.TransformerDecoderLayer(8, 2, 16)
    embed, to_words = nn.Embedding(10, 8), nn.Linear(8, 10)
    log = []
    log.append("encoder starts")
    memory = encoder(embed(torch.randint(10, (S,))))
    log.append("encoder ends")
    text = torch.tensor([0])
    for _ in range(L):
        log.append("decoder starts")
        states = decoder(embed(text), memory)
        log.append("decoder ends")
        word = to_words(states[-1:]).argmax(dim=1)
        text = torch.cat([text, word])
    return {"log": log, "entry": log[entry - 1]}


@question("How many times does the encoder start?", "编码器启动了几次？", fact=True)
def encoder_calls(out):
    return out["log"].count("encoder starts")


@encoder_calls.wrong(
    "The source does not change while the text grows; its memory is computed once and read again.",
    "生成过程中源句不变；编码结果只算一次，之后反复读取。",
)
def encoded_for_every_token(L):
    return L


@question("How many times does the decoder start?", "解码器启动了几次？")
def decoder_calls(out):
    return out["log"].count("decoder starts")


@decoder_calls.wrong(
    "A single pass needs the right tokens beforehand; when generating, each must be chosen first.",
    "一次算完需要事先知道正确的词；生成时每个词都得先选出来。",
)
def all_at_once(L, S):
    return decoder_runs(training(L, S))


@question(
    "Which is entry number `entry` of the log, counted from 1?",
    "日志的第 `entry` 条（从 1 数起）是什么？",
    choices={
        "encoder starts": "编码器开始",
        "encoder ends": "编码器结束",
        "decoder starts": "解码器开始",
        "decoder ends": "解码器结束",
    },
)
def log_entry(out):
    return out["entry"]


@log_entry.wrong(
    "The decoder is given `memory`, which exists only when the encoder has ended.",
    "解码器要用到 `memory`，而它要等编码器结束才有。",
)
def parallel_start(out, entry):
    log = out["log"]
    return [log[0], log[2], log[1], *log[3:]][entry - 1]


@log_entry.wrong(
    "After the first token only the decoder runs again; the memory of the source is kept.",
    "第一个词之后只有解码器继续运行；源句的编码结果会保留下来。",
)
def encoder_again(out, entry):
    return (out["log"][:4] * 2)[entry - 1]


def training(L=whole(3, 8), S=whole(3, 9)):
    decoder = nn.TransformerDecoderLayer(8, 2, 16)
    runs = []
    decoder.register_forward_hook(lambda *_: runs.append("decoder"))
    memory, target = torch.randn(S, 8), torch.randn(L, 8)
    mask = torch.ones(L, L).triu(1) == 1
    states = decoder(target, memory, tgt_mask=mask)
    states.square().mean().backward()
    return runs


@question(
    "How many times does the decoder run to train on all `L` tokens?",
    "要在全部 `L` 个词上训练，解码器运行了几次？",
    of=training,
    fact=True,
)
def decoder_runs(out):
    return len(out)


@decoder_runs.wrong(
    "The right tokens are known: one masked pass predicts all L of them side by side.",
    "正确的词事先已知：加掩码算一遍，就同时预测出全部 L 个。",
)
def token_by_token(L, S):
    return decoder_calls(demo(L, S, entry=2))


def teacher_forcing(L=whole(3, 8), S=whole(3, 9), masked=one_of(True, False)):
    decoder = nn.TransformerDecoderLayer(8, 2, 16, dropout=0.0)
    memory, target = torch.randn(S, 8), torch.randn(L, 8)
    mask = torch.ones(L, L).triu(1) == 1 if masked else None
    at_once = decoder(target, memory, tgt_mask=mask)
    steps = []
    for t in range(1, L + 1):
        steps.append(decoder(target[:t], memory)[-1])
    return torch.allclose(at_once, torch.stack(steps), atol=1e-5)


@question(
    "Does the single pass give the same states as the `L` steps?",
    "一次算完得到的状态与分 `L` 步算出的相同吗？",
    of=teacher_forcing,
)
def same_states(out):
    return out


@same_states.wrong(
    "With the mask position t sees just what step t saw, so nothing differs.",
    "有了掩码，位置 t 看到的正是第 t 步看到的，所以没有差别。",
)
def training_differs(L, S):
    return same_states(teacher_forcing(L, S, masked=False))


@same_states.wrong(
    "Without the mask early positions look at later tokens, which the steps had not seen yet.",
    "没有掩码时，前面的位置会看到后面的词，而逐步计算时那些词还没出现。",
)
def mask_is_optional(L, S):
    return same_states(teacher_forcing(L, S, masked=True))


def influence(L=whole(3, 8), S=whole(3, 9), edit=one_of("source", "target"), masked=True):
    encoder = nn.TransformerEncoderLayer(8, 2, 16, dropout=0.0)
    decoder = nn.TransformerDecoderLayer(8, 2, 16, dropout=0.0)
    mask = torch.ones(L, L).triu(1) == 1 if masked else None
    texts = {"source": torch.randn(S, 8), "target": torch.randn(L, 8)}

    def first_state():
        memory = encoder(texts["source"])
        states = decoder(texts["target"], memory, tgt_mask=mask)
        return states[0]

    before = first_state()
    texts[edit][-1] = torch.randn(8)
    return (first_state() - before).abs().max()


@question("Does the edit change the decoder's first state?", "这一改动会改变解码器的第一个状态吗？", of=influence)
def first_changes(out):
    return bool(out > 1e-5)


@first_changes.wrong(
    "The decoder starts from the encoder's finished output, so its first state depends on the whole source.",
    "解码器以编码器算完的输出为起点，它的第一个状态就取决于整个源句。",
)
def starts_in_parallel():
    return False


@first_changes.wrong(
    "The causal mask hides later target tokens from the first state.",
    "因果掩码使第一个状态看不到后面的目标词。",
)
def all_connected(L, S, edit):
    return first_changes(influence(L, S, edit, masked=False))


def figure(out):
    for i, entry in enumerate(out["log"][::2]):
        y = 1 if entry == "encoder starts" else 0
        plt.plot([i, i + 0.9], [y, y], color=f"C{y}")
    plt.text(1.1, 1, "encoder")
    plt.text(0, 0, "decoder")
    plt.xlabel("call")
