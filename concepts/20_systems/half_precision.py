"""Mixed precision: fp16, bf16 and loss scaling

fp16 has 11 significant bits, reaches from 2⁻²⁴ ≈ 6e-8 to 65504; bf16 has 8 significant bits and the range of float32.
Half of the memory and faster products are the gain. The costs: a sum of ones stalls at 2048 in fp16 (256 in bf16), so
weights and sums are kept in float32; and small fp16 gradients become 0. Loss scaling lifts them:

    backward of S · loss, then gradient / S

The step is the same as without S. If a gradient overflows, the step is skipped and S halved. bf16 rarely needs
scaling, but is the coarser of the two.
"""

import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """混合精度：fp16、bf16 与损失缩放

fp16 有 11 位有效位，范围从 2⁻²⁴ ≈ 6e-8 到 65504；bf16 只有 8 位有效位，范围与 float32 相同。
好处是显存减半、矩阵乘法更快。代价：不断加 1 的和，在 fp16 里到 2048 就停住（bf16 是 256），所以权重与求和保留 float32；
fp16 里很小的梯度会变成 0。损失缩放把它们抬起来：

    对 S · 损失 反向传播，再把梯度除以 S

这一步与不缩放时相同。梯度若溢出，就跳过这一步并把 S 减半。bf16 很少需要缩放，但两者中它更粗糙。
"""
NAMES = [
    "mixed precision",
    "half precision",
    "fp16",
    "bf16",
    "loss scaling",
    "GradScaler",
    "AMP",
    "混合精度",
    "半精度",
    "损失缩放",
    "自动混合精度",
]
HINTS = ["float16", "bfloat16", "underflow", "下溢"]
NEEDS = ["dtype-promotion", "backprop"]
SOURCES = [
    "Micikevicius et al., Mixed Precision Training, arXiv:1710.03740",
    "torch.finfo; torch.amp.GradScaler",
]


def demo(dtype=one_of("float16", "bfloat16"), n=one_of(*range(300, 2600, 100)), step=one_of(1, 2, 4, 8)):
    total = torch.zeros((), dtype=getattr(torch, dtype))
    for _ in range(n):
        total += step
    return total


@question("What does it return?", zh="返回值是多少？")
def counter(out):
    return int(out)


@counter.wrong(
    en=(
        "Whole numbers are exact.",
        "Only up to the number of significant bits: beyond, adding `step` changes nothing.",
    ),
    zh=("整数是精确的。", "只在有效位数之内：超过之后，加上 `step` 不起作用。"),
)
def counts_on(n, step):
    return n * step


@counter.wrong(
    en=("bf16 is the more exact one.", "It has the wider range, and 8 significant bits against 11."),
    zh=("bf16 更精确。", "它的范围更大，但有效位是 8 位，而 fp16 是 11 位。"),
)
def other_way_round(dtype, n, step):
    return counter(demo("bfloat16" if dtype == "float16" else "float16", n, step))


@counter.wrong(
    en=("It stalls at 2048 or 256, whatever the step.", "At as many steps: larger steps are lost later."),
    zh=("无论步长多少，都停在 2048 或 256。", "是走这么多步之后：步子大，丢失得也晚。"),
)
def stalls_at_the_number(dtype, n, step):
    return min(n * step, 2048 if dtype == "float16" else 256)


def alive(exponents=several(6, whole(5, 16)), scale=one_of(100, 1000, 10000)):
    g = torch.tensor([10.0**-e for e in exponents])
    return (g * scale).half().count_nonzero()


@question("How many of the six gradients are not 0?", zh="六个梯度中有几个不为 0？", of=alive)
def not_zero(out):
    return out


@not_zero.wrong(
    en=("A small number is rounded to the nearest one that is not 0.", "Below 3e-8 the nearest number is 0."),
    zh=("再小的数也会舍入到最近的非零数。", "小于 3e-8 时，最近的数就是 0。"),
)
def all_survive():
    return 6


@not_zero.wrong(
    en=("Below 6e-5 all is 0.", "There the subnormal numbers begin: they reach down to 6e-8, with fewer bits."),
    zh=("小于 6e-5 就全是 0。", "从那里起是次正规数：一直到 6e-8，只是位数变少。"),
)
def normal_numbers_alone(exponents, scale):
    return sum(scale / 10**e > 6.1e-5 for e in exponents)


@not_zero.wrong(
    en=("Scaling comes too late.", "It happens before the rounding to fp16, and lifts them."),
    zh=("缩放已经来不及了。", "缩放在舍入到 fp16 之前进行，能把它们抬起来。"),
)
def scale_ignored(exponents):
    return sum(10.0**-e > 3e-8 for e in exponents)


@where(lambda g: g > 1)
def scaled(w=whole(20, 90), g=whole(2, 9), S=one_of(128.0, 256.0, 1024.0), lr=one_of(1, 2, 3)):
    w = torch.tensor(float(w), requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    scaler = torch.amp.GradScaler("cpu", init_scale=S)
    scaler.scale(g * w).backward()  # of S times the loss
    scaler.step(optimizer)
    return w.detach()


@question("What is w after the step?", zh="走完这一步，w 是多少？", of=scaled)
def after(out):
    return out


@after.wrong(
    en=("The step is S times as long.", "`scaler.step` divides the gradient by S first."),
    zh=("这一步放大了 S 倍。", "`scaler.step` 会先把梯度除以 S。"),
)
def s_times_as_long(w, g, S, lr):
    return w - lr * g * S


@after.wrong(
    en=("The step is divided by S.", "It is multiplied by S and divided by S: the same as without."),
    zh=("这一步被除以 S。", "先乘 S 再除以 S：与不缩放相同。"),
)
def divided_by_s(w, g, S, lr):
    return w - lr * g / S


@after.wrong(
    en=("Without overflow nothing is stepped.", "A step is skipped only when a gradient is infinite or NaN."),
    zh=("没有溢出就不更新。", "只有梯度为无穷或 NaN 时才跳过。"),
)
def step_skipped(w):
    return float(w)


def overflow(values=several(6, whole(1, 60)), S=one_of(2048, 4096, 8192)):
    g = torch.tensor(values, dtype=torch.float16)
    return (g * S).isinf().sum()


@question("How many of the six become infinite?", zh="六个中有几个变成无穷大？", of=overflow)
def infinite(out):
    return out


@infinite.wrong(
    en=("None: the range is that of float32.", "That is bf16; fp16 ends at 65504."),
    zh=("没有：范围与 float32 一样。", "那是 bf16；fp16 到 65504 为止。"),
)
def range_of_float32():
    return 0


@infinite.wrong(
    en=("All above 32767.", "That is int16; fp16 reaches 65504."),
    zh=("超过 32767 的都是。", "那是 int16；fp16 能到 65504。"),
)
def like_int16(values, S):
    return sum(value * S > 32767 for value in values)


@infinite.wrong(
    en=("All above 2048.", "There whole numbers stop being exact; infinity comes at 65520."),
    zh=("超过 2048 的都是。", "那是整数不再精确的地方；到 65520 才变成无穷大。"),
)
def where_ones_are_lost(values, S):
    return sum(value * S > 2048 for value in values)


@task(
    "Write `scaled_step`: plain SGD from g, the gradient of S · loss. Return the new w and S; if g is not finite, "
    "skip the step and halve S.",
    zh="写出 `scaled_step`：g 是 S · 损失 的梯度，做一步普通 SGD，返回新的 w 和 S；g 若不是有限数，就跳过并把 S 减半。",
    blanks=["g.isfinite().all()", "g / S"],
    mend=["not_unscaled", "steps_all_the_same"],
)
def scaled_step(w, g, S, lr):
    if g.isfinite().all():
        return w - lr * g / S, S
    return w, S / 2


scaled_step.hint("Which gradient would the loss itself have?", zh="损失本身的梯度是什么？")
scaled_step.hint("One infinite entry is enough to skip the step.", zh="只要有一个元素无穷大，就跳过这一步。")


@scaled_step.inputs
def finite(n=whole(2, 4), S=one_of(8.0, 64.0), lr=one_of(0.1, 0.5)):
    return torch.randn(n), S * torch.randn(n), S, lr


@scaled_step.inputs
def overflowing(n=whole(2, 4), S=one_of(8.0, 64.0), lr=one_of(0.1, 0.5), bad=one_of(float("inf"), float("nan"))):
    g = S * torch.randn(n)
    g[0] = bad
    return torch.randn(n), g, S, lr


@scaled_step.holds("The new w is finite, and does not depend on S.", zh="新的 w 是有限数，且与 S 无关。")
def independent_of_s(out, w, g, S, lr, solution):
    other, _ = solution(w, 4 * g, 4 * S, lr)
    return out[0].isfinite().all() and torch.allclose(out[0], other, atol=1e-5)


@scaled_step.wrong(
    en=("The optimiser takes the scaled gradient.", "Divide by S first, or the step is S times as long."),
    zh=("优化器直接用缩放后的梯度。", "要先除以 S，否则步长放大 S 倍。"),
)
def not_unscaled(w, g, S, lr):
    if g.isfinite().all():
        return w - lr * g, S
    return w, S / 2


@scaled_step.wrong(
    en=("The step is taken in any case.", "An infinite gradient makes the weights infinite or NaN for good."),
    zh=("无论如何都更新。", "无穷大的梯度会使权重永远变成无穷或 NaN。"),
)
def steps_all_the_same(w, g, S, lr):
    return w - lr * g / S, S if g.isfinite().all() else S / 2


@scaled_step.wrong(
    en=("Skipping the step is enough.", "S is halved too, or the next step overflows again."),
    zh=("跳过这一步就够了。", "还要把 S 减半，否则下一步又会溢出。"),
)
def scale_kept(w, g, S, lr):
    if g.isfinite().all():
        return w - lr * g / S, S
    return w, S
