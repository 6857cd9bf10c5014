"""An upload judged in a process of its own: ``python -m schedcheck.portal.judge_process``.

It gets a folder that holds nothing but the file, and writes beside it ``verdict.json``, which is
what ``check --format json`` prints of the file, and for each language the same in it as
``verdict-ru.json``, ``page-ru.html`` and ``workbook-ru.xlsx``, with ``text-ru.txt``, which is what
``check`` prints to a pipe; the file with its findings in it is ``annotated`` with its suffix, and
``words.json`` has the messages of the findings, in their order, by language.
"""

from __future__ import annotations

import io
import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schedcheck.portal.no_network import leave_the_network

if TYPE_CHECKING:
    from schedcheck.results.results import Audit

#: Where what is made is, beside the file that is judged.
OUT = "out"
#: Where the roster and the rulebook that were given are, beside the file that is judged.
LAW = "law"
#: No line is folded: that of ``check`` in a pipe.
_WIDTH = 10_000


def write_verdict(name: str, out: Path, settings: dict[str, Any]) -> Audit:
    """Judge the file ``name`` in the working folder; its verdict is written to ``out`` as JSON."""
    from schedcheck.reports.forms import write_report

    result = _audited(name, settings)
    write_report(result, out / "verdict.json")
    return result


def _audited(name: str, settings: dict[str, Any]) -> Audit:
    from schedcheck.pipeline.run import Settings
    from schedcheck.tasks.limited_audit import limited_audit

    return limited_audit([name], Settings().replace(**settings))


def judge(name: str, out: Path, settings: dict[str, Any]) -> None:
    """Judge the file ``name`` in the working folder and write what is made of it to ``out``."""
    from rich.console import Console

    from schedcheck.messages import current_language, language
    from schedcheck.reports.forms import write_report
    from schedcheck.reports.html.report import dumps_content
    from schedcheck.reports.terminal import print_audit
    from schedcheck.tasks.annotate.notes import AnnotateError
    from schedcheck.tasks.annotate.original import annotate_original
    from schedcheck.toml_table import LANGUAGES

    judged = write_verdict(name, out, settings)
    results, words = {current_language(): judged}, dict[str, list[str]]()
    for one in LANGUAGES:
        with language(one):
            words[one] = [finding.message for finding in judged.findings]
            # the names of channels are in the language of the judging
            result = results.get(one) or _audited(name, settings)
            write_report(result, out / f"verdict-{one}.json")
            write_report(result, out / f"workbook-{one}.xlsx")
            page = dumps_content(result)
            lines = io.StringIO()
            print_audit(result, Console(file=lines, width=_WIDTH))
        for file, text in ((f"page-{one}.html", page), (f"text-{one}.txt", lines.getvalue())):
            (out / file).write_text(text, encoding="utf-8", newline="\n")
    (out / "words.json").write_text(json.dumps(words), encoding="ascii", newline="\n")
    with suppress(AnnotateError):  # most kinds of files take no notes
        annotate_original(judged, Path(name), out / f"annotated{Path(name).suffix.lower()}")


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
