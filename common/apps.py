from django.apps import AppConfig

_LABELS = ("common", "accounts", "positions", "questionbank", "interviews", "analysis", "reports")


class CommonConfig(AppConfig):
    name = "common"

    def ready(self) -> None:
        import common.audit.admin  # noqa: F401
        from common.labels import name_columns

        name_columns(_LABELS)
