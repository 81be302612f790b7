"""The glossary of CONTRIBUTING.md: each term has one name in the code, and the names that it replaced stay away."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "journal").rglob("*.py"))}

RETIRED = frozenset(
    ["attendant", "attendants", "belief", "beliefs", "bench", "cracks", "desk", "desks", "hatching", "held_idea", "open_desk", "outlook", "readout", "readouts", "settle", "sit_down", "sitting", "sittings", "slip", "sureness", "tally", "wrong_idea", "wrong_ideas", "wrongs"]
)
"""Words that are no part of a name any more, whatever their place in it: `open_desk`, `DeskView`."""
RETIRED_NAMES = frozenset(
    ["Attendant", "BeliefRow", "Bench", "BrokenOff", "Course", "Desk", "Fork", "Forks", "Hatching", "Held", "HeldIdea", "LeftOpen", "Narrowed", "NotDone", "Place", "Readout", "Sheet", "Sitting", "Slip", "Slips", "Spare", "Spares", "Sure", "Sureness", "Then", "Told", "WrongIdea", "apart", "could", "let_be", "name_of_place", "offered", "put_on", "renew_weights", "set_aside", "showing", "span_of", "stands", "told_apart", "wants"]
)
"""Names that are gone as a whole; their words have an ordinary use in other names."""
PUBLIC = {
    "action_let_be": "an action of the keymap",
    "beliefs": "the command `journal beliefs`",
    "_beliefs": "the arguments of that command",
    "could": "a column of reviews",
    "offered": "a column of reviews",
    "set_aside": "a column of fits",
    "wrong_ideas": "a column of reviews",
}
"""Names that files, databases or settings of users know."""


def glossary() -> Iterator[tuple[str, str]]:
    """Each term with its name in the code."""
    guide = ROOT / "CONTRIBUTING.md"
    for line in guide.read_text(encoding="utf-8").splitlines():
        if found := re.match(r"\| ([^|]+) \| [^|]+ \| `([\w.]+)` \|", line):
            yield found[1].strip(), found[2]


def names() -> Iterator[tuple[str, str, str]]:
    """Every name that the code defines: where, of which kind, which."""
    for path, tree in SOURCES.items():
        where = path.relative_to(ROOT).as_posix()
        yield where, "module", path.parent.name if path.stem == "__init__" else path.stem
        for node in ast.walk(tree):
            match node:
                case ast.ClassDef(name=name):
                    yield where, "class", name
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                    yield where, "function", name
                case ast.arg(arg=name):
                    yield where, "parameter", name
                case ast.AnnAssign(target=ast.Name(id=name)) | ast.Attribute(attr=name, ctx=ast.Store()):
                    yield where, "attribute", name


def words_of(name: str) -> set[str]:
    """The words of a name, and pairs of neighbours: `HeldIdeaRow` has held, idea, row, held_idea and idea_row."""
    words = [word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)]
    return {*words, *(f"{a}_{b}" for a, b in zip(words, words[1:], strict=False))}


def retired() -> Counter[tuple[str, str, str]]:
    """The names that are retired, with how often each is defined in a file."""
    return Counter(
        each
        for each in names()
        if each[2] not in PUBLIC and (each[2].lstrip("_") in RETIRED_NAMES or words_of(each[2]) & RETIRED)
    )


def test_no_retired_word_comes_back_as_a_name() -> None:
    assert sorted(retired()) == []


def test_the_words_of_a_name_are_found_in_either_style() -> None:
    assert {"held", "idea", "held_idea"} <= words_of("HeldIdeaRow")
    assert {"sit", "down", "sit_down"} <= words_of("_sit_down_again")


@pytest.mark.skipif(not (ROOT / "CONTRIBUTING.md").exists(), reason="the guide is not part of this tree")
def test_each_term_has_one_name_in_the_code() -> None:
    """A concept file is written with classes of `journal.authoring` whose names the readers of those files share."""
    terms = dict(glossary())
    assert len(terms) > 30
    defined = Counter(name for where, _, name in set(top_level()) if where != "journal/authoring.py")
    wrong = {term: name for term, name in terms.items() if "." not in name and defined[name] != 1}
    assert wrong == {}
    fields = {f"{owner}.{name}" for owner, name in members()}
    assert {name for name in terms.values() if "." in name} <= fields


def top_level() -> Iterator[tuple[str, str, str]]:
    """What modules define themselves."""
    for path, tree in SOURCES.items():
        where = path.relative_to(ROOT).as_posix()
        for node in tree.body:
            match node:
                case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                    yield where, "definition", name
                case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                    yield where, "definition", name


def members() -> Iterator[tuple[str, str]]:
    """The fields and methods of each class."""
    for tree in SOURCES.values():
        for owner in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
            for node in owner.body:
                match node:
                    case ast.FunctionDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
                        yield owner.name, name
