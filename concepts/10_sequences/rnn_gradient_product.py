"""Gradients through time

From the last step back to the first, the gradient is multiplied by one Jacobian for each time step:

    ∂h_T/∂h_0 = J_T · J_{T−1} ⋯ J_1

Factors a little below one make it vanish, a little above one make it explode: the effect is exponential in the number
of time steps. In a linear network with weight `W` the spectral radius (the largest |eigenvalue|) decides in the long
run; a singular value above one only allows growth for a while. Gradient clipping rescales a gradient that is too long
and cannot revive a vanished one.
"""

import math

import matplotlib.pyplot as plt
import torch
from torch import nn

from journal.authoring import one_of, question, several, task, where, whole

ZH = """时间方向的梯度消失与爆炸

从最后一步回到第一步，每经过一个时间步，梯度就乘上一个雅可比矩阵：

    ∂h_T/∂h_0 = J_T · J_{T−1} ⋯ J_1

因子略小于 1，梯度就消失；略大于 1，梯度就爆炸：影响随时间步数呈指数变化。在权重为 `W` 的线性网络中，
长远来看由谱半径（特征值绝对值的最大者）决定；奇异值大于 1 只说明梯度可能暂时变大。
梯度裁剪只是把过长的梯度按比例缩短，救不回已经消失的梯度。
"""
NAMES = [
    "exploding gradient",
    "vanishing gradient in RNN",
    "梯度爆炸",
]
SHARED = ["spectral radius", "谱半径", "雅可比矩阵"]
NEEDS = ["shared-weight-gradient", "vanishing-gradient"]
SOURCES = [
    "Pascanu, Mikolov & Bengio, On the difficulty of training recurrent neural networks, arXiv:1211.5063",
    "torch.nn.utils.clip_grad_norm_",
]


def demo(s=one_of(0.1, 0.2, 0.5, 2, 3, 10), T=whole(2, 5)):
    Q = torch.linalg.qr(torch.randn(8, 8, dtype=torch.float64)).Q
    W = s * Q  # Q turns a vector and keeps its length
    h = h0 = torch.randn(8, dtype=torch.float64, requires_grad=True)
    for _ in range(T):
        h = W @ h
    h[0].backward()
    return h0.grad.norm()


@question("How long is the gradient that reaches `h0`?", zh="传到 `h0` 的梯度，范数是多少？")
def norm(out):
    return out.item()


@norm.wrong(
    en=("Each step adds s.", "Each multiplies by s: T steps give a power."),
    zh=("每一步加上 s。", "每一步乘以 s：T 步得到的是幂。"),
)
def proportional_to_steps(s, T):
    return float(s * T)


@norm.wrong(
    en=("The factor comes in once.", "It comes in at every step."),
    zh=("因子只乘一次。", "每一步都要乘。"),
)
def one_factor(s):
    return float(s)


@norm.wrong(
    en=("The matrix has 8 rows, so the length grows with √8.", "Q keeps lengths; only s changes them."),
    zh=("矩阵有 8 行，范数随 √8 变大。", "Q 保持长度，只有 s 会改变它。"),
)
def width_counts(s, T):
    return s**T * math.sqrt(8)


@where(lambda s, limit: 0.02 < abs(math.log(limit) / math.log(s)) % 1 < 0.98)
def running(s=one_of(0.1, 0.2, 0.5, 2, 3, 10), limit=one_of(7, 15, 40, 90, 150, 300, 700, 1500, 4000, 9000, 20000)):
    Q = torch.linalg.qr(torch.randn(4, 4, dtype=torch.float64)).Q
    gradient, steps = Q[0], 0
    while 1 / limit < gradient.norm() < limit:
        gradient = s * Q.T @ gradient  # back through h = s Q h
        steps += 1
    return steps


@question("How many steps does the loop take?", zh="循环进行了几步？", of=running)
def steps_until_it_is_out(out):
    return out


@steps_until_it_is_out.wrong(
    en=("The length changes by equal amounts.", "By equal factors: it grows or shrinks exponentially."),
    zh=("范数每步变化同样的量。", "每步乘以同样的因子：按指数增减。"),
)
def equal_amounts(s, limit):
    return math.ceil((limit - 1) / (s - 1) if s > 1 else (1 - 1 / limit) / (1 - s))


@steps_until_it_is_out.wrong(
    en=("One step decides.", "Only all factors together pass the limit."),
    zh=("一步就决定了。", "所有因子连乘起来才越过界限。"),
)
def one_step():
    return 1


@steps_until_it_is_out.wrong(
    en=("It takes as many steps as s goes into the limit.", "That is division; here factors are multiplied."),
    zh=("步数是界限除以 s。", "那是除法；这里是因子连乘。"),
)
def divided(s, limit):
    return math.ceil(limit / s) if s > 1 else math.ceil(limit * s)


@where(lambda pairs: any(a * b < 1 and max(a, b) > 1 for a, b in pairs))
def sheared(pairs=several((4, 9), several(2, one_of(0.4, 0.6, 0.8, 0.9, 1.1, 1.2)))):
    lengths = []
    for a, b in pairs:
        W = torch.tensor([[a, 3.0], [0.0, b]], dtype=torch.float64)
        h = h0 = torch.ones(2, dtype=torch.float64, requires_grad=True)
        for _ in range(240):
            h = W @ h
        h.sum().backward()
        lengths.append(h0.grad.norm())
    return torch.stack(lengths)


@question("How many of the lengths are below 0.000001?", zh="有几个范数小于 0.000001？", of=sheared)
def vanished(out):
    return int((out < 1e-6).sum())


@vanished.wrong(
    en=("A singular value above 1 prevents vanishing.", "It allows growth at first; both eigenvalues decide."),
    zh=("有大于 1 的奇异值就不会消失。", "它只允许一开始变大；最终由两个特征值决定。"),
)
def singular_value_decides():
    return 0


@vanished.wrong(
    en=("One small eigenvalue is enough to vanish.", "The largest decides: both must be below 1."),
    zh=("有一个小的特征值就会消失。", "由最大的决定：两个都要小于 1。"),
)
def smallest_decides(pairs):
    return sum(min(pair) < 1 for pair in pairs)


@vanished.wrong(
    en=("The determinant decides.", "It is the product; the largest eigenvalue alone decides in the long run."),
    zh=("由行列式决定。", "行列式是乘积；长远来看由最大的特征值决定。"),
)
def determinant_decides(pairs):
    return sum(a * b < 1 for a, b in pairs)


@where(lambda sides, k, limit: limit != k * math.hypot(*sides))
def clipped(sides=one_of([3, 4], [5, 12], [8, 15], [20, 21]), k=whole(1, 6), limit=whole(2, 40)):
    w = torch.zeros(2, requires_grad=True)
    w.grad = k * torch.tensor(sides).float()
    return nn.utils.clip_grad_norm_([w], limit)


@question("What number is returned?", zh="返回的数是多少？", of=clipped)
def returned(out):
    return out.item()


@returned.wrong(
    en=("The length after clipping is returned.", "The one before, which is what one wants to log."),
    zh=("返回裁剪之后的范数。", "返回的是裁剪之前的，正是训练时想记录的量。"),
)
def returns_new_norm(sides, k, limit):
    return min(k * math.hypot(*sides), float(limit))


@returned.wrong(
    en=("The length is the sum of the entries.", "It is the root of the sum of squares."),
    zh=("范数是各分量之和。", "是平方和的平方根。"),
)
def sum_of_entries(sides, k):
    return float(k * sum(sides))


@returned.wrong(
    en=("The factor of the clipping is returned.", "The length is; the factor is limit / length."),
    zh=("返回的是缩放系数。", "返回的是范数；系数是 limit 除以范数。"),
)
def the_factor(sides, k, limit):
    return min(1.0, limit / (k * math.hypot(*sides)))


@task(
    "Write `through_time`: the Jacobian ∂h_T/∂h_0 (n, n) of h_t = tanh(W h_{t−1}), given W (n, n) and the states h_1 "
    "to h_T in the rows of `states` (T, n).",
    zh="写出 `through_time`：对 h_t = tanh(W h_{t−1})，给定 W (n, n) 和各步状态 h_1 到 h_T（`states` (T, n) 的各行），"
    "返回雅可比矩阵 ∂h_T/∂h_0 (n, n)。",
    blanks=["1 - h**2", "@ J"],
    order=True,
    mend=["slope_forgotten", "product_turned_round"],
)
def through_time(W, states):
    J = torch.eye(len(W))
    for h in states:
        J = torch.diag(1 - h**2) @ W @ J
    return J


through_time.hint(
    "The slope of tanh is 1 − h², with h the state that comes out.", zh="tanh 的斜率是 1 − h²，h 是输出的状态。"
)
through_time.hint("Later steps stand to the left.", zh="后面的步乘在左边。")


@through_time.inputs
def steps(n=whole(2, 4), T=whole(2, 5)):
    return torch.randn(n, n), torch.tanh(torch.randn(T, n))


@through_time.inputs
def few_steps(n=whole(1, 3), T=whole(0, 2)):
    return torch.randn(n, n), torch.tanh(torch.randn(T, n))


@through_time.holds("Without a step it is the identity.", zh="没有走步时是单位矩阵。")
def no_step(W, states, solution):
    return torch.equal(solution(W, states[:0]), torch.eye(len(W)))


@through_time.wrong(
    en=("Only the weights multiply.", "The slope of tanh does as well, at every step."),
    zh=("只需乘权重。", "每一步还要乘 tanh 的斜率。"),
)
def slope_forgotten(W, states):
    return torch.linalg.matrix_power(W, len(states))


@through_time.wrong(
    en=("The order of the factors does not matter.", "Matrices do not commute: the last step stands leftmost."),
    zh=("因子的次序无关紧要。", "矩阵不可交换：最后一步在最左边。"),
)
def product_turned_round(W, states):
    return through_time(W, states.flip(0))


@through_time.wrong(
    en=("The slope comes before the weight.", "tanh is applied last, so its slope stands to the left of W."),
    zh=("斜率乘在权重的右边。", "tanh 最后作用，它的斜率在 W 的左边。"),
)
def slope_before_the_weight(W, states):
    J = torch.eye(len(W))
    for h in states:
        J = W @ torch.diag(1 - h**2) @ J
    return J


def figure(s):
    steps = range(1, 31)
    for factor in sorted({0.8, 1.0, 1.2, s}):
        plt.semilogy(steps, [factor**t for t in steps], label=f"s = {factor}")
    plt.xlabel("steps T")
    plt.ylabel("gradient norm")
    plt.legend()
