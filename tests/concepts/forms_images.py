"""Closed forms of the convolutional networks."""

from tests.concepts.closed_forms import closed_form


@closed_form("conv-output-size", "height")
def _height(n, k, s, p):
    return (n + 2 * p - k) // s + 1


@closed_form("conv-output-size", "shape")
def _shape(n, k, s, p):
    side = (n + 2 * p - k) // s + 1
    return (1, 8, side, side)
