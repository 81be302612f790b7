"""Beam search and the length penalty

The likeliest text cannot be found by trying all V^T of them. Beam search keeps the `width` likeliest prefixes: at each
step every one is continued by all V tokens, and of these width·V candidates the best `width` survive, wherever they
come from. With width 1 it is greedy decoding. It can miss the best text, when its prefix drops out early.

The score of a text is a sum of log-probabilities, and each further token lowers it, so short texts win. Therefore

    score = (log p₁ + … + log pₙ)/n^α

with α between 0 (no correction) and 1 (the mean) is compared; GNMT puts (5 + n)/6 for n.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, real, several, task, where, whole

ZH = """束搜索与长度惩罚

不可能试遍全部 V^T 个文本来找最可能的那个。束搜索保留最可能的 `width` 个前缀：每一步都用全部 V 个词元续写每个前缀，
在这 width·V 个候选里留下最好的 `width` 个，不管它们来自哪个前缀。宽度为 1 就是贪心解码。
如果最好的文本的前缀早早落选，它就会被错过。

文本的得分是对数概率之和，每多一个词元就更低，所以短的文本占便宜。因此比较的是

    得分 = (log p₁ + … + log pₙ)/n^α

α 在 0（不修正）和 1（取平均）之间；GNMT 把 n 换成 (5 + n)/6。
"""
NAMES = [
    "beam search",
    "beam width",
    "length penalty",
    "length normalisation",
    "length normalization",
    "束搜索",
    "集束搜索",
    "长度惩罚",
    "长度归一化",
]
SHARED = [
    "beam size",
    "束宽",
]
NEEDS = ["sampling-temperature"]
CONFUSED_WITH = ["top-k-top-p"]
SOURCES = [
    "Jurafsky & Martin, Speech and Language Processing, 3rd ed. draft, section on beam search (machine translation)",
    "Wu et al., Google's Neural Machine Translation System, arXiv:1609.08144, section 7 (length penalty)",
]


@where(lambda first, best: 1.05 * first[0] * best[0] < first[1] * best[1])
@where(lambda first, best: 1.05 * first[1] * best[1] < first[2] * best[2])
def demo(
    first=one_of([9, 6, 5], [8, 7, 5], [9, 7, 4], [10, 6, 4], [9, 8, 3]),
    best=several(3, one_of(3, 4, 5, 6, 7, 8, 9, 10)),
):
    p = torch.tensor(first) / 20  # chances of the first tokens A, B, C
    then = torch.tensor(best) / 10  # chance of the best second token after each
    kept = p.topk(2).indices  # width 2
    return (p[kept] * then[kept]).max()


@question("Which probability has the text that beam search finds?", zh="束搜索找到的文本，概率是多少？")
def found(out):
    return out


@found.wrong(
    en=("Beam search finds the likeliest text.", "Its first token may drop out early, as here."),
    zh=("束搜索能找到最可能的文本。", "它的第一个词元可能早早落选，这里就是这样。"),
)
def always_the_best(first, best):
    return max(a * b for a, b in zip(first, best)) / 200


@found.wrong(
    en=("The best first token leads to the result.", "That is greedy; a second beam may overtake it."),
    zh=("结果从最好的第一个词元来。", "那是贪心解码；第二个束可能后来居上。"),
)
def greedy(first, best):
    return first[0] * best[0] / 200


@found.wrong(
    en=("The last token decides.", "The probability of the prefix counts as well."),
    zh=("由最后一个词元决定。", "前缀的概率也要算上。"),
)
def last_token_only(best):
    return max(best[:2]) / 10


def work(V=one_of(10, 20, 50, 100, 1000), width=one_of(2, 3, 4, 5, 8), T=whole(3, 9)):
    scored, prefixes = 0, 1  # one empty text at first
    for _ in range(T):
        candidates = prefixes * V
        scored += candidates
        prefixes = min(width, candidates)
    return scored


@question("How many candidates are scored?", zh="一共给多少个候选打分？", of=work)
def scored(out):
    return out


@scored.wrong(
    en=("Each step scores V candidates.", "Every one of the `width` prefixes is continued by all V."),
    zh=("每一步给 V 个候选打分。", "`width` 个前缀各用 V 个词元续写。"),
)
def one_prefix(V, T):
    return scored(work(V, 1, T))


@scored.wrong(
    en=("All V^T texts are scored.", "Only `width` prefixes go on."),
    zh=("全部 V^T 个文本都要打分。", "只有 `width` 个前缀继续。"),
)
def exhaustive(V, T):
    return V**T


@scored.wrong(
    en=("There are `width` prefixes from the start.", "The first step has only the empty text."),
    zh=("一开始就有 `width` 个前缀。", "第一步只有空文本。"),
)
def full_from_the_start(V, width, T):
    return V * width * T


@where(lambda s, n: len(set(n)) == 3 and len({round(x / k, 3) for x, k in zip(s, n)}) == 3 and len(set(s)) == 3)
@where(lambda s, n: len({round(x / k**0.5, 3) for x, k in zip(s, n)}) == 3)
@where(lambda s, n: s.index(min(s)) != min(range(3), key=lambda i: s[i] / n[i]))
def lengths(s=several(3, real(2, 12, places=0)), n=several(3, one_of(1, 4, 9, 16)), alpha=one_of(0.0, 0.5, 1.0)):
    # s: the sums of -log p of three finished texts, n: their lengths
    scores = [-total / length**alpha for total, length in zip(s, n)]
    return scores.index(max(scores))


@question("Which text, counted from 0, wins?", zh="哪一段文本胜出（从 0 数起）？", of=lengths)
def winner(out):
    return out


@winner.wrong(
    en=("The smallest sum wins.", "The sum is divided by the length to the power α."),
    zh=("和最小的胜出。", "和要除以长度的 α 次方。"),
)
def no_penalty(s, n):
    return winner(lengths(s, n, 0.0))


@winner.wrong(
    en=("The smallest mean per token wins.", "Only α = 1 compares means."),
    zh=("每个词元平均最小的胜出。", "只有 α = 1 时才比较平均。"),
)
def full_mean(s, n):
    return winner(lengths(s, n, 1.0))


@winner.wrong(
    en=("The longest text wins.", "Length alone does not win; its sum counts, too."),
    zh=("最长的文本胜出。", "光长没有用，还要看它的和。"),
)
def longest(n):
    return n.index(max(n))


@task(
    "Write `beam_step`: the next beams, best first. `beams` is a list of (score, tokens); `logp[i][j]` is the "
    "log-probability of token j after token i.",
    zh="写出 `beam_step`：下一步的束，最好的在前。`beams` 是（得分，词元列表）的列表；"
    "`logp[i][j]` 是词元 i 之后出现 j 的对数概率。",
    blanks=["score + p", "[:width]"],
    mend=["one_child_each", "prefix_forgotten"],
)
def beam_step(beams, logp, width):
    grown = []
    for score, tokens in beams:
        for token, p in enumerate(logp[tokens[-1]]):
            grown.append((score + p, [*tokens, token]))
    return sorted(grown, key=lambda beam: -beam[0])[:width]


beam_step.hint("Continue every beam by every token.", zh="每个束都用每个词元续写一次。")
beam_step.hint(
    "Log-probabilities add; keep the best of all, wherever they come from.",
    zh="对数概率相加；在全部候选里留最好的，不管来自哪个束。",
)


@beam_step.inputs
def two_beams(scores=several(2, real(-3, -0.1, places=2), distinct=True), V=whole(3, 5), width=one_of(1, 2, 3)):
    logp = torch.randn(V, V).mul(2).log_softmax(dim=1).tolist()
    return [(max(scores), [0]), (min(scores), [1])], logp, width


@beam_step.inputs
def start(V=whole(2, 4), width=one_of(1, 2, 5)):
    return [(0.0, [0])], torch.randn(V, V).log_softmax(dim=1).tolist(), width


@beam_step.holds("No score rises.", zh="得分不会上升。")
def never_rises(out, beams):
    return max(score for score, _ in out) <= max(score for score, _ in beams)


@beam_step.wrong(
    en=("Each beam keeps its best continuation.", "All continuations compete: one beam may have several survivors."),
    zh=("每个束留下自己最好的续写。", "所有续写一起竞争：一个束可以留下好几个。"),
)
def one_child_each(beams, logp, width):
    grown = []
    for score, tokens in beams:
        p = max(logp[tokens[-1]])
        grown.append((score + p, [*tokens, logp[tokens[-1]].index(p)]))
    return sorted(grown, key=lambda beam: -beam[0])[:width]


@beam_step.wrong(
    en=("The score is that of the new token.", "It is added to the score of the prefix."),
    zh=("得分就是新词元的得分。", "要加到前缀的得分上。"),
)
def prefix_forgotten(beams, logp, width):
    grown = []
    for _, tokens in beams:
        for token, p in enumerate(logp[tokens[-1]]):
            grown.append((p, [*tokens, token]))
    return sorted(grown, key=lambda beam: -beam[0])[:width]


@beam_step.wrong(
    en=("The worst candidates come first.", "Scores are negative: the largest, nearest to 0, is the best."),
    zh=("最差的候选排在前面。", "得分是负的：最大的、最接近 0 的最好。"),
)
def worst_kept(beams, logp, width):
    grown = []
    for score, tokens in beams:
        for token, p in enumerate(logp[tokens[-1]]):
            grown.append((score + p, [*tokens, token]))
    return sorted(grown, key=lambda beam: beam[0])[:width]


def figure(out, first, best):
    for i, name in enumerate("ABC"):
        kept = "C0" if i < 2 else "lightgray"
        plt.plot([0, 1], [1, first[i] / 20], color=kept)
        plt.plot([1, 2], [first[i] / 20, first[i] * best[i] / 200], color=kept, marker="o")
        plt.text(1.02, first[i] / 20, name)
    plt.xticks([0, 1, 2])
    plt.xlabel("tokens; the gray prefix was dropped")
    plt.ylabel("probability of the text")
