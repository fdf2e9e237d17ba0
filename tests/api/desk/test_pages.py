import pytest

from articles.models import Article, Page
from tests.importing.pages import BUS, REEDS

pytestmark = pytest.mark.django_db
PAGE = {"date": "2024-03-05", "number": "2", "name": "综合新闻", "text": BUS + "\n" + REEDS}
SIGN = "pages/2024-03-05/2/sign-off/"


def sign(api_client, tag):
    return api_client.post(SIGN, **{"If-Match": tag})


def test_printed_page_is_read_and_signed_as_a_whole(client, client_of):
    operator, chief = client_of("运维"), client_of("总编辑")
    taken = operator.post("pages/", PAGE | {"reviewed_in_print": True})
    assert (taken.status_code, {story["status"] for story in taken.json()["stories"]}) == (201, {"draft"})
    seen = chief.get(SIGN)
    assert (seen.status_code, seen.json()["reviewed_in_print"], seen.json()["imported_by"]) == (200, True, "运维")
    assert [(story["title"], story["why_not"]) for story in seen.json()["stories"]] == [
        ("城乡公交新增三条线路", ""),
        ("芦苇荡里建起观鸟步道", ""),
    ]
    assert client.get("/2024-03-05/2/").status_code == 404
    signed = sign(chief, seen["ETag"])
    assert (signed.status_code, {story["status"] for story in signed.json()["stories"]}) == (200, {"approved"})
    assert "城乡公交新增三条线路" in client.get("/2024-03-05/2/").content.decode()
    again = sign(chief, seen["ETag"])
    assert (again.status_code, again.json()["code"]) == (409, "refused")


def test_signing_a_page_requires_its_etag_and_accepts_weak_ones(client_of):
    operator, chief = client_of("运维"), client_of("总编辑")
    operator.post("pages/", PAGE | {"reviewed_in_print": True})
    seen = chief.get(SIGN)["ETag"]
    assert chief.post(SIGN).status_code == 428
    assert sign(chief, "*").status_code == 428
    operator.post("pages/", PAGE | {"reviewed_in_print": True, "text": BUS})
    stale = sign(chief, seen)
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    assert not Article.objects.public().exists()
    assert sign(chief, "W/" + chief.get(SIGN)["ETag"]).status_code == 200


@pytest.mark.parametrize("role", ["记者", "编辑", "值班主任", "运维"])
def test_other_roles_cannot_read_or_sign_pages(client_of, role):
    client_of("运维", "importer").post("pages/", PAGE | {"reviewed_in_print": True})
    api_client = client_of(role)
    assert api_client.get(SIGN).status_code == 403
    assert sign(api_client, '"x"').status_code == 403
    assert not Article.objects.public().exists()


def test_missing_page_and_page_not_reviewed_in_print(client_of):
    chief = client_of("总编辑")
    assert chief.get(SIGN).status_code == 404
    client_of("运维").post("pages/", PAGE)
    assert "导入时未标明已见报" in chief.get(SIGN).json()["why_not"]
    assert sign(chief, chief.get(SIGN)["ETag"]).status_code == 409


def test_final_signer_publishes_a_printed_page_on_import(client_of):
    taken = client_of("总编辑").post("pages/", PAGE | {"reviewed_in_print": True})
    assert {story["status"] for story in taken.json()["stories"]} == {"approved"}
    assert Article.objects.public().count() == 2


def test_operators_import_over_a_public_story_waits_and_is_reported(client, client_of):
    client_of("总编辑").post("pages/", PAGE | {"reviewed_in_print": True})
    before = client.get("/2024-03-05/2/").content
    report = client_of("运维").post("pages/", PAGE | {"text": BUS.replace("城乡公交", "城市公交")}).json()
    assert [(story["title"], story["outcome"]) for story in report["stories"]] == [
        ("城市公交新增三条线路", "pending"),
        ("芦苇荡里建起观鸟步道", "kept"),
    ]
    assert client.get("/2024-03-05/2/").content == before


def test_page_number_that_differs_from_the_text_gets_a_warning(client_of):
    report = client_of("运维").post("pages/", PAGE | {"text": "3版 综合新闻\n\n" + BUS, "dry_run": True})
    assert report.json()["warnings"] == ["版面上印的是第3版，填写的是第2版，请核对版次。"]
    assert not Page.objects.exists()
