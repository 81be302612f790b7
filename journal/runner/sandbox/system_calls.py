"""The system calls of Linux with the answer a run gets for each, and why: an allowlist.

A group is one reason and its calls, each as `name:number on x86_64/number on aarch64`, with - where a machine lacks
the call. Every number up to `HIGHEST` was reviewed; what is in no group, and what later kernels add, does not exist
for a run. Numbers from arch/x86/entry/syscalls/syscall_64.tbl and scripts/syscall.tbl of the kernel's source.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Answer = Literal["allowed", "by argument", "refused", "unknown"]
"""What a call is answered: `refused` with EPERM, `unknown` with ENOSYS; `by argument` as `seccomp` says."""

MACHINES: Mapping[str, tuple[int, int]] = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
"""For each machine that is known, its AUDIT_ARCH and its place in a pair of numbers."""

HIGHEST = 471
"""The highest number that was reviewed: that of Linux 7.0. Raise it only together with the groups."""


@dataclass(frozen=True)
class Group:
    """Calls with one answer for one reason; `numbers` maps the name of each to its number on each machine."""

    answer: Answer
    reason: str
    numbers: Mapping[str, tuple[int | None, int | None]]


def table(machine: str) -> dict[int, tuple[str, Answer]]:
    """The name and the answer of every number that is in a group, for one machine."""
    _, place = MACHINES[machine]
    rows = ((name, numbers[place], group.answer) for group in GROUPS for name, numbers in group.numbers.items())
    return {number: (name, answer) for name, number, answer in rows if number is not None}


def _groups(answer: Answer, rows: Iterable[tuple[str, str]]) -> list[Group]:
    return [Group(answer, reason, dict(map(_call, text.split()))) for reason, text in rows]


def _call(text: str) -> tuple[str, tuple[int | None, int | None]]:
    name, _, numbers = text.partition(":")
    x86, arm = (None if number == "-" else int(number) for number in numbers.split("/"))
    return name, (x86, arm)


_ALLOWED = (
    (
        "its own memory, as much of it as its address space may hold",
        """
        brk:12/214 mmap:9/222 munmap:11/215 mremap:25/216 mprotect:10/226 madvise:28/233 mincore:27/232
        mlock:149/228 munlock:150/229 msync:26/227
        """,
    ),
    (
        "its own descriptors and what can be read from them or written to them",
        """
        read:0/63 write:1/64 readv:19/65 writev:20/66 pread64:17/67 pwrite64:18/68 preadv:295/69 pwritev:296/70
        preadv2:327/286 pwritev2:328/287 lseek:8/62 close:3/57 close_range:436/436 dup:32/23 dup2:33/-
        dup3:292/24 pipe:22/- pipe2:293/59 poll:7/- ppoll:271/73 select:23/- pselect6:270/72
        epoll_create1:291/20 epoll_ctl:233/21 epoll_wait:232/- epoll_pwait:281/22 eventfd2:290/19
        """,
    ),
    (
        "files, of which Landlock says which may be read, written, made, renamed or removed",
        """
        stat:4/- lstat:6/- fstat:5/80 newfstatat:262/79 statx:332/291 access:21/- faccessat:269/48
        faccessat2:439/439 readlink:89/- readlinkat:267/78 getdents64:217/61 getcwd:79/17 chdir:80/49
        statfs:137/43 fstatfs:138/44 ftruncate:77/46 fadvise64:221/223 fsync:74/82 fdatasync:75/83 unlink:87/-
        unlinkat:263/35 rename:82/- renameat:264/38 renameat2:316/276 umask:95/166
        """,
    ),
    (
        "its own threads",
        """
        futex:202/98 set_robust_list:273/99 rseq:334/293 set_tid_address:218/96 sched_yield:24/124
        sched_getaffinity:204/123 sched_getparam:143/121 sched_getscheduler:145/120
        sched_get_priority_max:146/125 sched_get_priority_min:147/126 getcpu:309/168 membarrier:324/283
        exit:60/93 exit_group:231/94 gettid:186/178 getpid:39/172 getppid:110/173
        """,
    ),
    (
        "the time, and its own timers",
        """
        clock_gettime:228/113 clock_getres:229/114 clock_nanosleep:230/115 nanosleep:35/101 gettimeofday:96/169
        time:201/- times:100/153 getitimer:36/102 setitimer:38/103 alarm:37/-
        """,
    ),
    (
        "signals that come to it",
        """
        rt_sigaction:13/134 rt_sigprocmask:14/135 rt_sigreturn:15/139 rt_sigpending:127/136
        rt_sigsuspend:130/133 rt_sigtimedwait:128/137 sigaltstack:131/132 pause:34/- restart_syscall:219/128
        """,
    ),
    (
        "who and where it is, and what it has used",
        """
        getuid:102/174 geteuid:107/175 getgid:104/176 getegid:108/177 getresuid:118/148 getresgid:120/150
        getgroups:115/158 getpgrp:111/- getpgid:121/155 getsid:124/156 uname:63/160 sysinfo:99/179
        getrusage:98/165 getrandom:318/278 getrlimit:97/163
        """,
    ),
)

_BY_ARGUMENT = (
    (
        "files; not with an access mode, or a way of emptying a file, that Landlock before its third version lets pass",
        "open:2/- openat:257/56",
    ),
    (
        "threads; not processes or namespaces",
        "clone:56/220",
    ),
    (
        "signals to itself; not to others",
        "kill:62/129 tgkill:234/131",
    ),
    (
        "its own descriptors; not signals to others, attributes of files, or devices",
        "fcntl:72/25 ioctl:16/29",
    ),
    (
        "names of threads and memory; not what happens at its parent's death, or its rights",
        "prctl:157/167",
    ),
    (
        "its own limits, to read them; not to change them, and not those of others",
        "prlimit64:302/261",
    ),
    (
        "bytes that count for the size of a file; not those beyond its end, which no limit counts",
        "fallocate:285/47",
    ),
)

_UNKNOWN = (
    (
        "callers take an older call when a kernel lacks these, and the older one can be checked or is not needed",
        """
        clone3:435/435 openat2:437/437 copy_file_range:326/285
        """,
    ),
)

_REFUSED = (
    (
        "new processes and programs",
        """
        fork:57/- vfork:58/- execve:59/221 execveat:322/281 wait4:61/260 waitid:247/95 setsid:112/157
        setpgid:109/154
        """,
    ),
    (
        "signals to others",
        """
        tkill:200/130 rt_sigqueueinfo:129/138 rt_tgsigqueueinfo:297/240 pidfd_open:434/434
        pidfd_send_signal:424/424 pidfd_getfd:438/438
        """,
    ),
    (
        "the memory and state of other processes",
        """
        ptrace:101/117 process_vm_readv:310/270 process_vm_writev:311/271 process_madvise:440/440
        process_mrelease:448/448 kcmp:312/272 get_robust_list:274/100 migrate_pages:256/238 move_pages:279/239
        """,
    ),
    (
        "priority, processors and scheduling of this and other processes",
        """
        getpriority:140/141 setpriority:141/140 sched_setparam:142/118 sched_setscheduler:144/119
        sched_setaffinity:203/122 sched_setattr:314/274 sched_getattr:315/275 sched_rr_get_interval:148/127
        ioprio_set:251/30 ioprio_get:252/31 setrlimit:160/164 mbind:237/235 set_mempolicy:238/237
        get_mempolicy:239/236 set_mempolicy_home_node:450/450 rseq_slice_yield:471/471
        """,
    ),
    (
        "the network and other ways to speak to processes",
        """
        socket:41/198 socketpair:53/199 bind:49/200 listen:50/201 accept:43/202 accept4:288/242 connect:42/203
        getsockname:51/204 getpeername:52/205 setsockopt:54/208 getsockopt:55/209 shutdown:48/210 sendto:44/206
        recvfrom:45/207 sendmsg:46/211 recvmsg:47/212 sendmmsg:307/269 recvmmsg:299/243 shmget:29/194
        shmat:30/196 shmdt:67/197 shmctl:31/195 semget:64/190 semop:65/193 semtimedop:220/192 semctl:66/191
        msgget:68/186 msgsnd:69/189 msgrcv:70/188 msgctl:71/187 mq_open:240/180 mq_unlink:241/181
        mq_timedsend:242/182 mq_timedreceive:243/183 mq_notify:244/184 mq_getsetattr:245/185
        """,
    ),
    (
        "rights, owners, times and attributes of files, which Landlock does not govern",
        """
        chmod:90/- fchmod:91/52 fchmodat:268/53 fchmodat2:452/452 chown:92/- fchown:93/55 lchown:94/-
        fchownat:260/54 utime:132/- utimes:235/- futimesat:261/- utimensat:280/88 setxattr:188/5 lsetxattr:189/6
        fsetxattr:190/7 setxattrat:463/463 getxattr:191/8 lgetxattr:192/9 fgetxattr:193/10 getxattrat:464/464
        listxattr:194/11 llistxattr:195/12 flistxattr:196/13 listxattrat:465/465 removexattr:197/14
        lremovexattr:198/15 fremovexattr:199/16 removexattrat:466/466 file_getattr:468/468 file_setattr:469/469
        """,
    ),
    (
        "files by ways that Landlock governs only in part, or only in later versions",
        """
        truncate:76/45 creat:85/- mkdir:83/- mkdirat:258/34 rmdir:84/- mknod:133/- mknodat:259/33 link:86/-
        linkat:265/37 symlink:88/- symlinkat:266/36 fchdir:81/50 getdents:78/- name_to_handle_at:303/264
        open_by_handle_at:304/265 flock:73/32
        """,
    ),
    (
        "what others do with files",
        """
        inotify_init:253/- inotify_init1:294/26 inotify_add_watch:254/27 inotify_rm_watch:255/28
        fanotify_init:300/262 fanotify_mark:301/263
        """,
    ),
    (
        "bytes that pass by the limits on files and memory",
        """
        memfd_create:319/279 memfd_secret:447/447 sendfile:40/71 splice:275/76 tee:276/77 vmsplice:278/75
        readahead:187/213 sync:162/81 syncfs:306/267 sync_file_range:277/84 cachestat:451/451 mlockall:151/230
        munlockall:152/231 mlock2:325/284 remap_file_pages:216/234
        """,
    ),
    (
        "users and capabilities",
        """
        setuid:105/146 setgid:106/144 setreuid:113/145 setregid:114/143 setresuid:117/147 setresgid:119/149
        setfsuid:122/151 setfsgid:123/152 setgroups:116/159 capget:125/90 capset:126/91 personality:135/92
        """,
    ),
    (
        "namespaces, mounts and the layers of the sandbox itself",
        """
        unshare:272/97 setns:308/268 mount:165/40 umount2:166/39 pivot_root:155/41 chroot:161/51
        open_tree:428/428 open_tree_attr:467/467 move_mount:429/429 fsopen:430/430 fsconfig:431/431
        fsmount:432/432 fspick:433/433 mount_setattr:442/442 statmount:457/457 listmount:458/458 listns:470/470
        seccomp:317/277 landlock_create_ruleset:444/444 landlock_add_rule:445/445 landlock_restrict_self:446/446
        lsm_get_self_attr:459/459 lsm_set_self_attr:460/460 lsm_list_modules:461/461
        """,
    ),
    (
        "large or seldom used parts of the kernel, where its own faults have been",
        """
        bpf:321/280 perf_event_open:298/241 userfaultfd:323/282 io_uring_setup:425/425 io_uring_enter:426/426
        io_uring_register:427/427 io_setup:206/0 io_destroy:207/1 io_submit:209/2 io_cancel:210/3
        io_getevents:208/4 io_pgetevents:333/292 keyctl:250/219 add_key:248/217 request_key:249/218
        modify_ldt:154/- arch_prctl:158/- set_thread_area:205/- get_thread_area:211/- pkey_mprotect:329/288
        pkey_alloc:330/289 pkey_free:331/290 map_shadow_stack:453/453 mseal:462/462 uretprobe:335/- uprobe:336/-
        futex_waitv:449/449 futex_wake:454/454 futex_wait:455/455 futex_requeue:456/456 epoll_create:213/-
        epoll_pwait2:441/441 eventfd:284/- signalfd:282/- signalfd4:289/74 timer_create:222/107
        timer_settime:223/110 timer_gettime:224/108 timer_getoverrun:225/109 timer_delete:226/111
        timerfd_create:283/85 timerfd_settime:286/86 timerfd_gettime:287/87
        """,
    ),
    (
        "the machine",
        """
        reboot:169/142 init_module:175/105 finit_module:313/273 delete_module:176/106 kexec_load:246/104
        kexec_file_load:320/294 swapon:167/224 swapoff:168/225 acct:163/89 quotactl:179/60 quotactl_fd:443/443
        syslog:103/116 vhangup:153/58 settimeofday:164/170 clock_settime:227/112 adjtimex:159/171
        clock_adjtime:305/266 sethostname:170/161 setdomainname:171/162 ioperm:173/- iopl:172/- ustat:136/-
        sysfs:139/- lookup_dcookie:212/18
        """,
    ),
    (
        "numbers that no kernel answers any more",
        """
        _sysctl:156/- uselib:134/- create_module:174/- get_kernel_syms:177/- query_module:178/-
        nfsservctl:180/42 getpmsg:181/- putpmsg:182/- afs_syscall:183/- tuxcall:184/- security:185/-
        epoll_ctl_old:214/- epoll_wait_old:215/- vserver:236/-
        """,
    ),
)

GROUPS = (
    *_groups("allowed", _ALLOWED),
    *_groups("by argument", _BY_ARGUMENT),
    *_groups("unknown", _UNKNOWN),
    *_groups("refused", _REFUSED),
)
