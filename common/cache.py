"""The shared cache: one Redis client a process."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from django.utils.functional import cached_property


class SharedRedisCache(RedisCache):
    """Django's, with one connection pool for all threads.

    Django makes a cache object for each thread, each with a pool of its own; under ASGI every request has a new thread
    and would connect anew.
    """

    _servers: list[str]
    _options: dict[str, Any]

    @cached_property
    def _cache(self) -> RedisCacheClient:
        return _client(tuple(self._servers), tuple(sorted(self._options.items())))


class _OneClient(RedisCacheClient):
    """Django's makes a client anew for every call, which takes longer than the call; they may be shared."""

    @cached_property
    def _only(self) -> Any:
        return super().get_client(write=True)

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        return self._only


@lru_cache
def _client(servers: tuple[str, ...], options: tuple[tuple[str, Any], ...]) -> RedisCacheClient:
    return _OneClient(list(servers), **dict(options))
