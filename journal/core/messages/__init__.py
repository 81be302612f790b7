"""All user-facing texts, one catalogue per language: `en.toml`, `zh.toml` … beside this file.

A text may hold `{names}` that are filled in. Where a number decides the wording, an entry is a table of the plural
forms of its language (`one` and `other` in English), and the value called `n` chooses. Where a number only decides the
word behind it, the forms stand beside its name: `{weeks:week|weeks}` is "1 week" or "3 weeks".
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from journal.core.languages import LANGUAGES, Language, plural_form, plural_forms

_FOLDER = Path(__file__).parent
_language: Language = "en"
_HEADING = re.compile(r"^\[(\w+)\]$", re.MULTILINE)
_COUNTED = re.compile(r"\{(\w+):([^{}|]+(?:\|[^{}|]+)+)\}")


class UserError(Exception):
    """An error that the user can fix. `str()` is one line in their language that says what to do."""

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values

    def __str__(self) -> str:
        return say(self.key, **self.values)


def use(language: Language) -> None:
    """Sets the current language."""
    global _language
    _language = language


def language() -> Language:
    """The current language."""
    return _language


def say(key: str, /, **values: object) -> str:
    """The text of `key` ("section.name") in the language of the user; raises KeyError for an unknown one."""
    return _said(_language, key, values)


def can_say(key: str, values: Mapping[str, object]) -> bool:
    """Whether `key` has a text in every language that `values` fill in."""
    try:
        return all(_said(each, key, values) for each in LANGUAGES)
    except (LookupError, TypeError, ValueError):
        return False


def _said(language: Language, key: str, values: Mapping[str, object]) -> str:
    name, entry_name = key.split(".")
    entry = section(language, name)[entry_name]
    if isinstance(entry, dict):
        entry = entry[plural_form(language, values.get("n"))]
    return _with_counts(language, str(entry), values).format(**values)


def _with_counts(language: Language, text: str, values: Mapping[str, object]) -> str:
    """A text with the word behind each number chosen by it."""

    def chosen(blank: re.Match[str]) -> str:
        words = dict(zip(plural_forms(language), blank[2].split("|"), strict=True))
        return f"{{{blank[1]}}} {words[plural_form(language, values[blank[1]])]}"

    return _COUNTED.sub(chosen, text) if "|" in text else text


def in_every_language(key: str) -> list[str]:
    """The text of a `key` that has one wording, in each language."""
    name, entry_name = key.split(".")
    return [str(section(each, name)[entry_name]) for each in LANGUAGES]


@cache
def catalogue(language: Language) -> dict[str, dict[str, Any]]:
    """All texts of one language, by section and name."""
    return {name: section(language, name) for name in _sources(language)}


@cache
def section(language: Language, name: str) -> dict[str, Any]:
    """The texts of one section, parsed when the first of them is said: most processes say few. Raises KeyError."""
    return tomllib.loads(_sources(language)[name])


@cache
def _sources(language: Language) -> dict[str, str]:
    """What stands below the heading of each section."""
    parts = _HEADING.split((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return dict(zip(parts[1::2], parts[2::2], strict=True))
