"""Reading analysis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from analysis import codec
from analysis.contracts import AnswerResults, EngineUse, InterviewScore
from analysis.enums import JobKind
from analysis.models import AnalysisJob, EngineRun
from analysis.scoring.aggregate import score_interview, unanswered_question
from analysis.scoring.rubric import Rubric, load_rubric
from common.jobs import ENDED_STATES, JobState
from interviews.models import Answer, Interview
from interviews.selectors import answers_of
from interviews.selectors.reviewing import is_blind
from positions.models import Position

FAILED_REASON = "engine_failed"


@dataclass(frozen=True, slots=True)
class AnalysisState:
    """How far the answers of an interview are. ``progress`` runs from 0 to 1."""

    answers: int
    ended: int
    progress: float

    @property
    def is_complete(self) -> bool:
        return self.ended == self.answers


def analysis_visible_to(actor: Any, analysis_id: str) -> AnalysisJob:
    """Raises `NotFound` when missing or out of scope."""
    jobs = AnalysisJob.objects.exclude(kind=JobKind.ANSWER).select_related("interview")
    return jobs.get_visible(actor, analysis_id)


def failed_analyses(interview: Interview) -> QuerySet[AnalysisJob]:
    """Of the answers that count, those that could not be analysed, in the order they were asked for."""
    failed = AnalysisJob.objects.filter(answer__interview=interview, answer__is_current=True, state=JobState.FAILED)
    return failed.select_related("answer", "interview").order_by("pk")


def analysis_state(interview: Interview) -> AnalysisState:
    """Answers that count, and how many of them are analysed or given up."""
    current = interview.answers.filter(is_current=True).count()
    jobs = list(
        AnalysisJob.objects.filter(answer__interview=interview, answer__is_current=True).values_list(
            "state", "progress"
        )
    )
    ended = sum(1 for state, _progress in jobs if state in ENDED_STATES)
    shares = [1.0 if state in ENDED_STATES else progress for state, progress in jobs]
    return AnalysisState(answers=current, ended=ended, progress=sum(shares) / current if current else 1.0)


def results_of_interview(interview: Interview) -> tuple[AnswerResults, ...]:
    """What the engines found in each answer that counts, in asking order."""
    answers = list(answers_of(interview))
    jobs = AnalysisJob.objects.filter(answer__in=answers).prefetch_related("runs")
    by_answer = {job.answer_id: job for job in jobs}
    return tuple(_results(interview, answer, by_answer.get(answer.pk)) for answer in answers)


def present_rubric_version() -> str:
    """The version that reports are scored by now."""
    return load_rubric().version


def rubric_of(interview: Interview) -> Rubric:
    """The present rubric, with the weights of the position where it has its own."""
    weights = interview.position.weights
    return load_rubric().with_weights(weights) if weights else load_rubric()


def ability_weights(position: Position) -> dict[str, float]:
    """What each ability counts in the overall score of this position now."""
    weights = position.weights
    return dict(weights) if weights else {key: rule.weight for key, rule in load_rubric().abilities.items()}


def scored_interview(
    interview: Interview, *, answers: Sequence[AnswerResults] | None = None
) -> tuple[tuple[AnswerResults, ...], InterviewScore]:
    """The results of every answer, and what they are worth by the present rubric and the position's weights. A main
    question without an answer counts as one that shows nothing. ``answers`` take the place of the stored results."""
    answers = results_of_interview(interview) if answers is None else tuple(answers)
    given = {answer.question_id for answer in answers}
    gaps = [
        unanswered_question(
            question_id=question.question_id,
            order=question.order,
            question_content=question.content,
            question_type=question.type,
            difficulty=question.difficulty,
        )
        for question in interview.questions.filter(parent=None)
        if question.question_id not in given
    ]
    return answers, score_interview([*answers, *gaps], rubric=rubric_of(interview))


def hides_results(actor: Any, job: AnalysisJob) -> bool:
    """Whether the actor is to review its interview first, and sees nothing of what the engines found until then."""
    return is_blind(actor, job.interview)


def results_of_job(job: AnalysisJob) -> dict[str, Any]:
    """Stored results by kind, as JSON."""
    return {run.kind: run.result for run in job.runs.all() if run.result is not None}


def _results(interview: Interview, answer: Answer, job: AnalysisJob | None) -> AnswerResults:
    question = answer.question
    runs = list(job.runs.all()) if job else []
    return AnswerResults(
        answer_id=answer.public_id,
        question_id=question.question_id,
        parent_question_id=question.parent.question_id if question.parent else None,
        order=question.order,
        question_content=question.content,
        question_type=question.type,
        difficulty=question.difficulty,
        offset_ms=_offset_ms(interview, answer),
        duration_ms=(job.duration_ms if job else 0) or answer.duration * 1000,
        media_offset_ms=(answer.clip_start_ms or 0) if answer.audio_id else 0,
        results={run.kind: codec.from_json(run.kind, run.result) for run in runs if run.result is not None},
        missing=_missing(job),
        engines=tuple(use_of(run) for run in runs),
    )


def _offset_ms(interview: Interview, answer: Answer) -> int:
    """From the start of the interview to the start of the answer."""
    if answer.clip_start_ms is not None:
        return answer.clip_start_ms
    if interview.started_at is None:
        return 0
    return max(0, round((answer.recorded_from - interview.started_at).total_seconds() * 1000))


def _missing(job: AnalysisJob | None) -> dict[str, str]:
    if job is None or job.state == JobState.FAILED:
        return dict.fromkeys(codec.TYPES, FAILED_REASON)
    return dict(job.missing)


def use_of(run: EngineRun) -> EngineUse:
    """The contract's form of a stored engine run."""
    return EngineUse(
        kind=run.kind,
        name=run.engine,
        version=run.version,
        parameters=run.parameters,
        media_hash=run.media_hash or None,
        elapsed_ms=run.elapsed_ms,
        error=run.error or None,
    )
