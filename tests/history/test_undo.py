"""Undo: every change to the log is undone and redone, in any order of use cases and across runs of the app."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel

from journal.core.messages import UserError, use
from journal.core.settings import Settings
from journal.db import mentions, noting
from journal.db.database import Store, open_store
from journal.db.integrity import examine_file
from journal.exchange.importing import import_path
from journal.followups.followups import accept, dismiss, finish, park
from journal.followups.listing import open_followups
from journal.followups.proposals import all_proposals, proposals
from journal.history.undo import latest, redo, undo
from journal.history.versions import bring_back as revert
from journal.history.versions import history, keep
from journal.library.library import Library, read_library
from journal.opening.journal import Journal
from journal.review.adding import add_cards
from journal.review.asking import ask
from journal.review.reviews import answer, rate
from journal.review.reviews import undo as undo_answer
from journal.review.session import start_review_session
from journal.sample.filling import written
from journal.search.searching import search
from journal.weeks.bin import bring_back, contents, delete
from journal.weeks.week_rows import all_weeks
from journal.weeks.weeks import add_entry, open_week, save
from tests.support.app import NearRunner
from tests.support.journal import Clock, Importing

FIRST = "# 第一周周记 2024.06.30 ~ 2024.07.06\n\n学了卷积。\n"
SECOND = "# 第二周周记 2024.07.07 ~ 2024.07.14\n\n我先跳过了RNN（今晚就学）。\r\n也学了卷积。\n"
DESK = Path(__file__).parents[2] / "journal"

Rows = dict[str, list[tuple[Any, ...]]]


def all_rows(store: Store) -> Rows:
    """Every row that undo answers for, as SQLite has it."""
    with store.read() as session:
        ask_for = session.connection().exec_driver_sql
        names = [name for name in SQLModel.metadata.tables if name not in noting.NOT_NOTED]
        return {name: sorted(map(tuple, ask_for(f'SELECT * FROM "{name}"').all())) for name in names}


def derived(journal: Journal) -> dict[str, Any]:
    """What is made from the rows: mentions and the full-text index."""
    with journal.store.read() as session:
        ask_for = session.connection().exec_driver_sql
        words = {name: sorted(map(tuple, ask_for(f"SELECT rowid, words FROM {name}").all())) for name in INDEXES}
        return {"counts": mentions.counts(session), **words}


INDEXES = ("week_words", "item_words")


def everything(journal: Journal) -> tuple[Rows, dict[str, Any]]:
    return all_rows(journal.store), derived(journal)


# --- any sequence of use cases ----------------------------------------------------------------------------------

TEXTS = ("今天学了卷积。", "先跳过了RNN（今晚就学），经常容易和卷积搞混。", "忽然想到一个问题：为什么？", "x\x00y", " ")
UseCase = Callable[[Journal, int], object]


def some_week(journal: Journal, n: int) -> int | None:
    found = all_weeks(journal)
    return found[n % len(found)].id if found else None


def types_on(journal: Journal, n: int) -> None:
    week = open_week(journal, some_week(journal, n))
    for character in TEXTS[n % len(TEXTS)]:
        week = save(journal, week, week.body + character)


def rewrites(journal: Journal, n: int) -> None:
    week = open_week(journal, some_week(journal, n))
    save(journal, week, TEXTS[n % len(TEXTS)])


def imports(journal: Journal, n: int) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "log.md"
        path.write_text(f"{(FIRST, SECOND, FIRST + SECOND)[n % 3]}{TEXTS[n % 3]}\n", encoding="utf-8")
        import_path(journal, path)


def deletes(journal: Journal, n: int) -> None:
    if (week_id := some_week(journal, n)) is not None:
        delete(journal, week_id)


def undeletes(journal: Journal, n: int) -> None:
    if contents(journal):
        bring_back(journal)


def reverts(journal: Journal, n: int) -> None:
    if (week_id := some_week(journal, n)) is not None:
        rows = history(journal, week_id)
        revert(journal, week_id, rows[n % len(rows)])


def decides(how: Callable[[Journal, Any], object]) -> UseCase:
    def decide(journal: Journal, n: int) -> None:
        entries = [*all_proposals(journal), *open_followups(journal, and_done=True)]
        if entries:
            how(journal, entries[n % len(entries)])

    return decide


def answers(journal: Journal, n: int) -> None:
    review_session = start_review_session(journal)
    if review_session.card is not None:
        asked = ask(journal, review_session)
        outcome = answer(journal, asked, written(asked.variant.truth), "sure", 5.0 + n)
        if n % 3 == 0:
            rate(journal, outcome, n % 4 + 1)
        elif n % 3 == 1:
            undo_answer(journal, outcome)


USE_CASES: dict[str, UseCase] = {
    "types on": types_on,
    "rewrites": rewrites,
    "adds": lambda journal, n: add_entry(journal, ("昨天：学了RNN", "上周日：学了池化", "随便一句")[n % 3]),
    "imports": imports,
    "deletes": deletes,
    "undeletes": undeletes,
    "reverts": reverts,
    "takes": decides(accept),
    "dismisses": decides(dismiss),
    "finishes": decides(finish),
    "parks": lambda journal, n: park(journal, TEXTS[n % 3]),
    "enlists": lambda journal, n: add_cards(journal, ("convolution", "rnn", "pooling")[n % 3]),
    "answers": answers,
    "closes": lambda journal, n: keep(journal, some_week(journal, n) or 0),
}


@pytest.fixture(scope="session")
def library(library_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    return read_library(tmp_path_factory.mktemp("none"), ours=library_folder)


@contextmanager
def opened(folder: Path, library: Library, clock: Clock) -> Iterator[Journal]:
    journal = Journal(Settings(folder), open_store(folder / "journal.db"), library, NearRunner(), clock)
    yield journal
    journal.close()
    assert examine_file(folder / "journal.db").is_sound


@given(st.lists(st.tuples(st.sampled_from(sorted(USE_CASES)), st.integers(0, 60), st.integers(0, 20)), max_size=14))
@settings(max_examples=25)
def test_s9_whatever_was_done_undo_leads_to_the_start_and_redo_to_the_end(
    library: Library, done: list[tuple[str, int, int]]
) -> None:
    """Any sequence of use cases; the app is closed and opened again before, between and after undo and redo."""
    use("en")
    clock = Clock()
    with TemporaryDirectory() as folder:
        home = Path(folder)
        with opened(home, library, clock) as journal:
            start = everything(journal)
            for name, n, minutes in done:
                clock.now += timedelta(minutes=minutes)
                USE_CASES[name](journal, n)
            end = everything(journal)
        with opened(home, library, clock) as journal:
            taken_back = until_none_is_left(journal, undo)
            assert everything(journal) == start
        with opened(home, library, clock) as journal:
            for _ in range(taken_back):  # and no more: an answer that was undone on the way stays so
                redo(journal)
            assert everything(journal) == end
            assert until_none_is_left(journal, undo) == taken_back
            assert everything(journal) == start


def until_none_is_left(journal: Journal, how: Callable[[Journal], object]) -> int:
    """Takes back, or does again, all that there is; says how many steps it was."""
    count = 0
    while True:
        try:
            how(journal)
        except UserError:
            return count
        count += 1


def test_every_use_case_changes_something_that_undo_takes_back(library: Library, tmp_path: Path) -> None:
    """So that the sequences above prove what they seem to."""
    clock = Clock()
    with opened(tmp_path, library, clock) as journal:
        imports(journal, 2)
        done = set()
        for name, use_case in USE_CASES.items():
            for n in range(6):
                before = everything(journal)
                clock.now += timedelta(minutes=30)
                use_case(journal, n)
                if everything(journal) != before:
                    done.add(name)
                    break
        assert done == set(USE_CASES)


def test_every_use_case_that_writes_names_its_step() -> None:
    """But for those that note what the app itself has done."""
    unnamed = {
        ("journal", "_refresh"),
        ("repair", "_index"),
        ("interrupted", "begin"),
        ("interrupted", "end"),
        ("training", "train"),
        ("trust", "trust"),
        ("trust", "distrust"),
        ("weights", "dismiss"),
        ("exporting", "given_out"),  # what was given out last, which tells what came back
        ("mirroring", "_write"),
        ("rounds", "_found_again"),  # what came from another device
        ("rounds", "_taken_in"),
        ("rounds", "_note_arrival"),
        ("syncing", "leave"),
        ("reasons", "with_reason"),  # a sentence beside an answer
        ("setting", "keep"),  # half-written code
        ("setting", "forget"),
    }
    writing = {
        (path.stem, each.name): "undo_log.begin" in ast.unparse(each) or "undo_log.join" in ast.unparse(each)
        for path in sorted(each for each in DESK.rglob("*.py") if each.parent.name != "db")
        for each in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(each, ast.FunctionDef) and "store.write(" in ast.unparse(each)
    }
    through_others = {
        ("reviews", "record"),
        ("reviews", "rate"),
        ("reviews", "undo"),
        ("undo", "_turn"),
        ("anki_decks", "import_deck"),
        ("journal", "_take_in_repeats"),
    }
    assert {name for name, names_it in writing.items() if not names_it} == unnamed | through_others


# --- one by one ---------------------------------------------------------------------------------------------------


@pytest.fixture
def week(journal: Journal, imported: Importing) -> int:
    """The id of the second of two weeks."""
    return imported(FIRST + SECOND)[1].id


def test_s9_edit_delete_undo_gives_the_text_back_byte_for_byte(journal: Journal, week: int) -> None:
    edited = save(journal, open_week(journal, week), f"{SECOND}又学了池化。\r\n\x00\n").body
    delete(journal, week)
    assert undo(journal).text == "deleted 第二周周记 2024.07.07 ~ 2024.07.14"
    assert open_week(journal, week).body == edited
    undo(journal)
    assert open_week(journal, week).body == SECOND


def test_an_hour_of_writing_is_taken_back_to_where_one_paused_and_each_text_is_among_the_versions(
    journal: Journal, week: int, clock: Clock
) -> None:
    clock.now += timedelta(hours=1)
    for minute in range(20):
        clock.now += timedelta(minutes=1 if minute != 10 else 15)
        opened_week = open_week(journal, week)
        save(journal, opened_week, f"{opened_week.body}{minute},")
    whole = open_week(journal, week).body
    undo(journal)
    assert open_week(journal, week).body == SECOND + "".join(f"{minute}," for minute in range(10))
    undo(journal)
    assert open_week(journal, week).body == SECOND
    redo(journal)
    redo(journal)
    assert open_week(journal, week).body == whole


def test_a_cut_is_a_step_of_its_own(journal: Journal, week: int) -> None:
    long = SECOND + "又学了一点。" * 20
    save(journal, open_week(journal, week), long)
    save(journal, open_week(journal, week), "")
    undo(journal)
    assert open_week(journal, week).body == long


def test_what_was_taken_back_and_written_over_is_still_among_the_versions(journal: Journal, week: int) -> None:
    save(journal, open_week(journal, week), f"{SECOND}一小时的工夫。")
    undo(journal)
    save(journal, open_week(journal, week), f"{SECOND}别的。")
    assert f"{SECOND}一小时的工夫。" in [row.body for row in history(journal, week)]
    with pytest.raises(UserError, match="Nothing to redo"):
        redo(journal)


def test_with_a_week_its_concepts_questions_and_place_in_the_search_come_and_go(journal: Journal, week: int) -> None:
    add_entry(journal, "今天：学了池化。")
    assert [hit.id for hit in search(journal, "池化 kind:week").hits] == [week]
    undo(journal)
    assert search(journal, "池化 kind:week").hits == ()
    assert derived(journal)["counts"] == {"convolution": 2, "rnn": 1}


def test_the_steps_are_listed_the_latest_first_and_what_was_taken_back_above(journal: Journal, week: int) -> None:
    park(journal, "一个很长的想法" * 20)
    finish(journal, accept(journal, proposals(journal, week)[0]))
    undo(journal)
    told = [(row.text.split(" ")[0], row.undone) for row in latest(journal, 10)]
    assert told == [("marked", True), ("noted", False), ("parked", False), ("imported", False)]
    assert latest(journal, 10)[2].text.endswith("…”")


def test_nothing_to_take_back_is_told(journal: Journal) -> None:
    with pytest.raises(UserError, match="Nothing to undo"):
        undo(journal)


def test_an_answer_is_taken_back_although_something_else_was_done_since(
    library: Library, tmp_path: Path, clock: Clock
) -> None:
    with opened(tmp_path, library, clock) as journal:
        add_cards(journal, "convolution")
        before = all_rows(journal.store)
        asked = ask(journal, start_review_session(journal))
        outcome = answer(journal, asked, written(asked.variant.truth), "sure", 5.0)
        park(journal, "一个想法")
        undo_answer(journal, outcome)
        after = all_rows(journal.store)
        assert after["item"] != []
        assert {**after, "item": []} == before
        with pytest.raises(UserError, match="Only the last answer"):
            undo_answer(journal, outcome)
        assert redo(journal).text.startswith("answered ")


def test_an_answer_of_an_earlier_run_is_taken_back(library: Library, tmp_path: Path, clock: Clock) -> None:
    with opened(tmp_path, library, clock) as journal:
        add_cards(journal, "convolution")
        before = all_rows(journal.store)
        asked = ask(journal, start_review_session(journal))
        rate(journal, answer(journal, asked, written(asked.variant.truth), "sure", 5.0), 2)
    with opened(tmp_path, library, clock) as journal:
        assert undo(journal).text.startswith("answered ")
        assert all_rows(journal.store) == before
        assert start_review_session(journal).card == asked.card.id


def test_a_step_keeps_its_words_in_the_language_of_whoever_reads_them(journal: Journal, week: int) -> None:
    delete(journal, week)
    use("zh")
    assert latest(replace(journal), 1)[0].text == "删除“第二周周记 2024.07.07 ~ 2024.07.14”"
