"""Documents about a delivery, in a process of their own: ``-m schedcheck.portal.document_process``.

They show rows of the file of a station, which is read for that: so the process gets a folder that
holds nothing but this file and its verdicts, and has no network. It writes records, letters and
reminders to ``out``, as ``schedcheck document`` does.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from schedcheck.portal.judge_process import OUT
from schedcheck.portal.no_network import leave_the_network


def write(asked: dict[str, Any], out: Path) -> None:
    """Write the documents that are ``asked`` for to the folder ``out``.

    ``asked``: ``week``; of a delivery its ``channel``, ``file``, its verdict in each language
    (``verdicts``: language -> file) and, where it was not judged, ``why`` (language -> text); else
    the channels that are ``missing``. ``roster``: the file of the roster in force, where it is not
    the one that the program ships. ``authority``: the file that says who signs, if any.
    """
    from schedcheck.law.roster import load_roster
    from schedcheck.portal import stored
    from schedcheck.tasks.document.authority import load_authority
    from schedcheck.tasks.document.documents import LANGUAGES, write_documents
    from schedcheck.tasks.explain.findings_file import load_findings

    documents = []
    roster = load_roster(asked.get("roster", "kz"))
    for language in LANGUAGES:
        verdict = asked.get("verdicts", {}).get(language)
        document = load_findings(verdict) if verdict else stored.of_nothing(asked["week"])
        if "channel" in asked:
            why = asked.get("why", {}).get(language, "")
            document = stored.delivered(document, asked["channel"], asked["file"], roster, why)
        document = stored.missing(document, asked.get("missing", ()), roster)
        documents.append((language, document))
    authority = load_authority(asked["authority"]) if "authority" in asked else None
    write_documents(documents, out, authority, roster=roster)


def main() -> int:
    """Write the documents that the argument asks for."""
    leave_the_network()
    write(json.loads(sys.argv[1]), Path(OUT))
    return 0


if __name__ == "__main__":
    from schedcheck.tasks.supervisor import supervised

    code = supervised(main)
    sys.stdout.flush()
    os._exit(code)
