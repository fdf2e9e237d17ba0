"""The measure for our pages: a Django project that reads one row and fills one template, and does nothing else.

BARE_DATABASE is the SQLite file. BARE_MIDDLEWARE=1 has the middleware and context processors of `startproject`; without
it there is none. Templates are cached and connections kept, as nobody would serve a site without.
"""

import os

from django.conf import settings

from newsroom.databases import database

DATABASE = database(f"sqlite:///{os.environ['BARE_DATABASE']}")
STARTPROJECT = os.environ.get("BARE_MIDDLEWARE") == "1"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
TEMPLATE = """<!doctype html>
<html lang="zh-Hans"><head><meta charset="utf-8"><title>{{ article.title }}</title></head>
<body><h1>{{ article.title }}</h1><p>{{ article.date }}</p><p>{{ article.byline }}</p>
{{ article.body|linebreaks }}
</body></html>"""

settings.configure(
    SECRET_KEY="measured",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    INSTALLED_APPS=[f"django.contrib.{name}" for name in ("auth", "contenttypes", "sessions", "messages")],
    MIDDLEWARE=MIDDLEWARE if STARTPROJECT else [],
    DATABASES={"default": DATABASE},
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "context_processors": PROCESSORS if STARTPROJECT else [],
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        [("django.template.loaders.locmem.Loader", {"article.html": TEMPLATE})],
                    )
                ],
            },
        }
    ],
)

import django  # noqa: E402  needs the settings

django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models  # noqa: E402
from django.shortcuts import get_object_or_404, render  # noqa: E402
from django.urls import path  # noqa: E402


class Article(models.Model):
    title = models.CharField(max_length=240)
    date = models.DateField()
    byline = models.TextField()
    body = models.TextField()

    class Meta:
        app_label = "bare"
        db_table = "articles_article"
        managed = False

    def __str__(self):
        return self.title


def article(request, pk):
    return render(request, "article.html", {"article": get_object_or_404(Article, pk=pk)})


urlpatterns = [path("articles/<int:pk>/", article)]
application = get_wsgi_application()
