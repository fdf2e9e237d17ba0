"""What comes in has limits, and hosts and addresses are not believed."""

import pytest
from django.test import Client

from tests.commands import manage


@pytest.mark.django_db
def test_a_form_beyond_ten_megabytes_is_refused_before_it_is_read(client):
    answer = client.post("/admin/login/", {"username": "x" * 11 * 2**20})
    assert answer.status_code in (400, 413)


def test_an_unknown_host_is_refused():
    assert Client(headers={"host": "elsewhere.example"}).get("/").status_code == 400


def test_who_finds_a_weakness_is_told_where_to_report_it(client, settings):
    settings.SECURITY_CONTACT = "mailto:safety@paper.example"
    answer = client.get("/.well-known/security.txt")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "Contact: mailto:safety@paper.example\n" in answer.content.decode()
    assert "Expires: 20" in answer.content.decode()


@pytest.mark.django_db
def test_where_nobody_is_named_there_is_no_such_file(client):
    assert client.get("/.well-known/security.txt").status_code == 404


def test_under_https_everything_is_kept_to_it(tmp_path):
    ask = (
        "from django.test import Client\n"
        "plain, safe = Client(), Client(headers={'x-forwarded-proto': 'https'})\n"
        "print(plain.get('/').status_code, plain.get('/')['Location'])\n"
        "form = safe.get('/admin/login/')\n"
        "secure = [each['secure'] for each in form.cookies.values()]\n"
        "print(form['Strict-Transport-Security'], secure)"
    )
    assert manage(tmp_path, "migrate", "-v0").returncode == 0
    told = manage(
        tmp_path, "shell", "--no-imports", "-c", ask, DJANGO_HTTPS="1", DJANGO_ALLOWED_HOSTS="testserver"
    ).stdout.splitlines()
    assert told == ["301 https://testserver/", "max-age=31536000 [True]"]
