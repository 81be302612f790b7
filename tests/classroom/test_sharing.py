"""Concept files of a class: checked before they leave and on arrival, and nothing of them runs before a yes."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest

from journal.classroom import queries
from journal.classroom.queries import FileRow
from journal.db import meta
from journal.db.database import open_store
from journal.opening.journal import trust_key
from journal.sync.connecting import connected
from tests.classroom.conftest import Hub
from tests.classroom.test_commands import Run
from tests.classroom.test_commands import run as run
from tests.support.library import CONVOLUTION

BAD = CONVOLUTION.replace("return n - k + 1", "raise SystemExit(open('/tmp/ran', 'w'))")


@pytest.fixture(autouse=True)
def few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check is tested elsewhere; here it need only be made."""
    monkeypatch.setattr("journal.classroom.sharing.MOST", 5)
    monkeypatch.setattr("journal.classroom.sharing.ENOUGH", 5)


@pytest.fixture
def shared(class_of_four: Hub, run: Run, tmp_path: Path) -> Hub:
    """A class whose teacher shares one file."""
    (tmp_path / "places_of_a_kernel.py").write_text(CONVOLUTION, encoding="utf-8")
    run("li", "class", "join", class_of_four.people["Li"])
    run("ada", "class", "join", class_of_four.people["Ada"])
    assert run("li", "class", "share", str(tmp_path / "places_of_a_kernel.py"))[0] == 0
    return class_of_four


def of(hub: Hub) -> UUID:
    with connected(hub.people["Li"]) as li:
        return queries.classes(li)[0].id


def taken(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "ada" / "concepts").glob("*.py"))


def trusted(tmp_path: Path, content: str) -> bool:
    store = open_store(tmp_path / "ada" / "journal.db")
    try:
        with store.read() as session:
            return meta.get(session, trust_key(sha256(content.encode()).hexdigest())) is not None
    finally:
        store.close()


def test_a_file_is_shown_and_taken_after_a_yes(
    shared: Hub, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert json.loads(run("ada", "class", "take", "--json")[1])[0]["new"] is True
    with monkeypatch.context() as no:
        no.setattr("journal.classroom.commands.learner.agreed", lambda _: False)
        no.setattr("journal.classroom.sharing.check", lambda *_: pytest.fail("it ran before a yes"))
        assert run("ada", "class", "take", "places_of_a_kernel") == (1, CONVOLUTION)
    assert taken(tmp_path) == []
    assert not trusted(tmp_path, CONVOLUTION)
    assert run("ada", "class", "take", "places_of_a_kernel", "--yes")[0] == 0
    assert taken(tmp_path) == ["places_of_a_kernel.py"]
    assert trusted(tmp_path, CONVOLUTION)
    assert json.loads(run("ada", "class", "take", "--json")[1])[0]["new"] is False
    assert json.loads(run("ada", "concept", "places-of-a-kernel", "--json")[1])["origin"] == "own"


def test_a_changed_file_is_asked_about_anew_with_what_changed(
    shared: Hub, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("ada", "class", "take", "places_of_a_kernel", "--yes")[0] == 0
    changed = CONVOLUTION.replace("A kernel of `k` fits", "A kernel of `k` cells fits")
    (tmp_path / "places_of_a_kernel.py").write_text(changed, encoding="utf-8")
    assert run("li", "class", "share", str(tmp_path / "places_of_a_kernel.py"))[0] == 0
    monkeypatch.setattr("journal.classroom.commands.learner.agreed", lambda _: False)
    status, out = run("ada", "class", "take", "places_of_a_kernel")
    assert status == 1
    assert "+A kernel of `k` cells fits" in out
    assert not trusted(tmp_path, changed)


def test_a_file_with_problems_neither_leaves_nor_is_taken(shared: Hub, run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.py").write_text(BAD, encoding="utf-8")
    assert run("li", "class", "share", str(tmp_path / "bad.py"))[0] == 1
    with connected(shared.people["Li"]) as li:
        queries.share(li, of(shared), FileRow("bad", sha256(BAD.encode()).hexdigest(), BAD))
    assert run("ada", "class", "take", "bad", "--yes")[0] == 1
    assert taken(tmp_path) == []
    assert not trusted(tmp_path, BAD)


def test_a_file_that_is_not_what_its_sum_says_is_not_offered(shared: Hub, run: Run) -> None:
    with connected(shared.people["Li"]) as li:
        queries.share(li, of(shared), FileRow("forged", sha256(b"other").hexdigest(), CONVOLUTION))
    names = [each["name"] for each in json.loads(run("ada", "class", "take", "--json")[1])]
    assert names == ["places_of_a_kernel"]
    assert run("ada", "class", "take", "forged", "--yes")[0] == 1


def test_the_name_of_a_file_of_the_library_is_not_taken(shared: Hub, run: Run, tmp_path: Path) -> None:
    with connected(shared.people["Li"]) as li:
        queries.share(
            li, of(shared), FileRow("conv_output_size", sha256(CONVOLUTION.encode()).hexdigest(), CONVOLUTION)
        )
    assert run("ada", "class", "take", "conv_output_size", "--yes")[0] == 1
    assert taken(tmp_path) == []


def test_only_a_teacher_shares(shared: Hub, run: Run, tmp_path: Path) -> None:
    assert run("ada", "class", "share", str(tmp_path / "places_of_a_kernel.py"))[0] == 1
