"""Demos that ask the kernel itself: for what touches other processes, or files without opening them.

Each is one expression, which has reached its aim if it is not negative. It has what `PRELUDE` defines: `call` makes a
system call by its name and gives the result, or the negative number of the error.
"""

from __future__ import annotations

from tests.runner.hostile import Hostile

PRELUDE = """
import ctypes, fcntl, os, platform, struct
from journal.runner.sandbox.system_calls import table
LIBC = ctypes.CDLL(None, use_errno=True)
NUMBERS = {name: number for number, (name, _) in table(platform.machine()).items()}

def call(name, *arguments):
    given = [ctypes.c_long(each) if isinstance(each, int) else each for each in arguments]
    result = LIBC.syscall(ctypes.c_long(NUMBERS[name]), *given)
    return result if result >= 0 else -ctypes.get_errno()

def own_file():
    return os.open('x', os.O_RDWR | os.O_CREAT)

def kill_at_input(command, owner):
    near, far = os.pipe()
    fcntl.fcntl(near, command, owner)
    fcntl.fcntl(near, 10, 9)  # F_SETSIG
    fcntl.fcntl(near, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
    os.write(far, b'x')
    return -1

here, path, folder = -100, secret.encode(), outside.encode()
kept = os.environ['MPLCONFIGDIR'] + '/kept'
value = ctypes.create_string_buffer(b'x')
place = struct.pack('QQ', ctypes.addressof(value), 1)
to_mark = struct.pack('QII', ctypes.addressof(value), 1, 0)
to_signal = struct.pack('iiiiiiQ', 0, 0, -1, 0, os.getpid(), os.getuid(), 0) + bytes(96)
to_idle = struct.pack('IIQiIQQQ', 48, 5, 0, 0, 0, 0, 0, 0)
"""

FILES = {
    "seccomp, view": {
        "set an attribute": "call('setxattr', path, b'user.mark', b'x', 1, 0)",
        "set an attribute, following no link": "call('lsetxattr', path, b'user.mark', b'x', 1, 0)",
        "set an attribute by setxattrat": "call('setxattrat', here, path, 0, b'user.mark', to_mark, 16)",
        "remove an attribute": "call('removexattr', path, b'user.kept')",
        "remove an attribute by removexattrat": "call('removexattrat', here, path, 0, b'user.kept')",
        "read an attribute": "call('getxattr', path, b'user.kept', value, 1)",
        "set the flags": "call('file_setattr', here, path, struct.pack('QIIII', 128, 0, 0, 0, 0), 24, 0)",
        "a descriptor by open_tree": "call('open_tree', here, path, 0)",
        "a descriptor by open_tree_attr": "call('open_tree_attr', here, path, 0, 0, 0)",
        "a descriptor for neither reading nor writing": "call('openat', here, path, 3)",
        "a handle": "call('name_to_handle_at', here, path, struct.pack('Ii', 128, 0) + bytes(128), bytes(8), 0)",
        "set the rights by fchmodat2": "call('fchmodat2', here, path, 0o666, 0)",
        "set the owner": "call('fchownat', here, path, os.getuid(), os.getgid(), 0)",
        "set the times by utimensat": "call('utimensat', here, path, bytes(32), 0)",
        "hear of new names in a folder": "call('inotify_add_watch', call('inotify_init1', 0), folder, 0xFFF)",
        "hear of all in a folder": "call('fanotify_mark', call('fanotify_init', 512, 0), 1, 0x08000100, here, folder)",
    },
    "seccomp, view, landlock 3": {
        "empty it by its path": "call('truncate', path, 0)",
        "empty it by a way round": "call('truncate', b'/proc/self/root' + path, 0)",
        "empty it, opening it for neither": "call('openat', here, path, 3 | os.O_TRUNC)",
        "empty a readable one, opening it to read": "os.open(kept, os.O_RDONLY | os.O_TRUNC)",
    },
    "seccomp": {"lock a library for all": "call('flock', os.open(os.__file__, os.O_RDONLY), 5)"},
    "view": {
        "learn whether it is there": "call('faccessat', here, path, 0)",
        "learn its size": "call('newfstatat', here, path, bytes(256), 0)",
        "learn where a link leads": "call('readlinkat', here, folder + b'/link', bytes(99), 99)",
        "learn whether a process is there": "call('faccessat', here, f'/proc/{victim}'.encode(), 0)",
    },
}
"""What touches, or tells of, a file that the run may not open."""

PROCESSES = {
    "seccomp, landlock 6": {
        "a signal": "call('kill', victim, 0)",
        "a signal by tkill": "call('tkill', victim, 0)",
        "a signal by tgkill": "call('tgkill', victim, victim, 0)",
        "a signal by rt_sigqueueinfo": "call('rt_sigqueueinfo', victim, 0, to_signal)",
        "a signal by rt_tgsigqueueinfo": "call('rt_tgsigqueueinfo', victim, victim, 0, to_signal)",
        "a signal by a descriptor": "call('pidfd_send_signal', call('pidfd_open', victim, 0), 0, 0, 0)",
        "a signal by F_SETOWN": "kill_at_input(fcntl.F_SETOWN, victim)",
        "a signal by F_SETOWN_EX": "kill_at_input(15, struct.pack('ii', 1, victim))",
    },
    "seccomp, privileges as root": {
        "its input and output class": "call('ioprio_set', 1, victim, 3 << 13)",
        "its processors": "call('sched_setaffinity', victim, 8, struct.pack('Q', 1))",
        "its policy": "call('sched_setscheduler', victim, 5, struct.pack('i', 0))",
        "its policy by sched_setattr": "call('sched_setattr', victim, to_idle, 0)",
        "its scheduling parameters": "call('sched_setparam', victim, struct.pack('i', 0))",
        "its niceness": "call('setpriority', 0, victim, 19)",
    },
    "seccomp": {
        "its limits": "call('prlimit64', victim, 7, struct.pack('QQ', 9, 9), 0)",
        "learn its limits": "call('prlimit64', victim, 7, 0, bytes(16))",
    },
    "seccomp, landlock, namespaces, privileges as root": {
        "trace it": "call('ptrace', 0x4206, victim, 0, 0)",
        "its memory": "-(call('process_vm_readv', victim, place, 1, place, 1, 0) != -14)",
        "its locks": "call('get_robust_list', victim, bytes(8), bytes(8))",
        "compare it with this one": "call('kcmp', victim, os.getpid(), 1, 0, 0)",
        "its descriptors": "call('pidfd_getfd', call('pidfd_open', victim, 0), 0, 0)",
    },
    "": {"learn of its id": "call('getpgid', victim)"},
}
"""What touches, or tells of, another process of the same user."""

EVERYBODY = {
    "seccomp": {
        "the niceness of everybody": "call('setpriority', 2, os.getuid(), 19)",
        "the input and output class of everybody": "call('ioprio_set', 3, os.getuid(), 3 << 13)",
    },
}
"""The same for every process of the user."""

KERNEL = {
    "seccomp": {
        "io_uring": "call('io_uring_setup', 1, bytes(120))",
        "a file in memory": "call('memfd_create', b'x', 0)",
        "its own handling of page faults": "call('userfaultfd', 1)",
        "a key": "call('add_key', b'user', b'x', b'x', 1, -2)",
        "shared memory": "call('shmget', 0, 4096, 0o1600)",
        "a queue of messages": "call('msgget', 0, 0o1600)",
        "semaphores": "call('semget', 0, 1, 0o1600)",
        "a pair of sockets": "call('socketpair', 1, 1, 0, bytes(8))",
        "a timer of the kernel's": "call('timer_create', 1, 0, bytes(8))",
        "make every disk write": "call('sync')",
        "learn its personality": "call('personality', 0xFFFFFFFF)",
        "descriptors of its own": "call('unshare', 0x400)",
        "a large pipe": "fcntl.fcntl(os.pipe()[0], 1031, 2**20)",
        "flags of its own file": "call('ioctl', own_file(), 0x40086602, struct.pack('Q', 0x40))",
        "room beyond the end of its file": "call('fallocate', own_file(), 1, 0, 2**23)",
    },
    "seccomp, landlock": {
        "a folder": "call('mkdirat', here, b'x', 0o700)",
        "a link": "call('symlinkat', path, here, b'x')",
        "a pipe with a name": "call('mknodat', here, b'x', 0o10600, 0)",
    },
}
"""What a run has no need of, whether or not it touches anything outside."""


def _cases(groups: dict[str, dict[str, str]], wide: bool = False) -> list[Hostile]:
    return [
        Hostile(
            name, (), f"{PRELUDE}\nreturn 'escaped' if {expression} >= 0 else 'refused'", held_by=held_by, wide=wide
        )
        for held_by, group in groups.items()
        for name, expression in group.items()
    ]


CALLS = [*_cases(FILES), *_cases(PROCESSES), *_cases(EVERYBODY, wide=True), *_cases(KERNEL)]
