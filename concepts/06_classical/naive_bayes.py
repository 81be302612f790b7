"""Naive Bayes

The classifier multiplies the prior of a class with the probability of each feature, given that class:

    P(y | x) ∝ P(y) · Πⱼ P(xⱼ | y)

Naive is the assumption that the features are independent within each class. It is rarely true: a word that always
comes with another is counted twice, and the answer is too sure, though often right. Features that are absent speak as
well (in the Bernoulli model). The probabilities are shares of counts; a count of 0 would veto its class whatever else
speaks for it, so each is smoothed: (count + 1) / (n + V) for V words (Laplace).
"""

import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """朴素贝叶斯

朴素贝叶斯把类的先验与每个特征在该类下的概率相乘：

    P(y | x) ∝ P(y) · Πⱼ P(xⱼ | y)

“朴素”是指假设各特征在每一类之内相互独立。这很少成立：总是成对出现的词被算了两次，结果过于自信，但常常仍判得对。
没有出现的特征同样提供信息（伯努利模型）。各概率由频数得到；频数为 0 会一票否决该类，无论其他证据多强，
所以要做平滑：共有 V 个词时用 (频数 + 1) / (n + V)（拉普拉斯平滑）。
"""
NAMES = [
    "naive Bayes",
    "naïve Bayes",
    "Laplace smoothing",
    "add-one smoothing",
    "朴素贝叶斯",
    "拉普拉斯平滑",
    "拉普拉斯修正",
]
HINTS = ["bag of words", "spam", "词袋", "贝叶斯"]
NEEDS = ["bayes-rule", "maximum-likelihood"]
SOURCES = [
    "Manning, Raghavan & Schütze, Introduction to Information Retrieval, chapter 13",
    "Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, section 6.6.3",
]


@where(lambda prior, word: word[0] != word[1] and prior[0] != prior[1])
def demo(prior=several(2, whole(1, 5)), word=several(2, whole(1, 9)), copies=whole(2, 3)):
    p = torch.tensor(prior).double()  # mails seen so far: spam, ham
    p *= (torch.tensor(word) / 10) ** copies  # the word, and its copies
    return p / p.sum()


@question(
    "How many times as likely is spam as ham (p[0] / p[1])?",
    zh="判为垃圾邮件的可能性是正常邮件的多少倍（p[0] / p[1]）？",
)
def odds(out):
    return out[0] / out[1]


@odds.wrong(
    en=(
        "A copy of a feature says nothing new, so it changes nothing.",
        "It says nothing new, yet it is multiplied in again.",
    ),
    zh=("特征的副本没有新信息，所以不起作用。", "确实没有新信息，但仍会再乘一次。"),
)
def copies_change_nothing(prior, word):
    return odds(demo(prior, word, copies=1))


@odds.wrong(
    en=("Only the words count.", "They start from the prior of the classes."),
    zh=("只看词。", "要从类的先验出发。"),
)
def without_prior(word, copies):
    return odds(demo([1, 1], word, copies))


@odds.wrong(
    en=("The evidence of the copies adds.", "Probabilities are multiplied: the ratio to the power of `copies`."),
    zh=("各副本的证据相加。", "概率是相乘的：比值的 `copies` 次方。"),
)
def evidence_adds(prior, word, copies):
    return prior[0] / prior[1] * copies * word[0] / word[1]


@where(lambda seen, absent: seen[0] != seen[1] and absent[0] != absent[1])
def two_words(seen=several(2, whole(1, 9)), absent=several(2, whole(1, 9))):
    p = torch.tensor([0.5, 0.5]).double()
    p *= torch.tensor(seen) / 10  # this word is in the mail
    p *= 1 - torch.tensor(absent) / 10  # this one is not
    return p / p.sum()


@question("How many times as likely is class 0 as class 1?", zh="类 0 的可能性是类 1 的多少倍？", of=two_words)
def odds_of_both(out):
    return out[0] / out[1]


@odds_of_both.wrong(
    en=("A word that is missing says nothing.", "Its absence is more likely in one class: by 1 − p."),
    zh=("没出现的词不说明什么。", "它在某一类里更常缺席：乘的是 1 − p。"),
)
def absence_is_silent(seen):
    return odds_of_both(two_words(seen, [5, 5]))


@odds_of_both.wrong(
    en=("Both words enter with their probability.", "The missing one enters with 1 − p."),
    zh=("两个词都按出现的概率计入。", "没出现的词按 1 − p 计入。"),
)
def absence_as_presence(seen, absent):
    return seen[0] * absent[0] / (seen[1] * absent[1])


@odds_of_both.wrong(
    en=("The probabilities of the words are averaged.", "They are multiplied: independent within a class."),
    zh=("对各词的概率取平均。", "要相乘：在类内相互独立。"),
)
def averaged(seen, absent):
    return (seen[0] + 10 - absent[0]) / (seen[1] + 10 - absent[1])


def laplace(counts=several(4, whole(0, 9)), unseen=whole(2, 6), i=whole(0, 4)):
    n = torch.tensor(counts + [0] * unseen)  # of each word of the vocabulary
    p = (n + 1) / (n + 1).sum()
    return p[i]


@question("What does it return?", zh="返回值是多少？", of=laplace)
def smoothed(out):
    return out


@smoothed.wrong(
    en=("1 is added to the count alone.", "V is added below, or the probabilities would not sum to 1."),
    zh=("只在频数上加 1。", "分母要加 V，否则概率之和不为 1。"),
)
def numerator_alone(counts, unseen, i):
    return ([*counts, *[0] * unseen][i] + 1) / max(1, sum(counts))


@smoothed.wrong(
    en=("The probability is the share of the counts.", "Then words never seen would have 0; each gets 1 more."),
    zh=("概率就是频数所占的比例。", "那样没见过的词就是 0；每个词都要多算 1 次。"),
)
def share_of_counts(counts, unseen, i):
    return [*counts, *[0] * unseen][i] / max(1, sum(counts))


@smoothed.wrong(
    en=("1 is added above and below.", "Each of the V words gets 1, so the sum grows by V."),
    zh=("分子和分母各加 1。", "V 个词各加 1，所以总数增加 V。"),
)
def one_below(counts, unseen, i):
    return ([*counts, *[0] * unseen][i] + 1) / (sum(counts) + 1)


@smoothed.wrong(
    en=("Only the words that were seen get 1 more.", "All words of the vocabulary do."),
    zh=("只有出现过的词才加 1。", "词表中所有的词都加。"),
)
def seen_words_alone(counts, unseen, i):
    return ([*counts, *[0] * unseen][i] + 1) / (sum(counts) + sum(count > 0 for count in counts))


@where(lambda n, ratio, count: n[0] != n[1] and ratio != count + 1)
def veto(ratio=one_of(2, 4, 8, 16), n=several(2, one_of(10, 20, 40, 60, 80)), V=one_of(20, 40), count=whole(1, 5)):
    # the other words are `ratio` times as likely in class A as in B
    counts = torch.tensor([0, count])  # of this word in A and in B
    p = (counts + 1) / (torch.tensor(n) + V)
    return ratio * p[0] / p[1]


@question("What are the odds of A against B?", zh="A 对 B 的几率是多少？", of=veto)
def odds_after(out):
    return out


@odds_after.wrong(
    en=("A word never seen in a class is skipped.", "It speaks against the class, with its smoothed probability."),
    zh=("某类中没见过的词直接跳过。", "它按平滑后的概率，对该类不利。"),
)
def skipped(ratio):
    return float(ratio)


@odds_after.wrong(
    en=("Never seen means impossible: 0.", "Smoothing gives it (0 + 1) / (n + V)."),
    zh=("没见过就是不可能：0。", "平滑之后是 (0 + 1) / (n + V)。"),
)
def impossible():
    return 0.0


@odds_after.wrong(
    en=("Only the counts are compared.", "Each is a share of its own class: the sizes n + V count too."),
    zh=("只比较频数。", "是各自类中的比例，还要看大小 n + V。"),
)
def sizes_ignored(ratio, count):
    return ratio / (count + 1)


@task(
    "Write `word_probabilities`: Laplace-smoothed P(word | class) from counts with a row for each class.",
    zh="写出 `word_probabilities`：由频数（每类一行）求拉普拉斯平滑后的 P(词 | 类)。",
    blanks=["counts + 1", "dim=1, keepdim=True"],
    mend=["numerator_only", "over_the_classes"],
)
def word_probabilities(counts):
    raised = counts + 1
    return raised / raised.sum(dim=1, keepdim=True)


word_probabilities.hint("Which axis must sum to 1?", zh="哪个轴上的和必须是 1？")
word_probabilities.hint("Add 1 before taking the sum.", zh="先加 1，再求和。")


@word_probabilities.inputs
def counted(classes=whole(2, 3), words=whole(2, 6)):
    return (torch.randint(6, (classes, words)).float(),)


@word_probabilities.inputs
def nothing_seen(classes=whole(2, 3), words=whole(2, 6)):
    counts = torch.randint(1, 6, (classes, words)).float()
    counts[0] = 0
    return (counts,)


@word_probabilities.holds("Each row sums to 1, and nothing is 0.", zh="每行之和为 1，没有 0。")
def rows_sum_to_one(out):
    return torch.allclose(out.sum(dim=1), torch.ones(len(out))) and (out > 0).all()


@word_probabilities.wrong(
    en=("The shares of the counts are the probabilities.", "A word with count 0 would veto its class."),
    zh=("频数的比例就是概率。", "频数为 0 的词会一票否决该类。"),
)
def without_smoothing(counts):
    return counts / counts.sum(dim=1, keepdim=True)


@word_probabilities.wrong(
    en=("1 is added above only.", "The rows then sum to more than 1."),
    zh=("只在分子上加 1。", "那样各行之和大于 1。"),
)
def numerator_only(counts):
    return (counts + 1) / counts.sum(dim=1, keepdim=True)


@word_probabilities.wrong(
    en=("The columns sum to 1.", "That is P(class | word); P(word | class) sums over the words."),
    zh=("各列之和为 1。", "那是 P(类 | 词)；P(词 | 类) 是对词求和为 1。"),
)
def over_the_classes(counts):
    raised = counts + 1
    return raised / raised.sum(dim=0)
