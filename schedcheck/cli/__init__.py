"""The command line: one module a command. Nothing heavy is imported before it is needed.

May import every room; nothing imports it. It knows options, exit codes and what is printed, and
calculates nothing.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import signal
import sys
from collections.abc import Iterator, MutableMapping
from importlib import import_module
from typing import Any

import click

from schedcheck._version import __version__
from schedcheck.cli.languages import asked_language, translate_click
from schedcheck.messages import _, language, use_language

#: What Ctrl-C does; while the commands are imported it ends the program without a traceback.
_ON_INTERRUPT = signal.getsignal(signal.SIGINT)
if _ON_INTERRUPT is signal.default_int_handler:
    with contextlib.suppress(ValueError):  # another thread may set nothing
        signal.signal(signal.SIGINT, signal.SIG_DFL)

# help texts are put into words as the commands are imported, whatever language was used since
_LANGUAGE = asked_language(sys.argv[1:])
use_language(_LANGUAGE)
translate_click()

#: The commands, each with the module that is imported when it is asked for.
_MODULES = {
    "check": "check",
    "batch": "batch",
    "watch": "watch",
    "summary": "summary",
    "archive": "archive",
    "query": "query",
    "diff": "diff",
    "document": "document",
    "package": "package",
    "verify": "package",
    "repair": "repair",
    "convert": "convert",
    "rules": "rules",
    "explain": "explain",
    "channels": "channels",
    "config": "config",
    "send": "send",
    "serve": "serve",
    "portal": "portal",
}
#: The commands that read any number of files, whatever is in them.
_READING = frozenset({"check", "batch", "watch", "archive"})
#: Bytes of addresses below which no command gets to its end: numpy and Arrow alone take most of it,
#: and where it gets less Python itself may end with words of its own, or with those of a result.
_LEAST_MEMORY = 300 << 20


#: The exit codes where Ctrl-C ends a command, and where whoever reads the output closes it: those
#: of programs that SIGINT and SIGPIPE end.
INTERRUPTED, _CLOSED = 130, 141


class _Commands(MutableMapping[str, click.Command]):
    """The commands by their names; the names are known before the commands are imported."""

    def __init__(self) -> None:
        self._modules = dict(_MODULES)
        self._commands: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._commands:
            with language(_LANGUAGE):
                module = import_module(f"schedcheck.cli.{self._modules[name]}")
                command: click.Command = getattr(module, name)
                command.options_metavar = _("[OPTIONS]")
            self._commands[name] = command
        return self._commands[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._modules[name], self._commands[name] = "", command

    def __delitem__(self, name: str) -> None:
        del self._modules[name]
        self._commands.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)


class _Group(click.Group):
    """Ctrl-C and a pipe that is closed have exit codes of their own: click's is 1, for findings."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.commands = _Commands()

    def make_context(self, *args: Any, **settings: Any) -> click.Context:
        try:
            return super().make_context(*args, **settings)
        except BrokenPipeError:  # the help of the group is printed here
            raise click.exceptions.Exit(_CLOSED) from None

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("schedcheck: " + _("interrupted"), err=True)
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            ctx.exit(_CLOSED)


@click.group(
    cls=_Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=_(
        "Check television and radio schedules against the watershed law of Kazakhstan: content "
        "of age class E18 may not be on air from 06:00 to 22:00 local time."
    ),
    epilog=_(
        "Exit codes: 0 nothing found at or above --fail-on and everything read; 1 findings at or "
        "above it; 3 nothing found but something could not be read, or not all that was delivered "
        "was judged; 2 wrong usage or configuration; 130 interrupted by Ctrl-C; 141 whoever reads "
        "the output has closed it."
    ),
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """Group the commands."""


cli.options_metavar = _("[OPTIONS]")
cli.subcommand_metavar = _("COMMAND [ARGS]...")

if _ON_INTERRUPT is signal.default_int_handler:
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, _ON_INTERRUPT)


def main() -> None:
    """Run the program; what is wrong with the configuration is told in one line (exit code 2)."""
    from schedcheck.tasks.supervisor import supervised

    _open_closed()
    _write_utf8()
    # Processes that this one starts must not import what a station put beside its schedules.
    os.environ["PYTHONSAFEPATH"] = "1"
    # numpy's library reserves memory for each core, and where it gets none it ends the process, or
    # sends it what Ctrl-C sends; nothing here is work for it
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Arrow's own allocator holds a third more, and is no quicker here
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    if _MODULES.keys() & set(sys.argv) and _has_less_than(_LEAST_MEMORY):
        _say_memory()
        _leave(2)
    _leave(supervised(_run) if _READING.intersection(sys.argv) else _run())


def _run() -> int:
    """Run the command that was asked for; its exit code."""
    from schedcheck.errors import ConfigError

    code = 0
    try:
        code = _called()
        sys.stdout.flush()
    except BrokenPipeError:
        code = _CLOSED
    except ConfigError as error:
        click.echo(f"schedcheck: {error}", err=True)
        code = 2
    except OSError as error:  # what is wrong with a schedule is a finding: this is an output
        from schedcheck.messages.library_errors import Reason

        words = _("%(file)s: cannot be written: %(error)s")
        shown = {"file": error.filename or _("output"), "error": Reason.of(error)}
        if error.errno == errno.ENOENT and not error.filename and not _has_folder():
            words = _("the folder in which it was started does not exist any more")
        click.echo("schedcheck: " + words % shown, err=True)
        code = 2
    except Exception as error:  # noqa: BLE001  the code has to be 2, whatever it is
        # Python's own code for a traceback is 1, and 1 says that there are violations
        if _is_lack_of_memory(error):
            _say_memory()
        elif _has_less_than(2 * _LEAST_MEMORY):
            _say_memory(error)
        else:
            sys.excepthook(type(error), error, error.__traceback__)
        code = 2
    return code


def _has_folder() -> bool:
    """Whether the folder in which the program was started is still there."""
    try:
        return bool(os.getcwd())  # noqa: PTH109 - pathlib asks in the same way
    except OSError:
        return False


def _has_less_than(size: int) -> bool:
    """Whether the system gives this process fewer addresses than ``size`` in bytes."""
    less = False
    if sys.platform != "win32":
        import resource

        limit, _hard = resource.getrlimit(resource.RLIMIT_AS)
        less = limit != resource.RLIM_INFINITY and limit < size
    return less


def _is_lack_of_memory(error: Exception) -> bool:
    """Whether an error is one of those in which Python and numpy end where memory runs out."""
    return (
        isinstance(error, MemoryError | SystemError)
        or (isinstance(error, ImportError) and not isinstance(error, ModuleNotFoundError))
        or "start new thread" in str(error)
    )


def _say_memory(error: Exception | None = None) -> None:
    """Say that memory ran out, or may have, where that is not known of an ``error``.

    Near the least that a command needs it may be any: a module that is compiled there can end in a
    ValueError of Python's parser. A fault of the program is one too, and is named with its place.
    """
    words = _("memory ran out; run it again where there is more")
    if error is not None:
        last = error.__traceback__
        while last is not None and last.tb_next is not None:
            last = last.tb_next
        place = f"{last.tb_frame.f_code.co_filename}:{last.tb_lineno}" if last else ""
        said = {"kind": type(error).__name__, "error": error, "place": place}
        words = (
            _(
                "the program failed (%(kind)s: %(error)s; %(place)s), most likely because memory "
                "is short; run it again where there is more, and report it if it fails there too"
            )
            % said
        )
    click.echo(f"schedcheck: {words}", err=True)


def _called() -> int:
    """The exit code of the command, which click raises."""
    try:
        cli(prog_name="schedcheck")
    except SystemExit as leaving:
        if isinstance(leaving.__context__, BrokenPipeError):
            return _CLOSED  # rich makes 1 of it
        return leaving.code if isinstance(leaving.code, int) else 1
    return 0


def _open_closed() -> None:
    """Open what whoever started the program has closed; else a file of ours becomes its output."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # the system gives the lowest number that is free
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))


def _write_utf8() -> None:
    """Print UTF-8 to files and pipes: Windows has no code page with the Kazakh letters.

    What no letters spell is printed as an escape: a terminal may obey the bytes of a file's name.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _leave(code: int) -> None:
    """End at once: to take millions of texts apart first would cost seconds for nothing."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError):  # it was said already
            stream.flush()
    os._exit(code)
