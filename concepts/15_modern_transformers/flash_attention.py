"""Flash attention: the same result in tiles

The T × T table of scores is large, and writing it to memory and reading it back takes longer than computing it. Flash
attention makes it tile by tile and never stores it. For each query it keeps a running maximum m, a sum of exponentials
and a weighted sum of values; when a tile brings a larger score, the old sums are corrected by

    exp(m_old − m_new)

The result is exact up to rounding, no approximation, and the number of multiplications is that of ordinary attention;
what shrinks is the memory, from T² to T, and the traffic.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """FlashAttention：分块计算，结果不变

T × T 的分数表很大，把它写到显存再读回来，比计算它还费时间。FlashAttention 一块一块地计算，从不保存整张表。
对每个查询，它维护当前最大值 m、指数之和以及值的加权和；当新的一块带来更大的分数时，旧的和要乘以

    exp(m旧 − m新)

来修正。除了舍入误差，结果是精确的，不是近似；乘法次数与普通注意力相同，减少的是显存（从 T² 降到 T）和读写量。
"""
NAMES = ["FlashAttention", "flash attention", "online softmax", "tiled attention", "在线softmax", "分块注意力"]
HINTS = ["IO-aware"]
NEEDS = ["scaled-dot-product"]
SOURCES = [
    "Dao et al., FlashAttention: Fast and Memory-Efficient Exact Attention with IO-Awareness, arXiv:2205.14135",
    "Milakov & Gimelshein, Online normalizer calculation for softmax, arXiv:1805.02867",
]


def weighted_mean(weights, v):
    """The mean of the values `v`, weighted."""
    return sum(w * x for w, x in zip(weights, v)) / sum(weights)


def with_mistakes(e, v):
    """What comes out if tiles are averaged, if the last one replaces the first, if old sums are not corrected."""
    tiles = weighted_mean(e[:2], v[:2]), weighted_mean(e[2:], v[2:])
    uncorrected = [e[i] / max(e[:2] if i < 2 else e) for i in range(4)]
    return sum(tiles) / 2, tiles[1], weighted_mean(uncorrected, v)


@where(lambda e, v: all(abs(weighted_mean(e, v) - x) > 0.05 * weighted_mean(e, v) for x in with_mistakes(e, v)))
@where(lambda e: max(e[2:]) > max(e[:2]) and sum(e) in (8, 10, 12, 15, 16, 20, 25))
def demo(e=several(4, one_of(1, 2, 3, 4, 5, 6, 8, 10)), v=several(4, whole(0, 9))):
    scores, values = torch.tensor(e).double().log(), torch.tensor(v).double()
    m, norm, mixed = torch.tensor(-torch.inf), 0.0, 0.0
    for tile in (slice(0, 2), slice(2, 4)):
        new = torch.maximum(m, scores[tile].max())
        weights = (scores[tile] - new).exp()
        old = (m - new).exp()  # corrects what was summed so far
        norm = norm * old + weights.sum()
        mixed = mixed * old + weights @ values[tile]
        m = new
    return mixed / norm, norm


@question("The scores are log(`e`). What is `mixed / norm`?", zh="分数是 log(`e`)。`mixed / norm` 是多少？")
def result(out):
    return out[0]


@result.wrong(
    en=("The results of the tiles are averaged.", "A tile with small scores weighs less."),
    zh=("对各块的结果取平均。", "分数小的块权重小。"),
)
def tiles_averaged(e, v):
    return with_mistakes(e, v)[0]


@result.wrong(
    en=("The last tile replaces the first.", "The first is corrected and kept."),
    zh=("后一块取代前一块。", "前一块修正之后保留。"),
)
def last_tile(e, v):
    return with_mistakes(e, v)[1]


@result.wrong(
    en=("The old sums stay as they are.", "They belong to the old maximum and must be rescaled."),
    zh=("旧的和保持不变。", "它们属于旧的最大值，要重新缩放。"),
)
def uncorrected(e, v):
    return with_mistakes(e, v)[2]


@question("The scores are log(`e`). What is `norm` at the end?", zh="分数是 log(`e`)。最后 `norm` 是多少？")
def norm_at_the_end(out):
    return out[1]


@norm_at_the_end.wrong(
    en=("Old and new exponentials are summed as they are.", "The old sum is rescaled to the new maximum."),
    zh=("新旧指数直接相加。", "旧的和要按新的最大值缩放。"),
)
def sum_not_rescaled(e):
    return sum(e[i] / max(e[:2] if i < 2 else e) for i in range(4))


@norm_at_the_end.wrong(
    en=("The weights sum to 1.", "They are divided only at the end; norm is what they are divided by."),
    zh=("权重之和是 1。", "最后才做除法；norm 就是除数。"),
)
def already_one():
    return 1.0


@norm_at_the_end.wrong(
    en=("It is the sum of exp(score).", "The maximum is subtracted from every score."),
    zh=("它是 exp(分数) 之和。", "每个分数都减去了最大值。"),
)
def maximum_not_subtracted(e):
    return float(sum(e))


def memory(T=one_of(64, 100, 200, 500, 1000), B=one_of(8, 16, 32, 50), heads=one_of(1, 2, 4, 8)):
    q, k = torch.empty(2, heads, T, 64, device="meta")
    table = q @ k.mT  # ordinary attention stores all scores
    tile = q[:, :B] @ k[:, :B].mT  # flash attention one tile of each head
    return table, tile


@question("How many scores fewer are held at once?", zh="同时保存的分数少了多少个？", of=memory)
def scores_saved(out):
    return out[0].numel() - out[1].numel()


@scores_saved.wrong(
    en=("None: the table is needed for the backward pass.", "It is recomputed there, tile by tile."),
    zh=("没有少：反向传播需要这张表。", "反向时一块一块重新计算。"),
)
def none_saved():
    return 0


@scores_saved.wrong(
    en=("A tile is one row of the table.", "It is B × B here."),
    zh=("一块就是表的一行。", "这里是 B × B。"),
)
def one_row(T, heads):
    return heads * (T * T - T)


@scores_saved.wrong(
    en=("All heads share one tile.", "Each head has a tile of its own."),
    zh=("所有头共用一块。", "每个头有自己的一块。"),
)
def one_tile_for_all(T, B, heads):
    return heads * T * T - B * B if heads > 1 else None


@task(
    "Write `online_softmax`: the maximum of a vector s and the sum of exp(s − maximum), reading s once in blocks of "
    "the given size.",
    zh="写出 `online_softmax`：向量 s 的最大值，以及 exp(s − 最大值) 之和；按给定的块大小，只读一遍 s。",
    blanks=["torch.maximum(m, part.max())", "norm * (m - new).exp()"],
    mend=["not_corrected", "old_maximum_forgotten"],
)
def online_softmax(s, block):
    m, norm = torch.tensor(-torch.inf), torch.tensor(0.0)
    for part in s.split(block):
        new = torch.maximum(m, part.max())
        norm = norm * (m - new).exp() + (part - new).exp().sum()
        m = new
    return m, norm


online_softmax.hint(
    "Keep the largest score so far and the sum of exponentials that belongs to it.",
    zh="记住目前最大的分数，以及与它对应的指数之和。",
)
online_softmax.hint(
    "A larger maximum makes every old exponential smaller by the same factor.",
    zh="最大值变大，旧的指数都缩小同样的倍数。",
)


@online_softmax.inputs
def vectors(n=whole(4, 12), block=whole(1, 4)):
    return 3 * torch.randn(n), block


@online_softmax.inputs
def rising(n=whole(2, 8), block=whole(1, 3), size=one_of(1.0, 30.0)):
    return size * torch.arange(n).float(), block


@online_softmax.holds("The size of the blocks does not matter.", zh="块的大小不影响结果。")
def any_block(out, solution, s):
    m, norm = solution(s, len(s))
    return torch.allclose(m, out[0]) and torch.allclose(norm, out[1], rtol=1e-4)


@online_softmax.wrong(
    en=("The old sum is kept as it is.", "It is rescaled when the maximum grows."),
    zh=("旧的和保持不变。", "最大值变大时要重新缩放。"),
)
def not_corrected(s, block):
    m, norm = torch.tensor(-torch.inf), torch.tensor(0.0)
    for part in s.split(block):
        new = torch.maximum(m, part.max())
        norm = norm + (part - new).exp().sum()
        m = new
    return m, norm


@online_softmax.wrong(
    en=("Each block has its own maximum, and the last one counts.", "The largest so far counts."),
    zh=("每块有自己的最大值，以最后一块为准。", "以目前最大的为准。"),
)
def old_maximum_forgotten(s, block):
    m, norm = torch.tensor(-torch.inf), torch.tensor(0.0)
    for part in s.split(block):
        new = part.max()
        norm = norm * (m - new).exp() + (part - new).exp().sum()
        m = new
    return m, norm


@online_softmax.wrong(
    en=("No maximum is needed.", "exp overflows for large scores: subtract the maximum."),
    zh=("不需要最大值。", "分数大时 exp 会溢出：要减去最大值。"),
)
def without_a_maximum(s, block):
    norm = torch.tensor(0.0)
    for part in s.split(block):
        norm = norm + part.exp().sum()
    return s.max(), norm


def figure(out, e):
    seen = [e[:2], e]
    for i, part in enumerate(seen):
        bars = [each / max(part) for each in part]
        plt.bar([k + 0.4 * i - 0.2 for k in range(len(part))], bars, width=0.4, label=f"after tile {i + 1}")
    plt.xticks(range(4), [f"score {k}" for k in range(4)])
    plt.ylabel("exp(score − maximum so far)")
    plt.legend()
