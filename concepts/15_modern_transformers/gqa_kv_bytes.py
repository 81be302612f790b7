"""Grouped-query attention and the KV cache in bytes

While a text is generated the keys and values of every layer are kept, and reading them is what takes the time. In
grouped-query attention (GQA) all H query heads stay, but only G heads of keys and values are computed and kept, each
shared by H/G neighbouring query heads:

    bytes = 2 · layers · G · head size · tokens · bytes per number

So the cache shrinks by H/G, while the number of scores and the queries' weights stay. G = 1 is multi-query attention
(MQA), G = H the ordinary one.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question, task, where, whole

ZH = """分组查询注意力与 KV 缓存的大小

生成文本时要保留每一层的键和值，时间主要花在读取它们上。分组查询注意力（GQA）保留全部 H 个查询头，
但只计算并保存 G 个键值头，每个由相邻的 H/G 个查询头共用：

    字节数 = 2 · 层数 · G · 头的维数 · 词元数 · 每个数的字节数

缓存因此缩小到原来的 G/H，而分数的个数和查询的权重不变。G = 1 是多查询注意力（MQA），G = H 就是普通的多头注意力。
"""
NAMES = [
    "grouped-query attention",
    "grouped query attention",
    "GQA",
    "multi-query attention",
    "MQA",
    "分组查询注意力",
    "多查询注意力",
]
HINTS = ["KV cache", "KV缓存"]
NEEDS = ["kv-cache", "multi-head-attention"]
SOURCES = [
    "Ainslie et al., GQA: Training Generalized Multi-Query Transformer Models, arXiv:2305.13245",
    "Shazeer, Fast Transformer Decoding: One Write-Head is All You Need, arXiv:1911.02150",
]


@where(lambda H, G: G < H)
def demo(
    L=one_of(2, 4, 8, 10),
    H=one_of(8, 16),
    G=one_of(1, 2, 4),
    d=one_of(10, 20, 50),
    T=one_of(100, 500, 1000),
    dtype=one_of("float16", "float32"),
):
    shape, kind = (L, G, T, d), getattr(torch, dtype)
    keys = torch.empty(shape, dtype=kind, device="meta")
    values = torch.empty_like(keys)
    query = torch.empty(H, 1, d, dtype=kind, device="meta")  # not kept
    scores = query @ keys[0].repeat_interleave(H // G, dim=0).mT
    return scores, keys.nbytes + values.nbytes


@question("How many bytes has the cache?", zh="缓存有多少字节？")
def cache_bytes(out):
    return out[1]


@cache_bytes.wrong(
    en=("All H heads are kept.", "Only the G heads of keys and values are."),
    zh=("保存全部 H 个头。", "只保存 G 个键值头。"),
)
def all_heads(L, H, d, T, dtype):
    return 2 * L * H * d * T * (2 if dtype == "float16" else 4)


@cache_bytes.wrong(
    en=("Only keys are kept.", "Values are kept as well."),
    zh=("只保存键。", "值也要保存。"),
)
def keys_only(out):
    return out[1] // 2


@cache_bytes.wrong(
    en=("All layers share one cache.", "Each layer has its own."),
    zh=("所有层共用一个缓存。", "每一层有自己的缓存。"),
)
def one_layer(L, H, G, d, T, dtype):
    return cache_bytes(demo(1, H, G, d, T, dtype))


@cache_bytes.wrong(
    en=("A number takes one byte.", "Two in float16, four in float32."),
    zh=("一个数占一个字节。", "float16 占两个，float32 占四个。"),
)
def one_byte_each(L, G, d, T):
    return 2 * L * G * d * T


@where(lambda H, G, h: G < H and H % G == 0 and h < H and 1 < G != H // G)
def shared(H=one_of(12, 16, 18, 24, 32), G=one_of(2, 3, 4, 6, 8), h=whole(3, 31)):
    heads = torch.arange(G).repeat_interleave(H // G)  # for each query head
    return heads[h]


@question("Which head of keys does query head `h` use?", zh="查询头 `h` 用的是哪个键头？", of=shared)
def key_head(out):
    return out


@key_head.wrong(
    en=("The key heads are dealt out in turn.", "Neighbouring query heads share one."),
    zh=("键头轮流分配。", "相邻的查询头共用一个。"),
)
def in_turn(G, h):
    return h % G


@key_head.wrong(
    en=("Each query head has a key head of its own.", "There are only G of them."),
    zh=("每个查询头有自己的键头。", "键头只有 G 个。"),
)
def its_own(h):
    return h


@key_head.wrong(
    en=("G query heads share one key head.", "H/G of them do; there are G key heads."),
    zh=("G 个查询头共用一个键头。", "是 H/G 个共用一个；键头有 G 个。"),
)
def group_of_g(G, h):
    return h // G


@where(lambda H, G: G < H)
def layer(H=one_of(4, 8, 10), G=one_of(1, 2), d=one_of(4, 5, 8, 10), T=whole(5, 9)):
    D = H * d
    to_q, to_out = nn.Linear(D, D, bias=False), nn.Linear(D, D, bias=False)
    to_k = nn.Linear(D, G * d, bias=False)
    to_v = nn.Linear(D, G * d, bias=False)
    x = torch.randn(T, D)
    keys = to_k(x).view(T, G, d).repeat_interleave(H // G, dim=1)
    scores = torch.einsum("thd,shd->hts", to_q(x).view(T, H, d), keys)
    maps = (to_q, to_k, to_v, to_out)
    return scores, sum(m.weight.numel() for m in maps)


@question("How many weights has the layer?", zh="这一层有多少个权重？", of=layer)
def weights(out):
    return out[1]


@weights.wrong(
    en=("GQA saves memory, not weights.", "The maps to keys and values are narrower."),
    zh=("GQA 只省缓存，不省权重。", "到键和值的映射变窄了。"),
)
def nothing_saved(H, d):
    return 4 * (H * d) ** 2


@weights.wrong(
    en=("The queries are narrower, too.", "All H query heads stay."),
    zh=("查询也变窄了。", "全部 H 个查询头都保留。"),
)
def queries_narrower(H, G, d):
    return (H * d) ** 2 + 3 * H * d * G * d


@weights.wrong(
    en=("Keys and values share one map.", "Each has its own."),
    zh=("键和值共用一个映射。", "各有各的映射。"),
)
def one_map_for_both(H, G, d):
    return 2 * (H * d) ** 2 + H * d * G * d


@question("How many scores are computed?", zh="一共计算了多少个分数？", of=layer)
def score_count(out):
    return out[0].numel()


@score_count.wrong(
    en=("There are fewer scores: one table for each key head.", "Every query head has a table of its own."),
    zh=("分数变少了：每个键头一张表。", "每个查询头都有自己的一张表。"),
)
def one_table_for_a_key_head(G, T):
    return G * T * T


@score_count.wrong(
    en=("Each query meets one key of each head.", "It meets all T keys."),
    zh=("每个查询在每个头里只与一个键配对。", "与全部 T 个键配对。"),
)
def one_key_each(H, T):
    return H * T


@task(
    "Write `grouped_attention` (no mask): queries (H, T, d), keys and values (G, T, d); neighbouring query heads share "
    "a key head.",
    zh="写出 `grouped_attention`（不用掩码）：查询 (H, T, d)，键和值 (G, T, d)；相邻的查询头共用一个键头。",
    blanks=["repeat_interleave(shares, dim=0)", "keys.mT / keys.shape[-1] ** 0.5"],
    mend=["dealt_in_turn", "not_scaled"],
)
def grouped_attention(queries, keys, values):
    shares = len(queries) // len(keys)
    keys = keys.repeat_interleave(shares, dim=0)
    values = values.repeat_interleave(shares, dim=0)
    weights = torch.softmax(queries @ keys.mT / keys.shape[-1] ** 0.5, dim=-1)
    return weights @ values


grouped_attention.hint(
    "Repeat every head of keys and values H/G times, side by side.", zh="把每个键头和值头并排重复 H/G 次。"
)


@grouped_attention.inputs
def heads(G=whole(2, 3), shares=whole(2, 3), T=whole(2, 4), d=whole(3, 5)):
    return 2 * torch.randn(G * shares, T, d), torch.randn(G, T, d), torch.randn(G, T, d)


@grouped_attention.inputs
def one_key_head(H=whole(1, 4), T=whole(1, 3), d=whole(2, 4)):
    return 2 * torch.randn(H, T, d), torch.randn(1, T, d), torch.randn(1, T, d)


@grouped_attention.holds("The first query head uses the first key head.", zh="第一个查询头用第一个键头。")
def first_head(out, queries, keys, values):
    alone = F.scaled_dot_product_attention(queries[:1], keys[:1], values[:1])
    return torch.allclose(out[:1], alone, atol=1e-5)


@grouped_attention.wrong(
    en=("The key heads are dealt out in turn.", "Neighbours share: 0, 0, 1, 1, not 0, 1, 0, 1."),
    zh=("键头轮流分配。", "相邻的共用：是 0、0、1、1，不是 0、1、0、1。"),
)
def dealt_in_turn(queries, keys, values):
    shares = len(queries) // len(keys)
    keys = keys.repeat(shares, 1, 1)
    values = values.repeat(shares, 1, 1)
    weights = torch.softmax(queries @ keys.mT / keys.shape[-1] ** 0.5, dim=-1)
    return weights @ values


@grouped_attention.wrong(
    en=("Scores need no scale here.", "They are divided by √d as always."),
    zh=("这里的分数不用缩放。", "照例除以 √d。"),
)
def not_scaled(queries, keys, values):
    shares = len(queries) // len(keys)
    keys = keys.repeat_interleave(shares, dim=0)
    values = values.repeat_interleave(shares, dim=0)
    weights = torch.softmax(queries @ keys.mT, dim=-1)
    return weights @ values


@grouped_attention.wrong(
    en=("The softmax runs over the queries.", "Over the keys, the last axis."),
    zh=("softmax 沿查询做。", "沿键做，也就是最后一维。"),
)
def softmax_over_queries(queries, keys, values):
    shares = len(queries) // len(keys)
    keys = keys.repeat_interleave(shares, dim=0)
    values = values.repeat_interleave(shares, dim=0)
    weights = torch.softmax(queries @ keys.mT / keys.shape[-1] ** 0.5, dim=-2)
    return weights @ values


def figure(out, H, G):
    for h in range(H):
        group = h * G // H
        plt.plot([h, (group + 0.5) * H / G - 0.5], [1, 0], color=f"C{group}")
    plt.scatter(range(H), [1] * H, color="black", zorder=3)
    plt.scatter([(group + 0.5) * H / G - 0.5 for group in range(G)], [0] * G, color="black", marker="s", zorder=3)
    plt.yticks([0, 1], ["key heads", "query heads"])
    plt.xticks(range(H))
