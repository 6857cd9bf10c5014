"""Which files of a folder are schedules to be read."""

from __future__ import annotations

from pathlib import Path

#: What file managers and office programs leave behind.
_LITTER = frozenset({"thumbs.db", "desktop.ini"})


def schedule_files(folder: str | Path) -> list[str]:
    """Every file below ``folder``, sorted; hidden files, lock files and litter are no schedules."""
    root = Path(folder)
    return [
        str(path)
        for path in sorted(root.rglob("*"))
        if path.is_file()
        and not any(part.startswith((".", "~$")) for part in path.relative_to(root).parts)
        and path.name.lower() not in _LITTER
    ]
