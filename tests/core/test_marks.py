"""What a terminal acts on is shown by a mark, one for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.marks import brief, visible, visible_line, without_controls

CONTROLS = [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)]
BIDI = [0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
ACTS = list(map(chr, CONTROLS + BIDI))
"""The control characters but tab and line ends, and those that turn the direction of writing."""
HIDDEN = list(map(chr, [0x2028, 0x2029, 0xFEFF, *range(0xE0000, 0xE0080), 0xD800, 0xDFFF]))


@pytest.mark.parametrize("character", [*ACTS, *HIDDEN, "\r"], ids=lambda character: f"{ord(character):04x}")
def test_what_a_terminal_acts_on_has_a_mark_of_one_character(character: str) -> None:
    mark = visible(character)
    assert len(mark) == 1
    assert mark != character
    assert mark.isprintable() or mark == "\ufffd"


@given(st.text(st.characters(exclude_categories=[])))
def test_marks_keep_every_other_character_in_its_place(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert visible(shown) == shown
    forbidden = {*ACTS, *HIDDEN, "\r"}
    assert not set(shown) & forbidden
    assert all(a == b for a, b in zip(text, shown, strict=True) if a not in forbidden and not 0xD800 <= ord(a) < 0xE000)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "␛[31mred"),
        ("bell\x07", "bell␇"),
        ("\x7f\x85\u2028", "␡␤␤"),
        ("\x9b2J \u202egnp", "\ufffd2J \ufffdgnp"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("ends\r\n", "ends␍\n"),
    ],
)
def test_the_marks_are_those_of_the_characters(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_in_one_line_breaks_and_tabs_are_marks_as_well() -> None:
    assert visible_line("a\tb\r\nc\u2028d") == "a␉b␍␊c␤d"
    assert brief("x\n" * 90, 9) == "x␊x␊x␊x␊…"
    assert brief("short") == "short"


def test_a_text_that_is_stored_keeps_its_line_ends_and_is_told_how_many_marks_it_has() -> None:
    assert without_controls("a\r\nb\rc\t\x1b[0m\u202e\u2028") == ("a\r\nb\rc\t␛[0m\ufffd\u2028", 2)
    assert without_controls("学了CNN\r\n") == ("学了CNN\r\n", 0)
