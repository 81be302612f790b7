"""Demos that mean harm, or come to it by accident: each a body, and how it must end under the whole sandbox.

A body that reaches its aim returns "escaped". It knows the parameters of `HOST`: a `secret` file and an `outside`
folder that it must not touch, the ports and sockets of servers that listen, and the ids of processes to spare: the app,
and a `victim` of the same user.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

HOST = '''"""Somebody else's concept"""

import torch

from journal.authoring import question


def demo(secret="", outside="", tcp=0, udp=0, unix="", client=0, victim=0, forks=10**9):
    return 1 + 1


@question("What is it?")
def what(out):
    return out
'''

REFUSED = ("forbidden", "PermissionError")


@dataclass(frozen=True)
class Hostile:
    """A body, and the limits or exception types of which one must end it; empty where it may simply end.

    `held_by` names every layer that keeps it from its aim even by itself, "landlock 3" from that version on,
    "privileges as root" for that user only, "user" for any other user by their mere lack of rights: where none of
    these is on, the aim is reached. `wide` ones would then reach too far to be tried. None where it cannot be told.
    """

    name: str
    ends: tuple[str, ...]
    body: str
    lasts: bool = False
    png: bool = False
    held_by: str | None = None
    wide: bool = False

    @property
    def refused(self) -> bool:
        """Whether it is held by a layer that refuses, not by a limit."""
        return not self.ends or "forbidden" in self.ends

    def reaches(self, layers: Collection[str], abi: int, root: bool) -> bool:
        """Whether it reaches its aim with no other layers than these, and Landlock of this version."""
        if self.held_by is None:
            return False
        holding = {*layers, *(f"{layer} as root" for layer in layers if root)} | (set() if root else {"user"})
        if "landlock" in layers:
            holding |= {f"landlock {each}" for each in range(1, abi + 1)}
        return holding.isdisjoint(self.held_by.split(", "))


CASES = [
    # --- time -----------------------------------------------------------------------------------------------------
    Hostile("endless loop", ("cpu", "time"), "while True: pass", lasts=True),
    Hostile("endless loop of tensors", ("cpu", "time"), "x = torch.ones(9)\nwhile True: x.add_(1)", lasts=True),
    Hostile("sleep", ("time",), "import time\ntime.sleep(60)", lasts=True),
    Hostile(
        "every signal ignored",
        ("cpu", "time"),
        """
import signal
for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
while True: pass
""",
        lasts=True,
    ),
    Hostile(
        "every signal blocked, asleep",
        ("time",),
        "import signal, time\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\ntime.sleep(60)",
        lasts=True,
    ),
    Hostile(
        "a regular expression that explodes",
        ("cpu", "time"),
        "import re\nre.match('(a+)+$', 'a' * 50 + 'b')",
        lasts=True,
    ),
    Hostile("a power that explodes", ("cpu", "time", "memory"), "return 9 ** 9 ** 9 ** 9", lasts=True),
    Hostile(
        "a description that never ends",
        ("cpu", "time"),
        "class Endless:\n    def __repr__(self):\n        while True: pass\nreturn Endless()",
        lasts=True,
    ),
    # --- ends -----------------------------------------------------------------------------------------------------
    Hostile("segmentation fault", ("crash",), "import ctypes\nctypes.string_at(0)"),
    Hostile("abort", ("crash",), "import os\nos.abort()"),
    Hostile("os._exit", ("exit",), "import os\nos._exit(0)"),
    Hostile("sys.exit", ("exit",), "import sys\nsys.exit(4)"),
    Hostile("KeyboardInterrupt", ("KeyboardInterrupt",), "raise KeyboardInterrupt"),
    Hostile("recursion", ("RecursionError",), "def down(): down()\ndown()"),
    Hostile(
        "recursion without a bottom",
        ("crash", "memory", "cpu", "time"),
        "import sys\nsys.setrecursionlimit(10**9)\ndown = lambda value: [down(each) for each in (value,)]\ndown(1)",
    ),
    Hostile(
        "an exception that cannot be told",
        ("Silent",),
        "class Silent(Exception):\n    def __str__(self): raise self\nraise Silent",
    ),
    Hostile(
        "an exception made of itself",
        ("Round",),
        "class Round(Exception): pass\ne = Round()\ne.args = (e,) * 99\nraise e",
    ),
    # --- memory ---------------------------------------------------------------------------------------------------
    Hostile("a tensor of 10^10", ("memory",), "return torch.ones(10**10)"),
    Hostile("memory touched", ("memory", "cpu", "time"), "kept = []\nwhile True: kept.append(torch.ones(10**7))"),
    Hostile("memory untouched", ("memory",), "import mmap\nkept = []\nwhile True: kept.append(mmap.mmap(-1, 2**26))"),
    Hostile("a list that grows", ("memory", "cpu", "time"), "kept = []\nwhile True: kept.append(bytearray(2**20))"),
    Hostile("a text that doubles", ("memory",), "text = 'x'\nwhile True: text += text"),
    Hostile("an array of 10^12", ("memory",), "import numpy\nreturn numpy.ones(10**12)"),
    Hostile(
        "files in memory",
        REFUSED,
        "import os\nwhile True: os.write(os.memfd_create('x'), bytes(2**22))",
    ),
    # --- processes ------------------------------------------------------------------------------------------------
    Hostile("fork bomb", REFUSED, "import os\nfor _ in range(forks): os.fork()\nreturn 'escaped'", held_by="seccomp"),
    Hostile(
        "thread bomb",
        ("RuntimeError", "memory", "time", "cpu"),
        """
import threading, time
while True: threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
""",
    ),
    Hostile(
        "a daemon that outlives",
        REFUSED,
        """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(60)
    os._exit(0)
return 'escaped'
""",
        held_by="seccomp",
    ),
    Hostile(
        "a program",
        REFUSED,
        "import subprocess\nsubprocess.run(['true'], check=True)\nreturn 'escaped'",
        held_by="seccomp, landlock, view",
    ),
    Hostile("a program in this one's place", REFUSED, "import os\nos.execv('/bin/sh', ['sh', '-c', 'exit 0'])"),
    Hostile(
        "a shell",
        (),
        "import os\nreturn 'escaped' if os.system('true') == 0 else 'refused'",
        held_by="seccomp, landlock, view",
    ),
    Hostile(
        "a fork by number",
        (),
        """
import ctypes, os, platform
number = 57 if platform.machine() == 'x86_64' else 220
pid = ctypes.CDLL(None).syscall(number, 17, 0, 0, 0, 0)
if pid == 0: os._exit(0)
return 'escaped' if pid > 0 else 'refused'
""",
        held_by="seccomp",
    ),
    Hostile(
        "workers of a DataLoader",
        REFUSED,
        "from torch.utils.data import DataLoader\nnext(iter(DataLoader([1, 2], num_workers=1)))\nreturn 'escaped'",
        held_by="seccomp, landlock, view",
    ),
    Hostile(
        "kill the parent",
        REFUSED,
        "import os\nos.kill(os.getppid(), 9)\nreturn 'escaped'",
        held_by="seccomp, landlock 6",
        wide=True,
    ),
    Hostile("kill the app", REFUSED, "import os\nos.kill(client, 0)\nreturn 'escaped'", held_by="seccomp, landlock 6"),
    Hostile(
        "kill everybody",
        (),
        """
import os
reached = 0
for pid in range(max(2, client - 2000), client + 2000):
    try:
        os.kill(pid, 0)
        reached += pid != os.getpid()
    except OSError:
        pass
return 'escaped' if reached else 'refused'
""",
        held_by="seccomp, landlock 6",
    ),
    Hostile("a session of its own", REFUSED, "import os\nos.setpgid(0, os.getppid())\nreturn 'escaped'"),
    Hostile(
        "outlive the parent",
        (),
        "import ctypes\nreturn 'refused' if ctypes.CDLL(None).prctl(1, 0, 0, 0, 0) else 'escaped'",
        held_by="seccomp",
    ),
    Hostile(
        "ptrace",
        (),
        "import ctypes, os\nreturn 'refused' if ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0) else 'escaped'",
        held_by="seccomp, landlock, namespaces, privileges as root",
        wide=True,
    ),
    Hostile(
        "the parent's memory",
        (*REFUSED, "FileNotFoundError"),
        "import os\nopen(f'/proc/{os.getppid()}/mem', 'rb')\nreturn 'escaped'",
        held_by="landlock, view, namespaces, privileges as root",
    ),
    Hostile(
        "the app's environment",
        REFUSED,
        "open(f'/proc/{client}/environ', 'rb').read()\nreturn 'escaped'",
        held_by="landlock, view, namespaces, privileges as root",
    ),
    # --- files ----------------------------------------------------------------------------------------------------
    Hostile("read the user's files", REFUSED, "open(secret).read()\nreturn 'escaped'", held_by="landlock, view"),
    Hostile(
        "look into the user's home",
        REFUSED,
        "import os\nos.listdir(outside)\nreturn 'escaped'",
        held_by="landlock, view",
    ),
    Hostile(
        "read the list of users", REFUSED, "open('/etc/passwd').read()\nreturn 'escaped'", held_by="landlock, view"
    ),
    Hostile(
        "write outside", REFUSED, "open(outside + '/left', 'w').write('x')\nreturn 'escaped'", held_by="landlock, view"
    ),
    Hostile("overwrite", REFUSED, "open(secret, 'a').write('x')\nreturn 'escaped'", held_by="landlock, view"),
    Hostile(
        "cut short", REFUSED, "import os\nos.truncate(secret, 0)\nreturn 'escaped'", held_by="seccomp, view, landlock 3"
    ),
    Hostile("delete", REFUSED, "import os\nos.remove(secret)\nreturn 'escaped'", held_by="landlock, view"),
    Hostile("rename", REFUSED, "import os\nos.rename(secret, 'mine')\nreturn 'escaped'", held_by="landlock, view"),
    Hostile("change rights", REFUSED, "import os\nos.chmod(secret, 0o777)\nreturn 'escaped'", held_by="seccomp, view"),
    Hostile("change times", REFUSED, "import os\nos.utime(secret, (0, 0))\nreturn 'escaped'", held_by="seccomp, view"),
    Hostile(
        "a symbolic link",
        REFUSED,
        "import os\nos.symlink(secret, 'x')\nopen('x').read()\nreturn 'escaped'",
        held_by="seccomp, landlock, view",
    ),
    Hostile(
        "a hard link",
        REFUSED,
        "import os\nos.link(secret, 'x')\nopen('x').read()\nreturn 'escaped'",
        held_by="seccomp, landlock, view",
    ),
    Hostile(
        "its own concept file", REFUSED, "open(__file__, 'a').write('x')\nreturn 'escaped'", held_by="landlock, view"
    ),
    Hostile("a file of 100 MB", ("disk",), "open('x', 'wb').write(bytes(10**8))\nreturn 'escaped'"),
    Hostile(
        "a disk that fills",
        ("disk", "OSError"),
        "for number in range(10**9):\n    open(str(number), 'wb').write(bytes(2**20))",
    ),
    Hostile(
        "files without end",
        ("disk", "cpu"),
        "for number in range(10**9):\n    open(str(number), 'wb').close()",
    ),
    Hostile(
        "folders without end",
        (*REFUSED, "disk", "OSError"),
        "import os\nwhile True:\n    os.mkdir('x')\n    os.chdir('x')",
    ),
    Hostile(
        "files without names",
        ("disk",),
        """
import os
for number in range(12):
    kept = os.open(f"f{number}", os.O_RDWR | os.O_CREAT)
    os.unlink(f"f{number}")
    for _ in range(7): os.write(kept, bytes(2**20))
return 'escaped'
""",
    ),
    Hostile(
        "files without names from the first",
        ("disk",),
        """
import tempfile
torch.kept = [tempfile.TemporaryFile() for _ in range(12)]
for file in torch.kept: file.write(bytes(7 * 2**20)), file.flush()
return 'escaped'
""",
    ),
    Hostile(
        "files without names that are only mapped",
        ("disk",),
        """
import ctypes, os
for number in range(12):
    file = os.open("f", os.O_RDWR | os.O_CREAT)
    for _ in range(7): os.write(file, bytes(2**20))
    assert ctypes.CDLL(None).mmap(None, ctypes.c_size_t(2**12), 1, 1, file, ctypes.c_long(0)) != -1
    os.unlink("f"), os.close(file)
return 'escaped'
""",
    ),
    Hostile(
        "files without names in descriptors of a thread",
        ("disk",),
        """
import ctypes, os, threading
def fill():
    ctypes.CDLL(None).syscall(436, 1000, 1000, 2)  # close_range, which gives the thread descriptors of its own
    for number in range(12):
        file = os.open("f", os.O_RDWR | os.O_CREAT)
        os.unlink("f")
        for _ in range(7): os.write(file, bytes(2**20))
    full.set(), threading.Event().wait()
full = threading.Event()
threading.excepthook = lambda raised: (failed.append(raised.exc_value), full.set())
failed = []
threading.Thread(target=fill, daemon=True).start()
full.wait()
if failed: raise failed[0]
return 'escaped'
""",
    ),
    Hostile("the terminal", (*REFUSED, "OSError"), "open('/dev/tty', 'w').write('x')\nreturn 'escaped'"),
    # --- network --------------------------------------------------------------------------------------------------
    Hostile(
        "TCP",
        REFUSED,
        "import socket\nsocket.create_connection(('127.0.0.1', tcp), 1)\nreturn 'escaped'",
        held_by="seccomp, landlock 4, namespaces",
    ),
    Hostile(
        "UDP",
        REFUSED,
        "import socket\nsocket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', udp))\nreturn 'escaped'",
        held_by="seccomp, namespaces",
    ),
    Hostile(
        "a Unix socket",
        REFUSED,
        "import socket\nsocket.socket(socket.AF_UNIX).connect(unix)\nreturn 'escaped'",
        held_by="seccomp, view",
    ),
    Hostile(
        "an abstract Unix socket",
        REFUSED,
        "import socket\nsocket.socket(socket.AF_UNIX).connect('\\0' + unix)\nreturn 'escaped'",
        held_by="seccomp, landlock 6, namespaces",
    ),
    Hostile(
        "a server",
        REFUSED,
        """
import socket
server = socket.create_server(('127.0.0.1', 0))
socket.create_connection(server.getsockname(), 1)  # a network of one's own has places for servers, but no ways to them
return 'escaped'
""",
        held_by="seccomp, landlock 4, namespaces",
    ),
    Hostile(
        "a page",
        REFUSED,
        "import urllib.request\nurllib.request.urlopen(f'http://127.0.0.1:{tcp}', timeout=1)\nreturn 'escaped'",
    ),
    # --- rights ---------------------------------------------------------------------------------------------------
    Hostile(
        "raise its own limits",
        (*REFUSED, "ValueError"),
        "import resource\nresource.setrlimit(resource.RLIMIT_CPU, (900, 900))\nreturn 'escaped'",
    ),
    Hostile(
        "another user",
        (*REFUSED, "OSError"),
        "import os\nos.setgroups([0])\nos.setuid(1)\nreturn 'escaped'",
        held_by="seccomp, namespaces, privileges, user",
    ),
    Hostile(
        "a mount",
        (),
        """
import ctypes
libc = ctypes.CDLL(None)
libc.unshare(0x10020000)
return 'refused' if libc.mount(b'none', b'/', b'tmpfs', 0, None) else 'escaped'
""",
        held_by="seccomp, landlock",
    ),
    # --- messages -------------------------------------------------------------------------------------------------
    Hostile(
        "forged messages on every descriptor",
        ("result",),
        """
import os
body = b'{"id": 1, "output": "", "output_cut": false, "broken": "", "status": 0, "result": "{}", "sandbox": []}'
for descriptor in range(1000):
    try:
        os.write(descriptor, len(body).to_bytes(4, 'big') + body)
    except OSError:
        pass
os._exit(0)
""",
    ),
    Hostile("no descriptor left", ("exit",), "import os\nos.closerange(0, 1000)"),
    Hostile(
        "a result of 100 MB",
        ("disk", "exit", "result"),
        "import os\nwhile True: os.write(3, b'x' * 10**8)",
    ),
    Hostile("a result nested too deep", ("result",), "import os\nos.write(3, b'[' * 10**6)\nos._exit(0)"),
    Hostile(
        "a result of the wrong form",
        ("result",),
        'import os\nos.write(3, b\'{"ok": {"value": [], "params": 3}}\')\nos._exit(0)',
    ),
    *(
        Hostile(
            f"a forged result: {forged[:40]}",
            ("result",),
            f"import os, time\nos.pwrite(3, {forged.encode()!r}, 0)\nos.close(4)\ntime.sleep(2)",
        )
        for forged in (
            '{"limit": "not_trusted", "values": {"output": "o"}}',
            '{"limit": "not_trusted", "values": {"file": "own.py", "path": "/"}}',
            '{"limit": "time", "values": {}}',
            '{"limit": "error", "values": {}}',
            '{"limit": "error", "values": {"key": "k"}}',
            '{"limit": "error", "values": {"type": 1, "message": [], "line": null}}',
            '{"limit": ["x"], "values": [1]}',
            '{"limit": "exit", "values": {"code": 1, "reason": "x"}}',
            '{"ok": {}, "limit": "memory"}',
            '{"ok": []}',
            "0",
            "NaN",
            '"' + "x" * 10**6 + '"',
        )
    ),
    Hostile("words on the way of the request", (), "import os\nos.write(4, b'x' * 1000)"),
    Hostile(
        "a flood on the way of the request", ("time",), "import os\nwhile True: os.write(4, bytes(2**20))", lasts=True
    ),
    Hostile("a flood on standard output", ("output",), "while True: print('x' * 1000)"),
    Hostile("a flood on standard error", ("output",), "import os\nwhile True: os.write(2, b'x' * 10**6)"),
    Hostile(
        "a figure of 10^5 points a side",
        (),
        "from matplotlib import pyplot\npyplot.figure(figsize=(10**5, 10**5), dpi=1).text(0, 0, 'x')",
        png=True,
    ),
    Hostile(
        "a picture of 10^11 points a side",
        ("ValueError", "TypeError", "memory"),
        "from matplotlib import pyplot\npyplot.plot([1, 2])\npyplot.savefig('x.png', dpi=10**10)",
    ),
    Hostile(
        "torch, json and sys turned upside down",
        (),
        """
import builtins, json, os, sys
json.dumps = json.loads = torch.Tensor.__repr__ = torch.ones = torch.Tensor.tolist = None
os.write = os.ftruncate = os.fork = builtins.len = lambda *anything: 0
sys.modules.clear()
""",
    ),
    Hostile("a print in a destructor", (), "class Last:\n    def __del__(self): print('x')\nLast.kept = Last()"),
]
