"""The embedded default: one machine, SQLite, an embedded Valkey, files in the data folder."""

from interview_ai.settings.base import *
