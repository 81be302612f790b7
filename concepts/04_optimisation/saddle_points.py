"""Saddle points

Where the gradient is 0 the eigenvalues of the Hessian decide: all positive make a minimum, all negative a maximum,
and with both signs there is a way down and a way up: a saddle. For ½(a·x² + 2b·xy + c·y²) the product of the
eigenvalues is a·c − b².

Along a direction of curvature −c each step of gradient descent multiplies a small offset:

    y ← (1 + lr · c) · y

so noise leaves a saddle in few steps; exactly on its ridge plain gradient descent stays. In many dimensions critical
points are mostly saddles.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, where, whole

ZH = """鞍点

在梯度为 0 的地方，由海森矩阵的特征值决定：全为正是极小点，全为负是极大点，有正有负则既有下坡也有上坡，就是鞍点。
对 ½(a·x² + 2b·xy + c·y²)，两个特征值之积是 a·c − b²。

沿着曲率为 −c 的方向，梯度下降每一步把微小的偏移放大：

    y ← (1 + lr · c) · y

所以有噪声时几步就离开鞍点；若恰好在山脊上，普通的梯度下降会停在那里。高维空间里的临界点大多是鞍点。
"""
NAMES = [
    "saddle point",
    "critical point",
    "stationary point",
    "Hessian eigenvalues",
    "Hessian matrix",
    "鞍点",
    "驻点",
    "海森矩阵",
    "黑塞矩阵",
]
SHARED = ["Hessian", "临界点"]
HINTS = ["local minimum", "局部最小值", "局部极小值"]
NEEDS = ["sgd-update", "chain-rule"]
SOURCES = [
    "Dauphin et al., Identifying and attacking the saddle point problem, arXiv:1406.2572",
    "Goodfellow, Bengio & Courville, Deep Learning, section 8.2.3",
]


@where(lambda c, b: b and 0 not in c and c[0] * c[1] > 0 and c[0] * c[1] != b * b)
def demo(c=several((3, 7), whole(-6, 6)), b=whole(-5, 5)):
    def f(p):
        return (torch.tensor(c) * p**2).sum() / 2 + b * p[0] * p[1]

    hessian = torch.autograd.functional.hessian(f, torch.zeros(len(c)))
    return (torch.linalg.eigvalsh(hessian) < 0).sum()


@question("How many eigenvalues of the Hessian are negative?", zh="海森矩阵有几个特征值为负？")
def ways_down(out):
    return out


@ways_down.wrong(
    en=("The signs of the list c decide.", "A large mixed term turns one eigenvalue: look at c[0]·c[1] − b²."),
    zh=("由列表 c 的符号决定。", "混合项够大，就会使一个特征值变号：要看 c[0]·c[1] − b²。"),
)
def diagonal_decides(c):
    return sum(each < 0 for each in c)


@ways_down.wrong(
    en=("Where the gradient is 0 there is a minimum.", "It may be a maximum or a saddle."),
    zh=("梯度为 0 就是极小点。", "也可能是极大点或鞍点。"),
)
def always_a_minimum():
    return 0


@ways_down.wrong(
    en=("A mixed term always makes a saddle.", "Only if b² exceeds c[0]·c[1]."),
    zh=("有混合项就是鞍点。", "只有 b² 大于 c[0]·c[1] 时才是。"),
)
def mixed_makes_a_saddle(c):
    return 1 + sum(each < 0 for each in c[2:])


@where(lambda lr, c: lr * c in (1, 3, 7))
def escape(lr=one_of(0.5, 1, 1.5, 2, 3.5), c=one_of(1, 2, 3, 6, 14), m=whole(2, 9)):
    y, steps = 1 / 64**m, 0
    while abs(y) < 1:  # f = −c·y²/2
        y = y + lr * c * y
        steps += 1
    return steps


@question("How many steps does it take?", zh="需要多少步？", of=escape)
def steps_out(out):
    return out


@steps_out.wrong(
    en=("Each step multiplies y by lr · c.", "By 1 + lr · c: the old y stays in it."),
    zh=("每步把 y 乘以 lr · c。", "乘以 1 + lr · c：原来的 y 还在。"),
)
def factor_without_one(lr, c, m):
    growth, steps = lr * c, 0
    if growth == 1:
        return None
    y = 1 / 64**m
    while abs(y) < 1:
        y, steps = growth * y, steps + 1
    return steps


@steps_out.wrong(
    en=("Each step doubles y.", "Only if lr · c is 1."),
    zh=("每步加倍。", "只有 lr · c 等于 1 时才是加倍。"),
)
def doubles(lr, c, m):
    return 6 * m if lr * c != 1 else None


@steps_out.wrong(
    en=("Each step adds lr · c times the first offset.", "Times the present offset: it grows exponentially."),
    zh=("每步加上最初偏移的 lr · c 倍。", "是当前偏移的 lr · c 倍：按指数增长。"),
)
def linear_growth(lr, c, m):
    return int((64**m - 1) / (lr * c))


@where(lambda starts, lr, a: lr * a < 1 and 0 < starts.count(0.0) < len(starts))
def on_the_ridge(
    starts=several((5, 10), one_of(0.0, 0.001, -0.001)), lr=one_of(0.1, 0.2), a=whole(1, 4), c=whole(2, 6)
):
    p = torch.tensor([[3.0, y] for y in starts], requires_grad=True)
    opt = torch.optim.SGD([p], lr=lr)
    for _ in range(40):
        opt.zero_grad()
        f = a * p[:, 0] ** 2 / 2 - c * p[:, 1] ** 2 / 2
        f.sum().backward()
        opt.step()
    return (f < -0.001).sum()


@question("How many of the starts end below the saddle?", zh="有几个起点最后落到鞍点以下？", of=on_the_ridge)
def below(out):
    return out


@below.wrong(
    en=("So near the ridge the gradient is 0, and all stay.", "An offset of 0.001 grows by 1 + lr · c each step."),
    zh=("离山脊这么近，梯度为 0，全都停住。", "0.001 的偏移每步放大 1 + lr · c 倍。"),
)
def all_are_trapped():
    return 0


@below.wrong(
    en=("A saddle holds no start.", "Exactly on the ridge the slope to the side is 0 and stays 0."),
    zh=("鞍点留不住任何起点。", "恰好在山脊上，侧向的斜率是 0，而且一直是 0。"),
)
def all_roll_down(starts):
    return len(starts)


@below.wrong(
    en=("Only those on the positive side roll down.", "The way down leads to both sides."),
    zh=("只有正的一侧会滚下去。", "两侧都是下坡。"),
)
def one_side_only(starts):
    return sum(y > 0 for y in starts)


def figure(out, c, b):
    line = torch.linspace(-2, 2, 41)
    x, y = torch.meshgrid(line, line, indexing="xy")
    plt.contour(x, y, c[0] * x**2 / 2 + b * x * y + c[1] * y**2 / 2, levels=15)
    plt.scatter([0], [0])
    plt.xlabel("p[0]")
    plt.ylabel("p[1]")
