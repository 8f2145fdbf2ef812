"""What a caller is told who asks for an import."""

from django.utils.translation import gettext_lazy as _

from common.errors import Conflict, TooLarge


class TranscriptTooLarge(TooLarge):
    template = _("The transcript is larger than %(limit)s MB.")


class ImportRunning(Conflict):
    template = _("This interview is being imported just now.")


class NotImported(Conflict):
    template = _("This interview was held here: its speakers are known.")


class SourceForgotten(Conflict):
    template = _("What this import was made from is no longer kept. Please bring the interview in anew.")


class AccountNameTaken(Conflict):
    template = _("There is an account of this name already.")
