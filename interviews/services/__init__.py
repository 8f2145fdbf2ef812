"""Writing interviews. One file per part of an interview's life; callers import from here."""

from interviews.services.answering import AnswerDraft, Submission, submit_answer
from interviews.services.conversations import (
    build_conversation,
    correct_sentence,
    relabel_speakers,
    request_conversation,
    store_turns,
    sweep_conversations,
    turns_of,
)
from interviews.services.creation import create_interview, invite_candidate, link_candidate
from interviews.services.events import announce, record_event
from interviews.services.follow_ups import decline_follow_up, offer_follow_up, read_follow_up
from interviews.services.integrity import record_changed_voice
from interviews.services.joining import join_parts
from interviews.services.lifecycle import (
    cancel_interview,
    close_overdue,
    end_interview,
    present_current_question,
    settle,
    start_interview,
)
from interviews.services.live import keep_samples, note_integrity, step_clock
from interviews.services.media import (
    delete_unused_media,
    presign_upload,
    receive_upload,
    reference_media,
    store_remote_media,
)
from interviews.services.recordings import begin_segment, finish_recording, receive_part, tidy_recordings
from interviews.services.transcripts import mark_answer, record_transcript
from interviews.transcripts.tidying.by_model import TidyingFailed, use_model

__all__ = [
    "AnswerDraft",
    "Submission",
    "TidyingFailed",
    "announce",
    "begin_segment",
    "build_conversation",
    "cancel_interview",
    "close_overdue",
    "correct_sentence",
    "create_interview",
    "decline_follow_up",
    "delete_unused_media",
    "end_interview",
    "finish_recording",
    "invite_candidate",
    "join_parts",
    "keep_samples",
    "link_candidate",
    "mark_answer",
    "note_integrity",
    "offer_follow_up",
    "present_current_question",
    "presign_upload",
    "read_follow_up",
    "receive_part",
    "receive_upload",
    "record_changed_voice",
    "record_event",
    "record_transcript",
    "reference_media",
    "relabel_speakers",
    "request_conversation",
    "settle",
    "start_interview",
    "step_clock",
    "store_remote_media",
    "store_turns",
    "submit_answer",
    "sweep_conversations",
    "tidy_recordings",
    "turns_of",
    "use_model",
]
