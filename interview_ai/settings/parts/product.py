"""What the product itself lets a site choose."""

from interview_ai.settings.parts.environment import DATA_DIR, flag, number, text

# Engines by kind: a name in analysis/engines/registry.py, with its parameters.
ASR_ENGINE = text("ASR_ENGINE", "faster-whisper")
WHISPER_MODEL = text("WHISPER_MODEL")  # a folder or file of other weights; empty for the packaged ones
ASR_API_URL = text("ASR_API_URL")
ASR_API_KEY = text("ASR_API_KEY")
ASR_API_MODEL = text("ASR_API_MODEL", "whisper-1")
LLM_BASE_URL = text("LLM_BASE_URL")
LLM_API_KEY = text("LLM_API_KEY")
LLM_MODEL = text("LLM_MODEL", "gpt-4o-mini")
LLM_TIMEOUT_SECONDS = number("LLM_TIMEOUT_SECONDS", 20)
ANALYSIS_FRAMES_PER_SECOND = number("ANALYSIS_FRAMES_PER_SECOND", 2)
ANALYSIS_WORK_DIR = DATA_DIR / "work"
FAKE_ENGINES = False

# Interviews.
LATE_ANSWER_GRACE_SECONDS = 10
FOLLOW_UP_WAIT_SECONDS = 20
TRANSCRIPT_CORRECTION_HOURS = number("TRANSCRIPT_CORRECTION_HOURS", 24)  # after the end, for candidates

# Jobs: a worker renews its lease while it works; a job whose lease ran out is given to another.
JOB_LEASE_SECONDS = number("JOB_LEASE_SECONDS", 30)
JOB_MAX_ATTEMPTS = number("JOB_MAX_ATTEMPTS", 3)

# Recordings of interviews held elsewhere: the longest, and how long a worker keeps to one before others get a turn.
RECORDING_MAX_MINUTES = number("RECORDING_MAX_MINUTES", 180)
RECORDING_SLICE_SECONDS = number("RECORDING_SLICE_SECONDS", 60)

# Accounts.
CANDIDATE_COMMON_PASSWORD_CHECK = flag("CANDIDATE_COMMON_PASSWORD_CHECK")
ENTERPRISE_COMMON_PASSWORD_CHECK = flag("ENTERPRISE_COMMON_PASSWORD_CHECK")

# /metrics answers only to this bearer token (or to everyone, when asked for).
METRICS_TOKEN = text("METRICS_TOKEN")
METRICS_PUBLIC = flag("METRICS_PUBLIC")

PUBLIC_BASE_URL = text("PUBLIC_BASE_URL")  # used in mails; requests know their own address

# Sockets: bounds of one connection, threads for their database work, and live analysis.
SOCKET_FRAMES_PER_SECOND = number("SOCKET_FRAMES_PER_SECOND", 20)
SOCKET_IDLE_SECONDS = number("SOCKET_IDLE_SECONDS", 600)
SOCKET_THREADS = number("SOCKET_THREADS", 4)
LIVE_ANALYSIS = flag("LIVE_ANALYSIS", default=True)  # off: sockets take sound and pictures and compute nothing
