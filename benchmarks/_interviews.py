"""Interviews held through the client library, for measuring what follows their end."""

from __future__ import annotations

import secrets
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

from interview_ai import InterviewClient
from interview_ai.sdk.models import Interview, Position, Upload
from questionbank.seeds import load_seed

SEED = "system_en"
QUESTIONS = 2
POLL_SECONDS = 0.1
ANALYSED = ("analyzed", "partial")
PATIENCE_SECONDS = 240.0


@dataclass(frozen=True, slots=True)
class People:
    """Both sides of the interviews, signed in, and the position they are about."""

    company: InterviewClient
    candidate: InterviewClient
    position: Position


def register(base_url: str) -> People:
    """New accounts on the site, and a position with `QUESTIONS` questions."""
    company, candidate = (_account(f"{base_url}/v1", role=role) for role in ("enterprise", "candidate"))
    seed = load_seed(SEED)
    position = company.positions.create(
        title=seed.title,
        category=seed.category,
        description=seed.description,
        requirements=seed.requirements,
        interview_duration=seed.interview_duration,
        question_count=QUESTIONS,
        language=seed.language,
    )
    for question in seed.questions[:QUESTIONS]:
        company.questions.create(
            position_id=position.id,
            content=question.content,
            type=question.type,
            difficulty=question.difficulty,
            time_limit=question.time_limit,
            reference_answer=question.reference_answer,
            scoring_points=question.scoring_points,
            follow_up_enabled=False,
        )
    return People(company, candidate, position)


def _account(api: str, *, role: str) -> InterviewClient:
    return InterviewClient.register(
        base_url=api,
        email=f"measure-{role}-{uuid.uuid4().hex[:12]}@example.com",
        password=secrets.token_urlsafe(12),
        username=f"Measuring {role}",
        role=role,
        language="en",
    )


def hold(people: People, *, first: Path, last: Path, last_seconds: float, wait_for_last: bool) -> tuple[str, float]:
    """An interview of two answers, the first analysed before the last is given; (its id, seconds from ``end`` to a
    ready report). Without ``wait_for_last`` the end comes right after the last answer was submitted."""
    candidate = people.candidate
    interview = candidate.interviews.create(position_id=people.position.id)
    uploads = [candidate.uploads.upload(path, interview_id=interview.id) for path in (first, last)]
    candidate.interviews.start(interview.id)
    _answer(candidate, interview, number=0, upload=uploads[0], seconds=last_seconds / 2)
    _wait_until_analysed(candidate, interview, answers=1)
    _answer(candidate, interview, number=1, upload=uploads[1], seconds=last_seconds)
    if wait_for_last:
        _wait_until_analysed(candidate, interview, answers=2)
    started = time.perf_counter()
    candidate.interviews.end(interview.id)
    people.company.reports.get(interview.id, timeout=PATIENCE_SECONDS, poll_interval=POLL_SECONDS)
    return interview.id, time.perf_counter() - started


def _answer(candidate: InterviewClient, interview: Interview, *, number: int, upload: Upload, seconds: float) -> None:
    candidate.interviews.submit_answer(
        interview.id,
        question_id=interview.questions[number].id,
        audio_url=upload.file_url,
        video_url=upload.file_url,
        duration=seconds,
    )


def _wait_until_analysed(candidate: InterviewClient, interview: Interview, *, answers: int) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        states = [answer.status for answer in candidate.interviews.answers(interview.id)]
        if "failed" in states:
            raise RuntimeError("An answer could not be analysed.")
        if sum(state in ANALYSED for state in states) >= answers:
            return
        if time.monotonic() > end:
            raise TimeoutError(f"The answers were not analysed after {PATIENCE_SECONDS:.0f} s.")
        time.sleep(POLL_SECONDS)
