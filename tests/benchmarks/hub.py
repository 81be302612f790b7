"""Several devices and a class over a PostgreSQL of its own: syncs, a crowd, a class of 500, and a plan from them.

    python -m tests.benchmarks.hub [REVIEWS [LEARNERS]]

Everything runs on this computer, the server included: its share of the processor is part of each time. Bytes are those
on the wire, both ways, counted by a process between client and server. The last part computes what a million learners
would ask for, from the figures above it; what it takes for granted is printed with it.

How it grows, in the order in which it is needed, none of which changes a statement of a client:

1. One PostgreSQL. Every table of learners is partitioned by learner, the hand-ins by class; no statement of a sync
   crosses learners, none of a class leaves it.
2. A pool of connections in front (PgBouncer in transaction mode): a round is one transaction, policies read
   `current_user` alone, and a login costs more than a round with nothing new.
3. Shards: `create_distributed_table('hub.row', 'learner')` of Citus with the other tables of `hub` beside it, those of
   `class` by class; or a database for each institution, which also keeps its data apart.
4. Old reviews: partitions by year below those by learner, on cheaper disks.
"""

from __future__ import annotations

import json
import multiprocessing
import socket
import sqlite3
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any
from uuid import uuid4

import psycopg

from journal.classroom import queries as classes
from journal.classroom.inviting import Person, invite
from journal.db import checksums
from journal.opening.journal import Journal
from journal.sync import queries
from journal.sync.connecting import connected, prepare
from journal.sync.queries import HubRow
from journal.sync.rounds import sync
from journal.weeks.weeks import open_week, save
from tests.benchmarks.queue import large_journal
from tests.support.postgresql import cluster

CLIENTS, DEVICES, WEEKS = 200, 40, 17
EVENING = 30
"""Reviews of an evening."""
TEXT = (
    "这周学了卷积的输出尺寸，又看了一遍池化；填充加在两端，步长为二时要取整。I still mix up BatchNorm and LayerNorm.\n"
    * 12
)


def main(reviews: int, learners: int) -> None:
    """Starts a server and prints the three tables and the plan."""
    with tempfile.TemporaryDirectory() as folder, cluster() as root:
        size = syncs(Path(folder), root, reviews)
        rate = crowd(root)
        a_class(root, learners)
        plan(size, rate)


# --- one learner with two devices ------------------------------------------------------------------------------------


def syncs(folder: Path, root: str, reviews: int) -> float:
    """Prints what syncs of one learner cost; returns the bytes of a review on the hub, all indexes included."""
    url = database(root, "learner")
    with wire(url) as (through, count), connected(url) as owner:
        prepare(owner)
        one = large_journal(folder / "one", max(100, reviews // 5), reviews)
        two = large_journal(folder / "two", 100, 0)
        for each in (one, two):
            with closing(sqlite3.connect(each.settings.database)) as connection:
                checksums.register(connection)
                checksums.renew_all(connection)
                connection.commit()
        print(f"One learner, {reviews:,} reviews{'':14}{'seconds':>9}{'CPU':>9}{'KB':>9}")
        line("first sync, up", lambda: round_of(one, through), count)
        line("first sync, down", lambda: round_of(two, through), count)
        for _ in range(3):
            line("nothing new", lambda: round_of(one, through), count)
        week = open_week(one, None)
        save(one, week, TEXT)
        with one.store.write() as session:
            from sqlalchemy import text

            session.connection().execute(text(ANSWERS), {"first": reviews + 1, "last": reviews + EVENING})
        line(f"an evening: {EVENING} reviews and a week, up", lambda: round_of(one, through), count)
        line("the same, down", lambda: round_of(two, through), count)
        found = owner.execute(
            "SELECT sum(pg_total_relation_size(inhrelid)), (SELECT count(*) FROM hub.row WHERE kind = 'review') "
            "FROM pg_inherits WHERE inhparent = 'hub.row'::regclass"
        ).fetchone()
        assert found is not None
        one.close()
        two.close()
    per_review = float(found[0]) / float(found[1])
    print(f"a review on the hub with its share of cards and indexes: {per_review:,.0f} bytes\n")
    return per_review


ANSWERS = """
WITH RECURSIVE n (i) AS (VALUES (:first) UNION ALL SELECT i + 1 FROM n WHERE i < :last)
INSERT INTO review (card_id, at, day, seed, params, kind, truth, typed, verdict, wrong_ideas, confidence, seconds,
    suggested, rating, counted, stability, difficulty, due, "before", torch)
SELECT 1 + i % 90, '2026-11-20 19:00:00', '2026-11-20', i, '{"n": 28, "k": 3}', 'integer', '14', '14', 'right', '[]',
    'sure', 20, 3, 3, 1, 30, 5, '2026-12-20', '{}', '2.13.0'
FROM n
"""


def round_of(journal: Journal, url: str) -> None:
    """One sync, its connection included, as the command makes it."""
    with connected(url) as hub:
        sync(journal, hub, skew=timedelta())


def line(name: str, do: Callable[[], object], count: Any) -> None:
    """Times something, and prints what went over the wire meanwhile."""
    count.value, start, cpu = 0, perf_counter(), process_time()
    do()
    took, cpu = perf_counter() - start, process_time() - cpu
    print(f"  {name:42}{took:9.2f}{cpu:9.2f}{count.value / 1000:9.1f}")


# --- many at once ----------------------------------------------------------------------------------------------------


def crowd(root: str) -> float:
    """Prints how long rounds take that begin at once; returns how many a second the hub carried."""
    url = database(root, "crowd")
    people = [Person(f"learner {number}") for number in range(CLIENTS)]
    urls = [each.url for each in invite(url, "crowd", people).invitations]
    took, rate = at_once(urls)
    print(f"{CLIENTS} learners at once, {EVENING} rows each, a new connection for every round")
    slow = ranked(took, 0.95)
    print(f"  failed 0 · median {median(took):.2f} s · 95th of 100 {slow:.2f} s · {rate:,.0f} rounds a second")
    took, _ = at_once([url] * DEVICES)
    with connected(url) as owner:
        numbers = [seq for (seq,) in owner.execute("SELECT seq FROM hub.push WHERE learner = current_user").fetchall()]
    assert sorted(numbers) == list(range(1, DEVICES + 1)), numbers
    print(f"{DEVICES} devices of one learner at once: numbers 1 to {DEVICES}, each once · worst {max(took):.2f} s\n")
    return rate


def at_once(urls: Sequence[str]) -> tuple[list[float], float]:
    """What each of the rounds took that were begun together, and how many there were a second."""
    start = threading.Barrier(len(urls) + 1)

    def round_trip(url: str) -> float:
        start.wait()
        before = perf_counter()
        hub_round(url)
        return perf_counter() - before

    with ThreadPoolExecutor(len(urls)) as pool:
        rounds = [pool.submit(round_trip, url) for url in urls]
        start.wait()
        before = perf_counter()
        took = [each.result() for each in rounds]
    return took, len(urls) / (perf_counter() - before)


def hub_round(url: str) -> None:
    """What a round asks of the hub: the learner's lock, what is new, a push."""
    told = {"at": "2026-11-20T19:00:00", "truth": "14", "typed": "14", "params": "x" * 300}
    rows = [HubRow("review", uuid4().hex, told, {"": datetime.now(UTC).isoformat()}) for _ in range(EVENING)]
    with connected(url) as hub, hub.transaction():
        met = queries.meet(hub, uuid4().hex, "benchmark", 1)
        queries.since(hub, met.seq)
        queries.push(hub, uuid4().hex, met.seq + 1, rows)
        queries.devices(hub)


# --- a class ---------------------------------------------------------------------------------------------------------


def a_class(root: str, learners: int) -> None:
    """Prints what a teacher waits for in a full class, under row level security, and what a hand-in costs there."""
    url = database(root, "school")
    people = [Person("teacher", teaches=True), Person("learner")]
    teacher, learner = (each.url for each in invite(url, "full", people).invitations)
    fill(url.replace("school@", "owner@"), learners)
    print(f"A class of {learners} over {WEEKS} weeks{'':20}{'median ms':>9}")
    with connected(teacher) as hub:
        of = classes.classes(hub)[0].id
        every = classes.handins(hub, of)
        timed("its learners", lambda: classes.learners(hub, of))
        timed(f"the weeks of {len(every):,} hand-ins", lambda: classes.weeks(hub, of))
        timed("the hand-ins of a week: who owes what", lambda: classes.handins(hub, of, week=every[0].week))
        timed("one learner's hand-ins", lambda: classes.handins(hub, of, every[0].learner))
        timed("the text of one hand-in", lambda: classes.content(hub, of, every[0]))
        timed("the comments on one learner's", lambda: classes.comments(hub, of, every[0].learner))
        timed("misconceptions of the class", lambda: classes.misconceptions(hub, of))
        timed("what is assigned", lambda: classes.assignments(hub, of))
    with connected(learner) as hub:
        first = date(2026, 9, 7)
        timed("a hand-in, counted into the class", lambda: classes.hand_in(hub, of, uuid4(), first, document(0)))
        timed("misconceptions of the class, for a learner", lambda: classes.misconceptions(hub, of))
    print()


def fill(root: str, learners: int) -> None:
    """Puts learners and hand-ins into the class past its triggers, which count once at the end."""
    with psycopg.connect(root, autocommit=True) as hub:
        found = hub.execute("SELECT class FROM class.class").fetchone()
        assert found is not None
        hub.execute("SET session_replication_role = replica")
        with hub.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO class.learner (class, login, name) VALUES (%s, %s, %s)",
                [(found[0], f"m_{number}", f"learner {number}") for number in range(learners)],
            )
            cursor.executemany(
                "INSERT INTO class.handin (class, learner, id, week, content, words, reviews, minutes, retention) "
                "VALUES (%s, %s, gen_random_uuid(), %s, %s, 800, 200, 90, 0.9)",
                [
                    (found[0], f"m_{number}", date(2026, 9, 7) + timedelta(weeks=week), document(number))
                    for number in range(learners)
                    for week in range(WEEKS)
                ],
            )
            cursor.executemany(
                "INSERT INTO class.holder VALUES (%s, %s, %s, 'q', %s, true)",
                [
                    (found[0], f"m_{number}", each["concept"], each["misconception"])
                    for number in range(learners)
                    for each in ideas(number)
                ],
            )
        hub.execute("SET session_replication_role = origin")
        hub.execute("VACUUM ANALYZE")


def ideas(number: int) -> list[dict[str, Any]]:
    """Eight misconceptions of a learner, of eighty that there are."""
    return [
        {"concept": f"c{(number + 7 * each) % 40}", "question": "q", "misconception": f"m{each % 2}", "held": True}
        for each in range(8)
    ]


def document(number: int) -> str:
    """A hand-in of some three kilobytes."""
    figures = {"reviews": 200, "right": 170, "minutes": 90, "retention": 0.9}
    told = {"week": {"number": 1}, "words": 800, "figures": figures, "misconceptions": ideas(number), "text": TEXT}
    return json.dumps(told, ensure_ascii=False)


def timed(name: str, do: Callable[[], object]) -> None:
    """Prints the median of seven times."""
    took = []
    for _ in range(7):
        start = perf_counter()
        do()
        took.append(perf_counter() - start)
    print(f"  {name:52}{1000 * median(took):9.1f}")


# --- the plan --------------------------------------------------------------------------------------------------------


def plan(size: float, rate: float) -> None:
    """What a million learners ask for, by the figures measured above."""
    learners, year = 1_000_000, 365 * EVENING
    daily = learners / 86_400
    print("A million learners, 30 reviews a day, one sync a day, by these figures")
    print(f"  reviews a year on the hub: {learners * year * size / 1e12:,.1f} TB, {year * size / 1e6:.1f} MB a learner")
    print(f"  syncs a second: {daily:.0f} on average, {10 * daily:.0f} when the evening is ten times as busy")
    print(
        f"  this computer, server and clients together, carried {rate:,.0f}: {10 * daily / rate:.1f} of it at that hour"
    )
    print(f"  shards of 2 TB: {learners * year * size / 2e12:,.0f} for each year that is kept")
    print("  taken for granted: load grows with the number of rounds, and a pool spares the cost of logins")


# --- what it runs on -------------------------------------------------------------------------------------------------


def database(root: str, name: str) -> str:
    """Makes a database with an owner who may make logins; gives its address."""
    with psycopg.connect(root, autocommit=True) as hub:
        hub.execute(f"CREATE ROLE {name} LOGIN CREATEROLE".encode())
        hub.execute(f"CREATE DATABASE {name} OWNER {name}".encode())
    return root.replace("owner@", f"{name}@").replace("/postgres", f"/{name}")


@contextmanager
def wire(url: str) -> Iterator[tuple[str, Any]]:
    """The same address by way of a process that counts the bytes, and its counter."""
    port = int(url.rpartition(":")[2].partition("/")[0])
    count = multiprocessing.Value("q", 0)
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        process = multiprocessing.get_context("fork").Process(target=_pass_on, args=(server, port, count), daemon=True)
        process.start()
        try:
            yield url.replace(f":{port}", f":{server.getsockname()[1]}"), count
        finally:
            process.kill()


def _pass_on(server: socket.socket, port: int, count: Any) -> None:
    while True:
        client, _ = server.accept()
        there = socket.create_connection(("127.0.0.1", port))
        for source, target in ((client, there), (there, client)):
            threading.Thread(target=_copy, args=(source, target, count), daemon=True).start()


def _copy(source: socket.socket, target: socket.socket, count: Any) -> None:
    while data := source.recv(65_536):
        with count.get_lock():
            count.value += len(data)
        target.sendall(data)
    target.close()


def ranked(values: Sequence[float], share: float) -> float:
    """The value that this share of all does not exceed."""
    return sorted(values)[round(share * (len(values) - 1))]


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    main(*(given + [10_000, 500][len(given) :]))
