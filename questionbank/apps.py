from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionBankConfig(AppConfig):
    name = "questionbank"
    verbose_name = _("Question bank")

    def ready(self) -> None:
        import questionbank.pages.position_panels  # noqa: F401
