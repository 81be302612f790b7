"""Additive attention

The first attention, made for translation with recurrent networks, did not multiply query and key. Its score is a small
network with one hidden layer of tanh units:

    score = v · tanh(W_q q + W_k k)

Query and key may differ in size; both are mapped to h features, added, and v makes one number of them. The score stays
within Σ|v|, so large vectors do not blow it up. Since tanh is curved, q is no common shift of all scores: without it,
the query would drop out of the softmax. Dot products are cheaper, which is why Transformers use them.
"""

import matplotlib.pyplot as plt
import torch
from torch import nn

from journal.authoring import one_of, question, several, task, where, whole

ZH = """加性注意力

最早的注意力是为循环网络的翻译模型设计的，它不把查询和键相乘。分数是一个只有一层 tanh 隐藏单元的小网络：

    分数 = v · tanh(W_q q + W_k k)

查询和键的维数可以不同；两者都映射成 h 个特征后相加，再由 v 变成一个数。分数的绝对值不超过 Σ|v|，
所以向量大也不会爆炸。因为 tanh 是弯的，q 并不是给所有分数加同一个数：没有 tanh，查询就会在 softmax 里被消去。
点积更便宜，所以 Transformer 用点积。
"""
NAMES = ["additive attention", "Bahdanau attention", "加性注意力", "加法注意力", "Bahdanau注意力"]
HINTS = ["Bahdanau"]
NEEDS = ["attention-weights", "scaled-dot-product"]
CONFUSED_WITH = ["scaled-dot-product"]
SOURCES = [
    "Bahdanau, Cho & Bengio, Neural Machine Translation by Jointly Learning to Align and Translate, arXiv:1409.0473"
]


@where(lambda dq, dk, h: len({dq, dk, h}) == 3)
def demo(dq=one_of(4, 6, 8, 12), dk=one_of(3, 5, 8, 10), h=one_of(5, 7, 8, 10), n=whole(2, 9)):
    Wq = nn.Linear(dq, h, bias=False)
    Wk = nn.Linear(dk, h, bias=False)
    v = nn.Linear(h, 1, bias=False)
    queries, keys = torch.randn(3, 1, dq), torch.randn(1, n, dk)
    features = torch.tanh(Wq(queries) + Wk(keys))
    return features, v(features).squeeze(-1)


@question("What is the shape of `features`?", zh="`features` 的形状是什么？")
def feature_shape(out):
    return out[0].shape


@feature_shape.wrong(
    en=("Query and key are joined end to end.", "Their h features are added."),
    zh=("查询和键首尾拼接。", "它们的 h 个特征相加。"),
)
def joined(n, h):
    return 3, n, 2 * h


@feature_shape.wrong(
    en=("There is one number for each query and key.", "That is the score; v has not been applied yet."),
    zh=("每个查询和键对应一个数。", "那是分数；这里还没有用 v。"),
)
def scores_already(n):
    return 3, n


@feature_shape.wrong(
    en=("Keys stand in the rows.", "Queries do: every query meets all keys."),
    zh=("行是键。", "行是查询：每个查询都与所有键配对。"),
)
def keys_in_the_rows(n, h):
    return n, 3, h


def weights(dq=one_of(4, 6, 8, 12, 20), dk=one_of(3, 5, 8, 10), h=one_of(4, 5, 7, 10), n=whole(2, 9)):
    Wq = nn.Linear(dq, h, bias=False)
    Wk = nn.Linear(dk, h, bias=False)
    v = nn.Linear(h, 1, bias=False)
    scores = v(torch.tanh(Wq(torch.randn(dq)) + Wk(torch.randn(n, dk))))
    return scores, nn.ModuleList([Wq, Wk, v]).parameters()


@question("How many weights are there?", zh="一共有多少个权重？", of=weights)
def parameters(out):
    return sum(weight.numel() for weight in out[1])


@parameters.wrong(
    en=(
        "A matrix of size dq × dk compares the two.",
        "That is the bilinear score; here both are mapped to h features.",
    ),
    zh=("用一个 dq × dk 的矩阵比较两者。", "那是双线性的分数；这里两者都映射成 h 个特征。"),
)
def bilinear(dq, dk):
    return dq * dk


@parameters.wrong(
    en=("v costs no weights.", "It has h weights, which make one number of h features."),
    zh=("v 不需要权重。", "它有 h 个权重，把 h 个特征变成一个数。"),
)
def v_forgotten(dq, dk, h):
    return h * (dq + dk)


@parameters.wrong(
    en=("Every key has a v of its own.", "All keys share one."),
    zh=("每个键都有自己的 v。", "所有键共用一个。"),
)
def v_for_each_key(dq, dk, h, n):
    return h * (dq + dk + n)


@where(lambda q, k: all(a + b for a, b in zip(q, k)))
def steep(q=several(3, whole(-4, 4)), k=several(3, whole(-4, 4)), v=several(3, whole(1, 9))):
    q, k, v = (torch.tensor(each).float() for each in (q, k, v))
    # steep: every feature is so large that tanh gives -1 or 1
    score = v @ torch.tanh(50 * q + 50 * k)
    return round(score.item())


@question("What is the score?", zh="分数是多少？", of=steep)
def score(out):
    return out


@score.wrong(
    en=("The score grows with the features.", "tanh flattens: each unit gives between −v and v."),
    zh=("特征越大，分数越大。", "tanh 会变平：每个单元的贡献在 −v 和 v 之间。"),
)
def without_tanh(q, k, v):
    return sum(c * 50 * (a + b) for a, b, c in zip(q, k, v))


@score.wrong(
    en=(
        "The query shifts all scores alike, so it can be left out.",
        "tanh is curved: q decides on which side a key lands.",
    ),
    zh=("查询给所有分数加同样的数，可以不管。", "tanh 是弯的：q 决定键落在哪一侧。"),
)
def query_left_out(q, k, v):
    return score(steep([0, 0, 0], k, v))


@score.wrong(
    en=("Query and key are multiplied.", "They are added, feature by feature."),
    zh=("查询和键相乘。", "逐个特征相加。"),
)
def multiplied_instead(q, k, v):
    return sum(c * ((a * b > 0) - (a * b < 0)) for a, b, c in zip(q, k, v))


@task(
    "Write `additive_scores`: the scores of one query (dq,) for n keys (n, dk); Wq is (h, dq), Wk (h, dk), v (h,).",
    zh="写出 `additive_scores`：一个查询 (dq,) 对 n 个键 (n, dk) 的分数；Wq 是 (h, dq)，Wk 是 (h, dk)，v 是 (h,)。",
    blanks=["torch.tanh(Wq @ q + keys @ Wk.T)", "@ v"],
    mend=["multiplied", "tanh_missing"],
    gradients=True,
)
def additive_scores(q, keys, Wq, Wk, v):
    features = torch.tanh(Wq @ q + keys @ Wk.T)
    return features @ v


additive_scores.hint("Map query and keys to h features each, and add.", zh="把查询和键各映射成 h 个特征，再相加。")


@additive_scores.inputs
def sizes(dq=whole(1, 4), dk=whole(1, 4), h=whole(2, 4), n=whole(1, 5)):
    return torch.randn(dq), torch.randn(n, dk), torch.randn(h, dq), torch.randn(h, dk), torch.randn(h)


@additive_scores.holds("No score is larger than Σ|v|.", zh="分数的绝对值不超过 Σ|v|。")
def bounded(out, v):
    return (out.abs() <= v.abs().sum() + 1e-5).all()


@additive_scores.wrong(
    en=("The features of query and key are multiplied.", "They are added."),
    zh=("查询和键的特征相乘。", "是相加。"),
)
def multiplied(q, keys, Wq, Wk, v):
    features = torch.tanh((Wq @ q) * (keys @ Wk.T))
    return features @ v


@additive_scores.wrong(
    en=("A linear map is enough.", "Without tanh the query drops out of the softmax."),
    zh=("线性映射就够了。", "没有 tanh，查询会在 softmax 里被消去。"),
)
def tanh_missing(q, keys, Wq, Wk, v):
    features = Wq @ q + keys @ Wk.T
    return features @ v


@additive_scores.wrong(
    en=("tanh is applied to the score.", "It is applied to the h features, before v."),
    zh=("对分数取 tanh。", "在乘 v 之前，对 h 个特征取 tanh。"),
)
def tanh_at_the_end(q, keys, Wq, Wk, v):
    features = Wq @ q + keys @ Wk.T
    return torch.tanh(features @ v)


def figure(out, n):
    plt.imshow(out[1].detach().tolist())
    plt.colorbar(label="score")
    plt.xlabel("key")
    plt.ylabel("query")
    plt.yticks(range(3))
    plt.xticks(range(n))
