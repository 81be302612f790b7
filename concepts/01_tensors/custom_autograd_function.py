"""A backward of your own, straight-through

In a `torch.autograd.Function` autograd takes the `backward` that you write and never compares it with `forward`. It
gets the gradient that arrives from above and must multiply by it: a forgotten factor goes unnoticed.

Rounding and sign have slope 0 almost everywhere, so nothing before them would learn. The straight-through estimator
rounds in the forward pass and takes slope 1 in the backward pass:

    y = x + (round(x) − x).detach()

It is a biased gradient that works in practice; often it is cut off where |x| > 1.
"""

import torch

from journal.authoring import question, real, several, task, where, whole

ZH = """自定义反向与直通估计

在 `torch.autograd.Function` 里，自动求导照用你写的 `backward`，从不拿它与 `forward` 核对。
它收到从上面传来的梯度，必须乘上去：漏掉一个因子也不会有人发现。

取整和 sign 的导数几乎处处为 0，在它们之前的部分什么也学不到。直通估计器（STE）前向取整，反向当作导数为 1：

    y = x + (round(x) − x).detach()

这样的梯度有偏，但在实践中管用；常在 |x| > 1 处把它截断。
"""
NAMES = [
    "autograd.Function",
    "custom backward",
    "straight-through estimator",
    "save_for_backward",
    "自定义反向传播",
    "直通估计",
    "直通估计器",
]
SHARED = ["STE"]
HINTS = ["取整的梯度"]
NEEDS = ["detach-no-grad-eval"]
SOURCES = [
    "Bengio, Léonard & Courville, Estimating or Propagating Gradients Through Stochastic Neurons, arXiv:1308.3432",
    "PyTorch documentation, Extending PyTorch: Extending torch.autograd",
]


def demo(x=whole(1, 9), c=whole(2, 5), k=whole(3, 6)):
    class Square(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return x * x

        @staticmethod
        def backward(ctx, g):
            (x,) = ctx.saved_tensors
            return g * k * x

    x = torch.tensor(float(x), requires_grad=True)
    y = c * Square.apply(x)
    y.backward()
    return int(x.grad)


@question("What does it return?", zh="返回值是多少？")
def gradient(out):
    return out


@gradient.wrong(
    en=("The derivative is found from `forward`.", "Autograd uses `backward` as it was written."),
    zh=("导数由 `forward` 求出。", "自动求导照用写好的 `backward`。"),
)
def from_forward(x, c):
    return demo(x, c, k=2)


@gradient.wrong(
    en=("An own `backward` replaces the whole chain.", "It is one link: g brings the factor c from above."),
    zh=("自己写的 `backward` 代替整条链。", "它只是一环：g 带来上面的因子 c。"),
)
def replaces_the_chain(x, k):
    return demo(x, c=1, k=k)


@gradient.wrong(
    en=("The derivative of x² is added to what is written.", "Nothing is added."),
    zh=("除了写的，还要加上 x² 的导数。", "什么也不加。"),
)
def both_count(x, c, k):
    return demo(x, c, k=k + 2)


@where(lambda x: abs(x - round(x)) > 0.05 * x and abs(x % 1 - 0.5) > 0.05)
def rounded(x=real(1, 5), c=whole(1, 4)):
    x = torch.tensor(x, requires_grad=True)
    y = x + (x.round() - x).detach()
    z = c * y * y
    z.backward()
    return x.grad


@question("What does it return?", zh="返回值是多少？", of=rounded)
def through(out):
    return out


@through.wrong(
    en=("Both passes use the x that was not rounded.", "Forward y is round(x), and z = c·y² has slope 2c·y."),
    zh=("前向和反向都用未取整的 x。", "前向的 y 是 round(x)，z = c·y² 的导数是 2c·y。"),
)
def never_rounded(x, c):
    return 2 * c * x


@through.wrong(
    en=("Rounding is flat, so the gradient is 0.", "The rounding is detached: y has slope 1 in x."),
    zh=("取整是平的，所以梯度为 0。", "取整部分被 detach：y 对 x 的导数是 1。"),
)
def flat():
    return 0.0


@through.wrong(
    en=("Slope 1 means that the gradient is 1.", "Only that of y; z still multiplies by 2c·y."),
    zh=("导数为 1，就是说梯度为 1。", "那只是 y 的；z 还要乘以 2c·y。"),
)
def gradient_is_one():
    return 1.0


@where(lambda v: 0 < sum(abs(each) <= 1 for each in v) < 5)
def clipped(v=several(5, real(-2.5, 2.5), distinct=True), c=whole(2, 9)):
    x = torch.tensor(v, requires_grad=True)
    y = x + (x.sign() - x).detach()
    inside = x.abs() <= 1
    (c * y * inside).sum().backward()
    return int(x.grad.sum())


@question("What does it return?", zh="返回值是多少？", of=clipped)
def total(out):
    return out


@total.wrong(
    en=("sign has slope 0, so nothing passes.", "Straight-through takes slope 1 where the mask is True."),
    zh=("sign 的导数为 0，什么也传不过去。", "直通估计在掩码为 True 处取导数 1。"),
)
def sign_is_flat():
    return 0


@total.wrong(
    en=("Every entry passes its gradient on.", "Those with |x| > 1 are multiplied by 0."),
    zh=("每个元素都传回梯度。", "|x| > 1 的被乘以 0。"),
)
def all_pass(c):
    return 5 * c


@total.wrong(
    en=("Negative entries give negative gradients.", "The slope is 1 on either side."),
    zh=("负的元素给出负的梯度。", "两侧的导数都是 1。"),
)
def signs_count(v, c):
    return c * sum((each > 0) - (each < 0) for each in v if abs(each) <= 1)


@task(
    "Write `round_ste`: rounds in the forward pass, with slope 1 in the backward pass.",
    zh="写出 `round_ste`：前向取整，反向时导数为 1。",
    blanks=["(x.round() - x).detach()"],
    mend=["wrong_way_round", "adds_both"],
    gradients=True,
)
def round_ste(x):
    return x + (x.round() - x).detach()


round_ste.hint(
    "Write round(x) as x plus something that autograd shall not see.",
    zh="把 round(x) 写成 x 加上一个不让自动求导看见的量。",
)


@round_ste.inputs
def numbers(n=whole(1, 6)):
    return (torch.randn(n) * 3,)


@round_ste.holds("The values are those of `round`.", zh="数值与 `round` 相同。")
def is_rounded(out, x):
    return torch.allclose(out.detach(), x.detach().round(), atol=1e-5)


@round_ste.wrong(
    en=("round(x).detach() + x does it.", "Its slope is 1, but its value is x too large."),
    zh=("round(x).detach() + x 就行。", "导数是 1，但数值多了一个 x。"),
)
def adds_both(x):
    return x.round().detach() + x


@round_ste.wrong(
    en=("Slope 1 means that x is passed through.", "Forward it must be rounded."),
    zh=("导数为 1 就是原样通过。", "前向必须取整。"),
)
def identity(x):
    return x + 0 * x.round()


@round_ste.wrong(
    en=("The difference is x − round(x).", "Added to x it must give round(x): it is round(x) − x."),
    zh=("差是 x − round(x)。", "加到 x 上要得到 round(x)：应是 round(x) − x。"),
)
def wrong_way_round(x):
    return x + (x - x.round()).detach()
