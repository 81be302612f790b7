"""What came in before and comes again: which week, which entry it is, and what both sides started from."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from journal.core.sentences import Span
from journal.db import versions, weeks
from journal.db.database import Session
from journal.db.tables import Imported, Week
from journal.exchange import queries
from journal.exchange.import_batch import ImportedEntry, ImportedLog, hash_of

_SECTION = re.compile(r"^## \d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?(?: #\S+)*[ \t]*\r?$", re.MULTILINE)


def week_of(session: Session, log: ImportedLog, taken: Collection[int]) -> Week | None:
    """The week that a log is, none of the `taken` ones: that of its number and days, or where these were changed since,
    the one whose text it was given out from.
    """
    free = [week for week in weeks.same(session, log.number, log.starts, log.ends) if week.id not in taken]
    if free or not log.base:
        return next((week for week in free if _text_of(session, week, log.base) is not None), next(iter(free), None))
    others = (week for week in weeks.all_weeks(session) if week.id not in taken and week.body.strip())
    return next((week for week in others if _text_of(session, week, log.base) is not None), None)


def base_of(session: Session, week: Week, log: ImportedLog) -> str:
    """The text from which both a week and a log that comes again were changed; empty where that is not known."""
    if log.base and (text := _text_of(session, week, log.base)) is not None:
        return text
    kept = [version.body for version in versions.of_week(session, week.id)]
    if log.body in kept:
        return log.body
    return queries.given_out(session, week.id, "in") or ""


def matched(
    entries: Sequence[ImportedEntry], known: Mapping[str, Imported]
) -> Iterator[tuple[ImportedEntry, str, Imported | None]]:
    """Each entry with its key and with what it was when it came before; two of one moment by their order.

    An entry that has not changed is found first: one that came in between moves none to the place of its neighbour.
    One whose file has another name by now is known by its moment and its text.
    """
    keys = _keys(entries)
    unclaimed = {key: known[key] for key in (*keys, *(entry.text_key for entry in entries)) if key in known}
    of_moment: dict[str, list[str]] = defaultdict(list)
    for entry, key in zip(entries, keys, strict=True):
        of_moment[entry.key].append(key)
    found: dict[int, Imported] = {}
    for index, entry in enumerate(entries):
        names = (keys[index], *of_moment[entry.key], entry.text_key)
        same = (name for name in names if name in unclaimed and unclaimed[name].text == entry.text)
        if name := next(same, None):
            found[index] = unclaimed.pop(name)
    for index, key in enumerate(keys):
        if index not in found and key in unclaimed:
            found[index] = unclaimed.pop(key)
    here = set(keys)
    _find_renamed(entries, found, [row for key, row in known.items() if key not in here])
    used = set(known)
    for index, entry in enumerate(entries):
        row = found.get(index)
        yield entry, row.key if row and row.key in keys else _free(keys[index], entry, used), row


def _find_renamed(entries: Sequence[ImportedEntry], found: dict[int, Imported], gone: Iterable[Imported]) -> None:
    """Finds entries that stand in no file that they were read from before, as files of other names have them."""
    taken = {row.key for row in found.values()}
    by_text: dict[str, list[Imported]] = defaultdict(list)
    for row in gone:
        if row.key not in taken:
            by_text[row.text].append(row)
    for index, entry in enumerate(entries):
        same = by_text.get(entry.text, []) if index not in found and entry.origin and not entry.uid else []
        renamed = next((row for row in same if row.key.startswith(f"{entry.moment} ")), None)
        if renamed is not None:
            same.remove(renamed)
            found[index] = renamed


def section_of(body: str, heading: str, text: str) -> Span | None:
    """Where the text of an entry stands in a week: below its heading, up to that of the next entry.

    Of several with one heading it is the one that still has that `text`; None where that cannot be told.
    """
    found: list[Span] = []
    for head in _SECTION.finditer(body):
        following = _SECTION.search(body, head.end())
        part = body[head.end() : following.start() if following else len(body)]
        start = head.end() + len(part) - len(part.lstrip("\r\n"))
        if head[0].strip() == heading:
            found.append((start, max(start, head.end() + len(part.rstrip("\r\n")))))
    same = [place for place in found if body[place[0] : place[1]] == text.strip("\r\n")]
    return same[0] if same else found[0] if len(found) == 1 else None


def _keys(entries: Sequence[ImportedEntry]) -> list[str]:
    """The keys of entries: those of one moment and file are numbered."""
    counts: dict[str, int] = defaultdict(int)
    keys = []
    for entry in entries:
        counts[entry.key] += 1
        keys.append(entry.key if entry.uid and counts[entry.key] == 1 else f"{entry.key} #{counts[entry.key]}")
    return keys


def _free(key: str, entry: ImportedEntry, used: set[str]) -> str:
    """The key, or the next one of the same moment that none has."""
    number = 1
    while key in used:
        number += 1
        key = f"{entry.key} #{number}"
    used.add(key)
    return key


def _text_of(session: Session, week: Week, base: str) -> str | None:
    """The text of a week that has this hash: its own, one that was given out, or one that was kept."""
    given = (queries.given_out(session, week.id, "out"), queries.given_out(session, week.id, "in"))
    kept = (version.body for version in versions.of_week(session, week.id))
    texts = (week.body, *given, *kept)
    return next((text for text in texts if text is not None and hash_of(text) == base), None)
