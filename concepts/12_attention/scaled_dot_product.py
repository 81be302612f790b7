"""Scaled dot product

A dot product of `d` random terms gets larger with `d`: if the entries are independent, with mean 0 and standard
deviation `s`, each term has variance s⁴, and so

    Var(q·k) = d s⁴

Dividing by √d brings the variance back to s⁴, whatever `d` is. Without it the scores of wide vectors lie so far apart
that softmax gives almost everything to one key, and its gradient vanishes. Scaling by a positive number never changes
which key wins, only by how much: a factor c raises the ratio of two weights to the power c.
"""

import math

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, real, several, task, where, whole

ZH = """缩放点积

`d` 个随机项相加而成的点积会随 `d` 变大：若各分量独立、均值为 0、标准差为 `s`，则每一项的方差是 s⁴，于是

    Var(q·k) = d s⁴

除以 √d 之后，无论 `d` 多大，方差都回到 s⁴。若不缩放，维数大时分数相差悬殊，softmax 几乎把全部权重
给一个键，梯度也随之消失。乘以正数从不改变哪个键获胜，只改变领先多少：分数乘以 c，两个权重之比就变成原来的 c 次方。
"""
NAMES = [
    "scaled dot-product",
    "scaled dot-product attention",
    "scaled_dot_product_attention",
    "SDPA",
    "缩放点积注意力",
    "点积注意力",
]
SHARED = ["sqrt(d)"]
NEEDS = ["attention-weights", "weight-init"]
CONFUSED_WITH = ["additive-attention"]
SOURCES = [
    "Vaswani et al., Attention Is All You Need, arXiv:1706.03762, section 3.2.1 and its footnote",
    "torch.nn.functional.scaled_dot_product_attention",
]


def demo(d=whole(2, 8), s=one_of(0.5, 1.5, 2.0, 3.0)):
    signs = [torch.tensor([-1.0, 1.0])] * d
    keys = s * torch.cartesian_prod(*signs)  # every key with entries s and -s
    query = torch.full((d,), s)
    raw = keys @ query
    return {"raw": raw, "scaled": raw / math.sqrt(d)}


@question(
    "What is the variance of `raw`, over all its entries?",
    zh="`raw` 所有元素的方差是多少？",
)
def raw_variance(out):
    return out["raw"].var(correction=0).item()


@raw_variance.wrong(
    en=("The score of a vector varies like one of its terms.", "The variances of the d terms add up."),
    zh=("整个分数的方差与其中一项相同。", "d 个独立项的方差要相加。"),
)
def one_term_only(s):
    return s**4


@raw_variance.wrong(
    en=("A term varies like an entry.", "It is a product of two entries: its variance is s² times s²."),
    zh=("每一项的方差与一个分量相同。", "每一项是两个分量之积：方差是 s² 乘 s²。"),
)
def variance_of_one_factor(d, s):
    return d * s**2


@raw_variance.wrong(
    en=("The standard deviations of the terms add up.", "Variances do: the deviation grows with √d only."),
    zh=("各项的标准差相加。", "相加的是方差：标准差只随 √d 增大。"),
)
def deviations_add_up(d, s):
    return d**2 * s**4


@question(
    "What is the variance of `scaled`, over all its entries?",
    zh="`scaled` 所有元素的方差是多少？",
)
def scaled_variance(out):
    return out["scaled"].var(correction=0).item()


@scaled_variance.wrong(
    en=("The scaling leaves the variance of an entry, s².", "It takes d out; s⁴ stays, as each term is a product."),
    zh=("缩放后的方差等于一个分量的方差 s²。", "缩放只消去 d；每一项是乘积，所以剩下 s⁴。"),
)
def s_squared(s):
    return s**2


@scaled_variance.wrong(
    en=("Dividing by √d divides the variance by d twice.", "The factor is squared: 1/√d gives 1/d, once."),
    zh=("除以 √d，方差要除以两次 d。", "系数要平方：1/√d 的平方是 1/d，只除一次。"),
)
def divided_by_d(d, s):
    return s**4 / d


@scaled_variance.wrong(
    en=("Scaling does not change the variance.", "Numbers divided by √d have a variance d times smaller."),
    zh=("缩放不改变方差。", "数都除以 √d，方差就缩小为原来的 1/d。"),
)
def not_scaled(d, s):
    return d * s**4


@where(lambda scores: len({abs(score) for score in scores}) == 4)
def changed(scores=several(4, real(-3, 3), distinct=True), c=one_of(-4.0, -2.0, -0.5, 0.1, 0.5, 4.0), b=whole(-9, 9)):
    before = torch.tensor(scores)
    after = c * before + b
    return F.softmax(after, dim=0)


@question(
    "Which entry (counted from 0) has the largest weight?",
    zh="第几个元素（从 0 数起）的权重最大？",
    of=changed,
)
def winner_after(out):
    return int(out.argmax())


@winner_after.wrong(
    en=("Scaling never changes the winner.", "A negative factor turns the order round."),
    zh=("缩放从不改变谁获胜。", "乘以负数会把顺序倒过来。"),
)
def never_reorders(scores):
    return scores.index(max(scores))


@winner_after.wrong(
    en=("A factor below 1 puts the smallest first.", "Any positive factor keeps the order; it only flattens."),
    zh=("乘以小于 1 的数，最小的就排到最前。", "只要是正数，顺序就不变，只是差距变小。"),
)
def small_factors_reorder(scores, c):
    return scores.index(max(scores) if c > 1 else min(scores))


@winner_after.wrong(
    en=("The score of largest size wins.", "The sign counts: a very negative score gets almost no weight."),
    zh=("绝对值最大的分数获胜。", "符号也算：很负的分数几乎没有权重。"),
)
def largest_size_wins(scores):
    return scores.index(max(scores, key=abs))


@where(lambda r, c: not (r == 4 and c == 0.5))
def sharpened(r=whole(2, 9), c=one_of(0.5, 2, 3), n=whole(2, 6)):
    scores = torch.zeros(n)
    scores[0] = math.log(r)
    weights = F.softmax(c * scores, dim=0)
    return weights[0] / weights[1]


@question("What does it return?", zh="返回值是多少？", of=sharpened)
def ratio_after(out):
    return out.item()


@ratio_after.wrong(
    en=("The ratio is multiplied by c.", "Scores stand in an exponent: the ratio is raised to the power c."),
    zh=("比值乘以 c。", "分数在指数上：比值变成 c 次方。"),
)
def ratio_times_c(r, c):
    return float(r * c)


@ratio_after.wrong(
    en=("Softmax divides a common factor out.", "It ignores a common summand; a factor changes the ratios."),
    zh=("softmax 会约去共同的倍数。", "它忽略的是共同的加数；倍数会改变比值。"),
)
def factor_cancels(r):
    return float(r)


@ratio_after.wrong(
    en=("The first weight is shared among the others.", "The ratio of two weights depends on their two scores alone."),
    zh=("比值与其他键的个数有关。", "两个权重之比只取决于它们自己的两个分数。"),
)
def others_count(r, c, n):
    return r**c / (n - 1) if n > 2 else None


def library(d=one_of(4, 9, 16, 25), h=whole(2, 5), T=whole(3, 6)):
    Q, K, V = torch.randn(3, h, T, d)
    by_torch = F.scaled_dot_product_attention(Q, K, V)

    def by_hand(c):
        scores = Q @ K.transpose(-2, -1) / c
        return F.softmax(scores, dim=-1) @ V

    c = 1
    while not torch.allclose(by_hand(c), by_torch, atol=1e-5):
        c += 1
    return c


@question("At which `c` does the loop end?", zh="循环结束时 `c` 是多少？", of=library)
def divisor(out):
    return out


@divisor.wrong(
    en=("PyTorch leaves the scaling to the user.", "By default it divides by √d; `scale=1.0` would leave it out."),
    zh=("PyTorch 把缩放留给用户。", "默认就除以 √d；设 `scale=1.0` 才不缩放。"),
)
def user_must_scale():
    return 1


@divisor.wrong(
    en=("The scores are divided by d.", "They are divided by √d."),
    zh=("分数除以 d。", "除以的是 √d。"),
)
def divides_by_d(d):
    return d


@divisor.wrong(
    en=("The width of all heads together counts.", "The last axis counts: d of one head."),
    zh=("要按所有头的总宽度来算。", "看的是最后一维：一个头的 d。"),
)
def width_of_all_heads(d, h):
    return round(math.sqrt(h * d))


@task(
    "Write `attention`: softmax(Q Kᵀ / √d) V for Q (…, m, d), K (…, n, d), V (…, n, v), where … are any batch axes.",
    zh="写出 `attention`：对 Q (…, m, d)、K (…, n, d)、V (…, n, v) 计算 softmax(Q Kᵀ / √d) V，… 是任意批量维。",
    blanks=["K.transpose(-2, -1)", "dim=-1"],
    order=True,
    mend=["not_divided", "softmax_over_queries"],
)
def attention(Q, K, V):
    d = Q.shape[-1]
    scores = Q @ K.transpose(-2, -1) / math.sqrt(d)
    weights = F.softmax(scores, dim=-1)
    return weights @ V


attention.hint("Only the last two axes of K are turned round.", zh="K 只交换最后两维。")
attention.hint("Each query's weights sum to 1, along the axis of the keys.", zh="每个查询的权重沿键的那一维求和为 1。")


@attention.inputs
def one_sentence(m=whole(2, 4), n=whole(2, 5), d=whole(2, 9), v=whole(1, 4)):
    return torch.randn(m, d), torch.randn(n, d), torch.randn(n, v)


@attention.inputs
def batch_of_heads(N=whole(1, 2), h=whole(2, 3), T=whole(2, 4), d=one_of(4, 9)):
    return tuple(torch.randn(3, N, h, T, d))


@attention.holds("PyTorch gives the same.", zh="与 PyTorch 的结果相同。")
def as_pytorch(out, Q, K, V):
    return torch.allclose(out, F.scaled_dot_product_attention(Q, K, V), atol=1e-5)


@attention.wrong(
    en=("The scores need no scaling.", "They are divided by √d, or softmax becomes too sharp in wide vectors."),
    zh=("分数不需要缩放。", "要除以 √d，否则维数大时 softmax 过于尖锐。"),
)
def not_divided(Q, K, V):
    return F.softmax(Q @ K.transpose(-2, -1), dim=-1) @ V


@attention.wrong(
    en=("The scores are divided by d.", "By its root: the deviation of a sum grows with √d."),
    zh=("分数除以 d。", "除以它的平方根：和的标准差随 √d 增大。"),
)
def divided_by_the_width(Q, K, V):
    return F.softmax(Q @ K.transpose(-2, -1) / Q.shape[-1], dim=-1) @ V


@attention.wrong(
    en=("The root of the number of keys divides.", "The root of the width does: it is the width that is summed over."),
    zh=("除以键的个数的平方根。", "除以维数的平方根：点积是对维数求和。"),
)
def divided_by_the_keys(Q, K, V):
    return F.softmax(Q @ K.transpose(-2, -1) / math.sqrt(K.shape[-2]), dim=-1) @ V


@attention.wrong(
    en=("Each key spreads a weight of 1 over the queries.", "Each query spreads it over the keys: the last axis."),
    zh=("每个键把权重 1 分给各个查询。", "是每个查询分给各个键：沿最后一维。"),
)
def softmax_over_queries(Q, K, V):
    return F.softmax(Q @ K.transpose(-2, -1) / math.sqrt(Q.shape[-1]), dim=-2) @ V


def figure(out):
    for offset, name in ((-0.2, "raw"), (0.2, "scaled")):
        weights = F.softmax(out[name][-6:], dim=0)
        plt.bar([i + offset for i in range(len(weights))], weights.tolist(), width=0.4, label=name)
    plt.xlabel("key")
    plt.ylabel("weight")
    plt.legend()
