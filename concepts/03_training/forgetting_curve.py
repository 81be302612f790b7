"""Fit your own forgetting curve

How likely is a right answer `t` days after the last review? The simplest curve has one parameter, the stability S:

    R = 0.9^(t / S)

After S days 90% are still known. To fit S, gradient descent lowers the log loss of what was asked after `t` days
and answered right or not. A surprise teaches most: knowing something long after S, or forgetting it soon.
The curve of FSRS falls as a power of time, in FSRS-5 (1 + 19/81 · t/S)^(−0.5): also 90% at S, but with a longer
tail. FSRS-6 fits the exponent as well, and the factor follows from it.
"""

import math

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, real, several, task, whole

ZH = """拟合你的遗忘曲线

距上次复习 `t` 天后，还能答对的概率有多大？最简单的曲线只有一个参数，稳定性 S：

    R = 0.9^(t / S)

过 S 天，还记得 90%。拟合 S 时，用梯度下降减小对数损失，数据是每次隔了几天、答对还是答错。
越出人意料，教给我们的越多：远过了 S 天还记得，或者很快就忘了。
FSRS 的曲线按时间的幂下降，FSRS-5 用的是 (1 + 19/81 · t/S)^(−0.5)：在 S 处同样是 90%，但尾巴更长。
FSRS-6 连指数也一并拟合，系数随之而定。
"""
NAMES = [
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


@question("Which S does the fit find, to three significant figures?", zh="拟合得到的 S 是多少（三位有效数字）？")
def stability(out):
    return out


@stability.wrong(
    en=("S is the time after which half is known.", "That is the half-life; S is where 90% are, long before."),
    zh=("S 是还记得一半的时间。", "那是半衰期；S 是还记得 90% 的时间，要早得多。"),
)
def half_life(days, asked, recalled):
    return stability(demo(days, asked, recalled, base=0.5))


@stability.wrong(
    en=("S is the time constant, where 1/e is known.", "Here the base of the curve is 0.9, not 1/e."),
    zh=("S 是还记得 1/e 的时间常数。", "这里曲线的底数是 0.9，不是 1/e。"),
)
def time_constant(days, asked, recalled):
    return stability(demo(days, asked, recalled, base=0.36788))


@stability.wrong(
    en=("Forgetting is a straight line.", "R = 0.9^(t / S), so S is t · log(0.9) / log(R)."),
    zh=("遗忘是一条直线。", "R = 0.9^(t / S)，所以 S 等于 t · log(0.9) / log(R)。"),
)
def straight_line(days, asked, recalled):
    return 0.1 * days[0] / (1 - recalled[0] / asked[0])


@question(
    "What share (from 0 to 1, to three significant figures) does the fitted curve expect to be known after twice as "
    "many days?",
    zh="按拟合的曲线，天数加倍后预期还记得的比例（0 到 1，三位有效数字）是多少？",
)
def twice_as_late(out, days):
    return 0.9 ** (2 * days[0] / out)


@twice_as_late.wrong(
    en=("The second span loses as much as the first.", "Each span multiplies what is left by the same factor."),
    zh=("第二段时间失去的和第一段一样多。", "每过一段时间，剩余部分都乘以同一个系数。"),
)
def loses_the_same_again(asked, recalled):
    left = 2 * recalled[0] / asked[0] - 1
    return left if left > 0 else None


@twice_as_late.wrong(
    en=("Twice the time halves the share.", "It squares the share: R after 2t is R · R."),
    zh=("时间加倍，比例减半。", "比例是平方：2t 之后是 R · R。"),
)
def half_of_it(asked, recalled):
    return recalled[0] / asked[0] / 2


def one_review(t=whole(1, 60), S=whole(2, 16), base=0.9):
    log_S = torch.tensor(float(S), dtype=torch.float64).log().requires_grad_()
    R = base ** (t / log_S.exp())
    loss = -R.log()
    loss.backward()
    with torch.no_grad():
        log_S -= log_S.grad
    return log_S.exp().item()


@question(
    "By which factor has the right answer lengthened S, to three significant figures? (−ln 0.9 is 0.105.)",
    zh="这次答对把 S 延长到原来的多少倍（三位有效数字）？（−ln 0.9 等于 0.105。）",
    of=one_review,
)
def longer_by(out, S):
    return out / S


@longer_by.wrong(
    en=("A right answer before S days teaches nothing.", "It was not certain: S grows at each right answer."),
    zh=("不到 S 天就答对，学不到什么。", "答对并非必然：每次答对 S 都会变长。"),
)
def only_beyond_s(out, t, S):
    return out / S if t > S else 1.0


@longer_by.wrong(
    en=("The step is added to S.", "It is added to log S: S is multiplied by its exponential."),
    zh=("这一步加在 S 上。", "是加在 log S 上：S 要乘以它的指数。"),
)
def added_to_s(t, S):
    return 1 + 0.10536 * t / S / S


@longer_by.wrong(
    en=("The factor is the gradient itself, 0.105 t / S.", "That is the step of log S; the factor is its exponential."),
    zh=("倍数就是梯度本身，0.105 t / S。", "那是 log S 的步长，倍数是它的指数。"),
)
def the_gradient_itself(t, S):
    return 0.10536 * t / S


def tails(m=real(0.2, 15), slope=19 / 81, decay=-0.5):
    return {"exponential": 0.9**m, "power": (1 + slope * m) ** decay}


@question(
    "What share (from 0 to 1, to three significant figures) does the power curve expect to be known after `m` times "
    "S days?",
    zh="过了 S 的 `m` 倍天数，幂曲线预期还记得的比例（0 到 1，三位有效数字）是多少？",
    of=tails,
)
def power_share(out):
    return out["power"]


@power_share.wrong(
    en=("Both curves agree beyond S.", "They agree at S only: the exponential is 0.9^m, the power's tail is longer."),
    zh=("过了 S，两条曲线也一致。", "只在 S 处一致：指数曲线是 0.9^m，幂曲线的尾巴更长。"),
)
def takes_the_exponential(out):
    return out["exponential"]


@power_share.wrong(
    en=("The share is (1 + m)^(−0.5).", "Without the factor 19/81 only 71% would be known at S, not 90%."),
    zh=("比例是 (1 + m)^(−0.5)。", "没有系数 19/81，S 处就只剩 71%，而不是 90%。"),
)
def no_factor(m):
    return power_share(tails(m, slope=1))


@power_share.wrong(
    en=("The exponent is −1.", "It is −0.5: the root of the quotient."),
    zh=("指数是 −1。", "是 −0.5：还要开平方。"),
)
def no_root(m):
    return power_share(tails(m, decay=-1))


@task(
    "Write `days_until`: after how many days is the share R still known, where R = 0.9^(t / S)?",
    zh="写出 `days_until`：若 R = 0.9^(t / S)，过多少天还记得的比例是 R？可以用 `math`。",
    blanks=["math.log(R)", "math.log(0.9)"],
    mend=["inverted", "line"],
)
def days_until(R, S):
    return S * math.log(R) / math.log(0.9)


days_until.hint("Take the logarithm of both sides.", zh="两边取对数。")


@days_until.inputs
def share_and_stability(R=real(0.3, 0.99, places=2), S=whole(1, 60)):
    return R, S


@days_until.holds("At 90% it is S.", zh="90% 时就是 S。")
def ninety_percent(solution, S):
    return abs(solution(0.9, S) - S) < 1e-6 * S


@days_until.wrong(
    en=("t is S · ln 0.9 / ln R.", "The share falls with t: t is S · ln R / ln 0.9."),
    zh=("t 等于 S · ln 0.9 / ln R。", "比例随 t 下降：t 等于 S · ln R / ln 0.9。"),
)
def inverted(R, S):
    return S * math.log(0.9) / math.log(R)


@days_until.wrong(
    en=("Each S days lose 10 points.", "Each S days lose a tenth of what is left."),
    zh=("每过 S 天少 10 个百分点。", "每过 S 天，失去剩余部分的十分之一。"),
)
def line(R, S):
    return S * (1 - R) / 0.1


@days_until.wrong(
    en=("S is a time constant.", "The base is 0.9: divide by ln 0.9."),
    zh=("S 是时间常数。", "底数是 0.9：要除以 ln 0.9。"),
)
def base_e(R, S):
    return -S * math.log(R)


def figure(out, days, asked, recalled):
    t = torch.linspace(0, 1.2 * max(days), 60)
    plt.plot(t, 0.9 ** (t / out))
    plt.scatter(days, [k / n for k, n in zip(recalled, asked, strict=True)], color="C1")
    plt.ylim(0, 1.05)
    plt.xlabel("days since the last review")
    plt.ylabel("share answered right")
