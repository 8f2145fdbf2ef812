"""SQLite in the data folder, or what ``DATABASE_URL`` names."""

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from interview_ai.settings.parts.environment import DATA_DIR, number, text

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}
_WRONG_URL = "DATABASE_URL cannot be read; it must be sqlite:///FILE or postgres://USER:PASSWORD@HOST:PORT/NAME."


def _database() -> dict:
    url = text("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'db.sqlite3'}"
    try:
        config = dict(dj_database_url.parse(url))
    except (dj_database_url.UnknownSchemeError, dj_database_url.ParseError, ValueError):
        raise ImproperlyConfigured(_WRONG_URL) from None
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = SQLITE_OPTIONS
    elif config["ENGINE"].endswith("postgresql"):
        # A request runs in a thread of its own under ASGI, so connections are shared through a pool.
        pool = {"min_size": 0, "max_size": number("DATABASE_POOL_SIZE", 16), "timeout": 10}
        config["OPTIONS"] = {**config.get("OPTIONS", {}), "pool": pool, "connect_timeout": 5}
    else:
        raise ImproperlyConfigured(_WRONG_URL)
    return config


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
