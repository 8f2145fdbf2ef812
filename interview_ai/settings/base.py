"""What every deployment shares."""

from interview_ai.settings.parts.api import *
from interview_ai.settings.parts.broker import *
from interview_ai.settings.parts.database import *
from interview_ai.settings.parts.environment import DATA_DIR, PROJECT_DIR, flag, secret_key, text, words
from interview_ai.settings.parts.logging import *
from interview_ai.settings.parts.product import *
from interview_ai.settings.parts.storage import *
from interview_ai.settings.parts.web import *

SECRET_KEY = secret_key()
DEBUG = False
ALLOWED_HOSTS = words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
DATA_DIR = DATA_DIR
PROJECT_DIR = PROJECT_DIR
ROOT_URLCONF = "interview_ai.urls"
ASGI_APPLICATION = "interview_ai.asgi.application"
WSGI_APPLICATION = "interview_ai.wsgi.application"
APPEND_SLASH = False

INSTALLED_APPS = [
    "common.admin.site.SiteConfig",
    "unfold.contrib.import_export",
    "django.contrib.admin.apps.SimpleAdminConfig",  # its pages are found by urls.py: workers need none
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "channels",
    "rest_framework",
    "rest_framework_simplejwt.token_blacklist",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_prometheus",
    "django_structlog",
    "axes",
    "django_htmx",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "common",
    "accounts",
    "positions",
    "questionbank",
    "interviews",
    "analysis",
    "reports",
    "import_export",  # after those that give it its formats
    "interview_ai",
]

MIDDLEWARE = [
    "django_structlog.middlewares.RequestMiddleware",
    "common.middleware.AnswerHeaders",
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "common.pages.csp.Policies",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "common.middleware.ZoneOfTheReader",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.SecondFactorDemanded",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "common.pages.context.page",
            ]
        },
    }
]

FORM_RENDERER = "common.pages.rendering.FormRenderer"

# Accounts: e-mail is the login; Argon2; the lockout counts an account together with an address.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "accounts.hashers.Argon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS: list[dict] = []  # accounts/rules.py holds the specification's rule
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "username"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_IPWARE_PROXY_COUNT = 0
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

# The second factor: waiting after a wrong code doubles from one second on.
OTP_TOTP_ISSUER = "Interview AI"
OTP_ADMIN_HIDE_SENSITIVE_DATA = True

# Languages: Chinese first.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PROJECT_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Mail: printed unless a server is named.
EMAIL_BACKEND = text("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = text("EMAIL_HOST", "localhost")
EMAIL_PORT = int(text("EMAIL_PORT", "25"))
EMAIL_HOST_USER = text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = flag("EMAIL_USE_TLS")
EMAIL_USE_SSL = flag("EMAIL_USE_SSL")
EMAIL_TIMEOUT = 20  # seconds; a worker waits no longer for a mail server
DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", "interviews@localhost")

PROMETHEUS_METRIC_NAMESPACE = "interview_ai"
SILENCED_SYSTEM_CHECKS = ["axes.W002"]  # lockouts are answered by accounts.services.log_in
