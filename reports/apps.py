from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        import reports.pages.candidate
        import reports.pages.fillers
        import reports.pages.position_panels
        import reports.pages.reviews_panels
        import reports.pages.sharing
        import reports.pages.versions
        import reports.question_scores
        import reports.receivers
        import reports.reviews.witnesses  # noqa: F401
