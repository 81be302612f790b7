"""LoRA: training a low-rank change

Fine-tuning every weight of a large model needs gradients and optimiser state for all of them. LoRA freezes the matrix W
(d × k) and learns a change of low rank beside it:

    y = W x + (α/r) B A x,   B: d × r,  A: r × k

That is r(d + k) trained numbers in place of d·k. B starts at 0, so at first the model is unchanged, and in the very
first step only B gets a gradient. After training the product can be added into W, so use costs nothing more. Ranks of
merged changes add up, to min(d, k) at most. The pretrained weights themselves never move.
"""

import matplotlib.pyplot as plt
import torch
from torch import nn

from journal.authoring import one_of, question, task, where, whole

ZH = """LoRA：训练低秩增量

微调大模型的全部权重，需要为它们保存梯度和优化器状态。LoRA 冻结矩阵 W（d × k），在旁边学习一个低秩的增量：

    y = W x + (α/r) B A x，  B：d × r，  A：r × k

这样只训练 r(d + k) 个数，而不是 d·k 个。B 从 0 开始，所以起初模型不变，而且第一步只有 B 有梯度。
训练之后可以把乘积加进 W，使用时不多花任何代价。先后合并的几个增量，秩相加，最多到 min(d, k)。
预训练的权重本身始终不动。
"""
NAMES = ["LoRA", "low-rank adaptation", "low rank adaptation", "QLoRA", "低秩适配", "低秩自适应", "低秩微调"]
HINTS = ["fine-tuning", "adapter", "PEFT", "微调"]
NEEDS = ["mlp-forward", "staged-training"]
CONFUSED_WITH = ["prompt-tuning"]
SOURCES = ["Hu et al., LoRA: Low-Rank Adaptation of Large Language Models, arXiv:2106.09685, section 4"]


@where(lambda d, k, r: r < min(d, k) and d != k)
def demo(d=one_of(8, 16, 32, 40, 64), k=one_of(10, 16, 24, 48), r=one_of(1, 2, 4, 8)):
    W = nn.Linear(k, d, bias=False).requires_grad_(False)
    A, B = nn.Linear(k, r, bias=False), nn.Linear(r, d, bias=False)
    nn.init.zeros_(B.weight)
    x = torch.randn(4, k)
    y = W(x) + B(A(x))
    y.square().sum().backward()
    return [m.weight for m in (W, A, B)]


@question("How many numbers are trained?", zh="训练多少个数？")
def trained(out):
    return sum(weight.numel() for weight in out if weight.requires_grad)


@trained.wrong(
    en=("W is trained a little, along with A and B.", "W is frozen."),
    zh=("W 也跟着 A 和 B 训练一点。", "W 是冻结的。"),
)
def all_of_them(out):
    return sum(weight.numel() for weight in out)


@trained.wrong(
    en=("A and B are r × r.", "They are thin: r × k and d × r."),
    zh=("A 和 B 是 r × r。", "它们是细长的：r × k 和 d × r。"),
)
def small_squares(r):
    return 2 * r * r


@trained.wrong(
    en=("One thin matrix is trained.", "There are two, A and B."),
    zh=("只训练一个细长的矩阵。", "有两个：A 和 B。"),
)
def one_matrix(d, r):
    return d * r


@question(
    "How many numbers get a gradient other than 0 in this first step?", zh="在这第一步里，有多少个数的梯度不为 0？"
)
def first_gradients(out):
    return sum(int((weight.grad != 0).sum()) for weight in out if weight.grad is not None)


@first_gradients.wrong(
    en=("Both A and B do.", "A's gradient passes through B, which is still 0."),
    zh=("A 和 B 都有。", "A 的梯度要经过 B，而 B 还是 0。"),
)
def both(d, k, r):
    return r * (d + k)


@first_gradients.wrong(
    en=("A does, B does not: it is 0.", "It is the other way round: B reads A(x), which is not 0."),
    zh=("A 有，B 没有，因为它是 0。", "正好相反：B 读到的 A(x) 不是 0。"),
)
def only_a(k, r):
    return r * k


@first_gradients.wrong(
    en=("None: the change is 0.", "Its gradient need not be: B moves at once."),
    zh=("都没有，因为增量是 0。", "增量为 0，梯度却不必为 0：B 马上就会动。"),
)
def none():
    return 0


@where(lambda d, k, r, tasks: tasks * r != min(d, k))
def merged_rank(d=whole(4, 9), k=whole(4, 9), r=one_of(1, 2, 3), tasks=whole(2, 4)):
    change = torch.zeros(d, k).double()
    for _ in range(tasks):  # a new pair for each task, merged into W
        B, A = torch.randn(d, r).double(), torch.randn(r, k).double()
        change += B @ A
    return torch.linalg.matrix_rank(change)


@question("What is the rank of all changes together?", zh="所有增量合起来的秩是多少？", of=merged_rank)
def rank(out):
    return out


@rank.wrong(
    en=("The rank stays r.", "Ranks of different changes add up."),
    zh=("秩仍然是 r。", "不同增量的秩相加。"),
)
def stays(r):
    return r


@rank.wrong(
    en=("The changes together have full rank.", "Each has rank r only: at most tasks · r."),
    zh=("合起来就是满秩。", "每个增量的秩只有 r：最多 tasks · r。"),
)
def full(d, k):
    return min(d, k)


@rank.wrong(
    en=("The rank grows without bound.", "It never exceeds the smaller side of W."),
    zh=("秩可以一直增长。", "不会超过 W 较短的一边。"),
)
def unbounded(r, tasks):
    return r * tasks


@where(lambda w, a, b, alpha, r: len({w + alpha * a * b, w + r * a * b, w + alpha * r * a * b}) == 3)
@where(lambda w, a, b, alpha: abs(w + alpha * a * b) > 1)
def output(w=whole(-5, 5), a=one_of(-2, -1, 1, 2), b=one_of(-2, -1, 1, 2), alpha=one_of(2, 4, 8), r=one_of(2, 4, 8)):
    W = torch.full((1, 1), float(w))
    A, B = torch.full((r, 1), float(a)), torch.full((1, r), float(b))
    x = torch.ones(1)
    return W @ x + alpha / r * B @ (A @ x)


@question("What is the output?", zh="输出是多少？", of=output)
def y(out):
    return out


@y.wrong(
    en=("The change is added as it is.", "It is scaled by α/r."),
    zh=("增量直接加上。", "要乘以 α/r。"),
)
def unscaled(w, a, b, r):
    return float(w + r * a * b)


@y.wrong(
    en=("The change is scaled by α.", "By α/r: the sum over r entries does not grow with r."),
    zh=("增量乘以 α。", "乘以 α/r：r 项之和不会随 r 增大。"),
)
def alpha_only(w, a, b, alpha, r):
    return float(w + alpha * r * a * b)


@y.wrong(
    en=("The change replaces W.", "It is added to W x."),
    zh=("增量取代 W。", "是加到 W x 上。"),
)
def replaces_w(a, b, alpha):
    return float(alpha * a * b)


@task(
    "Write `lora_forward` for x (n, k), the frozen W (d, k), A (r, k) and B (d, r).",
    zh="写出 `lora_forward`：x 是 (n, k)，冻结的 W 是 (d, k)，A 是 (r, k)，B 是 (d, r)。",
    blanks=["alpha / len(A)", "(x @ A.T) @ B.T"],
    mend=["divided_by_the_inputs", "w_missing"],
    gradients=True,
)
def lora_forward(x, W, A, B, alpha):
    change = alpha / len(A) * (x @ A.T) @ B.T
    return x @ W.T + change


lora_forward.hint(
    "Down to r features with A, up to d with B, scaled by alpha / r.",
    zh="用 A 降到 r 个特征，再用 B 升到 d 个，乘以 alpha / r。",
)


@lora_forward.inputs
def layers(n=whole(1, 3), d=whole(2, 5), k=whole(2, 5), r=whole(2, 3), alpha=one_of(1.0, 8.0)):
    return torch.randn(n, k), torch.randn(d, k), torch.randn(r, k), torch.randn(d, r), alpha


@lora_forward.holds("With B = 0 it is the frozen layer.", zh="B = 0 时就是冻结的层。")
def unchanged_at_first(solution, x, W, A, B, alpha):
    return torch.allclose(solution(x, W, A, 0 * B, alpha), x @ W.T, atol=1e-5)


@lora_forward.wrong(
    en=("The scale is alpha.", "It is alpha / r."),
    zh=("缩放系数是 alpha。", "是 alpha / r。"),
)
def scaled_by_alpha(x, W, A, B, alpha):
    change = alpha * (x @ A.T) @ B.T
    return x @ W.T + change


@lora_forward.wrong(
    en=("The scale is alpha over the number of inputs.", "Over the rank r, the number of A's rows."),
    zh=("缩放系数是 alpha 除以输入的个数。", "除以秩 r，也就是 A 的行数。"),
)
def divided_by_the_inputs(x, W, A, B, alpha):
    change = alpha / A.shape[1] * (x @ A.T) @ B.T
    return x @ W.T + change


@lora_forward.wrong(
    en=("The low-rank path replaces W.", "It is added to the frozen layer."),
    zh=("低秩支路取代 W。", "是加到冻结的层上。"),
)
def w_missing(x, W, A, B, alpha):
    return alpha / len(A) * (x @ A.T) @ B.T


def figure(out, d, k):
    ranks = torch.arange(1, min(d, k) + 1)
    plt.plot(ranks, ranks * (d + k), label="trained with LoRA: r(d + k)")
    plt.axhline(d * k, color="C1", label="all of W: d·k")
    plt.xlabel("rank r")
    plt.ylabel("numbers")
    plt.legend()
