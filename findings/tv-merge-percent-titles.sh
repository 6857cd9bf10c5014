#!/usr/bin/env bash
# Package: xmltv-util 1.2.1-1 (Debian 12), with the Perl packages that it depends on
# Expected: tv_merge writes the programmes as they are in the two guides; the option -t adds a line with a document
#   type to the file and changes nothing else, so that it can be validated.
# Seen: with -t the whole guide is the pattern of a printf. Titles lose what follows a percent sign, or get a
#   number: "100% disco" is "100 0isco", "50% cocoa" has the character NUL, so that the file is no XML any more, and
#   "Top 5%% club" has one sign less. Without -t they are right. A Russian letter after the sign is no pattern, and
#   such titles stay. The exit code is 0; only standard error has a word of it.
#   An advertisement of five minutes in the second guide takes away the film of three hours that it overlaps, and
#   its age mark, and leaves a hole from 23:00 to 01:55.
# Source: tv_merge(1) (-t: "add a suitable <DOCTYPE> tag"; programmes that overlap are deleted); XML 1.0, 2.2.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir -p lists/partial archives/partial
apt=(-qq -o "Dir::State::Lists=$work/lists" -o "Dir::Cache::Archives=$work/archives" -o APT::Sandbox::User=root
  -o Debug::NoLocking=1)
apt-get "${apt[@]}" update
apt-get "${apt[@]}" --yes --no-install-recommends --download-only install xmltv-util=1.2.1-1 > apt.log
for package in archives/*.deb; do dpkg-deb --extract "$package" tree; done
export PERL5LIB=$work/tree/usr/share/perl5:$work/tree/usr/lib/$(uname -m)-linux-gnu/perl5/5.36

cat > make.py <<'PY'
def guide(name, *programmes):
    rows = "".join(
        f'<programme start="{start} +0500" stop="{stop} +0500" channel="ktk.kz"><title>{title}</title>{more}</programme>\n'
        for start, stop, title, more in programmes
    )
    with open(name, "w", encoding="utf-8") as file:
        file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<tv><channel id="ktk.kz"><display-name>KTK</display-name></channel>\n{rows}</tv>\n')

guide(
    "guide.xml",
    ("20260304200000", "20260304210000", "100% disco", ""),
    ("20260304210000", "20260304220000", "На 100% своя", ""),
    ("20260304220000", "20260304230000", "Top 5%% club", ""),
    ("20260304230000", "20260305020000", "Film", "<rating><value>18+</value></rating>"),
    ("20260305020000", "20260305030000", "50% cocoa", ""),
)
guide("new.xml", ("20260305015500", "20260305020000", "Advertisement", ""))
PY
python3 make.py
cat > show.py <<'PY'
import re

for name in ("plain.xml", "typed.xml"):
    with open(name, encoding="utf-8") as file:
        print(name, *map(repr, re.findall("<!DOCTYPE tv|(?<=<title>).*?(?=</title>)|(?<=<value>).*?(?=</value>)", file.read())))
PY
merge=tree/usr/bin/tv_merge
perl "$merge" -q -i guide.xml -m new.xml -o plain.xml
perl "$merge" -q -t -i guide.xml -m new.xml -o typed.xml 2> warnings.txt
seen=$(python3 show.py)
printf '%s\n' "$seen"
known="plain.xml '100% disco' 'На 100% своя' 'Top 5%% club' 'Advertisement' '50% cocoa'
typed.xml '<!DOCTYPE tv' '100 0isco' 'На 100% своя' 'Top 5% club' 'Advertisement' '50\x00ocoa'"
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
