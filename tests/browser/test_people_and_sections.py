"""The chief's pages in a browser: people, roles and sections; dragging sections into order."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Group, User

from articles.models import Section
from tests.desk.conftest import account

pytestmark = pytest.mark.browser
SECTIONS, PEOPLE = "/admin/articles/section/", "/admin/articles/account/"


@pytest.fixture
def desk(log_in):
    Section.objects.get_or_create(slug="law", defaults={"name": "法治", "order": 50})
    account("li", "李青", "编辑")
    return log_in("chief", "王主编")


def violations(page):
    page.wait_for_load_state()
    found = Axe().run(page).response["violations"]
    return [(each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in {"serious", "critical"}]


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_pass_axe_and_fit_a_phone(desk, width):
    li, section = User.objects.get(username="li"), Section.objects.get(slug="law")
    addresses = [
        PEOPLE,
        f"{PEOPLE}{li.pk}/change/",
        SECTIONS,
        f"{SECTIONS}add/",
        f"{SECTIONS}{section.pk}/change/",
        f"/admin/auth/user/{li.pk}/change/",
        f"/admin/auth/group/{Group.objects.get(name='编辑').pk}/change/",
    ]
    page = desk("/admin/", width=width, bypass_csp=True)  # axe adds inline styles
    for address in addresses:
        page.goto(address)
        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_sections_are_dragged_into_order(desk):
    before = list(Section.objects.present().values_list("name", flat=True))
    page = desk(SECTIONS)
    page.wait_for_selector(".desk-draggable")
    rows = page.locator("#result_list tbody tr")
    assert rows.count() == len(before) > 1
    rows.nth(0).drag_to(rows.nth(1), target_position={"x": 300, "y": 30})
    page.wait_for_selector("text=顺序已保存。")
    assert list(Section.objects.present().values_list("name", flat=True)) == [before[1], before[0], *before[2:]]


def test_chief_copies_the_password_of_a_new_person(desk):
    page = desk(PEOPLE)
    page.fill("[name=full_name]", "孙新")
    page.fill("[name=username]", "sunxin")
    page.select_option("[name=role]", label="编辑")
    page.click("text=添加 >> nth=-1")
    page.wait_for_selector("#password")
    page.click(".desk-copy")
    assert page.inner_text(".desk-copy") == "已复制"
    assert User.objects.get(username="sunxin").check_password(page.input_value("#password"))
