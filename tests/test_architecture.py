"""Imports point down: a room of the house knows those below it, and none above."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import FrameType

import pytest

from schedcheck.pipeline.audit import audit
from schedcheck.reports.forms import write_report
from tests.paths import PACKAGE, SAMPLES

#: The rooms, from the top of the house to its ground. Each may import those after it.
ROOMS = (
    "cli",
    "portal",
    "tasks",
    "pipeline",
    "reports",
    "checks",
    "results",
    "law",
    "readers",
    "schedule",
    "toml_table",
    "zones",
    "given_files",
    "errors",
    "messages",
    "_version",
)
#: What the rule of the rooms allows and a room must not know all the same.
NOT_ALLOWED = {
    "reports": {"readers"},
    "checks": {"readers"},
    "results": {"readers"},
    "law": {"readers"},
}


@cache
def modules() -> dict[str, Path]:
    names = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        names[".".join(parts).removesuffix(".__init__")] = path
    return names


def imports(name: str) -> Iterator[str]:
    """The modules of the package that a module imports, at the top or inside functions."""
    for node in ast.walk(ast.parse(modules()[name].read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules())
        elif isinstance(node, ast.ImportFrom) and node.module in modules():
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in modules() else str(node.module)


def room(name: str) -> str:
    return [*name.split("."), ""][1]


@pytest.mark.parametrize("name", modules())
def test_imports_point_down(name: str) -> None:
    here = room(name)
    if here in {"", "__main__"}:
        return
    allowed = set(ROOMS[ROOMS.index(here) :]) - NOT_ALLOWED.get(here, set())
    wrong = [other for other in imports(name) if room(other) not in allowed]
    assert wrong == []


def test_every_room_is_in_the_list() -> None:
    assert {room(name) for name in modules()} == {*ROOMS, "", "__main__"}


def test_there_is_no_circle_of_imports() -> None:
    graph = {name: set(imports(name)) - {name} for name in modules()}
    while True:
        free = {name for name, others in graph.items() if not others & set(graph)}
        if not free:
            break
        graph = {name: others for name, others in graph.items() if name not in free}
    assert graph == {}


#: The most modules in which a function is entered for an ordinary schedule, to the verdict and to
#: the workbook: what few schedules need is in modules of its own, and entered for these.
_TO_VERDICT, _TO_WORKBOOK = 45, 58


@pytest.mark.parametrize("name", ["alau-tv.xlsx", "31-kanal.csv", "ktk.xml"])
def test_an_ordinary_schedule_goes_through_few_modules(name: str, tmp_path: Path) -> None:
    file, entered = str(SAMPLES / "week" / name), set[str]()

    def enter(frame: FrameType, event: str, _argument: object) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(str(PACKAGE)):
            entered.update([code.co_filename] if code.co_name != "<module>" else [])

    write_report(audit([file], channel="ktk"), str(tmp_path / "first.xlsx"), "xlsx")  # imports
    before = sys.getprofile()
    sys.setprofile(enter)
    try:
        result = audit([file], channel="ktk")
        judged = len(entered)
        write_report(result, str(tmp_path / "second.xlsx"), "xlsx")
    finally:
        sys.setprofile(before)
    assert judged <= _TO_VERDICT
    assert len(entered) <= _TO_WORKBOOK
