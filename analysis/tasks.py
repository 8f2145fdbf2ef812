"""Background work of analysis."""

from __future__ import annotations

from typing import Any

from celery import current_app, shared_task
from celery.signals import worker_process_init

from analysis import services


@shared_task(name="analysis.run_job")
def run_job(job_id: int) -> None:
    services.run_job(job_id)


@shared_task(name="analysis.recognise")
def recognise(job_id: int) -> None:
    services.recognise(job_id)


@shared_task(name="analysis.write_follow_up")
def write_follow_up(answer_id: int) -> None:
    services.write_follow_up(answer_id)


@shared_task(name="analysis.propose_questions")
def propose_questions(position_id: int) -> None:
    services.propose_questions(position_id)


@shared_task(name="analysis.transcribe_recording")
def transcribe_recording(job_id: int) -> None:
    services.transcribe_recording(job_id)


@shared_task(name="analysis.look_live")
def look_live() -> int:
    return services.look_live()


@shared_task(name="analysis.sweep_jobs")
def sweep_jobs() -> int:
    return services.sweep_jobs()


@worker_process_init.connect
def preload(**_: Any) -> None:
    """Load what this worker's queues need, before the first task and beside the heartbeat."""
    queues = current_app.amqp.queues.consume_from
    if "analysis" in queues:
        services.preload()
    if "live" in queues:
        services.follow_up_writer().load()
        services.preload_live()
