"""Cards in files of text: tables of any delimiter, marks of Obsidian and hashcards, and paragraphs."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from journal.notes.card_files import CardFile, Schedule
from journal.notes.card_reading import read_cards
from journal.notes.card_tables import written
from journal.notes.kinds import KINDS, NoteDraft, checked


def drafts(found: CardFile) -> list[NoteDraft]:
    assert found.problems == ()
    return [each.draft for each in found.cards]


# --- tables ---------------------------------------------------------------------------------------------------------

ADAM = NoteDraft("recall", "Adam", "momentum, scaled", tags=("optim",))


@pytest.mark.parametrize(
    "text",
    [
        'Adam,"momentum, scaled",optim\n',
        'front,back,tags\r\nAdam,"momentum, scaled",optim\r\n',
        "tags;answer;question\noptim;momentum, scaled;Adam\n",
        "正面|背面|标签\nAdam|momentum, scaled|optim\n",
        "#separator:tab\n#html:true\n<b></b>Adam\tmomentum, scaled\toptim\n".replace("<b></b>", "<i></i>"),
        "#separator:Semicolon\n#tags:optim\nAdam;momentum, scaled\n",
        "#separator:tab\n#tags column:1\noptim\tAdam\tmomentum, scaled\n",
        "#separator:tab\n#columns:Back\tFront\tTags\nmomentum, scaled\tAdam\toptim\n",
    ],
)
def test_a_table_is_read_whatever_its_columns(text: str) -> None:
    [draft] = drafts(read_cards(text.replace("<i></i>", ""), ending=".csv"))
    assert draft == ADAM


def test_html_of_a_table_is_read_where_anki_says_that_it_is() -> None:
    [draft] = drafts(read_cards("#separator:tab\n#html:true\n#deck:a::b\n<b>x</b>\ty<br>z\n"))
    assert (draft.front, draft.back, draft.deck) == ("**x**", "y\nz", "a::b")
    [draft] = drafts(read_cards("<b>x</b>\ty\n", ending=".tsv"))
    assert draft.front == "<b>x</b>"


def test_a_row_that_makes_no_card_is_named_by_its_line_and_the_rest_goes_in() -> None:
    found = read_cards('front,back\nA,1\n"B\nb",2\n,3\nD,\n{{c1::E}},\n', ending=".csv")
    assert [(each.line, each.draft.kind) for each in found.cards] == [(2, "recall"), (3, "recall"), (7, "cloze")]
    assert [each.line for each in found.problems] == [5, 6]


def made_up(rng: Random) -> NoteDraft:
    """A note of any texts that a table must hold."""
    parts = ["a", "的", ",", ";", "\t", '"', "\n", "|", "#", " ", "x::y", "$\\alpha$", "'", "<b>", "&"]

    def text() -> str:
        return f"f{''.join(rng.choice(parts) for _ in range(rng.randrange(12)))}e"

    kind = rng.choice(KINDS)
    front = f"{{{{c1::{text()}}}}}" if kind == "cloze" else text()
    answers = (f"{rng.randrange(9)} ± 0.1", "relu") if kind == "typed" else ()
    return checked(NoteDraft(kind, front, text(), answers, ("one", "二"), rng.choice(["", "a::b c"])))


@pytest.mark.parametrize(("delimiter", "ending"), [(",", ".csv"), ("\t", ".tsv")])
def test_what_is_written_is_read_again(delimiter: str, ending: str) -> None:
    rng = Random(3)
    for _ in range(100):
        every = [made_up(rng) for _ in range(rng.randrange(1, 5))]
        assert drafts(read_cards(written(every, delimiter), ending=ending)) == every


def test_any_text_is_read_or_named() -> None:
    rng = Random(4)
    parts = [
        "#separator:tab\n",
        "#columns:a\n",
        '"',
        ",",
        "\t",
        "\n",
        "Q:",
        "A:",
        "C:",
        "[",
        "]",
        "==",
        "::",
        "?",
        "```",
    ]
    parts += [
        "\n\n",
        "<!--SR:!2024-13-45,1,2-->",
        "<!--SR:!2024-07-10,3,250-->",
        "{{c1::",
        "}}",
        "x",
        "\r",
        "#flashcards/a",
    ]
    for _ in range(2000):
        text = "".join(rng.choice(parts) for _ in range(rng.randrange(20)))
        for ending in ("", ".csv", ".tsv", ".md"):
            found = read_cards(text, ending=ending, plain=True)
            assert all(checked(each.draft) for each in found.cards)


# --- Obsidian -------------------------------------------------------------------------------------------------------

NOTE = """#flashcards/maths/descent

# A heading :: is none

What does Adam add? :: momentum <!--SR:!2024-08-01,12,250-->
gradient ::: Gradient
<!--SR:!2024-08-02,3,230!2024-08-09,10,270-->

A question
of two lines
?
its answer
<!--SR:!2024-08-03,4,250-->

front
??
back

Adam is ==momentum== and ==scaling==.

Nothing but prose, and `std::vector` in code.

```
a :: b
```
"""


def test_the_cards_of_obsidian_come_with_deck_and_schedule() -> None:
    found = read_cards(NOTE)
    assert [each.draft.kind for each in found.cards] == ["recall", "reversed", "recall", "reversed", "cloze"]
    assert [each.line for each in found.cards] == [5, 6, 9, 15, 19]
    assert {each.draft.deck for each in found.cards} == {"maths::descent"}
    assert found.cards[0].draft.front == "What does Adam add?"
    assert found.cards[0].schedules == (Schedule(date(2024, 8, 1), 12, 250),)
    assert [each.interval for each in found.cards[1].schedules] == [3, 10]
    assert (found.cards[2].draft.front, found.cards[2].draft.back) == ("A question\nof two lines", "its answer")
    assert found.cards[4].draft.front == "Adam is {{c1::momentum}} and {{c2::scaling}}."


def test_plain_paragraphs_are_cards_only_where_that_is_meant() -> None:
    text = "front\nback\n\nonly a front\n\n{{c1::Adam}} is a gap\n"
    assert [each.draft.kind for each in read_cards(text).cards] == ["cloze"]
    found = read_cards(text, plain=True)
    assert (found.cards[0].draft.front, found.cards[0].draft.back) == ("front", "back")
    assert [each.line for each in found.problems] == [4]


# --- hashcards ------------------------------------------------------------------------------------------------------


def test_the_cards_of_hashcards_come_in() -> None:
    text = (
        "Q: What is\na kernel?\nA: A small\n\nmatrix.\n\n"
        "C: [Adam] is ![a](b.png) by [Kingma](url) and \\[x\\] [Ba].\nQ: two\nA: 2\n"
    )
    first, gaps, second = drafts(read_cards(text))
    assert (first.front, first.back) == ("What is\na kernel?", "A small\n\nmatrix.")
    assert gaps.front == "{{c1::Adam}} is ![a](b.png) by [Kingma](url) and [x] {{c2::Ba}}."
    assert (second.front, second.back) == ("two", "2")
