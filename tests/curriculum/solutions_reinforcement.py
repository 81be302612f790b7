"""Second solutions of the tasks about reinforcement learning."""

from __future__ import annotations

import torch
from torch import Tensor

from tests.curriculum.solutions import solution


@solution("return-discount", "returns")
def _from_the_definition(r: list[float], gamma: float) -> list[float]:
    return [sum(gamma**k * reward for k, reward in enumerate(r[t:])) for t in range(len(r))]


@solution("bellman-backup", "bellman")
def _by_einsum(P: Tensor, R: Tensor, V: Tensor, gamma: float) -> Tensor:
    return torch.amax(R + gamma * torch.einsum("sat,t->sa", P, V), dim=-1)


@solution("value-iteration", "sweep")
def _entered_from_both_sides(V: list[float], R: list[float], gamma: float) -> list[float]:
    entering = [reward + gamma * value for reward, value in zip(R, V, strict=True)]
    return [max(entering[s - 1], entering[s + 1 - len(V)]) for s in range(len(V))]


@solution("epsilon-greedy", "act_probs")
def _mixture(q: Tensor, eps: float) -> Tensor:
    greedy = (q == q.max()).float()
    return (1 - eps) * greedy + eps * torch.ones_like(q) / q.numel()


@solution("bandit-ucb", "ucb_arm")
def _by_tensor(means: list[float], n: list[int], c: float) -> int:
    pulls = torch.tensor(n, dtype=torch.float64)
    bonus = c * (pulls.sum().log() / pulls).sqrt()
    score = torch.where(pulls == 0, torch.inf, torch.tensor(means, dtype=torch.float64) + bonus)
    return int(score.argmax())


@solution("q-learning-sarsa", "q_update")
def _weighted_mean(
    Q: list[list[float]], s: int, a: int, r: float, s2: int, done: bool, alpha: float, gamma: float
) -> list[list[float]]:
    after = 0.0 if done else gamma * sorted(Q[s2])[-1]
    Q[s][a] = (1 - alpha) * Q[s][a] + alpha * (r + after)
    return Q


@solution("replay-target-network", "follow")
def _by_lerp(target: list[Tensor], online: list[Tensor], tau: float) -> list[Tensor]:
    for old, new in zip(target, online, strict=True):
        old.data.lerp_(new.data, tau)
    return target


@solution("dqn-target", "double_dqn")
def _by_one_hot(r: Tensor, done: Tensor, online: Tensor, target: Tensor, gamma: float) -> Tensor:
    chosen = torch.nn.functional.one_hot(online.argmax(1), online.shape[1])
    return torch.where(done.bool(), r, r + gamma * (target * chosen).sum(1))


@solution("policy-gradient", "pg_loss")
def _by_categorical(logits: Tensor, actions: Tensor, returns: Tensor) -> Tensor:
    policy = torch.distributions.Categorical(logits=logits)
    logp: Tensor = policy.log_prob(actions)
    return -logp @ returns


@solution("actor-critic", "gae_all")
def _sum_of_errors(r: list[float], V: list[float], gamma: float, lam: float) -> list[float]:
    delta = [r[t] + gamma * V[t + 1] - V[t] for t in range(len(r))]
    return [sum((gamma * lam) ** (k - t) * delta[k] for k in range(t, len(r))) for t in range(len(r))]


@solution("ppo-clip", "ppo_objective")
def _by_sign(logp: Tensor, old: Tensor, A: Tensor, eps: float) -> Tensor:
    ratio = torch.exp(logp - old)
    bounded = torch.where(A > 0, ratio.clamp(max=1 + eps), ratio.clamp(min=1 - eps))
    return (bounded * A).mean()


@solution("mc-vs-td", "td_episode")
def _weighted_means(
    V: list[float], steps: list[tuple[int, float, int, bool]], alpha: float, gamma: float
) -> list[float]:
    values = dict(enumerate(V))
    for s, r, s2, done in steps:
        values[s] = (1 - alpha) * values[s] + alpha * (r + gamma * values[s2] * (not done))
    return [values[s] for s in range(len(V))]


@solution("markov-chain", "after")
def _matrix_power(p: Tensor, P: Tensor, steps: int) -> Tensor:
    power: Tensor = torch.linalg.matrix_power(P, steps)
    return power.mT @ p
