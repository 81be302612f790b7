"""A sync that ends anywhere, even by kill -9, and is run again: nothing lost, nothing doubled."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from journal.opening.journal import Journal
from journal.sync import connecting
from journal.sync.rounds import sync
from journal.weeks.weeks import open_week, save
from tests.sync.devices import answer, at, device, dump
from tests.sync.test_rounds import meet


class Interrupted(BaseException):
    """The end of a sync, as a test has it."""


class Cut:
    """A connection to the hub, and a store, that end at the n-th statement or commit: before it, or after it."""

    def __init__(self, at: int, end: Callable[[], None]) -> None:
        self.left, self.end, self.count = at, end, 0

    def point(self) -> None:
        self.count += 1
        if self.count == self.left:
            self.end()

    def hub(self, hub: Any) -> Any:
        execute, transaction = hub.execute, hub.transaction

        def told(*told: Any) -> Any:
            self.point()
            done = execute(*told)
            self.point()
            return done

        @contextmanager
        def whole() -> Any:
            with transaction():
                yield
                self.point()
            self.point()

        hub.execute, hub.transaction = told, whole
        return hub

    def store(self, store: Any) -> None:
        write = store.write

        @contextmanager
        def whole(**how: Any) -> Any:
            with write(**how) as session:
                yield session
                self.point()
            self.point()

        store.write = whole


def raises() -> None:
    raise Interrupted


def cut_sync(journal: Journal, hub: str, cut: Cut) -> None:
    cut.store(journal.store)
    try:
        with connecting.connected(hub) as connection:
            sync(journal, cut.hub(connection), skew=timedelta())
    finally:
        del journal.store.write


def grown(one: Journal, other: Journal, hub: str) -> tuple[list[str], str]:
    """Two journals that were both used since they met; the names of all answers, and the text to come."""
    save(one, open_week(one, None), "学了卷积。今天很累。\n")
    given = [answer(at(one, -9), "convolution", "places").uid]
    meet(hub, one, other)
    save(at(one, 0.1), open_week(one, None), "学了卷积和池化。今天很累。\n")
    given.append(answer(at(one, 3), "convolution", "places").uid)
    save(at(other, 0.2), open_week(other, None), "学了卷积。今天很累。还学了RNN。\n")
    given.append(answer(at(other, 2), "convolution", "places", right=False).uid)
    meet(hub, other)
    return sorted(map(str, given)), "学了卷积和池化。今天很累。还学了RNN。\n"


@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.slow)])
def test_interrupted_anywhere_and_run_again(
    tmp_path: Path, library: Path, make_hub: Callable[[], str], every: int
) -> None:
    """At every statement and commit, before it and after it; in the short run at every fifth of these points."""
    one, other = (device(tmp_path / name, library) for name in ("laptop", "lab"))
    hub = make_hub()
    grown(one, other, hub)
    whole = Cut(-1, raises)
    cut_sync(one, hub, whole)
    assert whole.count > 20
    one.close()
    other.close()
    for number in range(1, whole.count + 1, every):
        interrupted_at(number, tmp_path / str(number), library, make_hub())


def interrupted_at(number: int, folder: Path, library: Path, hub: str) -> None:
    """Interrupts a round, goes on writing, and syncs again."""
    one, other = (device(folder / name, library) for name in ("laptop", "lab"))
    given, text = grown(one, other, hub)
    with pytest.raises(Interrupted):
        cut_sync(one, hub, Cut(number, raises))
    week = open_week(one, None)
    save(at(one, 0.3), week, f"{week.body.rstrip()}再来一句。\n")
    meet(hub, other, one, other, one)
    assert dump(one) == dump(other)
    body = open_week(one, None).body
    for sentence in (*text.strip("。\n").split("。"), "再来一句"):
        assert body.count(sentence) == 1, (number, body)
    assert sorted(dump(one)["review"]) == given
    one.close()
    other.close()
