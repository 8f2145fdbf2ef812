from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    name = "analysis"

    def ready(self) -> None:
        import analysis.receivers  # noqa: F401
        from analysis.services.tidying import use_language_model

        use_language_model()
