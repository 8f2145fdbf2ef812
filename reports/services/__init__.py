"""Writing reports. One file per part of a report's life; callers import from here."""

from reports.services.commenting import delete_comment, edit_comment, mail_mention, write_comment
from reports.services.deciding import decide, override, withdraw_override
from reports.services.exporting import drop_exports_of, make_export, request_export, sweep_exports
from reports.services.making import BUILD_TASK, build_report, facts_of, renew_report, request_report, sweep_reports
from reports.services.noting import note_export, note_view
from reports.services.rescoring import (
    MOST_AT_ONCE,
    Asked,
    request_rescoring,
    request_rescorings,
    rescore,
    sweep_rescorings,
)
from reports.services.reviewing import ReviewDraft, amend_review, save_review
from reports.services.sharing import (
    check_share_code,
    demand_open,
    note_share_view,
    revoke_share,
    send_share_code,
    share_report,
)

__all__ = [
    "BUILD_TASK",
    "MOST_AT_ONCE",
    "Asked",
    "ReviewDraft",
    "amend_review",
    "build_report",
    "check_share_code",
    "decide",
    "delete_comment",
    "demand_open",
    "drop_exports_of",
    "edit_comment",
    "facts_of",
    "mail_mention",
    "make_export",
    "note_export",
    "note_share_view",
    "note_view",
    "override",
    "renew_report",
    "request_export",
    "request_report",
    "request_rescoring",
    "request_rescorings",
    "rescore",
    "revoke_share",
    "save_review",
    "send_share_code",
    "share_report",
    "sweep_exports",
    "sweep_reports",
    "sweep_rescorings",
    "withdraw_override",
    "write_comment",
]
