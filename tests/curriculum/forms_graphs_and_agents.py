"""Closed forms of the graph networks and the multi-agent systems."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product

from tests.curriculum.closed_forms import closed_form

Edges = list[list[int]]
Table = list[list[int]]


def _neighbours(edges: Edges, nodes: int) -> list[set[int]]:
    """The neighbours of each node."""
    return [{v for edge in edges for v in edge if node in edge and v != node} for node in range(nodes)]


# --- graph-adjacency ------------------------------------------------------------------------------------------


@closed_form("graph-adjacency", "walks")
def _walks(edges: Edges, i: int, j: int, k: int) -> int:
    near = _neighbours(edges, 5)
    middles = product(range(5), repeat=k - 1)
    return sum(all(b in near[a] for a, b in zip((i, *way), (*way, j), strict=True)) for way in middles)


@closed_form("graph-adjacency", "laplacian_times_x")
def _laplacian_times_x(edges: Edges, x: list[int], i: int) -> int:
    return sum(x[i] - x[v] for v in _neighbours(edges, 5)[i])


@closed_form("graph-adjacency", "entries")
def _entries(edges: Edges) -> int:
    return 2 * len(edges)


@closed_form("graph-adjacency", "zero_eigenvalues")
def _zero_eigenvalues(sizes: list[int]) -> int:
    return len(sizes)


# --- gcn-layer and gnn-symmetry -------------------------------------------------------------------------------


@closed_form("gcn-layer", "message")
def _message(edges: Edges, i: int, j: int, x: int) -> float:
    near = _neighbours(edges, 5)
    return x / math.sqrt((len(near[i]) + 1) * (len(near[j]) + 1))


@closed_form("gcn-layer", "rows_that_sum_to_one")
def _rows_that_sum_to_one(cliques: list[int], paths: list[int]) -> int:
    return sum(cliques) + sum(max(0, n - 4) for n in paths)


@closed_form("gcn-layer", "nodes_reached")
def _nodes_reached(n: int, i: int, K: int) -> int:
    return min(i + K, n - 1) - max(i - K, 0) + 1


@closed_form("gcn-layer", "parameters")
def _gcn_parameters(a: int, b: int) -> int:
    return (a + 1) * b


@closed_form("gnn-symmetry", "new_place")
def _new_place(order: list[int], v: int) -> int:
    return order.index(v)


@closed_form("gnn-symmetry", "equal_outputs")
def _equal_outputs(sizes: list[int]) -> int:
    return sum(math.comb(n, 2) for n in sizes)


@closed_form("gnn-symmetry", "different_values")
def _different_values(n: int, L: int) -> int:
    return min((n + 1) // 2, L + 2)


# --- gnn-oversmoothing ----------------------------------------------------------------------------------------


@closed_form("gnn-oversmoothing", "common_value")
def _common_value(edges: Edges, i: int, x: int) -> float:
    weights = [len(near) + 1 for near in _neighbours(edges, 5)]
    return weights[i] * x / sum(weights)


@closed_form("gnn-oversmoothing", "rank")
def _rank(sizes: list[int], f: int) -> int:
    return min(len(sizes), f)


@closed_form("gnn-oversmoothing", "higher")
def _higher(edges: Edges, i: int) -> str:
    degrees = [len(near) for near in _neighbours(edges, 5)]
    above = 5 * degrees[i] - sum(degrees)
    return "equal" if above == 0 else "nodes" if above > 0 else "agents"


# --- rnn-as-chain-graph ---------------------------------------------------------------------------------------


@closed_form("rnn-as-chain-graph", "last_state")
def _last_state(T: int, t: int, x: int, w: float) -> float:
    return float(x * w ** (T - 1 - t))


@closed_form("rnn-as-chain-graph", "rounds_needed")
def _rounds_needed(T: int, s: int) -> int:
    return T - 1 - s


@closed_form("rnn-as-chain-graph", "nodes_that_agree")
def _nodes_that_agree(K: int) -> int:
    return K + 1


# --- mas-consensus and consensus-speed ------------------------------------------------------------------------


@closed_form("mas-consensus", "agreement")
def _agreement(x0: list[int]) -> float:
    return sum(x0) / len(x0)


@closed_form("mas-consensus", "after_one_round")
def _after_one_round(x0: list[int], eps: float, i: int) -> float:
    before, after = x0[i - 1], x0[(i + 1) % len(x0)]
    return (1 - 2 * eps) * x0[i] + eps * before + eps * after


@closed_form("mas-consensus", "sum_at_the_end")
def _sum_at_the_end(x0: list[int], deaf: int) -> float:
    return float(len(x0) * x0[deaf])


@closed_form("consensus-speed", "difference_after_a_round")
def _difference_after_a_round(n: int, eps: float, x: list[int]) -> float:
    return (1 - eps * n) * (x[0] - x[1])


@closed_form("consensus-speed", "step_limit")
def _step_limit(sizes: list[int]) -> float:
    return 2 / max(sizes)


@closed_form("consensus-speed", "slowest")
def _slowest(graphs: list[tuple[str, int]]) -> int:
    speeds = [
        {"path": 2 - 2 * math.cos(math.pi / n), "ring": 2 - 2 * math.cos(2 * math.pi / n), "star": 1}.get(kind, n)
        for kind, n in graphs
    ]
    return speeds.index(min(speeds))


# --- mas-leader -----------------------------------------------------------------------------------------------


@closed_form("mas-leader", "value")
def _value(n: int, a: int, b: int, i: int) -> float:
    return a + (b - a) * i / (n - 1)


@closed_form("mas-leader", "value_of_three")
def _value_of_three(x0: list[int], m: int) -> float:
    return float(x0[0]) if m == 1 else x0[0] + (x0[4] - x0[0]) * 3 / 4


@closed_form("mas-leader", "spread")
def _spread(x0: list[int], fixed: list[int]) -> int:
    held = sorted(x0[place] for place in fixed)
    return held[-1] - held[0]


# --- mas-game -------------------------------------------------------------------------------------------------


@closed_form("mas-game", "actions")
def _actions(first: Table, second: Table, start: list[int]) -> str:
    a = int(first[1][start[1]] > first[0][start[1]])
    return "CD"[a] + ("D" if second[a][1] > second[a][0] else "C")


@closed_form("mas-game", "total")
def _total(R: int, T: int, P: int) -> int:
    return 2 * P if T > R else 2 * R


@closed_form("mas-game", "pair")
def _pair(start: str, k: int) -> str:
    circle = ["HH", "HT", "TT", "TH"]
    return circle[(circle.index(start) + k) % 4]


@closed_form("mas-game", "settles")
def _settles(first: Table, second: Table) -> bool:
    """Following the best responses from (0, 0): among four pairs one that stays is met within four steps."""
    pair = (0, 0)
    for _ in range(4):
        a, b = pair
        pair = (int(first[1][b] > first[0][b]), int(second[a][1] > second[a][0]))
    a, b = pair
    return pair == (first[1][b] > first[0][b], second[a][1] > second[a][0])


@closed_form("mas-game", "indifferent")
def _indifferent(u: int, v: int) -> float:
    return v / (u + v)


# --- graph attention, what sums tell apart, link prediction ----------------------------------------------------


@closed_form("gat", "received")
def _gat_received(e: Sequence[float], h: Sequence[int]) -> float:
    weights = [max(x, root) for x, root in zip(e, map(math.sqrt, e), strict=True)]
    return sum(w * x for w, x in zip(weights, h, strict=True)) / sum(weights)


@closed_form("gat", "heaviest")
def _gat_heaviest(k: Sequence[int]) -> int:
    return max(range(4), key=k.__getitem__)


@closed_form("gat", "parameters")
def _gat_parameters(d: int, heads: int, f: int) -> int:
    return heads * f * (d + 2)


@closed_form("gin-multiset", "told_apart")
def _told_apart(m: int, size: int, how: str) -> int:
    if how == "sum":
        return math.comb(m + size, m) - 1
    if how == "amax":
        return sum(math.comb(m, kinds) for kinds in range(1, min(m, size) + 1))
    counts = product(range(size + 1), repeat=m)
    return sum(math.gcd(*bag) == 1 and sum(bag) <= size for bag in counts)  # one bag for each set of proportions


@closed_form("gin-multiset", "into_the_mlp")
def _into_the_mlp(h: int, near: Sequence[int], eps: float) -> float:
    return h + eps * h + sum(near)


@closed_form("gin-multiset", "colours")
def _colours(n: int, rounds: int) -> int:
    return min(rounds + 1, (n + 1) // 2)


@closed_form("link-prediction-leak", "walks_between")
def _walks_between(common: int, leaked: bool) -> int:
    return common + (2 if leaked else 0)


@closed_form("link-prediction-leak", "ones_left")
def _ones_left(edges: int, share: float) -> int:
    return round(2 * edges * (1 - share))


@closed_form("link-prediction-leak", "negative_pairs")
def _negative_pairs(n: int, d: int) -> int:
    return n * (n - 1 - d) // 2
