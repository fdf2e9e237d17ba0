"""RateLimit fields tell programs how many requests they have left
(https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/)."""

import pytest
from rest_framework.throttling import ScopedRateThrottle

from tests.site.rows import printed

pytestmark = pytest.mark.django_db


@pytest.fixture
def _three_a_minute(monkeypatch):
    monkeypatch.setattr(ScopedRateThrottle, "THROTTLE_RATES", {"read": "3/min", "search": "1/min", "write": "2/min"})


@pytest.mark.usefixtures("_three_a_minute")
def test_each_response_says_what_is_left(client):
    address = f"/api/v1/articles/{printed().pk}/"
    first = client.get(address)
    assert first["RateLimit-Policy"] == '"read";q=3;w=60'
    assert first["RateLimit"] == '"read";r=2;t=60'
    unchanged = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert unchanged.status_code == 304
    assert unchanged["RateLimit"].startswith('"read";r=1;t=')
    assert client.get("/api/v1/articles/999/")["RateLimit"].startswith('"read";r=0;t=')
    refused = client.get(address)
    assert refused.status_code == 429
    assert refused["RateLimit"] == f'"read";r=0;t={refused["Retry-After"]}'
    # Searches are counted apart.
    assert client.get("/api/v1/search/?q=水")["RateLimit"] == '"search";r=0;t=60'


@pytest.mark.usefixtures("_three_a_minute")
def test_requests_without_a_token_are_counted_by_address(client):
    refused = client.get("/api/v1/desk/articles/")
    assert refused.status_code == 401
    assert "RateLimit" not in refused  # nothing was counted
