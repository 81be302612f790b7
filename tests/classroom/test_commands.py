"""The commands of a class, from the list of names to a comment that is read: what is shown is what leaves."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psycopg
import pytest

from journal.classroom.inviting import address_for, people_of
from journal.cli import main
from journal.core.messages import UserError
from tests.classroom.conftest import Hub, MakeHub
from tests.classroom.handing import content, hand_in
from tests.support.library import lay_index

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(
    tmp_path: Path,
    library_index: Path,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """Runs a command line of somebody, each in a home of their own; gives its status and what it printed."""
    monkeypatch.setenv("LANG", "en_US.UTF-8")

    def run(who: str, *arguments: str) -> tuple[int, str]:
        lay_index(library_index, tmp_path / who)
        capfdbinary.readouterr()
        status = main(["--home", str(tmp_path / who), *arguments])
        return status, capfdbinary.readouterr().out.decode()

    return run


def told(done: tuple[int, str]) -> Any:
    """The JSON that a command printed."""
    return json.loads(done[1])


def test_two_commands_make_a_class_and_join_it(make_classes: MakeHub, tmp_path: Path, run: Run) -> None:
    owner = make_classes().owner
    roster = tmp_path / "roster.csv"
    roster.write_text("name,email\n李雷,li@uni.example\nHan Meimei\n", encoding="utf-8")
    invite = ("class", "invite", str(roster), owner, "--class", "ML 2026", "--teacher", "Prof. Wu")
    status, out = run("owner", *invite)
    assert status == 0
    lines = out.splitlines()
    assert [line.split(": ")[0] for line in lines] == ["Prof. Wu", "李雷", "Han Meimei"]
    url = lines[1].split("'")[1]
    assert run("li", "class", "join", url) == (
        0,
        "Joined ML 2026. Your teachers see your name, and what you hand in; nothing else\n",
    )
    assert (tmp_path / "li" / "class").stat().st_mode & 0o077 == 0
    again = told(run("owner", *invite, "--json"))
    assert again["invitations"] == []
    assert again["known"] == ["Prof. Wu", "李雷", "Han Meimei"]
    assert "postgres" in again["open_to_all"]


def test_a_hand_in_shows_byte_for_byte_what_is_sent_and_is_withdrawn(
    class_of_four: Hub, postgresql: str, run: Run
) -> None:
    hub = class_of_four
    run("ada", "class", "join", hub.people["Ada"])
    run("ada", "add", '学了卷积：输出尺寸 = ⌊(n + 2p − k) / s⌋ + 1 \t"引号" \\ 😀')
    status, shown = run("ada", "class", "hand-in", "--show")
    assert status == 0
    assert "学了卷积" in shown
    assert stored(hub, postgresql) == []
    assert run("ada", "class", "hand-in", "--yes")[0] == 0
    assert [text.encode() + b"\n" for text in stored(hub, postgresql)] == [shown.encode()]
    assert told(run("ada", "class", "hand-in", "--yes", "--json"))["sent"] is False
    run("ada", "add", "又学了池化")
    assert told(run("ada", "class", "hand-in", "--yes", "--json"))["sent"] is True
    assert len(stored(hub, postgresql)) == 2
    week = told(run("ada", "weeks", "--json"))[0]["starts"]
    assert told(run("ada", "class", "withdraw", week, "--json"))["withdrawn"] == 2
    assert stored(hub, postgresql) == []
    assert run("ada", "class", "withdraw", week)[0] == 1


def stored(hub: Hub, postgresql: str) -> list[str]:
    """What the database holds, as its owner finds it in any column of any table of classes."""
    with psycopg.connect(f"{postgresql.rpartition('/')[0]}/{hub.owner.rpartition('/')[2]}") as root:
        assert root.execute("SELECT count(*) FROM hub.row").fetchone() == (0,)
        return [str(text) for (text,) in root.execute("SELECT content FROM class.handin ORDER BY at").fetchall()]


def test_without_a_yes_nothing_is_sent(
    class_of_four: Hub, postgresql: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("ada", "class", "join", class_of_four.people["Ada"])
    run("ada", "add", "学了池化")
    monkeypatch.setattr(
        "journal.classroom.commands.learner.agreed", lambda question: "bytes and nothing else" not in question
    )
    assert run("ada", "class", "hand-in")[0] == 1
    assert stored(class_of_four, postgresql) == []


def test_a_teacher_reads_comments_and_assigns_and_the_learner_finds_it(class_of_four: Hub, run: Run) -> None:
    hub = class_of_four
    run("li", "class", "join", hub.people["Li"])
    run("bo", "class", "join", hub.people["Bo"])
    hand_in(hub.people["Bo"], content("学了卷积。"))
    status = told(run("li", "class", "status", "--json"))
    assert [(each["name"], each["handed_in"], each["words"]) for each in status["learners"]] == [
        ("Ada", False, None),
        ("Bo", True, 6),
        ("Chen", False, None),
        ("Dai", False, None),
    ]
    assert "1 of 4 handed in" in run("li", "class", "status")[1]
    assert told(run("li", "class", "read", "bo", "--json"))["content"] == content("学了卷积。")
    assert run("li", "class", "comment", "bo", "Good. And the padding?")[0] == 0
    assert run("li", "class", "assign", "conv-output-size", "--by", "2026-12-24")[0] == 0
    mine = run("bo", "class", "read")[1]
    assert "学了卷积。" in mine
    assert mine.rstrip().endswith("Good. And the padding?")
    own = told(run("bo", "class", "status", "--json"))
    assert own["assignments"] == [{"concept": "conv-output-size", "due": "2026-12-24"}]
    assert [each["body"] for each in own["comments"]] == ["Good. And the padding?"]
    assert own["learners"] == []
    assert run("li", "class", "assign", "conv-output-size", "--back")[0] == 0
    assert run("li", "class", "assign", "conv-output-size", "--back")[0] == 1
    assert run("bo", "class", "comment", "bo", "x")[0] == 1
    assert run("li", "class", "hand-in", "--yes")[0] == 1


def test_the_misconceptions_of_a_class_are_told_in_words(class_of_four: Hub, run: Run) -> None:
    run("li", "class", "join", class_of_four.people["Li"])
    for name in ("Ada", "Bo", "Chen"):
        hand_in(class_of_four.people[name], content(held=True))
    (found,) = told(run("li", "class", "misconceptions", "--json"))
    assert (found["holders"], found["concept"]) == (3, "conv-output-size")
    assert found["says"]


def test_who_leaves_takes_all_along(class_of_four: Hub, postgresql: str, run: Run, tmp_path: Path) -> None:
    run("chen", "class", "join", class_of_four.people["Chen"])
    hand_in(class_of_four.people["Chen"], content())
    assert told(run("chen", "class", "leave", "--yes", "--json")) == {"left": "ml", "withdrawn": 1}
    assert stored(class_of_four, postgresql) == []
    assert not (tmp_path / "chen" / "class").exists()
    assert run("chen", "class", "status")[0] == 1


@pytest.mark.parametrize(
    ("roster", "names"),
    [
        ("Ada\nBo\n", ["Ada", "Bo"]),
        ("姓名,学号\n李雷,1\n\n# later\n", ["李雷"]),
        ("", []),
    ],
)
def test_a_list_has_a_name_a_line(roster: str, names: Sequence[str]) -> None:
    assert [each.name for each in people_of(roster, [])] == names


def test_two_of_one_name_are_told_apart_by_their_owner() -> None:
    with pytest.raises(UserError) as refused:
        people_of("张伟\n张伟\n", [])
    assert refused.value.key == "class.twice"


@pytest.mark.parametrize(
    ("url", "found"),
    [
        (
            "postgresql://owner:secret@h.example:5433/db?sslmode=require",
            "postgresql://m:p@h.example:5433/db?sslmode=require",
        ),
        ("postgres://h/db", "postgres://m:p@h/db"),
        ("postgresql://h/db?user=owner&password=secret&sslmode=require", "postgresql://m:p@h/db?sslmode=require"),
    ],
)
def test_an_invitation_says_nothing_of_the_owner(url: str, found: str) -> None:
    assert address_for(url, "m", "p") == found
