"""The papers of a delivery, made in a process of their own.

``python -m schedcheck.portal.paper_process`` gets a folder with the file in ``new`` and, where
there is an earlier version, that one in ``old``; beside them ``task.json`` says what the receipt
holds. It writes for each language ``receipt-ru.pdf`` and, where there are two versions,
``difference-ru.html``, which is what ``diff --format html`` shows of them.
"""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import Any

from schedcheck.portal.judge_process import OUT
from schedcheck.portal.no_network import leave_the_network

#: As many characters as a hash has are of one width.
_HASH = 64
TASK, OLD, NEW = "task.json", "old", "new"


def receipt_pdf(title: str, facts: list[tuple[str, str]], below: list[str]) -> bytes:
    """A receipt as PDF; the same words give the same bytes. Raises ConfigError without typst.

    ``facts``: what is said, each with its heading; ``below``: sentences under them.
    """
    import docx
    from docx.shared import Pt

    from schedcheck.tasks.document.pdf import MONO, TYPST, pdfs

    document = docx.Document()
    run = document.add_paragraph().add_run(title)
    run.bold, run.font.size = True, Pt(16)
    table = document.add_table(rows=0, cols=2)
    for heading, value in facts:
        cells = table.add_row().cells
        cells[0].paragraphs[0].add_run(heading).bold = True
        words = cells[1].paragraphs[0].add_run(value)
        if len(value) >= _HASH:
            words.font.name = MONO
    for column, share in zip(table.columns, (1, 2), strict=True):
        column.width = Pt(150 * share)
    for words_below in below:
        document.add_paragraph(words_below)
    made = io.BytesIO()
    document.save(made)
    return pdfs({"receipt.docx": made.getvalue()}, TYPST)["receipt.docx"]


def write_difference(old: Path, new: Path, out: Path, settings: dict[str, Any]) -> None:
    """Compare two files, as ``diff`` does, and write the difference to ``out`` in each language."""
    from schedcheck.messages import language
    from schedcheck.pipeline.run import Settings
    from schedcheck.tasks.diff.difference import difference
    from schedcheck.tasks.diff.report import to_content
    from schedcheck.tasks.limited_audit import limited_audit
    from schedcheck.toml_table import LANGUAGES

    if "roster" in settings:
        settings = {**settings, "roster": str(Path(settings["roster"]).absolute())}
    judged_by = Settings().replace(**settings)
    for one in LANGUAGES:
        with language(one):  # the names of channels are in the language of the judging
            audits = []
            for path in (old.absolute(), new.absolute()):
                # the page names the files as they are called, without a folder
                os.chdir(path.parent)
                audits.append(limited_audit([path.name], judged_by))
            text = to_content(difference(*audits))
        (out / f"difference-{one}.html").write_text(text, encoding="utf-8", newline="\n")


def make_papers(folder: Path) -> None:
    """Make the papers that the task in ``folder`` asks for."""
    from importlib.util import find_spec

    task, out = json.loads((folder / TASK).read_text("utf-8")), folder / OUT
    if find_spec("typst"):
        for one, receipt in task["receipts"].items():
            made = receipt_pdf(receipt["title"], receipt["facts"], receipt["below"])
            (out / f"receipt-{one}.pdf").write_bytes(made)
    if (folder / OLD).exists():
        (old,), (new,) = ((folder / name).iterdir() for name in (OLD, NEW))
        write_difference(old, new, out, task["settings"])


def main() -> int:
    """Make the papers in the working folder, within the limits of a command."""
    leave_the_network()
    make_papers(Path.cwd())
    return 0


if __name__ == "__main__":
    from schedcheck.tasks.supervisor import supervised

    code = supervised(main)
    sys.stdout.flush()
    os._exit(code)
