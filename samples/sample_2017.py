"""The sample week of February 2017: rules that no longer hold, and clocks that were two.

Almaty was at +06:00 and Aktobe at +05:00; films had indices, radio had no watershed, and of foreign
channels the operator who retransmits them had to answer.
"""

# ruff: noqa: INP001 - a part of make_samples.py, which is run as a script

from __future__ import annotations

from datetime import datetime, timedelta

from sample_files import Guide, Table, delimited, xmltv
from sample_readme import files, lawful, planted
from sample_stations import Sample
from sample_week import DAYS, Style

MONDAY = datetime(2017, 2, 13, 6)  # noqa: DTZ001 - a clock reading, as stations print it
_INDICES = {"0+": "К", "6+": "К", "12+": "БА", "16+": "Е16", "NA21": "НА"}
_STATIONS = {
    "eurasia": Style("ru", "field", night="late", e18=("Е 18",), printed=_INDICES),
    "rika-tv": Style("ru", "field", night="none", printed=_INDICES),
    "serial-plus": Style("ru", "field", night="none"),
    "qazaq-radiosy": Style("kk", "field", "music", night="none"),
}
#: The foreign channel, which is in no shipped roster; its exports are on the clock of Moscow.
ROSTER_2017 = """\
# The roster of samples/2017-02: schedcheck batch samples/2017-02 --roster samples/2017-02.toml
# Made by make_samples.py.

[[channel]]
id = "serial-plus"
names = { ru = "Сериал Плюс" }
zone = "Asia/Almaty"
source_zone = "Europe/Moscow"
foreign = true
"""


def made_2017() -> Sample:
    """The week, what is planted in it, and its files."""
    sample = Sample(_STATIONS, MONDAY)
    sample.ahead["serial-plus"] = -timedelta(hours=3)
    sample.offsets = dict.fromkeys(("eurasia", "serial-plus", "qazaq-radiosy"), "+06:00")
    _plant(sample)
    weeks = sample.weeks

    def text(channel: str, what: str, table: Table) -> None:
        listed = [(weeks[channel], channel)]
        sample.files[f"{channel}.csv"] = (what, (channel,), lambda: delimited(listed, table))

    guide = xmltv([(weeks["eurasia"], "eurasia", "Первый канал Евразия")], Guide(" +0600"))
    sample.files["eurasia.xml"] = ("XMLTV, with the offset +0600", ("eurasia",), lambda: guide)
    text("rika-tv", "CSV, UTF-8", Table("date start stop title kind mark"))
    text("serial-plus", "CSV, on the clock of Moscow", Table("date start stop title kind mark"))
    text("qazaq-radiosy", "CSV, kz1048", Table("date start stop title mark", encoding="kz1048"))
    return sample


def _plant(sample: Sample) -> None:
    put, legal = sample.put, sample.legal
    w, films, harm = "watershed", "kz-2012-films", "kz-2012-harm"
    put("eurasia", 2, "22:00", 100, "Х/ф «Ночная переправа»", "watershed-elsewhere", inside=60,
        rule=films, mark="Е 18")  # fmt: skip
    put("eurasia", 3, "21:40", 80, "Х/ф «Глухая стена»", w, inside=20, rule=films, mark="Е 18")
    put("rika-tv", 4, "23:00", 100, "Х/ф «Алый занавес»", w, inside=60, rule=films, mark="НА")
    put("rika-tv", 1, "14:00", 60, "Ток-шоу «Без купюр»", w, inside=60, rule=harm, mark="18+")
    put("serial-plus", 2, "17:00", 90, "Т/с «Тёмный пирс»", "watershed-operator", inside=90,
        rule="kz-2012-operator", mark="18+")  # fmt: skip
    why = "begins at 22:00:00 in Aktobe too"
    legal("eurasia", 4, "23:00", 100, "Х/ф «Тихая пристань»", why, mark="Е 18")
    why = "begins at 22:00:00 in Almaty"
    legal("serial-plus", 3, "19:00", 90, "Т/с «Тёмный пирс», ночной выпуск", why, mark="18+")
    why = "begins at 22:00:00; received in Aktobe alone"
    legal("rika-tv", 5, "22:00", 90, "Х/ф «Чёрный ход»", why, mark="Е 18")
    why = "no rule held for radio before 11.01.2019"
    legal("qazaq-radiosy", 1, "15:00", 60, "Бүкпесіз әңгіме", why, mark="18+")


def readme_2017(sample: Sample) -> list[str]:
    """The part of the README on this week."""
    programmes = sum(len(week.programmes) for week in sample.weeks.values())
    days = f"{MONDAY:%d.%m.%Y} to {MONDAY + timedelta(days=DAYS - 1):%d.%m.%Y}"
    return [
        "## 2017-02: files",
        "",
        f"{days}, {programmes} programmes in {len(sample.files)} files.",
        "The foreign channel stands in a roster of its own:",
        "`schedcheck batch samples/2017-02 --roster samples/2017-02.toml -o report`.",
        "",
        *files(sample),
        "## 2017-02: planted",
        "",
        "Everything that is to be found, and nothing else is, but for the notice `unmarked`.",
        "",
        *planted(sample, "code | channel | title | start | minutes | rule | file"),
        "## 2017-02: lawful",
        "",
        *lawful(sample),
    ]
