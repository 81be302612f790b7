"""Transposed convolution: copies that overlap

Each input value lays a copy of the kernel, times that value, into the output, s places after the one before; the
first begins p places outside. Where copies overlap they add. In the middle each place gets

    ⌊k/s⌋ or ⌈k/s⌉ copies

equally many only if s divides k: otherwise constant input comes out as a checkerboard. A transposed convolution is
not the inverse of the convolution, only its transpose. Several input sizes give the same downsampled size;
`output_padding` picks among them on the way back.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, task, where, whole

ZH = """转置卷积的重叠与棋盘效应

每个输入值都把“核乘以该值”的一份副本放进输出，相邻两份相隔 s 个位置；第一份从输出之外 p 个位置处开始。
副本重叠之处相加。在中间，每个位置得到

    ⌊k/s⌋ 或 ⌈k/s⌉ 份

只有 s 整除 k 时各处份数才相等，否则常数输入会变成棋盘。转置卷积不是卷积的逆，只是它的转置。
下采样时几种输入大小会得到同样的输出大小，`output_padding` 就是在还原时从中选一个。
"""
NAMES = [
    "checkerboard artifact",
    "checkerboard artefact",
    "output_padding",
    "棋盘效应",
    "棋盘伪影",
    "棋盘格效应",
]
HINTS = ["transposed convolution", "转置卷积"]
NEEDS = ["conv-output-size"]
CONFUSED_WITH = ["bilinear-upsampling"]
SOURCES = [
    "Odena, Dumoulin & Olah, Deconvolution and Checkerboard Artifacts, Distill, 2016",
    "torch.nn.ConvTranspose2d",
]


@where(lambda k, s: k > s and k % s)
def demo(n=whole(6, 12), k=whole(3, 9), s=whole(2, 4), a=whole(1, 9)):
    x = torch.full((1, 1, n), float(a))
    kernel = torch.ones(1, 1, k)
    return F.conv_transpose1d(x, kernel, stride=s)[0, 0]


@question("What is the largest value of the output?", zh="输出的最大值是多少？")
def largest(out):
    return int(out.max())


@largest.wrong(
    en=("The copies lie side by side.", "They are s apart and k long: they overlap and add."),
    zh=("各副本首尾相接。", "它们相隔 s、长为 k：会重叠并相加。"),
)
def no_overlap(a):
    return a


@largest.wrong(
    en=("⌊k/s⌋ copies meet.", "Where most meet there are ⌈k/s⌉."),
    zh=("有 ⌊k/s⌋ 份重叠。", "重叠最多处有 ⌈k/s⌉ 份。"),
)
def rounded_down(k, s, a):
    return a * (k // s)


@largest.wrong(
    en=("All k weights meet at a place.", "Only every s-th weight does: ⌈k/s⌉."),
    zh=("k 个权重都落在同一处。", "每隔 s 个才有一个：⌈k/s⌉ 个。"),
)
def all_weights_meet(k, a):
    return a * k


@question("How long is the output?", zh="输出有多长？")
def length(out):
    return len(out)


@length.wrong(
    en=("s times as long as the input.", "The last copy reaches beyond: (n − 1)s + k."),
    zh=("是输入的 s 倍。", "最后一份会超出：(n − 1)s + k。"),
)
def s_times_as_long(n, s):
    return n * s


@length.wrong(
    en=("Copies do not overlap, so n·k.", "They start s apart: (n − 1)s + k."),
    zh=("副本不重叠，所以是 n·k。", "起点相隔 s：(n − 1)s + k。"),
)
def copies_in_a_row(n, k):
    return n * k


@length.wrong(
    en=("It is as long as with a convolution.", "A convolution makes it shorter, the transpose longer."),
    zh=("与卷积的输出一样长。", "卷积使长度变短，转置使长度变长。"),
)
def as_a_convolution(n, k, s):
    return (n - k) // s + 1 if n >= k else None


@where(lambda i, n: i < n)
def one_value(n=whole(4, 9), i=whole(2, 8), k=whole(3, 5), s=whole(2, 4), p=whole(1, 2)):
    x = torch.zeros(1, 1, n)
    x[0, 0, i] = 1
    kernel = torch.ones(1, 1, k)
    y = F.conv_transpose1d(x, kernel, stride=s, padding=p)
    return y[0, 0].nonzero()[0]


@question("At which index of the output does the copy begin?", zh="这份副本从输出的哪个下标开始？", of=one_value)
def begins(out):
    return int(out)


@begins.wrong(
    en=("Padding moves it to the right.", "Padding cuts p places off each end: i·s − p."),
    zh=("填充使它右移。", "填充从两端各裁去 p 个位置：i·s − p。"),
)
def moved_right(i, s, p):
    return i * s + p


@begins.wrong(
    en=("It begins where the value was.", "Neighbours move s apart: i·s − p."),
    zh=("从原来的位置开始。", "相邻的值会拉开 s 的距离：i·s − p。"),
)
def stays(i):
    return i


@begins.wrong(
    en=("The copy is centred on i·s.", "It begins there, less the padding."),
    zh=("副本以 i·s 为中心。", "是从那里开始，再减去填充。"),
)
def centred(i, k, s, p):
    return i * s - p - k // 2


def back(n=whole(16, 50), k=one_of(3, 4, 5), s=one_of(3, 4, 5, 6), p=one_of(0, 1)):
    x, kernel = torch.zeros(1, 1, n), torch.ones(1, 1, k)
    y = F.conv1d(x, kernel, stride=s, padding=p)
    sizes = []
    for extra in range(s):
        z = F.conv_transpose1d(y, kernel, None, s, p, output_padding=extra)
        sizes.append(z.shape[2])
    return sizes.index(n)


@question("Which `output_padding` gives the length n back?", zh="`output_padding` 取多少才能还原长度 n？", of=back)
def extra(out):
    return out


@extra.wrong(
    en=("None is needed: it undoes the convolution.", "What the floor dropped, (n + 2p − k) mod s, must be added."),
    zh=("不需要：它就是卷积的逆。", "要补上取整时舍去的 (n + 2p − k) mod s。"),
)
def none_needed():
    return 0


@extra.wrong(
    en=("Padding plays no part: (n − k) mod s.", "The padded rows are counted too: n + 2p − k."),
    zh=("与填充无关：(n − k) mod s。", "填充的部分也要算：n + 2p − k。"),
)
def padding_forgotten(n, k, s):
    return extra(back(n, k, s, p=0))


@extra.wrong(
    en=("The rest of n by s.", "The kernel's length counts too: (n + 2p − k) mod s."),
    zh=("n 除以 s 的余数。", "核的长度也要算：(n + 2p − k) mod s。"),
)
def rest_of_n(n, s):
    return n % s


@task(
    "Write `spread`: the transposed convolution of a 1-D x with a kernel and the stride s, no padding.",
    zh="写出 `spread`：一维 x 与核 kernel 的转置卷积，步长 s，无填充。",
    blanks=["(n - 1) * s + k", "+="],
    mend=["overwrites", "stride_ignored"],
)
def spread(x, kernel, s):
    n, k = len(x), len(kernel)
    y = torch.zeros((n - 1) * s + k)
    for i in range(n):
        y[i * s : i * s + k] += x[i] * kernel
    return y


spread.hint("Each x[i] lays a copy of the kernel at i·s.", zh="每个 x[i] 在 i·s 处放一份核。")
spread.hint("How far does the last copy reach?", zh="最后一份到达哪里？")


@spread.inputs
def numbers(n=whole(2, 6), k=whole(2, 5), s=whole(1, 3)):
    return torch.randn(n), torch.randn(k), s


@spread.inputs
def single(k=whole(1, 4), s=whole(2, 3)):
    return torch.randn(1), torch.randn(k), s


@spread.holds("PyTorch gives the same.", zh="与 PyTorch 的结果相同。")
def as_pytorch(out, x, kernel, s):
    return torch.allclose(out, F.conv_transpose1d(x[None, None], kernel[None, None], stride=s)[0, 0], atol=1e-5)


@spread.wrong(
    en=("A later copy replaces an earlier one.", "Where they overlap they add."),
    zh=("后放的副本覆盖先放的。", "重叠之处相加。"),
)
def overwrites(x, kernel, s):
    n, k = len(x), len(kernel)
    y = torch.zeros((n - 1) * s + k)
    for i in range(n):
        y[i * s : i * s + k] = x[i] * kernel
    return y


@spread.wrong(
    en=("The copies are one place apart.", "They are s apart: that is how the output grows."),
    zh=("相邻副本相隔一个位置。", "相隔 s 个：输出就是这样变长的。"),
)
def stride_ignored(x, kernel, s):
    n, k = len(x), len(kernel)
    y = torch.zeros((n - 1) * s + k)
    for i in range(n):
        y[i : i + k] += x[i] * kernel
    return y


@spread.wrong(
    en=("The kernel is laid down mirrored.", "It is not: the copy is the kernel as it stands."),
    zh=("核要翻转后再放。", "不翻转：副本就是核本身。"),
)
def mirrored(x, kernel, s):
    return spread(x, kernel.flip(0), s)


@spread.wrong(
    en=("The output has n·s places.", "The last copy needs k: (n − 1)s + k."),
    zh=("输出有 n·s 个位置。", "最后一份需要 k 个：(n − 1)s + k。"),
)
def cut_to_n_times_s(x, kernel, s):
    y = spread(x, kernel, s)
    return torch.cat([y, torch.zeros(s)])[: len(x) * s]


def figure(out, n, k, s, a):
    plt.plot(range(len(out)), out)
    for i in range(n):
        plt.plot([i * s, i * s + k - 1], [-0.3 * a - 0.1 * a * (i % 4)] * 2, color="C1")
    plt.xlabel("place in the output; below it the copies")
    plt.ylabel("value")
