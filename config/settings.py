"""Settings: one file; every value that differs between machines comes from the environment.

Nothing set means a laptop in a hall: SQLite and files under `DATA_DIR`, one process, plain http.
`PUBLIC_URL=https://...` means a server behind TLS: secure cookies and strict transport. `SSL_CERTFILE`
means that this server itself answers by https.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from workshops.addresses import host_names

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "data"))).resolve()
try:
    PORT = env.int("PORT", default=8000)
except ValueError as error:
    message = f"PORT should be a number, not {env.str('PORT')!r}. Nothing was changed. For example: PORT=8001 make run"
    raise ImproperlyConfigured(message) from error
HOST = env.str("HOST", default="") or "0.0.0.0"  # noqa: S104 -- tablets are to reach this machine
PUBLIC_URL = env.str("PUBLIC_URL", default="").rstrip("/")
SSL_CERTFILE, SSL_KEYFILE = env.str("SSL_CERTFILE", default=""), env.str("SSL_KEYFILE", default="")
if SSL_KEYFILE and not SSL_CERTFILE:
    message = "SSL_KEYFILE is set and SSL_CERTFILE is not: name the certificate too. Nothing was changed."
    raise ImproperlyConfigured(message)
if SSL_CERTFILE and PUBLIC_URL.startswith("http://"):
    message = (
        f"With SSL_CERTFILE the server answers by https only, but PUBLIC_URL is {PUBLIC_URL}. Nothing was changed. "
        "Write https:// there, or leave it unset."
    )
    raise ImproperlyConfigured(message)
HTTPS = PUBLIC_URL.startswith("https://") or bool(SSL_CERTFILE)
# Something in front of us holds the certificate: a server, not a laptop that may serve plain http next week.
BEHIND_PROXY = HTTPS and not SSL_CERTFILE
DEBUG = env.bool("DEBUG", default=False)


def _write_once(path: Path, text: str) -> None:
    """Write a file whole or not at all; of two first starts at once, the first one's text stays."""
    with NamedTemporaryFile("w", dir=path.parent, prefix=f"{path.name}-") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(file.name, path)


def _kept_secret() -> str:
    """Return the secret key kept in the data folder, made on the first run."""
    path = DATA_DIR / "secret-key"
    try:
        DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(48))
        return path.read_text().strip()
    except OSError as error:
        message = (
            f"Cannot read or write in the data folder {DATA_DIR} ({error.strerror}). Nothing was changed. "
            "Give this account write permission there, or set DATA_DIR to another folder."
        )
        raise ImproperlyConfigured(message) from error


SECRET_KEY = env.str("SECRET_KEY", default="") or _kept_secret()

ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
if "*" in ALLOWED_HOSTS:
    message = "ALLOWED_HOSTS may not hold '*': name each host, or leave it unset for this machine's own names."
    raise ImproperlyConfigured(message)
if not ALLOWED_HOSTS:
    ALLOWED_HOSTS = host_names()
if PUBLIC_URL:
    ALLOWED_HOSTS.append(urlsplit(PUBLIC_URL).hostname or "")

INSTALLED_APPS = [
    "daphne",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "heroicons",
    "live",
    "workshops",
    "casestudy",
    "drawings",
    "places",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # A table's page with the whole case is 140 kB, or 25 kB like this: a hall that reconnects fetches 200 of them.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "workshops.access.ended_sign_ins_end_sessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.errors.presses_have_a_page",
    "config.errors.Passing",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"

FORM_RENDERER = "config.forms.Forms"

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
            ],
            "builtins": ["heroicons.templatetags.heroicons"],
        },
    },
]


def _database() -> dict[str, Any]:
    """Return the database of `DATABASE_URL`, or the SQLite file in the data folder."""
    if url := env.str("DATABASE_URL", default=""):
        config: dict[str, Any] = env.db_url_config(url)
        if config["ENGINE"].endswith("postgresql"):
            config |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
            return config
    else:
        config = {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA_DIR / "roadshow.sqlite3"}
    # IMMEDIATE: a transaction that reads and then writes would else fail at once with "database is
    # locked". FULL: an answered save survives a power cut. The journal mode (WAL) is kept in the file
    # and set once, when `serve` starts.
    config["CONN_MAX_AGE"] = None
    config["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA synchronous=FULL;",
    }
    config["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
    return config


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CHANNEL_LAYERS: dict[str, Any] = {
        "default": {
            # Publish/subscribe has no capacity at which it drops. The timeout: see the redis pin in
            # requirements-server.in.
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [{"address": REDIS_URL, "socket_timeout": None}], "prefix": "roadshow"},
        },
    }
    _SHARED_CACHE: dict[str, Any] = {
        "BACKEND": "config.cache.ForgetfulRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }
else:
    CHANNEL_LAYERS = {}
    _SHARED_CACHE = {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "default",
        "OPTIONS": {"MAX_ENTRIES": 5_000},  # a hall's visits (workshops.visits) are more than the usual 300
    }
# "drawn" keeps parts of pages by their content, for a day; each process draws them once. A case with its pictures, as
# each of its agencies sees it at each stage, is some hundred of them.
CACHES = {
    "default": _SHARED_CACHE,
    "drawn": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "drawn",
        "TIMEOUT": 24 * 60 * 60,
        "OPTIONS": {"MAX_ENTRIES": 1_000},
    },
}

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTH_USER_MODEL = "workshops.Staff"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "staff"
ACCOUNT_ADAPTER = "workshops.accounts.StaffAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_PREVENT_ENUMERATION = True
# As long as by link: one way in is like the other. An organiser can end either from elsewhere.
ACCOUNT_SESSION_REMEMBER = True
MFA_ADAPTER = "workshops.accounts.StaffMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Roadshow"
MFA_TOTP_TOLERANCE = 1  # one code earlier or later: people type slowly, and phones' clocks differ (RFC 6238, 5.2)
# A venue is one address: sign-ins are throttled by account, never for the whole hall.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "10/5m/key"}

SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if BEHIND_PROXY else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
# Over plain http browsers ignore it, and complain at every page.
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin" if HTTPS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "blob:", "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    },
}

# One answer may be long, a form never is; files have limits of their own.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
MAX_BODY_BYTES = 12 * 1024 * 1024
HTTP_THREADS = env.int("HTTP_THREADS", default=4)
UPLOAD_THREADS = 4  # They wait for the network and the darkroom; see config/lanes.py.
BOOKING_THREADS = 64  # They wait for each other, and are served together.

STATIC_URL = "static/"
WHITENOISE_ALLOW_ALL_ORIGINS = False  # no other host has any business with them
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "config.storage.DurableStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "media"

EMAIL_FILE_PATH = DATA_DIR / "mail"
if email_url := env.str("EMAIL_URL", default=""):
    vars().update(env.email_url_config(email_url))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"

EMAIL_TIMEOUT = 30  # seconds: less than a worker may take over one mail (places.mail.sending)
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="Roadshow <roadshow@localhost>")

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_links": {"()": "config.quiet.WithoutLinks"}},
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["no_links"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "roadshow": {"level": "INFO"},
        # A wrong host name is answered in words (config/errors.py); it is no fault of the server.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
