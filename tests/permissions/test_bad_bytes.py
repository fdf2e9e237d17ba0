"""Invalid bytes in addresses and parameters cause no server error. PostgreSQL rejects NUL in texts and SQLite does not,
so a run with DATABASE_URL tests more."""

from urllib.parse import urlsplit

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from .routes import BY_TOKEN, DESK, READERS
from .world import STATES, SUPERUSER, addresses_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SHOWN = {"public", STATES[-1]}  # one story is enough; the last state also has the addresses without a story
NUL = "2%00"
# A lone surrogate, invalid UTF-8, an overlong NUL, a code point beyond Unicode.
INVALID_TEXT = ["%ED%A0%80", "%FF", "%C0%80", "%F4%90%80%80"]
PARAMETERS = [
    "q", "section", "author", "role", "since", "until", "year", "page_name", "order", "page", "page_size", "cursor",
    "changed_since", "fields", "name", "issue", "status", "p", "term", "app_label", "next", "from",
]  # fmt: skip


def client_of(world):
    client = Client(raise_request_exception=False)
    client.force_login(world.people[SUPERUSER], backend="django.contrib.auth.backends.ModelBackend")
    return client


def addresses(world):
    templates = [template for table in (READERS, DESK, BY_TOKEN) for template in table if "logout" not in template]
    states = {address: state for template in templates for address, state in addresses_of(template, world).items()}
    return list(dict.fromkeys(urlsplit(address).path for address, state in states.items() if state in SHOWN))


def with_each_segment_replaced(path, bad):
    parts = path.split("/")
    for place, part in enumerate(parts):
        if part:
            yield "/".join([*parts[:place], bad, *parts[place + 1 :]])


def server_errors(client, asked):
    return {address for address in asked if client.get(address).status_code >= 500}


def test_nul_in_any_path_segment_causes_no_server_error(world):
    asked = {changed for path in addresses(world) for changed in with_each_segment_replaced(path, NUL)}
    assert server_errors(client_of(world), asked) == set()


def test_invalid_parameters_cause_no_server_error(world):
    paths = [path for path in addresses(world) if "search" in path or path.startswith("/api/v1/")]
    asked = {f"{path}?{name}=%00" for path in paths for name in PARAMETERS}
    asked |= {f"/{where}search/?q={bad}&page_name={bad}" for where in ("", "api/v1/") for bad in INVALID_TEXT}
    assert server_errors(client_of(world), asked) == set()


def filters_of(model_admin):
    for each in model_admin.list_filter:
        yield getattr(each, "parameter_name", None) or f"{each}__exact"


def test_invalid_desk_filters_cause_no_server_error(world):
    asked = set()
    for model, model_admin in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        texts = [field.name for field in model._meta.concrete_fields if field.get_internal_type() == "CharField"]
        names = {*filters_of(model_admin), *texts, "q", "p", "o", "all", "_to_field", "date__year"}
        asked |= {f"{reverse(name)}?{each}=%00" for each in names}
    assert server_errors(client_of(world), asked) == set()
