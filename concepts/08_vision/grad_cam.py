"""Grad-CAM

Which part of the image speaks for a class? Grad-CAM weighs each channel of a convolutional layer with the mean
gradient of the class score, sums, and keeps what is positive:

    αₖ = mean of ∂score/∂Aₖ over the places,    map = relu(Σₖ αₖ Aₖ)

A channel that speaks against the class has a negative α and lowers the map. With a head of global average pooling and
one linear layer αₖ is wₖ/(HW): the map of CAM, up to this factor and the ReLU. The map is as coarse as the layer, and
shows what raised the score, not why this is right.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import question, several, task, where, whole

ZH = """Grad-CAM 类激活图

图像的哪一部分支持某个类别？Grad-CAM 用类别得分对各通道的平均梯度给卷积层的通道加权求和，只保留正的部分：

    αₖ = ∂得分/∂Aₖ 在各位置上的均值，    图 = relu(Σₖ αₖ Aₖ)

不支持该类的通道 α 为负，会降低热度。若分类头是全局平均池化加一个线性层，αₖ 就是 wₖ/(HW)，
除了这个系数和 ReLU，与 CAM 的图相同。这张图与所取的层一样粗糙；它显示什么提高了得分，而不说明这样是否正确。
"""
NAMES = ["Grad-CAM", "GradCAM", "class activation map", "class activation mapping", "类激活图", "类激活映射"]
SHARED = ["saliency map", "热力图"]
HINTS = ["heat map", "可解释性"]
NEEDS = ["global-pool-head", "hooks"]
SOURCES = [
    "Selvaraju et al., Grad-CAM, arXiv:1610.02391",
    "Zhou et al., Learning Deep Features for Discriminative Localization (CAM), arXiv:1512.04150",
]


def weighted(A, B, w):
    """The weighted sum of two maps, place by place."""
    return [w[0] * a + w[1] * b for a, b in zip(A, B, strict=True)]


@where(lambda A, B, w: max(weighted(A, B, w)) > 0)
@where(lambda A, B, w: w[0] * w[1] < 0 and len(set(weighted(A, B, w))) == 5)
def demo(A=several(5, whole(0, 9)), B=several(5, whole(0, 9)), w=several(2, whole(-4, 4))):
    maps = torch.tensor([A, B]).double().requires_grad_()
    score = torch.tensor(w).double() @ maps.mean(dim=1)
    score.backward()
    alpha = maps.grad.mean(dim=1)
    return 5 * F.relu(alpha @ maps)  # times the number of places


@question("Which place (from 0) is hottest?", zh="哪个位置（从 0 数起）最热？")
def place(out):
    return out.argmax()


@place.wrong(
    en=("Where the activations are largest.", "A channel with a negative weight cools its places."),
    zh=("激活值最大的地方。", "权重为负的通道会降低它所在位置的热度。"),
)
def brightest(A, B):
    return max(range(5), key=lambda i: A[i] + B[i])


@place.wrong(
    en=("A strong channel counts, whatever its sign.", "The sign says for or against the class."),
    zh=("通道越强越算数，无论正负。", "符号表示支持还是反对该类。"),
)
def sizes_of_weights(A, B, w):
    return max(range(5), key=lambda i: abs(w[0]) * A[i] + abs(w[1]) * B[i])


@place.wrong(
    en=("Where the channel that is for the class is largest.", "The other channel is taken off."),
    zh=("支持该类的通道最大的地方。", "还要减去另一个通道。"),
)
def supporting_channel_alone(A, B, w):
    supporting = A if w[0] > 0 else B
    return supporting.index(max(supporting))


@question("What is the value at the hottest place?", zh="最热处的值是多少？")
def heat(out):
    return round(out.max().item())


@heat.wrong(
    en=("Channels against the class are left out.", "They enter with their negative weight; ReLU comes after the sum."),
    zh=("不支持该类的通道不计入。", "它们以负的权重计入；ReLU 在求和之后。"),
)
def relu_before_the_sum(A, B, w):
    return max(max(w[0], 0) * a + max(w[1], 0) * b for a, b in zip(A, B, strict=True))


@heat.wrong(
    en=("The activations are summed.", "Each is multiplied by its channel's weight first."),
    zh=("把激活值相加。", "先各乘以通道的权重。"),
)
def weights_forgotten(A, B):
    return max(a + b for a, b in zip(A, B, strict=True))


@heat.wrong(
    en=("The map is the gradient.", "Behind an average the gradient is the same everywhere; it only weighs the maps."),
    zh=("这张图就是梯度。", "平均之后梯度处处相同；它只是给特征图加权。"),
)
def gradient_alone(w):
    return max(w)


@question("How many places are cold (0)?", zh="有几个位置是冷的（为 0）？")
def cold(out):
    return (out < 1e-9).sum()  # rounding may leave a trace


@cold.wrong(
    en=("Only where both maps are 0.", "Also where the channel against the class outweighs."),
    zh=("只有两张图都为 0 的地方。", "反对该类的通道占上风的地方也是。"),
)
def both_dark(A, B):
    return sum(a == b == 0 for a, b in zip(A, B, strict=True))


@cold.wrong(
    en=("None: the map has negative values there.", "ReLU sets them to 0."),
    zh=("没有：那里是负值。", "ReLU 把负值置为 0。"),
)
def no_relu(A, B, w):
    return weighted(A, B, w).count(0)


@cold.wrong(
    en=("Where the supporting channel is 0.", "There and where the other outweighs it."),
    zh=("支持该类的通道为 0 的地方。", "还有另一个通道占上风的地方。"),
)
def supporting_channel_dark(A, B, w):
    return (A if w[0] > 0 else B).count(0)


@task(
    "Write `grad_cam`: the map of one image from its activations A (C, H, W) and the score's gradients G for them.",
    zh="写出 `grad_cam`：由激活值 A (C, H, W) 和得分对它的梯度 G（形状相同）求一张图的热力图。",
    blanks=["G.mean(dim=(1, 2))", "sum(dim=0)"],
    mend=["place_by_place", "relu_first"],
)
def grad_cam(A, G):
    alpha = G.mean(dim=(1, 2))
    return F.relu((alpha[:, None, None] * A).sum(dim=0))


grad_cam.hint("One number for each channel: its mean gradient.", zh="每个通道一个数：它的平均梯度。")
grad_cam.hint("ReLU comes last.", zh="ReLU 放在最后。")


@grad_cam.inputs
def any_layer(c=whole(2, 5), h=whole(2, 4), w=whole(2, 4)):
    return torch.randn(c, h, w), torch.randn(c, h, w)


@grad_cam.inputs
def behind_a_relu(c=whole(2, 4), h=whole(2, 4)):
    return torch.rand(c, h, h), torch.randn(c, 1, 1) + 0.1 * torch.randn(c, h, h)


@grad_cam.holds("It is never negative, and as large as a map.", zh="它没有负值，大小与特征图相同。")
def not_negative(out, A):
    return out.shape == A.shape[1:] and (out >= 0).all()


@grad_cam.wrong(
    en=("Gradient times activation, place by place.", "The gradient is averaged over the places first."),
    zh=("逐位置把梯度乘以激活值。", "先把梯度在各位置上取平均。"),
)
def place_by_place(A, G):
    return F.relu((G * A).sum(dim=0))


@grad_cam.wrong(
    en=("Each channel is cut off at 0 before the sum.", "A channel against the class must be able to lower the map."),
    zh=("求和之前各通道先截到 0。", "反对该类的通道应当能降低热度。"),
)
def relu_first(A, G):
    alpha = G.mean(dim=(1, 2))
    return F.relu(alpha[:, None, None] * A).sum(dim=0)


@grad_cam.wrong(
    en=("The size of the gradient is the weight.", "Its sign says for or against."),
    zh=("权重是梯度的大小。", "符号表示支持还是反对。"),
)
def sizes_alone(A, G):
    alpha = G.abs().mean(dim=(1, 2))
    return F.relu((alpha[:, None, None] * A).sum(dim=0))


@grad_cam.wrong(
    en=("Negative places are shown too.", "ReLU keeps only what speaks for the class."),
    zh=("负的位置也显示。", "ReLU 只保留支持该类的部分。"),
)
def without_relu(A, G):
    return (G.mean(dim=(1, 2))[:, None, None] * A).sum(dim=0)


def figure(out, A, B, w):
    plt.plot(range(5), A, label=f"A, weight {w[0]}")
    plt.plot(range(5), B, label=f"B, weight {w[1]}")
    plt.plot(range(5), out.detach(), label="map")
    plt.xlabel("place")
    plt.legend()
