"""Cloze deletions: which cards they make, what is asked and what is answered."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from journal.notes import cloze

TEXT = "{{c1::Adam}} is {{c2::momentum::what?}} and {{c1::RMSProp}}."


def test_each_number_is_a_card() -> None:
    assert cloze.numbers(TEXT) == (1, 2)
    assert cloze.numbers("nothing hidden") == ()


def test_the_front_hides_its_own_number_and_shows_the_rest() -> None:
    assert cloze.front(TEXT, 1) == "[…] is momentum and […]."
    assert cloze.front(TEXT, 2) == "Adam is [what?] and RMSProp."


def test_the_back_shows_everything_and_marks_what_was_hidden() -> None:
    assert cloze.back(TEXT, 1) == "**Adam** is momentum and **RMSProp**."
    assert cloze.answers(TEXT, 1) == ("Adam", "RMSProp")


def test_deletions_may_stand_in_one_another() -> None:
    text = "{{c1::the {{c2::inner}} part}} stays"
    assert cloze.numbers(text) == (1, 2)
    assert cloze.front(text, 1) == "[…] stays"
    assert cloze.front(text, 2) == "the […] part stays"
    assert cloze.back(text, 2) == "the **inner** part stays"


def test_what_is_not_closed_is_text() -> None:
    assert cloze.numbers("{{c1::open") == ()
    assert cloze.front("a }} b {{c1::x}} {{c2::open", 1) == "a }} b […] {{c2::open"


def test_code_and_formulas_may_hold_colons_and_braces() -> None:
    assert cloze.answers("{{c1::x[::2]}}", 1) == ("x[",)  # as in Anki: what follows the last :: is the hint
    assert cloze.back(r"{{c1::\frac{1}{2} }}", 1) == r"**\frac{1}{2} **"


@given(st.text(alphabet="c1:{} a2x", max_size=60))
def test_any_text_is_read(text: str) -> None:
    for number in cloze.numbers(text):
        assert cloze.front(text, number) != text
        assert cloze.answers(text, number)
