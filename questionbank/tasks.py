"""Background work of the question bank."""

from __future__ import annotations

from celery import shared_task

from questionbank.services import importing


@shared_task(name="questionbank.run_import")
def run_import(job_id: int) -> None:
    importing.run_import(job_id)


@shared_task(name="questionbank.sweep_imports")
def sweep_imports() -> int:
    return importing.sweep_imports()
