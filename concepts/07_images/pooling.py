"""Pooling

A pool replaces each window by one number: its largest (max) or its mean (average). It has nothing to learn, and
unless told otherwise its step is as long as its window, so a pool of `k` makes each side k times shorter. That saves
memory, a dense layer behind it shrinks with k², and later layers see more of the image. A convolution behind it keeps
exactly its parameters. Max pooling forgives small shifts, though not every one; only the maximum of the whole map
forgives any that stays within it. On the way back, only the winner of each max-pooled window gets a gradient.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question, several, task, where, whole

ZH = """池化

池化用一个数代替一个窗口：最大值（最大池化）或平均值（平均池化）。它没有要学的参数；不另外设置时步长等于窗口大小，
所以窗口为 `k` 的池化把高和宽都缩小到 1/k。于是更省显存，后面的全连接层按 k² 缩小，后面各层的感受野也变大；
但后面的卷积层参数一个也不少。最大池化能容忍一部分小平移，并非全部；只有对整张图取最大值，
才对任何不移出画面的平移都不变。反向传播时，最大池化的每个窗口里只有最大的那个像素得到梯度。
"""
NAMES = ["max pooling", "average pooling", "池化层", "汇聚层", "最大池化", "平均池化"]
SHARED = ["downsampling", "translation invariance", "下采样", "平移不变"]
HINTS = ["降维"]
NEEDS = ["convolution", "conv-output-size"]
SOURCES = ["torch.nn.MaxPool2d", "Goodfellow, Bengio & Courville, Deep Learning, section 9.3"]


def demo(n=whole(8, 30), k=whole(2, 4), stride=None):
    image = torch.rand(1, 3, n, n)
    pool = nn.MaxPool2d(k, stride=stride)
    return pool(image)


@question("How tall is the output?", zh="输出的高是多少？")
def height(out):
    return out.shape[-2]


@height.wrong(
    en=(
        "A pool moves one pixel at a time.",
        "A pool's stride is its window size unless you set it; only a convolution's is 1.",
    ),
    zh=("池化窗口每次移动一个像素。", "池化的步长默认等于窗口大小；默认步长为 1 的是卷积。"),
)
def stride_one(n, k):
    return height(demo(n, k, stride=1))


@height.wrong(
    en=(
        "A window that hangs over the edge still counts.",
        "A window that would hang over the edge is left out: the quotient is rounded down.",
    ),
    zh=("越过边界的窗口也算一个。", "会越过边界的窗口不算：商要向下取整。"),
)
def rounded_up(n, k):
    return -(-n // k)


def conv_behind(c=whole(2, 6), co=one_of(4, 5, 8, 10), k=whole(2, 4)):
    net = nn.Sequential(nn.MaxPool2d(k), nn.Conv2d(c, co, kernel_size=3))
    return sum(p.numel() for p in net.parameters())


@question("How many parameters does `net` have?", zh="`net` 有多少个参数？", of=conv_behind)
def parameters_of_conv_behind(out):
    return out


@parameters_of_conv_behind.wrong(
    en=(
        "A smaller map makes the convolution behind it smaller.",
        "A convolution's parameters do not depend on the size of the map, so a pool before it saves none.",
    ),
    zh=("特征图变小，后面的卷积层参数也变少。", "卷积的参数量与特征图大小无关，前面加池化一个也省不了。"),
)
def pool_cuts_the_convolution(out, k):
    return out // k**2


@parameters_of_conv_behind.wrong(
    en=("The pool has a weight for each number of its window.", "The pool adds nothing: it has no weights."),
    zh=("池化对窗口里的每个数都有一个权重。", "池化不增加参数：它没有权重。"),
)
def pool_adds_weights(out, c, k):
    return out + c * k**2


def dense_behind(c=whole(2, 6), n=one_of(8, 12, 16, 24), k=one_of(2, 4)):
    pool = nn.MaxPool2d(k)
    features = pool(torch.rand(1, c, n, n)).flatten(start_dim=1)
    dense = nn.Linear(features.shape[1], 10)
    return sum(p.numel() for p in dense.parameters())


@question("How many parameters does `dense` have?", zh="`dense` 有多少个参数？", of=dense_behind)
def parameters_of_dense_behind(out):
    return out


@parameters_of_dense_behind.wrong(
    en=(
        "A pool saves no parameters anywhere.",
        "A dense layer has weights for each number it receives, and the pool has left fewer of them.",
    ),
    zh=("池化在哪里都省不了参数。", "全连接层对收到的每个数都有权重，而池化之后数变少了。"),
)
def pool_does_not_matter(c, n):
    return parameters_of_dense_behind(dense_behind(c, n, k=1))


@parameters_of_dense_behind.wrong(
    en=(
        "A pool of k leaves 1/k of the pixels.",
        "The pool shortens both sides: the number of pixels falls by k², not by k.",
    ),
    zh=("窗口为 k 的池化留下 1/k 的像素。", "池化把高和宽都缩短：像素数减到 1/k²，而不是 1/k。"),
)
def only_one_side(c, n, k):
    return 10 * (c * n * (n // k) + 1)


@where(lambda n, k: n % k == 0)
def backward(n=whole(6, 24), k=whole(2, 4), pool=F.max_pool2d):
    image = torch.rand(1, 1, n, n, requires_grad=True)
    pool(image, k).sum().backward()
    return image.grad


@question(
    "How many pixels of `image` have a gradient other than 0?",
    zh="`image` 有多少个像素的梯度不为 0？",
    of=backward,
)
def pixels_with_gradient(out):
    return int(out.count_nonzero())


@pixels_with_gradient.wrong(
    en=(
        "Every pixel of a window gets its share of the gradient.",
        "Only the largest pixel of each window reaches the output; average pooling would reach all.",
    ),
    zh=("窗口里的每个像素都分到梯度。", "每个窗口只有最大的像素影响输出；平均池化才会用到全部像素。"),
)
def every_pixel(n, k):
    return pixels_with_gradient(backward(n, k, pool=F.avg_pool2d))


@pixels_with_gradient.wrong(
    en=(
        "Only the largest pixel of the image gets a gradient.",
        "Each window has a winner of its own, not only the whole image.",
    ),
    zh=("整张图只有最大的像素得到梯度。", "每个窗口都有自己的最大值，不是整张图只有一个。"),
)
def one_winner(n):
    return pixels_with_gradient(backward(n, k=n))


@height.wrong(
    en=("A pool halves the height.", "It divides by the window size, which is 2 only by habit."),
    zh=("池化把高减半。", "它是除以窗口大小，窗口为 2 只是习惯。"),
)
def always_halves(n):
    return n // 2


def dark(image=several(3, several(3, whole(-9, -1)))):
    x = torch.tensor(image).float().view(1, 1, 3, 3)
    y = F.max_pool2d(x, kernel_size=3, stride=1, padding=1)
    return y[0, 0, 0, 0]


@question("What is the number in the top left corner?", zh="左上角的数是多少？", of=dark)
def corner_of_dark(out):
    return int(out)


@corner_of_dark.wrong(
    en=(
        "The border is filled with zeros, and 0 wins.",
        "Max pooling pads with −∞, which never wins; convolutions pad with 0.",
    ),
    zh=("边界填 0，所以 0 最大。", "最大池化用 −∞ 填充，永远不会胜出；用 0 填充的是卷积。"),
)
def padded_with_zeros():
    return 0


@corner_of_dark.wrong(
    en=(
        "The first window lies inside the image.",
        "It starts one pixel outside and so covers only 2 × 2 of the image.",
    ),
    zh=("第一个窗口完全在图像内。", "它从图像外一个像素处开始，只盖住图像的 2 × 2。"),
)
def window_inside(image):
    return max(map(max, image))


@corner_of_dark.wrong(
    en=("The number that is largest in size wins.", "The sign counts: −1 is larger than −9."),
    zh=("绝对值最大的数胜出。", "要看符号：−1 比 −9 大。"),
)
def largest_in_size(image):
    return min(image[0][0], image[0][1], image[1][0], image[1][1])


def shifted(x=several(8, whole(0, 9))):
    signal = torch.tensor([[x]]).float().roll(1, dims=2)  # one to the right
    y = F.max_pool1d(signal, kernel_size=2)
    return y[0, 0, 1]


@question("Which number does it return?", zh="返回的数是多少？", of=shifted)
def after_the_shift(out):
    return int(out)


@after_the_shift.wrong(
    en=(
        "Pooling does not notice a shift by one.",
        "A number may cross into the next window: only some shifts are forgiven.",
    ),
    zh=("平移一个位置，池化察觉不到。", "数可能移进相邻的窗口：池化只能容忍一部分平移。"),
)
def invariant(x):
    return max(x[2:4])


@after_the_shift.wrong(
    en=(
        "The pooled numbers move one place along.",
        "The input moves one entry, half a window: windows are cut elsewhere.",
    ),
    zh=("池化后的数也整体移动一格。", "输入只移动一格，即半个窗口，窗口里的数换了组合。"),
)
def equivariant(x):
    return max(x[0:2])


@after_the_shift.wrong(
    en=("A positive `roll` moves the entries to the left.", "It moves them to the right, to larger indices."),
    zh=("`roll` 取正数时向左移。", "向右移，下标变大。"),
)
def to_the_left(x):
    return max(x[3:5])


@task(
    "Write `max_pool`: the largest number of each k × k window of an image (a matrix), at stride k.",
    zh="写出 `max_pool`：图像（矩阵）中每个 k × k 窗口的最大值，步长为 k。",
    blanks=["image.shape[0] // k", "r * k : r * k + k"],
    mend=["overlapping"],
)
def max_pool(image, k):
    rows, columns = image.shape[0] // k, image.shape[1] // k
    out = torch.zeros(rows, columns)
    for r in range(rows):
        for c in range(columns):
            out[r, c] = image[r * k : r * k + k, c * k : c * k + k].max()
    return out


@max_pool.inputs
def images(height=whole(4, 9), width=whole(4, 9), k=whole(2, 3)):
    return torch.randn(height, width), k


@max_pool.inputs
def dark_images(n=whole(3, 6)):
    return -1 - torch.rand(n, n), 3


@max_pool.holds("PyTorch gives the same.", zh="与 PyTorch 的结果相同。")
def as_pytorch(out, image, k):
    return torch.equal(out, F.max_pool2d(image[None], k)[0])


@max_pool.wrong(
    en=("The window moves one pixel at a time.", "A pool's stride is its window size."),
    zh=("窗口每次移动一个像素。", "池化的步长等于窗口大小。"),
)
def overlapping(image, k):
    return F.max_pool2d(image[None], k, stride=1)[0]


@max_pool.wrong(
    en=("A window over the edge still counts.", "It is left out: round down."),
    zh=("越过边界的窗口也算。", "不算：向下取整。"),
)
def with_the_rest(image, k):
    return F.max_pool2d(image[None], k, ceil_mode=True)[0]


@max_pool.wrong(
    en=("Each window gives its mean.", "That is average pooling."),
    zh=("每个窗口取平均值。", "那是平均池化。"),
)
def mean_of_each(image, k):
    return F.avg_pool2d(image[None], k)[0]


@task(
    "Write `max_pool_backward`: the gradient of `image` when k × k max pooling receives the gradient `g`.",
    zh="写出 `max_pool_backward`：k × k 最大池化的输出得到梯度 `g` 时，求 `image` 的梯度。",
    blanks=["window.argmax()", "= g[r, c]"],
    mend=["shared_out"],
)
def max_pool_backward(image, k, g):
    grad = torch.zeros_like(image)
    for r in range(g.shape[0]):
        for c in range(g.shape[1]):
            window = image[r * k : r * k + k, c * k : c * k + k]
            winner = int(window.argmax())
            grad[r * k + winner // k, c * k + winner % k] = g[r, c]
    return grad


max_pool_backward.hint("Which pixel of a window can change the output at all?", zh="窗口里哪个像素能影响输出？")


@max_pool_backward.inputs
def image_and_gradient(height=whole(4, 8), width=whole(4, 8), k=whole(2, 3)):
    return torch.randn(height, width), k, torch.randn(height // k, width // k)


@max_pool_backward.holds("All of `g` arrives.", zh="`g` 全部传到。")
def nothing_is_lost(out, g):
    return torch.allclose(out.sum(), g.sum(), atol=1e-4)


@max_pool_backward.wrong(
    en=("The pixels of a window share the gradient.", "The winner gets all of it; sharing belongs to average pooling."),
    zh=("窗口里的像素平分梯度。", "最大的像素得到全部；平分的是平均池化。"),
)
def shared_out(image, k, g):
    grad = torch.zeros_like(image)
    grad[: g.shape[0] * k, : g.shape[1] * k] = g.repeat_interleave(k, 0).repeat_interleave(k, 1) / k**2
    return grad


@max_pool_backward.wrong(
    en=("Every pixel of a window gets the gradient.", "Only the largest does: the others did not change the output."),
    zh=("窗口里每个像素都得到梯度。", "只有最大的得到：其余像素没有影响输出。"),
)
def to_all_of_them(image, k, g):
    grad = torch.zeros_like(image)
    grad[: g.shape[0] * k, : g.shape[1] * k] = g.repeat_interleave(k, 0).repeat_interleave(k, 1)
    return grad


@max_pool_backward.wrong(
    en=("The winner's gradient is 1.", "1 is only the local slope; it is multiplied by g."),
    zh=("最大像素的梯度就是 1。", "1 只是局部斜率，还要乘以 g。"),
)
def always_one(image, k, g):
    return max_pool_backward(image, k, torch.ones_like(g))


@max_pool_backward.wrong(
    en=("The gradient goes to the corner of each window.", "It goes to where the largest number is."),
    zh=("梯度传到每个窗口的左上角。", "它传到最大值所在的位置。"),
)
def to_the_corner(image, k, g):
    grad = torch.zeros_like(image)
    grad[: g.shape[0] * k : k, : g.shape[1] * k : k] = g
    return grad


def figure(k):
    image = F.avg_pool2d(torch.rand(1, 1, 26, 26), kernel_size=3, stride=1)
    _, (left, right) = plt.subplots(1, 2)
    left.imshow(image[0, 0].tolist())
    right.imshow(F.max_pool2d(image, k)[0, 0].tolist())
    left.set_xlabel("image")
    right.set_xlabel("pooled")
