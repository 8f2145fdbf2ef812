"""What fills places on other apps' pages; read with the addresses, which workers never do."""

from analysis.pages import again  # noqa: F401
