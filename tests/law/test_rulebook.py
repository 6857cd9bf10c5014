"""The law as data: what is loaded, what is refused, and which rule has which minute."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedcheck.errors import ConfigError
from schedcheck.law.rulebook import (
    Ban,
    Rule,
    Rulebook,
    RulePeriod,
    Window,
    load_rulebook,
    shipped_rulebooks,
)
from tests.paths import DOCS

KZ = load_rulebook("kz")
TV = KZ.applicable("tv", False, False)[0]  # noqa: FBT003 - medium, foreign, conditional access

SMALL = """
id = "xx"
zone = "Europe/Madrid"
names = { kk = "a", ru = "b", en = "c" }
film_words = ["film"]

[[class]]
id = "16"
age = 16
names = { kk = "a", ru = "b", en = "c" }

[[class]]
id = "18"
age = 18
names = { kk = "a", ru = "b", en = "c" }

[[rule]]
id = "one"
media = ["tv"]
product = "any"
foreign = "judged"
duty = "broadcaster"
conditional_access = "judged"
titles = { kk = "a", ru = "b", en = "c" }
citations = { kk = "a", ru = "b", en = "c" }
bans = [{ classes = ["18"], windows = ["06:00-22:00"] }]

[[mark]]
class = "18"
spellings = ["18+"]
where = { field = "equal" }
"""
BANS = 'bans = [{ classes = ["18"], windows = ["06:00-22:00"] }]'


def book(tmp_path: Path, text: str = SMALL) -> Rulebook:
    path = tmp_path / "xx.toml"
    path.write_text(text, encoding="utf-8")
    return load_rulebook(path)


def hours(stretches: tuple[RulePeriod, ...]) -> list[tuple[str, str, int, int]]:
    return [
        (str(one.first), one.rule.id, window.opens // 60, window.closes // 60)
        for one in stretches
        for window in one.windows
    ]


def test_every_shipped_rulebook_loads(tmp_path: Path) -> None:
    assert shipped_rulebooks() == ("de", "fr", "ge", "kz", "nz", "pl", "ru", "uk")
    for name in shipped_rulebooks():
        shipped = load_rulebook(name)
        content = (files("schedcheck.law") / "rulebooks" / f"{name}.toml").read_bytes()
        assert shipped.id == name
        assert shipped.sha256 == hashlib.sha256(content).hexdigest()
        assert shipped.vocabulary
        own = tmp_path / "own.toml"  # whose patterns are looked at
        own.write_bytes(content)
        assert load_rulebook(own) == shipped
        for rule in shipped.rules:
            assert set(rule.citations) == {"kk", "ru", "en"}
            assert "₸" not in " ".join(rule.offences.values())


def refuse(tmp_path: Path, text: str, old: str, new: str, key: str, reason: str) -> None:  # noqa: PLR0913, PLR0917 - a case
    """A rulebook with ``new`` in the place of ``old`` is refused, with the key and the reason."""
    assert old in text
    with pytest.raises(ConfigError) as refused:
        book(tmp_path, text.replace(old, new, 1))
    assert f": {key}: " in str(refused.value)
    assert reason in str(refused.value)


@pytest.mark.parametrize(
    ("day", "film", "rule"),
    [
        (date(2009, 5, 1), False, "kz-earlier"),
        (date(2009, 5, 1), True, "kz-earlier"),
        (date(2011, 1, 1), True, "kz-2011-films"),
        (date(2011, 1, 1), False, "kz-earlier"),
        (date(2012, 2, 29), False, "kz-earlier"),
        (date(2012, 3, 1), False, "kz-2012-harm"),
        (date(2017, 6, 1), True, "kz-2012-films"),
        (date(2019, 1, 10), False, "kz-2012-harm"),
        (date(2019, 1, 11), False, "kz-2019-info"),
        (date(2019, 1, 15), True, "kz-2012-films"),
        (date(2019, 1, 16), True, "kz-2019-films"),
        (date(2026, 11, 23), True, "kz-2019-films"),
        (date(2026, 11, 23), False, "kz-2019-info"),
    ],
)
def test_which_act_is_cited_for_e18(day: date, film: bool, rule: str) -> None:  # noqa: FBT001 - a case
    holding = [
        one
        for one in KZ.day_plan(TV, "E18", film)
        if (one.first is None or one.first <= day) and (one.last is None or day <= one.last)
    ]
    assert [one.rule.id for one in holding] == [rule]
    assert holding[0].windows == (Window(6 * 60, 22 * 60),)


def test_na21_is_judged_as_a_film_and_forbidden_till_midnight() -> None:
    plan = KZ.day_plan(TV, "NA21", False)  # noqa: FBT003 - not said to be a film
    assert {window for one in plan for window in one.windows} == {Window(6 * 60, 24 * 60)}
    assert [one.rule.id for one in plan] == [
        "kz-earlier",
        "kz-2011-films",
        "kz-2012-films",
        "kz-2019-films",
    ]
    assert plan[0].first is None
    assert plan[-1].last is None


def test_classes_without_a_window_have_none() -> None:
    assert KZ.bound_classes == ("E18", "NA21")
    for known in KZ.classes:
        assert bool(KZ.day_plan(TV, known.id, True)) == (known.id in KZ.bound_classes)  # noqa: FBT003 - a film


def test_foreign_channels_are_the_operators_duty() -> None:
    rules, _left_out = KZ.applicable("tv", True, False)  # noqa: FBT003 - a foreign channel
    plan = KZ.day_plan(rules, "E18", False)  # noqa: FBT003 - not a film
    assert [(one.rule.id, one.rule.duty) for one in plan] == [
        ("kz-earlier-operator", "operator"),
        ("kz-2012-operator", "operator"),
        ("kz-2019-operator", "operator"),
        ("kz-2024-operator", "operator"),
    ]
    film = KZ.day_plan(rules, "NA21", True)[-1]  # noqa: FBT003 - a film
    assert (film.rule.id, film.last) == ("kz-2024-operator", None)
    assert film.windows == (Window(6 * 60, 24 * 60),)


def test_conditional_access_and_radio() -> None:
    paid, left_out = KZ.applicable("tv", False, True)  # noqa: FBT003 - a paid channel
    plan = KZ.day_plan(paid, "E18", False)  # noqa: FBT003 - not a film
    assert plan[-1].last == date(2019, 1, 10)
    reasons = {rule.id: str(reason) for rule, reason in left_out}
    assert "decoder" in reasons["kz-2019-info"]
    assert "foreign" in reasons["kz-2012-operator"]
    radio, left_out = KZ.applicable("radio", False, False)  # noqa: FBT003 - radio
    assert [rule.id for rule in radio] == ["kz-2019-info"]
    assert len(radio) + len(left_out) == len(KZ.rules)
    first = KZ.day_plan(radio, "E18", False)[0].first  # noqa: FBT003 - not a film
    assert first == date(2019, 1, 11)


def test_ranks_and_look_ups() -> None:
    assert KZ.rank("NA21") > KZ.rank("E18") > KZ.rank("16+") > KZ.rank("6+")
    assert [known.age for known in KZ.classes] == sorted(known.age for known in KZ.classes)
    assert KZ.rule("kz-2019-info").holds_on(date(2019, 1, 11))
    assert not KZ.rule("kz-2019-info").holds_on(date(2019, 1, 10))
    for look_up in (KZ.rank, KZ.age_class, KZ.rule):
        with pytest.raises(KeyError):
            look_up("E99")


def test_germany_has_tiers_over_midnight(tmp_path: Path) -> None:
    german = book(
        tmp_path,
        SMALL.replace(
            BANS,
            'bans = [{ classes = ["16"], windows = ["06:00-22:00"] },'
            ' { classes = ["18"], windows = ["06:00-09:00", "09:00-23:00"] }]',
        ),
    )
    assert hours(german.day_plan(german.rules, "16", False)) == [("None", "one", 6, 22)]  # noqa: FBT003
    assert hours(german.day_plan(german.rules, "18", False)) == [("None", "one", 6, 23)]  # noqa: FBT003


def test_spain_has_weekdays_and_several_windows_a_day(tmp_path: Path) -> None:
    spanish = book(
        tmp_path,
        SMALL.replace(
            BANS,
            'bans = [{ classes = ["18"], windows = [{ from = "08:00", to = "09:00", weekdays ='
            ' ["mon", "tue", "wed", "thu", "fri"] }, { from = "17:00", to = "20:00", weekdays ='
            ' ["mon", "tue", "wed", "thu", "fri"] }, { from = "09:00", to = "12:00", weekdays ='
            ' ["sat", "sun"] }] }]',
        ),
    )
    (only,) = spanish.day_plan(spanish.rules, "18", False)  # noqa: FBT003 - not a film
    working, weekend = frozenset(range(5)), frozenset({5, 6})
    assert set(only.windows) == {
        Window(480, 540, working),
        Window(1020, 1200, working),
        Window(540, 720, weekend),
    }


def test_a_window_over_midnight_goes_on_the_next_day(tmp_path: Path) -> None:
    night = BANS.replace('"06:00-22:00"', '{ from = "22:00", to = "06:00", weekdays = ["sun"] }')
    (rule,) = book(tmp_path, SMALL.replace(BANS, night)).rules
    assert rule.windows("18") == (
        Window(1320, 1440, frozenset({6})),
        Window(0, 360, frozenset({0})),
    )
    (rule,) = book(tmp_path, SMALL.replace("06:00-22:00", "22:00-00:00")).rules
    assert rule.windows("18") == (Window(1320, 1440),)


def test_a_total_ban_and_a_start_based_rule() -> None:
    british = load_rulebook("uk")
    assert british.rule("uk-r18").windows("R18") == (Window(0, 1440),)
    # rule 1.4 names both: not before 21:00, and not after 05:30
    assert british.rule("uk-18-films").judged_by == "overlap"
    assert load_rulebook("fr").rule("fr-12").judged_by == "start"


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ('zone = "Europe/Madrid"', 'zone = "Europe/Madird"', "zone", "is not a zone"),
        ('zone = "Europe/Madrid"', "zone = 1", "zone", "must be a text"),
        ('zone = "Europe/Madrid"', "", "zone", "is missing"),
        ('id = "xx"', 'id = "xx"\ncolour = 1', "colour", "unknown key"),
        ('id = "18"\nage = 18', 'id = "16"\nage = 18', "class[1].id", "second time"),
        ("age = 18", "age = true", "class[1].age", "whole number"),
        ('media = ["tv"]', 'media = ["web"]', "rule[0].media[0]", "“web” is not one of"),
        ('media = ["tv"]', 'media = "tv"', "rule[0].media", "must be a list"),
        ('media = ["tv"]', "media = []", "rule[0].media", "is empty"),
        ('duty = "broadcaster"', 'duty = "me"', "rule[0].duty", "broadcaster, operator"),
        ('duty = "broadcaster"', "", "rule[0].duty", "is missing"),
        (
            'citations = { kk = "a", ru = "b", en = "c" }',
            'citations = { ru = "b", en = "c" }',
            "rule[0].citations.kk",
            "is missing",
        ),
        ('duty = "broadcaster"', 'duty = "broadcaster"\nfirst = 2019-01-11\nlast = 2019-01-10',
         "rule[0].last", "before first"),
        ('duty = "broadcaster"', 'duty = "broadcaster"\nfirst = 2019-01-11T00:00:00',
         "rule[0].first", "must be a date"),
        ('["06:00-22:00"]', '["6-22"]', "rule[0].bans[0].windows[0]", "is not a window"),
        ('["06:00-22:00"]', '["06:00-22:00", "25:00-26:00"]', "rule[0].bans[0].windows[1]",
         "is not a window"),
        ('["06:00-22:00"]', '["06:00-06:00"]', "rule[0].bans[0].windows[0]", "whole day"),
        ('["06:00-22:00"]', "[6]", "rule[0].bans[0].windows[0]", "is not a window"),
        ('["06:00-22:00"]', "[]", "rule[0].bans[0].windows", "is empty"),
        ('["06:00-22:00"]', '[{ from = "06:00", to = "22:00", weekdays = ["so"] }]',
         "rule[0].bans[0].windows[0].weekdays[0]", "not one of"),
        ('["06:00-22:00"]', '[{ from = "06:00" }]', "rule[0].bans[0].windows[0].to", "missing"),
        ('["06:00-22:00"]', '[{ from = "06:00", to = "22:00", holidays = true }]',
         "rule[0].bans[0].windows[0].holidays", "unknown key"),
        ('classes = ["18"]', 'classes = ["E18"]', "rule[0].bans[0].classes[0]", "not declared"),
        ('spellings = ["18+"]', "spellings = [18]", "mark[0].spellings[0]", "text"),
        ('spellings = ["18+"]', 'spellings = ["18+"]\nnot_after = "("', "mark[0].not_after",
         "regular expression"),
        ('spellings = ["18+"]', 'spellings = ["18+"]\nnot_before = "("', "mark[0].not_before",
         "regular expression"),
        ('where = { field = "equal" }', 'where = { title = "equal" }', "mark[0].where.title",
         "unknown key"),
        ('where = { field = "equal" }', 'where = { field = "sure" }', "mark[0].where.field",
         "not one of"),
        ('where = { field = "equal" }', 'where = { field = "none" }', "mark[0].where",
         "without class"),
        ('where = { field = "equal" }', "where = { }", "mark[0].where", "is empty"),
        ('class = "18"\nspell', 'class = "E18"\nspell', "mark[0].class", "not declared"),
        ('film_words = ["film"]', 'film_words = [""]', "film_words[0]", "not empty"),
    ],
)  # fmt: skip
def test_a_bad_rulebook_is_refused_by_key_and_reason(
    tmp_path: Path, old: str, new: str, key: str, reason: str
) -> None:
    refuse(tmp_path, SMALL, old, new, key, reason)


def test_what_is_no_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="line 3"):
        book(tmp_path, "id = 'x'\n\nzone = = 1\n")
    path = tmp_path / "latin.toml"
    path.write_bytes(b"id = 'x'\n# \xe9\n")
    with pytest.raises(ConfigError, match=r"line 2.*UTF-8"):
        load_rulebook(path)


def test_names_and_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="did you mean “kz”"):
        load_rulebook("kzz")
    with pytest.raises(ConfigError, match=r"nowhere\.toml: cannot be read: there is no such file"):
        load_rulebook(tmp_path / "nowhere.toml")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_rulebook(tmp_path)


FIRST_DAY = date(2024, 1, 1)
DAYS = st.none() | st.integers(0, 20).map(lambda n: FIRST_DAY + timedelta(days=n))


@st.composite
def windows(draw: st.DrawFn) -> Window:
    opens = draw(st.integers(0, 1438))
    closes = draw(st.integers(opens + 1, 1440))
    return Window(opens, closes, draw(st.frozensets(st.integers(0, 6), min_size=1)))


@st.composite
def rules(draw: st.DrawFn) -> list[Rule]:
    made = []
    for number in range(draw(st.integers(1, 4))):
        first, last = draw(DAYS), draw(DAYS)
        if first and last and last < first:
            first, last = last, first
        made.append(
            Rule(
                id=f"rule-{number}",
                titles={},
                first=first,
                last=last,
                bans=(Ban(("E18",), tuple(draw(st.lists(windows(), min_size=1, max_size=3)))),),
                media=frozenset({"tv"}),
                product=draw(st.sampled_from(["any", "film"])),
                foreign="judged",
                duty="broadcaster",
                conditional_access="judged",
                judged_by="overlap",
                citations={},
                offences={},
                unverified=(),
            )
        )
    return made


def charged_slowly(made: list[Rule], day: date, minute: int, *, film: bool) -> str:
    """The first rule that forbids a minute, looked up the long way."""
    for rule in made:
        starts = rule.first or date.min
        ends = rule.last or date.max
        if starts <= day <= ends and (film or rule.product == "any"):
            for window in rule.bans[0].windows:
                if day.weekday() in window.weekdays and window.opens <= minute < window.closes:
                    return rule.id
    return ""


@settings(max_examples=60, deadline=None)
@given(rules(), st.booleans())
def test_each_minute_is_charged_to_the_first_rule_that_forbids_it(
    made: list[Rule],
    film: bool,  # noqa: FBT001 - drawn
) -> None:
    made_book = Rulebook(
        id="x",
        names={},
        zone="UTC",
        classes=KZ.classes,
        rules=tuple(made),
        vocabulary=(),
        film_words=(),
        sha256="",
    )
    plan = made_book.day_plan(made, "E18", film)
    for number in range(-8, 30, 3):
        day = FIRST_DAY + timedelta(days=number)
        got = [""] * 1440
        for part in plan:
            if (part.first or date.min) <= day <= (part.last or date.max):
                for window in part.windows:
                    if day.weekday() in window.weekdays:
                        assert not any(got[window.opens : window.closes])
                        got[window.opens : window.closes] = [part.rule.id] * (
                            window.closes - window.opens
                        )
        edges = {0, 1439}
        for rule in made:
            for window in rule.bans[0].windows:
                edges |= {window.opens - 1, window.opens, window.closes - 1, window.closes}
        for minute in edges & set(range(1440)):
            assert got[minute] == charged_slowly(made, day, minute, film=film)


PAGE = (DOCS / "law.md").read_text(encoding="utf-8")


def test_the_page_on_the_law_names_every_rule() -> None:
    for rule in KZ.rules:
        assert f"`{rule.id}`" in PAGE


def test_the_rulebook_shown_on_the_page_loads(tmp_path: Path) -> None:
    shown = PAGE.split("```toml\n")[1].split("```")[0]
    (rule,) = book(tmp_path, shown).rules
    assert rule.windows("18") == (Window(360, 1320),)


def test_a_shipped_rulebook_is_read_once_and_a_file_each_time(tmp_path: Path) -> None:
    assert load_rulebook("kz") is load_rulebook("kz")
    path = tmp_path / "own.toml"
    path.write_text(SMALL, encoding="utf-8")
    first = load_rulebook(path)
    path.write_text(SMALL + "\n# changed\n", encoding="utf-8")
    assert load_rulebook(path).sha256 != first.sha256
