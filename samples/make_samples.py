"""Makes the sample weeks: ``python samples/make_samples.py [OUT]`` (OUT: this folder).

46 channels in XMLTV, delimited text and workbooks, and four of 2017: believable and invented, and
always the same. What is wrong in them was planted, and is listed in the README made beside them.
"""

# ruff: noqa: INP001 - a script; the modules beside it are its parts

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

from sample_2017 import ROSTER_2017, made_2017, readme_2017
from sample_files import Guide, Table, delimited, gzipped, workbook, xmltv
from sample_readme import files, lawful, planted, table
from sample_stations import SPLIT, STATIONS, Planted, Sample, plant
from sample_week import DAYS, END, MONDAY, Week

#: What is wrong with the deliveries of four channels.
NOT_SENT, UNREADABLE, OF_OTHER_DAYS, IN_PART = "khabar-24", "irbis-tv", "aqjaiyq", "kokshe"


def lay_out(sample: Sample) -> None:
    """Which channel is sent in which file, written how."""
    for channel in (NOT_SENT, UNREADABLE):
        del sample.weeks[channel]
    late = sample.weeks[OF_OTHER_DAYS] = Week(
        OF_OTHER_DAYS, STATIONS[OF_OTHER_DAYS], monday=MONDAY - timedelta(days=DAYS)
    )
    late.fill()
    kept = sample.weeks[IN_PART].programmes
    kept[:] = [one for one in kept if one.start < SPLIT]
    _guides(sample)
    _texts(sample)
    _workbooks(sample)
    noise = Random("broken").randbytes(4096)  # noqa: S311 - the same each time is what is asked
    name = f"{UNREADABLE}.xlsx"
    sample.files[name] = ("no workbook: random bytes", (UNREADABLE,), lambda: noise)
    sample.unreadable.append(Planted("unread", file=name))


def _guides(sample: Sample) -> None:
    weeks = sample.weeks

    def guide(name: str, what: str, how: Guide, **channels: str) -> None:
        """``channels``: id in the roster -> id and name in the file, between them a bar."""
        named = {key.replace("_", "-"): value.split("|") for key, value in channels.items()}
        listed = [(weeks[key], value[0], value[1]) for key, value in named.items()]
        content = xmltv(listed, how)
        pack = gzipped if name.endswith(".gz") else bytes
        sample.files[name] = (f"XMLTV, {what}", tuple(named), lambda: pack(content))

    guide(
        "republican.xml",
        "three channels, a DOCTYPE",
        Guide(doctype=True),
        qazaqstan="Qazaqstan.kz|Qazaqstan HD",
        khabar="Khabar.kz@SD|Хабар HD",
        balapan="Balapan.kz|Balapan",
    )
    guide(
        "eurasia.xml.gz",
        "under gzip",
        Guide(system="KZ"),
        eurasia="ChannelOneEurasia.kz|Первый канал. Евразия",
    )
    guide("ktk.xml", "marks in titles", Guide(), ktk="KTK.kz|КТК HD")
    guide("ntk.xml.gz", "under gzip", Guide(), ntk="NTK.kz|НТК")
    guide(
        "astana-tv.xml",
        "with the stale offset +0600",
        Guide(offset=" +0600"),
        astana_tv="AstanaTV.kz|ASTANA TV",
    )
    guide("almaty-tv.xml", "without any offset", Guide(offset=""), almaty_tv="AlmatyTV.kz|Алматы")
    guide(
        "jetisu.xml", "a bare & at one place", Guide(raw_title="Ас & Ішім"), jetisu="zhetysu|Жетiсу"
    )
    guide(
        "el-arna.xml",
        "an id of its own, stops one second short",
        Guide(short_by=1),
        el_arna="el-arna-58|Білім және Мәдениет",
    )
    guide("qazsport.xml.gz", "under gzip", Guide(), qazsport="QazSport.kz|QAZSPORT HD")
    guide(
        "jibek-joly.xml",
        "no stops, an operator's id",
        Guide(stops=False),
        jibek_joly="559d41b978d7270195008a67|Kazakh TV",
    )
    guide("mir.xml", "marks of two systems", Guide(system="KZ"), mir="Mir.ru@SD|Мир")
    guide("aqtobe.xml", "an old spelling of the name", Guide(), aqtobe="aqtobe-channel|Aqto'be")
    guide("atyrau.xml.gz", "under gzip", Guide(), atyrau="Atyray.kz|ATYRAÝ")
    guide("saryarqa.xml", "marks between slashes", Guide(), saryarqa="Saryarqa.kz|SARYARQA")
    line = _line(sample.files["jetisu.xml"][2](), "Ас & Ішім")
    sample.unreadable.append(Planted("bad-row", file="jetisu.xml", place=f"line {line}"))


def _texts(sample: Sample) -> None:
    weeks = sample.weeks

    def text(name: str, what: str, table: Table, *channels: str, **names: str) -> None:
        """``names``: id in the roster -> what the channel column says."""
        named = {key: key for key in channels} | {k.replace("_", "-"): v for k, v in names.items()}
        listed = [(_part(weeks[key], name), value) for key, value in named.items()]
        sample.files[name] = (what, tuple(named), lambda: delimited(listed, table))

    text(
        "31-kanal.csv",
        "CSV, UTF-8, semicolons",
        Table("date start stop title kind mark"),
        "31-kanal",
    )
    text("stv.csv", "CSV, cp1251", Table("date start stop title", encoding="cp1251"), "stv")
    text(
        "mangystau.csv",
        "CSV, kz1048, in Kazakh",
        Table("date start duration title mark", "kk", encoding="kz1048"),
        "mangystau",
    )
    text(
        "qostanai.tsv",
        "TSV, UTF-16",
        Table("date start stop title mark", "kk", encoding="utf-16", delimiter="\t"),
        "qostanai",
    )
    text(
        "muzzone.csv",
        "CSV, commas, English headings, durations",
        Table("date start duration title", "en", day="%Y-%m-%d", delimiter=","),
        "muzzone",
    )
    text(
        "Айғақ.csv",
        "CSV, UTF-8 with a byte order mark, times with a dot",
        Table("date start stop title mark", "kk", clock="%H.%M", encoding="utf-8-sig"),
        "aigak",
    )
    text(
        "aqjaiyq.csv",
        "CSV, durations in place of stops, of the week before",
        Table("date start duration title kind mark", "kk", day="words"),
        "aqjaiyq",
    )
    altai = weeks["altai"].put(1, "12:00", 30, "Аймақ тынысы (6+)").start
    text(
        "altai.csv",
        "CSV, after-midnight rows under the old date, a time 6h??",
        Table("date start stop title", "kk", night="broadcast", extra=(altai, "6h??", "Ауа райы")),
        "altai",
    )
    line = _line(sample.files["altai.csv"][2](), "6h??")
    sample.unreadable.append(Planted("bad-row", file="altai.csv", place=f"line {line}"))
    text(
        "ertis.csv",
        "CSV, date and time in one column, no stops",
        Table("datetime title mark", "kk"),
        "ertis",
    )
    text(
        "jambyl.csv",
        "CSV, times past 24:00, no marks",
        Table("date start stop title", "kk", night="over24"),
        "jambyl",
    )
    text(
        "kokshe.csv",
        "CSV, the date on the first row of a day only, four days",
        Table("date start title mark", "kk", night="broadcast", once=True, day="words"),
        "kokshe",
    )
    text(
        "7-kanal-1.csv",
        "CSV, Monday to Thursday",
        Table("channel date start stop title"),
        **{"7_kanal": "Седьмой канал"},
    )
    text(
        "Новое телевидение.csv",
        "CSV, cp1251, marks in descriptions",
        Table("date start stop title text", encoding="cp1251"),
        "novoe-tv",
    )
    text(
        "pervyi-karagandinskii.csv",
        "CSV, cp1251, lines above the headings",
        Table(
            "date start stop title mark",
            encoding="cp1251",
            above=("Сетка вещания на неделю", "Утверждаю: программный директор"),
        ),
        "pervyi-karagandinskii",
    )
    text("tdk-42.csv", "CSV, UTF-8", Table("date start stop title kind mark"), "tdk-42")
    text(
        "petropavl.csv",
        "CSV, two channels, no marks",
        Table("channel date start stop title"),
        pervyi_severnyi="Первый северный",
        mtrk_petropavl="МТРК",
    )


def _workbooks(sample: Sample) -> None:
    weeks = sample.weeks
    title = ("Программа передач на неделю", "")

    def sheet(name: str, what: str, table: Table, *channels: str, **names: str) -> None:
        named = {key: key for key in channels} | {k.replace("_", "-"): v for k, v in names.items()}
        listed = [(_part(weeks[key], name), value) for key, value in named.items()]
        sample.files[name] = (what, tuple(named), lambda: workbook(listed, table))

    real = "XLSX, real dates and times"
    sheet("ontustik.xlsx", real, Table("date start stop title", "kk", real=True), "ontustik")
    sheet(
        "qyzyljar.xlsx",
        f"{real}, headings in row 3",
        Table("date start stop title mark", "kk", real=True, above=title),
        "qyzyljar",
    )
    sheet(
        "qyzylorda.xlsx", "XLSX, cells of text", Table("date start stop title", "kk"), "qyzylorda"
    )
    sheet(
        "semei.xlsx",
        "XLSX, date and time in one cell",
        Table("datetime title mark", "kk", real=True),
        "semei",
    )
    sheet(
        "Рика ТВ.xlsx",
        "XLSX, cells of text, times with a dot",
        Table("date start stop title", clock="%H.%M"),
        "rika-tv",
    )
    bad = weeks["qogam-tv"].put(2, "12:00", 30, "Қала тынысы").start
    sheet(
        "qogam-tv.xlsx",
        f"{real}, no marks, a row without a time",
        Table("date start stop title", "kk", real=True, extra=(bad, "", "Ауа райы")),
        "qogam-tv",
    )
    row = 2 + sum(one.start < bad for one in weeks["qogam-tv"].programmes)
    sample.unreadable.append(Planted("bad-row", file="qogam-tv.xlsx", place=f"Неделя 48!D{row}"))
    sheet(
        "alau-tv.xlsx",
        f"{real}, a sheet a day",
        Table("date start stop title mark", real=True, sheets="days", night="broadcast"),
        "alau-tv",
    )
    sheet("tvk-6.xlsx", "XLSX, cells of text, no marks", Table("date start stop title"), "tvk-6")
    sheet(
        "5-kanal-karaganda.xlsx",
        f"{real}, headings in row 3",
        Table("channel date start stop title mark", real=True, above=title),
        **{"5_kanal_karaganda": "5 канал (Караганда)"},
    )
    sheet(
        "otyrar-tv.xlsx",
        "XLSX, cells of text, times past 24:00",
        Table("date start stop title", "kk", night="over24"),
        "otyrar-tv",
    )
    sheet("alva-tv.xlsx", f"{real}, no marks", Table("date start stop title", real=True), "alva-tv")
    sheet(
        "7-kanal-2.xlsx",
        f"{real}, Friday to Sunday",
        Table("channel date start stop title", real=True),
        **{"7_kanal": "Седьмой канал"},
    )


def _part(week: Week, file: str) -> Week:
    """The part of a week that stands in a file: all of it, but for the channel in two files."""
    if not file.startswith("7-kanal-"):
        return week
    first = file.endswith("-1.csv")
    kept = [one for one in week.programmes if (one.start < SPLIT) == first]
    return Week(week.channel, week.style, kept)


def _line(content: bytes, text: str) -> int:
    return content.decode().split(text)[0].count("\n") + 1


def readme(sample: Sample, year_2017: Sample) -> str:
    """The list of files and of everything planted, as Markdown."""
    bare = [key for key, week in sample.weeks.items() if week.style.where == "none"]
    seeming = {week.channel for code, week, *_more in sample.planted if code == "unclear-mark"}
    programmes = sum(len(week.programmes) for week in sample.weeks.values())
    lines = [
        "# Samples",
        "",
        "Made by `make_samples.py`; change that, not this. Titles and schedules are invented.",
        "",
        "`week` holds a week of 46 channels, `2017-02` one of four channels under the law of 2017.",
        "",
        f"{MONDAY:%d.%m.%Y} to {END - timedelta(days=1):%d.%m.%Y}, {DAYS} days from six to six,",
        f"{programmes} programmes in {len(sample.files)} files.",
        "",
        "## Files",
        "",
        *files(sample),
        "## Deliveries",
        "",
        *table(
            "state | channels",
            [
                ("not understood", UNREADABLE),
                ("other days", OF_OTHER_DAYS),
                ("missing", NOT_SENT),
                ("judged in part", IN_PART),
                ("not judgeable", ", ".join(key for key in bare if key not in seeming)),
            ],
        ),
        "The others are judged.",
        "",
        "## Planted",
        "",
        "Everything that is to be found, and nothing else is, but for the notice `unmarked`.",
        "The start is on the clock that the channel is judged by, the minutes are those inside the",
        "forbidden window.",
        "",
        *planted(sample, "code | channel | title | start | minutes | file | place"),
        "## Carried by branches",
        "",
        "Each of these stands above once a channel; the lists of a run tell it once.",
        "",
        *table("channel | also on | title | start", _carried(sample)),
        "## Lawful, at an edge or no mark",
        "",
        *lawful(sample),
        "## Stations that print no marks",
        "",
        ", ".join(bare),
        "",
        *readme_2017(year_2017),
    ]
    return "\n".join(lines)


def _carried(sample: Sample) -> Iterator[tuple[str, ...]]:
    for (week, one), *branches in sample.carried:
        also_on = ", ".join(branch.channel for branch, _one in branches)
        yield week.channel, also_on, one.title, str(sample.local(week, one.start))


def main() -> None:
    """Write the week and its list."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    sample = Sample(STATIONS)
    plant(sample)
    lay_out(sample)
    year_2017 = made_2017()
    for made, folder in ((sample, out / "week"), (year_2017, out / "2017-02")):
        folder.mkdir(parents=True, exist_ok=True)
        for name, (_what, _channels, writer) in made.files.items():
            (folder / name).write_bytes(writer())
    (out / "2017-02.toml").write_text(ROSTER_2017, encoding="utf-8")
    (out / "README.md").write_text(readme(sample, year_2017), encoding="utf-8")


if __name__ == "__main__":
    main()
