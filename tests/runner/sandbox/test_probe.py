"""The probe leaves nothing behind, also where the process that probes is killed in its midst."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys

import pytest

from journal.runner.sandbox.probe import sibling

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="processes are watched on Linux")

PATIENCE = 60
PROBING = """
import signal
from journal.runner.sandbox.probe import sibling
with sibling() as pid:
    print(pid, flush=True)
    signal.pause()
"""


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM])
def test_the_process_that_stands_for_others_ends_with_the_one_that_probes(ending: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", PROBING], stdout=subprocess.PIPE) as probing:
        assert probing.stdout
        watched = os.pidfd_open(int(probing.stdout.readline()))
        assert not select.select([watched], [], [], 0)[0]
        probing.send_signal(ending)
        assert select.select([watched], [], [], PATIENCE)[0]
    os.close(watched)


def test_it_is_gone_when_the_probe_is_over() -> None:
    with sibling() as pid:
        os.kill(pid, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
