from django.utils.translation import gettext_lazy as _

from common.errors import Conflict, InvalidInput, NotAllowed


class ReviewFirst(NotAllowed):
    """A blind review is owed: nothing of what the AI or others found is shown before."""

    template = _("Hand in your own review first: this position wants reviews before the AI's scores are seen.")


class NotAReviewer(NotAllowed):
    template = _("You may read this report, but not review or comment on it. Ask a recruiter to assign it to you.")


class HandedInAlready(Conflict):
    template = _("This review was handed in already. Amend it with a reason instead.")


class NotHandedIn(Conflict):
    template = _("This review was not handed in yet; there is nothing to amend.")


class DecidedMeanwhile(Conflict):
    """``name`` is who decided."""

    template = _("%(name)s decided meanwhile. Look at that decision first; yours was not kept.")


class AlreadySaid(InvalidInput):
    template = _("The AI says the same; there is nothing to override.")


class CommentDeleted(Conflict):
    template = _("This comment was deleted.")
