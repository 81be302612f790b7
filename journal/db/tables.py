"""The tables of a journal. Their rows are the values that the rest of the app works with.

Dates and times are naive and local. A `uid` is what a row is called on every device that shares the journal.
`migrations.py` makes the tables in the database; a test holds the two together.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import NaiveDatetime
from sqlalchemy import JSON, Index, LargeBinary, SmallInteger, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from journal.db import identity

_FIGURES = ("verdict", "rating", "confidence", "seconds", "elapsed", "planned", "at")
"""What the figures of Progress are made of: an index holds it all, so that they never read the rows themselves."""


def _no_list() -> list[Any]:
    """A new list. pydantic reads the signature of a factory for each row: a builtin's is a text that is parsed anew."""
    return []


def _no_dict() -> dict[str, Any]:
    return {}


class Week(SQLModel, table=True):
    """One weekly log: from its first day to its last, both included."""

    id: int = Field(default=None, primary_key=True)
    number: int | None = None
    starts: date = Field(index=True)
    ends: date
    title: str
    body: str
    created: NaiveDatetime
    updated: NaiveDatetime
    uid: str | None = Field(default=None, sa_column_kwargs={"default": identity.of_week})


class Mention(SQLModel, table=True):
    """A place in a week's body that speaks of a concept: characters from `start` to before `end`."""

    week_id: int = Field(foreign_key="week.id", ondelete="CASCADE", primary_key=True)
    concept: str = Field(primary_key=True, index=True)
    start: int = Field(primary_key=True)
    end: int


class Card(SQLModel, table=True):
    """A question as it is scheduled. `week_id` is the week that brought it.

    The memory (`stability`, `difficulty`, `due`, `last`) is empty until the first review. A card that was missed is at
    a `step` of its learning until it has been answered right again. It is buried until the day `buried_until`.
    Reviews given before `anew` are of an earlier life of the card, which it was begun anew after. `set_due` is the day
    that the learner set, at the time `set_at`; both are empty again after the next counted review.
    """

    __table_args__ = (
        UniqueConstraint("concept", "question"),
        Index("ix_card_queue", "due", "last", "stability", "buried_until", sqlite_where=text("suspended IS 0")),
        Index("ix_card_new", "concept", "due", sqlite_where=text("due IS NULL")),
        Index("ix_card_step", "last", sqlite_where=text("step IS NOT NULL")),
        Index("ix_card_lapses", "lapses", sqlite_where=text("lapses > 0")),
    )

    id: int = Field(default=None, primary_key=True)
    concept: str
    question: str
    created: NaiveDatetime
    week_id: int | None = Field(default=None, foreign_key="week.id", ondelete="SET NULL")
    suspended: bool = False
    stability: float | None = None
    difficulty: float | None = None
    due: date | None = None
    last: date | None = None
    repetitions: int = 0
    lapses: int = 0
    buried_until: date | None = None
    step: int | None = None
    anew: NaiveDatetime | None = None
    set_due: date | None = None
    set_at: NaiveDatetime | None = None


class Note(SQLModel, table=True):
    """What the learner wrote to remember. Its cards, one for each side, have the concept `note:` and its `uid`.

    `guid` is what Anki knows it by. `answers` are those that a typed one accepts. `concepts` are the ids of those it
    speaks of, `sentence` is what it was made from, in the week `week_id` if it stands in a log.
    """

    id: int = Field(default=None, primary_key=True)
    uid: str = Field(sa_column_kwargs={"unique": True})
    guid: str = Field(sa_column_kwargs={"unique": True})
    kind: str
    front: str
    back: str
    answers: list[str] = Field(default_factory=_no_list, sa_type=JSON)
    tags: list[str] = Field(default_factory=_no_list, sa_type=JSON)
    deck: str = ""
    concepts: list[str] = Field(default_factory=_no_list, sa_type=JSON)
    sentence: str = ""
    week_id: int | None = Field(default=None, foreign_key="week.id", ondelete="SET NULL")
    created: NaiveDatetime
    updated: NaiveDatetime


class Review(SQLModel, table=True):
    """One answer to one variant of a card.

    `day` is the day of study. A `counted` review is the card's first of its day; a `repeat` came later on the day of a
    miss and changed the memory by FSRS's short-term formula; any other was practice and changed nothing. `stability`,
    `difficulty`, `due` and `step` are the card's after the review, `before` is what the review changed in the card, as
    it was. `elapsed` are the days since the counted review before and `planned` those that were meant to pass; both are
    None for the first one, and where the review is not counted. `tz` are the minutes by which the local time was ahead
    of UTC, None where that was not noted yet. `could` are the misconceptions that the variant could show, None where
    that was not noted yet; `offered` are the days on which each of the four ratings would have brought the card back.
    Of the `seconds` from question to answer, `first_key` passed until the first key of it and `away` with the question
    out of sight; meanwhile the concept's `text` or its `code` to run was `opened`. None where that is not known.
    """

    __table_args__ = (
        Index("ix_review_kind", "kind", "id", "seconds"),
        Index("ix_review_ideas", "id", "card_id", "wrong_ideas", sqlite_where=text("wrong_ideas <> '[]'")),
        Index("ix_review_memory", "card_id", "id", "counted", "day", "stability"),
        Index("ix_review_figures", "day", "card_id", "counted", *_FIGURES),
    )

    id: int = Field(default=None, primary_key=True)
    card_id: int = Field(foreign_key="card.id", ondelete="CASCADE")
    at: NaiveDatetime
    day: date
    seed: int
    params: dict[str, Any] = Field(sa_type=JSON)
    kind: str
    truth: Any = Field(sa_type=JSON)
    typed: str
    verdict: str
    wrong_ideas: list[str] = Field(default_factory=_no_list, sa_type=JSON)
    confidence: str
    seconds: float
    suggested: int
    rating: int
    counted: bool = True
    stability: float
    difficulty: float
    due: date
    before: dict[str, Any] = Field(default_factory=_no_dict, sa_type=JSON)
    torch: str = ""
    could: list[str] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    offered: list[str] = Field(default_factory=_no_list, sa_type=JSON, sa_column_kwargs={"server_default": "[]"})
    step: int | None = None
    elapsed: int | None = None
    planned: int | None = None
    uid: str | None = Field(default=None, sa_column_kwargs={"default": identity.drawn})
    tz: int | None = Field(default=None, sa_type=SmallInteger)
    repeat: bool = Field(default=False, sa_column_kwargs={"server_default": "0"})
    first_key: float | None = None
    away: float | None = None
    opened: list[str] | None = Field(default=None, sa_type=JSON(none_as_null=True))

    @property
    def right(self) -> bool:
        return self.verdict == "right"

    @property
    def is_remembered(self) -> bool:
        """Whether it changed the memory of its card."""
        return self.counted or self.repeat


class StudyDay(SQLModel, table=True):
    """What the reviews of one day add up to, as `rows.Day` says. The database keeps it, whoever changes a review."""

    day: date = Field(primary_key=True)
    reviews: int
    right: int
    recalls: int
    recalled: int
    new: int
    seconds: float


class FollowupRow(SQLModel, table=True):
    """Something that the log leaves open, or a sentence of it of which nothing is to be noted (`dismissed`).

    `sentence` is where it comes from as it stood in the text, empty for a line that was parked. `concepts` are the ids
    of those it speaks of, `carried` the ids of the later weeks that it was carried into, `focus_id` the focus session
    that it was parked in. `finding` says what came of an idea or a claim that is done, where that is known.
    """

    __tablename__ = "item"

    id: int = Field(default=None, primary_key=True)
    kind: str
    text: str
    sentence: str = ""
    week_id: int | None = Field(default=None, foreign_key="week.id", ondelete="SET NULL")
    concepts: list[str] = Field(default_factory=_no_list, sa_type=JSON)
    created: NaiveDatetime
    due: date | None = None
    done: NaiveDatetime | None = None
    dismissed: bool = False
    carried: list[int] = Field(default_factory=_no_list, sa_type=JSON, sa_column_kwargs={"server_default": "[]"})
    focus_id: int | None = Field(default=None, foreign_key="focus.id", ondelete="SET NULL")
    finding: str = Field(default="", sa_column_kwargs={"server_default": ""})
    uid: str | None = Field(default=None, sa_column_kwargs={"default": identity.of_item})


class Focus(SQLModel, table=True):
    """A focus session on one topic, planned for `minutes`; it runs until `ended`.

    `pauses` are pairs of times, from and to; the last one has no second time while the session is paused. `concept` is
    the id of the concept that the topic names, if it does.
    """

    id: int = Field(default=None, primary_key=True)
    topic: str
    concept: str | None = None
    minutes: int
    started: NaiveDatetime
    ended: NaiveDatetime | None = None
    pauses: list[list[str]] = Field(default_factory=_no_list, sa_type=JSON)
    uid: str | None = Field(default=None, sa_column_kwargs={"default": identity.drawn})


class HabitEntry(SQLModel, table=True):
    """One mark for a habit, made `at` a time of the study day `day`: a phone pickup, minutes, pages."""

    __tablename__ = "tally"

    id: int = Field(default=None, primary_key=True)
    habit: str
    at: NaiveDatetime
    day: date = Field(index=True)
    amount: float = 1.0
    focus_id: int | None = Field(default=None, foreign_key="focus.id", ondelete="SET NULL")
    uid: str | None = Field(default=None, sa_column_kwargs={"default": identity.drawn})


class Fit(SQLModel, table=True):
    """Weights of FSRS-6 that were fitted to this learner's first `reviews` counted reviews.

    `loss` is their log loss on that many reviews `held_out` in time, `loss_before` that of the weights in use then,
    `error` the standard error of the difference. The last one `taken` is what the schedule works with; `moved` are the
    due dates that changed then, before and after, by the card's id. One `set_aside` is not spoken of again.
    """

    id: int = Field(default=None, primary_key=True)
    at: NaiveDatetime
    reviews: int
    weights: list[float] = Field(sa_type=JSON)
    strength: float
    loss: float
    loss_before: float
    error: float
    taken: bool = False
    held_out: int = 0
    moved: dict[str, list[str]] = Field(default_factory=_no_dict, sa_type=JSON)
    set_aside: bool = False
    uid: str | None = Field(default=None, sa_column_kwargs={"default": identity.drawn})


class Version(SQLModel, table=True):
    """The text of a week as it was last saved `at` some time."""

    id: int = Field(default=None, primary_key=True)
    week_id: int = Field(foreign_key="week.id", ondelete="CASCADE", index=True)
    at: NaiveDatetime
    body: str


class Binned(SQLModel, table=True):
    """A week that was deleted `at` some time, with its `versions` (time and text of each) and its items' ids."""

    id: int = Field(default=None, primary_key=True)
    at: NaiveDatetime
    week_id: int
    number: int | None = None
    starts: date
    ends: date
    title: str
    body: str
    created: NaiveDatetime
    updated: NaiveDatetime
    versions: list[list[str]] = Field(default_factory=_no_list, sa_type=JSON)
    items: list[int] = Field(default_factory=_no_list, sa_type=JSON)
    uid: str | None = None


class Imported(SQLModel, table=True):
    """An entry of another program as it was imported into a week; `key` is what tells it from every other."""

    id: int = Field(default=None, primary_key=True)
    key: str = Field(sa_column_kwargs={"unique": True})
    week_id: int | None = Field(default=None, foreign_key="week.id", ondelete="SET NULL")
    text: str


class UndoEntry(SQLModel, table=True):
    """Something that was done to the log, `at` some time, and can be undone: `undone` then says that it was.

    `what` and `told` are the name of its sentence and what that is filled in with. `subject` is what it was done to,
    as in "week 3".
    """

    __tablename__ = "step"

    id: int = Field(default=None, primary_key=True)
    at: NaiveDatetime
    what: str
    told: dict[str, Any] = Field(default_factory=_no_dict, sa_type=JSON)
    subject: str = ""
    undone: bool = False


class Change(SQLModel, table=True):
    """How a column of a row was before a step: any value of SQLite. A row that was not there has one without a name."""

    step_id: int = Field(foreign_key="step.id", ondelete="CASCADE", primary_key=True)
    name: str = Field(primary_key=True)
    row_id: int = Field(primary_key=True)
    field: str = Field(primary_key=True)
    value: Any = Field(default=None, sa_type=LargeBinary, nullable=True)


class Meta(SQLModel, table=True):
    """What the app notes about the journal itself."""

    key: str = Field(primary_key=True)
    value: str


class Checksum(SQLModel, table=True):
    """The SHA-256 of a row as it was written: of table `name`, by its primary key. See `checksums.py`."""

    __table_args__ = {"sqlite_with_rowid": False}

    name: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    sha256: bytes


class Counter(SQLModel, table=True):
    """How often something happened: transactions, rows deleted from each table."""

    name: str = Field(primary_key=True)
    value: int


class Gone(SQLModel, table=True):
    """A row of table `name` that was deleted `at` some time, and brought `back` since, if it was.

    The triggers of `checksums.py` note it.
    """

    __table_args__ = {"sqlite_with_rowid": False}

    name: str = Field(primary_key=True)
    uid: str = Field(primary_key=True)
    at: str
    back: str | None = None


class Base(SQLModel, table=True):
    """A row of table `name` as this journal and its hub last agreed on it: `body` is JSON, None where neither has it.

    `sha256` is the checksum that the row `row_id` had then. `sent` and `sent_sha256` are the same of what was sent and
    not confirmed yet. See `bases.py`.
    """

    __table_args__ = (Index("ix_base_row_id", "name", "row_id"), {"sqlite_with_rowid": False})

    name: str = Field(primary_key=True)
    uid: str = Field(primary_key=True)
    row_id: int
    body: str | None = None
    sha256: bytes | None = None
    sent: str | None = None
    sent_sha256: bytes | None = None
