"""Concept files that a teacher shares: checked before they leave and again on arrival, and never run before a yes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from journal.classroom import queries
from journal.classroom.membership import Member
from journal.classroom.queries import FileRow
from journal.concepts.lint import check, read_files
from journal.core.files import write_whole
from journal.core.input_files import text_file, text_if_there
from journal.core.messages import UserError
from journal.library.library import OURS
from journal.opening.journal import Journal

MOST, ENOUGH = 100, 50
"""Draws of a question, as `journal lint` makes them: the most, and those that are enough where nothing is near."""
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,79}")


@dataclass(frozen=True)
class Offered:
    """A file of the class, and what stands under its name here, None where nothing does."""

    file: FileRow
    before: str | None

    @property
    def is_new(self) -> bool:
        """Whether it says something else than what is here."""
        return self.before != self.file.content


def problems_of(journal: Journal, path: Path) -> list[str]:
    """What the check of concept files has to say against one, a line each. It runs the file, in the sandbox."""
    found = check(journal, read_files([path]), MOST, ENOUGH)
    return [f"{path.name}:{problem.line}: {problem.says}" for each in found for problem in each.problems]


def share(journal: Journal, one: Member, path: Path) -> FileRow:
    """Sends a concept file to a class. Raises UserError for one with problems."""
    if not _NAME.fullmatch(path.stem) or path.suffix != ".py":
        raise UserError("class.no_file_name", name=path.name)
    if problems := problems_of(journal, path):
        raise UserError("class.problems", name=path.name, first=problems[0], n=len(problems))
    content = text_file(path)
    file = FileRow(path.stem, _sum(content), content)
    queries.share(one.hub, one.of.id, file)
    return file


def offers(journal: Journal, one: Member) -> Sequence[Offered]:
    """The files of a class, of each name the last. One whose content is not what its sum says is left out."""
    files = [each for each in queries.files(one.hub, one.of.id) if _NAME.fullmatch(each.name)]
    sound = {each.name: each for each in files if _sum(each.content) == each.sha256}
    return [Offered(each, _here(journal, each.name)) for each in sound.values()]


def take(journal: Journal, file: FileRow) -> list[str]:
    """Puts a file among the learner's own concepts, after their yes to this very content; returns its problems.

    With problems it is not kept. The yes is noted for its SHA-256 on this machine alone: another content is asked about
    again. Raises UserError where the library has a concept of that name.
    """
    from journal.opening.trust import distrust, trust

    if any(path.stem == file.name for path in OURS.rglob("*.py")):
        raise UserError("concepts.there_already", name=file.name.replace("_", "-"))
    draft = journal.settings.cache / "class" / f"{file.name}.py"
    draft.parent.mkdir(parents=True, exist_ok=True)
    write_whole(draft, file.content.encode(), private=True)
    try:
        trust(journal, draft, file.sha256)
        problems = problems_of(journal, draft)
    finally:
        draft.unlink()
    if problems:
        distrust(journal, file.sha256)
    else:
        journal.settings.concepts.mkdir(parents=True, exist_ok=True)
        write_whole(_place(journal, file.name), file.content.encode(), private=True)
    return problems


def _here(journal: Journal, name: str) -> str | None:
    return text_if_there(_place(journal, name))


def _place(journal: Journal, name: str) -> Path:
    return journal.settings.concepts / f"{name}.py"


def _sum(content: str) -> str:
    return sha256(content.encode()).hexdigest()
