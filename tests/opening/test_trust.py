"""The user's yes to running a concept file is one to its content."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from journal.core.settings import Settings
from journal.opening.journal import open_journal
from journal.opening.trust import present, trust


def test_a_yes_is_one_to_the_content_that_was_asked_about(tmp_path: Path) -> None:
    journal = open_journal(Settings(tmp_path / "home"))
    path = tmp_path / "own.py"
    path.write_bytes(b"asked about")
    asked = sha256(b"asked about").hexdigest()
    assert present(path) == asked
    allowed = journal.runner._allow
    assert not allowed(path, asked)
    path.write_bytes(b"changed since")
    trust(journal, path, asked)
    assert allowed(path, asked)
    assert not allowed(path, present(path)), "what the file holds by the time of the yes is not what was asked about"
    journal.close()
