"""The law of Kazakhstan from day to day: which rule, which acts, whose duty, on each edge of it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from schedcheck.law.rulebook import load_rulebook
from schedcheck.messages import in_language
from schedcheck.results.finding import Finding, Severity
from tests.checks.audited import audited, programme

KZ = load_rulebook("kz")
KINDS = {"tv": (False, "tv"), "foreign": (True, "tv"), "radio": (False, "radio")}
KINDS["foreign-radio"] = (True, "radio")
INFO = ("kz-2019-info",)
#: From which day on what is cited of an 18+ programme at noon: of a film, of another programme, of
#: a film on a foreign channel, of another programme on one. Each as the rule and those of other
#: acts; None where no rule binds it.
CITED = {
    date(2010, 6, 1): ("kz-earlier", "kz-earlier", "kz-earlier-operator", "kz-earlier-operator"),
    date(2011, 1, 1): ("kz-2011-films", "kz-earlier", "kz-earlier-operator", "kz-earlier-operator"),
    date(2012, 3, 1): ("kz-2012-films", "kz-2012-harm", "kz-2012-operator", "kz-2012-operator"),
    date(2019, 1, 11): ("kz-2012-films", "kz-2019-info", "kz-2019-operator", "kz-2019-operator"),
    date(2019, 1, 16): ("kz-2019-films", "kz-2019-info", "kz-2019-operator", "kz-2019-operator"),
    date(2024, 8, 20): ("kz-2019-films", "kz-2019-info", "kz-2024-operator", "kz-2024-operator"),
}
EDGES = [*[*CITED][1:], date(2026, 3, 2)]
DAYS = [edge + timedelta(days=more) for edge in EDGES for more in (-1, 0, 1)]


def roster(folder: Path) -> Path:
    path = folder / "mine.toml"
    entries = (
        f'[[channel]]\nid = "{name}"\nnames = {{ en = "{name}" }}\nzone = "Asia/Almaty"\n'
        f'foreign = {str(foreign).lower()}\nmedium = "{medium}"\n'
        for name, (foreign, medium) in KINDS.items()
    )
    path.write_text("".join(entries), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def violations(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, date, str], Finding]:
    """Channel, day and title -> the one violation of that programme."""
    rows = [
        programme(f"{day} {start}", f"{day} {stop}", title, rating=mark, offset=None, channel=name)
        for name in KINDS
        for day in DAYS
        for start, stop, title, mark in (
            ("1200", "1300", "Х/ф «Порог»", "18+"),
            ("1400", "1500", "Ток-шоу «Порог»", "18+"),
            ("2100", "2330", "Х/ф «Ночь»", "21+"),
        )
    ]
    result = audited(*rows, roster=roster(tmp_path_factory.mktemp("roster")))
    found = {}
    for one in result.findings:
        if one.severity is Severity.VIOLATION:
            assert one.start is not None
            key = one.channel, one.start.date(), one.title
            # never two findings for one programme, let alone for one minute
            assert key not in found
            found[key] = one
    return found


def cited(day: date, place: int) -> str:
    return next(rules[place] for first, rules in reversed(CITED.items()) if first <= day)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_rule_on_television(
    day: date, violations: dict[tuple[str, date, str], Finding]
) -> None:
    for place, (channel, title) in enumerate(
        [
            ("tv", "Х/ф «Порог»"),
            ("tv", "Ток-шоу «Порог»"),
            ("foreign", "Х/ф «Порог»"),
            ("foreign", "Ток-шоу «Порог»"),
        ]
    ):
        one = violations[channel, day, title]
        assert (one.rule, one.minutes) == (cited(day, place), 60)
        assert one.code == ("watershed" if channel == "tv" else "watershed-operator")
        both = channel == "tv" and place == 0 and day >= date(2019, 1, 11)
        assert one.also_rules == (INFO if both else ())


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_films_of_21(day: date, violations: dict[tuple[str, date, str], Finding]) -> None:
    domestic = violations["tv", day, "Х/ф «Ночь»"]
    assert (domestic.rule, domestic.minutes) == (cited(day, 0), 150)
    assert domestic.also_rules == (INFO if day >= date(2019, 1, 11) else ())
    foreign = violations["foreign", day, "Х/ф «Ночь»"]
    assert foreign.code == "watershed-operator"
    until_ten = date(2012, 3, 1) <= day < date(2019, 1, 16)
    assert foreign.minutes == (60 if until_ten else 150)
    films = date(2019, 1, 16) <= day < date(2024, 8, 20)
    assert foreign.rule == ("kz-2019-operator-films" if films else cited(day, 2))


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_radio_is_bound_since_2019(
    day: date, violations: dict[tuple[str, date, str], Finding]
) -> None:
    for channel, code, rule in (
        ("radio", "watershed", "kz-2019-info"),
        ("foreign-radio", "watershed-operator", "kz-2019-operator-radio"),
    ):
        for title, minutes in (("Х/ф «Порог»", 60), ("Ток-шоу «Порог»", 60), ("Х/ф «Ночь»", 60)):
            one = violations.get((channel, day, title))
            assert (one is not None) == (day >= date(2019, 1, 11))
            if one is not None:
                assert (one.code, one.rule, one.minutes) == (code, rule, minutes)
                assert one.also_rules == ()


def test_a_foreign_channel_has_one_addressee_on_all_days() -> None:
    for medium in ("tv", "radio"):
        rules, _left_out = KZ.applicable(medium, True, False)  # noqa: FBT003 - a foreign channel
        for age_class in KZ.bound_classes:
            for film in (False, True):
                plan = KZ.day_plan(rules, age_class, film)
                assert {part.rule.duty for part in plan} == {"operator"}


@pytest.mark.parametrize(
    ("rule", "parts"),
    [
        ("kz-earlier", ("No act was read",)),
        ("kz-earlier-operator", ("No act was read",)),
        ("kz-2011-films", ("207-III", "28-3(2)")),
        ("kz-2012-films", ("207-III", "28-3(2)", "545-IV", "29(1)", "156(1)(3)", "akim")),
        ("kz-2012-harm", ("545-IV", "29(1)", "452(9)(2)", "452(10)", "692-1")),
        ("kz-2012-operator", ("545-IV", "29(2)", "452(7)(2)", "452(8)", "692-1")),
        ("kz-2019-operator", ("29(2)", "170-VI", "452(7)(2)", "452(8)", "692-1")),
        ("kz-2019-operator-films", ("29(2)", "212-VI", "8(3)", "452(7)(2)", "692-1")),
        (
            "kz-2024-operator",
            ("169-VI", "17(1)", "212-VI", "8(3)", "451(12)(2)", "451(13)", "156-1(1)(2)"),
        ),
        ("kz-2019-operator-radio", ("169-VI", "17(1)", "156-1(1)(2)", "court")),
        ("kz-2019-films", ("212-VI", "8(3)", "156(1)(3)", "804(3)", "akim")),
        ("kz-2019-info", ("169-VI", "17(1)", "156-1(1)(2)", "804(1)(62)", "court")),
    ],
)
def test_what_each_rule_cites(rule: str, parts: tuple[str, ...]) -> None:
    known = KZ.rule(rule)
    told = (known.citations, known.offences, known.drawn_up_by, known.decided_by)
    text = " | ".join(in_language(words) for words in told if words)
    for part in parts:
        assert part in text
    assert "unverified" not in text


def test_every_rule_is_among_those_tested() -> None:
    tested = {rule for rules in CITED.values() for rule in rules}
    tested |= {"kz-2019-operator-films", "kz-2019-operator-radio"}
    assert {rule.id for rule in KZ.rules} == tested


def test_each_act_names_its_own_sanction_and_no_sum() -> None:
    for rule in KZ.rules:
        for language in ("kk", "ru", "en"):
            words = rule.offences.get(language, "")
            assert "₸" not in words
            assert bool(words) == bool(rule.decided_by)


def test_paid_channels_are_exempt_of_both_acts(tmp_path: Path) -> None:
    path = roster(tmp_path)
    text = path.read_text(encoding="utf-8").replace(
        'id = "tv"', 'id = "tv"\nconditional_access = "yes"'
    )
    path.write_text(text, encoding="utf-8")
    days = ("2019-01-10", "2019-01-12", "2019-01-16")
    rows = [
        programme(f"{d} 1200", f"{d} 1300", "Х/ф «Порог»", rating="18+", offset=None, channel="tv")
        for d in days
    ]
    told = [one for one in audited(*rows, roster=path).findings if one.code == "watershed"]
    assert [(str(one.start)[:10], one.rule, one.also_rules) for one in told] == [
        (days[0], "kz-2012-films", ()),
        (days[1], "kz-2012-films", ()),
    ]
