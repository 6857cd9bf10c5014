from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from schedcheck import archive, query
from schedcheck.errors import ConfigError
from tests.cli.test_check import run
from tests.paths import ROOT
from tests.tasks.archive.stores import days, write

PAGE = (ROOT / "docs" / "scale.md").read_text("utf-8")
QUESTIONS = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("schedules")
    write(folder / "ktk.csv", *days("2025-12-30", 4))
    write(folder / "ntk.csv", *days("2025-12-30", 4, mark="16+"))
    archive(folder, folder / "store")
    return folder / "store"


def test_the_five_questions_of_the_page(store: Path) -> None:
    by_year, titles, marked, hours, differing = [query(store, one) for one in QUESTIONS]
    assert by_year.to_numpy().tolist() == [
        ["ktk", 2025, 120.0, 2],
        ["ktk", 2026, 120.0, 2],
    ]
    assert titles.to_numpy().tolist() == [["Фильм", 4, 240.0, 1]]
    assert marked.to_numpy().tolist() == [["2025-12", 100.0], ["2026-01", 100.0]]
    assert hours.to_numpy().tolist() == [[12, 4]]
    assert [one[0] for one in differing.to_numpy().tolist()] == ["Фильм"]
    assert differing.to_numpy().tolist()[0][1] == 2


@pytest.mark.parametrize(
    "sql",
    [
        "copy programmes to 'out.csv'",
        "create table mine as select 1",
        "attach 'other.db'",
        "set enable_external_access = true",
        "select 1; select 2",
        "select * from read_text('{page}')",
        "select * from read_parquet('{page}')",
        "select * from '{page}'",
        "select * from glob('*')",
        "install httpfs",
        "select no_such_column from programmes",
        "selec",
        "",
    ],
)
def test_a_question_reads_nothing_else_and_writes_nothing(store: Path, sql: str) -> None:
    page = (ROOT / "docs" / "scale.md").as_posix()
    with pytest.raises(ConfigError):
        query(store, sql.format(page=page))


def test_a_variable_of_python_is_no_view(store: Path) -> None:
    with pytest.raises(ConfigError, match="place"):
        query(store, "select * from place")


def test_what_is_printed(store: Path, tmp_path: Path) -> None:
    sql = "select channel, title, local_start, 1::hugeint n, null z from programmes limit 1"
    table = run("query", store, sql)
    assert table.exit_code == 0
    assert "Жаңалықтар" in table.output
    answer = run("query", store, sql, "--format", "json")
    (row,) = json.loads(answer.output)
    assert (row["channel"], row["n"], row["z"]) in {("ktk", 1, None), ("ntk", 1, None)}
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT00:00:00", row["local_start"])
    assert run("query", store, sql, "--format", "csv", "-o", tmp_path / "a.csv").exit_code == 0
    lines = (tmp_path / "a.csv").read_text("utf-8").splitlines()
    assert lines[0] == "channel,title,local_start,n,z"
    assert lines[1].endswith("T00:00:00,1,")


def test_no_store(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="not a store"):
        query(tmp_path, "select 1")


def test_the_package_that_is_missing_is_named(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("schedcheck.tasks.archive.query.find_spec", lambda _name: None)
    with pytest.raises(ConfigError, match="pip install duckdb"):
        query(store, "select 1")


def test_a_summary_of_a_store_is_that_of_a_batch(store: Path, tmp_path: Path) -> None:
    reports = {}
    folder = tmp_path / "in"
    folder.mkdir()
    for path in store.parent.glob("*.csv"):
        (folder / path.name).write_bytes(path.read_bytes())
    run("batch", folder, "-o", tmp_path / "batch", "-q")
    for name, source in (("batch", tmp_path / "batch"), ("store", store)):
        out = tmp_path / f"of-{name}"
        result = run("summary", source, "--period", "2025..2026", "-o", out)
        assert result.exit_code == 1
        assert "4 violations.\n" in result.output
        texts = [(out / file).read_text("utf-8-sig") for file in ("period.csv", "weeks.csv")]
        found = [line.split(",") for line in texts[0].splitlines()]
        reports[name] = ([line[:8] for line in found], texts[1])
    assert reports["store"] == reports["batch"]
