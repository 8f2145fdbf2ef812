"""Candidates as tables in the admin: a table that comes in invites those it names, one that leaves says how far they
are."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.selectors import demand_recruiter
from common.admin.tables import Preview, Sheet, TableResource, result_of
from common.jobs import ENDED_STATES, JobState
from interviews.inviting.enums import BatchState
from interviews.inviting.models import Invitation, InvitationBatch
from interviews.inviting.wording import line_sentence
from interviews.selectors.invitations import batch_visible_to
from interviews.services import candidate_tables as tables
from interviews.services import invitation_batches as batches

_SHOWN, _SHOWN_WRONG = 100, 300


class CandidateResource(TableResource):
    """Reading, rules and inviting are those of the console's lists."""

    keys: ClassVar[tuple[str, ...]] = (
        "name", "email", "phone", "position", "status", "created_at", "sent_at", "deadline", "started_at", "ended_at",
        "link", "external_id",
    )  # fmt: skip
    base_url = ""

    class Meta:
        model = Invitation

    def __init__(self, *, base_url: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.base_url = base_url

    @classmethod
    def heads(cls) -> dict[str, str]:
        return dict(zip(cls.keys, tables.heads_of_candidates(), strict=True))

    def cells(self, instance: Any) -> dict[str, Any]:
        return dict(zip(self.keys, tables.row_of_candidate(instance, self.base_url), strict=True))

    def prepare(self, found: QuerySet) -> QuerySet:
        return found.select_related("position", "interview")

    def template(self) -> Sheet:
        return Sheet(
            name=_("Candidates"),
            heads=tables.heads_of_sample(),
            rows=[tables.sample_row()],
            widths=tables.SAMPLE_WIDTHS,
            choices=tables.SAMPLE_CHOICES,
        )

    def take(self, form: Any, *, request: HttpRequest) -> InvitationBatch:
        position, file = form.cleaned_data["position"], form.cleaned_data["file"]
        demand_recruiter(request.user, position.organization_id)
        return batches.preview_file(
            position=position,
            actor=request.user,
            file=file.file,
            file_name=file.name,
            terms=form.terms(base_url=request.build_absolute_uri("/").rstrip("/")),
        )

    def draft(self, actor: Any, public_id: str) -> InvitationBatch:
        batch = batch_visible_to(actor, public_id)
        demand_recruiter(actor, batch.organization_id)
        return batch

    def preview(self, draft: InvitationBatch) -> Preview:
        is_draft = draft.state == BatchState.DRAFT
        rows = draft.rows if is_draft else []
        return Preview(
            result=_result(draft, rows),
            is_moving=draft.state not in (*ENDED_STATES, BatchState.DRAFT),
            is_waiting=is_draft,
            progress=draft.progress,
            numbers=_numbers(draft),
            question=_invite(draft.row_count) if draft.row_count else "",
            failure=_("Nobody could be invited.") if draft.state == JobState.FAILED else "",
            notes=[_("Nobody has been written to yet.")] if is_draft else [],
            more=max(0, len(rows) - _SHOWN),
            more_wrong=max(0, len(draft.problems) - _SHOWN_WRONG),
        )

    def confirm(self, draft: InvitationBatch) -> str:
        batches.confirm_batch(draft)
        if draft.row_count > batches.AT_ONCE:
            sentence = _("%(count)s candidates are being invited. You may leave this page.")
        else:
            sentence = ngettext("%(count)s candidate is invited.", "%(count)s candidates are invited.", draft.row_count)
        return sentence % {"count": draft.row_count}

    def discard(self, draft: InvitationBatch) -> None:
        batches.discard_batch(draft)


def _result(batch: InvitationBatch, rows: list[dict[str, Any]]) -> Any:
    heads = [_("Line"), _("E-mail"), _("Candidate's name"), _("Phone"), _("Language"), _("Own deadline")]
    heads.append(_("External id"))
    shown = [("new", _cells(row)) for row in rows[:_SHOWN]]
    wrong = [
        (one["line"], one.get("text", ""), [line_sentence(one["code"], one["params"])])
        for one in batch.problems[:_SHOWN_WRONG]
    ]
    return result_of(heads=heads, rows=shown, wrong=wrong)


def _cells(row: dict[str, Any]) -> tuple[Any, ...]:
    said = (row[name] for name in ("line", "email", "name", "phone", "language"))
    return (*said, _moment(row["deadline_at"]), row.get("external_id", ""))


def _moment(text: str) -> str:
    return str(localize(dt.datetime.fromisoformat(text))) if text else ""


def _numbers(batch: InvitationBatch) -> list[tuple[str, int]]:
    left_out = (_("Left out"), len(batch.problems))
    if batch.state == BatchState.DRAFT:
        return [(_("To be invited"), batch.row_count), left_out]
    return [(_("Invited"), batch.invitations.count()), left_out]


def _invite(count: int) -> str:
    return ngettext("Invite %(counter)s candidate", "Invite %(counter)s candidates", count) % {"counter": count}
