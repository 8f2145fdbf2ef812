"""One interview from registration to report, as a program of someone who integrates the product.

    python -m demo.interview --base-url http://127.0.0.1:8000 --output DIR

It uses the client library alone and depends on nothing that is already on the server. It writes ``report.json``,
``report.pdf`` and ``report.xlsx`` to DIR, and its exit status is 0 when the report tells the strong answer from the
weak one and both from the one off the topic.
"""

from __future__ import annotations

import argparse
import itertools
import json
import secrets
import sys
import tempfile
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import av

from demo.manifest import Manifest, Recording, load_manifest
from demo.printing import ProgressBar, Stopwatch, print_abilities, print_answers, print_times
from demo.video import render_answer_video, sound_seconds
from interview_ai import InterviewAIError, InterviewClient
from interview_ai.sdk.models import Interview, Position, Question, QuestionResult, Report, Upload
from questionbank.seeds import load_seed

REPORT_SECONDS = 900.0
BEST_FIRST = ("strong", "weak", "off_topic")


@dataclass(frozen=True, slots=True)
class Clip:
    """A recording on the server."""

    recording: Recording
    upload: Upload
    seconds: float


class DemoError(Exception):
    """The demo did not show what it is there to show; the message is one clear sentence."""


def main() -> int:
    """Run the demo; returns the exit status."""
    arguments = parse_arguments()
    arguments.output.mkdir(parents=True, exist_ok=True)
    try:
        run(base_url=arguments.base_url, output=arguments.output)
    except (DemoError, InterviewAIError) as error:
        print(f"\nThe demo failed: {error}", file=sys.stderr)
        return 1
    return 0


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base-url", required=True, help="where the server is, with or without /v1")
    parser.add_argument("--output", type=Path, required=True, help="folder for the report's files")
    return parser.parse_args()


def run(*, base_url: str, output: Path) -> None:
    """The whole demo. Raises `DemoError` or `InterviewAIError` when something is not as it should be."""
    stopwatch, manifest = Stopwatch(), load_manifest()
    api = base_url.rstrip("/").removesuffix("/v1") + "/v1"
    with stopwatch.step("register a company and a candidate"):
        company, candidate = register(api, role="enterprise"), register(api, role="candidate")
    with company, candidate:
        with stopwatch.step("make a position and its questions"):
            position, keys = make_position(company, manifest)
        with stopwatch.step("create the interview"):
            interview = candidate.interviews.create(
                position_id=position.id, interviewer_style=manifest.interviewer_style
            )
        clips = upload_recordings(candidate, interview, manifest, stopwatch)
        meant = hold_interview(candidate, interview, manifest, keys, clips, stopwatch)
        report = wait_for_report(company, interview, stopwatch)
        with stopwatch.step("save the report as JSON, PDF and Excel"):
            save_report(company, report, interview, output)
    rows = [(meant[result.question_id], result) for result in report.questions if result.question_id in meant]
    print_abilities(report)
    print_answers(rows)
    print_times(stopwatch, report)
    print(f"\nFiles: {', '.join(str(output / f'report.{end}') for end in ('json', 'pdf', 'xlsx'))}")
    check_order(rows)


def register(api: str, *, role: str) -> InterviewClient:
    """A client of a new account."""
    email = f"demo-{role}-{uuid.uuid4().hex[:12]}@example.com"
    password = secrets.token_urlsafe(12)
    return InterviewClient.register(
        base_url=api, email=email, password=password, username=f"Demo {role}", role=role, language="en"
    )


def make_position(company: InterviewClient, manifest: Manifest) -> tuple[Position, Mapping[str, str]]:
    """A position with the manifest's questions; also which seed question each question's text is."""
    seed = load_seed(manifest.seed)
    position = company.positions.create(
        title=seed.title,
        category=seed.category,
        description=seed.description,
        requirements=seed.requirements,
        interview_duration=seed.interview_duration,
        question_count=len(manifest.questions),
        language=seed.language,
    )
    asked = [seed.question(key) for key in manifest.questions]
    for question in asked:
        company.questions.create(
            position_id=position.id,
            content=question.content,
            type=question.type,
            difficulty=question.difficulty,
            time_limit=question.time_limit,
            reference_answer=question.reference_answer,
            scoring_points=question.scoring_points,
        )
    return position, {question.content: question.key for question in asked}


def upload_recordings(
    candidate: InterviewClient, interview: Interview, manifest: Manifest, stopwatch: Stopwatch
) -> dict[str, Clip]:
    """Render and upload a video for each recording; the clips by the recording's file name."""
    clips = {}
    with tempfile.TemporaryDirectory() as folder:
        for number, recording in enumerate(manifest.recordings):
            path = Path(folder, recording.file).with_suffix(".mp4")
            with stopwatch.step(f"render a video of {recording.file}"):
                render_answer_video(recording.path, path, seed=number, turn_degrees=recording.turn_degrees)
            with stopwatch.step(f"upload it ({path.stat().st_size / 1e6:.1f} MB)"):
                upload = candidate.uploads.upload(path, interview_id=interview.id)
            clips[recording.file] = Clip(recording, upload, length_of(recording.path))
    return clips


def length_of(path: Path) -> float:
    """Seconds of sound in the file."""
    with av.open(str(path)) as sound:
        return sound_seconds(sound)


def hold_interview(
    candidate: InterviewClient,
    interview: Interview,
    manifest: Manifest,
    keys: Mapping[str, str],
    clips: Mapping[str, Clip],
    stopwatch: Stopwatch,
) -> dict[str, str]:
    """Answer every question, and the follow-up to the strong answer; what each question's answer was meant to be."""
    meant: dict[str, str] = {}
    candidate.interviews.start(interview.id)
    for question in interview.questions:
        recording = manifest.answer_to(keys[question.content or ""])
        print(f"\n  {question.content}")
        with stopwatch.step(f"answer it: {recording.file}"):
            answer_id = answer(candidate, interview, question, clips[recording.file])
        meant[question.id] = recording.quality
        reply = manifest.follow_up_to(recording.file)
        if reply is None:
            continue
        with stopwatch.step("wait for a follow-up question"):
            follow_up = candidate.interviews.follow_up(interview.id, answer_id).question
        if follow_up is None:
            raise DemoError(f"no follow-up question was asked about {recording.file}")
        print(f"\n  {follow_up.content}")
        with stopwatch.step(f"answer it: {reply.file}"):
            answer(candidate, interview, follow_up, clips[reply.file])
        meant[follow_up.id] = "follow-up"
    candidate.interviews.end(interview.id)
    return meant


def answer(candidate: InterviewClient, interview: Interview, question: Question, clip: Clip) -> str:
    """Submit the clip; returns the answer's id.

    The transcript stands for what a browser understood while the candidate spoke. It serves the follow-up, which then
    need not wait; the scores rest on what the server itself recognises in the recording.
    """
    url = clip.upload.file_url
    submitted = candidate.interviews.submit_answer(
        interview.id,
        question_id=question.id,
        audio_url=url,
        video_url=url,
        transcript=clip.recording.spoken,
        duration=clip.seconds,
    )
    return submitted.id


def wait_for_report(company: InterviewClient, interview: Interview, stopwatch: Stopwatch) -> Report:
    print()
    with stopwatch.step("end, and wait for the report"):
        bar = ProgressBar("report")
        try:
            return company.reports.get(interview.id, timeout=REPORT_SECONDS, on_progress=bar, poll_interval=0.5)
        finally:
            bar.close()


def save_report(company: InterviewClient, report: Report, interview: Interview, output: Path) -> None:
    """Write the report in its three forms."""
    text = json.dumps(report.raw, ensure_ascii=False, indent=2)
    (output / "report.json").write_text(text + "\n", encoding="utf-8")
    company.reports.export(interview.id, format="pdf", path=output / "report.pdf")
    company.reports.export(interview.id, format="excel", path=output / "report.xlsx")


def check_order(rows: list[tuple[str, QuestionResult]]) -> None:
    """Raises `DemoError` unless each answer scored more than the next worse one."""
    scores = {meant: result.score for meant, result in rows}
    shown = ", ".join(f"{meant} {scores.get(meant)}" for meant in BEST_FIRST)
    for better, worse in itertools.pairwise(BEST_FIRST):
        high, low = scores.get(better), scores.get(worse)
        if high is None or low is None or high <= low:
            raise DemoError(f"the {better} answer should score more than the {worse} one, but the scores are: {shown}")
    print(f"\nThe report tells the answers apart: {shown}.")


if __name__ == "__main__":
    sys.exit(main())
