"""Writing the question bank. Callers import from here."""

from questionbank.services.bulk import bulk_change, copy_questions, delete_questions, move_questions
from questionbank.services.questions import (
    create_question,
    delete_question,
    restore_version,
    update_question,
)
from questionbank.services.scores import forget_scores, keep_scores
from questionbank.services.suggesting import SuggestedQuestion, add_suggested, suggested_questions

__all__ = [
    "SuggestedQuestion",
    "add_suggested",
    "bulk_change",
    "copy_questions",
    "create_question",
    "delete_question",
    "delete_questions",
    "forget_scores",
    "keep_scores",
    "move_questions",
    "restore_version",
    "suggested_questions",
    "update_question",
]
