from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Verb(models.TextChoices):
    """What can be told of an interview or a position."""

    CREATED = "created", pgettext_lazy("state", "Created")
    CHANGED = "changed", _("Changed")
    CLOSED = "closed", _("Closed")
    DELETED = "deleted", _("Deleted")
    INVITED = "invited", _("Candidate invited")
    REVOKED = "revoked", _("Invitation revoked")
    STARTED = "started", _("Interview started")
    FINISHED = "finished", _("Interview ended")
    REPORT_MADE = "report_made", _("Report made")
    REPORT_FAILED = "report_failed", _("Report could not be made")
    REPORT_VIEWED = "report_viewed", _("Report read for the first time")
    ASSIGNED = "assigned", _("Reviewer assigned")
    UNASSIGNED = "unassigned", _("Reviewer taken off")
    REVIEWED = "reviewed", _("Review handed in")
    REVIEW_AMENDED = "review_amended", _("Review amended")
    DECIDED = "decided", _("Decision made")
    OVERRIDDEN = "overridden", _("AI's finding overridden")
    OVERRIDE_WITHDRAWN = "override_withdrawn", _("Override withdrawn")
    COMMENTED = "commented", _("Comment written")
    COMMENT_EDITED = "comment_edited", _("Comment changed")
    COMMENT_DELETED = "comment_deleted", _("Comment deleted")
    SHARED = "shared", _("Report shared")
    SHARE_REVOKED = "share_revoked", _("Share link revoked")
    TRANSCRIPT_CORRECTED = "transcript_corrected", _("Transcript corrected")
    SPEAKERS_CHANGED = "speakers_changed", _("Speakers put right")
    RESCORED = "rescored", _("Report made anew")
    EXPORTED = "exported", _("Report downloaded")
    ERASED = "erased", _("Interview erased")
