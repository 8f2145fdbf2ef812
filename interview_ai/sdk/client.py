"""The two clients: one blocks, one is awaited; the rest is the same."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Any, Generic, Self, TypedDict, Unpack

import httpx

from interview_ai.sdk.analysis import Analyses
from interview_ai.sdk.api_applications import ApiApplications
from interview_ai.sdk.events import AwaitingEvents, BlockingEvents
from interview_ai.sdk.imports import Imports, RemoteAccounts
from interview_ai.sdk.interviews import Interviews
from interview_ai.sdk.invitations import Invitations
from interview_ai.sdk.positions import Positions
from interview_ai.sdk.questions import Questions
from interview_ai.sdk.recordings import Recordings
from interview_ai.sdk.reports import Reports
from interview_ai.sdk.resource import Awaiting, Blocking, Mode
from interview_ai.sdk.retry import RetryPolicy
from interview_ai.sdk.transport import AsyncSession, BlockingSession, Tokens
from interview_ai.sdk.uploads import Uploads
from interview_ai.sdk.users import Users
from interview_ai.sdk.webhook_endpoints import Webhooks


class Options(TypedDict, total=False):
    """What either client takes besides its credentials.

    ``timeout`` is in seconds, for each request. ``retry`` says how often and how long to try again. ``language``
    (zh or en) is that of messages and labels. ``on_tokens`` hears (access token, refresh token) whenever the client
    gets new ones. ``transport`` replaces httpx's way to the network.
    """

    timeout: float
    retry: RetryPolicy
    language: str | None
    on_tokens: Callable[[str, str | None], None] | None
    transport: Any


class _Client(Generic[Mode]):
    """The resources both clients offer."""

    def __init__(self, session: BlockingSession | AsyncSession) -> None:
        self._session = session
        self.users: Users[Mode] = Users(session)
        self.positions: Positions[Mode] = Positions(session)
        self.questions: Questions[Mode] = Questions(session)
        self.interviews: Interviews[Mode] = Interviews(session)
        self.invitations: Invitations[Mode] = Invitations(session)
        self.analysis: Analyses[Mode] = Analyses(session)
        self.reports: Reports[Mode] = Reports(session)
        self.uploads: Uploads[Mode] = Uploads(session)
        self.recordings: Recordings[Mode] = Recordings(session)
        self.imports: Imports[Mode] = Imports(session)
        self.remote_accounts: RemoteAccounts[Mode] = RemoteAccounts(session)
        self.webhooks: Webhooks[Mode] = Webhooks(session)
        self.api_applications: ApiApplications[Mode] = ApiApplications(session)

    @property
    def access_token(self) -> str | None:
        """The token in use now; it changes when it runs out and the refresh token is known."""
        return self._session.tokens.access

    @property
    def refresh_token(self) -> str | None:
        return self._session.tokens.refresh


class InterviewClient(_Client[Blocking]):
    """The blocking client. Threads may share one. Close it, or use it in a ``with`` statement.

    ``base_url`` ends in the version: ``https://interviews.example.com/v1``. With ``refresh_token`` an access token
    that ran out is replaced by itself.
    """

    def __init__(
        self,
        base_url: str,
        access_token: str | None = None,
        refresh_token: str | None = None,
        **options: Unpack[Options],
    ) -> None:
        self._http = httpx.Client(**_http_options(base_url, options))
        session = BlockingSession(self._http, **_session_options(access_token, refresh_token, options))
        super().__init__(session)
        self.events = BlockingEvents(session)

    @classmethod
    def login(
        cls, *, base_url: str, email: str, password: str, otp_code: str | None = None, **options: Unpack[Options]
    ) -> Self:
        """A client of the account with this e-mail address. ``otp_code``: for an account with a second factor."""
        client = cls(base_url, **options)
        try:
            client.users.login(email=email, password=password, otp_code=otp_code)
        except BaseException:
            client.close()
            raise
        return client

    @classmethod
    def register(
        cls,
        *,
        base_url: str,
        email: str,
        password: str,
        username: str,
        role: str = "candidate",
        phone: str | None = None,
        **options: Unpack[Options],
    ) -> Self:
        """Make an account, log in, and return its client."""
        client = cls(base_url, **options)
        try:
            client.users.register(email=email, password=password, username=username, role=role, phone=phone)
            client.users.login(email=email, password=password)
        except BaseException:
            client.close()
            raise
        return client

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncInterviewClient(_Client[Awaiting]):
    """The asyncio client: every method of `InterviewClient`, awaited; iterators are asynchronous."""

    def __init__(
        self,
        base_url: str,
        access_token: str | None = None,
        refresh_token: str | None = None,
        **options: Unpack[Options],
    ) -> None:
        self._http = httpx.AsyncClient(**_http_options(base_url, options))
        session = AsyncSession(self._http, **_session_options(access_token, refresh_token, options))
        super().__init__(session)
        self.events = AwaitingEvents(session)

    @classmethod
    async def login(
        cls, *, base_url: str, email: str, password: str, otp_code: str | None = None, **options: Unpack[Options]
    ) -> Self:
        """A client of the account with this e-mail address. ``otp_code``: for an account with a second factor."""
        client = cls(base_url, **options)
        try:
            await client.users.login(email=email, password=password, otp_code=otp_code)
        except BaseException:
            await client.aclose()
            raise
        return client

    @classmethod
    async def register(
        cls,
        *,
        base_url: str,
        email: str,
        password: str,
        username: str,
        role: str = "candidate",
        phone: str | None = None,
        **options: Unpack[Options],
    ) -> Self:
        """Make an account, log in, and return its client."""
        client = cls(base_url, **options)
        try:
            await client.users.register(email=email, password=password, username=username, role=role, phone=phone)
            await client.users.login(email=email, password=password)
        except BaseException:
            await client.aclose()
            raise
        return client

    async def aclose(self) -> None:
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


def _http_options(base_url: str, options: Options) -> dict[str, Any]:
    if httpx.URL(base_url).scheme not in ("http", "https"):
        raise ValueError(f"base_url must start with https:// or http://, not {base_url!r}")
    return {"base_url": base_url, "timeout": options.get("timeout", 30.0), "transport": options.get("transport")}


def _session_options(access_token: str | None, refresh_token: str | None, options: Options) -> dict[str, Any]:
    return {
        "tokens": Tokens(access_token, refresh_token, options.get("on_tokens")),
        "retry": options.get("retry", RetryPolicy()),
        "language": options.get("language"),
    }
