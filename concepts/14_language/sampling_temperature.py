"""Sampling a text

A language model gives probabilities; a decoding rule makes a text of them. Greedy decoding always takes the likeliest
token: repeatable, but prone to loops, and not always the likeliest text. Sampling draws every token from

    softmax(logits / T)

so the same prompt gives other texts; T is the temperature, and T = 0 is a name for greedy decoding. Temperature acts
on every token, so its effect on whole texts is a power again: if one text is r times as likely as another of the same
length, at temperature T it is about r^(1/T) times as likely (exactly so while the normalising sums agree).
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """文本采样

语言模型给出概率，解码规则把概率变成文本。贪心解码总取最可能的词元：结果可重复，但容易陷入循环，
得到的也不一定是最可能的文本。采样则从

    softmax(logits / T)

里抽取每个词元，所以同一个提示会得到不同的文本；T 是温度，T = 0 就是指贪心解码。温度作用于每个词元，
对整段文本的影响也是乘方：如果一段文本的概率是另一段等长文本的 r 倍，
温度为 T 时约为 r^(1/T) 倍（归一化的和相等时，这是精确的）。
"""
NAMES = [
    "temperature sampling",
    "ancestral sampling",
    "greedy decoding",
    "greedy search decoding",
    "温度采样",
    "随机采样解码",
    "贪心解码",
    "贪婪解码",
]
SHARED = ["sampling", "temperature", "采样", "温度"]
NEEDS = ["perplexity", "softmax-temperature"]
CONFUSED_WITH = ["softmax-temperature"]
SOURCES = [
    "Holtzman et al., The Curious Case of Neural Text Degeneration, arXiv:1904.09751",
    "Jurafsky & Martin, Speech and Language Processing, 3rd ed. draft, chapter on large language models: sampling",
]


@where(lambda c: sum(c) == 10 and len(set(c)) > 1)
def demo(c=several(3, whole(1, 8))):
    p = torch.tensor(c) / 10  # three tokens, the same at each step
    same_token = (p * p).sum()
    return same_token**2  # two samples of a text of two tokens


@question(
    "With which probability are two sampled texts of two tokens the same?",
    zh="两次采样得到相同的两词元文本，概率是多少？",
)
def repeat(out):
    return out


@repeat.wrong(
    en=("The same prompt gives the same text.", "Each token is drawn again; only T = 0 is repeatable without a seed."),
    zh=("同样的提示给出同样的文本。", "每个词元都重新抽取；不固定种子时，只有 T = 0 可重复。"),
)
def always_the_same():
    return 1.0


@repeat.wrong(
    en=("It is enough that one token agrees.", "Both tokens have to agree."),
    zh=("有一个词元相同就行。", "两个词元都要相同。"),
)
def one_token_agrees(c):
    return sum(x * x for x in c) / 100


@repeat.wrong(
    en=("They agree if both take the likeliest tokens.", "They may agree on unlikely tokens as well."),
    zh=("两次都取最可能的词元才会相同。", "在不太可能的词元上也可能相同。"),
)
def likeliest_only(c):
    return (max(c) / 10) ** 4


@where(lambda ratio, T, n: (ratio ** (n / T)) % 1 == 0 and ratio ** (n / T) < 1100)
def odds_of_texts(ratio=one_of(2, 3, 4, 5, 9, 16, 25), T=one_of(0.5, 1.5, 2.0, 4.0), n=whole(2, 4)):
    logits = torch.tensor([ratio, 1.0]).log()  # two tokens, a and b
    p = (logits / T).softmax(dim=0)
    return (p[0] / p[1]) ** n  # n times a against n times b


@question(
    "How many times as likely is the first text as the second?",
    zh="第一段文本的概率是第二段的多少倍？",
    of=odds_of_texts,
)
def text_odds(out):
    return out


@text_odds.wrong(
    en=("The temperature does not change the odds of texts.", "It takes them to the power 1/T."),
    zh=("温度不改变文本之间的概率比。", "概率比要取 1/T 次方。"),
)
def no_effect(ratio, n):
    return float(ratio**n)


@text_odds.wrong(
    en=("A text has the odds of one token.", "The odds multiply over its n tokens."),
    zh=("一段文本的概率比就是一个词元的。", "n 个词元的概率比要相乘。"),
)
def one_token(ratio, T):
    return text_odds(odds_of_texts(ratio, T, 1))


@text_odds.wrong(
    en=("A high temperature makes the likely text likelier.", "It brings the texts closer together."),
    zh=("温度高，可能的文本就更可能。", "温度高，各文本的概率更接近。"),
)
def wrong_way(ratio, T, n):
    return text_odds(odds_of_texts(ratio, 1 / T, n))


def greedy(
    table=several(3, one_of([7, 2, 1], [2, 6, 2], [1, 1, 8], [5, 1, 4], [3, 4, 3], [1, 3, 6], [9, 1, 0], [2, 5, 3])),
):
    table = torch.tensor(table) / 10  # row: this token, column: the next one
    token, p = 0, 1.0
    for _ in range(2):
        p *= table[token].max()
        token = table[token].argmax()
    return p


@question(
    "With which probability does sampling give this greedy text?",
    zh="采样恰好得到这段贪心文本的概率是多少？",
    of=greedy,
)
def greedy_text(out):
    return out


@greedy_text.wrong(
    en=("Sampling gives the likeliest text for certain.", "It draws each token; only greedy decoding is certain."),
    zh=("采样一定得到最可能的文本。", "每个词元都是抽取的；只有贪心解码才确定。"),
)
def certain():
    return 1.0


@greedy_text.wrong(
    en=("The probability is that of the last token.", "Those of both tokens multiply."),
    zh=("概率就是最后一个词元的概率。", "两个词元的概率要相乘。"),
)
def last_token(table):
    return max(table[table[0].index(max(table[0]))]) / 10


@greedy_text.wrong(
    en=("Both tokens are drawn from the first row.", "The second is drawn from the row of the first."),
    zh=("两个词元都从第一行抽取。", "第二个词元从第一个词元所在的行抽取。"),
)
def first_row_twice(table):
    return (max(table[0]) / 10) ** 2


@task(
    "Write `pick`: the index of the next token. `u` is a random number from 0 up to 1; T = 0 means greedy.",
    zh="写出 `pick`：下一个词元的下标。`u` 是 0 到 1 之间的随机数；T = 0 表示贪心解码。",
    blanks=["(logits / T).softmax(dim=0)", "p.cumsum(dim=0) <= u"],
    mend=["multiplied_by_t", "always_greedy"],
)
def pick(logits, T, u):
    if T == 0:
        return int(logits.argmax())
    p = (logits / T).softmax(dim=0)
    return int((p.cumsum(dim=0) <= u).sum())


pick.hint(
    "Cut the line from 0 to 1 into pieces as long as the probabilities; in which piece is u?",
    zh="把 0 到 1 按概率分成几段，u 落在哪一段？",
)
pick.hint("Count the pieces that end at or before u.", zh="数一数有几段在 u 处或之前结束。")


@pick.inputs
def draws(n=whole(4, 7), T=one_of(0.2, 0.4, 4.0, 8.0)):
    return 3 * torch.randn(n), T, 0.98 * torch.rand(1).item()


@pick.inputs
def greedy_draws(n=whole(1, 5), T=one_of(0, 0, 0.3, 3.0)):
    return torch.randn(n), T, 0.98 * torch.rand(1).item()


@pick.holds("u = 0 gives the first token, unless T is 0.", zh="u = 0 时取第一个词元，除非 T = 0。")
def starts_at_the_first(solution, logits, T):
    return T == 0 or solution(logits, T, 0.0) == 0


@pick.wrong(
    en=("Logits are multiplied by T.", "They are divided by T: a small T sharpens."),
    zh=("logits 乘以 T。", "是除以 T：T 越小越尖锐。"),
)
def multiplied_by_t(logits, T, u):
    if T == 0:
        return int(logits.argmax())
    p = (logits * T).softmax(dim=0)
    return int((p.cumsum(dim=0) <= u).sum())


@pick.wrong(
    en=("The likeliest token is taken.", "That is greedy; u decides which token is drawn."),
    zh=("取最可能的词元。", "那是贪心解码；抽到哪个词元由 u 决定。"),
)
def always_greedy(logits, T, u):
    if T == 0:
        return int(logits.argmax())
    p = (logits / T).softmax(dim=0)
    return int(p.argmax())


@pick.wrong(
    en=("The token whose probability is nearest to u is drawn.", "The pieces stand one after the other: sum them up."),
    zh=("取概率最接近 u 的词元。", "各段首尾相接：要累加概率。"),
)
def nearest_probability(logits, T, u):
    if T == 0:
        return int(logits.argmax())
    p = (logits / T).softmax(dim=0)
    return int((p - u).abs().argmin())


def figure(out, c):
    logits = torch.tensor(c).float().log()
    for T in (0.25, 1.0, 4.0):
        plt.plot(["token 0", "token 1", "token 2"], (logits / T).softmax(dim=0), marker="o", label=f"T = {T:g}")
    plt.ylim(0, 1)
    plt.ylabel("probability")
    plt.legend()
