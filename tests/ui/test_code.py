"""Code on a screen: nothing of it is cut, and what is broken hangs."""

from __future__ import annotations

import pytest

from journal.ui.widgets.code import code_content, hung

LINE = "    return F.softmax(Q @ K.transpose(-2, -1) / math.sqrt(d), dim=-1) @ V"


def laid_out(code: str, width: int) -> list[str]:
    return hung(code_content(code), width).plain.split("\n")


def test_lines_that_fit_stay_as_they_are() -> None:
    assert laid_out(f"def f(Q, K, V, d):\n{LINE}", len(LINE)) == ["def f(Q, K, V, d):", LINE]


def test_a_longer_line_breaks_behind_a_blank_and_its_rest_is_indented_more() -> None:
    assert laid_out(LINE, 40) == [
        "    return F.softmax(Q @ K.transpose(-2,",
        "        -1) / math.sqrt(d), dim=-1) @ V",
    ]


@pytest.mark.parametrize("code", [LINE, "x" * 200, "# " + "注释" * 50, "  " * 40 + "return x", ""])
@pytest.mark.parametrize("width", [3, 10, 33, 60])
def test_nothing_is_cut_or_lost(code: str, width: int) -> None:
    lines = hung(code_content(code), width)
    assert max(line.cell_length for line in lines.split("\n")) <= max(width, 3)
    assert "".join(lines.plain.split()) == "".join(code.split())
