"""import, weeks, show, edit."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from journal.core.messages import UserError
from tests.support.commands import LOG, RunJournal


def test_an_import_says_what_it_did_and_what_the_log_brings(run_journal: RunJournal, week: Path) -> None:
    result = run_journal("import", str(week))
    assert result.status == 0
    assert result.lines[0] == "1 week imported."
    assert result.lines[1] == "  第一周周记 2024.07.07 ~ 2024.07.14  37 字"
    assert "new questions to the reviews, at most 12 a day." in result.lines[2]


def test_importing_again_changes_nothing_and_says_so(run_journal: RunJournal, week: Path) -> None:
    run_journal("import", str(week))
    before = run_journal("weeks", "--json").json
    result = run_journal("import", str(week))
    assert result.lines[0] == "1 week was there already: nothing changed."
    assert run_journal("weeks", "--json").json == before


def test_importing_a_changed_file_brings_the_week_up_to_date(run_journal: RunJournal, week: Path) -> None:
    run_journal("import", str(week))
    week.write_text(f"{LOG}又学了GRU。\n", encoding="utf-8", newline="")
    result = run_journal("import", str(week), "--json")
    assert (result.json["created"], result.json["updated"], result.json["skipped"]) == (0, 1, 0)
    assert result.json["new_cards"] > 0
    assert run_journal("show", "1", "--json").json["body"] == f"{LOG}又学了GRU。\n"


def test_an_import_as_json_names_the_weeks(run_journal: RunJournal, week: Path) -> None:
    first, second = (run_journal("import", str(week), "--json").json for _ in range(2))
    assert (first["created"], first["updated"], first["skipped"]) == (1, 0, 0)
    assert (second["created"], second["updated"], second["skipped"]) == (0, 0, 1)
    assert first["weeks"] == second["weeks"] == [run_journal("weeks", "--json").json[0]["id"]]


def test_several_weeks_in_one_file_are_listed_in_the_order_of_time(run_journal: RunJournal, week: Path) -> None:
    later = "# 第二周周记 2024.07.15 ~ 2024.07.21\n学了GNN。\n"
    week.write_text(later + LOG, encoding="utf-8")
    assert run_journal("import", str(week)).lines[0] == "2 weeks imported."
    result = run_journal("weeks", "--json")
    assert [(each["number"], each["starts"], each["ends"]) for each in result.json] == [
        (1, "2024-07-07", "2024-07-14"),
        (2, "2024-07-15", "2024-07-21"),
    ]
    assert set(result.json[0]) == {"id", "number", "starts", "ends", "title", "words", "goal"}
    assert (result.json[0]["words"], result.json[0]["goal"]) == (37, 800)
    assert [line.split()[-1] for line in run_journal("weeks").lines] == ["37/800", "4/800"]


def test_a_file_that_is_not_there_is_one_line_and_the_answer_no(run_journal: RunJournal) -> None:
    result = run_journal("import", "nothing.md")
    assert (result.status, result.out, result.err) == (1, "", "journal: There is no file nothing.md.\n")


def test_a_file_that_does_not_say_its_week_is_not_imported(run_journal: RunJournal, week: Path) -> None:
    week.write_text("学了GNN。\n", encoding="utf-8")
    result = run_journal("import", str(week))
    assert result.status == 1
    assert "does not say which days" in result.err
    assert run_journal("weeks", "--json").json == []


def test_an_empty_journal_says_how_to_begin(run_journal: RunJournal) -> None:
    assert run_journal("weeks").lines == ["No log yet. Open `journal` and press w, or `journal import FILE`."]


@pytest.mark.parametrize("name", ["1", "第1周", "第一周", "2024-W28", "2024-07-10", "2024.07.14"])
def test_s6_a_week_is_shown_byte_for_byte_by_any_of_its_names(name: str, run_journal: RunJournal, week: Path) -> None:
    run_journal("import", str(week))
    result = run_journal("show", name)
    assert result.status == 0
    assert result.out == LOG


def test_a_week_as_json_holds_its_text_unescaped(run_journal: RunJournal, week: Path) -> None:
    run_journal("import", str(week))
    result = run_journal("show", "1", "--json")
    assert result.json["body"] == LOG
    assert result.json["title"] in result.out


@pytest.mark.parametrize("name", ["9", "2030-01-01", "nonsense"])
def test_a_week_that_is_not_there_is_one_line(name: str, run_journal: RunJournal, week: Path) -> None:
    run_journal("import", str(week))
    result = run_journal("show", name)
    assert (result.status, result.out, result.err.count("\n")) == (1, "", 1)
    assert name in result.err


# --- the user's editor ------------------------------------------------------------------------------------------


def editor(folder: Path, program: str) -> str:
    """The command of an editor that does what `program` says with the text `body`."""
    script = folder / "editor.py"
    lines = ("import sys", "from pathlib import Path", "path = Path(sys.argv[-1])", "body = path.read_bytes().decode()")
    script.write_text("\n".join((*lines, program)), encoding="utf-8")
    return f'"{sys.executable}" "{script}" --wait'


def test_what_the_editor_saves_is_stored_and_searched_for_concepts(
    run_journal: RunJournal, week: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_journal("import", str(week))
    monkeypatch.setenv("EDITOR", editor(week.parent, "path.write_bytes((body + '又学了GRU。').encode())"))
    result = run_journal("edit", "1")
    assert (result.status, result.out) == (0, "第一周周记 2024.07.07 ~ 2024.07.14: saved, 42 字.\n")
    assert run_journal("show", "1").out == f"{LOG}又学了GRU。"
    assert run_journal("concept", "GRU", "--json").json["mentions"]


def test_an_editor_that_saves_nothing_changes_nothing(
    run_journal: RunJournal, week: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_journal("import", str(week))
    monkeypatch.setenv("VISUAL", editor(week.parent, "pass"))
    monkeypatch.setenv("EDITOR", "must-not-be-started")
    result = run_journal("edit", "1")
    assert (result.status, result.out) == (1, "Nothing was changed.\n")


@pytest.mark.parametrize(
    ("command", "says"),
    [("", "No editor is set"), ("no-such-editor", "no-such-editor could not be run"), ("false", "could not be run")],
)
def test_an_editor_that_cannot_be_run_is_one_line_and_changes_nothing(
    command: str, says: str, run_journal: RunJournal, week: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_journal("import", str(week))
    monkeypatch.setenv("EDITOR", command)
    result = run_journal("edit", "1")
    assert (result.status, result.err.count("\n")) == (1, 1)
    assert says in result.err
    assert run_journal("show", "1").out == LOG


@pytest.mark.parametrize("colon", [":", "："])
def test_s7_a_line_is_added_to_the_week_of_its_day_and_its_tag_is_found(
    colon: str, run_journal: RunJournal, week: Path
) -> None:
    run_journal("import", str(week))
    result = run_journal("add", f"2024-07-13{colon}学了池化层 #CNN", "--json")
    assert (result.status, result.json) == (0, {"week": 1, "date": "2024-07-13", "text": "学了池化层 #CNN"})
    assert run_journal("show", "1").out == f"{LOG}\n学了池化层 #CNN\n"
    assert run_journal("tags", "--json").json == [{"tag": "CNN", "count": 1}]
    assert run_journal("search", "tag:cnn", "--json").json[0]["id"] == 1


def test_s7_a_line_is_read_from_the_standard_input(run_journal: RunJournal, week: Path) -> None:
    run_journal("import", str(week))
    assert run_journal("add", "-", text="2024-07-13：学了池化层\n").status == 0
    assert run_journal("show", "1").out.endswith("\n\n学了池化层\n")


def test_s7_without_a_text_the_editor_opens(
    run_journal: RunJournal, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", editor(home.parent, "path.write_text('2024-07-13：学了BN\\n\\n还有GNN', 'utf-8')"))
    result = run_journal("add", "--json")
    assert (result.status, result.json["date"], result.json["text"]) == (0, "2024-07-13", "学了BN\n\n还有GNN")
    assert list(home.glob("editing-*")) == []


def test_s7_an_empty_text_saves_nothing(run_journal: RunJournal, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", editor(home.parent, "path.write_text(' \\n', 'utf-8')"))
    result = run_journal("add")
    assert (result.status, result.out) == (1, "Nothing was changed.\n")
    assert run_journal("weeks", "--json").json == []
    assert list(home.glob("editing-*")) == []


def test_s8_what_was_written_in_the_editor_is_kept_and_named_when_it_cannot_be_stored(
    run_journal: RunJournal, week: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_journal("import", str(week))
    program = "path.write_text('宝贵的话', 'utf-8')"
    monkeypatch.setenv("EDITOR", editor(home.parent, program))

    def full(*_: object, **__: object) -> None:
        raise UserError("store.full", path="journal.db")

    for command, name in ((("edit", "1"), "journal.weeks.weeks.save"), (("add",), "journal.weeks.weeks.add_entry")):
        with monkeypatch.context() as patch:
            patch.setattr(name, full)
            result = run_journal(*command)
        (kept,) = home.glob("editing-*")
        assert (result.status, result.err.count("\n")) == (1, 1)
        assert f"is kept in {kept}" in result.err
        assert "is the disk full?" in result.err
        assert kept.read_text(encoding="utf-8") == "宝贵的话"
        assert kept.stat().st_mode & 0o777 == 0o600
        kept.unlink()


@pytest.mark.parametrize("command", [("edit", "1"), ("add",)])
def test_an_editor_that_removes_its_file_changes_nothing(
    command: tuple[str, ...], run_journal: RunJournal, week: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_journal("import", str(week))
    before = run_journal("show", "1").out
    monkeypatch.setenv("EDITOR", editor(week.parent, "path.unlink()"))
    result = run_journal(*command)
    assert (result.status, result.err) == (1, "journal: The editor left no file: nothing was changed.\n")
    assert run_journal("show", "1").out == before
    assert list(home.glob("editing-*")) == []


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16"])
def test_an_editor_that_saves_another_encoding_loses_nothing(
    encoding: str, run_journal: RunJournal, week: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_journal("import", str(week))
    text = run_journal("show", "1").out + "又学了GRU。\n"
    program = f"path.write_bytes((body + '又学了GRU。\\n').encode({encoding!r}))"
    monkeypatch.setenv("EDITOR", editor(week.parent, program))
    result = run_journal("edit", "1")
    assert result.status == 0
    assert result.err.startswith("The editor saved ")
    assert run_journal("show", "1").out == text
    assert list(home.glob("editing-*")) == []


@pytest.mark.parametrize("command", [("edit", "1"), ("add",)])
def test_what_an_editor_saves_in_no_known_encoding_is_kept_and_named(
    command: tuple[str, ...], run_journal: RunJournal, week: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_journal("import", str(week))
    before = run_journal("show", "1").out
    monkeypatch.setenv("EDITOR", editor(week.parent, "path.write_bytes('très cher'.encode('latin-1'))"))
    result = run_journal(*command)
    (kept,) = home.glob("editing-*")
    assert (result.status, result.err.count("\n")) == (1, 1)
    assert str(kept) in result.err
    assert kept.read_bytes() == "très cher".encode("latin-1")
    assert run_journal("show", "1").out == before


def test_an_editor_whose_quotes_do_not_pair_is_one_line(
    run_journal: RunJournal, week: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_journal("import", str(week))
    monkeypatch.setenv("EDITOR", "vi 'x")
    result = run_journal("edit", "1")
    assert (result.status, result.err.count("\n")) == (1, 1)


def test_what_the_editor_saved_before_it_failed_is_kept(
    run_journal: RunJournal, week: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_journal("import", str(week))
    monkeypatch.setenv("EDITOR", editor(week.parent, "path.write_text('宝贵的话', 'utf-8'); sys.exit(1)"))
    result = run_journal("edit", "1")
    (kept,) = home.glob("editing-*")
    assert result.status == 1
    assert str(kept) in result.err
    assert kept.read_text(encoding="utf-8") == "宝贵的话"


# --- the first weekly log ---------------------------------------------------------------------------------------


def test_s4_the_first_weekly_log_is_week_one_of_its_eight_days_byte_for_byte(
    run_journal: RunJournal, seed: Path
) -> None:
    assert run_journal("import", str(seed), "--json").json["created"] == 1
    (row,) = run_journal("weeks", "--json").json
    assert (row["number"], row["starts"], row["ends"]) == (1, "2024-07-07", "2024-07-14")
    assert (row["title"], row["words"]) == ("第一周周记 2024.07.07 ~ 2024.07.14", 1971)
    assert os.fsencode(run_journal("show", "1").out) == seed.read_bytes()
    assert run_journal("import", str(seed), "--json").json["skipped"] == 1
    assert run_journal("weeks", "--json").json == [row]
