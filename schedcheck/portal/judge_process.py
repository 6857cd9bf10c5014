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
import time
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
#: The exit code of what would take too long.
TOO_LONG = 124
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


class TooLongError(Exception):
    """The file cannot be judged in all languages within the time that there is."""


def judge(name: str, out: Path, settings: dict[str, Any], patience: float = float("inf")) -> None:
    """Judge the file ``name`` in the working folder and write what is made of it to ``out``.

    Raises TooLongError after the first language where all of them would take more than
    ``patience`` seconds, so that nobody waits for what is ended in any case.
    """
    from rich.console import Console

    from schedcheck.messages import current_language, language
    from schedcheck.reports.forms import write_report
    from schedcheck.reports.html.report import dumps_content
    from schedcheck.reports.terminal import print_audit
    from schedcheck.tasks.annotate.notes import AnnotateError
    from schedcheck.tasks.annotate.original import annotate_original
    from schedcheck.toml_table import LANGUAGES

    begun = time.monotonic()
    judged = write_verdict(name, out, settings)
    if (time.monotonic() - begun) * len(LANGUAGES) > patience:
        raise TooLongError(name)
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
    """Judge the file that the arguments name, within the limits of a command.

    They are its name, the settings as JSON, and the seconds that it may take; :data:`TOO_LONG`
    where these are too few.
    """
    name, settings, patience = sys.argv[1:]
    leave_the_network()
    try:
        judge(name, Path(OUT), json.loads(settings), float(patience))
    except TooLongError:
        return TOO_LONG
    return 0


if __name__ == "__main__":
    from schedcheck.tasks.supervisor import supervised

    code = supervised(main)
    sys.stdout.flush()
    os._exit(code)
