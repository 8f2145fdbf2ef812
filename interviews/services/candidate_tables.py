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


def candidates_csv(found: InvitationQuerySet, *, base_url: str) -> Iterator[bytes]:
    """A CSV file in pieces, whose cells no spreadsheet takes for formulas. Rows must have their status."""
    heads = [
        _("Candidate's name"), _("E-mail"), _("Phone"), _("Position"), _("State"), _("Invited at"),
        _("Mail sent"), _("Begin before"), _("Begun"), _("Finished"), _("Link"),
    ]  # fmt: skip
    return csv_lines(heads=heads, rows=(_row(invitation, base_url) for invitation in found.iterator(chunk_size=500)))


def write_sample(target: IO[bytes]) -> None:
    """An Excel file to fill in: the columns, with one example."""
    chinese = (get_language() or "zh").startswith("zh")
    deadline = f"{clock.now().year}-12-31 18:00"
    example = ("li.ming@example.com", "李明", "13800000000", "中文" if chinese else "zh", deadline)
    heads = [column.head for column in COLUMNS]
    write_xlsx(
        target,
        heads=heads,
        rows=[example],
        sheet=_("Candidates"),
        widths=(32, 20, 18, 12, 20),
        choices={3: ["zh", "en"]},
    )


def _row(invitation: Any, base_url: str) -> list[Any]:
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
    ]
