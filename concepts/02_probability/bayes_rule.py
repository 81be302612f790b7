"""Bayes' rule

Bayes' rule turns a conditional probability round:

    P(A | B) = P(B | A) · P(A) / P(B)

P(A) is the prior, P(B | A) the likelihood, P(A | B) the posterior. In odds it is a product: posterior odds = prior
odds × likelihood ratio; independent observations multiply their ratios. P(A | B) and P(B | A) may be far apart: a
test that finds nine of ten ill people and errs on one healthy person in ten gives mostly false alarms when the
illness is rare, because the many healthy people cause more alarms than the few ill ones. Ignoring the prior is called
base-rate neglect.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """贝叶斯公式

贝叶斯公式把条件概率的方向倒过来：

    P(A | B) = P(B | A) · P(A) / P(B)

P(A) 是先验，P(B | A) 是似然，P(A | B) 是后验。用几率来写就是乘法：后验几率 = 先验几率 × 似然比；
相互独立的观测，似然比相乘。P(A | B) 与 P(B | A) 可以相差很远：一项检测能查出九成的患者，
健康人中有一成误报，若病很罕见，阳性结果仍大多是误报，因为健康人多得多。忽略先验就是所谓的“基率谬误”。
"""
NAMES = [
    "Bayes' rule",
    "Bayes' theorem",
    "posterior probability",
    "贝叶斯公式",
    "贝叶斯定理",
    "后验概率",
    "先验概率",
]
SHARED = ["base rate"]
HINTS = ["Bayes", "prior", "贝叶斯", "先验", "概率"]
SOURCES = [
    "Blitzstein & Hwang, Introduction to Probability, chapter 2",
    "Bishop, Pattern Recognition and Machine Learning, section 1.2",
]


def demo(
    ill=one_of(10, 20, 30, 40, 50),
    well=one_of(200, 300, 400, 600, 700, 800, 900),
    hit=one_of(0.8, 0.9, 1.0),
    alarm=one_of(0.1, 0.2, 0.3),
):
    people = torch.tensor([ill, well])
    positive = people * torch.tensor([hit, alarm])  # of the ill, of the well
    return positive[0] / positive.sum()


@question("What share of the positive tests comes from people who are ill?", zh="阳性结果中，真正患病的人占多大比例？")
def share_ill(out):
    return out


@share_ill.wrong(
    en=(
        "The test finds that share of the ill, so a positive is ill with that probability.",
        "That is P(positive | ill); asked is P(ill | positive).",
    ),
    zh=("检测能查出多大比例的患者，阳性的人患病的概率就是多大。", "那是 P(阳性 | 患病)；问的是 P(患病 | 阳性)。"),
)
def turned_round(hit):
    return hit


@share_ill.wrong(
    en=(
        "How many are ill beforehand does not matter.",
        "It does: the rarer the illness, the more positives are false.",
    ),
    zh=("事先有多少人患病无关紧要。", "有关：病越罕见，阳性中误报越多。"),
)
def base_rate_neglected(hit, alarm):
    return share_ill(demo(1, 1, hit, alarm))


@share_ill.wrong(
    en=("What is not a false alarm is ill: 1 − alarm.", "`alarm` is a share of the well people, not of the positives."),
    zh=("除去误报就是患病：1 − alarm。", "`alarm` 是占健康人的比例，不是占阳性结果的比例。"),
)
def one_minus_alarm(alarm):
    return 1 - alarm


@share_ill.wrong(
    en=(
        "A test that errs says nothing: the share stays as it was.",
        "It raises the odds by the factor hit / alarm.",
    ),
    zh=("会出错的检测说明不了什么，比例不变。", "它把几率提高到 hit / alarm 倍。"),
)
def prior_kept(ill, well):
    return ill / (ill + well)


def repeated(prior=one_of(2, 4, 5, 8, 10, 20, 50), ratio=one_of(2, 3, 4, 5, 10), tests=whole(2, 3)):
    p = torch.tensor(1 / (1 + prior))  # the odds are 1 : prior
    hit, alarm = 0.8, 0.8 / ratio
    for _ in range(tests):  # independent tests, all positive
        p = p * hit / (p * hit + (1 - p) * alarm)
    return p


@question("What is p at the end?", zh="最后 p 是多少？", of=repeated)
def after_tests(out):
    return out


@after_tests.wrong(
    en=("A second positive tells nothing new.", "Independent tests multiply: each raises the odds by `ratio`."),
    zh=("第二次阳性没有带来新信息。", "独立的检测要相乘：每次都把几率乘以 `ratio`。"),
)
def once_is_enough(prior, ratio):
    return after_tests(repeated(prior, ratio, tests=1))


@after_tests.wrong(
    en=("The ratios of independent tests add.", "They multiply: ratio to the power of `tests`."),
    zh=("独立检测的似然比相加。", "应当相乘：ratio 的 `tests` 次方。"),
)
def ratios_add(prior, ratio, tests):
    return ratio * tests / (ratio * tests + prior)


@after_tests.wrong(
    en=("Odds are a probability.", "With odds a : b the probability is a / (a + b)."),
    zh=("几率就是概率。", "几率为 a : b 时，概率是 a / (a + b)。"),
)
def odds_as_probability(prior, ratio, tests):
    return min(1.0, ratio**tests / prior)


@where(lambda red, seen: len(set(seen)) == 2 and red[0] + red[1] != 10)
def urns(red=several(2, whole(1, 9), distinct=True), seen=several((2, 4), one_of("red", "blue"))):
    share = torch.tensor(red) / 10  # of red balls in urn 0 and in urn 1
    p = torch.tensor([0.5, 0.5])
    for colour in seen:  # drawn from the same urn, and put back
        p = p * (share if colour == "red" else 1 - share)
        p = p / p.sum()
    return p[0] / p[1]


@question("What are the odds of urn 0 against urn 1?", zh="0 号罐对 1 号罐的几率是多少？", of=urns)
def odds(out):
    return out


@odds.wrong(
    en=("The last ball decides.", "Each ball multiplies what was known before."),
    zh=("由最后一个球决定。", "每个球都在已有结论上再乘一次。"),
)
def last_ball_alone(red, seen):
    return odds(urns(red, seen[-1:]))


@odds.wrong(
    en=("Only red balls tell the urns apart.", "A blue ball does too: by (1 − share)."),
    zh=("只有红球能区分两个罐。", "蓝球也能：乘的是 1 − share。"),
)
def blue_says_nothing(red, seen):
    return odds(urns(red, [colour for colour in seen if colour == "red"]))


@odds.wrong(
    en=("The urns were equally likely and stay so.", "That was the prior; every ball changes it."),
    zh=("两个罐原本等可能，之后也一样。", "那只是先验，每个球都会改变它。"),
)
def prior_odds():
    return 1.0


@task(
    "Write `posterior`: the probabilities of the causes, from their priors and the likelihoods of what was seen.",
    zh="写出 `posterior`：由各原因的先验和观测的似然，求各原因的后验概率。",
    blanks=["prior * likelihood", "joint.sum()"],
    mend=["likelihood_alone"],
)
def posterior(prior, likelihood):
    joint = prior * likelihood
    return joint / joint.sum()


posterior.hint("First P(cause and observation), for each cause.", zh="先求每个原因的 P(原因 且 观测)。")
posterior.hint("Then divide by the sum over all causes.", zh="再除以对所有原因求的和。")


@posterior.inputs
def causes(n=whole(2, 5)):
    return torch.softmax(torch.randn(n), dim=0), 0.05 + 0.9 * torch.rand(n)


@posterior.inputs
def one_impossible(n=whole(3, 5)):
    likelihood = torch.rand(n) + 0.05
    likelihood[0] = 0
    return torch.full((n,), 1 / n) + torch.linspace(-0.1, 0.1, n), likelihood


@posterior.holds("They sum to 1.", zh="它们的和为 1。")
def sums_to_one(out):
    return abs(out.sum() - 1) < 1e-5


@posterior.holds("Likelihoods three times as large change nothing.", zh="似然都乘以 3，结果不变。")
def scale_free(out, prior, likelihood, solution):
    return torch.allclose(solution(prior, 3 * likelihood), out, atol=1e-5)


@posterior.wrong(
    en=("The likelihoods are the posterior, once they sum to 1.", "Each is weighted by its prior first."),
    zh=("似然归一化之后就是后验。", "归一化之前每一项要先乘以先验。"),
)
def likelihood_alone(prior, likelihood):
    return likelihood / likelihood.sum()


@posterior.wrong(
    en=("Prior times likelihood is the posterior.", "That is the joint probability; divide by its sum."),
    zh=("先验乘以似然就是后验。", "那是联合概率，还要除以它们的和。"),
)
def joint_alone(prior, likelihood):
    return prior * likelihood


@posterior.wrong(
    en=("A softmax makes probabilities of anything.", "It takes logits; probabilities are divided by their sum."),
    zh=("用 softmax 就能得到概率。", "softmax 的输入是 logits；概率只需除以它们的和。"),
)
def softmax_of_the_joint(prior, likelihood):
    return torch.softmax(prior * likelihood, dim=0)


def figure(out, ill, well, hit, alarm):
    shares = torch.linspace(0.001, 0.5, 100)
    plt.plot(shares, shares * hit / (shares * hit + (1 - shares) * alarm))
    plt.scatter([ill / (ill + well)], [out], color="C1")
    plt.xlabel("share of ill people")
    plt.ylabel("share of ill among the positives")
