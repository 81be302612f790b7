"""DPO: preferences without a reward model

RLHF fits a reward model and then a policy. Direct preference optimisation (DPO) skips the first step: a policy π is the
best one for the reward β log(π/π_ref), up to a constant of the prompt, so this implicit reward is put into the
Bradley–Terry loss,

    −log σ(β [log π(c)/π_ref(c) − log π(r)/π_ref(r)])

for the chosen answer c and the rejected one r. At the start π = π_ref and the loss is ln 2, with gradient ∓β/2 on the
two log-probabilities. Only the margin counts: both may fall as long as the rejected one falls faster.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, several, task, where, whole

ZH = """DPO：不用奖励模型的偏好优化

RLHF 先拟合奖励模型，再训练策略。直接偏好优化（DPO）省去第一步：
策略 π 恰好是奖励 β log(π/π_ref) 的最优策略（差一个只取决于提示的常数），于是把这个隐含的奖励代入 Bradley–Terry 损失：

    −log σ(β [log π(c)/π_ref(c) − log π(r)/π_ref(r)])

c 是选中的回答，r 是落选的。开始时 π = π_ref，损失是 ln 2，对两个对数概率的梯度是 ∓β/2。起作用的只有差距：
只要落选的降得更快，两者都可以下降。
"""
NAMES = ["DPO", "direct preference optimization", "direct preference optimisation", "直接偏好优化"]
HINTS = ["preference", "偏好"]
NEEDS = ["reward-model", "kl-direction"]
CONFUSED_WITH = ["reward-model"]
SOURCES = ["Rafailov et al., Direct Preference Optimization, arXiv:2305.18290, equation 7"]


@where(lambda policy, reference: policy[0] - reference[0] != policy[1] - reference[1])
@where(lambda policy, reference: policy[0] != policy[1] and reference[0] != reference[1])
def demo(policy=several(2, whole(-12, -1)), reference=several(2, whole(-12, -1)), beta=one_of(0.1, 0.5, 2.0)):
    # log-probabilities of the chosen and of the rejected answer
    policy, reference = torch.tensor(policy), torch.tensor(reference)
    reward = beta * (policy - reference)
    return reward[0] - reward[1]


@question(
    "What is the margin of the implicit rewards, that is, what is returned?",
    zh="隐含奖励的差距是多少，也就是返回值是多少？",
)
def margin(out):
    return out


@margin.wrong(
    en=("The reference does not matter.", "Its log-probabilities are subtracted."),
    zh=("参考模型无关紧要。", "要减去它的对数概率。"),
)
def no_reference(policy, beta):
    return beta * (policy[0] - policy[1])


@margin.wrong(
    en=("β does not scale the rewards.", "The implicit reward is β times the log ratio."),
    zh=("β 不缩放奖励。", "隐含奖励是 β 乘对数比。"),
)
def beta_forgotten(policy, reference):
    return margin(demo(policy, reference, 1.0))


@margin.wrong(
    en=("Rejected minus chosen.", "Chosen minus rejected."),
    zh=("是落选的减选中的。", "是选中的减落选的。"),
)
def turned(policy, reference, beta):
    return margin(demo(policy[::-1], reference[::-1], beta))


@where(lambda c, r: c != r and c > 0 < r and (c + r) in (4, 5, 8, 10, 20) and c / (1 + c) != c / (c + r))
def prefers(
    c=one_of(1, 2, 3, 4, 6, 8, 9, 12, 15, 16), r=one_of(1, 2, 3, 4, 6, 8, 9, 12, 15, 16), beta=one_of(0.5, 1.0, 2.0)
):
    # π / π_ref is c^(1/beta) for the chosen answer, r^(1/beta) for the rejected
    ratio = torch.tensor([c, r]) ** (1 / beta)
    loss = -F.logsigmoid(beta * (ratio[0].log() - ratio[1].log()))
    return (-loss).exp()


@question("Which probability does the policy give to the preference?", zh="策略给这个偏好的概率是多少？", of=prefers)
def preference(out):
    return out


@preference.wrong(
    en=("Only the chosen answer counts: it must become likelier.", "The margin counts; both may even fall."),
    zh=("只看选中的回答：它必须变得更可能。", "看的是差距，两者甚至可以都下降。"),
)
def chosen_alone(c):
    return c / (1 + c)


@preference.wrong(
    en=("The policy prefers the rejected answer.", "The one whose probability rose more is preferred."),
    zh=("策略更喜欢落选的回答。", "概率升得更多的那个更受喜欢。"),
)
def roles_turned(c, r, beta):
    return preference(prefers(r, c, beta))


@preference.wrong(
    en=("β has no effect on the preference.", "The ratio of π/π_ref is taken to the power β."),
    zh=("β 不影响偏好。", "π/π_ref 之比要取 β 次方。"),
)
def without_beta(c, r, beta):
    return c ** (1 / beta) / (c ** (1 / beta) + r ** (1 / beta)) if beta != 1 else None


def fresh(
    beta=one_of(0.1, 0.2, 0.4, 0.5, 2.0), pairs=one_of(1, 2, 3, 5, 8), logp=several(2, one_of(-1.0, -2.0, -5.0, -8.0))
):
    reference = torch.tensor(logp)
    policy = reference.clone().requires_grad_()  # the first step
    change = policy - reference
    loss = -pairs * F.logsigmoid(beta * (change[0] - change[1]))
    loss.backward()
    return policy.grad


@question("What is `policy.grad[0]`, for the chosen answer?", zh="`policy.grad[0]`（选中的回答）是多少？", of=fresh)
def first_gradient(out):
    return out[0]


@first_gradient.wrong(
    en=("β does not enter the gradient.", "It scales the margin, and so the gradient."),
    zh=("梯度里没有 β。", "它缩放差距，因此也缩放梯度。"),
)
def beta_missing(pairs):
    return -pairs / 2


@first_gradient.wrong(
    en=("The full force β acts at once.", "σ(0) = 1/2: half of it."),
    zh=("一开始就是完整的 β。", "σ(0) = 1/2：只有一半。"),
)
def full_force(beta, pairs):
    return -pairs * beta


@first_gradient.wrong(
    en=(
        "The policy agrees with the reference, so there is no gradient.",
        "ln 2 is no minimum: the pair is not in order yet.",
    ),
    zh=("策略与参考一致，所以没有梯度。", "ln 2 不是最小值：次序还没有分开。"),
)
def no_gradient():
    return 0.0


@first_gradient.wrong(
    en=(
        "The gradient is positive: the answer is to become likelier.",
        "The loss falls as it does: the gradient is negative.",
    ),
    zh=("梯度为正，因为回答要变得更可能。", "它越可能，损失越小：梯度为负。"),
)
def sign_turned(out):
    return out[1]


@task(
    "Write `dpo_loss`: the mean loss, from log-probabilities (n,) of the chosen and rejected answers under the "
    "policy (pc, pr) and the reference (rc, rr).",
    zh="写出 `dpo_loss`：平均损失；输入是选中与落选的回答在策略（pc、pr）和参考模型（rc、rr）下的对数概率，都是 (n,)。",
    blanks=["(pc - rc) - (pr - rr)", "F.logsigmoid(beta * margin)"],
    mend=["reference_missing", "beta_outside"],
    gradients=True,
)
def dpo_loss(pc, pr, rc, rr, beta):
    margin = (pc - rc) - (pr - rr)
    return -F.logsigmoid(beta * margin).mean()


dpo_loss.hint(
    "The implicit reward of an answer is beta times log π − log π_ref.",
    zh="一个回答的隐含奖励是 beta 乘 log π − log π_ref。",
)


@dpo_loss.inputs
def pairs_of_answers(n=whole(1, 4), beta=one_of(0.1, 0.5, 2.0)):
    pc, pr, rc, rr = 3 * torch.randn(4, n) - 8
    return pc, pr, rc, rr, beta


@dpo_loss.holds("It is ln 2 where policy and reference agree.", zh="策略与参考一致时是 ln 2。")
def starts_at_ln_2(solution, rc, rr, beta):
    return abs(solution(rc, rr, rc, rr, beta) - 0.6931) < 1e-3


@dpo_loss.holds("Lowering both answers alike changes nothing.", zh="两个回答同样降低，结果不变。")
def only_the_margin(out, solution, pc, pr, rc, rr, beta):
    return torch.allclose(solution(pc - 1, pr - 1, rc, rr, beta), out, atol=1e-4)


@dpo_loss.wrong(
    en=("The reference is not needed.", "The rewards are log ratios to it."),
    zh=("不需要参考模型。", "奖励是相对于它的对数比。"),
)
def reference_missing(pc, pr, rc, rr, beta):
    margin = pc - pr
    return -F.logsigmoid(beta * margin).mean()


@dpo_loss.wrong(
    en=("β multiplies the loss.", "It multiplies the margin inside the sigmoid."),
    zh=("β 乘在损失外面。", "乘的是 sigmoid 里面的差距。"),
)
def beta_outside(pc, pr, rc, rr, beta):
    margin = (pc - rc) - (pr - rr)
    return -beta * F.logsigmoid(margin).mean()


@dpo_loss.wrong(
    en=("The policy's margin and the reference's are added.", "The reference's is subtracted."),
    zh=("策略的差距与参考的差距相加。", "要减去参考的差距。"),
)
def reference_added(pc, pr, rc, rr, beta):
    margin = (pc - pr) + (rc - rr)
    return -F.logsigmoid(beta * margin).mean()


def figure(out, policy, reference, beta):
    for name, i, colour in (("chosen", 0, "C0"), ("rejected", 1, "C1")):
        plt.plot([0, 1], [reference[i], policy[i]], marker="o", color=colour, label=name)
    plt.xticks([0, 1], ["reference", "policy"])
    plt.ylabel("log-probability")
    plt.title(f"margin {out.item():.3g} with β = {beta}")
    plt.legend()
