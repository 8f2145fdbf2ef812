from django.apps import AppConfig


class QuestionBankConfig(AppConfig):
    name = "questionbank"

    def ready(self) -> None:
        import questionbank.pages.position_panels  # noqa: F401
