"""CTC: collapsing a path

Speech has more frames than letters, and nobody marks which frame belongs to which letter. Connectionist temporal
classification gives every frame a letter or the blank "-". A path is read by merging repeats first and dropping the
blanks then, so that a double letter needs a blank between:

    aa-ab → aab      aaab → ab      a-a → aa

The probability of a word is the sum over all paths that collapse to it; the loss is its negative logarithm, computed
by dynamic programming. A word is impossible if there are fewer frames than letters and doubles.
"""

from itertools import pairwise

import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, several, task, where, whole

ZH = """CTC：路径的合并

语音的帧比字母多，而且没有人标出哪一帧属于哪个字母。连接时序分类（CTC）给每一帧一个字母或空白符 "-"。读一条路径时，
先合并相邻的重复，再去掉空白符，所以叠写的字母中间必须有空白符：

    aa-ab → aab      aaab → ab      a-a → aa

一个词的概率是所有能合并成它的路径的概率之和；损失是它的负对数，用动态规划计算。如果帧数少于字母数加叠字母数，
这个词就不可能出现。
"""
NAMES = ["CTC", "CTC loss", "connectionist temporal classification", "CTC损失", "连接时序分类", "连接主义时序分类"]
HINTS = ["speech recognition", "alignment", "语音识别", "对齐"]
NEEDS = ["rnn-cell", "softmax-cross-entropy"]
SOURCES = [
    "Graves et al., Connectionist Temporal Classification, ICML 2006, section 3",
    "torch.nn.CTCLoss",
]


@where(lambda path: any(a == b != "-" for a, b in pairwise(path)))
def demo(path=several((6, 10), one_of("a", "a", "b", "-", "-"))):
    out, last = [], None
    for label in path:
        if label != last and label != "-":
            out.append(label)
        last = label
    return len(out)


@question("How many letters does the path stand for?", zh="这条路径代表几个字母？")
def letters(out):
    return out


@letters.wrong(
    en=("Blanks are dropped first, then repeats are merged.", "Repeats are merged first: a-a stays aa."),
    zh=("先去掉空白符，再合并重复。", "先合并重复：a-a 仍是 aa。"),
)
def blanks_first(path):
    return letters(demo([label for label in path if label != "-"]))


@letters.wrong(
    en=("Only blanks are dropped.", "Neighbouring repeats are merged, too."),
    zh=("只去掉空白符。", "相邻的重复也要合并。"),
)
def repeats_kept(path):
    return sum(label != "-" for label in path)


@letters.wrong(
    en=("Only repeats are merged.", "Blanks are dropped as well."),
    zh=("只合并重复。", "空白符也要去掉。"),
)
def blanks_kept(path):
    return 1 + sum(a != b for a, b in pairwise(path))


@where(lambda a, b: a + b < 0.95)
def two_frames(a=one_of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8), b=one_of(0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4)):
    frame = torch.tensor([1 - a - b, a, b])  # blank, a, b
    log_probs = frame.log().repeat(2, 1, 1)  # the same in two frames
    word = torch.tensor([[1]])
    loss = F.ctc_loss(log_probs, word, (2,), (1,))
    return (-loss).exp()


@question(
    "What is the probability of the word `a` in the two frames?", zh="这两帧读成单词 `a` 的概率是多少？", of=two_frames
)
def probability(out):
    return out


@probability.wrong(
    en=("It is the probability of the best path.", "All paths that collapse to it add up: aa, a- and -a."),
    zh=("是最佳路径的概率。", "所有合并成它的路径相加：aa、a- 和 -a。"),
)
def best_path(a, b):
    return a * max(a, 1 - a - b)


@probability.wrong(
    en=("One a in any frame is enough.", "ab and ba are other words."),
    zh=("任何一帧是 a 就行。", "ab 和 ba 是别的词。"),
)
def any_a(a):
    return 1 - (1 - a) ** 2


@probability.wrong(
    en=("Every frame has to be an a.", "Blanks are dropped, so a- and -a count as well."),
    zh=("每一帧都必须是 a。", "空白符会去掉，所以 a- 和 -a 也算。"),
)
def no_blank(a):
    return a * a


def shortest(word=several((3, 7), whole(1, 3))):
    targets = torch.tensor([word])
    frames, loss = 0, torch.tensor(torch.inf)
    while loss.isinf():  # the word is impossible
        frames += 1
        log_probs = torch.full((frames, 1, 4), 0.25).log()
        loss = F.ctc_loss(log_probs, targets, (frames,), (len(word),))
    return frames


@question(
    "0 is the blank. How many frames does `word` need at least?", zh="0 是空白符。`word` 至少需要几帧？", of=shortest
)
def frames_needed(out):
    return out


@frames_needed.wrong(
    en=("One frame for each letter is enough.", "Equal neighbours need a blank between them."),
    zh=("每个字母一帧就够了。", "相邻的相同字母之间还要一个空白符。"),
)
def one_each(word):
    return len(word)


@frames_needed.wrong(
    en=("Between any two letters there is a blank.", "A blank is needed between equal letters only."),
    zh=("任意两个字母之间都要有空白符。", "只有相同的字母之间才需要。"),
)
def blank_between_all(word):
    return 2 * len(word) - 1


@frames_needed.wrong(
    en=("A word begins and ends with a blank.", "Blanks at the ends are allowed, not needed."),
    zh=("单词的首尾都要有空白符。", "首尾可以有空白符，但不是必需的。"),
)
def blanks_at_the_ends(word):
    return frames_needed(shortest(word)) + 2


@task(
    'Write `ctc_collapse`: the list of labels that a path stands for. "-" is the blank.',
    zh='写出 `ctc_collapse`：一条路径所代表的标签列表。"-" 是空白符。',
    blanks=["label != last", "last = label"],
    mend=["blanks_dropped_first", "repeats_left"],
)
def ctc_collapse(path):
    out, last = [], "-"
    for label in path:
        if label != last and label != "-":
            out.append(label)
        last = label
    return out


ctc_collapse.hint(
    "Compare each label with the one before it, blanks included.", zh="把每个标签与前一个比较，空白符也算。"
)


@ctc_collapse.inputs
def paths(path=several((3, 10), one_of("a", "b", "-"))):
    return (path,)


@ctc_collapse.inputs
def short_paths(path=several((0, 3), one_of("a", "-"))):
    return (path,)


@ctc_collapse.holds("A path doubled frame by frame stands for the same.", zh="每一帧都重复一次，结果不变。")
def slow_speech(out, solution, path):
    return solution([label for label in path for _ in range(2)]) == out


@ctc_collapse.holds("There is no blank in the result.", zh="结果里没有空白符。")
def no_blanks(out):
    return "-" not in out


@ctc_collapse.wrong(
    en=("Blanks are dropped before repeats are merged.", "Then a-a would lose an a: merge first."),
    zh=("先去掉空白符再合并重复。", "那样 a-a 会少一个 a：要先合并。"),
)
def blanks_dropped_first(path):
    out, last = [], "-"
    for label in path:
        if label != last and label != "-":
            out.append(label)
        if label != "-":
            last = label
    return out


@ctc_collapse.wrong(
    en=("Repeats stay.", "A letter held for several frames is one letter."),
    zh=("保留重复。", "持续几帧的字母只是一个字母。"),
)
def repeats_left(path):
    out = []
    for label in path:
        if label != "-":
            out.append(label)
    return out


@ctc_collapse.wrong(
    en=("A letter is written once.", "Only neighbouring repeats are merged; a letter may come back."),
    zh=("一个字母只写一次。", "只合并相邻的重复；字母可以再次出现。"),
)
def each_letter_once(path):
    out = []
    for label in path:
        if label not in out and label != "-":
            out.append(label)
    return out
