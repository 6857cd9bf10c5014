"""Makes ``schedcheck/law/rosters/kz.toml`` from the working list beside the project.

``python tests/make_roster.py``; by hand, after the list has changed. Names and homonyms, which
the list does not tell apart from other aliases, stand here.
"""

from __future__ import annotations

import csv
import json

from tests.paths import ROOT

ROSTER = ROOT.parent / "shared" / "roster.csv"
SEEN = ROOT.parent / "shared" / "roster-aliases.csv"
MADE = ROOT / "schedcheck" / "law" / "rosters" / "kz.toml"

#: id -> names in Kazakh, Russian and English, each of them in the list, among its aliases, or
#: one of them in the letters or words of another language.
NAMES = {
    "qazaqstan": ("Қазақстан", "Казахстан", "Qazaqstan"),
    "khabar": ("Хабар", "Хабар", "Khabar"),
    "khabar-24": ("24KZ", "24KZ", "24KZ"),
    "balapan": ("Балапан", "Балапан", "Balapan"),
    "el-arna": ("Ел Арна", "Ел Арна", "El Arna"),
    "qazsport": ("Qazsport", "Казспорт", "Qazsport"),
    "jibek-joly": ("Жібек жолы", "Jibek Joly", "Jibek Joly"),
    "eurasia": ("Еуразия бірінші арнасы", "Первый канал Евразия", "Channel One Eurasia"),
    "ktk": ("КТК", "КТК", "KTK"),
    "ntk": ("НТК", "НТК", "NTK"),
    "31-kanal": ("31 арна", "31 канал", "31 Channel"),
    "astana-tv": ("Астана", "Астана ТВ", "Astana TV"),
    "stv": ("СТВ", "СТВ", "STV"),
    "7-kanal": ("Жетінші арна", "Седьмой канал", "Channel 7"),
    "mir": ("МИР", "МИР", "MIR"),
    "aqjaiyq": ("Ақ Жайық", "Акжайык", "Aqjaiyq"),
    "aqtobe": ("Ақтөбе", "Aqtobe", "Aqtobe"),
    "atyrau": ("Атырау", "Атырау", "Atyrau TV"),
    "ertis": ("Ертіс", "Ertis", "Ertis"),
    "jambyl": ("Жамбыл", "Жамбыл", "Jambyl"),
    "kokshe": ("Көкше", "Kókshe", "Kokshe"),
    "mangystau": ("Маңғыстау", "Мангистау", "Mangystau"),
    "ontustik": ("Оңтүстік", "Ońtústik", "Ontustik"),
    "qostanai": ("Қостанай", "Qostanai", "Qostanai"),
    "qyzyljar": ("Қызылжар", "Qyzyljar", "Qyzyljar"),
    "saryarqa": ("Сарыарқа", "Saryarqa", "Saryarqa"),
    "semei": ("Семей", "Семей", "Semei"),
    "almaty-tv": ("Алматы", "Алматы ТВ", "Almaty TV"),
    "jetisu": ("Жетісу", "Жетысу", "Jetisu"),
    "rika-tv": ("Рика ТВ", "Рика ТВ", "Rika TV"),
    "tdk-42": ("ТДК-42", "ТДК-42", "TDK-42"),
    "qogam-tv": ("Қоғам ТВ", "Когам ТВ", "Qogam TV"),
    "alau-tv": ("Алау ТВ", "Алау ТВ", "Alau TV"),
    "pervyi-severnyi": ("Первый Северный", "Первый Северный", "Pervyy Severnyy"),
    "mtrk-petropavl": ("МТРК", "МТРК", "MTRK"),
    "irbis-tv": ("Ирбис ТВ", "Ирбис ТВ", "Irbis TV"),
    "tvk-6": ("ТВК-6", "ТВК-6", "TVK-6"),
    "novoe-tv": ("Новое телевидение", "Новое телевидение", "Novoe televidenie"),
    "otyrar-tv": ("Отырар TV", "Отырар ТВ", "Otyrar TV"),
    "aigak": ("Айғақ", "Айгак", "Aigak TV"),
    "alva-tv": ("Алва ТВ", "Алва ТВ", "Alva TV"),
    "qazaq-radiosy": ("Қазақ радиосы", "Казахское радио", "Qazaq Radio"),
    "shalqar-radiosy": ("Шалқар радиосы", "Радио Шалкар", "Shalkar Radio"),
    "astana-radiosy": ("Астана радиосы", "Радио Астана", "Radio Astana"),
    "classic-radiosy": ("Classic радиосы", "Радио Classic", "Radio Classic"),
    "tengri-fm": ("Теңгрі FM", "Тенгри FM", "Tengri FM"),
    "zhuldyz-fm": ("Жұлдыз FM", "Жулдыз FM", "Zhuldyz FM"),
    "radio-ns": ("Радио NS", "Радио NS", "Radio NS"),
    "russkoe-radio-asia": ("Русское Радио Азия", "Русское Радио Азия", "Russkoe Radio Asia"),
    "love-radio-kz": ("Love Radio Казахстан", "Love Radio Казахстан", "Love Radio Kazakhstan"),
    "avtoradio-kz": ("Авторадио Казахстан", "Авторадио Казахстан", "Avtoradio Kazakhstan"),
    "energy-fm-kz": ("Energy FM Казахстан", "Energy FM Казахстан", "NRJ Kazakhstan"),
    "retro-fm-kz": ("Ретро FM Казахстан", "Ретро FM Казахстан", "Retro FM Kazakhstan"),
    "narodnoe-radio": ("Халық радиосы", "Народное радио", "Narodnoe Radio"),
    "toi-duman-radio": ("Той Думан", "Радио Той Думан", "Toi Duman"),
    "gakku-fm": ("Гәкку FM", "Гакку FM", "Gakku FM"),
    "zhana-fm": ("Жаңа FM", "Жана FM", "Zhana FM"),
    "europa-plus-kz": ("Европа Плюс Казахстан", "Европа Плюс Казахстан", "Europa Plus Kazakhstan"),
    "orda-fm": ("Орда FM", "Орда FM", "Orda FM"),
    "radio-7-semey": ("Радио 7 Семей", "Радио 7 Семей", "Radio 7 (Semey)"),
    "radio-kn": ("Радио КН", "Радио КН", "Radio KN"),
    "radio-alau": ("Алау радио", "Радио Алау", "Radio alau"),
    "russkoe-radio-kostanay": (
        "Русское Радио Костанай",
        "Русское Радио Костанай",
        "Russkoe Radio Kostanai",
    ),
    "tandem-aktobe": ("Радио Тандем", "Радио Тандем", "Tandem Aktobe"),
    "aktobe-radio": ("Ақтөбе радиосы", "Актобе радио", "Aktobe radio"),
    "jetisu-radio": ("Жетісу радиосы", "Радио Жетысу", "Zhetisu radio"),
    "alatau-fm": ("Алатау FM", "Алатау FM", "Alatau FM"),
    "5-kanal-karaganda": ("5 арна (Қарағанды)", "5 канал (Караганда)", "5 Kanal (Karaganda)"),
    "pervyi-karagandinskii": (
        "Первый Карагандинский",
        "Первый Карагандинский",
        "Pervyi Karagandinskii",
    ),
    "business-fm-kz": ("Business FM Казахстан", "Business FM Казахстан", "Business FM Kazakhstan"),
    "hit-fm-almaty": ("Хит FM Алматы", "Хит FM Алматы", "Hit FM Almaty"),
}
#: id -> names that channels of other countries bear too (roster.md, section 7.1).
HOMONYMS = {
    "ntk": ["НТК", "NTK"],
    "stv": ["СТВ", "STV", "CTB"],
    "31-kanal": ["31 канал", "31 Kanal", "31 Channel"],
    "7-kanal": ["7 канал", "7 Kanal", "Kanal 7", "Channel 7", "TV7"],
    "mir": ["Мир", "MIR"],
    "eurasia": ["Евразия"],
    "altai": ["Алтай"],
    "tvk-6": ["ТВК-6", "TVK-6"],
    "5-kanal-karaganda": ["5 канал", "5 Kanal"],
    "russkoe-radio-asia": ["Русское Радио Азия", "Russkoe Radio Asia"],
    "lux-fm": ["Люкс FM"],
    "toi-duman-radio": ["Той Думан", "Toi Duman"],  # the television channel of that name
}

#: id -> its branches: those named for it (roster.md, sections 4 and 5).
BRANCHES = {
    "qazaqstan": (
        *("altai", "aqjaiyq", "aqtobe", "atyrau", "ertis", "jambyl", "kokshe", "mangystau"),
        *("ontustik", "qostanai", "qyzyljar", "qyzylorda", "saryarqa", "semei"),
    ),
    "russkoe-radio-asia": ("russkoe-radio-kostanay",),
}
NETWORKS = {branch: network for network, branches in BRANCHES.items() for branch in branches}

HEAD = """\
# Channels of Kazakhstan: a working list, not the ministry's. Made by tests/make_roster.py.
#
# confidence: H = an official or press source, or a dated feed list; M = two or more stored sources;
# L = one weak source or memory. conditional_access: "yes" (paid, and received with a decoder),
# "no" or "unknown", which counts as no. The keys are described in docs/roster.md; a file of your
# own can correct any of them.

id = "kz"
"""


def quoted(value: str | list[str]) -> str:
    """A text or a list of texts in TOML, which writes both as JSON does."""
    return json.dumps(value, ensure_ascii=False)


def seen_names() -> dict[str, list[str]]:
    """Channel id -> names under which guides list it, but for those noted as homonyms."""
    seen: dict[str, list[str]] = {}
    with SEEN.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            if not row["note"]:
                seen.setdefault(row["channel"], []).append(row["name_seen"].strip())
    return seen


def entry(row: dict[str, str], seen: list[str]) -> str:
    """The table of one channel."""
    written = [row["name"], *filter(None, row["aliases"].split("|")), *seen]
    names = NAMES.get(row["id"], (row["name"],) * 3)
    missing = set(names) - set(written)
    if missing:
        raise ValueError(f"{row['id']}: {missing} stand neither in the list nor in its aliases")
    aliases = [name for name in dict.fromkeys(written) if name not in names]
    languages = zip(("kk", "ru", "en"), names, strict=True)
    lines = [
        "[[channel]]",
        f"id = {quoted(row['id'])}",
        "names = { " + ", ".join(f"{key} = {quoted(name)}" for key, name in languages) + " }",
        f"medium = {quoted(row['medium'])}",
        f"tier = {quoted(row['tier'])}",
        f"city = {quoted(row['city'])}",
        f"zone = {quoted(row['zone'])}",
    ]
    if row["coverage_zones"] != row["zone"]:
        lines.append(f"coverage_zones = {quoted(row['coverage_zones'].split(';'))}")
    if row["domestic"] != "yes":
        lines.append("foreign = true")
    if row["id"] in NETWORKS:
        lines.append(f"network = {quoted(NETWORKS[row['id']])}")
    lines.append(f"conditional_access = {quoted(row['conditional_access'])}")
    if row["xmltv_id"]:
        lines.append(f"xmltv_id = {quoted(row['xmltv_id'])}")
    if aliases:
        lines.append(f"aliases = {quoted(aliases)}")
    if row["id"] in HOMONYMS:
        lines.append(f"homonyms = {quoted(HOMONYMS[row['id']])}")
    lines.append(f"confidence = {quoted(row['confidence'])}")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the roster anew."""
    seen = seen_names()
    with ROSTER.open(encoding="utf-8-sig", newline="") as stream:
        tables = [entry(row, seen.get(row["id"], [])) for row in csv.DictReader(stream)]
    MADE.parent.mkdir(exist_ok=True)
    MADE.write_text("\n".join([HEAD, *tables]), encoding="utf-8")


if __name__ == "__main__":
    main()
