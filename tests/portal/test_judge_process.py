"""The process that judges; that it judges as ``check`` does is in ``test_equality``."""

from __future__ import annotations

import subprocess
import sys

from tests.missing import missing


def test_the_process_has_no_network_where_the_system_allows_that() -> None:
    code = (
        "import socket\n"
        "from schedcheck.portal.judge_process import leave_the_network\n"
        "left = leave_the_network()\n"
        "try:\n"
        "    socket.create_connection(('192.0.2.1', 9), 0.2)\n"
        "except OSError as error:\n"
        "    print(left, type(error).__name__, error.errno)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    if not done.stdout.startswith("True"):
        missing("the system lets no process leave its network (Linux with namespaces does)")
    assert "101" in done.stdout  # the network is unreachable
