"""A week lived with a mirrored folder and a real editor in a pseudo-terminal: each evening both sides write."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from time import monotonic

import pexpect
import pytest

from journal.exchange.watching import Watch
from journal.opening.journal import Journal
from journal.weeks.weeks import find_week, open_week, save
from tests.support.journal import Importing
from tests.support.terminal import PATIENCE

HEADING = "# 第一周周记 2024.07.08 ~ 2024.07.14\n\n"
EDITORS = {
    "vim": (["-u", "NONE", "-N", "-i", "NONE"], "Go{line}\x1b:w\r", ":q\r"),
    "ed": (["-s"], "$a\n{line}\n.\nw\n", "q\n"),
    "nano": (["--ignorercfiles"], "\x1b/{line}\r\x0f\r", "\x18"),
}
"""How each editor is started, adds a line at the end of a file and saves it, and is left."""


def looked(watch: Watch, journal: Journal) -> None:
    """Looks until nothing changes any more."""
    for _ in range(3):
        watch.look(journal)


@pytest.mark.parametrize("name", EDITORS)
def test_a_week_with_an_editor(name: str, journal: Journal, imported: Importing, tmp_path: Path) -> None:
    program = shutil.which(name)
    if program is None:
        pytest.skip(f"{name} is not installed")
    options, add, leave = EDITORS[name]
    vault, watch = tmp_path / "vault", Watch()
    imported(HEADING)
    journal = replace(journal, settings=replace(journal.settings, mirror=str(vault)))
    looked(watch, journal)
    note = vault / "2024-W28.md"
    for day in range(1, 8):
        editor = pexpect.spawn(program, [*options, str(note)], dimensions=(24, 80), encoding="utf-8", timeout=60)
        line = f"第{day}天：在编辑器里写的，卷积和池化。"
        editor.send(add.format(line=line))
        given_up = monotonic() + PATIENCE
        while line not in note.read_text("utf-8"):
            watch.look(journal)  # while the editor is open, and saves
            assert monotonic() < given_up
        looked(watch, journal)
        editor.send(leave)
        editor.expect(pexpect.EOF)
        editor.close()
        week = open_week(journal, find_week(journal, "1").id)
        save(journal, week, week.body.replace(HEADING, f"{HEADING}第{day}天：在日志里写的。\n"))
        looked(watch, journal)
    body = find_week(journal, "1").body
    lines = [line for line in body.splitlines() if line.startswith("第")]
    assert sorted(lines) == sorted(
        f"第{day}天：{text}" for day in range(1, 8) for text in ("在日志里写的。", "在编辑器里写的，卷积和池化。")
    )
    assert note.read_text("utf-8").endswith(body)
    assert [path.name for path in vault.glob("*.md")] == [note.name]
