"""The forms that the findings of a run can be given in, by the names that ``--format`` takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

from schedcheck.errors import unknown_name
from schedcheck.messages import msg
from schedcheck.reports.files import replacing
from schedcheck.results.results import Audit, Results

#: form -> the module of this folder whose ``dumps`` makes a text of a run.
TEXTS: Mapping[str, str] = {
    "json": "data.json",
    "csv": "data.csv",
    "html": "html.report",
    "sarif": "data.sarif",
    "junit": "data.junit",
}
#: The workbook is not text: it needs a file.
WORKBOOK = "xlsx"
_BY_SUFFIX = {".xml": "junit"}


def dumps(result: Results, form: str = "json", *, fail_on: str = "violation") -> str:
    """The findings of ``result`` as a text in a ``form``: one of :data:`TEXTS`.

    ``fail_on``: what JUnit calls a failure (``violation``, ``warning``, ``never``); the other forms
    say how grave each finding is. Raises ConfigError for a form that is not known.
    """
    if form not in TEXTS:
        raise unknown_name(msg("form of report"), form, TEXTS)
    make: Callable[..., str] = import_module(f"schedcheck.reports.{TEXTS[form]}").dumps
    return make(result, fail_on) if form == "junit" else make(result)


def encoded(result: Results, form: str, *, fail_on: str = "violation") -> bytes:
    """The text that :func:`dumps` gives, in UTF-8: JSON, which may be large, is made so at once."""
    if form == "json":
        from schedcheck.reports.data import json

        return json.encoded(result)
    return dumps(result, form, fail_on=fail_on).encode("utf-8")


def write_bytes(content: bytes, path: str | Path) -> None:
    """Write ``content`` to ``path``, which is replaced whole."""
    with replacing(Path(path)) as part:
        part.write_bytes(content)


def write_report(
    result: Audit, path: str | Path, form: str | None = None, *, fail_on: str = "violation"
) -> None:
    """Write the findings of ``result`` to ``path``, in the form that its ending or ``form`` says.

    The forms are those of ``--format``, but for ``text``. The same result gives the same bytes.
    Raises ConfigError for a form that is not known, OSError for a path that cannot be written.
    """
    suffix = Path(path).suffix.lower()
    form = form or _BY_SUFFIX.get(suffix, suffix.removeprefix("."))
    if form == WORKBOOK:
        from schedcheck.reports.view import all_channels
        from schedcheck.reports.workbook.workbook import write_workbook

        write_workbook(all_channels(result), Path(path))
    elif form in TEXTS:
        write_bytes(encoded(result, form, fail_on=fail_on), path)
    else:
        raise unknown_name(msg("form of report"), form, [*TEXTS, WORKBOOK])
