from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from schedcheck.results.finding import Evidence, Finding
from schedcheck.results.identity import fingerprints, identity
from tests.checks.audited import audited, programme

(FOUND,) = audited(programme("20:30", "23:00", "Ночь (18+)"), select=["watershed"]).findings


@given(st.text(), st.text())
def test_neither_the_place_nor_the_name_of_the_file_counts(file: str, place: str) -> None:
    assert identity(FOUND._replace(evidence=Evidence(file, place))) == identity(FOUND)


def test_the_zone_judged_and_the_blanks_of_a_title_do_not_count() -> None:
    assert FOUND.start is not None
    moved = FOUND._replace(start=FOUND.start.astimezone(), title=" Ночь   (18+)")
    assert identity(moved) == identity(FOUND)


def test_all_that_makes_it_another_programme_counts() -> None:
    assert FOUND.start is not None
    others = [
        FOUND._replace(code="foreign-mark"),
        FOUND._replace(channel="other"),
        FOUND._replace(title="Утро (18+)"),
        FOUND._replace(age_class="NA21"),
        FOUND._replace(start=FOUND.start.replace(minute=31)),
    ]
    assert len({identity(one).digest for one in [FOUND, *others]}) == 6


def test_rows_that_could_not_be_read_are_told_apart_by_what_stands_in_them() -> None:
    faults = audited('<programme start="x"/>', '<programme start="y"/>').findings
    rows = [one for one in faults if one.code == "bad-row"]
    assert len({identity(one) for one in rows}) == len(rows) == 2


def test_the_second_of_a_kind_has_a_fingerprint_of_its_own() -> None:
    first, other, second = fingerprints([FOUND, FOUND._replace(channel="x"), FOUND])
    assert first.removesuffix(":1") == second.removesuffix(":2")
    assert other.endswith(":1")
    assert len(first) == 34


def test_a_fingerprint_is_the_same_for_ever() -> None:
    """Else every known finding would be new to those who have stored it."""
    plain = Finding(code="gap", severity=FOUND.severity, words=FOUND.words, title="x", channel="c")
    assert identity(plain).digest == "3fb4e6a672aa7da5163873e26d80a0e4"
