"""Rotary position embedding (RoPE)

RoPE tells attention the positions without adding anything to the embeddings. Features are taken in pairs, and in
queries and keys the pair i at position m is turned by the angle m·θᵢ. Turning both leaves

    q_m · k_n = (what depends on q, k and the distance m − n only)

so scores know distances, lengths stay as they were, and values are left alone. The frequencies are θᵢ = base^(−2i/d):
the first pair turns fastest, each later one more slowly by the same factor base^(2/d). Which features form a pair,
neighbours or the two halves, is a convention that differs between libraries.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, task, where, whole

ZH = """旋转位置编码（RoPE）

RoPE 让注意力知道位置，却不往嵌入上加任何东西。特征两两成对，在查询和键里，位置 m 的第 i 对旋转角度 m·θᵢ。
两边都旋转之后

    q_m · k_n =（只取决于 q、k 和距离 m − n 的量）

所以分数知道距离，向量长度不变，值向量不动。频率是 θᵢ = base^(−2i/d)：第一对转得最快，
之后每一对都慢同样的倍数 base^(2/d)。哪些特征组成一对，是相邻的两个还是前后两半，各个库的约定不同。
"""
NAMES = [
    "rotary embedding",
    "rotary position embedding",
    "rotary positional embedding",
    "旋转位置编码",
    "旋转位置嵌入",
    "旋转式位置编码",
    "RoPE embedding",
    "RoPE编码",
    "RoPE位置编码",
]
SHARED = [
    "RoPE",
]
NEEDS = ["positional-encoding", "scaled-dot-product"]
SOURCES = ["Su et al., RoFormer: Enhanced Transformer with Rotary Position Embedding, arXiv:2104.09864, section 3.2"]


@where(lambda m, n, deg: deg * (m - n) % 30 == 0 and deg * (m + n) % 30 == 0 and n > 0 and m != n)
@where(lambda m, n, deg: len({(30 * round(deg * k / 30)) % 360 for k in (m - n, n - m, m + n, m)}) >= 3)
def demo(m=whole(0, 24), n=whole(0, 24), deg=one_of(10, 15, 30, 60), length=one_of(1.0, 2.0, 4.0)):
    # query and key as complex numbers: a length and an angle
    angles = torch.deg2rad(torch.tensor([deg * m, deg * n]).double())
    q, k = torch.polar(torch.tensor([length, 1.0]).double(), angles)
    return (q * k.conj()).real  # their dot product


@question("With cos 30° = 0.866, what is the dot product?", zh="取 cos 30° = 0.866，点积是多少？")
def score(out):
    return round(out.item(), 6) + 0.0


@score.wrong(
    en=("The two angles add up.", "Both vectors turn: only the difference of the positions counts."),
    zh=("两个角度相加。", "两个向量都转：只有位置之差起作用。"),
)
def positions_add(m, n, deg, length):
    return score(demo(m, -n, deg, length))


@score.wrong(
    en=("Only the query is turned.", "The key is turned, too, by its own position."),
    zh=("只旋转查询。", "键也按自己的位置旋转。"),
)
def query_only(m, deg, length):
    return score(demo(m, 0, deg, length)) if deg * m % 30 == 0 else None


@score.wrong(
    en=("Turning does not change the dot product.", "That holds only if both turn by the same angle."),
    zh=("旋转不改变点积。", "只有两者旋转同样的角度才是这样。"),
)
def no_effect(length):
    return length


def speeds(d=one_of(8, 16), base=one_of(16.0, 81.0, 256.0, 625.0, 1296.0, 2401.0, 4096.0, 10000.0), i=whole(0, 1)):
    theta = base ** (-2 * torch.arange(d // 2) / d)
    return theta[i] / theta[i + 1]


@question("How many times as fast does pair `i` turn as the next?", zh="第 `i` 对的转速是下一对的多少倍？", of=speeds)
def times_as_fast(out):
    return out


@times_as_fast.wrong(
    en=("All pairs turn at one speed.", "Each later pair is slower."),
    zh=("所有对转速相同。", "后面的对更慢。"),
)
def one_speed():
    return 1.0


@times_as_fast.wrong(
    en=("Later pairs turn faster.", "They turn more slowly."),
    zh=("后面的对转得更快。", "后面的转得更慢。"),
)
def later_ones_faster(d, base):
    return base ** (-2 / d)


@times_as_fast.wrong(
    en=("Every feature has a speed of its own: base^(1/d).", "Two features share one angle: base^(2/d)."),
    zh=("每个特征有自己的转速：base^(1/d)。", "两个特征共用一个角度：base^(2/d)。"),
)
def one_for_each_feature(d, base):
    return base ** (1 / d)


@where(lambda T, deg, apart: deg * (T - 1) + apart < 180)
def all_pairs(T=whole(3, 12), deg=one_of(3, 5, 8, 10, 12, 15), apart=one_of(0, 1, 2)):
    # all queries are alike, all keys are alike, `apart` degrees from them
    angle = torch.deg2rad(deg * torch.arange(T).double())
    shift = torch.deg2rad(torch.tensor(apart).double())
    one = torch.ones(T).double()
    q, k = torch.polar(one, angle + shift), torch.polar(one, angle)
    scores = (q[:, None] * k.conj()).real
    return scores.round(decimals=6).unique().numel()


@question("How many different scores are in the T × T matrix?", zh="T × T 的矩阵里有多少种不同的分数？", of=all_pairs)
def different_scores(out):
    return out


@different_scores.wrong(
    en=("Every pair of positions has a score of its own.", "Pairs at the same distance have the same score."),
    zh=("每一对位置都有自己的分数。", "距离相同的位置分数相同。"),
)
def all_different(T):
    return T * T


@different_scores.wrong(
    en=("Forwards and backwards make no difference.", "Unless query and key agree, −3 and 3 differ: cos is even."),
    zh=("向前和向后没有区别。", "除非查询与键方向相同，−3 与 3 的分数不同：cos 是偶函数。"),
)
def distance_without_sign(T, apart):
    return T if apart else None


@different_scores.wrong(
    en=("Forwards and backwards always differ.", "Where query and key agree only |m − n| counts: cos is even."),
    zh=("向前和向后总是不同。", "查询与键方向相同时，只看 |m − n|：cos 是偶函数。"),
)
def sign_always_counts(T, apart):
    return None if apart else 2 * T - 1


@different_scores.wrong(
    en=("Without other features all scores are alike.", "The turning alone makes them differ."),
    zh=("内容都一样，分数就都一样。", "旋转本身就让分数不同。"),
)
def all_alike():
    return 1


@task(
    "Write `apply_rope`: turn the rows of x (T, d), at positions 0, 1, …, by position · theta (d/2,); the pairs are "
    "features (0, 1), (2, 3) and so on.",
    zh="写出 `apply_rope`：x (T, d) 的各行位于位置 0、1、……，按“位置 · theta (d/2,)”旋转；"
    "特征 (0, 1)、(2, 3) 等各成一对。",
    blanks=["even * angle.cos() - odd * angle.sin()", "even * angle.sin() + odd * angle.cos()"],
    mend=["no_rotation", "positions_from_one"],
    gradients=True,
)
def apply_rope(x, theta):
    angle = torch.arange(len(x))[:, None] * theta
    even, odd = x[:, 0::2], x[:, 1::2]
    turned = [even * angle.cos() - odd * angle.sin(), even * angle.sin() + odd * angle.cos()]
    return torch.stack(turned, dim=-1).flatten(1)


apply_rope.hint("The angles form a table of shape (T, d/2).", zh="角度是形状 (T, d/2) 的表。")
apply_rope.hint(
    "A pair (a, b) becomes (a cos − b sin, a sin + b cos).", zh="一对 (a, b) 变成 (a cos − b sin, a sin + b cos)。"
)


@apply_rope.inputs
def rows(T=whole(2, 6), pairs=whole(1, 3)):
    return torch.randn(T, 2 * pairs), torch.rand(pairs) + 0.3


@apply_rope.holds("Lengths stay as they were.", zh="长度不变。")
def lengths_stay(out, x):
    return torch.allclose(out.norm(dim=1), x.norm(dim=1), atol=1e-4)


@apply_rope.holds("Position 0 is not turned.", zh="位置 0 不旋转。")
def first_row_stays(out, x):
    return torch.allclose(out[0], x[0], atol=1e-5)


@apply_rope.wrong(
    en=("Both parts get a plus.", "A rotation has one minus; with two plus signs lengths change."),
    zh=("两个式子都是加号。", "旋转有一个减号；都用加号会改变长度。"),
)
def no_rotation(x, theta):
    angle = torch.arange(len(x))[:, None] * theta
    even, odd = x[:, 0::2], x[:, 1::2]
    turned = [even * angle.cos() + odd * angle.sin(), even * angle.sin() + odd * angle.cos()]
    return torch.stack(turned, dim=-1).flatten(1)


@apply_rope.wrong(
    en=("Positions start at 1.", "Here they start at 0."),
    zh=("位置从 1 开始。", "这里从 0 开始。"),
)
def positions_from_one(x, theta):
    angle = torch.arange(1, len(x) + 1)[:, None] * theta
    even, odd = x[:, 0::2], x[:, 1::2]
    turned = [even * angle.cos() - odd * angle.sin(), even * angle.sin() + odd * angle.cos()]
    return torch.stack(turned, dim=-1).flatten(1)


@apply_rope.wrong(
    en=("Feature i and feature i + d/2 are a pair.", "Some implementations pair them; here neighbours are pairs."),
    zh=("特征 i 与特征 i + d/2 成对。", "有些实现这样配对；这里是相邻的成对。"),
)
def pairs_of_halves(x, theta):
    angle = torch.arange(len(x))[:, None] * theta
    first, second = x.chunk(2, dim=1)
    turned = [first * angle.cos() - second * angle.sin(), first * angle.sin() + second * angle.cos()]
    return torch.cat(turned, dim=1)


@apply_rope.wrong(
    en=("Sine and cosine are added, as in the sinusoidal encoding.", "RoPE turns the features; nothing is added."),
    zh=("像正弦位置编码那样加上正弦和余弦。", "RoPE 旋转特征，什么也不加。"),
)
def added(x, theta):
    angle = torch.arange(len(x))[:, None] * theta
    return x + torch.stack([angle.cos(), angle.sin()], dim=-1).flatten(1)


def figure(out, m, n, deg, length):
    for name, position, size in (("q", m, length), ("k", n, 1.0)):
        angle = torch.deg2rad(torch.tensor(float(deg * position)))
        plt.plot([0, size], [0, 0], color="lightgray", zorder=0)
        plt.annotate("", xy=(size * angle.cos(), size * angle.sin()), xytext=(0, 0), arrowprops={"arrowstyle": "->"})
        plt.text(1.08 * size * angle.cos(), 1.08 * size * angle.sin(), f"{name}, position {position}")
    reach = 1.4 * max(length, 1)
    plt.xlim(-reach, reach)
    plt.ylim(-reach, reach)
    plt.gca().set_aspect("equal")
