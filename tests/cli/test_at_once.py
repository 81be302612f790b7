"""Several programs that write into the same week at once: each keeps its words."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.support.commands import RunJournal

ROOT = Path(__file__).parents[2]

ADDER = """
import os, sys
from journal.opening.journal import opened
from journal.weeks.weeks import add_entry
from journal.core.settings import load
with opened(load(None, os.environ)) as desk:
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(50):
        add_entry(desk, f"今天：{sys.argv[1]}{number:02}")
"""


def test_s8_two_processes_that_add_fifty_entries_each_at_once_give_a_hundred(
    run_journal: RunJournal, home: Path
) -> None:
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "JOURNAL_HOME": str(home), "LANG": "C.UTF-8"}
    adding = [
        subprocess.Popen(
            [sys.executable, "-c", ADDER, mark], env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for mark in "甲乙"
    ]
    for process in adding:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in adding:
        assert process.stdin
        process.stdin.write("now\n")
        process.stdin.flush()
    for process in adding:
        process.communicate(timeout=300)
    assert [process.returncode for process in adding] == [0, 0]
    [week] = run_journal("weeks", "--json").json
    entries = run_journal("show", str(week["id"])).out.split()
    assert sorted(entries) == sorted(f"{mark}{number:02}" for mark in "甲乙" for number in range(50))
    assert [entry for entry in entries if entry[0] == "甲"] == [f"甲{number:02}" for number in range(50)]
    assert run_journal("undo", "--list", "--json").json[0]["text"].startswith("added “")
