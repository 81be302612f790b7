"""Devices of one learner."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from journal.opening.journal import Journal
from tests.support.library import write_library
from tests.sync.devices import device


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small library."""
    return write_library(tmp_path_factory.mktemp("library"))


@pytest.fixture
def devices(tmp_path: Path, library: Path) -> Iterator[list[Journal]]:
    """Three empty journals."""
    opened = [device(tmp_path / name, library) for name in ("laptop", "lab", "desk")]
    yield opened
    for each in opened:
        each.close()
