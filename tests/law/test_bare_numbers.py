"""Bare numbers in brackets: ages where a source marks every programme so, else unclear."""

from __future__ import annotations

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


def test_each_file_is_a_source_of_its_own() -> None:
    other = ["Новости", "Ночной гость (18)"]
    marks = read([*LISTING, *other], [*["a"] * len(LISTING), *["b"] * len(other)])
    assert marks[3] == ("E18", "equal")
    assert marks[-1] == ("E18", "unclear")


def test_a_number_that_is_no_mark_of_its_own() -> None:
    assert (
        read(["«18»", "Дом/18/", "Фильм (2018)", "Фильм (118)", "Матч (18:3)", "21 (21)"])
        == [("", "")] * 6
    )
