from __future__ import annotations

import pytest
from pandas.testing import assert_frame_equal

from schedcheck.pipeline.run import Settings, prepare
from schedcheck.pipeline.scan import name_channels, stem
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
