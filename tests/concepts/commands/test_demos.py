"""demo: the code of a concept, really run."""

from __future__ import annotations

from pathlib import Path

import pytest

from journal.core.messages import use
from tests.support.commands import RunJournal


def test_a_demo_prints_its_numbers_its_code_and_what_comes_out(run_journal: RunJournal) -> None:
    result = run_journal("demo", "conv-output-size", "--seed", "3", "--set", "n=32", "--set", "k=5")
    assert result.status == 0
    assert result.lines[0].startswith("n, k, s, p = 32, 5, ")
    assert "    return" not in result.out
    assert "return conv(image)" in result.out
    assert result.lines[-1].startswith("tensor of shape (1, 8, ")


def test_a_demo_as_json_says_all_of_its_run(run_journal: RunJournal) -> None:
    given = ("--set", "n=32", "--set", "k=5", "--set", "s=3", "--set", "p=2")
    run = run_journal("demo", "conv-output-size", *given, "--json").json
    names = {"concept", "seed", "params", "code", "output", "value", "elapsed_ms", "sandbox"}
    assert names <= set(run)
    assert (run["concept"], run["seed"], run["output"]) == ("conv-output-size", 0, "")
    assert run["params"] == {"n": 32, "k": 5, "s": 3, "p": 2}
    assert "(1, 8, 11, 11)" in run["value"]
    assert run["error"] is None
    assert run["elapsed_ms"] > 0
    assert isinstance(run["sandbox"], list)


def test_a_seed_gives_the_same_numbers_each_time_and_another_seed_others(run_journal: RunJournal) -> None:
    first, again, other = (run_journal("demo", "conv-output-size", "--seed", n, "--json").json for n in ("5", "5", "6"))
    assert (first["params"], first["value"]) == (again["params"], again["value"])
    assert first["params"] != other["params"]


def test_a_demo_that_raises_says_so_and_is_a_no(run_journal: RunJournal) -> None:
    given = ("demo", "conv-output-size", "--set", "n=2", "--set", "k=7", "--set", "p=1")
    result = run_journal(*given)
    assert result.status == 1
    assert result.lines[-1].startswith("RuntimeError: ")
    error = run_journal(*given, "--json").json["error"]
    assert (error["type"], error["line"]) == ("RuntimeError", 3)


def test_a_figure_is_written_as_a_picture(run_journal: RunJournal, tmp_path: Path) -> None:
    path = tmp_path / "figure.png"
    assert run_journal("demo", "conv-output-size", "--figure", str(path)).status == 0
    assert path.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


def test_a_concept_without_a_figure_says_so(run_journal: RunJournal, tmp_path: Path) -> None:
    result = run_journal("demo", "tensor-broadcasting", "--figure", str(tmp_path / "figure.png"))
    assert (result.status, result.err) == (1, "journal: This concept has no figure.\n")
    assert not (tmp_path / "figure.png").exists()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("K=3", "conv-output-size has no parameter 'K': it has n, k, s, p."),
        ("k", "'k' gives no value: write it as in --set k=3 or --set mode='eval'."),
        ("k=three", "'k=three' gives no value: write it as in --set k=3 or --set mode='eval'."),
    ],
)
def test_a_parameter_that_cannot_be_set_is_one_line(given: str, says: str, run_journal: RunJournal) -> None:
    result = run_journal("demo", "conv-output-size", "--set", given)
    assert (result.status, result.err) == (1, f"journal: {says}\n")


ENDLESS = '"""Endless\n\nNever comes back."""\n\n\ndef demo():\n    while True:\n        pass\n'


def test_a_demo_of_one_s_own_that_never_ends_is_stopped_and_named(run_journal: RunJournal, home: Path) -> None:
    (home / "concepts").mkdir(parents=True)
    (home / "concepts" / "endless.py").write_text(ENDLESS, encoding="utf-8")
    result = run_journal("demo", "endless")
    assert (result.status, result.out, result.err.count("\n")) == (1, "", 1)
    assert result.err.startswith("journal: Stopped after ")


def test_a_run_speaks_the_language_of_the_learner(run_journal: RunJournal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert run_journal("demo", "conv-output-size").lines[-1].startswith("形状为 (1, 8, ")
    use("en")
