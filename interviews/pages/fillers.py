"""What fills places on other apps' pages; read with the addresses, which workers never do."""

from interviews.pages import invitation_panel, position_panels, question_usage  # noqa: F401
