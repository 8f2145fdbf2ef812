"""Facts other apps act on, sent after commit with primary keys only."""

from django.dispatch import Signal

interview_started = Signal()  # interview_id
answer_submitted = Signal()  # answer_id
transcript_recorded = Signal()  # answer_id
answer_marked = Signal()  # answer_id; how far its analysis is has changed
question_presented = Signal()  # interview_id
follow_up_decided = Signal()  # answer_id
interview_ended = Signal()  # interview_id
interview_erased = Signal()  # interview_id; but for its row everything is gone
answers_replaced = Signal()  # interview_id; every answer was made anew (an import, speakers put right)
