"""Bodies that come in pieces, with no length told beforehand."""

import json
from io import BytesIO

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from newsroom.chunked import ChunkedBodies
from tests.desk.conftest import account
from tests.desk_api.conftest import Programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def _one_connection():
    """A server closes connections between requests; here one has the test's transaction in it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def send(_one_connection):
    """send(body) -> (status, JSON) of a chunked POST to the desk's API; `terminated` says whether the server knows the
    end of the body."""
    secret = Programme(account("editor", "", "编辑")).secret
    application = ChunkedBodies(get_wsgi_application())

    def sent(body, terminated=True):
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/api/v1/desk/articles/",
            "QUERY_STRING": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "HTTP_HOST": "localhost",
            "HTTP_AUTHORIZATION": f"Bearer {secret}",
            "HTTP_TRANSFER_ENCODING": "chunked",
            "CONTENT_TYPE": "application/json",
            "wsgi.input": BytesIO(body),
            "wsgi.input_terminated": terminated,
            "wsgi.url_scheme": "http",
        }
        begun = []
        answer = b"".join(application(environ, lambda status, headers: begun.append(status)))
        return int(begun[0].split()[0]), json.loads(answer or "null")

    return sent


def test_a_body_in_pieces_arrives(send):
    status, story = send(b'{"headline": "A", "body": "B"}')
    assert (status, story["headline"]) == (201, "A")


def test_one_that_is_too_large_is_refused_as_any_other(send, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    status, problem = send(b'{"body": "' + b"x" * 1000 + b'"}')
    assert (status, problem["code"]) == (413, "too_large")


def test_where_the_server_does_not_know_its_end_a_length_is_asked_for(send):
    assert send(b'{"body": "B"}', terminated=False) == (411, None)
