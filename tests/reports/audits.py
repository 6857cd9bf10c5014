"""Audits made by hand: small ones to look at one thing, and a believable week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from schedcheck.law.jurisdiction import LeftOut
from schedcheck.law.rulebook import AgeClass, Ban, Rule, Rulebook, Window
from schedcheck.messages import msg
from schedcheck.results.finding import Evidence, Finding, Severity
from schedcheck.results.results import Audit, ChannelReport, SourceReport
from schedcheck.schedule.building import make_frame

ZONE = "Asia/Almaty"
MONDAY = datetime(2025, 11, 24, 6, 0, tzinfo=ZoneInfo(ZONE))
FILE = "апта/ktk-48.xml"
TITLES = (
    "Жаңалықтар",
    "«Қара шаңырақ» телехикаясы, 14-бөлім",
    "Сериал «Возвращение в город у реки», 112-я серия",
    "Айтыс. Республикалық ақындар байқауы",
    "Новости Казахстана: итоги недели с обозрением областей",
    "Ұлттық музыка",
    "Таңғы студия «Қайырлы таң»",
    "Мультфильм «Ер Төстік және айдаһар»",
    "Документальный цикл «Степь. Дороги, люди и забытые города Мангистау»",
    "Спорт",
)


def make_rule(rule_id: str = "kz-2019-info", **changes: Any) -> Rule:
    fields: dict[str, Any] = {
        "id": rule_id,
        "titles": {"en": "18+ on air by day", "ru": "18+ в дневное время"},
        "first": date(2019, 1, 11),
        "last": None,
        "bans": (Ban(("E18",), (Window(6 * 60, 22 * 60),)),),
        "media": frozenset({"tv", "radio"}),
        "product": "any",
        "foreign": "judged",
        "duty": "broadcaster",
        "conditional_access": "exempt",
        "judged_by": "overlap",
        "citations": {
            "en": "Law of 2 Jul 2018 No. 169-VI “On protection of children from information "
            "harmful to their health and development”, art. 17(1)",
            "ru": "Закон РК от 02.07.2018 № 169-VI, ст. 17 п. 1",
        },
        "offences": {"en": "Code on Administrative Offences, art. 156-1(1)(2)"},
        "unverified": ("whether a repeat within a year is counted from the decision",),
    }
    return Rule(**{**fields, **changes})


def make_rulebook(*rules: Rule) -> Rulebook:
    return Rulebook(
        id="kz",
        names={"en": "Kazakhstan", "kk": "Қазақстан"},
        zone=ZONE,
        classes=(
            AgeClass("E16", {"en": "16+"}, 16, films_only=False),
            AgeClass("E18", {"en": "18+"}, 18, films_only=False),
        ),
        rules=rules or (make_rule(),),
        vocabulary=(),
        film_words=(),
        sha256="5e" * 32,
    )


def make_schedule(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """A judged schedule; each row names what is not empty, starts and stops aware."""
    data = {
        name: [row.get(name) for row in rows]
        for name in ("channel", "title", "mark_text", "file", "place")
    }
    instants = {
        name: pd.to_datetime(pd.Series([row.get(name) for row in rows], dtype=object), utc=True)
        for name in ("start", "stop")
    }
    seconds = {name: series.dt.as_unit("s") for name, series in instants.items()}
    frame = make_frame({**data, **seconds}, len(rows))
    for name in ("age_class", "level", "mark", "mark_from"):
        frame[name] = pd.Series([row.get(name, "") for row in rows], dtype=frame["title"].dtype)
    return frame


def row(start: datetime, minutes: int | None, title: str, **more: Any) -> dict[str, Any]:
    """A programme of the channel ktk, unless ``more`` says otherwise."""
    stop = None if minutes is None else start + timedelta(minutes=minutes)
    known = {"channel": "ktk", "file": FILE, "place": "line 1"}
    return {**known, "start": start, "stop": stop, "title": title, **more}


def finding_of(programme: dict[str, Any], **more: Any) -> Finding:
    """A violation by that programme, unless ``more`` says otherwise."""
    start, stop = programme["start"], programme["stop"]
    fields: dict[str, Any] = {
        "code": "watershed",
        "severity": Severity.VIOLATION,
        "words": msg(
            "%(mark)s is on air for %(minutes)s minutes inside 06:00–22:00",
            mark=programme.get("mark", ""),
            minutes=30,
        ),
        "channel": programme["channel"],
        "title": programme["title"],
        "start": start,
        "stop": stop,
        "zone": ZONE,
        "age_class": programme.get("age_class", ""),
        "mark": programme.get("mark", ""),
        "mark_from": programme.get("mark_from", ""),
        "minutes": None if stop is None else 30.0,
        "rule": "kz-2019-info",
        "evidence": Evidence(programme["file"], programme["place"], ""),
    }
    return Finding(**{**fields, **more})


def fault(file: str = FILE, place: str = "line 77", **more: Any) -> Finding:
    """A row that could not be read, of no channel unless ``more`` names one."""
    fields: dict[str, Any] = {
        "code": "bad-row",
        "severity": Severity.FAULT,
        "words": msg("the start %(text)s is no time; correct it in the export", text="25:99"),
        "evidence": Evidence(file, place, '<programme start="2025112425:99">'),
    }
    return Finding(**{**fields, **more})


def make_audit(
    rows: Sequence[dict[str, Any]],
    findings: Sequence[Finding] = (),
    rulebook: Rulebook | None = None,
    **report: Any,
) -> Audit:
    """An audit of the channels that stand in ``rows``; ``report`` changes what is told of each."""
    schedule = make_schedule(rows)
    schedule = schedule.sort_values(["channel", "start"], kind="stable", ignore_index=True)
    files = dict.fromkeys([row["file"] for row in rows])
    faults = [finding.file for finding in findings if finding.severity is Severity.FAULT]
    sources = tuple(
        SourceReport(
            file,
            "a1" * 32,
            "xmltv",
            sum(row["file"] == file for row in rows),
            faults.count(file),
            (msg("readings without an offset stand in %(zone)s", zone=ZONE),),
        )
        for file in files
    )
    channels = tuple(
        _channel(channel, [row for row in rows if row["channel"] == channel], findings, report)
        for channel in sorted({row["channel"] for row in rows})
    )
    order = list(Severity)
    told = sorted(findings, key=lambda finding: order.index(finding.severity))
    return Audit(
        rulebook=rulebook or make_rulebook(),
        tzdata="2026.6",
        sources=sources,
        channels=channels,
        findings=tuple(told),
        schedule=schedule,
    )


def _channel(
    channel: str, rows: Sequence[dict[str, Any]], findings: Sequence[Finding], more: dict[str, Any]
) -> ChannelReport:
    starts = [row["start"] for row in rows if row["start"] is not None]
    own = [finding.severity for finding in findings if finding.channel == channel]
    violations = [
        finding
        for finding in findings
        if finding.channel == channel and finding.severity is Severity.VIOLATION
    ]
    fields: dict[str, Any] = {
        "id": channel,
        "name": {"ktk": "КТК", "aqtobe": "Aqtobe"}.get(channel, channel),
        "in_roster": True,
        "zone": ZONE,
        "zone_from": "roster",
        "source_zone": ZONE,
        "source_zone_from": "judged zone",
        "first": min(starts, default=None),
        "last": max((row["stop"] or row["start"] for row in rows), default=None),
        "programmes": len(rows),
        "printed_offsets": len(rows),
        "marked": sum(bool(row.get("age_class")) for row in rows),
        "counts": {severity: own.count(severity) for severity in Severity},
        "files": tuple(sorted({row["file"] for row in rows})),
        "minutes": sum(one.minutes or 0.0 for one in violations),
        "open_ended": sum(one.minutes is None for one in violations),
        "left_out": (LeftOut("kz-2012-films", msg("not in force on these days")),),
    }
    return ChannelReport(**{**fields, **more})


def believable_week(
    channel: str = "ktk", seed: int = 1
) -> tuple[list[dict[str, Any]], list[Finding]]:
    """Some 200 programmes, 5 violations, 3 warnings, as a station would send them."""
    random = Random(seed)  # noqa: S311 - the same week each time is the point
    rows: list[dict[str, Any]] = []
    start, number = MONDAY, 0
    while start < MONDAY + timedelta(days=7):
        number += 1
        minutes = random.choice((5, 10, 15, 25, 30, 30, 45, 60, 60, 95))
        title = random.choice(TITLES)
        late = start.hour >= 22 or start.hour < 4
        mark = "18+" if late and number % 3 == 0 else random.choice(("", "", "12+", "16+"))
        classes = {"18+": "E18", "16+": "E16", "12+": "E12"}
        rows.append(
            row(
                start,
                minutes,
                title,
                channel=channel,
                place=f"line {number * 7}",
                mark=mark,
                age_class=classes.get(mark, ""),
                mark_from="field" if mark else "",
                level="equal" if mark else "",
            )
        )
        start += timedelta(minutes=minutes)
    day = [row for row in rows if 7 <= row["start"].hour < 21]
    chosen = random.sample(day, 8)
    for programme in chosen:
        programme.update(mark="18+", age_class="E18", mark_from="title", level="equal")
        programme["title"] = "Художественный фильм «Ночной дозор на краю степи» (18+)"
    chosen.sort(key=lambda programme: programme["start"])
    findings = [finding_of(programme, minutes=45.0) for programme in chosen[:5]]
    findings += [
        finding_of(
            programme,
            code="zone-decides",
            severity=Severity.WARNING,
            words=msg("printed +0600 is not the channel's zone; read as +0500 it is a violation"),
        )
        for programme in chosen[5:]
    ]
    findings.append(
        Finding(
            code="unmarked",
            severity=Severity.NOTICE,
            words=msg("%(count)d programmes carry no age mark", count=90),
            channel=channel,
            zone=ZONE,
        )
    )
    findings.append(
        finding_of(
            rows[3],
            code="overlap",
            severity=Severity.NOTICE,
            words=msg("begins before the programme before it ends"),
            minutes=None,
            rule="",
        )
    )
    return rows, findings
