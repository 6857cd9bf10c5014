"""Sources and stores at addresses (``s3://bucket/week/*.xml``, ``https://…``).

fsspec finds and fetches them, by the package of each kind of address: s3fs, gcsfs, adlfs, aiohttp.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from email.utils import parsedate_to_datetime
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from msgspec import Struct, field

from schedcheck.errors import ConfigError
from schedcheck.given_files import is_address
from schedcheck.messages import Message, msg
from schedcheck.messages.library_errors import Reason
from schedcheck.readers.files import is_half, whole_name
from schedcheck.tasks.batch.work_folder import digest

#: So many files are fetched at once: each is waited for more than it is worked on.
_AT_ONCE = 8
_WEB = frozenset({"http", "https"})
#: What differs where the content of a file does, as the kinds of storage call it.
_STATES = ("etag", "content_md5", "md5hash", "lastmodified", "last_modified", "mtime", "updated")
_CHANGED = ("lastmodified", "last_modified", "mtime", "updated", "modified", "created")


class Remote(Struct, frozen=True):
    """A file at an ``address``: its file system, its path there and what is known of it."""

    address: str
    system: Any
    path: str
    about: Mapping[str, Any]

    @property
    def state(self) -> str:
        """What changes with the content; empty where nothing that does is known."""
        known = [str(self.about[name]) for name in _STATES if self.about.get(name)]
        return digest(self.about.get("size"), known) if known else ""

    @property
    def changed(self) -> float | None:
        """When it was last changed, in seconds since 1970, where that is known."""
        for name in _CHANGED:
            value = self.about.get(name)
            if isinstance(value, datetime):
                return value.timestamp()
            if isinstance(value, int | float):
                return float(value)
            if isinstance(value, str):
                return _moment(value)
        return None


class Fetched(Struct):
    """What was fetched: local path -> address; ``states`` of all files by address.

    What is in a state that is known was not fetched.
    """

    addresses: dict[str, str] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)


def _moment(text: str) -> float | None:
    """A time as servers of the web (RFC 9110) and of storage (ISO 8601) write it."""
    for parse in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            return parse(text).timestamp()
        except ValueError:
            continue
    return None


def fetch(
    sources: Iterable[str],
    folder: Path,
    known: Mapping[str, str],
    run_key: str,
    progress: Callable[[Message, str, int, int], None],
) -> Fetched:
    """Fetch the files at ``sources`` into ``folder``.

    ``known``: address -> the state that it was taken in by a run of the same ``run_key``. Raises
    ConfigError for what cannot be opened, and where nothing is there.
    """
    found = Fetched()
    remotes = {one.address: one for source in sources for one in _files_at(source)}
    halves: dict[str, list[Remote]] = defaultdict(list)
    for remote in remotes.values():
        key = whole_name(remote.address) if is_half(remote.address) else remote.address
        halves[key].append(remote)
    wanted: list[Remote] = []
    for every in halves.values():
        states = {one.address: one.state and digest(run_key, one.state) for one in every}
        found.states |= {address: state for address, state in states.items() if state}
        same = all(state and known.get(address) == state for address, state in states.items())
        wanted += () if same else every
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        local = threads.map(_fetched, wanted, [folder] * len(wanted))
        for done, (remote, path) in enumerate(zip(wanted, local, strict=True)):
            progress(msg("Fetching"), remote.address, done, len(wanted))
            found.addresses[path] = remote.address
    return found


@contextmanager
def store_here(store: str | Path, *names: str) -> Iterator[Path]:
    """The folder of a store; one at an address is fetched, and deleted in the end.

    ``names``: of the files that are needed; without them all. Raises ConfigError where none is
    there, and for what cannot be fetched.
    """
    if not is_address(store):
        yield Path(store)
        return
    address = str(store).rstrip("/")
    with TemporaryDirectory(prefix="schedcheck-") as folder:
        here = Path(folder)
        every = _files_at(f"{address}/")
        wanted = [one for one in every if not names or one.path.rpartition("/")[2] in names]
        if not wanted:
            raise nothing_at(address)
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            list(threads.map(_fetched, wanted, [here] * len(wanted)))
        yield _local(address, here)


def _opened(address: str) -> tuple[Any, str]:
    """The file system of an address, as fsspec has it, and the path there.

    Raises ConfigError where a package is missing, and for a kind of address that is not known.
    """
    if not find_spec("fsspec"):
        raise ConfigError(msg("addresses need one more package: pip install fsspec"))
    import fsspec  # type: ignore[import-untyped]  # an extra

    try:
        system, path = fsspec.url_to_fs(address)
    except Exception as error:  # each kind of storage has errors of its own
        raise _refused(address, error) from error
    # what was listed before by this process is not what is there now
    system.invalidate_cache()
    return system, path


def _files_at(source: str) -> Iterator[Remote]:
    """The files that an address names: one, those of a pattern, those of a folder.

    Raises ConfigError where there are none, and for what cannot be listed.
    """
    system, path = _opened(source)
    try:
        for name, about in _listed(source, system, path):
            low = {key.casefold().replace("-", "_"): value for key, value in about.items()}
            yield Remote(system.unstrip_protocol(name), system, name, low)
    except ConfigError:
        raise
    except Exception as error:
        raise _refused(source, error) from error


def _listed(source: str, system: Any, path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The files that an address names: a file, those of a pattern, those below a folder.

    What exists by the very name comes before what the name matches as a pattern, as for files
    of this machine.
    """
    web = source.partition("://")[0].casefold() in _WEB
    signs = set("*?[") & set(path if not web else path.partition("?")[0])
    # a file may be named so: ktk[1].csv is not ktk1.csv; none is on the web whose name has a star
    if signs and ((web and "*" in signs) or not system.exists(path)):
        listed = system.glob(path, detail=True)
    elif source.endswith("/") or (not web and system.isdir(path)):  # a page of the web has links
        listed = system.find(path, detail=True)
    else:
        listed = {path: system.info(path)}
    files = {name: about for name, about in listed.items() if about.get("type") != "directory"}
    if not files:
        raise nothing_at(source)
    for name, about in sorted(files.items()):
        yield name, (system.info(name) if web else about)


def _fetched(remote: Remote, folder: Path) -> str:
    """Fetch a file; its place below ``folder``, in folders named as those of its address."""
    local = _local(remote.address, folder)
    local.parent.mkdir(parents=True, exist_ok=True)
    try:
        remote.system.get_file(remote.path, str(local))
    except Exception as error:
        raise _refused(remote.address, error) from error
    if remote.changed is not None:
        os.utime(local, (remote.changed, remote.changed))
    return os.path.normpath(local)


def _local(address: str, folder: Path) -> Path:
    """The place of an address below ``folder``, and never outside of it."""
    parts = [part for part in re.split(r"[/\\:?]+", address) if part.strip(". ")]
    return folder.joinpath(*parts)


def nothing_at(path: str) -> ConfigError:
    """What is reported where nothing has the name that was given."""
    return ConfigError(msg("%(path)s: there is no such file or folder", path=path))


def _refused(address: str, error: Exception) -> ConfigError:
    """What is reported of an address that cannot be fetched."""
    words = msg("%(path)s: cannot be fetched: %(error)s", path=address, error=Reason.of(error))
    return ConfigError(words)
