"""Solutions that cheat, harm or never end: none is accepted, and the next one is judged rightly."""

from __future__ import annotations

import sys
from pathlib import Path
from textwrap import dedent

import pytest

from journal.runner.client import Runner
from journal.runner.runs import RunFailed

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is one of Linux")

TASK = '''"""Doubling

Twice each entry.
"""
import torch

from journal.authoring import task, whole


@task("Write `double`: twice each entry of x.", "写出 `double`：x 的每个元素的两倍。")
def double(x):
    return torch.mul(x, 2)


@double.inputs
def some(n=whole(2, 6)):
    return (torch.randn(n),)


@double.wrong(en=("It is squared.", "It is doubled."), zh=("是平方。", "是两倍。"))
def squares(x):
    return x * x


@double.wrong(en=("One is added.", "It is doubled."), zh=("加一。", "是两倍。"))
def adds(x):
    return x + 1
'''
RIGHT = "def double(x):\n    return x + x\n"

CHEATS = {
    "an object that equals everything": """
        class Same:
            __eq__ = __ge__ = __le__ = lambda *_: True
            __hash__ = None
            shape, dtype, is_floating_point = (), None, lambda self: True
            def __getattr__(self, name): return lambda *_, **__: True
        def double(x): return Same()""",
    "a tensor subclass that says yes": """
        class Yes(torch.Tensor):
            @classmethod
            def __torch_function__(cls, func, types, args=(), kwargs=None): return True
        def double(x): return x.as_subclass(Yes)""",
    "torch changed beforehand": """
        torch.mul = lambda x, k: x
        def double(x): return x""",
    "torch changed meanwhile": """
        def double(x):
            torch.mul = lambda x, k: x
            return x""",
    "comparison changed": """
        torch.allclose = torch.equal = lambda *_, **__: True
        torch.Tensor.allclose = torch.Tensor.equal = lambda *_, **__: True
        def double(x): return x""",
    "the reference looked up": """
        def double(x):
            import sys
            frame = sys._getframe()
            while frame and "task" not in frame.f_locals: frame = frame.f_back
            frame.f_locals["task"].function = lambda x: x
            return x""",
    "the judge changed": """
        import journal.runner.tasks.judging as judge
        judge.same = lambda *_: True
        judge.fault = lambda *_: ""
        def double(x): return x""",
}
HARMS = {
    "for ever": "def double(x):\n    while True: pass",
    "much memory": "def double(x):\n    return torch.ones(1 << 40)",
    "a fork bomb": "import os\ndef double(x):\n    while True: os.fork()",
    "much output": "def double(x):\n    while True: print('x' * 100_000)",
    "leaving": "import os\ndef double(x):\n    os._exit(0)",
    "deep recursion": "def double(x):\n    return double(x)",
    "a thread that stays": (
        "import threading, time\ndef double(x):\n    threading.Thread(target=time.sleep, args=(60,)).start()"
    ),
    "the network": "import socket\ndef double(x):\n    socket.create_connection(('127.0.0.1', 9), 1)\n    return 2 * x",
}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("own") / "doubling.py"
    path.write_text(TASK, encoding="utf-8")
    return path


def outcome(runner: Runner, file: Path, source: str) -> str:
    """How the judging of a solution ends."""
    try:
        return runner.judge(file, "double", source, 3).result().outcome
    except RunFailed as error:
        return error.limit


@pytest.mark.parametrize("name", CHEATS)
def test_a_cheat_is_not_accepted(runner: Runner, file: Path, name: str) -> None:
    assert outcome(runner, file, dedent(CHEATS[name])) != "right"
    assert outcome(runner, file, RIGHT) == "right"


@pytest.mark.parametrize("name", HARMS)
def test_what_harms_is_contained(runner: Runner, file: Path, name: str) -> None:
    assert outcome(runner, file, HARMS[name]) != "right"
    assert outcome(runner, file, RIGHT) == "right"


def test_a_solution_writes_no_file_elsewhere(runner: Runner, file: Path, tmp_path: Path) -> None:
    target = tmp_path / "written"
    source = f"def double(x):\n    open({str(target)!r}, 'w').write('x')\n    return 2 * x"
    assert outcome(runner, file, source) != "right"
    assert not target.exists()
