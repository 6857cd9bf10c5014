"""Files of the store that no row of the database names are deleted, and what was made of them.

An upload is stored before it is recorded (``store.keep``), so that one whose process is ended in
between leaves a file that nothing names. It is deleted here, an hour later, never by whoever
deletes an upload: the same bytes may just be uploaded again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from axes.models import AccessAttempt, AccessLog
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Field, Model
from django.utils import timezone

from schedcheck.portal import retrying, store
from schedcheck.portal.api import keys
from schedcheck.portal.models import Upload, Verdict, take_turn

#: So many names the database is asked for at once.
_AT_ONCE = 500
#: How long wrong passwords are remembered, which count for minutes, and where who signed in from.
_ATTEMPTS, _SIGN_INS = timedelta(days=1), timedelta(days=90)


def sweep() -> int:
    """Delete the files older than an hour that no row names, and what was made of no upload.

    So are the keys of requests and the sessions whose time is over, the jobs done and the attempts
    to sign in made long ago. Returns how many files.
    """
    _forget_sign_ins(timezone.now())
    keys.forget_old()
    retrying.forget_done(timezone.now())
    deleted = 0
    names = store.old_files()
    while some := list(islice(names, _AT_ONCE)):
        for sha256 in sorted(set(some) - set(_named(some))):
            with transaction.atomic():
                # an upload that is being recorded comes before or after, see ``taking.take``
                take_turn()
                if not any(_named([sha256])):
                    store.delete_file(sha256)
                    deleted += 1
    made = store.old_made()
    while uploads := list(islice(made, _AT_ONCE)):
        there = set(Upload.objects.filter(id__in=uploads).values_list("id", flat=True))
        # those of verdicts that are no longer in force
        there |= set(Verdict.objects.filter(kept__in=uploads).values_list("kept", flat=True))
        for upload in set(uploads) - there:
            store.forget(upload)
    return deleted


def _forget_sign_ins(now: datetime) -> None:
    """Delete what is noted of visitors and counts no more; who signed in is in the log."""
    Session.objects.filter(expire_date__lt=now).delete()
    AccessAttempt.objects.filter(attempt_time__lt=now - _ATTEMPTS).delete()
    AccessLog.objects.filter(attempt_time__lt=now - _SIGN_INS).delete()


def _named(names: Sequence[str]) -> Iterator[str]:
    """Those of the hashes that a row of any table names: its field is called ``sha256``."""
    for model in naming():
        yield from model._default_manager.filter(sha256__in=names).values_list("sha256", flat=True)  # noqa: SLF001 - Django's name for it


def naming() -> list[type[Model]]:
    """The tables whose rows name a file of the store: by a field called ``sha256``."""
    return [
        model
        for model in apps.get_app_config("portal").get_models()
        if any(isinstance(one, Field) and one.name == "sha256" for one in model._meta.get_fields())  # noqa: SLF001 - the same
    ]
