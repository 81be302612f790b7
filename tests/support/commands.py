"""A journal in a folder of its own, and commands that run in this process."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from journal import cli
from tests.support.lent import SharedRunner

LOG = (
    "# 第一周周记 2024.07.07 ~ 2024.07.14\n\n"
    "这周学了CNN（卷积神经网络）和池化，\r\n"
    "还有 LSTM。刚开始学BP的时候，容易和BN搞混。\n"
)


@dataclass(frozen=True)
class CommandResult:
    """What a command printed, and how it ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed as JSON."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        """What it printed, line by line."""
        return self.out.splitlines()


RunJournal = Callable[..., CommandResult]


@pytest.fixture(scope="session")
def shared_runner() -> Iterator[SharedRunner]:
    runner = SharedRunner()
    yield runner
    runner.take_back()


@pytest.fixture
def home(indexed_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the journal; its language is English unless a test says otherwise."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("JOURNAL_HOME", str(indexed_home))
    monkeypatch.chdir(indexed_home.parent)
    return indexed_home


@pytest.fixture
def run_journal(
    home: Path, shared_runner: SharedRunner, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> RunJournal:
    """Runs one command line, with `text` to read: `journal("count", "-", text="学了CNN")`."""
    monkeypatch.setattr("journal.runner.client.Runner", shared_runner.lend)

    def run(*arguments: str, text: str = "") -> CommandResult:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), "utf-8"))
        capsys.readouterr()
        try:
            status = cli.main(arguments)
        except SystemExit as left:
            status = int(left.code or 0)
        result = capsys.readouterr()
        return CommandResult(status, result.out, result.err)

    return run


@pytest.fixture
def week(home: Path) -> Path:
    """A file that holds one weekly log."""
    path = home.parent / "week.md"
    path.write_text(LOG, encoding="utf-8", newline="")
    return path
