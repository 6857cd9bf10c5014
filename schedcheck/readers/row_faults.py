"""Why a row could not be read, and the way out: the reasons that tables and listings share."""

from __future__ import annotations

from schedcheck.messages import said

NO_DATE = said("no date stands in this row or is known from a row above it; print one")

BAD_DATE = said("the date is not understood; write it as 2024-03-04 or 04.03.2024")
NO_START = said("a title without a start; print one, such as 21:30")
BAD_START = said("the start is not understood; write it as 21:30")
NO_TITLE = said("a start without a title; print one, or leave the row out")
NOT_UNDERSTOOD = said("neither a programme nor a date; leave the row out if it says nothing")
LOST_DATE = said(
    "perhaps the heading of a day, but no date that is understood: the rows under it have none; "
    "write it as 2024-03-04 or 04.03.2024"
)
TOO_LONG = said("has more cells than the header: is there a delimiter inside a text? quote it")
ABOVE = said("a time and a text above the row with the headings; put it below, or leave it out")
BAD_ZONE = said("the zone is not understood; write it as +05:00 or Asia/Almaty")
BAD_STOP = said("the end is not understood and counts as not printed; write it as 21:30")
BAD_LENGTH = said("the duration is not understood and counts as not printed; write it as 1:30:00")
DOUBT = said(
    "the clock goes back without a new date, but the next date begins no later; "
    "print the date in each row"
)
