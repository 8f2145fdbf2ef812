"""The REST interface: REST framework, tokens, the schema and the rates."""

from datetime import timedelta

from interview_ai.settings.parts.environment import number

ACCESS_TOKEN_SECONDS = 7200
TENANT_TOKEN_SECONDS = 7200  # Feishu's; its client asks for a new one ten minutes before the end

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.api.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["common.api.envelope.EnvelopeRenderer"],
    "DEFAULT_PARSER_CLASSES": ["common.api.parsers.StrictJSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "common.api.envelope.JSONOnly",
    "DEFAULT_PAGINATION_CLASS": "common.api.pagination.Pages",
    "DEFAULT_THROTTLE_CLASSES": ["common.api.throttling.CallsPerUser"],
    "DEFAULT_SCHEMA_CLASS": "common.api.schema.EnvelopeSchema",
    "EXCEPTION_HANDLER": "common.api.exceptions.handle",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}

# How many, in how many seconds. `common/api/throttling.py` counts.
RATE_LIMITS = {
    "calls": (number("CALLS_PER_MINUTE", 600), 60),
    "registrations": (number("REGISTRATIONS_PER_HOUR", 60), 3600),
    "feishu_minutes": (10, 1),
    "shared_reports": (number("SHARED_REPORTS_PER_MINUTE", 60), 60),  # by address
    "share_codes": (5, 3600),  # sent for one link
    "password_resets": (number("PASSWORD_RESETS_PER_HOUR", 10), 3600),
}

# Whose shape errors have below which prefix, the most exact first. `common/api/shapes.py` asks.
ERROR_SHAPES = [
    ("/open-apis/auth", "interviews.api.feishu.FeishuTokenErrors"),
    ("/open-apis", "interviews.api.feishu.FeishuErrors"),
    ("/v1/records", "interviews.api.tencent.TencentErrors"),
    ("/v1", "common.api.shapes.EnvelopeErrors"),
]

SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(seconds=ACCESS_TOKEN_SECONDS),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=14),
    "USER_ID_FIELD": "public_id",
    "USER_ID_CLAIM": "user_id",
    "UPDATE_LAST_LOGIN": False,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Multimodal Interview Evaluation API",
    "DESCRIPTION": "Create positions and question banks, run AI interviews, read evaluations. "
    "Every answer is the envelope `{code, message, data}`; `code` is 0 on success.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": False,
    # Fields of one name with different choices: what the choices are called in the schema.
    "ENUM_NAME_OVERRIDES": {
        "JobStatusEnum": "common.jobs.JobState",
        "PositionStatusEnum": "positions.enums.PositionStatus",
        "FollowUpStatusEnum": "interviews.enums.FollowUpStatus",
        "InterviewLanguageEnum": "positions.enums.InterviewLanguage",
        "MailLanguageEnum": "interviews.inviting.enums.MailLanguage",
        "TranscriptSourceEnum": "interviews.enums.TranscriptSource",
        "DeliveryStatusEnum": "accounts.api.webhook_shapes._STATES",
        "ImportSourceEnum": "interviews.api.import_shapes.SOURCES",
        "SpeechAnalysisEnum": "analysis.enums.SpeechAnalysis",
        "VideoAnalysisEnum": "analysis.enums.VideoAnalysis",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "common.api.schema.wrap_in_envelope",
    ],
}
