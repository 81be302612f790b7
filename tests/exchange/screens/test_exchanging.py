"""Import and export from the screens: cards go the same ways as on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from journal.core.messages import UserError, say
from journal.exchange.screens.exchanging import _export, _import
from journal.notes.kinds import NoteDraft
from journal.opening.journal import Journal
from journal.review.notes import every_draft, make
from tests.benchmarks.anki_import import package

CARD = NoteDraft("recall", "卷积核是什么？", "一小块可学习的权重")


def test_a_package_comes_in_by_its_path_and_says_how_far_it_is(journal: Journal, tmp_path: Path) -> None:
    (tmp_path / "deck.apkg").write_bytes(package(4, 3))
    told: list[tuple[str, int, int]] = []
    lines = _import(journal, tmp_path / "deck.apkg", lambda *step: told.append(step))
    assert lines == [say("anki.came", notes=4, cards=4, reviews=12), "  Deep  4"]
    assert told == [("reading", 0, 4), ("reading", 4, 4), ("storing", 0, 12)]


@pytest.mark.parametrize("name", ["cards.csv", "cards.tsv"])
def test_a_table_of_cards_goes_out_and_comes_in(journal: Journal, tmp_path: Path, name: str) -> None:
    make(journal, CARD)
    path = tmp_path / name
    assert _export(journal, path) == say("notes.exported", n=1, path=path)
    path.write_text(path.read_text(encoding="utf-8").replace("卷积核", "池化核"), encoding="utf-8")
    assert _import(journal, path, lambda *_: None) == [say("notes.came", n=1)]
    assert [each.front for each in every_draft(journal)] == ["卷积核是什么？", "池化核是什么？"]
    with pytest.raises(UserError, match="already"):
        _export(journal, path)


def test_a_package_goes_out_by_its_path(journal: Journal, tmp_path: Path) -> None:
    make(journal, CARD)
    path = tmp_path / "deck.apkg"
    assert _export(journal, path).splitlines() == [say("anki.exported", n=1, path=path), say("anki.again")]
    assert _import(journal, path, lambda *_: None)[1:] == [say("anki.known", n=1)]
