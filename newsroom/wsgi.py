import os

from django.core.wsgi import get_wsgi_application
from django.db.backends.signals import connection_created

from newsroom.databases import set_statement_timeout

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

django_application = get_wsgi_application()

from newsroom.page_cache.middleware import PageCache  # noqa: E402  needs the settings

connection_created.connect(set_statement_timeout, dispatch_uid="newsroom.databases")
application = PageCache(django_application)
