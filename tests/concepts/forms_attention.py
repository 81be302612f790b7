"""Closed forms of words as vectors and of attention. Answers that are sampled have none."""

import math
from collections.abc import Sequence

from tests.concepts.closed_forms import closed_form


@closed_form("one-hot", "numbers")
def _one_hot_numbers(V, T):
    return T * V


@closed_form("one-hot", "distance")
def _one_hot_distance():
    return math.sqrt(2)


@closed_form("one-hot", "cosine")
def _one_hot_cosine():
    return 0.0


@closed_form("one-hot", "closer")
def _one_hot_closer(i, j, k, code):
    return code == "index" and abs(i - j) < abs(i - k)


@closed_form("one-hot", "raises")
def _one_hot_raises(cast):
    return not cast


@closed_form("one-hot", "which_of_the_two")
def _one_hot_which(V, seen):
    return "one-hot" if seen in (f"{V} columns", "torch.int64") else "embedding"


@closed_form("embedding", "shape")
def _embedding_shape(N, T, D):
    return (N, T, D)


@closed_form("embedding", "parameters")
def _embedding_parameters(V, D):
    return V * D


@closed_form("embedding", "rows")
def _embedding_rows(ids):
    return len(set(ids) - {0})


@closed_form("embedding", "entry")
def _embedding_entry(ids, word):
    return float(ids.count(word))


@closed_form("embedding", "raises")
def _embedding_raises(V, i):
    return not 0 <= i < V


@closed_form("embedding", "which_of_the_two")
def _embedding_which(seen):
    return "one-hot" if seen in ("fixed", "equal distances") else "embedding"


@closed_form("vector-similarity", "by_distance")
def _nearest(q, a, b):
    return "a" if math.dist(q, a) < math.dist(q, b) else "b"


@closed_form("vector-similarity", "by_dot")
def _largest_dot(q, a, b):
    return "a" if q[0] * (a[0] - b[0]) + q[1] * (a[1] - b[1]) > 0 else "b"


@closed_form("vector-similarity", "by_cosine")
def _smallest_angle(q, a, b):
    angle_q, angle_a, angle_b = (math.atan2(y, x) for x, y in (q, a, b))
    return "a" if abs(angle_a - angle_q) < abs(angle_b - angle_q) else "b"


@closed_form("vector-similarity", "squared_distance")
def _squared_distance(c):
    return 2 - 2 * c


@closed_form("attention-weights", "weights_shape")
def _weights_shape(m, n):
    return (m, n)


@closed_form("attention-weights", "output_shape")
def _output_shape(m, v):
    return (m, v)


@closed_form("attention-weights", "total")
def _total(m):
    return float(m)


@closed_form("attention-weights", "columns_sum_to_one")
def _columns_sum_to_one(dim):
    return dim == 0


@closed_form("attention-weights", "each_weight")
def _each_weight(n):
    return 1 / n


@closed_form("attention-weights", "growth")
def _growth(g):
    return float(g * g)


@closed_form("scaled-dot-product", "winner_changes")
def _winner_changes(c):
    return c < 0


@closed_form("scaled-dot-product", "largest_grows")
def _largest_grows(c):
    return c > 1


@closed_form("scaled-dot-product", "same_output")
def _same_output(scale):
    return scale is None


@closed_form("euclidean-vs-dot", "winner_by_dot")
def _winner_by_dot(q, keys):
    products = [q[0] * x + q[1] * y for x, y in keys]
    return products.index(max(products))


@closed_form("euclidean-vs-dot", "winner_by_distance")
def _winner_by_distance(q, keys):
    distances = [math.dist(q, key) for key in keys]
    return distances.index(min(distances))


@closed_form("euclidean-vs-dot", "equal")
def _equal(unit):
    return unit == "keys"


@closed_form("euclidean-vs-dot", "ratio")
def _ratio(k0, k1):
    return math.exp((math.hypot(*k1) ** 2 - math.hypot(*k0) ** 2) / 2)


@closed_form("multi-head-attention", "parameters")
def _attention_parameters(E):
    return 4 * E * (E + 1)


@closed_form("multi-head-attention", "weights_shape")
def _averaged_shape(N, T):
    return (N, T, T)


@closed_form("multi-head-attention", "per_head_shape")
def _per_head_shape(N, h, T):
    return (N, h, T, T)


@closed_form("multi-head-attention", "raises")
def _attention_raises(E, h):
    return E % h != 0


@closed_form("multi-head-attention", "head_width")
def _head_width(E, h):
    return E // h


@closed_form("multi-head-attention", "which_of_the_two")
def _attention_which(U, columns):
    return "self-attention" if columns == U else "cross-attention"


@closed_form("attention-mask", "pairs")
def _pairs(T):
    return T * (T + 1) // 2


@closed_form("attention-mask", "visible")
def _visible(T, i, api):
    return i + 1 if api == "sdpa" else T - 1 - i


@closed_form("attention-mask", "output_changes")
def _output_changes(i, j):
    return j <= i


@closed_form("attention-mask", "row_sum")
def _row_sum(T, i):
    return (i + 1) / T


@closed_form("positional-encoding", "shape")
def _position_shape(T, d):
    return (T, d)


@closed_form("positional-encoding", "squared_length")
def _squared_length(d):
    return d / 2


@closed_form("positional-encoding", "equivariant")
def _equivariant(positions):
    return not positions


@closed_form("positional-encoding", "same_by_offset")
def _same_by_offset(table):
    return table == "sine"


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
