"""Nothing in the package needs a POSIX system: what only one has is used behind a question.

``make check`` runs mypy as on Windows too, for which the standard library has no such names. Here
the names are refused without mypy, with those that Windows has as well but that do harm, and text
files whose line ends would depend on the system.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.paths import PACKAGE, ROOT

#: Modules, and names in modules, that Windows does not have; and ``umask``, which it has, and which
#: changes the files of other threads.
ONLY_POSIX = frozenset(
    re.findall(
        r"\S+",
        """
        crypt curses fcntl grp nis ossaudiodev posix pty pwd readline resource spwd syslog
        termios tty
        os.chown os.chroot os.confstr os.fchmod os.fchown os.fork os.forkpty os.fwalk os.getegid
        os.geteuid os.getgid os.getgroups os.getloadavg os.getpgid os.getpgrp os.getpriority
        os.getsid os.getuid os.killpg os.lchown os.lockf os.mkfifo os.mknod os.nice os.openpty
        os.pathconf os.posix_fadvise os.posix_spawn os.posix_spawnp os.pread os.preadv os.pwrite
        os.pwritev os.register_at_fork os.sched_getaffinity os.sched_setaffinity os.sendfile
        os.setgid os.setpgid os.setpriority os.setsid os.setuid os.statvfs os.fstatvfs os.sync
        os.sysconf os.ttyname os.umask os.uname os.wait os.wait3 os.wait4 os.waitid
        signal.SIGALRM signal.SIGCHLD signal.SIGCONT signal.SIGHUP signal.SIGKILL signal.SIGPIPE
        signal.SIGQUIT signal.SIGSTOP signal.SIGTSTP signal.SIGUSR1 signal.SIGUSR2 signal.alarm
        signal.pause signal.pthread_kill signal.pthread_sigmask signal.setitimer signal.sigwait
        time.tzset socket.AF_UNIX select.epoll select.kqueue select.poll locale.nl_langinfo
        multiprocessing.forkserver multiprocessing.popen_fork
        """,
    )
)
STARTS = {"fork", "forkserver"}
FOLDERS = ("/dev/", "/proc/", "/tmp", "/etc/", "/usr/", "/var/")  # noqa: S108 - what is refused
QUESTIONS = ("sys.platform", "os.name", "hasattr(", "get_all_start_methods()", "== 'forkserver'")


def unguarded(tree: ast.AST, *, asked: bool = False) -> Iterator[ast.AST]:
    """Every node but those that a question about the system, or ``except``, stands before."""
    for child in ast.iter_child_nodes(tree):
        test = child.test if isinstance(child, ast.If | ast.IfExp) else None
        question = test is not None and any(words in ast.unparse(test) for words in QUESTIONS)
        question = question or (
            isinstance(child, ast.Try)
            and any(
                "ImportError" in ast.unparse(handler) or "AttributeError" in ast.unparse(handler)
                for handler in child.handlers
            )
        )
        if not (asked or question):
            yield child
        yield from unguarded(child, asked=asked or question)


def names_in(node: ast.AST) -> set[str]:
    """The modules that a node imports, and the names that it takes from modules."""
    match node:
        case ast.Import(names=names):
            return {name.name for name in names}
        case ast.ImportFrom(module=str(module), names=names):
            return {module, *(f"{module}.{name.name}" for name in names)}
        case ast.Attribute(value=ast.Name(id=module), attr=name):
            return {f"{module}.{name}"}
    return set()


def fault_in(node: ast.AST) -> str:
    """What else a node has that is not the same on every system; "" for nothing."""
    match node:
        case ast.Constant(value=str(text)) if text in STARTS or text.startswith(FOLDERS):
            return text
        case ast.Call(func=ast.Attribute(attr="write_text"), keywords=words):
            return "" if "newline" in {word.arg for word in words} else "write_text without newline"
        case ast.keyword(arg="preexec_fn"):
            return "preexec_fn"
    return ""


def faults(code: str) -> Iterator[str]:
    """What in ``code`` a system that is not POSIX does not have or would do otherwise."""
    for node in unguarded(ast.parse(code)):
        for fault in (*sorted(names_in(node) & ONLY_POSIX), fault_in(node)):
            if fault:
                yield f"line {getattr(node, 'lineno', 0)}: {fault}"


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("import os, fcntl", "line 1: fcntl"),
        ("from resource import getrusage", "line 1: resource"),
        ("from os import path, fork", "line 1: os.fork"),
        ("import os\nos.umask(0)", "line 2: os.umask"),
        ("def f():\n  if x:\n    os.killpg(1, 2)", "line 3: os.killpg"),
        ("signal.SIGKILL", "line 1: signal.SIGKILL"),
        ("get_context('fork')", "line 1: fork"),
        ("open('/dev/null')", "line 1: /dev/null"),
        ("path.write_text(x, encoding='utf-8')", "line 1: write_text without newline"),
        ("Popen(x, preexec_fn=f)", "line 1: preexec_fn"),
        ("if sys.version_info:\n  os.fork()", "line 2: os.fork"),
    ],
)
def test_what_only_posix_has_is_found(code: str, fault: str) -> None:
    assert list(faults(code)) == [fault]


@pytest.mark.parametrize(
    "code",
    [
        "if sys.platform == 'win32':\n  p.kill()\nelse:\n  os.killpg(1, signal.SIGKILL)",
        "x = 'fork' if 'fork' in multiprocessing.get_all_start_methods() else 'spawn'",
        "if hasattr(os, 'nice'):\n  os.nice(1)",
        "try:\n  import resource\nexcept ImportError:\n  resource = None",
        "import os\nos.replace(a, b)\nsignal.SIGTERM\nsays = 'a fork in the road'",
    ],
)
def test_what_is_asked_for_first_is_let_through(code: str) -> None:
    assert list(faults(code)) == []


def test_no_module_of_the_package_needs_a_posix_system() -> None:
    modules = sorted(PACKAGE.rglob("*.py"))
    assert modules
    found = [
        f"{path.relative_to(ROOT).as_posix()}: {fault}"
        for path in modules
        for fault in faults(path.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize("encoding", ["cp1251", "cp866", "ascii"])
@pytest.mark.parametrize("words", [("check", "--help"), ("rules",), ("check", "no-such-file")])
def test_a_pipe_takes_kazakh_whatever_the_code_page(encoding: str, words: tuple[str, ...]) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "schedcheck", *words, "--lang", "kk"],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    assert run.returncode == (2 if "no-such-file" in words else 0)
    assert set("ғқ") & set((run.stdout + run.stderr).decode("utf-8"))
