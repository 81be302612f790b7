"""A concept file is read without running it, and one that breaks the form is shown as broken, never raised."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path
from unittest.mock import Mock

import pytest

from journal.authoring import CURVES, curve
from journal.core.languages import Translated
from journal.core.marks import visible_line
from journal.library import reading
from journal.library.concept import Broken, Concept
from journal.library.reading import body_line, read_concept
from tests.runner.conftest import CONCEPT

MINIMAL = '''"""Title"""

from journal.authoring import question, whole


def demo(n=whole(1, 9)):
    return n


@question("What?", "什么？")
def what(out):
    return out
'''


def devices(path: Path) -> None:
    path.symlink_to("/dev/zero")


def hole(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2**30)


def read(folder: Path, source: str | bytes) -> Concept | Broken:
    path = folder / "a_concept.py"
    path.write_bytes(source if isinstance(source, bytes) else source.encode())
    return read_concept(path, "own", "own")


def whole_concept(folder: Path, source: str = CONCEPT) -> Concept:
    got = read(folder, source)
    assert isinstance(got, Concept), got
    return got


def test_reads_titles_texts_and_names(tmp_path: Path) -> None:
    got = whole_concept(tmp_path)
    assert got.id == "a-concept"
    assert got.title == Translated(en="Stretching", zh="拉伸")
    assert got.text == Translated(en="A row of `n` ones, stretched by `k`.", zh="把 `n` 个 1 拉伸 `k` 倍。")
    assert got.names == ("Stretching", "拉伸", "stretch")
    assert got.has_figure


def test_reads_the_demos_with_their_draws_and_comments(tmp_path: Path) -> None:
    demo = whole_concept(tmp_path).demos["demo"]
    assert demo.parameters == {
        "n": "whole(2, 9)",
        "k": "one_of(3, 5)",
        "size": "one_of((2, 3), (4, 5))",
        "fixed": "7",
    }
    assert demo.body.startswith("# how long it is, told on the way\nprint(")
    assert demo.body.endswith("return torch.ones(n) * k")


def test_the_code_shown_has_the_drawn_values_on_top(tmp_path: Path) -> None:
    code = whole_concept(tmp_path).demos["fails"].code({"n": 4})
    assert code == "n = 4\n\nhelper = n - n\nreturn n // helper"


def test_reads_the_courses_of_a_curve_as_choices(tmp_path: Path) -> None:
    path = tmp_path / "one.py"
    path.write_text(MINIMAL.replace('"什么？")', '"什么？", choices=CURVES)'), encoding="utf-8")
    concept = read_concept(path, "t", "own")
    assert isinstance(concept, Concept)
    assert {name: text["zh"] for name, text in concept.questions[0].choices.items()} == CURVES


@pytest.mark.parametrize(
    ("values", "course"),
    [
        ([1, 2, 2, 5], "rises"),
        ([3.0, 1.0], "falls"),
        ([4, 4 + 1e-9, 4], "stays"),
        ([], "stays"),
        ([1, 3, 2, 2], "rises, then falls"),
        ([0, -1, 0], "falls, then rises"),
    ],
)
def test_a_series_of_numbers_draws_a_curve(values: list[float], course: str) -> None:
    assert curve(values) == course


def test_a_series_that_turns_twice_draws_none_of_the_curves() -> None:
    with pytest.raises(ValueError, match="turns 2 times"):
        curve([0, 1, 0, 1])


def test_reads_questions_with_their_wrong_ideas(tmp_path: Path) -> None:
    got = whole_concept(tmp_path)
    total = got.question("total")
    raised = got.question("raised")
    assert total
    assert raised
    assert total.prompt == Translated(en="How much is the sum?", zh="和是多少？")
    assert (total.demo, total.fact) == ("demo", False)
    assert (raised.demo, raised.fact, list(raised.choices)) == ("fails", True, ["ZeroDivisionError", "nothing"])
    (idea,) = total.misconceptions
    assert (idea.name, idea.correction["zh"], idea.body, idea.runs) == (
        "stretched_once",
        "每个 1 都被拉伸。",
        "return n + k",
        False,
    )
    assert got.question("absent") is None


def test_a_wrong_idea_that_runs_the_demo_tells_what_it_changes(tmp_path: Path) -> None:
    source = MINIMAL + '\n\n@what.wrong("No.", "不。")\ndef other(n):\n    return what(demo(n=n + 1))\n'
    question = whole_concept(tmp_path, source).question("what")
    assert question
    assert question.misconceptions[0].changes == {"n": "n + 1"}
    assert question.misconceptions[0].runs


def test_finds_the_line_where_a_body_begins() -> None:
    assert CONCEPT.splitlines()[body_line(CONCEPT, "demo") - 1].strip() == "# how long it is, told on the way"
    assert CONCEPT.splitlines()[body_line(CONCEPT, "fails") - 1].strip() == "helper = n - n"
    with pytest.raises(ValueError, match="absent"):
        body_line(CONCEPT, "absent")


@pytest.mark.parametrize(
    ("broken", "line", "reason"),
    [
        (MINIMAL.replace("return n\n", "return (\n"), 7, "does not parse"),
        (MINIMAL.replace('"""Title"""', ""), 1, "no title"),
        (MINIMAL.replace("n=whole(1, 9)", "n"), 6, "needs a default"),
        (MINIMAL.replace("def what(out)", "def what(out, m)"), 11, "names m"),
        (MINIMAL.replace('"什么？")', '"什么？", of=other)'), 11, "other, which is not in the file"),
        (MINIMAL.replace('"What?"', "f'{1}'"), 10, "plain strings"),
        (MINIMAL + "\nALIASES = 3\n", 14, "ALIASES must be a list"),
        (MINIMAL + "\nZH = 1 + 1\n", 14, "ZH must be one string"),
        (MINIMAL + '\n@absent.wrong("No.")\ndef idea(n):\n    return n\n', 15, "not a question"),
        (MINIMAL.replace('"什么？")', '"什么？", choices=names())'), 10, "choices"),
        (MINIMAL.replace('"什么？")', '"什么？", choices=[[1]])'), 10, "choices"),
        (MINIMAL.replace('"什么？")', '"什么？", choices={1: 2})'), 10, "choices"),
        (MINIMAL.replace('"什么？")', '"什么？", choices={[]: 2})'), 10, "choices"),
        (MINIMAL + "\n\ndef what(out):\n    return 0\n", 15, "two functions are called what"),
        ("x = " + "(" * 5000 + ")" * 5000, 1, ""),
        (b'"""Title\xff"""', 1, "cannot be read"),
        (b"\x00", 1, ""),
        (b"", 1, "no title"),
        (MINIMAL.replace('"什么？")', '"什么？", choices=5)'), 10, "choices"),
        (MINIMAL.replace('"什么？")', '"什么？", choices=True)'), 10, "choices"),
        (MINIMAL.replace('"什么？")', '"什么？", choices=...)'), 10, "choices"),
        (MINIMAL.replace('"什么？")', '"什么？", choices=-1.5e9)'), 10, "choices"),
        (MINIMAL + "a = 1\n" * 500, 409, "more than 400"),
        (b"#" * (2**20 + 1), 1, "larger than 1 MB"),
    ],
)
def test_a_broken_file_says_why_and_where(tmp_path: Path, broken: str | bytes, line: int, reason: str) -> None:
    got = read(tmp_path, broken)
    assert isinstance(got, Broken)
    assert (got.id, got.line) == ("a-concept", line)
    assert reason in got.reason


def test_no_damage_to_a_file_is_ever_raised(tmp_path: Path) -> None:
    """Pieces of a good file are cut out at random; what is left is a concept or broken."""
    rng = random.Random(1)
    kinds = set()
    for _ in range(300):
        start = rng.randrange(len(CONCEPT))
        kinds.add(type(read(tmp_path, CONCEPT[:start] + CONCEPT[start + rng.choice((1, 2, 9, 80)) :])))
    assert kinds == {Concept, Broken}


def test_an_escape_brings_nothing_into_a_text_that_cannot_be_stored(tmp_path: Path) -> None:
    source = MINIMAL.replace('"""Title"""', '"""Title"""\nNAMES = ["half \\ud83d", "nul \\x00"]')
    assert whole_concept(tmp_path, source).aliases == ("half \ufffd", "nul \ufffd")


def test_a_byte_order_mark_and_the_line_ends_of_windows_change_nothing(tmp_path: Path) -> None:
    plain = whole_concept(tmp_path)
    assert read(tmp_path, b"\xef\xbb\xbf" + CONCEPT.replace("\n", "\r\n").encode()) == plain


@pytest.mark.parametrize("name", ["bad\x1b[2J.py", "rtl\u202egnp.py", os.fsdecode(b"caf\xe9.py"), "two\nlines.py"])
def test_a_name_that_cannot_be_shown_makes_the_file_broken(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(MINIMAL, encoding="utf-8")
    got = read_concept(path, "own", "own")
    assert isinstance(got, Broken)
    assert "rename it" in got.reason
    assert visible_line(got.id) == got.id


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir, lambda path: path.symlink_to(path), devices, hole])
def test_what_is_no_ordinary_file_is_broken_and_nobody_waits(make: Callable[[Path], None], tmp_path: Path) -> None:
    make(tmp_path / "odd.py")
    got = read_concept(tmp_path / "odd.py", "own", "own")
    assert isinstance(got, Broken)
    assert got.reason


def test_whatever_reading_a_file_raises_makes_it_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for error in (
        TypeError("odd"),
        KeyError("x"),
        ZeroDivisionError(),
        AssertionError(),
        UnicodeError(),
        MemoryError(),
    ):
        monkeypatch.setattr(reading, "_titled", Mock(side_effect=error))
        assert isinstance(read(tmp_path, MINIMAL), Broken)


def test_a_file_that_is_gone_is_broken(tmp_path: Path) -> None:
    assert isinstance(read_concept(tmp_path / "gone.py", "own", "own"), Broken)
    assert isinstance(read_concept(tmp_path, "own", "own"), Broken)
