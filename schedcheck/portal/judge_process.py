"""An upload judged in a process of its own: ``python -m schedcheck.portal.judge_process``.

It gets a folder that holds nothing but the file, and writes beside it ``verdict.json``, which is
what ``check --format json`` prints of the file, and for each language ``page-ru.html``,
``workbook-ru.xlsx`` and ``verdict-ru.json``, the verdict in its words; the file with its findings
in it is ``annotated`` with its suffix, and ``words.json`` has the messages of the findings, in
their order, by language.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from schedcheck.results.results import Audit

#: Where what is made is, beside the file that is judged.
OUT = "out"
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000


def leave_the_network() -> bool:
    """Take this process out of every network; whether the system allows it (Linux alone)."""
    allowed = False
    if sys.platform == "linux":
        import ctypes

        libc = ctypes.CDLL(None, use_errno=True)
        kinds = (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET)
        allowed = any(libc.unshare(kind) == 0 for kind in kinds)
    return allowed


def write_verdict(name: str, out: Path, settings: dict[str, Any]) -> Audit:
    """Judge the file ``name`` in the working folder; its verdict is written to ``out`` as JSON."""
    from schedcheck.pipeline.run import Settings
    from schedcheck.reports.forms import write_report
    from schedcheck.tasks.limited_audit import limited_audit

    result = limited_audit([name], Settings().replace(**settings))
    write_report(result, out / "verdict.json")
    return result


def judge(name: str, out: Path, settings: dict[str, Any]) -> None:
    """Judge the file ``name`` in the working folder and write what is made of it to ``out``."""
    from schedcheck.messages import language
    from schedcheck.reports.forms import write_report
    from schedcheck.reports.html.report import dumps_content
    from schedcheck.tasks.annotate.notes import AnnotateError
    from schedcheck.tasks.annotate.original import annotate_original
    from schedcheck.toml_table import LANGUAGES

    result = write_verdict(name, out, settings)
    words: dict[str, list[str]] = {}
    for one in LANGUAGES:
        with language(one):
            words[one] = [finding.message for finding in result.findings]
            write_report(result, out / f"workbook-{one}.xlsx")
            write_report(result, out / f"verdict-{one}.json")
            page = dumps_content(result)
        (out / f"page-{one}.html").write_text(page, encoding="utf-8", newline="\n")
    (out / "words.json").write_text(json.dumps(words), encoding="ascii", newline="\n")
    with suppress(AnnotateError):  # most kinds of files take no notes
        annotate_original(result, Path(name), out / f"annotated{Path(name).suffix.lower()}")


def main() -> int:
    """Judge the file that the arguments name, within the limits of a command."""
    name, settings = sys.argv[1:]
    leave_the_network()
    judge(name, Path(OUT), json.loads(settings))
    return 0


if __name__ == "__main__":
    from schedcheck.tasks.supervisor import supervised

    code = supervised(main)
    sys.stdout.flush()
    os._exit(code)
