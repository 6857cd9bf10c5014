#!/usr/bin/env bash
# Package: pandas 3.1.1 and lxml 6.1.3 (PyPI)
# Expected: read_xml with iterparse, which is for large guides, puts the values of the elements that are asked for under
#   the names that are given for them, in the order of the two lists; and what a programme is read as does not depend on
#   the programmes before it, nor on where in the file it stands.
# Seen: names go to the elements in the order in which the file has them first. If the first programme has no year, the
#   column of years holds the ages and the column of ages the years, in the whole guide; without names it is right. Where
#   an element is asked for twice, as two titles or an age and the stars are, an element that begins at the edge of a
#   block of the parser (32 KiB in lxml, 16 KiB in etree) is taken before its text is read, and the text goes into the
#   next column: 18+ among the stars and no age, the Kazakh title under the Russian one, or no title. 50 programmes have
#   none of these, 4,000 have several, and a comment at the top of the file makes it other ones. No warning.
# Source: pandas documentation, read_xml (iterparse: elements or attributes that are descendants of the repeated element;
#   names: "rename original element names and distinguish same named elements"); documentation of ElementTree, iterparse
#   (at "start" the attributes are there, the text may not be); pandas issues 47483 and 51183, from which names came.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install pandas==3.1.1 lxml==6.1.3

cat > read.py <<'PY'
import pandas

def read(programmes, elements, comment="", **options):
    with open("guide.xml", "w") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<tv>' + comment + "\n".join(programmes) + "</tv>")
    return pandas.read_xml("guide.xml", iterparse={"programme": elements}, dtype=str, **options)

def programme(start, titles, year, age, stars=""):
    return (
        f'<programme start="{start}" channel="ktk.kz">' + "".join(f"<title>{title}</title>" for title in titles)
        + (f"<date>{year}</date>" if year else "") + f"<rating><value>{age}</value></rating>"
        + (f"<star-rating><value>{stars}</value></star-rating>" if stars else "") + "</programme>"
    )

news = programme(20260302200000, ["News"], None, "6+")
film = programme(20260302203000, ["Film"], 2012, "18+")
elements, names = ["start", "title", "date", "value"], ["start", "title", "year", "age"]
for title, guide in (("film first", [film, news]), ("news first", [news, film])):
    row = read(guide, elements, names=names).set_index("title").loc["Film"]
    plain = read(guide, elements).set_index("title").loc["Film"]
    print(f"{title}: the film is of {row['year']}, age {row['age']}; without names {plain['date']}, {plain['value']}")

titles = [(f"Kino {number}", f"Film {number}") for number in range(4000)]
for parser in ("lxml", "etree"):
    for count, comment in ((50, ""), (4000, ""), (4000, "<!-- made by a station -->")):
        guide = [programme(20260302000000 + number, titles[number], None, "18+", "8/10") for number in range(count)]
        frame = read(
            guide, ["start", "title", "title", "value", "value"], comment, parser=parser,
            names=["start", "kk", "ru", "age", "stars"],
        )
        frame = frame.astype(object).where(frame.notna(), None)
        rows = enumerate(frame[["kk", "ru", "age", "stars"]].itertuples(index=False, name=None))
        wrong = [(number, *row) for number, row in rows if row != (*titles[number], "18+", "8/10")]
        print(f"{parser}, {count} programmes{', a comment' if comment else ''}: {len(wrong)} wrong")
        for row in wrong[:4]:
            print("  ", *row)
PY
seen=$(venv/bin/python read.py)
printf '%s\n' "$seen"
known="film first: the film is of 2012, age 18+; without names 2012, 18+
news first: the film is of 18+, age 2012; without names 2012, 18+
lxml, 50 programmes: 0 wrong
lxml, 4000 programmes: 3 wrong
   1539 None Kino 1539 18+ 8/10
   2218 Kino 2218 None 18+ 8/10
   2727 Kino 2727 Film 2727 18+ None
lxml, 4000 programmes, a comment: 3 wrong
   858 Kino 858 Film 858 None 18+
   2218 None Kino 2218 18+ 8/10
   2897 Kino 2897 None 18+ 8/10
etree, 50 programmes: 0 wrong
etree, 4000 programmes: 14 wrong
   172 Kino 172 None 18+ 8/10
   429 Kino 429 Film 429 18+ None
   515 Kino 515 Film 515 None 18+
   1454 Kino 1454 None 18+ 8/10
etree, 4000 programmes, a comment: 15 wrong
   86 Kino 86 None 18+ 8/10
   172 None Kino 172 18+ 8/10
   515 Kino 515 None 18+ 8/10
   772 Kino 772 Film 772 18+ None"
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
