from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl

from schedcheck.tasks.repair.plan import plan_repair
from schedcheck.tasks.repair.workbook import write_plan

HEAD = "Дата;Начало;Конец;Название;Возраст\n"
ROWS = (
    "24.11.2026;14:00;15:30;=Фильм;18+\n"
    "24.11.2026;22:00;23:25;Сериал;\n"
    "25.11.2026;14:00;18:30;Марафон;18+\n"
)


def book_of(tmp_path: Path, rows: str = ROWS) -> Any:
    path = tmp_path / "ktk.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    write_plan(plan_repair([path]), tmp_path / "plan.xlsx")
    return openpyxl.load_workbook(tmp_path / "plan.xlsx")


def test_the_sheets_of_a_plan(tmp_path: Path) -> None:
    assert book_of(tmp_path).sheetnames == [
        "Moves",
        "Not repaired",
        "The checks run again",
        "Week 48 2026 before ktk",
        "Week 48 2026 after ktk",
        "About",
    ]


def test_a_move_names_both_programmes_and_their_times(tmp_path: Path) -> None:
    book = book_of(tmp_path)
    (move,) = list(book["Moves"].values)[1:]
    at = [datetime(2026, 11, 24, hour) for hour in (14, 22, 14)]  # noqa: DTZ001 - cells have no zone
    assert move[1:4] == ("KTK", "=Фильм", "18+")
    assert move[5:7] == (at[0], at[1])
    assert move[7] == datetime(2026, 11, 24, 23, 30)  # noqa: DTZ001 - the same
    assert move[8] == "Сериал"
    assert move[10] == at[2]
    assert move[12] == 5
    assert "5 min too short" in move[13]
    assert "carries no age mark" in move[13]
    assert move[14].endswith("line 3")
    (left,) = list(book["Not repaired"].values)[1:]
    assert left[2] == "Марафон"
    assert "no programme of similar length" in left[4]


def test_the_proof_is_what_the_checks_find(tmp_path: Path) -> None:
    rows = {row[0]: row[1:] for row in book_of(tmp_path)["The checks run again"].values}
    assert rows["broadcast in forbidden time (watershed)"] == (2, 1)


def test_a_clean_week_makes_a_plan_without_moves(tmp_path: Path) -> None:
    book = book_of(tmp_path, "24.11.2026;22:00;23:30;Фильм;18+\n")
    assert book["Moves"]["A2"].value == "None found."
    assert "before" not in " ".join(book.sheetnames)
