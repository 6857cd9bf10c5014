"""Tables to which rows are added and in which none is ever changed or deleted.

What restores a backup uses Django's own manager of the table (``_base_manager``), which lets it.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models


class AppendOnlyError(TypeError):
    """Something tried to change or delete a row of a table that only grows."""


class AppendOnlyQuerySet(models.QuerySet):
    """Rows that can be read and added; each way to change or delete them is refused."""

    def _refuse(self, *_given: object, **_named: object) -> NoReturn:
        name = self.model._meta.label  # noqa: SLF001 - the public name of Django's options
        raise AppendOnlyError(f"{name}: rows are added, and never changed or deleted")

    # the last is what Django calls to delete without asking the rows
    update = delete = bulk_update = _raw_delete = _refuse

    def bulk_create(self, objs: Any, *given: Any, **named: Any) -> Any:
        """Add rows; none that is there may be replaced."""
        if named.get("update_conflicts") or named.get("ignore_conflicts"):
            self._refuse()
        return super().bulk_create(objs, *given, **named)


class AppendOnly(models.Model):
    """A row that is saved once. Raises AppendOnlyError where it would be changed or deleted."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *given: Any, **named: Any) -> None:
        """Add the row; one that is there is never replaced."""
        if not self._state.adding:
            self.refuse()
        super().save(*given, **{**named, "force_insert": True})

    def delete(self, *_given: Any, **_named: Any) -> NoReturn:
        """Refused."""
        self.refuse()

    def refuse(self) -> NoReturn:
        """Raise AppendOnlyError, with what the row is."""
        name = self._meta.label
        raise AppendOnlyError(f"{name} {self.pk}: it is never changed or deleted")
