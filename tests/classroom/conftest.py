"""A class with two teachers' worth of logins, on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from journal.classroom.inviting import Person, invite
from tests.support.library import write_library
from tests.sync.conftest import postgresql as postgresql


@dataclass(frozen=True)
class Hub:
    """A database with classes: its address for its owner, and everyone's by name."""

    owner: str
    people: dict[str, str]

    def login(self, name: str) -> str:
        """The login of someone."""
        return str(urlsplit(self.people[name]).username)


MakeHub = Callable[..., Hub]


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small library."""
    return write_library(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="module")
def make_classes(postgresql: str) -> Iterator[MakeHub]:
    """Makes a database of an owner who may make logins and nothing more, with these classes in it."""
    import psycopg

    made: list[str] = []

    def make(**classes: Sequence[Person]) -> Hub:
        name = f"owner_{uuid4().hex[:8]}"
        made.append(name)
        with psycopg.connect(postgresql, autocommit=True) as root:
            root.execute(f"CREATE ROLE {name} LOGIN CREATEROLE".encode())
            root.execute(f"CREATE DATABASE {name} OWNER {name} STRATEGY file_copy".encode())
        url = postgresql.replace("owner@", f"{name}@").replace("/postgres", f"/{name}")
        people = {
            each.name: each.url for name, found in classes.items() for each in invite(url, name, found).invitations
        }
        return Hub(url, people)

    yield make
    with psycopg.connect(postgresql, autocommit=True) as root:
        for name in made:
            root.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(scope="module")
def hub(make_classes: MakeHub) -> Hub:
    """Two classes: four learners and a teacher in ml, one of each in nlp."""
    ml = [Person("Li", teaches=True), *map(Person, ("Ada", "Bo", "Chen", "Dai"))]
    return make_classes(ml=ml, nlp=[Person("Wu", teaches=True), Person("Eve")])


@pytest.fixture
def class_of_four(make_classes: MakeHub) -> Hub:
    """A class of four learners and a teacher, for one test alone."""
    return make_classes(ml=[Person("Li", teaches=True), *map(Person, ("Ada", "Bo", "Chen", "Dai"))])
