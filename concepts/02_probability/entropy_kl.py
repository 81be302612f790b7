"""Entropy, cross-entropy and KL divergence

The entropy of p is the mean surprise, in bits the mean length of the best code; the cross-entropy is the mean length
when a code made for q is used for p; KL is what is wasted.

    H(p) = −Σ p log p    H(p, q) = −Σ p log q    KL(p‖q) = H(p, q) − H(p) ≥ 0

KL is 0 only for p = q, is not symmetric, and is infinite where q = 0 < p. The best cross-entropy is not 0 but H(p).
Uniform distributions have the largest entropy; entropies of independent parts add. PyTorch computes in nats and wants
`F.kl_div(log q, p)`: the logs, and q first.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch.distributions import Categorical

from journal.authoring import CURVES, curve, one_of, question, task, where, whole

ZH = """熵、交叉熵与 KL 散度

p 的熵是平均的“意外程度”，以比特计就是最优编码的平均码长；交叉熵是把为 q 设计的编码用在 p 上的平均码长；
KL 是其中浪费的部分。

    H(p) = −Σ p log p    H(p, q) = −Σ p log q    KL(p‖q) = H(p, q) − H(p) ≥ 0

KL 只在 p = q 时为 0，不对称，若某处 q = 0 < p 则为无穷大。交叉熵的最小值不是 0，而是 H(p)。
均匀分布的熵最大；独立的各部分，熵相加。PyTorch 以奈特（nat）计算，写法是 `F.kl_div(log q, p)`：先写 q，而且要取对数。
"""
NAMES = [
    "relative entropy",
    "information entropy",
    "Shannon entropy",
    "entropy of a distribution",
    "信息熵",
    "相对熵",
    "香农熵",
    "分布的熵",
]
SHARED = ["entropy", "nats"]
HINTS = ["熵", "KL散度"]
NEEDS = ["expectation-variance", "softmax-cross-entropy"]
CONFUSED_WITH = ["kl-direction"]
SOURCES = [
    "Cover & Thomas, Elements of Information Theory, chapter 2",
    "torch.nn.functional.kl_div",
]

CODES = [
    [1, 3, 3, 3, 3],
    [3, 1, 3, 3, 3],
    [3, 3, 1, 3, 3],
    [3, 3, 3, 1, 3],
    [3, 3, 3, 3, 1],
    [2, 2, 2, 3, 3],
    [3, 3, 2, 2, 2],
    [2, 3, 2, 3, 2],
    [3, 2, 2, 3, 2],
    [2, 3, 3, 2, 2],
    [1, 2, 3, 4, 4],
    [4, 4, 1, 2, 3],
    [2, 1, 4, 4, 3],
    [4, 3, 2, 1, 4],
    [4, 2, 4, 3, 1],
    [3, 4, 1, 4, 2],
]
"""Code lengths of five symbols whose probabilities 2⁻ⁿ sum to 1."""


@where(lambda a, b: a != b)
def demo(a=one_of(*CODES), b=one_of(*CODES)):
    p, q = 0.5 ** torch.tensor(a), 0.5 ** torch.tensor(b)
    return -(p * q.log2()).sum()


@question("What does it return?", zh="返回值是多少？")
def cross(out):
    return out


@cross.steps
def summed(a, b):
    total = 0.0
    for mine, theirs in zip(a, b, strict=True):
        total += theirs / 2**mine
        yield f"+ {theirs} / {2**mine}", total


@cross.wrong(
    en=("It is the entropy of p.", "The lengths are those of q's code; only the weights come from p."),
    zh=("这是 p 的熵。", "码长来自 q 的编码，只有权重来自 p。"),
)
def entropy_of_p(a):
    return cross(demo(a, a))


@cross.wrong(
    en=("Cross-entropy is symmetric.", "p weighs and q is coded: swapping them gives another number."),
    zh=("交叉熵是对称的。", "p 是权重，q 决定码长：交换之后是另一个数。"),
)
def swapped(a, b):
    return cross(demo(b, a))


@cross.wrong(
    en=("Every symbol weighs the same.", "A symbol counts as often as it occurs: with the weight p."),
    zh=("每个符号的权重相同。", "符号出现得越多，权重越大：权重是 p。"),
)
def equal_weights(b):
    return sum(b) / 5


@where(lambda a, b: a != b)
def divergence(a=one_of(*CODES), b=one_of(*CODES)):
    p, q = 0.5 ** torch.tensor(a), 0.5 ** torch.tensor(b)
    nats = F.kl_div(q.log(), p, reduction="sum")
    return nats / torch.tensor(2.0).log()  # in bits


@question("What does it return?", zh="返回值是多少？", of=divergence)
def bits(out):
    return out


@bits.wrong(
    en=("The first argument comes first: this is KL(q‖p).", "`F.kl_div` takes log q first: it is KL(p‖q)."),
    zh=("第一个参数在前：这是 KL(q‖p)。", "`F.kl_div` 先写 log q：它是 KL(p‖q)。"),
)
def arguments_turned(a, b):
    return bits(divergence(b, a))


@bits.wrong(
    en=("KL is the cross-entropy.", "It is the cross-entropy less the entropy of p."),
    zh=("KL 就是交叉熵。", "KL 是交叉熵减去 p 的熵。"),
)
def cross_entropy_instead(a, b):
    return cross(demo(a, b))


@bits.wrong(
    en=("KL is the difference of the two entropies.", "It weighs both logs with p: Σ p (log p − log q)."),
    zh=("KL 是两个熵之差。", "两个对数都以 p 为权重：Σ p (log p − log q)。"),
)
def difference_of_entropies(a, b):
    return cross(demo(b, b)) - cross(demo(a, a))


@where(lambda a, b: a != b and abs(a + b - 1) > 0.05)
def coin(
    a=one_of(0.1, 0.2, 0.3, 0.4, 0.45, 0.6, 0.7, 0.8, 0.9), b=one_of(0.1, 0.2, 0.3, 0.4, 0.45, 0.6, 0.7, 0.8, 0.9)
):
    p = torch.linspace(a, b, 50)  # the chance of heads
    return -(p * p.log2() + (1 - p) * (1 - p).log2())


@question("What does the entropy do from `a` to `b`?", zh="从 `a` 到 `b`，熵怎样变化？", of=coin, choices=CURVES)
def course_of_the_entropy(out):
    return curve(out)


@course_of_the_entropy.wrong(
    en=("A surer coin has more entropy.", "It has less: entropy is the uncertainty, largest for a fair coin."),
    zh=("越有把握的硬币，熵越大。", "越小：熵是不确定性，均匀的硬币最大。"),
)
def surer_has_more(out):
    return curve(-out)


@course_of_the_entropy.wrong(
    en=("The entropy grows with p.", "Tails count as well: p and 1 − p have the same entropy."),
    zh=("p 越大，熵越大。", "反面也算：p 和 1 − p 的熵相同。"),
)
def grows_with_p(a, b):
    return "rises" if a < b else "falls"


@course_of_the_entropy.wrong(
    en=(
        "The rarer heads are, the larger the entropy.",
        "Rare heads surprise more, but seldom: −log p is weighed with p.",
    ),
    zh=("正面越罕见，熵越大。", "罕见的正面更意外，但很少出现：−log p 要乘以 p。"),
)
def rarer_is_more(a, b):
    return "falls" if a < b else "rises"


def uniform(k=whole(1, 6), idle=whole(1, 4), extra=whole(1, 4)):
    p = torch.zeros(2 ** (k + idle))
    p[: 2**k] = 0.5**k  # the other values never occur
    fair = torch.full((2**extra,), 0.5**extra)
    both = torch.outer(p, fair).flatten()  # of an independent pair
    return Categorical(both).entropy() / torch.tensor(2.0).log()


@question("How many bits is the entropy of the pair?", zh="这一对的熵是多少比特？", of=uniform)
def entropy_of_pair(out):
    return out


@entropy_of_pair.wrong(
    en=("Values that never occur add to the entropy.", "0 log 0 counts as 0: they add nothing."),
    zh=("从不出现的值也会增加熵。", "0 log 0 按 0 计：它们不增加熵。"),
)
def idle_values_count(k, idle, extra):
    return float(k + idle + extra)


@entropy_of_pair.wrong(
    en=("The entropy is the number of possible values.", "It is the log of that number, if all are equally likely."),
    zh=("熵就是可能取值的个数。", "各值等可能时，熵是个数的对数。"),
)
def number_of_values(k, extra):
    return float(2 ** (k + extra))


@entropy_of_pair.wrong(
    en=("Entropies of independent parts multiply.", "The probabilities multiply, so their logs add."),
    zh=("独立的两部分，熵相乘。", "概率相乘，所以对数相加。"),
)
def entropies_multiply(k, extra):
    return float(k * extra)


@task(
    "Write `kl`: KL(p‖q) in nats of two probability vectors. q has no zero; p may have one.",
    zh="写出 `kl`：两个概率向量的 KL(p‖q)，单位为奈特。q 没有 0，p 可能有 0。",
    blanks=["p / q"],
    mend=["turned_round", "nan_at_zero"],
)
def kl(p, q):
    return torch.special.xlogy(p, p / q).sum()


kl.hint("Σ p log(p / q), with 0 log 0 = 0.", zh="Σ p log(p / q)，其中 0 log 0 = 0。")
kl.hint(
    "`torch.special.xlogy(x, y)` is x·log y, and 0 where x is 0.",
    zh="`torch.special.xlogy(x, y)` 即 x·log y，x 为 0 处得 0。",
)


@kl.inputs
def dense(n=whole(2, 5)):
    return torch.softmax(torch.randn(n), dim=0), torch.softmax(torch.randn(n), dim=0)


@kl.inputs
def with_a_zero(n=whole(3, 5)):
    p = torch.cat([torch.softmax(torch.randn(n - 1), dim=0), torch.zeros(1)])
    return p, torch.softmax(torch.randn(n), dim=0)


@kl.holds("It is never negative, and 0 for q against itself.", zh="它从不为负；q 对自身为 0。")
def never_negative(out, q, solution):
    return out >= -1e-6 and abs(solution(q, q)) < 1e-6


@kl.wrong(
    en=("KL(q‖p) is the same.", "KL is not symmetric: p weighs."),
    zh=("KL(q‖p) 也一样。", "KL 不对称：以 p 为权重。"),
)
def turned_round(p, q):
    return torch.special.xlogy(q, q / p).sum()


@kl.wrong(
    en=("0 · log 0 is 0 by itself.", "In floating point it is 0 · (−∞) = NaN."),
    zh=("0 · log 0 自然是 0。", "浮点运算里它是 0 · (−∞) = NaN。"),
)
def nan_at_zero(p, q):
    return (p * (p / q).log()).sum()


@kl.wrong(
    en=("Cross-entropy and KL are the same.", "They differ by the entropy of p."),
    zh=("交叉熵与 KL 是一回事。", "两者相差 p 的熵。"),
)
def cross_entropy(p, q):
    return -(p * q.log()).sum()


def figure(out, a, b):
    for place, (p, q) in enumerate(zip(a, b, strict=True)):
        plt.plot([place - 0.1] * 2, [0, 0.5**p], color="C0")
        plt.plot([place + 0.1] * 2, [0, 0.5**q], color="C1")
    plt.xlabel("symbol: p (left), q (right)")
    plt.ylabel("probability")
