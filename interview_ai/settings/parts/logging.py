"""Structured logs: one JSON object a line on standard error, each with the request's id."""

import re
from typing import Any

import structlog

from interview_ai.settings.parts.environment import text

# Addresses that open something for whoever has them, and what people write into an address: words they search for, an
# e-mail, where to go on (which may be such an address).
_SIGNED = re.compile(
    r"(/(?:exports|i|join|media|password-reset|shared|sign-up)/|[?&](?:email|next|q|search|text|token)=)[^\s&\"']+"
)


def _hide_signed_addresses(_logger: Any, _method: str, entry: dict[str, Any]) -> dict[str, Any]:
    """A log must not hand on what opens media, reports or accounts, nor the names somebody looked for."""
    for name, value in entry.items():
        if isinstance(value, str):
            entry[name] = _SIGNED.sub(r"\1…", value)
    return entry


def _name_the_request(_logger: Any, _method: str, entry: dict[str, Any]) -> dict[str, Any]:
    """Django logs a refused request when its answer has passed every middleware: the request still knows its id."""
    request = getattr(entry.get("_record"), "request", None)
    request_id = getattr(request, "request_id", None)
    return {"request_id": request_id, **entry} if request_id else entry


_SHARED = [
    structlog.contextvars.merge_contextvars,
    _name_the_request,
    _hide_signed_addresses,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
]

structlog.configure(
    processors=[structlog.stdlib.filter_by_level, *_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": _SHARED,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        },
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"handlers": ["stderr"], "propagate": False},
        "uvicorn": {"handlers": ["stderr"], "propagate": False, "level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
        "httpx": {"level": "WARNING"},
    },
}
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_CELERY_ENABLED = True
