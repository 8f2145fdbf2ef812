"""Reading interviews. Callers import from here."""

from interviews.selectors.conversations import (
    conversation_of,
    paragraphs_from,
    place_of,
    search_sentences,
    sentences_after,
)
from interviews.selectors.interviews import (
    answer_for_analysis,
    answer_of,
    answered_counts,
    answers_of,
    interview_visible_to,
    interviews_visible_to,
    invited_interview,
    media_visible_to,
)

__all__ = [
    "answer_for_analysis",
    "answer_of",
    "answered_counts",
    "answers_of",
    "conversation_of",
    "interview_visible_to",
    "interviews_visible_to",
    "invited_interview",
    "media_visible_to",
    "paragraphs_from",
    "place_of",
    "search_sentences",
    "sentences_after",
]
