"""What the owner of a hub does: makes the tables of classes, classes, and the logins of those who are in them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from journal.sync.queries import SCRIPT as HUB_SCRIPT

if TYPE_CHECKING:
    from journal.sync.queries import Connection

SCRIPT = Path(__file__).parents[1] / "class.sql"


def script() -> str:
    """All that makes an ordinary database a hub with classes, for the owner to run."""
    return HUB_SCRIPT.read_text("utf-8") + "\n" + SCRIPT.read_text("utf-8")


def is_there(hub: Connection) -> bool:
    """Whether the hub has classes."""
    found = hub.execute("SELECT to_regclass('class.handin') IS NOT NULL").fetchone()
    return bool(found and found[0])


def make(hub: Connection) -> None:
    """Gives a hub classes."""
    hub.execute(SCRIPT.read_bytes())


def class_named(hub: Connection, name: str) -> UUID:
    """The class of this name, made if it is new."""
    hub.execute("INSERT INTO class.class (name) VALUES (%s) ON CONFLICT DO NOTHING", (name,))
    found = hub.execute("SELECT class FROM class.class WHERE name = %s", (name,)).fetchone()
    assert found is not None
    return UUID(str(found[0]))


def names(hub: Connection, of: UUID) -> set[tuple[str, bool]]:
    """Who is in a class, and whether as a teacher."""
    query = """
        SELECT name, true FROM class.teacher WHERE class = %s UNION ALL
        SELECT name, false FROM class.learner WHERE class = %s
    """
    return {(name, teaches) for name, teaches in hub.execute(query, (of, of)).fetchall()}


def make_login(hub: Connection, login: str, password: str) -> None:
    """Makes a login that owns nothing and may connect to this database; its password is sent as SCRAM stores it."""
    from psycopg import sql

    scram = hub.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256").decode()
    told = "CREATE ROLE {} LOGIN PASSWORD {} NOSUPERUSER NOCREATEDB NOCREATEROLE CONNECTION LIMIT 8"
    hub.execute(sql.SQL(told).format(sql.Identifier(login), sql.Literal(scram)))
    group = "SELECT format('journal_%s', oid) FROM pg_database WHERE datname = current_database()"
    found = hub.execute(group).fetchone()
    assert found is not None
    hub.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(str(found[0])), sql.Identifier(login)))


def add_teacher(hub: Connection, of: UUID, login: str, name: str) -> None:
    """Makes a login a teacher of a class."""
    hub.execute("INSERT INTO class.teacher (class, login, name) VALUES (%s, %s, %s)", (of, login, name))


def add_learner(hub: Connection, of: UUID, login: str, name: str, number: str) -> None:
    """Makes a login a learner of a class."""
    query = "INSERT INTO class.learner (class, login, name, number) VALUES (%s, %s, %s, %s)"
    hub.execute(query, (of, login, name, number))
