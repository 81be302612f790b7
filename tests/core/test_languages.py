"""Texts in several languages, and the plural forms of each language."""

from __future__ import annotations

import pytest

from journal.core.languages import Translated, plural_form, plural_forms


def test_a_text_is_shown_in_another_language_where_it_has_none() -> None:
    text = Translated(en="loss", zh="损失")
    assert [text.to(each) for each in ("en", "zh", "de")] == ["loss", "损失", "loss"]
    assert Translated(en="", zh="损失").to("en") == "损失"
    assert Translated().to("en") == ""
    assert Translated(en="loss", zh="").every == ("loss",)


@pytest.mark.parametrize(
    ("language", "number", "form"),
    [
        ("en", 0, "other"),
        ("en", 1, "one"),
        ("en", "1", "one"),
        ("en", "1,001", "other"),
        ("zh", 1, "one"),
        ("de", 2, "other"),
        ("fr", 0, "one"),
        ("fr", 2, "other"),
        ("ru", 1, "one"),
        ("ru", 11, "many"),
        ("ru", 21, "one"),
        ("ru", 22, "few"),
        ("ru", 112, "many"),
        ("ru", 5, "many"),
    ],
)
def test_the_plural_form_is_that_of_the_language(language: str, number: object, form: str) -> None:
    assert plural_form(language, number) == form
    assert form in plural_forms(language)
