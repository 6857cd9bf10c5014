"""Worked examples of the other countries: what their texts say of single programmes."""

from __future__ import annotations

from pathlib import Path

import pytest

from schedcheck.law.rulebook import load_rulebook, shipped_rulebooks
from schedcheck.results.finding import Severity
from tests.checks.audited import audited, programme

#: rulebook -> start, stop, mark, facts of the channel, and what is found: rule and minutes of the
#: violations, or the rule and "?" for a warning.
Example = tuple[str, str, str, str, list[tuple[str, object]]]
EXAMPLES: dict[str, list[Example]] = {
    "de": [
        ("2026-03-02 2200", "2026-03-02 2330", "FSK 18", "", [("de-18", 60)]),
        ("2026-03-02 2300", "2026-03-03 0030", "FSK 18", "", []),
        ("2026-03-03 0500", "2026-03-03 0630", "FSK ab 18", "", [("de-18", 30)]),
        ("2026-03-03 0430", "2026-03-03 0600", "18", "", []),
        ("2026-03-02 2015", "2026-03-02 2215", "FSK 16", "", [("de-16", 105)]),
        ("2026-03-02 2200", "2026-03-02 2330", "FSK 16", "", []),
        ("2026-03-02 1600", "2026-03-02 1730", "FSK 12", "", [("de-12", "?")]),
        ("2026-03-02 2000", "2026-03-02 2130", "FSK 12", "", []),
        ("2026-03-02 1400", "2026-03-02 1530", "FSK 6", "", []),
        ("2026-03-02 2015", "2026-03-02 2215", "FSK 18", 'conditional_access = "yes"', []),
        ("2026-03-02 1400", "2026-03-02 1500", "FSK 18", 'medium = "radio"', []),
    ],
    "pl": [
        ("2026-03-02 2200", "2026-03-03 0000", "od 18", "", [("pl-2022-18", 60)]),
        ("2026-03-02 2300", "2026-03-03 0100", "od lat 18", "", []),
        ("2026-03-03 0530", "2026-03-03 0700", "18", "", [("pl-2022-18", 60)]),
        ("2026-03-02 1930", "2026-03-02 2030", "od 16", "", [("pl-2022-16", 30)]),
        ("2026-03-02 2000", "2026-03-02 2130", "od 16", "", []),
        ("2026-03-02 0500", "2026-03-02 0600", "od 16", "", []),
        ("2026-03-02 1200", "2026-03-02 1300", "od 12", "", []),
        ("2026-03-02 1200", "2026-03-02 1300", "od 7", "", []),
        ("2022-05-01 1200", "2022-05-01 1300", "od 18", "", [("pl-2022-18", 60)]),
        ("2022-04-30 1200", "2022-04-30 1300", "od 18", "", []),
        ("2026-03-02 1200", "2026-03-02 1300", "od 18", 'medium = "radio"', [("pl-2022-18", 60)]),
    ],
    "nz": [
        ("2026-03-02 2100", "2026-03-02 2200", "18", "", [("nz-2020-18", 30)]),
        ("2026-03-02 2130", "2026-03-02 2330", "18", "", []),
        ("2026-03-03 0430", "2026-03-03 0530", "18", "", [("nz-2020-18", 30)]),
        ("2026-03-02 2000", "2026-03-02 2130", "16", "", [("nz-2020-16", 30)]),
        # school days: Monday 2 March; the window of M opens at 15:00
        ("2026-03-02 0900", "2026-03-02 1500", "M", "", []),
        ("2026-03-02 1400", "2026-03-02 1600", "M", "", [("nz-2020-m", 60)]),
        # Saturday, school holidays, Anzac Day as it is kept
        ("2026-03-07 1000", "2026-03-07 1130", "M", "", [("nz-2020-m", 90)]),
        ("2026-07-08 1000", "2026-07-08 1130", "M", "", [("nz-2020-m", 90)]),
        ("2026-04-27 0800", "2026-04-27 1600", "M", "", [("nz-2020-m", 480)]),
        ("2026-04-28 0800", "2026-04-28 1600", "M", "", [("nz-2020-m", 120)]),
        # the calendar knows nothing of 2027: perhaps a school day, perhaps not
        ("2027-03-02 1000", "2027-03-02 1130", "M", "", [("nz-2020-m", "?")]),
        ("2027-03-02 0800", "2027-03-02 1000", "M", "", [("nz-2020-m", 60)]),
        ("2026-03-02 1930", "2026-03-02 2130", "M", "", []),
        ("2026-03-02 1200", "2026-03-02 1300", "18", 'conditional_access = "yes"', []),
        ("2026-03-02 1200", "2026-03-02 1300", "PG", "", []),
    ],
    "ge": [
        ("2021-04-23 2300", "2021-04-23 2305", "18+", "", [("ge-2020-18", 5)]),
        ("2026-03-03 0000", "2026-03-03 0130", "18+", "", []),
        ("2026-03-03 0500", "2026-03-03 0630", "18+", "", [("ge-2020-18", 30)]),
        ("2026-03-02 2200", "2026-03-02 2330", "15+", "", [("ge-2020-15", 60)]),
        ("2026-03-02 2300", "2026-03-03 0030", "15+", "", []),
        ("2020-12-01 1900", "2020-12-01 2000", "12+", "", [("ge-2020-7-12", 60)]),
        ("2026-03-02 2030", "2026-03-02 2130", "7+", "", [("ge-2020-7-12", 30)]),
        ("2026-03-02 2100", "2026-03-02 2230", "12+", "", []),
        ("2020-08-31 1200", "2020-08-31 1300", "18+", "", []),
        ("2020-09-01 1200", "2020-09-01 1300", "18+", "", [("ge-2020-18", 60)]),
        ("2026-03-02 1200", "2026-03-02 1300", "18+", 'medium = "radio"', []),
    ],
    "fr": [
        # Monday in school time: an exception may have been used
        ("2026-03-16 2100", "2026-03-16 2300", "-12", "", [("fr-12-evening", "?")]),
        ("2026-03-16 2200", "2026-03-16 2359", "-12", "", []),
        ("2026-03-16 1800", "2026-03-16 1930", "-12", "", [("fr-12", 90)]),
        # Tuesday, the eve of Ascension Day, a Monday in the holidays of zone A
        ("2026-03-17 2100", "2026-03-17 2300", "-12", "", [("fr-12", 60)]),
        ("2026-05-13 2100", "2026-05-13 2300", "-12", "", [("fr-12", 60)]),
        ("2026-02-09 2100", "2026-02-09 2300", "-12", "", [("fr-12", 60)]),
        # the start counts: what begins before the morning may run into it
        ("2026-03-17 0500", "2026-03-17 0700", "-12", "", []),
        ("2026-03-16 2200", "2026-03-16 2330", "-16", "", [("fr-16", 30)]),
        ("2026-03-16 2200", "2026-03-16 2330", "-16 ans", "", [("fr-16", 30)]),
        ("2026-03-16 2200", "2026-03-16 2330", "CSA 16", "", [("fr-16", 30)]),
        ("2026-03-16 2230", "2026-03-16 2359", "-16", "", []),
        ("2026-03-17 0200", "2026-03-17 0300", "-18", "", [("fr-18", 60)]),
        ("2026-03-17 0200", "2026-03-17 0300", "-18", 'conditional_access = "yes"', []),
        (
            "2026-03-17 0430",
            "2026-03-17 0530",
            "-18",
            'conditional_access = "yes"',
            [("fr-18-paid", 30)],
        ),
        ("2026-03-16 1800", "2026-03-16 1930", "-12", 'kind = "cinema"', []),
        ("2026-03-18 1800", "2026-03-18 1930", "-12", 'kind = "cinema"', [("fr-12-cinema", 90)]),
        ("2026-03-16 2000", "2026-03-16 2130", "-16", 'kind = "cinema"', [("fr-16-cinema", 30)]),
        ("2026-03-16 2030", "2026-03-16 2200", "-16", 'kind = "cinema"', []),
        (
            "2026-03-16 1000",
            "2026-03-16 1030",
            "-10",
            'kind = "children"',
            [("fr-10-children", 30)],
        ),
        ("2026-03-16 1000", "2026-03-16 1030", "-10", "", []),
        # no calendar of school holidays for 2027, but the general evening is asked about anyway
        ("2027-02-08 2100", "2027-02-08 2300", "-12", "", [("fr-12-evening", "?")]),
    ],
    "uk": [
        ("2026-03-02 2030", "2026-03-02 2230", "18", "", [("uk-18-films", 30)]),
        ("2026-03-02 2100", "2026-03-02 2300", "18", "", []),
        ("2026-03-03 0430", "2026-03-03 0630", "18", "", [("uk-18-films", 60)]),
        ("2026-03-03 0330", "2026-03-03 0530", "18", "", []),
        ("2026-03-03 0100", "2026-03-03 0200", "R18", "", [("uk-r18", 60)]),
    ],
    "ru": [
        ("2026-03-02 2230", "2026-03-02 2330", "18+", "", [("ru-2012-18", 30)]),
        ("2026-03-03 0330", "2026-03-03 0430", "18+", "", [("ru-2012-18", 30)]),
        ("2026-03-02 2300", "2026-03-03 0400", "18+", "", []),
        ("2026-03-02 1200", "2026-03-02 1300", "16+", "", []),
        ("2026-03-02 1200", "2026-03-02 1300", "18+", 'conditional_access = "yes"', []),
    ],
}


def cases() -> list[tuple[str, Example]]:
    return [(book, example) for book, examples in EXAMPLES.items() for example in examples]


@pytest.mark.parametrize(("book", "example"), cases())
def test_a_worked_example(tmp_path: Path, book: str, example: Example) -> None:
    start, stop, mark, facts, expected = example
    roster = tmp_path / "mine.toml"
    zone = load_rulebook(book).zone
    roster.write_text(
        f'[[channel]]\nid = "test"\nnames = {{ en = "Test" }}\nzone = "{zone}"\n{facts}\n',
        encoding="utf-8",
    )
    result = audited(programme(start, stop, rating=mark, offset=None), rulebook=book, roster=roster)
    told: list[tuple[str, object]] = []
    for one in result.findings:
        if one.severity is Severity.VIOLATION:
            told.append((one.rule, one.minutes))
        elif one.code == "watershed-unsure":
            told.append((one.rule, "?"))
        else:
            # nothing is read but the one mark, and it is known
            assert one.code == "zone-decides", one
    assert told == expected
    assert result.channels[0].marked == 1


def test_each_country_but_kazakhstan_has_worked_examples() -> None:
    assert {*EXAMPLES, "kz"} == set(shipped_rulebooks())
    for book in ("de", "pl", "nz", "ge", "fr"):
        assert len(EXAMPLES[book]) >= 10
        cited = {rule for *_head, found in EXAMPLES[book] for rule, _minutes in found}
        assert cited == {rule.id for rule in load_rulebook(book).rules}


@pytest.mark.parametrize("book", ["de", "pl", "nz", "ge", "fr"])
def test_each_rule_says_what_is_not_verified(book: str) -> None:
    assert all(rule.unverified for rule in load_rulebook(book).rules)
