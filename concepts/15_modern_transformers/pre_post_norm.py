"""Pre-norm and post-norm

A Transformer block normalises either the sum or the input of the branch f (attention, feed-forward):

    post-norm: norm(x + f(x))        pre-norm: x + f(norm(x))

With post-norm the stream is rescaled after every branch. If the branch adds variance s to a stream of variance 1, the
norm divides by √(1 + s), and the gradient along the skip path shrinks by that factor in every layer; deep post-norm
models need a warm-up. With pre-norm the skip path is never divided. The stream's variance then grows by s a layer, a
later branch is a smaller part of it, and one more norm stands at the end.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, task, where, whole

ZH = """前置归一化与后置归一化

Transformer 块要么对相加之后的和归一化，要么对分支 f（注意力、前馈）的输入归一化：

    后置：norm(x + f(x))        前置：x + f(norm(x))

后置归一化在每个分支之后重新缩放主干。如果分支给方差为 1 的主干增加方差 s，归一化就除以 √(1 + s)，
沿跳跃路径的梯度每层都缩小这么多；所以深的后置模型需要学习率预热。前置归一化从不除跳跃路径，主干的方差每层增加 s，
越靠后的分支占的份额越小，最后还要再加一个归一化。
"""
NAMES = [
    "pre-norm",
    "post-norm",
    "pre-LN",
    "post-LN",
    "pre-layer normalization",
    "前置归一化",
    "后置归一化",
    "前归一化",
    "后归一化",
    "前置层归一化",
]
NEEDS = ["transformer-block", "residual-connection"]
SOURCES = ["Xiong et al., On Layer Normalization in the Transformer Architecture, arXiv:2002.04745"]


def demo(
    center=one_of(1, 2, 3, 4, 5, 6, 9, 10),
    spread=one_of([7, 1, -1, -7], [-7, 7, 1, -1], [2, -2, 2, -2], [14, -2, 2, -14], [-3, 3, 3, -3]),
    kind=one_of("pre", "post"),
    layers=whole(2, 6),
):
    x = center + torch.tensor(spread).double()
    for _ in range(layers):
        branch = torch.zeros(4)  # every branch is silent
        x = x + branch if kind == "pre" else F.layer_norm(x + branch, (4,))
    return x


@question("What is `x[0]` at the end?", zh="最后 `x[0]` 是多少？")
def first(out):
    return round(out[0].item(), 3)


@first.wrong(
    en=(
        "Pre-norm normalises the stream, post-norm the branch.",
        "Post-norm normalises the stream, pre-norm the branch.",
    ),
    zh=("前置归一化的是主干，后置归一化的是分支。", "后置归一化的是主干，前置归一化的是分支的输入。"),
)
def kinds_swapped(center, spread, kind, layers):
    return first(demo(center, spread, "post" if kind == "pre" else "pre", layers))


@first.wrong(
    en=("A silent branch makes the sum 0.", "The skip path keeps x; only the branch adds nothing."),
    zh=("分支为零，和就是 0。", "跳跃路径保留 x，只是分支没有增加什么。"),
)
def nothing_left():
    return 0.0


@first.wrong(
    en=("The norm only subtracts the mean.", "It also divides by the standard deviation."),
    zh=("归一化只减去均值。", "还要除以标准差。"),
)
def mean_subtracted(spread, kind):
    return float(spread[0]) if kind == "post" else None


@first.wrong(
    en=("The stream doubles in every layer.", "A silent branch adds nothing."),
    zh=("主干每层加倍。", "分支为零，什么也不加。"),
)
def doubled(center, spread, kind, layers):
    return (center + spread[0]) * 2.0**layers if kind == "pre" else None


def stream(L=whole(2, 12), s=one_of(0.5, 1.0, 2.0, 3.0)):
    variance = 1.0
    for _ in range(L):
        # pre-norm: the branch is independent and has variance s
        variance = variance + s
    return variance


@question("What is the variance of the stream at the end?", zh="最后主干的方差是多少？", of=stream)
def stream_variance(out):
    return out


@stream_variance.wrong(
    en=("The norm keeps the stream at variance 1.", "Pre-norm normalises the branch's input, not the stream."),
    zh=("归一化让主干的方差保持为 1。", "前置归一化的是分支的输入，不是主干。"),
)
def kept_at_one():
    return 1.0


@stream_variance.wrong(
    en=("The variance is multiplied in every layer.", "Independent variances add."),
    zh=("方差每层相乘。", "相互独立的方差是相加的。"),
)
def multiplied(L, s):
    return (1 + s) ** L


@stream_variance.wrong(
    en=("There is nothing in the stream before the first branch.", "The input is, with variance 1."),
    zh=("第一个分支之前，主干里什么也没有。", "有输入，方差为 1。"),
)
def input_forgotten(L, s):
    return L * s


def skip_path(L=whole(2, 6), s=one_of(3.0, 8.0, 15.0), c=one_of(1.0, 2.0, 5.0, 10.0)):
    x = torch.tensor(1.0, requires_grad=True)
    y = c * x
    for _ in range(L):
        # post-norm: the norm divides by the standard deviation
        y = y / torch.tensor(1 + s).sqrt()
    y.backward()
    return x.grad


@question(
    "What is `x.grad`, the gradient along the skip path?", zh="`x.grad`，也就是沿跳跃路径的梯度，是多少？", of=skip_path
)
def skip_gradient(out):
    return out


@skip_gradient.wrong(
    en=("The skip path passes the gradient unchanged.", "So it is with pre-norm; post-norm divides it."),
    zh=("跳跃路径原样传递梯度。", "前置归一化是这样；后置归一化会除它。"),
)
def like_pre_norm(c):
    return c


@skip_gradient.wrong(
    en=("It is divided once.", "Every layer divides."),
    zh=("只除一次。", "每一层都除。"),
)
def divided_once(L, s, c):
    return skip_gradient(skip_path(1, s, c))


@skip_gradient.wrong(
    en=("The norm divides by the variance.", "By its root, the standard deviation."),
    zh=("归一化除以方差。", "除以它的平方根，即标准差。"),
)
def divided_by_the_variance(L, s, c):
    return c / (1 + s) ** L


@where(lambda k, L: k < L)
def share(L=whole(4, 16), k=whole(1, 12), s=one_of(0.5, 1.0, 2.0, 4.0)):
    variance = 1.0
    for layer in range(1, L + 1):
        variance += s  # pre-norm, as above
        if layer == k:
            part = s / variance
    return part


@question(
    "Which share of the stream's variance has branch k when it has been added?",
    zh="第 k 个分支加入之后，占主干方差的多大份额？",
    of=share,
)
def share_of_branch(out):
    return out


@share_of_branch.wrong(
    en=("All L branches share the stream.", "So far only k of them are in it."),
    zh=("全部 L 个分支分享主干。", "到这时只有 k 个分支在里面。"),
)
def all_branches(L, s):
    return s / (1 + L * s)


@share_of_branch.wrong(
    en=("The branches so far share the stream equally: 1/k.", "The input is in it as well."),
    zh=("到目前为止的分支平分主干：1/k。", "输入也在里面。"),
)
def without_the_input(k):
    return 1 / k


@share_of_branch.wrong(
    en=("Every branch has the same share.", "The stream grows, so a later branch has a smaller one."),
    zh=("每个分支的份额相同。", "主干在增长，越靠后的分支份额越小。"),
)
def like_the_first(L, k, s):
    return share_of_branch(share(L, 1, s)) if k > 1 else None


@task(
    "Write `pre_norm_block`: a block with pre-norm whose two branches are v ↦ tanh(v A) and then v ↦ tanh(v B). "
    "Normalise over the last axis, without weights.",
    zh="写出 `pre_norm_block`：前置归一化的块，两个分支依次是 v ↦ tanh(v A) 和 v ↦ tanh(v B)。沿最后一维归一化，"
    "不带权重。",
    blanks=["x + torch.tanh(norm(x) @ A)", "x + torch.tanh(norm(x) @ B)"],
    mend=["post_norm", "one_norm_only"],
)
def pre_norm_block(x, A, B):
    def norm(v):
        return F.layer_norm(v, v.shape[-1:])

    x = x + torch.tanh(norm(x) @ A)
    return x + torch.tanh(norm(x) @ B)


pre_norm_block.hint(
    "What is added to the stream, and what does the branch read?", zh="加到主干上的是什么？分支读的又是什么？"
)


@pre_norm_block.inputs
def blocks(n=whole(1, 3), d=whole(3, 6)):
    return 2 * torch.randn(n, d) + 1, torch.randn(d, d), torch.randn(d, d)


@pre_norm_block.inputs
def one_vector(d=whole(2, 4)):
    return 3 * torch.randn(d), torch.randn(d, d), torch.randn(d, d)


@pre_norm_block.holds("With silent branches the input comes out.", zh="分支为零时，输出就是输入。")
def identity_when_silent(solution, x, A, B):
    return torch.allclose(solution(x, 0 * A, 0 * B), x)


@pre_norm_block.wrong(
    en=("The sum is normalised.", "That is post-norm; pre-norm normalises what the branch reads."),
    zh=("对和做归一化。", "那是后置归一化；前置归一化的是分支读入的。"),
)
def post_norm(x, A, B):
    def norm(v):
        return F.layer_norm(v, v.shape[-1:])

    x = norm(x + torch.tanh(x @ A))
    return norm(x + torch.tanh(x @ B))


@pre_norm_block.wrong(
    en=("The normalised input is passed on.", "The stream itself is; only the branch reads the norm."),
    zh=("传下去的是归一化后的输入。", "传下去的是主干本身，只有分支读归一化的结果。"),
)
def norm_passed_on(x, A, B):
    def norm(v):
        return F.layer_norm(v, v.shape[-1:])

    x = norm(x) + torch.tanh(norm(x) @ A)
    return norm(x) + torch.tanh(norm(x) @ B)


@pre_norm_block.wrong(
    en=("One norm at the start of the block is enough.", "Each branch reads a norm of its own."),
    zh=("块的开头归一化一次就够了。", "每个分支都读各自归一化的结果。"),
)
def one_norm_only(x, A, B):
    def norm(v):
        return F.layer_norm(v, v.shape[-1:])

    x = x + torch.tanh(norm(x) @ A)
    return x + torch.tanh(x @ B)


def figure(out):
    layers = torch.arange(1, 25)
    plt.plot(layers, 1 + layers, label="variance of the stream, pre-norm")
    plt.plot(layers, torch.ones(24), label="variance of the stream, post-norm")
    plt.plot(layers, 2.0 ** (-layers / 2), label="skip path's gradient, post-norm")
    plt.yscale("log")
    plt.xlabel("layer, with s = 1")
    plt.legend()
