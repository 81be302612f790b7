"""Migrations: one script for each version of the database, never changed once released.

SQLite's `user_version` says which have run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

FIRST = """
CREATE TABLE meta ("key" VARCHAR NOT NULL PRIMARY KEY, value VARCHAR NOT NULL);
CREATE TABLE week (
    id INTEGER NOT NULL PRIMARY KEY,
    number INTEGER,
    starts DATE NOT NULL,
    ends DATE NOT NULL,
    title VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    created DATETIME NOT NULL,
    updated DATETIME NOT NULL
);
CREATE INDEX ix_week_starts ON week (starts);
CREATE TABLE mention (
    week_id INTEGER NOT NULL REFERENCES week (id) ON DELETE CASCADE,
    concept VARCHAR NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (week_id, concept, start)
);
CREATE INDEX ix_mention_concept ON mention (concept);
CREATE TABLE card (
    id INTEGER NOT NULL PRIMARY KEY,
    concept VARCHAR NOT NULL,
    question VARCHAR NOT NULL,
    created DATETIME NOT NULL,
    week_id INTEGER REFERENCES week (id) ON DELETE SET NULL,
    suspended BOOLEAN NOT NULL,
    stability FLOAT,
    difficulty FLOAT,
    due DATE,
    last DATE,
    repetitions INTEGER NOT NULL,
    lapses INTEGER NOT NULL,
    UNIQUE (concept, question)
);
CREATE INDEX ix_card_due ON card (due);
CREATE TABLE review (
    id INTEGER NOT NULL PRIMARY KEY,
    card_id INTEGER NOT NULL REFERENCES card (id) ON DELETE CASCADE,
    at DATETIME NOT NULL,
    day DATE NOT NULL,
    seed INTEGER NOT NULL,
    params JSON NOT NULL,
    kind VARCHAR NOT NULL,
    truth JSON NOT NULL,
    typed VARCHAR NOT NULL,
    verdict VARCHAR NOT NULL,
    wrong_ideas JSON NOT NULL,
    confidence VARCHAR NOT NULL,
    seconds FLOAT NOT NULL,
    suggested INTEGER NOT NULL,
    rating INTEGER NOT NULL,
    counted BOOLEAN NOT NULL,
    stability FLOAT NOT NULL,
    difficulty FLOAT NOT NULL,
    due DATE NOT NULL,
    "before" JSON NOT NULL,
    torch VARCHAR NOT NULL
);
CREATE INDEX ix_review_card_id_id ON review (card_id, id);
CREATE INDEX ix_review_day ON review (day);
"""

ITEMS = """
CREATE TABLE item (
    id INTEGER NOT NULL PRIMARY KEY,
    kind VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    sentence VARCHAR NOT NULL,
    week_id INTEGER REFERENCES week (id) ON DELETE SET NULL,
    concepts JSON NOT NULL,
    created DATETIME NOT NULL,
    due DATE,
    done DATETIME,
    dismissed BOOLEAN NOT NULL
);
"""

WORDS = """
CREATE VIRTUAL TABLE week_words USING fts5(words, tokenize='unicode61');
CREATE VIRTUAL TABLE item_words USING fts5(words, tokenize='unicode61');
"""

VERSIONS = """
CREATE TABLE version (
    id INTEGER NOT NULL PRIMARY KEY,
    week_id INTEGER NOT NULL REFERENCES week (id) ON DELETE CASCADE,
    at DATETIME NOT NULL,
    body VARCHAR NOT NULL
);
CREATE INDEX ix_version_week_id ON version (week_id);
"""

BIN = """
CREATE TABLE binned (
    id INTEGER NOT NULL PRIMARY KEY,
    at DATETIME NOT NULL,
    week_id INTEGER NOT NULL,
    number INTEGER,
    starts DATE NOT NULL,
    ends DATE NOT NULL,
    title VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    created DATETIME NOT NULL,
    updated DATETIME NOT NULL,
    versions JSON NOT NULL,
    items JSON NOT NULL
);
"""

MEMORY = """
ALTER TABLE card ADD COLUMN buried_until DATE;
ALTER TABLE card ADD COLUMN step INTEGER;
DROP INDEX ix_card_due;
CREATE INDEX ix_card_queue ON card (due, last, stability, buried_until) WHERE suspended IS 0;
CREATE INDEX ix_card_new ON card (concept, due) WHERE due IS NULL;
CREATE INDEX ix_card_lapses ON card (lapses) WHERE lapses > 0;
CREATE INDEX ix_card_step ON card (last) WHERE step IS NOT NULL;
ALTER TABLE review ADD COLUMN could JSON;
ALTER TABLE review ADD COLUMN offered JSON NOT NULL DEFAULT '[]';
ALTER TABLE review ADD COLUMN step INTEGER;
ALTER TABLE review ADD COLUMN elapsed INTEGER;
ALTER TABLE review ADD COLUMN planned INTEGER;
UPDATE review SET
    elapsed = julianday(day) - julianday(json_extract("before", '$.last')),
    planned = julianday(json_extract("before", '$.due')) - julianday(json_extract("before", '$.last'))
WHERE counted;
CREATE INDEX ix_review_kind ON review (kind, id, seconds);
DROP INDEX ix_review_card_id_id;
DROP INDEX ix_review_day;
CREATE INDEX ix_review_ideas ON review (id, card_id, wrong_ideas) WHERE wrong_ideas <> '[]';
CREATE INDEX ix_review_memory ON review (card_id, id, counted, day, stability);
CREATE INDEX ix_review_figures ON review (
    day, card_id, counted, verdict, rating, confidence, seconds, elapsed, planned, at
);
CREATE TABLE fit (
    id INTEGER NOT NULL PRIMARY KEY,
    at DATETIME NOT NULL,
    reviews INTEGER NOT NULL,
    weights JSON NOT NULL,
    strength FLOAT NOT NULL,
    loss FLOAT NOT NULL,
    loss_before FLOAT NOT NULL,
    error FLOAT NOT NULL,
    taken BOOLEAN NOT NULL,
    held_out INTEGER NOT NULL,
    moved JSON NOT NULL,
    set_aside BOOLEAN NOT NULL
);
"""

DAYS = """
CREATE TABLE studyday (
    day DATE NOT NULL PRIMARY KEY,
    reviews INTEGER NOT NULL,
    "right" INTEGER NOT NULL,
    recalls INTEGER NOT NULL,
    recalled INTEGER NOT NULL,
    new INTEGER NOT NULL,
    seconds FLOAT NOT NULL
);
CREATE VIEW sum_of_day AS
    SELECT day, count(*), count(*) FILTER (WHERE verdict = 'right'),
        count(*) FILTER (WHERE counted AND json_extract("before", '$.last') < day),
        count(*) FILTER (WHERE counted AND json_extract("before", '$.last') < day AND verdict = 'right'),
        count(*) FILTER (WHERE counted AND json_extract("before", '$.repetitions') = 0), sum(seconds)
    FROM review GROUP BY day;
INSERT INTO studyday SELECT * FROM sum_of_day;
CREATE TRIGGER review_added AFTER INSERT ON review BEGIN
    DELETE FROM studyday WHERE day = NEW.day; INSERT INTO studyday SELECT * FROM sum_of_day WHERE day = NEW.day; END;
CREATE TRIGGER review_removed AFTER DELETE ON review BEGIN
    DELETE FROM studyday WHERE day = OLD.day; INSERT INTO studyday SELECT * FROM sum_of_day WHERE day = OLD.day; END;
CREATE TRIGGER review_changed AFTER UPDATE OF day, verdict, counted, "before", seconds ON review BEGIN
    DELETE FROM studyday WHERE day IN (OLD.day, NEW.day); \
    INSERT INTO studyday SELECT * FROM sum_of_day WHERE day IN (OLD.day, NEW.day); END;
"""

FOCUS = """
CREATE TABLE focus (
    id INTEGER NOT NULL PRIMARY KEY,
    topic VARCHAR NOT NULL,
    concept VARCHAR,
    minutes INTEGER NOT NULL,
    started DATETIME NOT NULL,
    ended DATETIME,
    pauses JSON NOT NULL
);
CREATE TABLE tally (
    id INTEGER NOT NULL PRIMARY KEY,
    habit VARCHAR NOT NULL,
    at DATETIME NOT NULL,
    day DATE NOT NULL,
    amount FLOAT NOT NULL,
    focus_id INTEGER REFERENCES focus (id) ON DELETE SET NULL
);
CREATE INDEX ix_tally_day ON tally (day);
ALTER TABLE item ADD COLUMN carried JSON NOT NULL DEFAULT '[]';
ALTER TABLE item ADD COLUMN finding VARCHAR NOT NULL DEFAULT '';
ALTER TABLE item ADD COLUMN focus_id INTEGER REFERENCES focus (id) ON DELETE SET NULL;
"""

LOG = """
CREATE TABLE imported (
    id INTEGER NOT NULL PRIMARY KEY,
    "key" VARCHAR NOT NULL UNIQUE,
    week_id INTEGER REFERENCES week (id) ON DELETE SET NULL,
    text VARCHAR NOT NULL
);
CREATE TABLE step (
    id INTEGER NOT NULL PRIMARY KEY,
    at DATETIME NOT NULL,
    what VARCHAR NOT NULL,
    told JSON NOT NULL,
    subject VARCHAR NOT NULL,
    undone BOOLEAN NOT NULL
);
CREATE TABLE change (
    step_id INTEGER NOT NULL REFERENCES step (id) ON DELETE CASCADE,
    name VARCHAR NOT NULL,
    row_id INTEGER NOT NULL,
    field VARCHAR NOT NULL,
    value BLOB,
    PRIMARY KEY (step_id, name, row_id, field)
);
"""

SUMS = """
DROP TRIGGER review_added;
DROP TRIGGER review_removed;
DROP TRIGGER review_changed;
DROP VIEW sum_of_day;
CREATE VIEW sum_of_day AS
    SELECT day, count(*), count(*) FILTER (WHERE verdict = 'right'),
        count(*) FILTER (WHERE counted AND elapsed > 0),
        count(*) FILTER (WHERE counted AND elapsed > 0 AND verdict = 'right'),
        count(*) FILTER (WHERE counted AND elapsed IS NULL), sum(seconds)
    FROM review GROUP BY day;
DELETE FROM studyday;
INSERT INTO studyday SELECT * FROM sum_of_day;
CREATE TRIGGER review_added AFTER INSERT ON review BEGIN
    DELETE FROM studyday WHERE day = NEW.day; INSERT INTO studyday SELECT * FROM sum_of_day WHERE day = NEW.day; END;
CREATE TRIGGER review_removed AFTER DELETE ON review BEGIN
    DELETE FROM studyday WHERE day = OLD.day; INSERT INTO studyday SELECT * FROM sum_of_day WHERE day = OLD.day; END;
CREATE TRIGGER review_changed AFTER UPDATE OF day, verdict, counted, elapsed, seconds ON review BEGIN
    DELETE FROM studyday WHERE day IN (OLD.day, NEW.day); \
    INSERT INTO studyday SELECT * FROM sum_of_day WHERE day IN (OLD.day, NEW.day); END;
"""
"""The sums of a day without JSON: some versions of SQLite let no schema call its functions unless it is trusted."""

CHECKSUMS = """
CREATE TABLE checksum (
    name VARCHAR NOT NULL,
    "key" VARCHAR NOT NULL,
    sha256 BLOB NOT NULL,
    PRIMARY KEY (name, "key")
) WITHOUT ROWID;
CREATE TABLE counter (name VARCHAR NOT NULL PRIMARY KEY, value INTEGER NOT NULL);
"""

NOTES = """
CREATE TABLE note (
    id INTEGER NOT NULL PRIMARY KEY,
    uid VARCHAR NOT NULL UNIQUE,
    guid VARCHAR NOT NULL UNIQUE,
    kind VARCHAR NOT NULL,
    front VARCHAR NOT NULL,
    back VARCHAR NOT NULL,
    answers JSON NOT NULL,
    tags JSON NOT NULL,
    deck VARCHAR NOT NULL,
    concepts JSON NOT NULL,
    sentence VARCHAR NOT NULL,
    week_id INTEGER REFERENCES week (id) ON DELETE SET NULL,
    created DATETIME NOT NULL,
    updated DATETIME NOT NULL
);
DROP TRIGGER review_added;
CREATE TRIGGER review_added AFTER INSERT ON review
WHEN NOT EXISTS (SELECT 1 FROM meta WHERE "key" = 'adding many reviews') BEGIN
    DELETE FROM studyday WHERE day = NEW.day; INSERT INTO studyday SELECT * FROM sum_of_day WHERE day = NEW.day; END;
"""
"""The trigger is silent while many reviews come in at once: their days are summed up at the end."""

IDENTITY = """
ALTER TABLE week ADD COLUMN uid VARCHAR;
ALTER TABLE review ADD COLUMN uid VARCHAR;
ALTER TABLE review ADD COLUMN tz SMALLINT;
ALTER TABLE focus ADD COLUMN uid VARCHAR;
ALTER TABLE item ADD COLUMN uid VARCHAR;
ALTER TABLE tally ADD COLUMN uid VARCHAR;
ALTER TABLE fit ADD COLUMN uid VARCHAR;
ALTER TABLE binned ADD COLUMN uid VARCHAR;
UPDATE week SET uid = starts;
UPDATE review SET uid =
    (SELECT concept || '/' || question FROM card WHERE card.id = card_id) || '@' || at || '#' || seed;
UPDATE focus SET uid = started;
UPDATE item SET uid = kind || '@' || created || ' ' || text;
UPDATE tally SET uid = habit || '@' || at;
UPDATE fit SET uid = at;
UPDATE binned SET uid = starts;
UPDATE week SET uid = uid || '~' || id WHERE id NOT IN (SELECT min(id) FROM week GROUP BY uid);
UPDATE review SET uid = uid || '~' || id WHERE id NOT IN (SELECT min(id) FROM review GROUP BY uid);
UPDATE focus SET uid = uid || '~' || id WHERE id NOT IN (SELECT min(id) FROM focus GROUP BY uid);
UPDATE item SET uid = uid || '~' || id WHERE id NOT IN (SELECT min(id) FROM item GROUP BY uid);
UPDATE tally SET uid = uid || '~' || id WHERE id NOT IN (SELECT min(id) FROM tally GROUP BY uid);
UPDATE fit SET uid = uid || '~' || id WHERE id NOT IN (SELECT min(id) FROM fit GROUP BY uid);
CREATE TABLE gone (
    name VARCHAR NOT NULL,
    uid VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    back VARCHAR,
    PRIMARY KEY (name, uid)
) WITHOUT ROWID;
"""
"""What a row is called on every device, and what was deleted.

Rows of before are called after what they are, so that two copies of one journal agree.
"""

REPEATS = """
ALTER TABLE review ADD COLUMN repeat BOOLEAN NOT NULL DEFAULT 0;
UPDATE review SET repeat = 1 WHERE NOT counted AND json_type("before", '$.step') IS NOT NULL;
"""
"""A repeat on the day of a miss was the only answer that moved the step of a card without counting."""

RESETS = """
ALTER TABLE card ADD COLUMN anew DATETIME;
ALTER TABLE card ADD COLUMN set_due DATE;
ALTER TABLE card ADD COLUMN set_at DATETIME;
"""

BASES = """
CREATE TABLE base (
    name VARCHAR NOT NULL,
    uid VARCHAR NOT NULL,
    row_id INTEGER NOT NULL,
    body VARCHAR,
    sha256 BLOB,
    sent VARCHAR,
    sent_sha256 BLOB,
    PRIMARY KEY (name, uid)
) WITHOUT ROWID;
CREATE INDEX ix_base_row_id ON base (name, row_id);
"""
"""What a journal and its hub last agreed on. It stays empty where there is none.

It is in the database, and in its backups, because a copy without it would take rows that it lacks for deleted ones.
"""

RECALLS = """
DROP TRIGGER review_changed;
DROP VIEW sum_of_day;
CREATE VIEW sum_of_day AS
    SELECT day, count(*), count(*) FILTER (WHERE verdict = 'right'),
        count(*) FILTER (WHERE counted AND elapsed > 0),
        count(*) FILTER (WHERE counted AND elapsed > 0 AND rating > 1),
        count(*) FILTER (WHERE counted AND elapsed IS NULL), sum(seconds)
    FROM review GROUP BY day;
DELETE FROM studyday;
INSERT INTO studyday SELECT * FROM sum_of_day;
CREATE TRIGGER review_changed AFTER UPDATE OF day, verdict, rating, counted, elapsed, seconds ON review BEGIN
    DELETE FROM studyday WHERE day IN (OLD.day, NEW.day); \
    INSERT INTO studyday SELECT * FROM sum_of_day WHERE day IN (OLD.day, NEW.day); END;
"""
"""A card is recalled when its rating says so, as FSRS and Anki count it: a slip that was rated Good is no lapse."""

ATTENTION = """
ALTER TABLE review ADD COLUMN first_key FLOAT;
ALTER TABLE review ADD COLUMN away FLOAT;
ALTER TABLE review ADD COLUMN opened JSON;
"""

SCRIPTS: tuple[str, ...] = (
    *(FIRST, ITEMS, WORDS, VERSIONS, BIN, MEMORY, DAYS, FOCUS, LOG, SUMS, CHECKSUMS, NOTES),
    *(IDENTITY, REPEATS, RESETS, BASES, RECALLS, ATTENTION),
)


def version(connection: Connection) -> int:
    """How many scripts have run on this database."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def migrate(connection: Connection) -> None:
    """Runs the scripts that have not run yet, in the transaction that `connection` is in."""
    for number, script in enumerate(SCRIPTS, start=1):
        if number > version(connection):
            for statement in statements(script):
                connection.exec_driver_sql(statement)
            connection.exec_driver_sql(f"PRAGMA user_version = {number}")


def statements(script: str) -> list[str]:
    """The statements of a script; those within a trigger belong to it."""
    return [statement.removesuffix(";") for statement in script.strip().split(";\n")]
