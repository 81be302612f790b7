"""What several rooms of tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from journal.core import messages

SEED = Path(__file__).resolve().parents[1].parent / "shared" / "seed" / "000_f587ad2bc25249d7.txt"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="also the long runs")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--slow"):
        for item in items:
            if item.get_closest_marker("slow"):
                item.add_marker(pytest.mark.skip(reason="long run: add --slow"))


@pytest.fixture
def seed() -> Path:
    """The first weekly log that the app was asked for with; it is not part of the repository."""
    if not SEED.exists():
        pytest.skip("the first weekly log is not beside this checkout")
    return SEED


@pytest.fixture(scope="module")
def in_memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that lies in memory where that can be had, for tests that write much and are not about the disk."""
    if not os.access("/dev/shm", os.W_OK):
        yield tmp_path_factory.mktemp("memory")
        return
    with TemporaryDirectory(dir="/dev/shm", prefix="journal-tests-") as folder:
        yield Path(folder)


@pytest.fixture(autouse=True)
def english() -> None:
    """Every test starts in English."""
    messages.use("en")
