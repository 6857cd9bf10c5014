from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.messages import msg
from schedcheck.results.finding import Evidence, Finding, Severity
from schedcheck.schedule.account import End, PlaceCount, Unit
from schedcheck.schedule.reading import Fault
from schedcheck.tasks.batch.value_json import dumps, loads
from tests.checks.audited import audited, programme

ALMATY = ZoneInfo("Asia/Almaty")


def test_a_whole_audit_comes_back_as_it_was() -> None:
    result = audited(
        programme("12:00", "13:00", "Түн (18+)"), programme("12:00", "6:00", "B"), "<programme/>"
    )
    for value in (result.channels, result.findings, result.sources):
        assert value
        assert loads(dumps(value)) == value


def test_a_message_is_said_the_same() -> None:
    nested = msg("%(count)d of %(what)s: %(error)s", count=3, what=msg("files"), error=OSError(5))
    nested.values  # noqa: B018 - it has them
    back = loads(dumps(nested))
    assert str(back) == str(nested)
    fault = Fault("unread", "a.xml", "", "", msg("%(path)s %(n)d", path=Path("x"), n=np.int64(2)))
    assert str(loads(dumps(fault)).reason) == "x 2"


@given(st.datetimes(datetime(1990, 1, 1), datetime(2030, 1, 1)), st.sampled_from((0, 1)), st.text())  # noqa: DTZ001 - the zone is put on
def test_times_and_texts_come_back_the_same(moment: datetime, fold: int, text: str) -> None:
    start = moment.replace(microsecond=0, tzinfo=ALMATY, fold=fold)
    start = datetime.fromtimestamp(start.timestamp(), ALMATY)
    finding = Finding(
        code="watershed",
        severity=Severity.VIOLATION,
        words=msg("%(title)s", title=text),
        start=start,
        nearest=(None, start),
        evidence=Evidence(text),
    )
    back = loads(dumps(finding))
    assert back == finding
    assert back.start.utcoffset() == start.utcoffset()


@pytest.mark.parametrize("text", ["", "{}", '{"@": "Path"}', '{"@": "Finding", "x": 1}', "[", "é"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        loads(text)


def test_an_account_comes_back_with_its_units_and_ends() -> None:
    one = PlaceCount(Unit.ROW, End.STRUCTURE, 3, msg("headings of columns"))
    back = loads(dumps(one))
    assert back == one
    assert (type(back.unit), type(back.end)) == (Unit, End)
