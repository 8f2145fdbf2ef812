"""Media: files in the data folder, or an S3 bucket when ``S3_BUCKET`` is set."""

from interview_ai.settings.parts.environment import DATA_DIR, PROJECT_DIR, flag, number, text

MEDIA_ROOT = DATA_DIR / "media"
S3_BUCKET = text("S3_BUCKET")


def _media_storage() -> dict:
    if not S3_BUCKET:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(MEDIA_ROOT)}}
    options = {
        "bucket_name": S3_BUCKET,
        "endpoint_url": text("S3_ENDPOINT_URL") or None,
        "region_name": text("S3_REGION") or None,
        "access_key": text("S3_ACCESS_KEY") or None,
        "secret_key": text("S3_SECRET_KEY") or None,
        "signature_version": "s3v4",
        "addressing_style": text("S3_ADDRESSING_STYLE") or None,
        "file_overwrite": False,
        "default_acl": None,
        "querystring_auth": True,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


STORAGES = {
    "default": _media_storage(),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = text("STATIC_ROOT") or None  # without it, files are served from where they lie
STATICFILES_DIRS = [PROJECT_DIR / "static"]
WHITENOISE_USE_FINDERS = True

FILE_UPLOAD_TEMP_DIR = None
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # JSON bodies; recordings are streamed to disk
UPLOAD_MAX_BYTES = number("UPLOAD_MAX_BYTES", 2 * 1024**3)
RECORDING_PART_MAX_BYTES = number("RECORDING_PART_MAX_BYTES", 16 * 1024**2)  # some seconds of a live recording
UPLOAD_URL_SECONDS = number("UPLOAD_URL_SECONDS", 3600)
MEDIA_URL_SECONDS = number("MEDIA_URL_SECONDS", 3600)

# Transcripts of interviews held elsewhere: the largest that is read, and how long the other side may take to answer.
IMPORT_MAX_BYTES = number("IMPORT_MAX_BYTES", 20 * 1024**2)
IMPORT_TIMEOUT_SECONDS = number("IMPORT_TIMEOUT_SECONDS", 30)
IMPORT_KEPT_DAYS = number("IMPORT_KEPT_DAYS", 30)  # what an import was made from, so that it can be done again

# Recordings that a client names by an address elsewhere (common/fetch.py).
FETCH_ALLOW_HTTP = flag("FETCH_ALLOW_HTTP")
FETCH_ALLOWED_NETWORKS = [net for net in text("FETCH_ALLOWED_NETWORKS").split(",") if net]
FETCH_MAX_BYTES = number("FETCH_MAX_BYTES", 2 * 1024**3)
FETCH_TIMEOUT_SECONDS = number("FETCH_TIMEOUT_SECONDS", 300)
