"""The base of every REST view: bounded bodies, idempotent POSTs, one way to read input and to give lists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.api import idempotency
from common.api.envelope import Finished
from common.api.pagination import Pages
from common.api.scopes import demand_scope
from common.api.throttling import CallsPerUser, address_of
from common.errors import ApplicationError, NotFound


class ApiView(APIView):
    """Subclasses write one method a verb, some 20 lines at most."""

    idempotent = True  # POST honours Idempotency-Key
    bounded_body = True  # bodies are JSON and small
    pagination_class = Pages
    read_scope: str | None = None  # what an application needs; without one it may not enter
    write_scope: str | None = None
    _record = None
    _is_counted = False

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.bounded_body and request.method not in {"GET", "HEAD", "OPTIONS"}:
            _ = request._request.body  # judged against DATA_UPLOAD_MAX_MEMORY_SIZE here
        key = request.headers.get("Idempotency-Key")
        if key and request.method == "POST" and self.idempotent:
            body = self._body_in_short(request)
            self._record = idempotency.begin(actor=_actor(request), key=key, path=request.path, body=body)

    def _body_in_short(self, request: Request) -> bytes:
        """What tells this body from another."""
        if self.bounded_body:
            return request._request.body
        form: Any = request.data
        return idempotency.digest_of_form(form)

    def perform_authentication(self, request: Request) -> None:
        """A call whose token is refused counts for the address it came from."""
        try:
            super().perform_authentication(request)
        except ApplicationError:
            request.user = AnonymousUser()
            CallsPerUser().allow_request(request, self)
            raise

    def check_permissions(self, request: Request) -> None:
        """Refused calls are counted too."""
        self.check_throttles(request)
        super().check_permissions(request)
        demand_scope(request, self)

    def check_throttles(self, request: Request) -> None:
        """REST framework asks once more, after the permissions."""
        if not self._is_counted:
            self._is_counted = True
            super().check_throttles(request)

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, idempotency.Replay):
            return Response(Finished(exc.body), status=exc.status, headers={"Idempotency-Replayed": "true"})
        return super().handle_exception(exc)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        record, self._record = self._record, None
        if record is not None:
            response.add_post_render_callback(
                lambda done: idempotency.store(record, status=done.status_code, rendered=done.content)
            )
        return response

    def read(self, serializer: type[serializers.Serializer], **options: Any) -> dict[str, Any]:
        """The validated body."""
        form = serializer(data=self.request.data, context={"request": self.request}, **options)
        form.is_valid(raise_exception=True)
        return form.validated_data

    def read_query(self, serializer: type[serializers.Serializer]) -> dict[str, Any]:
        """The validated query parameters."""
        form = serializer(data=self.request.query_params.dict(), context={"request": self.request})
        form.is_valid(raise_exception=True)
        return form.validated_data

    def page(self, queryset: QuerySet, serializer: type[serializers.Serializer]) -> Response:
        """One page of ``queryset``. Of a `Row` the columns it names are read, and nothing else."""
        pages = self.pagination_class()
        read = getattr(serializer, "read", None)
        rows = pages.paginate_queryset(queryset, self.request, view=self, read=read)
        shown = serializer(rows, many=True, context={"request": self.request})
        return pages.get_paginated_response(shown.data)

    def whole(self, rows: Iterable[Any], serializer: type[serializers.Serializer]) -> Response:
        """All of a short list."""
        shown = serializer(rows, many=True, context={"request": self.request}).data
        return Response({"total": len(shown), "items": shown})

    def base_url(self) -> str:
        """Scheme and host as the caller reached us."""
        return self.request.build_absolute_uri("/").rstrip("/")


class UnknownPath(ApiView):
    """Last in an interface for programs: whatever nothing else answers to."""

    permission_classes = [AllowAny]
    authentication_classes: list[Any] = []
    schema = None
    idempotent = False

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self.check_throttles(request)
        raise NotFound


def _actor(request: Request) -> str:
    user = request.user
    return user.caller_id if user and user.is_authenticated else f"address:{address_of(request)}"
