"""How long 10,000 cards with 200,000 answers take to come in from Anki: `python -m tests.benchmarks.anki_import`."""

from __future__ import annotations

import sys
import zipfile
from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import process_time

from journal.core.settings import Settings
from journal.db.anki import Collection, written
from journal.exchange.anki_decks import import_deck
from journal.opening.journal import opened

CARDS, ANSWERS = 10_000, 20
DAY = 86_400_000
MODEL = {
    "name": "Basic",
    "type": 0,
    "flds": [{"name": "Front"}, {"name": "Back"}],
    "tmpls": [{"qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr>{{Back}}"}],
}


def package(cards: int, answers: int) -> bytes:
    """A package of that many cards with that many answers each."""
    rng, begun = Random(1), 1_600_000_000_000
    notes = [
        (n, f"g{n}", 1, 0, 0, " cnn ", f"What is <b>number {n}</b>?\x1fIt is {n}.", n, 0, 0, "")
        for n in range(1, cards + 1)
    ]
    rows = [
        (n, n, 2, 0, 0, 0, 2, 2, 1_000 + n % 400, 30, 2500, answers, 1, 0, 0, 0, 0, '{"s": 30, "d": 5}')
        for n in range(1, cards + 1)
    ]
    log = [
        (begun + (n % 700) * DAY + k * 9 * DAY + n, n, 0, rng.choice((1, 3, 3, 3, 4)), 9, 9, 2500, 7_000, int(k > 0))
        for n in range(1, cards + 1)
        for k in range(answers)
    ]
    log = [(row[0] + number, *row[1:]) for number, row in enumerate(sorted(log))]
    data = written(Collection(1_600_000_000, 0, {"1": MODEL}, {"2": {"name": "Deep"}}, notes, rows, log))
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("collection.anki2", data)
        archive.writestr("media", "{}")
    return file.getvalue()


def main() -> None:
    """Prints how long it took."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "deck.apkg"
        path.write_bytes(package(CARDS, ANSWERS))
        with opened(Settings(Path(folder) / "home")) as journal:
            began = process_time()
            done = import_deck(journal, path)
            seconds = process_time() - began
    sys.stdout.write(f"{done.cards} cards, {done.reviews} answers: {seconds:.1f} s of the processor\n")


if __name__ == "__main__":
    main()
