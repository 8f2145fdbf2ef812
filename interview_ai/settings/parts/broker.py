"""Valkey or Redis: the queue, the cache of counters and the channel layer.

Without ``REDIS_URL`` the address is the socket of the Valkey that `manage.py run` starts in the data folder,
so that every other command finds it without being told.
"""

import hashlib
import tempfile
from datetime import timedelta
from pathlib import Path

from interview_ai.settings.parts.environment import DATA_DIR, text

# The kernel refuses socket paths of 108 characters and more.
_LONGEST_SOCKET_PATH = 100


def embedded_socket(data_dir: Path) -> Path:
    """Where the embedded Valkey listens: in the data folder, or in the temporary folder when that path is too long."""
    path = data_dir / "run" / "valkey.sock"
    if len(str(path)) <= _LONGEST_SOCKET_PATH:
        return path
    name = hashlib.sha256(str(data_dir).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"interview-ai-{name}" / "valkey.sock"


EMBEDDED_BROKER_SOCKET = embedded_socket(DATA_DIR)
BROKER_IS_EMBEDDED = not text("REDIS_URL")
REDIS_URL = text("REDIS_URL") or f"unix://{EMBEDDED_BROKER_SOCKET}"

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "global_keyprefix": "interview-ai:queue:",
    "visibility_timeout": 6 * 3600,
    "socket_connect_timeout": 2,
    "socket_timeout": 30,
    "max_retries": 1,
    "priority_steps": [0, 5],
    "queue_order_strategy": "priority",
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
# live: quick work that someone waits for; analysis: heavy, the words first (0 comes before 5); reports: all else.
CELERY_TASK_DEFAULT_QUEUE = "reports"
CELERY_TASK_ROUTES = {
    "analysis.write_follow_up": {"queue": "live"},
    "analysis.look_live": {"queue": "live"},
    "analysis.recognise": {"queue": "analysis", "priority": 0},
    "analysis.run_job": {"queue": "analysis", "priority": 5},
    "analysis.transcribe_recording": {"queue": "analysis", "priority": 5},
    "reports.rescore_words": {"queue": "analysis", "priority": 5},
}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_PROC_ALIVE_TIMEOUT = 120  # a new pool process loads its models before it says that it is up
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "run" / "beat")
CELERY_BEAT_SCHEDULE = {
    "close-overdue-interviews": {
        "task": "interviews.close_overdue_interviews",
        "schedule": timedelta(seconds=5),
        "options": {"expires": 5},
    },
    "sweep-analysis": {
        "task": "analysis.sweep_jobs",
        "schedule": timedelta(seconds=5),
        "options": {"expires": 5},
    },
    "sweep-imports": {
        "task": "interviews.sweep_imports",
        "schedule": timedelta(seconds=5),
        "options": {"expires": 5},
    },
    "sweep-question-imports": {
        "task": "questionbank.sweep_imports",
        "schedule": timedelta(seconds=10),
        "options": {"expires": 10},
    },
    "sweep-reports": {
        "task": "reports.sweep_reports",
        "schedule": timedelta(seconds=5),
        "options": {"expires": 5},
    },
    "sweep-invitations": {
        "task": "interviews.sweep_invitations",
        "schedule": timedelta(seconds=10),
        "options": {"expires": 10},
    },
    "remind-candidates": {
        "task": "interviews.remind_candidates",
        "schedule": timedelta(minutes=5),
        "options": {"expires": 300},
    },
    "sweep-conversations": {
        "task": "interviews.sweep_conversations",
        "schedule": timedelta(seconds=10),
        "options": {"expires": 10},
    },
    "sweep-webhooks": {
        "task": "accounts.sweep_webhooks",
        "schedule": timedelta(seconds=10),
        "options": {"expires": 10},
    },
    "forget-old-deliveries": {
        "task": "accounts.forget_old_deliveries",
        "schedule": timedelta(hours=6),
        "options": {"expires": 3600},
    },
    "tidy": {"task": "interviews.tidy", "schedule": timedelta(hours=1), "options": {"expires": 3600}},
}

CACHES = {
    "default": {
        "BACKEND": "common.cache.SharedRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "interview-ai",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    }
}
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {
            # A process waits 5 s at a time for a frame; the client's own patience must be longer.
            "hosts": [{"address": REDIS_URL, "socket_timeout": 30, "socket_connect_timeout": 2}],
            "prefix": "interview-ai:channels",
            "capacity": 2000,  # one channel a process holds the frames of all of its sockets
        },
    }
}
