"""Who may see which rows: decided in the queryset, once a model.

Every public model's manager has ``visible_to(actor)``; doors read through it, so that a row out of scope and a
missing row are the same thing: not found.
"""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models

from common.errors import NotFound

Model = TypeVar("Model", bound=models.Model)


class ScopedQuerySet(models.QuerySet):
    """Base of the querysets of public models."""

    def visible_to(self, actor: Any) -> Self:
        """The rows ``actor`` (a user, perhaps anonymous) may know of."""
        raise NotImplementedError

    def get_visible(self, actor: Any, public_id: str) -> Any:
        """The row of that public id; `NotFound` when missing or out of scope."""
        found = self.visible_to(actor).filter(public_id=public_id).first()
        if found is None:
            raise NotFound
        return found
