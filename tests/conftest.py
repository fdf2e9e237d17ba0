import gc

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.template.backends.jinja2 import Template
from django.test.signals import template_rendered

# Each run uses the same examples, so that a failure is caused by the change at hand. To search for new examples:
# `pytest -m hypothesis --hypothesis-profile=random`; add what it finds as an @example.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis.settings.register_profile("random", derandomize=False, deadline=None)
hypothesis.settings.load_profile("repeatable")


def pytest_addoption(parser):
    parser.addoption(
        "--database-only",
        action="store_true",
        help="only tests whose result may depend on DATABASE_URL",
    )


def pytest_configure():
    # A real hash takes half a second; servers that tests start still use it.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Otherwise every test client lists all static files again.
    settings.WHITENOISE_AUTOREFRESH = True


def pytest_collection_modifyitems(config, items):
    if config.getoption("--database-only"):
        config.hook.pytest_deselected(items=[item for item in items if not is_about_the_database(item)])
        items[:] = filter(is_about_the_database, items)


def is_about_the_database(item):
    """pytest-django forbids queries in tests without one of these marks or the fixture."""
    marked = any(item.get_closest_marker(name) for name in ("django_db", "skipif"))
    return marked or "django_db_setup" in item.fixturenames


def pytest_collection_finish():
    # What is loaded by now stays loaded; checking it again and again took a tenth of the run.
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _empty_cache():
    """Rate limits count in the cache; tests must not depend on earlier ones."""
    cache.clear()


@pytest.fixture
def issue_folder(tmp_path):
    """issue_folder("2024-03-05", {"1": "…text…"}) writes an issue's folder and returns its path."""

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
    """Set `response.context` for Jinja2 templates: Django's test client sets it for its own templates only."""
    render = Template.render

    def render_with_signal(self, context=None, request=None):
        template_rendered.send(sender=self, template=self, context=context or {})
        return render(self, context, request)

    monkeypatch.setattr(Template, "render", render_with_signal)
