"""No byte in an address, in a parameter or in what is sent breaks an address of the program. PostgreSQL refuses NUL
characters in texts, SQLite takes them, so only a run with DATABASE_URL shows the whole truth."""

from urllib.parse import urlsplit

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from .routes import BY_TOKEN, DESK, READERS
from .world import STATES, SUPERUSER, make_world, reached

pytestmark = pytest.mark.django_db
SHOWN = {"public", STATES[-1]}  # one story, and the addresses that are of none
NUL = "2%00"
# Half of a surrogate pair, no UTF-8 at all, a long way to write NUL, beyond Unicode.
NO_TEXT = ["%ED%A0%80", "%FF", "%C0%80", "%F4%90%80%80"]
PARAMETERS = [
    "q", "section", "author", "role", "since", "until", "year", "page_name", "order", "page", "page_size", "cursor",
    "changed_since", "fields", "name", "issue", "status", "p", "term", "app_label", "next", "from",
]  # fmt: skip


@pytest.fixture
def world():
    return make_world()


def client_of(world):
    client = Client(raise_request_exception=False)
    client.force_login(world.people[SUPERUSER], backend="django.contrib.auth.backends.ModelBackend")
    return client


def addresses(world):
    templates = [template for table in (READERS, DESK, BY_TOKEN) for template in table if "logout" not in template]
    every = [address for template in templates for address, state in reached(template, world).items() if state in SHOWN]
    return list(dict.fromkeys(urlsplit(address).path for address in every))


def with_each_part_replaced(path, bad):
    parts = path.split("/")
    for place, part in enumerate(parts):
        if part:
            yield "/".join([*parts[:place], bad, *parts[place + 1 :]])


def broken(client, asked):
    return {address for address in asked if client.get(address).status_code >= 500}


def test_no_part_of_an_address_breaks_it(world):
    asked = {changed for path in addresses(world) for changed in with_each_part_replaced(path, NUL)}
    assert broken(client_of(world), asked) == set()


def test_no_parameter_of_a_public_address_breaks_it(world):
    paths = [path for path in addresses(world) if "search" in path or path.startswith("/api/v1/")]
    asked = {f"{path}?{name}=%00" for path in paths for name in PARAMETERS}
    asked |= {f"/{where}search/?q={bad}&page_name={bad}" for where in ("", "api/v1/") for bad in NO_TEXT}
    assert broken(client_of(world), asked) == set()


def filters_of(model_admin):
    for each in model_admin.list_filter:
        yield getattr(each, "parameter_name", None) or f"{each}__exact"


def test_no_filter_of_a_list_of_the_desk_breaks_it(world):
    asked = set()
    for model, model_admin in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        texts = [field.name for field in model._meta.concrete_fields if field.get_internal_type() == "CharField"]
        names = {*filters_of(model_admin), *texts, "q", "p", "o", "all", "_to_field", "date__year"}
        asked |= {f"{reverse(name)}?{each}=%00" for each in names}
    assert broken(client_of(world), asked) == set()
