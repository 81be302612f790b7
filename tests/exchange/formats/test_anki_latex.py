"""Pictures that Anki drew of formulas, found by the names that it gives them."""

from __future__ import annotations

import pytest

from journal.exchange.formats.anki.latex import picture_name, with_pictures

CASES = r"\begin{cases}1 & x &gt; 0\\0\end{cases}"


@pytest.mark.parametrize(
    ("latex", "ending", "name"),
    [
        ("one<br>and<div>two", "png", "latex-ef30b3f4141c33a5bf7044b0d1961d3399c05d50.png"),
        ("$<b>hello</b>&nbsp; world$", "svg", "latex-060219fbf3ddb74306abddaf4504276ad793b029.svg"),
    ],
)
def test_a_picture_is_called_as_anki_calls_it(latex: str, ending: str, name: str) -> None:
    """The names are those that Anki's own tests expect."""
    assert picture_name(latex, ending) == name


@pytest.mark.parametrize(
    ("field", "inside"),
    [
        (f"[$]{CASES}[/$]", f"${CASES}$"),
        (f"[$$]{CASES}[/$$]", f"\\begin{{displaymath}}{CASES}\\end{{displaymath}}"),
        (f"[latex]{CASES}[/latex]", CASES),
    ],
)
def test_a_formula_that_no_line_shows_brings_its_picture(field: str, inside: str) -> None:
    name = picture_name(inside, "png")
    assert with_pictures(f"看 {field}", {name}) == f'看 {field} <img alt="LaTeX" src="{name}">'
    assert with_pictures(f"看 {field}", set()) == f"看 {field}"


def test_a_formula_that_a_line_shows_needs_none() -> None:
    assert with_pictures("[$]x^2[/$]", {picture_name("$x^2$", "png")}) == "[$]x^2[/$]"
