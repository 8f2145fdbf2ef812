"""Every address of the product."""

from django.contrib import admin
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path, re_path
from django.utils.module_loading import autodiscover_modules
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerView

from common import health
from common.api.views import UnknownPath
from common.audit import admin as audit_admin  # noqa: F401  (no app's own module)
from common.ids import register_url_converters

register_url_converters()

from accounts.pages.urls import console as accounts_console  # noqa: E402  (their paths need the converters)
from analysis.pages.urls import console as analysis_console  # noqa: E402
from interviews.pages.position_urls import console as previews_console  # noqa: E402
from interviews.pages.urls import console as interviews_console  # noqa: E402
from positions.pages.urls import console as positions_console  # noqa: E402
from questionbank.pages.position_urls import console as position_questions_console  # noqa: E402
from questionbank.pages.urls import console as questionbank_console  # noqa: E402
from reports.pages.urls import console as reports_console  # noqa: E402

admin.autodiscover()
autodiscover_modules("pages.fillers")

handler400 = "common.api.exceptions.bad_request"
handler404 = "common.api.exceptions.not_found"
handler500 = "common.api.exceptions.server_error"

api = [
    path("schema", SpectacularJSONAPIView.as_view(), name="schema"),
    path("docs", SpectacularSwaggerView.as_view(url_name="schema"), name="docs"),
    path("", include("accounts.api.urls")),
    path("", include("positions.api.urls")),
    path("", include("questionbank.api.urls")),
    path("", include("interviews.api.urls")),
    path("", include("analysis.api.urls")),
    path("", include("reports.api.urls")),
    re_path(r"^.*$", UnknownPath.as_view()),
]

console = [
    *reports_console,
    *interviews_console,
    *analysis_console,
    *questionbank_console,
    *accounts_console,
    *positions_console,
    *position_questions_console,
    *previews_console,
]

urlpatterns = [
    path("", include("accounts.pages.urls")),
    path("console", RedirectView.as_view(pattern_name="console:dashboard", query_string=True)),
    path("console/", include((console, "console"))),
    path("v1/", include(api)),
    path("open-apis/", include("interviews.api.open_apis")),
    path("admin/", admin.site.urls),
    path("favicon.ico", lambda request: redirect(static("design/mark.svg"))),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("", include("interviews.pages.urls")),
    path("", include("reports.pages.urls")),
]
