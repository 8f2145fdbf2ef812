from django.utils.translation import gettext_lazy as _

from common.errors import ApplicationError, Conflict, InvalidInput, NotAllowed


class InterviewNotEnded(Conflict):
    template = _("The interview has not ended, so there is no report yet.")


class NothingToReport(Conflict):
    template = _("The interview ended before it was held, so there is no report.")


class ReportNotReady(Conflict):
    template = _("The report is not ready yet.")


class ReportNotShared(NotAllowed):
    template = _("The company does not share the evaluation of this position.")


class RescoringUnderWay(Conflict):
    template = _("This report is being scored again already.")


class TooManyReports(InvalidInput):
    """``most`` is how many there may be."""

    template = _("Choose at most %(most)s reports.")


class TooManyLinks(Conflict):
    """``most`` is how many may be open at once."""

    template = _("This report has %(most)s open links already. Revoke one first.")


class ShareEnded(ApplicationError):
    """Revoked, over, or never there: the reader is told no more."""

    code, status, template = 41001, 410, _("This link is no longer open.")


class CodeRefused(InvalidInput):
    template = _("This code is not right, or no longer valid.")


class NotOnePosition(InvalidInput):
    template = _("Only reports of one position can be compared: their questions and weights are the same.")


class ExportsUnderWay(Conflict):
    """``most`` is how many may be under way at once."""

    template = _("%(most)s exports of yours are being made already. Please wait for one of them.")


class ExportGone(ApplicationError):
    code, status, template = 41002, 410, _("This file is no longer kept. Please export it again.")
