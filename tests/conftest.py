import gc

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.template.backends.jinja2 import Template
from django.test.signals import template_rendered

# The suite tries the same examples at each run, so that a red test means a fault in the change at hand. New examples
# are searched for by `pytest -m hypothesis --hypothesis-profile=random`; what it finds becomes an @example.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis.settings.register_profile("random", derandomize=False, deadline=None)
hypothesis.settings.load_profile("repeatable")


def pytest_addoption(parser):
    parser.addoption(
        "--database-only",
        action="store_true",
        help="leave out what asks no database but its own, and so says the same whatever DATABASE_URL names",
    )


def pytest_configure():
    # A real password hash takes half a second by design; servers started by tests still use it.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Otherwise every test client lists all static files anew.
    settings.WHITENOISE_AUTOREFRESH = True


def pytest_collection_modifyitems(config, items):
    if config.getoption("--database-only"):
        config.hook.pytest_deselected(items=[item for item in items if not is_about_the_database(item)])
        items[:] = filter(is_about_the_database, items)


def is_about_the_database(item):
    """Without one of these marks or the fixture, pytest-django lets no test ask the database that is configured."""
    marked = any(item.get_closest_marker(name) for name in ("django_db", "skipif"))
    return marked or "django_db_setup" in item.fixturenames


def pytest_collection_finish():
    # What is loaded now stays. The garbage collector, which need not look at it again, took a tenth of the run.
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _nobody_has_asked_before():
    """The limits of requests a minute count in the cache; a test's own must not depend on those before it."""
    cache.clear()


@pytest.fixture
def issue_folder(tmp_path):
    """Writes an issue's folder: issue_folder("2024-03-05", {"1": "…text…"}) -> its path."""

    def write(date, pages, folder="issue"):
        path = tmp_path / folder
        path.mkdir(parents=True, exist_ok=True)
        manifest = [f"date = {date}"]
        for number, text in pages.items():
            (path / f"{number}.txt").write_text(text, encoding="utf-8")
            manifest += ["[[pages]]", f'number = "{number}"', f'file = "{number}.txt"']
        (path / "issue.toml").write_text("\n".join(manifest), encoding="utf-8")
        return path

    return write


@pytest.fixture(autouse=True)
def readers_pages_have_a_context(monkeypatch):
    """Let `response.context` say what a reader's page was made of: Django's test client hears it of its own templates
    only, which it instruments in the same way."""
    render = Template.render

    def told(self, context=None, request=None):
        template_rendered.send(sender=self, template=self, context=context or {})
        return render(self, context, request)

    monkeypatch.setattr(Template, "render", told)
