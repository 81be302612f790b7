"""Closed forms of the graph networks and the multi-agent systems."""

import math
from collections.abc import Sequence
from itertools import product

from tests.concepts.closed_forms import closed_form


def _neighbours(edges, nodes):
    """The neighbours of each node, as sets."""
    return [{v for edge in edges for v in edge if node in edge and v != node} for node in range(nodes)]


# --- graph-adjacency ------------------------------------------------------------------------------------------


@closed_form("graph-adjacency", "walks")
def _walks(edges, i, j, k):
    near = _neighbours(edges, 5)
    middles = product(range(5), repeat=k - 1)
    return sum(all(b in near[a] for a, b in zip((i, *way), (*way, j), strict=True)) for way in middles)


@closed_form("graph-adjacency", "entries")
def _entries(edges):
    return 2 * len(edges)


@closed_form("graph-adjacency", "zero_eigenvalues")
def _zero_eigenvalues(sizes):
    return len(sizes)


# --- gcn-layer and gnn-symmetry -------------------------------------------------------------------------------


@closed_form("gcn-layer", "output")
def _gcn_output(edges, x, w, i):
    near = _neighbours(edges, 5)
    degree = [len(each) + 1 for each in near]
    return w * sum(x[j] / math.sqrt(degree[i] * degree[j]) for j in near[i] | {i})


@closed_form("gcn-layer", "rows_sum_to_one")
def _rows_sum_to_one(graph):
    return graph in ("ring", "complete")


@closed_form("gcn-layer", "nodes_reached")
def _nodes_reached(n, i, K):
    return min(i + K, n - 1) - max(i - K, 0) + 1


@closed_form("gnn-symmetry", "only_renumbered")
def _only_renumbered(what):
    return what == "X and A"


@closed_form("gnn-symmetry", "same_output")
def _same_output(edges):
    near = _neighbours(edges, 4)
    return near[0] | {0} == near[1] | {1}


# --- gnn-oversmoothing ----------------------------------------------------------------------------------------


@closed_form("gnn-oversmoothing", "common_value")
def _common_value(edges, x):
    weights = [len(near) + 1 for near in _neighbours(edges, 5)]
    return sum(weight * value for weight, value in zip(weights, x, strict=True)) / sum(weights)


@closed_form("gnn-oversmoothing", "rank")
def _rank(sizes, f):
    return min(len(sizes), f)


@closed_form("gnn-oversmoothing", "comes_closer")
def _comes_closer(edges, x, mix):
    near = [each | {node} for node, each in enumerate(_neighbours(edges, 5))]
    spreads = []
    for _ in range(5):
        x = [sum(x[v] for v in each) / (len(each) if mix == "mean" else 1) for each in near]
        spreads.append(max(x) - min(x))
    return spreads[4] < spreads[0]


@closed_form("gnn-oversmoothing", "produced_by")
def _consensus_or_smoothing(x, y):
    return "consensus" if sum(x) == 3 * y else "smoothing"


# --- rnn-as-chain-graph ---------------------------------------------------------------------------------------


@closed_form("rnn-as-chain-graph", "last_state")
def _last_state(x, w, u):
    T = len(x)
    return sum(w ** (T - 1 - t) * u * x[t] for t in range(T))


@closed_form("rnn-as-chain-graph", "rounds_needed")
def _rounds_needed(T):
    return T - 1


@closed_form("rnn-as-chain-graph", "same_numbers")
def _same_numbers(edges):
    return edges == "forward"


# --- mas-consensus and consensus-speed ------------------------------------------------------------------------


@closed_form("mas-consensus", "agreement")
def _agreement(x0):
    return sum(x0) / len(x0)


@closed_form("mas-consensus", "sum_changes")
def _sum_changes(deaf):
    return deaf is not None


@closed_form("consensus-speed", "agrees")
def _agrees(n, graph, eps):
    largest_eigenvalue = 2 - 2 * math.cos(2 * math.pi * (n // 2) / n) if graph == "ring" else n
    return eps < 2 / largest_eigenvalue


@closed_form("consensus-speed", "slowest_first")
def _slowest_first(n, graphs):
    connectivity = {
        "path": 2 - 2 * math.cos(math.pi / n),
        "ring": 2 - 2 * math.cos(2 * math.pi / n),
        "star": 1,
        "complete": n,
    }
    return sorted(graphs, key=lambda graph: connectivity[graph])


# --- mas-leader -----------------------------------------------------------------------------------------------


@closed_form("mas-leader", "value")
def _value(n, a, b, i):
    return a + (b - a) * i / (n - 1)


@closed_form("mas-leader", "value_of_three")
def _value_of_three(x0, m):
    return x0[0] if m == 1 else x0[0] + (x0[4] - x0[0]) * 3 / 4


@closed_form("mas-leader", "all_agree")
def _all_agree(m):
    return m == 1


# --- mas-game -------------------------------------------------------------------------------------------------


@closed_form("mas-game", "actions")
def _actions(R, T):
    return "DD" if T > R else "CC"


@closed_form("mas-game", "total")
def _total(R, T, P):
    return 2 * P if T > R else 2 * R


@closed_form("mas-game", "pair")
def _pair(start, k):
    circle = ["HH", "HT", "TT", "TH"]
    return circle[(circle.index(start) + k) % 4]


@closed_form("mas-game", "settles")
def _settles(first, second):
    """Following the best responses from (0, 0): among four pairs one that stays is met within four steps."""
    pair = (0, 0)
    for _ in range(4):
        a, b = pair
        pair = (int(first[1][b] > first[0][b]), int(second[a][1] > second[a][0]))
    a, b = pair
    return pair == (first[1][b] > first[0][b], second[a][1] > second[a][0])


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
