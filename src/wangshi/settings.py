"""One settings file; an installation differs only by its environment and its WANGSHI_HOME."""

import os
import sqlite3
from pathlib import Path
from typing import Any

import dj_database_url

from wangshi.installation import home, secret_key

WANGSHI_HOME = home()
WANGSHI_VERSION = "0.1.0"
WANGSHI_DEMO = (WANGSHI_HOME / "demo.json").exists() or os.environ.get("WANGSHI_DEMO") == "1"

# 筛查规则包；县里、省里另有一套的，写它的文件夹。
WANGSHI_RULES = Path(
    os.environ.get("WANGSHI_RULES") or Path(__file__).parent / "law" / "screening"
).resolve()

SECRET_KEY = secret_key(WANGSHI_HOME)
DEBUG = os.environ.get("WANGSHI_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("WANGSHI_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("WANGSHI_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_tasks",
    "django_tasks_db",
    "wangshi.shared",
    "wangshi.accounts",
    "wangshi.mailroom",
    "wangshi.registry",
    "wangshi.evidence",
    "wangshi.cases",
    "wangshi.penalties",
    "wangshi.monitoring",
    "wangshi.display",
    "wangshi.inspections",
    "wangshi.growth",
    "wangshi.complaints",
    "wangshi.scrutiny",
    "wangshi.statistics",
    "wangshi.figures",
    "wangshi.programme",
    "wangshi.portal",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "wangshi.shared.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wangshi.accounts.middleware.SignedIn",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "wangshi.urls"
WSGI_APPLICATION = "wangshi.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wangshi.shared.context.house",
            ],
        },
    }
]

SQLITE: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
    "PRAGMA mmap_size=134217728;PRAGMA cache_size=-32000;",
}


def database() -> dict[str, Any]:
    """SQLite in WAL mode unless DATABASE_URL names a PostgreSQL."""
    chosen = dj_database_url.config(default=f"sqlite:///{WANGSHI_HOME / 'wangshi.sqlite3'}")
    if chosen["ENGINE"].endswith("sqlite3"):
        return {**chosen, "OPTIONS": SQLITE, "TEST": {"NAME": WANGSHI_HOME / "test.sqlite3"}}
    # A database that was away: a dead connection is noticed before it is used, and a new one is
    # tried for from the next request on, not after pauses that grow to half a minute.
    pool = {"min_size": 1, "max_size": 8, "timeout": 10, "reconnect_timeout": 3}
    return {**chosen, "OPTIONS": {"pool": pool}, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}


DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SQLITE_VERSION = sqlite3.sqlite_version

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
# One office is one address: lock the pair, never the whole office and never a victim elsewhere.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "wangshi.accounts.lockout.locked_out"
AXES_CLIENT_IP_CALLABLE = "wangshi.accounts.lockout.client_address"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the page says when the wait ends
AXES_VERBOSE = False
OTP_TOTP_ISSUER = "网市"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_SECONDS = 30 * 60
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "wangshi.shared.views.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if os.environ.get("WANGSHI_HTTPS") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None

TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default", "captures", "pictures"],
    }
}

WANGSHI_IMPORTERS = [
    "wangshi.registry.importing.RegisterImporter",
    "wangshi.monitoring.importing.ListingImporter",
    "wangshi.inspections.importing.ReturnImporter",
    "wangshi.complaints.importing.ComplaintImporter",
    "wangshi.figures.importing.FiguresImporter",
    "wangshi.growth.importing.ThemedImporter",
]
# 主体和网店页上的时间线，各室自己补：timeline(主体或网店, 账号) -> TimelineEvent…
WANGSHI_TIMELINES = [
    "wangshi.cases.selectors.operator_story.timeline",
    "wangshi.penalties.selectors.operator_story.timeline",
    "wangshi.monitoring.selectors.operator_story.timeline",
    "wangshi.growth.selectors.operator_story.timeline",
    "wangshi.display.selectors.timeline",
    "wangshi.scrutiny.selectors.operator_story.timeline",
]
# 复看线索时的提示，各室自己补：signs(线索) -> 一句话…
WANGSHI_SIGNS = [
    "wangshi.monitoring.selectors.signs.signs",
    "wangshi.display.selectors.signs",
]
# 证据关于什么，各室自己说：teller(键, 账号) -> ExhibitSubject，看不到的和没有的都是 None
WANGSHI_EXHIBIT_SUBJECTS: dict[str, str] = {
    "cases.clue": "wangshi.cases.selectors.evidence.clue_subject",
    "registry.shop": "wangshi.cases.selectors.evidence.shop_subject",
    "monitoring.listing": "wangshi.monitoring.selectors.evidence.listing_subject",
}
# 网店页上的证据，证据室自己说：told(“registry.shop:键”, 账号)
WANGSHI_EVIDENCE_ABOUT = "wangshi.evidence.selectors.evidence_about"
# 时间戳服务：名称=网址，几家用分号隔开
WANGSHI_TIME_AUTHORITIES = dict(
    one.split("=", 1) for one in os.environ.get("WANGSHI_TIME_AUTHORITIES", "").split(";") if one
)
# 取证机器除了公网还能去哪些地址、哪些端口（用分号隔开，写进每个证据包），和谁对钟（SNTP）
WANGSHI_CAPTURE_ADDRESSES = tuple(
    filter(None, os.environ.get("WANGSHI_CAPTURE_ADDRESSES", "").split(";"))
)
WANGSHI_CAPTURE_PORTS = tuple(
    int(one) for one in os.environ.get("WANGSHI_CAPTURE_PORTS", "").split(";") if one
)
WANGSHI_TIME_SERVER = os.environ.get("WANGSHI_TIME_SERVER", "")
# 网站对外的地址，写进通知；通知怎么寄；群机器人除了公网还能在哪些地址、哪些端口（用分号隔开）
WANGSHI_ADDRESS = os.environ.get("WANGSHI_ADDRESS", "")
EMAIL_HOST = os.environ.get("WANGSHI_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("WANGSHI_MAIL_PORT") or "25")
EMAIL_HOST_USER = os.environ.get("WANGSHI_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("WANGSHI_MAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("WANGSHI_MAIL_SECURITY") == "starttls"
EMAIL_USE_SSL = os.environ.get("WANGSHI_MAIL_SECURITY") == "ssl"
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = os.environ.get("WANGSHI_MAIL_FROM", "")
WANGSHI_ROBOT_ADDRESSES = tuple(
    filter(None, os.environ.get("WANGSHI_ROBOT_ADDRESSES", "").split(";"))
)
WANGSHI_ROBOT_PORTS = tuple(
    int(one) for one in os.environ.get("WANGSHI_ROBOT_PORTS", "").split(";") if one
)
# 一个账号代表哪些主体：represented(账号) -> 主体的键…
WANGSHI_REPRESENTED = "wangshi.registry.selectors.represented"
WANGSHI_COUNTY = "wangshi.accounts.selectors.county"
WANGSHI_NAVIGATION = "wangshi.navigation.duties"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = WANGSHI_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = WANGSHI_HOME / "files"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
