"""A week of a class for Moodle, Canvas and a store of xAPI: the forms that their own documentation and code ask for."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from pathlib import Path
from uuid import UUID

import pytest

from journal.classroom.inviting import Person
from journal.cli import main
from tests.classroom.conftest import Hub, MakeHub
from tests.classroom.handing import content, hand_in
from tests.classroom.test_commands import Run
from tests.classroom.test_commands import run as run


@pytest.fixture(scope="module")
def graded(make_classes: MakeHub) -> Hub:
    """A class whose learners have addresses; the first has handed in."""
    ada, bo = Person("Lovelace, Ada", "ada@uni.example"), Person("Bo", "bo@uni.example")
    hub = make_classes(ml=[Person("Li", teaches=True), ada, bo])
    hand_in(hub.people["Lovelace, Ada"], content())
    return hub


def rows(run: Run, hub: Hub, form: str) -> list[list[str]]:
    run("li", "class", "join", hub.people["Li"])
    status, out = run("li", "class", "status", "--for", form)
    assert status == 0
    return list(csv.reader(StringIO(out)))


def test_moodle_finds_the_person_by_the_address_and_one_column_of_marks(graded: Hub, run: Run) -> None:
    """Its import maps any column of the person to `useremail`; a mark left empty changes nothing."""
    assert rows(run, graded, "moodle") == [
        ["Name", "Email address", "Journal 2024-07-08"],
        ["Bo", "bo@uni.example", ""],
        ["Lovelace, Ada", "ada@uni.example", "1"],
    ]


def test_canvas_takes_the_header_and_finds_the_person(graded: Hub, run: Run) -> None:
    """The conditions of its importer on the header, the row of points, and where it looks for the person."""
    header, points, *people = rows(run, graded, "canvas")
    assert len(header) > 3
    assert "Student" in header[0]
    assert "ID" in header[1]
    assert re.match(r"SIS\s+User\s+ID", header[2])
    assert re.match(r"SIS\s+Login\s+ID", header[3])
    student_columns = 3 + 2
    assert "Section" in header[student_columns - 1]
    assert header[student_columns:] == ["Journal 2024-07-08"]
    assert "Points Possible" in points[0]
    assert points[student_columns:] == ["1"]
    assert [(row[0], row[3], row[5]) for row in people] == [
        ("Bo", "bo@uni.example", ""),
        ("Lovelace, Ada", "ada@uni.example", "1"),
    ]
    assert {len(row) for row in (header, points, *people)} == {6}


def test_statements_have_what_xapi_asks_for(graded: Hub, run: Run, tmp_path: Path) -> None:
    run("li", "class", "join", graded.people["Li"])
    (statement,) = json.loads(run("li", "class", "status", "--for", "xapi")[1])
    assert UUID(statement["id"])
    assert statement["actor"]["mbox"] == "mailto:ada@uni.example"
    assert statement["verb"]["id"] == "http://adlnet.gov/expapi/verbs/completed"
    assert re.match(r"[a-z]+:", statement["object"]["id"])
    assert re.fullmatch(r"PT[0-9.]+S", statement["result"]["duration"])
    assert all("://" in key for key in statement["result"]["extensions"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+[+-]\d\d:\d\d", statement["timestamp"])
    assert [statement] == json.loads(run("li", "class", "status", "--for", "xapi")[1])


def test_a_learner_s_own_answers_are_statements_and_stay_on_the_device(graded: Hub, run: Run) -> None:
    run("ada", "class", "join", graded.people["Lovelace, Ada"])
    run("ada", "add", "学了 output size")
    assert run("ada", "quiz", "--count", "1")[0] in (0, 1)
    found = json.loads(run("ada", "class", "status", "--for", "xapi")[1])
    assert [each["verb"]["display"]["en"] for each in found][:1] == ["completed"]
    assert run("ada", "class", "status", "--for", "moodle")[0] == 1
    assert main is not None
