"""A form that outlived its sign-in."""

from tests.desk.forms import as_rendered

from .paper import FORM, LONG_TEXT, has_text_back, no_room_for_another_page, typed


def test_whoever_signs_in_again_in_another_window_can_still_save(embedded, editor):
    browser = editor(enforce_csrf_checks=True)
    old = typed(browser)
    old["csrfmiddlewaretoken"] = "a" * 64
    refused = browser.post(FORM, old, headers={"origin": "http://testserver"})
    assert refused.status_code == 403
    assert has_text_back(refused, "请再保存一次")
    assert browser.post(FORM, as_rendered(refused), headers={"origin": "http://testserver"}).status_code == 302


def test_a_short_text_of_several_lines_comes_back_with_its_lines(embedded, reader, editor):
    form = typed(editor(), body="一段。\n\n二段。")
    refused = reader.post(FORM, form)
    assert as_rendered(refused)["body"].replace("\r\n", "\n") == "一段。\n\n二段。"
    assert as_rendered(refused).keys() >= form.keys() - {"csrfmiddlewaretoken"}


def test_another_site_gets_nothing_into_a_form_that_could_be_sent(embedded, editor):
    browser = editor(enforce_csrf_checks=True)
    refused = browser.post(FORM, {"body": LONG_TEXT}, headers={"origin": "https://elsewhere.example"})
    assert refused.status_code == 403
    assert LONG_TEXT[:10] not in refused.content.decode()


def test_a_password_is_never_given_back(embedded, reader):
    with no_room_for_another_page(embedded):
        response = reader.post("/admin/login/", {"username": "chief", "password": "geheim"})
    assert "geheim" not in response.content.decode()
