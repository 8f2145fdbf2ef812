from django.utils.translation import gettext_lazy as _

from common.errors import Conflict, NotAllowed


class InterviewNotEnded(Conflict):
    template = _("The interview has not ended, so there is no report yet.")


class NothingToReport(Conflict):
    template = _("The interview ended before it was held, so there is no report.")


class ReportNotReady(Conflict):
    template = _("The report is not ready yet.")


class ReportNotShared(NotAllowed):
    template = _("The company does not share the evaluation of this position.")
