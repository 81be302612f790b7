"""Top-k and top-p sampling

A vocabulary has a long tail of unlikely tokens, and sampling hits it now and then. Two rules cut it off before a token
is drawn. Top-k keeps the k likeliest tokens. Top-p (nucleus sampling) keeps the smallest set, taken from the top, whose
probabilities sum to at least p: few tokens where the model is sure, many where it is not. The token that crosses p is
kept, so at least one always is.

What is kept is divided by its own sum, so the kept tokens keep their proportions. With k = 1 both are greedy decoding;
with p = 1 nothing is cut.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """Top-k 与 Top-p 采样

词表有一条很长的尾巴，都是不太可能的词元，采样时偶尔会抽到它们。有两种规则在抽取之前把尾巴截掉。
Top-k 只保留最可能的 k 个词元。Top-p（核采样）从最可能的开始，保留概率之和至少为 p 的最小集合：模型有把握时只留几个，
没把握时留很多。跨过 p 的那个词元也保留，所以至少会留下一个。

留下的概率再除以它们的和，所以彼此的比例不变。k = 1 就是贪心解码；p = 1 则什么也不截。
"""
NAMES = [
    "top-k sampling",
    "top-p",
    "top-p sampling",
    "nucleus sampling",
    "Top-k采样",
    "Top-p采样",
    "核采样",
]
HINTS = ["top-k"]
NEEDS = ["sampling-temperature"]
CONFUSED_WITH = ["beam-search"]
SOURCES = [
    "Holtzman et al., The Curious Case of Neural Text Degeneration, arXiv:1904.09751, section 3",
    "Fan, Lewis & Dauphin, Hierarchical Neural Story Generation, arXiv:1805.04833 (top-k)",
]


def kept_of_20(c, top):
    """What top-p keeps of twenty twentieths."""
    sums = [sum(sorted(c, reverse=True)[:i]) for i in range(1, 8)]
    return next(s for s in sums if s >= 20 * top - 1e-6)


def shared_of_20(c, top):
    """The largest share when the dropped ones are divided among the kept tokens."""
    kept = kept_of_20(c, top)
    sums = [sum(sorted(c, reverse=True)[:i]) for i in range(1, 8)]
    return max(c) + (20 - kept) / (sums.index(kept) + 1)


@where(lambda c, top: max(c) < 20 * top)
@where(lambda c, top: abs(max(c) * 20 / kept_of_20(c, top) - shared_of_20(c, top)) > 0.04 * max(c))
@where(lambda c: sum(c) == 20 and sorted(c)[-1] > sorted(c)[-2])
def demo(c=several(7, one_of(1, 1, 2, 3, 4, 5, 7, 9)), top=one_of(0.5, 0.6, 0.7, 0.8, 0.9, 0.95)):
    p = (torch.tensor(c).double() / 20).sort(descending=True).values
    before = p.cumsum(dim=0) - p  # the sum of all likelier tokens
    kept = before < top - 1e-9
    return kept.sum(), p[0] / p[kept].sum()


@question("How many tokens does top-p keep?", zh="Top-p 保留多少个词元？")
def kept(out):
    return out[0]


@kept.wrong(
    en=("The token that crosses p is dropped.", "It is kept: the sum has to reach p."),
    zh=("跨过 p 的词元要丢掉。", "要保留：和必须达到 p。"),
)
def crossing_dropped(c, top):
    c = sorted(c, reverse=True)
    return sum(sum(c[: i + 1]) < 20 * top - 1e-6 for i in range(7))


@kept.wrong(
    en=("Tokens with a probability above 1 − p are kept.", "p bounds their sum, not each of them."),
    zh=("保留概率大于 1 − p 的词元。", "p 限制的是概率之和，不是每个概率。"),
)
def threshold(c, top):
    return sum(each / 20 > 1 - top + 1e-9 for each in c)


@kept.wrong(
    en=("The share p of the tokens is kept.", "The share p of the probability is kept."),
    zh=("保留比例为 p 的词元。", "保留的是比例为 p 的概率。"),
)
def share_of_the_tokens(top):
    return round(7 * top + 0.499)


@question("What is the probability of the likeliest token afterwards?", zh="之后最可能的词元的概率是多少？")
def best_after(out):
    return out[1]


@best_after.wrong(
    en=("Its probability stays as it was.", "What is kept is divided by its sum."),
    zh=("它的概率不变。", "留下的要除以它们的和。"),
)
def not_renormalised(c):
    return max(c) / 20


@best_after.wrong(
    en=("It is divided by p.", "It is divided by the sum of the kept tokens, which may exceed p."),
    zh=("它要除以 p。", "要除以留下的词元的概率之和，这个和可能超过 p。"),
)
def divided_by_p(c, top):
    return max(c) / 20 / top if kept_of_20(c, top) > 20.8 * top else None


@best_after.wrong(
    en=("The dropped probability is shared out equally.", "The kept tokens keep their proportions."),
    zh=("丢掉的概率平均分给留下的词元。", "留下的词元之间比例不变。"),
)
def shared_out_equally(c, top):
    return shared_of_20(c, top) / 20


@where(lambda c, k: len(set(c)) == 5 and sum(sorted(c)[-k:]) in (8, 10, 12, 15, 16, 20, 24, 25, 30, 40))
@where(lambda c, k: 20 * (sum(c) - sum(sorted(c)[-k:])) > sum(c))
def top_k(c=several(5, whole(1, 20)), k=one_of(2, 3, 4)):
    p = torch.tensor(c) / sum(c)
    values = p.topk(k).values
    return values[0] / values.sum()


@question("What is the probability of the likeliest token afterwards?", zh="之后最可能的词元的概率是多少？", of=top_k)
def top_k_share(out):
    return out


@top_k_share.wrong(
    en=("Its probability stays as it was.", "Dropped tokens leave the sum."),
    zh=("它的概率不变。", "丢掉的词元不再计入总和。"),
)
def over_all_tokens(c):
    return max(c) / sum(c)


@top_k_share.wrong(
    en=("The k tokens become equally likely.", "They keep their proportions."),
    zh=("留下的 k 个词元概率变得相等。", "它们之间的比例不变。"),
)
def equally_likely(k):
    return 1 / k


@top_k_share.wrong(
    en=("One token more than k is kept.", "Exactly k are."),
    zh=("保留的词元比 k 多一个。", "恰好保留 k 个。"),
)
def one_more(c, k):
    return top_k_share(top_k(c, k + 1))


@task(
    "Write `top_p`: the probabilities `p` (a vector) filtered by top-p and made to sum to 1, each in its old place.",
    zh="写出 `top_p`：把概率向量 `p` 按 Top-p 过滤并重新归一化，各概率留在原来的位置。",
    blanks=["before < top", "out / out.sum()"],
    mend=["crossing_token_dropped", "not_divided", "left_sorted"],
)
def top_p(p, top):
    order = p.argsort(descending=True)
    before = p[order].cumsum(dim=0) - p[order]
    kept = order[before < top]
    out = torch.zeros_like(p)
    out[kept] = p[kept]
    return out / out.sum()


top_p.hint("Sort, and sum what stands before each token.", zh="排序，再求每个词元之前的概率之和。")
top_p.hint("`argsort` remembers where each sorted token came from.", zh="`argsort` 记得排序后每个词元原来的位置。")


@top_p.inputs
def distributions(n=whole(3, 8), top=one_of(0.3, 0.5, 0.7, 0.9)):
    return (2 * torch.randn(n)).softmax(dim=0), top


@top_p.inputs
def sure(n=whole(1, 4), top=one_of(0.01, 0.2)):
    return (5 * torch.randn(n)).softmax(dim=0), top


@top_p.holds("The result sums to 1.", zh="结果之和为 1。")
def sums_to_one(out):
    return abs(out.sum() - 1) < 1e-5


@top_p.holds("The likeliest token is kept.", zh="最可能的词元被保留。")
def best_is_kept(out, p):
    return out[p.argmax()] > 0


@top_p.wrong(
    en=("The token that crosses the border is dropped.", "It is kept; else nothing might be left."),
    zh=("跨过边界的词元要丢掉。", "要保留，否则可能什么都不剩。"),
)
def crossing_token_dropped(p, top):
    order = p.argsort(descending=True)
    before = p[order].cumsum(dim=0)
    kept = order[before < top]
    out = torch.zeros_like(p)
    out[kept] = p[kept]
    return out / out.sum()


@top_p.wrong(
    en=("The kept probabilities stay as they are.", "They are divided by their sum."),
    zh=("留下的概率保持不变。", "要除以它们的和。"),
)
def not_divided(p, top):
    order = p.argsort(descending=True)
    before = p[order].cumsum(dim=0) - p[order]
    kept = order[before < top]
    out = torch.zeros_like(p)
    out[kept] = p[kept]
    return out


@top_p.wrong(
    en=("The result is sorted.", "Each probability belongs to its token: put it back in its place."),
    zh=("结果是排好序的。", "每个概率属于自己的词元：要放回原位。"),
)
def left_sorted(p, top):
    order = p.argsort(descending=True)
    before = p[order].cumsum(dim=0) - p[order]
    kept = torch.arange(len(p))[before < top]
    out = torch.zeros_like(p)
    out[kept] = p[order][kept]
    return out / out.sum()


@top_p.wrong(
    en=("Tokens above 1 − p are kept.", "p bounds the sum of the kept tokens."),
    zh=("保留概率大于 1 − p 的词元。", "p 限制的是留下的词元的概率之和。"),
)
def each_above(p, top):
    kept = p > 1 - top
    out = torch.zeros_like(p)
    out[kept] = p[kept]
    return out / out.sum()


def figure(out, c, top):
    p = [each / 20 for each in sorted(c, reverse=True)]
    sums = [sum(p[: i + 1]) for i in range(7)]
    colours = ["C0" if i < int(out[0]) else "lightgray" for i in range(7)]
    plt.bar(range(7), p, color=colours)
    plt.step(range(7), sums, where="mid", color="C1", label="sum from the top")
    plt.axhline(top, color="C2", label=f"p = {top}")
    plt.xlabel("tokens, likeliest first; gray ones are cut")
    plt.legend()
