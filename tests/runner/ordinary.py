"""Bodies as users write them, of every kind that asks the kernel for something, and how their value is described."""

from __future__ import annotations

BODIES: dict[str, tuple[str, str]] = {
    # --- threads --------------------------------------------------------------------------------------------------
    "threads": (
        """
import threading
out = []
threads = [threading.Thread(target=out.append, args=(n,)) for n in range(4)]
for each in threads: each.start()
for each in threads: each.join()
return sorted(out)
""",
        "[0, 1, 2, 3]",
    ),
    "a pool of threads": (
        """
from concurrent.futures import ThreadPoolExecutor
return list(ThreadPoolExecutor(4).map(abs, range(-3, 0)))
""",
        "[3, 2, 1]",
    ),
    "a queue": (
        """
import queue, threading
waiting = queue.Queue()
threading.Thread(target=waiting.put, args=(1,)).start()
return waiting.get(timeout=5)
""",
        "1",
    ),
    "a barrier": (
        """
import threading
barrier = threading.Barrier(2)
threading.Thread(target=barrier.wait).start()
return barrier.wait() in (0, 1)
""",
        "True",
    ),
    "OpenMP": (
        "torch.set_num_threads(2)\nreturn int((torch.ones(500, 500) @ torch.ones(500, 500)).sum())",
        "125000000",
    ),
    # --- torch ----------------------------------------------------------------------------------------------------
    "backward": ("w = torch.ones(3, requires_grad=True)\n(w * w).sum().backward()\nreturn w.grad.sum().item()", "6.0"),
    "a re-entrant checkpoint": (
        """
from torch.utils.checkpoint import checkpoint
x = torch.ones(3, requires_grad=True)
checkpoint(torch.sin, x, use_reentrant=True).sum().backward()
return x.grad.shape
""",
        "torch.Size([3])",
    ),
    "DataLoader": (
        """
from torch.utils.data import DataLoader, TensorDataset
return [len(x) for (x,) in DataLoader(TensorDataset(torch.arange(10.0)), batch_size=4, shuffle=True)]
""",
        "[4, 4, 2]",
    ),
    "save and load": ("torch.save({'w': torch.ones(3)}, 'w.pt')\nreturn torch.load('w.pt')['w'].sum().item()", "3.0"),
    "load by mmap": (
        "torch.save({'w': torch.ones(3)}, 'w.pt')\nreturn torch.load('w.pt', mmap=True)['w'].sum().item()",
        "3.0",
    ),
    "SVD": ("return round(torch.linalg.svd(torch.eye(50)).S.sum().item())", "50"),
    "FFT": ("return torch.fft.fft(torch.ones(64)).real[0].item()", "64.0"),
    "sparse": ("return torch.eye(3).to_sparse().coalesce().values().sum().item()", "3.0"),
    "fewer bits": ("return torch.ones(3).half().sum().item(), torch.ones(3).bfloat16().sum().item()", "(3.0, 3.0)"),
    "a trace": ("return torch.jit.trace(lambda x: x * 2, torch.ones(2))(torch.ones(2)).sum().item()", "4.0"),
    "a script": ("return torch.jit.script(torch.nn.Linear(2, 3))(torch.ones(1, 2)).shape", "torch.Size([1, 3])"),
    "gradients of functions": ("return torch.func.grad(lambda x: (x**2).sum())(torch.ones(3)).sum().item()", "6.0"),
    "a profile": (
        "with torch.profiler.profile() as profile: torch.ones(3).sum()\nreturn len(profile.key_averages()) > 0",
        "True",
    ),
    "training": (
        """
nn = torch.nn
model = nn.Sequential(nn.Conv2d(1, 4, 3), nn.BatchNorm2d(4), nn.Flatten(), nn.Linear(144, 2))
optimizer = torch.optim.AdamW(model.parameters())
for _ in range(3):
    optimizer.zero_grad()
    nn.functional.cross_entropy(model(torch.rand(8, 1, 8, 8)), torch.randint(2, (8,))).backward()
    optimizer.step()
return "trained"
""",
        "trained",
    ),
    "recurrent and attention": (
        """
out, _ = torch.nn.LSTM(4, 8, batch_first=True)(torch.rand(2, 5, 4))
return torch.nn.TransformerEncoderLayer(8, 2, 16, batch_first=True)(out).shape
""",
        "torch.Size([2, 5, 8])",
    ),
    # --- other libraries ------------------------------------------------------------------------------------------
    "numpy": ("import numpy\nreturn round(float(numpy.linalg.svd(numpy.eye(100))[1].sum()))", "100"),
    "a mapped array": (
        """
import numpy
held = numpy.memmap("f", dtype="float32", mode="w+", shape=(4,))
held[:] = 1
held.flush()
return float(numpy.memmap("f", dtype="float32").sum())
""",
        "4.0",
    ),
    "sympy": ("import sympy\nx = sympy.Symbol('x')\nreturn str(sympy.diff(x**2, x))", "2*x"),
    "figures": (
        """
import os
from matplotlib import pyplot
figure, axes = pyplot.subplots(1, 2)
axes[0].plot([1, 2], label="x")
axes[0].legend()
axes[1].imshow([[1, 2], [3, 4]])
figure.suptitle(r"$\\alpha^2$")
figure.savefig("x.png")
figure.savefig("x.pdf")
return min(map(os.path.getsize, ("x.png", "x.pdf"))) > 1000
""",
        "True",
    ),
    # --- files ----------------------------------------------------------------------------------------------------
    "mmap": (
        """
import mmap
open("f", "wb").write(bytes(4096))
with open("f", "r+b") as file:
    held = mmap.mmap(file.fileno(), 0)
    held[:2] = b"ab"
    held.flush()
return open("f", "rb").read(2)
""",
        "b'ab'",
    ),
    "a temporary file": (
        "import tempfile\nwith tempfile.NamedTemporaryFile() as file: return file.write(b'x')",
        "1",
    ),
    "a temporary file without a name": (
        "import tempfile\nwith tempfile.TemporaryFile() as file: return file.write(b'xy')",
        "2",
    ),
    "a temporary file from mkstemp": (
        """
import os, tempfile
descriptor, name = tempfile.mkstemp()
os.write(descriptor, b"x")
os.remove(name)
return os.path.dirname(name) == os.getcwd() == tempfile.gettempdir() == os.environ["TMPDIR"]
""",
        "True",
    ),
    "a database": (
        """
import sqlite3
connection = sqlite3.connect("x.db")
connection.execute("create table t (a)")
connection.execute("insert into t values (1)")
connection.commit()
return connection.execute("select a from t").fetchone()
""",
        "(1,)",
    ),
    "packed files": (
        """
import gzip, zipfile
with gzip.open("x.gz", "wt") as file: file.write("x")
with zipfile.ZipFile("x.zip", "w") as file: file.write("x.gz")
return zipfile.ZipFile("x.zip").namelist()
""",
        "['x.gz']",
    ),
    "pickles": (
        """
import pickle
with open("x", "wb") as file: pickle.dump(torch.ones(2), file)
with open("x", "rb") as file: return pickle.load(file).sum().item()
""",
        "2.0",
    ),
    "copied and renamed": (
        """
import os, shutil
open("a", "w").write("x")
shutil.copyfile("a", "b")
os.replace("b", "c")
os.remove("a")
return os.listdir(".")
""",
        "['c']",
    ),
    "locked and synced": (
        """
import fcntl, os
with open("a", "w") as file:
    fcntl.lockf(file, fcntl.LOCK_EX)
    os.posix_fallocate(file.fileno(), 0, 10)
    os.fsync(file.fileno())
return os.path.getsize("a")
""",
        "10",
    ),
    # --- time, signals and the rest of the system -----------------------------------------------------------------
    "a timer": (
        "import threading\ndone = threading.Event()\nthreading.Timer(0.01, done.set).start()\nreturn done.wait(5)",
        "True",
    ),
    "an interval timer": (
        """
import signal
hit = []
signal.signal(signal.SIGALRM, lambda *_: hit.append(1))
signal.setitimer(signal.ITIMER_REAL, 0.05)
signal.pause()
return hit
""",
        "[1]",
    ),
    "an alarm": ("import signal\nsignal.alarm(5)\nreturn signal.alarm(0) in (4, 5)", "True"),
    "signals to itself": (
        """
import os, signal
hit = []
signal.signal(signal.SIGUSR1, lambda *_: hit.append(1))
os.kill(os.getpid(), signal.SIGUSR1)
signal.raise_signal(signal.SIGUSR1)
return len(hit)
""",
        "2",
    ),
    "time": (
        """
import datetime, time, zoneinfo
time.sleep(0.001)
return datetime.datetime(2024, 1, 1, tzinfo=zoneinfo.ZoneInfo("Asia/Shanghai")).utcoffset().seconds
""",
        "28800",
    ),
    "chance": (
        "import os, secrets, uuid\nreturn len(os.urandom(4)), len(secrets.token_bytes(4)), len(str(uuid.uuid4()))",
        "(4, 4, 36)",
    ),
    "the machine": (
        """
import os, platform, sys
return bool(platform.platform()), os.cpu_count() > 0, len(os.sched_getaffinity(0)) > 0, sys.platform
""",
        "(True, True, True, 'linux')",
    ),
    "pipes": (
        """
import os, select
near, far = os.pipe()
os.write(far, b"x")
poll, epoll = select.poll(), select.epoll()
poll.register(near), epoll.register(near)
return len(poll.poll(1000)), len(epoll.poll(1)), len(select.select([near], [], [], 1)[0])
""",
        "(1, 1, 1)",
    ),
    "looking at itself": (
        """
import cProfile, faulthandler, resource, timeit, tracemalloc
cProfile.Profile().runcall(len, "x")
tracemalloc.start()
faulthandler.enable()
return timeit.timeit("1", number=9) > 0, resource.getrlimit(resource.RLIMIT_CPU)[0] != 0
""",
        "(True, True)",
    ),
    "the source of torch": (
        "import inspect\nreturn 'F.linear' in inspect.getsource(torch.nn.Linear.forward)",
        "True",
    ),
    "words of the system": (
        "import locale, unicodedata\nlocale.setlocale(locale.LC_ALL, '')\nreturn unicodedata.name('中')",
        "CJK UNIFIED IDEOGRAPH-4E2D",
    ),
    "what is told on the way": (
        "import logging, warnings\nlogging.warning('a')\nwarnings.warn('b')\nprint('c')\nreturn 'd'",
        "d",
    ),
}
