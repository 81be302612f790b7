"""What a run sees of the file system: what it may read at the usual places, its own folder, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from journal.runner.client import Runner
from journal.runner.limits import FILES_MOST, FOLDER_LARGEST
from journal.runner.runs import RunFailed
from tests.runner.conftest import AMPLE

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the view is one of Linux")
PARAMS = {"n": 2, "k": 3}


@pytest.fixture
def seeing(runner: Runner, concept: Path) -> Runner:
    """The runner, where the view holds."""
    if "view" not in runner.run(concept, "demo", PARAMS, 0).result(60).sandbox:
        pytest.skip("no view can be had on this system")
    return runner


def value(runner: Runner, concept: Path, code: str) -> str:
    run = runner.run(concept, "demo", PARAMS, 0, code=code).result(60)
    assert run.error is None
    return run.value


def test_no_path_tells_of_anything_that_a_run_may_not_read(seeing: Runner, concept: Path, tmp_path: Path) -> None:
    (tmp_path / "private").write_text("x", encoding="utf-8")
    code = f"""
import os
def there(path):
    try: return bool(os.lstat(path))
    except FileNotFoundError: return False
paths = [{str(tmp_path)!r}, {str(tmp_path / "private")!r}, {str(concept)!r}, __file__, "/etc/passwd", "/boot", "/var"]
paths += [f"/proc/{{os.getppid()}}", "/proc/1", "/sys/class", "/dev/tty", "/proc/self/root{tmp_path}"]
return [path for path in paths if there(path)]
"""
    assert value(seeing, concept, code) == "[]"


def test_the_view_by_itself_lets_nothing_but_its_own_folder_be_written(
    seeing: Runner, concept: Path, cache: Path
) -> None:
    code = """
import os
tried, writable = 0, []
for folder, folders, _ in os.walk("/"):
    folders[:] = [each for each in folders if folder.count("/") < 4]
    tried += 1
    try:
        os.close(os.open(folder + "/made", os.O_CREAT | os.O_WRONLY))
        writable.append(folder)
    except OSError:
        pass
return writable == [os.getcwd()], tried > 100
"""
    with Runner(AMPLE, cache=cache, without=["landlock", "seccomp"], allow=lambda path, sha256: True) as runner:
        assert value(runner, concept, code) == "(True, True)"


def test_its_folder_holds_no_more_bytes_and_files_than_it_may(seeing: Runner, concept: Path) -> None:
    fill = """
import os
count = 0
try:
    while True:
        with open(str(count), "wb") as file: file.write(bytes({size}))
        count += 1
except OSError as error:
    return count, error.errno
"""
    mega = FOLDER_LARGEST // 2**20
    assert value(seeing, concept, fill.format(size=2**20)) == f"({mega}, 28)"
    assert value(seeing, concept, fill.format(size=0)) == f"({FILES_MOST}, 28)"
    assert value(seeing, concept, "import os\nreturn os.listdir('.')") == "[]", "the next run finds an empty one"


@pytest.mark.parametrize(
    "code",
    [
        "open('/etc/passwd')",
        "open('/nowhere/at/all')",
        "open('../beside')",
        "import os\nos.listdir('/home')",
        "open('/usr/lib/made', 'w')",
        "import pathlib\npathlib.Path('/root/x').write_text('x')",
    ],
)
def test_a_path_outside_is_refused_and_not_said_to_be_missing(seeing: Runner, concept: Path, code: str) -> None:
    with pytest.raises(RunFailed) as refused:
        seeing.run(concept, "demo", PARAMS, 0, code=code).result(60)
    assert refused.value.limit == "forbidden"


@pytest.mark.parametrize("code", ["open('missing')", "open('deep/missing')", "raise FileNotFoundError(2, 'no', 'x')"])
def test_a_file_that_is_missing_in_its_own_folder_is_an_exception(seeing: Runner, concept: Path, code: str) -> None:
    run = seeing.run(concept, "demo", PARAMS, 0, code=code).result(60)
    assert run.error is not None
    assert run.error.type == "FileNotFoundError"


def test_a_folder_for_temporary_files_may_lie_behind_a_link(
    concept: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "link"))
    code = (
        "import os, tempfile\nopen('x', 'w').write('x')\nreturn tempfile.gettempdir() == os.getcwd(), os.listdir('.')"
    )
    with Runner(AMPLE, cache=cache) as runner:
        assert value(runner, concept, code) == "(True, ['x'])"
    with Runner(AMPLE, cache=cache, without=["view"]) as runner:
        full = "import os\nfor _ in range(12):\n    kept = os.open('f', os.O_RDWR | os.O_CREAT)\n    os.unlink('f')\n"
        with pytest.raises(RunFailed) as stopped:
            value(runner, concept, full + "    for _ in range(7): os.write(kept, bytes(2**20))")
        assert stopped.value.limit == "disk"


def test_links_on_the_way_to_what_is_readable_lead_there(seeing: Runner, tmp_path: Path) -> None:
    """Through chains of links, links to links in folders that are links, and `..` in them; a loop is left out."""
    (tmp_path / "far/away").mkdir(parents=True)
    (tmp_path / "far/away/text").write_text("found", encoding="utf-8")
    (tmp_path / "by").symlink_to("far")
    (tmp_path / "far/up").symlink_to("../by/away")
    (tmp_path / "start").symlink_to(tmp_path / "by/up")
    (tmp_path / "round").symlink_to("round")
    (tmp_path / "hidden").mkdir()
    folder = tmp_path / "own"
    folder.mkdir()
    script = f"""
import os, sys
from pathlib import Path
from journal.runner.sandbox import landlock, namespaces, view
here = Path({str(tmp_path)!r})
view.readable = lambda: (here / "start", here / "round", here / "nowhere")
namespaces.apply()
view.apply(here / "own")
assert (here / "start/text").read_text() == (here / "far/away/text").read_text() == "found"
assert os.readlink(here / "start") == str(here / "by/up")
assert sorted(os.listdir(here)) == ["by", "far", "own", "round", "start"], os.listdir(here)
assert os.getcwd() == str(here / "own")
Path("mine").write_text("x")
print("seen")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stdout == "seen\n", done.stderr
    assert list(folder.iterdir()) == [], "what was written stayed in the view"
    assert (tmp_path / "far/away/text").read_text(encoding="utf-8") == "found"
