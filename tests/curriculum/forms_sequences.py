"""Closed forms of the recurrent networks."""

from __future__ import annotations

import math

from tests.curriculum.closed_forms import closed_form


def _block(d: int, H: int) -> int:
    """One gate or one plain cell: weights for input and state, two biases."""
    return H * d + H * H + 2 * H


# --- rnn-cell -------------------------------------------------------------------------------------------------


@closed_form("rnn-cell", "parameters")
def _rnn_parameters(d: int, H: int, both: bool) -> int:
    return _block(d, H) * (2 if both else 1)


@closed_form("rnn-cell", "output_shape")
def _rnn_output(H: int, T: int, N: int, both: bool) -> tuple[int, ...]:
    return T, N, 2 * H if both else H


@closed_form("rnn-cell", "state_shape")
def _rnn_state(H: int, N: int, both: bool) -> tuple[int, ...]:
    return 2 if both else 1, N, H


@closed_form("rnn-cell", "last_state")
def _last_state(T: int, b: int) -> float:
    return 2.0 * b * T


@closed_form("rnn-cell", "parameters_when_longer")
def _rnn_longer(d: int, H: int, layers: int) -> int:
    return _block(d, H) + (layers - 1) * _block(H, H)


# --- shared-weight-gradient -----------------------------------------------------------------------------------


@closed_form("shared-weight-gradient", "weight_gradient")
def _bptt(w: int, xs: list[int]) -> float:
    return float(2 * w * xs[0] + xs[1])


@closed_form("shared-weight-gradient", "truncated_gradient")
def _truncated(w: int, xs: list[int]) -> float:
    return float(w * xs[0] + xs[1])


@closed_form("shared-weight-gradient", "product_of_copies")
def _product_of_copies(weights: list[int]) -> float:
    return float(math.prod(weights))


@closed_form("shared-weight-gradient", "sum_of_copies")
def _sum_of_copies(weights: list[int]) -> float:
    return float(sum(math.prod(weights) / weight for weight in weights))


# --- rnn-gradient-product -------------------------------------------------------------------------------------


@closed_form("rnn-gradient-product", "norm")
def _gradient_norm(s: float, T: int) -> float:
    return float(s**T)


@closed_form("rnn-gradient-product", "steps_until_it_is_out")
def _steps_until_it_is_out(s: float, limit: int) -> int:
    return math.ceil(math.log(limit) / abs(math.log(s)))


@closed_form("rnn-gradient-product", "vanished")
def _vanished(pairs: list[list[float]]) -> int:
    return sum(a < 1 and b < 1 for a, b in pairs)


@closed_form("rnn-gradient-product", "returned")
def _returned(sides: list[int], k: int) -> float:
    return k * math.hypot(*sides)


# --- lstm-cell ------------------------------------------------------------------------------------------------


@closed_form("lstm-cell", "parameters")
def _lstm_parameters(d: int, H: int) -> int:
    return 4 * _block(d, H)


@closed_form("lstm-cell", "cell_shape")
def _cell_shape(H: int, N: int, layers: int) -> tuple[int, ...]:
    return layers, N, H


@closed_form("lstm-cell", "memory")
def _memory(signs: list[int], c: int, T: int) -> float:
    i, f, g, _ = signs
    written = g if i > 0 else 0
    return float(c + T * written if f > 0 else written)


@closed_form("lstm-cell", "produced_by")
def _produced_by(sizes: list[int], rows: int) -> str:
    blocks = {"RNN": 1, "GRU": 3, "LSTM": 4}
    return next(name for (name, count), size in zip(blocks.items(), sizes, strict=True) if count * size == rows)


# --- lstm-forget-path -----------------------------------------------------------------------------------------


@closed_form("lstm-forget-path", "gradient")
def _memory_gradient(f: float, T: int, k: int) -> float:
    return float(k * f**T)


@closed_form("lstm-forget-path", "steps_to_fade")
def _steps_to_fade(start: int, f: float) -> int:
    return math.ceil(math.log(start) / -math.log(f))


@closed_form("lstm-forget-path", "keeps_most")
def _keeps_most(shifts: list[float]) -> int:
    return shifts.index(max(shifts))


# --- gru-cell -------------------------------------------------------------------------------------------------


@closed_form("gru-cell", "parameters")
def _gru_parameters(d: int, H: int) -> int:
    return 3 * _block(d, H)


@closed_form("gru-cell", "final_state")
def _gru_state(h0: int, z: float, sign: int, T: int) -> float:
    return sign + z**T * (h0 - sign)


@closed_form("gru-cell", "gradient_to_the_start")
def _gradient_to_the_start(z: float, T: int, k: int) -> float:
    return float(k * z**T)


@closed_form("gru-cell", "numbers_in_the_state")
def _numbers_in_the_state(net: str, H: int, N: int, layers: int) -> int:
    return layers * N * H * (2 if net == "LSTM" else 1)


# --- deep and bidirectional ------------------------------------------------------------------------------------


@closed_form("deep-bidirectional-rnn", "out_shape")
def _deep_out_shape(bidirectional: bool, B: int, T: int, h: int) -> tuple[int, ...]:
    return B, T, 2 * h if bidirectional else h


@closed_form("deep-bidirectional-rnn", "state_shape")
def _deep_state_shape(layers: int, bidirectional: bool, B: int, h: int) -> tuple[int, ...]:
    return 2 * layers if bidirectional else layers, B, h


@closed_form("deep-bidirectional-rnn", "second_layer")
def _second_layer(h: int, bidirectional: bool) -> int:
    return 2 * h * h if bidirectional else h * h


@closed_form("deep-bidirectional-rnn", "inputs_seen")
def _inputs_seen(T: int, t: int, layers: int, backward: bool) -> int:
    if not backward:
        return t + 1
    return T - t if layers == 1 else T
