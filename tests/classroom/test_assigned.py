"""What a teacher assigned is on the learner's Today until it is begun, as it was last heard of."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from journal.classroom import queries
from journal.classroom.membership import forget, hear, join, member
from journal.classroom.overview import overview
from journal.core.settings import Settings
from journal.sync.connecting import connected
from journal.today.assigned import keep, keep_one
from journal.today.today import today
from tests.classroom.conftest import Hub
from tests.support.app import settings as settings
from tests.sync.devices import answer, device

FRIDAY = date(2024, 7, 12)


def assign(hub: Hub, concept: str, due: date | None = None) -> None:
    """Has the class learn a concept."""
    with connected(hub.people["Li"]) as teacher:
        (of,) = queries.classes(teacher)
        queries.assign(teacher, of.id, concept, due)


def test_it_is_listed_until_a_question_of_it_was_answered(class_of_four: Hub, tmp_path: Path, library: Path) -> None:
    learner = device(tmp_path / "learner", library)
    join(learner.settings, class_of_four.people["Ada"])
    due = learner.today + timedelta(days=3)
    assign(class_of_four, "not_ours")
    assign(class_of_four, "convolution", due)
    assert today(learner).assigned == []
    assert hear(learner.settings)
    assert not hear(learner.settings)
    first, second = today(learner).assigned
    assert (first.name, first.due, first.when(learner.today)) == ("convolution", due, "due in 3 days")
    assert first.when(due + timedelta(days=2)) == "2 days late"
    assert (second.name, second.concept, second.when(due)) == ("not_ours", None, "")
    answer(learner, "convolution", "places", right=False)
    assert [each.name for each in today(learner).assigned] == ["not_ours"]
    forget(learner.settings)
    assert today(learner).assigned == []
    assert not learner.settings.assigned.exists()
    learner.close()


def test_the_overview_of_a_learner_brings_it_too(class_of_four: Hub, tmp_path: Path, library: Path) -> None:
    learner = device(tmp_path / "learner", library)
    join(learner.settings, class_of_four.people["Ada"])
    assign(class_of_four, "convolution")
    with member(learner.settings) as one:
        overview(learner, one)
    assert [each.name for each in today(learner).assigned] == ["convolution"]
    learner.close()


def test_each_class_has_its_own(settings: Settings) -> None:
    assert keep(settings, {"ml": [("convolution", FRIDAY)], "nlp": [("rnn", None)]})
    assert not keep_one(settings, "ml", [("convolution", FRIDAY)])
    assert keep_one(settings, "ml", [])
    assert settings.assigned.read_text("utf-8") == '{"ml": [], "nlp": [["rnn", null]]}\n'
    assert settings.assigned.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", ["", "{", "[]", '{"ml": 3}', '{"ml": [["a", "soon"]]}', '{"ml": [["a"]]}'])
def test_a_file_that_is_none_of_ours_is_as_good_as_none(settings: Settings, content: str) -> None:
    settings.assigned.write_text(content, "utf-8")
    assert keep_one(settings, "ml", [])
    assert settings.assigned.read_text("utf-8") == '{"ml": []}\n'
