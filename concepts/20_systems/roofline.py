"""Roofline: limited by computing or by memory

A step moves bytes and computes. Its intensity I is the number of operations for each byte moved, and the speed that
it can reach is

    min(peak, I · bandwidth)

Below I = peak/bandwidth it is memory bound, and fewer operations make nothing faster; above, compute bound. A product
of two n × n matrices in float32 reads two and writes one: I = 2n³/(12n²) = n/6 at best, so small products are memory
bound too. An elementwise step has I well below 1; fusing several into one moves the numbers once instead of each
time.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, task, where, whole

ZH = """屋顶线模型：算力瓶颈还是访存瓶颈

一个运算既要搬运字节，又要计算。计算强度 I 是每搬一个字节所做的运算次数，能达到的速度是

    min(峰值，I · 带宽)

I 低于 峰值/带宽 时受访存限制，减少运算也不会更快；高于它则受算力限制。两个 n × n 的 float32 矩阵相乘，
读两个写一个：至多 I = 2n³/(12n²) = n/6，所以小矩阵的乘法也受访存限制。逐元素运算的 I 远小于 1；
把几个融合成一个，数据就只搬一次，而不是每次都搬。
"""
NAMES = [
    "roofline model",
    "arithmetic intensity",
    "memory bound",
    "compute bound",
    "memory-bandwidth bound",
    "kernel fusion",
    "屋顶线模型",
    "计算强度",
    "访存瓶颈",
    "算力瓶颈",
    "算子融合",
]
SHARED = ["roofline", "bandwidth", "带宽"]
HINTS = ["memory bandwidth", "访存"]
NEEDS = ["flops-vs-parameters"]
SOURCES = ["Williams, Waterman & Patterson, Roofline, Communications of the ACM 52(4), 2009"]


@where(lambda ops, peak, bandwidth: abs(ops * bandwidth / 4 / peak - 1) > 0.05)
def demo(ops=whole(1, 40), peak=one_of(20, 40, 80), bandwidth=whole(2, 9)):
    numbers = torch.rand(1000)  # each is read once, `ops` operations each
    moved = numbers.numel() * numbers.element_size()
    computing = numbers.numel() * ops / peak
    moving = moved / bandwidth
    return numbers.numel() * ops / max(computing, moving)


@question("What does it return, the operations in a unit of time?", zh="返回值（单位时间内的运算次数）是多少？")
def speed(out):
    return out


@speed.wrong(
    en=("The processor runs at its peak.", "Only if the numbers come fast enough: ops · bandwidth / 4."),
    zh=("处理器总是跑在峰值。", "要数据来得够快才行：ops · bandwidth / 4。"),
)
def always_peak(peak):
    return float(peak)


@speed.wrong(
    en=("The bandwidth limits every step.", "With enough operations a byte the peak does."),
    zh=("任何运算都受带宽限制。", "每字节的运算够多时，受峰值限制。"),
)
def always_bandwidth(ops, bandwidth):
    return ops * bandwidth / 4


@speed.wrong(
    en=("Moving and computing take turns.", "They overlap: the longer one counts."),
    zh=("搬运与计算轮流进行。", "两者重叠：取时间长的那个。"),
)
def times_add(ops, peak, bandwidth):
    return ops / (ops / peak + 4 / bandwidth)


def product(n=whole(2, 60), dtype=one_of("float32", "float64")):
    A, B = torch.rand(2, n, n, dtype=getattr(torch, dtype))
    C = A @ B
    moved = sum(X.numel() * X.element_size() for X in (A, B, C))
    return 2 * n**3 / moved


@question("What is the intensity (operations a byte)?", zh="计算强度（每字节的运算次数）是多少？", of=product)
def intensity(out):
    return out


@intensity.wrong(
    en=("Only the result is moved.", "Both factors are read as well: three matrices."),
    zh=("只搬运结果。", "还要读两个因子：一共三个矩阵。"),
)
def result_alone(out):
    return 3 * out


@intensity.wrong(
    en=("It is counted for each number.", "For each byte: a number has 4 or 8."),
    zh=("按每个数计算。", "按每个字节：一个数有 4 或 8 个字节。"),
)
def for_each_number(n):
    return 2 * n / 3


@intensity.wrong(
    en=("A product does n² operations.", "n for each of the n² entries, times 2."),
    zh=("矩阵乘法做 n² 次运算。", "n² 个元素各 n 次，再乘 2。"),
)
def square_operations(out, n):
    return out / n


@where(lambda k, extra: k > 1)
def fused(k=whole(2, 9), n=whole(1, 9), extra=whole(1, 4)):
    step = 2 * 4 * 1000 * n  # bytes: a step reads and writes each number
    apart = k * step + extra * step
    together = step + extra * step  # k steps in one, `extra` others
    return apart / together


@question(
    "How many times fewer bytes are moved after the fusion?", zh="融合之后搬运的字节少到几分之一（填倍数）？", of=fused
)
def times_fewer(out):
    return out


@times_fewer.wrong(
    en=("k steps in one are k times faster.", "The other steps still move their bytes: (k + extra)/(1 + extra)."),
    zh=("k 步合成一步就快 k 倍。", "其余的步照样要搬：(k + extra)/(1 + extra)。"),
)
def k_times(k):
    return float(k)


@times_fewer.wrong(
    en=("The operations are the same, so is the time.", "A memory-bound step takes the time of its bytes."),
    zh=("运算次数一样，时间也一样。", "受访存限制时，时间由字节数决定。"),
)
def same_time():
    return 1.0


@times_fewer.wrong(
    en=("The result is not written.", "The fused step still reads once and writes once."),
    zh=("结果不用写回。", "融合后的一步仍要读一次、写一次。"),
)
def write_forgotten(k, extra):
    return (k + extra) / (0.5 + extra)


@task(
    "Write `reachable`: the speed of a matrix product (m, n) times (n, p) by the roofline, with `size` bytes a number.",
    zh="写出 `reachable`：按屋顶线模型，(m, n) 乘 (n, p) 的矩阵乘法能达到的速度，每个数 `size` 字节。",
    blanks=["2 * m * n * p", "min(peak, "],
    mend=["result_only", "takes_the_larger"],
)
def reachable(m, n, p, size, peak, bandwidth):
    moved = size * (m * n + n * p + m * p)
    intensity = 2 * m * n * p / moved
    return min(peak, intensity * bandwidth)


reachable.hint("Count the bytes of three matrices.", zh="数三个矩阵的字节。")
reachable.hint("A multiplication and an addition are two operations.", zh="一次乘法加一次加法是两次运算。")


@reachable.inputs
def shapes(m=whole(1, 40), n=whole(1, 40), p=whole(1, 40), size=one_of(2, 4), peak=one_of(20, 60)):
    return m, n, p, size, peak, 5


@reachable.inputs
def times_a_vector(m=whole(10, 80), n=whole(10, 80), size=one_of(2, 4), bandwidth=whole(2, 9)):
    return m, n, 1, size, 50, bandwidth


@reachable.holds(
    "It is never above the peak, and twice the bandwidth never slows it.", zh="它不超过峰值；带宽加倍不会变慢。"
)
def below_the_roof(out, m, n, p, size, peak, bandwidth, solution):
    return out <= peak and solution(m, n, p, size, peak, 2 * bandwidth) >= out


@reachable.wrong(
    en=("Only the result is moved.", "The factors are read as well."),
    zh=("只搬运结果。", "两个因子也要读。"),
)
def result_only(m, n, p, size, peak, bandwidth):
    return min(peak, 2 * m * n * p / (size * m * p) * bandwidth)


@reachable.wrong(
    en=("The better of the two limits counts.", "The lower one does."),
    zh=("取两个上限中较高的。", "取较低的。"),
)
def takes_the_larger(m, n, p, size, peak, bandwidth):
    return max(peak, 2 * m * n * p / (size * (m * n + n * p + m * p)) * bandwidth)


@reachable.wrong(
    en=("The numbers are counted, not the bytes.", "The bandwidth is in bytes: multiply by `size`."),
    zh=("数的是元素个数，不是字节。", "带宽按字节计：要乘 `size`。"),
)
def size_forgotten(m, n, p, size, peak, bandwidth):
    return min(peak, 2 * m * n * p / (m * n + n * p + m * p) * bandwidth)


def figure(out, ops, peak, bandwidth):
    intensities = torch.linspace(0.1, 10, 100)
    plt.plot(intensities, (intensities * bandwidth).clamp(max=peak))
    plt.scatter([ops / 4], [out], color="C3")
    plt.xlabel("operations a byte")
    plt.ylabel("speed")
