"""Reading interviews. Callers import from here."""

from interviews.selectors.conversations import (
    conversation_of,
    paragraph_page,
    paragraphs_from,
    place_of,
    search_sentences,
    sentences_after,
    transcript_visible_to,
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
from interviews.selectors.listing import import_visible_to, imports_visible_to, listed_interviews, with_marks

__all__ = [
    "answer_for_analysis",
    "answer_of",
    "answered_counts",
    "answers_of",
    "conversation_of",
    "import_visible_to",
    "imports_visible_to",
    "interview_visible_to",
    "interviews_visible_to",
    "invited_interview",
    "listed_interviews",
    "media_visible_to",
    "paragraph_page",
    "paragraphs_from",
    "place_of",
    "search_sentences",
    "sentences_after",
    "transcript_visible_to",
    "with_marks",
]
