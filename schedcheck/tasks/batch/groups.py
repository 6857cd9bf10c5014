"""Small tasks that are done together, so that what each costs however small it is is paid once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

#: Of what is left a group is no more than this share for each of several processes: the last ones
#: are small, so that none waits for another at the end.
_SHARE = 2

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


def each_alone(group: Sequence[_Task]) -> list[tuple[_Task, ...]]:
    """The tasks of a group, each as a group of its own."""
    return [(task,) for task in group]
