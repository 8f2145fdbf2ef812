"""What was said in one of our own interviews, as turns: the questions as they were asked, the answers as recorded."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from interviews.enums import ENDED_STATUSES, AnswerStatus, SpeakerRole, TranscriptSource
from interviews.models import Answer, Interview, InterviewQuestion
from interviews.transcripts.letters import has_han, syllables_of
from interviews.transcripts.turns import Turn, Voice, Word

# A question read out: some 240 Chinese characters or 150 English words a minute, as announcers read.
SYLLABLES_A_SECOND = 4.0

_ENDED = (AnswerStatus.ANALYZED, AnswerStatus.PARTIAL, AnswerStatus.FAILED)


def spoken_turns(interview: Interview) -> list[Turn]:
    """Every question that was shown and every answer given, by start. An answer that is not recognised yet is there
    with what the client says was said."""
    answers = list(interview.answers.filter(is_current=True).select_related("question", "transcript"))
    asked = list(interview.questions.exclude(started_at=None))
    by_question = {answer.question_id: answer for answer in answers}
    turns = [_question_turn(interview, question, by_question.get(question.pk)) for question in asked]
    turns += [turn for answer in answers if (turn := _answer_turn(interview, answer)) is not None]
    return sorted(turns, key=lambda turn: (turn.start_ms, turn.voice.role != SpeakerRole.INTERVIEWER))


def is_finished(interview: Interview) -> bool:
    """Whether nothing more can come: the interview is over and no answer is being analysed."""
    over = interview.status in ENDED_STATUSES
    return over and not interview.answers.filter(is_current=True).exclude(status__in=_ENDED).exists()


def language_of(interview: Interview, turns: Iterable[Turn]) -> str:
    """The interview's language; where it is open, the one most of its words are in."""
    if interview.language in ("zh", "en"):
        return interview.language
    counts = Counter("zh" if has_han(turn.text) else "en" for turn in turns)
    return counts.most_common(1)[0][0] if counts else ""


def candidate_names(interview: Interview) -> str:
    """The one name there is: of the account, of the invitation, or what stands before the @."""
    account = interview.candidate.username if interview.candidate else ""
    return (account or interview.candidate_name or interview.candidate_email.partition("@")[0])[:200]


def _question_turn(interview: Interview, question: InterviewQuestion, answer: Answer | None) -> Turn:
    start_ms = _ms(interview, question.started_at)
    spoken_ms = round(1000 * sum(map(syllables_of, question.content)) / SYLLABLES_A_SECOND)
    end_ms = start_ms + spoken_ms
    if answer is not None:
        end_ms = min(end_ms, _ms(interview, answer.recorded_from))
    return Turn(
        voice=Voice("interviewer", SpeakerRole.INTERVIEWER, name_zh="AI 面试官", name_en="AI interviewer"),
        start_ms=start_ms,
        end_ms=max(start_ms, end_ms),
        text=question.content,
        source=TranscriptSource.ASR,
        question_id=question.question_id,
    )


def _answer_turn(interview: Interview, answer: Answer) -> Turn | None:
    begin_ms, end_ms = _ms(interview, answer.recorded_from), _ms(interview, answer.submitted_at)
    transcript = getattr(answer, "transcript", None)
    text = transcript.text if transcript else answer.client_transcript
    if not text.strip():
        return None
    typed = transcript is None or transcript.source != "asr"
    words = _offset(_timed(transcript), begin_ms) if transcript else ()
    name = candidate_names(interview)
    user_id = interview.candidate.public_id if interview.candidate else ""
    return Turn(
        voice=Voice("candidate", SpeakerRole.CANDIDATE, name_zh=name, name_en=name, user_id=user_id),
        start_ms=words[0].start_ms if words else begin_ms,
        end_ms=words[-1].end_ms if words else end_ms,
        text=text,
        words=words,
        source=TranscriptSource.IMPORTED if typed else TranscriptSource.ASR,
        question_id=answer.question.question_id,
        answer_id=answer.public_id,
    )


def _timed(transcript: Any) -> Sequence[dict[str, Any]]:
    """The words with times; the sentences where the recogniser gives none of words."""
    parts = transcript.words or transcript.sentences
    return [part for part in parts if part.get("start_ms") is not None and part.get("end_ms") is not None]


def _offset(parts: Sequence[dict[str, Any]], by_ms: int) -> tuple[Word, ...]:
    return tuple(Word(part["text"], by_ms + part["start_ms"], by_ms + part["end_ms"]) for part in parts)


def _ms(interview: Interview, at: dt.datetime) -> int:
    return max(0, round((at - interview.started_at).total_seconds() * 1000))
