"""What runs is what was read and, where that was asked for, trusted: no compiled copy, no later state of the file."""

from __future__ import annotations

import inspect
import marshal
import os
import struct
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from importlib.util import MAGIC_NUMBER, cache_from_source, source_hash
from pathlib import Path

import pytest

from journal.runner.choosing import load
from journal.runner.client import Runner
from journal.runner.runs import RunFailed
from tests.runner.conftest import AMPLE

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers to leave off are those of Linux")

GOOD, EVIL = (
    f'''"""Said"""

from journal.authoring import question


def demo(n=1):
    return "{word}"


@question("Which?", choices=["good", "evil"])
def which(out):
    return out
'''.encode()
    for word in ("good", "evil")
)
LONG_AGO = 10**9
Swap = Callable[[Path, str], None]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.py"
    path.write_bytes(GOOD)
    os.utime(path, (LONG_AGO, LONG_AGO))
    return path


class Trusting:
    """Says yes to one content, after it has done `before` to the file."""

    def __init__(self) -> None:
        self.before: Swap = lambda path, content: None

    def __call__(self, path: Path, content: str) -> bool:
        self.before(path, content)
        return content == sha256(GOOD).hexdigest()


@pytest.fixture(scope="module")
def trusting() -> Trusting:
    return Trusting()


@pytest.fixture(scope="module", params=[True, False], ids=["fork", "spare"])
def trustful(request: pytest.FixtureRequest, trusting: Trusting, cache: Path) -> Iterator[Runner]:
    """A runner without the layers that hide what lies beside a file."""
    with Runner(AMPLE, cache=cache, without=["landlock", "view"], allow=trusting, fork=request.param) as runner:
        yield runner


def said(runner: Runner, path: Path) -> tuple[str, str]:
    """What a run and a variant of the file say."""
    variant = runner.variant(path, "own", "which", 0).result(120)
    return runner.run(path, "demo", None, 0).result(120).value, str(variant.truth)


# --- compiled copies ------------------------------------------------------------------------------------------

CODE = marshal.dumps(compile(EVIL, "own.py", "exec"))
HEADERS = {
    "an unchecked hash": struct.pack("<I", 0b01) + source_hash(b"anything"),
    "the hash of the source": struct.pack("<I", 0b11) + source_hash(GOOD),
    "the time and size of the source": struct.pack("<III", 0, LONG_AGO, len(GOOD)),
}
"""What a .pyc that Python takes for that of the good source says of itself: see PEP 552."""


def plant(path: Path, header: bytes) -> None:
    planted = Path(cache_from_source(str(path)))
    planted.parent.mkdir(exist_ok=True)
    planted.write_bytes(MAGIC_NUMBER + header + CODE)


@pytest.mark.parametrize("header", HEADERS.values(), ids=list(HEADERS))
def test_no_compiled_copy_runs_in_place_of_what_was_trusted(
    header: bytes, trustful: Runner, trusting: Trusting, own: Path
) -> None:
    plant(own, header)
    trusting.before = lambda path, content: None
    assert said(trustful, own) == ("good", "good")


@pytest.mark.parametrize("header", HEADERS.values(), ids=list(HEADERS))
def test_the_planted_copies_are_such_as_python_itself_takes(header: bytes, own: Path) -> None:
    plant(own, header)
    sys.path.insert(0, str(own.parent))
    try:
        assert __import__("own").demo() == "evil"
    finally:
        sys.path.remove(str(own.parent))
        sys.modules.pop("own")


# --- a file that changes --------------------------------------------------------------------------------------


def written_over(path: Path, content: str) -> None:
    path.write_bytes(EVIL)


def replaced(path: Path, content: str) -> None:
    other = path.with_name("other.py")
    other.write_bytes(EVIL)
    other.replace(path)


def turned_into_a_link(path: Path, content: str) -> None:
    other = path.with_name("other.py")
    other.write_bytes(EVIL)
    path.unlink()
    path.symlink_to(other)


def taken_away(path: Path, content: str) -> None:
    path.unlink()


SWAPS: list[Swap] = [written_over, replaced, turned_into_a_link, taken_away]


@pytest.mark.parametrize("swap", SWAPS, ids=lambda swap: swap.__name__)
def test_a_file_that_changes_between_check_and_run_makes_no_difference(
    swap: Swap, trustful: Runner, trusting: Trusting, own: Path
) -> None:
    trusting.before = swap
    assert trustful.run(own, "demo", None, 0).result(120).value == "good"
    own.unlink(missing_ok=True)
    own.write_bytes(EVIL)
    trusting.before = lambda path, content: None
    with pytest.raises(RunFailed) as refused:
        trustful.run(own, "demo", None, 0).result(120)
    assert refused.value.limit == "not_trusted"
    assert refused.value.values["sha256"] == sha256(EVIL).hexdigest(), "the yes is asked for to what was read"


# --- loading --------------------------------------------------------------------------------------------------


def test_a_source_is_executed_whatever_the_file_holds(own: Path) -> None:
    module = load(own, EVIL)
    assert module.demo() == "evil"
    assert '"evil"' in inspect.getsource(module.demo), "its lines are those that run"
    assert load(own).demo() == "good", "without one, it is what the file holds now"
    assert module.__name__ not in sys.modules
    assert module.__file__ == str(own)


def test_a_source_has_none_of_the_features_of_the_one_that_loads_it(own: Path) -> None:
    assert load(own, b"def demo(n: int = 1): pass").demo.__annotations__ == {"n": int}


def test_a_source_may_declare_its_encoding(own: Path) -> None:
    module = load(own, "# coding: gbk\ndef demo(): return '中'\n".encode("gbk"))
    assert module.demo() == "中"
    assert "中" in inspect.getsource(module.demo)
