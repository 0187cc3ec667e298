"""What a student's room may not do: reach the network, other people's files, other processes.

Three fences, each where the system has it, the strongest first.

1. Linux: namespaces without a network and with processes of their own, all of which end with
   the room; and Landlock, with which the kernel lets nothing be written outside the room's
   folder. Neither needs a privilege.
2. POSIX: limits on memory, processor time and the size of a file.
3. Everywhere: an audit hook of Python, which refuses to open a socket, start a program or
   write outside the folder, and says so in words.

The third alone keeps out mistakes and pranks, not a determined attacker: where neither
namespaces nor Landlock are there, grade strangers' work in a container. `fences` tells which
there are.
"""

import contextlib
import ctypes
import os
import signal
import struct
import sys

_NEWUSER = 0x10000000
_NEWNET = 0x40000000
_NEWPID = 0x20000000
_NEWIPC = 0x08000000
_DEATH_SIGNAL, _NO_NEW_PRIVILEGES = 1, 38  # prctl
_LANDLOCK = 444, 445, 446  # create_ruleset, add_rule, restrict_self: alike on every machine
_WRITES = sum(1 << bit for bit in (1, 4, 5, 6, 7, 8, 9, 10, 11, 12))  # Landlock, version 1
_PATH = os.O_RDONLY | getattr(os, "O_PATH", 0) | getattr(os, "O_CLOEXEC", 0)
_WRITE_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_REFUSED = (
    *("subprocess.Popen", "os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn"),
    *("os.spawn", "os.startfile", "os.kill", "os.killpg", "pty.spawn", "webbrowser.open"),
    *("socket.__new__", "socket.connect", "socket.bind", "socket.getaddrinfo"),
    *("urllib.Request", "ftplib.connect", "http.client.connect", "smtplib.connect"),
    *("ctypes.dlopen", "sys.addaudithook", "signal.pthread_kill", "os.chroot"),
)
_CHANGES = (
    *("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate"),
    *("os.chmod", "os.chown", "os.utime", "shutil.rmtree", "shutil.move", "os.setxattr"),
)


def _libc():
    return ctypes.CDLL(None, use_errno=True)


def alone():
    """Leave network and processes of others behind; what goes on is a child that ends with us.

    Call it before anything has started a thread. Without effect where the system has no
    such thing or forbids it.
    """
    if not sys.platform.startswith("linux"):
        return False
    if _libc().unshare(_NEWUSER | _NEWNET | _NEWPID | _NEWIPC) != 0:
        return False
    child = os.fork()
    if child:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: os.kill(child, signal.SIGKILL))
        for handle in (0, 1, 2):
            with contextlib.suppress(OSError):
                os.close(handle)
        _, status = os.waitpid(child, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    _libc().prctl(_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    return True


def write_only_in(folder):
    """Have the kernel refuse every change to a file outside `folder`; say whether it does."""
    if not sys.platform.startswith("linux"):
        return False
    libc = _libc()
    attributes = ctypes.create_string_buffer(struct.pack("<Q", _WRITES))
    rules = libc.syscall(_LANDLOCK[0], attributes, ctypes.c_size_t(8), 0)
    if rules < 0:
        return False
    try:
        for place in (folder, "/dev/null"):
            handle = os.open(place, _PATH)
            allowed = _WRITES if place == folder else 1 << 1
            rule = ctypes.create_string_buffer(struct.pack("<Qi", allowed, handle))
            libc.syscall(_LANDLOCK[1], rules, 1, rule, 0)
            os.close(handle)
        if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
            return False
        return libc.syscall(_LANDLOCK[2], rules, 0) == 0
    finally:
        os.close(rules)


def limit(memory, seconds, file_size):
    """Limit memory (bytes), processor time (s) and the size of one file (bytes)."""
    try:
        import resource
    except ImportError:  # Windows
        return False
    limits = {
        "RLIMIT_AS": memory,
        "RLIMIT_CPU": int(seconds),
        "RLIMIT_FSIZE": file_size,
        "RLIMIT_CORE": 0,
        "RLIMIT_NOFILE": 256,
    }
    for name, value in limits.items():
        with contextlib.suppress(ValueError, OSError, AttributeError):
            resource.setrlimit(getattr(resource, name), (value, value))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a file that grows too large is an OSError
    return True


def forbid(folder):
    """Let Python itself refuse the network, other programs and files outside `folder`."""
    import course

    inside = os.path.realpath(folder) + os.sep
    package = os.path.dirname(os.path.realpath(course.__file__))
    answers = [os.path.join(package, name) + os.sep for name in ("check", "told")]

    def hook(event, arguments):
        if event in _REFUSED or event.startswith(("os.spawn", "os.exec")):
            raise PermissionError(f"{event} is not there while work is graded")
        if event == "open":
            path, mode, flags = arguments
            writes = flags & _WRITE_FLAGS if flags else set(mode or "r") & set("wax+")
            if writes and isinstance(path, (str, bytes)) and not _within(path, inside):
                raise PermissionError("only files in the folder of the lesson can be written")
            if isinstance(path, (str, bytes)) and any(_within(path, place) for place in answers):
                raise PermissionError("no answers can be read while work is graded")
        elif event in _CHANGES:
            for path in arguments:
                if isinstance(path, (str, bytes)) and not _within(path, inside):
                    raise PermissionError("only files in the folder of the lesson can be changed")

    sys.addaudithook(hook)


def _within(path, inside):
    path = os.fsdecode(path)
    return path == os.devnull or (os.path.realpath(path) + os.sep).startswith(inside)


def fences():
    """What this system has, in words."""
    found = ["an audit hook"]
    if sys.platform.startswith("linux"):
        if _libc().syscall(_LANDLOCK[0], None, ctypes.c_size_t(0), 1) >= 1:
            found.append("Landlock")
        child = os.fork()
        if child == 0:
            os._exit(_libc().unshare(_NEWUSER | _NEWNET | _NEWPID | _NEWIPC) != 0)
        if os.waitpid(child, 0)[1] == 0:
            found.append("namespaces")
    return found
