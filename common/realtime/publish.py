"""Handing a frame to everyone who listens, in whatever process."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

import structlog
from asgiref.sync import async_to_sync
from channels.exceptions import ChannelFull
from channels.layers import get_channel_layer
from django.db import transaction
from redis.exceptions import RedisError

from common.realtime.frames import server_frame

logger = structlog.get_logger(__name__)

# A broker that hangs must not hold the request that has something to tell.
_PATIENCE_SECONDS = 2.0
BROKER_ERRORS = (RedisError, OSError, TimeoutError, ChannelFull)


def message_of(group: str, *, kind: str, data: Any, seq: int | None = None, at: Any = None) -> dict[str, Any]:
    """A frame as it travels: written once, so that a thousand sockets cost one encoding."""
    return {"type": "frame", "group": group, "kind": kind, "seq": seq, "text": server_frame(kind, data, seq=seq, at=at)}


def publish(message: dict[str, Any]) -> None:
    """Send after the present transaction commits. A broker that is away loses nothing that is stored."""
    transaction.on_commit(partial(_publish_now, message))


def _publish_now(message: dict[str, Any]) -> None:
    async_to_sync(publish_now)(message)


async def publish_now(message: dict[str, Any]) -> None:
    """Send at once; a broker that is away is logged."""
    layer = get_channel_layer()
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await layer.group_send(message["group"], message)
    except BROKER_ERRORS as error:
        logger.warning("frame_not_published", kind=message["kind"], error=type(error).__name__)
