"""Every text of a story is in every output. A new column that is forgotten somewhere fails by name."""

import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from articles.archiving import write_archive
from articles.editing import TEXTS, snapshots
from articles.models import Article, Issue, Page, Placement, Revision

from .api.desk.conftest import ApiClient
from .desk.conftest import account
from .desk.forms import as_rendered

pytestmark = pytest.mark.django_db

# The columns of a story that are not its text: what else is known of it, and what follows from other columns.
OTHER_COLUMNS = {
    "id", "section", "section_reason", "date", "status", "publish_at", "origin", "imported", "title", "summary",
    "keywords", "byline", "version", "pending", "pending_version", "withdrawal_notice", "withdrawn_at", "merged_into",
    "created_by", "created_at", "updated_at", "last_picture", "own_keywords",
}  # fmt: skip
# Outputs that leave out some texts on purpose.
OMITTED = {
    "lists of stories": {"body"},
    "enpproperty": {"dateline", "body"},
    "API list": {"body"},
    "API page": {"body"},
    "desk API list": {"body"},
}
# A word for each text; that of the body is in its second paragraph, which no summary shows.
OLD, NEW = ({name: f"{mark}{name}" for name in TEXTS} for mark in ("Old", "New"))


def written(words):
    return words | {"body": f"首段。\n\n{words['body']}"}


def test_every_column_of_a_story_is_a_text_or_listed_here():
    unknown = {field.name for field in Article._meta.concrete_fields} - OTHER_COLUMNS - set(TEXTS)
    assert unknown == set(), "A text that readers see belongs in articles.models.TEXTS, anything else in OTHER_COLUMNS."


@pytest.fixture
def chief(db):
    return ApiClient(account("chief", "王主编", "总编辑"))


@pytest.fixture
def desk(chief):
    client = Client()
    client.force_login(chief.user)
    return client


@pytest.fixture
def story(chief):
    """A public story on page 2, written through the API."""
    answer = chief.post("articles/", written(OLD))
    assert answer.status_code == 201, answer.json()
    day = date(2023, 7, 20)
    page = Page.objects.create(issue=Issue.objects.create(date=day), number="2")
    article = Article.objects.get()
    Article.objects.update(status="approved", date=day, publish_at=timezone.now() - timezone.timedelta(days=1))
    Placement.objects.create(article=article, page=page, order=1)
    return Article.objects.get()


def missing(output, words):
    return {name for name, word in words.items() if word not in output}


READERS = {
    "page": "/articles/{pk}/",
    "lists of stories": "/2023-07-20/2/",
    "Atom": "/feed.atom",
    "RSS": "/feed.rss",
    "text": "/articles/{pk}.txt",
    "Markdown": "/articles/{pk}.md",
    "API": "/api/v1/articles/{pk}/",
    "API list": "/api/v1/articles/",
    "API page": "/api/v1/issues/2023-07-20/pages/2/",
    "ninjs": "/api/v1/articles/{pk}/ninjs/",
    "ninjs of the issue": "/api/v1/issues/2023-07-20/ninjs/",
}


@pytest.mark.parametrize("output", READERS)
def test_readers_get_every_text(client, story, output):
    html = client.get(READERS[output].format(pk=story.pk)).content.decode()
    body = html.partition("</head>")[2] or html
    assert missing(body, OLD) == OMITTED.get(output, set())


HEAD = {"schema.org": r'"@type": "NewsArticle".*?</script>', "enpproperty": "<!--enpproperty .*?-->"}


@pytest.mark.parametrize("output", HEAD)
def test_the_head_of_a_page_has_every_text(client, story, output):
    html = client.get(f"/articles/{story.pk}/").content.decode()
    assert missing(re.search(HEAD[output], html, re.DOTALL)[0], OLD) == OMITTED.get(output, set())


def test_search_finds_every_text(story):
    unfound = {name for name in TEXTS if list(Article.objects.search(OLD[name])) != [story]}
    assert unfound == OMITTED.get("search", set())


def test_the_archive_has_every_text(story):
    assert missing("\n".join(write_archive()), OLD) == set()


def test_the_desk_api_shows_every_text(chief, story):
    assert missing(chief.get(f"articles/{story.pk}/").content.decode(), OLD) == set()
    assert missing(chief.get("articles/").content.decode(), OLD) == OMITTED["desk API list"]


def test_the_desk_api_shows_every_text_of_a_pending_version(chief, story):
    editor = ApiClient(account("editor", "李编辑", "编辑"))
    assert editor.patch(f"articles/{story.pk}/", written(NEW), version=story.version).status_code == 202
    pending = chief.get(f"articles/{story.pk}/").json()["pending"]
    assert missing(str(pending), NEW) == set()


def test_the_desk_form_has_every_text(desk, story):
    form = as_rendered(desk.get(f"/admin/articles/article/{story.pk}/change/"))
    assert {name for name in TEXTS if OLD[name] not in form.get(name, "")} == set()


def test_versions_keep_compare_and_bring_back_every_text(chief, desk, story):
    assert chief.patch(f"articles/{story.pk}/", written(NEW), version=story.version).status_code == 200
    old, new = Revision.objects.order_by("version")
    assert missing(str(old.snapshot), OLD) == missing(str(new.snapshot), NEW) == set()
    address = f"/admin/articles/article/{story.pk}/differences/?from={old.version}&to={new.version}"
    compared = desk.get(address).context["fields"]
    assert {name for name in TEXTS if str(Article.field_label(name)) not in str(compared)} == set()
    article = Article.objects.get()
    snapshots.put_back(article, old.snapshot)
    assert {name: getattr(Article.objects.get(), name) for name in TEXTS} == written(OLD)
