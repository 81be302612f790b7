"""Files that `journal lint` reads: which, of whose, and which texts our own must have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from journal.concepts import lint
from journal.concepts.lint import check, read_files
from journal.core.messages import UserError
from journal.core.settings import Settings
from journal.library import library
from journal.library.concept import Broken
from journal.opening.journal import Journal, open_journal

ENGLISH_ONLY = '''"""Half

Half of n is n / 2."""

from journal.authoring import question, whole


def demo(n=whole(2, 40)):
    return "even" if n % 2 == 0 else "odd"


@question("Is it odd or even?", choices={"odd": "", "even": "偶数"})
def parity(out):
    return out


@parity.wrong("No.")
def always_odd():
    return "odd"
'''


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    opened = open_journal(Settings(tmp_path_factory.mktemp("journal")), lambda: datetime(2024, 7, 14, 21))
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of concept files with a topic in it."""
    topic = tmp_path / "concepts" / "1_numbers"
    topic.mkdir(parents=True)
    (topic / "half.py").write_text(ENGLISH_ONLY, encoding="utf-8")
    (topic.parent / "notes.md").write_text("no concept", encoding="utf-8")
    return topic.parent


def test_a_folder_stands_for_the_concept_files_in_it_and_below(folder: Path) -> None:
    (found,) = read_files([folder])
    assert (found.id, found.topic, found.origin) == ("half", "numbers", "own")
    assert read_files([folder / "1_numbers" / "half.py", folder]) == [found, found]


def test_a_file_that_does_not_parse_is_read_as_broken(folder: Path) -> None:
    (folder / "1_numbers" / "half.py").write_text("def demo(:", encoding="utf-8")
    (found,) = read_files([folder])
    assert isinstance(found, Broken)
    assert found.line == 1


def test_there_must_be_something_to_read(folder: Path) -> None:
    with pytest.raises(UserError, match="There is no file"):
        read_files([folder / "nothing"])


def test_our_own_concepts_must_speak_both_languages_and_a_user_s_need_not(
    journal: Journal, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs, *_ = check(journal, read_files([folder]), 0)
    assert theirs.problems == ()
    monkeypatch.setattr(lint, "OURS", folder)
    (found,) = read_files([folder])
    assert found.origin == "library"
    ours, *_ = check(journal, [found], 0)
    assert [(problem.line, problem.says) for problem in ours.problems] == [
        (1, "There is no Chinese text for the title."),
        (1, "There is no Chinese text for the page."),
        (13, "There is no Chinese text for the question parity."),
        (13, "There is no Chinese text for the choice odd."),
        (18, "There is no English text for what always_odd believes."),
        (18, "There is no Chinese text for what always_odd believes."),
        (18, "There is no Chinese text for the misconception always_odd."),
    ]


def test_a_question_whose_run_is_stopped_is_a_problem_and_the_rest_goes_on(journal: Journal, folder: Path) -> None:
    path = folder / "1_numbers" / "half.py"
    path.write_text(f"{ENGLISH_ONLY}\n\nraise SystemExit(3)\n", encoding="utf-8")
    good = folder / "1_numbers" / "third.py"
    good.write_text(ENGLISH_ONLY, encoding="utf-8")
    *_, stopped, sound = check(journal, read_files([folder]), 4)
    assert stopped.report is None
    assert [problem.says for problem in stopped.problems] == [
        "The run left early, with code 3, before it had a result."
    ]
    assert sound.report
    assert sound.report.seeds == 4


def test_a_demo_that_ends_its_process_leaves_the_other_questions_of_its_file_their_reports(
    journal: Journal, folder: Path
) -> None:
    path = folder / "1_numbers" / "half.py"
    leaving = "\n\ndef leaving(n=whole(1, 9)):\n    raise SystemExit(3)\n"
    path.write_text(f'{ENGLISH_ONLY}{leaving}\n\n@question("Where?", of=leaving)\ndef where(out):\n    return out\n')
    _, sound, stopped = check(journal, read_files([path]), 4)
    assert (sound.report is None, stopped.report) == (False, None)
    assert "code 3" in stopped.problems[0].says


def test_the_library_s_own_folder_is_read_as_ours() -> None:
    assert {found.origin for found in read_files([library.OURS])} == {"library"}
