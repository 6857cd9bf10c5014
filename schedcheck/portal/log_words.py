"""The log in words: what was done, and what it was about, in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping

from schedcheck.errors import ConfigError
from schedcheck.messages import Message, as_printed, msg
from schedcheck.messages.formats import days_in_words, moment_in_words
from schedcheck.portal.access import ROLE_NAMES
from schedcheck.portal.models import LogEntry
from schedcheck.reports.wording import one_line
from schedcheck.results.codec import moment_of
from schedcheck.schedule.week import parse_week

#: What entries say was done, as they are written -> in words. Each new one gets its words here.
DONE: Mapping[str, Message] = {
    "begun": msg("the log begins"),
    "invited": msg("invited an account"),
    "joined": msg("made the account"),
    "signed in": msg("signed in"),
    "uploaded": msg("uploaded a file"),
    "sent": msg("sent a delivery"),
    "expired": msg("a self-check was deleted: its time was over"),
    "confirmed": msg("confirmed a finding"),
    "dismissed": msg("dismissed a finding"),
    "asked": msg("asked the station a question"),
    "objected": msg("objected"),
    "answered": msg("answered a letter"),
    "read": msg("opened letters"),
    "invitation withdrawn": msg("withdrew an invitation"),
    "link for a password": msg("made a link to choose another password"),
    "password chosen": msg("chose another password"),
    "account changed": msg("changed an account"),
    "account switched on": msg("switched an account on"),
    "account switched off": msg("switched an account off"),
    "roster given": msg("put a roster in force"),
    "rulebook given": msg("put a rulebook in force"),
    "judging again": msg("had deliveries judged again"),
    "judged again": msg("a delivery was judged again"),
    "not judged again": msg("a delivery could not be judged again"),
    "second factor set up": msg("set up a second factor"),
    "second factor taken away": msg("took a second factor away"),
    "recovery code used": msg("signed in by a recovery code"),
    "delivery deleted": msg("deleted a delivery whose years were over"),
    "setting changed": msg("changed a setting"),
    "reminded": msg("a reminder was sent"),
    "asked to compile": msg("asked for documents or a report"),
    "compiled": msg("documents or a report were made"),
    "not compiled": msg("documents or a report could not be made"),
    "tried again": msg("had done again what had failed"),
    "compilation expired": msg("documents or a report were deleted: their time was over"),
    "token made": msg("made a token for a program"),
    "token revoked": msg("revoked a token"),
}
#: What else an entry says -> its heading. What has no heading here is shown by its own name.
ABOUT: Mapping[str, Message] = {
    "channel": msg("Channel"),
    "channels": msg("Channels"),
    "week": msg("Week"),
    "version": msg("Version"),
    "receipt": msg("Receipt"),
    "title": msg("Title"),
    "start": msg("Start"),
    "reason": msg("Reason"),
    "code": msg("Check"),
    "name": msg("Account"),
    "token": msg("Number of the token"),
    "label": msg("Name"),
    "role": msg("Role"),
    "before": msg("Before"),
    "setting": msg("Setting"),
    "value": msg("Value"),
    "file": msg("File"),
    "count": msg("Number"),
    "weeks": msg("Weeks"),
    "begins": msg("Weeks from"),
    "rulebook": msg("Rulebook, SHA-256"),
    "fault": msg("Fault"),
    "letter": msg("Letter"),
    "letters": msg("Letters"),
    "answers": msg("Answer to the letter"),
    "upload": msg("Upload"),
    "finding": msg("Finding"),
    "kind": msg("What was made"),
    "reminder": msg("Before the deadline or after it"),
    "first": msg("From the week"),
    "last": msg("To the week"),
    "decision": msg("Number of the decision"),
    "sha256": as_printed("SHA-256"),
}


def done_words(what: str) -> str:
    """What was done, in words; what has none as it is written."""
    return str(DONE.get(what, what))


def about_words(entry: LogEntry, channels: Mapping[str, str]) -> list[tuple[str, str]]:
    """What an entry is about, each with its heading; ``channels``: id -> name."""
    words = []
    order = {name: number for number, name in enumerate(ABOUT)}
    for name, value in sorted(
        entry.about.items(), key=lambda pair: (order.get(pair[0], len(order)), pair[0])
    ):
        if value in ("", [], None):
            continue
        given = value if isinstance(value, list) else [value]
        texts = [_value(name, str(one), channels) for one in given]
        words.append((str(ABOUT.get(name, name)), one_line(", ".join(texts))))
    return words


def _value(name: str, value: str, channels: Mapping[str, str]) -> str:
    if name in {"channel", "channels"}:
        return channels.get(value, value)
    if name == "role":
        return str(ROLE_NAMES.get(value, value))
    try:
        if name == "week":
            days = parse_week(value)
            return f"{value} ({days_in_words(days.first, days.last)})"
        start = moment_of(value) if name == "start" else None
    except (ConfigError, ValueError):
        return value  # as it was written
    return moment_in_words(start) if start else value
