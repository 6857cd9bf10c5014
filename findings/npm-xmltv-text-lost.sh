#!/usr/bin/env bash
# Package: @iptv/xmltv 1.0.1 and epg-parser 0.5.0 (npm)
# Expected: a title is the same title whether it is written plainly, in CDATA, with a comment in it or
#   with character references: the four are equal in XML.
# Seen: in CDATA the title is "![CDATA[Film (18+)]]" for one parser and missing for the other; a
#   comment takes the whole title away in one and what follows it in the other; &#40; stays as five
#   signs in both, so that "(18+)" is not found. No error. @iptv/xmltv then writes the CDATA title back
#   with a bare "&" in it, which is no XML any more.
# Source: XML 1.0, 2.4, 2.5, 2.7 and 4.1. (Their errors in reading starts are another matter.)
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --prefix "$work" --silent --no-audit --no-fund @iptv/xmltv@1.0.1 epg-parser@0.5.0 > npm.log

cat > read.mjs <<'JS'
import epgParser from 'epg-parser';
import { parseXmltv, writeXmltv } from '@iptv/xmltv';
const guide = (title) =>
  '<?xml version="1.0" encoding="UTF-8"?><tv><channel id="k"><display-name>K</display-name></channel>' +
  `<programme start="20240304213000 +0500" stop="20240304230000 +0500" channel="k"><title>${title}</title></programme></tv>`;
const titles = {
  plain: 'Film (18+)',
  cdata: '<![CDATA[Film (18+)]]>',
  comment: 'Film <!-- x -->(18+)',
  reference: 'Film &#40;18+)',
};
for (const [form, title] of Object.entries(titles)) {
  console.log(form, '@iptv/xmltv', JSON.stringify(parseXmltv(guide(title)).programmes[0].title[0]._value ?? null));
  console.log(form, 'epg-parser', JSON.stringify(epgParser.parse(guide(title)).programs[0].title[0].value ?? null));
}
const again = writeXmltv(parseXmltv(guide('<![CDATA[Film & concert (18+)]]>')));
console.log('written again', again.match(/<title>.*<\/title>/)[0]);
JS
seen=$(node read.mjs)
printf '%s\n' "$seen"
known='plain @iptv/xmltv "Film (18+)"
plain epg-parser "Film (18+)"
cdata @iptv/xmltv "![CDATA[Film (18+)]]"
cdata epg-parser null
comment @iptv/xmltv null
comment epg-parser "Film"
reference @iptv/xmltv "Film &#40;18+)"
reference epg-parser "Film &#40;18+)"
written again <title>![CDATA[Film & concert (18+)]]</title>'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
