"""Fit your own forgetting curve

How likely is a right answer `t` days after the last review? The simplest curve has one parameter, the stability S:

    R = 0.9^(t / S)

After S days 90% are still known. To fit S, gradient descent lowers the log loss of what was asked after `t` days
and answered right or not. A surprise teaches most: knowing something long after S, or forgetting it soon.
The curve of FSRS falls as a power of time, in FSRS-5 (1 + 19/81 · t/S)^(−0.5): also 90% at S, but with a longer
tail. FSRS-6 fits the exponent as well, and the factor follows from it.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, whole

ZH = """拟合你的遗忘曲线

距上次复习 `t` 天后，还能答对的概率有多大？最简单的曲线只有一个参数，稳定性 S：

    R = 0.9^(t / S)

过 S 天，还记得 90%。拟合 S 时，用梯度下降减小对数损失，数据是每次隔了几天、答对还是答错。
越出人意料，教给我们的越多：远过了 S 天还记得，或者很快就忘了。
FSRS 的曲线按时间的幂下降，FSRS-5 用的是 (1 + 19/81 · t/S)^(−0.5)：在 S 处同样是 90%，但尾巴更长。
FSRS-6 连指数也一并拟合，系数随之而定。
"""
ALIASES = [
    "forgetting curve",
    "spaced repetition",
    "stability of memory",
    "FSRS",
    "遗忘曲线",
    "间隔重复",
    "间隔复习",
    "记忆稳定性",
]
NEEDS = ["sgd-update", "softmax-cross-entropy"]
SOURCES = [
    "Ebbinghaus, Über das Gedächtnis (1885)",
    "The FSRS algorithm, github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm",
]


def demo(days=several(1, whole(2, 12)), asked=one_of([20], [25]), recalled=several(1, whole(5, 17)), base=0.9):
    t, n, k = torch.tensor([days, asked, recalled], dtype=torch.float64)
    log_S = t.mean().log().requires_grad_()
    for _ in range(60):
        R = base ** (t / log_S.exp())
        loss = -(k * R.log() + (n - k) * (1 - R).log()).sum()
        loss = loss / n.sum()
        loss.backward()
        with torch.no_grad():
            log_S -= 2 * log_S.grad
        log_S.grad = None
    return log_S.exp().item()


@question("Which S does the fit find?", "拟合得到的 S 是多少？")
def stability(out):
    return out


@stability.wrong(
    "Half is known at the half-life; S is where 90% are, long before.",
    "还记得一半的时间是半衰期；S 是还记得 90% 的时间，要早得多。",
)
def half_life(days, asked, recalled):
    return stability(demo(days, asked, recalled, base=0.5))


@stability.wrong(
    "1/e is known at the time constant; here the base of the curve is 0.9.",
    "还记得 1/e 的时间是时间常数；这里曲线的底数是 0.9。",
)
def time_constant(days, asked, recalled):
    return stability(demo(days, asked, recalled, base=0.36788))


@stability.wrong(
    "Forgetting is no straight line: R = 0.9^(t / S), so S is t · log(0.9) / log(R).",
    "遗忘不是一条直线：R = 0.9^(t / S)，所以 S 等于 t · log(0.9) / log(R)。",
)
def straight_line(days, asked, recalled):
    return 0.1 * days[0] / (1 - recalled[0] / asked[0])


@question(
    "What share (from 0 to 1) does the fitted curve expect to be known after twice as many days?",
    "按拟合的曲线，天数加倍后预期还记得的比例（0 到 1）是多少？",
)
def twice_as_late(out, days):
    return 0.9 ** (2 * days[0] / out)


@twice_as_late.wrong(
    "What is lost is a share of what is left: each further span multiplies by the same factor.",
    "失去的是剩余部分的一个比例：再过同样长的时间，要乘以同一个系数。",
)
def loses_the_same_again(asked, recalled):
    left = 2 * recalled[0] / asked[0] - 1
    return left if left > 0 else None


@twice_as_late.wrong(
    "The share is squared, not halved: R after 2t is R · R.",
    "比例是平方，不是减半：2t 之后是 R · R。",
)
def half_of_it(asked, recalled):
    return recalled[0] / asked[0] / 2


def one_review(t=whole(1, 40), S=one_of(2, 4, 8, 16), right=one_of(True, False)):
    log_S = torch.tensor(float(S), dtype=torch.float64).log().requires_grad_()
    R = 0.9 ** (t / log_S.exp())
    loss = -(R if right else 1 - R).log()
    loss.backward()
    return -log_S.grad.item()


@question("Does a step of gradient descent make S longer?", "走一步梯度下降，S 会变长吗？", of=one_review)
def longer(out):
    return out > 0


@longer.wrong(
    "A right answer lengthens S even before S days are over: it was not certain.",
    "还没到 S 天就答对，S 也会变长：答对本来并不是必然的。",
)
def only_beyond_s(t, S, right):
    return right and t > S


@longer.wrong(
    "A wrong answer shortens S, however late it comes: later ones only shorten it less.",
    "答错总会让 S 变短，无论隔了多久；隔得越久，只是变短得越少。",
)
def late_is_excused(t, S, right):
    return right or t > S


def both_outcomes(t=whole(2, 60), S=one_of(2, 3, 4, 5)):
    log_S = torch.tensor(float(S), dtype=torch.float64).log().requires_grad_()
    R = 0.9 ** (t / log_S.exp())
    (right,) = torch.autograd.grad(-R.log(), log_S, retain_graph=True)
    (wrong,) = torch.autograd.grad(-(1 - R).log(), log_S)
    return {"right": right.abs().item(), "wrong": wrong.abs().item()}


@question(
    "Which answer would move S further?",
    "哪种回答会让 S 移动得更多？",
    of=both_outcomes,
    choices={"right": "答对", "wrong": "答错"},
)
def teaches_more(out):
    return max(out, key=out.get)


@teaches_more.wrong(
    "A wrong answer moves S further only while a right one is expected; once R is below a half, it is the other way.",
    "只有在预期会答对时，答错才让 S 移动得更多；R 低于一半之后就反过来了。",
)
def always_the_wrong_one():
    return "wrong"


@teaches_more.wrong(
    "At S a right answer is still 90% likely and no surprise; the two are equal where R is a half.",
    "在 S 处答对的概率还有 90%，并不意外；R 为一半时，两者才相等。",
)
def right_beyond_s(t, S):
    return "right" if t > S else "wrong"


def tails(m=one_of(0.2, 0.4, 0.6, 2, 4, 8, 12), slope=19 / 81, decay=-0.5):
    return {"exponential": 0.9**m, "power": (1 + slope * m) ** decay}


@question(
    "Which curve expects more to be known after `m` times S days?",
    "过了 S 的 `m` 倍天数，哪条曲线预期还记得更多？",
    of=tails,
    choices={"exponential": "指数", "power": "幂"},
)
def remembers_more(out):
    return max(out, key=out.get)


@remembers_more.wrong(
    "The two cross at S: before it the power curve has fallen further; only after it is its tail the longer one.",
    "两条曲线在 S 处相交：在此之前幂曲线降得更多，过后才是它的尾巴更长。",
)
def power_always():
    return "power"


@remembers_more.wrong(
    "Beyond S the exponential keeps losing the same share; the power curve loses less and less.",
    "过了 S，指数曲线每段仍失去同样的比例，幂曲线失去的却越来越少。",
)
def exponential_always():
    return "exponential"


@question(
    "What share (from 0 to 1) does the power curve expect to be known after `m` times S days?",
    "过了 S 的 `m` 倍天数，幂曲线预期还记得的比例（0 到 1）是多少？",
    of=tails,
)
def power_share(out):
    return out["power"]


@power_share.wrong(
    "That is the exponential; the power curve is (1 + 19/81 · m)^(−0.5).",
    "那是指数曲线；幂曲线是 (1 + 19/81 · m)^(−0.5)。",
)
def takes_the_exponential(out):
    return out["exponential"]


@power_share.wrong(
    "The factor 19/81 is what brings the curve to 90% at S; without it S would be the time when 71% are known.",
    "系数 19/81 使曲线在 S 处正好是 90%；没有它，S 处就只剩 71% 了。",
)
def no_factor(m):
    return power_share(tails(m, slope=1))


def figure(out, days, asked, recalled):
    t = torch.linspace(0, 1.2 * max(days), 60)
    plt.plot(t, 0.9 ** (t / out))
    plt.scatter(days, [k / n for k, n in zip(recalled, asked, strict=True)], color="C1")
    plt.ylim(0, 1.05)
    plt.xlabel("days since the last review")
    plt.ylabel("share answered right")
