"""Frames that come late are noted by the screen and the time, and frames in time are not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from journal.core import diagnostics
from journal.writing.screens.write import WriteScreen
from tests.support.app import Opening


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """The diagnostic log."""
    diagnostics.keep_in(tmp_path / "cache")
    yield tmp_path / "cache" / diagnostics.NAME
    diagnostics.keep_in(None)


@pytest.mark.parametrize("slow", [0, 10**6])
async def test_a_frame_that_comes_late_is_noted(
    opened: Opening, log: Path, monkeypatch: pytest.MonkeyPatch, slow: int
) -> None:
    monkeypatch.setattr("journal.app.frames.SLOW_MS", slow)
    async with opened() as user:
        await user.press("w")
        assert isinstance(user.app.screen, WriteScreen)
        await user.types("秘密")
        noted = [line for line in log.read_text(encoding="utf-8").splitlines() if "slow_frame" in line]
    assert any("screen=WriteScreen" in line and "ms=" in line for line in noted) is (slow == 0)
    assert all("秘密" not in line for line in noted)
