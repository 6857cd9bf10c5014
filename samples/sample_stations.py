"""The stations of the sample week, and everything that is planted in it."""

# ruff: noqa: INP001 - a part of make_samples.py, which is run as a script

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sample_week import MONDAY, Programme, Style, Week

Writer = Callable[[], bytes]

#: channel -> the language of its titles, and where and how it prints its marks
STATIONS: dict[str, Style] = {
    "qazaqstan": Style("kk", "title", night="none", e18=("«Е 18»",)),
    "khabar": Style("kk", "field", e18=("18+",)),
    "khabar-24": Style("ru", "field", "news", night="none"),
    "balapan": Style("kk", "field", "kids", night="none"),
    "el-arna": Style("kk", "title", night="none"),
    "qazsport": Style("kk", "field", "sport", night="none"),
    "jibek-joly": Style("ru", "field", e18=("18+",)),
    "eurasia": Style("ru", "field", night="all", e18=("18+",), texts=True),
    "ktk": Style("ru", "title", night="all", e18=("(18+)",)),
    "ntk": Style("ru", "title", e18=("[18+]",)),
    "31-kanal": Style("ru", "field", e18=("с 18 лет",)),
    "astana-tv": Style("ru", "title", night="late", e18=("(18+)",)),
    "stv": Style("ru", "title", e18=("18+.",)),
    "7-kanal": Style("ru", "title", e18=("(Е18)", "(Е 18)")),
    "mir": Style("ru", "field", e18=("18+",)),
    "muzzone": Style("ru", "none", "music", night="none"),
    "altai": Style("kk", "title", e18=("(E18)",)),
    "aqjaiyq": Style("kk", "field", e18=("Е18",)),
    "aqtobe": Style("kk", "title", e18=("18+",)),
    "atyrau": Style("kk", "field", e18=("18 жастан",)),
    "ertis": Style("kk", "field", e18=("18+",)),
    "jambyl": Style("kk", "none", night="none"),
    "kokshe": Style("kk", "field", e18=("Е-18",)),
    "mangystau": Style("kk", "field", e18=("18 жастан",)),
    "ontustik": Style("kk", "title", e18=("(E 18)", "[Е 18]")),
    "qostanai": Style("kk", "field", e18=("Е 18",)),
    "qyzyljar": Style("kk", "field", e18=("Е 18", "18+")),
    "qyzylorda": Style("kk", "title", e18=("(18+)",)),
    "saryarqa": Style("kk", "title", e18=("/18+/",)),
    "semei": Style("kk", "field", e18=("18",)),
    "almaty-tv": Style("ru", "field", night="early", e18=("18+",)),
    "jetisu": Style("kk", "text", e18=("(18+)", "(18 жастан)"), texts=True),
    "rika-tv": Style("ru", "title", e18=("18+.",)),
    "tdk-42": Style("ru", "field", e18=("E18",)),
    "qogam-tv": Style("kk", "none", night="none"),
    "alau-tv": Style("ru", "field", e18=("+18",)),
    "pervyi-severnyi": Style("ru", "none", night="none"),
    "mtrk-petropavl": Style("ru", "none", night="none"),
    "irbis-tv": Style("ru", "none", night="none"),
    "tvk-6": Style("ru", "none", night="none"),
    "novoe-tv": Style("ru", "text", e18=("(18+)", "(с 18 лет)"), texts=True),
    "5-kanal-karaganda": Style("ru", "field", night="all", e18=("(18+)",)),
    "otyrar-tv": Style("kk", "title", e18=("/18+/",)),
    "aigak": Style("kk", "field", e18=("[18+]",)),
    "pervyi-karagandinskii": Style("ru", "field", e18=("18+",)),
    "alva-tv": Style("ru", "none", night="none"),
}


@dataclass(slots=True, frozen=True)
class Planted:
    """A line of the list: what must be found, and nothing else may be."""

    code: str
    channel: str = ""
    title: str = ""
    start: str = ""
    minutes: str = ""
    file: str = ""
    place: str = ""
    rule: str = ""


class Sample:
    """The weeks, what is planted in them, and the files that are made of them."""

    def __init__(self, stations: Mapping[str, Style], monday: datetime = MONDAY) -> None:
        self.weeks = {
            channel: Week(channel, style, monday=monday) for channel, style in stations.items()
        }
        for week in self.weeks.values():
            week.fill()
        self.planted: list[tuple[str, Week, Programme, float | None, str]] = []
        #: the programmes that a network and its branches carry, the network's own first
        self.carried: list[list[tuple[Week, Programme]]] = []
        self.unreadable: list[Planted] = []
        self.lawful: list[tuple[Week, Programme, str]] = []
        self.files: dict[str, tuple[str, tuple[str, ...], Writer]] = {}
        #: how much the printed clock of a channel is ahead of the one it is judged by
        self.ahead: dict[str, timedelta] = {}
        #: the offset of the clock that a channel is judged by, where it is another
        self.offsets: dict[str, str] = {}

    def put(  # noqa: PLR0913 - a programme and what is to be found on it
        self,
        channel: str,
        day: int,
        clock: str,
        minutes: int,
        title: str,
        *codes: str,
        inside: float | None = None,
        rule: str = "",
        **printed: str,
    ) -> Programme:
        """Plant a programme; ``inside``: its minutes inside the forbidden window of ``rule``."""
        week = self.weeks[channel]
        made = week.put(day, clock, minutes, title, **printed)
        self.planted += [(code, week, made, inside, rule) for code in codes]
        return made

    def legal(  # noqa: PLR0913, PLR0917 - as above, and why it is lawful
        self, channel: str, day: int, clock: str, minutes: int, title: str, why: str, **printed: str
    ) -> None:
        """Plant what lies at an edge or looks like a mark, and must not be found."""
        week = self.weeks[channel]
        self.lawful.append((week, week.put(day, clock, minutes, title, **printed), why))

    def list_of_planted(self) -> list[Planted]:
        """Everything planted, in the order of the list."""
        lines = [
            Planted(
                code,
                week.channel,
                one.title,
                self.local(week, one.start),
                "" if inside is None else f"{inside:.1f}",
                self.file_of(week.channel, one.start),
                rule=rule,
            )
            for code, week, one, inside, rule in self.planted
        ]
        return sorted(
            [*lines, *self.unreadable], key=lambda line: (line.code, line.start, line.channel)
        )

    def local(self, week: Week, start: datetime) -> str:
        """A start on the clock that the channel is judged by, as ISO 8601."""
        offset = self.offsets.get(week.channel, "+05:00")
        return f"{start - self.ahead.get(week.channel, timedelta()):%Y-%m-%dT%H:%M:%S}{offset}"

    def file_of(self, channel: str, start: datetime) -> str:
        """The file in which a programme of a channel stands."""
        names = [
            name for name, (_what, channels, _writer) in self.files.items() if channel in channels
        ]
        return names[0] if len(names) == 1 or start < SPLIT else names[1]


#: the channel in two files is in the second from here on
SPLIT = MONDAY + timedelta(days=4)


def plant(sample: Sample) -> None:  # noqa: PLR0915 - a list, one case after the other
    """Everything that is to be found, and some that is not."""
    put, legal = sample.put, sample.legal
    sample.ahead["astana-tv"] = timedelta(hours=1)
    w = "watershed"
    # the mark in all its spellings, inside the window
    put("ktk", 1, "20:30", 100, "Х/ф «Чужая ставка» (18+)", w, inside=90)
    put("eurasia", 2, "21:30", 100, "Х/ф «Обратный билет»", w, inside=30, mark="18+")
    put("ntk", 3, "05:10", 90, "Х/ф «Рассвет у реки» [18+]", w, inside=40)
    put("31-kanal", 4, "12:00", 100, "Х/ф «Полдень»", w, inside=100, mark="с 18 лет")
    put("mangystau", 5, "19:00", 50, "Т/х «Теңіз түбі»", w, inside=50, mark="18 жастан")
    put("qazaqstan", 1, "21:55", 50, "«Шындық сағаты» ток-шоуы «Е 18»", w, inside=5)
    put("7-kanal", 5, "15:00", 90, "Х/ф «Карточный дом у моря» (Е18)", w, inside=90)
    put("novoe-tv", 0, "13:00", 105, "Х/ф «Тень завода»", w, inside=105, text="Драма. (18+)")
    put("ontustik", 2, "10:00", 90, "Көркем фильм «Ескі есеп» (E18)", w, inside=90)
    put("otyrar-tv", 3, "21:59", 91, "Көркем фильм «Бір минут» /18+/", w, inside=1)
    put("semei", 4, "16:00", 90, "Көркем фильм «Жол айрығы»", w, inside=90, mark="18")
    put("rika-tv", 2, "06:00", 45, "Ток-шоу «Откровенно» 18+.", w, inside=45)
    put("aqtobe", 3, "14:00", 100, "Көркем фильм «Сары дала сыры» 18+", w, inside=100)
    put("qostanai", 6, "18:15", 60, "Т/х «Көлеңке»", w, inside=60, mark="Е 18")
    put("saryarqa", 5, "21:00", 570, "«Кино түні» марафоны /18+/", w, inside=90)
    put("alau-tv", 4, "23:00", 100, "Х/ф «Маскарад»", w, inside=60, mark="НА")
    put("mir", 2, "22:30", 100, "Х/ф «Дом с мезонином на краю»", w, inside=90, mark="21+")
    # one programme of a network, which each of its channels marks in its own way
    film = "Көркем фильм «Қара бұлақ»"
    carried = (
        put("qazaqstan", 2, "18:00", 90, f"{film} «Е 18»", w, inside=90),
        put("altai", 2, "18:00", 90, f"{film} (E18)", w, inside=90),
        put("qyzyljar", 2, "18:00", 90, film, w, inside=90, mark="18+"),
    )
    names = ("qazaqstan", "altai", "qyzyljar")
    weeks = (sample.weeks[name] for name in names)
    sample.carried.append(list(zip(weeks, carried, strict=True)))
    # what only may be a mark
    put("mir", 4, "16:00", 50, "Т/с «Дальний город»", "foreign-mark", inside=50, mark="TV-MA")
    put(
        "pervyi-karagandinskii",
        1,
        "15:00",
        50,
        "Т/с «Округ Семь»",
        "foreign-mark",
        inside=50,
        mark="TV-MA",
    )
    put("tdk-42", 3, "13:00", 100, "Х/ф «Неон»", "foreign-mark", inside=100, mark="NC-17")
    put("jambyl", 2, "14:00", 50, "Тергеуші Ким E18.", "unclear-mark", inside=50)
    put("muzzone", 5, "15:00", 60, "18+ Чарт", "unclear-mark", inside=60)
    put("qyzyljar", 1, "11:00", 45, "Т/х «Шекара»", "unknown-mark", mark="XZ-7")
    put("5-kanal-karaganda", 3, "17:00", 30, "Открытый урок", "unknown-mark", mark="ДСП-3")
    # marks that disagree
    put("ktk", 2, "23:00", 60, "Т/с «Чужие окна» (18+)", "mark-conflict", mark="16+")
    put("aqtobe", 5, "19:00", 60, "Т/х «Қара түн» (18+)", "mark-conflict", w, inside=60, mark="12+")
    put("qyzylorda", 0, "23:30", 90, "Көркем фильм «Түнгі куә» (18+)")
    put("qyzylorda", 2, "14:00", 90, "Көркем фильм «Түнгі куә»", "mark-conflict")
    put("ntk", 4, "23:00", 100, "Х/ф «Тихий омут» [18+]")
    put("5-kanal-karaganda", 2, "14:00", 100, "Тихий омут", "mark-conflict", mark="16+")
    # verdicts that rest on the clock
    put("astana-tv", 1, "22:00", 100, "Х/ф «Час до полуночи» (18+)", w, "zone-decides", inside=60)
    put("astana-tv", 4, "05:10", 90, "Х/ф «Первая электричка» (18+)", "zone-decides")
    put("almaty-tv", 3, "18:00", 90, "Х/ф «Проспект»", w, "zone-decides", inside=90, mark="18+")
    put("almaty-tv", 5, "02:00", 90, "Х/ф «Ночной трамвай»", "zone-decides", mark="18+")
    # verdicts that rest on an end that is not printed
    put(
        "ertis",
        3,
        "04:30",
        105,
        "Көркем фильм «Таң алдында»",
        w,
        "end-decides",
        inside=15,
        mark="18+",
    )
    put("jibek-joly", 7, "04:30", 90, "Х/ф «Конец недели»", "end-decides", mark="18+")
    # schedules that contradict themselves
    late = put("qazsport", 3, "16:00", 90, "Күрес. Әлем кубогы", mark="6+")
    late.printed_stop = late.stop + timedelta(minutes=10)
    _on_next(sample, "qazsport", late, "overlap")
    late = put("tvk-6", 1, "19:00", 60, "Концерт ко Дню города")
    late.printed_stop = late.stop + timedelta(minutes=15)
    _on_next(sample, "tvk-6", late, "overlap")
    _hole(sample, "atyrau", 3, "13:00", 180)
    _hole(sample, "alva-tv", 5, "09:00", 180)
    put("el-arna", 2, "15:00", 40, "«Ұлы дала» циклы (6+)", "duplicate").repeats = 2
    put("aigak", 4, "12:00", 30, "Шымкент тынысы", "duplicate", mark="6+").repeats = 2
    put("stv", 3, "20:00", 100, "Х/ф «Дважды» 18+.", w, "duplicate", inside=100).repeats = 2
    odd = put("khabar", 1, "10:00", 50, "«Мамандық» бағдарламасы", "odd-length", mark="6+")
    odd.printed_stop = odd.start - timedelta(minutes=30)
    odd = put("atyrau", 7, "05:00", 60, "Жексенбілік телемарафон", "odd-length", mark="6+")
    odd.printed_stop = odd.start + timedelta(hours=26)
    put("jetisu", 3, "12:30", 30, "Ас & Ішім", text="(6+)")
    # lawful to the second, or no mark at all
    edge = "begins at 22:00:00"
    legal("ktk", 3, "22:00", 100, "Х/ф «Ровно в десять» (18+)", edge)
    legal("31-kanal", 2, "22:00", 100, "Х/ф «Полуночник»", edge, mark="с 18 лет")
    edge = "ends at 06:00:00"
    legal("ktk", 5, "04:20", 100, "Х/ф «До рассвета» (18+)", edge)
    legal("5-kanal-karaganda", 4, "04:30", 90, "Х/ф «Утренний туман»", edge, mark="18+")
    legal("eurasia", 4, "00:00", 100, "Х/ф «Полночь»", "НА begins at 00:00:00", mark="21+")
    legal(
        "tdk-42", 5, "23:00", 100, "Х/ф «Неоновая ночь»", "NC-17 outside the window", mark="NC-17"
    )
    legal("khabar", 2, "13:00", 50, "Детектив «Гавань» S02E18", "episode 18", mark="12+")
    legal("balapan", 3, "10:00", 20, "М/с «Тақия» S2 E18", "episode 18", mark="0+")
    legal("31-kanal", 0, "13:00", 100, "Х/ф «Тихий омут 2»", "another part", mark="12+")
    legal("eurasia", 5, "11:00", 60, "Ток-шоу «Возраст 60+»", "no age of a child", mark="12+")


def _on_next(sample: Sample, channel: str, made: Programme, code: str) -> None:
    """Expect ``code`` on the programme that follows."""
    week = sample.weeks[channel]
    sample.planted.append((code, week, week.after(made), None, ""))


def _hole(sample: Sample, channel: str, day: int, clock: str, minutes: int) -> None:
    """Take everything out of a part of a day."""
    week = sample.weeks[channel]
    gone = week.put(day, clock, minutes, "")
    _on_next(sample, channel, gone, "gap")
    week.programmes.remove(gone)
