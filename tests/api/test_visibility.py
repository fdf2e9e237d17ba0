"""Hidden stories do not show in the API through any parameter, order, count, facet, ETag or message."""

from datetime import timedelta
from urllib.parse import urljoin

import pytest
from django.utils import timezone

from articles.models import Article, Author, Correction, Issue, Page, Picture
from tests.site.rows import DAY, illustrate, later, picture, printed

pytestmark = pytest.mark.django_db

SECRET = "密不可宣的稿件"
STATES = {
    "draft": {"status": "draft"},
    "draft whose time has come": {"status": "draft", "publish_at": timezone.now() - timedelta(days=9)},
    "scheduled": {"status": "approved", "publish_at": later()},
    "withdrawn": {"status": "withdrawn"},
}
PARAMETERS = [
    "articles/",
    "articles/?order=oldest",
    "articles/?order=changed",
    "articles/?changed_since=2000-01-01T00:00:00Z",
    "articles/?section=sports",
    "articles/?author={author}",
    "articles/?year=2023",
    "articles/?since=2023-07-01&until=2023-07-31",
    "articles/?page_name=秘密版",
    "articles/?fields=id,title,body,blocks,authors,placements",
    "articles/?page_size=1",
    "articles/{article}/",
    "articles/{article}/?fields=id",
    "articles/{article}/ninjs/",
    "issues/2023-07-20/ninjs/",
    "issues/2019-05-05/ninjs/",
    "changes/",
    "changes/?page_size=1",
    "corrections/",
    "search/?q=密不可宣",
    "search/?q=密不可宣 鸵鸟",
    "search/?q=秘密记者",
    "search/?q=稿件&section=sports",
    "search/?q=稿件&author={author}",
    "search/?q=稿件&page_name=秘密版&order=newest",
    "search/?q=稿件&page=2&page_size=1",
    "issues/",
    "issues/?year=2019",
    "issues/2019-05-05/",
    "issues/2019-05-05/pages/7/",
    "issues/2023-07-20/",
    "issues/2023-07-20/pages/2/",
    "issues/2023-07-20/pages/7/",
    "pages/",
    "pages/?name=秘密版",
    "pages/?issue=2019-05-05",
    "sections/",
    "sections/sports/",
    "authors/",
    "authors/?name=秘密记者",
    "authors/{author}/",
    "",
    "/articles/{article}.txt",
    "/articles/{article}.md",
]


def answers(client, keys):
    seen = {}
    for template in PARAMETERS:
        address = urljoin("/api/v1/", template.format(**keys))
        for language in ("zh", "en"):
            response = client.get(address, headers={"Accept-Language": language})
            validators = response.get("ETag"), response.get("Last-Modified")
            seen[address, language] = response.status_code, validators, response.content.decode()
    return seen


@pytest.mark.parametrize("state", STATES)
def test_hidden_stories_leave_no_trace(client, state):
    printed("公开的稿件", section="environment", byline=[("记者", "曹璐")])
    keys = hidden(STATES[state])
    with_secret = answers(client, keys)
    for answer in with_secret.values():
        assert "密" not in answer[2].replace("密不可宣", "") or '"terms"' in answer[2]
        assert SECRET not in answer[2]
    Article.objects.filter(title=SECRET).delete()
    Picture.objects.all().delete()
    Issue.objects.filter(date__year=2019).delete()
    Page.objects.filter(name="秘密版").delete()
    Author.objects.filter(name="秘密记者").delete()
    # The same as for a story that never existed.
    assert with_secret == answers(client, keys)


@pytest.mark.parametrize("state", STATES)
def test_published_story_appears_at_once(client, state):
    keys = hidden(STATES[state])
    Article.objects.filter(title=SECRET).update(status="approved", publish_at=timezone.now())
    seen = answers(client, keys)
    for template in ("articles/{article}/", "articles/?section=sports", "search/?q=密不可宣", "authors/{author}/"):
        status, _, text = seen["/api/v1/" + template.format(**keys), "zh"]
        assert status == 200
        assert SECRET in text or "秘密记者" in text


def hidden(state):
    """The keys of a story with a section, an author, and placements on its own page and a public one."""
    fields = {"section": "sports", "byline": [("记者", "秘密记者")], "name": "秘密版", "page": "7", **state}
    article = printed(SECRET, day=DAY - timedelta(days=1), **fields)
    illustrate(article, (picture("密", by=["秘密记者"], source="秘密社"), SECRET, SECRET))
    Correction.objects.create(article=article, text=SECRET)
    beside = printed(SECRET, day=DAY, **fields)
    alone = printed(SECRET, day=DAY.replace(year=2019, month=5, day=5), **fields)
    assert {article.status, beside.status, alone.status} == {article.status}
    return {"article": article.pk, "author": article.authors.get().pk}
