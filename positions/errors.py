from django.utils.translation import gettext_lazy as _

from common.errors import Conflict


class PositionInUse(Conflict):
    """``count`` interviews, held or not, were made for it."""

    template = _("This position has interviews (%(count)s), so it cannot be deleted. Close it instead.")


class PositionChanged(Conflict):
    """Somebody else saved since the caller read it."""

    template = _("Somebody changed this position in the meantime. Look at what changed, then save again.")
