"""Which Content-Security-Policy a path gets: the strict one, or that of a tool that cannot live with it."""

from __future__ import annotations

from typing import Any

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class Policies(CSPMiddleware):
    """``CONTENT_SECURITY_POLICY`` everywhere, but under the prefixes of ``CONTENT_SECURITY_POLICIES_BY_PREFIX``."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        own = None if report_only else _policy_of(request.path_info)
        return PolicyParts(own, parts.update, parts.replace, parts.nonce) if own and not parts.config else parts


def _policy_of(path: str) -> dict[str, Any] | None:
    for prefix, directives in settings.CONTENT_SECURITY_POLICIES_BY_PREFIX.items():
        if path.startswith(prefix):
            return directives
    return None
