"""Maximum likelihood

The likelihood of a parameter θ is the probability (or density) of the data under θ. Maximum likelihood takes the θ
under which the data seen are most probable, that is, the smallest negative log-likelihood

    NLL(θ) = −Σᵢ log p(xᵢ | θ)

For a coin this is the share of heads; for a Gaussian the mean of the data and their variance divided by n. The
likelihood is not a probability of θ: that takes a prior, and the maximum of prior times likelihood (MAP) is drawn
towards it. Cross-entropy is the NLL of a classifier; the squared error is that of Gaussian noise with fixed σ, up to
constants.
"""

import matplotlib.pyplot as plt
import torch
from torch.distributions import Bernoulli, Normal

from journal.authoring import one_of, question, real, task, where, whole

ZH = """极大似然估计

参数 θ 的似然，是数据在 θ 之下的概率（或密度）。极大似然估计取使已有数据最有可能出现的 θ，也就是使负对数似然

    NLL(θ) = −Σᵢ log p(xᵢ | θ)

最小的 θ。对硬币，它是正面的比例；对高斯分布，它是数据的均值，以及除以 n 的方差。似然不是 θ 的概率：
要谈 θ 的概率还需要先验，而先验乘似然的最大点（MAP）会向先验靠拢。交叉熵就是分类器的 NLL；
σ 固定的高斯噪声，其 NLL 就是平方误差（相差常数）。
"""
NAMES = [
    "maximum likelihood",
    "MLE",
    "negative log-likelihood",
    "log-likelihood",
    "极大似然",
    "极大似然估计",
    "最大似然",
    "最大似然估计",
    "似然函数",
    "负对数似然",
]
HINTS = ["likelihood", "似然"]
NEEDS = ["gaussian", "bayes-rule"]
SOURCES = ["Bishop, Pattern Recognition and Machine Learning, sections 1.2.4 and 2.1", "torch.nn.GaussianNLLLoss"]


# Only such totals have a best p among the candidates.
@where(lambda heads, tails, a: heads + tails + 2 * a in (8, 10, 16, 20))
@where(lambda heads, tails: heads + tails in (4, 5, 8, 10) and heads != tails)
def demo(heads=whole(1, 9), tails=whole(1, 9), a=whole(2, 6)):
    p = torch.arange(1, 2000).double() / 2000  # candidates
    nll = -(heads * p.log() + tails * (1 - p).log())
    prior = p**a * (1 - p) ** a
    by_map = nll - prior.log()
    return {"mle": p[nll.argmin()], "map": p[by_map.argmin()]}


@question("Which p is the maximum-likelihood estimate?", zh="极大似然估计给出哪个 p？")
def mle(out):
    return out["mle"]


@mle.wrong(
    en=("The estimate is drawn a little towards ½.", "A prior would do that; the likelihood knows the data alone."),
    zh=("估计值会自动向 ½ 靠拢一点。", "那是先验的作用；似然只看数据。"),
)
def shrunk(heads, tails):
    return (heads + 1) / (heads + tails + 2)


@mle.wrong(
    en=("It is heads to tails.", "Those are the odds; the probability is heads / (heads + tails)."),
    zh=("就是正面数比反面数。", "那是几率；概率是 heads / (heads + tails)。"),
)
def odds_as_probability(heads, tails):
    return heads / tails


@mle.wrong(
    en=("The prior belongs to the likelihood.", "It enters in MAP only."),
    zh=("先验属于似然的一部分。", "只有 MAP 才用到先验。"),
)
def prior_included(out):
    return out["map"]


@question("Which p does `by_map` choose?", zh="`by_map` 选出哪个 p？")
def most_probable(out):
    return out["map"]


@most_probable.wrong(
    en=("Data outweigh any prior.", "This prior counts like 2a more throws, half of them heads."),
    zh=("数据总能压倒先验。", "这个先验相当于多掷 2a 次，正反各半。"),
)
def prior_outweighed(out):
    return out["mle"]


@most_probable.wrong(
    en=("A prior adds one head and one tail.", "This one adds a of each: pᵃ(1 − p)ᵃ."),
    zh=("先验就是正反面各加一次。", "这里各加 a 次：pᵃ(1 − p)ᵃ。"),
)
def one_of_each(heads, tails):
    return (heads + 1) / (heads + tails + 2)


@most_probable.wrong(
    en=("A prior around ½ makes the answer ½.", "It only draws the estimate towards ½."),
    zh=("先验以 ½ 为中心，答案就是 ½。", "它只是把估计值拉向 ½。"),
)
def prior_decides():
    return 0.5


def spread(low=whole(0, 9), gap=whole(2, 12), n=one_of(1, 2)):
    x = torch.tensor([low, low + gap] * n).double()
    v = torch.arange(1, 4000).double() / 100  # candidates for the variance
    log_p = Normal(x.mean(), v.sqrt()).log_prob(x[:, None])
    return v[log_p.sum(dim=0).argmax()]


@question("Which variance does maximum likelihood choose?", zh="极大似然选出的方差是多少？", of=spread)
def best_variance(out):
    return out


@best_variance.wrong(
    en=("The sum of squares is divided by n − 1.", "That is the unbiased estimate; the likelihood is largest for n."),
    zh=("平方和要除以 n − 1。", "那是无偏估计；使似然最大的是除以 n。"),
)
def unbiased_estimate(out, n):
    return out * 2 * n / (2 * n - 1)


@best_variance.wrong(
    en=("It is the distance of the values from the mean.", "That is the standard deviation; square it."),
    zh=("就是数值到均值的距离。", "那是标准差，还要平方。"),
)
def deviation_instead(gap):
    return gap / 2


@best_variance.wrong(
    en=("It is the squared gap between the values.", "The distances are taken from the mean: half the gap each."),
    zh=("就是两个值之差的平方。", "距离是到均值的距离，各为差的一半。"),
)
def squared_gap(gap):
    return float(gap**2)


@where(lambda heads, tails: heads + tails >= 2)
def compare(heads=whole(0, 3), tails=whole(1, 3), p=one_of(0.2, 0.25, 0.6, 0.75, 0.8)):
    x = torch.tensor([1.0] * heads + [0.0] * tails)
    under_p = Bernoulli(p).log_prob(x).sum()
    under_half = Bernoulli(0.5).log_prob(x).sum()
    return (under_p - under_half).exp()


@question(
    "How many times as probable are the data under p as under ½?", zh="数据在 p 下的概率是在 ½ 下的多少倍？", of=compare
)
def times(out):
    return out


@times.wrong(
    en=("The ratios of the throws add.", "Probabilities of independent throws multiply."),
    zh=("各次的比值相加。", "独立的各次，概率相乘。"),
)
def ratios_add(heads, tails, p):
    return 2 * p * heads + (2 - 2 * p) * tails


@times.wrong(
    en=("Only heads count.", "Each tail has probability 1 − p, and counts as well."),
    zh=("只有正面才算。", "每个反面的概率是 1 − p，同样要算。"),
)
def tails_ignored(heads, p):
    return times(compare(heads, 0, p))


@times.wrong(
    en=("It is the ratio of the parameters, p to ½.", "That is the ratio for one head alone."),
    zh=("就是参数之比：p 比 ½。", "那只是出现一次正面时的比值。"),
)
def ratio_of_parameters(p):
    return times(compare(1, 0, p))


@task(
    "Write `nll`: the mean negative log-likelihood of the 0/1 data x when a 1 has probability p.",
    zh="写出 `nll`：1 的概率为 p 时，0/1 数据 x 的平均负对数似然。",
    blanks=["1 - x", "p.log()"],
    mend=["log_of_the_mean"],
    gradients=True,
)
def nll(x, p):
    log_p = x * p.log() + (1 - x) * (1 - p).log()
    return -log_p.mean()


nll.hint("What is the log-probability of a 1, and of a 0?", zh="1 的对数概率是多少？0 呢？")
nll.hint("x and 1 − x pick the right one of the two.", zh="用 x 和 1 − x 选出对应的一项。")


@nll.inputs
def throws(n=whole(2, 8), p=real(0.1, 0.9, places=2)):
    return torch.randint(2, (n,)), torch.tensor(p)


@nll.inputs
def all_alike(n=whole(2, 6), p=real(0.1, 0.9, places=2), face=one_of(0, 1)):
    return torch.full((n,), face), torch.tensor(p)


@nll.holds("No p has a smaller value than the share of ones.", zh="没有哪个 p 的值比 1 的比例处更小。")
def least_at_the_share(out, x, solution):
    share = x.double().mean().clamp(1e-6, 1 - 1e-6)
    return solution(x, share) <= out + 1e-4


@nll.wrong(
    en=("Zeros do not count.", "A 0 has the log-probability log(1 − p)."),
    zh=("0 不计入。", "0 的对数概率是 log(1 − p)。"),
)
def ones_alone(x, p):
    return -(x * p.log()).mean()


@nll.wrong(
    en=("The log of the mean probability is meant.", "The log is taken of each, because probabilities multiply."),
    zh=("先对概率求平均，再取对数。", "概率是相乘的，所以要逐个取对数。"),
)
def log_of_the_mean(x, p):
    return -(x * p + (1 - x) * (1 - p)).mean().log()


@nll.wrong(
    en=("The log-likelihood is what is minimised.", "Its negative is: a loss falls as the data get more probable."),
    zh=("要最小化的是对数似然。", "是它的相反数：数据越可能出现，损失越小。"),
)
def sign_forgotten(x, p):
    return (x * p.log() + (1 - x) * (1 - p).log()).mean()


def figure(out, heads, tails, a):
    p = torch.linspace(0.01, 0.99, 99)
    likelihood = p**heads * (1 - p) ** tails
    posterior = likelihood * (p * (1 - p)) ** a
    plt.plot(p, likelihood / likelihood.max(), label="likelihood")
    plt.plot(p, posterior / posterior.max(), label="times prior")
    plt.axvline(out["mle"].item(), color="C0")
    plt.axvline(out["map"].item(), color="C1")
    plt.xlabel("p")
    plt.legend()
