from django.utils.translation import gettext_lazy as _

from common.errors import Conflict, InvalidInput


class QuestionChanged(Conflict):
    """The form was opened on an older version."""

    template = _("%(name)s changed this question meanwhile. Look at the new version before you save yours.")


class TooManyQuestions(InvalidInput):
    template = _("At most %(most)s questions can be changed at once. Please narrow the list.")


class ImportNotReady(Conflict):
    template = _("This file is not waiting to be stored.")
