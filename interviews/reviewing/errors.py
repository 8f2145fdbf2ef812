from django.utils.translation import gettext_lazy as _

from common.errors import Conflict, InvalidInput


class InterviewErased(Conflict):
    template = _("This interview was erased; nothing can be added to it.")


class NoSuchMember(InvalidInput):
    template = _("This person is not an active member of the organization.")
