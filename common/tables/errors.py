"""Why a file is refused as a whole. What is wrong in one row is said of that row instead."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from common.errors import InvalidInput


class TableRefused(InvalidInput):
    """The file cannot be taken."""


class NotATable(TableRefused):
    template = _("This is no Excel or CSV file. Please save it as .xlsx or as .csv and choose it again.")


class OldWorkbook(TableRefused):
    template = _(
        "This file is of an old kind of Excel (.xls), or has a password. Please save it as .xlsx without a password."
    )


class DamagedTable(TableRefused):
    template = _("This file is damaged and cannot be read. Please save it anew and choose it again.")


class UnknownEncoding(TableRefused):
    template = _("The letters of this file cannot be read. Please save it as “CSV UTF-8”, or as .xlsx.")


class EmptyTable(TableRefused):
    template = _("There are no rows in this file.")


class TableTooBig(TableRefused):
    template = _("This file is too big: at most %(megabytes)s MB are read. Please split it.")


class TooManyRows(TableRefused):
    template = _("This file has more than %(rows)s rows. Please split it.")


class WrongHeaders(TableRefused):
    template = _("Columns that are missing: %(missing)s. The first row reads: %(found)s.")


class RepeatedHeaders(TableRefused):
    template = _("Several columns mean the same: %(headers)s. Please keep one of them.")
