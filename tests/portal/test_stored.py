from __future__ import annotations

from schedcheck.law.roster import load_roster
from schedcheck.messages import msg
from schedcheck.portal import stored
from schedcheck.results.document import ChannelRecord, Document
from schedcheck.results.finding import Finding, Severity
from schedcheck.results.results import NotUnderstood

ROSTER = load_roster("kz")


def channel(name: str) -> ChannelRecord:
    return ChannelRecord(
        id=name, name=name, medium="tv", tier="", zone="Asia/Almaty",
        first=None, last=None, coverage=None, days=(),
    )  # fmt: skip


def finding(name: str, severity: Severity = Severity.VIOLATION) -> Finding:
    code = "watershed" if severity is Severity.VIOLATION else "unread"
    return Finding(code=code, severity=severity, words=msg("not read"), channel=name)


def test_what_a_delivery_says_of_other_channels_is_apart() -> None:
    document = Document(
        findings=(finding("ktk"), finding(""), finding("khabar")),
        channels=(channel("ktk"), channel("khabar")),
        written=5.0,
    )
    own, others = stored.apart(document, "ktk", {"ktk"})
    assert [one.channel for one in own.findings] == ["ktk", ""]
    assert [one.id for one in own.channels] == ["ktk"]
    assert own.written == 5.0
    assert [one.channel for one in others.findings] == ["khabar"]
    assert [one.id for one in others.channels] == ["khabar"]
    assert others.written == 0.0
    own, others = stored.apart(document, "ktk", {"ktk", "khabar"})
    assert [one.channel for one in own.findings] == ["ktk", ""]
    assert (others.findings, others.channels) == ((), ())


def test_of_a_delivery_that_was_not_read_the_document_says_so_once() -> None:
    read = Document(findings=(), channels=(channel("ktk"),))
    assert stored.delivered(read, "ktk", "a.csv", ROSTER) is read
    unread = Document(findings=(finding("", Severity.FAULT),))
    for document, why in ((unread, ""), (stored.of_nothing("2026-W48"), "too long")):
        (lost,) = stored.delivered(document, "ktk", "a.csv", ROSTER, why).not_understood
        assert isinstance(lost, NotUnderstood)
        assert (lost.id, lost.medium, lost.files) == ("ktk", "tv", ("a.csv",))
        assert lost.reason == (why or "not read")
        again = stored.delivered(document, "ktk", "a.csv", ROSTER, why)
        assert stored.delivered(again, "ktk", "a.csv", ROSTER) is again


def test_a_channel_that_is_in_no_roster_is_known_by_its_id() -> None:
    (absent,) = stored.missing(stored.of_nothing("2026-W48"), ["local"], ROSTER).missing
    assert (absent.id, absent.name) == ("local", "local")
    assert "ktk" in stored.expected(ROSTER)
