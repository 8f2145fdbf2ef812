from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

_LABELS = ("common", "accounts", "positions", "questionbank", "interviews", "analysis", "reports")


class CommonConfig(AppConfig):
    name = "common"
    verbose_name = _("What was done")

    def ready(self) -> None:
        from common.labels import name_columns

        name_columns(_LABELS)
