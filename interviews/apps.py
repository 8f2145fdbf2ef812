from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InterviewsConfig(AppConfig):
    name = "interviews"
    verbose_name = _("Interviews")

    def ready(self) -> None:
        import interviews.pages.invitation_panel
        import interviews.pages.position_panels
        import interviews.pages.question_usage
        import interviews.receivers  # noqa: F401
