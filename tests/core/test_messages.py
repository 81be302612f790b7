"""The catalogue spoken: in the language of the user, with numbers that choose the wording."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from journal.core import messages
from journal.core.languages import LANGUAGES, Language
from journal.core.messages import UserError, say


@pytest.fixture(autouse=True)
def back_to_english() -> Iterator[None]:
    yield
    messages.use("en")


def test_a_text_is_said_in_the_language_that_is_spoken() -> None:
    assert (messages.language(), say("places.today")) == ("en", "Today")
    messages.use("zh")
    assert (messages.language(), say("places.today")) == ("zh", "今天")


def test_values_fill_in_the_names() -> None:
    assert say("weeks.no_such_week", name="第9周") == "There is no week 第9周: `journal weeks` lists all weeks."


@pytest.mark.parametrize(("n", "text"), [(1, "1 week in a row"), (0, "0 weeks in a row"), (2, "2 weeks in a row")])
def test_a_number_chooses_the_wording(n: int, text: str) -> None:
    assert say("today.streak", n=n) == text


@pytest.mark.parametrize(("weeks", "text"), [(1, "2 copies; the newest sound one is p (1 week)"), (3, "(3 weeks)")])
def test_a_number_chooses_the_word_behind_it(weeks: int, text: str) -> None:
    assert say("doctor.copies", n=2, path="p", weeks=weeks).endswith(text)


def test_a_value_with_marks_of_the_catalogue_in_it_is_said_as_it_is() -> None:
    assert say("doctor.copies", n=1, path="{n:a|b}", weeks=1) == "1 copy; the newest sound one is {n:a|b} (1 week)"


def test_chinese_has_one_wording_for_all_numbers() -> None:
    messages.use("zh")
    assert [say("today.streak", n=n) for n in (1, 2)] == ["连续 1 周", "连续 2 周"]


def test_an_unknown_key_or_a_value_that_is_missing_is_an_error_of_the_program() -> None:
    for key in ("places.nowhere", "nowhere.today"):
        with pytest.raises(KeyError):
            say(key)
    with pytest.raises(KeyError):
        say("weeks.no_such_week")


def test_an_error_speaks_the_language_at_the_time_it_is_shown() -> None:
    error = UserError("weeks.no_such_week", name="9")
    assert (error.key, error.values) == ("weeks.no_such_week", {"name": "9"})
    assert str(error).startswith("There is no week 9")
    messages.use("zh")
    assert str(error).startswith("还没有 9 这一周")


@pytest.mark.parametrize("language", LANGUAGES)
def test_sections_that_are_parsed_one_by_one_make_up_the_file(language: Language) -> None:
    whole = (Path(messages.__file__).parent / f"{language}.toml").read_text(encoding="utf-8")
    assert messages.catalogue(language) == tomllib.loads(whole)


def test_what_is_said_has_its_own_section_parsed_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    loads = tomllib.loads

    def noted(text: str) -> dict[str, Any]:
        parsed.append(text)
        return loads(text)

    monkeypatch.setattr(tomllib, "loads", noted)
    monkeypatch.setattr(messages, "section", cache(messages.section.__wrapped__))
    say("places.today")
    say("places.help")
    assert len(parsed) == 1
