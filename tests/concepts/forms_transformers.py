"""Closed forms of encoder, decoder and Transformer."""

from tests.concepts.closed_forms import closed_form


@closed_form("encoder-decoder", "context_shape")
def _context_shape(N, H):
    return (1, N, H)


@closed_form("encoder-decoder", "logits_shape")
def _logits_shape(U, N, V):
    return (U, N, V)


@closed_form("encoder-decoder", "numbers_passed")
def _numbers_passed(H):
    return H


@closed_form("encoder-decoder", "numbers_to_attend")
def _numbers_to_attend(T, H):
    return T * H


@closed_form("cross-attention", "weights_shape")
def _cross_weights_shape(N, U, T):
    return (N, U, T)


@closed_form("cross-attention", "output_shape")
def _cross_output_shape(N, U, E):
    return (N, U, E)


@closed_form("cross-attention", "reaches_encoder")
def _reaches_encoder(detach):
    return not detach


@closed_form("cross-attention", "which_of_the_two")
def _cross_which(T, seen):
    return "cross-attention" if seen in ("needs the source", f"{T} columns") else "self-attention"


@closed_form("enc-dec-schedule", "encoder_calls")
def _encoder_calls():
    return 1


@closed_form("enc-dec-schedule", "decoder_calls")
def _decoder_calls(L):
    return L


@closed_form("enc-dec-schedule", "log_entry")
def _log_entry(entry):
    part = "encoder" if entry <= 2 else "decoder"
    return f"{part} {'starts' if entry % 2 else 'ends'}"


@closed_form("enc-dec-schedule", "decoder_runs")
def _decoder_runs():
    return 1


@closed_form("enc-dec-schedule", "same_states")
def _same_states(masked):
    return masked


@closed_form("enc-dec-schedule", "first_changes")
def _first_changes(edit):
    return edit == "source"


@closed_form("kv-cache", "keys_without_cache")
def _keys_without_cache(T):
    return T * (T + 1) // 2


@closed_form("kv-cache", "keys_with_cache")
def _keys_with_cache(T):
    return T


@closed_form("kv-cache", "cache_size")
def _cache_size(T, d, layers):
    return 2 * layers * T * d


@closed_form("kv-cache", "same_result")
def _same_result(causal):
    return causal


@closed_form("transformer-block", "parameters")
def _block_parameters(d, f):
    attention, network, norms = 4 * d * (d + 1), d * f + f + f * d + d, 2 * 2 * d
    return attention + network + norms


@closed_form("transformer-block", "shape")
def _block_shape(N, T, d):
    return (N, T, d)


@closed_form("transformer-block", "extra_parameters")
def _extra_parameters():
    return 0


@closed_form("transformer-block", "centred")
def _centred(norm_first):
    return not norm_first


@closed_form("transformer-block", "reaches_word_0")
def _reaches_word_0(part):
    return part == "attention"
