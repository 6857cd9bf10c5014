"""Small tasks that are done together, so that what each costs however small it is is paid once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

#: Of what is left a group is no more than this share for each of several processes: the last ones
#: are small, so that none waits for another at the end.
_SHARE = 2

#: So many files are read together at the most, and so many bytes of them; a larger one is alone.
_FILES, _BYTES = 32, 4 << 20
#: So many channels are judged together at the most, and so many rows: memory is to stay small.
CHANNELS, ROWS = 32, 10_000

_Task = TypeVar("_Task")


def in_groups(
    tasks: Sequence[tuple[_Task, int]],
    jobs: int | None,
    *,
    most: int,
    size: int,
    kind: Callable[[_Task], object] = lambda _task: None,
) -> list[tuple[_Task, ...]]:
    """Tasks with their sizes in groups for ``jobs`` processes, the largest group first; None: each
    is to be alone.

    Those of a group follow one another in ``tasks`` and are of one ``kind``: at most ``most``, and
    together no larger than ``size``; a task that is larger is alone.
    """
    if jobs is None:
        most = 1
    groups: list[list[_Task]] = []
    sizes: list[int] = []
    room = 0
    for number, (task, own) in enumerate(tasks):
        full = not room or sizes[-1] + own > size
        if full or kind(groups[-1][0]) != kind(task):
            groups.append([])
            sizes.append(0)
            left = len(tasks) - number
            room = min(most, max(1, left // (jobs * _SHARE)) if jobs and jobs > 1 else left)
        room -= 1
        groups[-1].append(task)
        sizes[-1] += own
    in_turn = sorted(range(len(groups)), key=lambda at: -sizes[at])
    return [tuple(groups[at]) for at in in_turn]


def files_in_groups(
    files: Iterable[_Task],
    jobs: int | None,
    *,
    path: Callable[[_Task], str],
    size: Callable[[_Task], int],
) -> list[tuple[_Task, ...]]:
    """Files, each with its ``path`` and its ``size`` in bytes, in groups to be read together.

    Those of one name stand together: in a folder for each week they are mostly of one channel.
    """
    by_name = sorted(files, key=lambda one: (Path(path(one)).name, path(one)))
    return in_groups([(one, size(one)) for one in by_name], jobs, most=_FILES, size=_BYTES)


def each_alone(group: Sequence[_Task]) -> list[tuple[_Task, ...]]:
    """The tasks of a group, each as a group of its own."""
    return [(task,) for task in group]
