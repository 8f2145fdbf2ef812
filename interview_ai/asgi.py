"""The ASGI application: HTTP to Django, sockets to the consumers."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interview_ai.settings.local")

import django

django.setup(set_prefix=False)

from channels.routing import ProtocolTypeRouter  # noqa: E402

from common.body_limit import BodyLimit  # noqa: E402
from interview_ai.handler import OneThreadHandler  # noqa: E402
from interview_ai.routing import sockets  # noqa: E402

application = ProtocolTypeRouter({"http": BodyLimit(OneThreadHandler()), "websocket": sockets})
