import pytest
from django.test import Client

from tests.commands import manage


@pytest.mark.django_db
def test_a_form_over_ten_megabytes_is_refused(client):
    answer = client.post("/admin/login/", {"username": "x" * 11 * 2**20})
    assert answer.status_code in (400, 413)


def test_an_unknown_host_is_refused():
    assert Client(headers={"host": "elsewhere.example"}).get("/").status_code == 400


def test_security_txt_names_the_contact(client, settings):
    settings.SECURITY_CONTACT = "mailto:safety@paper.example"
    answer = client.get("/.well-known/security.txt")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "Contact: mailto:safety@paper.example\n" in answer.content.decode()
    assert "Expires: 20" in answer.content.decode()


@pytest.mark.django_db
def test_without_a_contact_there_is_no_security_txt(client):
    assert client.get("/.well-known/security.txt").status_code == 404


@pytest.mark.slow
def test_https_redirects_and_sets_hsts_and_secure_cookies(tmp_path):
    ask = (
        "from django.test import Client\n"
        "plain, safe = Client(), Client(headers={'x-forwarded-proto': 'https'})\n"
        "print(plain.get('/').status_code, plain.get('/')['Location'])\n"
        "form = safe.get('/admin/login/')\n"
        "secure = [each['secure'] for each in form.cookies.values()]\n"
        "print(form['Strict-Transport-Security'], secure)"
    )
    assert manage(tmp_path, "migrate", "-v0").returncode == 0
    printed = manage(
        tmp_path, "shell", "--no-imports", "-c", ask, DJANGO_HTTPS="1", DJANGO_ALLOWED_HOSTS="testserver"
    ).stdout.splitlines()
    assert printed == ["301 https://testserver/", "max-age=31536000 [True]"]


@pytest.mark.slow
def test_check_deploy_does_not_warn_about_hsts(tmp_path):
    done = manage(
        tmp_path,
        "check",
        "--deploy",
        DJANGO_HTTPS="1",
        DJANGO_ALLOWED_HOSTS="paper.example",
        NEWSROOM_URL="https://paper.example",
    )
    assert done.returncode == 0
    assert "security.W005" not in done.stderr
    assert "security.W021" not in done.stderr


@pytest.mark.parametrize("content", ["", " \n"])
@pytest.mark.slow
def test_an_empty_secret_key_is_refused_in_one_sentence(tmp_path, content):
    (tmp_path / "secret_key").write_text(content)
    done = manage(tmp_path, "check", DJANGO_SECRET_KEY="")
    assert done.returncode == 1
    assert (
        done.stderr
        == f"密钥文件 {tmp_path / 'secret_key'} 是空的，不能启动。请恢复备份的密钥；没有备份就删掉它，启动时会另建。\n"
    )


@pytest.mark.django_db
def test_permissions_policy_and_same_origin_headers(client):
    for address in ("/", "/admin/login/", "/healthz-not", "/static/articles/site.css"):
        assert "camera=()" in client.get(address)["Permissions-Policy"], address
    desk = client.get("/admin/login/")
    assert desk["Cross-Origin-Resource-Policy"] == "same-origin"
    assert desk["Cross-Origin-Opener-Policy"] == "same-origin"
