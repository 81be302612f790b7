"""The glossary of CONTRIBUTING.md: each term has one name in the code, and the names that it replaced stay away."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "journal").rglob("*.py"))}

PUBLIC = {
    ("journal/app/focus.py", "action_glance"): "an action of the keymap",
    ("journal/review/arguments.py", "_beliefs"): "the arguments of the command `journal beliefs`",
    ("journal/writing/arguments.py", "_slips"): "the arguments of the command `journal slips`",
    ("journal/db/tables.py", "could"): "a column of reviews",
    ("journal/db/tables.py", "offered"): "a column of reviews",
    ("journal/db/tables.py", "wrong_ideas"): "a column of reviews",
    ("journal/review/commands/cards.py", "beliefs"): "the command `journal beliefs`",
    ("journal/writing/commands/typos.py", "slips"): "the command `journal slips`",
    ("journal/writing/screens/write.py", "action_slips"): "an action of the keymap",
}
"""Names of retired words that databases, settings or command lines of users know, and where each is defined."""


def glossary() -> Iterator[tuple[str, str, list[str]]]:
    """Each term with its name in the code and the names that it replaced."""
    for line in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines():
        if found := re.match(r"\| ([^|]+) \| [^|]+ \| `([\w.]+)` \|([^|]*)\|", line):
            yield found[1].strip(), found[2], [each for each in found[3].replace(",", " ").split() if each]


GLOSSARY = tuple(glossary())
RETIRED = {each for _, _, replaced in GLOSSARY for each in replaced}
WORDS = {each for each in RETIRED if "`" not in each}
"""Words that are no part of a name any more: `desk` forbids `open_desk` and `DeskView`, in the plural as well."""
NAMES = {each.strip("`") for each in RETIRED if "`" in each}
"""Names that are gone as a whole; their words have an ordinary use in other names."""


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
                case ast.AnnAssign(target=ast.Name(id=name)):
                    yield where, "field", name
                case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                    yield where, "variable", name


def words_of(name: str) -> set[str]:
    """The words of a name in the singular, and pairs of neighbours: `HeldIdeas` has held, idea and held_idea."""
    words = [singular(word.lower()) for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)]
    return {*words, *(f"{a}_{b}" for a, b in pairwise(words))}


def singular(word: str) -> str:
    """`tally` for `tallies`, `desk` for `desks`."""
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")


def is_retired(kind: str, name: str) -> bool:
    """Whether a name has a retired word in it, or is gone as a whole; variables may be any plain noun."""
    whole = kind != "variable" and name.lstrip("_") in NAMES
    return whole or bool(words_of(name) & {singular(word) for word in WORDS})


def test_no_retired_word_comes_back_as_a_name() -> None:
    found = {(where, name) for where, kind, name in names() if is_retired(kind, name)}
    assert sorted(found - PUBLIC.keys()) == []
    assert sorted(PUBLIC.keys() - found) == []


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("class", "DeskView"),
        ("function", "open_desks"),
        ("module", "tallies"),
        ("variable", "held_ideas"),
        ("class", "Place"),
    ],
)
def test_a_retired_word_is_seen_in_either_style_and_number(kind: str, name: str) -> None:
    assert is_retired(kind, name)


@pytest.mark.parametrize(("kind", "name"), [("variable", "chance"), ("parameter", "place"), ("module", "desktop")])
def test_an_ordinary_use_is_allowed(kind: str, name: str) -> None:
    assert not is_retired(kind, name)


def test_each_term_has_one_name_in_the_code() -> None:
    """A concept file is written with classes of `journal.authoring` whose names the readers of those files share."""
    terms = {term: name for term, name, _ in GLOSSARY}
    assert len(terms) == len(GLOSSARY) > 30
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
