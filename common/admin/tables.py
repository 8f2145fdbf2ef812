"""Lists of the admin that come and go as tables: django-import-export's pages over our own reading and writing.

A file that comes in is a draft first, a row of its app's, which shows what would happen. Nothing is stored before
somebody says yes, and then by the app's services: the draft is what is kept between the two, so that no file lies
about and nobody confirms another company's.
"""

from __future__ import annotations

import tempfile
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from tablib import Dataset
from tablib.formats import registry
from tablib.formats._csv import CSVFormat

from common import clock
from common.admin.base import may_write
from common.admin.forms import dressed
from common.errors import ApplicationError, NotAllowed, NotFound
from common.tables.writing import CSV_TYPE, XLSX_TYPE, csv_lines, write_xlsx


class _Csv(CSVFormat):
    """As every table of ours: readable by Excel, and no cell a formula."""

    @classmethod
    def export_set(cls, dataset: Dataset, **_options: Any) -> str:
        return b"".join(csv_lines(heads=dataset.headers, rows=dataset)).decode()


class _Xlsx:
    """The library that tablib would take brings numpy with it at the start."""

    title = "xlsx"
    extensions = ("xlsx",)

    @classmethod
    def export_set(cls, dataset: Dataset, **_options: Any) -> bytes:
        with tempfile.TemporaryFile() as file:
            write_xlsx(file, heads=dataset.headers, rows=dataset)
            file.seek(0)
            return file.read()


registry.register("csv", _Csv())
registry.register("xlsx", _Xlsx())

from import_export.admin import ImportExportMixin  # noqa: E402  (asks for every format there is)
from import_export.fields import Field  # noqa: E402
from import_export.formats.base_formats import CSV, XLSX  # noqa: E402
from import_export.resources import Resource  # noqa: E402
from import_export.results import InvalidRow, Result, RowResult  # noqa: E402
from unfold.contrib.import_export.forms import SelectableFieldsExportForm  # noqa: E402


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table to write: what stands above its columns, how wide they are, what some of them offer."""

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Any]]
    widths: Sequence[int] = ()
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)


class TableResource(Resource):
    """Rows of a model as rows of a table, and a table as a draft of rows. ``keys`` name the columns of an export."""

    keys: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.fields = OrderedDict((key, Field(attribute=key, column_name=key)) for key in cls.keys)

    @classmethod
    def get_display_name(cls) -> str:
        return str(cls._meta.model._meta.verbose_name_plural)

    @classmethod
    def heads(cls) -> dict[str, str]:
        """What stands above each column, in the reader's language."""
        raise NotImplementedError

    def cells(self, instance: Any) -> dict[str, Any]:
        """A row's cells by key."""
        raise NotImplementedError

    def prepare(self, found: QuerySet) -> QuerySet:
        """Rows with what their cells read."""
        return found

    def template(self) -> Sheet:
        """A table to fill in, with examples."""
        raise NotImplementedError

    def take(self, form: Any, *, request: HttpRequest) -> Any:
        """A draft of the file in a valid form. Raises `ApplicationError`."""
        raise NotImplementedError

    def draft(self, actor: Any, public_id: str) -> Any:
        """Raises `NotFound` for one out of scope, `NotAllowed` for one the actor may not write."""
        raise NotImplementedError

    def preview(self, draft: Any) -> Preview:
        raise NotImplementedError

    def confirm(self, draft: Any) -> str:
        """Store it, by the services; the sentence that says so. Raises `ApplicationError`."""
        raise NotImplementedError

    def discard(self, draft: Any) -> None:
        """Forget it. Raises `ApplicationError`."""
        raise NotImplementedError

    def import_data(self, *_args: Any, **_options: Any) -> Result:
        """Rows never go past the services."""
        raise PermissionDenied

    def get_export_headers(self, selected_fields: Sequence[str] | None = None) -> list[str]:
        heads = self.heads()
        return [heads[key] for key in self._chosen(selected_fields)]

    def export_resource(
        self, instance: Any, selected_fields: Sequence[str] | None = None, **_options: Any
    ) -> list[Any]:
        cells = self.cells(instance)
        return [cells[key] for key in self._chosen(selected_fields)]

    def _chosen(self, selected: Sequence[str] | None) -> list[str]:
        return [key for key in self.keys if selected is None or key in selected]


@dataclass(slots=True, kw_only=True)
class Preview:
    """What a draft would do, or has done. ``result`` has the rows; the numbers count those not shown too."""

    result: Result
    is_moving: bool = False
    is_waiting: bool = False
    progress: float = 0
    numbers: Sequence[tuple[Any, int]] = ()
    question: str = ""  # what the button asks
    failure: str = ""
    notes: Sequence[str] = ()
    more: int = 0  # rows that are not shown
    more_wrong: int = 0


def result_of(
    *, heads: Sequence[Any], rows: Iterable[tuple[str, Sequence[Any]]], wrong: Iterable[tuple[int, str, Sequence[Any]]]
) -> Result:
    """Rows by what becomes of them (new, update, skip), and wrong ones: number, what stands there, sentences."""
    result = Result()
    result.diff_headers = list(heads)
    for kind, values in rows:
        row = RowResult()
        row.import_type, row.diff = kind, list(values)
        result.append_row_result(row)
        result.increment_row_result_total(row)
    for number, text, sentences in wrong:
        result.invalid_rows.append(InvalidRow(number, ValidationError([str(said) for said in sentences]), (text,)))
    result.totals[RowResult.IMPORT_TYPE_INVALID] = len(result.invalid_rows)
    return result


class ColumnsForm(SelectableFieldsExportForm):
    """Columns go by the words above them."""

    def _get_field_label(self, resource: type[TableResource], field_name: str) -> str:
        return resource.heads()[field_name]


# What the theme says in English alone.
_WORDS_OF_THE_THEME = (gettext_lazy("Choose file to upload"), gettext_lazy("Select format"))


class TablesMixin(ImportExportMixin):
    """For a `ScopedAdmin` with ``resource_classes`` of one `TableResource`, and ``import_form_class``, a form with a
    ``file`` that takes its ``actor``."""

    import_export_change_list_template = "admin/tables/change_list.html"
    import_template_name = "admin/tables/import.html"
    export_template_name = "admin/tables/export.html"
    export_form_class = ColumnsForm
    formats = (XLSX, CSV)
    import_form_class: Any
    resource_classes: Any

    def has_import_permission(self, request: HttpRequest) -> bool:
        return may_write(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.import_template)
        name = "{}_{}_import_template".format(*self.get_model_info())
        return [path("import/template.<str:suffix>", view, name=name), *super().get_urls()]

    def import_action(self, request: HttpRequest, **_options: Any) -> HttpResponseBase:
        """The form; with ``?draft=`` what that file would do, or has done."""
        resource = self._resource_for(request)
        if wanted := request.GET.get("draft"):
            return self._draft_page(request, resource, wanted)
        given = (request.POST, request.FILES) if request.method == "POST" else ()
        form = dressed(self.import_form_class(*given, actor=request.user))
        if request.method == "POST" and form.is_valid():
            try:
                draft = resource.take(form, request=request)
            except ApplicationError as error:
                form.add_error("file", error.message)  # whatever it is about, it is this file that is not taken
            else:
                return redirect(f"{request.path}?draft={draft.public_id}")
        return self._page(request, form=form, columns=list(resource.template().heads))

    def process_import(self, request: HttpRequest, **_options: Any) -> HttpResponseBase:
        """A yes, or a no, to a draft."""
        resource = self._resource_for(request)
        if request.method != "POST":
            return redirect(self._url("import"))
        draft = _draft_for(request, resource, request.POST.get("draft", ""))
        page = f"{self._url('import')}?draft={draft.public_id}"
        try:
            if "discard" in request.POST:
                resource.discard(draft)
                self.message_user(request, _("The file was put aside. Nothing was stored."))
                return redirect(self._url("import"))
            self.message_user(request, resource.confirm(draft))
        except ApplicationError as error:
            self.message_user(request, error.message, "error")
        return redirect(page)

    def import_template(self, request: HttpRequest, suffix: str) -> HttpResponseBase:
        resource = self._resource_for(request)
        if suffix not in ("xlsx", "csv"):
            return redirect(self._url("import"))
        return table_response(f"{self._file_name()}-template.{suffix}", resource.template())

    def get_valid_export_item_pks(self, request: HttpRequest) -> list[int]:
        """What is exported, the list's filters say."""
        return []

    def _do_file_export(
        self, file_format: Any, request: HttpRequest, queryset: QuerySet, export_form: Any = None
    ) -> HttpResponseBase:
        """Written while it is read, so that memory stays the same however long the list is."""
        resource = self.resource_classes[0](**self.get_export_resource_kwargs(request))
        chosen = self.get_export_resource_fields_from_form(export_form)
        found = resource.prepare(queryset).iterator(chunk_size=500)
        rows: Iterator[list[Any]] = (resource.export_resource(row, selected_fields=chosen) for row in found)
        sheet = Sheet(name=str(self.opts.verbose_name_plural), heads=resource.get_export_headers(chosen), rows=rows)
        return table_response(f"{self._file_name()}-{clock.now():%Y%m%d}.{file_format.get_extension()}", sheet)

    def _resource_for(self, request: HttpRequest) -> Any:
        if not self.has_import_permission(request):
            raise PermissionDenied
        return self.resource_classes[0]()

    def _draft_page(self, request: HttpRequest, resource: Any, wanted: str) -> HttpResponse:
        draft = _draft_for(request, resource, wanted)
        return self._page(request, draft=draft, preview=resource.preview(draft))

    def _page(self, request: HttpRequest, **context: Any) -> HttpResponse:
        opts = self.opts
        known = {
            **self.admin_site.each_context(request),
            "title": _("Import: %(things)s") % {"things": opts.verbose_name_plural},
            "opts": opts,
            "import_url": self._url("import"),
            "process_url": self._url("process_import"),
            "list_url": self._url("changelist"),
            "templates": [
                (label, self._url("import_template", suffix=suffix))
                for suffix, label in (("xlsx", "Excel"), ("csv", "CSV"))
            ],
            **context,
        }
        form = context.get("form")
        status = 400 if form is not None and form.errors else 200
        return TemplateResponse(request, self.import_template_name, known, status=status)

    def _url(self, page: str, **given: str) -> str:
        return reverse("admin:{}_{}_{}".format(*self.get_model_info(), page), kwargs=given)

    def _file_name(self) -> str:
        return self.get_model_info()[1] + "s"


def _draft_for(request: HttpRequest, resource: Any, public_id: str) -> Any:
    """With the answers of the admin: 404 for what is out of scope, 403 for what one may not write."""
    try:
        return resource.draft(request.user, public_id)
    except NotFound:
        raise Http404 from None
    except NotAllowed:
        raise PermissionDenied from None


def table_response(name: str, sheet: Sheet) -> HttpResponseBase:
    """The table as a file of the kind its name says: CSV as it is read, Excel from a file on disk."""
    if name.endswith(".csv"):
        lines = csv_lines(heads=sheet.heads, rows=sheet.rows)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(lines, content_type=CSV_TYPE, headers=headers)
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115  (the response closes it)
    write_xlsx(file, heads=sheet.heads, rows=sheet.rows, sheet=sheet.name, widths=sheet.widths, choices=sheet.choices)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX_TYPE)
