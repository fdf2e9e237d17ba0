"""schemathesis: all requests get responses that the description allows. Run with `pytest -m schema`."""

import pytest
from django.core.management.color import no_style
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection, transaction
from hypothesis import HealthCheck, Phase, settings
from rest_framework.throttling import ScopedRateThrottle

from articles.models import ApiToken, Article, Author, Correction
from tests.desk.conftest import account
from tests.site.rows import DAY, printed

schemathesis = pytest.importorskip("schemathesis")
from schemathesis.checks import not_a_server_error  # noqa: E402
from schemathesis.specs.openapi import checks  # noqa: E402

pytestmark = [pytest.mark.schema, pytest.mark.django_db]
EXAMPLES = 12
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.unsupported_method,
]
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.fixture
def _keep_connection_open():
    """Requests must not close the connection: it has the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def token(monkeypatch, _keep_connection_open):
    monkeypatch.setattr(ScopedRateThrottle, "THROTTLE_RATES", {"read": None, "search": None, "write": None})
    Author.objects.create(pk=3, name="曹璐")
    article = printed("后白镇糜林", pk=3, section="environment", byline=[("记者", "曹璐")], jump={"continued_on": "3"})
    for _ in range(2):
        article.save()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Article, Author]):
            cursor.execute(statement)
    Correction.objects.create(article=article, text="“河”应为“湖”。", date=DAY)
    for status in ("draft", "withdrawn"):
        printed(f"{status}的稿件", status=status)
    user = account("chief", "", "总编辑", "运维")
    return ApiToken.objects.issue(user, "试验")[1]


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_api_conforms_to_its_description(case, token):
    # Each request starts from the same data.
    with transaction.atomic():
        response = case.call(headers={"Authorization": f"Bearer {token}"})
        transaction.set_rollback(True)
    case.validate_response(response, checks=CHECKS)


def test_examples_refer_to_existing_rows(token):
    assert Article.objects.get(pk=3).version == 3
