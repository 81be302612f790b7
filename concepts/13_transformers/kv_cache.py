"""Key-value cache

While a text is generated with causal attention, the keys and values of old tokens never change: nothing that comes
later can reach them. So they are kept. Each new token adds one key and one value per layer, and its query reads the
whole cache; old queries are never needed again. Without a cache, step t computes t keys, altogether

    1 + 2 + … + T = T(T + 1)/2

The cached run is exact, no approximation. It trades memory for time.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question, whole

ZH = """KV 缓存

用因果注意力生成文本时，旧词的键和值不再改变：后来的词影响不到它们，所以可以存起来。每个新词在每一层只添加一个键和一个值，
它的查询读取整个缓存；旧的查询则再也用不到。如果没有缓存，第 t 步要计算 t 个键，总共

    1 + 2 + … + T = T(T + 1)/2

使用缓存的结果是精确的，不是近似；这是用内存换时间。
"""
ALIASES = [
    "KV cache",
    "KV-cache",
    "incremental decoding",
    "KV缓存",
    "键值缓存",
    "数据即时保存",
    "增量解码",
]
NEEDS = ["enc-dec-schedule"]
SOURCES = [
    "Shazeer, Fast Transformer Decoding: One Write-Head is All You Need, arXiv:1911.02150",
]


def demo(T=whole(4, 20)):
    to_key = nn.Linear(8, 8)
    words = torch.randn(T, 8)
    computed = []
    for t in range(1, T + 1):
        keys = to_key(words[:t])
        computed.append(len(keys))
    return computed


@question("How many keys are computed in all?", "一共计算了多少个键？")
def keys_without_cache(out):
    return sum(out)


@keys_without_cache.wrong(
    "Without a cache each step computes the keys of all earlier words again.",
    "没有缓存时，每一步都要把前面所有词的键再算一遍。",
)
def one_per_step(T):
    return keys_with_cache(cached(T))


@keys_without_cache.wrong(
    "Step t has only t words so far, not T: about half of T².",
    "第 t 步只有 t 个词，而不是 T 个：总数约为 T² 的一半。",
)
def whole_text_each_step(T):
    return T * T


def cached(T=whole(4, 20)):
    to_key = nn.Linear(8, 8)
    words = torch.randn(T, 8)
    computed = []
    keys = torch.zeros(0, 8)
    for t in range(T):
        new = to_key(words[t : t + 1])
        keys = torch.cat([keys, new])
        computed.append(len(new))
    return computed


@question("How many keys are computed in all?", "一共计算了多少个键？", of=cached)
def keys_with_cache(out):
    return sum(out)


@keys_with_cache.wrong(
    "Only the new word's key is computed in a step; the earlier ones are read from the cache.",
    "每一步只计算新词的键；前面的直接从缓存读取。",
)
def all_again(T):
    return keys_without_cache(demo(T))


def memory(T=whole(4, 20), d=one_of(8, 16, 32), layers=whole(2, 6), kept=("key", "value")):
    caches = [{name: torch.zeros(0, d) for name in kept} for _ in range(layers)]
    for _ in range(T):
        for cache in caches:
            for name in kept:
                cache[name] = torch.cat([cache[name], torch.randn(1, d)])
    return sum(rows.numel() for cache in caches for rows in cache.values())


@question("How many numbers do the caches hold at the end?", "最后所有缓存里一共有多少个数？", of=memory)
def cache_size(out):
    return out


@cache_size.wrong(
    "Queries are not kept: an old query has done its work once its output is there.",
    "查询不必保存：旧的查询算出输出之后就没有用了。",
)
def queries_too(T, d, layers):
    return cache_size(memory(T, d, layers, kept=("key", "value", "query")))


@cache_size.wrong(
    "Both are kept, keys for the scores and values for the mixture.",
    "两样都要保存：键用来算分数，值用来加权求和。",
)
def keys_only(T, d, layers):
    return cache_size(memory(T, d, layers, kept=("key",)))


@cache_size.wrong(
    "What is kept is not the T × T scores but the vectors they are made from.",
    "保存的不是 T × T 个分数，而是用来计算它们的向量。",
)
def the_scores(T, layers):
    return layers * T * T


def compared(T=whole(4, 12), d=one_of(4, 8), causal=one_of(True, False)):
    Q, K, V = torch.randn(3, T, d)
    whole_text = F.scaled_dot_product_attention(Q, K, V, is_causal=causal)
    steps = []
    for t in range(1, T + 1):
        cached_keys, cached_values = K[:t], V[:t]
        weights = F.softmax(cached_keys @ Q[t - 1] / d**0.5, dim=0)
        steps.append(weights @ cached_values)
    return torch.allclose(whole_text, torch.stack(steps), atol=1e-5)


@question("Do the steps give the same as the whole text at once?", "逐步计算与整段一次计算的结果相同吗？", of=compared)
def same_result(out):
    return out


@same_result.wrong(
    "Under a causal mask token t never looked further than the cache, so nothing is lost.",
    "有因果掩码时，第 t 个词本来就只看缓存里的内容，什么也没丢。",
)
def only_an_approximation(T, d):
    return same_result(compared(T, d, causal=False))


@same_result.wrong(
    "Two-way attention also looks at later words, which are not in the cache yet.",
    "双向注意力还要看后面的词，而它们还不在缓存里。",
)
def any_attention_can_be_cached(T, d):
    return same_result(compared(T, d, causal=True))


def figure(out):
    plt.bar(range(1, len(out) + 1), out, label="without cache")
    plt.axhline(1, color="C1", label="with cache")
    plt.xlabel("step")
    plt.ylabel("keys computed")
    plt.legend()
