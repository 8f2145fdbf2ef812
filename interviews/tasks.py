"""Background work of interviews."""

from __future__ import annotations

from celery import shared_task

from common.api.idempotency import forget_old
from interviews import services
from interviews.models import Interview, MediaFile
from interviews.services import conversations, imports, invitation_batches, mails
from interviews.services.consent import tell_of_human_request as tell
from interviews.services.erasure import erase_interview, erase_outdated
from interviews.services.import_tidying import tidy_imports


@shared_task(name="interviews.close_overdue_interviews")
def close_overdue_interviews() -> int:
    return services.close_overdue()


@shared_task(name="interviews.build_conversation")
def build_conversation(interview_id: int) -> None:
    conversations.build_conversation(interview_id)


@shared_task(name="interviews.sweep_conversations")
def sweep_conversations() -> int:
    return conversations.sweep_conversations()


@shared_task(name="interviews.run_import")
def run_import(job_id: int) -> None:
    imports.run_import(job_id)


@shared_task(name="interviews.sweep_imports")
def sweep_imports() -> int:
    return imports.sweep_imports()


@shared_task(name="interviews.join_recording")
def join_recording(media_id: int) -> None:
    services.join_parts(MediaFile.objects.get(pk=media_id))


@shared_task(name="interviews.tell_of_human_request")
def tell_of_human_request(interview_id: int) -> None:
    tell(interview_id)


@shared_task(name="interviews.send_mail")
def send_mail(mail_id: int) -> None:
    mails.send_mail(mail_id)


@shared_task(name="interviews.run_invitation_batch")
def run_invitation_batch(batch_id: int) -> None:
    invitation_batches.run_batch(batch_id)


@shared_task(name="interviews.sweep_invitations")
def sweep_invitations() -> int:
    return mails.sweep_mails() + invitation_batches.sweep_batches()


@shared_task(name="interviews.remind_candidates")
def remind_candidates() -> int:
    return mails.remind_candidates()


@shared_task(name="interviews.erase")
def erase(interview_id: int) -> None:
    erase_interview(Interview.objects.get(pk=interview_id))


@shared_task(name="interviews.tidy")
def tidy() -> None:
    invitation_batches.forget_drafts()
    services.tidy_recordings()
    tidy_imports()
    services.delete_unused_media()
    erase_outdated()
    forget_old()
