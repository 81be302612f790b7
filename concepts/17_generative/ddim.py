"""DDIM: fewer steps, no new noise

A DDPM walks back through all noise levels and draws new noise at each. DDIM uses the same trained network but goes
otherwise: from the predicted noise it reads off x₀ and noises it again to the next level with that same prediction,

    x_next = √ᾱ_next · x₀ + √(1 − ᾱ_next) · ε_predicted

Nothing is random after the start (η = 0), so equal start noise gives equal images, and levels may be skipped: 50 calls
of the network in place of 1000. A step does not land on x₀ itself unless the next level is free of noise.
"""

from itertools import pairwise

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, task, where, whole

ZH = """DDIM：更少的步数，不再加噪

DDPM 沿所有噪声水平往回走，每一步都抽取新的噪声。DDIM 用同一个训练好的网络，但走法不同：由预测的噪声解出 x₀，
再用同一个预测把它加噪到下一个水平：

    x_next = √ᾱ_next · x₀ + √(1 − ᾱ_next) · ε_predicted

出发之后没有任何随机性（η = 0），所以起点噪声相同，图像就相同，还可以跳过一些水平：网络调用 50 次，而不是 1000 次。
除非下一个水平没有噪声，一步并不会直接落到 x₀ 上。
"""
NAMES = [
    "DDIM",
    "denoising diffusion implicit model",
    "deterministic sampler",
    "去噪扩散隐式模型",
    "隐式扩散",
    "确定性采样器",
]
HINTS = ["sampler", "采样器"]
NEEDS = ["ddpm-forward"]
CONFUSED_WITH = ["ddpm-forward"]
SOURCES = ["Song, Meng & Ermon, Denoising Diffusion Implicit Models, arXiv:2010.02502, equations 12 and 16"]


@where(lambda x0, eps, end: abs((1 - end**0.5) * x0 - (1 - end) ** 0.5 * eps) > 0.4)
@where(lambda x0, eps, end: abs((end**0.5 - end) * x0 + ((1 - end) ** 0.5 - 1 + end) * eps) > 0.3)
@where(lambda x0, eps, end: 0.5 < end**0.5 * x0 + (1 - end) ** 0.5 * eps < 10)
def demo(
    x0=whole(2, 9), eps=one_of(-3.0, -2.0, -1.0, 1.0, 2.0), middle=one_of(0.1, 0.2, 0.3), end=one_of(0.36, 0.64, 0.9216)
):
    levels = torch.tensor([0.05, middle, end]).double()  # ᾱ
    x = levels[0].sqrt() * x0 + (1 - levels[0]).sqrt() * eps
    for now, then in pairwise(levels):
        # the network happens to predict eps exactly
        clean = (x - (1 - now).sqrt() * eps) / now.sqrt()
        x = then.sqrt() * clean + (1 - then).sqrt() * eps
    return x


@question("Where does the sampler arrive, that is, what is returned?", zh="采样器到达哪里，也就是返回值是多少？")
def arrived(out):
    return out


@arrived.wrong(
    en=("A step lands on x₀.", "It is noised again, to the level `end`."),
    zh=("一步就落到 x₀ 上。", "还要再加噪到水平 `end`。"),
)
def at_x0(x0):
    return float(x0)


@arrived.wrong(
    en=("The predicted noise is removed for good.", "A part √(1 − ᾱ) of it is put back."),
    zh=("预测的噪声彻底去掉了。", "其中 √(1 − ᾱ) 的部分又加了回去。"),
)
def noise_gone(x0, end):
    return end**0.5 * x0


@arrived.wrong(
    en=("The weights are ᾱ and 1 − ᾱ.", "Their roots."),
    zh=("权重是 ᾱ 和 1 − ᾱ。", "是它们的平方根。"),
)
def without_roots(x0, eps, end):
    return end * x0 + (1 - end) * eps


@where(lambda steps, every: steps % every == 0)
def calls(steps=one_of(100, 200, 500, 1000), every=one_of(5, 10, 20, 25, 50), images=whole(1, 9)):
    network_calls = 0
    for _ in range(images):
        for _ in range(0, steps, every):  # the levels that are visited
            network_calls += 1
    return network_calls


@question("How often is the network called?", zh="网络被调用了多少次？", of=calls)
def network_calls(out):
    return out


@network_calls.wrong(
    en=("Every level of the training is visited.", "Only every `every`-th one is."),
    zh=("训练时的每个水平都要走到。", "每 `every` 个才走一个。"),
)
def all_levels(steps, every, images):
    return network_calls(calls(steps, 1, images))


@network_calls.wrong(
    en=("`every` is the number of steps.", "It is the distance of the levels visited."),
    zh=("`every` 是步数。", "是相邻两个水平的间隔。"),
)
def taken_for_the_steps(every, images):
    return every * images


@network_calls.wrong(
    en=("One call makes an image.", "Each visited level needs one."),
    zh=("一次调用就生成一张图像。", "每个走到的水平都要一次。"),
)
def one_for_each_image(images):
    return images


def two_starts(
    x0=whole(-5, 5), gap=one_of(1.0, 2.0, 5.0, 10.0, 20.0), middle=one_of(0.1, 0.2, 0.3), end=one_of(0.36, 0.64, 0.9216)
):
    x = torch.tensor([1.0, 1.0 + gap]).double()  # two starts, pure noise
    for now, then in ((0.0, middle), (middle, end)):
        # a network that knows: all data are x0
        eps = (x - now**0.5 * x0) / (1 - now) ** 0.5
        x = then**0.5 * x0 + (1 - then) ** 0.5 * eps
    return x[1] - x[0]


@question("How far apart are the two samples at the end?", zh="最后两个样本相距多远？", of=two_starts)
def distance(out):
    return out


@distance.wrong(
    en=("Both samples have arrived at x₀.", "At the level `end` a part √(1 − ᾱ) of the noise is left."),
    zh=("两个样本都到了 x₀。", "在水平 `end`，噪声还剩 √(1 − ᾱ) 的部分。"),
)
def both_at_x0():
    return 0.0


@distance.wrong(
    en=("The distance of the starts is kept.", "It shrinks with the noise, to the share √(1 − ᾱ)."),
    zh=("起点的距离保持不变。", "它随噪声缩小到 √(1 − ᾱ) 倍。"),
)
def kept(gap):
    return gap


@distance.wrong(
    en=("Each step shrinks it by √(1 − ᾱ) of its level.", "By the ratio of two levels: only the last one remains."),
    zh=("每一步按自己水平的 √(1 − ᾱ) 缩小。", "按相邻两个水平之比缩小：最后只剩末尾的水平。"),
)
def shrinks_twice(gap, middle, end):
    return gap * ((1 - middle) * (1 - end)) ** 0.5


@task(
    "Write `ddim_step`: from x at the level `now` (ᾱ) with the predicted noise `eps` to the level `then`.",
    zh="写出 `ddim_step`：x 处在水平 `now`（ᾱ），预测的噪声是 `eps`，走到水平 `then`。",
    blanks=["(x - (1 - now) ** 0.5 * eps) / now**0.5", "(1 - then) ** 0.5 * eps"],
    mend=["lands_on_x0", "old_level_kept"],
)
def ddim_step(x, eps, now, then):
    clean = (x - (1 - now) ** 0.5 * eps) / now**0.5
    return then**0.5 * clean + (1 - then) ** 0.5 * eps


ddim_step.hint(
    "Solve x = √now · x₀ + √(1 − now) · eps for x₀ first.", zh="先由 x = √now · x₀ + √(1 − now) · eps 解出 x₀。"
)
ddim_step.hint("Then noise x₀ to the level `then` with the same eps.", zh="再用同一个 eps 把 x₀ 加噪到水平 `then`。")


@ddim_step.inputs
def steps_back(n=whole(1, 4), now=one_of(0.05, 0.1, 0.3), then=one_of(0.4, 0.7, 0.9)):
    return torch.randn(n), torch.randn(n), now, then


@ddim_step.inputs
def last_steps(n=whole(1, 3), now=one_of(0.5, 0.8)):
    return torch.randn(n), torch.randn(n), now, 0.99


@ddim_step.holds("Staying at a level changes nothing.", zh="水平不变时，结果也不变。")
def no_step(solution, x, eps, now):
    return torch.allclose(solution(x, eps, now, now), x, atol=1e-5)


@ddim_step.wrong(
    en=("The step ends at x₀.", "x₀ is noised again to the next level."),
    zh=("这一步到 x₀ 为止。", "x₀ 还要加噪到下一个水平。"),
)
def lands_on_x0(x, eps, now, then):
    return (x - (1 - now) ** 0.5 * eps) / now**0.5


@ddim_step.wrong(
    en=("x₀ is x minus the noise.", "The signal was shrunk: divide by √now."),
    zh=("x₀ 就是 x 减去噪声。", "信号被缩小过：还要除以 √now。"),
)
def not_divided(x, eps, now, then):
    clean = x - (1 - now) ** 0.5 * eps
    return then**0.5 * clean + (1 - then) ** 0.5 * eps


@ddim_step.wrong(
    en=("As much noise is put back as before.", "As much as the next level has: √(1 − then)."),
    zh=("加回的噪声和原来一样多。", "按下一个水平加：√(1 − then)。"),
)
def old_level_kept(x, eps, now, then):
    clean = (x - (1 - now) ** 0.5 * eps) / now**0.5
    return then**0.5 * clean + (1 - now) ** 0.5 * eps


def figure(out, x0, eps, middle, end):
    levels = [0.05, middle, end]
    path = [level**0.5 * x0 + (1 - level) ** 0.5 * eps for level in levels]
    plt.plot(levels, path, marker="o", label="DDIM")
    grid = torch.linspace(0.05, 1, 100)
    plt.plot(grid, grid.sqrt() * x0 + (1 - grid).sqrt() * eps, color="lightgray", zorder=0, label="x₀ with this noise")
    plt.axhline(x0, color="C1", linestyle=":", label="x₀")
    plt.xlabel("ᾱ")
    plt.legend()
