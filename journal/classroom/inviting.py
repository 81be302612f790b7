"""Inviting people to a class: the owner of the database gives each a login of their own."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from secrets import token_hex, token_urlsafe
from urllib.parse import urlsplit, urlunsplit

from journal.classroom.queries import open_to_all, owning
from journal.core.messages import UserError, in_every_language
from journal.sync.connecting import connected, library, prepare


@dataclass(frozen=True)
class Person:
    """Someone on the list; `number` is what the university's own system calls them."""

    name: str
    number: str = ""
    teaches: bool = False


@dataclass(frozen=True)
class Invitation:
    """Someone who was invited, and the address that is theirs alone: who has it can read and write as them."""

    name: str
    teaches: bool
    url: str


@dataclass(frozen=True)
class Invited:
    """The invitations, who was in the class before, and other databases of the server that let every login in."""

    invitations: Sequence[Invitation]
    known: Sequence[str]
    open_to_all: Sequence[str]


def people_of(roster: str, teachers: Sequence[str]) -> list[Person]:
    """Those on a list: a name a line, and after a comma what the university calls them; each name once.

    A first line that says `name` is a header. Raises UserError for a name that is there twice.
    """
    rows = [[cell.strip() for cell in row] for row in csv.reader(StringIO(roster))]
    rows = [row for row in rows if row and row[0] and not row[0].startswith("#")]
    if rows and rows[0][0].casefold() in in_every_language("class.name_column"):
        rows = rows[1:]
    learners = (Person(row[0], row[1] if len(row) > 1 else "") for row in rows)
    found = [*(Person(name, teaches=True) for name in teachers), *learners]
    names = [(each.name, each.teaches) for each in found]
    for name in names:
        if names.count(name) > 1:
            raise UserError("class.twice", name=name[0])
    return found


def invite(url: str, class_name: str, people: Sequence[Person]) -> Invited:
    """Makes logins for those who are not in the class yet, and the class and the hub where they are new.

    `url` is the address of the database for its owner, who may create roles. Raises UserError where they may not.
    """
    psycopg = library()
    with connected(url) as hub:
        prepare(hub)
        try:
            with hub.transaction():
                if not owning.is_there(hub):
                    owning.make(hub)
                of = owning.class_named(hub, class_name)
                before = owning.names(hub, of)
                new = [each for each in people if (each.name, each.teaches) not in before]
                invitations = []
                for person in new:
                    login, password = f"m_{token_hex(6)}", token_urlsafe(18)
                    owning.make_login(hub, login, password)
                    if person.teaches:
                        owning.add_teacher(hub, of, login, person.name)
                    else:
                        owning.add_learner(hub, of, login, person.name, person.number)
                    invitations.append(Invitation(person.name, person.teaches, address_for(url, login, password)))
                others = open_to_all(hub)
        except psycopg.errors.InsufficientPrivilege as error:
            raise UserError("class.not_owner") from error
    return Invited(invitations, [each.name for each in people if each not in new], others)


def address_for(url: str, login: str, password: str) -> str:
    """The owner's address with another login in it."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    query = "&".join(_without_login(parts.query))
    return urlunsplit((parts.scheme, f"{login}:{password}@{place}", parts.path, query, ""))


def _without_login(query: str) -> Iterator[str]:
    return (each for each in query.split("&") if each and each.split("=")[0] not in ("user", "password", "passfile"))
