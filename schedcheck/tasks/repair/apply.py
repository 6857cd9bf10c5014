"""The week of a repair plan, written in the station's own file and read again."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile

import pandas as pd
from lxml import etree

from schedcheck.errors import ConfigError
from schedcheck.messages import Message, msg
from schedcheck.messages.message import place_in_words
from schedcheck.pipeline.audit import audit
from schedcheck.pipeline.run import Settings
from schedcheck.readers.source import SourceError, open_sources
from schedcheck.reports.files import replacing
from schedcheck.results.finding import Severity
from schedcheck.results.results import Audit
from schedcheck.schedule.frame import PRINTED
from schedcheck.tasks.repair.plan import Plan
from schedcheck.tasks.repair.swap_texts import swap_in_csv, swap_in_xmltv
from schedcheck.tasks.repair.swap_workbook import swap_in_workbook
from schedcheck.tasks.repair.swaps import Swap

_TEXTS = {"csv": swap_in_csv, "xmltv": swap_in_xmltv}
_WORKBOOK = "spreadsheet"


def apply_plan(plan: Plan, path: Path, out: Path, settings: Settings) -> None:
    """Write the file at ``path``, which ``plan`` is about, to ``out`` with its moves in it.

    What was written is read and judged again by ``settings``: it is kept only where its programmes
    and its findings are those of the week that the plan makes. A text is written compressed by gzip
    where the name of ``out`` ends in ``.gz``, else plain. Raises ConfigError for a file into which
    the moves cannot be written, and OSError when ``out`` cannot be written.
    """
    if len(plan.before.sources) != 1:
        raise _refused(path, msg("it holds several schedules; repair them one by one"))
    twice = _listed_twice(plan)
    if twice:
        raise _refused(
            path, msg("a programme of the plan is listed again at %(place)s", place=twice)
        )
    swaps = _swaps(plan)
    # under its own name, which may tell of its channel and its days
    with TemporaryDirectory() as folder:
        written = Path(folder, path.name.removesuffix(".gz"))
        _write(plan.before.sources[0].format, path, swaps, written)
        if not _is_same_week(audit([written], settings), plan.after):
            raise _refused(path, msg("read again, it is not the week that the plan makes"))
        content = written.read_bytes()
    if out.suffix.casefold() == ".gz":
        content = gzip.compress(content, mtime=0)  # the same bytes each time
    with replacing(out) as beside:
        beside.write_bytes(content)


def _write(kind: str, path: Path, swaps: list[Swap], out: Path) -> None:
    try:
        if kind == _WORKBOOK:
            swap_in_workbook(path, swaps, out)
        elif kind in _TEXTS:
            (opened,) = open_sources(path)
            out.write_bytes(_TEXTS[kind](opened.read(), swaps))
        else:
            raise _refused(
                path,
                msg(
                    "in files of the kind “%(kind)s” nothing is exchanged; save it as xlsx or CSV",
                    kind=kind or msg("not read"),
                ),
            )
    except SourceError as error:
        raise _refused(path, error.words) from error
    except (ValueError, KeyError, StopIteration, BadZipFile, etree.XMLSyntaxError) as error:
        raise _refused(path, msg("a place of the plan is not a cell or line of it")) from error


def _swaps(plan: Plan) -> list[Swap]:
    """The moves by the places of their programmes."""
    places = plan.before.schedule["place"].astype(str).to_list()
    return [Swap(places[move.rows[0]], places[move.rows[1]], move.longer) for move in plan.moves]


def _listed_twice(plan: Plan) -> str:
    """The place at which a programme that is moved is listed a second time; empty for none."""
    names = ["channel", "start", "title"]
    rows = [row for move in plan.moves for row in move.rows]
    moved = set(_rows(plan.before.schedule.iloc[rows], names))
    again = (one for one in plan.before.findings if one.code == "duplicate")
    found = (
        place_in_words(one.place) for one in again if (one.channel, one.start, one.title) in moved
    )
    return next(found, "")


def _is_same_week(again: Audit, planned: Audit) -> bool:
    """Whether two weeks have the same programmes, printed ends, violations and faults."""
    names = ["channel", "start", "title", "age_class"]
    if Counter(_rows(again.schedule, names)) != Counter(_rows(planned.schedule, names)):
        return False
    ends = ["channel", "start", "title", "stop"]
    printed = again.schedule[again.schedule["stop_from"].cat.codes == PRINTED]
    found = [
        Counter((one.code, one.channel, one.start, one.title) for one in week.of(severity))
        for severity in (Severity.VIOLATION, Severity.FAULT)
        for week in (again, planned)
    ]
    same_ends = set(_rows(printed, ends)) <= set(_rows(planned.schedule, ends))
    return same_ends and found[0] == found[1] and found[2] == found[3]


def _rows(frame: pd.DataFrame, names: list[str]) -> Iterator[tuple[object, ...]]:
    return frame[names].astype(object).itertuples(index=False, name=None)


def _refused(path: Path, why: Message) -> ConfigError:
    words = msg(
        "%(file)s: the exchanges cannot be written into it: %(why)s; exchange the programmes by "
        "hand, as the plan lists them",
        file=path,
        why=why,
    )
    return ConfigError(words)
