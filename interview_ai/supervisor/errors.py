"""Why the product does not start, in one sentence each."""

from __future__ import annotations


class StartRefusedError(Exception):
    """The product cannot start. The message is one sentence for the person at the terminal."""
