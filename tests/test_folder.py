from __future__ import annotations

from pathlib import Path

from schedcheck.folder import schedule_files


def test_files_are_found_below_and_litter_is_passed_over(tmp_path: Path) -> None:
    for name in ("b.xml", "sub/a.csv", ".hidden", "sub/.git/x", "~$week.xlsx", "Thumbs.db"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    found = [str(Path(file).relative_to(tmp_path)) for file in schedule_files(tmp_path)]
    assert found == ["b.xml", "sub/a.csv"]
