"""What the texts of concepts say beyond their questions: each test runs one statement."""

from __future__ import annotations

import math

import pytest
import torch
from torch import nn
from torch.nn import functional


@pytest.fixture(autouse=True)
def _seeded() -> None:
    torch.manual_seed(0)


# --- words as vectors, attention --------------------------------------------------------------------------------


def test_embedding_the_lookup_trains_the_rows_it_read_and_a_shared_output_layer_every_row() -> None:
    table, ids = nn.Embedding(9, 4), torch.tensor([2, 5, 2])
    table(ids).sum().backward()
    assert table.weight.grad is not None
    assert set(table.weight.grad.any(dim=1).nonzero().flatten().tolist()) == {2, 5}
    logits = table(ids) @ table.weight.T
    functional.cross_entropy(logits, ids).backward()
    assert table.weight.grad.any(dim=1).all()


@pytest.mark.parametrize("d", [64, 256])
def test_vector_similarity_the_cosine_of_random_vectors_spreads_like_one_over_the_root_of_d(d: int) -> None:
    cosines = functional.cosine_similarity(torch.randn(5000, d), torch.randn(5000, d), dim=1)
    assert cosines.std().item() == pytest.approx(1 / math.sqrt(d), rel=0.1)


def test_positional_encoding_attention_without_a_mask_ignores_the_order_and_with_a_causal_mask_it_does_not() -> None:
    x, order = torch.randn(6, 8), torch.tensor([3, 0, 5, 1, 4, 2])
    shuffled = x[order]
    assert torch.allclose(attended(x)[order], attended(shuffled), atol=1e-5)
    assert not torch.allclose(attended(x, causal=True)[order], attended(shuffled, causal=True), atol=1e-2)


def attended(x: torch.Tensor, causal: bool = False) -> torch.Tensor:
    """Self-attention without maps."""
    return functional.scaled_dot_product_attention(x, x, x, is_causal=causal)


def test_positional_encoding_a_fresh_table_of_positions_does_not_know_how_far_they_are_apart() -> None:
    table = nn.Embedding(40, 16).weight
    assert not torch.isclose(table[3] @ table[5], table[20] @ table[22], atol=0.1)
