"""Reward model: Bradley–Terry

A reward model learns from comparisons: of two answers to a prompt people preferred one. It gives each answer a number
r, and the probability that a is preferred to b is

    P(a ≻ b) = σ(r_a − r_b)

Only differences count: a constant added to all rewards changes nothing, so a reward of 3 means nothing by itself. Along
a chain the odds multiply. The loss −log σ(r_chosen − r_rejected) pulls the two apart with equal and opposite forces,
which fade when the pair is safely in order. In RLHF a policy is then trained to earn this reward.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, several, task, where, whole

ZH = """奖励模型与 Bradley–Terry 模型

奖励模型从比较中学习：对同一个提示的两个回答，人们更喜欢其中一个。它给每个回答一个数 r，a 优于 b 的概率是

    P(a ≻ b) = σ(r_a − r_b)

只有差值起作用：所有奖励加同一个常数，什么也不变，所以单独一个“奖励 3”没有意义。沿着一串比较，几率（odds）相乘。
损失 −log σ(r_chosen − r_rejected) 用大小相等、方向相反的力把两者拉开，次序已经稳妥时力就消失。在 RLHF 里，
再训练策略去获得这个奖励。
"""
NAMES = [
    "reward model",
    "Bradley-Terry",
    "Bradley–Terry",
    "preference model",
    "RLHF",
    "reinforcement learning from human feedback",
    "奖励模型",
    "偏好模型",
    "人类反馈强化学习",
    "基于人类反馈的强化学习",
]
HINTS = ["preference", "alignment", "偏好", "对齐"]
NEEDS = ["softmax-cross-entropy"]
CONFUSED_WITH = ["dpo"]
SOURCES = [
    "Ouyang et al., Training language models to follow instructions with human feedback, arXiv:2203.02155, section 3.5",
    "Bradley & Terry, Rank Analysis of Incomplete Block Designs, Biometrika 39 (1952)",
]


@where(lambda a, b: a != b and a + b in (4, 5, 8, 10, 20) and {a, b} != {1, a})
def demo(
    a=one_of(1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 16, 18), b=one_of(1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 16, 18), c=whole(-3, 5)
):
    reward = torch.tensor([a, b]).log() + c  # of two answers
    return torch.sigmoid(reward[0] - reward[1])


@question("With which probability is the first answer preferred?", zh="第一个回答更受喜欢的概率是多少？")
def preferred(out):
    return out


@preferred.wrong(
    en=("It is the first reward's share of both rewards.", "Rewards are logits: they enter through exp."),
    zh=("是第一个奖励占两个奖励之和的比例。", "奖励是 logits，要先取指数。"),
)
def share_of_the_rewards(a, b, c):
    x, y = (torch.tensor([a, b]).log() + c).tolist()
    return x / (x + y) if x > 0 < y else None


@preferred.wrong(
    en=("It is σ of the first reward.", "Only the difference of the rewards counts."),
    zh=("是第一个奖励的 σ。", "只有两个奖励之差起作用。"),
)
def first_reward_alone(a, c):
    return torch.sigmoid(torch.tensor(float(a)).log() + c)


@preferred.wrong(
    en=("The answer with the smaller reward is preferred.", "The larger reward wins more often."),
    zh=("奖励小的回答更受喜欢。", "奖励大的更常胜出。"),
)
def smaller_one(a, b, c):
    return preferred(demo(b, a, c))


@where(lambda ab, bc: abs((ab + bc) / (1 + ab + bc) - ab * bc / (1 + ab * bc)) > 0.04)
@where(lambda ab, bc: ab * bc / (1 + ab * bc) - min(ab, bc) / (1 + min(ab, bc)) > 0.04)
def chain(ab=one_of(0.25, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 9.0), bc=one_of(1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 9.0)):
    # odds of a over b, and of b over c
    gap = torch.tensor(ab).log() + torch.tensor(bc).log()
    return torch.sigmoid(gap)


@question("With which probability is a preferred to c?", zh="a 优于 c 的概率是多少？", of=chain)
def a_over_c(out):
    return out


@a_over_c.wrong(
    en=("The odds add up.", "Rewards add up, so odds multiply."),
    zh=("几率相加。", "相加的是奖励，所以几率相乘。"),
)
def odds_add(ab, bc):
    return (ab + bc) / (1 + ab + bc)


@a_over_c.wrong(
    en=("The probabilities multiply.", "The odds do."),
    zh=("概率相乘。", "相乘的是几率。"),
)
def probabilities_multiply(ab, bc):
    return ab / (1 + ab) * bc / (1 + bc)


@a_over_c.wrong(
    en=("The weaker of the two comparisons decides.", "The gaps of both add up."),
    zh=("由两个比较中较弱的决定。", "两个差距相加。"),
)
def weaker_one(ab, bc):
    return min(ab, bc) / (1 + min(ab, bc))


@where(lambda s: s[0] != s[1] and sum(s) in (4, 5, 8, 10, 20))
def push(s=several(2, one_of(1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15)), pairs=one_of(1, 2, 4, 10)):
    reward = torch.tensor(s).log().requires_grad_()  # chosen, rejected
    loss = -pairs * F.logsigmoid(reward[0] - reward[1])
    loss.backward()
    return reward.grad


@question("What is `reward.grad[1]`, for the rejected answer?", zh="`reward.grad[1]`（落选的回答）是多少？", of=push)
def force(out):
    return out[1]


@force.wrong(
    en=("Only the chosen answer gets a gradient.", "The rejected one is pushed down with the same force."),
    zh=("只有被选中的回答有梯度。", "落选的以同样大小的力往下推。"),
)
def chosen_only():
    return 0.0


@force.wrong(
    en=("Both get the same gradient.", "Opposite ones: descending raises one and lowers the other."),
    zh=("两者的梯度相同。", "方向相反：下降时一个升，一个降。"),
)
def same_sign(out):
    return out[0]


@force.wrong(
    en=("It is the probability that the pair is in order.", "That it is not: the force fades when the order is right."),
    zh=("等于次序正确的概率。", "是次序错误的概率：次序对了，力就消失。"),
)
def probability_of_order(s, pairs):
    return force(push(s[::-1], pairs))


@task(
    "Write `rm_loss`: the mean loss of n pairs, from the rewards of the chosen and of the rejected answers, both (n,).",
    zh="写出 `rm_loss`：n 对的平均损失，输入是选中的和落选的回答的奖励，都是 (n,)。",
    blanks=["chosen - rejected", "F.logsigmoid("],
    mend=["order_turned", "logarithm_missing"],
    gradients=True,
)
def rm_loss(chosen, rejected):
    return -F.logsigmoid(chosen - rejected).mean()


rm_loss.hint(
    "The chosen answer is to be preferred: which probability should be large?",
    zh="选中的应当更受喜欢：哪个概率应该大？",
)


@rm_loss.inputs
def pairs_of_rewards(n=whole(2, 5)):
    return 2 * torch.randn(n), 2 * torch.randn(n)


@rm_loss.inputs
def far_apart(n=whole(1, 3)):
    return 100 * torch.randn(n), 100 * torch.randn(n)


@rm_loss.holds("A constant added to all rewards changes nothing.", zh="所有奖励加同一个常数，结果不变。")
def only_differences_count(out, solution, chosen, rejected):
    return torch.allclose(solution(chosen + 1.5, rejected + 1.5), out, atol=1e-3, rtol=1e-3)


@rm_loss.wrong(
    en=("The rejected answer's reward comes first.", "Then the loss would prefer it."),
    zh=("落选的回答的奖励在前。", "那样损失会偏爱它。"),
)
def order_turned(chosen, rejected):
    return -F.logsigmoid(rejected - chosen).mean()


@rm_loss.wrong(
    en=("The differences are averaged first.", "Each pair has its own loss; then the mean."),
    zh=("先对差值取平均。", "每一对有自己的损失，最后取平均。"),
)
def averaged_first(chosen, rejected):
    return -F.logsigmoid((chosen - rejected).mean())


@rm_loss.wrong(
    en=("The probability itself is the loss.", "Its logarithm: a sure mistake must cost much."),
    zh=("损失就是概率本身。", "是它的对数：确信的错误代价要大。"),
)
def logarithm_missing(chosen, rejected):
    return -torch.sigmoid(chosen - rejected).mean()


def figure(out, a, b):
    gap = torch.linspace(-5, 5, 200)
    plt.plot(gap, torch.sigmoid(gap), label="P(first preferred)")
    plt.plot(gap, -F.logsigmoid(gap), label="loss if the first was chosen")
    here = torch.tensor(a / b).log().item()
    plt.scatter([here], [out.item()], color="black", zorder=3)
    plt.xlabel("difference of the rewards")
    plt.legend()
