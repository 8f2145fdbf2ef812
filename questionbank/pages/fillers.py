"""What fills places on other apps' pages; read with the addresses, which workers never do."""

from questionbank.pages import position_panels  # noqa: F401
