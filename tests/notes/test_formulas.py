"""Formulas of LaTeX in a line of Unicode."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.notes.formulas import LONGEST, readable, unicode


@pytest.mark.parametrize(
    ("latex", "line"),
    [
        (r"\alpha^2 + \beta_i", "α² + βᵢ"),
        (r"\frac{a+b}{2}", "(a+b)/2"),
        (r"\text{softmax}\left(\frac{QK^T}{\sqrt{d_k}}\right)V", "softmax(QKᵀ/(√dₖ))V"),
        (r"\hat{y} = \sigma(Wx + b)", "ŷ = σ(Wx + b)"),
        (r"-\log p(x)", "−log p(x)"),
        (r"\begin{bmatrix}1&2\\3&4\end{bmatrix}", "[1 2; 3 4]"),
        (r"\{1, 2\}", "{1, 2}"),
        (r"e^{-x^2}", "e^(−x²)"),
        (r"\|x\|_2", "‖x‖₂"),
        (r"\widehat{y} \in \mathbb{R}", "ŷ ∈ ℝ"),
    ],
)
def test_a_formula_is_a_line(latex: str, line: str) -> None:
    assert unicode(latex) == line


@pytest.mark.parametrize(
    "latex",
    [
        r"\underbrace{x}_{n}",
        r"\begin{cases}1\\2\end{cases}",
        r"\nosuchname{x}",
        r"L_\infinity",
        r"\hat y",
        "x" * (LONGEST + 1),
    ],
)
def test_a_structure_that_no_line_shows_is_left(latex: str) -> None:
    assert unicode(latex) is None
    assert readable(f"${latex}$") == f"${latex}$"


def test_formulas_are_found_in_a_text_and_prices_are_not() -> None:
    assert readable(r"$5 and $6, but $x_1$, \(\alpha\) and $$\beta$$") == "$5 and $6, but x₁, α and β"


@given(st.text(alphabet=r"\{}_^$frac12aα&", max_size=60))
def test_any_text_is_shown(text: str) -> None:
    assert isinstance(readable(text), str)
