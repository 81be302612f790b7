"""int8 quantisation

A number is stored as a small integer times a scale. Symmetric: s = max|x| / 127, asymmetric: s = (max − min) / 255
with a zero point z, the integer that stands for 0:

    q = round(x / s) + z,    x ≈ s · (q − z)

The error is at most s/2, the same for large and small numbers: small ones lose most, and one outlier makes the steps
coarse for all. A scale for each output channel keeps an outlier to its own channel. Clipping outliers trades a large
error for some against a finer grid for all. Quantisation-aware training rounds in the forward pass and lets gradients
through.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, task, where, whole

ZH = """int8 量化

用一个小整数乘以比例来存一个数。对称量化：s = max|x| / 127；非对称量化：s = (max − min) / 255，
再加零点 z，即代表 0 的那个整数：

    q = round(x / s) + z，    x ≈ s · (q − z)

误差不超过 s/2，对大数小数都一样，所以小数损失最重；一个离群值会使所有数的步长变粗。每个输出通道各用一个比例，
离群值就只影响自己的通道。截断离群值，是以少数几个的大误差换取其余的精细。
量化感知训练在前向时取整，反向时让梯度直接通过。
"""
NAMES = [
    "int8 quantisation",
    "int8 quantization",
    "post-training quantization",
    "quantization-aware training",
    "quantised model",
    "quantized model",
    "int8 量化",
    "模型量化",
    "训练后量化",
    "量化感知训练",
]
SHARED = ["quantisation", "quantization", "量化"]
HINTS = ["QAT", "zero point", "零点"]
NEEDS = ["dtype-promotion"]
SOURCES = [
    "Jacob et al., Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference, "
    "arXiv:1712.05877",
    "torch.fake_quantize_per_tensor_affine",
]


@where(lambda v, k: v % k and 2 * (v % k) != k)
def demo(v=whole(5, 60), k=one_of(5, 8, 10, 16)):
    x = torch.tensor([float(v), 127.0 * k])  # an outlier beside v
    s = x.abs().max() / 127
    q = (x / s).round().to(torch.int8)
    return s * q


@question("What has become of v?", zh="v 变成了多少？")
def restored(out):
    return round(out[0].item())


@restored.wrong(
    en=("A small number is kept exactly.", "It is rounded to a multiple of s, which the outlier sets."),
    zh=("小数会精确保留。", "它被舍入到 s 的倍数，而 s 由离群值决定。"),
)
def kept_exactly(v):
    return v


@restored.wrong(
    en=("It is rounded down.", "`round` takes the nearest multiple."),
    zh=("向下取整。", "`round` 取最近的倍数。"),
)
def rounded_down(v, k):
    return v // k * k


@restored.wrong(
    en=(
        "The error is some percent of the number.",
        "It is up to s/2 for all: small ones may vanish or jump by a step.",
    ),
    zh=("误差是数值的百分之几。", "对所有数都可达 s/2：小数可能消失，或跳一整步。"),
)
def rounded_up(v, k):
    return -(-v // k) * k


@where(lambda low, high: low + high != 0 and -low * 510 % (high - low) != 0)
def activations(low=whole(-9, -1), high=whole(1, 9)):
    s = (high - low) / 255
    q = torch.tensor([low, 0.0, high]) / s - low / s
    return q.round().to(torch.uint8)


@question("Which integer stands for 0?", zh="哪个整数代表 0？", of=activations)
def zero_point(out):
    return int(out[1])


@zero_point.wrong(
    en=("The middle of 0 … 255: 128.", "Only if the range is symmetric; otherwise −low/s."),
    zh=("0 … 255 的中间：128。", "只有范围对称时才是；一般是 −low/s。"),
)
def the_middle():
    return 128


@zero_point.wrong(
    en=("0 stays 0.", "`low` becomes 0; zero lies −low/s steps above."),
    zh=("0 仍是 0。", "变成 0 的是 `low`；零在它之上 −low/s 步。"),
)
def zero_stays():
    return 0


@zero_point.wrong(
    en=("It is counted from the top.", "From `low`, which is 0; `high` is 255."),
    zh=("从上端数起。", "从 `low` 数起，它是 0；`high` 是 255。"),
)
def from_the_top(low, high):
    return round(255 * high / (high - low))


@where(lambda small, large: large % small)
def channels(small=whole(2, 9), large=whole(20, 90)):
    W = torch.tensor([[float(small)] * 3, [float(large)] * 3])
    per_tensor = W.abs().max() / 127
    per_channel = W.abs().amax(dim=1) / 127
    return per_tensor / per_channel[0]


@question(
    "How many times finer are the steps of row 0 with a scale for each row?",
    zh="每行各用一个比例时，第 0 行的步长细了多少倍？",
    of=channels,
)
def times_finer(out):
    return out


@times_finer.wrong(
    en=("int8 has 256 values either way: no gain.", "They now span row 0 alone: large/small times finer."),
    zh=("int8 反正只有 256 个值，没有改善。", "现在它们只覆盖第 0 行：细了 large/small 倍。"),
)
def no_gain():
    return 1.0


@times_finer.wrong(
    en=("Two scales, twice as fine.", "It depends on how far apart the rows are."),
    zh=("两个比例，细两倍。", "取决于两行相差多少。"),
)
def twice_as_fine():
    return 2.0


@times_finer.wrong(
    en=("The errors of both rows are shared: half of large/small.", "Each row has its own scale: the whole factor."),
    zh=("两行分担误差：large/small 的一半。", "每行有自己的比例：是整个倍数。"),
)
def half_of_it(small, large):
    return large / small / 2


@task(
    "Write `fake_quantise`: x rounded to symmetric int8 and back, with one scale for all.",
    zh="写出 `fake_quantise`：把 x 按对称 int8 取整再还原，全部用同一个比例。",
    blanks=["x.abs().max() / 127", ".round()"],
    mend=["cut_off", "largest_with_sign"],
)
def fake_quantise(x):
    s = x.abs().max() / 127
    return (x / s).round() * s


fake_quantise.hint("The largest size of an entry becomes 127.", zh="绝对值最大的元素变成 127。")
fake_quantise.hint("Rounding happens between dividing and multiplying by s.", zh="取整在除以 s 与乘以 s 之间。")


@fake_quantise.inputs
def numbers(n=whole(3, 8), size=one_of(0.1, 1.0, 10.0)):
    return (size * torch.randn(n),)


@fake_quantise.inputs
def mostly_negative(n=whole(3, 8), size=one_of(1.0, 50.0)):
    return (size * (torch.randn(n) - 2),)


@fake_quantise.holds("No entry moves by more than half a step.", zh="没有元素的变化超过半步。")
def half_a_step(out, x):
    s = x.abs().max() / 127
    return (out - x).abs().max() <= s / 2 * 1.001


@fake_quantise.holds("PyTorch gives the same.", zh="与 PyTorch 的结果相同。")
def as_pytorch(out, x):
    s = x.abs().max().item() / 127
    return (out - torch.fake_quantize_per_tensor_affine(x, s, 0, -128, 127)).abs().max() <= s * 1.001


@fake_quantise.wrong(
    en=("The digits after the point are cut off.", "Round to the nearest: the error is then s/2 at most, not s."),
    zh=("截去小数部分。", "要舍入到最近的：误差才不超过 s/2，而不是 s。"),
)
def cut_off(x):
    s = x.abs().max() / 127
    return (x / s).trunc() * s


@fake_quantise.wrong(
    en=("The scale comes from the largest entry.", "From the largest size: a negative entry may be farther from 0."),
    zh=("比例由最大的元素决定。", "由绝对值最大的决定：负数可能离 0 更远。"),
)
def largest_with_sign(x):
    s = x.max() / 127
    return (x / s).round().clamp(-128, 127) * s


@fake_quantise.wrong(
    en=("The integers are the result.", "They are multiplied by s again."),
    zh=("整数就是结果。", "还要乘回 s。"),
)
def not_scaled_back(x):
    s = x.abs().max() / 127
    return (x / s).round()


@fake_quantise.wrong(
    en=("int8 reaches 255.", "From −128 to 127: the largest size becomes 127."),
    zh=("int8 能到 255。", "从 −128 到 127：绝对值最大的变成 127。"),
)
def over_255(x):
    s = x.abs().max() / 255
    return (x / s).round() * s


def figure(out, v, k):
    x = torch.linspace(0, 64, 257)
    plt.plot(x, (x / k).round() * k)
    plt.plot([0, 64], [0, 64], color="C3")
    plt.scatter([v], [out[0].item()], color="C1")
    plt.xlabel("x")
    plt.ylabel("s · round(x / s)")
