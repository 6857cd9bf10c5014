"""The settings of Django, from the environment and the folder of data.

``SCHEDCHECK_DATA``: the folder. ``DATABASE_URL``: ``postgresql://...`` in place of the SQLite
database in the folder. ``SCHEDCHECK_HOSTS``: the names that the site is asked by, with commas.
``SCHEDCHECK_HTTP``: ``1`` where it is reached without TLS, as on one's own machine.
"""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django import VERSION

from schedcheck.portal.database import database
from schedcheck.portal.environment import hours, words
from schedcheck.portal.mail import mail_server
from schedcheck.portal.secret import secret_key
from schedcheck.portal.start import DATA

DATA_FOLDER = Path(os.environ[DATA])
# of its owner alone: it has hashes of passwords, and what stations have not sent
DATA_FOLDER.mkdir(mode=0o700, parents=True, exist_ok=True)
SECRET_KEY = secret_key(DATA_FOLDER)
DEBUG = False
ALLOWED_HOSTS = words("SCHEDCHECK_HOSTS", "localhost,127.0.0.1,[::1]")
_TLS = os.environ.get("SCHEDCHECK_HTTP") != "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "axes",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_tasks",
    "django_tasks_db",
    "schedcheck.portal",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "schedcheck.portal.language.LanguageMiddleware",
    "schedcheck.portal.views.second_factor.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "schedcheck.portal.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [Path(__file__).parent / "templates"],
        "OPTIONS": {"environment": "schedcheck.portal.pages.environment"},
    },
]


DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), DATA_FOLDER)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
STATIC_URL = "/static/"
USE_TZ = True
TIME_ZONE = "UTC"
# the words of the pages are those of schedcheck.messages
USE_I18N = False

AUTH_USER_MODEL = "portal.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
# five wrong passwords for one name from one address, then a pause
AXES_FAILURE_LIMIT = 5
# wrong passwords for one name from all addresses, then the same pause
SIGN_IN_LIMIT = 50
# the field of the form: else it is taken for that of the account, "name", and nobody is locked out
AXES_USERNAME_FORM_FIELD = "username"
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "schedcheck.portal.views.accounts.locked_out"
AXES_VERBOSE = False
# how the telephone names the account
OTP_TOTP_ISSUER = "schedcheck"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = _TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _TLS else None
SECURE_HSTS_SECONDS = 31536000 if _TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _TLS
SECURE_HSTS_PRELOAD = _TLS
SESSION_COOKIE_SECURE = _TLS
CSRF_COOKIE_SECURE = _TLS
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"

# letters are printed where no server is named
_MAIL = mail_server(os.environ.get("SCHEDCHECK_MAIL", ""))
if VERSION >= (6, 1):  # the names below are deprecated there
    MAILERS = {"default": _MAIL.mailer(20)}
    # that letters are printed where no server is named is meant so, and said in the documentation
    SILENCED_SYSTEM_CHECKS = ["mail.E001"]
else:
    EMAIL_BACKEND = _MAIL.backend
    EMAIL_HOST, EMAIL_PORT = _MAIL.host, _MAIL.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.starttls, _MAIL.tls
    EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("SCHEDCHECK_MAIL_FROM") or "schedcheck@localhost"
#: The address of the site in letters, and how many hours before the deadline stations are reminded.
SITE_ADDRESS = os.environ.get("SCHEDCHECK_ADDRESS", "")
REMIND_HOURS = hours("SCHEDCHECK_REMIND_HOURS", 24)

#: Hours before a week begins (Monday 06:00) by which its schedule is due: Friday 18:00.
DEADLINE_HOURS = hours("SCHEDCHECK_DEADLINE_HOURS", 60)
#: Bytes that one upload may have, and all of a form; uploads of an account within an hour, days of
#: a self-check.
UPLOAD_LIMIT = 50 * 1024**2
FORM_LIMIT = 2 * UPLOAD_LIMIT
#: Bytes of a request that is read at all, so that who sends somewhat too much gets an answer.
REQUEST_LIMIT = 5 * UPLOAD_LIMIT
UPLOADS_PER_HOUR = 120
#: Where the files are kept, ``s3://bucket/prefix``; empty for the folder of data.
STORE = os.environ.get("SCHEDCHECK_STORE", "")
SELF_CHECK_DAYS = 30
#: Days that the documents of a week and reports are kept, and the file that says who signs them.
COMPILATION_DAYS = 30
AUTHORITY_FILE = os.environ.get("SCHEDCHECK_AUTHORITY", "")
#: Seconds that a program waits for a verdict at most, and days that a key of a request is kept.
API_WAIT = 20
IDEMPOTENCY_DAYS = 7
#: Bytes of memory and seconds of the processor of one judging, and its seconds in all.
JUDGE_MEMORY = 1024**3
JUDGE_SECONDS = 60
JUDGE_PATIENCE = 300
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024**2
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FILES = 20
