from django.utils.translation import gettext_lazy as _

from common.errors import Conflict


class PositionInUse(Conflict):
    template = _("Interviews were held for this position, so it cannot be deleted. Set it to inactive instead.")
