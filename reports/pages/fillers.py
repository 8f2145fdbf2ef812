"""What fills places on other apps' pages; read with the addresses, which workers never do."""

from reports.pages import (  # noqa: F401
    candidate,
    interview_panels,
    position_panels,
    reviews_panels,
    sharing,
    versions,
)
