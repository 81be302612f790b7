"""The table of keys: complete, without collisions, labelled in both languages, fit for input methods."""

from __future__ import annotations

import unicodedata
from itertools import combinations

import pytest

from journal.core import messages
from journal.core.languages import LANGUAGES, Language
from journal.ui.keys import SCREENS, TABLE, Key, keys_of, shown, types

PLACES = tuple(dict.fromkeys(key.context for key in TABLE))
WIDE = {
    "question_mark": "fullwidth_question_mark",
    "colon": "fullwidth_colon",
    "slash": "fullwidth_solidus",
    "minus": "fullwidth_hyphen_minus",
    "at": "fullwidth_commercial_at",
}
REVIEWING = ("sure", "revealed", "reviewed")
"""Places where digits rate an answer."""
TYPING = ("write", "asking", "bench", "task")
"""Places where a text is typed."""


def names(key: Key) -> list[str]:
    return key.keys.split(",")


@pytest.mark.parametrize("place", PLACES)
def test_no_two_keys_of_a_place_collide(place: str) -> None:
    for one, other in combinations(keys_of(place), 2):
        assert not set(names(one)) & set(names(other)), (one.id, other.id)


@pytest.mark.parametrize(
    "place", [place for place in PLACES if place not in ("anywhere", "sure", "reviewed", "revealed")]
)
def test_no_place_takes_a_key_that_works_anywhere(place: str) -> None:
    anywhere = {name for key in keys_of("anywhere") for name in names(key)}
    taken = {key.id for key in keys_of(place) if anywhere & set(names(key))}
    same = {"concepts.search", "weeks.undelete", "habits.undo", "weights.undo"}
    assert taken <= same  # which do the same to the list that is on the screen


def test_a_review_takes_only_digits_from_those_that_work_anywhere() -> None:
    """And those of undo, which undoes the answer that is shown."""
    anywhere = {name for key in keys_of("anywhere") for name in names(key) if key.name != "undo"}
    taken = {name for place in REVIEWING for key in keys_of(place) for name in names(key)} & anywhere
    assert all(unicodedata.numeric(name, None) is not None for name in taken)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_has_a_label_and_every_place_a_heading_in_the_help(language: Language) -> None:
    messages.use(language)
    labels = {key.id: key.label for key in TABLE}
    assert all(label and label == label.strip() for label in labels.values())
    for place in PLACES:
        assert messages.say(f"help.place_{place}")
        own = [labels[key.id] for key in keys_of(place)]
        assert len(own) == len(set(own)), place


@pytest.mark.parametrize("key", TABLE, ids=lambda key: key.id)
def test_every_key_works_with_an_input_method_on(key: Key) -> None:
    """Digits and marks have their full-width twins beside them."""
    for name in names(key):
        if name.isascii() and name.isdigit():
            assert chr(ord(name) + 0xFEE0) in names(key)
        if name in WIDE:
            assert WIDE[name] in names(key)


@pytest.mark.parametrize("key", TABLE, ids=lambda key: key.id)
def test_no_key_is_a_chord_that_only_some_terminals_send(key: Key) -> None:
    for name in names(key):
        assert "shift+" not in name
        assert name not in ("ctrl+enter", "ctrl+i", "ctrl+m", "ctrl+h", "ctrl+j", "ctrl+left_square_bracket")


@pytest.mark.parametrize("place", TYPING)
def test_where_one_types_no_key_is_one_that_types(place: str) -> None:
    assert all(not types(name) for key in keys_of(place) for name in names(key))


def test_ids_are_unique_and_every_screen_has_its_key_and_digit() -> None:
    assert len({key.id for key in TABLE}) == len(TABLE)
    for digit, screen in enumerate(SCREENS, start=1):
        [key] = [key for key in keys_of("anywhere") if key.name == screen]
        assert str(digit) in names(key)


@pytest.mark.parametrize(
    ("place", "name", "typing", "keymap", "reads"),
    [
        ("anywhere", "help", False, {}, "?"),
        ("anywhere", "help", True, {}, "F1"),
        ("anywhere", "palette", False, {}, "^p"),
        ("anywhere", "back", True, {}, "esc"),
        ("anywhere", "today", True, {}, ""),
        ("concepts", "search", False, {}, "/"),
        ("reviewed", "rate", False, {}, "1-4"),
        ("anywhere", "review", False, {"anywhere.review": "x,y"}, "x"),
    ],
)
def test_a_key_is_shown_as_readers_know_it(
    place: str, name: str, typing: bool, keymap: dict[str, str], reads: str
) -> None:
    [key] = [key for key in keys_of(place) if key.name == name]
    assert shown(key, keymap, typing=typing) == reads
