"""Closed forms of reinforcement learning."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tests.curriculum.closed_forms import closed_form

Numbers = Sequence[float]
Goals = Sequence[tuple[int, int]]


# --- return and discount ---------------------------------------------------------------------------------------


@closed_form("return-discount", "first")
def _first(r: Numbers, gamma: float) -> float:
    return sum(reward * gamma**k for k, reward in enumerate(r))


@closed_form("return-discount", "endless")
def _endless(c: int, gamma: float) -> float:
    return c / (1 - gamma)


@closed_form("return-discount", "best_goal")
def _best_goal(goals: Goals) -> int:
    return max(range(4), key=lambda i: math.log2(goals[i][0]) - goals[i][1])


# --- Markov chain ----------------------------------------------------------------------------------------------


@closed_form("markov-chain", "two_steps")
def _two_steps(a: float, b: float, start: int) -> float:
    return (2 - a - b) * a if start == 0 else (1 - b) ** 2 + b * a


@closed_form("markov-chain", "limit")
def _limit(a: float, b: float) -> float:
    return b / (a + b)


@closed_form("markov-chain", "expected_sum")
def _expected_sum(c: int, end: float) -> float:
    return c / end


# --- Bellman backup --------------------------------------------------------------------------------------------


@closed_form("bellman-backup", "value")
def _value(p: float, r: int, V: Numbers, gamma: float) -> float:
    return p * (r + gamma * V[0]) + (1 - p) * (r + gamma * V[1])


@closed_form("bellman-backup", "best_action")
def _best_action(r: Numbers, V: Numbers) -> int:
    return max(range(4), key=lambda i: 2 * r[i] + V[i])


@closed_form("bellman-backup", "state_value")
def _state_value(r: Numbers, V: Numbers) -> float:
    return max(2 * reward + after for reward, after in zip(r, V, strict=True)) / 2


@closed_form("bellman-backup", "sum_of_targets")
def _sum_of_targets(r: Numbers, V: Numbers, done: Sequence[int]) -> float:
    return sum(r) + sum(after / 2 for after, over in zip(V, done, strict=True) if not over)


# --- value iteration -------------------------------------------------------------------------------------------


@closed_form("value-iteration", "informed")
def _informed(n: int, goal: int, k: int, order: str) -> int:
    return k + {"copy": k, "left to right": n - 1 - goal, "right to left": goal}[order]


@closed_form("value-iteration", "far_value")
def _far_value(goal: int, c: int) -> float:
    return c * 0.5 ** (goal - 1)


@closed_form("value-iteration", "sweeps_needed")
def _sweeps_needed(n: int, goal: int) -> int:
    return max(goal, n - 1 - goal) + 1


@closed_form("value-iteration", "random_value")
def _random_value(n: int, i: int, c: int) -> float:
    return c * i / (n + 1)


# --- Monte Carlo and temporal difference -----------------------------------------------------------------------


@closed_form("mc-vs-td", "updated")
def _updated(r: Numbers, V: Numbers, alpha: float, method: str) -> float:
    target = sum(r) if method == "MC" else r[0] + V[1]
    return (1 - alpha) * V[0] + alpha * target


@closed_form("mc-vs-td", "uninformed")
def _uninformed(n: int, k: int) -> int:
    return max(0, n - k)


@closed_form("mc-vs-td", "next_to_the_end")
def _next_to_the_end(k: int, c: int) -> float:
    return c * (1 - 0.5**k)


@closed_form("mc-vs-td", "batch_value")
def _batch_value(wins: int, losses: int, last: int) -> float:
    return (wins + last) / (wins + losses + 1)


# --- ε-greedy and bandits --------------------------------------------------------------------------------------


@closed_form("epsilon-greedy", "greedy_share")
def _greedy_share(K: int, eps: float) -> float:
    return 1 - eps * (K - 1) / K


@closed_form("epsilon-greedy", "other_share")
def _other_share(K: int, eps: float) -> float:
    return eps / K


@closed_form("epsilon-greedy", "expected_reward")
def _expected_reward(m: Numbers, eps: float) -> float:
    return (1 - eps) * max(m) + eps * sum(m) / 3


@closed_form("epsilon-greedy", "fall")
def _fall(steps: int, eps: float, K: int) -> float:
    return 1 - ((K - eps) / K) ** steps


@closed_form("bandit-ucb", "arm")
def _arm(Q: Numbers, n: Sequence[int]) -> int:
    return max(range(3), key=lambda i: Q[i] + 12 / math.isqrt(n[i]))


@closed_form("bandit-ucb", "bonus")
def _bonus(width: float, n: int, times: int) -> float:
    return width / (math.isqrt(n) * math.isqrt(times))


@closed_form("bandit-ucb", "missed")
def _missed(mean: Numbers, n: Numbers) -> float:
    return sum((max(mean) - m) * pulls for m, pulls in zip(mean, n, strict=True))


@closed_form("bandit-ucb", "estimate")
def _estimate(r: Numbers, step: str) -> float:
    return sum(r) / 3 if step == "1/n" else r[0] / 8 + r[1] / 4 + r[2] / 2


# --- Q-learning, Sarsa, DQN ------------------------------------------------------------------------------------


@closed_form("q-learning-sarsa", "target")
def _target(next_q: Numbers, a2: int, r: int, rule: str) -> float:
    return r + (sorted(next_q)[-1] if rule == "Q-learning" else next_q[a2]) / 2


@closed_form("q-learning-sarsa", "expected_target")
def _expected_target(next_q: Numbers, eps: float, r: int) -> float:
    return r + (1 - eps) * max(next_q) + eps * sum(next_q) / 4


@closed_form("q-learning-sarsa", "new_value")
def _new_value(old: int, next_q: Numbers, r: int, done: bool) -> float:
    return (old + r) / 2 + (0 if done else max(next_q) / 4)


@closed_form("replay-target-network", "oldest")
def _oldest(size: int, n: int) -> int:
    return n - size


@closed_form("replay-target-network", "times_used")
def _times_used(size: int, batch: int, age: int) -> float:
    return age * batch / size


@closed_form("replay-target-network", "behind")
def _behind(n: int, C: int) -> int:
    return n - n // C * C


@closed_form("replay-target-network", "soft_value")
def _soft_value(tau: float, k: int, start: float, goal: float) -> float:
    return goal - (goal - start) * (1 - tau) ** k


@closed_form("dqn-target", "y")
def _y(online: Numbers, target: Numbers, r: int, kind: str) -> float:
    return r + (max(target) if kind == "DQN" else target[online.index(max(online))]) / 2


@closed_form("dqn-target", "gradient")
def _semi_gradient(w: float, x: int, x2: int, r: int, detach: bool) -> float:
    error = r + 0.5 * w * x2 - w * x
    return error * (-x if detach else 0.5 * x2 - x)


@closed_form("dqn-target", "bias")
def _bias(K: int, c: float) -> float:
    return c * (1 - 2 * 0.5**K)


# --- policy gradient, actor-critic, PPO ------------------------------------------------------------------------


@closed_form("policy-gradient", "grad")
def _grad(w: Sequence[int], a: int, G: int) -> float:
    return -G * (sum(w) - w[a]) / sum(w)


@closed_form("policy-gradient", "mean")
def _mean(p: float, r: Numbers) -> float:
    return p * (1 - p) * (r[0] - r[1])


@closed_form("policy-gradient", "std")
def _std(r: Numbers, b: int) -> float:
    return abs(sum(r) / 2 - b) / 2


@closed_form("policy-gradient", "weight")
def _weight(r: Numbers, t: int) -> float:
    return float(sum(r) - sum(r[:t]))


@closed_form("actor-critic", "delta")
def _delta(r: int, V: Numbers, done: bool) -> float:
    return float(r - V[0] + (not done) * V[1] / 2)


@closed_form("actor-critic", "gae_0")
def _gae_0(d: Numbers, gamma: float, lam: float) -> float:
    return d[0] + gamma * lam * d[1]


@closed_form("actor-critic", "gains_most")
def _gains_most(taken: Sequence[int], A: Numbers) -> int:
    total = [0.0] * 4
    for action, advantage in zip(taken, A, strict=True):
        total[action] += advantage
    return total.index(max(total))


@closed_form("actor-critic", "critic_grad")
def _critic_grad(w: int, x: int, r: int, detach: bool) -> float:
    return -x * (r - w * x) - (0 if detach else 2 * x)


def clipped(ratio: float, A: float, eps: float) -> bool:
    """Whether PPO's objective is constant there: an action that moved far enough in the right direction."""
    return ratio > 1 + eps if A > 0 else ratio < 1 - eps


@closed_form("ppo-clip", "objective")
def _objective(old: float, new: float, A: int, eps: float) -> float:
    return A * (min(new / old, 1 + eps) if A > 0 else max(new / old, 1 - eps))


@closed_form("ppo-clip", "gradient")
def _clipped_gradient(ratio: float, A: int, eps: float) -> float:
    return 0.0 if clipped(ratio, A, eps) else ratio * A


@closed_form("ppo-clip", "silent")
def _silent(r: Numbers, A: Numbers, eps: float) -> int:
    return sum(clipped(ratio, advantage, eps) for ratio, advantage in zip(r, A, strict=True))
