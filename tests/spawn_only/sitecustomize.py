"""A Python that can only ``spawn`` processes, as on Windows: put this folder on ``PYTHONPATH``.

Python imports a module of this name when it starts, so it holds for every process of a run.
"""

from __future__ import annotations

import multiprocessing
import os
from multiprocessing import context
from multiprocessing.context import SpawnContext
from typing import Any


class SpawnOnly(context.DefaultContext):
    """What ``multiprocessing`` is on Windows."""

    def __init__(self) -> None:
        super().__init__(SpawnContext())

    def get_all_start_methods(self) -> list[str]:
        """Only one."""
        return ["spawn"]

    def get_context(self, method: Any = None) -> Any:
        """The context of ``spawn``; any other is a ValueError, as it is there."""
        if method not in {None, "spawn"}:
            message = f"cannot find context for {method!r}"
            raise ValueError(message)
        return super().get_context(method)


_only = SpawnOnly()
context._default_context = _only  # noqa: SLF001 - where the functions of multiprocessing lead
for _name in multiprocessing.__all__:
    if hasattr(_only, _name):
        setattr(multiprocessing, _name, getattr(_only, _name))
if hasattr(os, "fork"):
    del os.fork
