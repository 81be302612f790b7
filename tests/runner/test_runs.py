"""What the app is told of a run: a sentence for each limit, and nothing that a terminal would act on."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core import messages
from journal.core.languages import LANGUAGES, Language
from journal.runner.limits import ORDINARY
from journal.runner.replies import Reply, failure
from journal.runner.runs import LIMITS, Run, harmless, harmless_json

REPLY: Reply = {
    "id": 1,
    "output": "",
    "output_cut": False,
    "sandbox": [],
    "broken": "",
    "status": -11,
    "result": "",
}
TOLD = {"type": "ValueError", "message": "不", "line": 3, "reason": "why", "file": "own.py"}
GOOD: dict[str, Any] = {"value": "1", "params": {}, "error": None, "elapsed_ms": 1.5, "scene": None, "png": None}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("limit", LIMITS)
def test_every_limit_has_a_sentence_of_its_own(limit: str, language: Language) -> None:
    messages.use(language)
    sentence = str(failure(limit, TOLD, REPLY, ORDINARY))
    others = {str(failure(other, TOLD, REPLY, ORDINARY)) for other in LIMITS if other != limit}
    assert sentence
    assert sentence not in others


@given(st.text(st.characters(exclude_categories=[]), max_size=40))
def test_no_text_can_move_the_cursor_or_turn_the_line(text: str) -> None:
    safe = harmless(text)
    assert all(character in "\n\t" or character.isprintable() or character >= "\xa0" for character in safe)
    assert not set(safe) & set("\x1b\x9b\r\u202e\u2066")
    safe.encode()


def test_every_text_within_a_result_is_made_harmless() -> None:
    assert harmless_json({"a\x1b": ["\x07", {"b": "\ud800"}, 1, None]}) == {"a␛": ["␇", {"b": "�"}, 1, None]}


@pytest.mark.parametrize(
    "damage",
    [
        {"value": 3},
        {"params": []},
        {"error": {"type": "x"}},
        {"error": {"type": 1, "message": "", "line": None}},
        {"elapsed_ms": "soon"},
        {"scene": []},
        {"png": "no base64!"},
    ],
)
def test_a_result_of_the_wrong_form_is_refused(damage: dict[str, Any]) -> None:
    assert Run.from_json(GOOD, "", False, ()).value == "1"
    with pytest.raises((KeyError, TypeError, ValueError, AttributeError)):
        Run.from_json({**GOOD, **damage}, "", False, ())
