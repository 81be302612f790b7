"""Closed forms of the recurrent networks."""

import math

from tests.concepts.closed_forms import closed_form


def _sigmoid(x):
    return 1 / (1 + math.exp(-x))


def _block(d, H):
    """One gate or one plain cell: weights for input and state, two biases."""
    return H * d + H * H + 2 * H


# --- rnn-cell -------------------------------------------------------------------------------------------------


@closed_form("rnn-cell", "parameters")
def _rnn_parameters(d, H, both):
    return _block(d, H) * (2 if both else 1)


@closed_form("rnn-cell", "output_shape")
def _rnn_output(H, T, N, both):
    return (T, N, 2 * H if both else H)


@closed_form("rnn-cell", "state_shape")
def _rnn_state(H, N, both):
    return (2 if both else 1, N, H)


@closed_form("rnn-cell", "last_is_final")
def _rnn_last(both):
    return not both


@closed_form("rnn-cell", "parameters_when_longer")
def _rnn_longer(d, H, layers):
    return _block(d, H) + (layers - 1) * _block(H, H)


# --- shared-weight-gradient -----------------------------------------------------------------------------------


def _states(w, xs):
    """h_0 to h_T of h_t = w h_{t−1} + x_t, each as its own sum."""
    return [sum(w ** (t - 1 - s) * xs[s] for s in range(t)) for t in range(len(xs) + 1)]


@closed_form("shared-weight-gradient", "weight_gradient")
def _bptt(w, xs):
    T = len(xs)
    return sum((T - 1 - s) * w ** (T - 2 - s) * xs[s] for s in range(T - 1))


@closed_form("shared-weight-gradient", "truncated_gradient")
def _truncated(w, xs):
    return float(_states(w, xs)[-2])


@closed_form("shared-weight-gradient", "copies_change_the_gradient")
def _untied(w, T, extra):
    return abs(w ** (T - 1) * (w + extra) - w**T) > 1e-5 * abs(w**T)


@closed_form("shared-weight-gradient", "copies_add_up")
def _copies_add_up(w, T, extra):
    separate = (T - 1) * w ** (T - 2) * (w + extra) + w ** (T - 1)
    return math.isclose(separate, T * w ** (T - 1), rel_tol=1e-5)


# --- rnn-gradient-product -------------------------------------------------------------------------------------


@closed_form("rnn-gradient-product", "norm")
def _gradient_norm(s, T):
    return float(s**T)


@closed_form("rnn-gradient-product", "verdict")
def _verdict(s, T):
    return "vanishes" if s**T < 0.01 else "explodes" if s**T > 100 else "between"


@closed_form("rnn-gradient-product", "vanished")
def _vanished(rho):
    return rho < 1


@closed_form("rnn-gradient-product", "norm_after")
def _norm_after(k, limit):
    return float(min(5 * k, limit))


@closed_form("rnn-gradient-product", "returned")
def _returned(k):
    return 5.0 * k


# --- lstm-cell ------------------------------------------------------------------------------------------------


@closed_form("lstm-cell", "parameters")
def _lstm_parameters(d, H):
    return 4 * _block(d, H)


@closed_form("lstm-cell", "cell_shape")
def _cell_shape(H, N, layers):
    return (layers, N, H)


@closed_form("lstm-cell", "final_state")
def _final_state(beta, T, state):
    gate = _sigmoid(beta)
    c = math.tanh(beta) * gate * (1 - gate**T) / (1 - gate)
    return c if state == "c" else gate * math.tanh(c)


@closed_form("lstm-cell", "inside")
def _inside(beta, T, state):
    return state == "h" or _final_state(beta, T, "c") < 1


@closed_form("lstm-cell", "produced_by")
def _which_output(h0, y):
    return "GRU" if y == h0 / 2 else "LSTM"


# --- lstm-forget-path -----------------------------------------------------------------------------------------


@closed_form("lstm-forget-path", "gradient")
def _memory_gradient(b, T):
    return _sigmoid(b) ** T


@closed_form("lstm-forget-path", "steps_to_fade")
def _steps_to_fade(b, rest):
    return math.ceil(math.log(rest) / math.log(_sigmoid(b)))


@closed_form("lstm-forget-path", "keeps_more")
def _keeps_more(delta):
    return "shifted" if delta > 0 else "as initialised"


# --- gru-cell -------------------------------------------------------------------------------------------------


@closed_form("gru-cell", "parameters")
def _gru_parameters(d, H):
    return 3 * _block(d, H)


@closed_form("gru-cell", "final_state")
def _gru_state(h0, a, b, T):
    kept = _sigmoid(b) ** T
    return kept * h0 + (1 - kept) * math.tanh(a)


@closed_form("gru-cell", "is_pair")
def _is_pair(net):
    return net == "LSTM"


@closed_form("gru-cell", "produced_by")
def _which_rows(rows, H):
    return {3: "GRU", 4: "LSTM"}[rows // H]


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
