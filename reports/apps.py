from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        import reports.pages.candidate
        import reports.pages.fillers
        import reports.pages.reviews_panels
        import reports.receivers  # noqa: F401
