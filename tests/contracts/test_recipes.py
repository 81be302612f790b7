"""The recipes of CONTRIBUTING.md, carried out on a copy of the package: each works, and changes the files it names."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

from journal.db import weeks
from journal.db.database import open_store
from tests.contracts.processes import environment
from tests.support.store import DAY, NOW

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
ENGLISH, CHINESE = "journal/core/messages/en.toml", "journal/core/messages/zh.toml"
SEVERAL = """
import json, sys
from contextlib import suppress
from journal.cli import main
for arguments in json.loads(sys.argv[1]):
    with suppress(SystemExit):
        main(arguments)
    print("\\0", end="", flush=True)
"""
"""Runs some commands in one process, and ends what each prints with a NUL."""


class Copy:
    """A copy of the package that a recipe changes; its library is empty but for what a test writes into `concepts`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.touched: set[str] = set()
        copytree(ROOT / "journal", folder / "journal", ignore=lambda *_: {"__pycache__"})
        (folder / "concepts").mkdir()
        (folder / "concepts" / "topics.toml").write_text('numbers = { en = "Numbers", zh = "数" }\n', encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        """Writes a file."""
        self.touched.add(name)
        (self.folder / name).write_text(text, encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        """Replaces what stands in a file once."""
        text = (self.folder / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, old
        self.write(name, text.replace(old, new))

    def add(self, name: str, old: str, new: str) -> None:
        """Adds a text before what stands in a file once."""
        self.replace(name, old, new + old)

    def tell(self, table: str, **texts: tuple[str, str]) -> None:
        """Adds texts to a table of both message files, in English and Chinese."""
        for name, place in ((ENGLISH, 0), (CHINESE, 1)):
            lines = "".join(f'{key} = "{text[place]}"\n' for key, text in texts.items())
            self.replace(name, f"\n[{table}]\n", f"\n[{table}]\n{lines}")

    def journal(self, *commands: list[str], language: str = "en_GB.UTF-8") -> list[str]:
        """What commands of the copy print, run one after the other in one process, standard error included."""
        changed = environment(PYTHONPATH=str(self.folder), JOURNAL_HOME=str(self.folder / "home"), LANG=language)
        done = subprocess.run(
            [sys.executable, "-c", SEVERAL, json.dumps(commands)],
            cwd=self.folder,
            env=changed,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        *printed, rest = done.stdout.split("\0")
        assert len(printed) == len(commands), rest
        return printed

    def named_by(self, name: str, *, stands_for: str = "") -> set[str]:
        """The files of the package that a recipe names, with a name in the place of `<name>`, `<feature>` or such."""
        paragraph = GUIDE.split(f"**{name}.**")[1].split("\n\n")[0]
        paths = set(re.findall(r"`(journal/[\w/.<>]+\.\w+)`", paragraph))
        both = {ENGLISH, CHINESE} if "Both message files" in paragraph else set[str]()
        return {re.sub(r"<\w+>", stands_for, path) for path in paths} | both


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def test_a_command_is_added_in_its_feature_and_the_messages(copy: Copy) -> None:
    greet = "def greet(options: Namespace, settings: Settings) -> int:\n    print_lines(['hello'])\n    return 0\n\n\n"
    copy.add("journal/today/commands.py", "def due(", greet)
    copy.replace("journal/today/arguments.py", "COMMANDS = (", "COMMANDS = (Command('greet', 'today.commands', str),")
    copy.tell("cli", greet=("say hello", "打招呼"))
    greeting, overview = copy.journal(["greet"], ["--help"], language="zh_CN.UTF-8")
    assert greeting == "hello\n"
    assert "打招呼" in overview
    assert copy.touched == copy.named_by("A command", stands_for="today")


TITLES = """
from journal.core.messages import say
from journal.db import weeks
from journal.progress.panel import Panel
from journal.progress.scenes import axes, counting, named, scene, upright


def read(journal, panel_filter):
    with journal.store.read() as session:
        return [week.title for week in weeks.all_weeks(session)]


def draw(titles):
    bars = upright([len(title) for title in titles], 0)
    return scene(axes("", named(titles), counting(map(len, titles)), bars=[bars]))


PANEL = Panel(
    "titles",
    read,
    lambda titles: not titles,
    lambda titles: say("panels.titles_mean", n=len(titles)),
    lambda titles: [["title"], *([title] for title in titles)],
    draw,
    requires="words",
)
"""


def test_a_panel_is_a_file_and_its_texts(copy: Copy) -> None:
    copy.write("journal/progress/panels/titles.py", TITLES)
    copy.tell("panels", titles=("Titles", "标题"), titles_mean=("{n} titles", "{n} 个标题"))
    commands = ["add", "GAN"], ["progress", "titles"], ["progress"]
    _, panel, every = copy.journal(*commands, language="zh_CN.UTF-8")
    assert panel.splitlines()[:2] == ["标题", "1 个标题"]
    assert "1 个标题" in every.splitlines()[-1]
    assert copy.touched == copy.named_by("A panel of Progress", stands_for="titles")


DIARY = """
from datetime import date

from journal.exchange.import_batch import ImportBatch, ImportedEntry


def fits(source):
    return source.path.suffix == ".diary"


def read(source):
    lines = [line.split(" ", 1) for line in source.text.splitlines()]
    return ImportBatch(entries=tuple(ImportedEntry(date.fromisoformat(day), text, day) for day, text in lines))
"""


def test_an_importer_is_a_file_and_a_row(copy: Copy) -> None:
    copy.write("journal/exchange/formats/diary.py", DIARY)
    table = "journal/exchange/formats/__init__.py"
    copy.replace(table, "import archive, dayone,", "import archive, dayone, diary,")
    copy.add(table, '    Format("notes", ', '    Format("diary", diary.fits, diary.read),\n')
    (copy.folder / "mine.diary").write_text("2024-07-01 GAN\n2024-07-03 BP\n", encoding="utf-8")
    overview, _, shown = copy.journal(["import", "--help"], ["import", "mine.diary"], ["show", "2024-07-03"])
    assert "diary" in overview
    assert "## 2024-07-01\n\nGAN\n" in shown
    assert "## 2024-07-03\n\nBP\n" in shown
    assert copy.touched == copy.named_by("An importer", stands_for="diary")


def test_a_setting_is_a_field_and_its_bounds(copy: Copy) -> None:
    settings, reader = "journal/core/settings.py", "journal/today/commands.py"
    copy.add(settings, "    quota: int = 800\n", '    tea: int = 4\n    """The hour of tea."""\n\n')
    copy.add(settings, '    "quota": (0, 100_000),\n', '    "tea": (0, 23),\n')
    copy.replace(reader, '"overdue": view.overdue,', '"overdue": view.overdue, "tea": settings.tea,')
    for home, value in (("home", 5), ("other", 24)):
        (copy.folder / home).mkdir()
        (copy.folder / home / "settings.toml").write_text(f"tea = {value}\n", encoding="utf-8")
    taken, refused = copy.journal(["due", "--json"], ["--home", "other", "due"])
    assert json.loads(taken)["tea"] == 5
    assert "tea must be a whole number from 0 to 23" in refused
    assert copy.touched - {reader} == copy.named_by("A setting")


def test_a_column_is_a_script_and_a_field(copy: Copy) -> None:
    """A journal of the version before has it, in its rows, their checksums and its archive."""
    (copy.folder / "home").mkdir()
    store = open_store(copy.folder / "home" / "journal.db")
    with store.write() as session:
        weeks.add(session, number=1, starts=DAY, ends=DAY, title="one", body="GAN", now=NOW)
    store.close()
    migrations, tables = "journal/db/migrations.py", "journal/db/tables.py"
    script = "MOODS = \"ALTER TABLE week ADD COLUMN mood VARCHAR NOT NULL DEFAULT 'calm';\\n\"\n\n"
    copy.add(migrations, "SCRIPTS: tuple", script)
    copy.replace(migrations, "RECALLS, ATTENTION)", "RECALLS, ATTENTION, MOODS)")
    copy.add(tables, "\n\nclass Mention(SQLModel", '    mood: str = "calm"\n')
    health, _, _ = copy.journal(["doctor"], ["add", "a second week"], ["export", "journal.json"])
    assert {line.split()[0] for line in health.splitlines()} <= {"ok", "note"}
    exported = json.loads((copy.folder / "journal.json").read_text(encoding="utf-8"))
    assert [week["mood"] for week in exported["tables"]["week"]] == ["calm", "calm"]
    assert copy.touched == copy.named_by("A column")


IMAGINARY = '''"""Roots of minus one

Their square is minus one.
"""
from journal.authoring import one_of, question

ZH = "负一的根"


def demo(k=one_of(1, 2, 3)):
    return 1j * k


@question("Which number is it?", zh="是哪个数？")
def root(out):
    return out


@root.wrong(en=("It is real.", "It is imaginary."), zh=("它是实数。", "它是虚数。"))
def real(k):
    return complex(k)
'''


def test_a_kind_of_answer_is_recognised_read_and_written(copy: Copy) -> None:
    values, answers = "journal/runner/values.py", "journal/review/answers.py"
    copy.replace(values, 'Kind = Literal["shape", ', 'Kind = Literal["complex", "shape", ')
    copy.replace(values, "Value = tuple[int, ...] | ", "Value = tuple[int, ...] | complex | ")
    copy.replace(values, "KINDS: tuple[Kind, ...] = (", 'KINDS: tuple[Kind, ...] = ("complex", ')
    copy.add(
        values,
        '        case str():\n            return "choice"',
        '        case complex():\n            return "complex", value\n',
    )
    copy.add(
        values,
        "    if isinstance(value, tuple):\n        return list(value)",
        '    if isinstance(value, complex):\n        return {"complex": str(value)}\n',
    )
    copy.replace(
        values,
        '        return float(value["float"])\n    return value\n\n\n_Text',
        '        return (complex if "complex" in value else float)(*value.values())\n    return value\n\n\n_Text',
    )
    copy.add(values, "_Text = Annotated", "class Complex(TypedDict):\n    complex: str\n\n\n")
    copy.add(values, '    "shape": _Shape,', '    "complex": Complex,\n')
    copy.replace(values, "ANSWER = bool | ", "ANSWER = Complex | bool | ")
    copy.add(
        answers,
        "def read_shape(",
        "def read_complex(text: str) -> complex:\n    return complex(text.replace('i', 'j'))\n\n\n",
    )
    copy.add("journal/review/judging.py", '    "shape": answers.read_shape,', '    "complex": answers.read_complex,\n')
    copy.add(
        "journal/review/display.py",
        "        case float():",
        "        case complex():\n            return f'{value:g}'\n",
    )
    copy.tell(
        "answer", form_complex=("a number: 1+2i", "复数：1+2i"), not_complex=("Type it like 1+2i.", "请按 1+2i 输入。")
    )
    (copy.folder / "concepts" / "01_numbers").mkdir()
    (copy.folder / "concepts" / "01_numbers" / "roots.py").write_text(IMAGINARY, encoding="utf-8")
    (asked,) = copy.journal(["ask", "roots", "--json", "--answer", "3+0i"])
    found = json.loads(asked)
    assert (found["kind"], found["truth"]) == ("complex", {"complex": "3j"})
    assert (found["verdict"], found["wrong_idea"]) == ("wrong", "real")
    assert copy.touched <= copy.named_by("A kind of answer")


def test_a_third_language_needs_its_code_and_its_texts(copy: Copy) -> None:
    copy.replace("journal/core/languages.py", '= ("en", "zh")', '= ("en", "zh", "de")')
    texts = (ROOT / ENGLISH).read_text(encoding="utf-8")
    copy.write("journal/core/messages/de.toml", texts.replace('\nweeks = "list the weeks"', '\nweeks = "die Wochen"'))
    (copy.folder / "week.md").write_text("# 第1周 07.01-07.07\n\nA GAN.\n", encoding="utf-8")
    commands = ["--help"], ["import", "week.md", "--from", "2024-07-01"], ["report", "1", "--format", "html"]
    overview, _, report = copy.journal(*commands, language="de_DE.UTF-8")
    assert "die Wochen" in overview
    assert '<html lang="de"' in report
    assert copy.touched <= copy.named_by("A language", stands_for="de")
