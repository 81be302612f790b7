"""Skip-gram and negative sampling

word2vec learns word vectors from raw text. Skip-gram predicts, from a word's vector u, the words near it; each word has
a second vector v for its use as a neighbour. A softmax over all V words would be costly, so negative sampling asks for
yes or no: the true neighbour against k words drawn as noise,

    loss = −log σ(u·v) − Σ log σ(−u·v_noise)

A step then moves k + 2 vectors and not the whole table. Noise is drawn with probability proportional to count^0.75,
which lifts rare words. CBOW predicts the word from the mean of its neighbours instead.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question, several, task, where, whole

ZH = """跳元模型与负采样

word2vec 从原始文本学习词向量。跳元模型（skip-gram）用一个词的向量 u 预测它附近的词；每个词作为邻居时另有一个向量 v。
对全部 V 个词做 softmax 代价太高，所以负采样只问是或否：一个真实的邻居，对 k 个随机抽取的噪声词，

    损失 = −log σ(u·v) − Σ log σ(−u·v噪声)

这样每一步只更新 k + 2 个向量，而不是整张表。噪声词按 count^0.75 的比例抽取，罕见词的机会因此变大。CBOW 则反过来，
用邻居的平均预测中间的词。
"""
NAMES = [
    "word2vec",
    "skip-gram",
    "skipgram",
    "negative sampling",
    "SGNS",
    "CBOW",
    "continuous bag of words",
    "跳元模型",
    "跳字模型",
    "负采样",
    "连续词袋模型",
]
HINTS = ["word vector", "词向量"]
NEEDS = ["embedding"]
SOURCES = [
    "Mikolov et al., Distributed Representations of Words and Phrases and their Compositionality, arXiv:1310.4546",
]


def demo(n=whole(6, 16), window=one_of(1, 2, 3)):
    pairs = []
    for center in range(n):
        for other in range(center - window, center + window + 1):
            if 0 <= other < n and other != center:
                pairs.append((center, other))
    return len(pairs)


@question("How many training pairs does a text of `n` words give?", zh="一段 `n` 个词的文本产生多少个训练对？")
def pairs(out):
    return out


@pairs.wrong(
    en=("Every word has 2 · window neighbours.", "Words near the two ends have fewer."),
    zh=("每个词都有 2 · window 个邻居。", "靠近两端的词邻居较少。"),
)
def ends_forgotten(n, window):
    return 2 * window * n


@pairs.wrong(
    en=("Only the words that follow are neighbours.", "Both sides count."),
    zh=("只有后面的词算邻居。", "两边都算。"),
)
def one_side(n, window):
    return pairs(demo(n, window)) // 2


@pairs.wrong(
    en=("A word is a neighbour of itself.", "The centre is left out."),
    zh=("一个词也是自己的邻居。", "中心词除外。"),
)
def itself_included(n, window):
    return pairs(demo(n, window)) + n


@where(lambda odds, noise: odds != 1)
def loss_of_a_pair(odds=one_of(0.25, 0.5, 1.0, 2.0, 4.0), noise=several((1, 3), one_of(0.25, 0.5, 1.0, 2.0, 3.0, 4.0))):
    true = torch.tensor(odds).log()  # u·v of the true neighbour
    others = torch.tensor(noise).log()  # u·v of each noise word
    loss = -F.logsigmoid(true) - F.logsigmoid(-others).sum()
    return loss.exp()


@question(
    "What is exp(loss), that is, what is returned?", zh="exp(loss) 是多少，也就是返回值是多少？", of=loss_of_a_pair
)
def exp_loss(out):
    return out


@exp_loss.wrong(
    en=("Noise words are to be accepted like the true one.", "They are to be refused: their sign is turned."),
    zh=("噪声词也要像真实邻居一样接受。", "它们要被拒绝：符号取反。"),
)
def noise_accepted(odds, noise):
    return exp_loss(loss_of_a_pair(odds, [1 / each for each in noise]))


@exp_loss.wrong(
    en=("It is a softmax over the true word and the noise.", "Each word is judged on its own, by a sigmoid."),
    zh=("对真实词和噪声词做 softmax。", "每个词单独用 sigmoid 判断。"),
)
def softmax_over_all(odds, noise):
    return (odds + sum(noise)) / odds


@exp_loss.wrong(
    en=("Only the true pair has a loss.", "Without noise words every vector could grow alike."),
    zh=("只有真实的一对有损失。", "没有噪声词，所有向量都可以一起变大。"),
)
def true_pair_only(odds):
    return (1 + odds) / odds


def moved(V=one_of(50, 100, 500), k=whole(2, 9), d=one_of(4, 8, 16, 32)):
    center, context = nn.Embedding(V, d), nn.Embedding(V, d)
    scores = context(torch.arange(k + 1)) @ center(torch.tensor(7))
    # word 0 is the true neighbour of word 7; 1 to k are noise
    loss = -F.logsigmoid(scores[0]) - F.logsigmoid(-scores[1:]).sum()
    loss.backward()
    grads = center.weight.grad, context.weight.grad
    return sum((grad != 0).sum() for grad in grads)


@question("How many numbers get a gradient other than 0?", zh="有多少个数的梯度不为 0？", of=moved)
def moved_numbers(out):
    return out


@moved_numbers.wrong(
    en=("A step moves both tables.", "It moves the rows of the words that take part."),
    zh=("一步更新两张表的全部内容。", "只更新参与的词所在的行。"),
)
def whole_tables(V, d):
    return 2 * V * d


@moved_numbers.wrong(
    en=("Only the true pair moves.", "The noise words are pushed away, so they move as well."),
    zh=("只有真实的一对会动。", "噪声词被推开，也会动。"),
)
def true_pair_moves(d):
    return 2 * d


@moved_numbers.wrong(
    en=("The word in the centre stays.", "Its vector moves, too: k + 2 rows in all."),
    zh=("中心词不动。", "它的向量也会动：一共 k + 2 行。"),
)
def center_stays(k, d):
    return (k + 1) * d


@where(lambda count: len(set(count)) == 3)
def noise_words(count=several(3, one_of(1, 16, 81, 256, 625))):
    p = torch.tensor(count) ** 0.75
    return (p / p.sum())[0]


@question("With which probability is word 0 drawn as noise?", zh="词 0 被抽作噪声词的概率是多少？", of=noise_words)
def noise_share(out):
    return out


@noise_share.wrong(
    en=("Noise is drawn in proportion to the counts.", "The power 0.75 lifts rare words."),
    zh=("噪声词按出现次数的比例抽取。", "0.75 次方提高了罕见词的机会。"),
)
def by_count(count):
    return count[0] / sum(count)


@noise_share.wrong(
    en=("All words are equally likely as noise.", "Frequent words are drawn more often."),
    zh=("所有词作噪声的概率相等。", "常见的词抽到得更多。"),
)
def uniform():
    return 1 / 3


@noise_share.wrong(
    en=("The root of the counts is taken.", "The power is 0.75, not 0.5."),
    zh=("取次数的平方根。", "是 0.75 次方，不是 0.5 次方。"),
)
def square_root(count):
    return count[0] ** 0.5 / sum(each**0.5 for each in count)


@task(
    "Write `sgns_loss`: the loss of one pair. `u` is the centre's vector (d,), `v` the true neighbour's (d,), `noise` "
    "the vectors of k noise words (k, d).",
    zh="写出 `sgns_loss`：一个训练对的损失。`u` 是中心词的向量 (d,)，`v` 是真实邻居的向量 (d,)，"
    "`noise` 是 k 个噪声词的向量 (k, d)。",
    blanks=["F.logsigmoid(u @ v)", "F.logsigmoid(-(noise @ u))"],
    mend=["noise_attracts", "logarithm_missing"],
    gradients=True,
)
def sgns_loss(u, v, noise):
    true = F.logsigmoid(u @ v)
    refused = F.logsigmoid(-(noise @ u)).sum()
    return -(true + refused)


sgns_loss.hint(
    "The true pair should get a large dot product, the noise pairs small ones.",
    zh="真实的一对点积要大，噪声对的点积要小。",
)


@sgns_loss.inputs
def vectors(d=whole(2, 5), k=whole(1, 4)):
    return torch.randn(d), torch.randn(d), torch.randn(k, d)


@sgns_loss.holds("It is positive.", zh="它是正数。")
def positive(out):
    return out > 0


@sgns_loss.wrong(
    en=("Noise words should score high, too.", "They should score low: turn the sign."),
    zh=("噪声词的得分也应该高。", "应该低：符号取反。"),
)
def noise_attracts(u, v, noise):
    true = F.logsigmoid(u @ v)
    refused = F.logsigmoid(noise @ u).sum()
    return -(true + refused)


@sgns_loss.wrong(
    en=("The probabilities are summed.", "Their logarithms are: a sure mistake must cost much."),
    zh=("把概率相加。", "相加的是对数：确信的错误代价要大。"),
)
def logarithm_missing(u, v, noise):
    true = torch.sigmoid(u @ v)
    refused = torch.sigmoid(-(noise @ u)).sum()
    return -(true + refused)


@sgns_loss.wrong(
    en=("The loss of the noise is averaged.", "It is summed over the k noise words."),
    zh=("噪声词的损失取平均。", "对 k 个噪声词求和。"),
)
def noise_averaged(u, v, noise):
    true = F.logsigmoid(u @ v)
    refused = F.logsigmoid(-(noise @ u)).mean()
    return -(true + refused)


def figure(out, n, window):
    grid = torch.zeros(n, n)
    for center in range(n):
        for other in range(max(0, center - window), min(n, center + window + 1)):
            grid[center, other] = center != other
    plt.imshow(grid.tolist(), cmap="Blues")
    plt.xlabel("neighbour")
    plt.ylabel("word in the centre")
