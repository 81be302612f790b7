"""Closed forms of the generative models."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tests.curriculum.closed_forms import closed_form

Numbers = Sequence[float]


# --- autoencoders ----------------------------------------------------------------------------------------------


@closed_form("autoencoder-pca", "lost")
def _lost(s: Numbers, k: int) -> float:
    return math.fsum(value * value for value in sorted(s, reverse=True)[k:])


@closed_form("autoencoder-pca", "rank")
def _rank(widths: Sequence[int]) -> int:
    return min(widths)


@closed_form("autoencoder-pca", "parameters")
def _parameters(d: int, h: int, k: int) -> int:
    return 2 * h * (d + k) + 2 * h + k + d


@closed_form("vae-elbo", "divergence")
def _divergence(mu: float, sigma: float) -> float:
    return (mu * mu + sigma * sigma - 1) / 2 - math.log(sigma)


@closed_form("vae-elbo", "mean_gradient")
def _mean_gradient(mu: int, sigma: float, eps: float, c: int) -> float:
    return 2 * c * (mu + sigma * eps)


@closed_form("vae-elbo", "deviation_gradient")
def _deviation_gradient(mu: int, sigma: float, eps: float, c: int) -> float:
    return 2 * c * (mu * sigma * eps + sigma**2 * eps**2)


# --- adversarial -----------------------------------------------------------------------------------------------


@closed_form("gan-optimum", "best")
def _best(real: Sequence[int], fake: Sequence[int]) -> float:
    return real[0] * sum(fake) / (real[0] * sum(fake) + fake[0] * sum(real))


@closed_form("gan-optimum", "generator_slope")
def _generator_slope(odds: float, loss: str, c: int) -> float:
    return -c * (1 if loss == "log(1 - D)" else odds) / (1 + odds)


@closed_form("gan-optimum", "exp_loss")
def _exp_loss(real: float, fake: float) -> float:
    return real * (1 - fake)


@closed_form("wasserstein-gan", "total_way")
def _total_way(x: Sequence[int], y: Sequence[int]) -> int:
    """The area between the two distribution functions, times three."""
    return sum(abs(sum(a <= t for a in x) - sum(b <= t for b in y)) for t in range(13))


@closed_form("wasserstein-gan", "measured")
def _measured(gap: float, c: float) -> float:
    return c * gap


@closed_form("wasserstein-gan", "gradient_penalty")
def _gradient_penalty(w: Numbers, lam: int) -> float:
    return lam * (math.hypot(*w) - 1) ** 2


# --- flows -----------------------------------------------------------------------------------------------------


@closed_form("normalizing-flow", "thinning")
def _thinning(a: Numbers) -> float:
    return math.fabs(a[0]) * math.fabs(a[1])


@closed_form("normalizing-flow", "local_factor")
def _local_factor(z: float, c: float) -> float:
    return 3 * z * z + c


@closed_form("normalizing-flow", "logdet")
def _logdet(s: Numbers) -> float:
    return math.log(math.prod(math.exp(each) for each in s))


# --- diffusion -------------------------------------------------------------------------------------------------


@closed_form("ddpm-forward", "noised")
def _noised(x0: int, eps: float, ab: float) -> float:
    return math.sqrt(ab) * x0 + math.sqrt(1 - ab) * eps


@closed_form("ddpm-forward", "final_variance")
def _final_variance(start: float, beta: float, t: int) -> float:
    return 1 + (start - 1) * math.pow(1 - beta, t)


@closed_form("ddpm-forward", "estimate")
def _estimate(x0: int, eps: float, ab: float, guess: float) -> float:
    return x0 + math.sqrt(1 / ab - 1) * (eps - guess)


@closed_form("ddim", "arrived")
def _arrived(x0: int, eps: float, end: float) -> float:
    return math.sqrt(end) * x0 + math.sqrt(1 - end) * eps


@closed_form("ddim", "network_calls")
def _network_calls(steps: int, every: int, images: int) -> int:
    return images * steps // every


@closed_form("ddim", "distance")
def _distance(gap: float, end: float) -> float:
    return gap * math.sqrt(1 - end)


@closed_form("classifier-free-guidance", "guided")
def _guided(u: int, c: int, w: float) -> float:
    return (1 - w) * u + w * c


@closed_form("classifier-free-guidance", "probability")
def _probability(a: Sequence[int], w: int) -> float:
    return math.pow(a[0], w) / sum(math.pow(x, w) for x in a)


@closed_form("classifier-free-guidance", "network_inputs")
def _network_inputs(steps: int, images: int, guidance: bool) -> int:
    return steps * images * (1 + guidance)
