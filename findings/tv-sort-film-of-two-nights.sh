#!/usr/bin/env bash
# Package: xmltv-util 1.2.1-1 (Debian 12), with the Perl packages that it depends on
# Expected: sorting a guide changes the order of its programmes. Where an end is guessed, as the manual says it is, a
#   programme that prints its own length, 95 minutes, gets that end, and the last one before a day without listings
#   gets none, as the last one of the file.
# Seen: each programme ends where the next one of its channel begins, whatever lies between. The film of 22:30 on
#   Wednesday, 95 minutes long, ends at 06:00 on Friday: a film of age 18 that is lawful at night is now on air all
#   Thursday. The attribute looks like a printed one, and there is no warning. tv_cat, given the same file, adds
#   nothing; tv_merge and the manual of tv_grep ask for a guide that went through tv_sort.
# Source: tv_sort(1) ("guess them from the start time of the next programme"), tv_merge(1), tv_grep(1), BUGS; XMLTV DTD,
#   length (how long the programme is without advertisements) and stop (optional).
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

cat > guide.xml <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tv SYSTEM "xmltv.dtd">
<tv>
  <channel id="ktk.kz"><display-name>KTK</display-name></channel>
  <programme start="20260304203000 +0500" channel="ktk.kz"><title>Show</title></programme>
  <programme start="20260304223000 +0500" channel="ktk.kz"><title>Film</title><length units="minutes">95</length><rating><value>18+</value></rating></programme>
  <programme start="20260306060000 +0500" channel="ktk.kz"><title>Morning</title></programme>
</tv>
XML
seen=$(for tool in tv_cat tv_sort; do
  echo "$tool"
  perl "tree/usr/bin/$tool" guide.xml 2>&1 | grep -o -E 'start=.* channel|<title>.*</title>|<length.*/length>|<value>.*</value>'
done)
printf '%s\n' "$seen"
known='tv_cat
start="20260304203000 +0500" channel
<title>Show</title>
start="20260304223000 +0500" channel
<title>Film</title>
<length units="minutes">95</length>
<value>18+</value>
start="20260306060000 +0500" channel
<title>Morning</title>
tv_sort
start="20260304203000 +0500" stop="20260304223000 +0500" channel
<title>Show</title>
start="20260304223000 +0500" stop="20260306060000 +0500" channel
<title>Film</title>
<length units="minutes">95</length>
<value>18+</value>
start="20260306060000 +0500" channel
<title>Morning</title>'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
