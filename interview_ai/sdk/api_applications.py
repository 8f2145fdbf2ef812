"""API applications: credentials of other programs."""

from __future__ import annotations

from collections.abc import Sequence

from interview_ai.sdk.models import ApiApplication, Page
from interview_ai.sdk.resource import Mode, Pages, Resource, endpoint, listing
from interview_ai.sdk.transport import Call, at


class ApiApplications(Resource[Mode]):
    """For owners of an organization who have signed in; no application reaches them."""

    @endpoint
    def create(self, *, name: str, scopes: Sequence[str] | None = None) -> Call[ApiApplication]:
        """``access_token``, ``app_secret`` and ``secret_key`` of the result are told this once. Without ``scopes`` it
        reads transcripts."""
        body = {"name": name, "scopes": None if scopes is None else tuple(scopes)}
        return Call("POST", "/api-applications", ApiApplication.from_json, body=body)

    @endpoint
    def list(self, *, page: int = 1, page_size: int = 20) -> Call[Page[ApiApplication]]:
        return _page(page, page_size)

    @listing
    def iter(self, *, page_size: int = 100) -> Pages[ApiApplication]:
        """Every one, fetched page by page."""
        return lambda page: _page(page, page_size)

    @endpoint
    def change_scopes(self, app_id: str, *, scopes: Sequence[str]) -> Call[ApiApplication]:
        """What it may do from now on."""
        body = {"scopes": tuple(scopes)}
        return Call("PATCH", at("/api-applications/{}", app_id), ApiApplication.from_json, body=body)

    @endpoint
    def revoke(self, app_id: str) -> Call[ApiApplication]:
        """Its credentials and tokens are worth nothing from now on."""
        return Call("DELETE", at("/api-applications/{}", app_id), ApiApplication.from_json)


def _page(page: int, page_size: int) -> Call[Page[ApiApplication]]:
    query = {"page": page, "page_size": page_size}
    return Call("GET", "/api-applications", Page.of(ApiApplication.from_json), query=query)
