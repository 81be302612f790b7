"""Residual connection

A residual block adds its input to what it computes: y = x + f(x). The slope of one block is then 1 + f′(x), and of a
chain of blocks

    dy/dx = (1 + f₁′) · (1 + f₂′) · … · (1 + f_L′)

Multiplied out, this holds a 1: one path on which the gradient passes every block untouched, however deep the net. A
block whose branch gives 0 is the identity, so more depth need do no harm. Both hold only if nothing follows the sum: in
the first ResNet a ReLU does, stopping negative numbers. The sum needs equal shapes. LSTM's cell state takes a
similar additive path through time, with a forget gate.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question, real, several, task, whole

ZH = """残差连接

残差块把输入加到自己算出的结果上：y = x + f(x)。一个块的斜率就是 1 + f′(x)，一串块的斜率是

    dy/dx = (1 + f₁′) · (1 + f₂′) · … · (1 + f_L′)

展开后其中有一项是 1：梯度总有一条路可以原样穿过所有块，无论网络多深。分支输出为 0 的块就是恒等映射，
所以加深网络未必有害。这两点都要求相加之后不再有别的运算：最早的 ResNet 在那里有一个 ReLU，会挡住负数。
相加要求形状一致。LSTM 的细胞状态也走类似的加法通路，不过是沿时间传递，并且要乘上遗忘门。
"""
NAMES = [
    "residual block",
    "residual network",
    "skip connection",
    "shortcut connection",
    "ResNet",
    "残差结构",
    "残差块",
    "残差网络",
    "跳跃连接",
]
SHARED = ["残差"]
NEEDS = ["vanishing-gradient"]
SOURCES = [
    "He, Zhang, Ren & Sun, Deep residual learning for image recognition, arXiv:1512.03385",
    "He, Zhang, Ren & Sun, Identity mappings in deep residual networks, arXiv:1603.05027",
    "Huang et al., Densely connected convolutional networks, arXiv:1608.06993 (concatenation)",
]


def demo(w=real(0.2, 0.8, either_sign=True), blocks=whole(3, 12), skip=1):
    x = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
    y = x
    for _ in range(blocks):
        y = skip * y + w * y
    y.backward()
    return x.grad


@question("What is dy/dx?", zh="dy/dx 是多少？")
def slope(out):
    return out.item()


@slope.wrong(
    en=(
        "The skips add one path of slope 1 to the whole chain.",
        "The skip adds 1 to the slope of every block, before the blocks are multiplied.",
    ),
    zh=("跳跃连接给整条链加上一条斜率为 1 的路。", "跳跃连接给每个块的斜率都加 1，然后才把各块相乘。"),
)
def one_added_at_the_end(w, blocks):
    return slope(demo(w, blocks, skip=0)) + 1


@slope.wrong(
    en=(
        "Each block adds 1 to the slope of the chain.",
        "The ones do not add up along the chain: each block multiplies by 1 + w.",
    ),
    zh=("每个块给整条链的斜率加 1。", "这些 1 不会沿着链相加：每个块都是乘以 1 + w。"),
)
def one_added_per_block(w, blocks):
    return slope(demo(w, blocks, skip=0)) + blocks


@slope.wrong(
    en=("A block's slope is that of its branch, w.", "Each block also passes `y` on: its slope is 1 + w."),
    zh=("一个块的斜率就是分支的斜率 w。", "每个块还把 `y` 原样传下去：斜率是 1 + w。"),
)
def skip_forgotten(w, blocks):
    return slope(demo(w, blocks, skip=0))


def plain(w=real(0.2, 0.8, either_sign=True), layers=whole(2, 10)):
    x = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
    y = x
    for _ in range(layers):
        y = w * y
    y.backward()
    return x.grad


@question("What is dy/dx?", zh="dy/dx 是多少？", of=plain)
def slope_without_skips(out):
    return out.item()


@slope_without_skips.wrong(
    en=("The slopes of the layers add up.", "Along one path slopes multiply; they do not add."),
    zh=("各层的斜率相加。", "同一条路径上斜率相乘，而不是相加。"),
)
def slopes_add(w, layers):
    return w * layers


@slope_without_skips.wrong(
    en=(
        "One weight is one factor, however often it is used.",
        "The same w acts in every layer, so it is multiplied once for each.",
    ),
    zh=("一个权重只算一个因子，用几次都一样。", "每一层都乘一次 w，不是总共只乘一次。"),
)
def weight_counts_once(w):
    return slope_without_skips(plain(w, layers=1))


def joined(c=whole(2, 64), join=one_of("add", "concatenate")):
    x = torch.rand(1, c, 8, 8)
    branch = nn.Conv2d(c, c, kernel_size=3, padding=1)(x)
    if join == "add":
        return x + branch
    return torch.cat([x, branch], dim=1)


@question("How many channels does the output have?", zh="输出有多少个通道？", of=joined)
def channels(out):
    return out.shape[1]


@channels.wrong(
    en=(
        "A skip connection puts the old channels beside the new ones.",
        "A residual connection adds number by number, so the channels stay as many as they were.",
    ),
    zh=("跳跃连接把旧通道拼在新通道旁边。", "残差连接是逐元素相加，通道数不变。"),
)
def skips_stack_channels(c):
    return channels(joined(c, join="concatenate"))


@channels.wrong(
    en=(
        "Joining two maps means adding them.",
        "`cat` puts the channels side by side, as DenseNet does; nothing is added.",
    ),
    zh=("合并两张特征图就是把它们相加。", "`cat` 把通道并排拼接（DenseNet 的做法），并没有相加。"),
)
def joining_always_adds(c):
    return channels(joined(c, join="add"))


def block(x=several(7, whole(-4, 6))):
    branch = nn.Sequential(nn.Linear(7, 7), nn.ReLU(), nn.Linear(7, 7))
    for p in branch[2].parameters():
        nn.init.zeros_(p)
    x = torch.tensor(x).float()
    y = F.relu(x + branch(x))
    return y != x


@question("In how many places does `y` differ from `x`?", zh="`y` 与 `x` 有多少处不同？", of=block)
def places_changed(out):
    return int(out.sum())


@places_changed.wrong(
    en=(
        "A block with a zero branch is always the identity.",
        "Not with a ReLU after the sum: it stops what is negative.",
    ),
    zh=("分支为零的残差块一定是恒等映射。", "相加之后有 ReLU 就不是了：负数会被截掉。"),
)
def always_the_identity():
    return 0


@places_changed.wrong(
    en=("A zero branch makes the block give 0.", "The skip remains: x + 0 is x."),
    zh=("分支为零，块的输出就是 0。", "还有跳跃连接：x + 0 就是 x。"),
)
def zero_branch_gives_zero(x):
    return sum(value != 0 for value in x)


@places_changed.wrong(
    en=(
        "The first layer, which is not zero, changes every number.",
        "Its result is multiplied by the zeros of the last layer.",
    ),
    zh=("第一层不为零，所以每个数都会变。", "它的结果还要乘上最后一层的零。"),
)
def first_layer_shows(x):
    return len(x)


@slope_without_skips.wrong(
    en=("Every layer passes 1 + w of the gradient on.", "That takes a skip; here a layer passes w."),
    zh=("每一层都把梯度乘以 1 + w。", "有跳跃连接才是 1 + w；这里每层只乘 w。"),
)
def skips_are_always_there(w, layers):
    return slope(demo(w, layers, skip=1))


@task(
    "Write `residual_block`: the branch is `Linear` (W1, b1), ReLU, `Linear` (W2, b2); nothing follows the sum.",
    zh="写出 `residual_block`：分支依次是 `Linear`（W1，b1）、ReLU、`Linear`（W2，b2），相加之后不再有别的运算。",
    blanks=["F.relu(F.linear(x, W1, b1))", "x + "],
    mend=["without_skip", "relu_after_the_sum"],
    gradients=True,
)
def residual_block(x, W1, b1, W2, b2):
    hidden = F.relu(F.linear(x, W1, b1))
    return x + F.linear(hidden, W2, b2)


residual_block.hint("With W2 and b2 zero the block must return x.", zh="W2 和 b2 为零时，这个块应当原样返回 x。")


@residual_block.inputs
def batch_and_weights(batch=whole(1, 4), d=whole(2, 5), h=whole(2, 6)):
    return torch.randn(batch, d), torch.randn(h, d), torch.randn(h), torch.randn(d, h), torch.randn(d)


@residual_block.holds("A zero branch leaves x unchanged.", zh="分支为零时 x 不变。")
def identity_at_zero(solution, x, W1, b1, W2, b2):
    return torch.equal(solution(x, W1, b1, 0 * W2, 0 * b2), x)


@residual_block.wrong(
    en=("The block is its two layers.", "The input is added to what they give."),
    zh=("残差块就是这两层。", "还要把输入加到它们的结果上。"),
)
def without_skip(x, W1, b1, W2, b2):
    return F.linear(F.relu(F.linear(x, W1, b1)), W2, b2)


@residual_block.wrong(
    en=("A ReLU closes every block.", "Here nothing follows the sum, so that the path stays untouched."),
    zh=("每个块最后都有 ReLU。", "这里相加之后不再有别的运算，通路才不受阻挡。"),
)
def relu_after_the_sum(x, W1, b1, W2, b2):
    return F.relu(residual_block(x, W1, b1, W2, b2))


@residual_block.wrong(
    en=("The branch ends in a ReLU.", "Then it could only add, never subtract."),
    zh=("分支以 ReLU 结尾。", "那样分支就只能加、不能减。"),
)
def relu_on_the_branch(x, W1, b1, W2, b2):
    return x + F.relu(F.linear(F.relu(F.linear(x, W1, b1)), W2, b2))


@residual_block.wrong(
    en=("The skip starts behind the first ReLU.", "It carries the block's input itself."),
    zh=("捷径从第一个 ReLU 之后开始。", "它传递的是块的输入本身。"),
)
def skip_of_relu(x, W1, b1, W2, b2):
    return F.relu(x) + F.linear(F.relu(F.linear(x, W1, b1)), W2, b2)


def figure():
    for name, skip in {"residual": 1, "plain": 0}.items():
        layers = [nn.Linear(32, 32) for _ in range(30)]
        h = torch.rand(16, 32)
        for layer in layers:
            h = skip * h + torch.tanh(layer(h))
        h.sum().backward()
        plt.plot(range(1, 31), [layer.weight.grad.norm().item() for layer in layers], label=name)
    plt.yscale("log")
    plt.xlabel("layer")
    plt.ylabel("gradient norm")
    plt.legend()
