"""Every socket of the product; an address that has none is refused as politely as one that has."""

from __future__ import annotations

from channels.routing import URLRouter
from django.urls import re_path

from common.realtime.consumer import UnknownSocket
from interviews.realtime.routing import websocket_urlpatterns

sockets = URLRouter([*websocket_urlpatterns, re_path(r"^.*$", UnknownSocket.as_asgi())])
