"""Facts other apps act on, sent after commit."""

from django.dispatch import Signal

answer_analysis_ended = Signal()  # interview_id, answer_id (primary keys)
answer_analysis_restarted = Signal()  # interview_id (primary key)
