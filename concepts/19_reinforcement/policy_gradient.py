"""Policy gradient and the baseline

A policy π(a) with parameters θ is improved without differentiating the reward: REINFORCE samples an action, sees the
return G and uses

    ∇J = E[G ∇ log π(a)]

For softmax logits the sample is G (1[k = a] − π_k): every logit moves, not only the chosen one. The code minimises
−G log π(a). A baseline b in G − b that does not depend on the action leaves the mean as it is, because E[∇ log π] = 0;
a good one makes the samples scatter less. An action is weighted with the rewards that came after it (reward-to-go).
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """策略梯度与基线

改进参数为 θ 的策略 π(a) 不需要对奖励求导：REINFORCE 抽取一个动作，得到回报 G，用

    ∇J = E[G ∇ log π(a)]

对 softmax 的 logits 来说，一个样本是 G (1[k = a] − π_k)：所有 logit 都会变，不只是被选中的那个。
代码里最小化的是 −G log π(a)。只要基线 b 不依赖动作，把 G 换成 G − b 就不改变均值，因为 E[∇ log π] = 0；
好的基线能减小样本的方差。每个动作的权重是它之后得到的奖励（reward-to-go）。
"""
NAMES = [
    "policy gradient",
    "policy gradients",
    "policy gradient theorem",
    "reward-to-go",
    "score function estimator",
    "策略梯度",
    "策略梯度定理",
    "策略梯度算法",
    "REINFORCE algorithm",
    "REINFORCE算法",
]
SHARED = [
    "REINFORCE",
]
HINTS = [
    "policy",
    "策略",
    "baseline",
    "基线",
]
NEEDS = ["return-discount", "softmax-cross-entropy"]
SOURCES = [
    "Sutton & Barto, Reinforcement Learning: An Introduction, 2nd ed., sections 13.1 to 13.4",
    "Williams, Simple Statistical Gradient-Following Algorithms for Connectionist RL, Machine Learning 8 (1992)",
]


@where(lambda w, G: G not in (0, 1, -1) and sum(w) in (4, 5, 8, 10))
def demo(w=several(3, whole(1, 6)), a=whole(0, 2), G=one_of(-10, -5, -4, -2, 2, 4, 5, 10, 20)):
    theta = torch.tensor(w).log().requires_grad_()  # π is w / w.sum()
    policy = torch.distributions.Categorical(logits=theta)
    loss = -G * policy.log_prob(torch.tensor(a))
    loss.backward()
    return theta.grad


@question("What is `theta.grad[a]`?", zh="`theta.grad[a]` 是多少？")
def grad(out, a):
    return out[a]


@grad.wrong(
    en=("The gradient of log π for the chosen logit is 1.", "The softmax's sum moves as well: it is 1 − π."),
    zh=("log π 对被选中的 logit 的导数是 1。", "softmax 的分母也会变：是 1 − π。"),
)
def no_normaliser(G):
    return -float(G)


@grad.wrong(
    en=("Its sign is that of the return.", "The loss is −G log π: descending it raises the return."),
    zh=("它与回报同号。", "损失是 −G log π：让它下降才会提高回报。"),
)
def minus_forgotten(w, a, G):
    return grad(demo(w, a, -G), a)


@grad.wrong(
    en=("It is G times the gradient of π.", "The gradient of log π is used: π(1 − π) without the factor π."),
    zh=("它是 G 乘 π 的导数。", "用的是 log π 的导数：π(1 − π) 里没有前面的 π。"),
)
def gradient_of_pi(out, w, a):
    return out[a] * w[a] / sum(w)


@where(lambda r: r[0] != r[1])
def mean_gradient(p=one_of(0.1, 0.2, 0.5, 0.8, 0.9), r=several(2, whole(-4, 9)), b=one_of(-3.0, -1.0, 1.0, 2.0, 4.0)):
    # p is the chance of action 0 and theta its logit
    at_0 = (r[0] - b) * (1 - p)  # (reward - baseline) * d log π(0) / d theta
    at_1 = (r[1] - b) * -p
    return p * at_0 + (1 - p) * at_1


@question(
    "What is the mean gradient, that is, what is returned?",
    zh="梯度的均值是多少，也就是返回值是多少？",
    of=mean_gradient,
)
def mean(out):
    return out


@mean.wrong(
    en=("A baseline shifts the mean gradient by b.", "Its mean contribution is 0."),
    zh=("基线使梯度的均值偏移 b。", "基线的平均贡献是 0。"),
)
def shifted(p, r, b):
    return mean(mean_gradient(p, r, 0.0)) - b


@mean.wrong(
    en=("It is the expected reward.", "It is p(1 − p) times the difference of the rewards."),
    zh=("它就是期望奖励。", "它是 p(1 − p) 乘两个奖励之差。"),
)
def expected_reward(p, r):
    return p * r[0] + (1 - p) * r[1]


@mean.wrong(
    en=("It is the difference of the two rewards.", "The slope of the softmax, p(1 − p), is a factor."),
    zh=("它就是两个奖励之差。", "还要乘 softmax 的斜率 p(1 − p)。"),
)
def difference(r):
    return float(r[0] - r[1])


@where(lambda r, b: r[0] != r[1] and b > 0 and sum(r) != 2 * b)
@where(lambda r, b: abs(abs(sum(r) - 2 * b) - abs(r[0] - r[1])) > 1 and abs(abs(sum(r) - 2 * b) - sum(r)) > 1)
def spread(r=several(2, whole(1, 30)), b=whole(1, 30)):
    # two equally likely actions: the two samples of the gradient
    samples = torch.tensor([(r[0] - b) * 0.5, (r[1] - b) * -0.5])
    return samples.std(correction=0)


@question("What is the standard deviation of the samples?", zh="样本的标准差是多少？", of=spread)
def std(out):
    return out


@std.wrong(
    en=("A baseline does not change the spread.", "It moves the two samples in opposite directions."),
    zh=("基线不影响样本的离散程度。", "它让两个样本朝相反方向移动。"),
)
def baseline_without_effect(r):
    return std(spread(r, 0))


@std.wrong(
    en=(
        "The signs do not matter: it is half the spread of the rewards.",
        "The two samples have opposite signs, so their sum matters.",
    ),
    zh=("符号不影响：就是奖励离散程度的一半。", "两个样本符号相反，所以起作用的是两者之和。"),
)
def spread_of_the_rewards(r):
    return abs(r[0] - r[1]) / 4


@std.wrong(
    en=("A larger baseline means more spread.", "The best baseline here is the mean of the two rewards."),
    zh=("基线越大，离散程度越大。", "这里最好的基线是两个奖励的平均。"),
)
def baseline_adds(r, b):
    return (sum(r) / 2 + b) / 2


@where(lambda r, t: sum(r[t:]) != 0 and sum(r[:t]) != 0 and sum(r[t + 1 :]) != 0 and sum(r) != 0)
def weights(r=several(4, whole(-3, 9)), t=one_of(1, 2)):
    logp = torch.zeros(4, requires_grad=True)  # log π of the four actions taken
    to_go = [sum(r[s:]) for s in range(4)]  # no discount
    loss = -(logp * torch.tensor(to_go)).sum()
    loss.backward()
    return -logp.grad[t]


@question("With which weight does action t enter?", zh="第 t 个动作的权重是多少？", of=weights)
def weight(out):
    return out


@weight.wrong(
    en=("Each action gets the return of the whole episode.", "Earlier rewards are not its doing and are left out."),
    zh=("每个动作的权重都是整个回合的回报。", "之前的奖励与它无关，不计入。"),
)
def whole_episode(r):
    return weight(weights(r, 0))


@weight.wrong(
    en=("Each action gets its own reward alone.", "All later rewards count, too."),
    zh=("每个动作只算它自己的奖励。", "之后的所有奖励也要算。"),
)
def own_reward(r, t):
    return float(r[t])


@weight.wrong(
    en=("An action is credited with the rewards up to it.", "With the rewards from it onwards."),
    zh=("动作得到的是到它为止的奖励。", "是从它开始往后的奖励。"),
)
def rewards_so_far(r, t):
    return float(sum(r[: t + 1]))


@task(
    "Write `pg_loss`: the loss of an episode whose gradient step raises the expected return. `logits` is (T, K), "
    "`actions` and `returns` are (T,); sum over time.",
    zh="写出 `pg_loss`：一个回合的损失，梯度下降一步会提高期望回报。"
    "`logits` 是 (T, K)，`actions` 和 `returns` 是 (T,)；对时间求和。",
    blanks=["log_softmax(dim=1)", "-(taken * returns.detach()).sum()"],
    mend=["probability", "minus_missing"],
    gradients=["logits"],
)
def pg_loss(logits, actions, returns):
    logp = logits.log_softmax(dim=1)
    taken = logp.gather(1, actions[:, None])[:, 0]
    return -(taken * returns.detach()).sum()


pg_loss.hint(
    "Which log-probability had the action that was taken, in each step?", zh="每一步所采取的动作，对数概率是多少？"
)
pg_loss.hint(
    "An optimiser descends, the return is to rise: mind the sign.", zh="优化器让损失下降，而回报要上升：注意符号。"
)


@pg_loss.inputs
def episodes(T=whole(1, 6), K=whole(2, 4)):
    return torch.randn(T, K), torch.randint(K, (T,)), 3 * torch.randn(T)


@pg_loss.holds(
    "Adding a constant to all logits of a step changes nothing.", zh="给某一步的所有 logit 加同一个数，结果不变。"
)
def only_differences_count(out, solution, logits, actions, returns):
    return torch.allclose(solution(logits + 2.0, actions, returns), out, atol=1e-4)


@pg_loss.wrong(
    en=("The probability is weighted with the return.", "Its logarithm is: ∇ log π has the right mean."),
    zh=("用回报给概率加权。", "是给对数概率加权：∇ log π 的均值才对。"),
)
def probability(logits, actions, returns):
    p = logits.softmax(dim=1)
    taken = p.gather(1, actions[:, None])[:, 0]
    return -(taken * returns.detach()).sum()


@pg_loss.wrong(
    en=("The loss is the weighted log-probability itself.", "Descending it would lower the return: put a minus."),
    zh=("损失就是加权的对数概率。", "那样下降会降低回报：要加负号。"),
)
def minus_missing(logits, actions, returns):
    logp = logits.log_softmax(dim=1)
    taken = logp.gather(1, actions[:, None])[:, 0]
    return (taken * returns.detach()).sum()


@pg_loss.wrong(
    en=("The return of a step concerns all its actions.", "It concerns the action that was taken."),
    zh=("一步的回报与所有动作有关。", "只与采取的那个动作有关。"),
)
def all_actions(logits, actions, returns):
    logp = logits.log_softmax(dim=1)
    return -(logp.sum(dim=1) * returns.detach()).sum()


def figure(out, w, a, G):
    share = [each / sum(w) for each in w]
    after = (torch.tensor(w).log() - 0.1 * out).softmax(dim=0).tolist()
    plt.bar([k - 0.2 for k in range(3)], share, width=0.4, label="policy")
    plt.bar([k + 0.2 for k in range(3)], after, width=0.4, label="after a step with lr = 0.1")
    plt.xticks(range(3), [f"action {k}" + (f"\ntaken, G = {G}" if k == a else "") for k in range(3)])
    plt.legend()
