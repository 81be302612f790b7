"""BLEU: clipped n-gram precision

BLEU compares a translation with a reference without understanding either. For n = 1 … 4 it asks which share of the
translation's n-grams stand in the reference, each counted at most as often as it stands there (clipped), and takes the
geometric mean of the four shares. Since a very short text can be precise, a brevity penalty follows:

    BLEU = min(1, exp(1 − r/h)) · (p₁ p₂ p₃ p₄)^¼

where h and r are the lengths of translation and reference. Counts are summed over the whole corpus first. A synonym
counts as an error; one share of 0 makes the whole 0.
"""

from collections import Counter

import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """BLEU：截断的 n 元精度

BLEU 把译文与参考译文比较，但并不理解它们。对 n = 1 … 4，它计算译文的 n 元组有多大比例出现在参考译文里，
每个 n 元组最多计到参考译文里的次数（截断），再取四个比例的几何平均。很短的文本容易显得精确，所以再乘一个简短惩罚：

    BLEU = min(1, exp(1 − r/h)) · (p₁ p₂ p₃ p₄)^¼

h 和 r 是译文和参考译文的长度。计数先在整个语料上求和。同义词算错；只要有一个比例是 0，结果就是 0。
"""
NAMES = [
    "BLEU",
    "BLEU score",
    "n-gram precision",
    "brevity penalty",
    "BLEU分数",
    "BLEU评分",
    "n元精度",
    "简短惩罚",
]
NEEDS = ["perplexity"]
SOURCES = ["Papineni et al., BLEU: a Method for Automatic Evaluation of Machine Translation, ACL 2002"]


def demo(
    reference=several((4, 9), one_of("a", "b", "c")), translation=several((4, 9), one_of("a", "b", "c")), n=one_of(1, 2)
):
    counts = []
    for words in (translation, reference):
        starts = range(len(words) - n + 1)
        counts.append(Counter(tuple(words[i : i + n]) for i in starts))
    hits = counts[0] & counts[1]  # the smaller of the two counts
    return hits.total()


@question("How many n-grams of the translation count as hits?", zh="译文有多少个 n 元组算命中？")
def hits(out):
    return out


@hits.wrong(
    en=("A word that stands in the reference always counts.", "It counts at most as often as it stands there."),
    zh=("参考译文里有的词每次都算。", "最多算到它在参考译文里出现的次数。"),
)
def unclipped(reference, translation, n):
    known = [reference[i : i + n] for i in range(len(reference) - n + 1)]
    return sum(translation[i : i + n] in known for i in range(len(translation) - n + 1))


@hits.wrong(
    en=("Words must stand in the same place.", "n-grams are compared wherever they stand."),
    zh=("词必须在同样的位置上。", "n 元组在哪里都可以。"),
)
def same_places(reference, translation, n):
    shorter = min(len(reference), len(translation))
    return sum(translation[i : i + n] == reference[i : i + n] for i in range(shorter - n + 1))


@hits.wrong(
    en=("Each n-gram counts once, however often it stands there.", "Twice in both texts counts twice."),
    zh=("每种 n 元组只算一次，不管出现几次。", "在两边都出现两次就算两次。"),
)
def kinds_only(reference, translation, n):
    known = {tuple(reference[i : i + n]) for i in range(len(reference) - n + 1)}
    return len(known & {tuple(translation[i : i + n]) for i in range(len(translation) - n + 1)})


@where(lambda p: (p[0] * p[1]) ** 0.5 % 1 == 0 and p[0] > 1.5 * p[1])
def mean_of_two(p=several(2, one_of(2, 4, 5, 8, 9, 10, 16, 18, 20, 25, 32, 36, 40, 45, 49, 50, 64, 72, 80, 81, 90))):
    p = torch.tensor(p) / 100  # shares of hits among 1-grams and 2-grams
    return p.log().mean().exp()


@question("What is BLEU-2 without the brevity penalty?", zh="不计简短惩罚，BLEU-2 是多少？", of=mean_of_two)
def geometric_mean(out):
    return out


@geometric_mean.wrong(
    en=("The shares are averaged.", "Their geometric mean is taken."),
    zh=("对比例取算术平均。", "取的是几何平均。"),
)
def plain_mean(p):
    return sum(p) / 200


@geometric_mean.wrong(
    en=("The shares are multiplied.", "Of their product the root is taken."),
    zh=("把比例相乘。", "相乘之后还要开方。"),
)
def product(p):
    return p[0] * p[1] / 1e4


@geometric_mean.wrong(
    en=("The share of the longest n-grams is the score.", "All lengths count, through the geometric mean."),
    zh=("得分就是最长的 n 元组的比例。", "各种长度都算，取几何平均。"),
)
def longest_only(p):
    return p[1] / 100


@where(lambda r, h: r != h and r / h * 20 % 1 == 0 and abs(r - h) > 1)
def brevity(r=whole(8, 40), h=whole(4, 40)):
    # r words in the reference, h in the translation
    penalty = torch.tensor(1 - r / h).exp().clamp(max=1.0)
    return penalty.log()


@question(
    "What is the logarithm of the penalty, that is, what is returned?",
    zh="惩罚的对数是多少，也就是返回值是多少？",
    of=brevity,
)
def log_penalty(out):
    return out


@log_penalty.wrong(
    en=("The exponent is 1 − h/r.", "It is 1 − r/h: the translation's length stands below."),
    zh=("指数是 1 − h/r。", "是 1 − r/h：译文的长度在分母上。"),
)
def upside_down(r, h):
    return 1 - h / r


@log_penalty.wrong(
    en=("A long translation gets a bonus.", "The factor is never above 1."),
    zh=("长的译文有加分。", "这个因子不会超过 1。"),
)
def bonus_for_length(r, h):
    return 1 - r / h


@log_penalty.wrong(
    en=("Short translations are not punished.", "They are: a few safe words would be precise."),
    zh=("短的译文不受惩罚。", "要惩罚：只写几个有把握的词，精度会很高。"),
)
def never_punished():
    return 0.0


@task(
    "Write `clipped_precision` for one translation and one reference (lists of words) and n-grams of length n.",
    zh="写出 `clipped_precision`：一个译文、一个参考译文（词的列表）和长度为 n 的 n 元组。",
    blanks=["min(count, known[gram])", "len(grams(translation))"],
    mend=["recall", "unclipped_hits"],
)
def clipped_precision(translation, reference, n):
    def grams(words):
        return [tuple(words[i : i + n]) for i in range(len(words) - n + 1)]

    known = Counter(grams(reference))
    hits = 0
    for gram, count in Counter(grams(translation)).items():
        hits += min(count, known[gram])
    return hits / len(grams(translation))


clipped_precision.hint("Count the n-grams of both texts.", zh="数一数两段文本的 n 元组。")
clipped_precision.hint(
    "A hit counts at most as often as it stands in the reference.", zh="命中最多算到参考译文里的次数。"
)


@clipped_precision.inputs
def texts(
    translation=several((4, 8), one_of("a", "b", "c")),
    reference=several((4, 8), one_of("a", "b", "c")),
    n=one_of(1, 2),
):
    return translation, reference, n


@clipped_precision.inputs
def repeated(times=whole(3, 6), reference=several((3, 5), one_of("a", "b")), n=one_of(1, 2)):
    return ["a"] * times, reference, n


@clipped_precision.holds("A text agrees with itself.", zh="一段文本与自身完全一致。")
def one_for_itself(solution, translation, n):
    return solution(translation, list(translation), n) == 1


@clipped_precision.wrong(
    en=("Hits are divided by the reference's n-grams.", "That is recall; precision divides by the translation's."),
    zh=("命中数除以参考译文的 n 元组数。", "那是召回率；精度除以译文的 n 元组数。"),
)
def recall(translation, reference, n):
    def grams(words):
        return [tuple(words[i : i + n]) for i in range(len(words) - n + 1)]

    known = Counter(grams(reference))
    hits = 0
    for gram, count in Counter(grams(translation)).items():
        hits += min(count, known[gram])
    return hits / len(grams(reference))


@clipped_precision.wrong(
    en=("Every n-gram that stands in the reference is a hit.", "It counts at most as often as it stands there."),
    zh=("参考译文里有的 n 元组都算命中。", "最多算到它在参考译文里出现的次数。"),
)
def unclipped_hits(translation, reference, n):
    def grams(words):
        return [tuple(words[i : i + n]) for i in range(len(words) - n + 1)]

    known = Counter(grams(reference))
    hits = 0
    for gram, count in Counter(grams(translation)).items():
        hits += count * (gram in known)
    return hits / len(grams(translation))


@clipped_precision.wrong(
    en=("Each kind of n-gram counts once.", "Occurrences are counted, up to those of the reference."),
    zh=("每种 n 元组只算一次。", "要数出现次数，直到参考译文里的次数。"),
)
def kinds(translation, reference, n):
    def grams(words):
        return [tuple(words[i : i + n]) for i in range(len(words) - n + 1)]

    return len(set(grams(translation)) & set(grams(reference))) / len(grams(translation))
