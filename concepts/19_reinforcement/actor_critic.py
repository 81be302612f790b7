"""Actor-critic and the advantage

An actor (the policy) is trained with the judgement of a critic (a learnt value function). The critic's TD error

    δ = r + γ V(s′) − V(s)

says how much better than expected a step went, and weights ∇ log π(a): a reward of 5 where 7 was expected makes the
action less likely. Generalised advantage estimation sums (γλ)ᵏ δ over the later steps: λ = 0 gives δ alone, λ = 1 the
return minus V(s). The actor's loss must not train the critic, so the advantage is detached.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """演员-评论家与优势函数

演员（策略）按评论家（学到的价值函数）的评价来训练。评论家的 TD 误差

    δ = r + γ V(s′) − V(s)

表示这一步比预期好多少，用作 ∇ log π(a) 的权重：预期 7、实得 5，这个动作的概率就会下降。
广义优势估计（GAE）把之后各步的 (γλ)ᵏ δ 加起来：λ = 0 时只有 δ，λ = 1 时是回报减 V(s)。演员的损失不应该训练评论家，
所以优势要 detach。
"""
NAMES = [
    "actor-critic",
    "actor critic",
    "A2C",
    "A3C",
    "advantage function",
    "GAE",
    "generalised advantage estimation",
    "generalized advantage estimation",
    "演员-评论家",
    "演员评论家",
    "行动者-评论家",
    "优势函数",
    "广义优势估计",
]
HINTS = ["actor", "critic", "advantage"]
NEEDS = ["policy-gradient", "mc-vs-td"]
SOURCES = [
    "Schulman et al., High-Dimensional Continuous Control Using Generalized Advantage Estimation, arXiv:1506.02438",
    "Mnih et al., Asynchronous Methods for Deep Reinforcement Learning, arXiv:1602.01783",
]


@where(lambda r, V: V[0] != 0 and V[1] != 0 and r != 0)
@where(lambda r, V, done: abs(2 * r + (0 if done else V[1]) - 2 * V[0]) > 1)
def demo(r=whole(-4, 6), V=several(2, one_of(-6, -4, -2, 2, 4, 6, 8, 10)), done=one_of(False, True)):
    # V[0] is the value of this state, V[1] of the next; the discount is 0.5
    target = r if done else r + 0.5 * V[1]
    return float(target - V[0])


@question("What is the advantage, that is, what is returned?", zh="优势是多少，也就是返回值是多少？")
def delta(out):
    return out


@delta.wrong(
    en=("The advantage is what the step earned.", "What was expected, V of this state, is subtracted."),
    zh=("优势就是这一步的所得。", "还要减去预期，也就是这个状态的 V。"),
)
def expectation_kept(r, V, done):
    return delta(demo(r, [0, V[1]], done))


@delta.wrong(
    en=("Only the reward is compared with the expectation.", "The next state's value counts as well."),
    zh=("只拿奖励和预期比较。", "下一个状态的价值也要算上。"),
)
def reward_against_value(r, V, done):
    return None if done else float(r - V[0])


@delta.wrong(
    en=("The next value counts at the end as well.", "Nothing follows a terminal step."),
    zh=("终止时也要算后续价值。", "终止步之后什么也没有。"),
)
def end_ignored(r, V, done):
    return delta(demo(r, V, False)) if done else None


@where(lambda d: 0 not in d and d[0] != -d[1])
@where(lambda d, gamma, lam: 0.5 < abs(d[0] + gamma * lam * d[1]) < 30 * min(1 - gamma, 1 - lam) * abs(d[1]) * gamma)
def gae(d=several(2, one_of(-8, -4, -2, 2, 4, 8, 12)), gamma=one_of(0.5, 0.9), lam=one_of(0.5, 0.8)):
    # d[t]: TD error of step t; the record has two steps
    A = 0.0
    for delta in reversed(d):
        A = delta + gamma * lam * A
    return A


@question(
    "What is the advantage of step 0, that is, what is returned?",
    zh="第 0 步的优势是多少，也就是返回值是多少？",
    of=gae,
)
def gae_0(out):
    return out


@gae_0.wrong(
    en=("The advantage is the TD error of the step itself.", "That is λ = 0; later errors count with (γλ)ᵏ."),
    zh=("优势就是这一步自己的 TD 误差。", "那是 λ = 0；之后的误差要乘 (γλ)ᵏ 计入。"),
)
def td_error_only(d, gamma):
    return gae_0(gae(d, gamma, 0.0))


@gae_0.wrong(
    en=("λ alone weights the later errors.", "γ and λ multiply."),
    zh=("之后的误差只乘 λ。", "γ 和 λ 要相乘。"),
)
def lambda_alone(d, lam):
    return gae_0(gae(d, 1.0, lam))


@gae_0.wrong(
    en=("It is the discounted sum of the errors.", "That is λ = 1; a smaller λ damps the later ones."),
    zh=("就是误差的折扣和。", "那是 λ = 1；λ 更小时，之后的误差会衰减。"),
)
def monte_carlo(d, gamma):
    return gae_0(gae(d, gamma, 1.0))


@where(lambda taken: len(set(taken)) == 4 and len(taken) == 6)
@where(lambda taken, A: len({sum(x for x, i in zip(A, taken) if i == k) for k in range(4)}) == 4)
def push(taken=several(6, whole(0, 3)), A=several(6, whole(-9, 9))):
    logits = torch.zeros(4, requires_grad=True)  # four actions, equally likely
    policy = torch.distributions.Categorical(logits=logits)
    loss = -(policy.log_prob(torch.tensor(taken)) * torch.tensor(A)).sum()
    loss.backward()
    return (logits - logits.grad).argmax()


@question(
    "`A` holds the advantages. Which action, 0 to 3, gains most?",
    zh="`A` 是各步的优势。哪个动作（0 到 3）的概率上升最多？",
    of=push,
)
def gains_most(out):
    return out


@gains_most.wrong(
    en=("The action taken most often gains most.", "Advantages count, and negative ones push down."),
    zh=("采取次数最多的动作上升最多。", "要看优势，负的优势会把它压低。"),
)
def most_often(taken):
    return max(range(4), key=taken.count)


@gains_most.wrong(
    en=("The action of the best single step gains most.", "The advantages of one action add up."),
    zh=("单步优势最大的动作上升最多。", "同一个动作的各个优势要相加。"),
)
def best_single_step(taken, A):
    return taken[A.index(max(A))]


@gains_most.wrong(
    en=("The last step decides.", "All steps of the batch count."),
    zh=("由最后一步决定。", "这一批里所有步都算。"),
)
def last_step(taken):
    return taken[-1]


@where(lambda w, x, r: r != w * x)
def leak(w=whole(-2, 3), x=whole(1, 4), r=whole(-3, 9), detach=one_of(True, False)):
    w = torch.tensor(float(w), requires_grad=True)  # the critic: V(s) = w * x
    advantage = r - w * x  # a last step
    weight = advantage.detach() if detach else advantage
    logp = torch.tensor(-2.0)  # log π of the action
    loss = -logp * weight + advantage**2 / 2
    loss.backward()
    return w.grad


@question("What is the critic's gradient, `w.grad`?", zh="评论家的梯度 `w.grad` 是多少？", of=leak)
def critic_grad(out):
    return out


@critic_grad.wrong(
    en=("It is the same with and without detach.", "Without it the actor's loss pulls at the critic, too."),
    zh=("有没有 detach 都一样。", "不 detach，演员的损失也会拉动评论家。"),
)
def detach_changes_nothing(w, x, r, detach):
    return critic_grad(leak(w, x, r, not detach))


@critic_grad.wrong(
    en=("It has the sign of the advantage.", "V enters the advantage with a minus."),
    zh=("它与优势同号。", "V 在优势里带负号。"),
)
def sign_of_the_advantage(out):
    return -out.item() if out else None


@critic_grad.wrong(
    en=("It is minus the advantage.", "The chain rule multiplies by the slope x of V."),
    zh=("它等于优势取负。", "按链式法则还要乘 V 的斜率 x。"),
)
def slope_forgotten(w, x, r):
    return float(w * x - r) if x > 1 else None


@task(
    "Write `gae_all`: the list of generalised advantages of an unfinished episode; V has one entry more than r.",
    zh="写出 `gae_all`：一个尚未结束的回合的广义优势列表；V 比 r 多一项。",
    blanks=["r[t] + gamma * V[t + 1] - V[t]", "gamma * lam * A"],
    mend=["gamma_lost", "value_not_subtracted", "forwards"],
)
def gae_all(r, V, gamma, lam):
    A, out = 0.0, []
    for t in reversed(range(len(r))):
        delta = r[t] + gamma * V[t + 1] - V[t]
        A = delta + gamma * lam * A
        out.insert(0, A)
    return out


gae_all.hint("Compute the TD error of each step first.", zh="先算每一步的 TD 误差。")
gae_all.hint(
    "From the end: each advantage is δ and γλ times the next advantage.",
    zh="从后往前：每个优势等于 δ 加 γλ 乘下一个优势。",
)


@gae_all.inputs
def records(r=several(4, whole(-3, 6)), V=several(5, whole(-5, 8)), gamma=one_of(0.5, 0.9), lam=one_of(0.5, 0.8, 0.95)):
    return r, V, gamma, lam


@gae_all.inputs
def ends(r=several(2, whole(-3, 6)), V=several(3, whole(-5, 8)), gamma=one_of(0.5, 1.0), lam=one_of(0.0, 1.0)):
    return r, V, gamma, lam


@gae_all.holds("The last advantage is the last TD error.", zh="最后一个优势就是最后一个 TD 误差。")
def ends_with_the_error(out, r, V, gamma):
    return abs(out[-1] - (r[-1] + gamma * V[-1] - V[-2])) < 1e-6


@gae_all.wrong(
    en=("Later errors are weighted with λ only.", "With γλ."),
    zh=("之后的误差只乘 λ。", "乘的是 γλ。"),
)
def gamma_lost(r, V, gamma, lam):
    A, out = 0.0, []
    for t in reversed(range(len(r))):
        delta = r[t] + gamma * V[t + 1] - V[t]
        A = delta + lam * A
        out.insert(0, A)
    return out


@gae_all.wrong(
    en=("The next value does not belong to the error.", "δ compares r + γ V(s′) with V(s)."),
    zh=("误差里没有下一个状态的价值。", "δ 是拿 r + γ V(s′) 与 V(s) 比较。"),
)
def next_value_missing(r, V, gamma, lam):
    A, out = 0.0, []
    for t in reversed(range(len(r))):
        delta = r[t] - V[t]
        A = delta + gamma * lam * A
        out.insert(0, A)
    return out


@gae_all.wrong(
    en=("The advantage is what is earned.", "V of the state is subtracted: what was expected."),
    zh=("优势就是所得。", "要减去该状态的 V，也就是预期。"),
)
def value_not_subtracted(r, V, gamma, lam):
    A, out = 0.0, []
    for t in reversed(range(len(r))):
        delta = r[t] + gamma * V[t + 1]
        A = delta + gamma * lam * A
        out.insert(0, A)
    return out


@gae_all.wrong(
    en=("Errors are collected from the start.", "An advantage sums the errors that come later: go backwards."),
    zh=("误差从头开始累加。", "优势累加的是之后的误差：要从后往前。"),
)
def forwards(r, V, gamma, lam):
    A, out = 0.0, []
    for t in range(len(r)):
        delta = r[t] + gamma * V[t + 1] - V[t]
        A = delta + gamma * lam * A
        out.append(A)
    return out


def figure(out, r, V, done):
    target = out + V[0]
    plt.bar(["expected\nV(s)", "now known\nr + γ V(s′)"], [V[0], target], color=["C0", "C2"])
    plt.annotate("", xy=(0.5, target), xytext=(0.5, V[0]), arrowprops={"arrowstyle": "->", "color": "C1"})
    plt.text(0.53, (target + V[0]) / 2, f"δ = {out:g}", color="C1")
    plt.axhline(0, color="gray")
