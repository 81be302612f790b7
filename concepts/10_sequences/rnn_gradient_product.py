"""Gradients through time

From the last step back to the first, the gradient is multiplied by one Jacobian for each time step:

    ∂h_T/∂h_0 = J_T · J_{T−1} ⋯ J_1

Factors a little below one make it vanish, a little above one make it explode: the effect is exponential in the number
of time steps. In a linear network with weight `W` the spectral radius (the largest |eigenvalue|) decides in the long
run; a singular value above one only allows growth for a while. Gradient clipping rescales a gradient that is too long
and cannot revive a vanished one.
"""

import matplotlib.pyplot as plt
import torch
from torch import nn

from journal.authoring import one_of, question, whole

ZH = """时间方向的梯度消失与爆炸

从最后一步回到第一步，每经过一个时间步，梯度就乘上一个雅可比矩阵：

    ∂h_T/∂h_0 = J_T · J_{T−1} ⋯ J_1

因子略小于 1，梯度就消失；略大于 1，梯度就爆炸：影响随时间步数呈指数变化。在权重为 `W` 的线性网络中，
长远来看由谱半径（特征值绝对值的最大者）决定；奇异值大于 1 只说明梯度可能暂时变大。
梯度裁剪只是把过长的梯度按比例缩短，救不回已经消失的梯度。
"""
ALIASES = [
    "exploding gradient",
    "vanishing gradient in RNN",
    "spectral radius",
    "梯度爆炸",
    "谱半径",
    "雅可比矩阵",
]
NEEDS = ["shared-weight-gradient", "vanishing-gradient"]
SOURCES = [
    "Pascanu, Mikolov & Bengio, On the difficulty of training recurrent neural networks, arXiv:1211.5063",
    "torch.nn.utils.clip_grad_norm_",
]


def demo(s=one_of(0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3), T=whole(8, 30)):
    Q = torch.linalg.qr(torch.randn(8, 8, dtype=torch.float64)).Q
    W = s * Q  # Q turns a vector and keeps its length
    h = h0 = torch.randn(8, dtype=torch.float64, requires_grad=True)
    for _ in range(T):
        h = W @ h
    h[0].backward()
    return h0.grad.norm()


@question("How long is the gradient that reaches `h0`?", "传到 `h0` 的梯度，范数是多少？")
def norm(out):
    return out


@norm.wrong(
    "Every step multiplies by s: T steps give a power, not a multiple.", "每一步都乘以 s：T 步得到的是幂，而不是倍数。"
)
def proportional_to_steps(s, T):
    return s * T


@norm.wrong("The same factor comes in at every step, not only once.", "同样的因子每一步都要乘，而不只是一次。")
def one_factor(s):
    return norm(demo(s, T=1))


@norm.wrong(
    "The length does not change by equal amounts: each step multiplies what is there by s.",
    "范数不是每步增减同样的量：每一步都在现有的值上乘以 s。",
)
def change_is_linear(s, T):
    return 1 + T * (s - 1)


@question(
    "The gradient starts with length 1. When it reaches `h0`, has it vanished (below 0.01) or exploded (above 100)?",
    "梯度出发时范数是 1。传到 `h0` 时，它消失了（小于 0.01）、爆炸了（大于 100），还是介于两者之间？",
    choices={"vanishes": "消失", "explodes": "爆炸", "between": "介于两者之间"},
)
def verdict(out):
    if out < 0.01:
        return "vanishes"
    return "explodes" if out > 100 else "between"


@verdict.wrong(
    "One factor near 1 looks harmless, but it comes in T times.", "单独一个接近 1 的因子看似无害，但它要乘 T 次。"
)
def looks_at_one_step(s):
    return verdict(demo(s, T=1))


@verdict.wrong(
    "The side of 1 gives the direction; how far it gets depends on the number of steps too.",
    "比 1 大还是小只决定方向；变化到什么程度还取决于步数。",
)
def side_of_one_decides(s):
    return verdict(demo(s, T=200))


def sheared(rho=one_of(0.6, 0.7, 0.8, 0.9, 1.02, 1.05, 1.1), c=whole(2, 5)):
    W = torch.tensor([[rho, c], [0.0, rho]], dtype=torch.float64)
    h = h0 = torch.ones(2, dtype=torch.float64, requires_grad=True)
    for _ in range(300):
        h = W @ h
    h.sum().backward()
    return h0.grad.norm()


@question(
    "The largest singular value of `W` is above 1. Is the gradient's length below 0.000001 after the 300 steps?",
    "`W` 的最大奇异值大于 1。经过 300 步之后，梯度的范数小于 0.000001 吗？",
    of=sheared,
)
def vanished(out):
    return out < 1e-6


@vanished.wrong(
    "A singular value above 1 allows growth at first; the eigenvalues, both rho, decide in the long run.",
    "奇异值大于 1 只允许一开始变大；长远来看由特征值（两个都是 rho）决定。",
)
def singular_value_decides():
    return False


@vanished.wrong(
    "Only a spectral radius below 1 makes it vanish; here rho is above 1 and the gradient grows.",
    "谱半径小于 1 时梯度才会消失；这里 rho 大于 1，梯度越来越大。",
)
def always_vanishes():
    return True


def clipped(k=whole(1, 6), limit=one_of(2, 8, 12, 40), clip=nn.utils.clip_grad_norm_):
    w = torch.zeros(2, requires_grad=True)
    w.grad = torch.tensor([3.0 * k, 4.0 * k])
    returned = clip([w], limit)
    return returned, w.grad.norm()


@question("How long is `w.grad` after clipping?", "裁剪之后 `w.grad` 的范数是多少？", of=clipped)
def norm_after(out):
    return out[1]


@norm_after.wrong(
    "Clipping only shortens: a gradient below the limit stays as it is.", "裁剪只会缩短：没有超过上限的梯度保持不变。"
)
def always_set_to_limit(limit):
    return norm_after(clipped(100, limit))


@norm_after.wrong(
    "The limit holds for the length of the whole gradient, not for each entry.",
    "上限针对整个梯度的范数，而不是每个分量。",
)
def each_entry_is_clipped(k, limit):
    return norm_after(clipped(k, limit, clip=nn.utils.clip_grad_value_))


@question("What number is `returned`?", "`returned` 等于多少？", of=clipped)
def returned(out):
    return out[0]


@returned.wrong(
    "It returns the length before clipping, which is what one wants to log.",
    "返回的是裁剪之前的范数，这正是训练时想记录的量。",
)
def returns_new_norm(k, limit):
    return norm_after(clipped(k, limit))


@returned.wrong(
    "The length of (3k, 4k) is the root of the sum of squares, not the sum.",
    "(3k, 4k) 的范数是平方和的平方根，而不是各分量之和。",
)
def sum_of_entries(k):
    return 7.0 * k


def figure(s, T):
    steps = range(1, T + 1)
    for factor in sorted({0.8, 1.0, 1.2, s}):
        plt.semilogy(steps, [demo(factor, t).item() for t in steps], label=f"s = {factor}")
    plt.xlabel("steps T")
    plt.ylabel("gradient norm")
    plt.legend()
