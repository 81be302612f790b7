"""A mirrored folder is brought into step once a change has stood from one look to the next."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from journal.core.messages import UserError
from journal.exchange.watching import Watch
from journal.opening.journal import Journal
from journal.weeks.weeks import find_week, open_week, save
from tests.support.journal import Importing

TEXT = "# 第一周周记 2024.07.08 ~ 2024.07.14\n\n学了CNN。池化还不熟。\n"
NOTE = "2024-W28.md"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return tmp_path / "vault"


@pytest.fixture
def mirrored(journal: Journal, imported: Importing, vault: Path) -> Journal:
    """The journal with a week, its mirrored folder named."""
    imported(TEXT)
    return replace(journal, settings=replace(journal.settings, mirror=str(vault)))


@pytest.fixture
def watch(mirrored: Journal, vault: Path) -> Watch:
    """One that has brought the folder into step."""
    found = Watch()
    assert [found.look(mirrored) is None for _ in range(3)] == [True, False, True]
    assert (vault / NOTE).read_text("utf-8").endswith(TEXT)
    return found


def write(vault: Path, old: str, new: str) -> None:
    text = (vault / NOTE).read_text("utf-8")
    (vault / NOTE).write_text(text.replace(old, new), "utf-8")


def test_a_note_that_was_saved_comes_in_at_the_second_look(mirrored: Journal, watch: Watch, vault: Path) -> None:
    write(vault, "还不熟", "熟了")
    assert watch.look(mirrored) is None
    assert find_week(mirrored, "1").body == TEXT
    assert watch.look(mirrored) is not None
    assert find_week(mirrored, "1").body == TEXT.replace("还不熟", "熟了")
    assert watch.look(mirrored) is None


def test_what_is_still_being_written_is_waited_for(mirrored: Journal, watch: Watch, vault: Path) -> None:
    """Neither a file that is half written nor one that is away for a moment takes anything out of the week."""
    whole = (vault / NOTE).read_text("utf-8")
    for half in (whole[:40], whole[:-8]):
        (vault / NOTE).write_text(half, "utf-8")
        assert watch.look(mirrored) is None
    (vault / NOTE).rename(vault / ".swap")
    assert watch.look(mirrored) is None
    (vault / ".swap").rename(vault / NOTE)
    write(vault, whole[:-8], whole + "又学了RNN。\n")
    assert [watch.look(mirrored) is None for _ in range(2)] == [True, False]
    assert find_week(mirrored, "1").body == TEXT + "又学了RNN。\n"


def test_what_is_written_here_goes_out(mirrored: Journal, watch: Watch, vault: Path) -> None:
    save(mirrored, open_week(mirrored, find_week(mirrored, "1").id), TEXT + "在这里写的。\n")
    assert [watch.look(mirrored) is None for _ in range(3)] == [True, False, True]
    assert (vault / NOTE).read_text("utf-8").endswith("在这里写的。\n")


def test_a_folder_that_cannot_be_used_is_told_and_not_tried_at_each_look(mirrored: Journal, vault: Path) -> None:
    vault.write_text("", "utf-8")
    watch = Watch()
    assert watch.look(mirrored) is None
    with pytest.raises(UserError):
        watch.look(mirrored)
    assert watch.look(mirrored) is None
