"""Settings: one file, from the environment only. Every reader in mad.env refuses a wrong value in one line."""

from __future__ import annotations

import sys
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from mad import env

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.data_dir()

DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY", "django-secret")
SIGNING_SECRET = env.secret("SIGNING_SECRET", "docket-signing")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
SITE_URL = env.text("SITE_URL", f"http://127.0.0.1:{env.port()}").rstrip("/")

# The demonstration asks no second factor. It therefore answers loopback only; mad.common.middleware sees to it.
DEMONSTRATION = env.flag("DEMO", False)
BEHIND_TLS = env.flag("BEHIND_TLS", False)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "mad.common",
    "mad.accounts",
    "mad.docket",
    "mad.notices",
    "mad.clocks",
    "mad.reference",
    "mad.membership",
    "mad.frame",
    "mad.desk",
    "mad.search",
    "evidence",
    "cases",
    "deliberation",
]

MIDDLEWARE = [
    "mad.common.middleware.LoopbackOnly",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mad.common.for_pages.Policy",
    "mad.common.for_pages.Session",
    "mad.common.for_pages.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "mad.common.for_pages.Authentication",
    "mad.common.for_pages.Messages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mad.common.middleware.SignedInPersons",
    "mad.common.not_allowed.NotAllowed",
    "mad.common.middleware.Refusals",
    "mad.common.unstorable.NoNull",
]

ROOT_URLCONF = "mad.urls"
WSGI_APPLICATION = "mad.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "mad.frame.compiled.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "libraries": {"i18n": "mad.frame.compiled"},
            "builtins": ["mad.frame.templatetags.addresses"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "mad.common.context.frame",
            ],
        },
    }
]

# mad.frame.compiled stands in for the tag library i18n, on purpose under its name.
SILENCED_SYSTEM_CHECKS = ["templates.W003"]

DATABASES = {"default": env.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.redis_url(),
        "KEY_PREFIX": "mad",
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["mad.membership.backend.PersonBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
ACCOUNT_ADAPTER = "mad.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_TLS
MFA_TOTP_ISSUER = "Mass Atrocities Division"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "mad.frame.views.csrf_failure"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_HSTS_SECONDS = 31536000 if BEHIND_TLS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("ar", _("Arabic")),
    ("zh-hans", _("Chinese")),
    ("en", _("English")),
    ("fr", _("French")),
    ("ru", _("Russian")),
    ("es", _("Spanish")),
]
LOCALE_PATHS = [BASE_DIR / "mad" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "mad" / "static"]
PLAIN_STATIC = env.flag("PLAIN_STATIC", False)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "files"}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if PLAIN_STATIC
        else "mad.local.staticfiles.StaticStorage"
    },
}
WHITENOISE_USE_FINDERS = PLAIN_STATIC
EVIDENCE_OBJECTS = env.object_store()
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# ClamAV's socket, a path or (host, port); empty: files are released on their type alone, and each says so (R18).
CLAMD_ADDRESS = env.clamd_address()

EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = env.integer("EMAIL_PORT", 25, 1, 65535)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", False)
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "mad.notices.mail.FolderBackend"
MAIL_DOMAIN = env.text("MAIL_DOMAIN", "localhost")
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", f"Mass Atrocities Division <notices@{MAIL_DOMAIN}>")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["mad.accounts.api_auth.BearerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "mad.common.problems.handle",
    "UNAUTHENTICATED_USER": None,
}
# Requests a minute of one token (mad.accounts.rates): generous, so that an office can send all it has at once.
RATE_LIMIT_URL = env.redis_url()
API_RATES = {
    "submissions": env.integer("API_SUBMISSIONS_PER_MINUTE", 120_000, 1),
    "requests": env.integer("API_REQUESTS_PER_MINUTE", 60_000, 1),
}
WEBHOOKS_TO_PRIVATE = env.flag("WEBHOOKS_TO_PRIVATE", DEMONSTRATION)

SPECTACULAR_SETTINGS = {
    "TITLE": "Mass Atrocities Division: partner API",
    "DESCRIPTION": "Share early warnings, answer queries, declare that there is nothing to report, follow your own.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "mad.common.openapi.tell_limits"],
}

CELERY_BROKER_URL = env.broker_url()
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
}
CELERY_TASK_ROUTES = {
    "docket.seal": {"queue": "docket"},
    "outbox.drain_slow": {"queue": "files"},
    "evidence.sign_texts": {"queue": "files"},
}
CELERY_TASK_DEFAULT_QUEUE = "mad"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    # Each heartbeat only wakes a claimer; expired ones are dropped, so that none pile up.
    "seal the docket (R49)": {"task": "docket.seal", "schedule": 1.0, "options": {"expires": 5}},
    "deliver webhooks": {"task": "webhooks.deliver", "schedule": 1.0, "options": {"expires": 5}},
    "drain the outbox": {"task": "outbox.drain", "schedule": 1.0, "options": {"expires": 5}},
    "load event data (R19)": {"task": "evidence.load_events", "schedule": 2.0, "options": {"expires": 5}},
    "drain the outbox's slow rows": {"task": "outbox.drain_slow", "schedule": 1.0, "options": {"expires": 5}},
    "sign texts to compare (R17)": {"task": "evidence.sign_texts", "schedule": 5.0, "options": {"expires": 15}},
    "follow the docket into the search index": {"task": "search.follow", "schedule": 2.0, "options": {"expires": 5}},
    "sweep the uploads": {"task": "evidence.sweep_uploads", "schedule": 900.0, "options": {"expires": 600}},
    "close rounds nobody is awaited in any more (R26)": {
        "task": "cases.close_rounds",
        "schedule": 60.0,
        "options": {"expires": 50},
    },
    "decide determinations whose panel shrank (R30)": {
        "task": "cases.settle_determinations",
        "schedule": 60.0,
        "options": {"expires": 50},
    },
    "tick the clocks (R36)": {"task": "clocks.tick", "schedule": 5.0, "options": {"expires": 15}},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "stream": sys.stderr}},
    "root": {
        "handlers": ["stderr"],
        "level": env.choice("LOG_LEVEL", "WARNING", ("DEBUG", "INFO", "WARNING", "ERROR")),
    },
}
