"""How one method serves both clients.

A resource is written once, as methods that return a `Call` or a flow. `endpoint` and `listing` turn such a method into
one that runs it: on a ``Resource[Blocking]`` it returns the result, on a ``Resource[Awaiting]`` a coroutine of it, and
type checkers see exactly that, parameters included.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from functools import wraps
from typing import Any, Concatenate, Generic, ParamSpec, Self, TypeAlias, TypeVar, overload

from interview_ai.sdk.flow import Flow
from interview_ai.sdk.models import Page
from interview_ai.sdk.transport import AsyncSession, BlockingSession, Call

P = ParamSpec("P")
T = TypeVar("T")


class Blocking:
    """Marks the resources of `InterviewClient`."""


class Awaiting:
    """Marks the resources of `AsyncInterviewClient`."""


Mode = TypeVar("Mode", Blocking, Awaiting)
Pages: TypeAlias = Callable[[int], Call[Page[T]]]


class Resource(Generic[Mode]):
    def __init__(self, session: BlockingSession | AsyncSession) -> None:
        self._session = session


class endpoint(Generic[P, T]):  # noqa: N801 - used as a decorator
    """A method that describes one operation, run when called."""

    def __init__(self, describe: Callable[Concatenate[Any, P], Call[T] | Flow[T]]) -> None:
        self._describe = describe
        self.__doc__ = describe.__doc__

    @overload
    def __get__(self, resource: None, owner: Any) -> Self: ...
    @overload
    def __get__(self, resource: Resource[Blocking], owner: Any) -> Callable[P, T]: ...
    @overload
    def __get__(self, resource: Resource[Awaiting], owner: Any) -> Callable[P, Coroutine[Any, Any, T]]: ...

    def __get__(self, resource: Resource[Any] | None, owner: Any) -> Any:
        if resource is None:
            return self
        describe = self._describe.__get__(resource)

        @wraps(describe)
        def perform(*args: P.args, **kwargs: P.kwargs) -> Any:
            return resource._session.run(describe(*args, **kwargs))

        return perform


class listing(Generic[P, T]):  # noqa: N801 - used as a decorator
    """A method that describes how to fetch page after page, turned into an iterator over all items."""

    def __init__(self, describe: Callable[Concatenate[Any, P], Pages[T]]) -> None:
        self._describe = describe
        self.__doc__ = describe.__doc__

    @overload
    def __get__(self, resource: None, owner: Any) -> Self: ...
    @overload
    def __get__(self, resource: Resource[Blocking], owner: Any) -> Callable[P, Iterator[T]]: ...
    @overload
    def __get__(self, resource: Resource[Awaiting], owner: Any) -> Callable[P, AsyncIterator[T]]: ...

    def __get__(self, resource: Resource[Any] | None, owner: Any) -> Any:
        if resource is None:
            return self
        describe = self._describe.__get__(resource)

        @wraps(describe)
        def iterate(*args: P.args, **kwargs: P.kwargs) -> Any:
            return resource._session.iterate(describe(*args, **kwargs))

        return iterate
