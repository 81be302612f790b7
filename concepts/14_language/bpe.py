"""Tokens and byte-pair encoding

A language model reads neither letters nor words but tokens, pieces of text from a fixed vocabulary. Byte-pair encoding
(BPE) makes that vocabulary: start from single characters or, more often, from the bytes of the text; count the
neighbouring pairs in the corpus; merge the most frequent pair into a new token; repeat. Each merge adds one token.

Applying a merge, the text is read from left to right, and a token that was used up cannot be used again. Frequent
words end as one token, rare ones as several, and with bytes at the start nothing is ever unknown. In UTF-8 a letter
of English takes one byte, most Chinese characters take three.
"""

from collections import Counter
from itertools import pairwise

import matplotlib.pyplot as plt

from journal.authoring import one_of, question, several, task, where, whole

ZH = """词元与字节对编码（BPE）

语言模型读的不是字母也不是词，而是词元：来自固定词表的文本片段。字节对编码（BPE）用来生成词表：从单个字符开始，
更常见的是从文本的字节开始；统计语料中相邻的对；把最常见的一对合并成一个新词元；如此反复。每合并一次，
词表增加一个词元。

应用一次合并时，从左到右读文本，已经用掉的词元不能再用。常见的词最后成为一个词元，罕见的词则分成几个；
从字节开始就不会有未登录词。在 UTF-8 里，一个英文字母占一个字节，大多数汉字占三个字节。
"""
NAMES = [
    "BPE",
    "byte-pair encoding",
    "byte pair encoding",
    "tokenizer",
    "tokeniser",
    "subword",
    "字节对编码",
    "分词器",
    "词元化",
    "子词",
]
SHARED = [
    "tokenization",
    "tokenisation",
]
HINTS = [
    "token",
    "vocabulary",
    "词元",
    "分词",
    "词表",
]
SOURCES = [
    "Sennrich, Haddow & Birch, Neural Machine Translation of Rare Words with Subword Units, arXiv:1508.07909",
    "Radford et al., Language Models are Unsupervised Multitask Learners (GPT-2, 2019), section 2.2: bytes",
]


@where(lambda words, n: len(set(words)) == 3 and len(set(n)) > 1)
def demo(
    words=several(3, one_of("abab", "aab", "bab", "abc", "cab", "bcb", "bca", "aaab", "acac", "babb")),
    n=several(3, whole(1, 5)),
):
    counts = Counter()
    for word, times in zip(words, n):  # each word and how often it occurs
        for pair in pairwise(word):
            counts[pair] += times
    return max(counts.values())


@question("How often does the pair occur that is merged first?", zh="最先合并的那一对出现了多少次？")
def first_merge(out):
    return out


@first_merge.wrong(
    en=("Each word counts once.", "A word that occurs n times counts n times."),
    zh=("每个词只算一次。", "出现 n 次的词要算 n 次。"),
)
def types_not_occurrences(words):
    return first_merge(demo(words, [1, 1, 1]))


@first_merge.wrong(
    en=("A pair counts once in a word.", "It counts as often as it stands there: twice in abab."),
    zh=("一对在一个词里只算一次。", "出现几次就算几次：在 abab 里 ab 出现两次。"),
)
def once_per_word(words, n):
    pairs = {a + b for word in words for a, b in pairwise(word)}
    return max(sum(times for word, times in zip(words, n) if pair in word) for pair in pairs)


@first_merge.wrong(
    en=("The most frequent letter is counted.", "Pairs of neighbours are counted."),
    zh=("数的是最常见的字母。", "数的是相邻的一对。"),
)
def single_letters(words, n):
    return max(sum(times * word.count(letter) for word, times in zip(words, n)) for letter in "abc")


@where(lambda text, pair: "".join(text).count(pair) > 1)
def merge(text=several((6, 14), one_of("a", "a", "a", "b")), pair=one_of("aa", "aa", "ab")):
    tokens = list(text)
    i, out = 0, []
    while i < len(tokens):
        if "".join(tokens[i : i + 2]) == pair:
            out.append(pair)
            i += 2
        else:
            out.append(tokens[i])
            i += 1
    return len(out)


@question("How many tokens are left after the merge?", zh="合并之后还剩多少个词元？", of=merge)
def tokens_left(out):
    return out


@tokens_left.wrong(
    en=("Pairs may overlap: aaa holds two merges of aa.", "A token that was merged is used up."),
    zh=("对可以重叠：aaa 里有两个 aa 可以合并。", "合并过的词元已经用掉了。"),
)
def overlapping(text, pair):
    return len(text) - sum(a + b == pair for a, b in pairwise(text))


@tokens_left.wrong(
    en=("A merge joins one pair.", "Every occurrence of the pair is merged."),
    zh=("一次合并只合并一处。", "这一对的每次出现都要合并。"),
)
def one_place_only(text):
    return len(text) - 1


@tokens_left.wrong(
    en=("The merged pair disappears.", "Two tokens become one."),
    zh=("合并的一对就消失了。", "两个词元变成一个。"),
)
def pairs_removed(text, pair):
    return len(text) - 2 * "".join(text).count(pair)


@where(lambda text: "猫" in text and "a" in text)
def in_bytes(text=several((3, 8), one_of("a", "b", "é", "猫", "狗"))):
    text = "".join(text)
    tokens = list(text.encode("utf-8"))
    return len(tokens)


@question(
    "é takes 2 bytes. With how many tokens does a byte-level BPE begin?",
    zh="é 占 2 个字节。字节级 BPE 从多少个词元开始？",
    of=in_bytes,
)
def first_tokens(out):
    return out


@first_tokens.wrong(
    en=("Every character is one token at first.", "Every byte is: a Chinese character has three."),
    zh=("一开始每个字符是一个词元。", "每个字节是一个词元：一个汉字有三个字节。"),
)
def characters(text):
    return len(text)


@first_tokens.wrong(
    en=("A Chinese character takes two bytes.", "In UTF-8 it takes three."),
    zh=("一个汉字占两个字节。", "在 UTF-8 里占三个字节。"),
)
def two_bytes_each(text):
    return sum(1 if letter in "ab" else 2 for letter in text)


@first_tokens.wrong(
    en=("A token is a word: a text without spaces is one.", "BPE starts from single bytes."),
    zh=("一个词元就是一个词：没有空格就只有一个。", "BPE 从单个字节开始。"),
)
def one_word():
    return 1


@task(
    "Write `most_frequent_pair`: the pair of tokens that BPE merges next. `words` are lists of tokens, `counts` says "
    "how often each occurs; of several equally frequent pairs take the smallest.",
    zh="写出 `most_frequent_pair`：BPE 接下来要合并的一对词元。`words` 是词元列表的列表，`counts` 是各自出现的次数；"
    "次数并列时取最小的一对。",
    blanks=["pairwise(word)", "+= n"],
    mend=["types_counted", "every_second_pair"],
)
def most_frequent_pair(words, counts):
    total = Counter()
    for word, n in zip(words, counts):
        for pair in pairwise(word):
            total[pair] += n
    return min(total, key=lambda pair: (-total[pair], pair))


most_frequent_pair.hint(
    "Which pairs does one word hold, and how often does each count?", zh="一个词里有哪些对，每一对算几次？"
)
most_frequent_pair.hint(
    "Tuples compare entry by entry: (-count, pair) sorts as wanted.", zh="元组逐项比较：(-次数，对) 的次序正合适。"
)


@most_frequent_pair.inputs
def corpora(
    words=several((2, 4), several((2, 6), one_of("a", "b", "c", "ab"))), counts=several(4, one_of(1, 1, 2, 3, 9))
):
    return words, counts[: len(words)]


@most_frequent_pair.holds(
    "Writing a word down twice is the same as counting it twice.", zh="一个词写两遍，等于计两次。"
)
def repetition_counts(out, solution, words, counts):
    return solution(words + words[:1], [*counts, 1]) == solution(words, [counts[0] + 1, *counts[1:]])


@most_frequent_pair.wrong(
    en=("Each word counts once.", "It counts as often as it occurs."),
    zh=("每个词只算一次。", "出现几次就算几次。"),
)
def types_counted(words, counts):
    total = Counter()
    for word, _ in zip(words, counts):
        for pair in pairwise(word):
            total[pair] += 1
    return min(total, key=lambda pair: (-total[pair], pair))


@most_frequent_pair.wrong(
    en=(
        "A word is cut into pairs side by side.",
        "Every token forms a pair with its successor: pairs overlap in counting.",
    ),
    zh=("把词依次切成一对一对。", "每个词元都与后一个组成一对：计数时可以重叠。"),
)
def every_second_pair(words, counts):
    total = Counter()
    for word, n in zip(words, counts):
        for pair in zip(word[::2], word[1::2]):
            total[pair] += n
    return min(total, key=lambda pair: (-total[pair], pair))


@most_frequent_pair.wrong(
    en=("Of all pairs the smallest is merged.", "The most frequent one; order only settles a tie."),
    zh=("合并字典序最小的一对。", "合并最常见的一对；只有并列时才看次序。"),
)
def alphabetical(words, counts):
    return min(pair for word in words for pair in pairwise(word))


def figure(out, words, n):
    counts = Counter()
    for word, times in zip(words, n):
        for a, b in pairwise(word):
            counts[a + b] += times
    pairs = sorted(counts, key=lambda pair: -counts[pair])
    plt.bar(pairs, [counts[pair] for pair in pairs])
    plt.xlabel("pair")
    plt.ylabel("occurrences")
