"""What was said: answer by answer as recognised, and the whole interview as a conversation."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from common import clock
from common.tenancy import ScopedQuerySet
from interviews.enums import SpeakerRole, TranscriptSource, TranscriptState
from interviews.reviewing.models import knowable


class TranscriptQuerySet(ScopedQuerySet):
    def visible_to(self, actor: Any) -> Self:
        answers = self.model._meta.get_field("answer").related_model._default_manager
        return self.filter(answer__in=answers.visible_to(actor))


class AnswerTranscript(models.Model):
    """The transcript of one answer. ``words`` and ``sentences`` are lists of {text, start_ms, end_ms}, times from the
    start of the recording. ``source``: asr, client or imported. An empty ``text`` has its ``reason``."""

    answer = models.OneToOneField("interviews.Answer", on_delete=models.CASCADE, related_name="transcript")
    source = models.CharField(max_length=20)
    language = models.CharField(max_length=10, blank=True)
    text = models.TextField(blank=True)
    words = models.JSONField(default=list)
    sentences = models.JSONField(default=list)
    reason = models.CharField(max_length=60, blank=True)
    engine = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = TranscriptQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.answer_id} ({self.source})"


class ConversationQuerySet(ScopedQuerySet):
    def visible_to(self, actor: Any) -> Self:
        return self.filter(knowable(actor, "interview__"))


class Conversation(models.Model):
    """The transcript of a whole interview: paragraphs (one speaker's turn), their sentences, their words.

    All times are integer milliseconds from ``starts_at``. Made by a worker from the turns, anew whenever a part of it
    changes; ``revision`` counts. ``speakers_known`` is false while speakers are still being told apart.
    ``requested_at`` is set while a new build is due; ``fingerprint`` is that of what it was last made from, and
    ``tidied_by`` names who made the tidied version (rules, llm, or rules with the reason why the model did not).
    """

    interview = models.OneToOneField("interviews.Interview", on_delete=models.CASCADE, related_name="conversation")
    state = models.CharField(max_length=10, choices=TranscriptState, default=TranscriptState.MAKING)
    source = models.CharField(max_length=10, choices=TranscriptSource, default=TranscriptSource.ASR)
    language = models.CharField(max_length=10, blank=True)
    starts_at = models.DateTimeField()
    duration_ms = models.PositiveBigIntegerField(default=0)
    keywords = models.JSONField(default=list)
    speakers_known = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=0)
    fingerprint = models.CharField(max_length=64, blank=True)
    tidied_by = models.CharField(max_length=60, blank=True)
    requested_at = models.DateTimeField(null=True, blank=True, db_index=True)
    updated_at = models.DateTimeField(default=clock.now)

    objects = ConversationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.interview_id} ({self.state}, revision {self.revision})"


class Speaker(models.Model):
    """A person of one conversation. ``key`` is stable over revisions; ``user_id`` is a public id of ours or what the
    far side calls this person."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="speakers")
    key = models.CharField(max_length=60)
    role = models.CharField(max_length=20, choices=SpeakerRole)
    name_zh = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    user_id = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["conversation", "key"], name="speaker_once_in_conversation")]

    def __str__(self) -> str:
        return f"{self.name_zh or self.name_en or self.key} ({self.role})"


class Paragraph(models.Model):
    """One speaker's turn. ``number`` counts from 0 in the order of time; ``question_id`` and ``answer_id`` are public
    ids where the turn asks or answers a question."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="paragraphs")
    number = models.PositiveIntegerField()
    speaker = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="paragraphs")
    start_ms = models.PositiveBigIntegerField()
    end_ms = models.PositiveBigIntegerField()
    question_id = models.CharField(max_length=60, blank=True)
    answer_id = models.CharField(max_length=60, blank=True)
    overlaps = models.BooleanField(default=False, help_text="somebody else speaks meanwhile")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "number"], name="paragraph_number_once"),
            models.CheckConstraint(condition=Q(end_ms__gte=F("start_ms")), name="paragraph_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} paragraph {self.number}"


class Sentence(models.Model):
    """One sentence. ``words`` is a list of [text, start_ms, end_ms] with punctuation on the word before it, and
    ``tidy_words`` the same tidied: fillers and false starts out, numbers and characters normalised, times kept.
    ``first_word`` and ``first_tidy_word`` are the numbers of their first words in the whole conversation.
    A corrected sentence keeps what was recognised in ``original_text``."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="sentences")
    paragraph = models.ForeignKey(Paragraph, on_delete=models.CASCADE, related_name="sentences")
    number = models.PositiveIntegerField()
    start_ms = models.PositiveBigIntegerField()
    end_ms = models.PositiveBigIntegerField()
    source = models.CharField(max_length=10, choices=TranscriptSource)
    text = models.TextField()
    tidy_text = models.TextField(blank=True)
    original_text = models.TextField(blank=True)
    words = models.JSONField(default=list)
    tidy_words = models.JSONField(default=list)
    first_word = models.PositiveIntegerField(default=0)
    first_tidy_word = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "number"], name="sentence_number_once"),
            models.CheckConstraint(condition=Q(end_ms__gte=F("start_ms")), name="sentence_ends_after_start"),
        ]
        indexes = [models.Index(fields=["conversation", "start_ms", "number"], name="sentences_by_time")]

    def __str__(self) -> str:
        return f"{self.conversation_id} sentence {self.number}"


class Correction(models.Model):
    """What a person put right in a sentence. It is found again in a new revision by the sentence's start and the text
    that was recognised."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="corrections")
    start_ms = models.PositiveBigIntegerField()
    original_text = models.TextField()
    text = models.TextField()
    corrected_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    corrected_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "start_ms", "original_text"], name="one_correction_each")
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} at {self.start_ms}"
