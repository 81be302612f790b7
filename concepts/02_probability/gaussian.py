"""Gaussian distribution

The normal (Gaussian) distribution with mean μ and standard deviation σ has the density

    p(x) = exp(−(x − μ)² / 2σ²) / (σ √(2π))

A density is not a probability: probabilities are areas under it, and its height 0.399/σ exceeds 1 for small σ. About
68.3, 95.4 and 99.7 % lie within 1, 2 and 3 standard deviations of the mean. If z is standard normal, σz + μ has mean
μ and standard deviation σ. A sum or difference of independent Gaussians is Gaussian, and the variances add. In
PyTorch `Normal(mean, sd)` and `torch.normal` take the standard deviation, although one writes N(μ, σ²).
"""

import math

import matplotlib.pyplot as plt
import torch
from torch.distributions import Normal

from journal.authoring import one_of, question, real, task, where, whole

ZH = """高斯分布（正态分布）

均值为 μ、标准差为 σ 的正态分布（高斯分布），密度为

    p(x) = exp(−(x − μ)² / 2σ²) / (σ √(2π))

密度不是概率：曲线下的面积才是概率；σ 很小时，峰高 0.399/σ 会超过 1。约 68.3 %、95.4 %、99.7 % 的值落在均值两侧
1、2、3 个标准差之内。z 为标准正态，则 σz + μ 的均值为 μ、标准差为 σ。独立高斯变量的和与差仍是高斯的，方差相加。
虽然记作 N(μ, σ²)，PyTorch 的 `Normal(mean, sd)` 和 `torch.normal` 接收的却是标准差。
"""
NAMES = ["Gaussian distribution", "normal distribution", "standard normal", "高斯分布", "正态分布", "标准正态"]
HINTS = ["Gaussian", "probability density", "高斯", "概率密度"]
NEEDS = ["expectation-variance"]
SOURCES = ["torch.distributions.Normal", "Bishop, Pattern Recognition and Machine Learning, section 1.2.4"]


def demo(mean=whole(-3, 3), sd=one_of(0.02, 0.04, 0.05, 0.08, 0.1, 0.16, 0.2, 0.25), k=one_of(1, 1.5, 2, 3, 4, 5)):
    normal = Normal(mean, sd)
    top = normal.log_prob(torch.tensor(float(mean)))
    away = normal.log_prob(torch.tensor(mean + k * sd))
    return {"height": top.exp(), "fall": top - away}


@question("How high is the density at its top (1/√(2π) ≈ 0.399)?", zh="密度在峰顶有多高（1/√(2π) ≈ 0.399）？")
def height(out):
    return out["height"]


@height.wrong(
    en=("A density is a probability, so it is at most 1.", "Only areas are probabilities; a narrow peak is high."),
    zh=("密度就是概率，所以至多为 1。", "只有面积才是概率；峰越窄就越高。"),
)
def at_most_one():
    return 1.0


@height.wrong(
    en=("Every Gaussian is 0.399 high.", "Only for σ = 1: the area is 1, so half the width is twice the height."),
    zh=("所有高斯分布的峰高都是 0.399。", "只有 σ = 1 时如此：面积恒为 1，宽度减半则高度加倍。"),
)
def same_for_all(mean, k):
    return height(demo(mean, 1.0, k))


@height.wrong(
    en=("`Normal` takes the variance.", "Its second argument is the standard deviation."),
    zh=("`Normal` 的第二个参数是方差。", "第二个参数是标准差。"),
)
def sd_taken_for_the_variance(mean, sd, k):
    return height(demo(mean, sd**0.5, k))


@question("What is `fall`?", zh="`fall` 是多少？")
def fall(out):
    return out["fall"]


@fall.wrong(
    en=("The log falls in proportion to the distance: k.", "It falls with the square: k²/2."),
    zh=("对数密度随距离成比例下降：k。", "它随距离的平方下降：k²/2。"),
)
def linear_fall(k):
    return float(k)


@fall.wrong(
    en=("It falls by k².", "The exponent is halved: k²/2."),
    zh=("下降 k²。", "指数里还要除以 2：k²/2。"),
)
def not_halved(k):
    return float(k**2)


@fall.wrong(
    en=("A narrow Gaussian falls more in k of its own standard deviations.", "Measured in σ all have one shape."),
    zh=("越窄的高斯，离开同样 k 个标准差时下降越多。", "以 σ 为单位，所有高斯的形状相同。"),
)
def depends_on_sd(sd, k):
    return k**2 / (2 * sd**2)


TRIPLES = [(3, 4), (4, 3), (6, 8), (8, 6), (5, 12), (12, 5), (9, 12), (12, 9), (8, 15), (15, 8), (7, 24), (24, 7)]


def add_up(sd=one_of(*TRIPLES), sign=one_of(1, -1)):
    grid = torch.arange(-250, 251).double()
    p, q = Normal(0, sd[0]), Normal(0, sd[1])
    weight = p.log_prob(grid)[:, None].exp() * q.log_prob(grid).exp()
    z = grid[:, None] + sign * grid  # every pair of values
    return (weight * z**2).sum().sqrt()


@question("The mean of z is 0. What is its standard deviation?", zh="z 的均值为 0，标准差是多少？", of=add_up)
def deviation(out):
    return out


@deviation.wrong(
    en=("Standard deviations add, or subtract in a difference.", "The variances add: √(σ₁² + σ₂²), in both cases."),
    zh=("标准差相加，相减时则相减。", "两种情形都是方差相加：√(σ₁² + σ₂²)。"),
)
def deviations_add(sd, sign):
    return float(abs(sd[0] + sign * sd[1]))


@deviation.wrong(
    en=("It is the sum of the variances.", "That is the variance of z; take the root."),
    zh=("是两个方差之和。", "那是 z 的方差，还要开方。"),
)
def root_forgotten(out):
    return out**2


@deviation.wrong(
    en=("It lies half-way between the two.", "A sum scatters more than either of its parts."),
    zh=("介于两者之间，取平均。", "和的波动比任何一个都大。"),
)
def half_way(sd):
    return sum(sd) / 2


@where(lambda low, high: low == 0 or high == 0 or low != -high)
@where(lambda low, high: low < high)
def between(
    n=one_of(1000, 2000, 10000), mean=whole(-5, 5), sd=whole(1, 4), low=one_of(-3, -2, -1, 0), high=one_of(0, 1, 2, 3)
):
    normal = Normal(mean, sd)
    a, b = torch.tensor([mean + low * sd, mean + high * sd])
    return n * (normal.cdf(b) - normal.cdf(a))


@question(
    "Of n values, how many lie between a and b on average? (Within 1, 2, 3 sd of the mean: 68.3, 95.4, 99.7 %.)",
    zh="n 个值中平均有多少个落在 a 与 b 之间？（均值两侧 1、2、3 个标准差之内：68.3 %、95.4 %、99.7 %。）",
    of=between,
)
def count(out):
    return out


@count.wrong(
    en=("The rule holds for the wider side.", "It is for both sides together: take half of it for each side."),
    zh=("按较宽的一侧套用规则。", "规则说的是两侧合计：每一侧取一半。"),
)
def wider_side_twice(n, low, high):
    return n * (0, 0.683, 0.954, 0.997)[max(-low, high)]


@count.wrong(
    en=("The count is in proportion to the width.", "Most values lie near the mean: the first sd outwards holds most."),
    zh=("个数与宽度成正比。", "大多数值靠近均值：离均值最近的那一段最多。"),
)
def in_proportion(n, low, high):
    return n * (high - low) / 6


@count.wrong(
    en=("The percentages of the two sides are added.", "Each percentage already covers both sides: halve it first."),
    zh=("把两侧的百分比直接相加。", "每个百分比已经包含两侧，要先减半。"),
)
def whole_percentages_added(out):
    return 2 * out


@task(
    "Write `log_density`: the log of the Gaussian density, for each entry of x.",
    zh="写出 `log_density`：对 x 的每个元素求高斯密度的对数。",
    blanks=["(x - mean) / sd", "torch.log(sd)"],
    mend=["variance_taken", "sd_below_the_root"],
    gradients=True,
)
def log_density(x, mean, sd):
    z = (x - mean) / sd
    return -(z**2) / 2 - torch.log(sd) - math.log(2 * math.pi) / 2


log_density.hint("Take the log of the three factors of the density one by one.", zh="把密度的三个因子逐个取对数。")
log_density.hint("The log of 1/(σ√(2π)) is −log σ − ½ log 2π.", zh="1/(σ√(2π)) 的对数是 −log σ − ½ log 2π。")


@log_density.inputs
def numbers(mean=real(-2, 2, places=2), sd=real(0.3, 3, places=2), n=whole(1, 5)):
    return 3 * torch.randn(n), torch.tensor(mean), torch.tensor(sd)


@log_density.inputs
def far_away(mean=real(-2, 2, places=2), sd=real(0.3, 1, places=2)):
    return torch.tensor([-100.0, 100.0]), torch.tensor(mean), torch.tensor(sd)


@log_density.holds("PyTorch gives the same.", zh="与 PyTorch 的结果相同。")
def as_pytorch(out, x, mean, sd):
    return torch.allclose(out, Normal(mean, sd).log_prob(x), rtol=1e-4)


@log_density.wrong(
    en=("The third argument is the variance.", "It is the standard deviation: divide by sd, and square after."),
    zh=("第三个参数是方差。", "它是标准差：先除以 sd，再平方。"),
)
def variance_taken(x, mean, sd):
    z = (x - mean) ** 2 / sd
    return -z / 2 - torch.log(sd) / 2 - math.log(2 * math.pi) / 2


@log_density.wrong(
    en=("The constant does not matter.", "It does not for the best mean; the density itself needs it to have area 1."),
    zh=("归一化常数无所谓。", "求最优均值时无所谓；密度本身却靠它使面积为 1。"),
)
def not_normalised(x, mean, sd):
    z = (x - mean) / sd
    return -(z**2) / 2


@log_density.wrong(
    en=("σ stands below the root with 2π.", "The height is 1/(σ√(2π)): log σ is not halved."),
    zh=("σ 与 2π 一起在根号里。", "峰高是 1/(σ√(2π))：log σ 不减半。"),
)
def sd_below_the_root(x, mean, sd):
    z = (x - mean) / sd
    return -(z**2) / 2 - torch.log(2 * math.pi * sd) / 2


def figure(out, mean, sd, k):
    x = torch.linspace(mean - 5.5 * sd, mean + 5.5 * sd, 201)
    plt.plot(x, Normal(mean, sd).log_prob(x).exp())
    plt.axvline(mean + k * sd, color="C1")
    plt.xlabel("x")
    plt.ylabel("density")
