"""The cache reaches its server over one pool, whichever thread asks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from common.cache import SharedRedisCache

PARAMS = {"OPTIONS": {"socket_timeout": 2}}


def _client(_: int) -> int:
    return id(SharedRedisCache("redis://127.0.0.1:1/0", PARAMS)._cache)


def test_threads_share_one_client():
    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(_client, range(4)))) == 1


def test_other_server_has_a_client_of_its_own():
    assert id(SharedRedisCache("redis://127.0.0.1:2/0", PARAMS)._cache) != _client(0)


def test_client_is_made_once() -> None:
    kept = SharedRedisCache("redis://127.0.0.1:1/0", PARAMS)._cache
    assert kept.get_client("a") is kept.get_client("b", write=True)
