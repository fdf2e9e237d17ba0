from tests.desk.forms import as_rendered

from .paper import FORM, LONG_TEXT, full_database, has_text_back, typed


def test_editor_can_save_after_signing_in_in_another_window(sqlite, editor):
    browser = editor(enforce_csrf_checks=True)
    old = typed(browser)
    old["csrfmiddlewaretoken"] = "a" * 64
    refused = browser.post(FORM, old, headers={"origin": "http://testserver"})
    assert refused.status_code == 403
    assert has_text_back(refused, "请再保存一次")
    assert browser.post(FORM, as_rendered(refused), headers={"origin": "http://testserver"}).status_code == 302


def test_a_returned_text_keeps_its_lines(sqlite, reader, editor):
    form = typed(editor(), body="一段。\n\n二段。")
    refused = reader.post(FORM, form)
    assert as_rendered(refused)["body"].replace("\r\n", "\n") == "一段。\n\n二段。"
    assert as_rendered(refused).keys() >= form.keys() - {"csrfmiddlewaretoken"}


def test_a_form_of_another_site_is_not_returned(sqlite, editor):
    browser = editor(enforce_csrf_checks=True)
    refused = browser.post(FORM, {"body": LONG_TEXT}, headers={"origin": "https://elsewhere.example"})
    assert refused.status_code == 403
    assert LONG_TEXT[:10] not in refused.content.decode()


def test_a_password_is_never_returned(sqlite, reader):
    with full_database(sqlite):
        response = reader.post("/admin/login/", {"username": "chief", "password": "geheim"})
    assert "geheim" not in response.content.decode()
