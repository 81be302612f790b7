"""The catalogue of texts: complete in both languages, and the only place where they stand."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from journal.core.languages import LANGUAGES, Language, plural_forms
from journal.core.messages import catalogue, say
from journal.ui.keys import TABLE

ROOT = Path(__file__).parents[2] / "journal"
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(ROOT.rglob("*.py"))}

HAN = re.compile("[\u3400-\u9fff]")
ASCII_MARK = re.compile("[\u3400-\u9fff][,;:!?]|[,;:!?][\u3400-\u9fff]|[\u3400-\u9fff]\\.(?=\\s|$)")
SYNTAX = re.compile(r"`[^`]*`|\b[a-z]+:(?=\S)")
"""What is typed as it stands: commands, and the fields of a search."""
NO_WORDS = {"dates.span", "write.unsaved", "today.quota", "write.quota", "items.aged", "report.line"}
"""Entries that hold only blanks, marks and units."""
SAME_WORDS = {"write.unit"}
"""Entries that are the same in every language: 字数 is the name of what is counted."""

DYNAMIC = {
    "keys": {f"{key.context}_{key.name}" for key in TABLE},
}
"""The names that a section's keys are made of where they are put together from several parts."""


def entries(language: Language) -> dict[str, Any]:
    """All entries of a language by their whole key."""
    return {
        f"{section}.{name}": entry for section, named in catalogue(language).items() for name, entry in named.items()
    }


def wordings(entry: Any) -> list[str]:
    """The wordings of an entry: one, or that for one and that for others."""
    return list(entry.values()) if isinstance(entry, dict) else [entry]


def blanks(entry: Any) -> set[str]:
    """What an entry is filled in with; how a language writes a number is its own affair."""
    names = {name for text in wordings(entry) for _, name, _, _ in Formatter().parse(text) if name}
    return {"number" if name == "numeral" else name for name in names}


KEYS = frozenset(entries("en"))


# --- the two languages ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_entries(language: Language) -> None:
    assert set(entries(language)) == KEYS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_fills_in_the_same_values(language: Language) -> None:
    others = entries(language)
    assert {key: blanks(entry) for key, entry in entries("en").items()} == {key: blanks(others[key]) for key in KEYS}


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_language_has_words_of_its_own(language: Language) -> None:
    assert untranslated(entries(language)) == set()


def untranslated(others: dict[str, Any]) -> set[str]:
    """The entries that say the same as in English, though they hold words."""
    english = entries("en")
    return {key for key in KEYS - NO_WORDS - SAME_WORDS if wordings(others[key]) == wordings(english[key])}


def test_a_text_that_was_not_translated_is_found() -> None:
    assert untranslated({**entries("zh"), "review.yes": entries("en")["review.yes"]}) == {"review.yes"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_wording_is_empty_and_one_and_other_stand_together(language: Language) -> None:
    for key, entry in entries(language).items():
        assert all(text.strip() for text in wordings(entry)), key
        if isinstance(entry, dict):
            assert set(entry) == set(plural_forms(language)), key
            assert "n" in blanks(entry), key


def test_the_chinese_entries_are_chinese() -> None:
    latin = {key for key, entry in entries("zh").items() if not all(HAN.search(text) for text in wordings(entry))}
    assert latin - NO_WORDS == set()


def test_chinese_sentences_have_full_width_marks() -> None:
    narrow = {key for key, entry in entries("zh").items() if any(map(has_narrow_mark, wordings(entry)))}
    assert narrow == set()


def has_narrow_mark(text: str) -> bool:
    """Whether a mark of ASCII stands beside a Chinese character."""
    return ASCII_MARK.search(SYNTAX.sub("", text)) is not None


def test_the_english_entries_hold_no_full_width_marks() -> None:
    wide = re.compile("(?<![\u3400-\u9fff])[，。；：！？（）]")
    assert {key: entry for key, entry in entries("en").items() if any(map(wide.search, wordings(entry)))} == {}


# --- the code and the catalogue ---------------------------------------------------------------------------------


def constants() -> Iterator[str]:
    """Every string that stands in the code."""
    for tree in TREES.values():
        yield from (
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )


def names() -> Iterator[str]:
    """Every name in the code that a field or a command has."""
    for tree in TREES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                yield node.target.id
            elif isinstance(node, ast.Name):
                yield node.id.lower()


def calls(*of: str) -> Iterator[tuple[str, ast.Call]]:
    """The calls of some functions, each with its place in the code."""
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in of:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def pattern(node: ast.JoinedStr) -> str:
    """The keys that a formatted string can give, as a regular expression."""
    parts = (re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"(\w+)" for part in node.values)
    return "".join(parts)


def patterns() -> set[str]:
    """The keys that are put together, each as a regular expression."""
    firsts = (call.args[0] for _, call in calls("say", "UserError") if call.args)
    made = {pattern(each) for tree in TREES.values() for each in ast.walk(tree) if isinstance(each, ast.JoinedStr)}
    sections = "|".join(catalogue("en"))
    return {pattern(each) for each in firsts if isinstance(each, ast.JoinedStr)} | {
        each for each in made if re.match(rf"(?:{sections})\\\.[a-z_]*\(\\w\+\)$", each)
    }


def test_every_key_in_the_code_is_in_the_catalogue() -> None:
    given = [(where, call.args[0]) for where, call in calls("say", "UserError") if call.args]
    literal = [(where, node.value) for where, node in given if isinstance(node, ast.Constant)]
    assert len(literal) > 100
    assert [(where, key) for where, key in literal if key not in KEYS] == []


def test_every_key_that_is_put_together_is_in_the_catalogue() -> None:
    assert len(patterns()) > 10
    assert [each for each in patterns() if not any(re.fullmatch(each, key) for key in KEYS)] == []


def test_a_sentence_is_given_every_value_that_it_names() -> None:
    english = entries("en")
    for where, call in calls("say", "UserError"):
        if call.args and isinstance(call.args[0], ast.Constant):
            given = {keyword.arg for keyword in call.keywords}
            if None not in given:
                assert blanks(english[str(call.args[0].value)]) <= given | plain_twins(given), where


def test_what_stopped_a_run_is_said_with_every_value_that_its_sentence_names() -> None:
    always = {"wall", "cpu", "memory", "flood", "result", "folder", "signal", "code"}
    found = [(where, call) for where, call in calls("RunFailed", "StoppedError") if call.args]
    literal = [(where, call.args[0].value, call) for where, call in found if isinstance(call.args[0], ast.Constant)]
    assert literal
    for where, limit, call in literal:
        assert blanks(entries("en")[f"run.{limit!s}"]) <= {keyword.arg for keyword in call.keywords} | always, where


def plain_twins(given: set[str | None]) -> set[str]:
    """A week's number may be given as a numeral as well."""
    return {"number"} if "numeral" in given else set()


def test_every_entry_of_the_catalogue_is_said_somewhere() -> None:
    literal, words = set(constants()), {*constants(), *names()}
    made = {
        key for each in patterns() for key in KEYS if (found := re.fullmatch(each, key)) and fits(key, found, words)
    }
    assert sorted(KEYS - literal - made) == []


def fits(key: str, found: re.Match[str], words: set[str]) -> bool:
    """Whether what fills the holes of a formatted string stands in the code."""
    section, name = key.split(".")
    return name in DYNAMIC.get(section, ()) or all(part in words for part in found.groups())


def test_every_limit_and_every_finding_has_its_sentence() -> None:
    from journal.runner.runs import LIMITS

    assert {f"run.{limit}" for limit in LIMITS} <= KEYS
    codes = {
        str(call.args[0].value)
        for _, call in (*calls("LintProblem"), *calls("Share"))
        if call.args and isinstance(call.args[0], ast.Constant)
    }
    assert len(codes) >= 9
    assert {f"lint.{code}" for code in codes} <= KEYS


RECOGNISED = {
    "maintenance/surroundings.py",
    "core/dates.py",
    "core/numerals.py",
    "core/search_terms.py",
    "core/times.py",
    "exchange/parts.py",
    "followups/cues.py",
    "followups/listed.py",
    "library/terms.py",
    "log/counting.py",
    "log/date_words.py",
    "log/headings.py",
    "log/typos.py",
    "notes/card_tables.py",
    "review/answers.py",
    "search/tags.py",
}
"""Modules whose words are looked for in what a learner wrote."""

UNSHOWN = {
    "authoring.py": "choices of questions, in every language, as concept files hold theirs",
    "classroom/grades.py": "columns and verbs of other systems, by which they know them",
    "db/capturing.py": "a mark in the database",
    "db/items.py": "conditions of SQL",
    "core/diagnostics/errors.py": "the diagnostic log is in English",
    "review/ease.py": "how the prompt of a decimal is known",
    "review/queries/note_queue.py": "conditions of SQL",
    "review/queries/queue.py": "conditions of SQL",
    "runner/sandbox/probe.py": "what the system says, in its own words, beside the name of the layer",
    "runner/sandbox/seccomp.py": "a name in the table of system calls",
    "runner/sandbox/system_calls.py": "what each system call is allowed for, told to whoever reads the code",
    "runner/worker/stops.py": "parts of messages of torch",
}
"""Modules with other words that no user reads, and why."""

READ_BY_MACHINES = re.compile(
    r"\b(?:ALTER|CREATE|DELETE|DROP|FROM|INSERT|JOIN|ORDER BY|PRAGMA|SELECT|UPDATE|WHERE) |\(\?P<"
    r"|^\n(?:\.card|<script>)|^Journal: |^SQL logic error$"
)
"""Statements, the forms of what others say, what Anki runs, and the names by which it knows our types of notes."""


SENTENCE = re.compile("[\u3400-\u9fff]|[A-Za-z]{2,},? [a-z]{2,}(?: |$|[.!?])")


def test_no_text_stands_in_the_code_itself() -> None:
    told = {
        path.relative_to(ROOT).as_posix(): text
        for path, tree in TREES.items()
        for text in strings_shown(tree)
        if SENTENCE.search(text) and not READ_BY_MACHINES.search(text)
    }
    assert {name: text for name, text in told.items() if name not in RECOGNISED | UNSHOWN.keys()} == {}
    assert (RECOGNISED | UNSHOWN.keys()) - told.keys() == set()


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ('notify("Your week was saved")', ["Your week was saved"]),
        ('raise UserError("This is no key")', ["This is no key"]),
        ('raise ValueError("not a shape of a run")', []),
        ('assert found, "what a test says"', []),
    ],
)
def test_what_is_shown_is_told_from_what_a_traceback_says(line: str, shown: list[str]) -> None:
    assert list(strings_shown(ast.parse(line))) == shown


def strings_shown(tree: ast.Module) -> Iterator[str]:
    """The strings of a module without its docstrings and what is said to whoever reads a traceback."""
    silent = {id(each) for node in ast.walk(tree) for each in untold(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            yield node.value


def untold(node: ast.AST) -> Iterator[ast.AST]:
    """The strings of a statement that nobody is shown."""
    match node:
        case ast.Expr(value=value):
            yield value
        case ast.Assert(msg=ast.expr() as message):
            yield message
        case ast.Raise(exc=ast.Call(func=ast.Name(id=kind), args=said)) if kind != "UserError":
            yield from (each for one in said for each in ast.walk(one))


# --- numbers and the words behind them --------------------------------------------------------------------------

NEVER_ONE = {
    "search.too_long": "a limit of the app",
    "habits.no_name": "a limit of the app",
    "focus.no_such_plan": "a limit of the app",
    "heatmap.no_weeks": "a limit of the app",
    "train.too_few": "a limit of the app",
    "train.too_few_since": "a limit of the app",
    "train.so_far": "a limit of the app",
    "notes.too_long": "a limit of the app",
    "today.answers": "more than the cards that wait",
    "today.start_look": "the whole library",
    "anki.too_many_files": "a limit of the app",
    "lint.not_a_fact": "it is said of two answers at the least",
    "dates.in_days": "one day ahead is tomorrow",
}
"""Where a number stands before a plural though it cannot be 1, and why it cannot."""


class One(int):
    """The number 1, however a text has it written."""

    def __format__(self, spec: str) -> str:
        return format(1.0, spec) if "." in spec else "1"


def plurals() -> set[str]:
    """The words that the catalogue itself uses of several: those in `other` and not in `one`, and those chosen."""
    found: set[str] = set()
    for entry in entries("en").values():
        if isinstance(entry, dict):
            found |= {*re.findall(r"[a-z]+s\b", entry["other"])} - {*re.findall(r"[a-z]+", entry["one"])}
        for text in wordings(entry):
            found |= {each for _, several in re.findall(r":([^{}|]+)\|([^{}|]+)\}", text) for each in several.split()}
    return {word for word in found if word.endswith("s") and word not in ("is", "was", "has")}


def test_one_of_anything_is_said_so() -> None:
    """Every text with 1 for each of its numbers: none has a plural behind a 1."""
    assert {"weeks", "questions", "days", "cards"} <= plurals()
    several = re.compile(rf"\b1 (?:[a-z]+ )?(?:{'|'.join(sorted(plurals()))})\b")
    wrong = set()
    for key, entry in entries("en").items():
        values = {name: One(1) for name in blanks(entry) | {"number", "numeral"}}
        if several.search(say(key, **values)):
            wrong.add(key)
    assert wrong == NEVER_ONE.keys()
