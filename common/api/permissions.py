"""Who may call a view. Objects out of scope are no matter of permission: they are not found."""

from __future__ import annotations

from typing import Any

from rest_framework.permissions import IsAuthenticated


class EnterpriseOnly(IsAuthenticated):
    """Members of an organization."""

    def has_permission(self, request: Any, view: Any) -> bool:
        return super().has_permission(request, view) and request.user.is_enterprise


class EnterpriseWrites(IsAuthenticated):
    """Anyone signed in reads; members of an organization write."""

    def has_permission(self, request: Any, view: Any) -> bool:
        reads = request.method in {"GET", "HEAD", "OPTIONS"}
        return super().has_permission(request, view) and (reads or request.user.is_enterprise)
