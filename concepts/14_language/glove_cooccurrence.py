"""GloVe: fitting the logarithm of counts

GloVe counts once, over the whole corpus, how often word j stands near word i (a pair at distance d counts 1/d), and
fits the table x of these counts by weighted least squares:

    Σ f(x_ij) (w_i·v_j + b_i + c_j − log x_ij)²,   f(x) = min(1, (x/x_max)^0.75)

Zero counts are left out, rare pairs weigh little, and no pair weighs more than 1. Ratios of counts become differences
of dot products: if "ice" stands near "solid" eight times as often as "steam" does, (w_ice − w_steam)·v_solid is about
log 8, apart from the biases.
"""

from itertools import pairwise

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """GloVe：拟合计数的对数

GloVe 在整个语料上统计一次词 j 出现在词 i 附近的次数（距离为 d 的一对计 1/d），再用加权最小二乘拟合这张计数表 x：

    Σ f(x_ij) (w_i·v_j + b_i + c_j − log x_ij)²，  f(x) = min(1, (x/x_max)^0.75)

计数为 0 的不参与，罕见的词对权重小，任何词对的权重都不超过 1。计数之比变成点积之差：
如果 ice 与 solid 共现的次数是 steam 的八倍，那么除去偏置，(w_ice − w_steam)·v_solid 约为 log 8。
"""
NAMES = [
    "co-occurrence matrix",
    "cooccurrence matrix",
    "GloVe向量",
    "GloVe词向量",
    "共现矩阵",
    "GloVe vectors",
    "GloVe embeddings",
    "GloVe model",
]
SHARED = [
    "GloVe",
]
HINTS = [
    "co-occurrence",
    "word vector",
    "共现",
    "词向量",
]
NEEDS = ["skip-gram-negative-sampling"]
SOURCES = ["Pennington, Socher & Manning, GloVe: Global Vectors for Word Representation, EMNLP 2014"]


@where(lambda x, x_max: x > x_max or x_max == 16 * x)
def demo(
    x=one_of(1, 2, 3, 5, 10, 20, 200, 500),
    x_max=one_of(16, 32, 48, 80, 160, 320),
    gap=one_of(2.0, 3.0, 4.0, 6.0, 8.0, 10.0),
):
    weight = min(1.0, (x / x_max) ** 0.75)
    return weight * gap**2  # gap: w·v + b + c - log x


@question("What does this pair add to the loss?", zh="这一对给损失增加多少？")
def term(out):
    return out


@term.wrong(
    en=("The weight is the count's share of x_max.", "Its power 0.75: a sixteenth weighs an eighth."),
    zh=("权重是计数占 x_max 的比例。", "是这个比例的 0.75 次方：十六分之一的权重是八分之一。"),
)
def weight_is_the_share(x, x_max, gap):
    return x / x_max * gap**2 if x < x_max else None


@term.wrong(
    en=("Frequent pairs weigh without bound.", "The weight stops at 1."),
    zh=("常见的词对权重没有上限。", "权重最多为 1。"),
)
def without_bound(x, x_max, gap):
    return (x / x_max) ** 0.75 * gap**2 if x > x_max else None


@term.wrong(
    en=("All pairs weigh alike.", "Pairs rarer than x_max weigh less."),
    zh=("所有词对的权重相同。", "比 x_max 少的词对权重较小。"),
)
def all_alike(x, x_max, gap):
    return gap**2 if x < x_max else None


@term.wrong(
    en=("The deviation itself is the loss.", "It is squared."),
    zh=("损失就是偏差本身。", "要取平方。"),
)
def not_squared(x, x_max, gap):
    return min(1.0, (x / x_max) ** 0.75) * gap


@term.wrong(
    en=("Pairs above x_max are left out.", "They weigh 1; only pairs that never occur are left out."),
    zh=("超过 x_max 的词对不参与。", "它们的权重是 1；只有从未出现的词对才不参与。"),
)
def left_out(x, x_max):
    return 0.0 if x > x_max else None


@where(lambda ice, steam: len(set(ice)) == len(set(steam)) == 2 and ice[0] * steam[1] != ice[1] * steam[0])
@where(lambda ice, steam: ice[0] != steam[0] and ice[1] != steam[1])
def probes(ice=several(2, one_of(1, 2, 4, 8, 16, 32)), steam=several(2, one_of(1, 2, 4, 8, 16, 32))):
    x = torch.tensor([ice, steam]).double()  # counts near two probe words
    fit = x.log()  # what w·v and the biases should be
    difference = fit[0] - fit[1]
    return (difference[0] - difference[1]).exp()


@question(
    "How many times as large is the first ratio ice : steam as the second?",
    zh="第一个 ice : steam 之比是第二个的多少倍？",
    of=probes,
)
def ratio_of_ratios(out):
    return out


@ratio_of_ratios.wrong(
    en=("Differences of counts are compared.", "Logarithms subtract, so counts divide."),
    zh=("比较的是计数之差。", "对数相减，计数就是相除。"),
)
def differences(ice, steam):
    return float((ice[0] - steam[0]) - (ice[1] - steam[1]))


@ratio_of_ratios.wrong(
    en=("The second ratio is divided by the first.", "The first by the second."),
    zh=("第二个比除以第一个比。", "是第一个除以第二个。"),
)
def upside_down(ice, steam):
    return ratio_of_ratios(probes(steam, ice))


@ratio_of_ratios.wrong(
    en=("Only the first probe word matters.", "Both do: the second difference is subtracted."),
    zh=("只有第一个探测词起作用。", "两个都起作用：第二个差要减去。"),
)
def first_probe_only(ice, steam):
    return ice[0] / steam[0]


@where(lambda near: len(set(near)) > 1 and sum(near) / len(near) != 1)
def weighted_count(near=several((2, 4), one_of(1, 2, 4, 5, 10))):
    distance = torch.tensor(near)  # of each occurrence of the pair
    return (1 / distance).sum()


@question("What is the count of the pair?", zh="这一对的计数是多少？", of=weighted_count)
def count(out):
    return out


@count.wrong(
    en=("Every occurrence counts 1.", "At distance d it counts 1/d."),
    zh=("每次出现计 1。", "距离为 d 时计 1/d。"),
)
def each_counts_one(near):
    return float(len(near))


@count.wrong(
    en=("It is the number of occurrences over their mean distance.", "The inverse distances are summed."),
    zh=("是出现次数除以平均距离。", "是把距离的倒数相加。"),
)
def over_the_mean_distance(near):
    return len(near) ** 2 / sum(near)


@count.wrong(
    en=("Far neighbours count more.", "The farther apart, the less a pair counts."),
    zh=("远的邻居计得更多。", "离得越远，计得越少。"),
)
def distances_summed(near):
    return float(sum(near))


@task(
    "Write `cooccurrence`: the table (V, V) of weighted counts of a text (list of word numbers): every pair of "
    "places at a distance d up to `window` counts 1/d, in both directions.",
    zh="写出 `cooccurrence`：文本（词编号的列表）的加权计数表 (V, V)：距离 d 不超过 `window` 的每一对位置计 1/d，"
    "两个方向都计。",
    blanks=["1 / d"],
    mend=["distance_ignored", "one_direction"],
)
def cooccurrence(text, window, V):
    x = torch.zeros(V, V)
    for i in range(len(text)):
        for d in range(1, window + 1):
            if i + d < len(text):
                x[text[i], text[i + d]] += 1 / d
                x[text[i + d], text[i]] += 1 / d
    return x


cooccurrence.hint(
    "Go through all pairs of places i < i + d with d up to the window.", zh="遍历所有位置对 i < i + d，d 不超过窗口。"
)


@cooccurrence.inputs
def texts(text=several((4, 10), whole(0, 3)), window=whole(2, 3)):
    return text, window, 4


@cooccurrence.inputs
def short_texts(text=several((1, 3), whole(0, 1)), window=whole(1, 2)):
    return text, window, 2


@cooccurrence.holds("The table is symmetric.", zh="这张表是对称的。")
def symmetric(out):
    return torch.equal(out, out.T)


@cooccurrence.wrong(
    en=("Every pair within the window counts 1.", "At distance d it counts 1/d."),
    zh=("窗口内的每一对计 1。", "距离为 d 时计 1/d。"),
)
def distance_ignored(text, window, V):
    x = torch.zeros(V, V)
    for i in range(len(text)):
        for d in range(1, window + 1):
            if i + d < len(text):
                x[text[i], text[i + d]] += 1
                x[text[i + d], text[i]] += 1
    return x


@cooccurrence.wrong(
    en=("Only the following word is a neighbour.", "Both words are near each other: count both directions."),
    zh=("只有后面的词是邻居。", "两个词互为邻居：两个方向都要计。"),
)
def one_direction(text, window, V):
    x = torch.zeros(V, V)
    for i in range(len(text)):
        for d in range(1, window + 1):
            if i + d < len(text):
                x[text[i], text[i + d]] += 1 / d
    return x


@cooccurrence.wrong(
    en=("Only places next to each other count.", "All up to the window's distance do."),
    zh=("只有相邻的位置才算。", "距离不超过窗口的都算。"),
)
def next_ones_only(text, window, V):
    x = torch.zeros(V, V)
    for a, b in pairwise(text):
        x[a, b] += 1
        x[b, a] += 1
    return x


def figure(out, x, x_max, gap):
    counts = torch.linspace(0, 2 * x_max, 200)
    plt.plot(counts, (counts / x_max).pow(0.75).clamp(max=1), color="C0", label="weight of a pair")
    plt.plot(counts, (counts / x_max).clamp(max=1), color="lightgray", label="without the power")
    plt.axvline(x_max, color="C1", label="x_max")
    plt.xlabel("count")
    plt.legend()
