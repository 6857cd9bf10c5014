"""Every spelling that is a mark, and everything that only looks like one."""

from __future__ import annotations

import re
import time

import pyarrow.compute as pc
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from schedcheck.law.mark_patterns import NOTHING, FoundMark, Vocabulary, vocabulary
from schedcheck.law.marks import classify
from schedcheck.law.plain_text import fold, odd_signs
from schedcheck.law.rulebook import load_rulebook
from schedcheck.schedule import titles
from schedcheck.schedule.building import long_texts, make_frame

KZ = load_rulebook("kz")
WORDS = vocabulary(KZ.vocabulary, tuple(known.id for known in KZ.classes))
SPACES = " \u00a0\u202f\u2009\u2007\u3000\t"
HYPHENS = "-\u2010\u2011\u2013\u2014\u2212"


def told(text: str, words: Vocabulary = WORDS) -> tuple[str, str]:
    best = words.text(text).best
    return (best.class_id, best.level) if best else ("", "")


def field(value: str, system: str = "") -> tuple[str, str] | None:
    mark = WORDS.field(value, system)
    return (mark.class_id, mark.level) if mark else None


@pytest.mark.parametrize(
    "text",
    [
        "Фильм (18+)", "Фильм [18+]", "Фильм /18+/", "Фильм/18+/", "Фильм {18+}", "Фильм «18+»",
        "Фильм “18+”", "Фильм „18+“", 'Фильм "18+"', "Фильм ( 18+ )", "Фильм (18 +)", "(18+) Фильм",
        "Фильм (18+.)", "Фильм 18+", "Фильм 18+.", "Фильм, 18+", "Фильм. 18+. Россия, 2018.",
        "18+. Фильм для взрослых.", "Фильм 18+\nвторая строка", "Фильм 18+ (повтор)",
        "Х/ф «Фильм». 18+ (Россия, 1997).", "Фильм (США, 2010, 18+)", "Фильм (18+, США)",
        "Фильм (драма 18+)", "Фильм (16+/18+)", "Фильм +18", "Фильм (+18)", "Фильм 18＋",
        "Фильм Е18", "Фильм Е 18", "Фильм Е-18", "Фильм (Е18)", "«Е 18» Фильм", "«E 18» Фильм",
        "Фильм [E-18]", "Фильм (E18)", "Е18 Фильм", "Е 18: Фильм", "Фильм Е18+", "Фильм (е18)",
        "Фильм (18 плюс)", "Фильм (18   +)", "Фильм (18\n+)", "Фильм (старше 18)", "Фильм (Е.18)",
        "Фильм Е. 18", "2 сезон Е18", "Фильм (с 18 лет)", "Фильм (от 18 лет)", "Фильм. С 18 лет.",
        "С 18 лет",
        "Фильм (18 жастан бастап)", "Фильм «18 жастан»", "Фильм. 18 жастан бастап.",
        "Для зрителей старше 18 лет. Драма.", "Фильм (запрещено для детей)", "Film FSK 18",
        "Film (FSK ab 18)",
        "Film (ab 18)", "Film (od 18)", "Film (R18)", "Film (R18+)", "Film X18+", "Film (VM18)",
        "Топ 10 (18+)", "Топ (18+)", "Film (over 18)", "Film (18 and over)", "Фильм (≥18)",
        "Фильм (>=18)",
    ],
)  # fmt: skip
def test_marks_of_e18_in_free_text(text: str) -> None:
    assert told(text) == ("E18", "equal")
    assert WORDS.text(text).equal == "E18"


@pytest.mark.parametrize(
    "text",
    [
        "«18+ Чарт»", "18+ Чарт", "Чарт 18+ каждый вечер", "18+ (повтор) сегодня", "Фильм18+",
        "Новости E18.", "TV3 žinios E18.", "Новости E18", "E18 Новости", "Film E-18",
        "Фильм (18)", "Фильм [18]", "(18 лет)", "Фильм (18 жас)", "Фильм (XVIII+)", "Film (E.18)",
        "Фильм (восемнадцать плюс)", "Фильм (он сегіз жастан)", "Фильм. Только для взрослых",
        "Фильм (он сегіз жастан жоғары)", "Фильм (Е восемнадцать)", "Фильм. Е он сегіз.",
        "Фильм (возраст: восемнадцать)", "Фильм (018+)", "Фильм (18.0+)",
        "ТОЛЬКО ДЛЯ ВЗРОСЛЫХ. Фильм", "Ересектерге арналған. Фильм", "Night Pier (adults only)",
        "Фильм 🔞", "🔞 фильм", "Фильм (для взрослых)", "Film (Adult)",
        "Поёт с 18 лет.", "Он с 18 лет на сцене", "18 жастан бастап боксшы", "18+, драма, США",
        "18+. маленькая буква", "R18+ films tonight", "Dinner od 18", "Фильм (после 18)",
        "Фильм _18+_", "Фильм <b>18+</b>",
        "Film (18 years)", "Film (eighteen plus)", "Фильм (восемнадцати лет)", "Для взрослых",
        "Фильм (для совершеннолетних)", "Фильм (18 жасқа дейін тыйым)",
        "Фильм (до 18 запрещено)", "Фильм (кәмелетке толғандарға)",
        "R18 Фильм", "R-18 Фильм", "Фильм, R 18", "От 18 Х/ф «Ночь»", "С 18 т/с «Ночь»",
        "от 18 лет Фильм", "с 18 лет Х/ф «Ночь»", "18 жастан Фильм", "18-ден жоғары Фильм",
        "18 толғандарға Фильм", "Фильм PEGI 18", "X-rated Фильм", "Фильм (Rated X)",
        "> 18 Фильм", "Фильм, ≥18", "возр. 18 Фильм", "Фильм, жас 18", "Film (Cat III)",
        "Film (M/18)", "Film (18 y/o)", "Фильм, К-18", "Фильм K18", "К18 Фильм", "К-18. Фильм",
        "Фильм 18 лет", "Х/ф «Ночь» 18 лет", "Фильм. 18 лет", "Фильм, 18 жас", "18 лет - Фильм",
        "18 лет. Фильм", "18 лет | Фильм", "18 лет: «Фильм»", "Фильм (США, 2010, 18 лет)",
        "Фильм (18, США)", "Фильм (США, 18)", "Фильм /18/", "Фильм |18|", "Фильм (-18)",
        "Фильм (18-)", "Фильм +18 лет", "Фильм (+18 лет)", "Фильм (18 л.)", "Film (18 jas)",
        "Фильм 18 let", "Фильм 16/18", "Фильм (16/18)", "Фильм 16+/18", "Фильм_18plus",
        "Фильм 18 жасқа толған", "Фильм 18 жастан асқандарға", "Фильм. Не для детей",
        "не для детей. Фильм", "Фильм. Детям не рекомендуется", "Фильм (недетское)",
        "Фильм. Запрещено несовершеннолетним", "Фильм. 18 жасқа дейін көруге болмайды",
        "Фильм. Кәмелетке толмағандарға тыйым салынады", "Эротика", "Эротика. Фильм",
        "Фильм. Детям до 18 лет просмотр запрещён", "Фильм. Не рекомендовано лицам до 18",
        "Фильм. Лицам, не достигшим 18-летнего возраста, просмотр запрещен", "Фильм до 18 нельзя",
        "Фильм. Не рекомендуется к просмотру лицам младше 18 лет", "Фильм до 18 не смотреть",
        "Фильм. Балаларға тыйым салынады", "Фильм балаларға көрсетуге болмайды",
        "Фильм. 18 жасқа толмаған балаларға көруге тыйым салынады", "Фильм 18-ден асқандарға",
        "Фильм. Просмотр детьми запрещён", "Film. Not suitable for under 18s", "Film 18 years+",
        "Film 18 yrs and over", "Film 18 and above", "Фильм РАРС: 18", "Film cert. 18",
        "Фильм с восемнадцати", "Фильм. Свыше 18 лет", "Фильм. 18 жасқа дейінгілер көрмесін",
        "Фильм балалар үшін емес", "Фильм. Запрещено к показу детям", "Film. Not for children",
        "Film minimum age 18", "Фильм. Он сегіз жасқа толмағандарға болмайды",
        "Фильм. Контент для взрослых",
        "Фильм TV18", "Фильм (ТВ-18)", "Фильм 18п", "Фильм (18 пл.)", "Фильм (1_8+)", "Film E_18",
        "Фильм (18Е)", "Film [18 E]", "Фильм (18Е+)",
        "Фильм. Эротика: да", "Погода. Днём +18", "Ауа райы. Күндіз +18", "Температура: +18",
        "Фильм. Дети до 18 не допускаются", "Фильм (от восемнадцати и старше)",
        "Фильм. Детям до восемнадцати просмотр запрещён", "Фильм (достигших восемнадцати лет)",
        "Фильм. Для лиц, достигших восемнадцатилетнего возраста",
        "Фильм. Кәмелетке толмаған көрермендерге ұсынылмайды",
        "Фильм (США, для взрослых)", "Фильм (для взрослых; США)",
        "Фильм, для взрослых", "Фильм. Драма, для взрослых.", "Х/ф «Ночь» — для взрослых",
        "Фильм (США, эротика)", "Фильм (эротическая драма, 1999)",
        "Фильм. Только для\nвзрослых", "Фильм. Запрещено\n  для детей.", "Ересектерге\nарналған. А",
        "Фильм. Для лиц\nстарше 18 лет",
        "Только после 22", "Показ только после 22:00", "Фильм (не ранее 22.00)",
        "Фильм (США; показ после 22:00)", "22:00-ден кейін ғана", "Фильм. Только после 22:00.",
        "Фильм. Взрослым", "Ересектерге", "Фильм (взр.)", "Фильм огр. 18", "Фильм. Строго 18",
    ],
)  # fmt: skip
def test_what_may_be_a_mark_of_e18_is_unclear(text: str) -> None:
    assert told(text) == ("E18", "unclear")
    assert not WORDS.text(text).equal


@pytest.mark.parametrize(
    "text",
    [
        "Балалар үшін емханалар", "Film for children",
        "Юниоры до 18", "Кубок. Игроки моложе 18", "Скидки до 18 ноября, не пропустите",
        "Сағат 18-ге дейін болмайды", "18 жасқа келді",
        "Индекс на завтра", "Вместе более 18 лет назад", "Below 18", "Under 18 football",
        "после 22:00", "Новости, только после 22:00", "Только после 22 ноября",
        "только после 22:30",
        "Не ранее 22:00 по Москве", "Дети до восемнадцати", "Сказка (мультфильмы для взрослых, 1)",
        "Кәмелетке толмағандар ісі", "Работаем с 9 до 18, вход не запрещён",
        "от 18 до 20 часов", "От 18 до 20 часов. Прямой эфир", "С 18 до 20 в эфире", "Эфир с 18",
        "От 18 мгновений", "Температура -18", "Ток-шоу 18 > 12", "Cat III fever",
        "Underrated X", "",
        "Шоу S2 E18", "S02E18.", "S02E18", "S2E18", "S1 E18 Финал", "Show S2, E18", "S02.E18",
        "Show (S2 E18)", "Show (S2) (E18)", "Show S2 (E18)", "Season 2 E18", "Season 2, E18.",
        "Сезон 2 E18", "сезон 2, E18", "2 сезон E18", "T04 | E188 Juan", "E188", "S13 E16", "1x18",
        "Погода днём +18, ночью +12", "Дом 18Е", "Фильм 18E",
        "Дом 18п", "Серия 18п", "18 п. регламента", "TV 180",
        "Канал TV18 в эфире", "Эротика: история", "21_8+3",
        "18", "Серия 18", "18-я серия", "Топ 18", "Топ 18+", "«Топ 18+»", "ТОП-18+",
        "Топ 18+ клипов", "Ты супер! 60+", "Los 60 +", "45+", "1+1", "2+2", "1+1 Марафон",
        "Ново 10 + 2", "Ново 18 + 2", "18+3", "18 + 3", "118+", "1018+", "218+ песен", "18:3",
        "18:30+", "Матч 18:3", "+18 30 22", "+7 701 218 18 18", "тел. 18-18-18", "2018",
        "18.12.2018",
        "«18»", "(18 серий)", "Е\n18", "18\n+", "Серия 18\nЖас Қазақстан",
        "Школа для взрослых", "Сказки для взрослых: фильм",
        "Клуб «Взрослые»", "18 лет спустя", "18 лет вместе", "Мне 18 лет", "«Мне 18 лет»",
        "Через 18 лет", "Маған 18 жас", "Ещё 18 лет жизни", "«18 лет»", "16-18 лет",
        "(серии 17, 18)", "(17, 18)", "(18, 19 серии)", "(2 сезон, серия 18)", "Дом/18/",
        "12/18/2026", "Серия 16/18", "Канал / 18", "(Канал / 18)", "s01_e18", "«Эротика»",
        "Кинопоказ «Не для детей» на канале",
        "18 лет, которые изменили страну", "Мультфильмы для взрослых",
        "18 жаста", "18 жасар", "В 18 лет", "18 апреля", "TUE 18th AUG", "-18",
        "Фильм −18", "до −18", "*** (18/20)", "на", "НА", "ВЫХОДИМ НА СВЯЗЬ", "Все на бал!",
        "«на»", "(на)", "«На» и «под»", "К", "К морю", "БА", "BMW R18 ride", "Канал A1",
        "stars: 18", "№ 18+", "18 января (16 марта)", "Е181", "КЕ18", "18°", "3,18+", "FSK 181",
    ],
)  # fmt: skip
def test_never_a_mark_of_a_bound_class(text: str) -> None:
    assert told(text)[0] not in KZ.bound_classes


@pytest.mark.parametrize(
    "text",
    ["", "60+", "Ты супер! 60+", "Los 60 +", "1+1", "2+2", "118+", "Топ 18", "Ново 10 + 2", "18:3",
     "18+3", "S2 E18", "на", "НА", "45+", "2+2 серии", "К нам", "1x18"],
)  # fmt: skip
def test_nothing_at_all(text: str) -> None:
    assert WORDS.text(text) == NOTHING


@pytest.mark.parametrize(
    ("text", "age_class"),
    [
        ("Фильм (НА)", "NA21"), ("Фильм «НА»", "NA21"), ("Фильм [HA]", "NA21"),
        ("Фильм 21+", "NA21"), ("Фильм (21+)", "NA21"), ("Фильм (Х21)", "NA21"),
        ("Фільм (X21)", "NA21"), ("Фильм (с 21 года)", "NA21"), ("Фильм 18+ (21+)", "NA21"),
        ("Фильм Е16", "E16"), ("Фильм (Е 16)", "E16"), ("Фильм Б14", "B14"), ("Фильм (B14)", "B14"),
        ("Фильм (БА)", "BA"), ("Фильм (К)", "K"), ("Фильм «К»", "K"), ("Ертегі (6–)", "6-"),
        ("Ертегі (6-)", "6-"), ("Ертегі 6+", "6+"), ("Фильм (12+)", "12+"), ("Фильм 14+", "14+"),
        ("Фильм [16+]", "16+"), ("Мультфильмы (0+)", "0+"), ("Өтүүлэг 3+", "3+"),
        ("Фильм 7+", "7+"),
        ("Известия (16+). 18 серия", "16+"),
    ],
)  # fmt: skip
def test_the_other_marks_are_what_they_are(text: str, age_class: str) -> None:
    assert told(text) == (age_class, "equal")


@pytest.mark.parametrize(
    ("value", "system", "expected"),
    [
        ("после 22:00", "", ("E18", "unclear")), ("НА*", "", ("NA21", "unclear")),
        ("22:00-ден кейін", "", ("E18", "unclear")), ("15", "parentalRating", ("E18", "unclear")),
        ("15", "", ("14+", "likely")), ("Y", "Watershed", ("E18", "unclear")),
        ("Y", "", None),
        ("18+", "", ("E18", "equal")), ("18", "", ("E18", "equal")), ("+18", "", ("E18", "equal")),
        ("-18", "CSA", ("E18", "equal")), ("−18", "CSA", ("E18", "equal")),
        ("(18+)", "", ("E18", "equal")), (" 18 + ", "", ("E18", "equal")),
        ("Е18", "KZ", ("E18", "equal")), ("Е 18", "", ("E18", "equal")),
        ("E18", "", ("E18", "equal")), ("«Е-18»", "", ("E18", "equal")),
        ("с 18 лет", "", ("E18", "equal")), ("18 жастан бастап", "", ("E18", "equal")),
        ("18+ (насилие)", "RU", ("E18", "equal")), ("Рейтинг: 18+", "", ("E18", "equal")),
        ("FSK 18", "", ("E18", "equal")), ("ab 18", "FSK", ("E18", "equal")),
        ("od 18", "", ("E18", "equal")), ("R18", "", ("E18", "equal")),
        ("R18+", "", ("E18", "equal")), ("X18+", "", ("E18", "equal")),
        ("TV-MA", "VCHIP", ("E18", "likely")), ("TVMA (D,L)", "", ("E18", "likely")),
        ("NC-17", "MPAA", ("E18", "likely")), ("19세 이상 관람가", "", ("E18", "likely")),
        ("A", "CBFC", ("E18", "likely")), ("НА", "", ("NA21", "equal")),
        ("HA", "", ("NA21", "equal")),
        ("21+", "", ("NA21", "equal")), ("21", "", ("NA21", "equal")),
        ("Х21", "", ("NA21", "equal")),
        ("R", "MPAA", ("16+", "likely")), ("16", "New Zealand", ("16+", "equal")),
        ("MA 15+", "", ("14+", "likely")), ("M", "", ("14+", "likely")),
        ("TV-14", "", ("14+", "likely")),
        ("TV14 (D,L)", "", ("14+", "likely")), ("+14", "CCC", ("14+", "equal")),
        ("PG-13", "", ("12+", "likely")), ("PG", "", ("7+", "likely")),
        ("TV-Y7", "", ("7+", "likely")),
        ("G", "", ("0+", "likely")), ("Tout public", "CSA", ("0+", "likely")),
        ("К", "", ("K", "equal")), ("БА", "", ("BA", "equal")), ("Б14", "", ("B14", "equal")),
        ("6–", "", ("6-", "equal")), ("NR", "MPAA", ("", "")), ("NA", "", ("", "")),
        ("UR", "", ("", "")),
        ("A", "", None), ("XZ-7", "", None), ("на", "", None), ("45+", "", None),
        ("S2 E18", "", None),
        ("KZ:0x0F", "", None), ("183", "", None), ("-", "", None), ("60", "", None),
    ],
)  # fmt: skip
def test_in_a_rating_field_the_meaning_decides(
    value: str, system: str, expected: tuple[str, str] | None
) -> None:
    assert field(value, system) == expected


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Фильм «Мост», возраст 18", "unclear"), ("Фильм «Мост». Возраст: 18, США", "unclear"),
        ("Фильм (возраст: 18)", "equal"), ("Фильм «Мост» возраст: 18+", "equal"),
        ("Фильм рейтинг 18", "unclear"), ("Фильм. Рейтинг: 18+", "equal"),
        ("Фильм «Мост» 18 и старше", "equal"), ("Мост, 18 и старше, США", "unclear"),
        ("Фильм от 18", "unclear"), ("Фильм (18-ден жоғары)", "equal"),
        ("Фильм. Жас шегі: 18", "unclear"), ("Триллер. Запрещено для детей.", "unclear"),
        ("Фильм запрещено для детей", "unclear"), ("Фильм Е:18", "equal"),
        ("Е_18 Фильм", "unclear"),
        ("Фильм. До 18 лет не рекомендуется", "unclear"),
        ("Мост, не рекомендуется детям до 18 лет, США", "unclear"),
        ("Фильм. Детям до 18", "unclear"), ("Фильм (18 жас+)", "equal"), ("Фильм 18г.+", "unclear"),
        ("Фильм TV-MA", "likely"), ("Фильм TV-MA, США", "likely"), ("Фильм NC-17", "likely"),
    ],
)  # fmt: skip
def test_age_in_other_words(text: str, level: str) -> None:
    assert told(text) == ("E18", level)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Фильм 18+18+", "equal"), ("Фильм 12+18+", "equal"), ("Фильм 18+12+", "unclear"),
        ("Фильм (16+18+)", "equal"), ("Фильм (18+16+)", "unclear"), ("Фильм 0+12+18+", "equal"),
        ("Фильм🔞", "unclear"), ("🔞Фильм", "unclear"), ("Фильм 🔞18", "unclear"),
        ("Фильм (🔞18)", "unclear"), ("Фильм 18*", "unclear"), ("Фильм (18*)", "unclear"),
        ("18*: Фильм", "unclear"), ("Фильм 18:+", "unclear"), ("Фильм 18/+", "unclear"),
        ("Фильм +18+", "unclear"), ("Фильм (18 ж.)", "unclear"),
        ("Эротический фильм «Мост»", "unclear"), ("Фильм (XXX)", "unclear"),
        ("Фильм ⑱", "unclear"), ("Фильм (⓲)", "unclear"), ("Фильм 18+¹", "unclear"),
        ("Фильм 18十", "hidden"), ("Фильм. Детям нельзя", "unclear"),
    ],
)  # fmt: skip
def test_marks_that_stick_to_each_other_or_to_a_word(text: str, level: str) -> None:
    assert told(text) == ("E18", level)


@pytest.mark.parametrize(
    "text", ["18+18=36", "Сумма 18+18+18", "Ново 2+18", "Ново 12+18", "18+2 серии", "2+18+3"]
)
def test_sums_are_no_marks(text: str) -> None:
    assert WORDS.text(text) == NOTHING


@pytest.mark.parametrize(
    "text",
    ["Рейтинг 18.5", "Дети до 18 лет бесплатно", "с 18 до 22", "Ему 18, ей 20", "возрасте 18"],
)
def test_eighteen_that_is_no_age_of_viewers(text: str) -> None:
    assert WORDS.text(text) == NOTHING


@pytest.mark.parametrize("join", ["", *SPACES, *HYPHENS])
@pytest.mark.parametrize("letter", ["Е", "E", "е", "e"])
def test_any_space_or_hyphen_between_the_letter_and_the_number(join: str, letter: str) -> None:
    mark = f"{letter}{join}18"
    found = WORDS.text(f"Түнгі кино ({mark})").best
    assert found is not None
    assert (found.class_id, found.level, found.printed) == ("E18", "equal", mark)
    assert field(mark) == ("E18", "equal")


def test_what_is_printed_is_never_folded() -> None:
    best = WORDS.text("Фильм «Е\u00a018»").best
    assert best is not None
    assert best.printed == "Е\u00a018"


def test_the_stricter_of_several_and_the_surer_of_equals() -> None:
    assert told("Фильм (16+) 18+") == ("E18", "equal")
    assert told("«18+ Чарт» (18+)") == ("E18", "equal")
    both = WORDS.text("«18+ Чарт» (16+)")
    assert both.best is not None
    assert (both.best.class_id, both.best.level, both.equal) == ("E18", "unclear", "16+")


@given(st.text())
@example("Ёж")
def test_folding_keeps_each_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(st.characters(exclude_categories=["Nd", "Nl", "No", "Cs"])))
def test_text_without_numbers_is_never_e18(text: str) -> None:
    if "запрещено для детей" not in text:
        assert told(text)[0] != "E18"


PROSE = st.text("абвгдЕКНАмаш sxE.,:;!?«»()[]\n", max_size=30)


@given(PROSE, PROSE, st.sampled_from(["(18+)", "[18+]", "«Е 18»", "(Е18)", "[E-18]", "(с 18 лет)"]))
@example("S", "", "[E-18]")
def test_a_mark_in_brackets_is_found_in_any_prose(before: str, after: str, mark: str) -> None:
    assert told(f"{before} {mark} {after}") == ("E18", "equal")


@given(st.lists(st.sampled_from(
    ["(18+)", "(16+)", "[18+]", "(2018)", "(НА)", "18+", "Топ ", "S2 ", "E18", "Е18", " ", ".", "Я",
     "(E18)", "18", "+", "(", ")", "«К»", "на "]
), max_size=6))  # fmt: skip
def test_the_last_bracket_looked_up_says_what_the_search_says(parts: list[str]) -> None:
    text = "".join(parts)
    quick = WORDS.bracketed_last(text)
    if quick is not None and not WORDS.has_word(text):
        assert quick == WORDS.text(text)


@given(st.lists(st.sampled_from(
    ["(18+)", "12+", "«НА»", "(К)", "Е18", " ", "слово", "E-18", "1999", "(БА)", "od 18", "R18+",
    "\n", "до", "лет", "18", " - "]
), max_size=6))  # fmt: skip
def test_the_sieves_let_every_mark_through(parts: list[str]) -> None:
    text = "".join(parts)
    unions = [WORDS._marks, WORDS._words, WORDS._phrases]  # noqa: SLF001 - without the sieves
    marks = WORDS._search(text, fold(text), unions, described=False)  # noqa: SLF001 - the same
    everything = FoundMark.of(mark for mark, _start, _stop in marks)
    assert WORDS.text(text) == everything
    if everything.best:
        assert WORDS.has_word(text) or any(core in text for core in WORDS.cores)
    assert all(any(sign in core for sign in WORDS.signs) for core in WORDS.cores)


def test_a_text_without_a_word_beside_its_number_needs_fewer_spellings() -> None:
    for entry in load_rulebook("kz").vocabulary:
        for spelling in entry.spellings:
            apart = re.sub("[ -]", " -  ", spelling).upper()
            for text in (spelling, f"Фильм ({spelling})", f"к, {spelling} - ф", apart,
                         spelling.replace(" ", "")):  # fmt: skip
                folded = fold(text)
                fewer, every = WORDS._marks_in(folded), WORDS._marks  # noqa: SLF001 - what is compared
                assert [one.span() for one in fewer.finditer(folded)] == [
                    one.span() for one in every.finditer(folded)
                ], text
    assert WORDS._marks_in(fold("Т/с «Дом у канала», 18 серия (18+)")) is not WORDS._marks  # noqa: SLF001 - the same
    assert WORDS._marks_in(fold("Фильм, до 18 лет")) is WORDS._marks  # noqa: SLF001 - the same


def test_a_rulebook_without_marks_knows_none() -> None:
    empty = vocabulary((), ())
    assert empty.text("Фильм (18+)") == NOTHING
    assert empty.field("18+") is None


def test_the_other_rulebooks_read_their_own_marks() -> None:
    russian, british = load_rulebook("ru"), load_rulebook("uk")
    of_russia = vocabulary(russian.vocabulary, tuple(known.id for known in russian.classes))
    of_britain = vocabulary(british.vocabulary, tuple(known.id for known in british.classes))
    assert told("Фильм (18+)", of_russia) == ("E18", "equal")
    assert told("Film (R18)", of_britain) == ("R18", "equal")
    assert told("Film (18)", of_britain) == ("18", "unclear")


@pytest.mark.parametrize(
    "text",
    [
        "Фильм (l8+)",
        "Фильм (І8+)",
        "Фильм (1В+)",
        "Фильм l8 +",
        "Фильм ¹⁸⁺",
        "Фильм (１８+)",
        "Фильм 𝟏𝟖+",
        "Фильм ⑱+",
        "Фильм (1\u200b8+)",
        "Фильм (1\u00ad8+)",
        "Фильм (1\u034f8+) (12+)",
        "Фильм «Ｅ 18»",
        "Фильм (2l+)",
        "Фильм (E l8+)",
    ],
)
def test_a_mark_that_a_reader_sees_and_a_search_does_not(text: str) -> None:
    found = WORDS.hidden(text, WORDS.text(text)).best
    assert found is not None
    assert found.level == "hidden"
    assert found.class_id in KZ.bound_classes
    assert found.printed in text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("18.0", "E18"),
        ("18,0", "E18"),
        ("018", "E18"),
        ("≥18", "E18"),
        (">=18", "E18"),
        ("18plus", "E18"),
        ("18 плюс", "E18"),
        (" 018 ", "E18"),
        ("016", "16+"),
        ("12.00", "12+"),
        ("≥ 16+", "16+"),
        ("21.0", "NA21"),
        ("Family", "0+"),
        ("8세", "7+"),
        ("19세", "E18"),
        ("XVIII+", "E18"),
        ("Н.А.", "NA21"),
        ("Е (18)", "E18"),
    ],
)
def test_a_number_in_a_field_however_it_is_written(value: str, expected: str) -> None:
    found = field(value)
    assert found is not None
    assert found[0] == expected


@pytest.mark.parametrize("value", ["<18", "118", "18.5", "1.8", "18/20", "0x12", "-0018-"])
def test_another_number_in_a_field(value: str) -> None:
    assert field(value) is None


def test_a_quoted_latin_mark_in_a_description_may_be_an_episode() -> None:
    for text in ("'E18'. Planting.", '"E18" Planting.'):
        assert told(text) == ("E18", "equal")
        described = WORDS.text(text, described=True).best
        assert described is not None
        assert described.level == "unclear"
    for text in ("(E18) Planting.", "«Е 18». Планы.", "'Е 18'."):
        assert WORDS.text(text, described=True).equal == "E18"


SEEDS = [
    " ",
    "(",
    ")",
    "(.) ",
    "18+ ",
    "18+ (",
    "(18+) ",
    "(а)",
    ".",
    "!",
    "«",
    "'",
    "8 ",
    "1",
    "18",
    "E 18 ",
    "- ",
    "18 (а). ",
    "18+\n",
    "\u200b",
    "١",
    "l8+ ",
    "взрослых ",
    ":",
    "(1999 ",
    "[",
    "1-я часть ",
    "повтор от 1 ",
    "/",
    "http://#",
    "+",
    "(ч. ",
]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("end", ["", "18+", "x", "(18+)", " 18+ (x"])
def test_no_text_takes_more_than_its_length(seed: str, end: str) -> None:
    """Twice the text, at most some three times the time; short times are not looked at."""

    def seconds(length: int) -> float:
        text = (seed * (length // len(seed) + 1))[:length]
        texts = [text + end, end + text, f"18+{text}{end}"]
        frame = make_frame(
            dict.fromkeys(("title", "other_text", "category", "mark_text"), texts), 3
        )
        begun = time.process_time()
        classify(frame, KZ)
        titles.fold(texts)
        return time.process_time() - begun

    if (long := seconds(8000)) > 0.3:
        assert min(long, seconds(8000)) <= 3 * max(seconds(4000), 0.1)


def test_initials_with_full_stops_are_found_in_a_title_too() -> None:
    assert told("Фильм (Н.А.)") == ("NA21", "unclear")
    assert told("Фильм (НА)") == ("NA21", "equal")


@pytest.mark.parametrize("text", ["Фильм (|8+)", "Фильм (!8+)", "Фильм (18∔)", "Фильм (18✚)"])
def test_signs_that_only_look_like_those_of_a_mark(text: str) -> None:
    best = WORDS.hidden(text, WORDS.text(text)).best
    assert best is not None
    assert (best.class_id, best.level) == ("E18", "hidden")
    assert told("Фильм | 8+")[0] not in KZ.bound_classes


@pytest.mark.parametrize("before", [">", "≥ ", "=> ", "over ", "from ", "age ", "после ", "до "])
def test_a_mark_is_found_inside_of_words_that_are_none_in_their_place(before: str) -> None:
    assert told(f"Фильм {before}18+</b> и другое")[0] == "E18"
    assert told(f"Фильм {before}18+")[0] == "E18"


def test_of_two_marks_beside_each_other_the_stricter_counts() -> None:
    assert [field(value) for value in ("18+/16+", "18+,12+", "16+/18+")] == [("E18", "equal")] * 3
    assert told("Фильм (18+/16+)") == ("E18", "equal")
    assert told("Фильм 18+/20")[1] != "equal"


SIGNS = "абк КНА18+()[]«».,;/|-\"'\xa0\u2009\u200b\x85\n\x1c\u0661①ﬀé\u0301🔞"
WORDY = ["18", "16", "с 18 лет", "Для взрослых", "только для взрослых", "ADULTS ONLY", "adults"]
SIEVED = st.lists(st.sampled_from([*SIGNS, *WORDY]), max_size=10).map("".join)


@given(SIEVED | st.text(max_size=20))
@example("(\u2009К\u00a0)")
@example("(\x1cК\x0b)")
@example("«\u212a»")
def test_the_sieve_passes_over_nothing_that_holds_a_mark(text: str) -> None:
    sieved = pc.match_substring_regex(long_texts([text]), WORDS.sieve).to_pylist()
    odd = odd_signs(text)
    found = WORDS.hidden(text, WORDS.text(text)) if odd else WORDS.text(text)
    if odd or WORDS.has_word(text) or WORDS.has_phrase(text) or found.best:
        assert sieved == [True]


@pytest.mark.parametrize(
    "text", ["+18 Х/ф «Ночь»", "+18: Ночь", "≥18 | Ночь", "Только для взрослых Х/ф Ночь"]
)
def test_a_mark_in_front_of_a_title_is_unclear(text: str) -> None:
    assert told(text) == ("E18", "unclear")


@pytest.mark.parametrize("text", ["Погода: +18 в Алматы", "Это не только для взрослых, но и детям"])
def test_elsewhere_in_a_text_it_is_none(text: str) -> None:
    assert told(text) == ("", "")


def test_words_that_titles_for_children_hold_do_not_make_each_of_them_searched() -> None:
    assert not WORDS.has_phrase("Балаларға арналған ертегілер")
    assert WORDS.has_phrase("Ертегі. Балаларға тыйым салынған")
    assert told("Ертегі. Балаларға тыйым салынған") == ("E18", "unclear")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("индекс НА", ("NA21", "equal")),
        ("Е/18", ("E18", "equal")),
        ("Е=18", ("E18", "equal")),
        ("балаларға тыйым салынады", ("E18", "likely")),
        ("MA17+", ("E18", "likely")),
        ("für Erwachsene", ("E18", "likely")),
        ("РАРС 18", ("E18", "equal")),
    ],
)
def test_more_values_of_rating_fields(value: str, expected: tuple[str, str]) -> None:
    assert field(value) == expected


def test_spellings_of_indices_that_no_law_has() -> None:
    assert told("Фильм (Е1 8)") == ("E18", "equal")
    assert told("Фильм Е 21") == ("NA21", "unclear")


@pytest.mark.parametrize(
    ("title", "class_id", "level"),
    [
        ("Порог (21 плюс)", "NA21", "equal"),
        ("Порог (жиырма бір жасқа толған)", "NA21", "equal"),
        ("Порог (двадцать один плюс)", "NA21", "unclear"),
        ("Порог. Жиырма бір жастан асқандарға", "NA21", "unclear"),
        ("Порог (XXI+)", "NA21", "unclear"),
        ("Порог (tek eresekterge)", "E18", "unclear"),
        ("Порог. On segiz jastan", "E18", "unclear"),
        ("Порог (балаларға көрсетілмейді)", "E18", "unclear"),
        ("Порог (\u04c08+)", "E18", "hidden"),
    ],
)
def test_words_for_21_and_for_adults(title: str, class_id: str, level: str) -> None:
    found = WORDS.text(title).best
    assert found is not None
    assert (found.class_id, found.level) == (class_id, level)
