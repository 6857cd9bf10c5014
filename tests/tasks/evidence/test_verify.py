"""A package of evidence: right, then with one byte changed anywhere, then on another clock."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schedcheck.cli import cli
from schedcheck.errors import ConfigError
from schedcheck.messages import use_language
from schedcheck.pipeline.run import Settings
from schedcheck.tasks.batch.batch import run_batch
from schedcheck.tasks.document import documents
from schedcheck.tasks.document.documents import write_documents
from schedcheck.tasks.evidence import verify as verifying
from schedcheck.tasks.evidence.package import MANIFEST, SEAL, archive_of, pack, sha256
from schedcheck.tasks.evidence.verify import Verified, verify
from schedcheck.tasks.explain.findings_file import load_findings
from tests.checks.audited import programme

FILM = programme("20261124 2030", "20261124 2210", "Х/ф «Порог»", rating="18+", channel="ktk")
SHOW = programme("20261125 1200", "20261125 1300", "Ток-шоу", rating="18+", channel="ktk")
ROSTER = '[[channel]]\nid = "ktk"\nzone = "Asia/Almaty"\n'
DECISIONS = """
[[decision]]
code = "watershed"
channel = "ktk"
start = "2026-11-25T12:00:00+05:00"
title = "Ток-шоу"
age_class = "E18"
outcome = "dismissed"
why = "Заменено"
date = 2026-12-01
"""


pytestmark = pytest.mark.usefixtures("case")


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder in which a batch was run and packed."""
    monkeypatch.chdir(tmp_path)
    use_language("en")
    Path("in").mkdir()
    Path("in/ktk.xml").write_text(f"<tv>\n{FILM}\n{SHOW}\n</tv>", encoding="utf-8")
    Path("in/stv.pdf").write_bytes(b"\x00\x01\x02 garbage")
    with zipfile.ZipFile("in/more.zip", "w") as archive:
        archive.writestr("semei.csv", "Дата;Время;Название\n24.11.2026;12:00;Ән (18+)\n")
    Path("roster.toml").write_text(ROSTER, encoding="utf-8")
    Path("decisions.toml").write_text(DECISIONS, encoding="utf-8")
    told = Settings(roster="roster.toml", decisions=Path("decisions.toml"), jobs=1)
    run_batch("in", "out", told.replace(week="2026-11-23..2026-11-29"))
    pack("out", "case.zip")


def members(path: str = "case.zip") -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def told(result: Verified) -> str:
    return "\n".join(map(str, result.changed))


@pytest.mark.parametrize(
    "path", ["out/findings.json", "out/channels/ktk.xlsx", "in/ktk.xml", "roster.toml"]
)
def test_a_package_is_not_written_over_what_is_packed(path: str) -> None:
    before = Path(path).read_bytes()
    with pytest.raises(ConfigError, match="to be written and to be read"):
        pack("out", path)
    assert Path(path).read_bytes() == before


def test_a_package_holds_the_evidence_and_is_right() -> None:
    held = members()
    assert {MANIFEST, SEAL, "findings.json", "summary.xlsx", "channels/ktk.xlsx"} <= set(held)
    assert held["originals/in/ktk.xml"] == Path("in/ktk.xml").read_bytes()
    assert {"settings/roster-roster.toml", "settings/decisions-decisions.toml"} <= set(held)
    manifest = json.loads(held[MANIFEST])
    assert all(
        manifest["members"][n] == sha256(c) for n, c in held.items() if n not in {MANIFEST, SEAL}
    )
    for name in ("in", "out", "roster.toml", "decisions.toml"):
        Path(name).rename(f"gone-{name}")  # nothing but the package is used
    result = verify("case.zip")
    assert result.right
    assert result.same >= 4
    assert result.notes == []
    done = CliRunner().invoke(cli, ["verify", "case.zip", "--no-config", "--lang", "en"])
    assert done.exit_code == 0
    assert "No byte of the package was changed." in done.output
    assert f"{result.same} verdicts come out again." in done.output


def test_the_same_folder_gives_the_same_bytes() -> None:
    pack("out", "again.zip")
    assert Path("again.zip").read_bytes() == Path("case.zip").read_bytes()


def test_one_byte_changed_in_each_member_is_named() -> None:
    whole = Path("case.zip").read_bytes()
    for name, content in members().items():
        at = whole.index(content) + len(content) // 2
        Path("bad.zip").write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        result = verify("bad.zip")
        assert not result.right
        assert name in told(result), name


def test_one_byte_changed_and_the_check_sum_mended_is_named() -> None:
    held = members()
    manifest = held.pop(MANIFEST)
    del held[SEAL]
    for name, content in held.items():
        changed = bytes([content[0] ^ 1]) + content[1:]
        Path("bad.zip").write_bytes(archive_of(manifest, {**held, name: changed}))
        result = verify("bad.zip")
        assert told(result) == f"{name}: was changed: its hash is not that of the manifest"


def test_what_is_missing_or_was_added_is_named() -> None:
    held = members()
    manifest = held.pop(MANIFEST)
    del held[SEAL]
    less = {name: held[name] for name in held if name != "summary.xlsx"}
    Path("bad.zip").write_bytes(archive_of(manifest, less))
    assert "summary.xlsx: is missing" in told(verify("bad.zip"))
    Path("bad.zip").write_bytes(archive_of(manifest, {**held, "x": b""}))
    assert "x: was added" in told(verify("bad.zip"))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.floats(0, 0.999999), bit=st.integers(0, 7))
def test_no_byte_can_be_changed_unseen(place: float, bit: int) -> None:
    whole = Path("case.zip").read_bytes()
    at = int(place * len(whole))
    Path("bad.zip").write_bytes(whole[:at] + bytes([whole[at] ^ (1 << bit)]) + whole[at + 1 :])
    _is_seen()


def test_no_byte_of_the_directory_can_be_changed_unseen() -> None:
    whole = Path("case.zip").read_bytes()
    directory = whole.rindex(b"PK\x01\x02")
    for at in range(directory, len(whole)):
        Path("bad.zip").write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        _is_seen()
    for more in (whole + b"x", b"x" + whole):
        Path("bad.zip").write_bytes(more)
        _is_seen()


def _is_seen() -> None:
    try:
        assert verify("bad.zip").changed
    except ConfigError as refused:
        assert "bad.zip" in str(refused)  # noqa: PT017 - it need not be an archive any more


def repacked(change: Callable[[dict[str, bytes]], None]) -> Verified:
    """The package after a change that mends all hashes, as a forger would."""
    held = members()
    manifest = json.loads(held.pop(MANIFEST))
    del held[SEAL]
    change(held)
    manifest["members"] = {name: sha256(content) for name, content in held.items()}
    Path("bad.zip").write_bytes(archive_of(json.dumps(manifest).encode(), held))
    return verify("bad.zip")


def test_a_verdict_that_does_not_come_out_again_is_named() -> None:
    def later(held: dict[str, bytes]) -> None:
        original = held["originals/in/ktk.xml"]
        held["originals/in/ktk.xml"] = original.replace(b"20261124203000", b"20261124220000")

    result = repacked(later)
    assert result.changed == []
    assert [one.title for one in result.lost if one.severity == "violation"] == ["Х/ф «Порог»"]

    def fewer(held: dict[str, bytes]) -> None:
        plain = json.loads(held["findings.json"])
        plain["findings"] = [one for one in plain["findings"] if one["title"] != "Х/ф «Порог»"]
        held["findings.json"] = json.dumps(plain).encode()

    result = repacked(fewer)
    assert not result.right
    assert "Х/ф «Порог»" in {one.title for one in result.new}
    done = CliRunner().invoke(cli, ["verify", "bad.zip", "--no-config", "--lang", "en"])
    assert done.exit_code == 1
    assert "Not in the package: watershed, ktk, 2026-11-24T15:30:00+00:00" in done.output


def test_newer_time_zone_data_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "TZDATA", "2099.1")
    result = verify("case.zip")
    assert result.right
    (words,) = map(str, result.notes)
    assert words.startswith("Judged with the time zone data ")
    assert "2099.1" in words


def test_another_program_and_rulebook_are_told() -> None:
    def older(held: dict[str, bytes]) -> None:
        plain = json.loads(held["findings.json"])
        plain["schedcheck"], plain["rulebook"]["sha256"] = "0.0.1", "0" * 64
        held["findings.json"] = json.dumps(plain).encode()

    result = repacked(older)
    assert result.right
    assert len(result.notes) == 2


def test_an_original_that_is_gone_or_changed_is_refused() -> None:
    content = Path("in/ktk.xml").read_bytes()
    Path("in/ktk.xml").write_bytes(content + b"\n")
    with pytest.raises(ConfigError, match="not the file that was judged"):
        pack("out", "other.zip")
    Path("in/ktk.xml").unlink()
    with pytest.raises(ConfigError, match=r"ktk\.xml: the original is not there"):
        pack("out", "other.zip")
    with pytest.raises(ConfigError, match="not a folder that batch wrote"):
        pack("in", "other.zip")


@pytest.mark.parametrize("name", ["../x", "/x", "a\\b", "c:x"])
def test_no_member_is_written_outside(name: str) -> None:
    def outside(held: dict[str, bytes]) -> None:
        held[name] = b""

    result = repacked(outside)
    assert not result.right
    assert name in told(result)


def test_settings_name_no_file_outside_of_the_package() -> None:
    def elsewhere(held: dict[str, bytes]) -> None:
        plain = json.loads(held["findings.json"])
        plain["settings"]["mapping"] = "/etc/passwd"
        held["findings.json"] = json.dumps(plain).encode()

    with pytest.raises(ConfigError, match="not in the package"):
        repacked(elsewhere)


def test_a_package_of_another_version_names_the_program_that_verifies_it() -> None:
    held = members()
    manifest = json.loads(held.pop(MANIFEST)) | {"schedcheck_package": 2, "schedcheck": "7.8.9"}
    del held[SEAL]
    Path("bad.zip").write_bytes(archive_of(json.dumps(manifest).encode(), held))
    with pytest.raises(
        ConfigError, match=r"version 2, made by .*verify it with schedcheck 7\.8\.9"
    ):
        verify("bad.zip")
    Path("bad.zip").write_bytes(archive_of(b"[]", held))
    with pytest.raises(ConfigError, match="not a manifest of schedcheck"):
        verify("bad.zip")


def test_what_is_no_package_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(b"nothing")
    with pytest.raises(ConfigError, match=r"x\.zip"):
        verify(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a", "b")
    assert "manifest.json: is missing" in told(verify(path))


def test_documents_of_other_findings_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "pdf_maker", lambda: "")
    run = load_findings("out/findings.json")
    written = write_documents([("ru", run), ("kk", run)], "out/documents").names
    assert pack("out", "new.zip").notes == ()
    assert verify("new.zip").notes == []
    # a batch without documents leaves those of before
    Path("in/ktk.xml").write_text(f"<tv>\n{FILM}\n</tv>", encoding="utf-8")
    run_batch("in", "out", Settings().replace(roster="roster.toml", decisions="decisions.toml"))
    Path("out/documents/note.docx").write_bytes(b"of somebody else")
    words = [str(one) for one in pack("out", "old.zip").notes]
    assert words == [
        f"documents/{name}: made from other findings than those in findings.json; write the "
        "documents again"
        for name in written
    ]
    result = verify("old.zip")
    assert result.right
    assert [str(one) for one in result.notes] == words
    done = CliRunner().invoke(cli, ["package", "out", "-o", "old.zip", "--no-config"])
    assert done.exit_code == 0
    assert "letter-ktk.ru.docx: made from other findings" in done.output


def test_a_package_of_entries_that_lie_over_each_other_is_not_unfolded() -> None:
    path = Path("over.zip")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a", bytes(100_000))
        info = archive.infolist()[0]
        for number in range(1000):
            other = zipfile.ZipInfo(f"{number}")
            for name in ("header_offset", "compress_size", "file_size", "CRC"):
                setattr(other, name, getattr(info, name))
            archive.filelist.append(other)
    with pytest.raises(ConfigError, match="larger than it is"):
        verify(path)
