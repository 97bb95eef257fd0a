"""Every setting, read from the environment. `.env.example` lists what can be set."""

from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
import dj_email_url
import yaml
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from . import environment as env
from . import service_desk
from .accounts import *  # noqa: F403
from .clocks import *  # noqa: F403
from .doorbell import *  # noqa: F403
from .embedded import binaries

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(env.text("VAR", str(BASE_DIR / "var"))).resolve()

# Modes -----------------------------------------------------------------------------------------
DEMO = env.flag("WERKSTOLZ_DEMO")
DEMO_PASSWORD = env.text("DEMO_PASSWORD", "ribbon-and-trophy")  # printed by bin/run, refused outside the demo
DEMO_BUTTONS = env.flag(
    "DEMO_BUTTONS", default=True
)  # one tap and one is in; off where others reach the demo
TESTS = env.flag("WERKSTOLZ_TESTS")
SITE_URL = env.site_url(demo=DEMO)
LOCAL = urlsplit(SITE_URL).hostname in env.LOOPBACK
SECURE = SITE_URL.startswith("https://")
DEBUG = env.flag("DEBUG")
if DEBUG and not LOCAL:
    raise env.Unstartable(
        "DEBUG shows source code and settings to strangers. Unset it, or use it on localhost."
    )
if TESTS and not LOCAL:
    raise env.Unstartable("WERKSTOLZ_TESTS is for the test suite only. Unset it.")
env.refuse_public_demo(demo=DEMO, host=urlsplit(SITE_URL).hostname)

# Keys and hosts --------------------------------------------------------------------------------
SECRET_KEY = env.secret_key()
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
DATA_KEYS = env.data_keys()
ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname, *env.words("ALLOWED_HOSTS"), *(env.LOOPBACK if LOCAL else ())]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0, most=9)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Rooms, from the roof down ---------------------------------------------------------------------
INSTALLED_APPS = [
    "config",
    "home",
    "reports",
    "stories",
    "trophies",
    "leads",
    "ambassadors",
    "ledger",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
]
MIDDLEWARE = [
    "ambassadors.headers.HeadersMiddleware",  # these three first: errors of the others carry their headers, too
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ambassadors.sessions.SeenMiddleware",
    "ambassadors.middleware.OwnTimeMiddleware",
    "ledger.body.BodyLimitMiddleware",
    "ambassadors.middleware.KeepTypedMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ambassadors.account_mail.AfterwardsMiddleware",
    "ambassadors.second_factor.SecondFactorMiddleware",
    "ambassadors.middleware.AccessMiddleware",
    "ledger.plans.PlansMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "ledger.refusal.RefusalMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Pages: HTML escapes, letters in plain text don't ------------------------------------------------
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "NAME": "html",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ambassadors.context.shell",
            ]
        },
    },
    {
        "NAME": "text",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"autoescape": False},
    },
]

# Stores: PostgreSQL holds everything that matters; Redis is Celery's broker only -------------------
_DATABASE = {"conn_max_age": 0 if TESTS else 600, "conn_health_checks": True}
DATABASES = {"default": dj_database_url.parse(env.database_url(), **_DATABASE)}
DATABASES["default"]["OPTIONS"] = env.database_options(DATABASES["default"])
REPORTS_DATABASE = "default"
if env.text("DATABASE_REPLICA_URL", ""):
    DATABASES["replica"] = dj_database_url.parse(env.database_url("DATABASE_REPLICA_URL"), **_DATABASE)
    DATABASES["replica"]["OPTIONS"] = env.database_options(DATABASES["replica"])
    DATABASES["replica"]["TEST"] = {"MIRROR": "default"}
    REPORTS_DATABASE = "replica"
CACHES = {
    "default": {
        "BACKEND": "ledger.cache.SharedCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 10**6},  # the limits of sign-ins stand here: nobody may push them out
    }
}
SESSION_ENGINE = "ambassadors.sessions"
REDIS_URL = env.redis_url()

# Celery: a doorbell and a sweeper, never the truth ------------------------------------------------
SWEEP_SECONDS = env.number("SWEEP_SECONDS", 15, least=1, most=3600)
CELERY_BROKER_URL = env.broker_url(REDIS_URL)
CELERY_BEAT_SCHEDULE = {
    "sweep": {
        "task": "ledger.tasks.sweep",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": 2 * SWEEP_SECONDS},
    },
}

# Sign-in ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "ambassadors.Person"
AUTHENTICATION_BACKENDS = ["ambassadors.backend.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if TESTS:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
MFA_REQUIRED = env.flag("MFA_REQUIRED", default=not DEMO)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL and not SECURE
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": env.oidc_apps(), "OAUTH_PKCE_ENABLED": True}}
OIDC_COUNTS_AS_MFA = env.flag("OIDC_COUNTS_AS_MFA")
_HOST_PREFIX = "__Host-" if SECURE else "werkstolz-"
SESSION_COOKIE_NAME = f"{_HOST_PREFIX}session"
SESSION_COOKIE_AGE = 7 * 24 * 3600  # nobody stays signed in longer, however busy
SESSION_IDLE_SECONDS = 8 * 3600
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_NAME = f"{_HOST_PREFIX}csrf"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "ambassadors.views.sign_in.csrf_failure"
TYPIST_COOKIE_NAME = f"{_HOST_PREFIX}typist"
LANGUAGE_COOKIE_NAME = f"{_HOST_PREFIX}language"
LANGUAGE_COOKIE_SECURE = SECURE
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

# What browsers are told ------------------------------------------------------------------------
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 2 * 365 * 24 * 3600, most=10**9) if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
_PROVIDERS = env.origins_of(SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"])
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *_PROVIDERS],  # browsers hold it against the way a form is led on, too
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
MESSAGE_STORAGE = (
    "django.contrib.messages.storage.session.SessionStorage"  # its cookie could carry no __Host-
)
_NOT_ASKED_FOR = ("accelerometer", "browsing-topics", "display-capture", "geolocation", "gyroscope", "hid",
                  "magnetometer", "microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking")  # fmt: skip
SAID_WITH_EVERY_ANSWER = {
    "Cache-Control": "no-store",  # whoever may be kept says so: styles, scripts, pictures
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(["camera=(self)", *(f"{name}=()" for name in _NOT_ASKED_FOR)]),
    "X-Content-Type-Options": "nosniff",  # said here too, as answers of the outermost parts miss Django's own
    "Referrer-Policy": SECURE_REFERRER_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
}

# Languages and times ---------------------------------------------------------------------------
LANGUAGES = [("en", _("English")), ("de", _("German"))]
LANGUAGE_CODE = env.choice("WERKSTOLZ_LANGUAGE", "en", [code for code, _name in LANGUAGES])
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.time_zone("TIME_ZONE", "Europe/Berlin")
USE_I18N = USE_TZ = True

# Files -----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR / "media"
BACKUP_KEY = env.backup_key()
POSTGRES_TOOLS = env.text("POSTGRES_TOOLS", binaries.tools())
ERASURES_FILE = VAR / "erasures.log"  # beside the database: after a restore it tells what had been erased
PHONE_CERTIFICATE = env.text("PHONE_CERTIFICATE", "")  # set by bin/run --phone: what a phone is told to trust
_PLAIN_STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"
_HASHED_STATIC = "ambassadors.look.bundle.BundledStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _PLAIN_STATIC if DEBUG or TESTS else _HASHED_STATIC},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG or TESTS
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Letters ---------------------------------------------------------------------------------------
EMAIL_URL = env.email_url(demo=DEMO)
if EMAIL_URL:
    vars().update(dj_email_url.parse(EMAIL_URL))
else:
    EMAIL_BACKEND = "ledger.mailbox.MailboxBackend"
EMAIL_TIMEOUT = 20
LETTER_HOST = env.text("LETTER_HOST", urlsplit(SITE_URL).hostname)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("DEFAULT_FROM_EMAIL", f"Werkstolz <werkstolz@{LETTER_HOST}>")
LETTER_LEASE_SECONDS = env.number("LETTER_LEASE_SECONDS", 60, least=1, most=3600)
LETTER_BACKOFF_SECONDS = [60, 300, 1800, 7200, 21600, 86400]

# The service desk: whom cases and leads are handed to ----------------------------------------------
SERVICE_DESK = service_desk.read(demo=DEMO)

# A sign of life to an address outside, once a minute ------------------------------------------------
HEARTBEAT_URL = env.text("HEARTBEAT_URL", "")
HEARTBEAT_PRIVATE = env.flag("HEARTBEAT_PRIVATE")

# Jobs: slow work that somebody waits for ----------------------------------------------------------
JOB_LEASE_SECONDS = env.number("JOB_LEASE_SECONDS", 30, least=1, most=3600)
IMPORT_MEGABYTES = env.number("IMPORT_MEGABYTES", 50, least=1, most=1000)

# The network -----------------------------------------------------------------------------------
NETWORK_NAME = env.text("NETWORK_NAME", "Werkstolz")
BRAND_HUE = env.number("BRAND_HUE", 10, most=360)
FIGURES_BY = env.choice("FIGURES_BY", "land", ("land", "unit"))
GROUP_MINIMUM = env.number("GROUP_MINIMUM", 10, least=5, most=1000)
ACCESS = yaml.safe_load((BASE_DIR / "config/access.yaml").read_text("utf-8")) or {}
PRIVACY = yaml.safe_load((BASE_DIR / "config/privacy.yaml").read_text("utf-8")) or {}
ENDS = PRIVACY.pop("ends")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["terminal"], "level": env.text("LOG_LEVEL", "WARNING")},
    "loggers": {"django": {"handlers": [], "propagate": True}},
}
