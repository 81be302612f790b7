"""A process that is asked one thing lives no longer than the one that asked."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys

import pytest

from journal.core import lifeline
from tests.contracts.processes import environment

ASKING = """
import sys
from journal.core import lifeline
process = lifeline.start("tests.core.endless")
process.stdin.write(b"[1]\\n")
process.stdin.flush()
process.stdout.readline()
print(process.pid, flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs pidfd_open")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_it_ends_with_the_one_that_asked_though_it_computes_for_ever(end: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", ASKING], env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as asking:
        assert asking.stdout is not None
        at_work = os.pidfd_open(int(asking.stdout.readline()))
        try:
            assert not select.select([at_work], [], [], 0)[0]
            asking.send_signal(end)
            assert select.select([at_work], [], [], 120)[0]
        finally:
            os.close(at_work)


def test_an_answer_is_what_the_process_says() -> None:
    process = lifeline.start("tests.core.echo")
    assert lifeline.ask(process, {"题": [1, None]}) == {"题": [1, None]}
    assert process.returncode == 0


def test_a_process_that_fails_or_is_not_there_raises_an_error_of_the_system() -> None:
    for module in ("tests.core.echo", "tests.no_such_module"):
        with pytest.raises(OSError):  # noqa: PT011 (a broken pipe, or the status, whichever comes first)
            lifeline.ask(lifeline.start(module), {"fail": True})
