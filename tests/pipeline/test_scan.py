from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from pandas.testing import assert_frame_equal

from schedcheck.pipeline.audit import gather
from schedcheck.pipeline.judge import judge
from schedcheck.pipeline.naming import names_of, stem
from schedcheck.pipeline.run import Run, Settings, prepare
from schedcheck.pipeline.scan import Named, name_channels, named, scan, together
from schedcheck.schedule.building import make_frame
from schedcheck.schedule.reading import Reading
from tests.paths import SAMPLES


def test_the_reading_given_stays_as_it_is() -> None:
    frame = make_frame({"channel": ["КТК", "x", "КТК"], "title": ["A", "B", "C"]}, 3)
    before = frame.copy()
    reading = Reading("csv", frame, names={"x": "Channel X"})
    named, channels = name_channels(reading, "week.csv", prepare(Settings()))
    assert named.frame["channel"].tolist() == ["ktk", "x", "ktk"]
    assert {one.id: one.name for one in channels.values()} == {"ktk": "KTK", "x": "Channel X"}
    assert reading.frame is frame
    assert_frame_equal(frame, before)


def test_a_reading_that_names_no_channel_is_named_for_its_file_or_as_asked() -> None:
    reading = Reading("csv", make_frame({"title": ["A"]}, 1))
    by_file, _channels = name_channels(reading, "folder/ktk.csv", prepare(Settings()))
    assert by_file.frame["channel"].tolist() == ["ktk"]
    asked, _channels = name_channels(reading, "week.csv", prepare(Settings(channel="КТК")))
    assert asked.frame["channel"].tolist() == ["ktk"]
    assert reading.frame["channel"].isna().all()


@pytest.mark.parametrize(
    ("file", "name"), [("week.zip/ktk.xml.gz", "ktk"), ("a/ktk.csv", "ktk"), ("-", "-")]
)
def test_the_stem_of_a_file(file: str, name: str) -> None:
    assert stem(file) == name


@pytest.mark.parametrize(
    ("file", "channel"),
    [
        ("in/ktk.zip/monday.xlsx", "ktk"),
        ("in/ktk v2.tar.gz/sub/week.csv", "ktk"),
        ("week.zip/КТК.eml/body.txt", "ktk"),
        ("in/ktk.zip/khabar.xlsx", "khabar"),
        ("in/ktk.zip/khabaar.xlsx", None),  # like another one: not said to be of the archive's
        ("home/mir/week.csv", None),  # a folder is named for many things
        ("week.zip/monday.xlsx", None),
    ],
)
def test_a_file_named_for_no_channel_is_of_the_archive_that_it_is_in(
    file: str, channel: str | None
) -> None:
    run = prepare(Settings())
    entry = run.roster.match(*names_of(file, run.roster))
    assert (entry.id if entry else None) == channel
    reading = Reading("csv", make_frame({"title": ["A"]}, 1), names={"": "Другой канал"})
    if "zip/monday" in file:
        printed, _channels = name_channels(reading, file, run)
        assert printed.frame["channel"].tolist() == ["Другой канал"]


def test_for_judging_the_texts_that_were_searched_are_let_go(tmp_path: Path) -> None:
    path = tmp_path / "ktk.csv"
    path.write_text(
        "channel,date,start,title,description\n"
        "ktk,2026-11-23,20:00,Кино,Фильм 18+\nktk,2026-11-23,22:30,Новости,\n",
        encoding="utf-8",
    )
    run = prepare(Settings())
    (whole,) = scan(str(path), run, lambda _name: None)
    assert whole.frame["other_text"].tolist() == ["Фильм 18+", ""]
    left = whole.for_judging()
    assert left.frame["other_text"].isna().all()
    kept = [name for name in whole.frame if name != "other_text"]
    assert_frame_equal(left.frame[kept], whole.frame[kept])
    assert left.report() == whole.report() == left.without_rows().report()
    assert left.report().programmes == 2


def test_a_job_is_judged_without_being_held_twice(tmp_path: Path) -> None:
    path = tmp_path / "ktk.csv"
    path.write_text("date,start,title\n2026-11-23,20:00,Кино (18+)\n", encoding="utf-8")
    run = prepare(Settings(channel="ktk"))
    job = gather([path], run)
    assert len(job.frame) == 1
    judged = judge(job, run)
    assert (len(job.frame), len(judged.case.frame)) == (0, 1)
    assert "watershed" in {one.code for one in judged.findings}


def _sources(paths: Iterable[Path], run: Run) -> list[Named]:
    return [one for path in paths for one in named(str(path), run, lambda _name: None)]


def _are_alone_as_together(sources: list[Named], run: Run) -> None:
    whole = together(sources, run)
    assert whole.owners.tolist() == sorted(whole.owners.tolist())
    for number, one in enumerate(sources):
        alone = together([one], run)
        assert whole.faults[number] == alone.faults[0]
        rows = whole.frame[whole.owners == number].reset_index(drop=True)
        assert_frame_equal(rows, alone.frame.reset_index(drop=True))


def test_of_many_sources_together_is_found_what_is_found_of_each_alone() -> None:
    run = prepare(Settings())
    sources = _sources(sorted((SAMPLES / "week").iterdir()), run)
    assert len(sources) > 40
    _are_alone_as_together(sources, run)


def test_the_hour_that_happened_twice_is_read_by_the_schedule(tmp_path: Path) -> None:
    run = prepare(Settings(source_zone="Europe/Berlin"))
    for name, clocks in [
        ("ktk", ["01:30", "02:10", "02:40", "02:20", "03:10"]),
        ("ntk", ["02:15", "02:45", "03:30"]),  # behind 03:10 of the other: no step back
        ("mir", ["02:50", "02:05", "02:55"]),
    ]:
        rows = "".join(f"2026-10-25,{clock},A {clock}\n" for clock in clocks)
        (tmp_path / f"{name}.csv").write_text(f"date,start,title\n{rows}", encoding="utf-8")
    _are_alone_as_together(_sources(sorted(tmp_path.iterdir()), run), run)


def test_what_cannot_be_placed_is_a_fault_of_its_source(tmp_path: Path) -> None:
    run = prepare(Settings(source_zone="Europe/Berlin"))
    for name, day in [("ktk", "2026-03-29"), ("ntk", "2026-03-30"), ("mir", "2206-03-29")]:
        (tmp_path / f"{name}.csv").write_text(
            f"date,start,title\n{day},01:30,A\n{day},02:30,B (18+)\n{day},03:30,C\n",
            encoding="utf-8",
        )
    sources = _sources(sorted(tmp_path.iterdir()), run)
    whole = together(sources, run)
    told = {one.file: len(faults) for one, faults in zip(sources, whole.faults, strict=True)}
    assert {Path(file).stem: count for file, count in told.items()} == {
        "ktk": 1,
        "mir": 3,
        "ntk": 0,
    }
    _are_alone_as_together(sources, run)


def test_two_sources_of_one_name_are_two(tmp_path: Path) -> None:
    """An archive may hold one name twice; ages behind titles are read by what a source does."""
    hours = range(10, 20)
    texts = (
        "".join(f"2026-11-23,{hour}:00,Film {hour} ({18 - hour % 2 * 6})\n" for hour in hours),
        "".join(f"2026-11-24,{hour}:00,Film ({hour})\n" for hour in hours),
    )
    with zipfile.ZipFile(tmp_path / "week.zip", "w") as archive:
        for number, rows in enumerate(texts):
            archive.writestr(f"ktk{number}.csv", f"date,start,title\n{rows}")
    content = (tmp_path / "week.zip").read_bytes().replace(b"ktk1.csv", b"ktk0.csv")
    (tmp_path / "week.zip").write_bytes(content)
    run = prepare(Settings())
    sources = _sources([tmp_path / "week.zip"], run)
    assert len(sources) == 2
    _are_alone_as_together(sources, run)
