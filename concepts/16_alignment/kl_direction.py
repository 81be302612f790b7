"""KL divergence: which way round

The Kullback–Leibler divergence averages the log ratio of two distributions over the first one:

    KL(p‖q) = Σ p log(p/q)

It is 0 only for p = q, never negative, and not symmetric. Forward KL(data‖model) is infinite where data occur that the
model rules out, so a model fitted by it covers everything. Reverse KL(model‖data) does not mind what the model leaves
out, and picks a mode. The KL penalty of RLHF is the reverse one, against the reference model. In PyTorch
F.kl_div(log q, p) is KL(p‖q): the target comes second, the first argument is a logarithm.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, task, where, whole

ZH = """KL 散度的方向

KL 散度（Kullback–Leibler divergence）把两个分布的对数比按第一个分布取平均：

    KL(p‖q) = Σ p log(p/q)

只有 p = q 时为 0，从不为负，而且不对称。前向 KL(数据‖模型) 在数据出现而模型排除的地方是无穷大，
所以用它拟合的模型会覆盖一切。反向 KL(模型‖数据) 不在乎模型漏掉了什么，会集中到某个模式。RLHF 里的 KL 惩罚是反向的，
相对于参考模型。在 PyTorch 里 F.kl_div(log q, p) 是 KL(p‖q)：目标在第二个参数，第一个参数是对数。
"""
NAMES = [
    "KL divergence",
    "Kullback-Leibler",
    "Kullback–Leibler divergence",
    "reverse KL",
    "forward KL",
    "KL penalty",
    "KL散度",
    "反向KL",
    "前向KL",
    "KL惩罚",
]
HINTS = [
    "KL",
]
NEEDS = ["softmax-cross-entropy"]
CONFUSED_WITH = ["entropy-kl"]
SOURCES = [
    "torch.nn.functional.kl_div and torch.nn.KLDivLoss",
    "Goodfellow, Bengio & Courville, Deep Learning, section 3.13, figure 3.6",
]


@where(lambda a, b: a != b and sum((y - x) / 2**x for x, y in zip(a, b)) != sum((x - y) / 2**y for x, y in zip(a, b)))
def demo(
    a=one_of([1, 2, 3, 3], [3, 3, 2, 1], [2, 2, 2, 2], [3, 1, 3, 2], [2, 3, 1, 3], [1, 3, 3, 2]),
    b=one_of([1, 2, 3, 3], [3, 3, 2, 1], [2, 2, 2, 2], [4, 4, 3, 1], [1, 3, 4, 4], [3, 4, 1, 4], [2, 1, 3, 3]),
):
    p, q = 0.5 ** torch.tensor(a), 0.5 ** torch.tensor(b)
    return (p * (p / q).log2()).sum()  # KL(p‖q) in bits


@question("What is KL(p‖q) in bits?", zh="KL(p‖q) 是多少比特？")
def divergence(out):
    return out


@divergence.wrong(
    en=("The average is taken over q.", "Over the first one, p."),
    zh=("按 q 取平均。", "按第一个分布 p 取平均。"),
)
def other_way_round(a, b):
    return divergence(demo(b, a))


@divergence.wrong(
    en=("It is −Σ p log q.", "That is the cross-entropy; the entropy of p is subtracted."),
    zh=("它是 −Σ p log q。", "那是交叉熵；还要减去 p 的熵。"),
)
def cross_entropy(a, b):
    return sum(y / 2**x for x, y in zip(a, b))


@divergence.wrong(
    en=("All outcomes count alike.", "Each log ratio is weighted by p."),
    zh=("所有结果权重相同。", "每个对数比按 p 加权。"),
)
def unweighted(a, b):
    return (sum(b) - sum(a)) / 4


@where(lambda a, b: a != b and sum((y - x) / 2**x for x, y in zip(a, b)) != sum((x - y) / 2**y for x, y in zip(a, b)))
def in_pytorch(
    a=one_of([1, 2, 3, 3], [3, 3, 2, 1], [2, 2, 2, 2], [3, 1, 3, 2], [2, 3, 1, 3]),
    b=one_of([1, 2, 3, 3], [2, 2, 2, 2], [4, 4, 3, 1], [1, 3, 4, 4], [3, 4, 1, 4], [2, 1, 3, 3]),
    rows=one_of(2, 4, 8),
    reduction=one_of("sum", "batchmean"),
):
    p, q = 0.5 ** torch.tensor(a), 0.5 ** torch.tensor(b)
    p, q = p.expand(rows, 4), q.expand(rows, 4)  # equal rows
    nats = F.kl_div(p.log(), q, reduction=reduction)
    return nats / torch.tensor(2.0).log()  # in bits


@question("What is returned, in bits?", zh="返回值是多少比特？", of=in_pytorch)
def library(out):
    return out


@library.wrong(
    en=("F.kl_div(log p, q) is KL(p‖q).", "The second argument is the target: it is KL(q‖p)."),
    zh=("F.kl_div(log p, q) 是 KL(p‖q)。", "第二个参数是目标：它是 KL(q‖p)。"),
)
def first_argument_is_the_target(a, b, rows, reduction):
    return library(in_pytorch(b, a, rows, reduction))


@library.wrong(
    en=("'sum' and 'batchmean' are the same.", "'batchmean' divides by the rows, 'sum' by nothing."),
    zh=("'sum' 与 'batchmean' 一样。", "'batchmean' 除以行数，'sum' 不除。"),
)
def other_reduction(a, b, rows, reduction):
    return library(in_pytorch(a, b, rows, "sum" if reduction == "batchmean" else "batchmean"))


@library.wrong(
    en=("It divides by all entries.", "That is 'mean', which gives no KL divergence."),
    zh=("它除以全部元素的个数。", "那是 'mean'，得到的不是 KL 散度。"),
)
def divided_by_all(a, b, rows):
    return library(in_pytorch(a, b, rows, "batchmean")) / 4


@where(lambda k, known: known < k)
def penalty(k=one_of(4, 8, 16, 32), known=one_of(1, 2, 4), beta=one_of(0.1, 0.5, 2.0)):
    # k equally likely answers of the reference; the policy gives `known`
    reference = torch.full((k,), 1 / k)
    policy = torch.zeros(k)
    policy[:known] = 1 / known
    seen = policy > 0
    log_ratio = (policy[seen] / reference[seen]).log2()
    return beta * (policy[seen] * log_ratio).sum()


@question("What is the penalty β·KL(policy‖reference), in bits?", zh="惩罚 β·KL(策略‖参考) 是多少比特？", of=penalty)
def mode_seeking(out):
    return out


@mode_seeking.wrong(
    en=(
        "What the policy leaves out costs infinitely much.",
        "Only in forward KL; here the average is over the policy.",
    ),
    zh=("策略漏掉的部分代价无穷大。", "只有前向 KL 才是；这里按策略取平均。"),
)
def infinite():
    return float("inf")


@mode_seeking.wrong(
    en=("It is the log of the number of answers kept.", "Of k/known: by how much the kept ones became likelier."),
    zh=("是保留的回答个数的对数。", "是 k/known 的对数：保留的回答可能性变大了多少倍。"),
)
def log_of_the_kept(known, beta):
    return beta * torch.tensor(float(known)).log2()


@mode_seeking.wrong(
    en=("Each answer that is left out costs the same.", "It is a logarithm: halving the answers costs one bit."),
    zh=("每漏掉一个回答，代价都一样。", "是对数：回答减半，代价是一比特。"),
)
def share_left_out(k, known, beta):
    return beta * (1 - known / k)


@mode_seeking.wrong(
    en=("The average is taken over the reference.", "Over the policy: answers it never gives weigh nothing."),
    zh=("按参考模型取平均。", "按策略取平均：它从不给出的回答没有权重。"),
)
def over_the_reference(k, known, beta):
    return beta * known / k * torch.tensor(k / known).log2()


@task(
    "Write `kl`: KL(p‖q) in nats of two probability vectors; entries of p may be 0, those of q are not.",
    zh="写出 `kl`：两个概率向量的 KL(p‖q)，单位是奈特；p 的元素可以是 0，q 的元素不为 0。",
    blanks=["p > 0", "(p[seen] / q[seen]).log()"],
    mend=["averaged_over_q", "entropy_kept"],
)
def kl(p, q):
    seen = p > 0
    return (p[seen] * (p[seen] / q[seen]).log()).sum()


kl.hint(
    "The log ratio is averaged over p; what does an outcome with p = 0 add?",
    zh="对数比按 p 取平均；p = 0 的结果贡献多少？",
)


@kl.inputs
def distributions(n=whole(2, 5)):
    return (2 * torch.randn(n)).softmax(dim=0), (2 * torch.randn(n)).softmax(dim=0)


@kl.inputs
def with_zeros(n=whole(3, 5)):
    p = torch.randn(n).softmax(dim=0)
    p[0] = 0
    return p / p.sum(), (2 * torch.randn(n)).softmax(dim=0)


@kl.holds("It is 0 for equal distributions and never negative.", zh="两个分布相等时为 0，从不为负。")
def never_negative(out, solution, q):
    return out >= -1e-6 and abs(solution(q, q)) < 1e-5


@kl.wrong(
    en=("The average is taken over q.", "Over p, the first argument."),
    zh=("按 q 取平均。", "按第一个参数 p 取平均。"),
)
def averaged_over_q(p, q):
    seen = p > 0
    return (q[seen] * (q[seen] / p[seen]).log()).sum()


@kl.wrong(
    en=("0 · log 0 takes care of itself.", "In floating point it is NaN: leave such outcomes out."),
    zh=("0 · log 0 不用管。", "浮点数里它是 NaN：要去掉这些结果。"),
)
def nan_at_zero(p, q):
    return (p * (p / q).log()).sum()


@kl.wrong(
    en=("−Σ p log q is the divergence.", "That is the cross-entropy; take off the entropy of p."),
    zh=("−Σ p log q 就是散度。", "那是交叉熵；要减去 p 的熵。"),
)
def entropy_kept(p, q):
    seen = p > 0
    return -(p[seen] * q[seen].log()).sum()


def figure(out, a, b):
    places = torch.arange(4)
    p, q = 0.5 ** torch.tensor(a), 0.5 ** torch.tensor(b)
    plt.bar(places - 0.2, p.tolist(), width=0.4, label="p")
    plt.bar(places + 0.2, q.tolist(), width=0.4, label="q")
    backwards = (q * (q / p).log2()).sum().item()
    plt.title(f"KL(p‖q) = {out.item():.3g} bits, KL(q‖p) = {backwards:.3g} bits")
    plt.xticks(range(4))
    plt.legend()
