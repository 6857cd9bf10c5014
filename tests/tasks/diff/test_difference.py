from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from schedcheck.messages import use_language
from schedcheck.pipeline.audit import audit
from schedcheck.results.results import Audit
from schedcheck.tasks.diff.difference import Difference, Verdict, What, difference
from schedcheck.tasks.diff.report import dumps, text, write
from tests.checks.audited import audited, programme
from tests.paths import SCHEMA

SCHEMAS = ("diff.schema.json", "findings.schema.json")

NEWS = programme("06:00", "07:00", "Новости", rating="0+")
WEATHER = programme("09:00", "10:00", "Погода", rating="0+")
MORNING = programme("07:00", "09:00", "Х/ф «Порог»", rating="18+")
EVENING = programme("20:00", "22:00", "Х/ф «Порог»", rating="18+")
NIGHT = programme("23:00", "23:50", "Х/ф «Порог»", rating="18+")
OTHER = programme("12:00", "13:00", "Х/ф «Шаг»", rating="18+")


def compared(old: Sequence[str], new: Sequence[str]) -> Difference:
    return difference(audited(*old), audited(*new))


def told(result: Difference) -> list[tuple[str, str]]:
    return [
        (change.what.value, (change.new or change.old or change).title)  # type: ignore[union-attr]
        for change in result.changes
    ]


def test_what_was_moved_changed_added_and_dropped() -> None:
    cartoon = programme("07:00", "09:00", "Мультфильм", rating="0+")
    older = programme("09:00", "10:00", "Погода", rating="6+")
    result = compared([NEWS, MORNING, WEATHER, OTHER], [NEWS, cartoon, older, EVENING])
    assert told(result) == [
        ("added", "Мультфильм"),
        ("changed", "Погода"),
        ("dropped", "Х/ф «Шаг»"),
        ("moved", "Х/ф «Порог»"),
    ]
    assert result.unchanged == 1
    (moved,) = result.of(What.MOVED)
    assert moved.old
    assert moved.new
    assert (moved.old.start.hour, moved.new.start.hour) == (7, 20)


def test_a_violation_is_new_mended_or_unchanged() -> None:
    result = compared([NEWS, MORNING, OTHER], [NEWS, EVENING, OTHER])
    hours = {
        verdict: [one.start.hour for one in result.verdicts(verdict) if one.start]
        for verdict in Verdict
    }
    assert hours == {Verdict.NEW: [20], Verdict.MENDED: [7], Verdict.UNCHANGED: [12]}
    mended = compared([NEWS, MORNING], [NEWS, NIGHT])
    assert [verdict for verdict, _finding in mended.violations] == [Verdict.MENDED]


def test_a_title_that_stands_often_is_moved_to_the_nearest() -> None:
    old = [programme(f"{hour:02d}:00", f"{hour:02d}:20", "Новости") for hour in (6, 12, 18)]
    new = [programme(f"{hour:02d}:00", f"{hour:02d}:20", "Новости") for hour in (6, 13, 18)]
    (moved,) = compared(old, new).changes
    assert moved.old
    assert moved.new
    assert (moved.old.start.hour, moved.new.start.hour) == (12, 13)


def test_one_channel_is_compared_with_one_whatever_it_is_called() -> None:
    old = [programme("07:00", "09:00", "Х/ф «Порог»", rating="18+", channel="ktk")]
    new = [programme("07:00", "09:00", "Х/ф «Порог»", rating="18+", channel="КТК исправленная")]
    result = compared(old, new)
    assert result.changes == ()
    assert [verdict for verdict, _finding in result.violations] == [Verdict.UNCHANGED]


HOURS = st.lists(st.tuples(st.integers(0, 23), st.sampled_from("АБВ")), max_size=8, unique=True)


@given(HOURS, HOURS)
def test_every_programme_is_in_the_comparison_once(
    old: list[tuple[int, str]], new: list[tuple[int, str]]
) -> None:
    def week(rows: list[tuple[int, str]]) -> Audit:
        first = programme("2024-03-05 10:00", "2024-03-05 11:00", "Всегда")
        return audited(*(programme(f"{hour:02d}:00", None, title) for hour, title in rows), first)

    before, after = week(old), week(new)
    result = difference(before, after)
    kinds = {what: len(result.of(what)) for what in What}
    both = result.unchanged + kinds[What.MOVED] + kinds[What.CHANGED]
    assert both + kinds[What.DROPPED] == len(before.schedule)
    assert both + kinds[What.ADDED] == len(after.schedule)
    assert difference(before, before).changes == ()


@pytest.fixture
def result() -> Difference:
    return compared([NEWS, MORNING], [NEWS, EVENING])


def test_the_forms_tell_the_same(result: Difference, tmp_path: Path) -> None:
    lines = list(text(result))
    assert lines[0].startswith("Violation, new:  test  4 Mar 2024 20:00  Х/ф «Порог»")
    assert lines[-1] == "Violations: new 1, mended 1, unchanged 0."
    plain = json.loads(dumps(result, "json"))
    assert [one["start"] for one in plain["violations"]["new"]] == ["2024-03-04T20:00:00+05:00"]
    assert plain["programmes"]["moved"][0]["new"]["start"] == "2024-03-04T20:00:00"
    assert plain["programmes"]["unchanged"] == 1
    schemas = [json.loads(SCHEMA.with_name(name).read_text("utf-8")) for name in SCHEMAS]
    for schema in schemas:
        Draft202012Validator.check_schema(schema)
    known = Registry().with_resources(
        [(name, Resource.from_contents(one)) for name, one in zip(SCHEMAS, schemas, strict=True)]
    )
    Draft202012Validator(schemas[0], registry=known).validate(plain)
    assert plain["old"]["sources"][0]["sha256"] == result.old.sources[0].sha256
    page = dumps(result, "html")
    assert page.count("<tr><td>moved</td>") == 1
    assert lines[-1] in page
    write(result, "xlsx", tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["Violations", "Programmes", "Files"]
    assert [row[0] for row in book["Violations"].values] == ["Violation", "new", "mended"]
    assert [row[0] for row in book["Programmes"].values] == ["Programme", "moved"]


@pytest.mark.parametrize(("language", "word"), [("ru", "перенесено"), ("kk", "ауыстырылды")])
def test_the_forms_speak_the_language(result: Difference, language: str, word: str) -> None:
    use_language(language)
    try:
        assert word in "".join(text(result)).casefold()
        assert word in dumps(result, "html")
    finally:
        use_language("en")


def test_what_could_not_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Дата;Время;Название\n25.11.2026;99;Ән\n", encoding="utf-8")
    lost = audit([tmp_path / "a.csv"])
    assert sum(difference(lost, lost).faults) > 0
    assert "is in no comparison" in list(text(difference(lost, lost)))[-1]
