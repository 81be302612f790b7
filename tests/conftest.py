"""What several rooms of tests share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from journal.core import messages
from journal.library.library import read_library
from tests.support.library import lay_index

SEED = Path(__file__).resolve().parents[1].parent / "shared" / "seed" / "000_f587ad2bc25249d7.txt"


MEMORY = Path("/dev/shm")
"""A file system in memory, where there is one: waiting for a disk proves nothing in a test and takes half the time."""
ROOM = 2 * 1024**3
"""So many bytes must be free there."""

UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
settings.register_profile("quick", UNTIMED, max_examples=40)
settings.register_profile("nightly", UNTIMED, max_examples=500)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="also the long runs, and properties on 500 examples")


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("nightly" if config.getoption("--slow") else "quick")
    if config.option.basetemp is None and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        config.option.basetemp = mkdtemp(dir=MEMORY, prefix="journal-tests-")
        config.add_cleanup(lambda: shutil.rmtree(config.option.basetemp, ignore_errors=True))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--slow"):
        for item in items:
            if item.get_closest_marker("slow"):
                item.add_marker(pytest.mark.skip(reason="long run: add --slow"))


def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are processors: tests wait for timers and other processes a quarter of the time."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session", autouse=True)
def parsed_styles() -> Iterator[None]:
    """Every app parses the same style sheets, which takes a tenth of the time of a test of screens: once is enough."""
    parse = Stylesheet._parse_rules
    parsed: dict[object, list[RuleSet]] = {}

    def once(self: Stylesheet, *arguments: Any, **named: Any) -> list[RuleSet]:
        key = (arguments, *named.items(), *self._variables.items())
        if key not in parsed:
            parsed[key] = parse(self, *arguments, **named)
        return parsed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", once)
        yield


@pytest.fixture
def seed() -> Path:
    """The first weekly log that the app was asked for with; it is not part of the repository."""
    if not SEED.exists():
        pytest.skip("the first weekly log is not beside this checkout")
    return SEED


@pytest.fixture(scope="session")
def library_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the library as a first start makes it, which reads every concept file."""
    index = tmp_path_factory.mktemp("index") / "library"
    read_library(index=index)
    return index


@pytest.fixture
def indexed_home(tmp_path: Path, library_index: Path) -> Path:
    """The folder of a journal that has nothing yet but the index of the library."""
    lay_index(library_index, tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture(autouse=True)
def english() -> None:
    """Every test starts in English."""
    messages.use("en")
