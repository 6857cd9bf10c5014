from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from schedcheck.pipeline.audit import audit
from schedcheck.pipeline.run import Settings
from schedcheck.results.finding import Finding, Severity
from tests.checks.audited import audited, found, programme


def test_field_and_title_that_disagree() -> None:
    row = programme("23:00", "23:50", "Ночь (18+)", rating="16+")
    (finding,) = found("mark-conflict", row)
    assert "E18" in finding.message
    assert len(found("watershed", programme("12:00", "13:00", "Ночь (18+)", rating="16+"))) == 1


@pytest.mark.parametrize("rating", ["18+", ""])
def test_field_and_title_that_agree(rating: str) -> None:
    assert not found("mark-conflict", programme("23:00", "23:50", "Ночь (18+)", rating=rating))


def test_marks_below_the_bound_classes_may_differ() -> None:
    assert not found("mark-conflict", programme("12:00", "13:00", "Утро (12+)", rating="16+"))


def test_unmarked_programmes_are_told_once_a_channel_with_their_number() -> None:
    rows = [
        programme("10:00", "11:00", "A"),
        programme("11:00", "12:00", "B"),
        programme("12:00", "13:00", "C", rating="12+"),
    ]
    (finding,) = found("unmarked", *rows)
    assert finding.message.endswith(": 2 of 3")
    (channel,) = audited(*rows).channels
    assert (channel.marked, channel.unmarked) == (1, 2)


def test_an_unknown_value_in_the_rating_field_is_told_once() -> None:
    rows = [
        programme("10:00", "11:00", "A", rating="XZ-7"),
        programme("11:00", "12:00", "B", rating="XZ-7"),
    ]
    (finding,) = found("unknown-mark", *rows)
    assert "XZ-7" in finding.message
    assert finding.message.endswith("on the channel: 2")


def test_an_uncertain_stricter_mark_never_silences_a_certain_one() -> None:
    row = programme("15:00", "16:00", "21+ причина уйти (18+)")
    assert len(found("watershed", row)) == 1
    (finding,) = found("mark-conflict", row)
    assert "21+" in finding.message
    assert finding.age_class == "E18"


def test_a_term_that_its_scheme_does_not_define_is_told() -> None:
    row = (
        '<programme start="20240304150000 +0500" stop="20240304160000 +0500" channel="test">'
        '<title>Ночь</title><rating system="urn:dtg:metadata:cs:DTGContentWarningCS:2011">'
        "<value>G</value></rating></programme>"
    )
    assert len(found("unknown-mark", row)) == 1
    assert len(found("foreign-mark", row.replace(">G<", ">W<"))) == 1


def pair(here: str, there: str, *, rating: str = "", start: str = "14:00") -> list[Finding]:
    """The conflicts where ``there`` is 18+ at night on one channel, and ``here`` is on another."""
    return found(
        "mark-conflict",
        programme(start, "15:00", here, rating=rating, channel="here"),
        programme("23:00", "23:50", there, rating="18+", channel="there"),
    )


def test_the_same_title_marked_at_night_and_unmarked_by_day() -> None:
    rows = [
        programme("14:00", "15:00", "Ночной гость"),
        programme("23:00", "23:50", "«Ночной гость» (18+)"),
    ]
    (finding,) = found("mark-conflict", *rows)
    assert finding.place == "line 2"
    assert "line 3" in finding.message


@pytest.mark.parametrize("title", ["Ночной гость 2", "Ночной"])
def test_another_number_is_another_title(title: str) -> None:
    rows = [
        programme("14:00", "15:00", title),
        programme("23:00", "23:50", "Ночной гость (18+)"),
    ]
    assert not found("mark-conflict", *rows)


def test_a_conflict_with_another_channel_names_its_evidence() -> None:
    (finding,) = pair("Тайный сад", "Тайный сад", rating="12+")
    assert (finding.severity, finding.channel, finding.place) == (
        Severity.WARNING,
        "here",
        "line 2",
    )
    for part in ("E18", "there", "4 Mar 2024 23:00", "guide.xml, line 3", "12+"):
        assert part in finding.message


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("Х/ф «Чёрный лёд»", "ЧЕРНЫЙ ЛЕД"),
        ("Черный лед", "Х/ф «Чёрный лёд» 18+"),
        ("Көркем фильм «Қара түн»", "Кара тун"),
        ("Рокки II", "Рокки 2"),
        ("Дом у канала, 3 серия", "Дом у канала. Серия 3"),
        ("Дом у канала S02E03", "Дом у канала (2 сезон, 3 серия)"),
        ("Ночь в порту (2004)", "Ночь в порту (США, 2004)"),
        ("Ночь в порту", "Ночь в порту (2004)"),
        ("Последний трамвай", "Последний трмавай"),
        ("Карпатский рейнджер", "Карпатський рейнджер"),
    ],
)
def test_the_same_title_written_otherwise(here: str, there: str) -> None:
    assert len(pair(here, there)) == 1
    assert len(pair(there.removesuffix(" 18+"), here)) == 1


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("Фильм (2004)", "Фильм (2019)"),
        ("Ночь в порту (2004)", "Ночь в порту (2019)"),
        ("Серия 3", "Серия 4"),
        ("Дом у канала, 3 серия", "Дом у канала, 4 серия"),
        ("Дом у канала, 3 серия", "Дом у канала"),
        ("Ёлки 2", "Ёлки 3"),
        ("Рокки II", "Рокки III"),
        ("Х/ф «Бригада улицы»", "Т/с «Бригада улицы»"),
        ("Теннис. Финал. Мужчины", "Теннис. Финал. Женщины"),
        ("Новости", "Новости"),
        ("Ночной эфир", "Ночной эфир"),
        ("Тайна", "Тайны"),
        ("Охота", "Охота на охоту"),
        ("12", "12"),
        ("", ""),
    ],
)
def test_another_title_or_one_that_tells_nothing(here: str, there: str) -> None:
    assert not pair(here, there)


def test_a_title_that_tells_nothing_is_compared_within_its_channel() -> None:
    rows = [programme("14:00", "15:00", "Кино"), programme("23:00", "23:50", "Кино", rating="18+")]
    assert len(found("mark-conflict", *rows)) == 1


@pytest.mark.parametrize("start", ["22:00", "2024-03-05 0100"])
def test_outside_the_window_there_is_no_conflict(start: str) -> None:
    rows = [
        programme(start, None, "Тайный сад", channel="here"),
        programme("23:00", "23:50", "Тайный сад", rating="18+", channel="there"),
    ]
    assert not found("mark-conflict", *rows)


def test_a_title_that_is_bound_on_both_is_a_violation_and_no_conflict() -> None:
    assert not pair("Тайный сад", "Тайный сад", rating="18+")


def test_the_window_is_that_of_the_class_there() -> None:
    rows = [
        programme("22:30", "23:30", "Тайный сад", channel="here"),
        programme("2024-03-05 0100", "2024-03-05 0200", "Тайный сад", rating="НА", channel="there"),
    ]
    (finding,) = found("mark-conflict", *rows)
    assert "NA21" in finding.message


def test_files_and_their_order_make_no_difference(tmp_path: Path) -> None:
    paths = []
    for name in "abc":
        row = programme("23:00", "23:50", "Тайный сад", rating="18+", channel=name)
        paths.append(tmp_path / f"{name}.xml")
        paths[-1].write_text(f"<tv>\n{row}\n</tv>", encoding="utf-8")
    row = programme("14:00", "15:00", "Тайный сад", channel="z")
    paths.append(tmp_path / "z.xml")
    paths[-1].write_text(f"<tv>\n{row}\n</tv>", encoding="utf-8")
    told = {
        str(finding.message)
        for order in (paths, paths[::-1])
        for finding in audit(order, Settings(select=["mark-conflict"])).findings
    }
    (message,) = told
    assert f"on a at 4 Mar 2024 23:00 ({paths[0]}, line 2)" in message


def test_a_likely_foreign_mark_is_a_warning_inside_the_window_alone() -> None:
    inside = programme("15:00", "16:00", rating="TV-MA")
    night = programme("22:30", "23:30", "Другое", rating="TV-MA")
    (finding,) = found("foreign-mark", inside, night)
    assert (finding.severity, finding.mark, finding.minutes) == (Severity.WARNING, "TV-MA", 60)
    assert not found("watershed", inside, night)


@pytest.mark.parametrize("title", ["Түнгі қонақ E18.", "18+ Чарт"])
def test_what_may_be_a_mark_is_a_warning_inside_the_window_alone(title: str) -> None:
    (finding,) = found("unclear-mark", programme("14:00", "15:00", title))
    assert finding.minutes == 60
    assert not found("unclear-mark", programme("22:00", "23:00", title))
    assert not found("watershed", programme("14:00", "15:00", title))


@pytest.mark.parametrize(
    ("title", "signs"),
    [("Порт (l8+)", "U+006C U+0038 U+002B"), ("Порт (1\u200b8+)", "U+0031 U+200B U+0038 U+002B")],
)
def test_a_mark_that_hides_is_a_warning_with_its_characters(title: str, signs: str) -> None:
    (finding,) = found("hidden-mark", programme("15:00", "16:30", title, rating="12+"))
    assert (finding.severity, finding.age_class, finding.minutes) == (Severity.WARNING, "E18", 90)
    assert signs in finding.message
    assert finding.mark in title
    assert not found("hidden-mark", programme("22:00", "23:00", title))
    assert not found("watershed", programme("15:00", "16:30", title))


def test_an_announcement_is_a_warning_and_no_violation(tmp_path: Path) -> None:
    row = programme("18:55", "19:00", "Анонс: х/ф «Порог» (18+), сегодня в 23:00", rating="6+")
    result = audited(row)
    assert [(one.code, one.minutes) for one in result.findings] == [("promo", 5)]
    assert not found("promo", programme("22:55", "23:00", "Анонс: «Порог» (18+)"))
    counting = tmp_path / "hu.toml"
    book = (files("schedcheck.law") / "rulebooks" / "kz.toml").read_text("utf-8")
    counting.write_text(book.replace('promos = "exempt"', 'promos = "count"'), encoding="utf-8")
    assert len(found("watershed", row, rulebook=str(counting))) == 1


def test_the_category_is_searched_for_marks() -> None:
    row = programme("15:00", "16:00", "Порт", rating="12+", category="Фильм 18+")
    assert [one.code for one in audited(row).findings] == ["watershed", "mark-conflict"]


@pytest.mark.parametrize(
    "title", ["Порт (восемнадцать плюс)", "Порт 🔞", "Порт (18)", "Порт (18 лет)"]
)
def test_a_lower_mark_never_silences_what_may_be_a_mark(title: str) -> None:
    assert len(found("unclear-mark", programme("15:00", "16:00", title, rating="12+"))) == 1


@pytest.mark.parametrize("heading", ["Только ночью", "Night only", "Тек түнде", "Watershed"])
@pytest.mark.parametrize("answer", ["да", "Y", "1"])
def test_a_yes_to_the_night_alone_may_be_a_mark(heading: str, answer: str, tmp_path: Path) -> None:
    path = tmp_path / "ktk.csv"
    rows = f"2024-03-04,12:00,A,{answer}\n2024-03-04,14:00,B,\n"
    path.write_text(f"date,start,title,{heading}\n{rows}", encoding="utf-8")
    unclear = [one for one in audit([path]).findings if one.code == "unclear-mark"]
    assert [one.title for one in unclear] == ["A"]
