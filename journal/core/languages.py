"""The languages of the app, and text that exists in several of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

Language = str
LANGUAGES: tuple[Language, ...] = ("en", "zh")
"""The codes of the languages; the first is the one that every text has and that stands in for others."""

Forms = tuple[tuple[str, ...], Callable[[int], str]]


def _one_or_other(n: int) -> str:
    return "one" if n == 1 else "other"


def _up_to_one(n: int) -> str:
    return "one" if n in (0, 1) else "other"


def _slavic(n: int) -> str:
    if n % 10 == 1 and n % 100 != 11:
        return "one"
    return "few" if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else "many"


_FORMS: Mapping[Language, Forms] = {
    "fr": (("one", "other"), _up_to_one),
    "pt": (("one", "other"), _up_to_one),
    "ru": (("one", "few", "many"), _slavic),
    "uk": (("one", "few", "many"), _slavic),
}
"""The plural forms of languages that need others than one and other, and which a whole number takes (CLDR 46)."""


def plural_forms(language: Language) -> tuple[str, ...]:
    """The names of the forms of a language, in the order in which `{n:week|weeks}` gives them."""
    return _FORMS[language][0] if language in _FORMS else ("one", "other")


def plural_form(language: Language, number: object) -> str:
    """The form that a whole number takes, as a number or in digits; the last form for anything else."""
    digits = "1" if number == 1 else str(number)
    if not digits.isdecimal():
        return plural_forms(language)[-1]
    return _FORMS[language][1](int(digits)) if language in _FORMS else _one_or_other(int(digits))


class Translated(dict[Language, str]):
    """One text by language; empty where no language has it."""

    def __init__(self, texts: Iterable[tuple[Language, str]] = (), /, **named: str) -> None:
        every = {**dict(texts), **named}
        super().__init__({language: text for language, text in every.items() if text})

    def to(self, language: Language) -> str:
        """The text in `language`, or else in the first language that has it."""
        return self.get(language) or next((self[each] for each in LANGUAGES if each in self), "")

    @property
    def every(self) -> tuple[str, ...]:
        """The text in each language that has it."""
        return tuple(self.values())
