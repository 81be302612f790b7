"""The user's own concepts: files of the same form, in their journal's folder."""

from __future__ import annotations

import re
from pathlib import Path
from string import Template

from journal.core.files import write_whole
from journal.core.marks import visible_line
from journal.core.messages import UserError
from journal.library.terms import glosses
from journal.opening.journal import Journal

LONGEST_STEM = 60
"""Characters of the longest name of a file, without its ending."""
STARTER = Path(__file__).with_name("starter.py.txt")
STARTER_TASK = Path(__file__).with_name("starter_task.py.txt")
"""What stands below the starter where a task is wanted."""


def start_concept(journal: Journal, name: str, sentence: str = "", *, with_task: bool = False) -> Path:
    """Writes a concept file to start from, which runs as it stands, `with_task` one with a task; returns its path.

    `name` is its title; the file is named after the Latin letters and digits in it, or else `concept`. Where a
    `sentence` of the log says the name in Chinese, as in `GAN（生成对抗网络）`, that is its Chinese title. Raises
    UserError when there is such a concept already.
    """
    stem = re.sub(r"\W+", "_", name.lower(), flags=re.ASCII)[:LONGEST_STEM].strip("_") or "concept"
    stem = f"c_{stem}" if stem[0].isdigit() else stem
    path = journal.settings.concepts / f"{stem}.py"
    if path.exists() or stem.replace("_", "-") in journal.library.concepts:
        raise UserError("concepts.there_already", name=stem.replace("_", "-"))
    path.parent.mkdir(parents=True, exist_ok=True)
    source = Template(STARTER.read_text(encoding="utf-8")).substitute(
        title=_title(name), zh=_title(_in_chinese(name, sentence)), task="task, " if with_task else ""
    )
    if with_task:
        source += STARTER_TASK.read_text(encoding="utf-8")
    write_whole(path, source.encode())
    return path


def _in_chinese(name: str, sentence: str) -> str:
    """What a sentence calls `name` in Chinese, else the name itself."""
    return next((each.meaning for each in glosses(sentence) if each.is_alias and each.name == name), name)


def _title(name: str) -> str:
    """The title as it can stand in a docstring."""
    return " ".join(visible_line(name).replace("\\", " ").replace('"', " ").split())
