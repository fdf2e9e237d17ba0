import re

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from articles.models import Correction
from newsroom.origin import origin

from .rows import printed

HOSTS = ["testserver", "localhost:8443", "127.0.0.1"]


@pytest.fixture
def addresses(db, settings):
    settings.ALLOWED_HOSTS = ["*"]
    article = printed(byline=[("记者", "曹璐")], section="environment")
    Correction.objects.create(article=article, text="更正。")
    return [
        "/feed.atom",
        "/feed.rss",
        "/sections/environment/feed.atom",
        "/search/feed.atom?q=河道",
        "/corrections/feed.rss",
        "/",
        f"/articles/{article.pk}/",
        "/2023-07-20/2/",
        f"/articles/{article.pk}.txt",
        f"/articles/{article.pk}.md",
        "/sitemap.xml",
        "/sitemap-articles.xml",
        "/sitemap-archive.xml",
        "/news-sitemap.xml",
        "/robots.txt",
        "/api/v1/",
        "/api/v1/articles/",
        f"/api/v1/articles/{article.pk}/",
        f"/api/v1/articles/{article.pk}/ninjs/",
        "/api/v1/issues/2023-07-20/",
        "/api/v1/issues/2023-07-20/ninjs/",
        "/api/v1/sections/",
        "/api/v1/authors/",
        "/api/v1/corrections/",
    ]


def test_newsroom_url_is_used_whatever_the_request_host(client, addresses, settings):
    settings.NEWSROOM_URL = "https://paper.example:8443"
    for address in addresses:
        answers = {client.get(address, headers={"host": host}).content for host in HOSTS}
        answers.add(client.get(address, secure=True).content)
        assert len(answers) == 1, address
        text = answers.pop().decode()
        assert "https://paper.example:8443/" in text, address
        assert not re.search("testserver|localhost|127.0.0.1", text), address


def test_without_newsroom_url_the_request_host_and_port_are_used(client, addresses):
    for address in addresses:
        text = client.get(address, headers={"host": "localhost:8443"}).content.decode()
        assert "http://localhost:8443/" in text, address


def test_api_page_links_use_the_request_host(client, addresses, settings):
    settings.NEWSROOM_URL = "https://paper.example"
    printed("又一篇")
    response = client.get("/api/v1/articles/?page_size=1", headers={"host": "localhost:8443"})
    assert response.json()["next"].startswith("http://localhost:8443/api/v1/articles/?")


def test_security_txt_uses_newsroom_url(client, settings):
    settings.SECURITY_CONTACT, settings.NEWSROOM_URL = "mailto:security@paper.example", "https://paper.example"
    text = client.get("/.well-known/security.txt").content.decode()
    assert "Canonical: https://paper.example/.well-known/security.txt\n" in text


def test_check_deploy_warns_without_newsroom_url(settings):
    def warned():
        return "articles.W002" in {message.id for message in run_checks(include_deployment_checks=True)}

    assert warned()
    settings.NEWSROOM_URL = "https://paper.example"
    assert not warned()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", ""),
        ("https://paper.example", "https://paper.example"),
        ("https://Paper.Example/", "https://paper.example"),
        ("http://paper.example:8080", "http://paper.example:8080"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_an_origin_is_a_scheme_and_a_host(url, expected):
    assert origin(url) == expected


@pytest.mark.parametrize(
    "wrong",
    ["paper.example", "ftp://paper.example", "https://paper.example/zh/", "https://a b", "https://u:p@x", "//x"],
)
def test_other_values_raise_an_error(wrong):
    with pytest.raises(ImproperlyConfigured, match="it must be an address such as"):
        origin(wrong)
