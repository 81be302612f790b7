"""Devices that sync over a real PostgreSQL, in any order: all hold the same, nothing is lost, nothing doubled."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from journal.db import archive
from journal.exchange.mirroring import mirror
from journal.followups.followups import finish_by_id, park
from journal.opening.journal import Journal
from journal.review.cards import suspend
from journal.sync import connecting, queries, wire
from journal.sync.rounds import Synced, sync
from journal.sync.syncing import has_news
from journal.weeks import bin as week_bin
from journal.weeks.week_rows import all_weeks
from journal.weeks.weeks import open_week, save
from tests.sync.devices import answer, at, dump
from tests.sync.test_joining import card_of


def meet(hub: str, *journals: Journal) -> list[Synced]:
    """One round of each, their clocks right."""
    done = []
    for journal in journals:
        with connecting.connected(hub) as connection:
            connecting.prepare(connection)
            done.append(sync(journal, connection, skew=timedelta()))
    return done


def test_what_one_wrote_is_on_the_other(devices: list[Journal], hub: str) -> None:
    one, other, _ = devices
    save(one, open_week(one, None), "学了卷积。今天很累。\n")
    park(one, "问老师")
    answer(one, "convolution", "places")
    meet(hub, one, other)
    assert dump(one) == dump(other)
    assert len(dump(other)["review"]) == 1
    assert card_of(other).stability == pytest.approx(card_of(one).stability)


def test_a_round_with_nothing_new_sends_nothing(devices: list[Journal], hub: str) -> None:
    one, other, _ = devices
    save(one, open_week(one, None), "学了卷积。\n")
    answer(one, "convolution", "places")
    meet(hub, one, other)
    for done in meet(hub, one, other, one, other):
        assert (done.came, done.went) == (0, 0)


def test_a_folder_kept_in_step_is_no_news_for_the_hub(devices: list[Journal], hub: str, tmp_path: Path) -> None:
    """What a folder of this machine holds is kept in the database, and nothing of it leaves."""
    one, _, _ = devices
    save(one, open_week(one, None), "学了卷积。\n")
    meet(hub, one)
    mirror(one, tmp_path / "vault")
    assert not has_news(one)
    (note,) = (tmp_path / "vault").glob("*.md")
    note.write_text(note.read_text("utf-8") + "又学了池化。\n", "utf-8")
    mirror(one, tmp_path / "vault")
    assert has_news(one)
    meet(hub, one)
    assert not has_news(one)
    here = {name for name in dump(one)["imported"] if name.startswith("out ")}
    assert here
    assert not here & known_on(hub)


def known_on(hub: str) -> set[str]:
    """What the rows on a hub are called."""
    with connecting.connected(hub) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM hub.row").fetchall()}


def test_two_journals_that_meet_for_the_first_time_are_merged(devices: list[Journal], hub: str) -> None:
    one, other, _ = devices
    save(one, open_week(one, None), "学了卷积。\n")
    save(other, open_week(other, None), "学了池化。\n")
    meet(hub, one, other, one)
    assert dump(one) == dump(other)
    assert {"学了卷积", "学了池化"} <= set(open_week(one, None).body.replace("。\n", "。").split("。"))


def test_both_texts_stand_and_memory_is_lived_through_again(devices: list[Journal], hub: str) -> None:
    one, other, _ = devices
    save(one, open_week(one, None), "学了卷积。今天很累。\n")
    for days in (-20, -10):
        answer(at(one, days), "convolution", "places")
    meet(hub, one, other)
    save(at(one, 0.1), open_week(one, None), "学了卷积和池化。今天很累。\n")
    save(at(other, 0.2), open_week(other, None), "学了卷积。今天很累。还学了RNN。\n")
    answer(at(one, 3), "convolution", "places")
    answer(at(other, 2), "convolution", "places", right=False)
    meet(hub, one, other, one)
    assert dump(one) == dump(other)
    assert open_week(one, None).body == "学了卷积和池化。今天很累。还学了RNN。\n"
    assert (card_of(one).repetitions, card_of(one).lapses) == (4, 1)
    assert card_of(one).stability == pytest.approx(card_of(other).stability)


def test_later_change_of_a_field_holds_and_deletions_arrive(devices: list[Journal], hub: str) -> None:
    one, other, _ = devices
    save(one, open_week(one, None), "学了卷积。\n")
    answer(one, "convolution", "places")
    park(one, "问老师")
    meet(hub, one, other)
    suspend(at(one, 1), [card_of(one).id])
    finish_by_id(other, 1)
    week_bin.delete(at(other, 1), all_weeks(other)[0].id)
    meet(hub, one, other, one)
    assert dump(one) == dump(other)
    assert card_of(other).suspended
    assert all_weeks(one) == []
    assert len(week_bin.contents(one)) == 1


def test_a_week_edited_here_outlives_its_deletion_there(devices: list[Journal], hub: str) -> None:
    one, other, _ = devices
    save(one, open_week(one, None), "学了卷积。\n")
    save(at(one, 0.5), open_week(one, None), "学了卷积。很累。\n")
    meet(hub, one, other)
    week_bin.delete(at(one, 1), all_weeks(one)[0].id)
    save(at(other, 1), open_week(other, None), "学了卷积。很累。还有池化。\n")
    meet(hub, one, other, one)
    assert dump(one) == dump(other)
    assert open_week(one, None).body == "学了卷积。很累。还有池化。\n"
    assert dump(one)["version"]


def test_an_answer_taken_back_by_one_after_a_day_of_two_counts_the_other(devices: list[Journal], hub: str) -> None:
    from journal.history.undo import undo

    one, other, _ = devices
    answer(at(one, 0), "convolution", "places")
    meet(hub, one, other)
    answer(at(one, 5), "convolution", "places")
    answer(at(other, 5.01), "convolution", "places", right=False, seed=2)
    meet(hub, other)
    undo(one)
    meet(hub, one, other)
    assert dump(one) == dump(other)
    assert card_of(one).lapses == 1


@pytest.mark.parametrize("seed", range(3))
def test_three_devices_in_any_order(devices: list[Journal], hub: str, seed: int) -> None:
    chance = Random(seed)
    given: list[str] = []
    for day in range(6):
        for number, journal in enumerate(devices):
            if chance.random() < 0.7:
                then = at(journal, day + number / 10)
                question = chance.choice(["places", "size"])
                review = answer(then, "convolution", question, right=chance.random() < 0.7, seed=day)
                given.append(str(review.uid))
            if chance.random() < 0.5:
                then = at(journal, day + number / 10)
                week = open_week(then, None)
                save(then, week, f"{week.body}第{day}天在{number}。\n")
            if chance.random() < 0.4:
                meet(hub, journal)
    meet(hub, *devices, *devices)
    first = dump(devices[0])
    for journal in devices[1:]:
        assert dump(journal) == first
    assert sorted(first["review"]) == sorted(given)
    for done in meet(hub, *devices):
        assert (done.came, done.went) == (0, 0)


def test_a_hub_that_lost_everything_is_filled_again(devices: list[Journal], hub: str) -> None:
    one, other, _ = devices
    answer(one, "convolution", "places")
    meet(hub, one, other)
    with connecting.connected(hub) as connection:
        connection.execute("DROP SCHEMA hub CASCADE")
    meet(hub, one, other)
    assert dump(one) == dump(other)
    with connecting.connected(hub) as connection:
        assert len(queries.since(connection, 0)) >= 2


def test_a_journal_that_never_joined_has_no_bases(devices: list[Journal]) -> None:
    one, *_ = devices
    answer(one, "convolution", "places")
    with one.store.read() as session:
        assert archive.rows(session)
        from journal.db import bases

        assert bases.read(session) == {}


@pytest.mark.parametrize(
    "value", ["学了卷积。\n4e8", "\0", "\ud800", 1e300, 0.1, float("nan"), {"b": 1, "a": [1e-7]}, None]
)
def test_what_goes_over_the_wire_comes_back_and_text_goes_as_it_is(value: object) -> None:
    packed = wire.packed({"body": value})
    assert repr(wire.unpacked("week", json.loads(json.dumps(packed)))["body"]) == repr(value)
    if value == "学了卷积。\n4e8":
        assert packed == {"body": value}
