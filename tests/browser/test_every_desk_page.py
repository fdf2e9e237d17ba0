"""Every page of the desk is accessible and fits a phone. The pages are those of tests/permissions/routes.py."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from articles.models import Section
from tests.permissions.routes import DESK
from tests.permissions.world import SUPERUSER, addresses_of, make_world

pytestmark = pytest.mark.browser
# In the same browser page, without loading it again.
WIDTHS = (1280, 390, 360)
SERIOUS = """axe.run(document, {resultTypes: ["violations"]}).then(found => found.violations
    .filter(each => ["serious", "critical"].includes(each.impact))
    .map(each => `${each.id}: ${each.nodes[0].html}`))"""
SQUEEZED = "[...document.querySelectorAll('p')].some((each) => each.offsetHeight && !each.offsetWidth)"


@pytest.fixture
def seed(transactional_db):
    """Instead of the seed issue the world of the permissions, for whose addresses the table of routes is made."""
    Section.objects.get_or_create(slug="environment", defaults={"name": "生态环境"})
    return make_world()


@pytest.fixture
def complaints():
    """The world's pictures have no files, and the browser gives advice on fields of passwords."""
    messages = []
    yield messages
    expected = ("Failed to load resource", "[DOM]", "Autofocus")
    assert [message for message in messages if not message.startswith(expected)] == []


def pages(world):
    """One address of each page: the first of its story's states in which a superuser may open it."""
    client = world.client(SUPERUSER)
    for template in DESK:
        for address in addresses_of(template, world):
            answer = client.get(address)
            if answer.status_code == 405:
                break
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                yield address
                break


def test_every_page_is_accessible_and_fits_a_phone(log_in, seed):
    page = log_in("chief", "王主编")("/admin/", bypass_csp=True)  # axe adds inline styles
    faults = {}
    for address in pages(seed):
        page.goto(address)
        page.evaluate(Axe().axe_script)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found = page.evaluate(SERIOUS) if width != 360 else []
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append("scrolls sideways")
            if page.evaluate(SQUEEZED):
                found.append("has a paragraph without width")
            if found:
                faults[address, width] = found
    assert not faults, "\n".join(f"{where}: {found}" for where, found in faults.items())
