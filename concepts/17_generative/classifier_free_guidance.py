"""Classifier-free guidance

A conditional diffusion model is trained with labels that are sometimes left out, so that one network gives both a
conditional noise ε_c and an unconditional one ε_u. In sampling both are computed and their difference is exaggerated:

    ε = ε_u + w (ε_c − ε_u)

w = 1 is the conditional model, w = 0 the unconditional one, w > 1 goes beyond the conditional one. No separate
classifier is needed. At a fixed noise level this corresponds to p(x) · (p(x|y)/p(x))^w: clearer images of y, less
variety. Each step costs two evaluations. (Some papers call w − 1 the scale.)
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """无分类器引导

训练条件扩散模型时，有时把标签去掉，于是一个网络既能给出有条件的噪声 ε_c，也能给出无条件的 ε_u。采样时两个都算，
再把它们的差放大：

    ε = ε_u + w (ε_c − ε_u)

w = 1 是条件模型，w = 0 是无条件模型，w > 1 比条件模型走得更远，不需要另外的分类器。在固定的噪声水平上，
这对应于 p(x) · (p(x|y)/p(x))^w：更像 y 的图像，多样性更少。每一步要算两次网络。（有些论文把 w − 1 称为引导系数。）
"""
NAMES = [
    "classifier-free guidance",
    "classifier free guidance",
    "guidance scale",
    "无分类器引导",
    "无分类器指导",
    "引导系数",
    "引导强度",
]
SHARED = ["CFG", "guidance"]
HINTS = ["引导"]
NEEDS = ["ddpm-forward"]
SOURCES = ["Ho & Salimans, Classifier-Free Diffusion Guidance, arXiv:2207.12598"]


@where(lambda u, c, w: u != c and abs(u + w * (c - u)) > 0.5 and u != 0)
def demo(u=whole(-6, 6), c=whole(-6, 6), w=one_of(0.0, 1.5, 2.0, 3.0, 5.0, 7.5)):
    without_label, with_label = torch.tensor([u, c]).float()
    return torch.lerp(without_label, with_label, w)  # start + w * (end - start)


@question("Which noise is used, that is, what is returned?", zh="使用的噪声是多少，也就是返回值是多少？")
def guided(out):
    return out


@guided.wrong(
    en=("Guidance averages the two predictions.", "w > 1 goes beyond the conditional one."),
    zh=("引导就是两个预测的平均。", "w > 1 时超出条件预测之外。"),
)
def averaged(u, c, w):
    return (u + w * c) / (1 + w)


@guided.wrong(
    en=("It starts from the conditional prediction.", "From the unconditional one, towards the conditional."),
    zh=("从条件预测出发。", "从无条件预测出发，朝条件预测走。"),
)
def from_the_conditional(u, c, w):
    return guided(demo(c, u, w))


@guided.wrong(
    en=("w = 0 is the conditional model.", "Here w = 1 is; w = 0 ignores the label."),
    zh=("w = 0 是条件模型。", "这里 w = 1 才是；w = 0 不看标签。"),
)
def scale_from_zero(u, c, w):
    return guided(demo(u, c, 1 + w))


@where(lambda a: len(set(a)) == 3 and a[0] < sum(a) / 2)
@where(lambda a, w: sum(x**w for x in a) in (14, 17, 20, 21, 25, 26, 29, 30, 35, 36, 38, 40, 45, 50, 54, 100))
def sharpened(a=several(3, whole(1, 7)), w=one_of(2, 3)):
    conditional = torch.tensor(a) / sum(a)
    plain = torch.ones(3) / 3  # p(x): without the label all are alike
    q = plain * (conditional / plain) ** w
    return (q / q.sum())[0]


@question("Which probability has outcome 0 under guidance?", zh="在引导下，结果 0 的概率是多少？", of=sharpened)
def probability(out):
    return out


@probability.wrong(
    en=("Guidance leaves the probabilities as they are.", "The ratio to p(x) is taken to the power w."),
    zh=("引导不改变概率。", "与 p(x) 之比要取 w 次方。"),
)
def unchanged(a):
    return a[0] / sum(a)


@probability.wrong(
    en=("Only the likeliest outcome is left.", "Only as w grows without bound."),
    zh=("只剩最可能的结果。", "w 趋于无穷时才是。"),
)
def likeliest_only(a):
    return float(a[0] == max(a))


@probability.wrong(
    en=(
        "The w-th root is taken: probabilities become more alike.",
        "They are taken to the power w: they become less alike.",
    ),
    zh=("开 w 次方，各概率变得更接近。", "取 w 次方，各概率差得更远。"),
)
def flattened(a, w):
    roots = [x ** (1 / w) for x in a]
    return roots[0] / sum(roots)


def evaluations(steps=one_of(10, 20, 25, 50, 100), images=whole(2, 12), guidance=one_of(True, False)):
    rows = 0
    for _ in range(steps):
        batch = torch.randn(images, 4)
        if guidance:  # with the label and without it, in one batch
            batch = torch.cat([batch, batch])
        rows += len(batch)
    return rows


@question("For how many inputs is the network computed?", zh="网络一共计算了多少个输入？", of=evaluations)
def network_inputs(out):
    return out


@network_inputs.wrong(
    en=("Guidance costs nothing more.", "Every step needs both predictions."),
    zh=("引导不增加计算。", "每一步都要两个预测。"),
)
def free_of_charge(steps, images, guidance):
    return steps * images if guidance else None


@network_inputs.wrong(
    en=("Labels always double the work.", "Only guidance does; a conditional model alone needs one evaluation."),
    zh=("有标签计算量就加倍。", "只有引导才加倍；单用条件模型只算一次。"),
)
def always_double(steps, images, guidance):
    return None if guidance else 2 * steps * images


@network_inputs.wrong(
    en=("All images of a batch share one evaluation.", "Each is computed."),
    zh=("一批里的图像共用一次计算。", "每张都要算。"),
)
def one_for_the_batch(steps, guidance):
    return 2 * steps if guidance else steps


@task(
    "Write `guide`: `noise` (2B, d) holds the predictions without label, then those with label, for the same B "
    "samples. Return the guided noise (B, d).",
    zh="写出 `guide`：`noise` (2B, d) 先是 B 个样本的无标签预测，再是有标签预测。返回引导后的噪声 (B, d)。",
    blanks=["noise.chunk(2)", "w * (labelled - plain)"],
    mend=["halves_swapped", "scale_counted_from_zero"],
    gradients=True,
)
def guide(noise, w):
    plain, labelled = noise.chunk(2)
    return plain + w * (labelled - plain)


guide.hint(
    "From the prediction without label, w times the way to the one with label.",
    zh="从无标签的预测出发，朝有标签的走 w 倍的路。",
)


@guide.inputs
def batches(B=whole(1, 4), d=whole(1, 3), w=one_of(1.5, 3.0, 7.5)):
    return torch.randn(2 * B, d), w


@guide.inputs
def ends(B=whole(1, 3), w=one_of(0.0, 1.0)):
    return torch.randn(2 * B, 2), w


@guide.holds("w = 1 gives the prediction with label.", zh="w = 1 时就是有标签的预测。")
def one_is_conditional(solution, noise):
    return torch.allclose(solution(noise, 1.0), noise[len(noise) // 2 :], atol=1e-5)


@guide.wrong(
    en=("The first half has the label.", "Here it comes without; the second half has it."),
    zh=("前一半有标签。", "这里前一半没有，后一半才有。"),
)
def halves_swapped(noise, w):
    labelled, plain = noise.chunk(2)
    return plain + w * (labelled - plain)


@guide.wrong(
    en=("w = 0 is the conditional model.", "Here w = 1 is."),
    zh=("w = 0 是条件模型。", "这里 w = 1 才是。"),
)
def scale_counted_from_zero(noise, w):
    plain, labelled = noise.chunk(2)
    return labelled + w * (labelled - plain)


@guide.wrong(
    en=("The two are averaged with the weights 1 and w.", "The difference is exaggerated."),
    zh=("按权重 1 和 w 取平均。", "是把差放大。"),
)
def weighted_mean(noise, w):
    plain, labelled = noise.chunk(2)
    return (plain + w * labelled) / (1 + w)


def figure(out, u, c, w):
    plt.plot([min(u, c, out.item()), max(u, c, out.item())], [0, 0], color="lightgray", zorder=0)
    for name, value, colour in (("without label", u, "C0"), ("with label", c, "C1"), (f"w = {w:g}", out.item(), "C2")):
        plt.scatter([value], [0], color=colour, label=name, zorder=3)
    plt.yticks([])
    plt.xlabel("predicted noise")
    plt.legend()
