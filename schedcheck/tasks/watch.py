"""A drop folder: a batch whenever files have arrived and settled, until it is stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

from msgspec import Struct
from watchfiles import watch

from schedcheck.errors import ConfigError
from schedcheck.messages import Message, msg
from schedcheck.messages.library_errors import Reason
from schedcheck.pipeline.run import Settings
from schedcheck.readers.files import schedule_files
from schedcheck.results.results import Results
from schedcheck.tasks.batch.batch import Interrupted, run_batch
from schedcheck.tasks.batch.work_folder import WorkFolder, sha256_of

#: Seconds after which a round is tried again that something kept from being done.
_AGAIN = 60.0
#: What shows whether a file has changed: see :func:`state_of`.
Seen = dict[str, tuple[int | str, ...]]
_SECOND = 1_000_000_000


def seen_in(folder: Path, out: Path) -> Seen:
    """The schedules in ``folder`` as they are now; results and partial downloads are none."""
    work = WorkFolder(out)
    seen: Seen = {}
    for file in schedule_files(folder):
        path = Path(file)
        if path != folder and not work.holds(path):
            with suppress(OSError):  # it went between the two looks
                seen[file] = state_of(path)
    return seen


def state_of(path: Path) -> tuple[int | str, ...]:
    """What differs where a file was written to or replaced, whatever its size and its time.

    No program can set the time at which its entry changed. Where the file system knows whole
    seconds only, the hash decides.
    """
    about = path.stat()
    coarse = not (about.st_mtime_ns % _SECOND or about.st_ctime_ns % _SECOND)
    content = sha256_of(path) if coarse else ""
    return about.st_size, about.st_ino, about.st_mtime_ns, about.st_ctime_ns, content


def arrivals(
    folder: Path, out: Path, settle: float, again: Callable[[], bool] = lambda: False
) -> Iterator[Seen]:
    """The files of ``folder`` each time that they have changed and then were still.

    They are still when nothing about them has changed for ``settle`` seconds. What is there at
    the beginning counts as having changed, also where it is nothing. ``again``: whether those
    that have not changed are due once more.
    """
    pause = max(1, round(settle * 1000))
    done: Seen | None = None
    last = seen_in(folder, out)
    for _tick in _ticks(folder, pause):
        now = seen_in(folder, out)
        if now == last and (now != done or again()):
            yield now
            done = now
        last = now


def _ticks(folder: Path, pause: int) -> Iterator[None]:
    """One after each change in ``folder`` and after each pause of so many milliseconds.

    Where the system cannot watch it (it is gone, or links in it lead round), each pause alone.
    """
    while True:
        with suppress(OSError, RuntimeError):
            for _changes in watch(
                folder,
                watch_filter=None,
                debounce=pause,
                step=min(50, pause),
                rust_timeout=pause,
                yield_on_timeout=True,
                ignore_permission_denied=True,
            ):
                yield
        sleep(pause / 1000)
        yield


class _Kept(Struct):
    """What kept the last round from being done (empty: nothing), and until when it waits."""

    words: str = ""
    until: float = 0.0

    def by(self, words: Message) -> None:
        """Note what keeps a round from being done now."""
        self.words, self.until = str(words), monotonic() + _AGAIN

    def due(self) -> bool:
        """Whether a round was kept from being done, and it is time to try again."""
        return bool(self.words) and monotonic() >= self.until


def watch_folder(  # noqa: PLR0913 - who listens, and for how long
    folder: str | Path,
    out: str | Path,
    settings: Settings,
    told: Callable[[Message | Results], None],
    settle: float = 2.0,
    *,
    arrived: Callable[[Sequence[str]], None] = lambda _files: None,
) -> None:
    """Run a batch each time that files have arrived in ``folder`` and settled, until Ctrl-C.

    ``told`` is given the results of each round, and in words why a round came to nothing: that
    ends no watch. What kept it (a full disk, another run) may pass, so the round is tried again
    with the next arrival, and each minute; the same words are not repeated. Raises ConfigError
    where ``out`` cannot be written at all, or is the folder watched. ``arrived``: is given the
    files, before each round, that came or changed since the last one.
    """
    work = WorkFolder(Path(out))
    work.keep_apart(folder)
    work.make_root()
    kept = _Kept()
    known: Seen = {}
    try:
        for files in arrivals(Path(folder), Path(out), settle, kept.due):
            before, kept.words = kept.words, ""
            if not Path(folder).is_dir():
                told(
                    msg(
                        "%(folder)s: the folder does not exist any more; waiting until it does",
                        folder=folder,
                    )
                )
                continue
            if not files:
                told(msg("%(folder)s: there is no file in it", folder=folder))
                continue
            arrived([file for file, state in files.items() if known.get(file) != state])
            known = files
            try:
                told(run_batch(folder, out, settings))
            except Interrupted:
                raise
            except ConfigError as error:
                kept.by(error.words)
                if kept.words != before:
                    told(error.words)
            except Exception as error:  # noqa: BLE001 - the next round may do better
                words = msg(
                    "this round failed (%(kind)s: %(error)s); waiting for the next change",
                    kind=type(error).__name__,
                    error=Reason.of(error),
                )
                told(words)
    except Interrupted as interrupted:
        told(interrupted.words)
    except KeyboardInterrupt:
        pass
    told(msg("stopped"))
