"""Where everything lies in a store.

``programmes`` and ``findings`` are Parquet datasets, by channel and month (Hive's names of
folders); ``channels.parquet`` has a row a channel; ``months/2026-11/findings.json`` is what a batch
of that month would have written, and ``manifest.json`` says what was taken. ``readings`` holds what
was read of each source, from which a month is judged again when more comes: a part of the store.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pyarrow as pa

from schedcheck.errors import ConfigError
from schedcheck.messages import msg
from schedcheck.tasks.batch.work_folder import WorkFolder, digest, recall

PROGRAMMES, FINDINGS, CHANNELS = "programmes", "findings", "channels"
#: Where Hive puts rows without a value: what could not be read is of no channel and no month.
NOWHERE = "__HIVE_DEFAULT_PARTITION__"
#: The columns that names of folders say.
FOLDERS = pa.schema([("channel", pa.string()), ("month", pa.string())])
_PLAIN = re.compile(rb"[^a-z0-9_-]")
#: So long a name of a folder every system takes (bytes).
_LONGEST = 200


class Store(WorkFolder):
    """The store in ``out``."""

    name = "readings"
    results = (PROGRAMMES, FINDINGS, "channels.parquet", "months", "manifest.json")

    def __init__(self, out: Path) -> None:
        super().__init__(out)
        self.manifest = out / "manifest.json"
        self.channels_file = out / "channels.parquet"

    @property
    def _folders(self) -> tuple[Path, ...]:
        return self.out, self.root, self.scans, self.channels

    def sweep(self) -> None:
        """Delete what processes that were ended have left half written."""
        for part in self.out.rglob(".*.part"):
            part.unlink(missing_ok=True)

    def table(self, kind: str, channel: str, month: str) -> Path:
        """The file of the programmes or findings of a channel in a month."""
        folder = f"channel={folder_name(channel)}" if channel else f"channel={NOWHERE}"
        return self.out / kind / folder / f"month={month or NOWHERE}" / f"{kind}.parquet"

    def kept(self, channel: str, month: str) -> Path:
        """Where the results of a channel in a month are kept."""
        return self.channels / f"{digest(channel, month)}.json"

    def document(self, month: str) -> Path:
        """The document of a month."""
        return self.out / "months" / month / "findings.json"


def open_store(path: str | Path) -> Store:
    """The store at ``path``. Raises ConfigError where there is none."""
    store = Store(Path(path))
    if not store.manifest.is_file():
        raise ConfigError(
            msg("%(folder)s: not a store that archive wrote: it has no manifest.json", folder=path)
        )
    return store


def folder_name(channel: str) -> str:
    """The id of a channel as a part of a folder's name, never one for two ids.

    Capitals are escaped too: some systems do not tell them from small letters. An id that is too
    long for a name is cut, with its hash behind.
    """
    name = _PLAIN.sub(lambda sign: b"%%%02X" % sign[0][0], channel.encode("utf-8", "replace"))
    text = name.decode("ascii")
    if len(text) <= _LONGEST:
        return text
    return f"{text[: _LONGEST // 2].rsplit('%', 1)[0]}-{digest(channel)}"


def load_manifest(store: Store) -> dict[str, Any]:
    """What was taken: ``sources`` by the names that findings cite, and what was passed over.

    Empty for a store that is not made yet. Raises ConfigError for a manifest that is none.
    """
    if not store.manifest.exists():
        return {"sources": (), "passed_over": (), "states": {}}
    value = recall(store.manifest)
    if not isinstance(value, dict) or "sources" not in value:
        raise ConfigError(
            msg("%(file)s: not the manifest of a store of this release", file=store.manifest)
        )
    return {"states": {}, **value}
