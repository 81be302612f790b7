"""How long a search takes in ten years of logs, against looking for the words in every text.

    python -m tests.benchmarks.searching [WEEKS [CHARACTERS]]

A journal with that many weeks of that many characters, cut from the sample's logs, with our library. Each query is
asked as the screen asks it: as many rows as it shows, with snippets and marks, items and concepts as well. The baseline
is SQLite's LIKE for each word over the texts of the weeks, and reads those that hold them all. Milliseconds: the median
and the slowest of all rounds, and the ratio of the medians.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from journal.core.messages import use
from journal.core.settings import Settings
from journal.db.database import open_store
from journal.exchange.importing import import_path
from journal.library.library import read_library
from journal.opening.journal import Journal
from journal.runner.client import Runner
from journal.sample.filling import logs
from journal.search.screens.search import SHOWN
from journal.search.searching import search

QUERIES = (
    *("池化", "池化层", "卷积", "梯度消失", "LSTM", "lstm", "BP", "CNN", "BP神经网络", "今晚", "Transformer"),
    *("1×1卷积核", "Encoder-Decoder", "跳读", "RNN 梯度", "手机", "核"),
)
"""As people search such a log: words of one and two characters, Latin words, two words at once."""
ROUNDS = 20
FIRST = date(2016, 12, 5)
NOW = datetime(2026, 11, 22, 20)


def main(weeks: int = 520, characters: int = 2000) -> None:
    """Prints the table."""
    use("zh")
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "home")
        journal = Journal(settings, open_store(settings.database), read_library(), Runner(), lambda: NOW)
        path = Path(folder) / "logs.md"
        path.write_text(written(weeks, characters), encoding="utf-8")
        import_path(journal, path)
        print(
            f"{weeks} weeks of {characters} characters\n\n{'':18}{'rows':>6}{'median':>9}{'worst':>9}{'LIKE':>9}  ratio"
        )
        with sqlite3.connect(settings.database) as plain:
            told = [row(journal, plain, query) for query in QUERIES]
        plain.close()
        journal.close()
        print(f"\nslowest median {max(told):.1f}")


def written(weeks: int, characters: int) -> str:
    """Logs of that many weeks and characters, each beginning at another place of the sample's."""
    text = "\n\n".join(logs())
    text *= 2 + characters // len(text)
    parts = []
    for number in range(weeks):
        first = FIRST + timedelta(weeks=number)
        start = number * 397 % (len(text) // 2)
        title = f"# 第{number + 1}周周记 {first:%Y.%m.%d} ~ {first + timedelta(days=6):%Y.%m.%d}"
        parts.append(f"{title}\n\n{text[start : start + characters].replace('#', '')}\n\n")
    return "".join(parts)


def row(journal: Journal, plain: sqlite3.Connection, query: str) -> float:
    """Prints a line of the table, and gives the median of the search."""
    ours, baseline = timed(lambda: search(journal, query, SHOWN)), timed(lambda: by_like(plain, query))
    rows, middle, like = search(journal, query, SHOWN).total, median(ours), median(baseline)
    pad = " " * (18 - len(query) - sum(not each.isascii() for each in query))
    print(f"{query}{pad}{rows:6}{middle:9.2f}{max(ours):9.2f}{like:9.2f}{like / middle:6.1f}x")
    return middle


def by_like(plain: sqlite3.Connection, query: str) -> list[tuple[str, ...]]:
    """The texts that hold every word, the latest first."""
    words = query.split()
    held = " AND ".join(["body LIKE ?"] * len(words))
    statement = f"SELECT title, body FROM week WHERE {held} ORDER BY starts DESC"
    return plain.execute(statement, [f"%{word}%" for word in words]).fetchall()


def timed(work: Callable[[], object]) -> list[float]:
    """The milliseconds of each round."""
    found = []
    for _ in range(ROUNDS):
        start = perf_counter()
        work()
        found.append(1000 * (perf_counter() - start))
    return found


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
