"""Key-value cache

While a text is generated with causal attention, the keys and values of old tokens never change: nothing that comes
later can reach them. So they are kept. Each new token adds one key and one value per layer, and its query reads the
whole cache; old queries are never needed again. Without a cache, step t computes t keys, for a text of T tokens

    1 + 2 + … + T = T(T + 1)/2

The cached run is exact, no approximation, as long as nothing is dropped. It trades memory for time.
"""

import math

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question, task, where, whole

ZH = """KV 缓存

用因果注意力生成文本时，旧词元的键和值不再改变：后来的词元影响不到它们，所以可以存起来。每个新词元在每一层只添加一个键和
一个值，它的查询读取整个缓存；旧的查询则再也用不到。如果没有缓存，第 t 步要计算 t 个键，对长为 T 的文本总共

    1 + 2 + … + T = T(T + 1)/2

只要不丢弃任何内容，使用缓存的结果就是精确的，不是近似；这是用内存换时间。
"""
NAMES = [
    "KV cache",
    "KV-cache",
    "incremental decoding",
    "KV缓存",
    "键值缓存",
    "增量解码",
]
HINTS = ["数据即时保存"]
NEEDS = ["enc-dec-schedule"]
SOURCES = [
    "Shazeer, Fast Transformer Decoding: One Write-Head is All You Need, arXiv:1911.02150",
]


def demo(p=whole(3, 15), n=whole(2, 5)):
    to_key = nn.Linear(8, 8)
    text = torch.randn(p, 8)  # the prompt
    computed = []
    for _ in range(n):
        keys = to_key(text)
        computed.append(len(keys))
        new = torch.randn(1, 8)  # stands for the chosen token
        text = torch.cat([text, new])
    return computed


@question("How many keys are computed in all?", zh="一共计算了多少个键？")
def keys_without_cache(out):
    return sum(out)


@keys_without_cache.wrong(
    en=("Each step computes the key of the new token.", "Without a cache it computes all earlier ones again."),
    zh=("每一步只计算新词元的键。", "没有缓存时，前面所有的键都要重算。"),
)
def one_per_step(p, n):
    return p + n - 1


@keys_without_cache.wrong(
    en=("Every step computes keys for the finished text.", "The text grows: step by step from p tokens on."),
    zh=("每一步都为整段成文计算键。", "文本从 p 个词元开始逐步变长。"),
)
def finished_text_each_step(p, n):
    return n * (p + n)


@keys_without_cache.wrong(
    en=(
        "The prompt's keys are computed each time, those of new tokens never.",
        "New tokens join the text: they count.",
    ),
    zh=("每次只重算提示的键。", "新词元也进入文本，它们的键也要算。"),
)
def prompt_only(p, n):
    return n * p


def cached(p=whole(3, 15), n=whole(2, 5)):
    to_key = nn.Linear(8, 8)
    new = torch.randn(p, 8)  # the prompt
    keys = torch.zeros(0, 8)
    computed = []
    for _ in range(n):
        keys = torch.cat([keys, to_key(new)])
        computed.append(len(new))
        new = torch.randn(1, 8)  # stands for the chosen token
    return computed


@question("How many keys are computed in all?", zh="一共计算了多少个键？", of=cached)
def keys_with_cache(out):
    return sum(out)


@keys_with_cache.wrong(
    en=("Every step computes all keys.", "It computes the new ones; the earlier are in `keys`."),
    zh=("每一步都计算所有的键。", "只计算新的，前面的已在 `keys` 里。"),
)
def all_again(p, n):
    return n * p + n * (n - 1) // 2


@keys_with_cache.wrong(
    en=("The prompt costs nothing.", "Its p keys are computed in the first step, all at once."),
    zh=("提示不需要计算。", "第一步要一次算出它的 p 个键。"),
)
def prompt_is_free(n):
    return n


@keys_with_cache.wrong(
    en=("All n new tokens get a key.", "The last one is chosen when the loop ends; no step has read it yet."),
    zh=("n 个新词元都算了键。", "最后一个在循环结束时才选出，还没有哪一步读过它。"),
)
def last_one_too(p, n):
    return p + n


def memory(T=whole(4, 20), d=one_of(8, 16, 32), layers=whole(2, 6)):
    caches = [{"key": [], "value": []} for _ in range(layers)]
    for _ in range(T):
        for cache in caches:
            cache["key"].append(torch.randn(d))
            cache["value"].append(torch.randn(d))
    rows = [row for cache in caches for kept in cache.values() for row in kept]
    return torch.cat(rows)


@question("How many numbers do the caches hold at the end?", zh="最后所有缓存里一共有多少个数？", of=memory)
def cache_size(out):
    return out.numel()


@cache_size.wrong(
    en=("Queries are kept as well.", "An old query has done its work once its output is there."),
    zh=("查询也要保存。", "旧的查询算出输出之后就没有用了。"),
)
def queries_too(T, d, layers):
    return 3 * layers * T * d


@cache_size.wrong(
    en=("Only the keys are kept.", "Both are: keys for the scores, values for the mixture."),
    zh=("只保存键。", "两样都要保存：键用来算分数，值用来加权求和。"),
)
def keys_only(T, d, layers):
    return layers * T * d


@cache_size.wrong(
    en=("The T × T scores are kept.", "What is kept are the vectors that scores are made from."),
    zh=("保存的是 T × T 个分数。", "保存的是用来计算分数的向量。"),
)
def the_scores(T, layers):
    return layers * T * T


@where(lambda T, window: window < T - 1)
def compared(T=whole(5, 12), d=one_of(4, 8), window=whole(2, 8)):
    Q, K, V = torch.randn(3, T, d)
    whole_text = F.scaled_dot_product_attention(Q, K, V, is_causal=True)
    steps = []
    for t in range(1, T + 1):
        keys, values = K[:t][-window:], V[:t][-window:]
        weights = F.softmax(keys @ Q[t - 1] / math.sqrt(d), dim=0)
        steps.append(weights @ values)
    return (whole_text - torch.stack(steps)).abs().amax(dim=1)


@question(
    "The cache keeps the last `window` tokens. How many of the `T` outputs differ from those of the whole text?",
    zh="缓存只保留最后 `window` 个词元。`T` 个输出中有几个与整段计算的不同？",
    of=compared,
)
def outputs_that_differ(out):
    return int((out > 1e-5).sum())


@outputs_that_differ.wrong(
    en=("A cache changes nothing.", "A whole one does not; this one has dropped tokens once t exceeds the window."),
    zh=("缓存不改变任何结果。", "完整的缓存不会；这里 t 超过窗口之后就丢了词元。"),
)
def nothing_is_lost():
    return 0


@outputs_that_differ.wrong(
    en=("Cached outputs are approximations.", "The first ones are exact: all their tokens are in the cache."),
    zh=("用缓存得到的都是近似值。", "前几个是精确的：所需的词元都在缓存里。"),
)
def all_of_them(T):
    return T


@outputs_that_differ.wrong(
    en=("As many differ as the window is long.", "So many agree: outputs with at most `window` tokens before them."),
    zh=("有 `window` 个不同。", "相同的才有这么多：看到的词元不超过 `window` 个的那些。"),
)
def as_many_as_the_window(window):
    return window


def scores(p=whole(3, 15), n=whole(2, 5)):
    keys = torch.randn(p, 8)  # the cache of the prompt
    computed = []
    for _ in range(n):
        query, key = torch.randn(2, 1, 8)
        keys = torch.cat([keys, key])
        computed.append((query @ keys.T).numel())
    return computed


@question("How many scores are computed in all?", zh="一共计算了多少个分数？", of=scores)
def scores_with_cache(out):
    return sum(out)


@scores_with_cache.wrong(
    en=("The cache saves the scores, too: one for each new token.", "A new query still meets every key in the cache."),
    zh=("缓存连分数也省了：每个新词元只算一个。", "新的查询仍要与缓存里的每个键相乘。"),
)
def one_for_each_new_token(n):
    return n


@scores_with_cache.wrong(
    en=("A token does not look at itself.", "Its key is appended first: one more score in each step."),
    zh=("词元不看自己。", "先把它的键存入缓存：每一步多一个分数。"),
)
def without_itself(p, n):
    return n * p + n * (n - 1) // 2


@scores_with_cache.wrong(
    en=("New tokens look at the prompt alone.", "They look at each other as well, as the cache grows."),
    zh=("新词元只看提示。", "它们也看彼此，因为缓存在增长。"),
)
def prompt_keys_only(p, n):
    return n * (p + 1)


@task(
    "Write `cached_step`: attention of one new token. Given its `q`, `k`, `v` (d,) and the cached `keys` and `values` "
    "(t, d), return the output (d,) and both caches with the new token appended.",
    zh="写出 `cached_step`：一个新词元的注意力。给定它的 `q`、`k`、`v` (d,) 以及缓存 `keys`、`values` (t, d)，"
    "返回输出 (d,) 和追加了新词元的两个缓存。",
    blanks=["torch.cat([keys, k[None]])", "keys @ q"],
    order=True,
    mend=["looks_before_it_is_kept", "not_scaled"],
)
def cached_step(q, k, v, keys, values):
    keys = torch.cat([keys, k[None]])
    values = torch.cat([values, v[None]])
    weights = F.softmax(keys @ q / math.sqrt(len(q)), dim=0)
    return weights @ values, keys, values


cached_step.hint("A token sees itself.", zh="词元看得到自己。")
cached_step.hint("`k[None]` is k as a table of one row.", zh="`k[None]` 把 k 变成只有一行的表。")


@cached_step.inputs
def later_on(t=whole(1, 5), d=whole(2, 5)):
    return *torch.randn(3, d), torch.randn(t, d), torch.randn(t, d)


@cached_step.inputs
def at_the_start(t=whole(0, 1), d=whole(2, 5)):
    return *torch.randn(3, d), torch.randn(t, d), torch.randn(t, d)


@cached_step.holds("Both caches grow by one row.", zh="两个缓存各增加一行。")
def one_row_more(out, keys, values):
    return (len(out[1]), len(out[2])) == (len(keys) + 1, len(values) + 1)


@cached_step.wrong(
    en=("The token looks first and is kept afterwards.", "It must see itself: append, then attend."),
    zh=("先看，再存。", "词元要看得到自己：先追加，再计算注意力。"),
)
def looks_before_it_is_kept(q, k, v, keys, values):
    weights = F.softmax(keys @ q / math.sqrt(len(q)), dim=0)
    return weights @ values, torch.cat([keys, k[None]]), torch.cat([values, v[None]])


@cached_step.wrong(
    en=("The scores need no scaling.", "They are divided by √d, as without a cache."),
    zh=("分数不需要缩放。", "与不用缓存时一样，要除以 √d。"),
)
def not_scaled(q, k, v, keys, values):
    keys, values = torch.cat([keys, k[None]]), torch.cat([values, v[None]])
    return F.softmax(keys @ q, dim=0) @ values, keys, values


@cached_step.wrong(
    en=("The query is cached.", "Key and value are; the query is used once."),
    zh=("缓存的是查询。", "缓存的是键和值，查询只用一次。"),
)
def query_is_cached(q, k, v, keys, values):
    return cached_step(q, q, v, keys, values)


def figure(out):
    plt.bar(range(1, len(out) + 1), out, label="without cache")
    plt.plot(range(1, len(out) + 1), [out[0], *[1] * (len(out) - 1)], "o", color="C1", label="with cache")
    plt.xlabel("step")
    plt.ylabel("keys computed")
    plt.legend()
