"""VAE: ELBO and reparameterisation

In a variational autoencoder the encoder gives each input a Gaussian over codes, with mean μ and deviation σ; a code z
is drawn from it and decoded. The loss is the reconstruction error plus

    KL(N(μ, σ²) ‖ N(0, 1)) = ½ Σ (μ² + σ² − 1 − log σ²)

(the negative ELBO). The KL is never negative and 0 only at μ = 0, σ = 1: it keeps the codes where one can later draw
them from. Drawing would stop the gradient; written as z = μ + σ ε with ε from N(0, 1) the randomness is an input, and
dz/dμ = 1, dz/dσ = ε.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, task, where, whole

ZH = """变分自编码器：ELBO 与重参数化

变分自编码器的编码器给每个输入一个编码上的高斯分布，均值 μ，标准差 σ；从中抽取编码 z 再解码。损失是重构误差加上

    KL(N(μ, σ²) ‖ N(0, 1)) = ½ Σ (μ² + σ² − 1 − log σ²)

（即负的 ELBO）。KL 从不为负，只有 μ = 0、σ = 1 时为 0：它让编码停留在以后能抽样得到的地方。抽样会截断梯度；
写成 z = μ + σ ε，其中 ε 来自 N(0, 1)，随机性就成了输入，于是 dz/dμ = 1，dz/dσ = ε。
"""
NAMES = [
    "VAE",
    "variational autoencoder",
    "ELBO",
    "evidence lower bound",
    "reparameterization trick",
    "reparameterisation trick",
    "变分自编码器",
    "证据下界",
    "重参数化技巧",
    "重参数化",
]
HINTS = ["latent variable", "隐变量"]
NEEDS = ["autoencoder-pca", "kl-direction"]
CONFUSED_WITH = ["autoencoder-pca"]
SOURCES = ["Kingma & Welling, Auto-Encoding Variational Bayes, arXiv:1312.6114, section 2.4 and appendix B"]


@where(lambda mu, sigma: mu != 0 and sigma != 1)
def demo(mu=one_of(-4.0, -3.0, -2.0, -1.0, 1.0, 2.0, 3.0, 4.0), sigma=one_of(0.5, 2.0, 4.0)):
    q = torch.distributions.Normal(mu, sigma)
    prior = torch.distributions.Normal(0.0, 1.0)
    return torch.distributions.kl_divergence(q, prior)


@question("With log 2 = 0.693, what is the KL divergence?", zh="取 log 2 = 0.693，KL 散度是多少？")
def divergence(out):
    return out


@divergence.wrong(
    en=("It is ½(μ² + σ² − 1).", "The term −log σ keeps σ from 0."),
    zh=("它是 ½(μ² + σ² − 1)。", "还有 −log σ 一项，它使 σ 不会趋于 0。"),
)
def logarithm_missing(mu, sigma):
    return (mu**2 + sigma**2 - 1) / 2


@divergence.wrong(
    en=("Only the mean is punished.", "A deviation other than 1 costs as well."),
    zh=("只惩罚均值。", "标准差不等于 1 也有代价。"),
)
def mean_only(mu):
    return mu**2 / 2


@divergence.wrong(
    en=("The logarithm of σ enters with a plus.", "With a minus: a small σ is expensive."),
    zh=("log σ 带正号。", "带负号：σ 小代价大。"),
)
def logarithm_added(mu, sigma):
    return (mu**2 + sigma**2 - 1) / 2 + torch.tensor(sigma).log()


@where(lambda mu, sigma, eps: mu + sigma * eps != 0 and mu != 0)
@where(lambda sigma, eps: abs(sigma * eps) != 1 and sigma != 1)
def reparameterised(
    mu=whole(-4, 4), sigma=one_of(0.5, 2.0, 3.0, 4.0), eps=one_of(-2.0, -1.0, -0.5, 1.0, 2.0), c=one_of(1, 2, 5)
):
    mu = torch.tensor(float(mu), requires_grad=True)
    log_sigma = torch.tensor(sigma).log().requires_grad_()
    z = mu + log_sigma.exp() * eps  # eps was drawn from N(0, 1)
    loss = c * z**2
    loss.backward()
    return mu.grad, log_sigma.grad


@question("What is `mu.grad`?", zh="`mu.grad` 是多少？", of=reparameterised)
def mean_gradient(out):
    return out[0]


@mean_gradient.wrong(
    en=("Sampling stops the gradient.", "z = μ + σε depends on μ with slope 1."),
    zh=("抽样截断了梯度。", "z = μ + σε 对 μ 的斜率是 1。"),
)
def stopped():
    return 0.0


@mean_gradient.wrong(
    en=("The noise does not matter for μ.", "The loss is taken at z, noise included."),
    zh=("噪声与 μ 无关。", "损失是在 z 处取的，包含噪声。"),
)
def noise_left_out(mu, c):
    return 2.0 * c * mu


@mean_gradient.wrong(
    en=("It is scaled by σ.", "That is the slope for log σ, times ε; for μ it is 1."),
    zh=("要乘以 σ。", "那是对 log σ 的斜率（再乘 ε）；对 μ 是 1。"),
)
def scaled_by_sigma(out, sigma):
    return out[0] * sigma


@question("What is `log_sigma.grad`?", zh="`log_sigma.grad` 是多少？", of=reparameterised)
def deviation_gradient(out):
    return out[1]


@deviation_gradient.wrong(
    en=("It is that of μ.", "dz/d log σ is σε, not 1."),
    zh=("与 μ 的相同。", "dz/d log σ 是 σε，不是 1。"),
)
def like_the_mean(out):
    return out[0]


@deviation_gradient.wrong(
    en=("dz/d log σ is ε.", "That is dz/dσ; the exponential brings a factor σ."),
    zh=("dz/d log σ 是 ε。", "那是 dz/dσ；指数函数还带来一个因子 σ。"),
)
def slope_for_sigma(out, eps):
    return out[0] * eps


@deviation_gradient.wrong(
    en=("The noise is random, so σ gets no gradient.", "ε is a constant of this draw; z depends on σ through it."),
    zh=("噪声是随机的，所以 σ 没有梯度。", "在这次抽样里 ε 是常数，z 通过它依赖 σ。"),
)
def none_for_sigma():
    return 0.0


@task(
    "Write `vae_kl`: the divergence from N(0, 1) of Gaussians with means and log-variances (B, d), summed over d and "
    "averaged over the batch.",
    zh="写出 `vae_kl`：均值和对数方差都是 (B, d) 的高斯分布相对于 N(0, 1) 的散度，对 d 求和，对批次取平均。",
    blanks=["mu**2 + logvar.exp() - 1 - logvar", "sum(dim=1).mean()"],
    mend=["sign_of_the_logarithm", "averaged_over_features"],
    gradients=True,
)
def vae_kl(mu, logvar):
    each = 0.5 * (mu**2 + logvar.exp() - 1 - logvar)
    return each.sum(dim=1).mean()


vae_kl.hint("logvar is log σ²: what is σ²?", zh="logvar 是 log σ²：σ² 是什么？")
vae_kl.hint("Each term is 0 for mu = 0 and logvar = 0.", zh="mu = 0、logvar = 0 时，每一项都是 0。")


@vae_kl.inputs
def codes(B=whole(2, 4), d=whole(2, 4)):
    return torch.randn(B, d), torch.randn(B, d)


@vae_kl.inputs
def one_code(d=whole(1, 3)):
    return 2 * torch.randn(1, d), 2 * torch.randn(1, d)


@vae_kl.holds("It is never negative.", zh="它从不为负。")
def never_negative(out):
    return out >= -1e-6


@vae_kl.holds("It is 0 for the prior itself.", zh="对先验本身是 0。")
def nothing_for_the_prior(solution, mu):
    return abs(solution(0 * mu, 0 * mu)) < 1e-6


@vae_kl.wrong(
    en=("logvar is added.", "It is subtracted: a small variance is expensive."),
    zh=("加上 logvar。", "是减去：方差小代价大。"),
)
def sign_of_the_logarithm(mu, logvar):
    each = 0.5 * (mu**2 + logvar.exp() - 1 + logvar)
    return each.sum(dim=1).mean()


@vae_kl.wrong(
    en=("logvar is log σ.", "It is log σ²: exp(logvar) is the variance."),
    zh=("logvar 是 log σ。", "它是 log σ²：exp(logvar) 就是方差。"),
)
def logarithm_of_the_deviation(mu, logvar):
    each = 0.5 * (mu**2 + (2 * logvar).exp() - 1 - 2 * logvar)
    return each.sum(dim=1).mean()


@vae_kl.wrong(
    en=("It is averaged over the features, too.", "Summed over them: the KL of independent codes adds up."),
    zh=("对特征也取平均。", "对特征求和：相互独立的编码的 KL 相加。"),
)
def averaged_over_features(mu, logvar):
    each = 0.5 * (mu**2 + logvar.exp() - 1 - logvar)
    return each.mean()


def figure(out, mu, sigma):
    z = torch.linspace(-8, 8, 300)
    for name, mean, deviation in (("code", mu, sigma), ("prior", 0.0, 1.0)):
        density = torch.distributions.Normal(mean, deviation).log_prob(z).exp()
        plt.plot(z, density, label=f"{name}: N({mean:g}, {deviation:g}²)")
    plt.title(f"KL = {out.item():.3g}")
    plt.xlabel("z")
    plt.legend()
