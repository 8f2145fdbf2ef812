"""Reading the environment, and the folder that holds all state."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

# Threads of the numeric libraries that wait must sleep, not spin: on busy cores spinning takes many times as long.
# Read once, when the first of those libraries is loaded, so it is set before any can be.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

PROJECT_DIR = Path(__file__).resolve().parents[3]


def text(name: str, default: str = "") -> str:
    """The variable, or ``default`` when it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def number(name: str, default: int) -> int:
    value = text(name)
    try:
        return int(value) if value else default
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


DATA_DIR = Path(text("INTERVIEW_AI_DATA_DIR") or PROJECT_DIR / "var").expanduser().resolve()


def secret_key() -> str:
    """``SECRET_KEY``, or a random one kept in the data folder (made on first use, readable by its owner alone)."""
    given = text("SECRET_KEY")
    if given:
        return given
    try:
        return _kept_secret_key(DATA_DIR / "secret_key")
    except OSError as error:
        raise ImproperlyConfigured(f"The data folder {DATA_DIR} cannot be used: {error.strerror}.") from None


def _kept_secret_key(path: Path) -> str:
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        fresh = DATA_DIR / f"secret_key.{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text(get_random_secret_key())
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()
