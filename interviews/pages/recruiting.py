"""Pages for those who bring interviews in: owners and recruiters. Other members read."""

from common.pages.views import RecruiterPage

__all__ = ["RecruiterPage"]
