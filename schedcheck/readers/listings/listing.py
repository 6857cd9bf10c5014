"""Press-office listings: lines of a document, day by day, as a schedule frame.

The one grammar of all readers whose sources are running text; the forms it knows are told in
``docs/formats.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import PurePath

from schedcheck.messages import Message, msg
from schedcheck.readers import row_faults
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.listings import around
from schedcheck.readers.listings.days import ListedProgramme, days_in_doubt, frame_of
from schedcheck.readers.listings.lines import (
    Entry,
    Line,
    entries_of,
    is_double_spaced,
    names_days,
    parted_title,
    put_marks_above,
    put_titles_above,
    take_clock_heads,
)
from schedcheck.readers.listings.other_lines import (
    ABOUT_MARKS,
    is_of_adults,
    mark_of_others,
    says_of_all,
    start_behind,
    tell_halves_of_days,
)
from schedcheck.readers.listings.second_clocks import TWO_CLOCKS, read_second_clocks
from schedcheck.readers.listings.state import SHOWN, State
from schedcheck.readers.row_faults import DAY_HEADING, HOURS
from schedcheck.readers.values.age_names import has_mark
from schedcheck.readers.values.channel_names import channel_in
from schedcheck.readers.values.clock_names import (
    by_letters,
    clock_beside,
    clock_heading,
    letters_beside,
    place_beside,
    unknown_clock,
    zone_in,
)
from schedcheck.readers.values.clock_times import (
    UNKNOWN_ZONE,
    begins_with_zone,
    known_zone,
)
from schedcheck.readers.values.day_headings import date_at_head, dates_in, span_in
from schedcheck.readers.values.leading_times import Lead, holds_another, may_say_more, runs
from schedcheck.readers.values.slipped_days import is_day_alone, is_like_heading, is_other_weekday
from schedcheck.readers.values.trailing_times import until
from schedcheck.readers.values.words import LOCAL, fold, pattern, tidy
from schedcheck.readers.values.years import known_years
from schedcheck.schedule.account import End, Places, Unit
from schedcheck.schedule.building import make_frame
from schedcheck.schedule.reading import Fault, Reading
from schedcheck.zones import same_clock

_SAMPLES = 5
_MOST = 0.8
_MIDNIGHT, _LONGEST_DAY = 6 * 3600, 40  # a clock that goes back by more may have passed midnight
_NAMES_CLOCK = msg("line that names a clock")
_NO_PROGRAMME = msg("belongs to no programme")
_STRAY = msg(
    "a clock reading or an age mark in a line that belongs to no programme; begin it with the "
    "start, such as 21:30"
)
_OTHER_DAY = msg(
    "the date after the start differs from the heading above; leave only one of the two, or put "
    "the date before the start"
)
_NO_DAY = msg("no heading of a day that is understood above it; print one")


def looks_like_listing(lines: Sequence[Line]) -> bool:
    """Whether at least two lines begin with clock readings, and one names a day."""
    entries = entries_of(lines)
    leads = sum(entry.lead is not None for entry in entries)
    return leads > 1 and any(
        entry.name is not None or next(dates_in(entry.text), None) for entry in entries
    )


def read_listing(  # noqa: PLR0913 - a listing, and what is known of it
    lines: Sequence[Line],
    file: str,
    options: ReadOptions,
    modified: date | None = None,
    places: Places | None = None,
    *,
    bare: bool = False,
) -> Reading:
    """The programmes of a listing, with a fault for every line that may be one and is not read.

    ``modified``: the day the document was last changed, for headings that print no year.
    ``places``: the account of the lines, where it is not one of these alone. ``bare``: programmes
    elsewhere have no mark. Never raises for what stands in the lines.
    """
    places = places or line_places(lines)
    reading = Reading("listing", make_frame({}, 0))
    entries = entries_of(lines)
    first = next((at for at, one in enumerate(entries) if one.lead or one.name), len(entries))
    above, body = entries[:first], entries[first:]
    stem = PurePath(file).stem
    years = known_years(around.texts_around(above, body), "", options.week, file, modified)
    names = [entry.name for entry in body if entry.name is not None]
    days = days_in_doubt(body, years.dates_of(names))
    reading.notes += years.used.values()
    state = State(
        file,
        options,
        reading,
        places,
        day=around.only_day(above, stem, options.week) if not names else None,
    )
    if state.day is not None:
        reading.notes.append(
            msg("all programmes are of %(date)s, the one date given", date=state.day)
        )
    put_titles_above(body)
    put_marks_above(body)
    take_clock_heads(body)
    read_second_clocks(body, state)
    tell_halves_of_days(body, state)
    leads = [entry for entry in body if entry.lead and entry.lead.text]
    marked = sum(has_mark(entry.text) or entry.line.marks != "" for entry in leads)
    state.marked, state.all_marked = marked * 2 > len(leads), marked == len(leads)
    _walk(body, days, state)
    zone = _zone(above, options, state)
    around.put_above(above, leads, state, zone, bare=bare)
    reading.notes += around.notes_around(above, state.strays, stem)
    named = channel_in([entry.text for entry in above], options.known)
    if named:
        reading.names[""] = named
    if zone is not None:
        reading.notes.append(msg("its heading says that its clock is that of %(zone)s", zone=zone))
    reading.frame = frame_of(state.programmes, file, options.channel or "", zone, reading, places)
    reading.faults += _passed_over(lines, file, places)
    reading.account = places.counts()
    order = {entry.line.place: at for at, entry in enumerate(entries)}
    reading.faults.sort(key=lambda fault: order[fault.place])
    return reading


def _passed_over(lines: Sequence[Line], file: str, places: Places) -> list[Fault]:
    """A fault for each of the first lines of which nothing was said while they were read."""
    left = [line for at, line in enumerate(lines) if places.is_open(at)]
    return [
        Fault(
            "unaccounted",
            file,
            line.place,
            " ".join(line.text.split())[:SHOWN],
            row_faults.PASSED_OVER,
        )
        for line in left[:_SAMPLES]
    ]


def line_places(lines: Sequence[Line]) -> Places:
    """A place for each line that is not blank."""
    return Places.of(Unit.LINE, (tidy(line.text) != "" for line in lines))


def _walk(
    body: Sequence[Entry],
    days: Sequence[date | Message],
    state: State,
) -> None:
    spacing = is_double_spaced(body)
    heading = 0
    for at, entry in enumerate(body):
        following = body[at + 1] if at + 1 < len(body) else None
        if entry.name is not None or entry.lead is not None:
            _drop_untitled(state, entry)
        if entry.name is not None:
            day = days[heading]
            again = entry.dated and state.day is not None and state.day == day
            state.day = None if isinstance(day, Message) else day
            heading, state.block, state.last = heading + 1, state.block + (not again), []
            state.put(entry, End.STRUCTURE, DAY_HEADING)
            if isinstance(day, Message):
                state.fault(entry, day)
            _take_clock(entry, state)
        elif entry.lead is not None:
            _add(entry, following, state)
        elif entry.text and _is_lost_day(entry.text, following, state):
            state.fault(entry, row_faults.LOST_DATE)
            state.day, state.last = None, []
        elif entry.text and not _change_clock(entry, following, state):
            _add_text(entry, following, state, spacing=spacing)
    _drop_untitled(state, None)
    _tell_clock_elsewhere(state)


def _tell_clock_elsewhere(state: State) -> None:
    """Report the line that names a clock, if no programme is under it yet."""
    if state.clock is not None and not state.options.source_zone:
        state.fault(state.clock, msg(row_faults.CLOCK_ELSEWHERE.text, zone=state.zone))
        state.clock = None


def _take_clock(entry: Entry, state: State) -> None:
    """Take the clock that the heading of a day names beside it, for the programmes under it."""
    zone = clock_beside(entry.text)
    if zone is not None and zone != state.zone:
        state.zone = (state.options.zone or "") if zone == LOCAL else zone
        words = msg("its heading says that its clock is that of %(zone)s", zone=zone)
        state.reading.notes.append(words)
    elif zone is None:
        _tell_unknown_clock(entry, state.options, state)
        beside = place_beside(entry.text)
        if beside and not state.options.source_zone and not same_clock(beside, state.options.zone):
            state.fault(entry, msg(row_faults.PLACE_BESIDE.text, zone=beside))


def _change_clock(entry: Entry, following: Entry | None, state: State) -> bool:
    """Whether a line between the programmes names the clock of those under it."""
    # elsewhere a title may go on with a city
    alone = not state.last or state.zone != "" or by_letters(entry.text)
    if not clock_heading(entry.text, alone=alone) or state.untitled is not None:
        return False
    zone = zone_in(entry.text)
    _tell_unknown_clock(entry, state.options, state)
    if zone is None:
        named = unknown_clock(entry.text) != ""
        if named:
            state.put(entry, End.STRUCTURE, _NAMES_CLOCK)
        return named
    state.put(entry, End.STRUCTURE, _NAMES_CLOCK)
    before = state.zone or state.options.zone or ""
    state.zone = (state.options.zone or "") if zone == LOCAL else zone
    state.clock = entry if state.zone != before else None
    if state.clock and state.last and following is not None and following.name is not None:
        # below the programmes of its day: it may be theirs as well as that of the next day
        _tell_clock_elsewhere(state)
    state.last = []
    return True


def _drop_untitled(state: State, following: Entry | None) -> None:
    """A clock reading without a title: a range alone heads a block, anything else is a fault."""
    entry, state.untitled = state.untitled, None
    if entry is None or entry.lead is None:
        return
    if entry.lead.text:
        _place(entry, [entry.lead], state)
    elif following is None or entry.lead.showings[0].stop is None:
        state.fault(entry, row_faults.NO_TITLE)
    else:
        state.put(entry, End.STRUCTURE, HOURS)


def _add(entry: Entry, following: Entry | None, state: State) -> None:
    lead = entry.lead
    if lead is None:
        return
    if set(lead.text) <= set("-–—"):
        state.untitled, state.last = entry, []
        return
    after = following.start if following is not None and following.lead else None
    _place(entry, list(runs(lead, after)) if len(lead.showings) == 1 else [lead], state)


def _place(entry: Entry, leads: Sequence[Lead], state: State) -> None:
    """The programmes of one line, under the day that it stands under."""
    state.last = []
    if state.day is None:
        state.fault(entry, _NO_DAY)
        return
    for lead in leads:
        if any(showing.zone == UNKNOWN_ZONE for showing in lead.showings):
            state.fault(entry, row_faults.BAD_ZONE)
            continue
        title, other = parted_title(lead.text)
        other += [entry.line.more] if entry.line.more else []
        if not title:
            state.fault(entry, row_faults.NO_TITLE)
            continue
        if holds_another(title):
            state.fault(entry, TWO_CLOCKS)
            continue
        if begins_with_zone(title):
            state.fault(entry, row_faults.BAD_ZONE)
            continue
        if date_at_head(title) not in {None, state.day}:
            state.fault(entry, _OTHER_DAY)
            continue
        group = []
        for showing in lead.showings:
            stop = showing.stop
            if stop is None and len(lead.showings) == 1:
                stop = until(lead.text)
            line = entry.line
            group.append(
                ListedProgramme(
                    line.place,
                    state.day,
                    state.block,
                    showing.start,
                    stop,
                    title,
                    other,
                    line.marks,
                    zone=showing.zone or state.zone,
                    at=entry.at,
                )
            )
        group[0].first, state.clock = True, None
        state.programmes += group
        state.last = group


def _add_text(entry: Entry, following: Entry | None, state: State, *, spacing: bool) -> None:
    """A line of text: the title that was missing, more about the programme above, or a stray."""
    if entry.doubtful:
        state.fault(entry, row_faults.DOUBTFUL)
    waiting = state.untitled
    if waiting is not None and waiting.lead is not None:
        state.untitled = None
        state.put(entry, End.TEXT)
        lead = Lead(waiting.lead.showings, " | ".join(entry.text.split("\t")))
        _place(waiting, [lead], state)
        return
    if entry.doubtful:
        # what it says, its mark too, may be another programme's than the one above
        state.last = []
        return
    goes_on = not entry.spaced or spacing or entry.text[0] in "(/" or entry.text[0].islower()
    if says_of_all(entry, state):
        state.put(entry, End.STRUCTURE, ABOUT_MARKS)
        state.strays.append(entry)
        state.last = []
        return
    changed = (
        mark_of_others(entry, state)
        or start_behind(entry, following, state)
        or around.changed_below(entry, state.options, zone=state.zone, after_one=bool(state.last))
    )
    if changed is not None:
        state.fault(entry, changed)
        state.last = []
        return
    if state.last and goes_on:
        for programme in state.last:
            programme.go_on(" | ".join(entry.text.split("\t")))
        state.put(entry, End.TEXT)
    else:
        if may_say_more(entry.text) or (not state.all_marked and is_of_adults(entry.text)):
            state.fault(entry, _STRAY)
        state.put(entry, End.LEFT_OUT, _NO_PROGRAMME)
        state.strays.append(entry)
        state.last = []


def _is_lost_day(text: str, following: Entry | None, state: State) -> bool:
    """Whether a line between the programmes heads a day that is not understood: it has a slip, is
    a weekday or number alone, or prints several days, not as a page does, where the clock turns.
    """
    before, timed = state.last[-1].start if state.last else 0, following and following.lead
    back = before - following.start if following is not None and timed else 0
    day = state.day if timed and state.last else None
    if day and (is_other_weekday(text, day) or is_day_alone(text)):
        return True
    slightly = 0 < back <= _MIDNIGHT and len(text) <= _LONGEST_DAY
    if not (slightly or is_like_heading(text) or (back > 0 and names_days(text))):
        return False
    span = span_in(text, state.day.year if state.day else None)
    return span is None or state.day is None or not span.first <= state.day <= span.last


def _zone(above: Sequence[Entry], options: ReadOptions, state: State) -> str | None:
    """The zone that the heading of a listing says its clock is in, if not the channel's own."""
    for entry in above:
        if pattern("clock").search(fold(entry.text)) or clock_heading(entry.text, alone=True):
            zone = zone_in(entry.text)
            _tell_unknown_clock(entry, options, state)
            if zone not in {None, LOCAL, options.zone} and known_zone(str(zone)):
                return zone
    return None


def _tell_unknown_clock(entry: Entry, options: ReadOptions, state: State) -> None:
    """Tell that a line names a clock for which no zone is known."""
    heads = clock_heading(entry.text)
    place = unknown_clock(entry.text) if heads else letters_beside(entry.text)
    if place and not options.source_zone and not options.known(place):
        state.fault(entry, msg(row_faults.UNKNOWN_CLOCK.text, place=place))
