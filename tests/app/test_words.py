"""What the numbers mean: the help's table, and the same number wherever a word is shown."""

from __future__ import annotations

from importlib import import_module

import pytest
from rich.cells import cell_len

from journal.app.words import WORDS
from journal.core.languages import LANGUAGES, Language
from journal.core.messages import say, use


@pytest.mark.parametrize("name", WORDS.values())
def test_each_word_is_reckoned_by_a_function_that_there_is(name: str) -> None:
    path, _, last = name.rpartition(".")
    try:
        held: object = import_module(path)
    except ModuleNotFoundError:
        module, _, owner = path.rpartition(".")
        held = getattr(import_module(module), owner)
    assert callable(getattr(held, last))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_word_is_explained_in_one_line_of_a_small_terminal(language: Language) -> None:
    use(language)
    try:
        widest = max(cell_len(say(f"words.{word}")) for word in WORDS)
        assert all(cell_len(say(f"words.{word}_is")) + widest + 4 <= 76 for word in WORDS)
    finally:
        use("en")
