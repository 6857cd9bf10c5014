"""The reasons and names that readers share: why a row could not be read, as what places ended."""

from __future__ import annotations

from schedcheck.messages import N_, msg

NO_DATE = msg("no date in this row, and none is known from a row above it; print one")

BAD_DATE = msg("the date is not understood; write it as 2024-03-04 or 04.03.2024")
NO_START = msg("a title without a start; print one, such as 21:30")
BAD_START = msg("the start is not understood; write it as 21:30")
NO_TITLE = msg("a start without a title; print one, or leave the row out")
NOT_UNDERSTOOD = msg("neither a programme nor a date; leave the row out if it says nothing")
LOST_DATE = msg(
    "perhaps the heading of a day, but not a date that is understood: the rows under it have none; "
    "write it as 2024-03-04 or 04.03.2024"
)
MANY_YEARS = msg(
    "the dates are of many years, a day or two of each: is the year first? write them as "
    "2024-03-04 or 04.03.2024"
)
TWO_DATES = msg(
    "several days in one row, which are not the same: the rows under it have no date; print one"
)
TOO_LONG = msg("has more cells than the header: is there a delimiter inside a text? quote it")
ABOVE = msg("a time and a text above the row with the headings; put it below, or leave it out")
BAD_ZONE = msg("the zone is not understood; write it as +05:00 or Asia/Almaty")
#: ``place`` is what a heading names.
UNKNOWN_CLOCK = msg(
    "no zone is known for the clock of “%(place)s”: it was read as the channel's own; say which it "
    "is with --source-zone, or write its offset there, such as UTC+5"
)
#: ``zone`` is that of a city beside a day.
PLACE_BESIDE = msg(
    "names a place of %(zone)s beside the day: if the times are on its clock, say so with "
    "--source-zone; they were read as the channel's own"
)
#: ``zone`` is that of a city that a page says was chosen on it.
PLACE_CHOSEN = msg(
    "names a place of %(zone)s: if the times are on its clock, say so with --source-zone; they "
    "were not read so"
)
#: ``zone`` is that of the clock that a text names, which is not above the programmes.
CLOCK_ELSEWHERE = msg(
    "names the clock of %(zone)s, but not above the programmes, which were read on the channel's "
    "own: write it above them, or say which it is with --source-zone"
)
#: ``zone`` is that of the clock that the name of a table's file names.
FILE_NAMES_CLOCK = msg(
    "the name of the file names the clock of %(zone)s, and nothing in the table does: it was read "
    "as the channel's own; say which it is with --source-zone"
)
#: ``words`` are those of a heading, or the name of a sheet.
SHIFTED_FEED = msg(
    "“%(words)s” may mean a feed that is shifted in time: its clock may not be the one seen here; "
    "say which with --source-zone"
)
BAD_STOP = msg("the end is not understood and is taken as not printed; write it as 21:30")
WRONG_STOP = msg(
    "the end is not after the start, and can hardly be of the day after: it is taken as not "
    "printed; correct the start or the end"
)
BAD_LENGTH = msg("the duration is not understood and is taken as not printed; write it as 1:30:00")
DOUBT = msg(
    "the clock goes back without a new date: perhaps the date of a day is missing or wrong; "
    "print the date in each row"
)
#: What looks like a clock reading at the head of a line or cell, and may be none.
DOUBTFUL = msg(
    "begins like a clock time, but was not read as one; write it as 06:30, or put "
    "the text before it"
)
REPEAT = msg(
    "the time of a repeat is next to the programme, and is not judged: write the repeat in a "
    "row of its own, with its date"
)
OTHER_TIME = msg(
    "a text of the programme says that it is on air at another time, which is not judged: correct "
    "one of the two, or write the other showing in a row of its own, with its date"
)
#: Of a text with two programmes.
ANOTHER = msg(
    "there is another time inside the text: only the programme that begins the line was read; "
    "put each programme on a line of its own"
)
PASSED_OVER = msg(
    "it ended as nothing: neither as a programme nor as anything else that has a name; this is an "
    "error of the program: please report it with the file"
)
ERROR = msg("a spreadsheet error in place of the age mark; correct the formula")

LOST_MARK = msg(
    "an adult mark in the file that no programme which was read has; look at the place, and "
    "write the mark next to its programme"
)

#: Why a binary Word document was not converted: where this changes, another run may read the same.
NO_LIBREOFFICE = msg(
    "a binary Word document (.doc), which is read by way of LibreOffice, and that is "
    "not installed here; open it in Word or LibreOffice and save it as .docx"
)
LIBREOFFICE_SLOW = N_(
    "LibreOffice did not convert this binary Word document within %(seconds)d s; "
    "open it in Word and save it as .docx"
)

#: As what structure places ended, or why they were left out: the names in accounts.
ABOVE_ALL = msg("text above the schedule")
HEADINGS = msg("headings of columns")
DAY_HEADING = msg("heading of a day")
RULED = msg("line drawn between rows")
TOTALS = msg("sum of the rows above")
PAGE = msg("number of a page")
BELOW = msg("text below the programmes")
HOURS = msg("range of hours above programmes")
SECONDARY = msg("secondary event, such as a logo")
STRUCK = msg("struck through or deleted")
HIDDEN = msg("hidden text of a document")
