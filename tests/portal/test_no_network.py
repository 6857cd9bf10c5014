"""No network for what reads the files of stations: by a namespace, else by a filter of calls."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.missing import missing

_TRIED = """
import socket, subprocess, sys
from schedcheck.portal import no_network
print(no_network.{how}())
for family in (socket.AF_INET, socket.AF_INET6):
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as tried:
            tried.connect(({{2: "192.0.2.1", 10: "2001:db8::1"}}[family], 9))
        print("connected")
    except OSError as error:
        print(error.errno)
code = "import socket; socket.create_connection(('192.0.2.1', 9), 0.2)"
print(subprocess.run([sys.executable, "-c", code], capture_output=True).returncode)
socket.socketpair()
print("among themselves processes talk")
"""


@pytest.mark.parametrize(
    ("how", "errors"),
    # no way there; no address there, where the machine has no IPv6; not permitted
    [("leave_the_network", {"101", "97", "99", "1"}), ("refuse_sockets", {"1"})],
)
def test_the_process_has_no_network_where_the_system_allows_that(
    how: str, errors: set[str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _TRIED.format(how=how)], capture_output=True, text=True, check=True
    )
    left, *tried, child, last = done.stdout.splitlines()
    if left != "True":
        missing("the system takes no process out of its network (Linux does)")
    assert len(tried) == 2
    assert set(tried) <= errors
    assert child == "1"
    assert last == "among themselves processes talk"
