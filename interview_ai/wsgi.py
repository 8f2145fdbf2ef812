"""The WSGI application, for hosts without ASGI (no sockets)."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interview_ai.settings.local")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
