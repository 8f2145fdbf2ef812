"""Pages: sessions, security headers, static files' policy."""

from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from interview_ai.settings.parts.environment import flag, text

LOGIN_URL = "login"
CSRF_FAILURE_VIEW = "common.pages.errors.csrf_failure"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_HTTPONLY = True  # scripts read the token from the page
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

# Whether a sign-up on the pages has to be finished by a link sent to its e-mail address.
EMAIL_CONFIRMATION = flag("EMAIL_CONFIRMATION")
EMAIL_CONFIRMATION_SECONDS = 3 * 24 * 3600


def _bucket_origin() -> list[str]:
    """Where recordings are when they are not ours to serve."""
    if not text("S3_BUCKET"):
        return []
    endpoint = urlsplit(text("S3_ENDPOINT_URL"))
    if not endpoint.netloc:
        return [f"https://{text('S3_BUCKET')}.s3.amazonaws.com", "https://*.amazonaws.com"]
    origin = f"{endpoint.scheme}://{endpoint.netloc}"
    return [origin, f"{endpoint.scheme}://{text('S3_BUCKET')}.{endpoint.netloc}"]


# Nothing inline and nothing from elsewhere: scripts are modules of ours.
_STRICT = {
    "default-src": ["'self'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:", "blob:"],
    "media-src": ["'self'", "blob:", *_bucket_origin()],
    "connect-src": ["'self'", *_bucket_origin()],
    "worker-src": ["'self'", "blob:"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}
CONTENT_SECURITY_POLICY = {"DIRECTIVES": _STRICT}
CONTENT_SECURITY_POLICIES_BY_PREFIX = {
    # The admin's own scripts evaluate expressions and set styles.
    "/admin/": {
        **_STRICT,
        "script-src": ["'self'", "'unsafe-eval'", "'unsafe-inline'"],
        "style-src": ["'self'", "'unsafe-inline'"],
    },
    # The browser of the API starts itself by a script in the page.
    "/v1/docs": {
        **_STRICT,
        "script-src": ["'self'", "'unsafe-inline'"],
        "style-src": ["'self'", "'unsafe-inline'"],
    },
}

UNFOLD = {
    "SITE_TITLE": _("Interview AI"),
    "SITE_HEADER": _("Interview AI"),
    "SITE_URL": "/console/",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": "/static/design/mark.svg"}],
    "SHOW_HISTORY": True,
    "SHOW_LANGUAGES": False,
    "DASHBOARD_CALLBACK": "reports.admin_dashboard.add_to_index",
    "SIDEBAR": {"show_search": False, "show_all_applications": False},
    "STYLES": ["/static/admin_site/admin_site.css"],
    "SCRIPTS": ["/static/design/zone.js", "/static/admin_site/labels.js"],
    # The accent of the console, from light to dark.
    "COLORS": {
        "primary": {
            "50": "#f4f6fe",
            "100": "#edf0fd",
            "200": "#d5dcfa",
            "300": "#b6c2f6",
            "400": "#a3b3ff",
            "500": "#8093f5",
            "600": "#3552cf",
            "700": "#2f49bd",
            "800": "#2a43b0",
            "900": "#1e2f7d",
            "950": "#141f54",
        }
    },
}
