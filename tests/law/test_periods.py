"""Dates that follow from an offence: counted by the local calendar, each with its article."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.errors import ConfigError
from schedcheck.law.rulebook import DueDate, Period, load_rulebook
from schedcheck.messages import in_language
from schedcheck.results.finding import Finding, Severity
from tests.checks.audited import audited, programme

KZ = load_rulebook("kz")
PERIOD = Period("two", "prosecution", 2, {}, {}, {})


def days(offence: date) -> dict[str, date]:
    return {one.period: one.day for one in KZ.due_dates(offence)}


@pytest.mark.parametrize(
    ("since", "last"),
    [
        (date(2026, 11, 24), date(2027, 1, 24)),
        (date(2026, 12, 31), date(2027, 2, 28)),
        (date(2023, 12, 30), date(2024, 2, 29)),
        (date(2026, 6, 30), date(2026, 8, 30)),
        (date(2026, 7, 31), date(2026, 9, 30)),
    ],
)
def test_two_months_end_on_the_same_day_or_with_the_month(since: date, last: date) -> None:
    assert PERIOD.last_day(since) == last


@given(st.dates(date(1990, 1, 1), date(2080, 1, 1)), st.integers(1, 60))
def test_a_period_ends_in_its_month(since: date, months: int) -> None:
    last = PERIOD._replace(months=months).last_day(since)
    assert (last.year * 12 + last.month) - (since.year * 12 + since.month) == months
    assert last.day <= since.day


@pytest.mark.parametrize(
    ("offence", "periods"),
    [
        (date(2012, 2, 29), set()),
        (date(2014, 12, 31), {"kz-recording-2012"}),
        (date(2015, 1, 1), {"kz-prosecution", "kz-recording-2012"}),
        (date(2024, 8, 19), {"kz-prosecution", "kz-recording-2012"}),
        (date(2024, 8, 20), {"kz-prosecution", "kz-recording"}),
    ],
)
def test_which_article_holds_goes_by_the_day(offence: date, periods: set[str]) -> None:
    assert set(days(offence)) == periods


def test_what_the_articles_are() -> None:
    cited = {one.id: in_language(one.citations) for one in KZ.periods}
    assert {name: text.rpartition("art. ")[2] for name, text in cited.items()} == {
        "kz-prosecution": "62(1)",
        "kz-recording-2012": "18(2)(1)",
        "kz-recording": "21(2)",
        "kz-repeat": "61",
    }


def violation(*rows: str, **settings: str) -> Finding:
    (one,) = (
        one for one in audited(*rows, **settings).findings if one.severity is Severity.VIOLATION
    )
    return one


def test_a_violation_has_the_dates_of_its_first_forbidden_minute() -> None:
    one = violation(programme("20261124 0510", "20261124 0640", "Х/ф «Порог» (18+)"))
    assert one.dates == (
        DueDate("kz-prosecution", "prosecution", date(2026, 11, 24), date(2027, 1, 24)),
        DueDate("kz-recording", "recording", date(2026, 11, 24), date(2027, 5, 24)),
    )


def test_what_runs_through_the_night_is_an_offence_of_the_morning() -> None:
    one = violation(programme("20261124 2330", "20261125 0630", "Х/ф «Порог» (18+)"))
    assert {due.since for due in one.dates} == {date(2026, 11, 25)}


def test_the_day_is_that_of_the_zone_judged() -> None:
    """At 01:00 UTC it is 06:00 in Almaty, and 22:00 of the day before in New York."""
    row = programme("20261124 0100", "20261124 0200", "Х/ф «Порог» (18+)", offset="+0000")
    assert violation(row).dates[0].since == date(2026, 11, 24)
    row = programme("20261125 0100", "20261125 0200", "Х/ф «Порог» (18+)", offset="+0000")
    one = violation(row, zone="America/New_York")
    assert one.dates[0].since == date(2026, 11, 24)


def test_warnings_and_other_laws_have_no_dates() -> None:
    row = programme("20261124 1200", "20261124 1300", "Порог", rating="18+")
    assert violation(row, rulebook="ru").dates == ()
    others = audited(programme("20261124 1200", "20261124 1300", "Порог", rating="TV-MA")).findings
    assert any(one.severity is Severity.WARNING for one in others)
    assert all(one.dates == () for one in others)


BOOK = """id = "x"
zone = "UTC"
names = { kk = "x", ru = "x", en = "x" }
[[class]]
id = "18"
age = 18
names = { kk = "x", ru = "x", en = "x" }
[[rule]]
id = "r"
media = ["tv"]
product = "any"
foreign = "judged"
duty = "broadcaster"
conditional_access = "judged"
titles = { kk = "x", ru = "x", en = "x" }
citations = { kk = "x", ru = "x", en = "x" }
bans = [{ classes = ["18"], windows = ["06:00-22:00"] }]
[[period]]
id = "p"
kind = "recording"
months = 6
names = { kk = "x", ru = "x", en = "x" }
labels = { kk = "x", ru = "x", en = "x" }
citations = { kk = "x", ru = "x", en = "x" }
"""


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('kind = "recording"', 'kind = "record"', "period[0].kind"),
        ("months = 6", "months = 0", "period[0].months: must be from 1 to 1200"),
        ("months = 6", 'months = "6"', "period[0].months: must be a whole number"),
        ("months = 6", "months = 6\nweeks = 1", "period[0].weeks: unknown key"),
        (
            "months = 6",
            "months = 6\nfirst = 2020-01-01\nlast = 2019-01-01",
            "period[0].last: is before first",
        ),
        ('labels = { kk = "x", ', "labels = { ", "period[0].labels.kk: is missing"),
    ],
)
def test_a_wrong_period_is_refused_by_its_key(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    path = tmp_path / "x.toml"
    path.write_text(BOOK, encoding="utf-8")
    assert [one.months for one in load_rulebook(path).periods] == [6]
    head, _period, tail = BOOK.partition("[[period]]")
    path.write_text(head + "[[period]]" + tail.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load_rulebook(path)
    assert words in str(refused.value)


def test_a_period_is_given_once(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(BOOK + BOOK[BOOK.index("[[period]]") :], encoding="utf-8")
    with pytest.raises(ConfigError, match="second time"):
        load_rulebook(path)
