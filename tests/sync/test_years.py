"""Devices used for long: clocks far askew, other time zones, kills, other versions; nothing lost, nothing doubled."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from journal.core.messages import UserError
from journal.opening.journal import Journal
from journal.sync import connecting, queries
from journal.sync.queries import HubRow
from journal.sync.rounds import SCHEMA, sync
from journal.weeks.week_rows import all_weeks
from journal.weeks.weeks import open_week, save
from tests.support.postgresql import crash
from tests.sync.devices import NOW, answer, at, carry, device, dump
from tests.sync.test_interrupted import Cut
from tests.sync.test_rounds import meet

ZONES = ("UTC", "Asia/Shanghai", "UTC")


@pytest.fixture
def zone() -> Iterator[Callable[[str], None]]:
    """Lets this process live in a time zone."""
    before = os.environ.get("TZ")

    def live(name: str) -> None:
        os.environ["TZ"] = name
        time.tzset()

    yield live
    os.environ.pop("TZ", None)
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


SEEDS = [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 20))]


@pytest.mark.parametrize("seed", SEEDS)
def test_three_devices_over_ten_days_with_clocks_askew_and_two_zones(
    devices: list[Journal], hub: str, zone: Callable[[str], None], seed: int
) -> None:
    """Up to 120 hours askew: all hold the same, each answer once, each sentence in the text or a version of it."""
    chance = Random(seed)
    skews = [timedelta(hours=chance.uniform(-120, 120)) for _ in devices]
    given: list[str] = []
    written: list[str] = []

    def there(number: int, day: float) -> Journal:
        zone(ZONES[number])
        true = NOW.replace(tzinfo=UTC) + timedelta(days=day)
        shown = (true + skews[number]).astimezone().replace(tzinfo=None)
        return replace(devices[number], clock=lambda: shown)

    def round_of(number: int, day: float) -> None:
        journal = there(number, day)
        with connecting.connected(hub) as connection:
            connecting.prepare(connection)
            sync(journal, connection, skew=-skews[number])

    with_week = there(0, 0)
    save(with_week, open_week(with_week, None), "开头一句。\n")
    (week,) = dump(with_week)["week"]
    for number in range(3):
        round_of(number, 0)
    for day in range(10):
        for number in range(3):
            journal = there(number, day + number / 10)
            if chance.random() < 0.6:
                question = chance.choice(["places", "size"])
                review = answer(journal, "convolution", question, right=chance.random() < 0.7, seed=day)
                given.append(str(review.uid))
            if chance.random() < 0.5:
                text = f"第{day}天在{number}号机上写的。"
                opened = open_week(journal, all_weeks(journal)[0].id)
                body = opened.body.rstrip("\n")
                save(journal, opened, f"{text}{body}\n" if chance.random() < 0.5 else f"{body}{text}\n")
                written.append(text)
            if chance.random() < 0.4:
                round_of(number, day + number / 10)
    for number in (0, 1, 2, 0, 1, 2):
        round_of(number, 10)
    first = dump(devices[0])
    assert [dump(each) == first for each in devices] == [True] * 3
    assert sorted(first["review"]) == sorted(given)
    texts = "".join(each["body"] for kind in ("week", "version") for each in first[kind].values())
    assert [sentence for sentence in written if sentence not in texts] == []
    body = first["week"][week]["body"]
    said = re.findall("[^。\n]+。", body)
    assert set(said) <= {"开头一句。", *written}
    assert len(said) == len(set(said))


@pytest.mark.parametrize(("kills", "crashes"), [(6, 0), pytest.param(1000, 20, marks=pytest.mark.slow)])
def test_killed_at_any_statement_again_and_again(
    tmp_path: Path, library: Path, hub: str, postgresql: str, kills: int, crashes: int
) -> None:
    """By SIGKILL, at a random statement or commit of a round, and the hub's server as well: then all are in step."""
    chance = Random(7)
    homes = [tmp_path / "laptop", tmp_path / "lab"]
    given: list[str] = []
    with connecting.connected(hub) as connection:
        connecting.prepare(connection)
    for number in range(kills):
        home = homes[number % 2]
        journal = at(device(home, library), number / 50)
        given.append(str(answer(journal, "convolution", chance.choice(["places", "size"]), seed=number).uid))
        journal.close()
        killed(lambda home=home: device(home, library), hub, chance.randint(1, 34))  # type: ignore[misc]
        if crashes and number % (kills // crashes) == 0:
            crash(postgresql)
    one, two = (device(home, library) for home in homes)
    meet(hub, one, two, one, two)
    assert dump(one) == dump(two)
    assert sorted(dump(one)["review"]) == sorted(given)
    one.close()
    two.close()


def killed(open_device: Callable[[], Journal], hub: str, point: int) -> None:
    """Syncs in a process that kills itself at a statement or commit."""
    child = os.fork()
    if child == 0:
        try:
            journal = open_device()
            cut = Cut(point, lambda: os.kill(os.getpid(), signal.SIGKILL))
            cut.store(journal.store)
            with connecting.connected(hub) as connection:
                sync(journal, cut.hub(connection), skew=timedelta())
        finally:
            os._exit(0)
    os.waitpid(child, 0)


def test_export_and_import_both_ways_lead_where_a_sync_leads(tmp_path: Path, library: Path, hub: str) -> None:
    ends = []
    for way in ("sync", "file"):
        one, two = (device(tmp_path / way / name, library) for name in ("laptop", "lab"))
        save(one, open_week(one, None), "学了卷积。\n")
        carry(one, two, tmp_path)
        save(at(one, 1), open_week(one, None), "学了卷积。又学了池化。\n")
        save(at(two, 2), open_week(two, None), "还学了RNN。学了卷积。\n")
        if way == "sync":
            meet(hub, one, two, one)
        else:
            carry(one, two, tmp_path)
            carry(two, one, tmp_path)
        assert dump(one) == dump(two)
        ends.append(dump(one))
        one.close()
        two.close()
    texts = [[week["body"] for week in end["week"].values()] for end in ends]
    assert texts[0] == texts[1]
    assert [sorted(end["card"]) for end in ends[:1]] == [sorted(end["card"]) for end in ends[1:]]


def test_what_only_a_newer_version_knows_outlives_an_older_one(devices: list[Journal], hub: str) -> None:
    """A column and a table of a newer version, on rows that the older one goes on changing for ten days."""
    one, other, _ = devices
    save(one, open_week(one, None), "学了卷积。\n")
    meet(hub, one, other)
    (name,) = dump(one)["week"]
    for day in range(10):
        with connecting.connected(hub) as newer, newer.transaction():
            met = queries.meet(newer, "f" * 32, "newer", SCHEMA + 1)
            mood = HubRow("week", name, {"mood": f"day {day}"}, {"mood": datetime.now(UTC).isoformat()})
            dream = HubRow("dream", f"night {day}", {"text": "x"}, {})
            queries.push(newer, f"{day:032x}", met.seq + 1, [mood, dream])
        older = at(one if day % 2 else other, day / 10)
        save(older, open_week(older, None), f"学了卷积。第{day}天。\n")
        meet(hub, one, other, one)
        with connecting.connected(hub) as connection:
            rows = {(row.kind, row.name): row.body for row in queries.since(connection, 0)}
        week = rows["week", name]
        assert week is not None
        assert (week["mood"], week["body"]) == (f"day {day}", f"学了卷积。第{day}天。\n")
        assert sum(kind == "dream" for kind, _ in rows) == day + 1
    assert dump(one) == dump(other)


def test_a_hub_that_asks_for_a_newer_version_takes_nothing_from_an_older_one(devices: list[Journal], hub: str) -> None:
    one, *_ = devices
    meet(hub, one)
    with connecting.connected(hub) as owner:
        owner.execute("UPDATE hub.about SET oldest = %s", (SCHEMA + 1,))
    answer(one, "convolution", "places")
    with pytest.raises(UserError) as refused:
        meet(hub, one)
    assert refused.value.key == "sync.too_old"
    with connecting.connected(hub) as owner:
        assert not [row for row in queries.since(owner, 0) if row.kind == "review"]
        owner.execute("UPDATE hub.about SET oldest = 0")
    assert meet(hub, one)[0].went >= 1


def test_the_schema_of_a_journal_that_joined_is_that_of_one_that_never_did(devices: list[Journal], hub: str) -> None:
    """No table, no trigger, no index more: what syncs costs nothing where nobody syncs."""
    one, never, _ = devices
    meet(hub, one)
    assert [schema_of(one)] == [schema_of(never)]


def schema_of(journal: Journal) -> list[tuple[str, str | None]]:
    with closing(sqlite3.connect(journal.settings.database)) as connection:
        return sorted(connection.execute("SELECT name, sql FROM sqlite_master").fetchall())
