"""Settings, all from the environment; docs/operations.md lists them. The defaults are embedded mode."""

from __future__ import annotations

import logging
import secrets
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from whitenoise.compress import Compressor

from config.logs import logging_config
from config.sockets import broker_url, cache_url, valkey_socket

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# -- where this installation keeps its things ------------------------------------------------------
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)  # declarations name people
NODE: str = env.str("NODE", "main")
AUDIT_HEADS: str = env.str("AUDIT_HEADS", str(DATA_DIR / "audit-heads.jsonl"))
WATCHLISTS_FOLDER: str = env.str("WATCHLISTS_FOLDER", "")  # read daily where it is set
CODE_REVISION: str = env.str("CODE_REVISION", "")


def _own_secret() -> str:
    """A secret made at the first start and kept beside the data, readable by the owner alone."""
    path = DATA_DIR / "secret-key"
    try:
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(secrets.token_urlsafe(48), "ascii")
    except FileExistsError:
        pass
    return path.read_text("ascii")


def _whole(name: str, default: int) -> int:
    try:
        return int(env.str(name, str(default)))
    except ValueError:
        raise ImproperlyConfigured(f"{name}={env.str(name)!r} is no whole number") from None


SECRET_KEY: str = env.str("SECRET_KEY", "") or _own_secret()
DEBUG: bool = env.bool("DEBUG", False)
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# -- apps ------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "oauth2_provider",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "axes",
    "csp",
    "django_structlog",
    "config",
    "training",
    "screening",
    "checkpoints",
    "ledger",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.request_log.RequestLog",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "screening.web.not_kept.not_kept",
    "screening.web.limits.UploadLimit",
    "screening.web.page_above.page_above",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "screening.web.chrome.chrome",
            ]
        },
    }
]

# -- database --------------------------------------------------------------------------------------
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db_url("DATABASE_URL")
    if env.str("DATABASE_URL", "")
    else {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA_DIR / "portal.sqlite3"}
}
SERVICES: bool = not DATABASES["default"]["ENGINE"].endswith("sqlite3")  # a database server, many hosts
if not SERVICES:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: an accepted declaration survives a power cut.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = 60  # a connection takes longer to open than most questions to answer
AUTH_USER_MODEL = "checkpoints.User"
OAUTH2_PROVIDER_APPLICATION_MODEL = "checkpoints.ApiClient"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- queue -----------------------------------------------------------------------------------------
# Without REDIS_URL the portal starts a Valkey of its own on this socket; docs/operations.md.
EMBEDDED_VALKEY: bool = not env.str("REDIS_URL", "")
VALKEY_SOCKET = valkey_socket(DATA_DIR)
REDIS_URL: str = env.str("REDIS_URL", "") or broker_url(VALKEY_SOCKET)
CELERY_BROKER_URL = REDIS_URL
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": cache_url(REDIS_URL),
        "KEY_PREFIX": env.str("QUEUE", "portal"),
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},  # nothing waits for a cache
    }
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_PUBLISH_RETRY = False  # what is not sent at once is taken over; a sender must not wait
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_DEFAULT_QUEUE: str = env.str("QUEUE", "portal")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 5, "socket_connect_timeout": 5}
CELERY_BEAT_SCHEDULE = {
    "take-over-lost-screenings": {"task": "screening.take_over", "schedule": 5.0, "options": {"expires": 5}},
    "escalate-what-waits-too-long": {"task": "screening.escalate", "schedule": 60.0, "options": {"expires": 60}},
    "forget-old-calls": {"task": "screening.forget_old_calls", "schedule": 600.0, "options": {"expires": 600}},
    "export-audit-head": {"task": "screening.export_audit_head", "schedule": 24 * 3600.0},
    "refresh-watchlists": {"task": "screening.refresh_watchlists", "schedule": 24 * 3600.0},
    "verify-audit": {"task": "screening.verify_audit", "schedule": 24 * 3600.0},
}

# -- people ----------------------------------------------------------------------------------------
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "web/locked_out.html"
AXES_RESET_ON_SUCCESS = True
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "dashboard"
LOGOUT_REDIRECT_URL = "sign-in"
SESSION_COOKIE_AGE = 12 * 3600  # one shift
SESSION_COOKIE_HTTPONLY = True
HTTPS: bool = env.bool("HTTPS", False)
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]  # asked from the same host, without the proxy that speaks HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
BEHIND_PROXY: bool = env.bool("BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "screening.web.errors.bad_token"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# -- API -------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["oauth2_provider.contrib.rest_framework.OAuth2Authentication"],
    "DEFAULT_PERMISSION_CLASSES": ["screening.api.permissions.HasScope"],
    "DEFAULT_PARSER_CLASSES": ["screening.api.parsers.WholeBody"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_THROTTLE_CLASSES": ["screening.api.throttles.ClientThrottle"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "screening.api.error_handling.as_problem",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,  # the only form is JSON
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Screening of strategic goods",
    "DESCRIPTION": "For customs systems: declarations in, results with their reasons out. docs/api.md is the guide.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": ["screening.api.openapi.bodies_are_required"],
    "TAGS": [
        {"name": "Declarations", "description": "Send them in: one, many, or a file."},
        {"name": "Results", "description": "What screening found, what is asked, what was decided."},
        {"name": "Lists", "description": "The control lists in force, and what they say of a goods line."},
    ],
}
API_WRITES_A_MINUTE: int = _whole("API_WRITES_A_MINUTE", 600)
API_READS_A_MINUTE: int = _whole("API_READS_A_MINUTE", 1200)
API_WAITING: int = _whole("API_WAITING", 2)  # of the four threads of a web process
OAUTH2_PROVIDER = {
    "SCOPES": {
        "shipments:write": "Send declarations",
        "shipments:read": "Read what one's own declarations gave",
        "answers:write": "Answer questions about one's own declarations",
        "check": "Check a goods line without a declaration",
        "lists:read": "Read control lists and their entries",
    },
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
    "ALLOWED_GRANT_TYPES": ["client_credentials"],
    "OAUTH2_BACKEND_CLASS": "screening.api.tokens.TokenFromHeader",
}

# -- intake ----------------------------------------------------------------------------------------
MAX_UPLOAD_BYTES: int = _whole("MAX_UPLOAD_BYTES", 20 * 1024 * 1024)
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_UPLOAD_BYTES
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# -- languages and time ----------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ru", "Русский"), ("tg", "Тоҷикӣ"), ("uz", "Oʻzbekcha")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE: str = env.str("TIME_ZONE", "Asia/Dushanbe")

# -- static files ----------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(DATA_DIR / "static")))
_BOOTSTRAP = find_spec("bootstrap")  # a package of files alone, without code
assert _BOOTSTRAP is not None and _BOOTSTRAP.submodule_search_locations is not None
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap", Path(_BOOTSTRAP.submodule_search_locations[0]) / "css"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = False
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # pages ask for no other; half the time to compress
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")  # large, and only developers ask

# -- mail ------------------------------------------------------------------------------------------
# Without EMAIL_URL messages are kept as files, so that none is lost; docs/operations.md.
_MAIL_FILES = {
    "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
    "EMAIL_FILE_PATH": DATA_DIR / "mail",
}
_MAIL: dict[str, Any] = env.email_url("EMAIL_URL") if env.str("EMAIL_URL", "") else _MAIL_FILES
EMAIL_BACKEND: str = _MAIL["EMAIL_BACKEND"]
EMAIL_FILE_PATH = _MAIL.get("EMAIL_FILE_PATH")
EMAIL_HOST: str = _MAIL.get("EMAIL_HOST") or "localhost"
EMAIL_PORT: int = _MAIL.get("EMAIL_PORT") or 25
EMAIL_HOST_USER: str = _MAIL.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD: str = _MAIL.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS: bool = _MAIL.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL: bool = _MAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10  # seconds; a worker must not hang on a silent server
EMAIL_SUBJECT_PREFIX = ""
DEFAULT_FROM_EMAIL: str = env.str("MAIL_FROM", "portal@localhost")

# -- processes ---------------------------------------------------------------------------------------
PORT: int = _whole("PORT", 8000)
# How people open the portal, for links that stand on paper and in messages.
PORTAL_URL: str = env.str("PORTAL_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
WEB_WORKERS: int = _whole("WEB_WORKERS", 2)
DEMO: bool = env.bool("DEMO", not SERVICES)  # invented people and declarations, to try the portal out
PRECEDENT_YEARS: int = _whole("PRECEDENT_YEARS", 3)  # how long a determination counts unless its officer says otherwise

# -- logs and metrics --------------------------------------------------------------------------------
LOGGING = logging_config(debug=DEBUG)
LOG_IP: bool = env.bool("LOG_IP", False)  # addresses are personal data
METRICS_TOKEN: str = env.str("METRICS_TOKEN", "")
DJANGO_STRUCTLOG_CELERY_ENABLED = True  # tasks carry the number of the request that asked for them
DJANGO_STRUCTLOG_CELERY_TASK_START_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_CELERY_TASK_FAILURE_LOG_LEVEL = logging.ERROR

SILENCED_SYSTEM_CHECKS: list[str] = []
