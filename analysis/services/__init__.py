"""Writing analysis; callers import from here."""

from analysis.services.engines import engine_set, follow_up_writer, preload
from analysis.services.follow_ups import write_follow_up
from analysis.services.live import look_live, preload_live
from analysis.services.progress import announce_progress
from analysis.services.proposing import propose_questions
from analysis.services.recordings import transcribe_recording
from analysis.services.regrading import GradingFailed, grade_corrected, with_corrections
from analysis.services.requests import (
    FOLLOW_UP_TASK,
    request_answer_analysis,
    request_recording_analysis,
    sweep_jobs,
)
from analysis.services.rerunning import rerun_analysis
from analysis.services.running import recognise, run_job
from analysis.services.voices import compare_voices, forget_voices

__all__ = [
    "FOLLOW_UP_TASK",
    "GradingFailed",
    "announce_progress",
    "compare_voices",
    "engine_set",
    "follow_up_writer",
    "forget_voices",
    "grade_corrected",
    "look_live",
    "preload",
    "preload_live",
    "propose_questions",
    "recognise",
    "request_answer_analysis",
    "request_recording_analysis",
    "rerun_analysis",
    "run_job",
    "sweep_jobs",
    "transcribe_recording",
    "with_corrections",
    "write_follow_up",
]
