from __future__ import annotations

import json
from pathlib import Path

import pytest

from schedcheck.checks import CHECKS
from schedcheck.errors import ConfigError
from schedcheck.results.finding import Severity
from schedcheck.tasks.baseline import compare, load_baseline, write_baseline
from tests.checks.audited import audited, programme

LATE = programme("21:30", "23:00", "Кино (18+)")
EARLY = programme("20:00", "20:30", "Ещё (18+)")
OTHER = programme("20:00", "20:30", "Чужое (18+)", channel="other")


def test_what_was_written_is_known_wherever_it_stands_now(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    write_baseline(audited(LATE), path)
    compared = compare(audited("<!-- moved -->\n\n", EARLY, LATE), load_baseline(path), [*CHECKS])
    known = [one.title for one in compared.audit.findings if one.known]
    assert known == ["Кино (18+)"]
    assert compared.gone == ()
    fresh = compared.audit.fresh()
    assert [one.title for one in fresh.of(Severity.VIOLATION)] == ["Ещё (18+)"]
    assert compared.audit.channels[0].violations == 2
    assert fresh.channels[0].violations == 1
    assert fresh.fresh() is fresh


def test_the_file_is_sorted_the_same_each_time_and_holds_neither_notices_nor_faults(
    tmp_path: Path,
) -> None:
    paths = tmp_path / "a.json", tmp_path / "b.json"
    bad = '<programme start="nonsense"/>'
    write_baseline(audited(EARLY, LATE, OTHER, bad, programme("10:00", "11:00")), paths[0])
    write_baseline(audited(OTHER, bad, LATE, EARLY), paths[1])
    assert paths[0].read_bytes() == paths[1].read_bytes()
    plain = json.loads(paths[0].read_text("utf-8"))
    assert plain["schedcheck_baseline"] == 1
    assert plain["findings"][-1] == {
        "code": "watershed",
        "channel": "test",
        "start": "2024-03-04T16:30:00+00:00",
        "title": "Кино (18+)",
        "age_class": "E18",
        "count": 1,
    }
    assert [one["channel"] for one in plain["findings"]] == ["other", "test", "test"]


def test_more_of_the_same_than_the_baseline_holds_are_new(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    write_baseline(audited(LATE), path)
    plain = json.loads(path.read_text("utf-8"))
    (entry,) = plain["findings"]
    entry["count"] = 3
    path.write_text(json.dumps(plain), "utf-8")
    compared = compare(audited(LATE), load_baseline(path), [*CHECKS])
    assert len(compared.gone) == 2
    assert compared.audit.known == 1


def test_what_no_longer_occurs_is_told_and_what_was_not_asked_for_is_not(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    write_baseline(audited(LATE, EARLY, OTHER), path)
    compared = compare(audited(LATE), load_baseline(path), [*CHECKS])
    assert [one.title for one in compared.gone] == ["Ещё (18+)"]
    assert compared.elsewhere == 1
    unasked = compare(audited(LATE), load_baseline(path), ["gap"])
    assert unasked.gone == ()
    assert unasked.elsewhere == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "not JSON"),
        (b"\xff", "not JSON"),
        (b"[]", "not a baseline"),
        (b'{"schedcheck_baseline": 2, "findings": []}', "not a baseline"),
        (b'{"schedcheck_baseline": 1}', "not right"),
        (b'{"schedcheck_baseline": 1, "findings": [{"code": "x"}]}', "not right"),
        (b'{"schedcheck_baseline": 1, "findings": [3]}', "not right"),
    ],
)
def test_what_is_no_baseline_is_told(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "known.json"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=words):
        load_baseline(path)
    with pytest.raises(ConfigError, match="cannot be read"):
        load_baseline(tmp_path)
