"""A station's own defaults: ``schedcheck.toml``, or ``[tool.schedcheck]`` in ``pyproject.toml``.

The file is looked for from the working directory upwards, and becomes the defaults of the options
of the same names (click's ``default_map``); the command line goes before it. One that lies beside
the schedules is obeyed only where ``--config`` names it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from schedcheck.messages import _, msg

#: setting -> what TOML must give; each is an option of ``check`` by the same name.
KEYS: Mapping[str, type] = {
    "channel": str,
    "zone": str,
    "source-zone": str,
    "week": str,
    "column": str,
    "mapping": str,
    "roster": str,
    "rulebook": str,
    "reader": str,
    "select": list,
    "ignore": list,
    "fail-on": str,
    "baseline": str,
    "decisions": str,
    "lang": str,
    "size-limit": int,
    "memory-limit": int,
    "time-limit": int,
    "jobs": int,
    "quiet": bool,
    "verbose": bool,
}
_OWN, _PROJECT = "schedcheck.toml", "pyproject.toml"
_FILES = frozenset({"mapping", "baseline", "decisions"})
_NAMES_OR_FILES = frozenset({"roster", "rulebook"})
#: Where the context keeps the file that was taken, and that none is wanted.
TAKEN, UNWANTED = "schedcheck.defaults", "schedcheck.no-defaults"
#: The arguments of commands that are paths of schedules.
_PATHS = ("paths", "folder", "old", "new", "sources")
#: Where it keeps the paths of schedules, and the files of settings beside them.
SCHEDULES, UNUSED = "schedcheck.schedules", "schedcheck.unused"


def key_of(option: click.Parameter) -> str:
    """The setting that an option is: its long name without the dashes."""
    return max(option.opts, key=len).lstrip("-")


def find_defaults(folder: Path, schedules: Iterable[str] = ()) -> Path | None:
    """The file that holds for ``folder``: there or in the nearest folder above.

    One that lies beside ``schedules``, or in a folder of them, is passed over: whoever delivers a
    schedule does not say how it is judged. The search ends where a repository begins (``.git``). A
    ``pyproject.toml`` without ``[tool.schedcheck]`` is none. Raises ConfigError for one that cannot
    be read.
    """
    # unlike Path.resolve it takes a link to itself, which is a fault of that one file
    given = [Path(os.path.realpath(one)) for one in schedules]
    for here in (folder, *folder.parents):
        if not _is_beside(here, given):
            if (here / _OWN).is_file():
                return here / _OWN
            if (here / _PROJECT).is_file() and _table(here / _PROJECT) is not None:
                return here / _PROJECT
        if (here / ".git").exists():
            return None
    return None


def _is_beside(folder: Path, schedules: Iterable[Path]) -> bool:
    """Whether schedules lie in a folder, or it in a folder of schedules."""
    here = folder.resolve()
    return any(
        one == here or one in here.parents if one.is_dir() else one.parent == here
        for one in schedules
    )


def settings_beside(schedules: Iterable[str]) -> list[Path]:
    """The files of settings in the folders of ``schedules``, or beside them."""
    from schedcheck.errors import ConfigError

    folders = {Path(one) if Path(one).is_dir() else Path(one).parent for one in schedules}
    found = []
    for folder in sorted(folders):
        if (folder / _OWN).is_file():
            found.append(folder / _OWN)
        if (folder / _PROJECT).is_file():
            with suppress(ConfigError):  # what is not obeyed need not be right
                found += [folder / _PROJECT] if _table(folder / _PROJECT) is not None else []
    return found


def _texts(value: object) -> Sequence[str]:
    if isinstance(value, str):
        return [value]
    return value if isinstance(value, tuple | list) else ()


class Command(click.Command):
    """A command that reads schedules: which, is known before any of its options is looked at."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Note the paths among ``args``, then go on as click does."""
        given: dict[str, Any] = self.make_parser(ctx).parse_args(args=list(args))[0]
        ctx.meta[SCHEDULES] = [
            one for name in _PATHS for one in _texts(given.get(name)) if one != "-"
        ]
        return super().parse_args(ctx, args)


def load_defaults(path: Path) -> dict[str, Any]:
    """The settings in ``path``; files among them are named from its folder.

    Raises ConfigError for a file that cannot be read, a setting that is not known (with the nearest
    right one) and a value of the wrong kind.
    """
    from schedcheck.errors import unknown_name

    table = _table(path)
    if table is None:
        return {}
    settings: dict[str, Any] = {}
    for key in table.keys():  # noqa: SIM118 - a table is no mapping
        if key not in KEYS:
            raise unknown_name(msg("%(file)s: setting", file=path), key, KEYS)
        if KEYS[key] is list and isinstance(table.peek(key), str):
            settings[key] = (table.text(key),)
        elif KEYS[key] is list:
            settings[key] = table.texts(key, empty=True)
        elif KEYS[key] is str:
            settings[key] = _found(key, table.text(key), path.parent)
        else:
            settings[key] = table.take(key, KEYS[key])
    return settings


def _found(key: str, value: str, folder: Path) -> str:
    if key in _FILES or (key in _NAMES_OR_FILES and (folder / value).is_file()):
        return str(folder / value)
    return value


def _table(path: Path) -> Any:
    """The table of settings in ``path``; None where a project's file has none."""
    from schedcheck.given_files import content_of
    from schedcheck.toml_table import parse_toml

    top = parse_toml(content_of(path), str(path))
    if path.name != _PROJECT:
        return top
    tool = top.table("tool", {})
    return tool.table("schedcheck") if tool.has("schedcheck") else None


def take_defaults(context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    """Make what the file ``value``, or the nearest, says the defaults of the command's options."""
    if context.resilient_parsing or context.meta.get(UNWANTED):
        return
    schedules = context.meta.get(SCHEDULES, ())
    path = Path(value) if value else find_defaults(Path.cwd(), schedules)
    context.meta[UNUSED] = [
        str(one)
        for one in settings_beside(schedules)
        if path is None or one.resolve() != path.resolve()
    ]
    if path is None:
        return
    names = {key_of(option): option for option in context.command.params}
    settings = {key: said for key, said in load_defaults(path).items() if key in names}
    for key, setting in settings.items():
        _check(context, names[key], setting, path)
    context.default_map = {
        **(context.default_map or {}),
        **{str(names[key].name): setting for key, setting in settings.items()},
    }
    context.meta[TAKEN] = path


def _check(context: click.Context, option: click.Parameter, setting: Any, path: Path) -> None:
    from schedcheck.errors import ConfigError

    try:
        option.type_cast_value(context, setting)
    except click.BadParameter as error:
        values = {"file": path, "key": key_of(option), "reason": error.message}
        raise ConfigError(msg("%(file)s: %(key)s: %(reason)s", **values)) from error


def want_none(context: click.Context, _parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click calls it
    """Note that no file is to be taken."""
    if value:
        context.meta[UNWANTED] = True


def tell_defaults(context: click.Context) -> None:
    """Say on standard error which settings come from a file: a verdict may rest on them."""
    from click.core import ParameterSource

    told = [
        key_of(option)
        for option in context.command.params
        if context.get_parameter_source(str(option.name)) is ParameterSource.DEFAULT_MAP
    ]
    if told:
        words = _("settings from %(file)s: %(names)s")
        values = {"file": context.meta[TAKEN], "names": ", ".join(told)}
        click.echo("schedcheck: " + words % values, err=True)
    for unused in context.meta.get(UNUSED, ()):
        words = _(
            "the settings in %(file)s, which lies beside the schedules, are not obeyed; if they "
            "are yours, name the file: --config %(file)s"
        )
        click.echo("schedcheck: " + words % {"file": unused}, err=True)


def file_of(context: click.Context | None, name: str) -> str:
    """The file that the option ``name`` is from, as it is seen from here; empty for none."""
    from click.core import ParameterSource

    if context is None or context.get_parameter_source(name) is not ParameterSource.DEFAULT_MAP:
        return ""
    path = Path(context.meta[TAKEN])
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
