"""L1 against L2: zeros

With the penalty λ|w| the minimum of ½(w − a)² + λ|w| is

    w = sign(a) · max(|a| − λ, 0)

Every a within ±λ becomes exactly 0, all others move by λ: soft thresholding. With the penalty ½λw² each a is divided
by 1 + λ, and none becomes 0. The reason is the force near 0: L1 pulls with λ however small the weight is, L2 with λw,
which fades. Of two features that carry the same information L2 shares the weight equally; L1 does not care which of
them has it. (With many weights at once these formulas hold when the features are orthonormal.)
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, real, several, task, where, whole

ZH = """L1 与 L2：谁产生零

惩罚为 λ|w| 时，½(w − a)² + λ|w| 的最小点是

    w = sign(a) · max(|a| − λ, 0)

落在 ±λ 之内的 a 恰好变成 0，其余的都移动 λ，这叫软阈值。惩罚为 ½λw² 时，每个 a 都除以 1 + λ，没有一个变成 0。
原因在于 0 附近的力：无论权重多小，L1 的拉力始终是 λ，L2 的拉力是 λw，越来越弱。两个特征信息相同时，L2 把权重平分，
L1 则不在乎权重落在哪一个上。（许多权重一起优化时，这些公式要求特征标准正交。）
"""
NAMES = [
    "L1 regularization",
    "L1 regularisation",
    "L1 penalty",
    "LASSO",
    "soft thresholding",
    "L1正则",
    "L1正则化",
    "套索回归",
    "软阈值",
]
SHARED = ["L1", "L2"]
HINTS = ["sparsity", "稀疏性"]
NEEDS = ["weight-decay"]
CONFUSED_WITH = ["weight-decay"]
SOURCES = [
    "Tibshirani, Regression Shrinkage and Selection via the Lasso, J. R. Stat. Soc. B, 1996",
    "Hastie, Tibshirani & Friedman, The Elements of Statistical Learning (2nd ed.), section 3.4.3 and table 3.4",
]


@where(lambda a, strength: abs(a[-1]) - strength > 0.6 and all(abs(abs(each) - strength) > 0.05 for each in a))
def demo(a=several((6, 8), real(-6, 6), distinct=True), strength=one_of(1.5, 2.0, 2.5, 3.0)):
    a = torch.tensor(a).double()
    w = torch.arange(-1000, 1001)[:, None] / 100  # candidates
    data = (w.double() - a) ** 2 / 2
    l1 = w[(data + strength * w.abs()).argmin(dim=0)]
    l2 = w[(data + strength * w**2 / 2).argmin(dim=0)]
    return {"l1": l1[:, 0], "l2": l2[:, 0]}


@question("How many of the weights in `l1` are exactly 0?", zh="`l1` 中有几个权重恰好为 0？")
def zeros(out):
    return int((out["l1"] == 0).sum())


@zeros.wrong(
    en=("A weight becomes small, but not exactly 0.", "That is L2; L1 wins wherever the data pull less than λ."),
    zh=("权重会变小，但不会恰好是 0。", "那是 L2；只要数据的拉力小于 λ，L1 就赢。"),
)
def as_with_l2(a):
    return a.count(0.0)


@zeros.wrong(
    en=("Negative weights are cut off as well.", "L1 is symmetric: −a becomes −w."),
    zh=("负的权重也被截成 0。", "L1 是对称的：−a 得到 −w。"),
)
def negatives_cut(a, strength):
    return sum(each <= strength for each in a)


@zeros.wrong(
    en=("The pull of L1 is 2λ, like the derivative of a square.", "The derivative of λ|w| is ±λ."),
    zh=("L1 的拉力是 2λ，像平方的导数那样。", "λ|w| 的导数是 ±λ。"),
)
def twice_the_pull(a, strength):
    return zeros(demo(a, strength=2 * strength))


@question("What is the last weight in `l1`?", zh="`l1` 的最后一个权重是多少？")
def survivor(out):
    return out["l1"][-1]


@survivor.wrong(
    en=("What is not cut to 0 keeps its value.", "Every survivor moves by λ towards 0."),
    zh=("没有变成 0 的权重保持原值。", "每个留下的权重都向 0 移动 λ。"),
)
def hard_threshold(a):
    return a[-1]


@survivor.wrong(
    en=("L1 shrinks in proportion, as L2 does.", "L2 divides by 1 + λ; L1 subtracts λ from |a|."),
    zh=("L1 和 L2 一样按比例缩小。", "L2 除以 1 + λ；L1 从 |a| 里减去 λ。"),
)
def in_proportion(out):
    return out["l2"][-1]


@survivor.wrong(
    en=("Every weight loses λ, whatever its sign.", "It moves towards 0: a negative weight gains λ."),
    zh=("不论正负，每个权重都减去 λ。", "权重是向 0 移动：负的权重加上 λ。"),
)
def always_subtracted(a, strength):
    return a[-1] - strength


@where(lambda a, strength: a > 4 or strength > 1)
def two_twins(a=whole(4, 16), strength=one_of(1, 2, 3)):
    w = torch.tensor([1.0, 0.0], requires_grad=True)
    opt = torch.optim.SGD([w], lr=0.2, weight_decay=strength)
    for _ in range(60):
        opt.zero_grad()
        loss = (w.sum() - a) ** 2 / 2  # the same feature twice
        loss.backward()
        opt.step()
    return w[0].item()


@question("Where has w[0] come to rest?", zh="w[0] 停在了哪里？", of=two_twins)
def twin(out):
    return out


@twin.wrong(
    en=("The weight that was ahead keeps everything.", "Under L2 equal features end with equal weights."),
    zh=("领先的那个权重独占一切。", "在 L2 下，相同的特征最后权重相同。"),
)
def winner_takes_all(a, strength):
    return a / (1 + strength)


@twin.wrong(
    en=("The two share a without loss.", "The penalty shrinks both: a/(2 + λ) each."),
    zh=("两者平分 a，没有损失。", "惩罚使两者都缩小：各为 a/(2 + λ)。"),
)
def shared_without_loss(a):
    return a / 2


@twin.wrong(
    en=("The sum loses λ, and then it is shared.", "That would be L1; L2 divides."),
    zh=("先从总和里减去 λ，再平分。", "那是 L1；L2 是除。"),
)
def loses_the_strength(a, strength):
    return (a - strength) / 2


@task(
    "Write `soft`: entry by entry, the w that minimises ½(w − a)² + strength·|w|.",
    zh="写出 `soft`：逐元素求使 ½(w − a)² + strength·|w| 最小的 w。",
    blanks=["a.abs() - strength", "clamp(min=0)"],
    mend=["keeps_survivors", "one_sided"],
)
def soft(a, strength):
    return a.sign() * (a.abs() - strength).clamp(min=0)


soft.hint("How far does a survivor move, and in which direction?", zh="留下的权重移动多远，朝哪个方向？")
soft.hint("It must not move beyond 0.", zh="移动不能越过 0。")


@soft.inputs
def weights(n=whole(1, 8), strength=one_of(0.5, 1.0, 2.0)):
    return torch.randn(n) * 3, strength


@soft.inputs
def at_the_edges(strength=one_of(0.5, 1.0, 2.0)):
    return torch.tensor([-2 * strength, -strength, 0.0, strength, 3 * strength]), strength


@soft.holds("No weight grows, and −a gives −w.", zh="没有权重变大，而且 −a 得到 −w。")
def shrinks_evenly(out, solution, a, strength):
    return bool((out.abs() <= a.abs()).all()) and torch.allclose(solution(-a, strength), -out)


@soft.wrong(
    en=("Survivors keep their value.", "They move by λ towards 0."),
    zh=("留下的权重保持原值。", "它们向 0 移动 λ。"),
)
def keeps_survivors(a, strength):
    return a * (a.abs() > strength)


@soft.wrong(
    en=("Only positive weights remain.", "Negative ones are treated alike, with their sign."),
    zh=("只留下正的权重。", "负的同样处理，符号不变。"),
)
def one_sided(a, strength):
    return (a - strength).clamp(min=0)


@soft.wrong(
    en=("Subtracting λ·sign(a) is enough.", "Within ±λ that oversteps 0: the weight stops at 0."),
    zh=("减去 λ·sign(a) 就够了。", "在 ±λ 之内会越过 0：权重应停在 0。"),
)
def oversteps(a, strength):
    return a - strength * a.sign()


@soft.wrong(
    en=("The weight is divided by 1 + λ.", "That minimises the L2 penalty."),
    zh=("权重除以 1 + λ。", "那是 L2 惩罚的最小点。"),
)
def ridge(a, strength):
    return a / (1 + strength)


def figure(out, a, strength):
    line = torch.linspace(-6, 6, 121)
    plt.plot(line, F.softshrink(line, strength), label="L1")
    plt.plot(line, line / (1 + strength), label="L2")
    plt.scatter(a, out["l1"], color="C0")
    plt.scatter(a, out["l2"], color="C1")
    plt.xlabel("a")
    plt.ylabel("w")
    plt.legend()
