"""The one settings file. It runs as it stands after a checkout; everything a machine may want different comes from
the environment, and the README lists those variables."""

import os
import warnings
from datetime import timedelta
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from newsroom import logs, replicas
from newsroom.caches import caches
from newsroom.databases import databases
from newsroom.origin import origin
from newsroom.secret import secret_key

BASE_DIR = Path(__file__).resolve().parent.parent


def flag(name):
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def words(name, default=""):
    return [word for word in os.environ.get(name, default).replace(",", " ").split() if word]


DEBUG = flag("DJANGO_DEBUG")
HTTPS = flag("DJANGO_HTTPS")

VAR_DIR = Path(os.environ.get("NEWSROOM_VAR_DIR", BASE_DIR / "var"))
VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)

SECRET_KEY = secret_key(VAR_DIR / "secret_key")
ALLOWED_HOSTS = words("DJANGO_ALLOWED_HOSTS", "localhost 127.0.0.1 [::1]")
CSRF_TRUSTED_ORIGINS = words("DJANGO_CSRF_TRUSTED_ORIGINS")
# All full addresses begin with it; where it is not set, with the address that the request was sent to.
NEWSROOM_URL = origin(os.environ.get("NEWSROOM_URL", "").strip())

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django_filters",
    "rest_framework",
    "axes",
    "drf_spectacular",
    "articles",
]

# CSP and our security headers stand before WhiteNoise so that static files carry them too. Sessions are lazy: a
# reader's page asks for none, so it makes no query for one, sets no cookie and does not vary on it.
MIDDLEWARE = [
    "newsroom.logs.RequestLog",
    "newsroom.health.Health",
    "newsroom.middleware.OtherWebsites",
    "django.middleware.security.SecurityMiddleware",
    "newsroom.middleware.MoreSecurityHeaders",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "newsroom.middleware.ClosingSlash",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "newsroom.middleware.Accounts",
    "django.contrib.messages.middleware.MessageMiddleware",
    "newsroom.middleware.NoNulCharacters",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "newsroom.errors.Failures",
    "axes.middleware.AxesMiddleware",
]
CSRF_FAILURE_VIEW = "newsroom.errors.csrf_failure"

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Readers' pages are Jinja2's, which renders them several times as fast; the desk is Django's admin, in its language.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "environment": "articles.site.jinja.environment",
            "context_processors": ["newsroom.masthead.masthead"],
            "keep_trailing_newline": True,
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates" / "desk"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = databases(
    os.environ.get("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'newsroom.sqlite3'}", words("DATABASE_REPLICA_URLS")
)
if replicas.ALIAS in DATABASES:
    DATABASE_ROUTERS = ["newsroom.replicas.Router"]
    MIDDLEWARE.insert(0, "newsroom.replicas.ReadersFromReplicas")

CACHES = caches(os.environ.get("CACHE_URL"))

# How many proxies of our own stand before the server: so many addresses at the end of X-Forwarded-For are believed.
PROXIES = int(os.environ.get("NEWSROOM_PROXIES", "0"))

# Whoever guesses passwords waits. Counted in the database, so that neither a restart nor another process forgets, and
# for the name and the address together, so that nobody can lock an editor out from elsewhere.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "newsroom.proxies.client_address"
AXES_LOCKOUT_CALLABLE = "newsroom.errors.locked_out"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # the desk's own log says who came
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_CLIENT_STR_CALLABLE = "articles.editing.signing_in.who"

# 等保 2.0 (GB/T 22239) asks for passwords of some complexity: ten characters of three kinds, and hard to guess.
# Passwords that were set before stay valid.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "articles.editing.passwords.HardToGuess"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "articles.editing.accounts.RevokeTokens"},
]

LOGGING = logs.configuration(
    as_json=os.environ.get("LOG_FORMAT", "text").lower() == "json", level=os.environ.get("LOG_LEVEL", "WARNING").upper()
)

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "articles" / "locale"]
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
warnings.filterwarnings("ignore", "No directory at")  # WhiteNoise's, until collectstatic has made STATIC_ROOT
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "newsroom.static.StaticFiles"},
}
# Until they are collected, static files are served from where they lie in the checkout and in the packages.
WHITENOISE_USE_FINDERS = not (STATIC_ROOT / "staticfiles.json").exists()

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_AGE = 12 * 60 * 60  # a day at the desk, however active
SESSION_IDLE_AGE = 2 * 60 * 60  # without a click or a key pressed
# A printed page's text is some 20 kB; the longest form of the desk shows all stories of one.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 40
SECURITY_CONTACT = os.environ.get("NEWSROOM_SECURITY_CONTACT", "")
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # For this host alone: a paper under a county's domain does not bind its neighbours, so the two checks that ask for
    # includeSubDomains and preload are silenced.
    SECURE_HSTS_SECONDS = 31_536_000
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

REST_FRAMEWORK = {
    # Whatever does not say that it is for everybody is for nobody.
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "articles.api.description.schema.Description",
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.ScopedRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {
        "read": os.environ.get("NEWSROOM_API_RATE", "600/min"),
        "search": os.environ.get("NEWSROOM_API_SEARCH_RATE", "120/min"),
        "write": os.environ.get("NEWSROOM_API_DESK_RATE", "300/min"),
    },
    "NUM_PROXIES": PROXIES,
    "EXCEPTION_HANDLER": "articles.api.errors.as_problem",
    "URL_FORMAT_OVERRIDE": None,
}

SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.1",
    "TITLE": "报纸开放接口",
    "VERSION": "1",
    "DESCRIPTION": _(
        "Everything readers see, for programs. No key is needed, and any website may send requests. Errors are RFC "
        "9457 problem details, in Chinese or, by Accept-Language, in English. Responses carry an ETag: send it back as "
        "If-None-Match, and what has not changed is not sent again. The desk’s part needs a token: "
        "Authorization: Bearer newsroom_…"
    ),
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": ["articles.api.description.schema.postprocess"],
    "COMPONENT_SPLIT_REQUEST": True,
    "SORT_OPERATIONS": False,
    "SORT_OPERATION_PARAMETERS": False,
    "GENERIC_ADDITIONAL_PROPERTIES": None,
    "DISABLE_DOCSTRING_DESCRIPTIONS": True,
    # A test holds the description; a check of the deployment has better to do.
    "ENABLE_DJANGO_DEPLOY_CHECK": False,
}

# How many people review a story before it is public: 三审 by default, fewer where the newsroom is smaller.
REVIEW_STAGES = min(3, max(1, int(os.environ.get("NEWSROOM_REVIEW_STAGES") or 3)))
# Whether the author of a text may sign its first review: for newsrooms too small for another rule.
AUTHOR_MAY_SIGN = flag("NEWSROOM_AUTHOR_MAY_SIGN")

# For how many days a preview link opens a story that is not published yet.
PREVIEW_DAYS = max(1, int(os.environ.get("NEWSROOM_PREVIEW_DAYS") or 7))

# What stands in the masthead, the foot of every page and the page about the paper. Lines left empty are not shown.
NEWSPAPER = {
    "name": os.environ.get("NEWSPAPER_NAME", "本县日报"),
    "motto": os.environ.get("NEWSPAPER_MOTTO", ""),
    "publisher": os.environ.get("NEWSPAPER_PUBLISHER", ""),
    "cn_number": os.environ.get("NEWSPAPER_CN_NUMBER", ""),
    "licence": os.environ.get("NEWSPAPER_LICENCE", ""),
    "icp": os.environ.get("NEWSPAPER_ICP", ""),
    "police": os.environ.get("NEWSPAPER_POLICE", ""),
    "hotline": os.environ.get("NEWSPAPER_HOTLINE", ""),
    "about": os.environ.get("NEWSPAPER_ABOUT", ""),
}
