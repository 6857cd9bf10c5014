from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema
import openpyxl
import pytest
from click.testing import CliRunner, Result
from lxml import etree

from schedcheck.cli import cli
from schedcheck.cli.languages import environment_language
from tests.checks.audited import programme
from tests.fixtures.archives import zip_of
from tests.paths import SCHEMA
from tests.shared_data import shared_data


def run(*arguments: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], input=stdin)


def program(
    *arguments: object, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """The program as a process of its own: where ConfigError becomes one line and exit code 2."""
    return subprocess.run(
        [sys.executable, "-m", "schedcheck", *map(str, arguments)],
        env={**os.environ, **environment},
        cwd=cwd,
        capture_output=True,
        check=False,
    )


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    path = tmp_path / "guide.xml"
    rows = [
        programme("10:00", "11:00", "Таңғы жаңалықтар", rating="6+"),
        programme("21:30", "23:00", "Ночной гость (18+)"),
        programme("23:00", "23:50", "Түнгі кино (18+)"),
    ]
    path.write_text("<tv>\n" + "\n".join(rows) + "\n</tv>", encoding="utf-8")
    return path


def test_a_draft_of_a_mapping_is_written_for_json_that_is_not_known(tmp_path: Path) -> None:
    reply, draft = tmp_path / "a.json", tmp_path / "draft.toml"
    entry = {"begin": 1_709_568_000, "start": 1_709_568_000, "title": "Түнгі кино", "age": 6}
    reply.write_text(json.dumps({"items": [entry]}), encoding="utf-8")
    assert run("check", reply, "--draft-mapping", draft).exit_code == 3
    assert 'list = "items[]"' in draft.read_text(encoding="utf-8")
    again = run("check", reply, "--draft-mapping", draft)
    assert again.exit_code == 2
    assert str(draft) in again.output
    assert run("check", reply, "--mapping", draft).exit_code == 0


def test_a_violation_is_printed_with_all_it_takes_to_act(guide: Path) -> None:
    result = run("check", guide)
    assert result.exit_code == 1
    for part in ("Ночной гость (18+)", "21:30", "30", "line 3", "kz-2019-info", str(guide)):
        assert part in result.output
    assert "Түнгі кино" not in result.output


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 1),
        (("--fail-on", "warning"), 1),
        (("--fail-on", "never"), 0),
        (("--ignore", "watershed"), 0),
        (("--select", "overlap"), 0),
        (("--zone", "Asia/Tokyo"), 0),
    ],
)
def test_exit_codes(guide: Path, arguments: tuple[str, ...], code: int) -> None:
    assert run("check", guide, *arguments).exit_code == code


def test_what_could_not_be_read_is_exit_code_3_and_1_beside_a_violation(
    tmp_path: Path, guide: Path
) -> None:
    broken = tmp_path / "broken.xml"
    broken.write_bytes(b"\x00\x01")
    assert run("check", broken).exit_code == 3
    assert run("check", broken, "--fail-on", "never").exit_code == 3
    assert run("check", broken, "--select", "watershed").exit_code == 3
    assert run("check", broken, guide).exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--zone", "Asia/Almati"), "Asia/Almaty"),
        (("--source-zone", "Europe/Moskow"), "Europe/Moscow"),
        (("--rulebook", "kzz"), "kz"),
        (("--rulebook", "missing.toml"), "missing.toml"),
        (("--roster", "missing.toml"), "missing.toml"),
        (("--reader", "xmltvv"), "xmltv"),
        (("--select", "watershd"), "watershed"),
        (("--ignore", "unread"), "unread"),
    ],
)
def test_wrong_configuration_is_one_line_and_exit_code_2(
    guide: Path, arguments: tuple[str, ...], words: str
) -> None:
    result = program("check", guide, *arguments)
    assert result.returncode == 2
    lines = result.stderr.decode().splitlines()
    assert len(lines) == 1
    assert words in lines[0]
    assert not result.stdout


@pytest.mark.parametrize(
    "arguments", [("--zome", "x"), ("missing.xml",), ("--fail-on", "x"), ("--format", "xlsx")]
)
def test_wrong_usage_is_exit_code_2(guide: Path, arguments: tuple[str, ...]) -> None:
    assert run("check", guide, *arguments).exit_code == 2


def test_standard_input_is_read(guide: Path) -> None:
    result = run("check", "-", "--format", "json", stdin=guide.read_bytes())
    assert result.exit_code == 1
    assert json.loads(result.output)["findings"][0]["file"] == "-"


def test_a_folder_is_every_file_in_it(guide: Path) -> None:
    (guide.parent / ".hidden.xml").write_bytes(b"\0")
    totals = json.loads(run("check", guide.parent, "--format", "json").output)["totals"]
    assert totals.pop("states")["judged"] == 1
    assert totals == {
        "channels": 1,
        "programmes": 3,
        "violations": 1,
        "warnings": 0,
        "notices": 1,
        "faults": 0,
    }


def test_json_keeps_the_contract(guide: Path) -> None:
    data = json.loads(run("check", guide, "--format", "json").output)
    jsonschema.validate(data, json.loads(SCHEMA.read_text()))
    (finding,) = (one for one in data["findings"] if one["code"] == "watershed")
    assert finding["start"] == "2024-03-04T21:30:00+05:00"
    assert finding["minutes"] == 30.0


def test_json_does_not_depend_on_machine_order_or_processes(tmp_path: Path, guide: Path) -> None:
    other = tmp_path / "a.xml"
    other.write_text("<tv>" + programme("12:00", "13:00", "Б", rating="18+", channel="b") + "</tv>")
    here = program("check", guide, other, "--format", "json").stdout
    there = program(
        "check",
        other,
        guide,
        "--format",
        "json",
        "--jobs",
        "3",
        TZ="Pacific/Nauru",
        LC_ALL="C",
        LANG="C",
        PYTHONHASHSEED="7",
    ).stdout
    assert here == there
    assert b"violation" in here


def test_output_is_written_to_a_file(tmp_path: Path, guide: Path) -> None:
    for form in ("text", "json", "xlsx"):
        path = tmp_path / f"result.{form}"
        result = run("check", guide, "--format", form, "-o", path)
        assert result.exit_code == 1
        assert path.stat().st_size > 100
    book = openpyxl.load_workbook(tmp_path / "result.xlsx")
    assert "Violations" in book.sheetnames


def test_the_language_is_the_environments(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    assert environment_language() == "en"
    monkeypatch.setenv("LANG", "ru_RU.UTF-8")
    assert environment_language() == "ru"
    monkeypatch.setenv("LC_ALL", "C")
    assert environment_language() == "en"


def _slowly_judged(path: Path, zone: str) -> set[tuple[str, str]]:
    """Channel and start of each rated 18+ programme with a forbidden minute, by a slow script."""
    import gzip

    root = etree.fromstring(gzip.decompress(path.read_bytes()), etree.XMLParser(recover=True))
    tz = ZoneInfo(zone)
    found = set()
    for element in root.iter("programme"):
        rating = element.find("rating")
        if rating is None or (rating.text or "").strip() != "18+":
            continue
        start, stop = (
            datetime.strptime(str(element.get(which)), "%Y%m%d%H%M%S %z")
            for which in ("start", "stop")
        )
        minute = start
        while minute < stop:
            if 6 <= minute.astimezone(tz).hour < 22:
                found.add((str(element.get("channel")), start.astimezone(tz).isoformat()))
                break
            minute += timedelta(minutes=1)
    return found


def test_the_real_malformed_guide_gives_the_verdicts_of_a_slow_script() -> None:
    path = shared_data("xmltv/a4on-malformed-18plus.xml.gz")
    result = run("check", path, "--zone", "Asia/Almaty", "--format", "json")
    data: dict[str, Any] = json.loads(result.output)
    assert data["totals"]["programmes"] == 1782
    violations = [one for one in data["findings"] if one["code"] == "watershed"]
    assert all(one["age_class"] == "E18" and one["mark_from"] == "field" for one in violations)
    slow = _slowly_judged(path, "Asia/Almaty")
    assert len(slow) == 21
    assert {(one["channel"], one["start"]) for one in violations} == slow
    assert len(violations) == 21
    faults = [one for one in data["findings"] if one["code"] == "bad-row"]
    assert "line 8739" in [one["place"] for one in faults]


@pytest.mark.parametrize(
    ("name", "programmes"),
    [
        ("canal-pro-three-offsets.xml.gz", 7315),
        ("grom-60plus-title.xml.gz", 403),
        ("iptvx-external-doctype.xml.gz", 230),
        ("mongolia-no-offset.xml.gz", 2215),
        ("nz-mixed-offsets.xml.gz", 5510),
        ("pearl-no-stop.xml", 38),
        ("uk-latin1.xml.gz", 1964),
        ("viva-russia-one-second-gaps.xml", 222),
    ],
)
def test_every_real_guide_is_counted_and_its_zones_named(name: str, programmes: int) -> None:
    result = run("check", shared_data(f"xmltv/{name}"), "--format", "json")
    data = json.loads(result.output)
    jsonschema.validate(data, json.loads(SCHEMA.read_text()))
    read = sum(source["programmes"] for source in data["sources"])
    assert read == programmes
    assert all(channel["zone"] == "Asia/Almaty" for channel in data["channels"])
    assert result.exit_code in {0, 1, 3}


def test_a_schedule_of_another_week_is_no_clean_one(guide: Path) -> None:
    result = run("check", guide, "--week", "2026-W48")
    assert result.exit_code == 1  # what lies outside the week is judged as well
    assert "Outside the week (" in result.output
    assert "Nothing was judged: no programme lies in the week asked for." in result.output


def test_a_folder_of_archives_is_read_and_what_is_passed_over_is_told(
    tmp_path: Path, guide: Path
) -> None:
    folder = tmp_path / "week"
    folder.mkdir()
    content = guide.read_bytes()
    members = {"one/хабар.xml": content, "two.zip": zip_of({"ktk.xml": content}), "Thumbs.db": b"x"}
    (folder / "week.zip").write_bytes(zip_of({**members, "bad.xml.gz": b"\x1f\x8b\x08"}))
    (folder / "~$week.xlsx").write_bytes(b"x")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    result = run("check", folder, "--format", "json")
    data = json.loads(result.output)
    jsonschema.validate(data, json.loads(SCHEMA.read_text()))
    names = [one["file"].removeprefix(f"{folder}/week.zip/") for one in data["sources"]]
    assert names == ["one/хабар.xml", "two.zip/ktk.xml", "bad.xml.gz"]
    assert data["passed_over"] == [
        f"{folder}/loop",
        f"{folder}/week.zip/Thumbs.db",
        f"{folder}/~$week.xlsx",
    ]
    assert data["totals"]["programmes"] == 6
    assert [one["file"] for one in data["findings"] if one["code"] == "unread"] == [
        f"{folder}/week.zip/bad.xml.gz"
    ]
    text = run("check", folder).output
    assert "3 files or folders were passed over" in text
    assert f"{folder}/~$week.xlsx: passed over" in run("check", folder, "-v").output


@pytest.mark.parametrize("litter", [(), (".hidden", "Thumbs.db")])
def test_a_folder_without_a_schedule_is_no_clean_one(
    tmp_path: Path, litter: tuple[str, ...]
) -> None:
    for name in litter:
        (tmp_path / name).write_bytes(b"x")
    result = run("check", tmp_path)
    assert result.exit_code == 3
    assert f"{tmp_path}" in result.output
    assert "without a file that could be a schedule" in result.output


def test_csv_has_no_place_for_checks_that_were_switched_off(guide: Path) -> None:
    result = run("check", guide, "--format", "csv", "--ignore", "gap")
    assert result.stdout.startswith("code,")
    assert "switched off: gap" in result.stderr
    assert "(--ignore)" in result.stderr
    assert not run("check", guide, "--format", "csv").stderr


@pytest.mark.parametrize("form", ["csv", "junit"])
def test_how_a_source_was_read_is_said_beside_formats_without_a_place_for_it(
    guide: Path, form: str
) -> None:
    said = run("check", guide, "--format", form, "-v").stderr
    assert "reader xmltv" in said
    assert "encoding" in said
    assert not run("check", guide, "--format", form).stderr


def test_verbose_tells_how_each_file_was_read(tmp_path: Path, guide: Path) -> None:
    table = tmp_path / "ktk.csv"
    rows = "04.03.2024;23:30;Вечер\n05.03.2024;6h??;Утро\n"
    table.write_bytes(f"Дата;Время;Название\n{rows}".encode("cp1251"))
    text = run("check", guide, table, "-v").output
    assert (
        f"{guide}: reader xmltv, encoding utf-8 (its bytes show it), programmes read: 3, "
        "places not read: 0, days 4 Mar 2024 – 4 Mar 2024, times without an offset in "
        "UTC+5 (Almaty) (the zone judged)"
    ) in text
    assert (
        f"{table}: reader csv, encoding cp1251 (guessed from the letters), "
        "programmes read: 1, places not read: 1, "
        "days 4 Mar 2024 – 4 Mar 2024"
    ) in text
    assert "encoding cp1251" not in run("check", table).output


def test_verbose_tells_what_a_file_could_have_been_too(tmp_path: Path) -> None:
    path = tmp_path / "ktk.txt"
    path.write_text(
        "Понедельник, 4 марта 2024\nВремя;Название\n06:00;Утро\n23:30;Вечер\n", encoding="utf-8"
    )
    text = run("check", path, "-v").output
    assert f"{path}: read as csv (0.9: a row of headings that are known); less likely" in text
    assert "listing (0.7: lines that begin with times, and a day)" in text
    assert "less likely" not in run("check", path).output


def test_ctrl_c_is_not_taken_for_findings(guide: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken_off(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules["schedcheck.cli.check"], "settings_of", broken_off)
    result = run("check", guide)
    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr == "schedcheck: interrupted\n"


def test_a_mark_with_an_invisible_character_is_told_on_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "ktk.csv"
    path.write_text(
        "Дата;Начало;Конец;Название\n24.11.2026;15:00;16:30;Ночной причал (1\u200b8+)\n"
        "24.11.2026;16:30;17:00;Анонс фильма «Порог» (18+)\n24.11.2026;17:00;18:00;Новости (6+)\n",
        encoding="utf-8",
    )
    result = run("check", "--fail-on", "warning", "--format", "json", str(path))
    assert result.exit_code == 1
    told = [(one["code"], one["minutes"]) for one in json.loads(result.stdout)["findings"]]
    assert told[:2] == [("hidden-mark", 90), ("promo", 30)]
    assert "U+200B" in run("check", "--fail-on", "never", str(path)).output.replace("\n", "")
