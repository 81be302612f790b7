"""Retrieval: recall@k

A retrieval system turns question and passages into vectors and fetches the k nearest passages; in retrieval-augmented
generation (RAG) a language model then answers from these. What was not fetched cannot be used, so one asks

    recall@k = relevant passages among the k nearest / all relevant passages

Precision@k divides by k instead. The mean reciprocal rank (MRR) averages 1/rank of the first relevant passage. Long
documents are cut into overlapping pieces, so that no sentence is torn everywhere. With normalised vectors dot product
and cosine rank alike; otherwise long vectors win.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """检索：recall@k

检索系统把问题和段落变成向量，取出最近的 k 个段落；在检索增强生成（RAG）里，语言模型再根据它们回答。没取到的就用不上，
所以要看

    recall@k = 最近的 k 个里相关的段落数 / 全部相关的段落数

precision@k 则除以 k。平均倒数排名（MRR）是第一个相关段落的 1/排名 的平均。长文档要切成有重叠的片段，
这样不会有句子处处被切断。向量归一化之后，点积与余弦的排序相同；否则长的向量占便宜。
"""
NAMES = [
    "recall@k",
    "RAG",
    "retrieval-augmented generation",
    "retrieval augmented generation",
    "mean reciprocal rank",
    "MRR",
    "dense retrieval",
    "检索增强生成",
    "检索增强",
    "倒数排名",
    "稠密检索",
]
HINTS = ["retrieval", "vector database", "检索", "向量数据库"]
NEEDS = ["vector-similarity"]
SOURCES = [
    "Manning, Raghavan & Schütze, Introduction to Information Retrieval, sections 8.3 and 8.4",
    "Lewis et al., Retrieval-Augmented Generation for Knowledge-Intensive NLP Tasks, arXiv:2005.11401",
]


@where(lambda relevant, k: 1 < sum(relevant) < 6 and sum(relevant) != k)
@where(lambda similarity, relevant, k: sum(r for s, r in zip(similarity, relevant) if s in sorted(similarity)[-k:]) > 0)
def demo(similarity=several(8, whole(1, 99), distinct=True), relevant=several(8, one_of(0, 0, 1)), k=whole(2, 5)):
    top = torch.tensor(similarity).topk(k).indices
    found = torch.tensor(relevant)[top].sum()
    return found / sum(relevant)


@question("What is recall@k, that is, what is returned?", zh="recall@k 是多少，也就是返回值是多少？")
def recall(out):
    return out


@recall.wrong(
    en=("It is the share of relevant ones among the k.", "That is precision@k; recall divides by all relevant ones."),
    zh=("是这 k 个里相关的比例。", "那是 precision@k；召回率除以全部相关的。"),
)
def precision(out, relevant, k):
    return out.item() * sum(relevant) / k


@recall.wrong(
    en=("It is 1 as soon as one relevant passage is found.", "All relevant passages count."),
    zh=("只要找到一个相关的就是 1。", "全部相关的段落都要算。"),
)
def hit_rate():
    return 1.0


@recall.wrong(
    en=("The first k in the list are fetched.", "The k most similar are."),
    zh=("取的是列表里的前 k 个。", "取的是最相似的 k 个。"),
)
def first_k(relevant, k):
    return sum(relevant[:k]) / sum(relevant)


@where(lambda similarity, relevant: 1 < sum(relevant) < 5 and not relevant[similarity.index(max(similarity))])
def reciprocal_rank(similarity=several(7, whole(1, 99), distinct=True), relevant=several(7, one_of(0, 0, 1))):
    order = torch.tensor(similarity).argsort(descending=True)
    ranks = 1 + torch.tensor(relevant)[order].nonzero()  # of the relevant ones
    return 1 / ranks.min()


@question("What is the reciprocal rank of this question?", zh="这个问题的倒数排名是多少？", of=reciprocal_rank)
def reciprocal(out):
    return out


@reciprocal.wrong(
    en=("Ranks are counted from 0.", "The nearest passage has rank 1."),
    zh=("排名从 0 数起。", "最近的段落排名为 1。"),
)
def ranks_from_zero(out):
    return 1 / (round(1 / out.item()) - 1) if round(1 / out.item()) > 1 else None


@reciprocal.wrong(
    en=("It is the place of the first relevant passage in the list.", "Its place by similarity."),
    zh=("看第一个相关段落在列表里的位置。", "看它按相似度的位置。"),
)
def place_in_the_list(relevant):
    return 1 / (1 + relevant.index(1))


@reciprocal.wrong(
    en=("All relevant passages are averaged.", "Only the first one found counts."),
    zh=("对所有相关段落取平均。", "只算最先找到的那个。"),
)
def mean_over_all(similarity, relevant):
    order = sorted(range(7), key=lambda i: -similarity[i])
    return sum(1 / (1 + order.index(i)) for i in range(7) if relevant[i]) / sum(relevant)


@where(lambda n, size, overlap: (n - overlap) % (size - overlap) and n > 2 * size)
def chunks(n=whole(100, 600), size=one_of(40, 50, 60, 100), overlap=one_of(10, 20, 30)):
    starts = range(0, n - overlap, size - overlap)
    pieces = [(start, min(start + size, n)) for start in starts]
    return len(pieces)


@question("Into how many pieces is the text of n tokens cut?", zh="n 个词元的文本切成了多少段？", of=chunks)
def pieces_of_text(out):
    return out


@pieces_of_text.wrong(
    en=("Every piece brings `size` new tokens.", "The first does; each later one brings size − overlap."),
    zh=("每段都带来 `size` 个新词元。", "第一段是这样；之后每段带来 size − overlap 个。"),
)
def without_overlap(n, size):
    return -(-n // size)


@pieces_of_text.wrong(
    en=("Every piece brings size − overlap new tokens.", "The first one brings all of its `size`."),
    zh=("每段都带来 size − overlap 个新词元。", "第一段带来全部 `size` 个。"),
)
def overlap_before_the_first(n, size, overlap):
    return -(-n // (size - overlap))


@pieces_of_text.wrong(
    en=("The rest that does not fill a piece is dropped.", "The last piece is shorter."),
    zh=("不够一段的余下部分丢掉。", "最后一段短一些。"),
)
def rest_dropped(n, size, overlap):
    return (n - overlap) // (size - overlap)


@task(
    "Write `recall_at_k`: `similarity` is a list of numbers, `relevant` the set of indices of the relevant passages.",
    zh="写出 `recall_at_k`：`similarity` 是数的列表，`relevant` 是相关段落下标的集合。",
    blanks=["-similarity[i]", "len(relevant)"],
    mend=["divided_by_k", "farthest_first"],
)
def recall_at_k(similarity, relevant, k):
    order = sorted(range(len(similarity)), key=lambda i: -similarity[i])
    return len(relevant & set(order[:k])) / len(relevant)


recall_at_k.hint(
    "Which k passages are fetched, and how many of them are relevant?", zh="取出的是哪 k 个段落？其中有几个相关？"
)


@recall_at_k.inputs
def results(similarity=several(8, whole(1, 99), distinct=True), many=whole(2, 4), k=whole(1, 6)):
    return similarity, set(torch.randperm(8)[:many].tolist()), k


@recall_at_k.holds("All passages fetched means recall 1.", zh="全部取出时召回率为 1。")
def everything_fetched(solution, similarity, relevant):
    return solution(similarity, relevant, len(similarity)) == 1


@recall_at_k.wrong(
    en=("Hits are divided by k.", "That is precision; divide by the relevant ones."),
    zh=("命中数除以 k。", "那是精度；要除以相关段落的个数。"),
)
def divided_by_k(similarity, relevant, k):
    order = sorted(range(len(similarity)), key=lambda i: -similarity[i])
    return len(relevant & set(order[:k])) / k


@recall_at_k.wrong(
    en=("The smallest similarities come first.", "The largest do: these are the nearest."),
    zh=("相似度最小的排在前面。", "最大的在前：它们最近。"),
)
def farthest_first(similarity, relevant, k):
    order = sorted(range(len(similarity)), key=lambda i: similarity[i])
    return len(relevant & set(order[:k])) / len(relevant)


@recall_at_k.wrong(
    en=("One hit is enough.", "That is the hit rate; recall counts all relevant ones."),
    zh=("命中一个就够了。", "那是命中率；召回率要算全部相关的。"),
)
def any_hit(similarity, relevant, k):
    order = sorted(range(len(similarity)), key=lambda i: -similarity[i])
    return float(bool(relevant & set(order[:k])))


def figure(out, similarity, relevant, k):
    order = sorted(range(8), key=lambda i: -similarity[i])
    plt.bar(range(8), [similarity[i] for i in order], color=["C0" if relevant[i] else "lightgray" for i in order])
    plt.axvline(k - 0.5, color="C1", label=f"the {k} nearest")
    plt.xlabel("passages by similarity; blue ones are relevant")
    plt.legend()
