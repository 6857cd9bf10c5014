from __future__ import annotations

from pathlib import Path

import pytest
from pandas.testing import assert_frame_equal

from schedcheck.pipeline.audit import gather
from schedcheck.pipeline.judge import judge
from schedcheck.pipeline.naming import name_channels, names_of, stem
from schedcheck.pipeline.run import Settings, prepare
from schedcheck.pipeline.scan import scan
from schedcheck.schedule.building import make_frame
from schedcheck.schedule.reading import Reading


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
