"""Closed forms of encoder, decoder and Transformer."""

from __future__ import annotations

from tests.curriculum.closed_forms import closed_form

# --- encoder and decoder -----------------------------------------------------------------------------------------


@closed_form("encoder-decoder", "context_shape")
def _context_shape(N: int, H: int, layers: int) -> tuple[int, ...]:
    return layers, N, H


@closed_form("encoder-decoder", "logits_shape")
def _logits_shape(U: int, N: int, V: int) -> tuple[int, ...]:
    return U, N, V


@closed_form("encoder-decoder", "numbers_passed")
def _numbers_passed(H: int, layers: int) -> int:
    return H * layers


@closed_form("encoder-decoder", "numbers_to_attend")
def _numbers_to_attend(T: int, H: int) -> int:
    return T * H


@closed_form("cross-attention", "weights_shape")
def _cross_weights_shape(N: int, U: int, T: int) -> tuple[int, ...]:
    return N, U, T


@closed_form("cross-attention", "output_shape")
def _cross_output_shape(N: int, U: int, E: int) -> tuple[int, ...]:
    return N, U, E


@closed_form("cross-attention", "gradient_of_values")
def _gradient_of_values(U: int, T: int) -> float:
    return U / T


@closed_form("cross-attention", "parameters")
def _parameters_of_two_widths(E: int, K: int) -> int:
    return 2 * E * (E + 1) + 2 * E * (K + 1)


@closed_form("cross-attention", "which_of_the_two")
def _cross_which(U: int, T: int, seen: list[int]) -> str:
    names = {U: "target", T: "source"}
    rows, columns = seen
    return f"{names[rows]} asks {'itself' if rows == columns else names[columns]}"


@closed_form("enc-dec-schedule", "layer_calls")
def _layer_calls(e: int, d: int, L: int) -> int:
    return e + d * L


@closed_form("enc-dec-schedule", "tokens_by_then")
def _tokens_by_then(e: int, d: int, entry: int) -> int:
    return (entry - e) // d


@closed_form("enc-dec-schedule", "calls_in_training")
def _calls_in_training(e: int, d: int, batches: int) -> int:
    return batches * (e + d)


@closed_form("enc-dec-schedule", "states_changed")
def _states_changed(L: int, j: int, edit: str) -> int:
    return L if edit == "source" else L - j


# --- the Transformer ---------------------------------------------------------------------------------------------


@closed_form("kv-cache", "keys_without_cache")
def _keys_without_cache(p: int, n: int) -> int:
    return sum(range(p, p + n))


@closed_form("kv-cache", "keys_with_cache")
def _keys_with_cache(p: int, n: int) -> int:
    return p + n - 1


@closed_form("kv-cache", "cache_size")
def _cache_size(T: int, d: int, layers: int) -> int:
    return 2 * layers * T * d


@closed_form("kv-cache", "outputs_that_differ")
def _outputs_that_differ(T: int, window: int) -> int:
    return T - window


@closed_form("kv-cache", "scores_with_cache")
def _scores_with_cache(p: int, n: int) -> int:
    return sum(range(p + 1, p + n + 1))


@closed_form("transformer-block", "parameters")
def _block_parameters(d: int, f: int) -> int:
    attention, network, norms = 4 * d * (d + 1), d * f + f + f * d + d, 2 * 2 * d
    return attention + network + norms


@closed_form("transformer-block", "shape")
def _block_shape(N: int, T: int, d: int) -> tuple[int, ...]:
    return N, T, d


@closed_form("transformer-block", "extra_parameters")
def _extra_parameters(d: int, a: int) -> int:
    return a * (2 * d + 1)


@closed_form("transformer-block", "tokens_reached")
def _tokens_reached(T: int, j: int, w: int, L: int) -> int:
    return sum(abs(i - j) <= w * L for i in range(T))
