from __future__ import annotations

from pathlib import Path

import pytest

from schedcheck.pipeline.audit import audit
from schedcheck.results.finding import Severity
from tests.checks.audited import audited, found, programme


def test_a_row_that_could_not_be_read_is_a_fault_with_its_place() -> None:
    row = programme("10:00", "11:00").replace("20240304100000", "6h??")
    (finding,) = found("bad-row", row, programme("11:00", "12:00"))
    assert (finding.severity, finding.place) == (Severity.FAULT, "line 2")
    assert finding.evidence.text.startswith("6h??")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html><body>503</body></html>", "HTML"),
        (b'{"error": "not found"}', "JSON"),
        (b"%PDF-1.7", "PDF"),
        (bytes(range(256)) * 4, "binary"),
        (b"<tv></tv>", "not a single programme"),
        (b"hello, this is no schedule", "text"),
        (b"\x1f\x8b\x08\x00garbage", ""),
        (b"PK\x03\x04 and no more", "zip"),
    ],
)
def test_what_is_no_schedule_is_named(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "week.xml"
    path.write_bytes(content)
    result = audit([path])
    (finding,) = result.findings
    assert finding.code == "unread"
    assert said in finding.message
    assert finding.file == str(path)


def test_one_broken_file_harms_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<tv>" + programme("12:00", "13:00", rating="18+") + "</tv>")
    (tmp_path / "b.xml").write_bytes(b"\x00\x01")
    result = audit([tmp_path / "b.xml", tmp_path / "a.xml"])
    assert [one.code for one in result.findings] == ["watershed", "unread"]


LOST = [
    "Жар?ыла?ан ж?лдыз",
    "?Р ?н?раны",
    "К?НІ",
    "??? ?????? (18+)",
    "Ки?о ???? той",
    "Т?нгі кино (?18)",
    "Кино\ufffd",
    "Impara?ia",
    "???",
]
WHOLE = ["Кто там?", "Что? Где? Когда?", "Что?Где?Когда?", "Кто?!", "Ну и что?..", "А? Б", ""]


@pytest.mark.parametrize("title", LOST)
def test_lost_letters_are_told(title: str) -> None:
    result = audited(programme("22:00", "23:00", title), programme("23:00", "23:30", "Кто?"))
    (one,) = [one for one in result.findings if one.code == "lost-letters"]
    assert one.severity is Severity.NOTICE
    assert one.title == title
    assert "titles of the channel (1)" in one.message


@pytest.mark.parametrize("title", WHOLE)
def test_a_question_has_lost_nothing(title: str) -> None:
    result = audited(programme("22:00", "23:00", title))
    assert "lost-letters" not in {one.code for one in result.findings}


def test_lost_letters_are_told_once_a_channel_and_do_not_fail_a_run() -> None:
    result = audited(
        programme("22:00", "23:00", "Жа?а ?н", channel="a"),
        programme("23:00", "23:30", "К?й", channel="a"),
        programme("23:00", "23:30", "К?й", channel="b"),
    )
    lost = [one for one in result.findings if one.code == "lost-letters"]
    assert [(one.channel, one.title) for one in lost] == [("a", "Жа?а ?н"), ("b", "К?й")]
    assert "titles of the channel (2)" in lost[0].message
    assert not result.count(Severity.FAULT)


@pytest.mark.parametrize(("start", "count"), [("21:50", 1), ("21:59", 0), ("22:00", 0)])
def test_overlap_is_told_past_a_minute(start: str, count: int) -> None:
    rows = [programme("20:00", "22:00", "A"), programme(start, "23:00", "B")]
    assert len(found("overlap", *rows)) == count


@pytest.mark.parametrize(("start", "count"), [("16:00", 1), ("13:31", 1), ("13:30", 0)])
def test_gap_is_told_past_half_an_hour(start: str, count: int) -> None:
    rows = [programme("12:00", "13:00", "A"), programme(start, "17:00", "B")]
    assert len(found("gap", *rows)) == count


def test_a_short_programme_inside_a_long_one_makes_no_gap() -> None:
    rows = [
        programme("10:00", "14:00", "A"),
        programme("10:30", "11:00", "B"),
        programme("14:00", "15:00", "C"),
    ]
    assert not found("gap", *rows)


def test_a_channel_has_its_own_order() -> None:
    rows = [programme("10:00", "14:00", "A"), programme("20:00", "21:00", "B", channel="b")]
    assert not found("gap", *rows)
    rows = [programme("10:00", "14:00", "A"), programme("11:00", "12:00", "B", channel="b")]
    assert not found("overlap", *rows)


def test_a_duplicate_is_told_at_its_own_place() -> None:
    row = programme("10:00", "11:00", "A")
    (finding,) = found("duplicate", row, row)
    assert finding.place == "line 3"


def test_of_duplicates_the_stricter_mark_is_judged() -> None:
    rows = [programme("12:00", "13:00", "A"), programme("12:00", "13:00", "A", rating="18+")]
    for order in (rows, rows[::-1]):
        assert len(found("watershed", *order)) == 1
        assert len(found("duplicate", *order)) == 1


@pytest.mark.parametrize(
    ("start", "stop", "count"),
    [
        ("10:00", "09:30", 1),
        ("10:00", "10:00", 1),
        ("2024-03-04 1000", "2024-03-05 1001", 1),
        ("2024-03-04 1000", "2024-03-05 1000", 0),
        ("10:00", "10:01", 0),
    ],
)
def test_odd_length(start: str, stop: str, count: int) -> None:
    assert len(found("odd-length", programme(start, stop))) == count
