"""Small schedules for tests of stores."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

Row = tuple[str, int, str, str]


def write(path: Path, *rows: Row) -> Path:
    """A table of programmes of one channel: start (ISO 8601), minutes, title, mark."""
    lines = ["Дата;Начало;Окончание;Название;Возраст"]
    for text, minutes, title, mark in rows:
        start = datetime.fromisoformat(text)
        stop = start + timedelta(minutes=minutes)
        lines.append(f"{start:%d.%m.%Y};{start:%H:%M};{stop:%H:%M};{title};{mark}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def days(first: str, count: int, film: str = "Фильм", mark: str = "18+") -> list[Row]:
    """Whole days from midnight: news, and at noon a film of an hour."""
    rows: list[Row] = []
    begin = datetime.fromisoformat(first)
    for number in range(count):
        day = begin + timedelta(days=number)
        rows += [
            (f"{day:%Y-%m-%d} 00:00", 720, "Жаңалықтар", "0+"),
            (f"{day:%Y-%m-%d} 12:00", 60, film, mark),
            (f"{day:%Y-%m-%d} 13:00", 660, "Концерт", "12+"),
        ]
    return rows
