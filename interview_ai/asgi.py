"""The ASGI application: HTTP to Django, sockets to the consumers."""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interview_ai.settings.local")

import django

django.setup(set_prefix=False)

from channels.routing import ProtocolTypeRouter  # noqa: E402

import interview_ai.urls  # noqa: E402, F401  (every page's code now, not in somebody's first request)
from common.body_limit import BodyLimit  # noqa: E402
from interview_ai.handler import OneThreadHandler  # noqa: E402
from interview_ai.routing import sockets  # noqa: E402

application = ProtocolTypeRouter({"http": BodyLimit(OneThreadHandler()), "websocket": sockets})

# What was read until here stays for good: a full collection, in the middle of a request, need not walk through it. And
# a page of a hundred rows makes some ten thousand objects, none of them garbage before it is sent.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 10, 10)
