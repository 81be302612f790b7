"""Label smoothing

The target is no longer 1 for the true class and 0 for the others, but

    (1 − ε) · one-hot + ε / K

so that the true class of K gets 1 − ε + ε/K and each other one ε/K. (ε is spread over all K classes, the true one
included.) Without smoothing a lower loss is always possible by a larger logit. With it the best logits are finite: the
true class ends (1 − ε)K/ε + 1 times as likely as another one, and the least loss is the entropy of the target, not 0.
The gradient with respect to the logits is, as ever, p − target.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, task, where, whole

ZH = """标签平滑

目标不再是真实类别为 1、其余为 0，而是

    (1 − ε) · 独热 + ε / K

于是 K 类中的真实类别得到 1 − ε + ε/K，其余每类得到 ε/K。（ε 平摊给全部 K 类，包括真实类别。）不平滑时，
logit 再大一些损失总能更低；平滑之后最佳的 logit 是有限的：真实类别的概率最终是其他某一类的 (1 − ε)K/ε + 1 倍，
最小损失是目标分布的熵，不是 0。对 logit 的梯度仍然是 p − 目标。
"""
NAMES = ["label smoothing", "label_smoothing", "smoothed labels", "标签平滑", "标签平滑化"]
HINTS = ["平滑"]
NEEDS = ["softmax-cross-entropy"]
SOURCES = [
    "Szegedy et al., Rethinking the Inception Architecture for Computer Vision, arXiv:1512.00567, section 7",
    "torch.nn.CrossEntropyLoss, parameter label_smoothing",
]


@where(lambda K, eps: eps / K > 0.04 * (1 - eps + eps / K))
def demo(K=whole(3, 10), eps=one_of(0.1, 0.2, 0.3, 0.4, 0.5)):
    logits = torch.randn(1, K, requires_grad=True)
    loss = F.cross_entropy(logits, torch.tensor([0]), label_smoothing=eps)
    loss.backward()
    target = logits.softmax(dim=1) - logits.grad
    return target[0]


@question("What is `target[0]`, the target of the true class?", zh="真实类别的目标 `target[0]` 是多少？")
def target_of_true(out):
    return out[0]


@target_of_true.wrong(
    en=("The true class still has target 1.", "It gives ε away and gets ε/K of it back."),
    zh=("真实类别的目标仍是 1。", "它让出 ε，再分回 ε/K。"),
)
def still_one(K):
    return target_of_true(demo(K, eps=0.0))


@target_of_true.wrong(
    en=("The true class has 1 − ε.", "ε is spread over all K classes, so it gets ε/K back."),
    zh=("真实类别的目标是 1 − ε。", "ε 平摊给全部 K 类，所以还要分回 ε/K。"),
)
def one_minus_eps(eps):
    return 1 - eps


@target_of_true.wrong(
    en=("Each other class takes ε from it.", "Together the others take ε(K − 1)/K."),
    zh=("其他每一类都从它那里拿走 ε。", "其他各类一共只拿走 ε(K − 1)/K。"),
)
def eps_for_each(K, eps):
    return 1 - (K - 1) * eps


@where(lambda K, eps: eps / K > 0.04 * abs(1 / K - (1 - eps)))
def uniform(K=whole(3, 10), eps=one_of(0.1, 0.2, 0.3, 0.4, 0.5), t=whole(0, 2)):
    logits = torch.zeros(1, K, requires_grad=True)  # all equally likely
    loss = F.cross_entropy(logits, torch.tensor([t]), label_smoothing=eps)
    loss.backward()
    return {"true": logits.grad[0, t], "other": logits.grad[0, t - 1]}


@question("What is the gradient at the logit of the true class?", zh="真实类别的 logit 上，梯度是多少？", of=uniform)
def gradient_of_true(out):
    return out["true"]


@gradient_of_true.wrong(
    en=("The target is 1, so it is 1/K − 1.", "The smoothed target is 1 − ε + ε/K."),
    zh=("目标是 1，所以梯度是 1/K − 1。", "平滑后的目标是 1 − ε + ε/K。"),
)
def hard_target(K, t):
    return uniform(K, eps=0.0, t=t)["true"]


@gradient_of_true.wrong(
    en=("The target is 1 − ε.", "The true class gets its part ε/K as well."),
    zh=("目标是 1 − ε。", "真实类别也分到一份 ε/K。"),
)
def target_one_minus_eps(K, eps):
    return 1 / K - (1 - eps)


@gradient_of_true.wrong(
    en=("It is target minus p.", "It is p − target: negative, so that the step raises the logit."),
    zh=("梯度是目标减 p。", "是 p − 目标：为负，所以更新会抬高这个 logit。"),
)
def target_minus_p(out):
    return -out["true"]


@question("What is the gradient at the logit of a wrong class?", zh="错误类别的 logit 上，梯度是多少？", of=uniform)
def gradient_of_other(out):
    return out["other"]


@gradient_of_other.wrong(
    en=("Wrong classes have target 0.", "Each has ε/K."),
    zh=("错误类别的目标是 0。", "每类都有 ε/K。"),
)
def no_target(K, t):
    return uniform(K, eps=0.0, t=t)["other"]


@gradient_of_other.wrong(
    en=("Each wrong class has target ε.", "ε is shared by all K classes."),
    zh=("每个错误类别的目标都是 ε。", "ε 由全部 K 类平分。"),
)
def eps_each(K, eps):
    return 1 / K - eps


@gradient_of_other.wrong(
    en=("Only the true class has a gradient.", "Every logit has one: p − target."),
    zh=("只有真实类别有梯度。", "每个 logit 都有：p − 目标。"),
)
def true_class_only():
    return 0.0


@where(lambda K, eps: (1 - eps) * K / eps <= 24 and abs((K - 1) * (1 - eps) / eps - 1) > 0.05)
def minimum(K=whole(3, 10), eps=one_of(0.1, 0.2, 0.3, 0.4, 0.5)):
    z = torch.linspace(0, 5, 50001).double()  # logit of the true class
    logits = torch.cat([z[:, None], torch.zeros(50001, K - 1)], dim=1)
    true = torch.zeros(50001, dtype=torch.long)
    loss = F.cross_entropy(logits, true, label_smoothing=eps, reduction="none")
    p = logits[loss.argmin()].softmax(dim=0)
    return p[0] / p[1]


@question(
    "At the least loss, how many times as likely is the true class as another one?",
    zh="损失最小时，真实类别的概率是其他某一类的几倍？",
    of=minimum,
)
def times_as_likely(out):
    return out


@times_as_likely.wrong(
    en=("It is (1 − ε)/ε.", "ε is spread over K classes, and the true class has its part, too."),
    zh=("是 (1 − ε)/ε。", "ε 分摊给 K 类，真实类别也有一份。"),
)
def share_ignored(eps):
    return (1 - eps) / eps


@times_as_likely.wrong(
    en=("It is (1 − ε)K/ε.", "The true class also has ε/K: add 1."),
    zh=("是 (1 − ε)K/ε。", "真实类别还有自己的 ε/K：要加 1。"),
)
def own_part_forgotten(K, eps):
    return (1 - eps) * K / eps


@times_as_likely.wrong(
    en=("The others share ε among K − 1.", "In PyTorch ε is shared among all K."),
    zh=("其余 K − 1 类平分 ε。", "在 PyTorch 里，ε 由全部 K 类平分。"),
)
def shared_by_others(K, eps):
    return (1 - eps) * (K - 1) / eps


@task(
    "Write `smooth`: the smoothed targets of the classes `y`, a tensor of shape (n, K).",
    zh="写出 `smooth`：类别 `y` 平滑后的目标，形状为 (n, K)。",
    blanks=["(1 - eps) * F.one_hot(y, K)", "eps / K"],
    mend=["not_normalised", "others_share"],
)
def smooth(y, K, eps):
    return (1 - eps) * F.one_hot(y, K) + eps / K


smooth.hint("Each row must sum to 1.", zh="每一行之和必须为 1。")
smooth.hint("The true class gets its share of ε back.", zh="真实类别也分回自己的一份 ε。")


@smooth.inputs
def classes(n=whole(1, 6), K=whole(3, 6), eps=one_of(0.1, 0.2, 0.4)):
    return torch.randint(K, (n,)), K, eps


@smooth.inputs
def two_classes(n=whole(1, 4), eps=one_of(0.0, 0.1, 1.0)):
    return torch.randint(2, (n,)), 2, eps


@smooth.holds("Each row sums to 1.", zh="每一行之和为 1。")
def sums_to_one(out):
    return torch.allclose(out.sum(dim=1), torch.ones(len(out)))


@smooth.wrong(
    en=("ε goes to the K − 1 other classes.", "In PyTorch it is spread over all K."),
    zh=("ε 分给其余 K − 1 类。", "在 PyTorch 里平摊给全部 K 类。"),
)
def others_share(y, K, eps):
    hot = F.one_hot(y, K).float()
    return (1 - eps) * hot + (1 - hot) * eps / (K - 1)


@smooth.wrong(
    en=("Each other class gets ε.", "They share it: each gets ε/K."),
    zh=("其余每类得到 ε。", "大家平分：每类 ε/K。"),
)
def eps_to_each(y, K, eps):
    hot = F.one_hot(y, K).float()
    return (1 - eps) * hot + (1 - hot) * eps


@smooth.wrong(
    en=("ε/K is added to the one-hot vector.", "First the one-hot vector gives ε away, else the row sums to 1 + ε."),
    zh=("直接给独热向量加上 ε/K。", "独热向量先要让出 ε，否则一行之和为 1 + ε。"),
)
def not_normalised(y, K, eps):
    return F.one_hot(y, K) + eps / K


def figure(out, K, eps):
    z = torch.linspace(0, 8, 200)
    logits = torch.cat([z[:, None], torch.zeros(200, K - 1)], dim=1)
    true = torch.zeros(200, dtype=torch.long)
    plt.plot(z, F.cross_entropy(logits, true, reduction="none"), label="hard target")
    plt.plot(z, F.cross_entropy(logits, true, label_smoothing=eps, reduction="none"), label="smoothed")
    plt.xlabel("logit of the true class, the others 0")
    plt.ylabel("loss")
    plt.legend()
