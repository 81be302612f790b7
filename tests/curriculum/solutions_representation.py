"""Second solutions of the tasks about representation learning without labels."""

from __future__ import annotations

import torch
from torch import Tensor

from tests.curriculum.solutions import solution


@solution("infonce-simclr", "info_nce")
def _by_logsumexp(a: Tensor, b: Tensor, tau: float) -> Tensor:
    logits = torch.cosine_similarity(a[:, None], b[None], dim=-1) / tau
    return (logits.logsumexp(dim=1) - logits.diagonal()).mean()


@solution("clip-loss", "clip_loss")
def _by_log_softmax(images: Tensor, texts: Tensor, scale: float) -> Tensor:
    logits = scale * torch.cosine_similarity(images[:, None], texts[None], dim=-1)
    right = logits.log_softmax(dim=0).trace() + logits.log_softmax(dim=1).trace()
    return -right / (2 * len(images))


@solution("mae-masking", "mae_loss")
def _selected(pixels: Tensor, painted: Tensor, masked: Tensor) -> Tensor:
    return torch.nn.functional.mse_loss(painted[masked], pixels[masked])


@solution("stop-gradient-collapse", "siamese_step")
def _by_hand(W: Tensor, x1: Tensor, x2: Tensor, lr: float) -> Tensor:
    return W - lr * torch.outer(W @ (x1 - x2), x1)
