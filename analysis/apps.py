from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnalysisConfig(AppConfig):
    name = "analysis"
    verbose_name = _("Analysis")

    def ready(self) -> None:
        import analysis.receivers  # noqa: F401
        from analysis.services.tidying import use_language_model

        use_language_model()
