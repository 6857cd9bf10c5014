from __future__ import annotations

import csv
import pickle
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.errors import ConfigError
from schedcheck.law.roster import Roster, load_roster, shipped_rosters
from schedcheck.messages import current_language, use_language
from tests.make_roster import ROSTER, SEEN
from tests.shared_data import shared_data


@pytest.fixture
def kz() -> Roster:
    return load_roster("kz")


@pytest.fixture
def language() -> Iterator[None]:
    before = current_language()
    yield
    use_language(before)


def test_the_list_beside_the_project_is_shipped_whole(kz: Roster) -> None:
    shared_data("README.md")
    with ROSTER.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(kz.channels) == [row["id"] for row in rows]
    for row in rows:
        channel = kz.channels[row["id"]]
        assert (channel.medium, channel.tier, channel.zone) == (
            row["medium"],
            row["tier"],
            row["zone"],
        )
        assert channel.coverage_zones == tuple(row["coverage_zones"].split(";"))
        assert channel.conditional_access == row["conditional_access"]
        assert channel.foreign == (row["domestic"] == "no")
        assert (channel.city, channel.xmltv_id, channel.confidence) == (
            row["city"],
            row["xmltv_id"],
            row["confidence"],
        )
        known = {*channel.names.values(), *channel.aliases}
        assert {row["name"], *filter(None, row["aliases"].split("|"))} <= known


def test_each_channel_has_a_name_in_three_languages_each_in_its_own_letters(kz: Roster) -> None:
    assert len(kz.channels) >= 46
    for channel in kz.channels.values():
        assert set(channel.names) == {"kk", "ru", "en"}, channel.id
        assert all(name == name.strip() and name for name in channel.names.values()), channel.id
        assert not re.search("[\u0400-\u04ff]", channel.names["en"]), channel.id
        assert not re.search("(?i)[әғқңөұүһі]", channel.names["ru"]), channel.id
        for language in ("kk", "ru", "en"):
            assert kz.match(channel.names[language]) in (channel, None), channel.id


def test_names_that_guides_use_match_their_channel_or_none(kz: Roster) -> None:
    shared_data("README.md")
    with SEEN.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    missed = set()
    for row in rows:
        found = kz.match(row["name_seen"])
        if "HOMONYM" in row["note"] or "pan-CIS" in row["note"]:
            assert found is None, row
        elif found is None:
            missed.add(row["name_seen"].casefold())
        else:
            assert found.id == row["channel"], row
    # bare homonyms alone are left
    bare = {"нтк", "31 канал", "31 канал hd", "7 канал", "ctb", "стб", "ств", "мир", "евразия"}
    assert missed <= bare | {"5 канал", "5-канал", "твк 6", "твк-6"}


def test_the_branches_of_networks(kz: Roster) -> None:
    branches = [channel for channel in kz.channels.values() if channel.network]
    assert {channel.network for channel in branches} == {"qazaqstan", "russkoe-radio-asia"}
    of_qazaqstan = [channel for channel in branches if channel.network == "qazaqstan"]
    assert len(of_qazaqstan) == 14
    assert all(any("Қазақстан-" in name for name in one.aliases) for one in of_qazaqstan)


def test_counts_of_the_official_letter(kz: Roster) -> None:
    kinds = [(channel.medium, channel.tier) for channel in kz.channels.values()]
    assert kinds.count(("tv", "republican")) == 16
    assert kinds.count(("tv", "regional")) == 30
    assert sum(medium == "radio" for medium, _tier in kinds) == 30


def test_no_folded_name_belongs_to_two_channels(kz: Roster) -> None:
    owners: dict[str, set[str]] = {}
    for channel in kz.channels.values():
        for key, _alone in channel.folded_names():
            owners.setdefault(key, set()).add(channel.id)
    assert {key: ids for key, ids in owners.items() if len(ids) > 1} == {}


@pytest.mark.parametrize(
    ("name", "channel"),
    [
        ("ktk", "ktk"),
        ("КТК HD", "ktk"),
        ("KTK.kz@SD", "ktk"),
        ("Жетiсу", "jetisu"),  # a Latin i
        ("Aqto'be", "aqtobe"),
        ("AQTÓBE", "aqtobe"),
        ("Aqjaıyq", "aqjaiyq"),  # a dotless i
        ("Mańǵystaý ", "mangystau"),
        ("QAZAQSTAN HD Int", "qazaqstan"),
        ("«Хабар»", "khabar"),
        ("🇰🇿 | Хабар", "khabar"),
        ("24 KZ", "khabar-24"),
        ("24KZ FHD", "khabar-24"),
        ("ТДК42", "tdk-42"),
        ("Седьмой_канал_(Казахстан)", "7-kanal"),
        ("5 канал (Караганда)", "5-kanal-karaganda"),
        ("5 канал (региональный)", "5-kanal-karaganda"),
        ("31 канал [KZ]", "31-kanal"),
        ("31-kanal-kz", "31-kanal"),
        ("Алтай KZ", "altai"),
        ("СТВ (Казахстан)", "stv"),
        ("mir", "mir"),
    ],
)
def test_match(kz: Roster, name: str, channel: str) -> None:
    found = kz.match(name)
    assert found is not None
    assert found.id == channel


@pytest.mark.parametrize(
    "name",
    [
        "",
        "5 канал",
        "5 канал (Петербург)",
        "31 канал",
        "31 канал HD",
        "31 канал (Челябинск)",
        "НТК",
        "CTB",
        "Мир",
        "MIR",
        "Мир +2",
        "Алтай",
        "24",
        "🇷🇺 | Хабар",
        "Хабр",
        "Eurasia.ru@SD",
        "Қазақстан-Талдықорған",
    ],
)
def test_no_match(kz: Roster, name: str) -> None:
    assert kz.match(name) is None


def test_the_first_name_that_matches_counts(kz: Roster) -> None:
    found = kz.match("000000672", "КТК HD", "Хабар")
    assert found is not None
    assert found.id == "ktk"


def test_the_nearest_is_offered_and_not_taken(kz: Roster) -> None:
    for name, near in (
        ("Хабр", "khabar"),
        ("5 канал", "5-kanal-karaganda"),
        ("Qazaqstn", "qazaqstan"),
        ("Той Думан", "toi-duman-radio"),
    ):
        assert kz.match(name) is None
        found = kz.nearest(name)
        assert found is not None
        assert found.id == near
    for name in ("no such station at all", "8 канал", "6 канал"):
        assert kz.nearest(name) is None


def names_in(file: str) -> list[str]:
    tree = ET.parse(shared_data(f"channel-names/{file}"))  # noqa: S314 - our own machine
    return [str(channel.text) for channel in tree.iter("channel")]


@pytest.mark.parametrize("file", ["almatv.kz.E", "beetv.kz", "telecom.kz", "tv.zakon.kz"])
def test_names_of_real_guides_match_by_an_independent_list(kz: Roster, file: str) -> None:
    names = names_in(f"{file}.channels.xml")
    with SEEN.open(encoding="utf-8-sig", newline="") as stream:
        owner = {
            row["name_seen"].strip().casefold(): row["channel"] for row in csv.DictReader(stream)
        }
    bare = {"мир", "нтк", "ств", "31 канал", "31 канал hd", "5 канал", "5-канал", "твк 6", "твк-6"}
    ours = 0
    for name in names:
        folded = name.strip().casefold()
        found = kz.match(name)
        expected = None if folded in bare else owner.get(folded)
        assert (found.id if found else None) == expected, name
        ours += expected is not None
    assert ours > 10


@given(st.text())
def test_any_text_has_an_answer(name: str) -> None:
    kz = load_roster()
    found = kz.match(name)
    assert found is None or kz.match(f"  {name.upper()} ") in (found, None)


@pytest.mark.usefixtures("language")
def test_names_follow_the_language(kz: Roster) -> None:
    told = {}
    for code in ("kk", "ru", "en"):
        use_language(code)
        told[code] = kz.channels["7-kanal"].name
    assert told == {"kk": "Жетінші арна", "ru": "Седьмой канал", "en": "Channel 7"}


def test_a_file_of_the_user_is_merged_over_the_shipped_one(kz: Roster, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        '[[channel]]\nid = "ktk"\nzone = "Asia/Oral"\nconditional_access = "yes"\n'
        '[[channel]]\nid = "qonaev"\nnames = { ru = "Конаев ТВ" }\nzone = "Asia/Almaty"\n'
        'source_zone = "Europe/Moscow"\naliases = ["Qonaev Media"]\n',
        encoding="utf-8",
    )
    mine = load_roster(path)
    assert len(mine.channels) == len(kz.channels) + 1
    ktk = mine.match("КТК HD")
    assert ktk is not None
    assert (ktk.zone, ktk.conditional_access, ktk.city) == ("Asia/Oral", "yes", "Almaty")
    assert kz.channels["ktk"].zone == "Asia/Almaty"
    new = mine.match("QONAEV MEDIA HD")
    assert new is not None
    assert (new.id, new.medium, new.foreign, new.source_zone) == (
        "qonaev",
        "tv",
        False,
        "Europe/Moscow",
    )
    assert new.names == {"en": "Конаев ТВ", "kk": "Конаев ТВ", "ru": "Конаев ТВ"}
    assert new.coverage_zones == ("Asia/Almaty",)
    assert mine.sha256 != kz.sha256
    assert mine.id == "kz+mine"


def test_a_name_of_two_channels_matches_neither(tmp_path: Path) -> None:
    path = tmp_path / "two.toml"
    path.write_text(
        '[[channel]]\nid = "other"\nnames = { ru = "КТК" }\nzone = "Asia/Almaty"\n',
        encoding="utf-8",
    )
    roster = load_roster(path)
    assert roster.match("КТК") is None
    assert roster.match("КТК SD") is None
    ktk = roster.match("KTK.kz")
    assert ktk is not None
    assert ktk.id == "ktk"


CHANNEL = '[[channel]]\nid = "a"\nnames = { ru = "А" }\nzone = "Asia/Almaty"\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "channel: is missing"),
        ("channel = []", "channel: is empty"),
        ("nonsense", "not TOML"),
        (CHANNEL + 'colour = "red"', "channel[0].colour: unknown key"),
        (CHANNEL + "foreign = 1", "channel[0].foreign: must be true or false"),
        (CHANNEL + 'medium = "cinema"', "channel[0].medium: “cinema” is not one of"),
        (CHANNEL + 'coverage_zones = ["Asia/Almty"]', "did you mean “Asia/Almaty”?"),
        (CHANNEL.replace("Almaty", "Almatty"), "channel[0].zone: time zone: “Asia/Almatty”"),
        (CHANNEL + 'source_zone = "+05"', "channel[0].source_zone"),
        (CHANNEL + CHANNEL, "channel[1].id: “a” is given a second time here"),
        (CHANNEL.replace('names = { ru = "А" }\n', ""), "channel[0].names: is missing"),
        (CHANNEL.replace('ru = "А"', ""), "channel[0].names: is empty"),
        (CHANNEL.replace("ru", "de"), "channel[0].names.de: unknown key"),
        (CHANNEL.replace('zone = "Asia/Almaty"', ""), "channel[0].zone: is missing"),
        (CHANNEL + "network = 1", "channel[0].network: must be a text"),
        (
            CHANNEL + 'network = "kttk"',
            "did you mean “ktk”?",
        ),
        (CHANNEL + 'network = "a"', "network of a: “a” is a branch itself"),
        (CHANNEL + 'network = "semei"', "network of a: “semei” is a branch itself"),
        ('[[channel]]\nid = "qazaqstan"\nnetwork = "ktk"', "“qazaqstan” is a branch itself"),
    ],
)
def test_a_bad_roster_is_refused_with_key_and_reason(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_roster(path)
    assert told in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_roster_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="did you mean “kz”"):
        load_roster("kzz")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_roster(tmp_path / "none.toml")
    assert shipped_rosters() == ("kz",)


def test_a_roster_goes_to_other_processes(kz: Roster) -> None:
    again = pickle.loads(pickle.dumps(kz))  # noqa: S301 - our own bytes
    assert again.match("КТК") == kz.channels["ktk"]
