"""Facts other apps may want to know, sent after commit."""

from django.dispatch import Signal

candidate_registered = Signal()  # user
