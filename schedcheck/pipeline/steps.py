"""The steps of an audit one by one, for those who calculate with schedules themselves.

``read`` → ``place`` → ``classify`` → ``judge`` → ``write_report``: what one gives, the next takes,
and a frame made by hand can enter at any of them. What is known of a schedule beside its rows
travels in ``frame.attrs``, in plain values: pandas copies what is attached to a frame.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import pandas as pd
from msgspec import Struct
from msgspec.structs import asdict

from schedcheck import messages
from schedcheck.errors import ConfigError
from schedcheck.law import marks
from schedcheck.law.jurisdiction import JudgedChannel
from schedcheck.law.rulebook import Rulebook, load_rulebook
from schedcheck.messages import as_printed, msg
from schedcheck.pipeline.judge import Job, audited
from schedcheck.pipeline.run import Run, Settings, prepare
from schedcheck.pipeline.scan import (
    Named,
    channels_of,
    classified,
    each_source,
    files_of,
    joined,
    name_channels,
    named,
    placed,
)
from schedcheck.results.results import Audit, SourceReport
from schedcheck.results.source_json import count_from_json, count_to_json
from schedcheck.schedule.building import join
from schedcheck.schedule.frame import COLUMNS, validate
from schedcheck.schedule.placing import in_order
from schedcheck.schedule.reading import Fault, Reading


def read_schedule(
    path: str | Path, *, channel: str | None = None, zone: str | None = None
) -> pd.DataFrame:
    """The schedule frame of a file, ``start`` and ``stop`` placed in time, by the reader that fits.

    ``channel``: the channel of a file that names none. ``zone``: where clock readings without a
    printed offset are read; else the roster's zone of the channel, else Asia/Almaty. Rows are
    sorted by channel and start; nothing is taken out, repeated programmes neither.

    What could not be read is in ``frame.attrs["faults"]``, each with ``code``, ``file``,
    ``place``, ``text`` and ``reason``, and a UserWarning tells their number. Raises ConfigError
    for a zone that is not known and for a file of which nothing could be read.
    """
    settings = Settings(channel=channel, source_zone=zone)
    frame = place(read(path, settings), settings)
    faults = frame.attrs["faults"]
    if not len(frame):
        reason = faults[0]["reason"] if faults else messages.msg("empty")
        raise ConfigError(messages.msg("%(file)s: %(reason)s", file=path, reason=reason))
    if faults:
        text = messages.plural(
            "%(count)d fault: something could not be read; see frame.attrs['faults']",
            "%(count)d faults: something could not be read; see frame.attrs['faults']",
            len(faults),
        )
        warnings.warn(text, stacklevel=2)
    return frame


def read(
    paths: str | Path | Iterable[str | Path], settings: Settings | None = None, **changes: Any
) -> pd.DataFrame:
    """The schedule frame of files and folders, in file order, as printed: not yet placed in time.

    Channels are named as the roster has them. ``settings`` and ``changes`` are those of
    :func:`~schedcheck.pipeline.audit.audit`. ``frame.attrs`` tells ``faults`` (what could not be
    read), ``sources`` (what was read, with hash and format) and ``names`` (of channels). Nothing
    that is wrong with a file raises an error. Raises ConfigError as ``audit`` does.
    """
    run = prepare((settings or Settings()).replace(**changes))
    found = files_of(paths)
    sources = list(each_source(found, run, named))
    frame = join([one.reading.frame for one in sources])
    frame.attrs = {
        "faults": [_as_text(fault) for one in sources for fault in one.reading.faults],
        "sources": [_as_values(one) for one in sources],
        "names": {channel.id: channel.name for one in sources for channel in one.channels.values()},
        "passed_over": found.passed_over,
    }
    return frame


def place(frame: pd.DataFrame, settings: Settings | None = None, **changes: Any) -> pd.DataFrame:
    """A schedule frame with ``start``, ``stop`` and ``stop_from`` filled in from what is printed.

    A reading with a printed ``offset`` is believed; one without is read in ``source_zone``, else
    the zone that the roster has for the channel, else the zone judged. An end that is not printed
    is the next start on the channel. Rows come back sorted by channel and start. Those whose start
    cannot be a time of a schedule are taken out and reported in ``frame.attrs["faults"]``.

    ``settings`` and ``changes`` are those of :func:`~schedcheck.pipeline.audit.audit`. Raises
    ValueError for a frame that is not a schedule, ConfigError where a channel is missing.
    """
    run = prepare((settings or Settings()).replace(**changes))
    parts, channels = _named(frame, run)
    faults = list(frame.attrs.get("faults", ()))
    with_instants = []
    for part in parts:
        read_part, more = placed(part, channels)
        with_instants.append(read_part)
        faults += map(_as_text, more)
    result = in_order(join(with_instants)).frame[list(COLUMNS)]
    result.attrs = {**frame.attrs, "faults": faults}
    return result


def classify(frame: pd.DataFrame, rulebook: str | Path | Rulebook = "kz") -> pd.DataFrame:
    """A schedule frame and, beside its columns, what its age marks mean by ``rulebook``.

    Raises ValueError for a frame that is not one of a schedule.
    """
    book = rulebook if isinstance(rulebook, Rulebook) else load_rulebook(rulebook)
    result = classified(_checked(frame), book)
    result.attrs = dict(frame.attrs)
    return result


def judge(frame: pd.DataFrame, settings: Settings | None = None, **changes: Any) -> Audit:
    """Judge a schedule frame: the checks alone.

    What is not yet placed in time or classified is first; classes that are in it are judged as
    they are, so marks can be corrected between the steps. ``settings`` and ``changes`` are those
    of :func:`~schedcheck.pipeline.audit.audit`, and what is raised is that of :func:`place`.
    """
    settings = (settings or Settings()).replace(**changes)
    run = prepare(settings)
    if frame["start"].isna().any():
        frame = place(frame, settings)
    if not set(marks.COLUMNS) <= set(frame.columns):
        frame = classify(frame, run.rulebook)
    known: Any = frame.attrs
    parts, channels = _named(frame, run)
    job = Job(
        frame=joined([_ends_as_printed(part) for part in parts], run.rulebook),
        channels=channels,
        sources=[_KnownSource(one) for one in known.get("sources") or _files(frame)],
        faults=[_as_fault(fault) for fault in known.get("faults", ())],
        span=settings.span,
        passed_over=tuple(sorted(set(known.get("passed_over", ())))),
    )
    return audited(job, run)


def _checked(frame: pd.DataFrame) -> pd.DataFrame:
    """The columns of a schedule out of ``frame``, rows numbered again, nothing missing in names."""
    columns = [name for name in COLUMNS if name in frame.columns]
    kept = validate(frame[columns]).reset_index(drop=True)
    return kept.assign(**{name: kept[name].fillna("") for name in ("channel", "title", "file")})


def _named(frame: pd.DataFrame, run: Run) -> tuple[list[pd.DataFrame], dict[str, JudgedChannel]]:
    """The frame as parts of a file each, channels named by the roster, and the channels."""
    checked = _checked(frame)
    more = [name for name in marks.COLUMNS if name in frame.columns]
    whole = checked.assign(**{name: frame[name].array for name in more})
    known: Mapping[str, str] = frame.attrs.get("names", {})
    parts, channels = [], []
    for file, part in _by_file(whole):
        if not (file or run.settings.channel) and (part["channel"] == "").any():
            raise ConfigError(msg("the frame has programmes of no channel: say channel=…"))
        reading, named_here = name_channels(Reading("", part, names=dict(known)), file, run)
        channels.append(named_here)
        parts.append(reading.frame)
    return parts or [whole], channels_of(channels)


def _by_file(frame: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    for file, part in frame.groupby("file", sort=False):
        yield str(file), part.reset_index(drop=True)


def _files(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """The files that a frame names, where nothing else is known of them."""
    for file, count in frame["file"].fillna("").value_counts(sort=False).items():
        yield {"file": str(file), "programmes": int(count)}


def _ends_as_printed(frame: pd.DataFrame) -> pd.DataFrame:
    """An end that is given in a frame made by hand is as good as printed."""
    given = frame["stop"].notna() & (frame["stop_from"] == "unknown")
    if not given.any():
        return frame
    return frame.assign(stop_from=frame["stop_from"].mask(given, "printed"))


def _as_text(fault: Fault) -> dict[str, str]:
    return {
        "code": fault.code,
        "file": fault.file,
        "place": fault.place,
        "text": fault.text,
        "reason": str(fault.reason),
    }


def _as_fault(fault: Mapping[str, str]) -> Fault:
    reason = as_printed(fault["reason"])
    code = cast("Any", fault["code"])
    return Fault(code, fault["file"], fault["place"], fault["text"], reason)


def _as_values(one: Named) -> dict[str, Any]:
    report = one.report()
    values = asdict(report)
    del values["outside"]  # known once the days are
    texts: dict[str, Any] = {
        name: list(map(str, getattr(report, name))) for name in ("notes", "runners_up")
    }
    texts["account"] = list(map(count_to_json, report.account))
    return {**values, **texts, "default_zone": one.default_zone}


class _KnownSource(Struct, frozen=True):
    """A source as ``frame.attrs["sources"]`` tells of it."""

    values: Mapping[str, Any]

    @property
    def file(self) -> str:
        return str(self.values["file"])

    @property
    def default_zone(self) -> str | None:
        return self.values.get("default_zone")

    def report(self, outside: int = 0) -> SourceReport:
        return SourceReport(
            file=self.file,
            sha256=self.values.get("sha256", ""),
            format=self.values.get("format", ""),
            programmes=self.values["programmes"],
            faults=self.values.get("faults", 0),
            notes=tuple(map(as_printed, self.values.get("notes", ()))),
            outside=outside,
            encoding=self.values.get("encoding", ""),
            encoding_from=self.values.get("encoding_from", ""),
            runners_up=tuple(map(as_printed, self.values.get("runners_up", ()))),
            account=tuple(map(count_from_json, self.values.get("account", ()))),
        )
