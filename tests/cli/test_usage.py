"""What all commands have in common: usage, languages, encodings, pipes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from journal.cli.commands import COMMANDS
from journal.cli.usage import what_is_wrong
from tests.contracts.processes import environment
from tests.contracts.processes import run_journal as process
from tests.support.commands import RunJournal


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (("nonsense",), "journal"),
        (("--home",), "journal"),
        (("count",), "journal count"),
        (("count", "a", "b"), "journal"),
        (("count", "a", "--by", "page"), "journal count"),
        (("show",), "journal show"),
        (("demo", "bp", "--seed", "x"), "journal demo"),
    ],
)
def test_wrong_usage_is_one_line_that_says_where_help_is(
    arguments: tuple[str, ...], command: str, run_journal: RunJournal
) -> None:
    result = run_journal(*arguments)
    assert (result.status, result.out, result.err.count("\n")) == (2, "", 1)
    assert result.err.startswith(f"{command}: ")
    assert result.err.endswith(f"`{command} --help` explains.\n")


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        (("fcus",), "journal: 没有 fcus 这个命令，也许是 focus"),
        (("nonsense",), "journal: 没有 nonsense 这个命令"),
        (("--home",), "journal: --home 后面要有一个值"),
        (("count",), "journal count: 缺少 FILE"),
        (("count", "a", "b"), "journal: 多出了 b"),
        (("report", "--format", "pdf"), "journal report: --format 只能是 md, html, json，不能是 pdf"),
        (("done", "abc"), "journal done: N 应是数字，不能是 abc"),
        (("focus", "--stop", "--pause"), "journal focus: --pause 和 --stop 不能一起用"),
    ],
)
def test_what_is_wrong_is_said_in_the_language_of_the_user(
    arguments: tuple[str, ...], wrong: str, run_journal: RunJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    result = run_journal(*arguments)
    assert result.status == 2
    assert result.err.startswith(f"{wrong}。")


def test_what_is_wrong_in_a_way_that_is_not_known_is_passed_on() -> None:
    assert what_is_wrong("ambiguous option: --s could match --seed, --set") == (
        "ambiguous option: --s could match --seed, --set"
    )


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_command_explains_itself(language: str, run_journal: RunJournal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", language)
    whole = run_journal("--help")
    assert whole.status == 0
    for command in COMMANDS:
        assert callable(command.handler())
        assert command.name in whole.out
        result = run_journal(command.name, "--help")
        assert result.status == 0
        assert result.out.startswith(f"usage: journal {command.name} ") or f"journal {command.name} " in result.out


def test_s28_the_home_may_be_named_on_the_command_line(run_journal: RunJournal, week: Path, tmp_path: Path) -> None:
    assert run_journal("--home", str(tmp_path / "other"), "import", str(week)).status == 0
    assert (tmp_path / "other" / "journal.db").exists()
    assert run_journal("weeks", "--json").json == []
    assert len(run_journal("--home", str(tmp_path / "other"), "weeks", "--json").json) == 1


def test_the_language_of_the_settings_is_spoken_whatever_the_locale(run_journal: RunJournal, home: Path) -> None:
    (home / "settings.toml").write_text('language = "zh"\n', encoding="utf-8")
    assert run_journal("weeks").out.startswith("还没有周记")
    assert "没有叫“qqqq”的概念" in run_journal("concept", "qqqq").err


def test_settings_that_cannot_be_read_are_one_line(run_journal: RunJournal, home: Path) -> None:
    (home / "settings.toml").write_text("quota = many\n", encoding="utf-8")
    result = run_journal("weeks")
    assert (result.status, result.out, result.err.count("\n")) == (1, "", 1)
    assert "settings.toml" in result.err


@pytest.mark.parametrize("arguments", [("weeks",), ("show", "1"), ("concepts", "卷积"), ("concept", "卷积")])
def test_s28_chinese_stands_in_json_as_it_is(arguments: tuple[str, ...], run_journal: RunJournal, week: Path) -> None:
    run_journal("import", str(week))
    result = run_journal(*arguments, "--json")
    assert "\\u" not in result.out
    assert any("\u4e00" <= character <= "\u9fff" for character in result.out)


# --- in processes of their own ----------------------------------------------------------------------------------


def test_s28_chinese_can_be_named_and_read_in_the_c_locale(week: Path, tmp_path: Path) -> None:
    environ = environment(JOURNAL_HOME=str(tmp_path / "home"), LC_ALL="C")
    assert process("import", week.name, cwd=tmp_path, environ=environ).returncode == 0
    done = process("concept", "池化", cwd=tmp_path, environ=environ)
    assert (done.returncode, done.stderr) == (0, "")
    assert "池化" in done.stdout


@pytest.mark.parametrize("arguments", [("--help",), ("weeks",), ("concept", "pooling"), ()])
def test_s28_a_terminal_that_knows_no_chinese_shows_question_marks(
    arguments: tuple[str, ...], week: Path, tmp_path: Path
) -> None:
    environ = environment(JOURNAL_HOME=str(tmp_path / "home"), PYTHONIOENCODING="ascii")
    process("import", week.name, cwd=tmp_path, environ=environ)
    done = process(*arguments, cwd=tmp_path, environ=environ)
    assert (done.returncode, done.stderr) == (0, "")
    assert "?" in done.stdout
    assert done.stdout.isascii()


def test_json_is_utf_8_whatever_the_terminal_knows(week: Path, tmp_path: Path) -> None:
    environ = environment(JOURNAL_HOME=str(tmp_path / "home"), PYTHONIOENCODING="ascii")
    process("import", week.name, cwd=tmp_path, environ=environ)
    assert "第一周周记" in process("weeks", "--json", cwd=tmp_path, environ=environ).stdout


def test_s28_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "journal", "concepts", "--json"]
    environ = environment(JOURNAL_HOME=str(tmp_path / "home"))
    with subprocess.Popen(
        command, cwd=tmp_path, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.read(1)
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


def test_s28_a_reader_that_never_reads_is_no_error(tmp_path: Path) -> None:
    line = f'"{sys.executable}" -m journal concepts | true'
    environ = environment(JOURNAL_HOME=str(tmp_path / "home"))
    done = subprocess.run(line, shell=True, cwd=tmp_path, env=environ, capture_output=True, check=True, timeout=120)
    assert (done.stdout, done.stderr) == (b"", b"")
