"""Helpers: pages, a form of the desk and its response while the database fails."""

from contextlib import contextmanager

import pytest
from django.db import close_old_connections, connection
from django.test import Client

from tests.desk.forms import as_rendered
from tests.postgres import BINARIES

needs_postgresql = pytest.mark.skipif(BINARIES is None, reason="no PostgreSQL server is installed")
FRONT, STORY, FOUND, FORM = "/", "/articles/3/", "/search/?q=水利局", "/admin/articles/article/3/change/"
LONG_TEXT = "编辑部花了一下午写成的稿件。\n\n" * 1_000


class Browser(Client):
    """Checks its connection before each request, as a web server does."""

    def request(self, **request):
        close_old_connections()
        return super().request(**request)


def typed(browser, **changes):
    return as_rendered(browser.get(FORM)) | {"body": LONG_TEXT} | changes


def has_text_back(response, sentence):
    page = response.content.decode()
    return sentence in page and as_rendered(response)["body"].replace("\r\n", "\n") == LONG_TEXT


def logged_errors(caplog):
    return [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]


@contextmanager
def full_database(_folder):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1000000")
