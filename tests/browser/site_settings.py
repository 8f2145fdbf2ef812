"""The product as it runs, with stand-ins for the heavy engines: for tests of what browsers do."""

from interview_ai.settings.local import *  # noqa: F403

FAKE_ENGINES = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
