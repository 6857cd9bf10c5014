from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

import schedcheck
from schedcheck.checks import CHECKS
from schedcheck.messages import use_language
from schedcheck.reports.forms import dumps
from schedcheck.reports.wording import (
    CHECK_NAMES,
    LONGEST_LINE,
    LONGEST_NAME,
    channel_labels,
    check_name,
    escapes_kept,
    one_line,
    whole_line,
    zone_in_words,
)
from schedcheck.reports.workbook.streaming import written_cell
from tests.paths import SAMPLES

TITLE = "Ф" * 99_998 + " Я"


@contextmanager
def in_one(language: str) -> Iterator[None]:
    use_language(language)
    try:
        yield
    finally:
        use_language("en")


def test_each_check_has_a_name_of_its_own_beside_its_code() -> None:
    assert list(CHECK_NAMES) == list(CHECKS)
    for language in ("en", "ru", "kk"):
        with in_one(language):
            names = [str(name) for name in CHECK_NAMES.values()]
            assert len(set(names)) == len(names)
    assert check_name("mark-conflict") == "marks disagree (mark-conflict)"
    assert check_name("of-a-later-release") == "of-a-later-release"


def test_the_name_of_a_channel_is_cut_for_people_and_two_of_one_name_are_told_apart() -> None:
    long = "К" * 3000
    kept = SAMPLES / "week" / "altai.csv"
    report = schedcheck.audit([kept]).channels[0]
    channels = [replace(report, id=one, name=long * (one != "c")) for one in "abc"]
    labels = channel_labels(channels)
    assert max(map(len, labels.values())) < 200
    assert labels["a"].startswith("К" * LONGEST_NAME)
    assert len(set(labels.values())) == len(channels)
    assert channel_labels(channels, len(long))["a"] == f"{long} (a)"


def test_a_zone_is_written_by_its_offset_on_those_days_and_its_city() -> None:
    before = datetime(2024, 2, 29, 12, tzinfo=UTC)
    after = datetime(2024, 3, 2, 12, tzinfo=UTC)
    assert zone_in_words("Asia/Almaty", after) == "UTC+5 (Almaty)"
    assert zone_in_words("Asia/Almaty", before, after) == "UTC+6/UTC+5 (Almaty)"
    assert zone_in_words("Asia/Almaty") == zone_in_words("Asia/Almaty", None) == "UTC+5 (Almaty)"
    assert zone_in_words("Asia/Kolkata", after) == "UTC+5:30 (Kolkata)"
    assert zone_in_words("America/St_Johns", after).startswith("UTC-3:30 (")
    assert zone_in_words("UTC", after) == "UTC"
    with in_one("ru"):
        assert zone_in_words("Asia/Oral", after) == "UTC+5 (Уральск)"


def test_a_long_text_is_cut_for_people_and_whole_for_programs() -> None:
    assert one_line(TITLE).endswith("Ф … (100000 characters)")
    assert len(one_line(TITLE)) < LONGEST_LINE + 40
    assert whole_line(TITLE) == TITLE
    assert one_line("a\tb\n\x1b[2Jc") == r"a b \x1b[2Jc"


def test_signs_of_direction_are_shown_and_not_obeyed() -> None:
    assert one_line("12+ \u202e+81\u202c") == r"12+ \u202e+81\u202c"


@pytest.mark.parametrize("form", ["json", "csv", "sarif", "junit", "html"])
def test_data_have_the_whole_title(form: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"дата;время;название;возраст\n24.11.2026;15:00;{TITLE};18+\n", "utf-8")
    text = dumps(schedcheck.audit([path]), form)
    assert (TITLE in text) == (form != "html")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Ночь_x000D_", "Ночь_x005F_x000D_"),
        ("_x0031_8_x002b_", "_x005F_x0031_8_x005F_x002b_"),
        ("_x005F_x0031_", "_x005F_x005F_x005F_x0031_"),
        ("_x00_ _X0031_ x0031_ _xЖЖЖЖ_", "_x00_ _X0031_ x0031_ _xЖЖЖЖ_"),
    ],
)
def test_what_would_stand_for_a_sign_is_escaped_and_nothing_else(text: str, kept: str) -> None:
    assert escapes_kept(text) == kept
    assert f"<t>{kept}</t>" in written_cell(text, 0)
