import pytest
from django.test import override_settings

from .rows import printed

pytestmark = pytest.mark.django_db

IMPRINT = {
    "name": "句容日报",
    "motto": "传递百姓声音",
    "publisher": "句容市融媒体中心",
    "cn_number": "CN 32-0000",
    "licence": "许可证编号：00000000",
    "icp": "苏ICP备00000000号",
    "police": "苏公网安备00000000号",
    "hotline": "举报电话：0511-00000000",
    "about": "第一段。\n\n<b>第二段</b>。",
}


def test_the_about_page_names_the_publisher_and_contacts(client):
    with override_settings(NEWSPAPER=IMPRINT):
        page = client.get("/about/").content.decode()
    for line in IMPRINT.values():
        assert line in page or line == IMPRINT["about"]
    assert "<p>第一段。</p>" in page
    assert "&lt;b&gt;第二段" in page


def test_empty_settings_are_not_shown(client):
    page = client.get("/about/").content.decode()
    assert "本县日报" in page
    for label in ("主管主办", "刊号", "新闻许可", "备案", "举报与投诉"):
        assert label not in page


def test_every_page_links_to_it_and_it_links_to_the_feeds(client):
    printed(section="environment")
    assert 'href="/about/"' in client.get("/").content.decode()
    page = client.get("/about/").content.decode()
    for address in ("/feed.atom", "/feed.rss", "/sections/environment/feed.atom", "/search/", "/archive/"):
        assert f'href="{address}"' in page
