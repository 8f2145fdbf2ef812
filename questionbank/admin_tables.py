"""The question bank as tables in the admin."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.selectors import demand_recruiter
from common.admin.tables import Preview, Sheet, TableResource, result_of
from common.jobs import ENDED_STATES, JobState
from questionbank import selectors
from questionbank.enums import ImportStage
from questionbank.models import Question, QuestionImport
from questionbank.services import importing, sheets


class QuestionResource(TableResource):
    """Columns, rules and storing are those of the console's tables: either page takes the other's files."""

    keys = tuple(column.key for column in sheets.COLUMNS)

    class Meta:
        model = Question

    @classmethod
    def heads(cls) -> dict[str, str]:
        return dict(zip(cls.keys, sheets.heads(), strict=True))

    def cells(self, instance: Question) -> dict[str, Any]:
        (row,) = sheets.rows_of_questions([instance])
        return dict(zip(self.keys, row, strict=True))

    def prepare(self, found: QuerySet) -> QuerySet:
        return found.select_related("position").order_by("position_id", "pk")

    def template(self) -> Sheet:
        return Sheet(
            name=_("Questions"),
            heads=sheets.heads(),
            rows=sheets.example_rows(),
            widths=sheets.WIDTHS,
            choices=sheets.choices(),
        )

    def take(self, form: Any, *, request: HttpRequest) -> QuestionImport:
        given = form.cleaned_data
        file = given["file"]
        return importing.start_import(file=file, file_name=file.name, position=given["position"], actor=request.user)

    def draft(self, actor: Any, public_id: str) -> QuestionImport:
        job = selectors.import_visible_to(actor, public_id)
        demand_recruiter(actor, job.organization_id)
        return job

    def preview(self, draft: QuestionImport) -> Preview:
        summary = draft.summary
        is_stored = draft.stage == ImportStage.STORED
        counts = summary.get("stored" if is_stored else "counts", {})
        listed = summary.get("rows", {})
        storable = counts.get("new", 0) + counts.get("changed", 0)
        return Preview(
            result=_result(listed, is_stored=is_stored),
            is_moving=draft.state not in ENDED_STATES,
            is_waiting=draft.stage == ImportStage.CHECKED and draft.state == JobState.DONE,
            progress=draft.progress,
            numbers=_numbers(counts, is_stored=is_stored),
            question=_store(storable) if storable else "",
            failure=_failure(draft),
            notes=_notes(summary, is_stored=is_stored),
            more=0 if is_stored else storable - sum(len(listed.get(kind, [])) for kind in ("new", "changed")),
            more_wrong=counts.get("wrong", 0) - len(listed.get("wrong", [])),
        )

    def confirm(self, draft: QuestionImport) -> str:
        job = importing.confirm_import(draft)
        if job.stage != ImportStage.STORED:
            return _("The questions are being stored. You may leave this page.")
        stored = job.summary["stored"]
        sentence = _("%(new)s questions are new, %(changed)s were changed, %(wrong)s rows were left out.")
        return sentence % {kind: stored.get(kind, 0) for kind in ("new", "changed", "wrong")}

    def discard(self, draft: QuestionImport) -> None:
        importing.discard_import(draft)


def _result(listed: dict[str, Any], *, is_stored: bool) -> Any:
    kinds = {} if is_stored else {"changed": "update", "new": "new"}
    rows = [
        (kind, (row["row"], row["content"], row.get("position", ""), ", ".join(row.get("changed", []))))
        for name, kind in kinds.items()
        for row in listed.get(name, [])
    ]
    wrong = [
        (row["row"], row["content"], [f"{head}: {sentence}" for head, sentence in row["problems"]])
        for row in listed.get("wrong", [])
    ]
    return result_of(heads=[_("Row"), _("Question"), _("Position"), _("What changes")], rows=rows, wrong=wrong)


def _numbers(counts: dict[str, int], *, is_stored: bool) -> list[tuple[str, int]]:
    words = [_("New, stored"), _("Changed, stored")] if is_stored else [_("New"), _("Would change")]
    labels = dict(zip(("new", "changed"), words, strict=True))
    labels |= {"same": _("The same already"), "wrong": _("Wrong, left out")}
    return [(label, counts.get(kind, 0)) for kind, label in labels.items()]


def _notes(summary: dict[str, Any], *, is_stored: bool) -> list[str]:
    ignored, usual = ", ".join(summary.get("ignored", [])), " · ".join(summary.get("usual", []))
    notes = [_("Columns nobody knows, left out: %(ignored)s") % {"ignored": ignored}] if ignored else []
    if usual and not is_stored:
        sentence = _("The file has no columns for these; new questions get the usual values. %(usual)s")
        notes.append(sentence % {"usual": usual})
    return notes


def _store(count: int) -> str:
    return ngettext("Store %(number)s question", "Store %(number)s questions", count) % {"number": count}


def _failure(job: QuestionImport) -> str:
    if job.state != JobState.FAILED:
        return ""
    return job.error_detail or _("The file could not be read. Please try again.")
