from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    name = "interviews"

    def ready(self) -> None:
        import interviews.pages.invitation_panel
        import interviews.pages.position_panels
        import interviews.pages.question_usage
        import interviews.receivers  # noqa: F401
