import datetime

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.utils import timezone

from articles.models import Article, Author, Contribution, Issue, Page, Placement, Problem, Section
from articles.roles import ROLES

PAGE_TEXT = "水利局开展河湖保护\n\n连日来,水利局开展整治行动。\n\n曹璐 余波\n\n(上接1版)党员志愿者走进社区。\n\n庄倩如"
BODY = "连日来，水利局开展整治行动。\n\n## 河道\n\n水清了。"


@pytest.fixture
def chief(db):
    return User.objects.create(username="chief", first_name="王主编", is_staff=True, is_superuser=True)


def account(username, name, *roles):
    """A member of staff with the permissions of these roles, even if an earlier test has emptied the tables."""
    user = User.objects.create(username=username, first_name=name, is_staff=True)
    for role in roles:
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.set(Permission.objects.filter(codename__in=ROLES[role], content_type__app_label="articles"))
        user.groups.add(group)
    return user


@pytest.fixture
def editor(db):
    """An editor changes stories, settles problems and signs the first stage, but deletes nothing."""
    return account("editor", "李编辑", "编辑")


@pytest.fixture
def desk(client, chief):
    client.force_login(chief)
    return client


@pytest.fixture
def colleague(editor):
    """The editor's client."""
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def page(db):
    issue = Issue.objects.create(date=datetime.date(2023, 7, 20))
    return Page.objects.create(issue=issue, number="2", name="综合新闻", order=2, source_text=PAGE_TEXT)


@pytest.fixture
def story(page):
    """A printed story without problems: the first on page 2, by 曹璐 and 余波."""
    section = Section.objects.get(slug="environment")
    article = make_story(page, "水利局开展河湖保护", order=1, lines=(1, 5), section=section)
    for order, name in enumerate(["曹璐", "余波"], start=1):
        author = Author.objects.create(name=name)
        Contribution.objects.create(article=article, author=author, role="记者", order=order, printed="曹璐 余波")
    return article


@pytest.fixture
def doubtful(page):
    """A continuation without a headline, with open problems at lines 7 and 9."""
    article = make_story(page, "", order=2, lines=(7, 9), body="党员志愿者走进社区。")
    Problem.objects.create(article=article, page=page, code="no_headline", line=7)
    Problem.objects.create(article=article, page=page, code="unsure_byline", line=9, params={"text": "庄倩如"})
    return article


def make_story(page, headline, order=1, lines=(1, 1), body=BODY, **fields):
    midnight = timezone.make_aware(datetime.datetime.combine(page.issue.date, datetime.time.min))
    fields = {"date": page.issue.date, "status": Article.Status.APPROVED, "publish_at": midnight} | fields
    article = Article.objects.create(headline=headline, body=body, origin=Article.Origin.IMPORTED, **fields)
    Placement.objects.create(article=article, page=page, order=order, first_line=lines[0], last_line=lines[1])
    return article
