from __future__ import annotations

import pytest

from schedcheck.checks import CHECKS
from schedcheck.law.rulebook import load_rulebook
from tests.cli.test_check import program, run


def test_all_checks_and_rules_are_listed() -> None:
    output = run("rules").output
    assert all(code in output for code in CHECKS)
    assert all(rule.id in output for rule in load_rulebook("kz").rules)


@pytest.mark.parametrize("code", CHECKS)
def test_each_check_is_explained(code: str) -> None:
    output = run("rules", code).output
    assert output.startswith(code)
    assert all(head in output for head in ("Why:", "Example:", "What to do:"))


def test_a_rule_is_explained_with_its_days_windows_and_citation() -> None:
    output = run("rules", "kz-2019-info").output
    assert all(part in output for part in ("11 Jan 2019", "06:00-22:00", "No. 169-VI", "156-1"))


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_the_citation_is_in_the_language_chosen(lang: str) -> None:
    assert "169-VI" in run("rules", "kz-2019-info", "--lang", lang).output
    run("rules", "kz-2019-info", "--lang", "en")


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    result = program("rules", "watershd")
    assert result.returncode == 2
    assert b"watershed" in result.stderr


@pytest.mark.parametrize("rule", [rule.id for rule in load_rulebook("kz").rules])
def test_each_rule_says_what_since_when_for_whom_and_what_is_not_sure(rule: str) -> None:
    output = run("rules", rule).output
    assert output.startswith(f"{rule}: ")
    for head in (
        "In force:",
        "Forbidden: ",
        "For:",
        "The duty is",
        "Written in:",
    ):
        assert head in output
    known = load_rulebook("kz").rule(rule)
    assert all(point in output for point in (*known.unverified, *known.limits))
    if rule != "kz-2019-operator-films":
        assert "Forbidden: E18 at 06:00-22:00 local time" in output


def test_the_days_of_a_window_and_the_kinds_of_channel_are_told() -> None:
    french = run("rules", "fr-12", "--rulebook", "fr").output
    assert "20:30-22:00 (Tue, Fri, Sat; eves of public holidays; school holidays)" in french
    assert "Kinds of channel: general, for children, sport" in french
    assert "A breach gives a warning" in run("rules", "de-12", "--rulebook", "de").output
    assert "05:00-09:00, 15:00-19:30, 09:00-15:00 (Sat, Sun; school holidays; public holidays)" in (
        run("rules", "nz-2020-m", "--rulebook", "nz").output
    )


def test_the_watershed_names_the_rules_and_their_days() -> None:
    output = run("rules", "watershed").output
    assert "kz-2019-info" in output
    assert "since 11 Jan 2019" in output
