"""The tables in routes.py cover every route of the program."""

from urllib.parse import urlsplit

import pytest
from django.urls import get_resolver, resolve
from django.urls.resolvers import URLResolver

from .routes import BY_TOKEN, DESK, LOGIN, READERS
from .world import addresses_of, make_world


def all_routes(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        route = prefix + (str(pattern.pattern).removeprefix("^") if prefix else str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from all_routes(pattern, route)
        else:
            yield route


@pytest.mark.django_db
def test_every_route_is_in_a_table():
    world = make_world()
    addresses = [
        address for template in [*READERS, *DESK, *BY_TOKEN, LOGIN] for address in addresses_of(template, world)
    ]
    judged = {resolve(urlsplit(address).path).route for address in addresses}
    forgotten = sorted(set(all_routes(get_resolver())) - judged)
    assert forgotten == [], "Say in tests/permissions/routes.py who may open these; see its first lines."


def test_tables_do_not_overlap():
    assert set(READERS) & set(DESK) == set()
