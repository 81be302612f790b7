"""Anki's packages brought in: every generation of the file, twice without doubles, hostile ones without harm."""

from __future__ import annotations

import sqlite3
import zipfile
from contextlib import closing
from io import BytesIO
from pathlib import Path
from random import Random

import pytest

from journal.core.messages import UserError, say
from journal.db import anki, reviews, totals
from journal.db.anki import Collection, NotACollectionError
from journal.exchange.anki_decks import import_deck
from journal.exchange.card_transfer import is_package
from journal.exchange.formats.anki import package as packages
from journal.history.undo import redo, undo
from journal.opening.journal import Journal
from journal.opening.media import folder, safe_name
from journal.review.card_page import card_page
from journal.review.cards import card_rows
from tests.benchmarks.anki_import import MODEL, package
from tests.exchange import oracle

GENERATIONS = ("new.apkg", "old.apkg", "new.colpkg", "old.colpkg", "made.anki2")


@pytest.fixture(scope="module")
def decks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return oracle.made(tmp_path_factory.mktemp("decks"))


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    """A package of four cards with three answers each, made without Anki."""
    path = tmp_path / "deck.apkg"
    path.write_bytes(package(4, 3))
    return path


@pytest.mark.parametrize("name", GENERATIONS)
def test_every_generation_of_the_file_comes_in(journal: Journal, decks: Path, name: str) -> None:
    done = import_deck(journal, decks / name)
    assert (done.notes, done.cards, done.reviews) == (8, 10, 7)
    prompts = {row.prompt for row in card_rows(journal)}
    assert {"relu(-3)?", "front", "back", "[…] is momentum $x$", "Adam is [what] $x$", "sound"} <= prompts
    kinds = {
        row.question: len(card_rows(journal, f"kind:{kind}")) for kind in ("cloze",) for row in card_rows(journal)[:1]
    }
    assert set(kinds.values()) == {2}
    assert len(card_rows(journal, "deck:Deep::Nets")) == 3
    assert len(card_rows(journal, "tag:cnn")) == 1
    assert not any("x()" in row.prompt for row in card_rows(journal))


def test_a_second_time_nothing_is_new(journal: Journal, deck: Path) -> None:
    import_deck(journal, deck)
    before = card_rows(journal)
    done = import_deck(journal, deck)
    assert (done.notes, done.cards, done.reviews, done.known) == (0, 0, 0, 4)
    assert card_rows(journal) == before


def test_a_dry_run_says_what_would_come_and_stores_nothing(journal: Journal, deck: Path) -> None:
    done = import_deck(journal, deck, dry_run=True)
    assert (done.notes, done.cards, done.reviews) == (4, 4, 12)
    assert card_rows(journal) == ()
    assert not folder(journal).exists()


def test_what_was_answered_is_replayed_and_counted(journal: Journal, deck: Path) -> None:
    import_deck(journal, deck)
    page = card_page(journal, card_rows(journal)[0].id)
    assert len(page.history) == 3
    assert page.memory is not None
    last = page.history[-1].memory
    assert last is not None
    assert (page.memory.stability, page.memory.last) == (last.stability, last.last)
    with journal.store.read() as session:
        assert sum(day.reviews for day in totals.days(session)) == 12
        assert {each.kind for each in reviews.of_card(session, page.row.id)} == {"anki"}


def test_an_import_is_taken_back_whole_and_done_again(journal: Journal, deck: Path) -> None:
    import_deck(journal, deck)
    before = card_rows(journal)
    undo(journal)
    assert card_rows(journal) == ()
    with journal.store.read() as session:
        assert totals.days(session) == []
    redo(journal)
    assert card_rows(journal) == before
    assert len(card_page(journal, before[0].id).history) == 3


# --- foreign decks are data ---------------------------------------------------------------------------------------


def zipped(**members: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return file.getvalue()


def test_a_view_in_the_place_of_a_table_is_not_read(journal: Journal, tmp_path: Path) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(
            "CREATE TABLE col (crt, models, decks); CREATE TABLE cards (id);"
            "CREATE VIEW notes AS SELECT 1 AS id, load_extension('x') AS guid, 1 AS mid, '' AS tags, '' AS flds;"
        )
        data = connection.serialize()
    with pytest.raises(NotACollectionError):
        anki.read(data)
    path = tmp_path / "deck.apkg"
    path.write_bytes(zipped(collection__anki2=data))
    with pytest.raises(UserError, match="not a package or collection of Anki"):
        import_deck(journal, path)


def test_a_zip_that_unpacks_without_end_is_refused(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "LARGEST_COLLECTION", 1_000_000)
    path = tmp_path / "deck.apkg"
    path.write_bytes(zipped(collection__anki2=bytes(2_000_000)))
    with pytest.raises(UserError) as refused:
        import_deck(journal, path)
    assert refused.value.key == "weeks.too_large"


def test_a_damaged_picture_is_named_and_the_rest_of_its_card_comes_in(journal: Journal, tmp_path: Path) -> None:
    notes = [(1, "g", 1, 0, 0, "", '看 <img src="a.png">\x1f答', "", 0, 0, "")]
    cards = [(1, 1, 2, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, "{}")]
    data = anki.written(Collection(1, 2, {"1": MODEL}, {"2": {"name": "Deep"}}, notes, cards, []))
    path, file = tmp_path / "deck.apkg", BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("collection.anki2", data)
        archive.writestr("media", '{"0": "a.png"}')
        archive.writestr("0", b"PICTURE")
    path.write_bytes(file.getvalue().replace(b"PICTURE", b"PICTUR!"))
    done = import_deck(journal, path)
    [(name, why)] = done.left
    assert (name, done.notes, done.pictures) == ("a.png", 1, 0)
    assert "CRC" in why
    assert [row.prompt for row in card_rows(journal)] == ["看 [a.png]"]


def test_a_note_that_comes_twice_and_a_card_that_does_are_taken_once(journal: Journal, tmp_path: Path) -> None:
    """No index of a foreign database keeps them apart."""
    notes = [(n, "same", 1, 0, 0, "", f"front {n}\x1fback", "", 0, 0, "") for n in (1, 2)]
    cards = [(n, 1, 2, 0, 0, 0, 0, 0, n, 0, 0, 0, 0, 0, 0, 0, 0, "{}") for n in (1, 2)]
    path = tmp_path / "deck.anki2"
    path.write_bytes(anki.written(Collection(1, 2, {"1": MODEL}, {"2": {"name": "Deep"}}, notes, cards, [])))
    done = import_deck(journal, path)
    assert (done.notes, done.cards, done.left) == (1, 1, [("same", say("anki.twice"))])


@pytest.mark.parametrize("name", ["", "collection.anki2"])
def test_a_copied_folder_of_anki_brings_its_media(journal: Journal, tmp_path: Path, name: str) -> None:
    notes = [(1, "g", 1, 0, 0, "", '看 <img src="图.png">\x1f答', "", 0, 0, "")]
    cards = [(1, 1, 2, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, "{}")]
    profile = tmp_path / "User 1"
    (profile / "collection.media").mkdir(parents=True)
    (profile / "collection.media" / "图.png").write_bytes(b"\x89PNG")
    data = anki.written(Collection(1, 2, {"1": MODEL}, {"2": {"name": "Deep"}}, notes, cards, []))
    (profile / "collection.anki2").write_bytes(data)
    assert is_package(profile / name)
    done = import_deck(journal, profile / name)
    assert (done.notes, done.pictures, done.left) == (1, 1, [])
    assert [each.read_bytes() for each in folder(journal).iterdir()] == [b"\x89PNG"]
    (profile / "collection.anki2-wal").write_bytes(b"log")
    assert [why for _, why in import_deck(journal, profile / name).left] == [say("anki.behind")]


def test_a_folder_of_notes_is_no_folder_of_anki(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("学了卷积", encoding="utf-8")
    assert not is_package(tmp_path)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.png", "passwd.png"),
        ("a\\..\\b.png", "b.png"),
        (".hidden.png", "hidden.png"),
        ("$(x) y.png", "_x_y.png"),
    ],
)
def test_no_name_of_a_picture_leaves_the_folder(name: str, kept: str) -> None:
    assert safe_name(name) == kept


def outcome(journal: Journal, path: Path) -> str:
    """Whether a file was read, refused in one line, or refused in another way."""
    try:
        import_deck(journal, path, dry_run=True)
    except UserError as error:
        return "refused" if "\n" not in str(error) else str(error)
    return "read"


def test_a_damaged_package_is_one_line_and_harms_nothing(journal: Journal, tmp_path: Path) -> None:
    """Bytes of a sound collection are changed at random: each is read, or refused in one line."""
    sound, rng, path = package(3, 2), Random(5), tmp_path / "deck.anki2"
    with zipfile.ZipFile(BytesIO(sound)) as archive:
        collection = archive.read("collection.anki2")
    outcomes = set()
    for _ in range(60):
        damaged = bytearray(collection)
        for _ in range(rng.choice((1, 8, 200))):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        path.write_bytes(bytes(damaged))
        outcomes.add(outcome(journal, path))
    assert outcomes == {"read", "refused"}
    assert card_rows(journal) == ()


def test_values_of_any_type_are_read_or_left(journal: Journal, tmp_path: Path) -> None:
    rng = Random(7)
    odd = [None, -1, 2**62, 1.5, "text", b"\xff\x00", ""]
    for _ in range(30):

        def some(count: int) -> tuple[object, ...]:
            return tuple(rng.choice(odd) for _ in range(count))

        with closing(sqlite3.connect(":memory:")) as connection:
            for table, columns in anki.COLUMNS.items():
                connection.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
                for _ in range(3):
                    marks = ", ".join("?" * len(columns))
                    connection.execute(f"INSERT INTO {table} VALUES ({marks})", some(len(columns)))
            data = connection.serialize()
        path = tmp_path / "deck.anki2"
        path.write_bytes(data)
        assert outcome(journal, path) in ("read", "refused")


def test_a_collection_that_is_written_is_read_again() -> None:
    rows = anki.read(anki.written(Collection(1, 2, {"1": {"name": "x"}}, {}, [], [], [])))
    assert rows["col"] == [(1, '{"1": {"name": "x"}}', "{}")]
