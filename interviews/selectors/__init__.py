"""Reading interviews. Callers import from here."""

from interviews.selectors.consents import may_enter, signals_withheld, withholds_signals
from interviews.selectors.conversations import (
    conversation_of,
    paragraph_page,
    paragraphs_from,
    search_sentences,
    sentences_after,
    shown_transcript,
    transcript_of,
    transcript_visible_to,
)
from interviews.selectors.interviews import (
    answer_for_analysis,
    answer_of,
    answered_counts,
    answers_of,
    interview_visible_to,
    interviews_visible_to,
    media_visible_to,
)
from interviews.selectors.listing import import_visible_to, imports_visible_to, listed_interviews, with_marks
from interviews.selectors.records import finished_transcript, paragraph_spans, record_visible_to

__all__ = [
    "answer_for_analysis",
    "answer_of",
    "answered_counts",
    "answers_of",
    "conversation_of",
    "finished_transcript",
    "import_visible_to",
    "imports_visible_to",
    "interview_visible_to",
    "interviews_visible_to",
    "listed_interviews",
    "may_enter",
    "media_visible_to",
    "paragraph_page",
    "paragraph_spans",
    "paragraphs_from",
    "record_visible_to",
    "search_sentences",
    "sentences_after",
    "shown_transcript",
    "signals_withheld",
    "transcript_of",
    "transcript_visible_to",
    "with_marks",
    "withholds_signals",
]
