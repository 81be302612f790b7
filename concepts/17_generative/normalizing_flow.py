"""Normalising flow: log-determinant

A flow is an invertible map x = f(z) from a simple density to a rich one. Where f stretches, the density thins:

    log p(x) = log p(z) − log |det J(z)|

J being the matrix of partial derivatives of f. Shifts change nothing, stretchings after one another multiply, so their
log-determinants add. The determinant must be cheap: a coupling layer keeps half of x and multiplies the other half by
exp(s) and adds t, where s and t are any functions of the kept half; its log-determinant is the sum of s, and s and t
need not be invertible.
"""

import matplotlib.pyplot as plt
import torch
from torch.distributions import Normal, TransformedDistribution
from torch.distributions.transforms import AffineTransform

from journal.authoring import one_of, question, real, several, task, where, whole

ZH = """标准化流：对数行列式

流模型是从简单密度到复杂密度的可逆映射 x = f(z)。f 拉伸的地方，密度变稀：

    log p(x) = log p(z) − log |det J(z)|

J 是 f 的偏导数矩阵。平移不改变密度，先后的拉伸相乘，所以对数行列式相加。行列式必须便宜：耦合层保留 x 的一半，
把另一半乘以 exp(s) 再加 t，s 和 t 是保留的一半的任意函数；它的对数行列式就是 s 之和，而且 s 和 t 不必可逆。
"""
NAMES = [
    "normalizing flow",
    "normalising flow",
    "flow-based model",
    "change of variables formula",
    "RealNVP",
    "coupling layer",
    "标准化流",
    "归一化流",
    "流模型",
    "变量替换公式",
    "耦合层",
]
NEEDS = ["chain-rule"]
SOURCES = [
    "Dinh, Sohl-Dickstein & Bengio, Density estimation using Real NVP, arXiv:1605.08803",
    "torch.distributions.TransformedDistribution",
]


@where(lambda a: abs(a[0] * a[1]) not in (0, 1) and abs(a[0]) != 1 != abs(a[1]))
@where(lambda a: abs(abs(a[0] * a[1]) - abs(a[0]) - abs(a[1])) > 0.3)
def demo(
    a=several(2, one_of(-4.0, -3.0, -2.0, -0.5, 0.5, 2.0, 3.0, 5.0)), b=whole(-5, 5), z=one_of(-1.0, 0.0, 0.5, 1.0)
):
    base = Normal(0.0, 1.0)
    maps = [AffineTransform(b, a[0]), AffineTransform(0.0, a[1])]
    flow = TransformedDistribution(base, maps)
    x = a[1] * (a[0] * z + b)
    thinner = base.log_prob(torch.tensor(z)) - flow.log_prob(torch.tensor(x))
    return thinner.exp()


@question("How many times as dense is the base at z as the flow at x?", zh="基础密度在 z 处是流的密度在 x 处的多少倍？")
def thinning(out):
    return out


@thinning.wrong(
    en=("The density moves along unchanged.", "Stretching thins it by the factor |f′|."),
    zh=("密度随之移动，不变。", "拉伸使它变稀 |f′| 倍。"),
)
def unchanged():
    return 1.0


@thinning.wrong(
    en=("The last map decides.", "Both stretch: the factors multiply."),
    zh=("由最后一个映射决定。", "两个都拉伸：倍数相乘。"),
)
def last_map(a):
    return abs(a[1])


@thinning.wrong(
    en=("The factors add up.", "They multiply; their logarithms add up."),
    zh=("倍数相加。", "倍数相乘，相加的是对数。"),
)
def factors_add(a):
    return abs(a[0]) + abs(a[1])


@where(lambda z, c: z != 0)
def curved(z=one_of(-3.0, -2.0, -1.0, 1.0, 2.0, 3.0, 4.0), c=one_of(1.0, 2.0, 3.0, 5.0, 10.0)):
    z = torch.tensor(z, requires_grad=True)
    x = z**3 + c * z  # invertible: it always rises
    x.backward()
    return z.grad.abs()  # how much the density thins at z


@question("By which factor does the density thin there?", zh="密度在那里变稀了多少倍？", of=curved)
def local_factor(out):
    return out


@local_factor.wrong(
    en=("By the ratio of x and z.", "By the derivative at z."),
    zh=("按 x 与 z 之比。", "按 z 处的导数。"),
)
def ratio(z, c):
    return z * z + c


@local_factor.wrong(
    en=("By the same factor everywhere, that of the linear term.", "A curved map stretches more in some places."),
    zh=("处处相同，等于线性项的系数。", "弯曲的映射在有些地方拉伸得更多。"),
)
def linear_term(c):
    return c


@local_factor.wrong(
    en=("By the value of x.", "By the derivative, not by the value."),
    zh=("按 x 的值。", "按导数，不是按值。"),
)
def value_of_x(z, c):
    return abs(z**3 + c * z)


@where(lambda s: abs(sum(s)) > 0.25 and abs(s[0] * s[1] * s[2] - sum(s)) > 0.05)
def coupling(s=several(3, real(-1, 1)), t=several(3, whole(-5, 5))):
    x = torch.randn(6).double()

    def layer(x):
        kept, changed = x[:3], x[3:]
        scale = torch.tensor(s).double() + 0 * kept
        return torch.cat([kept, changed * scale.exp() + torch.tensor(t)])

    J = torch.autograd.functional.jacobian(layer, x)
    return torch.linalg.slogdet(J).logabsdet


@question("What is the log-determinant?", zh="对数行列式是多少？", of=coupling)
def logdet(out):
    return out


@logdet.wrong(
    en=("It is the sum of the scales exp(s).", "Of their logarithms, s."),
    zh=("是各缩放系数 exp(s) 之和。", "是它们的对数 s 之和。"),
)
def scales_summed(s):
    return torch.tensor(s).exp().sum()


@logdet.wrong(
    en=("The shifts t count, too.", "A shift stretches nothing."),
    zh=("平移 t 也要算。", "平移不拉伸任何东西。"),
)
def shifts_counted(s, t):
    return sum(s) + sum(t) if sum(t) else None


@logdet.wrong(
    en=("The three logarithms multiply.", "They add up."),
    zh=("三个对数相乘。", "是相加。"),
)
def logarithms_multiply(s):
    return s[0] * s[1] * s[2]


@task(
    "Write `coupling_layer`: x is (n, 2k); with x1, x2 its halves, s = tanh(x1 S) and t = x1 T, x1 is kept and x2 "
    "becomes x2 · exp(s) + t. Return the result and the log-determinant (n,).",
    zh="写出 `coupling_layer`：x 是 (n, 2k)，x1、x2 是前后两半，s = tanh(x1 S)，t = x1 T；x1 保留，x2 变成 x2 · "
    "exp(s) + t。返回结果和对数行列式 (n,)。",
    blanks=["x2 * s.exp() + t", "s.sum(dim=1)"],
    mend=["scaled_by_s", "sum_of_the_scales"],
)
def coupling_layer(x, S, T):
    x1, x2 = x.chunk(2, dim=1)
    s, t = torch.tanh(x1 @ S), x1 @ T
    y = torch.cat([x1, x2 * s.exp() + t], dim=1)
    return y, s.sum(dim=1)


coupling_layer.hint("`chunk(2, dim=1)` gives both halves.", zh="`chunk(2, dim=1)` 给出前后两半。")
coupling_layer.hint("The kept half has the log-determinant 0.", zh="保留的一半对数行列式为 0。")


@coupling_layer.inputs
def batches(n=whole(1, 4), k=whole(1, 3)):
    return torch.randn(n, 2 * k), torch.randn(k, k), torch.randn(k, k)


@coupling_layer.holds("The first half is kept.", zh="前一半保留不变。")
def half_is_kept(out, x):
    k = x.shape[1] // 2
    return torch.equal(out[0][:, :k], x[:, :k])


@coupling_layer.wrong(
    en=("The other half is multiplied by s.", "By exp(s), which is never 0."),
    zh=("另一半乘以 s。", "乘以 exp(s)，它不会是 0。"),
)
def scaled_by_s(x, S, T):
    x1, x2 = x.chunk(2, dim=1)
    s, t = torch.tanh(x1 @ S), x1 @ T
    y = torch.cat([x1, x2 * s + t], dim=1)
    return y, s.sum(dim=1)


@coupling_layer.wrong(
    en=("The log-determinant is the sum of exp(s).", "Of s: the logarithm of their product."),
    zh=("对数行列式是 exp(s) 之和。", "是 s 之和，即乘积的对数。"),
)
def sum_of_the_scales(x, S, T):
    x1, x2 = x.chunk(2, dim=1)
    s, t = torch.tanh(x1 @ S), x1 @ T
    y = torch.cat([x1, x2 * s.exp() + t], dim=1)
    return y, s.exp().sum(dim=1)


@coupling_layer.wrong(
    en=("It is one number for the batch.", "Each sample has its own."),
    zh=("整批只有一个数。", "每个样本各有一个。"),
)
def one_for_the_batch(x, S, T):
    x1, x2 = x.chunk(2, dim=1)
    s, t = torch.tanh(x1 @ S), x1 @ T
    y = torch.cat([x1, x2 * s.exp() + t], dim=1)
    return y, s.sum().expand(len(x))


@coupling_layer.wrong(
    en=("s and t come from the half that is changed.", "From the kept half: else the map cannot be undone."),
    zh=("s 和 t 由被改变的一半算出。", "由保留的一半算出，否则无法还原。"),
)
def from_the_changed_half(x, S, T):
    x1, x2 = x.chunk(2, dim=1)
    s, t = torch.tanh(x2 @ S), x2 @ T
    y = torch.cat([x1, x2 * s.exp() + t], dim=1)
    return y, s.sum(dim=1)


def figure(out, a, b):
    z = torch.linspace(-3, 3, 200)
    density = Normal(0.0, 1.0).log_prob(z).exp()
    plt.plot(z, density, label="base density over z")
    plt.plot(a[1] * (a[0] * z + b), density / out.item(), label="density of the flow over x")
    plt.legend()
