"""Hostile text in any column is escaped everywhere."""

import json
import re
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from articles import editing
from articles.editing import Actor
from articles.models import (
    Article,
    AuditEntry,
    Author,
    Contribution,
    Correction,
    Issue,
    Page,
    Problem,
    Revision,
    Section,
)

from .routes import DESK, READERS
from .test_desk import staff_addresses
from .world import SUPERUSER, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HOSTILE = "</script></title><script>alert(1)</script>\"'onload=x {{7*7}}{% debug %}&lt;]]>\u202e倒\u200b${7*7}"
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture
def world():
    """Every text column contains the hostile text, up to its length."""
    world = make_world()
    by = Actor.at_desk(world.people[SUPERUSER])
    for model in (Article, AuditEntry, Author, Contribution, Correction, Issue, Page, Problem, Section):
        for row in model.objects.all():
            model.objects.filter(pk=row.pk).update(**hostile_texts(row))
    Article.objects.update(withdrawn_at=timezone.now())
    Article.objects.filter(status="approved").update(withdrawn_at=None)
    for revision in Revision.objects.all():
        texts = {name: HOSTILE for name, value in revision.snapshot.items() if name in editing.TEXTS and value}
        Revision.objects.filter(pk=revision.pk).update(snapshot=revision.snapshot | texts, why=HOSTILE)
    for user in world.people.values():
        type(user).objects.filter(pk=user.pk).update(first_name=HOSTILE)
    editing.withdraw(world.stories["scheduled"].pk, by, HOSTILE)
    return world


def hostile_texts(row):
    texts = {
        field.name: HOSTILE[: field.max_length] if field.max_length else HOSTILE
        for field in row._meta.get_fields()
        if field.concrete and field.get_internal_type() in {"CharField", "TextField"} and not field.choices
    }
    # Except columns that addresses are made of or the database derives; unique names get a prefix.
    kept = {"slug", "number", "source_digest", "code", "byline"}
    unique = {"name": f"{row.pk}{HOSTILE}"[:40]} if isinstance(row, Section | Author | Page) else {}
    json_fields = {"residue": [{"line": 1, "kind": "notice", "text": HOSTILE}]} if isinstance(row, Page) else {}
    if isinstance(row, Problem):
        json_fields = {"params": {"text": HOSTILE}}
    return {name: text for name, text in texts.items() if name not in kept} | unique | json_fields


def addresses(world):
    for table in (dict.fromkeys(READERS), DESK):
        yield from (address for address, _access, _state in staff_addresses(world, table))


def test_hostile_text_is_escaped_at_every_address(world):
    client, seen = world.client(SUPERUSER), 0
    for address in dict.fromkeys(addresses(world)):
        response = client.get(address)
        assert response.status_code < 500, address
        kind = response.headers.get("Content-Type", "").split(";")[0]
        text = response.content.decode() if not response.streaming else ""
        if kind == "text/html":
            assert "<script>alert(1)" not in text, address
            assert ">49" not in text, address
            assert "$49" not in text, address
            assert "</script></title>" not in text, address
            for data in DATA.findall(text):
                json.loads(data)
            seen += "alert(1)" in text
        elif kind.endswith("xml"):
            ElementTree.fromstring(text)
            seen += "alert(1)" in text
        elif kind.endswith("json"):
            json.loads(text)
    # The pages do show the text.
    assert seen > 60
