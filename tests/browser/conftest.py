"""Debian's chromium driven by playwright, started once for all browser tests."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection

from articles.models import Problem, Section
from tests.desk.conftest import account
from tests.site.rows import printed

from .chromium import CHROMIUM, QUIET, follow


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """A database in a file. One in memory refuses what a browser asks for while the test writes, instead of waiting."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "browser.sqlite3")


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import expect, sync_playwright

    # Two cores may be busy with other tests.
    expect.set_options(timeout=30_000)

    # Playwright runs an event loop in this thread, in which Django would refuse to query the database.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, live_server, complaints):
    """visit("/", width=390, scheme="dark") -> the browser's page at this address of the running site."""
    contexts = []

    def open_page(address, width=1280, scheme="light", **options):
        # The service worker fetches by itself; its own tests let it.
        options = {"service_workers": "block", "viewport": {"width": width, "height": 900}} | options
        context = chromium.new_context(base_url=live_server.url, color_scheme=scheme, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: is_expected(message) or complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()


def is_expected(message):
    """The browser reports 4xx statuses of pages; only those of their resources are errors. Playwright reports that it
    blocks the service worker."""
    if "blocked by Playwright" in message.text:
        return True
    return "status of 4" in message.text and message.location["url"] == message.page.url


@pytest.fixture
def complaints():
    """Console errors: a blocked style, a missing file, a broken script. Must be empty at the end."""
    messages = []
    yield messages
    assert messages == []


@pytest.fixture
def seed(transactional_db):
    # Transactional tests empty the database, including the initial sections.
    Section.objects.get_or_create(slug="environment", defaults={"name": "生态环境", "keywords": "环境 河道 水利"})
    call_command("import_seed", verbosity=0)
    # With a single section, most stories have none.
    Problem.objects.filter(code="no_section").delete()


@pytest.fixture
def paper(seed):
    """The seed issue and one a year earlier with three pages."""
    for page, name in (("1", "要闻"), ("2", "综合新闻"), ("3", "副刊")):
        for number in (1, 2):
            printed(f"{name}第{number}条", day=date(2022, 7, 20), page=page, name=name)


@pytest.fixture
def log_in(visit, seed):
    """log_in("editor", "李编辑", "编辑")(address) -> a page of the desk in a new browser context. Create all accounts
    before opening pages: an open page sends requests by itself and may lock the database."""

    def log_in(username, name, *roles):
        user = account(username, name, *roles)
        user.is_superuser = not roles
        user.set_password("newsprint-20")
        user.save()

        def open_page(address, **options):
            page = visit(f"/admin/login/?next={address}", timezone_id="Asia/Shanghai", **options)
            page.fill("[name=username]", username)
            page.fill("[name=password]", "newsprint-20")
            follow(page, "[type=submit]")
            return page

        return open_page

    return log_in
