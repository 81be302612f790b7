"""Devices of one learner."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from journal.opening.journal import Journal
from tests.support.library import write_library
from tests.support.postgresql import cluster, missing
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


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL for its owner."""
    pytest.importorskip("psycopg", reason="the client of PostgreSQL is not installed")
    if why := missing():
        pytest.skip(why)
    with cluster() as address:
        yield address


@pytest.fixture
def make_hub(postgresql: str) -> Iterator[Callable[[], str]]:
    """Makes an empty database of a learner who may make it a hub, and gives its address."""
    import psycopg

    made: list[str] = []

    def make() -> str:
        name = f"learner_{uuid4().hex[:8]}"
        made.append(name)
        with psycopg.connect(postgresql, autocommit=True) as owner:
            owner.execute(f"CREATE ROLE {name} LOGIN".encode())
            owner.execute(f"CREATE DATABASE {name} OWNER {name} STRATEGY file_copy".encode())
        return postgresql.replace("owner@", f"{name}@").replace("/postgres", f"/{name}")

    yield make
    with psycopg.connect(postgresql, autocommit=True) as owner:
        for name in made:
            owner.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
            owner.execute(f"DROP ROLE {name}".encode())


@pytest.fixture
def hub(make_hub: Callable[[], str]) -> str:
    """The address of one."""
    return make_hub()
