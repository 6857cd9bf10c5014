#!/usr/bin/env bash
# Package: mpd-parser 1.4.0 (npm), by which video.js reads MPEG-DASH
# Expected: an event of a manifest, here that a programme of 18 begins, is at the start of its period plus its own time
#   less presentationTimeOffset, as segments are: 23:10 in a period that begins at 23:00, where the clock of the stream
#   goes on from the period before.
# Seen: the offset of events is left out of the calculation, and handed over beside the wrong result: the event of 23:10
#   is at 00:10, an hour after the programme has begun. The offset of segments is taken away where it belongs, in a
#   timeline, and where it does not, in a template with a duration, whose segments are counted from the start of the
#   period: the first one of 23:00 is at 22:00. No error.
# Source: ISO/IEC 23009-1, 5.10.2 (EventStream@presentationTimeOffset, its difference to the time of an event is relative
#   to the start of the period), and DASH-IF guidelines, "Events"; README of mpd-parser, which names no limit.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --prefix "$work" --silent --no-audit --no-fund mpd-parser@1.4.0 > npm.log

cat > read.mjs <<'JS'
import {parse} from 'mpd-parser';

const evening = Date.parse('2026-03-04T22:00:00Z');
const clock = (seconds) => new Date(evening + seconds * 1000).toISOString().slice(11, 19);
const period = (number, start, offset, template, events) => `
  <Period id="${number}" start="PT${start}H" duration="PT1H">${events}<AdaptationSet mimeType="video/mp4">
  <SegmentTemplate timescale="1" media="${number}-$Number$.m4s" initialization="i.mp4" presentationTimeOffset="${offset}" ${template}
  <Representation id="v" bandwidth="1000" codecs="avc1.4d401e"/></AdaptationSet></Period>`;
const DURATION = 'duration="600"/>';
const show = (name, template, events) => {
  const {eventStream, playlists} = parse(`<?xml version="1.0"?>
    <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT2H"
     profiles="urn:mpeg:dash:profile:isoff-on-demand:2011">${period(1, 0, 0, DURATION, '')}${period(2, 1, 3600, template, events)}</MPD>`,
  {manifestUri: 'evening.mpd'});
  const [{start, end, messageData}] = eventStream;
  const first = playlists[0].segments.find(({uri}) => uri === '2-1.m4s');
  console.log(`${name}: ${messageData} from ${clock(start)} to ${clock(end)}, first segment of the period ${clock(first.presentationTime)}`);
};
const stream = (scale, offset, time) => `<EventStream schemeIdUri="urn:example:rating" value="1" timescale="${scale}"
  ${offset ? `presentationTimeOffset="${offset * scale}"` : ''}><Event presentationTime="${time * scale}" duration="${60 * scale}" id="1">18+</Event></EventStream>`;
const TIMELINE = '><SegmentTimeline><S t="3600" d="600" r="5"/></SegmentTimeline></SegmentTemplate>';
show('event at ten minutes, no offset; segments by timeline', TIMELINE, stream(1000, 0, 600));
show('event at seventy minutes less an hour; segments by timeline', TIMELINE, stream(1000, 3600, 4200));
show('the same at 90000; segments by duration', DURATION, stream(90000, 3600, 4200));
JS
seen=$(node read.mjs)
printf '%s\n' "$seen"
known='event at ten minutes, no offset; segments by timeline: 18+ from 23:10:00 to 23:11:00, first segment of the period 23:00:00
event at seventy minutes less an hour; segments by timeline: 18+ from 00:10:00 to 00:11:00, first segment of the period 23:00:00
the same at 90000; segments by duration: 18+ from 00:10:00 to 00:11:00, first segment of the period 22:00:00'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
