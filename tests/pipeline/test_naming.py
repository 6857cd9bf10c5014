from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from schedcheck import audit

ROWS = "{0};24.11.2026;05:00;Ночь (18+)\n{0};24.11.2026;05:50;Утро (6+)\n"


def faults(path: Path, content: str, **changes: Any) -> list[str]:
    path.write_text(content, "utf-8")
    found = audit([str(path)], **changes).findings
    return [str(one.words) for one in found if one.code == "bad-row"]


def table(channel: str) -> str:
    return "Канал;Дата;Начало;Название\n" + ROWS.format(channel)


@pytest.mark.parametrize("channel", ["КТК (МСК)", "KTK MSK", "КТК, UTC"])
def test_a_channel_whose_name_names_another_clock_is_a_fault(tmp_path: Path, channel: str) -> None:
    path = tmp_path / "week.csv"
    [words] = faults(path, table(channel))
    assert channel in words
    assert not faults(path, table(channel), source_zone="Europe/Moscow")
    assert not faults(
        path, table(channel).replace("05:00", "05:00+05:00").replace(":50", ":50+05:00")
    )
    assert not faults(path, table("КТК"))
    assert not faults(path, table("КТК Gmtv"))


def test_the_name_of_a_file_may_name_the_clock_and_is_told_once(tmp_path: Path) -> None:
    listing = "Вторник, 24 ноября 2026\n05:00 Ночь (18+)\n05:50 Утро (6+)\n"
    [words] = faults(tmp_path / "ktk_msk.txt", listing)
    assert "ktk_msk" in words
    assert len(faults(tmp_path / "ktk_msk.csv", table("КТК"))) == 1
    assert not faults(tmp_path / "ktk_week.txt", listing)
    [words] = faults(tmp_path / "ktk.txt", f"КТК (МСК)\n{listing}")
    assert "Europe/Moscow" in words
