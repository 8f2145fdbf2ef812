"""For the suite: nothing outside the process but the database."""

import atexit
import os
import shutil
import tempfile

if "INTERVIEW_AI_DATA_DIR" not in os.environ:  # processes started from here share it
    os.environ["INTERVIEW_AI_DATA_DIR"] = tempfile.mkdtemp(prefix="interview-ai-test-")
    atexit.register(shutil.rmtree, os.environ["INTERVIEW_AI_DATA_DIR"], ignore_errors=True)
os.environ.setdefault("SECRET_KEY", "for-tests-only-for-tests-only-for-tests-only-for-tests-only")

from interview_ai.settings.base import *

ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
FAKE_ENGINES = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True  # else each client of a test looks through every static file first
LOGGING = {**LOGGING, "root": {"handlers": ["stderr"], "level": "ERROR"}}
DATABASES["default"].get("OPTIONS", {}).pop("pool", None)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in use: threads that share one database in memory lock each other out at once instead of waiting.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
