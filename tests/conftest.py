import gc

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.template.backends.jinja2 import Template
from django.test.signals import template_rendered
from hypothesis.internal.conjecture import providers

# Every run uses the same examples, so that the same code always gives the same result. To search for new ones, run
# `pytest -m hypothesis --hypothesis-profile=random`; add what it finds as @example.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis.settings.register_profile("random", derandomize=False, deadline=None)
hypothesis.settings.load_profile("repeatable")


def pytest_addoption(parser):
    parser.addoption(
        "--database-only",
        action="store_true",
        help="skip tests that do not depend on DATABASE_URL",
    )


def pytest_configure(config):
    if config.getoption("hypothesis_profile", None) != "random":
        # Hypothesis tries the constants of all modules imported so far: a change of any module, or another order of the
        # tests, would give other examples.
        providers._get_local_constants = lambda: providers.Constants()
    # Real password hashes take half a second; servers started by tests still use them.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Otherwise every test client scans all static files.
    settings.WHITENOISE_AUTOREFRESH = True


def pytest_collection_modifyitems(config, items):
    if config.getoption("--database-only"):
        config.hook.pytest_deselected(items=[item for item in items if not uses_database(item)])
        items[:] = filter(uses_database, items)


def uses_database(item):
    """pytest-django allows database access only with one of these marks or this fixture."""
    marked = any(item.get_closest_marker(name) for name in ("django_db", "skipif"))
    return marked or "django_db_setup" in item.fixturenames


def pytest_collection_finish():
    # Exempt what is loaded from garbage collection, which took a tenth of the run.
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _reset_throttling():
    """Throttling counts requests in the cache; tests must not affect each other."""
    cache.clear()


@pytest.fixture
def picture_folders(settings, tmp_path):
    """The folder with the folders of pictures, which belong to this test only."""
    from tests.pictures.folders import separate  # it needs the models, which are not there yet

    separate(settings, tmp_path)
    return tmp_path


@pytest.fixture
def issue_folder(tmp_path):
    """issue_folder("2024-03-05", {"1": "…text…"}) -> the path of a new issue folder."""

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
def _context_of_jinja_templates(monkeypatch):
    """Set `response.context` for Jinja2 templates; Django's test client does so only for Django templates."""
    render = Template.render

    def instrumented(self, context=None, request=None):
        template_rendered.send(sender=self, template=self, context=context or {})
        return render(self, context, request)

    monkeypatch.setattr(Template, "render", instrumented)
