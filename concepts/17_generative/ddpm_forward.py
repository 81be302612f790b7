"""Diffusion: noising and the target

A diffusion model destroys data by adding a little Gaussian noise in many steps and learns to undo it. Step t mixes with
the weight βₜ; all steps up to t can be done at once,

    x_t = √ᾱ_t · x₀ + √(1 − ᾱ_t) · ε,   ᾱ_t = (1 − β₁) … (1 − β_t)

so for training one draws t and ε and needs no loop. Signal and noise are weighted with roots, which keeps variance 1 at
1. The network sees x_t and t and predicts ε (mean squared error). From its prediction x₀ is read off by solving for it,
where an error of ε counts √((1 − ᾱ)/ᾱ) times.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, task, where, whole

ZH = """扩散模型：加噪与训练目标

扩散模型分许多步给数据加少量高斯噪声，把它毁掉，再学习怎样复原。第 t 步按权重 βₜ 混入噪声；到第 t 步为止可以一次算完：

    x_t = √ᾱ_t · x₀ + √(1 − ᾱ_t) · ε，   ᾱ_t = (1 − β₁) … (1 − β_t)

所以训练时抽取 t 和 ε 就行，不需要循环。信号和噪声的权重是平方根，这样方差为 1 的始终为 1。网络看到 x_t 和 t，
预测 ε（均方误差）。由预测解出 x₀ 时，ε 的误差会放大 √((1 − ᾱ)/ᾱ) 倍。
"""
NAMES = [
    "DDPM",
    "diffusion model",
    "denoising diffusion",
    "noise schedule",
    "noise prediction",
    "扩散模型",
    "去噪扩散",
    "加噪过程",
    "噪声调度",
    "噪声预测",
]
HINTS = ["noise", "噪声"]
NEEDS = ["vae-elbo"]
CONFUSED_WITH = ["ddim"]
SOURCES = ["Ho, Jain & Abbeel, Denoising Diffusion Probabilistic Models, arXiv:2006.11239, equations 4 and 14"]


@where(lambda x0, eps, ab: x0 != 0 and abs(ab**0.5 * x0 + (1 - ab) ** 0.5 * eps) > 0.5)
@where(lambda x0, eps, ab: abs((ab**0.5 - (1 - ab) ** 0.5) * (x0 - eps)) > 0.2)
def demo(x0=whole(-6, 9), eps=one_of(-2.0, -1.0, 1.0, 2.0, 3.0), ab=one_of(0.0784, 0.36, 0.64, 0.9216)):
    # ab is the product of all 1 - beta so far: 0.28², 0.6², 0.8² or 0.96²
    x0, eps, ab = torch.tensor([x0, eps, ab]).double()
    return ab.sqrt() * x0 + (1 - ab).sqrt() * eps


@question("What is x_t, that is, what is returned?", zh="x_t 是多少，也就是返回值是多少？")
def noised(out):
    return out


@noised.wrong(
    en=("The weights are ᾱ and 1 − ᾱ.", "Their roots: ᾱ and 1 − ᾱ are variances."),
    zh=("权重是 ᾱ 和 1 − ᾱ。", "是它们的平方根：ᾱ 和 1 − ᾱ 是方差。"),
)
def without_roots(x0, eps, ab):
    return ab * x0 + (1 - ab) * eps


@noised.wrong(
    en=("Noise is added to the whole signal.", "The signal is shrunk by √ᾱ."),
    zh=("在完整的信号上加噪声。", "信号要乘以 √ᾱ 缩小。"),
)
def signal_not_shrunk(x0, eps, ab):
    return x0 + (1 - ab) ** 0.5 * eps


@noised.wrong(
    en=("ᾱ belongs to the noise.", "To the signal: it falls as noise is added."),
    zh=("ᾱ 属于噪声。", "属于信号：噪声越多，它越小。"),
)
def weights_swapped(x0, eps, ab):
    return noised(demo(x0, eps, 1 - ab))


@where(lambda start, t: start != 1)
def variance(start=one_of(0.0, 3.0, 5.0, 9.0, 11.0, 21.0), beta=one_of(0.1, 0.2, 0.5), t=whole(2, 4)):
    v = torch.tensor(start)
    for _ in range(t):
        # x becomes √(1 - beta) x + √beta ε
        v = (1 - beta) * v + beta
    return v


@question("What is the variance after t steps?", zh="t 步之后方差是多少？", of=variance)
def final_variance(out):
    return out


@final_variance.wrong(
    en=("The noise's variance is added each time.", "The old part is shrunk at the same time: it tends to 1."),
    zh=("每次加上噪声的方差。", "旧的部分同时缩小：方差趋于 1。"),
)
def adds_up(start, beta, t):
    return start + t * beta


@final_variance.wrong(
    en=("The variance only shrinks.", "Noise is added as well."),
    zh=("方差只会缩小。", "还加入了噪声。"),
)
def signal_only(start, beta, t):
    return start * (1 - beta) ** t if start else None


@final_variance.wrong(
    en=("After the first step nothing changes.", "Every step moves it closer to 1."),
    zh=("第一步之后就不再变化。", "每一步都使它更接近 1。"),
)
def one_step(start, beta, t):
    return final_variance(variance(start, beta, 1))


@where(lambda eps, guess: guess != eps)
@where(lambda x0, eps, ab, guess: abs(x0 + ((1 - ab) / ab) ** 0.5 * (eps - guess)) > 0.1)
def read_off(
    x0=whole(2, 9),
    eps=one_of(-2.0, -1.0, 0.5, 1.0, 2.0),
    ab=one_of(0.1, 0.2, 0.8),
    guess=one_of(-2.0, -1.0, 0.5, 1.0, 2.0),
):
    ab = torch.tensor(ab).double()  # (1 - ab) / ab is 9, 4 or 1/4
    x_t = ab.sqrt() * x0 + (1 - ab).sqrt() * eps
    return (x_t - (1 - ab).sqrt() * guess) / ab.sqrt()


@question(
    "`guess` is the predicted noise. Which x₀ is read off?", zh="`guess` 是预测的噪声。解出的 x₀ 是多少？", of=read_off
)
def estimate(out):
    return out


@estimate.wrong(
    en=("The true x₀ comes out.", "Only if the noise was predicted exactly."),
    zh=("得到的就是真实的 x₀。", "只有噪声预测得完全准确才是。"),
)
def true_x0(x0):
    return float(x0)


@estimate.wrong(
    en=("An error of the noise counts once.", "It is magnified by √((1 − ᾱ)/ᾱ)."),
    zh=("噪声的误差原样进入。", "要放大 √((1 − ᾱ)/ᾱ) 倍。"),
)
def plain_error(x0, eps, guess):
    return x0 + eps - guess


@estimate.wrong(
    en=("The error is magnified by (1 − ᾱ)/ᾱ.", "By its root."),
    zh=("误差放大 (1 − ᾱ)/ᾱ 倍。", "是它的平方根。"),
)
def without_root(x0, eps, ab, guess):
    return x0 + (1 - ab) / ab * (eps - guess)


@task(
    "Write `add_noise` for a batch: x0 and noise are (B, d), t (B,) counts steps from 0 (step 0 has added one "
    "beta), betas is the schedule.",
    zh="写出一批数据的 `add_noise`：x0 和 noise 是 (B, d)，t (B,) 从 0 数步（第 0 步已经用了一个 beta），betas "
    "是噪声调度。",
    blanks=["(1 - betas).cumprod(dim=0)[t][:, None]", "(1 - ab).sqrt() * noise"],
    mend=["last_beta_only", "roots_missing"],
)
def add_noise(x0, t, noise, betas):
    ab = (1 - betas).cumprod(dim=0)[t][:, None]
    return ab.sqrt() * x0 + (1 - ab).sqrt() * noise


add_noise.hint("Which product of 1 − beta belongs to each step?", zh="每一步对应的 1 − beta 的乘积是什么？")
add_noise.hint("Each sample has its own t: index the products with it.", zh="每个样本有自己的 t：用它去取乘积。")


@add_noise.inputs
def batches(B=whole(1, 4), d=whole(1, 3), steps=whole(3, 8)):
    betas = torch.linspace(0.05, 0.4, steps)
    return torch.randn(B, d), torch.randint(1, steps, (B,)), torch.randn(B, d), betas


@add_noise.holds("The squared weights sum to 1.", zh="权重的平方和为 1。")
def weights_sum_to_one(solution, x0, t, noise, betas):
    one, zero = torch.ones_like(x0), torch.zeros_like(x0)
    signal, noisy = solution(one, t, zero, betas), solution(zero, t, one, betas)
    return torch.allclose(signal**2 + noisy**2, one, atol=1e-5)


@add_noise.wrong(
    en=("The step's own beta is enough.", "All steps so far count: the product of 1 − beta."),
    zh=("只用这一步自己的 beta。", "到这一步为止都要算：1 − beta 的乘积。"),
)
def last_beta_only(x0, t, noise, betas):
    ab = (1 - betas)[t][:, None]
    return ab.sqrt() * x0 + (1 - ab).sqrt() * noise


@add_noise.wrong(
    en=("The weights are ᾱ and 1 − ᾱ.", "Their roots."),
    zh=("权重是 ᾱ 和 1 − ᾱ。", "是它们的平方根。"),
)
def roots_missing(x0, t, noise, betas):
    ab = (1 - betas).cumprod(dim=0)[t][:, None]
    return ab * x0 + (1 - ab) * noise


@add_noise.wrong(
    en=("The betas are summed.", "The factors 1 − beta are multiplied."),
    zh=("把 beta 相加。", "是把因子 1 − beta 相乘。"),
)
def betas_summed(x0, t, noise, betas):
    ab = (1 - betas.cumsum(dim=0)).clamp(min=0)[t][:, None]
    return ab.sqrt() * x0 + (1 - ab).sqrt() * noise


def figure(out, x0, eps, ab):
    steps = torch.arange(1, 1001)
    product = (1 - torch.linspace(1e-4, 0.02, 1000)).cumprod(dim=0)
    plt.plot(steps, product.sqrt(), label="weight of the signal, √ᾱ")
    plt.plot(steps, (1 - product).sqrt(), label="weight of the noise, √(1 − ᾱ)")
    plt.axhline(ab**0.5, color="gray", linestyle=":", label="√ᾱ of the demo")
    plt.xlabel("step, schedule of the DDPM paper")
    plt.legend()
