"""Keeps one worker process running and talks to it from a dedicated thread, so that no caller blocks.

The thread owns all state: it starts the worker, sends it a few requests at a time, resolves the futures, and replaces a
worker that died or stopped answering. A request is retried once, then it fails.
"""

from __future__ import annotations

import atexit
import heapq
import select
import socket
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from journal.core import diagnostics
from journal.core.forms import MalformedError
from journal.runner.runs import RunFailed
from journal.runner.worker.process import Process, Start
from journal.runner.worker.protocol import Message

__all__ = ["Start", "Workers"]

T = TypeVar("T")
Read = Callable[[Message], Any]
Admit = Callable[[Message, Sequence[str]], Message]

AT_ONCE = 2
"""Requests that a worker is given at a time; the others wait here, where what is urgent can overtake."""
START_S = 120.0
"""How long a worker may take until it is ready, on a slow disk that has never seen torch."""
GRACE_S = 30.0
"""How much longer than its own limit the answer to a request is waited for."""
ATTEMPTS = 2


@dataclass(order=True)
class _Job:
    """A pending request; prefetch requests come last, others in order."""

    ahead: bool
    number: int
    request: Message = field(compare=False)
    read: Read = field(compare=False)
    future: Future[Any] = field(compare=False)
    attempts: int = field(default=0, compare=False)
    due: float = field(default=0.0, compare=False)

    def fail(self, error: Exception) -> None:
        """Fails the future, unless the caller has cancelled it."""
        with suppress(InvalidStateError):
            self.future.set_exception(error)


class Workers:
    """Takes requests from any thread. `admit` may reject a request once the active sandbox layers are known."""

    def __init__(self, start: Start, admit: Admit) -> None:
        self._start = start
        self._admit = admit
        self._new: SimpleQueue[_Job] = SimpleQueue()
        self._waiting: list[_Job] = []
        self._sent: dict[int, _Job] = {}
        self._process: Process | None = None
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._count = 0
        self._first = True
        self._wakeup_send, self._wakeup_receive = socket.socketpair()
        self._wakeup_receive.setblocking(False)

    def start(self) -> None:
        """Starts the thread and, through it, the worker, if they are not running yet."""
        with self._lock:
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._serve, name="demos", daemon=True)
                self._thread.start()
                atexit.register(self.close)

    def submit(self, request: Message, read: Callable[[Message], T], ahead: bool) -> Future[T]:
        """The future of what `read` makes of the worker's reply."""
        future: Future[T] = Future()
        with self._lock:
            self._count += 1
            job = _Job(ahead, self._count, {**request, "id": self._count}, read, future)
            if self._closed:
                job.fail(RunFailed("closed"))
                return future
            self._new.put(job)
            self._wakeup_send.send(b"!")
        self.start()
        return future

    def close(self) -> None:
        """Ends the worker; every open future fails."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._wakeup_send.send(b"!")
        atexit.unregister(self.close)
        if self._thread and self._thread is not threading.current_thread():
            self._thread.join()
        self._wakeup_send.close()
        self._wakeup_receive.close()

    def kill(self) -> None:
        """Ends the worker at once, from any thread."""
        self._closed = True
        if process := self._process:
            process.kill()

    # --- the thread -----------------------------------------------------------------------------------------------

    def _serve(self) -> None:
        try:
            while not self._closed:
                self._take_new()
                if self._process is None and (self._waiting or self._first):
                    self._open()
                self._hand_over(time.monotonic())
                self._listen(time.monotonic())
        finally:
            with self._lock:
                self._closed = True
            self._take_new()
            self._fail_all(RunFailed("closed"))
            self._drop()

    def _take_new(self) -> None:
        while True:
            try:
                heapq.heappush(self._waiting, self._new.get_nowait())
            except Empty:
                return

    def _open(self) -> None:
        self._first = False
        try:
            self._process = self._start.process(time.monotonic() + START_S)
        except OSError as error:
            self._fail_all(RunFailed("unable", reason=str(error)))

    def _hand_over(self, now: float) -> None:
        while self._process and self._process.ready and self._waiting and len(self._sent) < AT_ONCE:
            job = heapq.heappop(self._waiting)
            if job.attempts == 0 and not job.future.set_running_or_notify_cancel():
                continue
            job.attempts += 1
            job.due = now + job.request["limits"]["wall_s"] + GRACE_S
            try:
                request = self._admit(job.request, self._process.layers)
            except Exception as error:  # whatever is wrong with one request, the others are served
                job.fail(error if isinstance(error, RunFailed) else RunFailed("unable", reason=str(error)))
                continue
            self._sent[job.number] = job
            try:
                self._process.send(request)
            except OSError:
                self._lost()

    def _listen(self, now: float) -> None:
        """Waits for the worker or a new request, at most until the next deadline."""
        process = self._process
        ends = [job.due for job in self._sent.values()]
        if process and not process.ready:
            ends.append(process.due)
        pause = max(0.0, min(ends) - now) if ends else None
        heard, _, _ = select.select([self._wakeup_receive, *([process.link] if process else [])], [], [], pause)
        if self._wakeup_receive in heard:
            self._wakeup_receive.recv(4096)
        if process and process.link in heard:
            self._receive(process)
        elif ends and time.monotonic() >= min(ends):
            self._lost()

    def _receive(self, process: Process) -> None:
        try:
            replies = process.receive()
        except (OSError, MalformedError):
            return self._lost()
        for reply in replies:
            if "unable" in reply:
                self._fail_all(RunFailed("unable", reason=str(reply["unable"])))
                return self._drop()
            self._resolve(reply)
        return None

    def _resolve(self, reply: Message) -> None:
        number = reply.get("id")
        job = self._sent.pop(number, None) if isinstance(number, int) else None
        if job is None:
            return
        try:
            job.future.set_result(job.read(reply))
        except Exception as error:
            if not isinstance(error, RunFailed):
                diagnostics.note_error("reply", error)
            job.fail(error)

    def _lost(self) -> None:
        """Handles a worker that is gone or does not answer: its requests are retried once."""
        never_ready = self._process is not None and not self._process.ready
        diagnostics.note("worker_lost", sent=len(self._sent), ready=int(not never_ready))
        self._drop()
        for job in self._sent.values():
            if job.attempts < ATTEMPTS:
                heapq.heappush(self._waiting, job)
            else:
                job.fail(RunFailed("worker"))
        self._sent.clear()
        if never_ready:
            self._fail_all(RunFailed("worker"))

    def _fail_all(self, error: RunFailed) -> None:
        for job in [*self._waiting, *self._sent.values()]:
            if job.attempts or job.future.set_running_or_notify_cancel():
                job.fail(error)
        self._waiting.clear()
        self._sent.clear()

    def _drop(self) -> None:
        if self._process:
            self._process.end()
        self._process = None
