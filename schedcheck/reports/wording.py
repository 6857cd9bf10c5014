"""Words that several reports share, and text from a schedule made safe to show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache

from schedcheck.messages import N_, Message, _, msg, plural
from schedcheck.messages.formats import city_of, clock_beside, day_in_words, number_in_words
from schedcheck.messages.message import where_in_words
from schedcheck.results.finding import AlikeFaults, Decision, Finding, Outcome, Severity
from schedcheck.results.networks import GroupedFinding
from schedcheck.results.results import ChannelReport, ChecksMade, Results
from schedcheck.results.states import State
from schedcheck.schedule.reading import EncodingFrom
from schedcheck.zones import local

SEVERITIES: Mapping[Severity, Message] = {
    Severity.VIOLATION: msg("Violations"),
    Severity.WARNING: msg("Warnings"),
    Severity.NOTICE: msg("Notices"),
    Severity.FAULT: msg("Faults"),
}
_ONE = {
    Severity.VIOLATION: msg("violation"),
    Severity.WARNING: msg("warning"),
    Severity.NOTICE: msg("notice"),
    Severity.FAULT: msg("fault"),
}
#: What the dates that follow from an offence are, by their kinds.
DUE: Mapping[str, Message] = {
    "prosecution": msg("Last day to prosecute"),
    "recording": msg("Recording kept until"),
    "repeat": msg("Repeated within a year of a penalty, until"),
}
_MARK_FROM = {
    "field": msg("rating field"),
    "title": msg("title"),
    "text": msg("description"),
}
_ENCODING_FROM: Mapping[str, Message] = {
    EncodingFrom.MARK: msg("byte order mark"),
    EncodingFrom.DECLARED: msg("declared in the file"),
    EncodingFrom.BYTES: msg("its bytes show it"),
    EncodingFrom.LETTERS: msg("guessed from the letters"),
}
_ZONE_FROM = {
    "option": msg("given on the command line or in the settings"),
    "roster": msg("the roster"),
    "rulebook": msg("the rulebook's default"),
    "judged zone": msg("the zone judged"),
}

#: What the checks are called beside their codes.
CHECK_NAMES: Mapping[str, Message] = {
    "watershed": msg("broadcast in forbidden time"),
    "watershed-operator": msg("retransmission in forbidden time"),
    "watershed-unsure": msg("forbidden time with exceptions"),
    "watershed-elsewhere": msg("forbidden time in another zone"),
    "foreign-mark": msg("foreign mark"),
    "mark-conflict": msg("marks disagree"),
    "zone-decides": msg("the zone decides"),
    "end-decides": msg("the end decides"),
    "unclear-mark": msg("unclear mark"),
    "hidden-mark": msg("hidden mark"),
    "promo": msg("promotion of a restricted programme"),
    "unmarked": msg("no age mark"),
    "unknown-mark": msg("unknown mark"),
    "lost-letters": msg("lost letters"),
    "overlap": msg("overlap"),
    "gap": msg("gap in the schedule"),
    "duplicate": msg("listed twice"),
    "odd-length": msg("odd length"),
    "unaccounted": msg("mark or time not accounted for"),
    "bad-row": msg("row not read"),
    "unread": msg("file not read"),
}

#: Where an escape of SpreadsheetML begins.
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
#: Neither XML nor a terminal takes these: control characters but tab and line feed, halves of
#: surrogate pairs, and the two code points that are not characters. Signs of direction could show a
#: text in another order than it has.
_UNSHOWABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


#: Characters of a text that a report for people shows of it.
LONGEST_LINE = 2000
#: The same of the name of a channel.
LONGEST_NAME = 100
#: An instant after every change that the time zone data knows by its date (seconds since 1970).
_LATE = 2_145_916_800


def severity_name(severity: Severity) -> str:
    """What one finding of a severity is called."""
    return str(_ONE[severity])


def visible(text: str) -> str:
    r"""``text`` with what cannot be shown written as an escape (``\x1b``), the rest as it is."""
    text = text.replace("\r\n", "\n")
    return _UNSHOWABLE.sub(lambda found: ascii(found[0])[1:-1], text)


def escapes_kept(text: str) -> str:
    """A text of which spreadsheet programs show all as it is, also ``_x000D_``, which stands for a
    sign that cannot be shown (ECMA-376 part 1, 22.9.2.19, ST_Xstring).
    """
    return _ESCAPE.sub("_x005F_", text) if "_x" in text else text


def single_line(text: str) -> str:
    """``visible(text)`` on one line; its blanks stay."""
    return " ".join(visible(text).splitlines())


def one_line(text: str, longest: int = LONGEST_LINE) -> str:
    """A text for people, in one line: nobody reads the end of a title of 100,000 characters."""
    line = whole_line(text)
    if len(line) <= longest:
        return line
    words = _("%(begin)s … (%(count)d characters)")
    return words % {"begin": line[:longest].rstrip(), "count": len(line)}


@lru_cache(maxsize=4096)  # titles come again every week, and in several reports
def whole_line(text: str) -> str:
    """``visible(text)`` with every run of white space as one space; nothing is cut."""
    return " ".join(visible(text).split())


def mark_from(finding_or_code: str) -> str:
    """Where a mark was, in words."""
    return str(_MARK_FROM.get(finding_or_code, finding_or_code))


def zone_from(code: str) -> str:
    """Where a zone came from, in words."""
    return str(_ZONE_FROM.get(code, code))


def encoding_words(name: str, found: str) -> str:
    """An encoding, and what says so: ``cp1251 (declared in the file)``; empty without one."""
    if found not in _ENCODING_FROM:
        return name
    return f"{name} ({_ENCODING_FROM[found]})"


def check_name(code: str) -> str:
    """What a check is called, with its code: ``marks disagree (mark-conflict)``."""
    return f"{CHECK_NAMES[code]} ({code})" if code in CHECK_NAMES else code


def zone_in_words(zone: str, *moments: datetime | None) -> str:
    """A zone as people write it: ``UTC+5 (Almaty)``, by its offset at the ``moments``.

    Without a moment the offset is that of the last rule of the zone. Of moments with several
    offsets each is named.
    """
    instants = [moment.timestamp() for moment in moments if moment is not None]
    readings = [local(int(instant), zone) for instant in instants or [_LATE]]
    offsets = dict.fromkeys(_offset(reading) for reading in readings)
    if zone == "UTC":
        return zone
    return f"{'/'.join(offsets)} ({city_of(zone)})"


def _offset(moment: datetime) -> str:
    delta = moment.utcoffset()
    minutes = int(delta.total_seconds() // 60) if delta else 0
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")


def clock_of(report: ChannelReport) -> str:
    """The zone that a channel was judged in, in words, over the days of its schedule."""
    return zone_in_words(report.zone, report.first, report.last)


def judged_clock(report: ChannelReport) -> str:
    """The zone that a channel was judged in, and that of the roster where it is another one."""
    if not report.roster_zone:
        return clock_of(report)
    return _("%(zone)s; the roster has %(roster)s") % {
        "zone": clock_of(report),
        "roster": zone_in_words(report.roster_zone, report.first, report.last),
    }


def source_clock_of(report: ChannelReport) -> str:
    """The zone that a channel's readings without an offset were read in, in words."""
    return zone_in_words(report.source_zone, report.first, report.last)


def channel_labels(
    channels: Iterable[ChannelReport], longest: int = LONGEST_NAME
) -> dict[str, str]:
    """Channel id -> what to call it: its name, with the id where two share a name.

    Both are cut at ``longest`` characters: a column of a table is as wide as its longest name.
    """
    names = {one.id: (one_line(one.name, longest), one_line(one.id, longest)) for one in channels}
    shared = Counter(name for name, _id in names.values())
    return {
        channel: (name if shared[name] == 1 else f"{name} ({short})") if name else short
        for channel, (name, short) in names.items()
    }


def offer(report: ChannelReport) -> str:
    """Which channel of the roster may be meant by one that is in none, and how to say so."""
    return _(
        "“%(channel)s” is not in any roster. If it is “%(nearest)s”, say so: --channel "
        "%(nearest)s for "
        "files that name no channel, else among the aliases of a roster of your own (--roster)."
    ) % {"channel": report.name or report.id, "nearest": report.nearest}


def nearest_starts(finding: Finding) -> list[str]:
    """The nearest lawful starts in words, where they were calculated."""
    if finding.nearest is None or finding.start is None:
        return []
    starts = [clock_beside(moment, finding.start) for moment in finding.nearest if moment]
    return (
        [_("nearest lawful start: %(starts)s") % {"starts": " / ".join(starts)}] if starts else []
    )


_DECIDED = {
    Outcome.CONFIRMED: N_("confirmed on %(day)s"),
    Outcome.DISMISSED: N_("dismissed on %(day)s"),
}


def decision_words(decision: Decision) -> str:
    """What the authority decided, when and why, and the penalty where one was imposed."""
    words = _(_DECIDED[decision.outcome]) % {"day": day_in_words(decision.day)}
    more = [decision.why]
    if decision.penalty:
        more.append(_("penalty: %(penalty)s") % {"penalty": decision.penalty})
    return "; ".join(filter(None, [words, *more]))


def also_on(told: GroupedFinding, labels: Mapping[str, str]) -> str:
    """The branches that carry a programme too, each with its minutes where they are others."""
    names = []
    for one in told.branches:
        name = labels.get(one.channel, one.channel)
        if one.minutes is None and told.finding.minutes is not None:
            name = _("%(channel)s (end unknown)") % {"channel": name}
        elif one.minutes is not None and one.minutes != told.finding.minutes:
            name = _("%(channel)s (%(minutes)s min)") % {
                "channel": name,
                "minutes": number_in_words(one.minutes),
            }
        names.append(name)
    return ", ".join(names)


def on_branches(count: int) -> str:
    """How many of the violations are reported with the same programme of their network."""
    return plural(
        "%(count)d of them is the same programme on a branch of its network, and is listed once "
        "with it.",
        "%(count)d of them are the same programmes on branches of a network, and each is "
        "listed once.",
        count,
    )


def by_code(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings there are of each code, by code."""
    return dict(sorted(Counter(finding.code for finding in findings).items()))


def judged_channels(results: Results) -> str:
    """How many of the channels were judged; those missing count among all."""
    states = results.states
    return _("%(judged)d of %(all)d channels judged.") % {
        "judged": states[State.JUDGED],
        "all": sum(states.values()),
    }


def places_of(one: AlikeFaults) -> str:
    """Where faults of one file stand: the first place, and how many more there are."""
    place = where_in_words(one.finding.file, one.finding.place)
    if one.count == 1:
        return place
    more = plural("and %(count)d more place", "and %(count)d more places", one.count - 1)
    return f"{place}, {more}"


def in_doubt(count: int) -> str:
    """How many of the violations a warning contests, in words."""
    return plural(
        "%(count)d of them is in doubt: a warning on the same programme contests it.",
        "%(count)d of them are in doubt: warnings on the same programmes contest them.",
        count,
    )


def passed_over(count: int) -> str:
    """How many files are not schedules by their names, in words."""
    return plural(
        "%(count)d file or folder was passed over: hidden, a lock, a by-product of other programs, "
        "or a letter without a schedule.",
        "%(count)d files or folders were passed over: hidden, locks, by-products of other "
        "programs, or letters without a schedule.",
        count,
    )


def made_words(checks: ChecksMade, *, all_named: bool = False) -> str:
    """The checks that were made; where it was all of them, their number is enough for a screen."""
    names = ", ".join(map(check_name, checks.ran))
    if checks.off:
        return names
    count = len(checks.ran)
    if all_named:
        return _("all %(count)d: %(names)s") % {"count": count, "names": names}
    return _("all %(count)d") % {"count": count}


def off_lines(checks: ChecksMade) -> Iterator[str]:
    """The checks that were not made, a line for each thing that decided so."""
    by: dict[tuple[str, str], list[str]] = {}
    for one in checks.off:
        by.setdefault((one.setting, one.file), []).append(one.code)
    for (setting, file), codes in by.items():
        decided = (
            _("%(setting)s in %(file)s") % {"setting": setting, "file": one_line(file)}
            if file
            else f"--{setting}"
        )
        yield f"{', '.join(map(check_name, codes))} ({decided})"


def unused_words(checks: ChecksMade) -> str:
    """The files of settings that were not obeyed; empty where there was none."""
    return ", ".join(map(one_line, checks.unused))


def check_lines(checks: ChecksMade, *, all_named: bool = False) -> Iterator[str]:
    """All of that as lines of a text; nothing where it is not known."""
    if not checks.ran:
        return  # made by hand, or of an earlier release
    yield _("Checks made: %(checks)s.") % {"checks": made_words(checks, all_named=all_named)}
    if checks.off:
        off = "; ".join(off_lines(checks))
        yield _("Checks that were switched off: %(checks)s.") % {"checks": off}
    if checks.unused:
        words = _("Settings beside the schedules, not obeyed: %(files)s.")
        yield words % {"files": unused_words(checks)}
