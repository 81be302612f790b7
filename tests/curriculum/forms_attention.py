"""Closed forms of words as vectors and of attention."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from tests.curriculum.closed_forms import closed_form

# --- words as vectors ------------------------------------------------------------------------------------------


@closed_form("one-hot", "numbers")
def _one_hot_numbers(V: int, T: int) -> int:
    return T * V


@closed_form("one-hot", "width")
def _guessed_width(ids: list[int]) -> tuple[int, int]:
    return len(ids), max(ids) + 1


@closed_form("one-hot", "distance")
def _one_hot_distance() -> float:
    return math.sqrt(2)


@closed_form("one-hot", "order_comes_back")
def _with_index(i: int, j: int) -> int:
    return 2 + (i - j) ** 2


@closed_form("one-hot", "overlap")
def _overlap(first: list[int], second: list[int]) -> int:
    return sum(one == other for one in first for other in second)


@closed_form("one-hot", "which_of_the_two")
def _one_hot_which(table: list[list[int]], i: int, row: list[int]) -> str:
    if row[i] == sum(row) == 1:
        return "one-hot"
    return "embedding" if table[i] == row else "neither"


@closed_form("embedding", "shape")
def _embedding_shape(N: int, T: int, D: int) -> tuple[int, ...]:
    return N, T, D


@closed_form("embedding", "parameters")
def _embedding_parameters(V: int, D: int) -> int:
    return V * D


@closed_form("embedding", "rows")
def _embedding_rows(ids: list[int]) -> int:
    return len(set(ids) - {0})


@closed_form("embedding", "entry")
def _embedding_entry(ids: list[int], weights: list[int], token: int) -> float:
    return float(sum(weight * (i == token) for i, weight in zip(ids, weights, strict=True)))


@closed_form("embedding", "refused")
def _refused(V: int, ids: list[int]) -> int:
    return len([i for i in ids if i not in range(V)])


@closed_form("embedding", "trained")
def _trained(D: int, C: int) -> int:
    return (D + 1) * C


# --- similarity ------------------------------------------------------------------------------------------------


def _best(values: Iterable[float]) -> int:
    """The place of the largest."""
    found = list(values)
    return found.index(max(found))


def _product(one: Sequence[float], other: Sequence[float]) -> float:
    return one[0] * other[0] + one[1] * other[1]


@closed_form("vector-similarity", "by_distance")
def _nearest(q: list[int], points: list[list[int]]) -> int:
    return _best(-math.dist(q, point) for point in points)


@closed_form("vector-similarity", "by_dot")
def _largest_dot(q: list[int], points: list[list[int]]) -> int:
    return _best(_product(q, point) for point in points)


@closed_form("vector-similarity", "by_cosine")
def _smallest_angle(q: list[int], points: list[list[int]]) -> int:
    return _best(-abs(math.atan2(y, x) - math.atan2(q[1], q[0])) for x, y in points)


@closed_form("vector-similarity", "squared_distance")
def _squared_distance(c: float) -> float:
    return 2 - 2 * c


@closed_form("vector-similarity", "cosine_of_signs")
def _cosine_of_signs(d: int, m: int) -> float:
    return (d - 2 * m) / d


# --- attention -------------------------------------------------------------------------------------------------


@closed_form("attention-weights", "weights_shape")
def _weights_shape(m: int, n: int) -> tuple[int, int]:
    return m, n


@closed_form("attention-weights", "output_shape")
def _output_shape(m: int, v: int) -> tuple[int, int]:
    return m, v


@closed_form("attention-weights", "total")
def _total(N: int, m: int, n: int, dim: int) -> float:
    return N * m * n / (N, m, n)[dim]


@closed_form("attention-weights", "first_weight")
def _first_weight(n: int, k: int, c: int) -> float:
    return c / (k * c + n - k)


@closed_form("attention-weights", "growth")
def _growth(g: int) -> float:
    return float(g * g)


@closed_form("scaled-dot-product", "raw_variance")
def _raw_variance(d: int, s: float) -> float:
    return d * s**4


@closed_form("scaled-dot-product", "scaled_variance")
def _scaled_variance(s: float) -> float:
    return float(s**4)


@closed_form("scaled-dot-product", "winner_after")
def _winner_after(scores: list[float], c: float) -> int:
    return _best(c * score for score in scores)


@closed_form("scaled-dot-product", "ratio_after")
def _ratio_after(r: int, c: float) -> float:
    return float(r**c)


@closed_form("scaled-dot-product", "divisor")
def _divisor(d: int) -> int:
    return math.isqrt(d)


@closed_form("euclidean-vs-dot", "winner_by_dot")
def _winner_by_dot(q: list[int], keys: list[list[int]]) -> int:
    return _best(_product(q, key) for key in keys)


@closed_form("euclidean-vs-dot", "winner_by_distance")
def _winner_by_distance(q: list[int], keys: list[list[int]]) -> int:
    return _best(-math.dist(q, key) for key in keys)


@closed_form("euclidean-vs-dot", "equal")
def _equal(keys: list[list[int]]) -> bool:
    return len({_product(key, key) for key in keys}) == 1


@closed_form("euclidean-vs-dot", "difference")
def _difference(k0: list[int], k1: list[int]) -> float:
    return (_product(k1, k1) - _product(k0, k0)) / 2


@closed_form("multi-head-attention", "parameters")
def _attention_parameters(E: int) -> int:
    return 4 * E * (E + 1)


@closed_form("multi-head-attention", "weights_shape")
def _averaged_shape(N: int, T: int) -> tuple[int, ...]:
    return N, T, T


@closed_form("multi-head-attention", "per_head_shape")
def _per_head_shape(N: int, h: int, T: int) -> tuple[int, ...]:
    return N, h, T, T


@closed_form("multi-head-attention", "column")
def _column(E: int, h: int, j: int, k: int) -> int:
    return E // h * j + k


@closed_form("multi-head-attention", "before_joining")
def _before_joining(E: int, h: int, T: int, N: int) -> tuple[int, ...]:
    return N, T, h, E // h


@closed_form("attention-mask", "pairs")
def _pairs(T: int) -> int:
    return sum(range(1, T + 1))


@closed_form("attention-mask", "visible")
def _visible(T: int, i: int, api: str) -> int:
    return i + 1 if api == "sdpa" else T - 1 - i


@closed_form("attention-mask", "outputs_changed")
def _outputs_changed(T: int, j: int) -> int:
    return T - j


@closed_form("attention-mask", "row_sum")
def _row_sum(T: int, i: int) -> float:
    return (i + 1) / T


@closed_form("attention-mask", "nan_rows")
def _nan_rows(pads: list[int]) -> int:
    return sum(pads)


# --- positions -------------------------------------------------------------------------------------------------


@closed_form("positional-encoding", "shape")
def _position_shape(T: int, d: int) -> tuple[int, int]:
    return T, d


@closed_form("positional-encoding", "squared_length")
def _squared_length(d: int) -> float:
    return d / 2


@closed_form("positional-encoding", "equal_outputs")
def _equal_outputs(ids: list[int]) -> int:
    return sum(math.comb(ids.count(token), 2) for token in set(ids))


@closed_form("positional-encoding", "equal_products")
def _equal_products(places: list[list[int]]) -> int:
    gaps = [abs(i - j) for i, j in places]
    return sum(math.comb(gaps.count(gap), 2) for gap in set(gaps))


@closed_form("positional-encoding", "learnt_numbers")
def _learnt_numbers(longest: int, d: int) -> int:
    return longest * d


# --- additive attention ----------------------------------------------------------------------------------------


@closed_form("additive-attention", "feature_shape")
def _feature_shape(h: int, n: int) -> tuple[int, ...]:
    return 3, n, h


@closed_form("additive-attention", "parameters")
def _additive_parameters(dq: int, dk: int, h: int) -> int:
    return h * (dq + dk + 1)


@closed_form("additive-attention", "score")
def _additive_score(q: Sequence[int], k: Sequence[int], v: Sequence[int]) -> int:
    return sum(c if a + b > 0 else -c for a, b, c in zip(q, k, v, strict=True))
