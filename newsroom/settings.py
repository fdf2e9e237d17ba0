"""The only settings file. What differs between machines comes from environment variables, listed in the README."""

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
# The origin of all absolute URLs; if it is not set, the origin of the request.
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

# CSP and SecurityHeaders come before WhiteNoise, so that they apply to static files. Sessions are lazy: readers' pages
# do not use them, so they make no query for one, set no cookie and do not vary on it.
MIDDLEWARE = [
    "newsroom.logs.RequestLog",
    "newsroom.health.Health",
    "newsroom.middleware.CrossOriginRequests",
    "django.middleware.security.SecurityMiddleware",
    "newsroom.middleware.SecurityHeaders",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "newsroom.middleware.AppendSlash",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "newsroom.middleware.DeskSessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "newsroom.middleware.NoNulCharacters",
    "newsroom.middleware.GbkQueries",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "newsroom.errors.Failures",
    "axes.middleware.AxesMiddleware",
]
CSRF_FAILURE_VIEW = "newsroom.errors.csrf_failure"

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Readers' pages use Jinja2, which is several times as fast; the desk is Django's admin and uses its template language.
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

# Number of our own proxies before the server: that many addresses at the end of X-Forwarded-For are trusted.
PROXIES = int(os.environ.get("NEWSROOM_PROXIES", "0"))

# Failed sign-ins are counted in the database, for all processes and across restarts, and per name and address together,
# so that nobody can lock an editor out from elsewhere.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "newsroom.proxies.client_address"
AXES_LOCKOUT_CALLABLE = "newsroom.errors.locked_out"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # the desk's own log records sign-ins
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_CLIENT_STR_CALLABLE = "articles.editing.signing_in.who"

# 等保 2.0 (GB/T 22239) requires complex passwords: ten characters of three kinds, and hard to guess. Existing passwords
# stay valid.
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
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # pages name no others; half the files need not be compressed
warnings.filterwarnings("ignore", "No directory at")  # from WhiteNoise before the first collectstatic
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "newsroom.static.StaticFiles"},
    # Originals of pictures are private; of the renditions, readers get those of public stories, through a view.
    "originals": {
        "BACKEND": "articles.pictures.files.WholeFiles",
        "OPTIONS": {"location": VAR_DIR / "pictures" / "originals", "base_url": None},
    },
    "renditions": {
        "BACKEND": "articles.pictures.files.WholeFiles",
        "OPTIONS": {"location": VAR_DIR / "pictures" / "renditions", "base_url": None},
    },
}
# Before collectstatic, static files are served from the checkout and the packages.
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
        "media-src": ["blob:"],  # the silence that listening.js plays
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day, even if active
SESSION_IDLE_AGE = 2 * 60 * 60  # without a click or a key press
# A printed page has about 20 kB of text; the longest form of the desk contains all its stories.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 40
SECURITY_CONTACT = os.environ.get("NEWSROOM_SECURITY_CONTACT", "")
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # For this host only: a paper under a county's domain must not bind other sites there. So the two checks that want
    # includeSubDomains and preload are silenced.
    SECURE_HSTS_SECONDS = 31_536_000
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

REST_FRAMEWORK = {
    # Deny by default; public views opt out.
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
    # In ASCII, because generators name a package after it.
    "TITLE": "Newsroom API",
    "VERSION": "1",
    "DESCRIPTION": _(
        "Everything readers see, for programs: no key is needed, and any website may send requests. Errors are "
        "RFC 9457 problem details. They and this description are in Chinese or, with Accept-Language, in English. "
        "Responses carry an ETag: send it back as If-None-Match to get a 304 if nothing has changed. RateLimit says "
        "how many requests are left. The desk’s API takes a token: Authorization: Bearer newsroom_…"
    ),
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "articles.api.description.finishing.finish",
    ],
    # Generators name a class after each.
    "ENUM_SUFFIX": "",
    "ENUM_NAME_OVERRIDES": {
        "BlockKind": "articles.api.serializers.BLOCK_KINDS",
        "CorrectionKind": "articles.models.Correction.Kind",
        "DoubtCode": "articles.importing.DOUBT_CODES",
        "ImportOutcome": "articles.importing.Outcome",
        "ProblemCode": "articles.api.errors.CODES",
        "ReviewStage": "articles.models.Stage",
        "StepKind": "articles.models.Step.Kind",
        "StoryStatus": "articles.models.Article.Status",
    },
    "COMPONENT_SPLIT_REQUEST": True,
    "SORT_OPERATIONS": False,
    "SORT_OPERATION_PARAMETERS": False,
    "GENERIC_ADDITIONAL_PROPERTIES": None,
    "DISABLE_DOCSTRING_DESCRIPTIONS": True,
    # A test checks the description.
    "ENABLE_DJANGO_DEPLOY_CHECK": False,
}

# How many people review a story before it is public: 三审 by default, fewer in small newsrooms.
REVIEW_STAGES = min(3, max(1, int(os.environ.get("NEWSROOM_REVIEW_STAGES") or 3)))
# Whether authors may sign the first review of their own text: for very small newsrooms.
AUTHOR_MAY_SIGN = flag("NEWSROOM_AUTHOR_MAY_SIGN")

# How long a preview link to an unpublished story is valid.
PREVIEW_DAYS = max(1, int(os.environ.get("NEWSROOM_PREVIEW_DAYS") or 7))

# For the masthead, the footer and the page about the paper. Empty values are not shown.
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
