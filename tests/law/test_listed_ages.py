"""Sources that mark all of their programmes by a number beside the title."""

from __future__ import annotations

import pytest

from schedcheck.law.marks import classify
from schedcheck.law.rulebook import load_rulebook
from schedcheck.schedule.building import make_frame

KZ = load_rulebook("kz")


def read(titles: list[str], files: list[str] | None = None) -> list[tuple[str, str]]:
    frame = make_frame({"title": titles, "file": files or ["a"] * len(titles)}, len(titles))
    marks = classify(frame, KZ)
    return list(zip(marks["age_class"], marks["level"], strict=True))


LISTING = [
    "Утро (6)",
    "Новости (12)",
    "Концерт (6)",
    "Ночной гость (18)",
    "Кино [16]",
    "Мультфильм (0).",
]


def test_a_source_that_marks_every_programme_so() -> None:
    assert read(LISTING) == [
        ("6+", "equal"),
        ("12+", "equal"),
        ("6+", "equal"),
        ("E18", "equal"),
        ("16+", "equal"),
        ("0+", "likely"),
    ]


def test_alone_it_is_unclear() -> None:
    assert read(["Утро", "Ночной гость (18)", "Кино [18]"]) == [
        ("", ""),
        ("E18", "unclear"),
        ("E18", "unclear"),
    ]
    assert read([*LISTING[:3], *["Новости"] * 5, "Ночной гость (18)"])[-1] == ("E18", "unclear")


def test_episodes_are_no_ages() -> None:
    episodes = read([f"Сериал ({number})" for number in range(12, 24)])
    assert {one for one in episodes if one[0]} == {("E18", "unclear")}
    assert read(["Сериал (18)"] * 9) == [("E18", "unclear")] * 9  # one number throughout


@pytest.mark.parametrize(
    "form", ["{} {}", "{} | {}", "{} /{}/", "{1} {0}", "{1}: {0}", "{1} – {0}"]
)
def test_bare_ages_of_all_titles_are_unclear_marks(form: str) -> None:
    ages = ("6", "12", "6", "18", "16", "0")
    named = ("Утро", "Новости", "Концерт", "Ночной гость", "«Кино»", "Мультфильм")
    marks = read([form.format(*one) for one in zip(named, ages, strict=True)])
    assert [one[0] for one in marks] == ["6+", "12+", "6+", "E18", "16+", "0+"]
    assert {one[1] for one in marks} == {"unclear"}


@pytest.mark.parametrize("form", ["Сериал {}", "{} серия", "{}: глава"])
def test_other_numbers_of_all_titles_are_none(form: str) -> None:
    assert {one[0] for one in read([form.format(number) for number in range(12, 24)])} == {""}
    assert {one[0] for one in read([form.format(18)] * 9)} == {""}


def of_others(others: list[str]) -> list[tuple[str, str]]:
    columns = {"title": ["Кино"] * len(others), "other_text": others, "file": ["a"] * len(others)}
    marks = classify(make_frame(columns, len(others)), KZ)
    return list(zip(marks["age_class"], marks["level"], strict=True))


def test_other_texts_that_are_ages_and_nothing_else_are_unclear_marks() -> None:
    marks = of_others(["6", "12", "18", "16", "0", "12"])
    assert [one[0] for one in marks] == ["6+", "12+", "E18", "16+", "0+", "12+"]
    assert marks[2] == ("E18", "unclear")


@pytest.mark.parametrize(
    "others",
    [["18"] * 6, ["6", "12", "18", "16", "0"], ["1", "2", "18", "4", "5", "6"],
     ["6 / а", "12 / б", "18 / в", "16 / г", "0 / д", "12 / е"]],
)  # fmt: skip
def test_other_numbers_are_none(others: list[str]) -> None:
    assert {one[0] for one in of_others(others)} == {""}


def test_each_file_is_a_source_of_its_own() -> None:
    other = ["Новости", "Ночной гость (18)"]
    marks = read([*LISTING, *other], [*["a"] * len(LISTING), *["b"] * len(other)])
    assert marks[3] == ("E18", "equal")
    assert marks[-1] == ("E18", "unclear")


MARKED = ["Утро (6+)", "Новости (12+)", "Концерт (6+)", "Кино (16+)", "Сериал (12+)", "Ночь (18+)"]


@pytest.mark.parametrize(
    ("title", "mark"),
    [
        ("Ночь 18", "E18"), ("Ночной причал -18-", "E18"), ("Ночной причал ®18", "E18"),
        ("Ночной причал, с 18", "E18"), ("Ночной причал №18+", "E18"), ("Ночной причал XXX", "E18"),
        ("Ночной причал НА", "NA21"), ("Ночной причал (21)", "NA21"),
    ],
)  # fmt: skip
def test_the_end_of_the_one_title_without_a_mark_is_an_unclear_one(title: str, mark: str) -> None:
    assert read([*MARKED, title])[-1] == (mark, "unclear")
    assert read([*MARKED[:3], *["Кино"] * 3, title])[-1] == ("", "")  # few are marked
    assert read([f"{title} (12+)", *MARKED])[0] == ("12+", "equal")  # it has one


@pytest.mark.parametrize(
    "title",
    [
        "Серия 18", "Выпуск №18", "День 18", "Футбол. U-18", "Хоккей U18", "Чемпионат мира до 18",
        "Новости 18", "Новости в 18", "Новости 18:00", "Матч 17-18", "Топ 18", "Top-18", "S01E18",
        "18 мгновений", "Идём на", "ИДЁМ НА", "Песни 2018", "Молодёжная сборная U-21",
        "Тілендиев Н.А.", "Бөлім 18", "Канал 18", "Глава 18", "Матч №18",
    ],
)  # fmt: skip
def test_other_ends_of_titles_are_none(title: str) -> None:
    assert read([*MARKED, title])[-1] == ("", "")
