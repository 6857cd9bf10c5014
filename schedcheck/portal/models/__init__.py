"""What the portal remembers: accounts, channels, uploads, verdicts, decisions and a log."""

from __future__ import annotations

from schedcheck.portal.models.accounts import (
    Account,
    AccountManager,
    Channel,
    Invitation,
    Role,
    token_hash,
)
from schedcheck.portal.models.administration import RosterFile, Setting
from schedcheck.portal.models.append_only import AppendOnlyError
from schedcheck.portal.models.compilations import Compilation, CompiledFile
from schedcheck.portal.models.decisions import Decision
from schedcheck.portal.models.letters import LETTER_LIMIT, UNREAD, Kind, Letter, Mail, Reading
from schedcheck.portal.models.log import LogEntry, begun_at, check_log, log, take_turn
from schedcheck.portal.models.reminders import Reminder
from schedcheck.portal.models.rulebooks import RulebookVersion
from schedcheck.portal.models.second_factor import RecoveryCode
from schedcheck.portal.models.tokens import IdempotencyKey, Token
from schedcheck.portal.models.uploads import State, Upload, UploadQuerySet, Verdict
from schedcheck.portal.models.workers import WorkerLook

__all__ = [
    "LETTER_LIMIT",
    "UNREAD",
    "Account",
    "AccountManager",
    "AppendOnlyError",
    "Channel",
    "Compilation",
    "CompiledFile",
    "Decision",
    "IdempotencyKey",
    "Invitation",
    "Kind",
    "Letter",
    "LogEntry",
    "Mail",
    "Reading",
    "RecoveryCode",
    "Reminder",
    "Role",
    "RosterFile",
    "RulebookVersion",
    "Setting",
    "State",
    "Token",
    "Upload",
    "UploadQuerySet",
    "Verdict",
    "WorkerLook",
    "begun_at",
    "check_log",
    "log",
    "take_turn",
    "token_hash",
]
