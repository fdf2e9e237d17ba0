import pytest
from django.test import Client

from articles.models import ApiToken
from tests.desk.conftest import account


class ApiClient:
    """A client of the desk's API with a token of `user`."""

    def __init__(self, user):
        self.user = user
        self.secret = ApiToken.objects.issue(user, "排版")[1]
        self.client = Client()

    def send(self, method, address, data=None, version=None, **headers):
        headers |= {"Authorization": f"Bearer {self.secret}"}
        headers |= {"If-Match": f'"v{version}"'} if version else {}
        request = getattr(self.client, method)
        body = {} if method == "get" else {"data": data or {}, "content_type": "application/json"}
        return request(f"/api/v1/desk/{address}", **body, headers=headers)

    def get(self, address):
        return self.send("get", address)

    def post(self, address, data=None, version=None, **headers):
        return self.send("post", address, data, version, **headers)

    def patch(self, address, data=None, version=None, **headers):
        return self.send("patch", address, data, version, **headers)


@pytest.fixture
def client_of(db):
    """client_of("编辑") -> an ApiClient with an editor's token."""

    def make(role, username=None):
        return ApiClient(account(username or role, "", role))

    return make


def version_of(response) -> str:
    """The version in an ETag such as "v3-0f1e2d3c4b5a"."""
    return response["ETag"].strip('"').partition("-")[0]
