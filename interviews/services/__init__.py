"""Writing interviews. One file per part of an interview's life; callers import from here."""

from interviews.services.answering import AnswerDraft, Submission, submit_answer
from interviews.services.creation import create_interview, invite_candidate, link_candidate
from interviews.services.follow_ups import decline_follow_up, offer_follow_up, read_follow_up
from interviews.services.lifecycle import (
    cancel_interview,
    close_overdue,
    end_interview,
    present_current_question,
    settle,
    start_interview,
)
from interviews.services.media import (
    delete_unused_media,
    presign_upload,
    receive_upload,
    reference_media,
    store_remote_media,
)
from interviews.services.transcripts import mark_answer, record_transcript

__all__ = [
    "AnswerDraft",
    "Submission",
    "cancel_interview",
    "close_overdue",
    "create_interview",
    "decline_follow_up",
    "delete_unused_media",
    "end_interview",
    "invite_candidate",
    "link_candidate",
    "mark_answer",
    "offer_follow_up",
    "present_current_question",
    "presign_upload",
    "read_follow_up",
    "receive_upload",
    "record_transcript",
    "reference_media",
    "settle",
    "start_interview",
    "store_remote_media",
    "submit_answer",
]
