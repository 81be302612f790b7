"""Second solutions of the tasks about generative models."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.distributions import Normal, kl_divergence

from tests.curriculum.solutions import solution


@solution("vae-elbo", "vae_kl")
def _by_distributions(mu: Tensor, logvar: Tensor) -> Tensor:
    codes = Normal(mu, (logvar / 2).exp())
    each: Tensor = kl_divergence(codes, Normal(torch.zeros_like(mu), torch.ones_like(mu)))
    return each.sum() / len(mu)


@solution("gan-optimum", "d_loss")
def _by_binary_cross_entropy(real: Tensor, fake: Tensor) -> Tensor:
    loss = torch.nn.functional.binary_cross_entropy_with_logits
    return loss(real, torch.ones_like(real)) + loss(fake, torch.zeros_like(fake))


@solution("wasserstein-gan", "wasserstein")
def _by_indices(x: Tensor, y: Tensor) -> Tensor:
    moved = torch.empty_like(x)
    moved[x.argsort()] = y[y.argsort()]
    return (x - moved).abs().sum() / x.numel()


@solution("normalizing-flow", "coupling_layer")
def _in_place_of_halves(x: Tensor, S: Tensor, T: Tensor) -> tuple[Tensor, Tensor]:
    k = x.shape[1] // 2
    s = (x[:, :k] @ S).tanh()
    y = x.clone()
    y[:, k:] = x[:, k:] * torch.exp(s) + x[:, :k] @ T
    return y, torch.log(s.exp().prod(dim=1))


@solution("ddpm-forward", "add_noise")
def _sample_by_sample(x0: Tensor, t: Tensor, noise: Tensor, betas: Tensor) -> Tensor:
    rows = []
    for x, step, eps in zip(x0, t.tolist(), noise, strict=True):
        signal = torch.prod(1 - betas[: step + 1])
        rows.append(signal**0.5 * x + (1 - signal) ** 0.5 * eps)
    return torch.stack(rows)


@solution("ddim", "ddim_step")
def _as_one_combination(x: Tensor, eps: Tensor, now: float, then: float) -> Tensor:
    kept = math.sqrt(then / now)
    return kept * x + (math.sqrt(1 - then) - kept * math.sqrt(1 - now)) * eps


@solution("classifier-free-guidance", "guide")
def _by_reshaping(noise: Tensor, w: float) -> Tensor:
    pairs = noise.reshape(2, -1, noise.shape[1])
    return torch.einsum("kbd,k->bd", pairs, torch.tensor([1 - w, w]))
