"""Settings, all from the environment; docs/operations.md lists them. The defaults are embedded mode."""

from __future__ import annotations

import secrets
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

from config.sockets import broker_url, valkey_socket

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# -- where this installation keeps its things ------------------------------------------------------
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)  # declarations name people
NODE: str = env.str("NODE", "main")
AUDIT_HEADS: str = env.str("AUDIT_HEADS", str(DATA_DIR / "audit-heads.jsonl"))
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
    "django_htmx",
    "axes",
    "csp",
    "config",
    "training",
    "screening",
    "checkpoints",
    "ledger",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
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
    "screening.web.limits.UploadLimit",
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
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
AUTH_USER_MODEL = "checkpoints.User"
OAUTH2_PROVIDER_APPLICATION_MODEL = "checkpoints.ApiClient"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- queue -----------------------------------------------------------------------------------------
# Without REDIS_URL the portal starts a Valkey of its own on this socket; docs/operations.md.
EMBEDDED_VALKEY: bool = not env.str("REDIS_URL", "")
VALKEY_SOCKET = valkey_socket(DATA_DIR)
REDIS_URL: str = env.str("REDIS_URL", "") or broker_url(VALKEY_SOCKET)
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_PUBLISH_RETRY = False  # what is not sent at once is taken over; a sender must not wait
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_DEFAULT_QUEUE: str = env.str("QUEUE", "portal")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 5, "socket_connect_timeout": 5}
CELERY_BEAT_SCHEDULE = {
    "take-over-lost-screenings": {"task": "screening.take_over", "schedule": 5.0, "options": {"expires": 5}},
    "export-audit-head": {"task": "screening.export_audit_head", "schedule": 24 * 3600.0},
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
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # asked from the same host, without the proxy that speaks HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None
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
    "EXCEPTION_HANDLER": "screening.api.problems.as_problem",
    "UNAUTHENTICATED_USER": None,
}
OAUTH2_PROVIDER = {
    "SCOPES": {"shipments:write": "Send declarations", "shipments:read": "Read what one's own declarations gave"},
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
    "ALLOWED_GRANT_TYPES": ["client_credentials"],
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

# -- processes ---------------------------------------------------------------------------------------
PORT: int = _whole("PORT", 8000)
WEB_WORKERS: int = _whole("WEB_WORKERS", 2)
DEMO: bool = env.bool("DEMO", not SERVICES)  # invented people and declarations, to try the portal out

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"terminal": {"class": "logging.StreamHandler"}},
    # What broke a page: the reader is told that it was recorded.
    "loggers": {"django.request": {"handlers": ["terminal"], "level": "ERROR"}},
}

SILENCED_SYSTEM_CHECKS: list[str] = []
