"""Candidates as tables: those invited, and the form to fill in for inviting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common import clock
from common.tables.writing import csv_lines, write_xlsx
from interviews.inviting.enums import InvitationStatus
from interviews.inviting.models import InvitationQuerySet
from interviews.inviting.reading import COLUMNS
from interviews.services.mail_rendering import invitation_link

SAMPLE_WIDTHS = (32, 20, 18, 12, 20, 22)
SAMPLE_CHOICES = {3: ["zh", "en"]}


def candidates_csv(found: InvitationQuerySet, *, base_url: str) -> Iterator[bytes]:
    """A CSV file in pieces, whose cells no spreadsheet takes for formulas. Rows must have their status."""
    rows = (row_of_candidate(invitation, base_url) for invitation in found.iterator(chunk_size=500))
    return csv_lines(heads=heads_of_candidates(), rows=rows)


def write_sample(target: IO[bytes]) -> None:
    """An Excel file to fill in: the columns, with one example."""
    write_xlsx(
        target,
        heads=heads_of_sample(),
        rows=[sample_row()],
        sheet=_("Candidates"),
        widths=SAMPLE_WIDTHS,
        choices=SAMPLE_CHOICES,
    )


def heads_of_sample() -> list[str]:
    return [column.head for column in COLUMNS]


def sample_row() -> tuple[str, ...]:
    chinese = (get_language() or "zh").startswith("zh")
    deadline = f"{clock.now().year}-12-31 18:00"
    return ("li.ming@example.com", "李明", "13800000000", "中文" if chinese else "zh", deadline, "A-2026-0001")


def heads_of_candidates() -> list[str]:
    """Of an export, in the reader's language."""
    return [
        _("Candidate's name"), _("E-mail"), _("Phone"), _("Position"), _("State"), _("Invited at"),
        _("Mail sent"), _("Begin before"), _("Begun"), _("Finished"), _("Link"), _("External id"),
    ]  # fmt: skip


def row_of_candidate(invitation: Any, base_url: str) -> list[Any]:
    """Cells below those heads. The row must have its status."""
    interview = invitation.interview
    invitation.base_url = invitation.base_url or base_url
    return [
        invitation.name,
        invitation.email,
        invitation.phone,
        invitation.position.title,
        str(InvitationStatus(invitation.status).label),
        *(
            clock.iso(moment) or ""
            for moment in (
                invitation.created_at,
                invitation.sent_at,
                interview.link_expires_at,
                interview.started_at,
                interview.ended_at if interview.started_at else None,
            )
        ),
        invitation_link(invitation),
        interview.external_id,
    ]
