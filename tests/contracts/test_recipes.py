"""Recipes of CONTRIBUTING.md, carried out on a copy of the package: they work, and touch the files that they name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

from tests.contracts.processes import environment

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
ENGLISH, CHINESE = "journal/core/messages/en.toml", "journal/core/messages/zh.toml"


class Copy:
    """A copy of the package that a recipe changes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.touched: set[str] = set()
        copytree(ROOT / "journal", folder / "journal")
        (folder / "concepts").symlink_to(ROOT / "concepts")

    def write(self, name: str, text: str) -> None:
        """Writes a file."""
        self.touched.add(name)
        (self.folder / name).write_text(text, encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        """Replaces what stands in a file once."""
        text = (self.folder / name).read_text(encoding="utf-8")
        assert text.count(old) == 1
        self.write(name, text.replace(old, new))

    def journal(self, *arguments: str, **environ: str) -> str:
        """What a command of the copy prints."""
        changed = environment(PYTHONPATH=str(self.folder), JOURNAL_HOME=str(self.folder / "home"), **environ)
        command = [sys.executable, "-m", "journal", *arguments]
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=changed,
            capture_output=True,
            encoding="utf-8",
            check=False,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def recipe(name: str) -> str:
    """The paragraph of a recipe."""
    return GUIDE.split(f"**{name}.**")[1].split("\n\n")[0]


def test_a_command_is_added_in_its_feature_and_the_messages(copy: Copy) -> None:
    copy.write(
        "journal/today/commands.py",
        (ROOT / "journal/today/commands.py").read_text(encoding="utf-8")
        + "\n\ndef greet(options: Namespace, settings: Settings) -> int:\n    print_lines(['hello'])\n    return 0\n",
    )
    copy.replace("journal/today/arguments.py", "COMMANDS = (", "COMMANDS = (Command('greet', 'today.commands', str),")
    for name, text in ((ENGLISH, "say hello"), (CHINESE, "打招呼")):
        copy.replace(name, "\n[cli]\n", f'\n[cli]\ngreet = "{text}"\n')
    assert copy.journal("greet", LANG="en") == "hello\n"
    assert "say hello" in copy.journal("--help", LANG="en")
    assert "打招呼" in copy.journal("--help", LANG="zh_CN")
    named = recipe("A command").replace("<feature>", "today")
    assert {name for name in copy.touched if name not in named} == {ENGLISH, CHINESE}
    assert "Both message files" in named


def test_a_third_language_needs_its_code_and_its_texts(copy: Copy) -> None:
    copy.replace("journal/core/languages.py", '= ("en", "zh")', '= ("en", "zh", "de")')
    german = (
        (ROOT / ENGLISH).read_text(encoding="utf-8").replace('\nweeks = "list the weeks"', '\nweeks = "die Wochen"')
    )
    assert "die Wochen" in german
    copy.write("journal/core/messages/de.toml", german)
    assert "die Wochen" in copy.journal("--help", LANG="de_DE.UTF-8")
    (copy.folder / "week.md").write_text("# 第1周 07.01-07.07\n\nA GAN.\n", encoding="utf-8")
    copy.journal("import", "week.md", "--from", "2024-07-01", LANG="de_DE.UTF-8")
    assert '<html lang="de"' in copy.journal("report", "1", "--format", "html", LANG="de_DE.UTF-8")
    named = recipe("A language").replace("<code>", "de")
    assert {name for name in copy.touched if name not in named} == set()
