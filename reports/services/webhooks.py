"""What other programs are told of reports and decisions: ids and states, no score and no outcome. Called in the
transaction of the fact."""

from __future__ import annotations

from accounts.enums import WebhookEvent
from accounts.services import webhooks
from interviews.models import Interview
from interviews.services.webhooks import interview_data
from reports.models import Decision, Report


def announce_report(report_id: int, event: WebhookEvent) -> None:
    """Each version once; each failure once."""
    report = Report.objects.select_related("interview__position").defer("document").get(pk=report_id)
    failed_at = report.finished_at.timestamp() if event == WebhookEvent.REPORT_FAILED and report.finished_at else ""
    data = {
        "report_id": report.public_id,
        "report_status": report.status,
        "report_version": report.version,
        **interview_data(report.interview),
    }
    webhooks.announce(
        report.organization_id, event, data, key=f"{report.public_id}:{report.version}:{failed_at}".rstrip(":")
    )


def announce_decision(decision: Decision) -> None:
    """That somebody decided; what, is read with one's own rights."""
    interview = Interview.objects.select_related("position").get(pk=decision.interview_id)
    data = {"decision_id": decision.public_id, "decision_number": decision.number, **interview_data(interview)}
    webhooks.announce(interview.organization_id, WebhookEvent.REVIEW_DECIDED, data, key=decision.public_id)
