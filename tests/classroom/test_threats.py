"""What a login of a class can try by SQL of its own, and what of the database holds: the threat table, carried out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from journal.classroom import queries
from journal.sync.connecting import connected
from tests.classroom.conftest import Hub
from tests.classroom.handing import content, hand_in

SECRET = "Ada's secret"


@dataclass(frozen=True)
class Threat:
    """Who tries what, and what holds: the last of the statements must be refused, or give no row."""

    who: str
    tries: str
    holds: str
    statements: Sequence[str]


EVERYONE_ELSE = ("Bo", "Eve", "Wu")
"""A learner of the same class, one of another, and the teacher of another."""

TABLE = Path(__file__).with_name("threats.txt").read_text(encoding="utf-8")


def threats() -> Iterator[Threat]:
    """The rows of the threat table."""
    for part in TABLE.split("\n\n"):
        if part.strip() and not part.startswith("#"):
            head, *lines = part.strip().splitlines()
            who, tries, holds = head.split(" | ")
            statements = " ".join(line.strip() for line in lines).removesuffix(";").split("; ")
            yield Threat(who, tries, holds, statements)


@pytest.fixture(scope="module")
def filled(hub: Hub) -> Hub:
    """The two classes with what there is to steal of Ada: a journal, hand-ins, comments, a misconception of two."""
    hand_in(hub.people["Ada"], content(SECRET, held=True))
    hand_in(hub.people["Bo"], content("Bo's own"))
    hand_in(hub.people["Chen"], content("Chen's own", held=True))
    with connected(hub.people["Ada"]) as ada:
        with ada.transaction():
            from journal.sync.queries import HubRow, meet, push

            meet(ada, "0" * 32, SECRET, 1)
            push(ada, "1" * 32, 1, [HubRow("week", "w", {"body": SECRET}, {})])
        own = queries.handins(ada, queries.classes(ada)[0].id)[0]
    with connected(hub.people["Li"]) as li:
        of = queries.classes(li)[0].id
        queries.comment(li, of, own, SECRET)
        queries.assign(li, of, "cnn", None)
    with connected(hub.owner) as owner:
        owner.execute("ANALYZE")
    return hub


@pytest.fixture(scope="module")
def names(filled: Hub) -> dict[str, str]:
    """What the statements of the table name."""
    with connected(filled.owner) as owner:
        found = owner.execute("SELECT class FROM class.class WHERE name = 'ml'").fetchone()
        group = owner.execute("SELECT 'journal_' || oid FROM pg_database WHERE datname = current_database()").fetchone()
    assert found is not None
    assert group is not None
    logins = {name.lower(): filled.login(name) for name in filled.people}
    owner_name = filled.owner.split("//")[1].split("@")[0]
    return {**logins, "ml": str(found[0]), "group": str(group[0]), "owner": owner_name, "filled": content()}


def of_ada(root: psycopg.Connection[Any], ada: str) -> dict[str, list[str]]:
    """Every row that is Ada's or about her, of every table."""
    return {
        table: sorted(row for row in rows_of(root, table) if ada in row or SECRET in row) for table in tables_of(root)
    }


def tables_of(root: psycopg.Connection[Any]) -> list[str]:
    """Every table, part of one, and view of the hub."""
    query = """
        SELECT format('%I.%I', nspname, relname) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE nspname IN ('hub', 'class') AND relkind IN ('r', 'p', 'v') ORDER BY 1
    """
    return [str(name) for (name,) in root.execute(query).fetchall()]


def rows_of(hub: psycopg.Connection[Any], table: str) -> list[str]:
    """The rows of a table as texts."""
    return [str(row) for (row,) in hub.execute(f"SELECT t::text FROM {table} AS t".encode()).fetchall()]


@pytest.fixture(scope="module")
def root(filled: Hub, postgresql: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection that no policy holds."""
    with psycopg.connect(
        postgresql.rpartition("/")[0] + "/" + filled.owner.rpartition("/")[2], autocommit=True
    ) as found:
        yield found


@pytest.mark.parametrize("threat", tuple(threats()), ids=lambda each: f"{each.who} {each.tries}")
def test_the_database_holds(threat: Threat, filled: Hub, names: dict[str, str], root: psycopg.Connection[Any]) -> None:
    before = of_ada(root, names["ada"])
    assert tried(threat, filled, names) in ([], "refused"), threat.holds
    assert of_ada(root, names["ada"]) == before, threat.holds


def tried(threat: Threat, hub: Hub, names: dict[str, str]) -> list[Any] | str:
    """What the last statement gave; an error that says nothing of Ada, nor of a slip of this table, is a refusal."""
    with psycopg.connect(hub.people[threat.who], autocommit=True) as login:
        try:
            *first, last = (statement.format(**names).encode() for statement in threat.statements)
            for statement in first:
                login.execute(statement)
            if last.startswith(b"COPY (SELECT *"):
                with login.cursor().copy(last) as copy:
                    return list(copy)
            result = login.execute(last)
            return result.fetchall() if result.description else []
        except psycopg.Error as refused:
            slips = (psycopg.errors.SyntaxError, psycopg.errors.UndefinedTable, psycopg.errors.DivisionByZero)
            return str(refused) if isinstance(refused, slips) or SECRET in str(refused) else "refused"


@pytest.mark.parametrize("who", EVERYONE_ELSE)
@pytest.mark.parametrize("verb", ["SELECT", "INSERT", "UPDATE", "DELETE"])
def test_no_table_lets_a_foreign_login_at_a_row_by_any_verb(
    who: str, verb: str, filled: Hub, names: dict[str, str], root: psycopg.Connection[Any]
) -> None:
    """Every table, part and view, whatever will be added: nothing of Ada's is read, doubled, changed or deleted."""
    before = of_ada(root, names["ada"])
    assert sum(map(len, before.values())) >= 8
    tables = tables_of(root)
    assert len(tables) > 40
    own = {table: rows_of(root, table) for table in tables}
    for table in tables:
        with psycopg.connect(filled.people[who]) as login:
            try:
                if verb == "SELECT":
                    assert not [row for row in rows_of(login, table) if names["ada"] in row or SECRET in row]
                else:
                    login.execute(statement_of(verb, table, root).encode())
                    changed = {each: rows_of(login, each) for each in ("hub.row", "class.handin", "class.comment")}
                    assert not [row for rows in changed.values() for row in rows if SECRET in row]
                    login.rollback()
            except psycopg.errors.InsufficientPrivilege:
                continue
            except psycopg.errors.ObjectNotInPrerequisiteState:
                continue  # a view that is none to write to
    assert of_ada(root, names["ada"]) == before
    assert {table: rows_of(root, table) for table in tables} == own


def statement_of(verb: str, table: str, root: psycopg.Connection[Any]) -> str:
    """A statement of this verb on all rows of a table."""
    query = "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum = 1"
    found = root.execute(query, (table,)).fetchone()
    assert found is not None
    match verb:
        case "INSERT":
            return f"INSERT INTO {table} SELECT * FROM {table}"
        case "UPDATE":
            return f"UPDATE {table} SET {found[0]} = {found[0]}"
    return f"DELETE FROM {table}"


def test_a_teacher_sees_what_was_handed_in_and_nothing_else(
    filled: Hub, names: dict[str, str], root: psycopg.Connection[Any]
) -> None:
    seen: set[str] = set()
    for table in tables_of(root):
        with psycopg.connect(filled.people["Li"]) as login:
            try:
                found = rows_of(login, table)
            except psycopg.errors.InsufficientPrivilege:
                continue
            if any(names["ada"] in row or SECRET in row for row in found):
                seen.add(table)
    assert seen == {"class.handin", "class.comment", "class.learner"}


def test_a_login_owns_nothing_and_is_nothing_special(filled: Hub, root: psycopg.Connection[Any]) -> None:
    for name in filled.people:
        login = filled.login(name)
        owned = root.execute("SELECT count(*) FROM pg_class WHERE relowner = %s::regrole", (login,)).fetchone()
        query = "SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls FROM pg_roles WHERE rolname = %s"
        assert (owned, root.execute(query, (login,)).fetchone()) == ((0,), (False,) * 4)
        assert name.lower() not in login  # any login can list the names of roles


def test_three_holders_make_a_misconception_of_the_class_and_two_do_not(class_of_four: Hub) -> None:
    hub = class_of_four
    for name, shown in (("Ada", 0), ("Bo", 0), ("Chen", 3), ("Dai", 4)):
        hand_in(hub.people[name], content(held=True))
        for who in ("Li", "Ada"):
            with connected(hub.people[who]) as login:
                found = queries.misconceptions(login, queries.classes(login)[0].id)
            assert [each.holders for each in found] == ([shown] if shown else [])
    hand_in(hub.people["Bo"], content("seen through it", held=False))
    with connected(hub.people["Ada"]) as ada:
        of = queries.classes(ada)[0].id
        assert [each.holders for each in queries.misconceptions(ada, of)] == [3]
        queries.leave(ada, of)
    with connected(hub.people["Li"]) as li:
        assert queries.misconceptions(li, of) == []
        assert len(queries.learners(li, of)) == 3
        assert len(queries.handins(li, of)) == 4
