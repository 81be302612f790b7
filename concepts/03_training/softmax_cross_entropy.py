"""Softmax and cross-entropy

Softmax turns C logits into probabilities that add up to 1; cross-entropy is the surprise at the right class k:

    L = −ln p_k,  p_k = exp(z_k) / Σ exp(z_j)

Equal logits cost ln C, a good check of the first loss of a training run. Only differences of logits count. The
gradient at the logits is p minus the one-hot target. `F.cross_entropy` takes the raw logits: it applies softmax
itself. Softmax normalises a sum to 1; it has nothing to do with BN or with scaling the inputs.
"""

import math

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, real, several, task, whole

ZH = """softmax 与交叉熵

softmax 把 C 个 logits 变成和为 1 的概率；交叉熵衡量正确类别 k 有多“意外”：

    L = −ln p_k，p_k = exp(z_k) / Σ exp(z_j)

各个 logit 相等时损失为 ln C，可用来检查训练刚开始时的损失。起作用的只是 logits 之间的差。损失对 logits 的梯度等于
p 减去独热目标。`F.cross_entropy` 要的是原始 logits，它内部会做 softmax。softmax 只是让总和归一，
与 BN、输入标准化都不是一回事。
"""
NAMES = [
    "softmax",
    "cross entropy",
    "cross-entropy",
    "CrossEntropyLoss",
    "交叉熵",
    "交叉熵损失",
    "归一化指数函数",
]
SHARED = ["logits", "NLL", "对数几率"]
HINTS = ["loss function", "损失函数"]
NEEDS = ["chain-rule"]
SOURCES = ["torch.nn.functional.cross_entropy", "Goodfellow, Bengio & Courville, Deep Learning (2016), section 6.2.2"]


def demo(z=several(3, real(-2, 2), distinct=True), k=whole(0, 2)):
    z = torch.tensor(z, requires_grad=True)
    loss = F.cross_entropy(z, torch.tensor(k))
    loss.backward()
    return z.grad


@question("What is `z.grad[k]`, to three significant figures?", zh="`z.grad[k]` 是多少（三位有效数字）？")
def gradient_at_target(out, k):
    return out[k]


@gradient_at_target.steps
def p_minus_one(z, k):
    total = sum(math.exp(each) for each in z)
    yield "Σ exp(z_j)", total
    yield "p_k", math.exp(z[k]) / total
    yield "p_k − 1", math.exp(z[k]) / total - 1


@gradient_at_target.wrong(
    en=(
        "The gradient is the probability p_k.",
        "At the target 1 is subtracted: p_k − 1, so the step raises this logit.",
    ),
    zh=("梯度就是概率 p_k。", "在目标类别上要减 1：梯度是 p_k − 1，更新才会提高这个 logit。"),
)
def the_probability(z, k):
    return torch.softmax(torch.tensor(z), 0)[k]


@gradient_at_target.wrong(
    en=("The gradient is 1 − p_k.", "A higher logit of the target lowers the loss, so the gradient is negative."),
    zh=("梯度是 1 − p_k。", "提高目标的 logit 会降低损失，所以梯度是负的。"),
)
def sign_reversed(out, k):
    return -out[k]


def undecided(C=whole(3, 12), c=whole(-3, 3)):
    z = torch.full((C,), float(c))
    return F.cross_entropy(z, torch.tensor(0))


@question("What is the loss, to three significant figures?", zh="损失是多少（三位有效数字）？", of=undecided)
def loss_of_equal_logits(out):
    return out


@loss_of_equal_logits.wrong(
    en=("The loss is the probability 1/C.", "It is the negative logarithm of that, ln C."),
    zh=("损失就是概率 1/C。", "损失是它的负对数，即 ln C。"),
)
def the_probability_itself(C):
    return 1 / C


@loss_of_equal_logits.wrong(
    en=("The loss is counted in bits.", "PyTorch takes the natural logarithm, not the one to base 2."),
    zh=("损失以比特计。", "PyTorch 用自然对数，而不是以 2 为底的对数。"),
)
def in_bits(C):
    return math.log2(C)


@loss_of_equal_logits.wrong(
    en=("Equal logits cost nothing.", "Guessing is not free: each class has probability 1/C."),
    zh=("logit 都相等，损失就是 0。", "瞎猜也有代价：每一类的概率都是 1/C。"),
)
def nothing_lost():
    return 0.0


def twice(z=several(3, real(-2, 2), distinct=True), k=whole(0, 2), softmaxes=1):
    z = torch.tensor(z)
    for _ in range(softmaxes):
        z = torch.softmax(z, dim=0)
    return F.cross_entropy(z, torch.tensor(k))


@question("What is the loss, to three significant figures?", zh="损失是多少（三位有效数字）？", of=twice)
def loss_after_softmax(out):
    return out


@loss_after_softmax.steps
def softmax_of_a_softmax(z, k):
    total = sum(math.exp(each) for each in z)
    once = [math.exp(each) / total for each in z]
    yield "softmax(z)[k]", once[k]
    again = math.exp(once[k]) / sum(math.exp(each) for each in once)
    yield "softmax(softmax(z))[k]", again
    yield "loss", -math.log(again)


@loss_after_softmax.wrong(
    en=(
        "A softmax before `F.cross_entropy` is harmless.",
        "It applies one itself; a second flattens the probabilities.",
    ),
    zh=("在 `F.cross_entropy` 前做 softmax 没有影响。", "它自己会做 softmax；再做一次会把概率压平。"),
)
def second_softmax_is_idle(z, k):
    return loss_after_softmax(twice(z, k, softmaxes=0))


@loss_after_softmax.wrong(
    en=("After two softmaxes all classes are alike.", "The differences shrink but stay; only equal ones cost ln 3."),
    zh=("做两次 softmax 之后各类都一样了。", "差别会缩小，但不会抹平；概率相等时损失才是 ln 3。"),
)
def all_differences_lost():
    return math.log(3)


def changed(
    z=several(4, real(-2, 2), distinct=True),
    k=whole(0, 3),
    changes=several((4, 7), one_of("z + 3", "2 * z", "z - z.max()", "z.softmax(0)", "z.log_softmax(0)")),
):
    z, k = torch.tensor(z, dtype=torch.float64), torch.tensor(k)
    new = {
        "z + 3": z + 3,
        "2 * z": 2 * z,
        "z - z.max()": z - z.max(),
        "z.softmax(0)": z.softmax(0),
        "z.log_softmax(0)": z.log_softmax(0),
    }
    losses = [F.cross_entropy(new[change], k) for change in changes]
    return torch.isclose(torch.stack(losses), F.cross_entropy(z, k))


@question(
    "How many of these changes of the logits leave the loss as it was?",
    zh="这些对 logits 的改动中，有几个不改变损失？",
    of=changed,
)
def losses_kept(out):
    return out.sum()


@losses_kept.wrong(
    en=("Every change of the logits changes the loss.", "One number added to all keeps their differences: no change."),
    zh=("logits 一变，损失就变。", "给所有 logit 加同一个数，差值不变，损失也不变。"),
)
def every_change_counts():
    return 0


@losses_kept.wrong(
    en=(
        "Only the order of the logits counts.",
        "Their differences make the probabilities: 2z and softmax change them.",
    ),
    zh=("只看 logits 的大小顺序。", "概率由差值决定：2z 和 softmax 都改变差值。"),
)
def only_the_order_counts(changes):
    return len(changes)


@losses_kept.wrong(
    en=("log_softmax before the loss changes it.", "It takes log Σ exp(z_j) off every logit: the differences stay."),
    zh=("先做 log_softmax 会改变损失。", "它只是给每个 logit 减去 log Σ exp(z_j)，差值不变。"),
)
def log_softmax_counts(out, changes):
    return int(out.sum()) - changes.count("z.log_softmax(0)")


@losses_kept.wrong(
    en=("softmax before the loss is harmless.", "`F.cross_entropy` applies it itself: twice is not once."),
    zh=("先做 softmax 没有影响。", "`F.cross_entropy` 自己会做：做两次不等于做一次。"),
)
def softmax_is_harmless(out, changes):
    return int(out.sum()) + changes.count("z.softmax(0)")


@task(
    "Write `softmax` over the last axis, without torch.softmax; logits may be as large as 1000.",
    zh="写出沿最后一个轴的 `softmax`，不用 torch.softmax；logits 可能大到 1000。",
    blanks=["keepdim=True", "dim=-1"],
    mend=["overflows", "along_the_batch"],
    gradients=True,
)
def softmax(z):
    e = (z - z.amax(dim=-1, keepdim=True)).exp()
    return e / e.sum(dim=-1, keepdim=True)


softmax.hint("Each row is to add up to 1.", zh="每一行的和应为 1。")
softmax.hint("exp overflows above 88.7: what may be subtracted?", zh="exp 在 88.7 以上溢出：可以先减去什么？")


@softmax.inputs
def rows(n=whole(2, 3), c=whole(2, 4)):
    return (2 * torch.randn(n, c),)


@softmax.inputs
def far_from_zero(c=whole(2, 4), shift=one_of(-1000, 1000)):
    return (torch.randn(2, c) + shift,)


@softmax.holds("Every row adds up to 1.", zh="每一行的和都是 1。")
def rows_add_up_to_one(out):
    return torch.allclose(out.sum(dim=-1), torch.ones(len(out)), atol=1e-4)


@softmax.wrong(
    en=("The formula can be typed as it stands.", "exp(1000) is infinite: subtract the maximum first."),
    zh=("照公式直接写就行。", "exp(1000) 会溢出：要先减去最大值。"),
)
def overflows(z):
    return z.exp() / z.exp().sum(dim=-1, keepdim=True)


@softmax.wrong(
    en=("The sum goes over the first axis.", "Rows are samples: sum over their classes, the last axis."),
    zh=("沿第一个轴求和。", "每行是一个样本，要对它的各个类别求和，即最后一个轴。"),
)
def along_the_batch(z):
    e = (z - z.amax(dim=0, keepdim=True)).exp()
    return e / e.sum(dim=0, keepdim=True)


@softmax.wrong(
    en=("One sum serves the whole batch.", "Each row has its own."),
    zh=("整个批量用一个总和。", "每一行有自己的总和。"),
)
def one_sum(z):
    e = (z - z.max()).exp()
    return e / e.sum()


@task(
    "Write `cross_entropy`: the mean loss of logits (N, C) for the right classes k (N,), without torch's own.",
    zh="写出 `cross_entropy`：logits 的形状为 (N, C)，正确类别 k 为 (N,)，返回平均损失，不用 torch 自带的函数。",
    blanks=["torch.arange(len(k)), k"],
    mend=["softmax_first", "summed"],
    gradients=True,
)
def cross_entropy(logits, k):
    right = logits[torch.arange(len(k)), k]
    return (torch.logsumexp(logits, dim=1) - right).mean()


cross_entropy.hint("−ln p_k is log Σ exp(z_j) − z_k.", zh="−ln p_k 等于 log Σ exp(z_j) − z_k。")
cross_entropy.hint("Each row gives the logit of its own class.", zh="每一行取自己那一类的 logit。")


@cross_entropy.inputs
def some_samples(n=whole(2, 4), c=whole(2, 5)):
    return 2 * torch.randn(n, c), torch.randint(c, (n,))


@cross_entropy.inputs
def sure_of_itself(n=whole(2, 4), c=whole(2, 5)):
    return 300 * torch.randn(n, c), torch.randint(c, (n,))


@cross_entropy.holds("Equal logits cost ln C.", zh="logit 都相等时损失为 ln C。")
def equal_logits(solution, logits, k):
    loss = solution(torch.zeros_like(logits), k)
    return abs(float(loss) - math.log(logits.shape[1])) < 1e-4


@cross_entropy.wrong(
    en=("The logits become probabilities first.", "The formula does that itself: twice is not once."),
    zh=("先把 logits 变成概率。", "公式本身就包含这一步，不能做两次。"),
)
def softmax_first(logits, k):
    return cross_entropy(torch.softmax(logits, dim=1), k)


@cross_entropy.wrong(
    en=("The losses are added.", "By default they are averaged over the batch."),
    zh=("各样本的损失相加。", "默认在批量上取平均。"),
)
def summed(logits, k):
    return cross_entropy(logits, k) * len(k)


@cross_entropy.wrong(
    en=("The log of a softmax is safe.", "A share that underflowed is 0, and its log is −inf."),
    zh=("先算 softmax 再取对数是安全的。", "下溢的份额是 0，取对数得 −inf。"),
)
def log_of_zero(logits, k):
    return -torch.log(torch.softmax(logits, dim=1)[torch.arange(len(k)), k]).mean()


@cross_entropy.wrong(
    en=("The loss is 1 − p_k.", "It is −ln p_k, without an upper limit."),
    zh=("损失是 1 − p_k。", "是 −ln p_k，没有上限。"),
)
def missing_share(logits, k):
    return (1 - torch.softmax(logits, dim=1)[torch.arange(len(k)), k]).mean()


def figure(out, z, k):
    _, (probability_axes, gradient_axes) = plt.subplots(1, 2)
    probability_axes.bar(range(3), torch.softmax(torch.tensor(z), 0).tolist())
    probability_axes.set_xlabel("probability")
    gradient_axes.bar(range(3), out.tolist(), color="C1")
    gradient_axes.axhline(0, color="C0")
    gradient_axes.set_xlabel("gradient")
