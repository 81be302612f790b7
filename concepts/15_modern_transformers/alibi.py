"""ALiBi: a penalty on distance

ALiBi (attention with linear biases) gives no position to the embeddings. It lowers the score of query i and key j by
the distance times a slope:

    score(i, j) = qᵢ·kⱼ − m (i − j)

Each head has its own slope, fixed and not learnt: for H heads (a power of two) m = 2^(−8h/H), h = 1 … H. Steep heads
look at the near past, flat ones far back. After the softmax the bias is a factor e^(−m) for every step of distance, so
it is exponential in the weights, and a model can be run on texts longer than those it was trained on.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, task, where, whole

ZH = """ALiBi：随距离增加的惩罚

ALiBi（线性偏置注意力）不给嵌入加任何位置信息，而是把查询 i 与键 j 的分数按距离乘斜率降低：

    score(i, j) = qᵢ·kⱼ − m (i − j)

每个头有自己的斜率，是固定的，不学习：有 H 个头时（H 是 2 的幂）m = 2^(−8h/H)，h = 1 … H。斜率大的头只看近处，
斜率小的看得远。经过 softmax，距离每多一步就乘一个 e^(−m)，所以对权重来说是指数式的；
模型因此可以用在比训练时更长的文本上。
"""
NAMES = [
    "attention with linear biases",
    "线性偏置注意力",
    "ALiBi bias",
    "ALiBi attention",
    "ALiBi位置编码",
]
SHARED = [
    "ALiBi",
]
NEEDS = ["positional-encoding", "attention-mask"]
SOURCES = ["Press, Smith & Lewis, Train Short, Test Long: Attention with Linear Biases, arXiv:2108.12409, section 3"]


@where(lambda H, h, i, j: h < H and i != j)
def demo(H=one_of(4, 8), h=whole(1, 7), i=whole(4, 16), j=whole(0, 4)):
    slopes = 2.0 ** (-8 * torch.arange(1, H + 1) / H)
    m = slopes[h - 1]  # heads are counted from 1
    return -m * (i - j)  # added to the score of query i and key j


@question("What is added to the score?", zh="给分数加上多少？")
def bias(out):
    return out


@bias.wrong(
    en=("Far keys get a bonus.", "They get a penalty."),
    zh=("远的键有加分。", "远的键要扣分。"),
)
def bonus_for_distance(H, h, i, j):
    return bias(demo(H, h, j, i))


@bias.wrong(
    en=("The first head has the slope 1.", "It has 2^(−8/H): heads are counted from 1 in the exponent."),
    zh=("第一个头的斜率是 1。", "是 2^(−8/H)：指数里头从 1 数起。"),
)
def heads_from_zero(H, h, i, j):
    return -(2.0 ** (-8 * (h - 1) / H)) * (i - j)


@bias.wrong(
    en=("All heads have one slope.", "Each has its own."),
    zh=("所有头共用一个斜率。", "每个头有自己的斜率。"),
)
def one_slope(H, h, i, j):
    return bias(demo(H, H, i, j))


@where(lambda near, far: far > near)
def tie(k=whole(1, 3), near=whole(1, 6), far=whole(2, 24)):
    m = 2.0**-k
    scores = torch.tensor([5.0 - m * near, 5.0 - m * far])  # equal dot products
    return scores[0] - scores[1]


@question(
    "By how much must the far key's dot product be larger to get the same weight?",
    zh="远的键的点积要大多少，才能得到同样的权重？",
    of=tie,
)
def head_start(out):
    return out


@head_start.wrong(
    en=("Distances count in full.", "They are multiplied by the slope."),
    zh=("距离按原值计算。", "要乘以斜率。"),
)
def slope_forgotten(near, far):
    return float(far - near)


@head_start.wrong(
    en=("The far distance alone counts.", "The near key pays for its distance as well."),
    zh=("只看远的距离。", "近的键也要按距离扣分。"),
)
def far_only(k, far):
    return far / 2**k


@head_start.wrong(
    en=("The dot product must be far/near times as large.", "Scores are lowered by a difference, not by a factor."),
    zh=("点积要大到 far/near 倍。", "分数减去的是差，不是乘倍数。"),
)
def by_a_factor(near, far):
    return 5.0 * far / near - 5.0


def last_row(T=whole(3, 12), k=whole(1, 4)):
    position = torch.arange(T)
    bias = -(2.0**-k) * (position[:, None] - position)
    bias = bias.tril()  # a causal mask hides the rest
    return bias[-1].sum()


@question("What do the biases of the last query sum to?", zh="最后一个查询的偏置之和是多少？", of=last_row)
def row_sum(out):
    return out


@row_sum.wrong(
    en=("The nearest key is at distance 1.", "A query also sees itself, at distance 0."),
    zh=("最近的键距离为 1。", "查询也看得到自己，距离为 0。"),
)
def distances_from_one(T, k):
    return -T * (T + 1) / 2 / 2**k


@row_sum.wrong(
    en=("Every key gets the same penalty.", "It grows with the distance: 0, m, 2m, …, (T − 1)m."),
    zh=("每个键的惩罚相同。", "惩罚随距离增加：从 0、m、2m 到 (T − 1)m。"),
)
def same_for_all(T, k):
    return -T / 2**k


@row_sum.wrong(
    en=("The penalties fall off with the distance.", "The weights do; the penalties grow by m a step."),
    zh=("惩罚随距离减小。", "减小的是权重；惩罚每步增加 m。"),
)
def halved_each_step(T, k):
    return -sum(2.0**-step for step in range(T)) / 2**k


@task(
    "Write `alibi_bias`: the biases (H, T, T) of H heads (a power of two) for queries in rows and keys in columns; "
    "they are linear in the distance on both sides of the diagonal.",
    zh="写出 `alibi_bias`：H 个头（2 的幂）的偏置 (H, T, T)，行是查询，列是键；对角线两侧都与距离成线性关系。",
    blanks=["-8 * torch.arange(1, H + 1) / H", "position[None, :] - position[:, None]"],
    mend=["heads_counted_from_zero", "sign_turned"],
)
def alibi_bias(H, T):
    slopes = 2.0 ** (-8 * torch.arange(1, H + 1) / H)
    position = torch.arange(T)
    distance = position[None, :] - position[:, None]
    return slopes[:, None, None] * distance


alibi_bias.hint(
    "Key j behind query i: j − i is negative, as the bias is to be.",
    zh="键 j 在查询 i 之前：j − i 是负的，偏置也应为负。",
)


@alibi_bias.inputs
def sizes(H=one_of(1, 2, 4, 8), T=whole(2, 6)):
    return H, T


@alibi_bias.holds("A query's bias for itself is 0.", zh="查询对自己的偏置是 0。")
def nothing_for_itself(out):
    return (out.diagonal(dim1=1, dim2=2) == 0).all()


@alibi_bias.wrong(
    en=("The exponent counts heads from 0.", "From 1: the steepest slope is 2^(−8/H)."),
    zh=("指数里头从 0 数起。", "从 1 数起：最大的斜率是 2^(−8/H)。"),
)
def heads_counted_from_zero(H, T):
    slopes = 2.0 ** (-8 * torch.arange(H) / H)
    position = torch.arange(T)
    distance = position[None, :] - position[:, None]
    return slopes[:, None, None] * distance


@alibi_bias.wrong(
    en=("Distant keys of the past are favoured.", "Their scores are lowered."),
    zh=("过去较远的键得到加分。", "它们的分数要降低。"),
)
def sign_turned(H, T):
    slopes = 2.0 ** (-8 * torch.arange(1, H + 1) / H)
    position = torch.arange(T)
    distance = position[:, None] - position[None, :]
    return slopes[:, None, None] * distance


@alibi_bias.wrong(
    en=("All heads share the slope 2^(−8).", "Each head has its own."),
    zh=("所有头共用斜率 2^(−8)。", "每个头有自己的斜率。"),
)
def one_for_all(H, T):
    position = torch.arange(T)
    distance = position[None, :] - position[:, None]
    return (2.0**-8 * distance).expand(H, T, T)


def figure(out, H):
    distance = torch.arange(40)
    for head in range(1, H + 1):
        m = 2.0 ** (-8 * head / H)
        plt.plot(distance, torch.exp(-m * distance), label=f"head {head}")
    plt.xlabel("distance")
    plt.ylabel("factor of the weight")
    plt.legend()
