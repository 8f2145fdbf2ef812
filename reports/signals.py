"""Facts others act on, sent after commit."""

from django.dispatch import Signal

report_ready = Signal()  # report_id (primary key)
report_failed = Signal()  # report_id (primary key)
report_rescored = Signal()  # report_id (primary key); a new version took the place of the one before
