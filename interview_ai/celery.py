"""The Celery application. Queues: `live` (quick, someone waits), `analysis` (heavy), `reports` (the rest)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interview_ai.settings.local")

app = Celery("interview_ai")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
