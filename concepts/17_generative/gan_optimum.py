"""GAN: the best discriminator and the end of the game

A generator turns noise into samples, a discriminator D says how likely a sample is real. For a fixed generator with
density q against data with density p the best discriminator is

    D(x) = p(x)/(p(x) + q(x))

At the end of the game q = p and D is ½ everywhere; the discriminator's loss is then ln 4, not 0. While D is sure of a
fake, the generator's original loss log(1 − D) has the slope −D in the logit, almost none; the non-saturating −log D has
−(1 − D), almost −1. A generator that makes few kinds of samples, each well, has collapsed modes, and its loss does not
show it.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, several, task, where, whole

ZH = """GAN：最优判别器与均衡

生成器把噪声变成样本，判别器 D 判断样本是真的概率。生成器固定、密度为 q，数据密度为 p 时，最优的判别器是

    D(x) = p(x)/(p(x) + q(x))

博弈结束时 q = p，D 处处为 ½；此时判别器的损失是 ln 4，而不是 0。当 D 确信样本是假的时，
生成器最初的损失 log(1 − D) 对 logit 的斜率是 −D，几乎没有；非饱和的 −log D 的斜率是 −(1 − D)，接近 −1。
如果生成器只会造少数几种样本，每种都很像，就是模式坍塌，从损失上看不出来。
"""
NAMES = [
    "GAN",
    "generative adversarial network",
    "discriminator",
    "mode collapse",
    "non-saturating loss",
    "生成对抗网络",
    "判别器",
    "模式崩溃",
    "模式坍塌",
    "非饱和损失",
]
HINTS = ["generator", "生成器"]
NEEDS = ["softmax-cross-entropy"]
SOURCES = ["Goodfellow et al., Generative Adversarial Networks, arXiv:1406.2661, sections 3 and 4"]


@where(lambda real, fake: real[0] * sum(fake) != fake[0] * sum(real) and real[0] * 2 != sum(real))
@where(lambda real, fake: sum(real) != sum(fake))
def demo(real=several(3, whole(1, 9)), fake=several(3, whole(1, 9))):
    # how often each of three kinds occurs among data and among fakes
    p, q = torch.tensor(real) / sum(real), torch.tensor(fake) / sum(fake)
    best_d = p / (p + q)
    return best_d[0]


@question("What does the best discriminator say of kind 0?", zh="最优判别器对第 0 种给出多少？")
def best(out):
    return out


@best.wrong(
    en=("The best discriminator is certain.", "The kind occurs among both: it can only weigh the odds."),
    zh=("最优的判别器完全确定。", "两边都有这一种：它只能权衡可能性。"),
)
def certain():
    return 1.0


@best.wrong(
    en=("It says ½ of everything.", "Only where data and fakes are equally frequent."),
    zh=("它对什么都说 ½。", "只有数据与假样本同样常见时才是。"),
)
def always_half():
    return 0.5


@best.wrong(
    en=("It compares the raw counts.", "It compares the shares: both sets count alike."),
    zh=("它比较原始次数。", "比较的是比例：两个集合权重相同。"),
)
def raw_counts(real, fake):
    return real[0] / (real[0] + fake[0])


def slope(
    odds=one_of(19.0, 9.0, 4.0, 3.0, 1.5, 99.0, 49.0, 24.0, 7.0, 15.0),
    loss=one_of("log(1 - D)", "-log D"),
    c=one_of(1, 2, 10),
):
    logit = -torch.tensor(odds).log()  # D(fake) is 1 / (1 + odds)
    logit.requires_grad_()
    losses = {"log(1 - D)": F.logsigmoid(-logit)}
    losses["-log D"] = -F.logsigmoid(logit)
    (c * losses[loss]).backward()
    return logit.grad


@question("What is `logit.grad`?", zh="`logit.grad` 是多少？", of=slope)
def generator_slope(out):
    return out


@generator_slope.wrong(
    en=("log(1 − D) has the slope −(1 − D), −log D has −D.", "It is the other way round."),
    zh=("log(1 − D) 的斜率是 −(1 − D)，−log D 的是 −D。", "正好相反。"),
)
def other_loss(odds, loss, c):
    return generator_slope(slope(odds, "-log D" if loss == "log(1 - D)" else "log(1 - D)", c))


@generator_slope.wrong(
    en=("The slope is positive: D is to rise.", "The loss falls as D rises: the slope is negative."),
    zh=("斜率为正，因为 D 要上升。", "D 上升时损失下降：斜率为负。"),
)
def sign_turned(out):
    return -out.item()


@generator_slope.wrong(
    en=("It is the slope in D: −1/(1 − D) or −1/D.", "In the logit, D(1 − D) is a factor."),
    zh=("是对 D 的斜率：−1/(1 − D) 或 −1/D。", "对 logit 还要乘 D(1 − D)。"),
)
def slope_in_d(odds, loss, c):
    return -c * (1 + odds) / odds if loss == "log(1 - D)" else -c * (1 + odds)


@where(lambda real, fake: fake != 0.5 and real != 1 - fake)
def discriminator_loss(real=one_of(0.5, 0.6, 0.7, 0.8, 0.9), fake=one_of(0.1, 0.2, 0.3, 0.4, 0.6, 0.7)):
    # what D says of a real sample and of a fake
    D = torch.tensor([real, fake])
    loss = F.binary_cross_entropy(D, torch.tensor([1.0, 0.0]), reduction="sum")
    return (-loss).exp()


@question(
    "What is exp(−loss), that is, what is returned?",
    zh="exp(−损失) 是多少，也就是返回值是多少？",
    of=discriminator_loss,
)
def exp_loss(out):
    return out


@exp_loss.wrong(
    en=("Fakes should be given 1, too.", "Fakes should be given 0: 1 − D counts."),
    zh=("假样本也应该得 1。", "假样本应该得 0：算的是 1 − D。"),
)
def ones_for_fakes(real, fake):
    return real * fake


@exp_loss.wrong(
    en=("Only real samples enter the discriminator's loss.", "Both halves do."),
    zh=("判别器的损失只算真样本。", "两边都要算。"),
)
def real_only(real):
    return real


@exp_loss.wrong(
    en=("The two probabilities are averaged.", "Their logarithms add up."),
    zh=("两个概率取平均。", "是它们的对数相加。"),
)
def averaged(real, fake):
    return (real + 1 - fake) / 2


@task(
    "Write `d_loss`: the discriminator's loss from its logits for real samples (n,) and for fakes (m,): the mean "
    "over the real ones plus the mean over the fakes.",
    zh="写出 `d_loss`：判别器的损失，输入是真样本的 logits (n,) 和假样本的 logits (m,)：真样本的平均加上假样本的平均。",
    blanks=["F.logsigmoid(real)", "F.logsigmoid(-fake)"],
    mend=["fakes_called_real", "logits_taken_for_probabilities"],
    gradients=True,
)
def d_loss(real, fake):
    return -F.logsigmoid(real).mean() - F.logsigmoid(-fake).mean()


d_loss.hint(
    "D should say 1 of real samples and 0 of fakes: which two probabilities should be large?",
    zh="D 对真样本应说 1，对假样本应说 0：哪两个概率应该大？",
)


@d_loss.inputs
def batches(n=whole(1, 4), m=whole(2, 5)):
    return 2 * torch.randn(n) + 1, 2 * torch.randn(m) - 1


@d_loss.inputs
def sure(n=whole(1, 3)):
    return 50 * torch.randn(n), 50 * torch.randn(n)


@d_loss.holds("It is ln 4 when D cannot tell.", zh="D 分不出来时是 ln 4。")
def ln_4_at_the_end(solution, real, fake):
    return abs(solution(0 * real, 0 * fake) - 1.3863) < 1e-3


@d_loss.wrong(
    en=("Fakes are to be called real.", "That is the generator's wish."),
    zh=("要把假样本说成真的。", "那是生成器的愿望。"),
)
def fakes_called_real(real, fake):
    return -F.logsigmoid(real).mean() - F.logsigmoid(fake).mean()


@d_loss.wrong(
    en=("The logits are probabilities.", "They go through a sigmoid first."),
    zh=("logits 就是概率。", "要先经过 sigmoid。"),
)
def logits_taken_for_probabilities(real, fake):
    return -real.mean() - (1 - fake).mean()


@d_loss.wrong(
    en=("All samples are averaged together.", "Each half has a mean of its own."),
    zh=("所有样本一起取平均。", "两边各自取平均。"),
)
def one_mean(real, fake):
    return -torch.cat([F.logsigmoid(real), F.logsigmoid(-fake)]).mean()


def figure(out, real, fake):
    p, q = [each / sum(real) for each in real], [each / sum(fake) for each in fake]
    places = torch.arange(3)
    plt.bar(places - 0.2, p, width=0.4, label="data")
    plt.bar(places + 0.2, q, width=0.4, label="fakes")
    plt.plot(places, [a / (a + b) for a, b in zip(p, q)], "ko", label="best D")
    plt.axhline(0.5, color="gray", linestyle=":")
    plt.xticks(range(3), [f"kind {i}" for i in range(3)])
    plt.legend()
