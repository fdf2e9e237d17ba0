import pytest
from django.test import Client

from articles.models import ApiToken
from tests.desk.conftest import account


class Programme:
    """A programme that speaks to the API in somebody's name."""

    def __init__(self, user):
        self.user = user
        self.secret = ApiToken.objects.issue(user, "排版")[1]
        self.client = Client()

    def send(self, method, address, data=None, version=None, **headers):
        headers |= {"Authorization": f"Bearer {self.secret}"}
        headers |= {"If-Match": f'"v{version}"'} if version else {}
        ask = getattr(self.client, method)
        body = {} if method == "get" else {"data": data or {}, "content_type": "application/json"}
        return ask(f"/api/v1/desk/{address}", **body, headers=headers)

    def get(self, address):
        return self.send("get", address)

    def post(self, address, data=None, version=None, **headers):
        return self.send("post", address, data, version, **headers)

    def patch(self, address, data=None, version=None, **headers):
        return self.send("patch", address, data, version, **headers)


@pytest.fixture
def programme_of(db):
    """programme_of("编辑") -> a programme that acts in the name of an editor."""

    def make(role, username=None):
        return Programme(account(username or role, "", role))

    return make
