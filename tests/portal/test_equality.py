"""The verdict in the portal is what ``check --format json`` prints of the same file.

Every file of the samples and of the shared data, under the name that it is judged by and with the
settings that the portal sets. A few go the whole way: the form, the queue, a process of their own.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.paths import SAMPLES
from tests.portal.printed import printed
from tests.portal.visitors import account, signed_in, this_week, uploaded
from tests.shared_data import shared_data

_SAMPLES = [
    path
    for folder in ("week", "2017-02")
    for path in sorted((SAMPLES / folder).rglob("*"))
    if path.is_file()
]
#: One of each kind goes through the form.
_WHOLE_WAY = ("ktk.xml", "petropavl.csv", "irbis-tv.xlsx", "republican.xml", "Рика ТВ.xlsx")


def options(given: dict[str, Any]) -> list[str]:
    """The settings of an upload as options of ``check``."""
    return [
        word
        for name, value in given.items()
        for word in (f"--{name.replace('_', '-')}", str(value))
    ]


def unequal(path: Path, folder: Path, given: dict[str, Any]) -> str:
    """What of a file is not as ``check`` prints it; ``folder`` is empty and the working folder."""
    from schedcheck.portal.judge_process import write_verdict
    from schedcheck.portal.store import plain_name

    name = plain_name(path.name)
    shutil.copyfile(path, folder / name)
    (folder / "out").mkdir()
    write_verdict(name, Path("out"), given)
    verdict = (folder / "out" / "verdict.json").read_bytes()
    expected = printed(folder, name, *options(given))
    shutil.rmtree(folder / "out")
    (folder / name).unlink()
    assert json.loads(verdict)["sources"] or json.loads(verdict)["passed_over"], path
    if name != path.name:
        return f"{path.name}: judged under the name {name}"
    return "" if verdict == expected else f"{path.name}: another verdict"


def given_for(channel: str, week: str) -> dict[str, Any]:
    """The settings of an upload for a channel and a week."""
    from schedcheck.portal.jobs import settings_of
    from schedcheck.portal.models import Upload

    return settings_of(Upload(channel_id=channel, week=week))


@pytest.mark.usefixtures("portal")
def test_the_verdicts_on_the_samples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(_SAMPLES) > 45
    given = given_for("ktk", "2026-W48")
    assert list(filter(None, (unequal(path, tmp_path, given) for path in _SAMPLES))) == []


@pytest.mark.usefixtures("portal")
def test_the_verdicts_on_the_shared_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = shared_data("xmltv").parent
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    assert len(files) > 30
    monkeypatch.chdir(tmp_path)
    given = given_for("ktk", "2026-W48")
    assert list(filter(None, (unequal(path, tmp_path, given) for path in files))) == []


@pytest.mark.usefixtures("portal")
def test_the_verdicts_of_the_whole_way(tmp_path: Path) -> None:
    from schedcheck.portal.jobs import settings_of, work

    visitor = signed_in(account())
    for name in _WHOLE_WAY:
        content = (SAMPLES / "week" / name).read_bytes()
        made = uploaded(visitor, content, name, week=this_week())
        work(alone=True, once=True)
        made.refresh_from_db()
        (tmp_path / name).write_bytes(content)
        expected = printed(tmp_path, name, *options(settings_of(made)))
        assert made.verdicts.get().findings.encode() == expected, name
        answer = visitor.get(f"/uploads/{made.id}/files/json")
        assert b"".join(answer.streaming_content) == expected
