"""A process taken out of every network, for good: what reads a file of a station needs none.

On Linux alone. A network namespace of its own has no way out; where the system allows none, as in
most containers, a filter of the kernel (seccomp) refuses every socket but those on this machine.
"""

from __future__ import annotations

import ctypes
import platform
import struct
import sys

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _MODE_FILTER = 22, 38, 2
#: Machine -> what the kernel calls it (AUDIT_ARCH), and the number of the call ``socket``.
_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
#: The call that gives another way to sockets, the same number everywhere.
_IO_URING_SETUP = 425
#: From here on the numbers of x86_64 are those of another way to count (x32).
_X32 = 0x40000000
#: The only family of sockets that is let through: files on this machine.
_AF_UNIX = 1
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050001  # the second: the call fails with EPERM
#: Instructions of the filter: load a word, compare, return.
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
#: Where in the description of a call its number, its machine and its first argument are.
_NUMBER, _ARCH, _FIRST = 0, 4, 16


class _Program(ctypes.Structure):
    """``struct sock_fprog``."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def leave_the_network() -> bool:
    """Take this process, and those it starts, out of every network; whether the system does it."""
    left = False
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        kinds = (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET)
        left = any(libc.unshare(kind) == 0 for kind in kinds) or refuse_sockets()
    return left


def refuse_sockets() -> bool:
    """Have the kernel refuse sockets of every network; whether it does."""
    in_force = False
    if sys.platform == "linux" and platform.machine() in _MACHINES:
        content = _filter(*_MACHINES[platform.machine()])
        program = _Program(len(content) // 8, content)
        prctl = ctypes.CDLL(None, use_errno=True).prctl
        # without it only root may put a filter in force
        if prctl(_PR_SET_NO_NEW_PRIVS, *map(ctypes.c_ulong, (1, 0, 0, 0))) == 0:
            mode = ctypes.c_ulong(_MODE_FILTER)
            in_force = prctl(_PR_SET_SECCOMP, mode, ctypes.byref(program)) == 0
    return in_force


def _filter(arch: int, socket: int) -> bytes:
    """The instructions: each is what to do, how many to skip if so and if not, and a value."""
    steps = [
        (_LOAD, 0, 0, _ARCH),
        (_EQUAL, 0, 7, arch),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 5, 0, _X32),
        (_EQUAL, 4, 0, _IO_URING_SETUP),
        (_EQUAL, 0, 2, socket),
        (_LOAD, 0, 0, _FIRST),
        (_EQUAL, 0, 1, _AF_UNIX),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
