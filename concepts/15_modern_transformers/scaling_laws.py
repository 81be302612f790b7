"""Scaling laws

Training a Transformer with N weights on D tokens costs about

    C = 6 N D   floating-point operations

2 per weight and token forwards (a multiplication and an addition) and 4 backwards (gradients for inputs and weights);
using it costs 2N per token. Attention over long texts comes on top. The loss falls as a power law, E + A/N^α, towards a
floor E that no model passes: equal factors of N bring ever smaller gains. If the best D is proportional to N, as
Hoffmann et al. found (about 20 tokens per weight), then N and D both grow with √C.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, where

ZH = """缩放定律

在 D 个词元上训练有 N 个权重的 Transformer，大约需要

    C = 6 N D   次浮点运算

前向每个权重、每个词元 2 次（一次乘法、一次加法），反向 4 次（对输入和对权重求梯度）；使用时每个词元 2N 次。
长文本的注意力另算。损失按幂律 E + A/N^α 下降，趋于任何模型都无法越过的下限 E：N 每增大同样的倍数，收益越来越小。
如果最优的 D 与 N 成正比，如 Hoffmann 等人发现的（每个权重约 20 个词元），N 和 D 就都随 √C 增长。
"""
NAMES = [
    "scaling law",
    "scaling laws",
    "compute-optimal",
    "compute-optimal training",
    "缩放定律",
    "规模定律",
    "扩展定律",
    "计算最优",
    "Chinchilla scaling",
]
SHARED = [
    "Chinchilla",
]
HINTS = [
    "FLOPs",
    "参数量",
]
NEEDS = ["decoder-only"]
SOURCES = [
    "Kaplan et al., Scaling Laws for Neural Language Models, arXiv:2001.08361",
    "Hoffmann et al., Training Compute-Optimal Large Language Models, arXiv:2203.15556",
]


def demo(N=one_of(1, 2, 3, 7, 13, 70), D=one_of(20, 50, 100, 300, 1000)):
    # N in 1e9 weights, D in 1e9 tokens: operations in 1e18
    forward = 2 * N * D
    backward = 2 * forward  # gradients for inputs and for weights
    return forward + backward


@question("How many operations does training take, in units of 10¹⁸?", zh="训练需要多少次运算（以 10¹⁸ 为单位）？")
def training(out):
    return out


@training.wrong(
    en=("The backward pass costs as much as the forward pass.", "Twice as much: each matrix gives two gradients."),
    zh=("反向与前向的代价相同。", "是两倍：每个矩阵要算两种梯度。"),
)
def backward_like_forward(N, D):
    return 4 * N * D


@training.wrong(
    en=("A weight is one operation per token.", "A multiplication and an addition: two."),
    zh=("每个权重对每个词元是一次运算。", "一次乘法加一次加法：两次。"),
)
def one_operation_each(N, D):
    return 3 * N * D


@training.wrong(
    en=("Training costs a forward pass over the tokens.", "Gradients cost twice that on top."),
    zh=("训练的代价就是对所有词元做一次前向。", "求梯度还要再加两倍。"),
)
def forward_only(N, D):
    return 2 * N * D


def more_compute(factor=one_of(4, 9, 16, 25, 100), N=one_of(1, 2, 5, 10), tokens_each=one_of(10, 20, 40)):
    # C = 6 * N * (tokens_each * N): C grows with the square of N
    best_N = N * torch.tensor(float(factor)).sqrt()
    best_D = tokens_each * best_N
    return best_N, best_D


@question(
    "`factor` times the compute: what is the best number of tokens now (in 10⁹)?",
    zh="计算量变成 `factor` 倍，最优的词元数现在是多少（以 10⁹ 为单位）？",
    of=more_compute,
)
def best_tokens(out):
    return out[1]


@best_tokens.wrong(
    en=("All additional compute goes into more tokens.", "Half of the growth goes into weights: both grow with √C."),
    zh=("多出的计算量全部用于更多词元。", "增长的一半用于权重：两者都随 √C 增长。"),
)
def all_into_tokens(factor, N, tokens_each):
    return float(tokens_each * N * factor)


@best_tokens.wrong(
    en=("All additional compute goes into a larger model.", "The tokens grow with the weights."),
    zh=("多出的计算量全部用于更大的模型。", "词元数随权重一起增长。"),
)
def tokens_stay(N, tokens_each):
    return float(tokens_each * N)


@best_tokens.wrong(
    en=("Weights and tokens share the growth, half and half.", "They multiply: each gets its root."),
    zh=("权重和词元各分一半增长倍数。", "两者是相乘的：各得平方根。"),
)
def half_each(factor, N, tokens_each):
    return tokens_each * N * factor / 2 if factor != 4 else None


@where(lambda alpha, factor: factor in ((16, 81, 256, 10000) if alpha == 0.25 else (4, 9, 16, 25, 100)))
def larger(
    alpha=one_of(0.25, 0.5),
    factor=one_of(4, 9, 16, 25, 81, 100, 256, 10000),
    floor=one_of(1.0, 1.5, 2.0),
    A=one_of(1.0, 2.0, 4.0),
):
    # the loss was floor + A; now there are `factor` times the weights
    return floor + A * factor**-alpha


@question("What is the loss now?", zh="现在的损失是多少？", of=larger)
def loss(out):
    return out


@loss.wrong(
    en=("The part above the floor is inversely proportional to N.", "As a power: N^(−α) with α below 1."),
    zh=("下限以上的部分与 N 成反比。", "是幂律：N^(−α)，α 小于 1。"),
)
def inverse(factor, floor, A):
    return floor + A / factor


@loss.wrong(
    en=("The whole loss falls.", "The floor E stays."),
    zh=("整个损失都下降。", "下限 E 不变。"),
)
def floor_falls_too(alpha, factor, floor, A):
    return (floor + A) * factor**-alpha


@loss.wrong(
    en=("Size removes the floor.", "No number of weights passes it."),
    zh=("模型大了，下限就消失。", "多少权重都越不过下限。"),
)
def without_a_floor(alpha, factor, A):
    return A * factor**-alpha


def budget(N=one_of(1, 2, 5, 10), tokens_each=one_of(10, 20, 40), answers=one_of(30, 60, 90, 120, 300, 600)):
    D = tokens_each * N
    training = 6 * N * D
    use = 2 * N * answers  # tokens generated afterwards, in 1e9
    return use / training


@question(
    "How large is the cost of use as a share of the cost of training?", zh="使用的代价是训练代价的多少倍？", of=budget
)
def use_share(out):
    return out


@use_share.wrong(
    en=("A token costs the same in use as in training.", "A third of it: there is no backward pass."),
    zh=("使用时每个词元的代价与训练时相同。", "是三分之一：没有反向传播。"),
)
def as_in_training(N, tokens_each, answers):
    return answers / (tokens_each * N)


@use_share.wrong(
    en=("Use costs nothing once a model is trained.", "Every generated token costs 2N operations."),
    zh=("模型训练好之后，使用没有代价。", "每生成一个词元要 2N 次运算。"),
)
def free_of_charge():
    return 0.0


@use_share.wrong(
    en=("Without backward pass a token costs half.", "The backward pass is two thirds of the work."),
    zh=("没有反向传播，每个词元的代价减半。", "反向传播占三分之二的计算量。"),
)
def half_of_training(N, tokens_each, answers):
    return answers / (2 * tokens_each * N)


def figure(out, N, D):
    sizes = torch.logspace(-1, 3, 50)
    for C in (10, 1000, 100000):
        tokens = C / (6 * sizes)
        plt.plot(sizes, tokens, label=f"C = {C}·10¹⁸")
    plt.plot(sizes, 20 * sizes, color="black", linestyle=":", label="20 tokens per weight")
    plt.scatter([N], [D], color="C3", zorder=3)
    plt.xscale("log")
    plt.yscale("log")
    plt.xlabel("weights, 10⁹")
    plt.ylabel("tokens, 10⁹")
    plt.legend()
